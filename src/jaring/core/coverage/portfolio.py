"""The coverage rules for millions of memberships at once: the same answers as ``cover_on``, in columns.

>>> import numpy as np
>>> enrolled = np.array([day_number(date(2025, 7, 1))] * 2, dtype=np.int32)
>>> start, end = (np.array([month_number(month)] * 2, dtype=np.int32) for month in (Month(2025, 7), Month(2026, 1)))
>>> covers = cover_of_all(without_exits(np.zeros(2, dtype=np.int8), enrolled, start, end), date(2025, 9, 10))
>>> covers.jkk.tolist(), covers.jkm.tolist(), day_at(int(covers.jkm_full_from[0])).isoformat()
([2, 2], [1, 1], '2025-10-01')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from jaring.core.contribution import Segment
from jaring.core.coverage.columns import (
    BPU,
    END_OF_TIME,
    FULL,
    FUNERAL_ONLY,
    PU,
    UNKNOWN,
    Codes,
    Days,
    Months,
    Portfolio,
    day_at,
    day_number,
    month_number,
    portfolio_of,
    without_exits,
)
from jaring.core.coverage.cover import Protection
from jaring.core.coverage.payments import unpaid_wage_rule
from jaring.core.coverage.runs import EMPLOYER_FIRST
from jaring.core.coverage.waiting import WaitRule, wait_rule
from jaring.core.coverage.walking import Rows, WalkRules, first_days, months_at, walk
from jaring.core.month import Month

__all__ = [
    "PROTECTIONS",
    "Covers",
    "Portfolio",
    "cover_by_month",
    "cover_of_all",
    "day_at",
    "day_number",
    "month_number",
    "portfolio_of",
    "without_exits",
]

NO_READINGS: Final[frozenset[str]] = frozenset()
PROTECTIONS: Final = (Protection.NONE, Protection.FUNERAL_ONLY, Protection.FULL)  # By code.
ROWS_AT_ONCE: Final = 1 << 17  # State for so many memberships stays in the cache of a processor.


@dataclass(frozen=True, slots=True)
class Covers:
    """Cover of n memberships on one day; all arrays of shape (n,). Days are int32; ``UNKNOWN`` stands for none.

    Attributes:
        jkk: int8 code, 0 none or 2 full; see ``PROTECTIONS``.
        jkm: int8 code, 0 none, 1 funeral money only, 2 full.
        since: First day of the unbroken cover.
        until: First day without cover if nothing more is paid; ``UNKNOWN`` also where cover has no end.
        jkm_full_from: Day from which JKM pays in full if cover goes on.
        contribution_months: int32, months of contribution that count on the day.
    """

    day: date
    jkk: Codes
    jkm: Codes
    since: Days
    until: Days
    jkm_full_from: Days
    contribution_months: Months


def cover_of_all(table: Portfolio, day: date, *, readings: frozenset[str] = NO_READINGS) -> Covers:
    """Judge all memberships on a day, with the answers that ``cover_on`` gives for each.

    Args:
        table: The memberships in columns, n of them.
        day: The day of the event.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        Arrays of shape (n,) in the order of the memberships.

    Raises:
        ParameterNotInForceError: (JRG-101) the day or a payment lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.

    Source of law:
        As for ``cover_on``.
    """
    count = len(table)
    no_days = np.full(count, UNKNOWN, dtype=np.int32)
    nothing = np.zeros(count, dtype=np.int8)
    covers = Covers(
        day, nothing, nothing.copy(), no_days, no_days.copy(), no_days.copy(), np.zeros(count, dtype=np.int32)
    )
    rules, waits = _rules_on(day, readings)
    for start, part in table.parts(ROWS_AT_ONCE):
        walk(part, rules, _OnDay(covers, waits, part, start))
    return covers


def cover_by_month(table: Portfolio, first: Month, count: int, *, readings: frozenset[str] = NO_READINGS) -> Codes:
    """Judge all memberships on the first day of each of some consecutive months, in one walk.

    Args:
        table: The memberships in columns, n of them; use ``Portfolio.parts`` where memory is short.
        first: The first month.
        count: How many months.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        Shape (count, n), int8: what JKM gives, 0 none, 1 funeral money only, 2 full. JKK holds in full wherever it is
        not 0.

    Raises:
        ParameterNotInForceError: (JRG-101) a month or a payment lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.
    """
    days = [(first + i).first_day for i in range(count)]
    by_rules: dict[WalkRules, list[tuple[int, date, _Waits]]] = {}
    for i, day in enumerate(days):
        rules, waits = _rules_on(day, readings)
        by_rules.setdefault(rules, []).append((i, day, waits))
    codes = np.zeros((count, len(table)), dtype=np.int8)
    for start, part in table.parts(ROWS_AT_ONCE):
        for rules, asked in by_rules.items():
            walk(part, rules, _ByMonth(codes[:, start : start + len(part)], asked, part))
    return codes


class _Waits(NamedTuple):
    """The waiting rule of each segment."""

    non_wage: WaitRule
    wage: WaitRule


def _rules_on(day: date, readings: frozenset[str]) -> tuple[WalkRules, _Waits]:
    waits = _Waits(wait_rule(Segment.BPU, day, readings), wait_rule(Segment.PU, day, readings))
    # Only the rule that applies says how the period counts; where neither does, it does not matter.
    counting = waits.wage if waits.wage.applies and not waits.non_wage.applies else waits.non_wage
    covers_owed = unpaid_wage_rule(day, readings).name == EMPLOYER_FIRST
    rules = WalkRules(counting.restarts_after_gap, counting.counts_from_registration, covers_owed, readings)
    return rules, waits


class _OnDay:
    """Gathers the answers for one day."""

    def __init__(self, covers: Covers, waits: _Waits, part: Portfolio, offset: int) -> None:
        self.covers, self.waits, self.part, self.offset = covers, waits, part, offset
        self.day = day_number(covers.day)
        self.month = month_number(Month.of(covers.day))
        self.last_counted = np.full(len(part), UNKNOWN, dtype=np.int32)

    def months(self, rows: Rows, start: Months, end: Months, begins: Days) -> None:
        """Count the months that have begun to cover by the day; a month that two stays share counts once."""
        start = np.maximum(start, np.where(self.last_counted[rows] >= start, start + np.int32(1), start))
        end = np.minimum(end, self.month + 1)
        end = np.where((months_at(begins) == self.month) & (begins > self.day), np.minimum(end, self.month), end)
        counts = start < end
        self.last_counted[rows[counts]] = (end - np.int32(1))[counts]
        self.covers.contribution_months[self.offset + rows[counts]] += (end - start)[counts]

    def runs(self, rows: Rows, start: Days, end: Days, wait_from: Days, months_before: Months) -> None:
        on = np.flatnonzero((start <= self.day) & (self.day < end))
        rows, start, end = rows[on], start[on], end[on]
        full_from = _full_from(self.waits, self.part.segments[rows], start, wait_from[on], months_before[on])
        places = self.offset + rows
        self.covers.jkk[places] = FULL
        self.covers.jkm[places] = np.where(full_from <= self.day, FULL, FUNERAL_ONLY)
        self.covers.since[places] = start
        self.covers.until[places] = np.where(end == END_OF_TIME, UNKNOWN, end)
        self.covers.jkm_full_from[places] = full_from


class _ByMonth:
    """Gathers the answers for several days that one walk can serve."""

    def __init__(self, codes: Codes, asked: Sequence[tuple[int, date, _Waits]], part: Portfolio) -> None:
        self.codes, self.part = codes, part
        self.asked: dict[_Waits, list[tuple[int, int]]] = {}
        for place, day, waits in asked:
            self.asked.setdefault(waits, []).append((place, day_number(day)))

    def months(self, rows: Rows, start: Months, end: Months, begins: Days) -> None:
        """Take no notice: only runs are asked for."""

    def runs(self, rows: Rows, start: Days, end: Days, wait_from: Days, months_before: Months) -> None:
        segments = self.part.segments[rows]
        for waits, days in self.asked.items():
            full_from = _full_from(waits, segments, start, wait_from, months_before)
            for place, day in days:
                on = np.flatnonzero((start <= day) & (day < end))
                self.codes[place, rows[on]] = np.where(full_from[on] <= day, FULL, FUNERAL_ONLY)


def _full_from(waits: _Waits, segments: Codes, start: Days, wait_from: Days, months_before: Months) -> Days:
    """Return for each run the first day on which JKM pays in full, as ``WaitRule.full_from`` does for one."""
    full = start.copy()
    for code, wait in ((BPU, waits.non_wage), (PU, waits.wage)):
        if not wait.applies:
            continue
        at = np.flatnonzero((segments == code) & (wait_from >= _number_or_least(wait.spared_before)))
        full[at] = np.maximum(start[at], _after_wait(wait, start[at], wait_from[at], months_before[at]))
    return full


def _after_wait(wait: WaitRule, start: Days, wait_from: Days, months_before: Months) -> Days:
    if wait.unit == "days":
        return wait_from + np.int32(wait.length)
    if wait.unit == "paid_months":
        left = np.maximum(0, np.int32(wait.length - 1) - months_before)
        return first_days(months_at(start) + left)
    month = months_at(wait_from)
    same_day = first_days(month + np.int32(wait.length)) + (wait_from - first_days(month))
    return np.minimum(same_day, first_days(month + np.int32(wait.length + 1)))


def _number_or_least(day: date) -> int:
    return UNKNOWN if day == date.min else day_number(day)
