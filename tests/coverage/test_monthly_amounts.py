"""Amounts of everybody at once are those of the functions for one person, to the rupiah."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memberships import memberships

from jaring.core.benefit import entitlement
from jaring.core.benefit.case import Case, Cause, Event, Kind, Outcome
from jaring.core.contribution import Payer, Sector, Segment, contribution
from jaring.core.coverage import cover_on
from jaring.core.coverage.membership import Carrier, Membership, PaidMonth
from jaring.core.coverage.portfolio import PROTECTIONS, portfolio_of
from jaring.core.errors import ParameterNotInForceError
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.portfolio import People, Rules, amounts_by_month, payer_codes, sector_codes

FIRST = Month(2024, 11)  # Three months on, the waiting rule of death insurance begins; later the discounts.
COUNT = 30

Row = tuple[Membership, int, Payer, Sector]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    membership = draw(memberships())
    wage = membership.segment is Segment.PU
    payer = Payer.EMPLOYER if wage else draw(st.sampled_from([each for each in Payer if each is not Payer.EMPLOYER]))
    return membership, draw(st.integers(0, 25_000_000)), payer, draw(st.sampled_from(Sector))


def farmer() -> Membership:
    paid = tuple(PaidMonth(month) for month in Month(2026, 1).until(Month(2027, 1)))
    return Membership(Segment.BPU, Carrier.BPJS_TK, Rupiah(1_000_000), Payer.APBD, date(2026, 1, 1), paid)


def people_of(group: list[Row]) -> People:
    covers, incomes, payers, sectors = ([row[i] for row in group] for i in range(4))
    return People(portfolio_of(covers), np.array(incomes), payer_codes(payers), sector_codes(sectors))


def death_benefit(membership: Membership, day: date) -> Rupiah:
    event = Event(Kind.DEATH, Cause.OTHER, day, Outcome.DEATH)
    return entitlement(Case(event, membership, as_of=day)).cash_total


@given(st.lists(rows(), min_size=1, max_size=5), st.integers(0, COUNT - 1))
@settings(max_examples=60)
def test_each_amount_is_what_one_person_would_get(group: list[Row], month: int) -> None:
    people = people_of(group)

    amounts = amounts_by_month(people, Rules.of(people, FIRST, COUNT))

    for i, (membership, income, payer, sector) in enumerate(group):
        day = (FIRST + month).first_day
        cover = cover_on(membership, day)
        due = contribution(FIRST + month, payer, Rupiah(income), sector).total.idr if cover.is_covered else 0
        assert amounts.contribution_idr(month)[i] == due
        assert PROTECTIONS[amounts.jkm(month)[i]] is cover.jkm
        assert amounts.death_benefit_idr(month)[i] == death_benefit(membership, day).idr


@given(st.lists(rows(), min_size=1, max_size=12))
def test_totals_are_the_sums_of_what_each_one_has(group: list[Row]) -> None:
    people = people_of(group)
    amounts = amounts_by_month(people, Rules.of(people, FIRST, COUNT))

    totals = amounts.totals()

    for month in range(COUNT):
        assert totals.contribution_idr[month] == amounts.contribution_idr(month).sum()
        assert totals.death_benefit_idr[month] == amounts.death_benefit_idr(month).sum()
        assert totals.covered[month] == (amounts.jkm(month) != 0).sum()


def test_a_total_beyond_32_bits_is_exact() -> None:
    membership = farmer()
    people = people_of([(membership, 900_000, Payer.APBD, Sector.OTHER)] * 1_000)

    totals = amounts_by_month(people, Rules.of(people, Month(2026, 6), 1)).totals()

    assert totals.death_benefit_idr.tolist() == [42_000_000_000]
    assert totals.contribution_idr.tolist() == [16_800_000]


def test_months_before_the_law_are_refused() -> None:
    people = people_of([(farmer(), 900_000, Payer.APBD, Sector.OTHER)])

    with pytest.raises(ParameterNotInForceError):
        Rules.of(people, Month(2015, 1), 3)
