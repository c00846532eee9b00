"""Fields that every room uses."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from jaring.office.ui.fields import DayField


@pytest.mark.parametrize(
    "typed", ["05-01-2026", "5-1-2026", "05/01/2026", "05.01.2026", "05 01 2026", "05012026", "2026-01-05"]
)
def test_a_day_is_read_with_the_day_before_the_month(typed) -> None:
    assert DayField().clean(typed) == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["31-02-2026", "2026", "13-31-2026", "kemarin", "05-01-26x"])
def test_what_is_no_day_is_refused(typed) -> None:
    with pytest.raises(ValidationError, match="misalnya 31-12-2026"):
        DayField().clean(typed)
