"""Months as numbers and their first days, for rules that walk through many months at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from jaring.core.month import Month

_FIRST_YEAR: Final = 1945
_LAST_YEAR: Final = 2210
_FIRST_DAYS: Final = tuple(date(year, month, 1) for year in range(_FIRST_YEAR, _LAST_YEAR) for month in range(1, 13))
ONE_DAY: Final = timedelta(days=1)


def number_of(month: Month) -> int:
    """Return the number of a month; the month after it has the next number.

    >>> number_of(Month(2026, 1)) - number_of(Month(2025, 12))
    1
    """
    return (month.year - _FIRST_YEAR) * 12 + month.month - 1


def number_at(day: date) -> int:
    """Return the number of the month in which a day lies."""
    return (day.year - _FIRST_YEAR) * 12 + day.month - 1


def month_of(number: int) -> Month:
    return Month(_FIRST_YEAR + number // 12, number % 12 + 1)


def first_day(number: int) -> date:
    """Return the first day of the month with this number.

    >>> first_day(number_of(Month(2026, 12)) + 1)
    datetime.date(2027, 1, 1)
    """
    return _FIRST_DAYS[number]


def months_later(day: date, months: int) -> date:
    """Return the day with the same number some months later, or the first of the next month where there is none.

    >>> months_later(date(2025, 7, 10), 3), months_later(date(2025, 11, 30), 3)
    (datetime.date(2025, 10, 10), datetime.date(2026, 3, 1))
    """
    start = first_day(number_at(day) + months)
    same = start + (day.day - 1) * ONE_DAY
    after = first_day(number_at(day) + months + 1)
    return min(same, after)
