"""The four-way match on the command line: the insurer's files in, a table of the sides and the cases out."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid4

import typer
from rich.table import Table

from jaring.cli import office
from jaring.cli.commands import explained, paper, print_json, read_month
from jaring.cli.language import both, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.cli.payers import VillageOption, payer_named, read_payer
from jaring.core.insurer.answer import AnswerKind
from jaring.core.insurer.words import causes, kinds
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.reconciliation.models import InsurerFile, MatchRun

_FILE = {"exists": True, "dir_okay": False}


@explained(
    Text(
        "Mencocokkan satu bulan: SK yang berlaku, tagihan, setoran, dan daftar BPJS, per orang. Setiap perbedaan "
        "menjadi kasus dengan sebab yang diusulkan; kasus bulan sebelumnya diteruskan atau ditutup. Berkas BPJS yang "
        "sama tidak dibaca dua kali; satu daftar boleh terbagi dalam beberapa berkas.",
        "Match a month: decrees in force, bill, transfers and the insurer's lists, person by person. Each difference "
        "becomes a case with a proposed cause; cases of earlier months are carried on or closed. The same file of the "
        "insurer is not read twice; one list may come in several files.",
    ),
    "jaring reconcile 2026-11 --active aktif.xlsx",
    "jaring reconcile 2026-11 --active aktif.xlsx --rejected tolakan.csv --billing rincian.xlsx --out hasil/ --json",
)
def reconcile_command(
    month: Annotated[Month, typer.Argument(parser=read_month, metavar="YYYY-MM", help=both("Bulan iuran.", "Month."))],
    active: Annotated[
        list[Path] | None, typer.Option(**_FILE, help=both("Daftar peserta aktif dari BPJS.", "Active list."))
    ] = None,
    rejected: Annotated[
        list[Path] | None, typer.Option(**_FILE, help=both("Daftar tolakan dari BPJS.", "Reject list."))
    ] = None,
    billing: Annotated[
        list[Path] | None, typer.Option(**_FILE, help=both("Rincian iuran dari BPJS.", "Details of contributions."))
    ] = None,
    payer: Annotated[
        str | None,
        typer.Option(
            parser=read_payer,
            metavar=both("SUMBER", "SOURCE"),
            help=both("Hanya sumber dana ini; bawaannya semua.", "This payer alone; default: all."),
        ),
    ] = None,
    village: VillageOption = "",
    key: Annotated[
        UUID | None,
        typer.Option(parser=UUID, metavar="UUID", help=both("Kunci permintaan, untuk diulang.", "Request key.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=both("Folder untuk berita acara dan daftar.", "Folder for the papers."))
    ] = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.reconciliation import services

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    source = payer_named(code, payer, village) if payer else None
    facts: dict[str, Any] = {"regency_code": code, "payer": source, "actor": actor, "now": now}
    given = ((AnswerKind.ACTIVE, active), (AnswerKind.REJECTED, rejected), (AnswerKind.BILLING, billing))
    files = [services.take_in(paths, kind, month, **facts) for kind, paths in given if paths]
    run = services.reconcile(month, request_key=key or uuid4(), **facts)
    plain = _plain(run, files)
    if out is not None:
        plain["papers"] = [str(path) for path in _write_papers(run, out)]
    if as_json:
        print_json(plain)
    else:
        _print(plain)


def _plain(run: MatchRun, files: list[InsurerFile]) -> dict[str, Any]:
    from jaring.office.reconciliation import queries

    cases = queries.cases_of_month(run.regency_id, run.month).exclude(state="solved")
    by_kind, by_cause = queries.sums_by(cases, "kind"), queries.sums_by(cases, "cause")
    return {
        "run": str(run.public_id),
        "month": str(run.month),
        "payer": run.payer.code or run.payer.kind if run.payer else None,
        "files": [
            {
                "file": str(file.public_id),
                "kind": file.kind,
                "lines": file.lines,
                "unreadable": file.unreadable,
                "set_aside": file.set_aside,
                "total_idr": file.total_idr,
            }
            for file in files
        ],
        "sides": {
            "decree": {"people": run.enrolled},
            "bill": {"people": run.billed, "total_idr": run.billed_idr},
            "transfer": {"people": run.paid, "total_idr": run.paid_idr},
            "active": {"people": run.active, "total_idr": run.insurer_idr},
        },
        "rejected": run.rejected,
        "agreed": run.agreed,
        "differing": run.differing,
        "is_agreed": run.is_agreed,
        "cases": queries.events_of(run),
        "open_cases": [
            {"kind": kind, "cases": number, "amount_idr": amount} for kind, (number, amount) in by_kind.items()
        ],
        "causes": [
            {"cause": cause, "cases": number, "amount_idr": amount} for cause, (number, amount) in by_cause.items()
        ],
        "claim_back_idr": queries.claimable_idr(cases),
    }


def _print(plain: dict[str, Any]) -> None:
    sides = Table(title=say(_TITLE.fill(month=plain["month"])))
    for heading in (Text("Sisi", "Side"), Text("Orang", "People"), Text("Jumlah", "Amount")):
        sides.add_column(say(heading), justify="left" if heading.id == "Sisi" else "right")
    for name, side in plain["sides"].items():
        sides.add_row(say(_SIDES[name]), _number(side["people"]), _rupiah(side.get("total_idr")))
    sides.add_row(say(_AGREED), _number(plain["agreed"]), "")
    sides.add_row(say(_DIFFERING), _number(plain["differing"]), "")
    paper().print(sides)
    if not plain["open_cases"]:
        paper().print(say(_NO_CASE))
        return
    cases = Table()
    for heading in (_DIFFERENCE, _CASES, _AMOUNT):
        cases.add_column(say(heading), justify="left" if heading is _DIFFERENCE else "right")
    for row in plain["open_cases"]:
        cases.add_row(say(kinds()[row["kind"]].label), _number(row["cases"]), _rupiah(row["amount_idr"]))
    paper().print(cases)
    for row in plain["causes"]:
        paper().print(f"  {say(causes()[row['cause']].label)}: {_number(row['cases'])}")
    if plain["claim_back_idr"]:
        paper().print(say(_CLAIM_BACK.fill(amount=Rupiah(plain["claim_back_idr"]))))


def _write_papers(run: MatchRun, out: Path) -> list[Path]:
    """Write the minutes and, where there are any, the cases and the claim-back lists."""
    from jaring.office.lists.workbook import Part, write_workbook
    from jaring.office.reconciliation import papers, queries
    from jaring.office.reconciliation.sheet import CASES, lines_of

    out.mkdir(parents=True, exist_ok=True)
    now, day = office.now(), office.today(run.regency_id)
    cases = queries.cases_of_month(run.regency_id, run.month).exclude(state="solved").order_by("kind", "id")
    written = [out / f"berita-acara-{run.month}.pdf", out / f"kasus-{run.month}.xlsx"]
    papers.write_minutes(run, written[0], now=now)
    month = [(say(_MONTH), str(run.month))]
    with written[1].open("wb") as file:
        part = Part(sheet=CASES, columns=CASES.columns, lines=lines_of(cases), rows=cases.count())
        with write_workbook([part], spoken=month, user=run.run_by, now=now) as book:
            copyfileobj(book, file)
    for payer, rows in papers.claims_by_payer(cases):
        target = out / f"minta-kembali-{payer.code or payer.kind}-{run.month}.pdf"
        papers.write_claim_list(rows, payer, target, day=day, now=now)
        written.append(target)
    return written


def _number(number: int | None) -> str:
    return "–" if number is None else f"{number:,}".replace(",", ".")


def _rupiah(amount_idr: int | None) -> str:
    return "" if amount_idr is None else str(Rupiah(amount_idr))


_TITLE = Text("Pencocokan {month}", "Reconciliation of {month}")
_SIDES = {
    "decree": Text("SK yang berlaku", "Decrees in force"),
    "bill": Text("Tagihan", "Bill"),
    "transfer": Text("Setoran", "Transfers"),
    "active": Text("Aktif di BPJS", "Active at the insurer"),
}
_AGREED = Text("Keempatnya sama", "All four agree")
_DIFFERING = Text("Berbeda", "Different")
_DIFFERENCE = Text("Perbedaan", "Difference")
_CASES = Text("Kasus", "Cases")
_AMOUNT = Text("Jumlah", "Amount")
_MONTH = Text("Bulan", "Month")
_NO_CASE = Text("Tidak ada kasus terbuka.", "No case is open.")
_CLAIM_BACK = Text("Dapat diminta kembali: {amount}", "Can be claimed back: {amount}")
