"""Whether one membership covers its person on a day. No database, no web framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

import typer

from jaring.cli.commands import explained, print_json, read_day, read_json
from jaring.cli.explanation import (
    AssumeOption,
    JsonOption,
    PdfOption,
    TextOption,
    print_explanation,
    write_explanation,
)
from jaring.cli.language import both, current
from jaring.core.coverage import cover_on, lapse_of
from jaring.core.coverage.document import as_document, lapse_document
from jaring.core.coverage.reading import MembershipUnreadableError, read_membership
from jaring.core.errors import BadInputError
from jaring.core.explanation import explain_cover
from jaring.core.text import Text

_LAST_YEAR: Final = 2200


@explained(
    Text(
        "Menilai apakah satu kepesertaan melindungi orangnya pada suatu hari: JKK, JKM (penuh atau hanya biaya "
        "pemakaman), sejak kapan, sampai kapan bila tidak ada iuran lagi, dan mengapa. Bentuk berkas ada di "
        "docs/reference/coverage.md.",
        "Judge whether one membership covers its person on a day: JKK, JKM (in full or funeral money only), since "
        "when, until when if nothing more is paid, and why. The form of the file is in docs/reference/coverage.md.",
    ),
    "jaring coverage peserta.json --on 2026-02-10",
    "jaring coverage peserta.json --on 2026-02-10 --assume jkm_wait_days",
    "jaring coverage peserta.json --on 2026-02-10 --pdf perlindungan.pdf",
    "jaring coverage - --on 2026-02-10 --json < peserta.json",
)
def coverage_command(
    file: Annotated[
        str,
        typer.Argument(
            metavar=both("BERKAS", "FILE"),
            help=both(
                "Berkas JSON dari kepesertaannya; - untuk masukan standar.",
                "JSON file of the membership; - for standard input.",
            ),
        ),
    ],
    on: Annotated[
        date,
        typer.Option(
            parser=read_day,
            metavar="YYYY-MM-DD",
            help=both(
                "Hari yang ditanyakan, misalnya hari kejadian.", "The day in question, for example of an event."
            ),
        ),
    ],
    assume: AssumeOption = None,
    pdf: PdfOption = None,
    text: TextOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show cover on a day. Exit status: 0 shown (also where there is none), 1 refused, 2 wrong usage."""
    if on.year > _LAST_YEAR:
        raise BadInputError(field="--on", rule=_DAY_TOO_FAR.fill(last=_LAST_YEAR))
    membership, readings = read_membership(_member_in(read_json(file))), frozenset(assume or ())
    cover = cover_on(membership, on, readings=readings)
    lapse = lapse_of(membership, on, readings=readings)
    explanation = explain_cover(cover, lapse)
    write_explanation(explanation, pdf=pdf, text=text)
    if as_json:
        print_json(
            {
                **as_document(cover, current()),
                "lapse": lapse_document(lapse, current()),
            }
        )
    else:
        print_explanation(explanation)


def _member_in(document: object) -> Mapping[str, object]:
    """Return the membership of a document: the object itself, or what stands under ``member`` as in a case."""
    found = document.get("member", document) if isinstance(document, Mapping) else document
    if not isinstance(found, Mapping):
        raise MembershipUnreadableError(faults=_AN_OBJECT)
    return found


_AN_OBJECT: Final = Text("member: harus berupa objek JSON", "member: must be a JSON object")
_DAY_TOO_FAR: Final = Text("tahunnya paling akhir {last}.", "the year is {last} at the latest.")
