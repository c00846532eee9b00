"""Contributions, cover and death benefit of millions of people for consecutive months, in columns.

Each distinct combination of facts is worked out once by the functions that serve one person; the columns only point
at the result. So the amounts are those of ``contribution`` and ``entitlement``, to the rupiah.

>>> import numpy as np
>>> from jaring.core.coverage.portfolio import day_number, month_number, without_exits
>>> one = np.ones(1, dtype=np.int32)
>>> start, end = month_number(Month(2026, 1)), month_number(Month(2027, 1))
>>> cover = without_exits(np.zeros(1, dtype=np.int8), one * day_number(date(2026, 1, 1)), one * start, one * end)
>>> farmer = People(cover, one * 900_000, payer_codes([Payer.APBD]), sector_codes([Sector.OTHER]))
>>> months = amounts_by_month(farmer, Rules.of(farmer, Month(2026, 3), 2))
>>> months.contribution_idr(0).tolist(), [months.death_benefit_idr(i).tolist() for i in range(2)]
([16800], [[10000000], [42000000]])
>>> months.totals().death_benefit_idr.tolist()
[10000000, 42000000]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import product
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jaring.core import law
from jaring.core.benefit import jkm
from jaring.core.contribution import Payer, RateFacts, Sector, Segment, contribution_for_base
from jaring.core.coverage.alike import Numbers, histories_of
from jaring.core.coverage.columns import Codes, Portfolio
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.coverage.portfolio import PROTECTIONS, cover_by_month
from jaring.core.money import ZERO, Rupiah
from jaring.core.month import Month

Amounts: TypeAlias = NDArray[np.int64]

PAYERS: Final = tuple(Payer)
SECTORS: Final = tuple(Sector)
NO_READINGS: Final[frozenset[str]] = frozenset()
_ROWS_AT_ONCE: Final = 1 << 16  # So many stay in the cache of a processor.
_NO_WAGES: Final[Amounts] = np.empty(0, dtype=np.int64)
_IS_WAGE_EARNER: Final = np.array([payer.segment is Segment.PU for payer in PAYERS])


def payer_codes(payers: Iterable[Payer]) -> Codes:
    """Return the place of each payer in ``PAYERS``, int8."""
    return np.array([PAYERS.index(payer) for payer in payers], dtype=np.int8)


def sector_codes(sectors: Iterable[Sector]) -> Codes:
    """Return the place of each sector in ``SECTORS``, int8."""
    return np.array([SECTORS.index(sector) for sector in sectors], dtype=np.int8)


@dataclass(frozen=True, slots=True)
class People:
    """n participants in columns.

    Attributes:
        cover: Their memberships, n of them.
        income_idr: Shape (n,), integers: monthly income, or the wage where the employer pays; IDR, zero or more.
        payers: Shape (n,), int8: place in ``PAYERS``.
        sectors: Shape (n,), int8: place in ``SECTORS``.
    """

    cover: Portfolio
    income_idr: NDArray[np.integer]
    payers: Codes
    sectors: Codes

    def parts(self, size: int) -> Iterator[People]:
        """Yield the people in parts of at most ``size``, as views of the same columns."""
        for start, cover in self.cover.parts(size):
            rows = slice(start, start + size)
            yield People(cover, self.income_idr[rows], self.payers[rows], self.sectors[rows])


@dataclass(frozen=True)
class Rules:
    """The law of consecutive months, worked out for every combination of facts that some people have.

    Attributes:
        thresholds_idr: Shape (b,), int64: lower limits of the income brackets.
        wages_idr: Shape (w,), int64: the distinct wages of wage earners, rising.
        contribution_idr: Shape (month, base, payer, sector), int64; bases are the b brackets, then the w wages.
        death_benefit_idr: Shape (month, 3), int64: what JKM pays by code of cover, see ``PROTECTIONS``.
    """

    first: Month
    readings: frozenset[str]
    thresholds_idr: Amounts
    wages_idr: Amounts
    contribution_idr: Amounts
    death_benefit_idr: Amounts

    @cached_property
    def step_idr(self) -> int:
        """The greatest step (IDR) of which every bracket begins at a multiple."""
        return int(np.gcd.reduce(self.thresholds_idr))

    @cached_property
    def place_of_step(self) -> Numbers:
        """The place of the bracket of each step, up to the last bracket; so no income has to be searched for."""
        steps = self.thresholds_idr // self.step_idr
        return (np.searchsorted(steps, np.arange(steps[-1] + 1), side="right") - 1).astype(np.int32)

    @classmethod
    def of(cls, people: People, first: Month, count: int, *, readings: frozenset[str] = NO_READINGS) -> Rules:
        """Work out the law of ``count`` months from ``first`` for the facts that ``people`` have.

        Raises:
            ParameterNotInForceError: (JRG-101) a month lies before the law.
            AlternativeUnknownError: (JRG-103) there is no such reading.
            ValueError: the table of incomes changes within the months; ask for the months before and after it apart.
        """
        months = [first + i for i in range(count)]
        tables = {law.at(month.first_day).value("contribution/bpu/income_table").brackets for month in months}
        if len(tables) != 1:
            raise ValueError("the income table changes within these months")
        brackets = tables.pop()
        present = [PAYERS[code] for code in np.flatnonzero(np.bincount(people.payers))]
        wages = _wages_of(people) if any(payer.segment is Segment.PU for payer in present) else _NO_WAGES
        bases = [bracket.base_idr for bracket in brackets] + wages.tolist()
        contribution_idr = np.zeros((count, len(bases), len(PAYERS), len(SECTORS)), dtype=np.int64)
        for payer, sector in product(present, SECTORS):
            earns = payer.segment is Segment.PU
            own = slice(len(brackets), None) if earns else slice(len(brackets))
            cell = (slice(None), own, PAYERS.index(payer), SECTORS.index(sector))
            contribution_idr[cell] = _dues_idr(months, payer, sector, bases[own], readings)
        return cls(
            first,
            readings,
            np.array([bracket.from_idr for bracket in brackets], dtype=np.int64),
            wages,
            contribution_idr,
            np.array([_death_benefits_idr(month.first_day, readings) for month in months], dtype=np.int64),
        )


class Totals(NamedTuple):
    """Sums over everybody, each of shape (m,), int64."""

    covered: Amounts
    contribution_idr: Amounts
    death_benefit_idr: Amounts


class MonthlyAmounts:
    """Amounts of n people in m months, kept as numbers into small tables and written out on demand.

    Attributes:
        histories: Shape (n,), int32: which of h histories of cover each one has.
        rates: Shape (n,), int32: which of c combinations of base, payer and sector each one has.
    """

    def __init__(self, rules: Rules, histories: Numbers, rates: Numbers, jkm_by_history: Codes) -> None:
        self.rules, self.histories, self.rates = rules, histories, rates
        self._jkm = jkm_by_history
        self._contribution_idr = rules.contribution_idr.reshape(len(jkm_by_history), -1)
        self._death_benefit_idr = np.take_along_axis(rules.death_benefit_idr, jkm_by_history, axis=1)

    def jkm(self, month: int) -> Codes:
        """Return what JKM gives each one on the first day of a month, shape (n,); see ``PROTECTIONS``."""
        codes: Codes = self._jkm[month].take(self.histories)
        return codes

    def contribution_idr(self, month: int) -> Amounts:
        """Return each one's contribution, shape (n,), int64; 0 where the month does not cover."""
        amounts: Amounts = self._contribution_idr[month].take(self.rates)
        amounts *= self.jkm(month) != 0
        return amounts

    def death_benefit_idr(self, month: int) -> Amounts:
        """Return what the heirs receive after a death, not at work, on the first day of the month; shape (n,)."""
        amounts: Amounts = self._death_benefit_idr[month].take(self.histories)
        return amounts

    def totals(self) -> Totals:
        """Add up every month: exact, in 64 bits."""
        patterns, pattern_of = np.unique(self._jkm, axis=1, return_inverse=True)
        people = self._people_of(pattern_of.astype(np.int32), patterns.shape[1])
        is_covered = patterns != 0
        due_idr = self._contribution_idr @ people  # Shape (m, patterns): what everybody of a pattern would owe.
        death_benefit_idr = np.take_along_axis(self.rules.death_benefit_idr, patterns, axis=1)
        of_pattern = people.sum(axis=0)
        return Totals(
            covered=is_covered @ of_pattern,
            contribution_idr=np.where(is_covered, due_idr, 0).sum(axis=1),
            death_benefit_idr=death_benefit_idr @ of_pattern,
        )

    def _people_of(self, pattern_of: Numbers, patterns: int) -> Amounts:
        """Count the people of each combination and pattern of cover, shape (c, patterns)."""
        combinations = self._contribution_idr.shape[1]
        count = np.zeros(combinations * patterns, dtype=np.int64)
        for start in range(0, len(self.rates), _ROWS_AT_ONCE):
            rows = slice(start, start + _ROWS_AT_ONCE)
            cell = self.rates[rows] * np.int64(patterns) + pattern_of[self.histories[rows]]
            count += np.bincount(cell, minlength=len(count))
        return count.reshape(combinations, patterns)


