"""Answers worked out by hand from the published rules before the program was asked: oracles of their own.

The arithmetic stands beside each expected figure, with the rule that it follows: PP 44/2015 as amended by PP 82/2019,
and Permenaker 1/2025 for the waiting period. None of these figures was copied from an output.
"""

from __future__ import annotations

from datetime import date

from benefit_cases import accident, amounts, answer, codes, death, member

from jaring.core.benefit.answer import Scheme
from jaring.core.coverage import lapse_of
from jaring.core.coverage.reading import read_membership
from jaring.core.month import Month

PUPIL = {"birth_date": "2015-03-02", "level": "SD", "year_of_level": 5}


def test_a_death_by_illness_and_the_years_of_school_that_are_left() -> None:
    result = answer(death("other", date="2026-08-10"), children=[PUPIL])

    assert amounts(result) == {
        "death_grant": 20_000_000,
        "periodic_grant": 24 * 500_000,  # paid at once: 12,000,000
        "funeral_grant": 10_000_000,
        "scholarship": 1_500_000,  # the school year 2026/2027 in SD 5
    }
    assert result.cash_total.idr == 42_000_000
    # SD 5 and 6 from July 2026; SMP from 2028, SMA from 2031, university from 2034. The child turns 23 in March 2038:
    # the years that begin in 2034, 2035, 2036 and 2037 are paid, the fifth in July 2038 is not.
    primary, lower, upper, university = 2 * 1_500_000, 3 * 2_000_000, 3 * 3_000_000, 4 * 12_000_000
    assert primary + lower + upper + university == 66_000_000
    assert result.scholarship.max_total.idr == 66_000_000


def test_a_death_within_three_months_leaves_the_funeral_money() -> None:
    new = member(enrolled_on="2026-04-01", paid_months={"from": "2026-04", "until": "2026-12"})

    result = answer(
        death("other", date="2026-06-30"), member=new, children=[PUPIL]
    )  # The last day of the third month.

    assert amounts(result) == {"funeral_grant": 10_000_000}
    assert result.scholarship.per_child == ()
    full = answer(death("other", date="2026-07-01"), member=new)
    assert full.cash_total.idr == 20_000_000 + 24 * 500_000 + 10_000_000


def test_a_fatal_accident_of_somebody_with_a_higher_base() -> None:
    result = answer(death(), member=member(base_idr=3_450_000))  # The bracket of 3,200,000 to 3,699,000.

    # 60 % of 80 months is 48 months: 48 x 3,450,000 = 165,600,000, above the floor of 20,000,000.
    assert amounts(result)["death_grant"] == 165_600_000
    assert result.cash_total.idr == 165_600_000 + 12_000_000 + 10_000_000


def test_a_left_handed_mans_thumb_and_index_finger() -> None:
    parts = [{"part": "thumb_right"}, {"part": "index_right", "loss_of_function": "0.5"}]
    event = accident("partial_disability", disabilities=parts)

    result = answer(event, member=member(base_idr=1_200_000), hand="left")

    # For the left-handed the right thumb counts 12 % (in place of 15) and the right index finger 7 % (in place of 9).
    # 12 % + half of 7 % = 15.5 %; 15.5 % of 80 x 1,200,000 = 96,000,000 is 14,880,000.
    assert amounts(result) == {"partial_disability_grant": 14_880_000}


def test_thirteen_months_in_hospital_and_the_way_there() -> None:
    event = accident(
        days_unable=390,
        transport=[{"mode": "land", "cost_idr": 6_000_000}, {"mode": "sea", "cost_idr": 1_250_000}],
    )

    result = answer(event)

    # 12 months of 30 days at 100 % of 1,000,000, the thirteenth at 50 %; by land 5,000,000 at most, by sea 2,000,000.
    assert amounts(result) == {
        "temporary_disability_pay": 12 * 1_000_000 + 500_000,
        "transport_refund": 5_000_000 + 1_250_000,
    }


def test_total_disability_with_a_prosthesis() -> None:
    event = accident("total_disability", appliances=[{"kind": "prosthesis", "cost_idr": 8_000_000}])

    result = answer(event)

    # 70 % of 80 months is 56 months; the centre's price and 40 per cent: 8,000,000 + 3,200,000.
    assert amounts(result) == {
        "total_disability_grant": 56_000_000,
        "periodic_grant": 12_000_000,
        "appliance_refund": 11_200_000,
    }


def test_a_payment_that_came_twelve_days_late() -> None:
    # Complete on Monday 2 March 2026; three working days end on Thursday 5 March; paid on 17 March, 12 days later.
    result = answer(death("other", date="2026-02-20"), file_complete_on="2026-03-02", paid_on="2026-03-17")

    assert result.delay.days_late == 12
    assert result.delay.amount.idr == 12 * 420_000  # 1 % of 42,000,000 a day: 5,040,000


def test_seventy_millions_among_a_widow_and_two_children() -> None:
    left = [
        {"relation": "widow"},
        {"relation": "child", "birth_date": "2015-03-02"},
        {"relation": "child", "birth_date": "2001-01-01"},
    ]

    result = answer(death(), survivors=left)

    # 70,000,000 / 3 = 23,333,333 and one rupiah over, which the first has.
    shares = [(share.amount.idr, share.needs_guardian) for share in result.inheritance.shares]
    assert shares == [(23_333_334, False), (23_333_333, True), (23_333_333, False)]


def test_another_carrier_is_nothing_to_compute() -> None:
    result = answer(death(), member=member(carrier="TASPEN"))

    assert (result.scheme, result.items, result.cash_total.idr) == (Scheme.NONE, (), 0)
    assert "other_carrier" in codes(result.notes)


def test_a_cohort_paid_to_june_loses_its_place_in_october() -> None:
    # The published example: paid to June 2023, nothing for July to September; in October it counts as new.
    cohort = read_membership(member(enrolled_on="2023-01-01", paid_months={"from": "2023-01", "until": "2023-07"}))

    lapse = lapse_of(cohort, date(2023, 6, 30))

    assert (lapse.last_covered_on, lapse.uncovered_from) == (date(2023, 6, 30), date(2023, 7, 1))
    assert (lapse.pay_next, lapse.due_on) == (Month(2023, 7), date(2023, 8, 15))  # The 15th of the following month.
    assert lapse.payable_until == date(2023, 9, 30)  # Three unpaid months can be made good: July, August, September.
    assert lapse.restart is not None
    assert (lapse.restart.on, lapse.restart.funeral_only) == (
        date(2023, 10, 1),
        None,
    )  # No waiting period before 2025.
