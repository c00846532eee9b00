"""Memberships in columns, for rules that walk through millions of them at once.

Days are counted from 1970-01-01 and months from 1970-01, both int32, as NumPy's ``datetime64`` counts them. A
membership has one or more stays (from enrolment or a return up to an exit) and any number of spans: consecutive months
paid on the same day. Both stand one after the other for all memberships, and offsets say where each one's begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jaring.core.contribution import Segment
from jaring.core.coverage.calendar import month_of, number_of
from jaring.core.coverage.membership import Carrier, Membership
from jaring.core.coverage.stays import stays_of
from jaring.core.month import Month

Days: TypeAlias = NDArray[np.int32]
Months: TypeAlias = NDArray[np.int32]
Codes: TypeAlias = NDArray[np.int8]
Offsets: TypeAlias = NDArray[np.int64]

UNKNOWN: Final = -(2**31)  # Stands for no day: a payment whose day is not known, the end of cover that has none.
BPU, PU = 0, 1
NONE, FUNERAL_ONLY, FULL = 0, 1, 2
_EPOCH: Final = date(1970, 1, 1).toordinal()
_EPOCH_MONTH: Final = number_of(Month(1970, 1))
END_OF_TIME: Final = date.max.toordinal() - _EPOCH


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def month_number(month: Month) -> int:
    """Return the months since 1970-01."""
    return number_of(month) - _EPOCH_MONTH


def day_at(number: int) -> date:
    return date.fromordinal(number + _EPOCH)


def month_at(number: int) -> Month:
    return month_of(number + _EPOCH_MONTH)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Memberships in columns: n memberships with s stays and p spans of paid months.

    Attributes:
        segments: Shape (n,), int8: 0 non-wage participant (BPU), 1 wage earner (PU).
        is_insured: Shape (n,), bool: kept by BPJS Ketenagakerjaan; False for another carrier.
        stay_offsets: Shape (n + 1,), int64: stays of membership i stand at ``stay_offsets[i]:stay_offsets[i + 1]``.
        stay_start: Shape (s,), int32 days: first day of the stay.
        stay_end: Shape (s,), int32 days: first day after it; ``END_OF_TIME`` while it lasts.
        span_offsets: Shape (n + 1,), int64: as for stays. The spans of a membership rise and do not overlap.
        span_start: Shape (p,), int32 months: first paid month.
        span_end: Shape (p,), int32 months: first month after the span.
        paid_on: Shape (p,), int32 days: day of payment; ``UNKNOWN`` counts as paid in time, as do restored months.
    """

    segments: Codes
    is_insured: NDArray[np.bool_]
    stay_offsets: Offsets
    stay_start: Days
    stay_end: Days
    span_offsets: Offsets
    span_start: Months
    span_end: Months
    paid_on: Days

    def __len__(self) -> int:
        return len(self.segments)

    def part(self, start: int, end: int) -> Portfolio:
        """Return memberships ``start`` to ``end`` (not included) as views of the same columns."""
        return Portfolio(
            self.segments[start:end],
            self.is_insured[start:end],
            self.stay_offsets[start : end + 1],
            self.stay_start,
            self.stay_end,
            self.span_offsets[start : end + 1],
            self.span_start,
            self.span_end,
            self.paid_on,
        )

    def parts(self, size: int) -> Iterator[tuple[int, Portfolio]]:
        """Yield the memberships in parts of at most ``size``, each with the index of its first."""
        for start in range(0, len(self), size):
            yield start, self.part(start, min(start + size, len(self)))


def without_exits(
    segments: Codes, enrolled_on: Days, span_start: Months, span_end: Months, paid_on: Days | None = None
) -> Portfolio:
    """Return memberships that nobody has left, each with one span of paid months: the usual register of a programme.

    Args:
        segments: Shape (n,), int8: 0 BPU, 1 PU.
        enrolled_on: Shape (n,), int32 days.
        span_start: Shape (n,), int32 months.
        span_end: Shape (n,), int32 months, not included; equal to the start where nothing was paid.
        paid_on: Shape (n,), int32 days; paid in time where it is left out.
    """
    count = len(segments)
    one_each = np.arange(count + 1, dtype=np.int64)
    return Portfolio(
        segments=segments,
        is_insured=np.ones(count, dtype=np.bool_),
        stay_offsets=one_each,
        stay_start=enrolled_on,
        stay_end=np.full(count, END_OF_TIME, dtype=np.int32),
        span_offsets=one_each,
        span_start=span_start,
        span_end=span_end,
        paid_on=np.full(count, UNKNOWN, dtype=np.int32) if paid_on is None else paid_on,
    )


def portfolio_of(memberships: Iterable[Membership]) -> Portfolio:
    """Put memberships into columns."""
    members = tuple(memberships)
    stays = [[(day_number(stay.start), day_number(stay.end)) for stay in stays_of(each)] for each in members]
    spans = [list(_spans_of(each)) for each in members]
    stay_rows = np.array([row for rows in stays for row in rows], dtype=np.int32).reshape(-1, 2)
    span_rows = np.array([row for rows in spans for row in rows], dtype=np.int32).reshape(-1, 3)
    return Portfolio(
        segments=np.array([PU if each.segment is Segment.PU else BPU for each in members], dtype=np.int8),
        is_insured=np.array([each.carrier is Carrier.BPJS_TK for each in members], dtype=np.bool_),
        stay_offsets=_offsets([len(rows) for rows in stays]),
        stay_start=stay_rows[:, 0].copy(),
        stay_end=stay_rows[:, 1].copy(),
        span_offsets=_offsets([len(rows) for rows in spans]),
        span_start=span_rows[:, 0].copy(),
        span_end=span_rows[:, 1].copy(),
        paid_on=span_rows[:, 2].copy(),
    )


def _offsets(counts: list[int]) -> Offsets:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)


def _spans_of(membership: Membership) -> Iterator[tuple[int, int, int]]:
    """Yield first month, first month after, and day of payment of consecutive months paid together."""
    start = end = 0
    together = UNKNOWN
    for paid in membership.paid:
        month = month_number(paid.month)
        is_late_enough = paid.paid_on is not None and paid.paid_on >= paid.month.first_day
        is_restored = is_late_enough and any(each.start <= paid.month < each.end for each in membership.restorations)
        day = UNKNOWN if paid.paid_on is None or is_restored else day_number(paid.paid_on)
        if start < end == month and day == together:
            end = month + 1
            continue
        if start < end:
            yield start, end, together
        start, end, together = month, month + 1, day
    if start < end:
        yield start, end, together
