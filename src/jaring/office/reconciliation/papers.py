"""Papers of the reconciliation: minutes of a month, the claim-back list, and lists of cases as workbooks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Final

import xlsxwriter
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language, gettext, gettext_lazy

from jaring.core.insurer.words import causes, kinds, rejections
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.documents import reconciliation as pages
from jaring.documents.letterhead import Signatory
from jaring.documents.wording import office_letterhead
from jaring.documents.words import long_date
from jaring.office import papers
from jaring.office.access.models import RoleGrant
from jaring.office.access.roles import Role
from jaring.office.people.models import Exit
from jaring.office.programme.models import Payer
from jaring.office.reconciliation import queries
from jaring.office.reconciliation.models import Case, CaseMonth, MatchRun
from jaring.regencies import OfficeRole, profile

CHUNK: Final = 2000
_CLAIM_HEADINGS: Final = (
    (gettext_lazy("Nama"), 30),
    ("NIK", 20),
    (gettext_lazy("Desa/kelurahan"), 24),
    (gettext_lazy("Bulan"), 10),
    (gettext_lazy("Jumlah (Rp)"), 14),
    (gettext_lazy("Sebab"), 26),
    (gettext_lazy("Bukti"), 44),
)


def write_minutes(run: MatchRun, target: Path, *, now: datetime) -> None:
    """Write the minutes of a matched month as PDF."""
    pages.write_minutes(_minutes(run), target, made_at=now)


def write_claim_list(rows: Sequence[CaseMonth], payer: Payer, target: Path, *, day: date, now: datetime) -> None:
    """Write the contributions that a payer claims back as PDF."""
    document = pages.ClaimListDocument(
        made_date=day,
        payer=payer.name,
        lines=tuple(_claim_line(row) for row in rows),
        letterhead=office_letterhead(payer.regency_id, day),
        signatory=_head(payer.regency_id, day),
        signed_place=profile(payer.regency_id).capital,
    )
    pages.write_claim_list(document, target, made_at=now)


def write_claim_pdf(file: IO[bytes], rows: Sequence[CaseMonth], payer: Payer, *, day: date, now: datetime) -> None:
    """Write the contributions that a payer claims back as PDF into an open file."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "minta-kembali.pdf"
        write_claim_list(rows, payer, target, day=day, now=now)
        file.write(target.read_bytes())


def write_claims(file: IO[bytes], rows: Sequence[CaseMonth], about: Iterable[tuple[str, str]]) -> int:
    """Write the claim-back list to a workbook, the filter and the day on top; return the number of lines."""
    cells = (
        (
            line.name,
            line.masked_nik,
            line.village,
            str(line.month),
            line.amount_idr.idr,
            line.cause,
            line.evidence,
        )
        for line in map(_claim_line, rows)
    )
    return _write_table(file, gettext("Minta kembali"), _CLAIM_HEADINGS, cells, about)


def claim_rows(cases: QuerySet[Case]) -> list[CaseMonth]:
    """Return the claimable months of some cases with all that a paper says of them."""
    rows = queries.claimable(cases).select_related("case__person__village", "case__line__file", "case__payer")
    return list(rows.order_by(*queries.CLAIM_ORDER))


def claims_by_payer(cases: QuerySet[Case]) -> list[tuple[Payer, list[CaseMonth]]]:
    """Return the claimable months of some cases, payer by payer: each asks for its own money."""
    by_payer: dict[Payer, list[CaseMonth]] = {}
    for row in claim_rows(cases):
        if row.case.payer is not None:
            by_payer.setdefault(row.case.payer, []).append(row)
    return list(by_payer.items())


def evidence_of(case: Case) -> Text:
    """Say what shows the cause of a case: our own record or the insurer's words; nothing where neither speaks."""
    if case.cause == "died" and case.person_id:
        report = Exit.objects.filter(person=case.person_id, reason=Exit.Reason.DIED).order_by("happened_on").first()
        if report is not None:
            day = long_date(report.happened_on)
            return Text(f"laporan desa: meninggal {day}", f"village report: died {report.happened_on.isoformat()}")
    if case.rejection:
        label = rejections()[case.rejection].label
        said = f" ({case.line.reject_reason})" if case.line and case.line.reject_reason else ""
        return Text(f"BPJS: {label.id}{said}", f"insurer: {label.en}{said}")
    if case.cause == "elsewhere":
        return Text("daftar peserta aktif lain", "register of people covered elsewhere")
    if case.likeness is not None:
        return Text(f"nama mirip {case.likeness}\u00a0%", f"names {case.likeness}\u00a0% alike")
    return Text("", "")


