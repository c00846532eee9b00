"""Rupiah amounts as whole numbers. Floats are refused; rounding is always named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import Enum


class Rounding(Enum):
    """How a fraction of a rupiah becomes a whole one. The law names the mode, not the code."""

    HALF_UP = ROUND_HALF_UP
    UP = ROUND_CEILING
    DOWN = ROUND_FLOOR


@dataclass(frozen=True, slots=True, order=True)
class Rupiah:
    """A signed amount in whole rupiah (IDR, no sen).

    Negative amounts exist only in ledger postings; inputs reject them at the edge.
    """

    idr: int

    def __post_init__(self) -> None:
        if type(self.idr) is not int:  # bool and float are both wrong here
            raise TypeError(f"Rupiah takes int, got {type(self.idr).__name__}")

    def __add__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.idr + other.idr)

    def __sub__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.idr - other.idr)

    def __neg__(self) -> Rupiah:
        return Rupiah(-self.idr)

    def times(self, rate: Decimal, rounding: Rounding) -> Rupiah:
        """Multiply by a dimensionless rate (0.0024 is 0.24 %) and round once."""
        return Rupiah(int((self.idr * rate).to_integral_value(rounding.value)))

    def split(self, weights: Sequence[int]) -> list[Rupiah]:
        """Share this amount by integer weights; the parts always sum to the whole.

        Leftover rupiah go one each to the largest remainders, ties to the earlier part.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be non-negative and not all zero")
        floors = [self.idr * w // total for w in weights]
        remainders = [self.idr * w % total for w in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: -remainders[i])
        for i in by_remainder[: self.idr - sum(floors)]:
            floors[i] += 1
        return [Rupiah(x) for x in floors]

    def __str__(self) -> str:
        """Indonesian form: ``Rp16.800`` or ``-Rp16.800``."""
        return f"{'-' if self.idr < 0 else ''}Rp{abs(self.idr):,}".replace(",", ".")


ZERO = Rupiah(0)
