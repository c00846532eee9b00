"""Options that many commands of the office have."""

from __future__ import annotations

from typing import Annotated

import typer

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
