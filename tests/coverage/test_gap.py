"""A gap is as long as cover then is missing, and its cost is deaths times benefits, on assumptions that are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from memberships import days, member, memberships, readings

from jaring.core.contribution import Segment
from jaring.core.coverage import cover_on
from jaring.core.coverage.cover import Protection
from jaring.core.coverage.gap import Gap, PeopleInGap, added_up, amounts_on, cost_of_gaps, gap_if_paid
from jaring.core.coverage.lapse import Standing, standing_of
from jaring.core.coverage.membership import Carrier, Membership, PaidMonth
from jaring.core.coverage.mortality import Lives, mortality_table, read_table
from jaring.core.law import Status
from jaring.core.month import Month
from jaring.core.text import Text

UNPAID = Standing(date(2026, 1, 1), was_covered=True, pay_from=Month(2026, 1))
ONE_DAY = timedelta(days=1)
QUARTER = Gap(date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), is_new=True)
FIELDS = yaml.safe_load(
    (Path(__file__).parents[2] / "src/jaring/core/coverage/mortality.yaml").read_text(encoding="utf-8")
)


def paid_at_once(membership: Membership, standing: Standing, on: date) -> Membership:
    """Return the membership with everything from its first unpaid month paid on one day, and the year after it."""
    until = max(Month.of(on), standing.pay_from) + 12
    before = [paid for paid in membership.paid if paid.month < standing.pay_from]
    return replace(membership, paid=(*before, *(PaidMonth(month, on) for month in standing.pay_from.until(until))))


@given(memberships(Segment.BPU), days, st.integers(0, 200), readings)
@settings(max_examples=200, deadline=None)
def test_a_gap_is_what_cover_then_leaves_out(
    membership: Membership, day: date, later: int, followed: frozenset[str]
) -> None:
    membership = replace(membership, carrier=Carrier.BPJS_TK, exits=(), restorations=())
    standing = standing_of(membership, day, readings=followed)
    assert standing is not None
    on = max(day, standing.uncovered_from) + timedelta(days=later)

    gap = gap_if_paid(standing, on, readings=followed)

    assert gap is not None
    paid = paid_at_once(membership, standing, on)
    uncovered = [gap.start, gap.end - ONE_DAY] if gap.days else []
    assert not any(cover_on(paid, each, readings=followed).is_covered for each in uncovered)
    assert cover_on(paid, gap.end, readings=followed).is_covered


@given(st.integers(0, 200))
def test_after_a_gap_a_death_pays_in_full_from_the_day_named(later: int) -> None:
    membership = member("2025-01-01", ["2025-01"], until="2026-01")
    gap = gap_if_paid(UNPAID, UNPAID.uncovered_from + timedelta(days=later))
    assert gap is not None
    assume(gap.is_new)

    paid = paid_at_once(membership, UNPAID, gap.end)

    assert cover_on(paid, gap.jkm_full_from - ONE_DAY).jkm is Protection.FUNERAL_ONLY
    assert cover_on(paid, gap.jkm_full_from).jkm is Protection.FULL


@pytest.mark.parametrize(
    ("on", "reading", "expected"),
    [
        (date(2026, 2, 15), "", 0),
        (date(2026, 3, 31), "", 0),
        (date(2026, 4, 1), "", 90),
        (date(2026, 11, 30), "", 333),
        (date(2026, 2, 15), "late_month_not_covered", 0),
        (date(2026, 2, 16), "late_month_not_covered", 31),
        (date(2026, 3, 16), "late_month_not_covered", 59),
    ],
)
def test_the_day_of_payment_decides_the_days_without_cover(on: date, reading: str, expected: int) -> None:
    gap = gap_if_paid(UNPAID, on, readings=frozenset({reading} - {""}))

    assert gap is not None
    assert gap.days == expected
    assert bool(gap.waiting_days) == bool(expected)


def test_who_leaves_before_cover_comes_back_has_no_gap_to_mend() -> None:
    assert gap_if_paid(UNPAID._replace(leaves_on=date(2026, 4, 1)), date(2026, 4, 1)) is None


def test_a_waiting_period_that_restarts_only_with_a_new_membership_is_no_part_of_a_short_gap() -> None:
    followed = frozenset({"late_month_not_covered", "jkm_wait_restart_ended_only"})

    gap = gap_if_paid(UNPAID, date(2026, 2, 16), readings=followed)

    assert gap is not None
    assert (gap.days, gap.waiting_days) == (31, 0)


def test_a_waiting_period_that_restarts_only_with_a_new_membership_restarts_with_one() -> None:
    gap = gap_if_paid(UNPAID, date(2026, 4, 1), readings=frozenset({"jkm_wait_restart_ended_only"}))

    assert gap is not None
    assert (gap.is_new, gap.days, gap.waiting_days) == (True, 90, 91)


def test_a_natural_death_pays_forty_two_million_and_ten_while_waiting() -> None:
    amounts = amounts_on(date(2026, 4, 1))

    assert (amounts.full.idr, amounts.waiting.idr) == (42_000_000, 10_000_000)
    assert [value.path.rpartition("/")[2] for value in amounts.values] == [
        "death_grant",
        "periodic_monthly",
        "periodic_months",
        "funeral",
    ]


def test_the_cost_is_deaths_times_what_each_loses() -> None:
    men_of_40 = [Lives(40, "M", 10_000)]

    cost = cost_of_gaps([PeopleInGap(10_000, QUARTER)], men_of_40, mortality_table(), date(2026, 4, 1))

    # 10,000 men of 40 die at 0.00173 a year: 17.3, so 4.266 in 90 days and 4.313 in the 91 days of waiting.
    assert cost.deaths_in_gap == (4266, 8532)
    assert cost.deaths_in_wait == (4313, 8626)
    assert cost.lost_idr == (317_182_466, 634_364_932)
    assert cost.people == 10_000
    assert cost.amounts == amounts_on(date(2026, 4, 1))


def test_one_person_loses_his_own_share() -> None:
    cost = cost_of_gaps([PeopleInGap(1, QUARTER)], [Lives(40, "M", 1)], mortality_table(), date(2026, 4, 1))

    assert cost.lost_idr == (31_718, 63_436)


def test_part_of_the_people_lose_their_part() -> None:
    table, day = mortality_table(), date(2026, 4, 1)
    lives = [Lives(30, "F", 600), Lives(50, "M", 400)]

    whole = cost_of_gaps([PeopleInGap(1000, QUARTER)], lives, table, day)
    halves = [cost_of_gaps([PeopleInGap(500, QUARTER)], lives, table, day) for _ in range(2)]

    assert abs(sum(half.lost_idr.low for half in halves) - whole.lost_idr.low) <= 1


def test_costs_of_several_payers_add_up() -> None:
    table, day = mortality_table(), date(2026, 4, 1)
    men, women = (cost_of_gaps([PeopleInGap(100, QUARTER)], [Lives(40, sex, 100)], table, day) for sex in "MF")

    both = added_up([men, women])

    assert both is not None
    assert both.people == 200
    assert both.lost_idr == (men.lost_idr.low + women.lost_idr.low, men.lost_idr.high + women.lost_idr.high)
    for sums, parts in (
        (both.deaths_in_gap, (men.deaths_in_gap, women.deaths_in_gap)),
        (both.deaths_in_wait, (men.deaths_in_wait, women.deaths_in_wait)),
    ):
        assert sums == tuple(map(sum, zip(*parts, strict=True)))
    assert added_up([men]) == men
    assert added_up([]) is None


def test_no_gap_costs_nothing() -> None:
    none = QUARTER._replace(end=QUARTER.start, jkm_full_from=QUARTER.start)

    cost = cost_of_gaps([PeopleInGap(10, none)], [Lives(40, "M", 10)], mortality_table(), date(2026, 4, 1))

    assert (cost.people, cost.lost_idr) == (0, (0, 0))


def test_every_assumption_is_named_and_the_table_marked() -> None:
    table = mortality_table()

    cost = cost_of_gaps([PeopleInGap(1, QUARTER)], [Lives(40, "M", 1)], table, date(2026, 4, 1))

    codes = ["GAP_MORTALITY", "GAP_FACTOR", "GAP_SPREAD", "GAP_ONLY_DEATH", "GAP_ALL_IN_FULL"]
    assert [each.code for each in cost.assumptions] == codes
    assert table.status is Status.ASSUMED
    assert "faktor 1,0" in cost.assumptions[1].text.id
    assert "factor of 1.0" in cost.assumptions[1].text.en


@given(st.integers(0, 110), st.sampled_from(["M", "F", ""]))
def test_a_year_of_age_never_lowers_the_risk(age: int, sex: str) -> None:
    table = mortality_table()

    assert table.probability(age, sex) <= table.probability(age + 1, sex)


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [
        (18, "M", 430),
        (17, "M", 430),
        (19, "M", 460),
        (45, "F", 1870),
        (70, "F", 12290),
        (99, "M", 14850),
        (40, "", 1455),
        (61, "M", 10_252),
        (67, "M", 12_816),
    ],
)
def test_ages_between_rows_lie_on_a_straight_line_and_are_whole(age: int, sex: str, expected: int) -> None:
    probability = mortality_table().probability(age, sex)

    assert (probability, type(probability)) == (expected, int)


def test_people_of_unknown_age_die_like_the_others() -> None:
    table = mortality_table()

    assert table.deaths_a_year([Lives(40, "M", 10), Lives(None, "", 10)]) == 2 * table.deaths_a_year(
        [Lives(40, "M", 10)]
    )
    assert table.deaths_a_year([Lives(None, "", 10)]) == 0


def test_deaths_of_every_age_are_added_up_and_whole() -> None:
    known = [Lives(40, "M", 10), Lives(40, "F", 5)]
    unknown = [Lives(None, "M", 1), Lives(None, "", 1)]

    deaths = mortality_table().deaths_a_year([*known, *unknown])

    # 10 x 1,730 + 5 x 1,180 = 23,200 among 15; two more like them bring 3,093.3.
    assert (deaths, type(deaths)) == (26_293, int)


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"factor_low": 1.0}, TypeError, "^write probabilities and factors as text, in quotes$"),
        ({"factor_low": "0"}, ValueError, "^not above zero in whole millionths: 0$"),
        ({"factor_high": "1.00000001"}, ValueError, "whole millionths: 1.00000001"),
        ({"rows": []}, ValueError, "^ages must rise$"),
        ({"rows": [FIELDS["rows"][1], FIELDS["rows"][0]]}, ValueError, "^ages must rise$"),
        ({"unknown": 1}, ValueError, r"^unknown or missing keys: \['unknown'\]$"),
    ],
)
def test_a_table_that_says_something_else_is_refused(
    change: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        read_table(FIELDS | change)


def test_a_table_is_read_as_it_is_written() -> None:
    table = read_table(FIELDS | {"factor_low": "0.000001"})

    assert (table.rows[0], table.rows[-1]) == ((18, 430, 250), (70, 14_850, 12_290))
    assert (table.factor_low, table.factor_high) == (1, 2_000_000)
    assert table.title == Text(FIELDS["title_id"], FIELDS["title_en"])
    assert table.note == Text(FIELDS["note_id"], FIELDS["note_en"])
    assert (table.status, table.checked) == (Status.ASSUMED, date(2026, 11, 22))
