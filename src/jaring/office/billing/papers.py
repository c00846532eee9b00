"""The bill as a paper."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from jaring.core import contribution, law
from jaring.core.contribution import RateFacts, Sector
from jaring.core.money import Rupiah
from jaring.core.wording import percent_text
from jaring.documents import bill as bill_pages
from jaring.documents.bill import BillDocument, BillLine, DecreeReference, LawValue
from jaring.documents.files import replacing
from jaring.documents.letterhead import Signatory
from jaring.documents.wording import office_letterhead
from jaring.documents.words import long_date
from jaring.office import papers
from jaring.office.access.models import RoleGrant
from jaring.office.access.roles import Role
from jaring.office.billing import queries
from jaring.office.billing.keys import running_number
from jaring.office.billing.models import Bill, RateCard
from jaring.office.billing.queries import DistrictLine
from jaring.office.programme.models import PayerKind
from jaring.office.rules import queries as rules
from jaring.regencies import OfficeRole, profile

LABELS: Final = {
    "contribution/bpu/income_table": "Dasar penghasilan",
    "contribution/bpu/jkk_rate": "Iuran JKK",
    "contribution/bpu/jkm_monthly": "Iuran JKM",
    "contribution/bpu/discount_rate": "Keringanan iuran",
    "contribution/bpu/discount_eligible_by_payer": "Keringanan bagi pembayar ini",
    "contribution/common/covid_relief_rate": "Keringanan masa Covid-19",
    "contribution/common/due_day": "Jatuh tempo",
}
"""Short names of legal values, as the bill prints them; a value that is missing here keeps its full name."""


def bill_number(bill: Bill) -> str:
    """Return the number under which a bill is filed: ``0012/IURAN/APBD/2026-12``."""
    return f"{running_number(bill.pk):04d}/IURAN/{bill.payer.kind}/{bill.month}"


def bill_document(bill: Bill) -> BillDocument:
    """Return all that a bill says."""
    issued_date = bill.regency.day_of(bill.issued_at)
    return BillDocument(
        number=bill_number(bill),
        issued_date=issued_date,
        month=bill.month,
        payer=bill.payer.name,
        due_date=bill.due_date,
        lines=tuple(
            BillLine(
                district_code=line.district_code,
                district_name=line.district_name,
                participants=line.people,
                jkk_idr=Rupiah(line.jkk_idr),
                jkm_idr=Rupiah(line.jkm_idr),
            )
            for line in district_lines(bill)
        ),
        decrees=tuple(
            DecreeReference(number=d.number, signed_date=d.decree_date, annex_hash=d.annex_hash)
            for d in queries.decrees_behind(bill)
        ),
        law_values=tuple(law_values(bill)),
        letterhead=office_letterhead(bill.regency_id, issued_date),
        signatory=head_of_office(bill.regency_id, issued_date),
        signed_place=profile(bill.regency_id).capital,
        recipient=_recipient(bill),
    )


def district_lines(bill: Bill) -> list[DistrictLine]:
    """Return what each kecamatan comes to, counted once and then kept: neither bill nor decree ever changes."""

    def write(target: Path) -> None:
        with replacing(target) as folder:
            (folder / target.name).write_text(json.dumps(queries.district_sums(bill)), encoding="utf-8")

    path = papers.kept(f"tagihan-{bill.public_id}", "kecamatan", ".json", write)
    sums = json.loads(path.read_text(encoding="utf-8"))
    if [sum(column) for column in list(zip(*sums, strict=True))[1:]] != [bill.people, bill.jkk_idr, bill.jkm_idr]:
        sums = queries.district_sums(bill)  # Whoever altered the file gains nothing by it.
    return queries.named_lines(sums)


def law_values(bill: Bill) -> list[LawValue]:
    """Return what of the law set the amounts, as the bill's rate cards keep it, and when it falls due."""
    due_rule = contribution.due_date(bill.month)[1]
    values = [value for card in bill.rates.order_by("base_idr", "sector") for value in _values_of(card, bill)]
    values.append(_law_value(_label(due_rule), long_date(bill.due_date), due_rule.source.as_json()))
    return list(dict.fromkeys(values))


