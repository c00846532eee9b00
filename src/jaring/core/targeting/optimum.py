"""The best possible choice by one published weight, only to show how far the rule is from it.

The rule decides; nobody is covered because of this page. It answers the auditor's question what the order of
the rule and its quota cost, in the weight that the regency itself published.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from jaring.core.targeting.model import Level
from jaring.core.targeting.queue import points
from jaring.core.targeting.result import Result
from jaring.core.targeting.roster import Ints
from jaring.core.text import Text

BOUND_SLACK = 1e-6
"""Weights are whole numbers; the solver's bound may lie this far below one and mean it."""

GAP = Text(
    "Aturan mencapai {reached}\u00a0% dari bobot terbaik yang mungkin; {differ} orang berbeda.",
    "The rule reaches {reached}\u00a0% of the best possible weight; {differ} people differ.",
)
GAP_NOT_PROVED = Text(
    "Aturan mencapai paling sedikit {reached}\u00a0% dari bobot terbaik yang mungkin "
    "(perhitungan dihentikan oleh batas waktu).",
    "The rule reaches at least {reached}\u00a0% of the best possible weight (the time limit ended the computation).",
)


@dataclass(frozen=True, slots=True)
class Optimum:
    """The gap between the rule and the best possible choice among people without a place yet.

    Attributes:
        rule_weight: Sum of the published weights of those whom the rule newly selects.
        best_weight: The same for the best choice found.
        weight_bound: No choice weighs more than this.
        is_proved: Whether the best choice found is proved to be the best there is.
        would_come_in: Selected by the best choice and not by the rule, by id.
        would_fall_out: The other way round, by id.
        columns: Size of the problem after equal people were counted together.
    """

    rule_weight: int
    best_weight: int
    weight_bound: int
    is_proved: bool
    would_come_in: tuple[int, ...]
    would_fall_out: tuple[int, ...]
    columns: int

    @property
    def reached_per_mille(self) -> int:
        """Return the rule's weight in thousandths of the bound, rounded down."""
        return 1000 * self.rule_weight // self.weight_bound if self.weight_bound else 1000

    @property
    def sentence(self) -> Text:
        whole, tenth = divmod(self.reached_per_mille, 10)
        reached = Text(f"{whole},{tenth}", f"{whole}.{tenth}")
        template = GAP if self.is_proved else GAP_NOT_PROVED
        return template.fill(reached=reached, differ=len(self.would_come_in))


@dataclass(frozen=True, slots=True)
class _Columns:
    """People who are the same to the optimum, counted together.

    Attributes:
        rows: Open rows, grouped by column, within a column in queue order, shape (open,).
        start: First index of each column in ``rows``, shape (column,).
        size: People in each column, shape (column,).
    """

    rows: Ints
    start: Ints
    size: Ints


def best_possible(result: Result, *, with_quota: bool = True, time_limit_s: float = 20.0) -> Optimum:
    """Find the people with the largest published weight that the same budget pays for (HiGHS).

    People already enrolled keep their place here too. With quota, every unit gets the rule's number of
    places, give or take the slack of the rule set; without, only the budget binds, which shows what the quota
    costs.

    Args:
        result: The run to compare with.
        with_quota: Whether the units' places bind.
        time_limit_s: Seconds after which the search ends with ``is_proved`` false.
    """
    weight = points(result.rules.optimum.weight, result.roster, result.terms.as_of)
    open_rows = result.queue.order if with_quota else np.flatnonzero(result.eligible & ~result.kept)
    chosen = result.queue.order[: result.selected_count]
    rule_weight = int(weight[chosen].sum())
    if not len(open_rows):
        return Optimum(0, 0, 0, True, (), (), 0)
    columns = _columns(result, weight, open_rows, with_quota)
    taken, bound = _solve(result, weight, columns, with_quota, time_limit_s)
    best = _rows_taken(columns, taken)
    best_weight = int(weight[best].sum())
    if best_weight < rule_weight:  # the search ended early, and the rule's own choice is better
        best, best_weight = chosen, rule_weight
    best_set, rule_set = set(best.tolist()), set(chosen.tolist())
    return Optimum(
        rule_weight=rule_weight,
        best_weight=best_weight,
        weight_bound=max(bound, best_weight),
        is_proved=bound <= best_weight,
        would_come_in=_ids(result, best_set - rule_set),
        would_fall_out=_ids(result, rule_set - best_set),
        columns=len(columns.size),
    )


