"""Ceilings of a budget whose lines may pay JKK, JKM or both, and how many months its money lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jaring.core.month import Month

MONTHS_AHEAD_MAX: Final = 60
"""How far ahead a runway is followed; money that lasts longer needs no warning."""


class Programme(StrEnum):
    """What a budget line pays."""

    BOTH = "both"
    JKK = "jkk"
    JKM = "jkm"


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Money by what it may pay, whole rupiah: set aside, or left. What is left of one line may be below zero.

    >>> Ceilings(both_idr=0, jkk_idr=10_000, jkm_idr=6_800).lacks(10_000, 6_800)
    0
    >>> Ceilings(both_idr=0, jkk_idr=16_800, jkm_idr=0).lacks(10_000, 6_800)
    6800
    >>> Ceilings(both_idr=6_800, jkk_idr=10_000, jkm_idr=0).lacks(10_000, 6_800)
    0
    """

    both_idr: int = 0
    jkk_idr: int = 0
    jkm_idr: int = 0

    @property
    def total_idr(self) -> int:
        return self.both_idr + self.jkk_idr + self.jkm_idr

    def plus(self, programme: Programme, amount_idr: int) -> Ceilings:
        """Return these ceilings with an amount added to one of them."""
        added = {each: amount_idr if each is programme else 0 for each in Programme}
        return Ceilings(
            self.both_idr + added[Programme.BOTH],
            self.jkk_idr + added[Programme.JKK],
            self.jkm_idr + added[Programme.JKM],
        )

    def less(self, jkk_idr: int, jkm_idr: int) -> Ceilings:
        """Return what is left after JKK and JKM were taken from their own lines; the common line makes up for them."""
        return Ceilings(self.both_idr, self.jkk_idr - jkk_idr, self.jkm_idr - jkm_idr)

    def lacks(self, jkk_idr: int = 0, jkm_idr: int = 0) -> int:
        """Return how much is missing to pay both amounts: zero where the lines suffice.

        Each programme is paid from its own line first; only the common line can pay what that line cannot.
        """
        short = max(0, jkk_idr - self.jkk_idr) + max(0, jkm_idr - self.jkm_idr)
        return max(0, short - self.both_idr)


@dataclass(frozen=True, slots=True)
class Runway:
    """How long money lasts: the whole months it pays, and the first that it does not; None beyond the horizon."""

    months: int
    ends: Month | None


def runway(left: Ceilings, costs: Iterable[tuple[Month, int, int]]) -> Runway:
    """Follow the months until one can no longer be paid whole.

    Args:
        left: What is left now.
        costs: From the first month still to be paid on: the month, its JKK and its JKM in IDR.

    Returns:
        The whole months paid, and the first month that is not; a month that costs nothing is paid.
    """
    months = 0
    for month, jkk_idr, jkm_idr in costs:
        if left.lacks(jkk_idr, jkm_idr):
            return Runway(months, month)
        left = left.less(jkk_idr, jkm_idr)
        months += 1
    return Runway(months, None)