def minutes_name(run: MatchRun) -> str:
    """Return the file name of the minutes of a month."""
    return papers.file_name("berita-acara-rekonsiliasi", run.month, suffix=".pdf")


def say(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.say(get_language() or "id")


def _minutes(run: MatchRun) -> pages.MinutesDocument:
    day = run.run_at.astimezone(profile(run.regency_id).time_zone).date()
    cases = queries.cases_of_month(run.regency_id, run.month).filter(opened_by_run__lte=run.pk)
    return pages.MinutesDocument(
        month=run.month,
        made_date=day,
        payer=run.payer.name if run.payer else "semua sumber dana",
        sides=(
            pages.Side(label="Surat Keputusan yang berlaku", people=run.enrolled, amount_idr=None),
            pages.Side(label="Tagihan iuran", people=run.billed, amount_idr=Rupiah(run.billed_idr)),
            pages.Side(label="Setoran yang dialokasikan", people=run.paid, amount_idr=Rupiah(run.paid_idr)),
            pages.Side(
                label="Daftar aktif BPJS Ketenagakerjaan",
                people=run.active,
                amount_idr=Rupiah(run.insurer_idr) if run.insurer_idr is not None else None,
            ),
        ),
        agreed=run.agreed,
        differing=run.differing,
        kinds=_counts(cases, run.month, "kind", {key: kind.label.id for key, kind in kinds().items()}),
        causes=_counts(cases, run.month, "cause", {key: cause.label.id for key, cause in causes().items()}),
        letterhead=office_letterhead(run.regency_id, day),
        signatory=_head(run.regency_id, day),
        counterpart=Signatory(title="Kepala Kantor Cabang BPJS Ketenagakerjaan", name=papers.BLANK),
        signed_place=profile(run.regency_id).capital,
    )


def _counts(cases: QuerySet[Case], month: Month, field: str, labels: dict[str, str]) -> tuple[pages.Count, ...]:
    rows = CaseMonth.objects.filter(case__in=cases, month=month, is_gone=False).order_by()
    found = {
        key: (number, amount)
        for key, number, amount in rows.values_list(f"case__{field}").annotate(Count("pk"), Sum("amount_idr"))
    }
    return tuple(
        pages.Count(label=label, cases=found[key][0], amount_idr=Rupiah(found[key][1]))
        for key, label in labels.items()
        if key in found
    )


def _claim_line(row: CaseMonth) -> pages.ClaimLine:
    case = row.case
    return pages.ClaimLine(
        name=case.person.name if case.person else "",
        masked_nik=case.person.masked_nik if case.person else "",
        village=case.person.village.name if case.person else "",
        month=row.month,
        amount_idr=Rupiah(row.claim_idr),
        cause=causes()[case.cause].label.id,
        evidence=evidence_of(case).id,
    )


def _write_table(
    file: IO[bytes],
    title: str,
    headings: Sequence[tuple[object, int]],
    rows: Iterator[Sequence[str | int]],
    about: Iterable[tuple[str, str]],
) -> int:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet(title)
    top = 0
    for column, (_heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
    for label, value in about:
        sheet.write_string(top, 0, label, bold)
        sheet.write_string(top, 1, value)
        top += 1
    top += 1
    for column, (heading, _width) in enumerate(headings):
        sheet.write_string(top, column, str(heading), head)
    sheet.freeze_panes(top + 1, 1)
    number = 0
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(top + number, column, cell, money)
            else:
                sheet.write_string(top + number, column, cell)
    sheet.autofilter(top, 0, top + max(number, 1), len(headings) - 1)
    book.close()
    return number


def _head(regency_code: str, day: date) -> Signatory:
    """Return who heads the office on a day; the name stays blank where nobody does."""
    office = profile(regency_code).offices[OfficeRole.LABOUR_OFFICE]
    grants = RoleGrant.objects.filter(role=Role.HEAD, area_code=regency_code, from_date__lte=day)
    grant = grants.exclude(until_date__lte=day).select_related("user").order_by("id").first()
    return Signatory(title=f"Kepala {office.name.id}", name=grant.user.full_name if grant else papers.BLANK)
