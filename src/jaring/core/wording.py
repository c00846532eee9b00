"""Days, months and shares as people read them, in both languages.

Documents have their own longer forms in ``jaring.documents.words``; these serve explanations.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from jaring.core.month import Month
from jaring.core.text import Text

NO_BREAK: Final = "\u00a0"
_REMEMBERED_MAX: Final = 4096


@lru_cache(_REMEMBERED_MAX)
def day_text(day: date) -> Text:
    """Write a day.

    >>> day_text(date(2025, 7, 1))
    Text(id='1 Juli 2025', en='1 July 2025')
    """
    return Text(*(f"{day.day} {names[day.month - 1]} {day.year}" for names in _MONTH_NAMES))


@lru_cache(_REMEMBERED_MAX)
def month_text(month: Month) -> Text:
    """Write a month.

    >>> month_text(Month(2025, 12))
    Text(id='Desember 2025', en='December 2025')
    """
    return Text(*(f"{names[month.month - 1]} {month.year}" for names in _MONTH_NAMES))


def months_text(start: Month, end: Month) -> Text:
    """Write a half-open range of months by its first and last month.

    >>> months_text(Month(2025, 7), Month(2026, 1))
    Text(id='Juli 2025 sampai dengan Desember 2025', en='July 2025 to December 2025')
    """
    first, last = month_text(start), month_text(end + -1)
    if first == last:
        return first
    return Text(f"{first.id} sampai dengan {last.id}", f"{first.en} to {last.en}")


@lru_cache(_REMEMBERED_MAX)
def percent_text(share: Decimal) -> Text:
    """Write a share as a percentage; the sign never begins a line.

    >>> percent_text(Decimal("0.0024"))
    Text(id='0,24\\xa0%', en='0.24\\xa0%')
    """
    written = f"{(share * 100).normalize():f}{NO_BREAK}%"
    return Text(written.replace(".", ","), written)


# fmt: off
_MONTH_NAMES: Final = (
    ("Januari", "Februari", "Maret", "April", "Mei", "Juni",
     "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ("January", "February", "March", "April", "May", "June",
     "July", "August", "September", "October", "November", "December"),
)
