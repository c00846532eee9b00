"""What a run found, as masks and numbers; the sentences are made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jaring.core.targeting.model import Candidate, Level, Outcome, Reason, Terms
from jaring.core.targeting.queue import Queue, count_within, numbered
from jaring.core.targeting.roster import Ints, Mask, Roster
from jaring.core.targeting.rules import RuleSet


@dataclass(frozen=True, slots=True)
class UnitPlaces:
    """What one village or district gets.

    Attributes:
        basis: What its share is measured by.
        kept, selected, reserve: People; ``places`` is the sum of the first two.
        shut_out: People above a fixed limit, part of the reserve.
    """

    level: Level
    code: str
    basis: int
    eligible: int
    kept: int
    selected: int
    reserve: int
    shut_out: int

    @property
    def places(self) -> int:
        return self.kept + self.selected


@dataclass(frozen=True)
class Result:
    """One finished run.

    Attributes:
        needed_idr: For every place of the queue, the smallest budget that reaches it, shape (waiting,).
        selected_count: Length of the queue's prefix that the budget pays for.
    """

    rules: RuleSet
    terms: Terms
    roster: Roster
    kept: Mask
    ineligible: Mapping[int, Sequence[Reason]]
    queue: Queue
    needed_idr: Ints
    selected_count: int

    @property
    def kept_ids(self) -> tuple[int, ...]:
        return self._ids(np.flatnonzero(self.kept))

    @property
    def selected_ids(self) -> tuple[int, ...]:
        """Return the newly selected, in queue order."""
        return self._ids(self.queue.order[: self.selected_count])

    @property
    def reserve_ids(self) -> tuple[int, ...]:
        """Return the ranked reserve; people above a fixed limit come after all others, by merit."""
        return self._ids(self.reserve_rows)

    @property
    def covered_ids(self) -> frozenset[int]:
        return frozenset(self.kept_ids) | frozenset(self.selected_ids)

    @cached_property
    def covered(self) -> Mask:
        """Mark kept and selected people, shape (candidate,)."""
        mask = self.kept.copy()
        mask[self.queue.order[: self.selected_count]] = True
        return mask

    @property
    def eligible(self) -> Mask:
        """Mark everyone who may be covered, kept people included, shape (candidate,)."""
        return self.queue.rank > 0

    @cached_property
    def reserve_rows(self) -> Ints:
        """Return the rows of the reserve in its order, shape (reserve,)."""
        shut_out = np.asarray(sorted(self.queue.shut_by, key=lambda row: self.queue.rank[row]), dtype=np.int64)
        return np.concatenate([self.queue.order[self.selected_count :], shut_out])

    @cached_property
    def reserve_rank(self) -> Ints:
        """Number the reserve from 1, zero elsewhere, shape (candidate,)."""
        return numbered(self.reserve_rows, len(self.roster))

    @cached_property
    def reserve_rank_in_village(self) -> Ints:
        """Number the reserve of every village from 1, zero elsewhere, shape (candidate,)."""
        within = count_within(self.roster.units[Level.VILLAGE].of_row, self.reserve_rows, len(self.roster))
        return np.where(self.reserve_rank > 0, within + 1, 0)

    @property
    def cost_idr(self) -> int:
        """Return what everyone covered costs over all months that remain."""
        return int(self.roster.monthly_idr[self.covered].sum()) * self.terms.months

    @property
    def remaining_idr(self) -> int:
        return self.terms.budget_idr - self.cost_idr

    def candidate(self, candidate_id: int) -> Candidate:
        return self.roster.candidates[self.roster.row_of[candidate_id]]

    def places(self) -> tuple[UnitPlaces, ...]:
        """Return what every district and every village with candidates gets, by level and code."""
        return tuple(unit for level in (Level.DISTRICT, Level.VILLAGE) for unit in self._places_of(level))

    @property
    def unused_limits(self) -> tuple[str, ...]:
        """Return the codes among the limits that no candidate lives in, or that are no unit of the quota."""
        known = {code for level in self.rules.quota.levels for code in self.roster.units[level].codes}
        return tuple(sorted(set(self.terms.limits) - known))

    def outcome_of(self, row: int) -> Outcome:
        if self.kept[row]:
            return Outcome.KEPT
        if self.queue.rank[row] == 0:
            return Outcome.INELIGIBLE
        number = int(self.queue.number[row])
        return Outcome.SELECTED if 0 < number <= self.selected_count else Outcome.RESERVE

    def _ids(self, rows: Ints) -> tuple[int, ...]:
        return tuple(self.roster.candidates[row].id for row in rows.tolist())

    def _places_of(self, level: Level) -> list[UnitPlaces]:
        units = self.roster.units[level]
        shut_out = np.zeros(len(self.roster), dtype=np.bool_)
        shut_out[list(self.queue.shut_by)] = True
        columns = (
            self.queue.basis[level],
            units.count(self.eligible),
            units.count(self.kept),
            units.count(self.covered & ~self.kept),
            units.count(self.eligible & ~self.covered),
            units.count(shut_out),
        )
        return [
            UnitPlaces(level, code, *(int(column[index]) for column in columns))
            for index, code in enumerate(units.codes)
        ]
