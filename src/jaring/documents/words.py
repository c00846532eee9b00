"""Numbers, amounts and days as Indonesian documents write them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from babel.dates import format_date
from lokal import terbilang

from jaring.core.money import Rupiah
from jaring.core.month import Month

_LOCALE = "id"
_WORD_LENGTH_MAX = 16
_ZERO_WIDTH_SPACE = "\u200b"


def spell(number: int) -> str:
    """Write a count in words (terbilang).

    >>> spell(14880)
    'empat belas ribu delapan ratus delapan puluh'
    """
    if number < 0:
        raise ValueError("documents spell counts and amounts, which are never negative")
    return str(terbilang(number))


def spell_rupiah(amount: Rupiah) -> str:
    """Write an amount in words.

    >>> spell_rupiah(Rupiah(16_800))
    'enam belas ribu delapan ratus rupiah'
    """
    return f"{spell(amount.idr)} rupiah"


def thousands(number: int) -> str:
    """Write a count with dots.

    >>> thousands(14880)
    '14.880'
    """
    return f"{number:,}".replace(",", ".")


def rupiah(amount: Rupiah) -> str:
    """Write an amount as legal papers do, with its two decimals.

    >>> rupiah(Rupiah(249_984_000))
    'Rp249.984.000,00'
    """
    return f"{amount},00"


def long_date(day: date) -> str:
    """Write a day.

    >>> long_date(date(2025, 7, 1))
    '1 Juli 2025'
    """
    return format_date(day, "d MMMM y", locale=_LOCALE)


def month_name(month: Month) -> str:
    """Write a month.

    >>> month_name(Month(2025, 12))
    'Desember 2025'
    """
    return format_date(month.first_day, "MMMM y", locale=_LOCALE)


@cache
def short_month(month: Month) -> str:
    """Write a month in a narrow column; remembered, because an annex has one on every row.

    >>> short_month(Month(2025, 12))
    'Des 2025'
    """
    return format_date(month.first_day, "MMM y", locale=_LOCALE)


def period(from_month: Month, until_month: Month) -> str:
    """Write a half-open range of months by its first and last month.

    >>> period(Month(2025, 7), Month(2026, 1))
    'Juli 2025 sampai dengan Desember 2025'
    """
    last = until_month + -1
    if last == from_month:
        return month_name(from_month)
    return f"{month_name(from_month)} sampai dengan {month_name(last)}"


def ordinal(number: int) -> str:
    """Name an item of a dictum.

    >>> [ordinal(n) for n in (1, 2, 11)]
    ['KESATU', 'KEDUA', 'KESEBELAS']
    """
    return "KESATU" if number == 1 else f"KE{spell(number)}".upper()


def printable(text: str) -> str:
    """Put a text on one line, without control characters."""
    return "".join(c if c.isprintable() else " " for c in text)


def for_cell(text: str) -> str:
    """Make a text fit for a narrow cell: as :func:`printable`, and even endless words can be broken.

    The zero-width spaces only tell the typesetter where it may break; they are not part of the annex
    that is hashed.
    """
    return re.sub(rf"\S{{{_WORD_LENGTH_MAX}}}(?=\S)", lambda run: run[0] + _ZERO_WIDTH_SPACE, printable(text))
