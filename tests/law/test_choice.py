"""A regency's choice of readings is dated: it holds from its day, and of rivals the latest decides."""

from __future__ import annotations

from datetime import date

from jaring.core import law
from jaring.core.law.choice import Choice, readings_on

FIRST, LATER, LAST = date(2027, 1, 1), date(2027, 7, 1), date(2028, 1, 1)


def on(day: date, *choices: Choice) -> set[str]:
    return set(readings_on(choices, day))


def test_a_choice_holds_from_its_day_until_it_is_withdrawn() -> None:
    choices = Choice("jkm_wait_days", FIRST), Choice("jkm_wait_days", LATER, is_followed=False)

    assert on(date(2026, 12, 31), *choices) == set()
    assert on(FIRST, *choices) == on(date(2027, 6, 30), *choices) == {"jkm_wait_days"}
    assert on(LATER, *choices) == set()


def test_of_rivals_the_latest_day_decides_however_they_were_written() -> None:
    days, paid = Choice("jkm_wait_days", LATER), Choice("jkm_wait_paid_months", FIRST)

    for choices in ((days, paid), (paid, days)):
        assert on(FIRST, *choices) == {"jkm_wait_paid_months"}
        assert on(LATER, *choices) == {"jkm_wait_days"}


def test_on_one_day_the_later_written_choice_decides() -> None:
    days, paid = Choice("jkm_wait_days", FIRST), Choice("jkm_wait_paid_months", FIRST)

    assert on(FIRST, days, paid) == {"jkm_wait_paid_months"}
    assert on(FIRST, paid, days) == {"jkm_wait_days"}


def test_withdrawing_a_reading_that_is_no_longer_followed_changes_nothing() -> None:
    choices = (
        Choice("jkm_wait_days", FIRST),
        Choice("jkm_wait_paid_months", LATER),
        Choice("jkm_wait_days", LAST, is_followed=False),
    )

    assert on(LAST, *choices) == {"jkm_wait_paid_months"}


def test_readings_of_different_rules_go_together_and_can_be_computed_with() -> None:
    chosen = readings_on([Choice("jkm_wait_days", FIRST), Choice("day_divisor_25", FIRST)], FIRST)

    assert chosen == {"jkm_wait_days", "day_divisor_25"}
    assert law.at(FIRST, readings=chosen).value("benefit/jkk/day_divisor").count == 25


def test_a_reading_that_the_law_has_settled_is_left_out() -> None:
    assert on(FIRST, Choice("settled_long_ago", FIRST)) == set()
