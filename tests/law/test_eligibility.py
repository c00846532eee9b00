"""Age at entry is judged the same way one by one and for a whole list."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.eligibility import EntryFacts, ReasonCode, age_on, entry_age, reasons_against_entry
from jaring.core.errors import ParameterNotInForceError

days = st.dates(date(2016, 1, 1), date(2040, 12, 31))
births = st.dates(date(1920, 1, 1), date(2040, 12, 31))


@given(days, births)
def test_the_range_of_birth_dates_agrees_with_the_age_in_years(day: date, birth_date: date) -> None:
    age = age_on(day, birth_date)
    expected = None
    if age < 17:
        expected = ReasonCode.UNDER_AGE
    elif age >= 65:
        expected = ReasonCode.OVER_AGE

    assert entry_age(day).fault_of(birth_date) is expected


@given(days, births)
def test_nobody_grows_younger(day: date, birth_date: date) -> None:
    assert age_on(day.replace(day=28), birth_date) <= age_on(date(day.year + 1, day.month, 28), birth_date)


def test_a_reason_names_the_rule_and_its_status() -> None:
    [reason] = reasons_against_entry(
        EntryFacts(date(1950, 1, 1), "53.03"), regency_code="53.03", day=date(2026, 11, 1)
    )

    assert reason.source is not None
    assert reason.source.status == "assumed"
    assert "76" in reason.text.id
    assert "65" in reason.text.en


def test_before_the_law_nobody_can_be_judged() -> None:
    with pytest.raises(ParameterNotInForceError):
        entry_age(date(2015, 6, 30))
