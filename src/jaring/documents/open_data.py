"""Open data as a file for everybody: a CSV that programs read, and a workbook with the same cells and their notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jaring.documents.files import replacing
from jaring.documents.workbook import (
    cell_format,
    heading_format,
    set_up_page,
    workbook,
    write_head,
    write_particulars,
    write_row,
)

Cell = str | int | None
"""None is a number that is not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenData:
    """A table with its notes.

    Attributes:
        title: What the table is about.
        particulars: Label and text of what a reader must know: day, sources, meaning of the columns, what is hidden.
        names: The columns as programs name them, for the CSV.
        headings: The same as people read them, with widths in characters, for the workbook.
        hidden: What stands in place of a hidden number in the workbook.
    """

    title: str
    sheet: str
    particulars: Sequence[tuple[str, str]]
    names: Sequence[str]
    headings: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]
    hidden: str


def csv_bytes(table: OpenData) -> bytes:
    """Return the table as CSV, UTF-8 with one header line; a hidden number is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    return buffer.getvalue().encode("utf-8")


def write_workbook(table: OpenData, target: Path, *, made_at: datetime) -> None:
    """Write the table as a workbook, its notes on top; ``target`` is replaced only by a complete file.

    Raises:
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    widths = [width for _, width in table.headings]
    with replacing(target) as folder, workbook(folder / target.name, title=table.title, made_at=made_at) as book:
        sheet = book.add_worksheet(table.sheet)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = write_particulars(book, sheet, table.particulars, 0, widths) + 1
        set_up_page(sheet, head=table.title, note="Jaring", repeat_row=row)
        write_head(sheet, row, [heading for heading, _ in table.headings], heading_format(book))
        text, number = cell_format(book), cell_format(book, num_format="#,##0")
        for line in table.rows:
            row += 1
            cells = [table.hidden if cell is None else cell for cell in line]
            write_row(sheet, row, cells, [number if isinstance(cell, int) else text for cell in cells])
