"""Sheets as a clerk leaves them, and their way into .xlsx, .ods, .csv and .tsv, the same bytes every time."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | date | None

#: Written into every workbook, so that it does not depend on the day on which the demonstration is made.
_WRITTEN_AT = datetime(2025, 6, 20, 9, 0)  # noqa: DTZ001  spreadsheets store clock time without a zone
_ZIP_TIME = (2025, 6, 20, 9, 0, 0)


class Look(StrEnum):
    """What a row is, and so how it is formatted."""

    LETTERHEAD = "letterhead"
    TITLE = "title"
    HEADER = "header"
    NUMBERS = "numbers"
    GROUP = "group"
    BODY = "body"
    TOTAL = "total"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells from column A on, and what it is."""

    look: Look
    cells: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells joined to one, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)

    def add(self, look: Look, *cells: Value) -> int:
        """Append a row and return its number, counted from 1 as the spreadsheet shows it."""
        self.rows.append(Row(look, cells))
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Dress:
    """Typeface, date format and colour that run through one workbook."""

    font: str = "Calibri"
    size: int = 11
    date_format: str = "dd-mm-yyyy"
    header_colour: str = ""
    has_borders: bool = True
    is_title_centred: bool = True


# --- xlsx ------------------------------------------------------------------------------------------------------


def write_xlsx(path: Path, sheets: Iterable[Sheet], dress: Dress) -> None:
    """Write an Excel workbook."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": _WRITTEN_AT})
        formats = _formats(book, dress)
        dates = {look: _dated(book, look, dress) for look in (Look.BODY, Look.PLAIN)}
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, formats, dates)


def _formats(book: xlsxwriter.Workbook, dress: Dress) -> dict[Look, Format]:
    return {look: book.add_format(_appearance(look, dress)) for look in Look}


def _dated(book: xlsxwriter.Workbook, look: Look, dress: Dress) -> Format:
    return book.add_format({**_appearance(look, dress), "num_format": dress.date_format, "align": "center"})


def _appearance(look: Look, dress: Dress) -> dict[str, object]:
    appearance: dict[str, object] = {"font_name": dress.font, "font_size": dress.size}
    centred = {"align": "center", "valign": "vcenter"}
    if look in (Look.LETTERHEAD, Look.TITLE):
        appearance |= {"bold": True, "font_size": dress.size + (3 if look is Look.LETTERHEAD else 1)}
        if dress.is_title_centred:
            appearance |= centred
    elif look is Look.HEADER:
        appearance |= {"bold": True, "text_wrap": True, **centred}
        if dress.header_colour:
            appearance["bg_color"] = dress.header_colour
    elif look is Look.NUMBERS:
        appearance |= {"italic": True, "font_size": dress.size - 2, **centred}
    elif look in (Look.GROUP, Look.TOTAL):
        appearance["bold"] = True
    if dress.has_borders and look in (Look.HEADER, Look.NUMBERS, Look.GROUP, Look.BODY, Look.TOTAL):
        appearance["border"] = 1
    return appearance


def _fill(page: Worksheet, sheet: Sheet, formats: dict[Look, Format], dates: dict[Look, Format]) -> None:
    page.set_landscape()
    page.set_paper(14)  # Folio, the paper of Indonesian offices.
    page.fit_to_pages(1, 0)
    for column, width in sheet.widths.items():
        page.set_column(column, column, width)
    for index, row in enumerate(sheet.rows):
        look = formats[row.look]
        for column, value in enumerate(row.cells):
            _write_cell(page, index, column, value, look, dates.get(row.look, look))
    for merge in sheet.merges:
        row = sheet.rows[merge.top]
        page.merge_range(
            merge.top, merge.left, merge.bottom, merge.right, row.cells[merge.left] or "", formats[row.look]
        )


def _write_cell(page: Worksheet, row: int, column: int, value: Value, look: Format, dated: Format) -> None:
    # Strings are written as strings, whatever they look like: a clerk's text cell stays text.
    if isinstance(value, str):
        page.write_string(row, column, value, look)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, dated)
    elif value is None:
        page.write_blank(row, column, None, look)
    else:
        page.write_number(row, column, value, look)


# --- ods -------------------------------------------------------------------------------------------------------

_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2">'
    "<office:automatic-styles>"
    '<number:date-style style:name="day"><number:day number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<style:style style:name="dated" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="strong" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "{columns}</office:automatic-styles><office:body><office:spreadsheet>"
)
_ODS_COLUMN = (
    '<style:style style:name="w{index}" style:family="table-column">'
    '<style:table-column-properties style:column-width="{width:.1f}cm"/></style:style>'
)
_ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
_ODS_EMPTY, _ODS_COVERED = "<table:table-cell/>", "<table:covered-table-cell/>"
_CM_PER_CHARACTER = 0.21
_STRONG = frozenset({Look.LETTERHEAD, Look.TITLE, Look.HEADER, Look.GROUP, Look.TOTAL})


def write_ods(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write an OpenDocument spreadsheet."""
    sheets = list(sheets)
    widths = sorted({width for sheet in sheets for width in sheet.widths.values()})
    styles = {width: f"w{index}" for index, width in enumerate(widths)}
    columns = "".join(
        _ODS_COLUMN.format(index=index, width=width * _CM_PER_CHARACTER) for index, width in enumerate(widths)
    )
    parts = [_ODS_HEAD.format(columns=columns)]
    for sheet in sheets:
        parts += _ods_sheet(sheet, styles)
    parts.append(_ODS_TAIL)
    _zip(path, {"mimetype": _ODS_TYPE, "content.xml": "".join(parts), "META-INF/manifest.xml": _ODS_MANIFEST})


