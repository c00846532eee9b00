"""Bytes of a spreadsheet become sheets of cells, with the row numbers that the program shows."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import islice
from typing import Final, NamedTuple, cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from jaring.core.intake.cells import Row
from jaring.core.intake.codes import FileCode
from jaring.core.intake.guard import FileKind, FileRefusedError

ROWS_MAX: Final = 200_000
COLUMNS_MAX: Final = 400
# A cell holds at most this many characters in every spreadsheet program.
CELL_LENGTH_MAX: Final = 32_767
# Lines of a text file, those inside a quoted cell included, and the length of one.
LINES_MAX: Final = 2 * ROWS_MAX
LINE_LENGTH_MAX: Final = 1_000_000

# Empty rows that programs write below a list, with or without delimiters.
_SAYS_NOTHING_AT_THE_END: Final = " ;,|\t\r\n"
_DELIMITERS: Final = (";", "\t", "|", ",")
_SNIFF_LINES: Final = 40
_FRAMED = re.compile(r'=\(?"([^"=]*)"\)?').fullmatch


class Sheet(NamedTuple):
    """One sheet: ``rows[0]`` is the row that the program numbers ``first_row``.

    ``merges`` are (top, left, bottom, right), counted from the corner of ``rows``, ends included.
    """

    name: str
    first_row: int
    rows: list[Row]
    merges: list[tuple[int, int, int, int]]


def read_sheets(data: bytes, kind: FileKind) -> list[Sheet]:
    """Return every sheet that holds cells, in the order of the workbook, hidden ones included.

    Raises:
        FileRefusedError: (JRG-451) the file cannot be read, or is larger than the limits.
    """
    if kind is FileKind.TEXT:
        return [_text_sheet(data)]
    try:
        if kind is FileKind.ODS:
            from jaring.core.intake.open_document import merged_areas  # Few lists need it.

            return _workbook_sheets(data, merged_areas(data))
        return _workbook_sheets(data, [])
    except PasswordError as error:
        raise FileRefusedError(FileCode.FILE_ENCRYPTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefusedError(FileCode.FILE_UNREADABLE) from error


def _workbook_sheets(data: bytes, merged: list[list[tuple[int, int, int, int]]]) -> list[Sheet]:
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for position, metadata in enumerate(workbook.sheets_metadata):
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(position)
            if sheet.start is None:
                continue
            if sheet.height > ROWS_MAX or sheet.width > COLUMNS_MAX:
                raise FileRefusedError(FileCode.FILE_TOO_LARGE)
            top, left = sheet.start
            areas = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
            if position < len(merged):
                areas = merged[position]
            merges = [(area[0] - top, area[1] - left, area[2] - top, area[3] - left) for area in areas]
            sheets.append(Sheet(metadata.name, top + 1, sheet.to_python(), merges))
    return sheets


# --- text files ------------------------------------------------------------------------------------------


def _text_sheet(data: bytes) -> Sheet:
    text = decode(data).rstrip(_SAYS_NOTHING_AT_THE_END)
    _refuse_endless(text)
    first_line, _, rest = text.partition("\n")
    if first_line.strip().casefold().startswith("sep=") and len(first_line.strip()) == 5:
        rows = _parse(rest, first_line.strip()[4])
    else:
        rows = _parse(text, _delimiter(text))
    if '="' in text:
        rows = _without_formula_frames(rows)
    if len(rows) > ROWS_MAX or max(map(len, rows), default=0) > COLUMNS_MAX:
        raise FileRefusedError(FileCode.FILE_TOO_LARGE)
    return Sheet("", 1, _rectangular(rows), [])


def _refuse_endless(text: str) -> None:
    """Refuse what would fill the memory before its rows and columns are counted."""
    line_end = "\n" if "\n" in text else "\r"
    if text.count(line_end) > LINES_MAX or max(map(len, text.split(line_end))) > LINE_LENGTH_MAX:
        raise FileRefusedError(FileCode.FILE_TOO_LARGE)


def decode(data: bytes) -> str:
    """Return the text of a CSV file: UTF-8 or UTF-16 by its mark or its look, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    elif b"\x00" in data[:400] and (data[1:200:2].count(0) > 50 or data[0:200:2].count(0) > 50):
        text = data.decode("utf-16-le" if data[1:200:2].count(0) > 50 else "utf-16-be", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    text = text.lstrip("\ufeff")
    return text.replace("\x00", "") if "\x00" in text else text


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most regular table."""
    sample = "\n".join(text[:200_000].splitlines()[:_SNIFF_LINES])
    best, best_score = ",", 0.0
    for delimiter in filter(sample.__contains__, _DELIMITERS):
        widths = Counter(len(row) for row in _parse(sample, delimiter) if len(row) > 1)
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda item: item[1] * item[0])
        score = float(rows * min(width, 20))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str) -> list[list[str]]:
    """Cut the text into rows; an opening quote that is never closed counts as a letter."""
    import csv  # Few lists need it.

    csv.field_size_limit(CELL_LENGTH_MAX)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = list(islice(reader, ROWS_MAX + 1))
    except csv.Error:
        lines = text.splitlines()
        csv.field_size_limit(max(CELL_LENGTH_MAX, len(max(lines, key=len, default=""))))
        rows = [[field.strip().strip('"') for field in line.split(delimiter)] for line in lines]
        if any(len(field) > CELL_LENGTH_MAX for row in rows for field in row):
            raise FileRefusedError(FileCode.FILE_UNREADABLE) from None
        return rows
    if rows and all(len(row) <= 1 for row in rows) and sum(delimiter in row[0] for row in rows if row) * 2 > len(rows):
        # Every line was saved as one quoted cell.
        return list(csv.reader((row[0] if row else "" for row in rows), delimiter=delimiter))
    return rows


def _without_formula_frames(rows: list[list[str]]) -> list[list[str]]:
    """Unpack ``="5303..."``, the form by which a program writes digits that are to stay a text."""
    return [[frame[1] if (frame := _FRAMED(cell)) else cell for cell in row] for row in rows]


def _rectangular(rows: list[list[str]]) -> list[Row]:
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return cast("list[Row]", rows)
