"""Invented people and little files for the tests of the intake. Serials begin with 9, phones hold 0000."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

_FIRST = [
    "Maria",
    "Yohanes",
    "Agnes",
    "Petrus",
    "Yosefina",
    "Paulus",
    "Kristina",
    "Dominggus",
    "Wilhelmina",
    "Markus",
    "Regina",
    "Stefanus",
]
_LAST = [
    "Naitufe",
    "Unbaun",
    "Kolnifu",
    "Tmupai",
    "Falekun",
    "Sasmelo",
    "Banhaumo",
    "Enosusu",
    "Leobobe",
    "Usmoni",
    "Pufnoni",
    "Taemelo",
    "Mansusu",
]
_numbers = count()


@dataclass(frozen=True)
class Person:
    nik: str
    kk: str
    name: str
    sex: str
    place: str
    born: date
    phone: str

    @property
    def day(self) -> str:
        return self.born.strftime("%d-%m-%Y")


def person(*, born: date | None = None, sex: str = "") -> Person:
    """Return somebody who has not been before."""
    number = next(_numbers)
    sex = sex or "LP"[number % 2]
    if born is None:
        born = date(1964 + number % 40, 1 + number % 12, 13 + number % 16)
    day = born.day + (40 if sex == "P" else 0)
    nik = f"530304{day:02d}{born:%m%y}{9001 + number % 998:04d}"
    kk = f"530304{1 + number % 28:02d}0110{9001 + number % 998:04d}"
    middle = chr(ord("A") + number // 26 % 26) + "e" + chr(ord("a") + number % 26) + "us"
    name = f"{_FIRST[number % len(_FIRST)]} {middle} {_LAST[number % len(_LAST)]}"
    return Person(nik, kk, name, sex, "Kupang", born, f"08120000{1000 + number % 9000}")


def people(number: int) -> list[Person]:
    return [person() for _ in range(number)]


Rows = Sequence[Sequence[Any]]
Merge = tuple[int, int, int, int]


def write_xlsx(
    path: Path,
    sheets: dict[str, Rows],
    *,
    merges: dict[str, list[Merge]] | None = None,
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    is_1904: bool = False,
) -> None:
    """Write sheets of rows; ``None`` leaves a cell away, dates become date cells, merges span the first value."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "date_1904": is_1904})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is None:
                    continue
                if isinstance(value, date | datetime):
                    sheet.write_datetime(row, column, value, day)
                else:
                    sheet.write(row, column, value)
        for top, left, bottom, right in (merges or {}).get(name, []):
            sheet.merge_range(top, left, bottom, right, rows[top][left])
        for row in hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        if name in hidden_sheets:
            sheet.hide()
    book.close()


def write_xls(path: Path, rows: Rows) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write(row, column, value, day)
            elif value is not None:
                sheet.write(row, column, value)
    book.save(str(path))


def write_text(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8", end: str = "\n") -> None:
    lines = [delimiter.join("" if value is None else str(value) for value in row) for row in rows]
    path.write_bytes((end.join(lines) + end).encode(encoding))


def write_ods(path: Path, rows: Rows, *, merges: Sequence[Merge] = ()) -> None:
    """Write an OpenDocument sheet with the standard library: text cells, numbers and dates."""
    cells = [list(map(_ods_cell, row)) for row in rows]
    for top, left, bottom, right in merges:
        spans = f'table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
        first = cells[top][left].replace("<table:table-cell", f"<table:table-cell {spans}", 1)
        for row in range(top, bottom + 1):
            cells[row][left : right + 1] = ["<table:covered-table-cell/>"] * (right - left + 1)
        cells[top][left] = first
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Lembar1">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def _ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
        )
    if isinstance(value, int | float):
        shown = f"<text:p>{value}</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