def _columns(result: Result, weight: Ints, open_rows: Ints, with_quota: bool) -> _Columns:
    number = result.queue.number
    in_order = np.where(number > 0, number, len(result.roster) + result.queue.rank)
    village = result.roster.units[Level.VILLAGE].of_row if with_quota else np.zeros(len(weight), dtype=np.int64)
    same = np.stack([village, weight, result.roster.monthly_idr], axis=1)[open_rows]
    rows = open_rows[np.lexsort((in_order[open_rows], *same.T[::-1]))]
    kinds = np.stack([village, weight, result.roster.monthly_idr], axis=1)[rows]
    start = np.flatnonzero(np.r_[True, (kinds[1:] != kinds[:-1]).any(axis=1)])
    return _Columns(rows, start, np.diff(np.r_[start, len(rows)]))


def _solve(result: Result, weight: Ints, columns: _Columns, with_quota: bool, time_limit_s: float) -> tuple[Ints, int]:
    """Return how many people of each column are taken, shape (column,), and the bound on the weight."""
    first = columns.rows[columns.start]
    price, capacity = _prices(result, first)
    constraints = [LinearConstraint(csr_array(price.astype(float)[None, :]), -np.inf, capacity)]
    if with_quota:
        constraints += [_quota(result, level, first) for level in result.rules.quota.levels]
    answer = milp(
        c=-weight[first].astype(float),
        integrality=np.ones(len(first)),
        bounds=Bounds(0, columns.size),
        constraints=constraints,
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    everything = int((weight[first] * columns.size).sum())
    bound = everything if answer.mip_dual_bound is None else int(np.floor(-answer.mip_dual_bound + BOUND_SLACK))
    taken = np.zeros(len(first), dtype=np.int64) if answer.x is None else np.rint(answer.x).astype(np.int64)
    is_paid_for = int((taken * price).sum()) <= capacity  # in integers: the solver's tolerance is not money
    return (taken if is_paid_for else np.zeros_like(taken)), min(bound, everything)


def _prices(result: Result, first: Ints) -> tuple[Ints, int]:
    """Return the columns' prices and the money for new people, in the largest unit that divides all prices."""
    price = result.roster.monthly_idr[first]
    unit_idr = gcd(*price.tolist())
    kept_idr = int(result.roster.monthly_idr[result.kept].sum())
    return price // unit_idr, (result.terms.budget_idr // result.terms.months - kept_idr) // unit_idr


def _quota(result: Result, level: Level, first: Ints) -> LinearConstraint:
    """Hold every unit to the rule's places, give or take the slack."""
    units, slack = result.roster.units[level], result.rules.optimum.quota_slack_places
    places = units.count(result.covered & ~result.kept)
    of_column = csr_array(
        (np.ones(len(first)), (units.of_row[first], np.arange(len(first)))), shape=(len(units.codes), len(first))
    )
    return LinearConstraint(of_column, np.maximum(places - slack, 0), places + slack)


def _rows_taken(columns: _Columns, taken: Ints) -> Ints:
    """Take the first people of each column, in the rule's own order."""
    position = np.arange(len(columns.rows)) - np.repeat(columns.start, columns.size)
    return columns.rows[position < np.repeat(taken, columns.size)]


def _ids(result: Result, rows: set[int]) -> tuple[int, ...]:
    return tuple(result.roster.candidates[row].id for row in sorted(rows))
