"""One queue for everyone who may be covered, made without looking at the budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from jaring.core.targeting.apportionment import claim_order
from jaring.core.targeting.model import Level, PlaceLimit
from jaring.core.targeting.roster import Ints, Lots, Mask, Roster, draw_lots, fact_of, refuse
from jaring.core.targeting.rules import (
    Basis,
    Criterion,
    HouseholdTurnCriterion,
    OrderCriterion,
    PointsCriterion,
    PointsTable,
    RuleSet,
    points_of,
)

NOT_RECORDED = 2**62
"""Sort key of a fact that is not recorded: after every value that is."""
NO_LIMIT = 2**62


@dataclass(frozen=True, slots=True)
class Queue:
    """Where everyone stands. Numbers start at 1; zero means not applicable.

    Attributes:
        order: Rows in the order in which they are given a place, shape (waiting,).
        number: Position in ``order``, shape (candidate,).
        ranks: Position by merit alone, kept people first, within the regency, the district and the village,
            each of shape (candidate,).
        household_turn: Position within the own household, shape (candidate,).
        keys: Sort key of every criterion, smaller first, each of shape (candidate,).
        shut_by: Level whose fixed limit leaves no place, by row.
        basis: What the shares are measured by, by level, shape (unit,).
    """

    order: Ints
    number: Ints
    ranks: dict[Level, Ints]
    household_turn: Ints
    keys: tuple[Ints, ...]
    shut_by: dict[int, Level]
    basis: dict[Level, Ints]

    @property
    def rank(self) -> Ints:
        return self.ranks[Level.REGENCY]


def line_up(
    roster: Roster,
    rules: RuleSet,
    as_of: date,
    seed: str,
    limits: Mapping[str, PlaceLimit],
    kept: Mask,
    eligible: Mask,
) -> Queue:
    """Put everyone who may be covered in one line; ``eligible`` includes ``kept``."""
    keys, turn = _merit_keys(roster, rules, as_of, kept, eligible)
    by_merit = _sorted(np.flatnonzero(eligible), [~kept, *keys], roster.lots)
    ranks = {Level.REGENCY: numbered(by_merit, len(roster))}
    for level, units in roster.units.items():
        ranks[level] = np.where(eligible, count_within(units.of_row, by_merit, len(roster)) + 1, 0)
    basis = {level: units.count(_basis_mask(roster, rules, eligible)) for level, units in roster.units.items()}
    waiting = by_merit[~kept[by_merit]]
    order, shut_by = _interleave(waiting, roster, rules, seed, limits, kept, eligible, basis)
    return Queue(order, numbered(order, len(roster)), ranks, turn, keys, shut_by, basis)


def _interleave(
    waiting: Ints,
    roster: Roster,
    rules: RuleSet,
    seed: str,
    limits: Mapping[str, PlaceLimit],
    kept: Mask,
    eligible: Mask,
    basis: Mapping[Level, Ints],
) -> tuple[Ints, dict[int, Level]]:
    """Merge the villages' lines into the districts' and those into one, from the inside out.

    At each level a person asks for the place after those which the unit's kept people and the people
    before him in the unit's line hold. Keys never fall along a unit's line, so the merge keeps it; places
    that are secured for a unit are therefore known at the innermost level only.
    """
    shut_by: dict[int, Level] = {}
    unsecured: Ints | None = None
    waits_for_the_poorest = ~_of_deciles(roster, rules.quota.regency_first_deciles)
    for level in reversed(rules.quota.levels):
        units = roster.units[level]
        least, most = _limits_of(level, units.codes, limits, rules.quota.village_at_least)
        unit = units.of_row[waiting]
        holds = units.count(kept)[unit] + count_within(units.of_row, waiting, len(roster))[waiting]
        is_open = holds < most[unit]
        shut_by.update(dict.fromkeys(waiting[~is_open].tolist(), level))
        waiting, unit, holds = waiting[is_open], unit[is_open], holds[is_open]
        unsecured = (holds >= least[unit]).astype(np.int64) if unsecured is None else unsecured[is_open]
        order = claim_order(
            unit,
            holds,
            basis[level],
            units.count(eligible),
            _lot_of_units(seed, level, units.codes),
            before=(unsecured, waits_for_the_poorest[waiting].astype(np.int64)),
        )
        waiting, unsecured = waiting[order], unsecured[order]
    return waiting, shut_by


def _limits_of(
    level: Level, codes: tuple[str, ...], limits: Mapping[str, PlaceLimit], village_at_least: int
) -> tuple[Ints, Ints]:
    common = village_at_least if level is Level.VILLAGE else 0
    own = [limits.get(code, PlaceLimit()) for code in codes]
    least = np.asarray([max(common, limit.at_least) for limit in own], dtype=np.int64)
    most = np.asarray([NO_LIMIT if limit.at_most is None else limit.at_most for limit in own], dtype=np.int64)
    return least, most


def _lot_of_units(seed: str, level: Level, codes: tuple[str, ...]) -> Ints:
    lots = draw_lots(seed, [f"{level.value} {code}" for code in codes])
    return numbered(_sorted(np.arange(len(codes)), [], lots), len(codes))


def _basis_mask(roster: Roster, rules: RuleSet, eligible: Mask) -> Mask:
    if rules.quota.basis is Basis.ELIGIBLE:
        return eligible
    return eligible & _of_deciles(roster, rules.quota.basis_deciles)


def _of_deciles(roster: Roster, deciles: frozenset[int]) -> Mask:
    return np.fromiter((person.decile in deciles for person in roster.candidates), np.bool_, len(roster))


def _merit_keys(
    roster: Roster, rules: RuleSet, as_of: date, kept: Mask, eligible: Mask
) -> tuple[tuple[Ints, ...], Ints]:
    keys = [_criterion_key(criterion, roster, as_of) for criterion in rules.criteria]
    facts = [key for key in keys if key is not None]
    turn = _household_turn(roster, [~kept, *facts], eligible)
    return tuple(turn if key is None else key for key in keys), turn


def _criterion_key(criterion: Criterion, roster: Roster, as_of: date) -> Ints | None:
    match criterion:
        case OrderCriterion():
            return _order_key(criterion, roster, as_of)
        case PointsCriterion():
            return -points(criterion.tables, roster, as_of)
        case HouseholdTurnCriterion():
            return None  # needs all other criteria first


def _order_key(criterion: OrderCriterion, roster: Roster, as_of: date) -> Ints:
    sign = 1 if criterion.lowest_first else -1

    def key_of(row: int) -> int:
        person = roster.candidates[row]
        value = fact_of(person, criterion.fact, as_of)
        if isinstance(value, str):
            refuse(person.id, f"{criterion.fact} bukan bilangan", f"{criterion.fact} is not a number")
        return NOT_RECORDED if value is None else sign * int(value)

    return np.fromiter(map(key_of, range(len(roster))), np.int64, len(roster))


def points(tables: tuple[PointsTable, ...], roster: Roster, as_of: date) -> Ints:
    """Sum the points of every candidate over the tables, shape (candidate,)."""
    total = np.zeros(len(roster), dtype=np.int64)
    for table in tables:
        known: dict[str | int | None, int] = {}
        lookup = _lookup(table, known)
        values = (fact_of(person, table.fact, as_of) for person in roster.candidates)
        total += np.fromiter(map(lookup, values), np.int64, len(roster))
    return total


def _lookup(table: PointsTable, known: dict[str | int | None, int]) -> Callable[[str | int | None], int]:
    def look_up(value: str | int | None) -> int:
        if value not in known:
            known[value] = points_of(table, value)
        return known[value]

    return look_up


def _household_turn(roster: Roster, keys: list[Ints | Mask], eligible: Mask) -> Ints:
    """Number the people of each household by merit; who has no family card is a household of his own."""
    household_of: dict[str, int] = {}
    households = np.fromiter(
        (
            -1 - row
            if person.household_key is None
            else household_of.setdefault(person.household_key, len(household_of))
            for row, person in enumerate(roster.candidates)
        ),
        np.int64,
        len(roster),
    )
    line = _sorted(np.flatnonzero(eligible), keys, roster.lots)
    return np.where(eligible, count_within(households, line, len(roster)) + 1, 0)


def _sorted(rows: Ints, keys: list[Ints | Mask], lots: Lots) -> Ints:
    """Sort rows by keys, most significant first, then by lot."""
    return rows[np.lexsort((lots[rows, 1], lots[rows, 0], *(key[rows] for key in reversed(keys))))]


def count_within(group: Ints, line: Ints, size: int) -> Ints:
    """Count, for everyone in a line, the people of the same group before him, shape (size,)."""
    by_group = np.argsort(group[line], kind="stable")
    groups = group[line][by_group]
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]]) if len(line) else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(line)])
    counts = np.zeros(size, dtype=np.int64)
    counts[line[by_group]] = np.arange(len(line)) - np.repeat(starts, lengths)
    return counts


def numbered(line: Ints, size: int) -> Ints:
    """Number the rows of a line from 1, zero elsewhere, shape (size,)."""
    numbers = np.zeros(size, dtype=np.int64)
    numbers[line] = np.arange(1, len(line) + 1)
    return numbers
