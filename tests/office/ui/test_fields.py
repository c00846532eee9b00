"""Fields that every room uses."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.ui.fields import DayField, RupiahField, TypedMonthField


@pytest.mark.parametrize(
    "typed", ["05-01-2026", "5-1-2026", "05/01/2026", "05.01.2026", "05 01 2026", "05012026", "2026-01-05"]
)
def test_a_day_is_read_with_the_day_before_the_month(typed) -> None:
    assert DayField().clean(typed) == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["31-02-2026", "2026", "13-31-2026", "kemarin", "05-01-26x"])
def test_what_is_no_day_is_refused(typed) -> None:
    with pytest.raises(ValidationError, match="misalnya 31-12-2026"):
        DayField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "amount_idr"),
    [("900000", 900_000), ("900.000", 900_000), ("Rp 1.000.000", 1_000_000), ("1,000,000", 1_000_000), ("-5", -5)],
)
def test_rupiah_are_read_as_people_type_them(typed: str, amount_idr: int) -> None:
    assert RupiahField().clean(typed) == Rupiah(amount_idr)


@pytest.mark.parametrize(
    "typed", ["9,5", "1.00", "1.000,000", "sejuta", "1.000.000.000.000.000.000", "99999999999999"]
)
def test_what_is_no_whole_rupiah_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        RupiahField().clean(typed)


@pytest.mark.parametrize("typed", ["07-2025", "7/2025", "07.2025", "2025-07"])
def test_a_month_is_read_as_people_type_it(typed: str) -> None:
    assert TypedMonthField().clean(typed) == Month(2025, 7)


@pytest.mark.parametrize("typed", ["13-2025", "2025-13", "7", "07-25", "Juli 2025"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypedMonthField().clean(typed)