def write_bill_pdf(bill: Bill, target: Path, *, now: datetime) -> None:
    """Write the bill as PDF.

    Raises:
        DocumentFactsError: (JRG-801)
    """
    bill_pages.write_bill_pdf(bill_document(bill), target, made_at=now)


def write_bill_xlsx(bill: Bill, target: Path) -> None:
    """Write the bill as a workbook.

    Raises:
        DocumentFactsError: (JRG-801)
    """
    bill_pages.write_bill_xlsx(bill_document(bill), target, made_at=bill.issued_at)


def kept_bill(bill: Bill, suffix: str, *, now: datetime) -> Path:
    """Return the bill as PDF (``.pdf``) or workbook (``.xlsx``); the same bill is typeset once."""
    document = bill_document(bill)

    def write(target: Path) -> None:
        if suffix == ".pdf":
            bill_pages.write_bill_pdf(document, target, made_at=now)
        else:
            bill_pages.write_bill_xlsx(document, target, made_at=bill.issued_at)

    return papers.kept(f"tagihan-{bill.public_id}", papers.content_hash(document)[:32], suffix, write)


def bill_name(bill: Bill, suffix: str) -> str:
    """Return the file name of a bill's paper."""
    return papers.file_name("tagihan", bill.month, bill.payer.kind, suffix=suffix)


def _values_of(card: RateCard, bill: Bill) -> Iterable[LawValue]:
    """Say what each source of a rate card set; one that today's law no longer names is still cited."""
    facts = RateFacts(bill.month, contribution.Payer(bill.payer.kind), Rupiah(card.base_idr), Sector(card.sector))
    kept = {(source["law"], source["article"]): source for source in card.sources}
    said = set()
    for value in rules.pricing_of(bill.regency_id)(facts).values:
        source = kept.get((value.source.law, value.source.article))
        if source is not None:
            said.add((source["law"], source["article"]))
            yield _law_value(_label(value), _spoken(value, facts), source)
    for key, source in kept.items():
        if key not in said:
            yield _law_value("Dasar iuran", f"JKK {Rupiah(card.jkk_idr)}, JKM {Rupiah(card.jkm_idr)}", source)


def _label(value: law.Value) -> str:
    return LABELS.get(value.path) or law.parameter(value.path).label.id


def _law_value(label: str, value: str, source: dict[str, str]) -> LawValue:
    article = "" if source["article"] == "-" else source["article"]
    return LawValue(label=label, value=value, law=source["law"], article=article, status=law.Status(source["status"]))


def _spoken(value: law.Value, facts: RateFacts) -> str:
    """Write a value of the law as the bill prints it."""
    match law.parameter(value.path).unit:
        case "income table":
            return str(facts.base)
        case "1":
            return percent_text(value.rate).id + (
                f" x {facts.base}" if value.path == "contribution/bpu/jkk_rate" else ""
            )
        case "yes or no":
            return "berlaku" if value.flag else "tidak berlaku"
        case "IDR/month":
            return str(value.amount)
        case _:
            return str(value.content)


def head_of_office(regency_code: str, day: date) -> Signatory:
    """Return who heads the labour office of a regency on a day; the name stays blank where nobody does."""
    office = profile(regency_code).offices[OfficeRole.LABOUR_OFFICE]
    grants = RoleGrant.objects.filter(role=Role.HEAD, area_code=regency_code, from_date__lte=day)
    grant = grants.exclude(until_date__lte=day).select_related("user").order_by("id").first()
    name = grant.user.full_name if grant else ""
    return Signatory(title=f"Kepala {office.name.id}", name=name or papers.BLANK)


def _recipient(bill: Bill) -> str:
    """Return who is asked to pay: the treasury for the regency's budget, else the payer, who is named anyway."""
    if bill.payer.kind != PayerKind.APBD:
        return ""
    return f"Kepala {profile(bill.regency_id).offices[OfficeRole.TREASURY].name.id}"
