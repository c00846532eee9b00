"""One case in, an itemised entitlement out. No database, no web framework."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from jaring.cli.commands import explained, print_json, read_json
from jaring.cli.explanation import (
    AssumeOption,
    JsonOption,
    PdfOption,
    TextOption,
    print_explanation,
    write_explanation,
)
from jaring.cli.language import both, current
from jaring.core.benefit import entitlement
from jaring.core.benefit.document import as_document
from jaring.core.benefit.reading import read_case
from jaring.core.explanation import explain_benefit
from jaring.core.text import Text


@explained(
    Text(
        "Menghitung manfaat JKK atau JKM dari satu kasus: siapa yang membayar, berapa, dari mana angkanya, siapa yang "
        "menerima, berkas apa yang dibawa, dan sampai kapan. Bentuk berkas kasus ada di docs/reference/benefit.md.",
        "Compute the JKK or JKM benefit of one case: which programme pays, how much, where each figure comes from, "
        "who receives it, which papers to bring and until when. The form of a case is in docs/reference/benefit.md.",
    ),
    "jaring benefit kasus.json",
    "jaring benefit kasus.json --assume jkm_for_each_membership",
    "jaring benefit kasus.json --pdf penjelasan.pdf --text penjelasan.txt",
    "jaring benefit - --json < kasus.json",
)
def benefit_command(
    file: Annotated[
        str,
        typer.Argument(
            metavar=both("BERKAS", "FILE"),
            help=both("Berkas JSON dari kasusnya; - untuk masukan standar.", "JSON file of the case; - for stdin."),
        ),
    ],
    assume: AssumeOption = None,
    pdf: PdfOption = None,
    text: TextOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a case entitles to. Exit status: 0 shown (also where nothing is due), 1 refused, 2 wrong usage."""
    today = date.today()  # noqa: DTZ011  # The day on the clerk's own clock, where the case names none.
    answer = entitlement(read_case(read_json(file), as_of=today), readings=frozenset(assume or ()))
    explanation = explain_benefit(answer)
    write_explanation(explanation, pdf=pdf, text=text)
    if as_json:
        print_json(as_document(answer, current()))
    else:
        print_explanation(explanation)
