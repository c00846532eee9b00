"""Choosing a reading of unsettled law: who may, from when, why; and that the office's amounts follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import paper_trail as trail
import pytest

from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.contribution import RateFacts
from jaring.core.law import AlternativeUnknownError
from jaring.core.law.choice import Choice, readings_on, rivals_of
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.billing import queries as billing
from jaring.office.places.models import Regency
from jaring.office.programme.models import BudgetEntry, Payer
from jaring.office.rules import queries
from jaring.office.rules.errors import (
    ReadingGroundsMissingError,
    ReadingMonthBilledError,
    ReadingOutOfForceError,
    ReadingUnchangedError,
)
from jaring.office.rules.models import ReadingChoice
from jaring.office.rules.services import choose_reading

pytestmark = pytest.mark.django_db
GROUNDS = {"reason": "Jawaban tertulis cabang", "reference": "Surat cabang Atambua nomor contoh"}


@pytest.fixture
def regency(villages: Any) -> Regency:
    return Regency.objects.get(code="53.03")


def choose(name: str, from_month: Month, users: Any, regency: Regency, **options: Any) -> ReadingChoice:
    facts = {"actor": users.head, "now": trail.NOW, **GROUNDS} | options
    return choose_reading(name, regency=regency, from_month=from_month, **facts)


# --- Which reading holds on a day ------------------------------------------------------------------------------


def test_a_choice_holds_from_its_day_and_not_before() -> None:
    choices = [Choice("dana_desa_discounted", date(2026, 5, 1))]

    assert readings_on(choices, date(2026, 4, 30)) == frozenset()
    assert readings_on(choices, date(2026, 5, 1)) == {"dana_desa_discounted"}


def test_readings_of_different_values_stand_beside_each_other() -> None:
    choices = [Choice("dana_desa_discounted", date(2026, 5, 1)), Choice("entry_from_18", date(2026, 5, 1))]

    assert readings_on(choices, date(2026, 5, 1)) == {"dana_desa_discounted", "entry_from_18"}


def test_a_reading_that_the_law_no_longer_offers_is_left_out() -> None:
    assert readings_on([Choice("settled_long_ago", date(2026, 5, 1))], date(2027, 1, 1)) == frozenset()


def test_the_later_start_decides_whatever_the_order_of_writing() -> None:
    choices = [
        Choice("entry_from_18", date(2027, 1, 1), is_followed=False),
        Choice("entry_from_18", date(2026, 1, 1)),
    ]

    assert readings_on(choices, date(2026, 6, 1)) == {"entry_from_18"}
    assert readings_on(choices, date(2027, 6, 1)) == frozenset()


def test_only_alternatives_of_one_value_are_rivals() -> None:
    assert rivals_of("dana_desa_discounted") == {"dana_desa_discounted"}


# --- The service -----------------------------------------------------------------------------------------------


def test_the_head_chooses_and_the_chain_keeps_reason_and_month(users: Any, regency: Regency) -> None:
    choose("dana_desa_discounted", Month(2026, 5), users, regency)

    entry = AuditEntry.objects.get()
    assert (entry.event, entry.subject, entry.reason) == (
        "law.reading_chosen",
        "dana_desa_discounted",
        GROUNDS["reason"],
    )
    assert entry.detail == {"from": "2026-05", "reference": GROUNDS["reference"]}
    assert queries.readings_in("53.03", Month(2026, 5)) == {"dana_desa_discounted"}
    assert queries.readings_in("53.03", Month(2026, 4)) == frozenset()
    assert queries.readings_in("53.04", Month(2026, 5)) == frozenset()


def test_undoing_is_a_further_row(users: Any, regency: Regency) -> None:
    choose("entry_from_18", Month(2027, 1), users, regency)
    choose("entry_from_18", Month(2027, 6), users, regency, undo=True)

    assert ReadingChoice.objects.count() == 2
    assert queries.readings_in("53.03", Month(2027, 5)) == {"entry_from_18"}
    assert queries.readings_in("53.03", Month(2027, 6)) == frozenset()


@pytest.mark.parametrize("who", ["operator", "verifier", "officer", "treasurer", "auditor", "leadership"])
def test_nobody_but_the_head_chooses(who: str, users: Any, regency: Regency) -> None:
    with pytest.raises(NotAllowedError):
        choose("entry_from_18", Month(2027, 1), users, regency, actor=getattr(users, who))


def test_the_head_chooses_for_his_own_regency_only(users: Any, regency: Regency) -> None:
    with pytest.raises(NotAllowedError):
        choose("entry_from_18", Month(2027, 1), users, Regency.objects.get(code="53.04"))


@pytest.mark.parametrize("grounds", [{"reason": ""}, {"reference": "-"}, {"reason": "1234567890123"}])
def test_a_choice_without_grounds_is_refused(grounds: dict[str, str], users: Any, regency: Regency) -> None:
    with pytest.raises(ReadingGroundsMissingError):
        choose("entry_from_18", Month(2027, 1), users, regency, **grounds)


def test_a_reading_that_nobody_offers_is_refused(users: Any, regency: Regency) -> None:
    with pytest.raises(AlternativeUnknownError):
        choose("half_price_for_all", Month(2027, 1), users, regency)


def test_a_reading_of_a_rule_that_has_run_out_is_refused(users: Any, regency: Regency) -> None:
    with pytest.raises(ReadingOutOfForceError):
        choose("dana_desa_discounted", Month(2027, 4), users, regency)


@pytest.mark.parametrize("undo", [False, True])
def test_a_choice_that_changes_nothing_is_refused(undo: bool, users: Any, regency: Regency) -> None:
    if not undo:
        choose("entry_from_18", Month(2026, 12), users, regency)

    with pytest.raises(ReadingUnchangedError):
        choose("entry_from_18", Month(2027, 1), users, regency, undo=undo)


def test_a_price_cannot_change_in_a_month_that_was_billed(
    users: Any, people: Any, programme: Any, regency: Regency
) -> None:
    trail.initial_decree(
        trail.run_targeting(programme.year, programme.payer, users.officer), users.officer, users.head
    )
    trail.bill(programme.payer, users.officer)

    with pytest.raises(ReadingMonthBilledError):
        choose("dana_desa_discounted", Month(2026, 11), users, regency)
    assert choose("dana_desa_discounted", Month(2026, 12), users, regency)
    assert choose("entry_from_18", Month(2026, 11), users, regency), "no price hangs on the age of entry"


# --- The office's amounts ---------------------------------------------------------------------------------------


@pytest.fixture
def village_fund(programme: Any, users: Any) -> Payer:
    """A payer of whom the law does not say whether it gets the discount."""
    payer = Payer.objects.create(regency_id="53.03", kind="DANA_DESA", name="Dana Desa contoh")
    BudgetEntry.objects.create(
        programme_year=programme.year,
        payer=payer,
        amount_idr=10_000_000,
        basis="APBDes 2026",
        entered_by=users.officer,
        entered_at=trail.NOW,
    )
    return payer


def test_choice_decree_and_bill_cost_what_the_followed_reading_says(
    users: Any, people: Any, programme: Any, regency: Regency, village_fund: Payer
) -> None:
    choose("dana_desa_discounted", Month(2026, 11), users, regency)

    run = trail.run_targeting(programme.year, village_fund, users.officer)
    decree = trail.initial_decree(run, users.officer, users.head)
    expected = billing.expected_bill(village_fund, Month(2026, 11), queries.pricing_of("53.03"))
    bill = trail.bill(village_fund, users.officer)

    people_covered = run.selected
    assert run.cost_idr == people_covered * 2 * 8_400, "November and December, at half the price"
    assert decree.monthly_idr == expected.total_idr == bill.total_idr == people_covered * 8_400


def test_a_choice_that_holds_later_leaves_the_months_before_alone(
    users: Any, people: Any, programme: Any, regency: Regency, village_fund: Payer
) -> None:
    choose("dana_desa_discounted", Month(2026, 12), users, regency)
    trail.initial_decree(trail.run_targeting(programme.year, village_fund, users.officer), users.officer, users.head)
    pricing = queries.pricing_of("53.03")

    november, december = (billing.expected_bill(village_fund, Month(2026, month), pricing) for month in (11, 12))

    assert december.total_idr * 2 == november.total_idr == november.people * 16_800


def test_a_person_of_17_may_not_enter_where_18_is_the_age(
    users: Any, programme: Any, regency: Regency, make_person: Any, villages: Any
) -> None:
    make_person("Rofinus Taek", villages.kefa, birth_date=date(2009, 3, 1))
    make_person("Maria Sa'u", villages.kefa, birth_date=date(1990, 7, 2))
    before = trail.run_targeting(programme.year, programme.payer, users.officer)
    choose("entry_from_18", Month(2026, 11), users, regency)

    after = trail.run_targeting(programme.year, programme.payer, users.officer)

    assert (before.ineligible, after.ineligible) == (0, 1)


def test_a_paper_keeps_the_price_that_was_known_when_it_was_settled(users: Any, regency: Regency) -> None:
    choose("dana_desa_discounted", Month(2026, 12), users, regency)
    facts = RateFacts(Month(2026, 12), PayerOfLaw.DANA_DESA, Rupiah(1_000_000))

    before = queries.pricing_of("53.03", known_at=trail.NOW - timedelta(days=1))

    assert before(facts).total == Rupiah(16_800)
    assert queries.pricing_of("53.03")(facts).total == Rupiah(8_400)
