"""Promises about contributions that hold for every income, payer, sector and month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.contribution import (
    BaseUnknownError,
    Payer,
    RateFacts,
    Sector,
    Segment,
    contribution,
    contribution_for_base,
    due_date,
    rate_card,
)
from jaring.core.money import Rupiah
from jaring.core.month import Month

months = st.builds(Month, st.integers(2016, 2035), st.integers(1, 12))
incomes = st.integers(0, 50_000_000).map(Rupiah)
payers = st.sampled_from(Payer)
sectors = st.sampled_from(Sector)


@given(months, payers, incomes, sectors)
def test_the_total_is_the_sum_of_the_programmes_and_cites_its_law(
    month: Month, payer: Payer, income: Rupiah, sector: Sector
) -> None:
    due = contribution(month, payer, income, sector)

    assert due.total == due.jkk + due.jkm
    assert due.jkk.idr >= 0
    assert due.sources
    assert 0 <= due.discount_rate < 1


@given(months, payers, incomes, incomes, sectors)
def test_who_earns_more_never_owes_less(
    month: Month, payer: Payer, one: Rupiah, other: Rupiah, sector: Sector
) -> None:
    poorer, richer = sorted([one, other])

    assert contribution(month, payer, poorer, sector).total <= contribution(month, payer, richer, sector).total


@given(months, incomes, sectors)
def test_a_regency_never_owes_less_than_the_worker_himself(month: Month, income: Rupiah, sector: Sector) -> None:
    assert (
        contribution(month, Payer.APBD, income, sector).total >= contribution(month, Payer.SELF, income, sector).total
    )


@given(months, payers, incomes, sectors)
def test_computing_from_the_base_gives_what_computing_from_the_income_gave(
    month: Month, payer: Payer, income: Rupiah, sector: Sector
) -> None:
    due = contribution(month, payer, income, sector)

    assert contribution_for_base(due.facts) == due


@given(st.lists(st.builds(RateFacts, months, payers, st.just(Rupiah(1_000_000)), sectors), max_size=20))
def test_a_rate_card_has_one_row_per_distinct_combination(combinations: list[RateFacts]) -> None:
    card = rate_card(combinations)

    assert set(card) == set(combinations)
    assert all(card[facts] == contribution_for_base(facts) for facts in combinations)


def test_a_base_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(BaseUnknownError, match="JRG-121"):
        contribution_for_base(RateFacts(Month(2026, 5), Payer.APBD, Rupiah(1_000_001)))


def test_a_contribution_falls_due_in_the_following_month() -> None:
    day, rule = due_date(Month(2026, 12))

    assert day.isoformat() == "2027-01-15"
    assert rule.source.status == "assumed"


def test_only_an_employer_insures_a_wage_earner() -> None:
    assert [payer for payer in Payer if payer.segment is Segment.PU] == [Payer.EMPLOYER]


@pytest.mark.parametrize("payer", Payer)
def test_payers_have_names_for_people(payer: Payer) -> None:
    assert payer.label.id
    assert payer.label.en
