"""Lists as a workbook: exactly what the page shows, with what was asked, when and by whom on top of each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from jaring.office.access.models import User
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.ui.areas import areas_of
from jaring.office.ui.templatetags.jaring import moment

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4: Final = 9
"""By the numbers that Excel gives to papers."""
_YEAR_MIN: Final = 1900
"""Excel knows no day before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One list of a workbook.

    Attributes:
        sheet: The list.
        columns: The columns shown, in order.
        lines: What the columns read, in the order of the list.
        rows: How many lines there are.
    """

    sheet: Sheet
    columns: Sequence[Column]
    lines: Iterable[Any]
    rows: int

    @classmethod
    def whole(cls, sheet: Sheet, lines: Sequence[Any]) -> Part:
        """Show all columns of lines that are few enough to be at hand."""
        return cls(sheet=sheet, columns=sheet.columns, lines=lines, rows=len(lines))


def write_workbook(
    parts: Sequence[Part], *, spoken: Sequence[tuple[str, str]], user: User, now: datetime
) -> IO[bytes]:
    """Write lists to a file that vanishes when it is closed, in memory that does not grow.

    Args:
        parts: The lists, each on a sheet of its own; their titles differ.
        spoken: Label and value of each filter in use.
        user: Who asks.
        now: Aware instant.
    """
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # Whoever hands it out closes it.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    for part in parts:
        page = book.add_worksheet(str(part.sheet.title)[:31])
        for place, column in enumerate(part.columns):
            page.set_column(place, place, column.width)
        top = _write_top(page, formats, part, spoken=spoken, user=user, now=now)
        _write_part(page, part, top, formats)
    book.close()
    file.seek(0)
    return file


def _write_part(
    page: xlsxwriter.worksheet.Worksheet, part: Part, top: int, formats: dict[str, xlsxwriter.format.Format]
) -> None:
    """Write the heads of a list in row ``top`` and its lines below; paper lies sideways and repeats the heads."""
    for place, column in enumerate(part.columns):
        page.write_string(top, place, str(column.label), formats["head"])
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    for number, line in enumerate(part.lines, start=top + 1):
        for place, column in enumerate(part.columns):
            _write(page, number, place, column, column.of(line), formats)
    page.autofilter(top, 0, top + max(part.rows, 1), len(part.columns) - 1)


def _formats(book: xlsxwriter.Workbook) -> dict[str, xlsxwriter.format.Format]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "label": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "dd-mm-yyyy"}),
        "month": book.add_format({"num_format": "mm-yyyy"}),
        "moment": book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        "figure": book.add_format({"num_format": "#,##0"}),
    }


def _write_top(
    page: xlsxwriter.worksheet.Worksheet,
    formats: dict[str, xlsxwriter.format.Format],
    part: Part,
    *,
    spoken: Sequence[tuple[str, str]],
    user: User,
    now: datetime,
) -> int:
    """Write what the list is, and return the row of its heads."""
    about = [
        (_("Wilayah"), ", ".join(area.name for area in areas_of(user))),
        *spoken,
        (_("Jumlah baris"), str(part.rows)),
        (_("Diunduh oleh"), str(user)),
        (_("Diunduh pada"), moment(now)),
    ]
    page.write_string(0, 0, str(part.sheet.title), formats["title"])
    for row, (label, value) in enumerate(about, start=1):
        page.write_string(row, 0, label, formats["label"])
        page.write_string(row, 1, value)
    return len(about) + 2


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    place: int,
    column: Column,
    value: Any,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    """Write one value: figures and days as such, everything else as text."""
    if value is None or value == "":
        return
    if column.is_figure:
        page.write_number(row, place, int(value), formats["figure"])
    elif column.kind is Kind.MONTH:
        page.write_datetime(row, place, value.first_day, formats["month"])
    elif column.kind is Kind.MOMENT:
        page.write_datetime(row, place, timezone.localtime(value).replace(tzinfo=None), formats["moment"])
    elif column.kind is Kind.DAY and value.year >= _YEAR_MIN:
        page.write_datetime(row, place, value, formats["day"])
    else:
        page.write_string(row, place, column.text(value), formats["text"])