def amounts_by_month(people: People, rules: Rules) -> MonthlyAmounts:
    """Apply the law of some months to people whose facts it was worked out for.

    Args:
        people: n people, or a part of those given to ``Rules.of``.
        rules: The law of m months.

    Returns:
        Amounts in whole rupiah; 8 bytes a person, whatever the number of months.

    Source of law:
        As for ``contribution`` and ``entitlement``, month by month.
    """
    histories = histories_of(people.cover)
    count = len(rules.death_benefit_idr)
    jkm_codes = cover_by_month(histories.distinct, rules.first, count, readings=rules.readings)
    return MonthlyAmounts(rules, histories.numbers, _rates(people, rules), jkm_codes)


def _rates(people: People, rules: Rules) -> Numbers:
    """Return the place of each one's base, payer and sector in the rules' contributions, shape (n,)."""
    _, _, payers, sectors = rules.contribution_idr.shape
    rates = np.empty(len(people.income_idr), dtype=np.int32)
    for start in range(0, len(rates), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        bases = _base_places(people.income_idr[rows], people.payers[rows], rules)
        rates[rows] = (bases * payers + people.payers[rows]) * sectors + people.sectors[rows]
    return rates


def _base_places(income_idr: NDArray[np.integer], payers: Codes, rules: Rules) -> NDArray[np.integer]:
    """Return the place of each one's base among the bases of the rules."""
    places = rules.place_of_step.take(income_idr // rules.step_idr, mode="clip")
    if len(rules.wages_idr):
        earns = _IS_WAGE_EARNER[payers]
        places[earns] = len(rules.thresholds_idr) + np.searchsorted(rules.wages_idr, income_idr[earns])
    return places


def _wages_of(people: People) -> Amounts:
    return np.unique(people.income_idr[_IS_WAGE_EARNER[people.payers]]).astype(np.int64)


def _dues_idr(
    months: Sequence[Month], payer: Payer, sector: Sector, bases: Sequence[int], readings: frozenset[str]
) -> list[list[int]]:
    """Return the dues by month and base; months between two changes of the law are worked out once."""
    by_law: dict[int, list[int]] = {}
    rows = []
    for month in months:
        version = bisect_right(_changes(), month.first_day)
        if version not in by_law:
            facts = (RateFacts(month, payer, Rupiah(base), sector) for base in bases)
            by_law[version] = [contribution_for_base(each, readings=readings).total.idr for each in facts]
        rows.append(by_law[version])
    return rows


@cache
def _changes() -> list[date]:
    """Return the days on which some value about contributions begins or ends."""
    values = (
        value
        for parameter in law.all_parameters()
        if parameter.path.startswith("contribution/")
        for value in parameter.values
    )
    return sorted({day for value in values for day in (value.start, value.end)})


def _death_benefits_idr(day: date, readings: frozenset[str]) -> list[int]:
    of_day = law.at(day, readings=readings)
    return [_death_benefit(code, day, of_day).idr for code in PROTECTIONS]


def _death_benefit(code: Protection, day: date, of_day: law.LawOfDay) -> Rupiah:
    if code is Protection.NONE:
        return ZERO
    cover = Cover(day, Protection.FULL, code, day, None, day, 1, ())
    return sum((item.amount for item in jkm.award([cover], of_day).items), ZERO)
