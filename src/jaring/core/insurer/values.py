"""Amounts, months and states as the insurer's programs write them: read, or said to be unreadable."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from jaring.core.intake.cells import CellValue, cell_text, fold, says_nothing
from jaring.core.intake.dates import MONTHS

UNREADABLE: Final = "?"
_AMOUNT_IDR_MAX: Final = 10**12
_PLAIN = re.compile(r"[0-9]+").fullmatch
_GROUPED = re.compile(r"([0-9]{1,3}([.,])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,]0{1,2})?").fullmatch
_CENTS = re.compile(r"([0-9]+)[.,]0{1,2}").fullmatch
_AROUND_AMOUNT = re.compile(r"^(?:rp|idr)[. ]*|[,. ]*-+$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})(?:[-/. ][0-9]{1,2})?").fullmatch
_MONTH_FIRST = re.compile(r"(?:[0-9]{1,2}[-/. ])?([0-9]{1,2})[-/. ]?([0-9]{4})").fullmatch
_MONTH_WORD = re.compile(r"(?:[0-9]{1,2} )?([a-z]+) ?([0-9]{4}|[0-9]{2})").fullmatch


def read_amount(value: CellValue) -> str:
    """Return whole rupiah as digits, nothing, or ``UNREADABLE``; sen that are not zero are unreadable.

    >>> read_amount("Rp 16.800,-"), read_amount("16,800.00"), read_amount(16800.0), read_amount("-")
    ('16800', '16800', '16800', '')
    >>> read_amount("16.8"), read_amount("dua")
    ('?', '?')
    """
    text = _AROUND_AMOUNT.sub("", cell_text(value)) if isinstance(value, str) else cell_text(value)
    if text == "0":
        return "0"
    if says_nothing(text):
        return ""
    if grouped := _GROUPED(text):
        text = grouped[1].replace(grouped[2], "")
    elif cents := _CENTS(text):
        text = cents[1]
    return str(int(text)) if _PLAIN(text) and int(text) <= _AMOUNT_IDR_MAX else UNREADABLE


def read_month(value: CellValue) -> str:
    """Return ``YYYY-MM``, nothing, or ``UNREADABLE``.

    >>> read_month("Nov-26"), read_month("11/2026"), read_month(202611.0), read_month("2026-11-01")
    ('2026-11', '2026-11', '2026-11', '2026-11')
    """
    if isinstance(value, date):
        return value.isoformat()[:7]
    text = cell_text(value)
    if says_nothing(text):
        return ""
    if match := _YEAR_FIRST(text):
        return _month(int(match[1]), int(match[2]))
    if match := _MONTH_FIRST(text):
        return _month(int(match[2]), int(match[1]))
    if (match := _MONTH_WORD(fold(text))) and match[1] in MONTHS:
        year = int(match[2])
        return _month(year if year >= 100 else 2000 + year, MONTHS[match[1]])
    return UNREADABLE


def _month(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}" if 1945 <= year <= 2200 and 1 <= month <= 12 else UNREADABLE
