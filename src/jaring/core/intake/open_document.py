"""Merged cells of an OpenDocument spreadsheet, which the parser leaves out."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

Area = tuple[int, int, int, int]

# A larger list is read without its merged cells: looking for them would cost more than they tell.
_CONTENT_BYTES_MAX: Final = 32 * 1024 * 1024
_TAGS = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(\s[^>]*)?>").finditer
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
    row = next_row = column = 0
    for tag in _TAGS(content):
        name, attributes = tag[1], tag[2] or b""
        if name == b"table":
            sheets.append([])
            row = next_row = 0
        elif name == b"table-row":
            row, column = next_row, 0
            next_row += _number(attributes, b"rows-repeated")
        else:
            if _SPANS_CELLS in attributes and sheets:
                bottom = row + _number(attributes, b"rows-spanned") - 1
                right = column + _number(attributes, b"columns-spanned") - 1
                if (bottom, right) != (row, column):
                    sheets[-1].append((row, column, bottom, right))
            column += _number(attributes, b"columns-repeated")
    return sheets


def _number(attributes: bytes, name: bytes) -> int:
    match = _NUMBERS[name](attributes)
    return int(match[1]) if match else 1