def _ods_sheet(sheet: Sheet, styles: dict[float, str]) -> Iterable[str]:
    yield f'<table:table table:name="{escape(sheet.name, {chr(34): "&quot;"})}">'
    columns = max((len(row.cells) for row in sheet.rows), default=1)
    for column in range(columns):
        style = styles.get(sheet.widths.get(column, -1.0))
        yield f'<table:table-column table:style-name="{style}"/>' if style else "<table:table-column/>"
    spans = {(merge.top, merge.left): merge for merge in sheet.merges}
    covered = {
        (row, column)
        for merge in sheet.merges
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
    } - set(spans)
    for index, row in enumerate(sheet.rows):
        yield "<table:table-row>"
        for column, value in enumerate(row.cells or (None,)):
            at = (index, column)
            yield _ODS_COVERED if at in covered else _ods_cell(value, row.look, spans.get(at))
        yield "</table:table-row>"
    yield "</table:table>"


def _ods_cell(value: Value, look: Look, span: Merge | None) -> str:
    if value is None:
        return _ODS_EMPTY
    extra = ' table:style-name="strong"' if look in _STRONG else ""
    if span is not None:
        extra += f' table:number-columns-spanned="{span.right - span.left + 1}"'
        extra += f' table:number-rows-spanned="{span.bottom - span.top + 1}"'
    if isinstance(value, str):
        text = f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell{extra} office:value-type="string">{text}</table:table-cell>'
    if isinstance(value, date):
        return (
            f'<table:table-cell table:style-name="dated" office:value-type="date"'
            f' office:date-value="{value.isoformat()}"><text:p>{value:%d-%m-%Y}</text:p></table:table-cell>'
        )
    return (
        f'<table:table-cell{extra} office:value-type="float" office:value="{value!r}">'
        f"<text:p>{value:.0f}</text:p></table:table-cell>"
    )


def _zip(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            # The type of an OpenDocument file stands first and uncompressed, so that it can be told by its bytes.
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = method
            archive.writestr(entry, content)


# --- csv and tsv -----------------------------------------------------------------------------------------------


def write_text(path: Path, sheet: Sheet, delimiter: str, encoding: str, date_format: str) -> None:
    """Write one sheet as Excel saves it for exchange: every row as wide as the widest."""
    width = max(len(row.cells) for row in sheet.rows)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in sheet.rows:
        cells = [_as_text(value, date_format) for value in row.cells]
        writer.writerow(cells + [""] * (width - len(cells)))
    path.write_bytes(buffer.getvalue().encode(encoding))


def _as_text(value: Value, date_format: str) -> str:
    if isinstance(value, date):
        return value.strftime(date_format)
    return "" if value is None else f"{value}"
