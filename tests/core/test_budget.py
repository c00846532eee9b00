"""Ceilings by line, how long money lasts, and months that two payers share: no rupiah is lost or spent twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core import law
from jaring.core.budget import Ceilings, Programme, Runway, runway
from jaring.core.contribution import Payer, RateFacts, Sector, contribution_for_base
from jaring.core.contribution_shared import shared_contribution
from jaring.core.money import Rupiah
from jaring.core.month import Month

AMOUNTS = st.integers(0, 10**13)
MONTHS = st.builds(Month, st.integers(2016, 2027), st.integers(1, 12))
BASES = st.sampled_from([1_000_000, 1_200_000, 2_950_000, 20_700_000])
BUDGETS = [Payer.APBD, Payer.APBD_PROVINSI, Payer.APBN, Payer.DANA_DESA, Payer.APBDES, Payer.CSR]
READINGS = [frozenset(), frozenset({"shared_month_at_partner_price"}), frozenset({"shared_month_each_at_own_price"})]


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_lines_suffice_exactly_where_some_way_of_paying_exists(both: int, jkk: int, jkm: int, a: int, b: int) -> None:
    ceilings = Ceilings(both, jkk, jkm)

    from_both_for_jkk, from_both_for_jkm = max(0, a - jkk), max(0, b - jkm)

    assert (ceilings.lacks(a, b) == 0) == (from_both_for_jkk + from_both_for_jkm <= both)
    assert ceilings.lacks(a, b) >= a + b - ceilings.total_idr


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=6))
def test_paying_bit_by_bit_lacks_what_paying_at_once_lacks(
    both: int, jkk: int, jkm: int, bills: list[tuple[int, int]]
) -> None:
    left = Ceilings(both, jkk, jkm)
    for bill in bills:
        left = left.less(*bill)

    whole = Ceilings(both, jkk, jkm).lacks(sum(a for a, _ in bills), sum(b for _, b in bills))

    assert left.lacks() == whole


@given(st.sampled_from(list(Programme)), AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_money_on_any_line_never_lacks_more(programme: Programme, more: int, a: int, b: int) -> None:
    ceilings = Ceilings(5_000, 5_000, 5_000)

    assert ceilings.plus(programme, more).lacks(a, b) <= ceilings.lacks(a, b)


def test_money_lasts_whole_months_and_the_month_it_ends_is_named() -> None:
    costs = [(Month(2026, 11) + ahead, 10_000, 6_800) for ahead in range(5)]

    assert runway(Ceilings(both_idr=3 * 16_800 - 1), costs) == Runway(2, Month(2027, 1))
    assert runway(Ceilings(both_idr=3 * 16_800), costs) == Runway(3, Month(2027, 2))
    assert runway(Ceilings(both_idr=9 * 16_800), costs) == Runway(5, None)


def test_a_line_that_is_empty_ends_the_months_though_the_other_is_full() -> None:
    costs = [(Month(2026, 11), 10_000, 6_800), (Month(2026, 12), 10_000, 6_800)]

    assert runway(Ceilings(jkk_idr=10**9, jkm_idr=6_800), costs) == Runway(1, Month(2026, 12))


@given(
    MONTHS, st.sampled_from(BUDGETS), BASES, st.sampled_from(Sector), st.integers(0, 100), st.sampled_from(READINGS)
)
def test_the_parts_of_a_shared_month_sum_to_a_price_of_the_law(
    month: Month, payer: Payer, base: int, sector: Sector, percent: int, readings: frozenset[str]
) -> None:
    facts = RateFacts(month, payer, Rupiah(base), sector)
    shared = shared_contribution(facts, Payer.SELF, percent, readings=readings)
    public, partner = (
        contribution_for_base(RateFacts(month, who, Rupiah(base), sector)) for who in (payer, Payer.SELF)
    )

    prices = sorted((public.total, partner.total))
    assert prices[0] <= shared.total <= prices[1]
    if shared.rule is None or shared.rule.name != "own_prices":
        assert shared.total in prices
        assert shared.public.jkk + shared.partner.jkk in (public.jkk, partner.jkk)


@given(MONTHS, st.sampled_from(BUDGETS), st.sampled_from(READINGS))
def test_the_public_part_never_grows_while_its_share_falls(
    month: Month, payer: Payer, readings: frozenset[str]
) -> None:
    facts = RateFacts(month, payer, Rupiah(1_000_000))

    parts = [shared_contribution(facts, Payer.SELF, percent, readings=readings) for percent in range(99, 0, -1)]

    totals = [part.public.total for part in parts]
    assert totals == sorted(totals, reverse=True)


def test_whoever_pays_alone_pays_his_own_price() -> None:
    may = RateFacts(Month(2026, 5), Payer.APBD, Rupiah(1_000_000))

    assert shared_contribution(may, Payer.SELF, 100).public.total == Rupiah(16_800)
    assert shared_contribution(may, Payer.SELF, 0).partner.total == Rupiah(8_400)
    assert shared_contribution(may, Payer.SELF, 0).public.total == Rupiah(0)


@pytest.mark.parametrize(
    ("reading", "public", "partner"),
    [
        ("", 8_400, 8_400),
        ("shared_month_at_partner_price", 4_200, 4_200),
        ("shared_month_each_at_own_price", 8_400, 4_200),
    ],
)
def test_half_and_half_in_the_months_of_the_discount(reading: str, public: int, partner: int) -> None:
    may = RateFacts(Month(2026, 5), Payer.APBD, Rupiah(1_000_000))

    shared = shared_contribution(may, Payer.SELF, 50, readings=frozenset({reading} - {""}))

    assert (shared.public.total.idr, shared.partner.total.idr) == (public, partner)


@pytest.mark.parametrize("percent", [-1, 101])
def test_what_is_no_percentage_is_refused(percent: int) -> None:
    with pytest.raises(ValueError, match="percentage"):
        shared_contribution(RateFacts(Month(2026, 5), Payer.APBD, Rupiah(1_000_000)), Payer.SELF, percent)


def test_price_of_a_shared_month_is_assumed_and_has_named_alternatives() -> None:
    value = law.at(Month(2026, 5).first_day).value("contribution/bpu/shared_month_price")

    assert value.source.status.value == "assumed"
    assert {each.name for each in value.alternatives} == {
        "shared_month_at_partner_price",
        "shared_month_each_at_own_price",
    }
