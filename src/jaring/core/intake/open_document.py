"""Merged cells of an OpenDocument spreadsheet, which the parser leaves out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

Area = tuple[int, int, int, int]

# A larger list is read without its merged cells: looking for them would cost more than they tell.
_CONTENT_BYTES_MAX: Final = 32 * 1024 * 1024
_TABLES_AND_ROWS = re.compile(rb"<table:(table|table-row)(\s[^>]*)?/?>").finditer
_CELLS = re.compile(rb"<table:(?:table-cell|covered-table-cell)(\s[^>]*)?/?>").finditer
_SPANS_CELLS: Final = b'-spanned="'
_NUMBERS: Final = {
    name: re.compile(rb'\stable:number-%b="([0-9]{1,7})"' % name).search
    for name in (b"rows-repeated", b"columns-repeated", b"rows-spanned", b"columns-spanned")
}


def merged_areas(data: bytes) -> list[list[Area]]:
    """Return the merged areas of every sheet as (top, left, bottom, right), counted from 0, ends included."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("content.xml").file_size > _CONTENT_BYTES_MAX:
            return []
        content = archive.read("content.xml")
    if _SPANS_CELLS not in content:
        return []
    sheets: list[list[Area]] = []
    row = 0
    tags = list(_TABLES_AND_ROWS(content))
    ends = [*(tag.start() for tag in tags[1:]), len(content)]
    for tag, end in zip(tags, ends, strict=False):
        if tag[1] == b"table":
            sheets.append([])
            row = 0
        else:
            if sheets and content.find(_SPANS_CELLS, tag.end(), end) >= 0:
                sheets[-1].extend(_areas_of_row(row, content[tag.end() : end]))
            row += _number(tag[2] or b"", b"rows-repeated")
    return sheets


def _areas_of_row(row: int, cells: bytes) -> Iterator[Area]:
    column = 0
    for tag in _CELLS(cells):
        attributes = tag[1] or b""
        if _SPANS_CELLS in attributes:
            bottom = row + _number(attributes, b"rows-spanned") - 1
            right = column + _number(attributes, b"columns-spanned") - 1
            if (bottom, right) != (row, column):
                yield row, column, bottom, right
        column += _number(attributes, b"columns-repeated")


def _number(attributes: bytes, name: bytes) -> int:
    match = _NUMBERS[name](attributes)
    return int(match[1]) if match else 1
