"""Months are counted, compared and written one way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.month import Month

months = st.builds(Month, st.integers(1950, 2190), st.integers(1, 12))
steps = st.integers(-48, 48)


@given(months)
def test_the_written_month_reads_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(months, steps)
def test_the_difference_is_what_was_added(month: Month, step: int) -> None:
    assert (month + step) - month == step
    assert month + step + -step == month


@given(months, st.integers(0, 48))
def test_a_range_holds_its_start_and_not_its_end(start: Month, length: int) -> None:
    listed = list(start.until(start + length))

    assert len(listed) == length
    assert start + length not in listed
    assert listed == sorted(set(listed))


@given(st.dates(date(1950, 1, 1), date(2190, 1, 1)))
def test_a_day_lies_in_its_month(day: date) -> None:
    month = Month.of(day)

    assert month.first_day <= day <= month.last_day
    assert (month + 1).first_day > day


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "26-01", "2026-01-01", " 2026-01", "２０２６-01", ""]
)
def test_anything_but_year_and_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        Month.parse(text)


def test_a_month_beyond_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month(2201, 1)


def test_arithmetic_crosses_years_and_leap_days() -> None:
    assert Month(2026, 12) + 1 == Month(2027, 1)
    assert str(Month(2028, 2).last_day) == "2028-02-29"
    assert [str(m) for m in Month(2026, 11).until(Month(2027, 2))] == ["2026-11", "2026-12", "2027-01"]
