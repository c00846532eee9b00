"""What happens if nothing more is paid agrees with what cover then is, on both sides of every border."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from memberships import member, paid_month

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage import cover_on, lapse_of
from jaring.core.coverage.lapse import standing_of
from jaring.core.coverage.membership import Carrier, Exit, Membership
from jaring.core.coverage.payments import unpaid_wage_rule
from jaring.core.month import Month
from jaring.core.wording import day_text

FARMER = member("2025-07-10", ["2025-07"], until="2026-01")
ONE_DAY = timedelta(days=1)


def with_month(month: str, on: date) -> Membership:
    return replace(FARMER, paid=(*FARMER.paid, paid_month(month, on.isoformat())))


def test_each_unpaid_month_is_a_border_and_the_fourth_the_end() -> None:
    lapse = lapse_of(FARMER, date(2025, 12, 10))

    assert (lapse.last_covered_on, lapse.uncovered_from) == (date(2025, 12, 31), date(2026, 1, 1))
    assert lapse.pay_next == Month(2026, 1)
    assert [(border.on, border.is_end) for border in lapse.borders] == [
        (date(2026, 1, 1), False),
        (date(2026, 2, 1), False),
        (date(2026, 3, 1), False),
        (date(2026, 4, 1), True),
    ]


def test_arrears_bring_cover_back_until_the_last_payable_day_and_not_after() -> None:
    payable = lapse_of(FARMER, date(2025, 12, 10)).payable_until
    assert payable is not None

    assert cover_on(with_month("2026-01", payable - ONE_DAY), date(2026, 1, 1)).is_covered
    assert cover_on(with_month("2026-01", payable), date(2026, 1, 1)).is_covered
    assert not cover_on(with_month("2026-01", payable + ONE_DAY), date(2026, 1, 1)).is_covered


def test_a_new_beginning_waits_as_cover_then_says() -> None:
    restart = lapse_of(FARMER, date(2025, 12, 10)).restart
    assert restart is not None

    begun = cover_on(with_month("2026-04", restart.on), restart.on)

    assert (begun.since, begun.jkm_full_from) == (restart.on, restart.jkm_full_from)
    assert restart.funeral_only == (Month(2026, 4), Month(2026, 7))


def test_after_the_last_payable_day_only_a_new_beginning_is_left() -> None:
    on, after = lapse_of(FARMER, date(2026, 3, 31)), lapse_of(FARMER, date(2026, 4, 10))

    assert (on.pay_next, after.pay_next) == (Month(2026, 1), Month(2026, 4))
    assert after.restart is not None
    assert after.restart.on == date(2026, 4, 10)


def test_restoration_is_open_to_a_cohorts_payer_alone() -> None:
    assert lapse_of(FARMER, date(2026, 1, 5)).restoration_possible
    assert not lapse_of(replace(FARMER, payer=Payer.SELF), date(2026, 1, 5)).restoration_possible


def test_nothing_is_to_be_paid_elsewhere_or_after_leaving() -> None:
    elsewhere = replace(FARMER, carrier=Carrier.TASPEN)
    gone = replace(FARMER, exits=(Exit(date(2025, 9, 5), "moved"),))

    for membership in (elsewhere, gone):
        lapse = lapse_of(membership, date(2025, 12, 10))
        assert (lapse.pay_next, lapse.restart, lapse.borders) == (None, None, ())
        assert standing_of(membership, date(2025, 12, 10)) is None


def test_wage_earners_have_no_standing_among_those_who_pay_for_themselves() -> None:
    official = member("2025-07-01", ["2025-07"], segment=Segment.PU)

    assert standing_of(official, date(2025, 9, 1)) is None
    assert standing_of(FARMER, date(2025, 9, 1)) is not None


def leaves(membership: Membership, on: date) -> Membership:
    return replace(membership, exits=(Exit(on, "moved"),))


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2025, 12, 20)])
@pytest.mark.parametrize("segment", list(Segment))
def test_who_has_paid_up_to_an_announced_exit_owes_nothing_more(on: date, segment: Segment) -> None:
    paid_up = leaves(member("2025-07-10", ["2025-07"], until="2026-01", segment=segment), on)

    lapse = lapse_of(paid_up, date(2025, 12, 10))

    assert lapse.day == date(2025, 12, 10)
    assert (lapse.last_covered_on, lapse.uncovered_from) == (on - ONE_DAY, on)
    assert (lapse.pay_next, lapse.restart, lapse.borders) == (None, None, ())
    assert [reason.code for reason in lapse.reasons] == ["LAPSE_LEAVES"]
    assert day_text(on).id in lapse.reasons[0].text.id


def test_an_announced_exit_cuts_the_borders_and_the_new_beginning() -> None:
    in_march = lapse_of(leaves(FARMER, date(2026, 3, 1)), date(2025, 12, 10))
    in_april = lapse_of(leaves(FARMER, date(2026, 4, 1)), date(2025, 12, 10))
    day_after = lapse_of(leaves(FARMER, date(2026, 4, 2)), date(2025, 12, 10))

    assert [border.on.month for border in in_march.borders] == [1, 2]
    assert [border.is_end for border in in_april.borders] == [False, False, False]
    assert [border.is_end for border in day_after.borders] == [False, False, False, True]
    assert (in_march.restart, in_april.restart) == (None, None)
    assert day_after.restart is not None


def test_a_month_paid_late_is_not_asked_for_again_even_where_it_covers_nothing() -> None:
    late = with_month("2026-01", date(2026, 2, 20))

    lapse = lapse_of(late, date(2026, 2, 25), readings=frozenset({"late_month_not_covered"}))

    assert (lapse.day, lapse.uncovered_from, lapse.pay_next) == (date(2026, 2, 25), date(2026, 1, 1), Month(2026, 2))


def test_who_came_back_and_has_not_paid_since_was_never_covered_in_this_stay() -> None:
    back = replace(FARMER, exits=(Exit(date(2025, 9, 5), "moved", date(2026, 2, 1)),))

    lapse = lapse_of(back, date(2026, 2, 10))

    assert (lapse.last_covered_on, lapse.uncovered_from) == (None, date(2026, 2, 1))
    assert lapse.reasons[0].code == "LAPSE_NEVER_PAID"


def test_every_answer_is_about_the_day_asked() -> None:
    official = member("2025-07-01", ["2025-07"], segment=Segment.PU)
    for membership in (FARMER, official, replace(FARMER, carrier=Carrier.TASPEN), leaves(FARMER, date(2025, 9, 5))):
        assert lapse_of(membership, date(2025, 12, 10)).day == date(2025, 12, 10)


def test_what_an_employers_unpaid_month_means_follows_the_reading() -> None:
    official, alone = member("2025-07-01", ["2025-07"], segment=Segment.PU), "unpaid_wage_month_employer_alone"

    usual, read = (lapse_of(official, date(2025, 9, 1), readings=frozenset(each)) for each in ([], [alone]))

    assert usual.reasons[0].values != read.reasons[0].values
    assert read.reasons[0].values == (unpaid_wage_rule(date(2025, 9, 1), frozenset({alone})),)


def test_a_wage_earner_loses_no_cover_for_want_of_payment() -> None:
    lapse = lapse_of(member("2025-07-01", ["2025-07"], segment=Segment.PU), date(2025, 9, 1))

    assert (lapse.uncovered_from, lapse.payable_until, lapse.pay_next) == (None, None, Month(2025, 8))
