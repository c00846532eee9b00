"""The ledger on the command line: balances of a day, the journal, closing a month, beancount text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json, read_day, read_month, table_of
from jaring.cli.language import both, current, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.core.accounts import chart
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.core.wording import month_text

if TYPE_CHECKING:
    from jaring.office.payments import sipd


_DATE: Final = Text("Tanggal", "Date")
_ACCOUNT: Final = Text("Akun", "Account")
_DEBIT: Final = Text("Debit", "Debit")
_CREDIT: Final = Text("Kredit", "Credit")
_BALANCE: Final = Text("Saldo", "Balance")
_AMOUNT: Final = Text("Jumlah", "Amount")
_SP2D: Final = Text("SP2D", "SP2D")


def ledger_commands() -> typer.Typer:
    """Return the group ``jaring ledger``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Buku besar: saldo, jurnal, penutupan.", "The ledger: balances, journal, closing."))(
        lambda: None
    )
    add(app, "balance", ledger_balance_command)
    add(app, "journal", ledger_journal_command)
    add(app, "close", ledger_close_command)
    add(app, "sipd", ledger_sipd_command)
    add(app, "beancount", ledger_beancount_command)
    return app


@explained(
    Text(
        "Menampilkan saldo tiap akun pada suatu hari; dengan --known seperti yang diketahui pada hari lain.",
        "Show the balance of every account on a day; with --known as it was known on another.",
    ),
    "jaring ledger balance",
    "jaring ledger balance --on 2026-06-30 --known 2026-07-05",
)
def ledger_balance_command(
    on: Annotated[
        date | None,
        typer.Option(parser=read_day, metavar="YYYY-MM-DD", help=both("Keadaan pada tanggal.", "As it stood on.")),
    ] = None,
    known: Annotated[
        date | None,
        typer.Option(
            parser=read_day, metavar="YYYY-MM-DD", help=both("Yang dibukukan sampai tanggal.", "As entered by.")
        ),
    ] = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.books import queries
    from jaring.office.places.models import Regency

    code, actor = office.regency_code(regency), office.acting_user(user)
    entries = queries.entries_visible_to(actor).filter(regency=code)
    known_before = None if known is None else Regency.objects.get(code=code).end_of(known)
    found = queries.by_account(queries.balances(queries.known(entries, on=on, known_before=known_before)))
    if as_json:
        print_json(
            {
                "on": on and on.isoformat(),
                "known": known and known.isoformat(),
                "accounts": [
                    {
                        "account": each.account.key,
                        "debit_idr": each.debit_idr,
                        "credit_idr": each.credit_idr,
                        "balance_idr": each.balance_idr,
                    }
                    for each in found
                ],
            }
        )
        return
    table = table_of(_ACCOUNT, _DEBIT, _CREDIT, _BALANCE, figures=(_DEBIT, _CREDIT, _BALANCE))
    for each in found:
        amounts = (each.debit_idr, each.credit_idr, each.balance_idr)
        table.add_row(each.account.label.say(current()), *(str(Rupiah(amount)) for amount in amounts))
    paper().print(table)


@explained(
    Text("Menampilkan jurnal menurut nomor.", "Show the journal by number."),
    "jaring ledger journal --since 2026-11-01",
)
def ledger_journal_command(
    since: Annotated[
        date | None,
        typer.Option(parser=read_day, metavar="YYYY-MM-DD", help=both("Sejak tanggal.", "From this day on.")),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(parser=read_day, metavar="YYYY-MM-DD", help=both("Sampai sebelum tanggal.", "Before this day.")),
    ] = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.books import queries

    code, actor = office.regency_code(regency), office.acting_user(user)
    entries = queries.entries_visible_to(actor).filter(regency=code)
    if since is not None:
        entries = entries.filter(date__gte=since)
    if until is not None:
        entries = entries.filter(date__lt=until)
    found = entries.select_related("payer").prefetch_related("postings").order_by("number")
    if as_json:
        print_json(
            {
                "entries": [
                    {
                        "number": entry.number,
                        "date": entry.date.isoformat(),
                        "kind": entry.kind,
                        "payer": entry.payer.name,
                        "month": entry.month and str(entry.month),
                        "document": entry.document,
                        "postings": [
                            {"account": line.account, "amount_idr": line.amount_idr} for line in entry.postings.all()
                        ],
                    }
                    for entry in found
                ]
            }
        )
        return
    headings = (Text("Nomor", "Number"), _DATE, Text("Dokumen", "Document"), _ACCOUNT, _AMOUNT)
    table = table_of(*headings, figures=(_AMOUNT,))
    for entry in found:
        head = (str(entry.number), entry.date.isoformat(), entry.document)
        for line in entry.postings.all():
            table.add_row(*head, chart()[line.account].label.say(current()), str(Rupiah(line.amount_idr)))
            head = ("", "", "")
    paper().print(table)


@explained(
    Text(
        "Menutup pembukuan sampai akhir suatu bulan: sesudahnya tidak ada yang dapat dibukukan pada bulan itu.",
        "Close the books up to the end of a month: nothing can be entered in it any more.",
    ),
    "jaring ledger close 2026-10 --as bendahara",
)
def ledger_close_command(
    month: Annotated[
        Month, typer.Argument(parser=read_month, metavar="YYYY-MM", help=both("Bulan terakhir.", "Last month."))
    ],
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.books import services
    from jaring.office.places.models import Regency

    place, actor = Regency.objects.get(code=office.regency_code(regency)), office.acting_user(user)
    closing = services.close_month(place, month, actor=actor, now=office.now())
    if as_json:
        print_json({"closed_until": closing.until_date.isoformat()})
        return
    paper().print(say(Text(f"Pembukuan sampai {month} ditutup.", f"The books are closed up to {month}.")))


@explained(
    Text(
        "Menulis seluruh buku besar sebagai teks beancount, yang dapat diperiksa dengan program lain: bean-check.",
        "Write the whole ledger as beancount text, which another program can check: bean-check.",
    ),
    "jaring ledger beancount buku.beancount",
)
def ledger_beancount_command(
    target: Annotated[Path, typer.Argument(dir_okay=False, help=both("Berkas yang ditulis.", "File to write."))],
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.documents.files import replacing
    from jaring.office.books import queries
    from jaring.office.books.beancount import beancount_lines

    code, actor = office.regency_code(regency), office.acting_user(user)
    entries = queries.entries_visible_to(actor).filter(regency=code)
    with replacing(target) as part, (part / target.name).open("w", encoding="utf-8") as file:
        file.writelines(beancount_lines(entries, f"Jaring {code}"))
    if as_json:
        print_json({"file": str(target), "entries": entries.count()})
        return
    paper().print(say(Text(f"{target} ditulis.", f"{target} written.")), soft_wrap=True)


@explained(
    Text(
        "Menulis jurnal sebulan untuk SIPD: kode rekening, debit dan kredit, nomor dan tanggal SPP, SPM, SP2D.",
        "Write a month's journal for SIPD: account codes, debits and credits, numbers and dates of SPP, SPM and SP2D.",
    ),
    "jaring ledger sipd 2026-11 jurnal-2026-11.xlsx",
    "jaring ledger sipd 2026-11 --json",
)
def ledger_sipd_command(
    month: Annotated[
        Month,
        typer.Argument(parser=read_month, metavar="YYYY-MM", help=both("Bulan uang bergerak.", "Month of the money.")),
    ],
    target: Annotated[
        Path | None, typer.Argument(dir_okay=False, help=both("Berkas XLSX yang ditulis.", "XLSX file to write."))
    ] = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.documents.files import replacing
    from jaring.office.payments import queries, sipd
    from jaring.office.places.models import Regency

    code, actor = office.regency_code(regency), office.acting_user(user)
    transfers = queries.transfers_visible_to(actor).filter(regency=code)
    receipts = queries.receipts_visible_to(actor).filter(claim__regency=code)
    lines = sipd.journal_of(month, transfers, receipts)
    if target is not None:
        name = Regency.objects.get(pk=code).name
        with replacing(target) as part, (part / target.name).open("wb") as file:
            sipd.write_journal(file, lines, period=say(month_text(month)), regency=name)
    if as_json:
        print_json({"month": str(month), "lines": [_plain_line(line) for line in lines]})
        return
    headings = (_DATE, Text("Kode rekening", "Account code"), Text("Rekening", "Account"), _DEBIT, _CREDIT, _SP2D)
    table = table_of(*headings, figures=(_DEBIT, _CREDIT))
    for line in lines:
        amounts = (str(Rupiah(amount)) if amount else "" for amount in (line.debit_idr, line.credit_idr))
        table.add_row(line.day.isoformat(), line.account_code, line.account_name, *amounts, line.sp2d[0])
    paper().print(table)
    if target is not None:
        paper().print(say(Text(f"{target} ditulis.", f"{target} written.")), soft_wrap=True)


def _plain_line(line: sipd.JournalLine) -> dict[str, object]:
    def dated(paper: tuple[str, date | None]) -> dict[str, str | None]:
        number, day = paper
        return {"number": number, "date": None if day is None else day.isoformat()}

    return {
        "date": line.day.isoformat(),
        "payer": line.payer,
        "is_of_regency": line.is_of_regency,
        "account_code": line.account_code,
        "account_name": line.account_name,
        "description": line.description,
        "debit_idr": line.debit_idr,
        "credit_idr": line.credit_idr,
        "spp": dated(line.spp),
        "spm": dated(line.spm),
        "sp2d": dated(line.sp2d),
        "bank_reference": line.reference,
    }
