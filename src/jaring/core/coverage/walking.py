"""Walk through memberships in columns: their payments one after the other, all memberships at the same time.

The rules are those of ``payments`` and ``runs``; a step takes one span of paid months instead of one month. There are
as many steps as the membership with most spans has, however many memberships there are.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jaring.core import law
from jaring.core.coverage.calendar import number_of
from jaring.core.coverage.columns import PU, UNKNOWN, Days, Months, Portfolio, day_at, day_number, month_number
from jaring.core.coverage.payments import due_on, lapse_rules
from jaring.core.month import Month

Rows: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

_FIRST_DAYS: Final[Days] = (
    np.arange("1900-01", "2211-01", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int32)
)
_FIRST_MONTH: Final = -70 * 12
_DAYS: Final[Days] = np.arange(_FIRST_DAYS[0], _FIRST_DAYS[-1], dtype=np.int32)
_MONTH_AT: Final[Months] = _DAYS.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
_DUE_FROM: Final = Month(2015, 7)
_DUE_UNTIL: Final = Month(2200, 1)


class Collector(Protocol):
    """What an answer wants to know of the walk; all arrays have one element for each row."""

    def months(self, rows: Rows, start: Months, end: Months, begins: Days) -> None:
        """Take paid months ``start`` to ``end`` (not included), the first of which covers from the day ``begins``."""

    def runs(self, rows: Rows, start: Days, end: Days, wait_from: Days, months_before: Months) -> None:
        """Take an unbroken run of cover, the day from which the waiting period counts, and the months before it."""


class WalkRules(NamedTuple):
    """What the law of the day in question changes about the walk.

    Attributes:
        restarts_after_gap: The waiting period begins anew after every gap, not only after a membership has ended.
        counts_from_registration: The waiting period of the first run counts from the first day of its stay.
        covers_owed_wage_months: Wage earners are covered throughout their stays.
        readings: The readings followed for the law on payments.
    """

    restarts_after_gap: bool
    counts_from_registration: bool
    covers_owed_wage_months: bool
    readings: frozenset[str]


def first_days(months: Months) -> Days:
    """Return the first day of each month."""
    days: Days = _FIRST_DAYS.take(months - _FIRST_MONTH)
    return days


def months_at(days: Days) -> Months:
    """Return the month in which each day lies; days before 1900 and after 2210 count as the nearest known."""
    months: Months = _MONTH_AT.take(days - _DAYS[0], mode="clip")
    return months


def walk(table: Portfolio, rules: WalkRules, collector: Collector) -> None:
    """Tell the collector every paid month that covers and every run of cover, in order for each membership.

    Raises:
        ParameterNotInForceError: (JRG-101) a payment lies before the law.
    """
    counts = np.diff(table.stay_offsets)
    for turn in range(int(counts.max(initial=0))):
        rows = np.flatnonzero((counts > turn) & table.is_insured)
        stays = table.stay_offsets[rows] + turn
        is_real = table.stay_start[stays] < table.stay_end[stays]
        rows, stays = rows[is_real], stays[is_real]
        is_wage = table.segments[rows] == PU
        for chosen, kind in ((~is_wage, _NonWageWalk), (is_wage, _WageWalk)):
            if chosen.any():
                kind(table, rows[chosen], stays[chosen], rules, collector).go()


class _Walk:
    """One stay of each of some memberships; state arrays of shape (rows,)."""

    def __init__(self, table: Portfolio, rows: Rows, stays: Rows, rules: WalkRules, collector: Collector) -> None:
        self.table, self.rows, self.rules, self.collector = table, rows, rules, collector
        self.stay_start, self.stay_end = table.stay_start[stays], table.stay_end[stays]
        self.first_month = months_at(self.stay_start)
        self.after_month = months_at(self.stay_end - np.int32(1)) + np.int32(1)
        self.stopped = self.first_month.copy()
        self.run_start = np.full(len(rows), UNKNOWN, dtype=np.int32)
        self.run_end = self.run_start.copy()
        self.run_months = np.zeros(len(rows), dtype=np.int32)
        self.months_before = self.run_months.copy()
        self.wait_from = self.run_start.copy()

    def go(self) -> None:
        """Take the spans of each membership in turn."""
        position, after = self.table.span_offsets[self.rows], self.table.span_offsets[self.rows + 1]
        while True:
            at = np.flatnonzero(position < after)
            if not at.size:
                break
            spans = position[at]
            start = np.maximum(self.table.span_start[spans], self.first_month[at])
            end = np.minimum(self.table.span_end[spans], self.after_month[at])
            within = start < end
            self.take(at[within], start[within], end[within], self.table.paid_on[spans[within]])
            position[at] += 1
        self.finish()

    def take(self, at: Rows, start: Months, end: Months, paid_on: Days) -> None:
        """Judge a span of paid months for each membership at these places."""
        raise NotImplementedError

    def finish(self) -> None:
        self._tell(np.flatnonzero(self.run_end != UNKNOWN))

    def cover(self, at: Rows, start: Months, end: Months, begins: Days, is_new: Flags) -> None:
        """Add months that cover, from the day ``begins`` on, to the run that they continue, or begin a new one."""
        self.collector.months(self.rows[at], start, end, begins)
        until = np.minimum(first_days(end), self.stay_end[at])
        continues = begins == self.run_end[at]
        self.run_end[at[continues]] = until[continues]
        self.run_months[at[continues]] += (end - start)[continues]
        if not continues.all():
            apart = ~continues
            self._begin(at[apart], begins[apart], is_new[apart])
            self.run_end[at[apart]] = until[apart]
            self.run_months[at[apart]] = (end - start)[apart]

    def _begin(self, at: Rows, begins: Days, is_new: Flags) -> None:
        has_run = self.run_end[at] != UNKNOWN
        self._tell(at[has_run])
        counted_from = (
            np.where(has_run, begins, self.stay_start[at]) if self.rules.counts_from_registration else begins
        )
        if self.rules.restarts_after_gap:
            self.wait_from[at] = counted_from
        else:
            goes_on = has_run & ~is_new
            self.wait_from[at] = np.where(goes_on, self.wait_from[at], counted_from)
            self.months_before[at] = np.where(goes_on, self.months_before[at] + self.run_months[at], 0)
        self.run_start[at] = begins

    def _tell(self, at: Rows) -> None:
        if at.size:
            self.collector.runs(
                self.rows[at], self.run_start[at], self.run_end[at], self.wait_from[at], self.months_before[at]
            )


class _NonWageWalk(_Walk):
    """Non-wage participants: what a payment is worth depends on its day."""

    def __init__(self, table: Portfolio, rows: Rows, stays: Rows, rules: WalkRules, collector: Collector) -> None:
        super().__init__(table, rows, stays, rules, collector)
        self.together_on = np.full(len(rows), UNKNOWN, dtype=np.int32)
        self.together_stopped = self.stopped.copy()

    def take(self, at: Rows, start: Months, end: Months, paid_on: Days) -> None:
        is_known = paid_on != UNKNOWN
        grace, late_covers = _lapse_rules_on(np.where(is_known, paid_on, first_days(start)), self.rules.readings)
        in_time_from = np.where(is_known, np.clip(_first_in_time(paid_on), start, end), start)
        late = np.flatnonzero(in_time_from > start)
        if late.size:
            self._take_late(at[late], start[late], in_time_from[late], paid_on[late], grace[late], late_covers[late])
        in_time = np.flatnonzero(in_time_from < end)
        self._take_in_time(at[in_time], in_time_from[in_time], end[in_time], paid_on[in_time], grace[in_time])

    def _take_late(
        self, at: Rows, start: Months, end: Months, paid_on: Days, grace: Months, late_covers: Flags
    ) -> None:
        """Take months paid after their due dates: they count while arrears could be paid, and otherwise not at all."""
        found = np.where(paid_on <= self.together_on[at], self.together_stopped[at], self.stopped[at])
        counts = paid_on < first_days(found + grace)
        at, start, end, paid_on = at[counts], start[counts], end[counts], paid_on[counts]
        is_new = start >= self.stopped[at] + grace[counts]
        is_another_payment = paid_on > self.together_on[at]
        another = at[is_another_payment]
        self.together_on[another] = paid_on[is_another_payment]
        self.together_stopped[another] = self.stopped[another]
        self.stopped[at] = end
        covers = late_covers[counts]
        begins = np.maximum(first_days(start), self.stay_start[at])
        self.cover(at[covers], start[covers], end[covers], begins[covers], is_new[covers])

    def _take_in_time(self, at: Rows, start: Months, end: Months, paid_on: Days, grace: Months) -> None:
        """Take months paid by their due dates: they cover, from the payment on if the membership had ended."""
        has_ended = (paid_on != UNKNOWN) & (paid_on >= first_days(self.stopped[at] + grace))
        start = np.where(has_ended, np.maximum(start, months_at(paid_on)), start)
        begins = np.maximum(first_days(start), self.stay_start[at])
        begins = np.where(has_ended, np.maximum(begins, paid_on), begins)
        covers = (start < end) & (begins < self.stay_end[at])
        if not covers.all():
            at, start, end, begins = at[covers], start[covers], end[covers], begins[covers]
            grace, has_ended = grace[covers], has_ended[covers]
        is_new = has_ended | (start >= self.stopped[at] + grace)
        self.stopped[at] = end
        self.together_on[at] = UNKNOWN
        self.cover(at, start, end, begins, is_new)


class _WageWalk(_Walk):
    """Wage earners: a paid month covers whenever it was paid; the law says whether an unpaid one does."""

    def take(self, at: Rows, start: Months, end: Months, paid_on: Days) -> None:
        begins = np.maximum(first_days(start), self.stay_start[at])
        if self.rules.covers_owed_wage_months:
            self.collector.months(self.rows[at], start, end, begins)
            return
        is_new = start > self.stopped[at]
        self.stopped[at] = end
        self.cover(at, start, end, begins, is_new)

    def finish(self) -> None:
        if self.rules.covers_owed_wage_months:
            none_before = np.zeros(len(self.rows), dtype=np.int32)
            self.collector.runs(self.rows, self.stay_start, self.stay_end, self.stay_start, none_before)
        else:
            super().finish()


def _first_in_time(paid_on: Days) -> Months:
    """Return for each day of payment the first month that is not overdue on it."""
    months: Months = _in_time_table().take(paid_on - _DAYS[0], mode="clip")
    return months


@cache
def _in_time_table() -> Months:
    first = month_number(_DUE_FROM)
    due = [day_number(due_on(number_of(_DUE_FROM) + i)[0]) for i in range(_DUE_UNTIL - _DUE_FROM)]
    return (first + np.searchsorted(np.array(due, dtype=np.int32), _DAYS, side="left")).astype(np.int32)


def _lapse_rules_on(days: Days, readings: frozenset[str]) -> tuple[Months, Flags]:
    """Return the months of grace, and whether a late payment covers, by the law of each day."""
    changes, grace, late_covers = _lapse_steps(readings)
    step = np.searchsorted(changes, days, side="right") - 1
    if days.size and step.min() < 0:
        lapse_rules(day_at(int(days.min())), readings)  # Refuses: the law is silent about this day.
    return grace[step], late_covers[step]


@lru_cache(64)
def _lapse_steps(readings: frozenset[str]) -> tuple[Days, Months, Flags]:
    """Return the days on which the law on arrears changes, and what it says from each on."""
    paths = ("contribution/common/grace_months", "coverage/lapse/late_payment_covers")
    parameters = [law.parameter(path) for path in paths]
    begins = max(min(value.start for value in parameter.values) for parameter in parameters)
    starts = {value.start for parameter in parameters for value in parameter.values}
    changes = sorted(day for day in starts if day >= begins)
    rules = [lapse_rules(day, readings) for day in changes]
    return (
        np.array([day_number(day) for day in changes], dtype=np.int32),
        np.array([each.grace_months for each in rules], dtype=np.int32),
        np.array([each.late_payment_covers for each in rules], dtype=np.bool_),
    )
