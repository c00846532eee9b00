"""Boundaries of villages on the command line: import a GeoJSON file, and take an import back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json
from jaring.cli.language import both, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.core.boundaries import SIZE_BYTES_MAX
from jaring.core.text import Text


def boundaries_commands() -> typer.Typer:
    """Return the group ``jaring boundaries``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Batas wilayah untuk peta.", "Boundaries for the map."))(lambda: None)
    add(app, "import", boundaries_import_command)
    add(app, "withdraw", boundaries_withdraw_command)
    return app


@explained(
    Text(
        "Mengimpor batas desa/kelurahan dari berkas GeoJSON: diperiksa, dicocokkan dengan gazeter, disederhanakan, "
        "lalu dipakai peta. Area yang tidak dikenali membuat berkas ditolak, kecuali diizinkan.",
        "Import the boundaries of villages from a GeoJSON file: checked, matched to the gazetteer, simplified, then "
        "drawn on the map. Areas that are not recognised make the file refused, unless they are allowed.",
    ),
    "jaring boundaries import desa.geojson --source 'Bappeda, RTRW 2024'",
    "jaring boundaries import desa.geojson --allow-unmatched --json",
)
def boundaries_import_command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="BERKAS", exists=True, dir_okay=False, help=both("Berkas GeoJSON.", "The GeoJSON file.")
        ),
    ],
    source: Annotated[
        str, typer.Option(help=both("Asal batas; tertulis di bawah peta.", "Where they come from; the map says so."))
    ] = "",
    allow_unmatched: Annotated[
        bool,
        typer.Option(
            "--allow-unmatched",
            help=both("Lewati area yang tidak dikenali.", "Leave out areas that are not recognised."),
        ),
    ] = False,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.insight import services
    from jaring.office.places.models import Regency

    with file.open("rb") as opened:
        content = opened.read(SIZE_BYTES_MAX + 1)
    made = services.import_boundaries(
        Regency.objects.get(pk=office.regency_code(regency)),
        content,
        source=source or file.name,
        allows_unmatched=allow_unmatched,
        actor=office.acting_user(user),
        now=office.now(),
    )
    if as_json:
        print_json(
            {
                "regency": made.regency_id,
                "boundaries": str(made.public_id),
                "villages": made.villages,
                "points_read": made.points_read,
                "points_kept": made.points_kept,
                "unmatched": made.unmatched,
            }
        )
        return
    paper().print(
        say(
            Text(
                f"Batas {made.villages} desa/kelurahan diimpor; {made.points_kept} dari {made.points_read} titik.",
                f"Boundaries of {made.villages} villages imported; {made.points_kept} of {made.points_read} points.",
            )
        )
    )
    for area in made.unmatched:
        paper().print(say(Text(f"Tidak dikenali: {area}", f"Not recognised: {area}")))


@explained(
    Text(
        "Menarik batas wilayah yang sedang dipakai; peta kembali memakai yang diimpor sebelumnya, atau titik.",
        "Withdraw the boundaries in use; the map goes back to those imported before, or to points.",
    ),
    "jaring boundaries withdraw --reason 'Garis batas sebelum pemekaran'",
)
def boundaries_withdraw_command(
    reason: Annotated[str, typer.Option(help=both("Alasannya.", "Why."))],
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.insight import queries, services
    from jaring.office.insight.errors import NoBoundariesError

    drawn = queries.set_in_force(office.regency_code(regency))
    if drawn is None:
        raise NoBoundariesError
    services.withdraw_boundaries(drawn, reason=reason, actor=office.acting_user(user), now=office.now())
    if as_json:
        print_json({"regency": drawn.regency_id, "withdrawn": str(drawn.public_id)})
        return
    paper().print(say(Text("Batas wilayah ditarik.", "The boundaries were withdrawn.")))
