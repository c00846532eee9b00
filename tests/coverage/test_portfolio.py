"""Millions of memberships are judged as each one is: the same answers in every field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memberships import FIRST, MONTHS, READINGS, UNITS, days, member, memberships, paid_month, readings

from jaring.core.contribution import Segment
from jaring.core.coverage import cover_on
from jaring.core.coverage.columns import UNKNOWN
from jaring.core.coverage.cover import Protection
from jaring.core.coverage.membership import Carrier, Exit, Membership, PaidMonth, Restoration
from jaring.core.coverage.portfolio import (
    PROTECTIONS,
    Covers,
    cover_by_month,
    cover_of_all,
    day_at,
    day_number,
    month_number,
    portfolio_of,
    without_exits,
)
from jaring.core.errors import ParameterNotInForceError
from jaring.core.month import Month


def row_of(covers: Covers, i: int) -> tuple[object, ...]:
    dates = [None if each[i] == UNKNOWN else day_at(int(each[i])) for each in days_in(covers)]
    return (PROTECTIONS[covers.jkk[i]], PROTECTIONS[covers.jkm[i]], *dates, int(covers.contribution_months[i]))


def days_in(covers: Covers) -> tuple[np.ndarray, ...]:
    return covers.since, covers.until, covers.jkm_full_from


def single(membership: Membership, day: date, followed: frozenset[str]) -> tuple[object, ...]:
    cover = cover_on(membership, day, readings=followed)
    return (cover.jkk, cover.jkm, cover.since, cover.until, cover.jkm_full_from, cover.contribution_months)


def picked() -> list[Membership]:
    """Memberships of two years with gaps of one, two and four months, at every turn of which the rules say something.

    Their months are paid ahead, in time, late but in grace, and after the end; some together; some with exits,
    returns or restored months.
    """
    months = [FIRST + i for i in range(MONTHS) if i not in {5, 8, 9, 12, 13, 14, 15}]
    paid_after = (None, -40, 30, 46, 75, 100, 150)
    found = []
    for segment in Segment:
        plain = member("2024-06-17", segment=segment)
        for lag in paid_after:
            paid = [PaidMonth(each, None if lag is None else each.first_day + timedelta(days=lag)) for each in months]
            found.append(replace(plain, paid=tuple(paid)))
        for day in ("2024-11-12", "2025-01-31", "2025-02-01", "2025-04-15"):
            together = {months[i]: date.fromisoformat(day) for i in range(2, 7)}
            found.append(replace(plain, paid=tuple(PaidMonth(each, together.get(each)) for each in months)))
        kept = found[-1]
        died, moved = Exit(date(2025, 3, 10), "died"), Exit(date(2024, 12, 1), "moved", date(2024, 12, 20))
        again = Exit(date(2025, 9, 1), "moved", date(2026, 2, 11))
        found += [replace(kept, exits=exits) for exits in ((died,), (moved, again), (moved, died))]
        found += [
            replace(each, restorations=(Restoration(FIRST + 4, FIRST + 12), Restoration(FIRST + 17, FIRST + 19)))
            for each in found[-12::3]
        ]
    return [*found, replace(found[0], carrier=Carrier.TASPEN), member("2025-02-01")]


@pytest.mark.parametrize("reading", ["", *READINGS, *UNITS])
def test_every_turn_of_a_membership_is_told_for_all_as_for_one(reading: str) -> None:
    group = picked()
    table, followed = portfolio_of(group), frozenset({reading} - {""})

    codes = cover_by_month(table, FIRST, MONTHS + 6, readings=followed)

    for i in range(MONTHS + 6):
        first_day = (FIRST + i).first_day
        assert codes[i].tolist() == cover_of_all(table, first_day, readings=followed).jkm.tolist()
        day = first_day + timedelta(days=i % 3 * 8)
        covers = cover_of_all(table, day, readings=followed)
        for place, each in enumerate(group):
            assert row_of(covers, place) == single(each, day, followed)


@given(st.lists(memberships(), max_size=8), days, readings)
@settings(max_examples=60, deadline=None)
def test_all_at_once_says_what_each_one_says(group: list[Membership], day: date, followed: frozenset[str]) -> None:
    covers = cover_of_all(portfolio_of(group), day, readings=followed)

    assert [row_of(covers, i) for i in range(len(group))] == [single(each, day, followed) for each in group]


@given(st.lists(memberships(), min_size=1, max_size=6), st.integers(0, 20), st.integers(1, 12), readings)
@settings(max_examples=60, deadline=None)
def test_a_year_by_months_says_what_each_first_day_says(
    group: list[Membership], skipped: int, count: int, followed: frozenset[str]
) -> None:
    first = FIRST + skipped

    codes = cover_by_month(portfolio_of(group), first, count, readings=followed)

    expected = [[cover_on(m, (first + i).first_day, readings=followed) for m in group] for i in range(count)]
    assert [[PROTECTIONS[code] for code in month] for month in codes] == [[c.jkm for c in row] for row in expected]
    assert [[bool(code) for code in month] for month in codes] == [[c.is_covered for c in row] for row in expected]


@given(st.lists(memberships(), min_size=1, max_size=6), days, st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_parts_give_what_the_whole_gives(group: list[Membership], day: date, size: int) -> None:
    table = portfolio_of(group)
    whole = cover_of_all(table, day)

    parts = [(start, cover_of_all(part, day)) for start, part in table.parts(size)]

    assert sum(len(covers.jkk) for _, covers in parts) == len(group)
    for start, covers in parts:
        for i in range(len(covers.jkk)):
            assert row_of(covers, i) == row_of(whole, start + i)


def test_an_empty_register_has_no_answers() -> None:
    table = portfolio_of([])

    assert len(table) == 0
    assert cover_of_all(table, date(2026, 1, 1)).jkk.shape == (0,)
    assert cover_by_month(table, Month(2026, 1), 3).shape == (3, 0)


def test_members_of_a_simple_register_are_those_of_the_full_form() -> None:
    farmers = [member("2025-07-01", ["2025-07"], until="2026-01"), member("2025-08-15", ["2025-08"], until="2025-10")]
    enrolled, start, end = (
        np.array(column, dtype=np.int32)
        for column in (
            [day_number(each.enrolled_on) for each in farmers],
            [month_number(each.paid[0].month) for each in farmers],
            [month_number(each.paid[-1].month + 1) for each in farmers],
        )
    )
    table = without_exits(np.zeros(2, dtype=np.int8), enrolled, start, end)
    on = date(2025, 9, 30)

    covers, expected = cover_of_all(table, on), cover_of_all(portfolio_of(farmers), on)

    assert [row_of(covers, i) for i in range(2)] == [row_of(expected, i) for i in range(2)]
    days_of_second = (date(2025, 8, 15), date(2025, 10, 1), date(2025, 11, 15))
    assert row_of(covers, 1) == (Protection.FULL, Protection.FUNERAL_ONLY, *days_of_second, 2)


def test_the_day_of_payment_of_a_simple_register_counts() -> None:
    columns = [
        np.array([value], dtype=np.int32)
        for value in (day_number(date(2025, 7, 1)), month_number(Month(2025, 7)), month_number(Month(2025, 8)))
    ]
    late = np.array([day_number(date(2025, 10, 1))], dtype=np.int32)

    covers = cover_of_all(without_exits(np.zeros(1, dtype=np.int8), *columns, paid_on=late), date(2025, 7, 20))

    assert covers.jkk.tolist() == [0]


def test_a_payment_before_the_law_is_refused_as_it_is_for_one_member() -> None:
    old = member("2015-06-01", ["2015-06", "2015-07"])

    with pytest.raises(ParameterNotInForceError):
        cover_on(old, date(2025, 9, 10))
    with pytest.raises(ParameterNotInForceError):
        cover_of_all(portfolio_of([old]), date(2025, 9, 10))


def test_whole_numbers_stand_for_days_and_months_as_numpy_counts_them() -> None:
    assert np.datetime64(day_number(date(2026, 11, 1)), "D") == np.datetime64("2026-11-01")
    assert np.datetime64(month_number(Month(2026, 11)), "M") == np.datetime64("2026-11")
    assert day_at(day_number(date(2026, 11, 1))) == date(2026, 11, 1)


def test_months_paid_on_one_day_are_one_span() -> None:
    paid = [
        paid_month("2025-07", "2025-07-03"),
        paid_month("2025-08", "2025-07-03"),
        paid_month("2025-09"),
        paid_month("2025-10"),
        paid_month("2025-12"),
    ]

    table = portfolio_of([member("2025-07-01", paid), member("2025-07-01")])

    assert table.span_offsets.tolist() == [0, 3, 3]
    assert [str(np.datetime64(int(each), "M")) for each in table.span_start] == ["2025-07", "2025-09", "2025-12"]
    assert (table.span_end - table.span_start).tolist() == [2, 2, 1]
    assert table.paid_on.tolist() == [day_number(date(2025, 7, 3)), UNKNOWN, UNKNOWN]
