"""Memberships that share a history are found without ever taking two different histories for one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memberships import member, memberships

from jaring.core.coverage import alike
from jaring.core.coverage.alike import histories_of
from jaring.core.coverage.columns import Portfolio, portfolio_of
from jaring.core.coverage.membership import Membership
from jaring.core.month import Month


def history(table: Portfolio, i: int) -> tuple[object, ...]:
    stays = slice(table.stay_offsets[i], table.stay_offsets[i + 1])
    spans = slice(table.span_offsets[i], table.span_offsets[i + 1])
    columns = (table.stay_start[stays], table.stay_end[stays])
    columns += (table.span_start[spans], table.span_end[spans], table.paid_on[spans])
    return (table.segments[i], table.is_insured[i], *(tuple(column.tolist()) for column in columns))


def assert_nobody_gets_anothers(table: Portfolio) -> None:
    histories = histories_of(table)
    for i in range(len(table)):
        assert history(histories.distinct, int(histories.numbers[i])) == history(table, i)


@given(st.lists(memberships(), max_size=30).flatmap(lambda few: st.permutations(few * 2)))
def test_everybody_has_the_history_of_his_number(group: list[Membership]) -> None:
    assert_nobody_gets_anothers(portfolio_of(group))


@given(st.lists(memberships(), max_size=30))
def test_collisions_never_mix_histories(group: list[Membership]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "_SLOT_BITS", 1)
        patch.setattr(alike, "_ROWS_AT_ONCE", 7)
        assert_nobody_gets_anothers(portfolio_of(group))


@given(memberships(), st.integers(1, 200))
def test_a_shared_history_is_judged_once(membership: Membership, people: int) -> None:
    histories = histories_of(portfolio_of([membership] * people))

    assert len(histories.distinct) == 1
    assert not np.any(histories.numbers)


def farmers() -> list[Membership]:
    """72 histories of one kind, in none of whose days all agree, and three people with each."""
    enrolled = [f"2025-07-{day:02}" for day in range(1, 10)]
    ends = [str(Month(2025, 9) + i) for i in range(8)]
    return [member(day, ["2025-07"], until=end) for day in enrolled for end in ends] * 3


def test_many_people_of_a_few_histories_are_judged_a_few_times() -> None:
    histories = histories_of(portfolio_of(farmers()))

    assert len(histories.distinct) == 72
    assert np.bincount(histories.numbers).tolist() == [3] * 72


def test_who_finds_no_slot_in_any_round_stands_for_himself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "_SLOT_BITS", 1)  # Two slots in each of three rounds.
    table = portfolio_of(farmers())

    assert len(histories_of(table).distinct) == 3 * (72 - 6) + 6
    assert_nobody_gets_anothers(table)
