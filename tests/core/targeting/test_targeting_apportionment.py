"""Places are shared by Webster's method, and more places never cost anyone a place."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.targeting import apportion

bases = st.lists(st.integers(0, 100_000), min_size=1, max_size=12).filter(sum)


def hamilton(basis: list[int], places: int) -> list[int]:
    """Largest remainders, the method that is not used."""
    exact = [Fraction(places * share, sum(basis)) for share in basis]
    seats = [floor(part) for part in exact]
    by_remainder = sorted(range(len(basis)), key=lambda unit: (seats[unit] - exact[unit], unit))
    for unit in by_remainder[: places - sum(seats)]:
        seats[unit] += 1
    return seats


def test_a_textbook_example_by_hand() -> None:
    """Quotients 53, 24, 23, 17.67, 10.6, 8 and 7.67 (thousands) win the seven places."""
    assert apportion([53_000, 24_000, 23_000], 7) == [3, 2, 2]


def test_the_alabama_paradox_of_largest_remainders_does_not_arise() -> None:
    """By largest remainders the small unit has two of ten places and one of eleven."""
    basis = [6, 6, 2]
    ten, eleven = hamilton(basis, 10), hamilton(basis, 11)
    assert eleven[2] < ten[2]

    assert apportion(basis, 11)[2] >= apportion(basis, 10)[2]


@given(bases, st.integers(0, 60))
def test_every_place_is_given_and_one_more_goes_to_exactly_one_unit(basis: list[int], places: int) -> None:
    seats, more = apportion(basis, places), apportion(basis, places + 1)

    assert sum(seats) == places
    assert sorted(later - earlier for earlier, later in zip(seats, more, strict=True)) == [0] * (len(basis) - 1) + [1]


@given(bases, st.integers(1, 60))
def test_no_unit_has_a_larger_claim_than_the_one_that_won_the_last_place(basis: list[int], places: int) -> None:
    """The inequality that defines Webster's method, in exact fractions."""
    seats = apportion(basis, places)

    won = [Fraction(share, 2 * seat - 1) for share, seat in zip(basis, seats, strict=True) if seat]
    asked = [Fraction(share, 2 * seat + 1) for share, seat in zip(basis, seats, strict=True)]

    assert max(asked) <= min(won)


@given(bases, st.data())
def test_places_already_held_are_never_taken_back(basis: list[int], data: st.DataObject) -> None:
    held = data.draw(st.lists(st.integers(0, 5), min_size=len(basis), max_size=len(basis)))

    seats = apportion(basis, sum(held) + data.draw(st.integers(0, 20)), at_least=held)

    assert all(seat >= had for seat, had in zip(seats, held, strict=True))


def test_a_unit_above_its_share_waits_until_the_others_have_caught_up() -> None:
    assert apportion([100, 100], 6, at_least=[4, 0]) == [4, 2]


def test_large_numbers_are_compared_exactly() -> None:
    """2,700,001 / 3 and 900,000 / 1 differ by a third in nine hundred thousand; the larger claim goes first."""
    assert apportion([2_700_001, 900_000], 2) == [2, 0]
    assert apportion([2_699_999, 900_000], 2) == [1, 1]


@pytest.mark.parametrize(("basis", "places", "held"), [([], 1, []), ([-1, 2], 1, []), ([1, 1], 1, [1, 1])])
def test_impossible_shares_are_refused(basis: list[int], places: int, held: list[int]) -> None:
    with pytest.raises(ValueError, match="places"):
        apportion(basis, places, at_least=held)
