"""Memberships with the same history: millions of people share a few thousand histories, each judged once.

A table of slots finds them: each membership is sent to a slot by a hash of its history and compared, value by value,
with the first that came there. Those that differ try other slots with another hash; what is left after some rounds
stands for itself. So a collision costs time, never a wrong answer. The memberships come in parts that stay in the
cache of a processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jaring.core.coverage.columns import Offsets, Portfolio

Columns: TypeAlias = Sequence[NDArray[np.int32]]
Places: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.int32]

_MULTIPLIERS: Final = (2_654_435_769, 2_246_822_519, 3_266_489_917)  # Odd; one for each round.
_SLOT_BITS: Final = 16
_ROWS_AT_ONCE: Final = 1 << 16
_FREE: Final = -1


class Histories(NamedTuple):
    """The distinct histories of n memberships.

    Attributes:
        distinct: h memberships, one for each history.
        numbers: Shape (n,), int32: which history each membership has, from 0 to h - 1.
    """

    distinct: Portfolio
    numbers: Numbers


def histories_of(table: Portfolio) -> Histories:
    """Find memberships that have the same segment, insurer, stays and spans of paid months.

    A history may appear more than once among the distinct ones; two different ones never count as the same.
    """
    numbers = np.empty(len(table), dtype=np.int32)
    first: list[int] = []
    by_kind: dict[_Kind, _AlikeRows] = {}
    for start, part in table.parts(_ROWS_AT_ONCE):
        columns = _Columns(part)
        stays, spans = np.diff(part.stay_offsets), np.diff(part.span_offsets)
        shapes = stays * (int(spans.max(initial=0)) + 1) + spans
        for shape in np.flatnonzero(np.bincount(shapes)):
            rows = np.flatnonzero(shapes == shape)
            kind = _Kind(int(stays[rows[0]]), int(spans[rows[0]]), columns.constants)
            alike = by_kind.setdefault(kind, _AlikeRows(first))
            numbers[start + rows] = alike.numbers(columns.of(rows, kind), start + rows)
    return Histories(_taken(table, np.array(first, dtype=np.int64)), numbers)


class _Kind(NamedTuple):
    """What the rows of one table have in common: how many stays and spans, and the values that all of them share."""

    stays: int
    spans: int
    constants: tuple[int | None, ...]


class _Columns:
    """All that the histories of some memberships consist of; what is the same for all of them is kept as one value."""

    def __init__(self, part: Portfolio) -> None:
        self.part = part
        stays = slice(part.stay_offsets[0], part.stay_offsets[-1])
        spans = slice(part.span_offsets[0], part.span_offsets[-1])
        groups = (
            (part.segments * np.int32(2) + part.is_insured,),
            (part.stay_start[stays], part.stay_end[stays]),
            (part.span_start[spans], part.span_end[spans], part.paid_on[spans]),
        )
        self.constants = tuple(_constant(column) for group in groups for column in group)
        self.of_members, self.of_stays, self.of_spans = (
            [column for column in group if _constant(column) is None] for group in groups
        )

    def of(self, rows: Places, kind: _Kind) -> Columns:
        """Return the columns in which these memberships may differ; they have equally many stays and spans."""
        stay = self.part.stay_offsets[rows] - self.part.stay_offsets[0]
        span = self.part.span_offsets[rows] - self.part.span_offsets[0]
        return (
            *(column[rows] for column in self.of_members),
            *(column[stay + i] for i in range(kind.stays) for column in self.of_stays),
            *(column[span + i] for i in range(kind.spans) for column in self.of_spans),
        )


def _constant(column: NDArray[np.int32]) -> int | None:
    """Return the one value of a column, None where it has several or none."""
    return int(column[0]) if len(column) and column.min() == column.max() else None


class _AlikeRows:
    """Numbers rows by their values. ``first`` gathers the row that stands for each number, over all kinds of rows."""

    def __init__(self, first: list[int]) -> None:
        self.first = first
        self.rounds = [_Round(np.uint32(multiplier)) for multiplier in _MULTIPLIERS]

    def numbers(self, columns: Columns, rows: Places) -> Numbers:
        """Return the number of each row; rows with equal values mostly have the same."""
        numbers, is_known = self.rounds[0].numbers(columns, rows, self.first)
        left = np.flatnonzero(~is_known)
        for each in self.rounds[1:]:
            if not len(left):
                return numbers
            numbers[left], is_known = each.numbers([column[left] for column in columns], rows[left], self.first)
            left = left[~is_known]
        numbers[left] = np.arange(len(self.first), len(self.first) + len(left))
        self.first.extend(rows[left].tolist())
        return numbers


class _Round:
    """One table of slots; each slot belongs to the values that came to it first."""

    def __init__(self, multiplier: np.uint32) -> None:
        self.multiplier = multiplier
        self.number_of = np.full(1 << _SLOT_BITS, _FREE, dtype=np.int32)
        self.values_of: list[NDArray[np.int32]] = []

    def numbers(self, columns: Columns, rows: Places, first: list[int]) -> tuple[Numbers, NDArray[np.bool_]]:
        """Return the number of each row's slot, and whether the row has the values that the slot belongs to."""
        if not self.values_of:
            self.values_of = [np.zeros(1 << _SLOT_BITS, dtype=np.int32) for _ in columns]
        slots = self._slots(columns, len(rows))
        numbers = self.number_of.take(slots)
        free = np.flatnonzero(numbers == _FREE)
        if len(free):
            new, position = np.unique(slots[free], return_index=True)
            self.number_of[new] = np.arange(len(first), len(first) + len(new))
            first.extend(rows[free[position]].tolist())
            for value_of, column in zip(self.values_of, columns, strict=True):
                value_of[new] = column[free[position]]
            numbers = self.number_of.take(slots)
        is_same = np.ones(len(rows), dtype=np.bool_)
        for value_of, column in zip(self.values_of, columns, strict=True):
            is_same &= value_of.take(slots) == column
        return numbers, is_same

    def _slots(self, columns: Columns, rows: int) -> Places:
        mixed = np.zeros(rows, dtype=np.uint32)
        for column in columns:
            mixed ^= column.view(np.uint32)
            mixed *= self.multiplier  # Unsigned: it wraps around.
            mixed ^= mixed >> np.uint32(15)
        mixed >>= np.uint32(32 - _SLOT_BITS)
        return mixed.astype(np.int64)


def _taken(table: Portfolio, rows: Places) -> Portfolio:
    """Return a table of these memberships only."""
    stay_rows, stay_offsets = _elements(table.stay_offsets, rows)
    span_rows, span_offsets = _elements(table.span_offsets, rows)
    return Portfolio(
        segments=table.segments[rows],
        is_insured=table.is_insured[rows],
        stay_offsets=stay_offsets,
        stay_start=table.stay_start[stay_rows],
        stay_end=table.stay_end[stay_rows],
        span_offsets=span_offsets,
        span_start=table.span_start[span_rows],
        span_end=table.span_end[span_rows],
        paid_on=table.paid_on[span_rows],
    )


def _elements(offsets: Offsets, rows: Places) -> tuple[Places, Offsets]:
    """Return the places of the elements of some rows, and the offsets at which they then stand."""
    counts = offsets[rows + 1] - offsets[rows]
    new_offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    within = np.arange(new_offsets[-1]) - np.repeat(new_offsets[:-1], counts)
    return np.repeat(offsets[rows], counts) + within, new_offsets
