"""Working days by the Indonesian calendar: Monday to Friday without national holidays and joint leave.

Joint leave (cuti bersama) is decreed year by year, and religious holidays are estimates until then. A count that
reaches into a year whose days are not known yet says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)


class WorkingDay(NamedTuple):
    """A day that was counted to. ``is_certain`` is False where the holidays on the way are not decreed yet."""

    day: date
    is_certain: bool


class _DaysOff(NamedTuple):
    days: frozenset[date]
    is_certain: bool


def is_working_day(day: date, *, joint_leave_is_off: bool) -> bool:
    """Return whether offices work on ``day``.

    >>> [is_working_day(date(2026, 3, day), joint_leave_is_off=True) for day in (20, 25)]
    [False, True]
    """
    return day.weekday() < _SATURDAY and day not in _days_off(day.year, joint_leave_is_off).days


def working_day_after(start: date, count: int, *, joint_leave_is_off: bool) -> WorkingDay:
    """Return the ``count``-th working day after ``start``; the day of the start itself is not counted.

    >>> working_day_after(date(2026, 3, 17), 3, joint_leave_is_off=True).day
    datetime.date(2026, 3, 27)
    """
    day, left = start, count
    while left:
        day += _ONE_DAY
        left -= is_working_day(day, joint_leave_is_off=joint_leave_is_off)
    years = range(start.year, day.year + 1)
    return WorkingDay(day, all(_days_off(year, joint_leave_is_off).is_certain for year in years))


def working_days_between(start: date, end: date, *, joint_leave_is_off: bool) -> int:
    """Count the working days after ``start`` up to and including ``end``."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, joint_leave_is_off=joint_leave_is_off) for day in days)


@cache
def _days_off(year: int, joint_leave_is_off: bool) -> _DaysOff:
    from holidays import country_holidays  # Here, because it takes longer to load than everything else together.

    public = country_holidays("ID", years=year, categories=("public",), language="id")
    joint_leave = country_holidays("ID", years=year, categories=("government",), language="id")
    days = {*public, *joint_leave} if joint_leave_is_off else {*public}
    return _DaysOff(frozenset(days), is_certain=bool(joint_leave))
