"""Calendar months, the unit in which contributions fall due. No clock, no time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, for example ``Month(2026, 12)``; written ``2026-12``."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1945 <= self.year <= 2200 and 1 <= self.month <= 12):
            raise ValueError(f"not a month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``YYYY-MM`` exactly; anything else is refused (no guessing)."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError(f"expected YYYY-MM, got {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return (self + 1).first_day - timedelta(days=1)

    def __add__(self, months: int) -> Month:
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, other: Month) -> int:
        """Return the whole months from ``other`` up to this one; negative when it lies earlier."""
        return (self.year - other.year) * 12 + self.month - other.month

    def until(self, end: Month) -> Iterator[Month]:
        """Yield months from this one up to, and not including, ``end``."""
        month = self
        while month < end:
            yield month
            month += 1

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
