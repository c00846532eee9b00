"""Workbooks as offices print them: text stays text, header rows repeat, F4 sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jaring.core.text import Text
from jaring.documents.errors import DocumentFactsError

_FOLIO = 14
"""Excel's paper number for 8.5 x 13 inches, the sheet sold as F4 in Indonesia."""

_SHEET_NAME_MAX = 31
_HEADER_MAX = 255
_LINE_POINTS = 14


@contextmanager
def workbook(path: Path, *, title: str, made_at: datetime) -> Iterator[Workbook]:
    """Open a workbook that is streamed to disk, row by row and from left to right.

    XlsxWriter's own temporary files stay in the folder of ``path``, which belongs to the caller alone.
    """
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
    }
    with Workbook(str(path), options) as book:
        made = made_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "author": "Jaring", "created": made})
        yield book


def heading_format(book: Workbook) -> Format:
    """Return how the heads of columns look."""
    return book.add_format(
        {
            "bold": True,
            "bg_color": "#E8E8E8",
            "border": 1,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
    )


def cell_format(book: Workbook, **more: object) -> Format:
    """Return how a bordered cell looks; ``more`` are XlsxWriter's format properties.

    Long text shrinks instead of wrapping: a streamed row has no height of its own, and some programs
    would then print one line over the next.
    """
    return book.add_format({"border": 1, "border_color": "#808080", "shrink": True, **more})


def set_up_page(
    sheet: Worksheet, *, head: str, note: str, repeat_row: int | None = None, landscape: bool = True
) -> None:
    """Prepare a sheet for F4 paper: one page wide, header row repeated, pages numbered."""
    sheet.set_paper(_FOLIO)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    if repeat_row is not None:
        sheet.repeat_rows(repeat_row)
        sheet.freeze_panes(repeat_row + 1, 0)
    sheet.set_header(f"&L&9{_quoted(head)}"[:_HEADER_MAX])
    sheet.set_footer(f"&L&8{_quoted(note)}&R&8Halaman &P dari &N"[:_HEADER_MAX])


def write_row(sheet: Worksheet, row: int, values: Sequence[str | int], formats: Sequence[Format]) -> None:
    """Write strings as text, whatever they look like, and integers as numbers.

    Raises:
        DocumentFactsError: (JRG-801) the sheet is full; XlsxWriter alone would drop the row in silence.
    """
    for column, (value, look) in enumerate(zip(values, formats, strict=True)):
        if isinstance(value, int):
            outcome = sheet.write_number(row, column, value, look)
        else:
            outcome = sheet.write_string(row, column, value, look)
        if outcome != 0:
            raise DocumentFactsError(
                rule=Text("isinya lebih banyak daripada yang muat di lembar kerja.", "a sheet cannot hold that much.")
            )


def write_head(sheet: Worksheet, row: int, headings: Sequence[str], look: Format) -> None:
    """Write the head of a table, two lines high."""
    sheet.set_row(row, 2 * _LINE_POINTS)
    write_row(sheet, row, headings, (look,) * len(headings))


def write_particulars(
    book: Workbook, sheet: Worksheet, pairs: Sequence[tuple[str, str]], row: int, widths: Sequence[int]
) -> int:
    """Write labels with their texts from ``row`` on, each text over all columns beside its label.

    Args:
        book: The workbook.
        sheet: The sheet.
        pairs: Label and text; the text may need several lines.
        row: First row to write, from 0.
        widths: Widths of all columns of the sheet, in characters.

    Returns:
        The row after the last one.
    """
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
    for label, text in pairs:
        lines = -(-len(text) // sum(widths[1:])) or 1
        sheet.set_row(row, lines * _LINE_POINTS)
        sheet.merge_range(row, 1, row, len(widths) - 1, "", wrapped)
        write_row(sheet, row, (label, text), (bold, wrapped))
        row += 1
    return row


def sheet_name(code: str, name: str) -> str:
    """Name a sheet after a place; Excel forbids some characters and long names."""
    allowed = re.sub(r"[\[\]:*?/\\]", " ", f"{code} {name}")
    return allowed[:_SHEET_NAME_MAX].strip(" '")


def _quoted(text: str) -> str:
    return text.replace("&", "&&")
