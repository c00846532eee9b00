"""An explanation on the terminal, and as the files that ``--pdf`` and ``--text`` name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from jaring.cli.commands import paper
from jaring.cli.language import both, current, say
from jaring.core.explanation import Entry, Explanation, Line, Mark, Section
from jaring.core.law import Status
from jaring.core.text import Text

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
PdfOption = Annotated[
    Path | None,
    typer.Option(
        "--pdf",
        metavar=both("BERKAS", "FILE"),
        help=both("Tulis juga penjelasannya sebagai PDF.", "Also write the explanation as PDF."),
    ),
]
TextOption = Annotated[
    Path | None,
    typer.Option(
        "--text",
        metavar=both("BERKAS", "FILE"),
        help=both("Tulis juga penjelasannya sebagai teks.", "Also write the explanation as plain text."),
    ),
]

_DOUBT: Final = "yellow"
_DIM: Final = "dim"


def write_explanation(explanation: Explanation, *, pdf: Path | None, text: Path | None) -> None:
    """Write the files that were asked for, before anything is printed: a refusal then stands alone.

    Raises:
        TypesettingStoppedError: (JRG-802), TypesettingFailedError: (JRG-803)
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    if pdf is None and text is None:
        return
    if pdf == text:
        raise typer.BadParameter(say(_ONE_FILE), param_hint="--text")
    from jaring.documents.explanation import write_explanation_pdf, write_explanation_text  # Slow; only files need it.

    if pdf is not None:
        write_explanation_pdf(explanation, pdf, made_at=datetime.now(UTC), language=current())
    if text is not None:
        write_explanation_text(explanation, text, language=current())


def print_explanation(explanation: Explanation) -> None:
    """Print the verdict, the amounts as a table, and the sections."""
    console = paper()
    console.print(say(explanation.verdict), style="bold", markup=False)
    if explanation.lines:
        _print_lines(console, explanation)
    for section in explanation.sections:
        _print_section(console, section)


def _print_lines(console: Console, explanation: Explanation) -> None:
    label, amount = explanation.total or (_NO_TOTAL, "")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_footer=explanation.total is not None)
    table.add_column(say(_LABEL), say(label), footer_style="bold", overflow="fold")
    table.add_column(say(_AMOUNT), str(amount), footer_style="bold", justify="right", no_wrap=True)
    table.add_column(say(_FORMULA), overflow="fold")
    table.add_column(say(_STATUS))
    for line in explanation.lines:
        table.add_row(*_cells(line))
    console.print(table)


def _cells(line: Line) -> tuple[str, ...]:
    status = escape(say(line.status.label))
    shown = f"[{_DOUBT}]{status}[/]" if line.status is Status.ASSUMED else status
    amount = "" if line.amount is None else str(line.amount)
    return escape(say(line.label)), amount, escape(say(line.formula)), shown


def _print_section(console: Console, section: Section) -> None:
    """Print a title and its entries, each indented as a whole where it runs over the width."""
    console.print()
    console.print(say(section.title), style="bold", markup=False)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for entry in section.entries:
        _add_entry(grid, entry)
    console.print(Padding(grid, (0, 0, 0, 1)))


def _add_entry(grid: Table, entry: Entry) -> None:
    said = escape(say(entry.text))
    under = [f"[{_DIM}]{escape(say(text))}[/]" for text in entry.under]
    if entry.mark is Mark.BOX:  # A list to tick is read down the boxes: what is said under each stays on its line.
        grid.add_row(escape(entry.mark), " - ".join((said, *under)))
        return
    grid.add_row(entry.mark, f"[{_DOUBT}]{said}[/]" if entry.is_urgent else said)
    for text in under:
        grid.add_row("", text)


_LABEL: Final = Text("Manfaat", "Benefit")
_AMOUNT: Final = Text("Jumlah", "Amount")
_FORMULA: Final = Text("Perhitungan", "Computation")
_STATUS: Final = Text("Seberapa pasti", "How certain")
_NO_TOTAL: Final = Text("", "")
_ONE_FILE: Final = Text("PDF dan teks memerlukan dua nama berkas.", "PDF and text need two file names.")
