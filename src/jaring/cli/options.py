"""Options that many commands of the office have."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import typer

from jaring.cli.commands import read_day
from jaring.cli.language import both

AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar=both("PENGGUNA", "USER"),
        help=both("Bertindak sebagai pengguna ini; bawaannya operator sistem.", "Act as this user; default: system."),
    ),
]
RegencyOption = Annotated[
    str | None,
    typer.Option(metavar=both("KODE", "CODE"), help=both("Kabupaten, misalnya 53.03.", "Regency, for example 53.03.")),
]
JsonOption = Annotated[bool, typer.Option("--json", help=both("Cetak satu dokumen JSON.", "Print one JSON document."))]
KeyOption = Annotated[
    UUID | None,
    typer.Option("--key", parser=UUID, metavar="UUID", help=both("Kunci permintaan, untuk diulang.", "Request key.")),
]
NumberOption = Annotated[str, typer.Option(help=both("Nomor dokumen.", "Number of the document."))]
DayOption = Annotated[
    date | None,
    typer.Option(
        "--date",
        parser=read_day,
        metavar="YYYY-MM-DD",
        help=both("Tanggal dokumen; bawaannya hari ini.", "Day of the document; default today."),
    ),
]
