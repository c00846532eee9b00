"""Calculations of the pure core: no database, no network, no clock."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer
from rich.table import Table

from jaring.cli.commands import choice_of, choices, explained, paper, print_json, read_month, read_rupiah
from jaring.cli.explanation import PdfOption, TextOption, write_explanation
from jaring.cli.language import both, current, say
from jaring.core.contribution import Contribution, Payer, RiskGroup, Sector, Segment, contribution
from jaring.core.explanation import explain_contribution
from jaring.core.law import Value
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Language, Text

RiskGroupOption = Annotated[
    RiskGroup | None,
    typer.Option(
        parser=choice_of(RiskGroup),
        metavar=both("KELOMPOK", "GROUP"),
        help=both(
            f"Kelompok risiko untuk EMPLOYER: {choices(RiskGroup)}. Bawaannya kelompok perangkat desa.",
            f"Risk group for EMPLOYER: {choices(RiskGroup)}. That of village apparatus unless given.",
        ),
    ),
]
PaidInOption = Annotated[
    Month | None,
    typer.Option(
        parser=read_month,
        metavar="YYYY-MM",
        help=both(
            "Bulan pembayaran bila berbeda; hanya berpengaruh dengan tafsir discount_by_month_of_payment.",
            "Month of payment where it differs; it matters under discount_by_month_of_payment only.",
        ),
    ),
]
AssumeOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar=both("NAMA", "NAME"),
        help=both(
            "Tafsir lain untuk aturan yang belum tegas; namanya ada pada: jaring law show.",
            "Another reading of unsettled law; the names are in: jaring law show.",
        ),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=both("Cetak satu dokumen JSON.", "Print one JSON document."))]


@explained(
    Text(
        "Menghitung iuran JKK dan JKM satu peserta untuk satu bulan, beserta peraturannya. Keringanan, bila ada, "
        "sudah diperhitungkan.",
        "Compute one participant's JKK and JKM contribution for a month, with the regulations behind it. Discounts "
        "in force are included.",
    ),
    "jaring contribution --month 2026-05 --payer APBD --income 900000",
    "jaring contribution --month 2026-05 --payer SELF --income 0 --sector transport",
    "jaring contribution --month 2026-05 --payer APBD --income 900000 --pdf iuran.pdf",
    "jaring contribution --month 2026-05 --payer EMPLOYER --income 2426640 --json",
)
def contribution_command(
    month: Annotated[
        Month,
        typer.Option(
            parser=read_month,
            metavar="YYYY-MM",
            help=both("Bulan iuran, bukan bulan pembayaran.", "Month the contribution is for, not of payment."),
        ),
    ],
    payer: Annotated[
        Payer,
        typer.Option(
            parser=choice_of(Payer),
            metavar=both("SUMBER", "SOURCE"),
            help=both(f"Sumber iuran: {choices(Payer)}.", f"Whose money pays: {choices(Payer)}."),
        ),
    ],
    income: Annotated[
        Rupiah,
        typer.Option(
            parser=read_rupiah,
            metavar="RUPIAH",
            help=both(
                "Penghasilan sebulan; untuk EMPLOYER upah sebulan.",
                "Monthly income; for EMPLOYER the monthly wage.",
            ),
        ),
    ],
    sector: Annotated[
        Sector,
        typer.Option(
            parser=choice_of(Sector),
            metavar="transport|other",
            help=both("Bidang kerja; menentukan masa keringanan 2026.", "Work; decides the months of the discount."),
        ),
    ] = Sector.OTHER,
    risk_group: RiskGroupOption = None,
    with_jht: Annotated[
        bool,
        typer.Option(
            "--with-jht",
            help=both("Tambahkan JHT, yang bersifat pilihan.", "Add old-age savings (JHT), which are optional."),
        ),
    ] = False,
    paid_in: PaidInOption = None,
    assume: AssumeOption = None,
    pdf: PdfOption = None,
    text: TextOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what one participant owes for a month. Exit status: 0 shown, 1 refused, 2 wrong usage."""
    due = contribution(
        month,
        payer,
        income,
        sector,
        risk_group=risk_group,
        with_jht=with_jht,
        paid_in=paid_in,
        readings=frozenset(assume or ()),
    )
    write_explanation(explain_contribution(due, income=income), pdf=pdf, text=text)
    if as_json:
        print_json(due.as_json() | ({"jht_idr": due.jht.idr} if with_jht else {}))
    else:
        _print_text(due)


def _print_text(due: Contribution) -> None:
    console = paper()
    facts = due.facts
    segment = facts.payer.segment
    console.print(
        say(_TITLE.fill(month=facts.month, payer=say(facts.payer.label), segment=say(segment.label))), style="bold"
    )
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row(say(_WAGE if segment is Segment.PU else _BASE), str(facts.base))
    table.add_row("JKK", str(due.jkk))
    table.add_row("JKM", str(due.jkm))
    if due.jht.idr:
        table.add_row("JHT", str(due.jht))
    table.add_row(say(_TOTAL), str(due.total), style="bold")
    if due.discount_rate:
        table.add_row(say(_DISCOUNT), percent(due.discount_rate))
    console.print(table)
    for line in dict.fromkeys(_reason(value) for value in due.values):
        console.print(f"  {line}", markup=False, style="dim")


def _reason(value: Value) -> str:
    """Write the regulation behind a value, how well it is known, and what else a reader must know."""
    source = value.source
    cited = f"{say(source.cited)} ({say(source.status.label)})"
    return f"{cited}: {say(value.note)}" if value.note.id else cited


def percent(rate: Decimal) -> str:
    """Write a rate as people do: ``0,24 %`` in Indonesian, ``0.24 %`` in English."""
    written = f"{(rate * 100).normalize():f}"
    return f"{written if current() is Language.ENGLISH else written.replace('.', ',')} %"


_TITLE = Text("Iuran {month}, dibayar dari {payer} ({segment})", "Contribution {month}, paid by {payer} ({segment})")
_BASE = Text("Dasar penghasilan", "Insured income")
_WAGE = Text("Upah sebulan", "Monthly wage")
_TOTAL = Text("Jumlah", "Total")
_DISCOUNT = Text("Keringanan", "Discount")
