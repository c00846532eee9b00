"""Working days by the Indonesian calendar, at its long holidays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.benefit.working_days import is_working_day, working_day_after, working_days_between

DAYS = st.dates(date(2015, 7, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "with_leave", "without_leave"),
    [
        (date(2026, 3, 17), 3, date(2026, 3, 27), date(2026, 3, 23)),  # Nyepi and Lebaran together
        (date(2025, 3, 27), 7, date(2025, 4, 16), date(2025, 4, 9)),
        (date(2026, 12, 23), 3, date(2026, 12, 30), date(2026, 12, 29)),  # Christmas
        (date(2025, 12, 31), 3, date(2026, 1, 6), date(2026, 1, 6)),  # over the year's end
        (date(2026, 6, 1), 1, date(2026, 6, 2), date(2026, 6, 2)),  # a start on a holiday
        (date(2026, 8, 7), 1, date(2026, 8, 10), date(2026, 8, 10)),  # from Friday to Monday
        (date(2026, 8, 8), 5, date(2026, 8, 14), date(2026, 8, 14)),  # a start on a Saturday
        (date(2026, 8, 13), 3, date(2026, 8, 19), date(2026, 8, 19)),  # Independence Day on a Monday
    ],
)
def test_days_are_counted_over_holidays_and_joint_leave(
    start: date, count: int, with_leave: date, without_leave: date
) -> None:
    assert working_day_after(start, count, joint_leave_is_off=True).day == with_leave
    assert working_day_after(start, count, joint_leave_is_off=False).day == without_leave


def test_no_working_day_after_is_the_start_itself() -> None:
    assert working_day_after(date(2026, 8, 8), 0, joint_leave_is_off=True).day == date(2026, 8, 8)


@pytest.mark.parametrize(
    ("start", "is_certain"),
    [(date(2026, 12, 28), True), (date(2040, 6, 1), False), (date(2150, 6, 1), False)],
)
def test_a_year_without_decreed_holidays_is_not_certain(start: date, is_certain: bool) -> None:
    assert working_day_after(start, 2, joint_leave_is_off=True).is_certain is is_certain
    assert working_day_after(start, 2, joint_leave_is_off=False).is_certain is is_certain


def test_a_count_that_only_ends_in_an_unknown_year_is_not_certain() -> None:
    assert working_day_after(date(2039, 12, 31), 1, joint_leave_is_off=True).is_certain is False


@given(DAYS, st.integers(1, 15), st.booleans())
def test_counting_there_and_counting_back_agree(start: date, count: int, joint_leave_is_off: bool) -> None:
    end = working_day_after(start, count, joint_leave_is_off=joint_leave_is_off).day

    assert working_days_between(start, end, joint_leave_is_off=joint_leave_is_off) == count
    assert is_working_day(end, joint_leave_is_off=joint_leave_is_off)
    assert working_days_between(end, start, joint_leave_is_off=joint_leave_is_off) == 0


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 8, 14), True),
        (date(2026, 8, 15), False),
        (date(2026, 8, 16), False),
        (date(2026, 8, 17), False),
        (date(2026, 8, 18), True),
    ],
)
def test_weekends_and_national_holidays_are_off(day: date, works: bool) -> None:
    assert is_working_day(day, joint_leave_is_off=False) is works
    assert is_working_day(day, joint_leave_is_off=True) is works


def test_joint_leave_is_a_working_day_only_under_the_other_reading() -> None:
    assert not is_working_day(date(2026, 2, 16), joint_leave_is_off=True)
    assert is_working_day(date(2026, 2, 16), joint_leave_is_off=False)
