"""Choosing a reading of unsettled law: ``jaring law choose``, by the same service as the page."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from jaring.cli import office
from jaring.cli.commands import explained, paper, print_json, read_month
from jaring.cli.language import both, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.core.wording import month_text


@explained(
    Text(
        "Mengikuti tafsir lain atas aturan yang belum tegas, mulai bulan tertentu; dengan --undo tidak lagi "
        "mengikutinya. Bulan yang sudah ditagih tetap seperti semula. Namanya ada pada: jaring law show.",
        "Follow another reading of unsettled law from a month on; with --undo follow it no longer. Months that were "
        "billed stay as they are. The names are in: jaring law show.",
    ),
    "jaring law choose dana_desa_discounted --from 2027-01 --reason 'Jawaban tertulis cabang' "
    "--reference 'Surat cabang Atambua B/12/2026' --as kepala",
    "jaring law choose dana_desa_discounted --from 2027-03 --undo --reason 'Cabang menarik jawabannya' "
    "--reference 'Surat cabang Atambua B/3/2027' --as kepala",
)
def choose_command(
    name: Annotated[
        str, typer.Argument(metavar=both("NAMA", "NAME"), help=both("Nama tafsir.", "Name of a reading."))
    ],
    from_month: Annotated[
        Month,
        typer.Option(
            "--from",
            parser=read_month,
            metavar="YYYY-MM",
            help=both("Bulan pertama.", "The first month."),
        ),
    ],
    reason: Annotated[
        str,
        typer.Option(help=both("Alasan; tampil untuk umum, tanpa nama orang.", "Why; shown to everybody, no names.")),
    ],
    reference: Annotated[
        str, typer.Option(help=both("Surat atau keterangan resmi.", "The letter or official statement."))
    ],
    undo: Annotated[
        bool, typer.Option("--undo", help=both("Tidak lagi mengikuti tafsir ini.", "Follow it no longer."))
    ] = False,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Choose a reading. Exit status: 0 chosen, 1 refused, 2 wrong usage."""
    office.open_office()
    from jaring.office.places.models import Regency
    from jaring.office.rules.services import choose_reading

    choose_reading(
        name,
        regency=Regency.objects.get(code=office.regency_code(regency)),
        from_month=from_month,
        reason=reason,
        reference=reference,
        undo=undo,
        actor=office.acting_user(user),
        now=office.now(),
    )
    if as_json:
        print_json({"name": name, "from": str(from_month), "followed": not undo})
        return
    paper().print(say((_DROPPED if undo else _CHOSEN).fill(name=name, month=month_text(from_month))))


_CHOSEN: Final = Text("Diikuti mulai {month}: {name}", "Followed from {month} on: {name}")
_DROPPED: Final = Text("Tidak lagi diikuti mulai {month}: {name}", "No longer followed from {month} on: {name}")
