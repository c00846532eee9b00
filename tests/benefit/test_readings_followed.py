"""Who chooses a reading of unsettled law is answered by it throughout: no part asks the law without the choice."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from benefit_cases import WAGE_EARNER, accident, death, document, member

from jaring.core import law
from jaring.core.benefit import entitlement
from jaring.core.benefit.reading import read_case
from jaring.core.contribution import Payer, RateFacts, contribution_for_base, rate_card
from jaring.core.coverage import cover_on, lapse_of
from jaring.core.coverage.cohort import Group, cohort_lapse, restorability_of
from jaring.core.coverage.delay import delay_of
from jaring.core.coverage.gap import Gap, PeopleInGap, amounts_on, cost_of_gaps, gap_if_paid
from jaring.core.coverage.lapse import Standing, standing_of
from jaring.core.coverage.mortality import Lives, mortality_table
from jaring.core.money import Rupiah
from jaring.core.month import Month

FOLLOWED = frozenset({"jkm_wait_days"})
DAY = date(2026, 1, 20)
FAMILY = {
    "children": [{"birth_date": "2012-02-29", "level": "SMP", "year_of_level": 2}],
    "survivors": [{"relation": "widow"}],
    "file_complete_on": "2026-10-01",
    "paid_on": "2026-10-30",
}
LATE = member(
    enrolled_on="2025-07-10",
    paid_months=[
        "2025-07",
        {"month": "2025-08", "paid_on": "2025-11-03"},
        {"month": "2025-09", "paid_on": "2025-09-10"},
    ],
)
THUMB = {"part": "thumb_right", "loss_of_function": "1"}
CASES = {
    "accident": document(accident("partial_disability", disabilities=[THUMB], days_unable=90)),
    "death at work": document(death(), other_memberships=[WAGE_EARNER], **FAMILY),
    "death": document(death("other"), **FAMILY),
    "death at sea": document(death("missing_at_sea"), **FAMILY),
    "sudden death": document(death("sudden_death_at_work", onset_hours=5), **FAMILY),
    "death in a gap": document(death("other", date="2025-12-04"), member=LATE),
    "accident in a gap": document(accident(date="2025-12-04"), member=LATE),
}
MEMBERS = {
    "late": LATE,
    "unpaid": member(paid_months={"from": "2018-01", "until": "2025-11"}),
    "wage earner": {**WAGE_EARNER, "paid_months": {"from": "2018-01", "until": "2025-11"}},
}
UNPAID = Standing(date(2026, 1, 1), was_covered=True, pay_from=Month(2026, 1))
GAPS = [PeopleInGap(1, Gap(date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), is_new=True))]
FACTS = RateFacts(Month(2026, 5), Payer.SELF, Rupiah(1_000_000))
OF_MONEY: dict[str, Callable[[], object]] = {
    "contribution": lambda: contribution_for_base(FACTS, paid_in=Month(2026, 7), readings=FOLLOWED),
    "rate card": lambda: rate_card([FACTS], readings=FOLLOWED),
    "delay": lambda: delay_of(Month(2025, 9), DAY, Payer.APBD, Rupiah(16_800), readings=FOLLOWED),
    "cohort": lambda: cohort_lapse(Payer.APBD, [Group(5, UNPAID)], DAY, readings=FOLLOWED),
    "restoration": lambda: restorability_of(Payer.APBD, DAY, readings=FOLLOWED),
    "gap": lambda: gap_if_paid(UNPAID, date(2026, 6, 1), readings=FOLLOWED),
    "amounts": lambda: amounts_on(DAY, readings=FOLLOWED),
    "cost of gaps": lambda: cost_of_gaps(GAPS, [Lives(40, "M", 1)], mortality_table(), DAY, readings=FOLLOWED),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The readings with which the law is asked from now on; of the day on which contributions fall due it has none."""
    found: list[object] = []
    at = law.at

    def noted(day: date, facts: Any = None, readings: frozenset[str] = frozenset()) -> law.LawOfDay:
        if "due_date" not in sys._getframe(1).f_code.co_name:
            found.append(readings)
        return at(day, facts, readings)

    monkeypatch.setattr(law, "at", noted)
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_part_of_an_answer_follows_the_readings(case: dict[str, Any], asked: list[object]) -> None:
    read = read_case(case)
    asked.clear()

    entitlement(read, readings=FOLLOWED)

    assert set(asked) == {FOLLOWED}


@pytest.mark.parametrize("given", MEMBERS.values(), ids=MEMBERS)
@pytest.mark.parametrize("judge", [cover_on, lapse_of, standing_of])
@pytest.mark.parametrize("day", [date(2025, 9, 20), date(2025, 10, 20), DAY, date(2026, 5, 4)], ids=str)
def test_all_that_is_said_of_cover_follows_the_readings(
    given: dict[str, Any], judge: Callable[..., object], day: date, asked: list[object]
) -> None:
    membership = read_case(document(death("other"), member=given)).member
    asked.clear()

    judge(membership, day, readings=FOLLOWED)

    assert set(asked) <= {FOLLOWED}


@pytest.mark.parametrize("ask", OF_MONEY.values(), ids=OF_MONEY)
def test_what_costs_money_follows_the_readings(ask: Callable[[], object], asked: list[object]) -> None:
    ask()

    assert set(asked) <= {FOLLOWED}
