"""The shapes of a regency's rule: what decides, in which order, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jaring.core.targeting.model import Level
from jaring.core.text import Text

EXTRA_PREFIX = "extra."
"""Facts of a regency's own, taken from ``Candidate.extra``."""


class Status(StrEnum):
    """How well the regency's rule is known."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    ASSUMED = "assumed"


class Basis(StrEnum):
    """What a village's or a district's share of the places is measured by."""

    ELIGIBLE = "eligible"
    DECILES = "deciles"


@dataclass(frozen=True, slots=True)
class Step:
    """Points from a number upwards, until the next step."""

    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class Value:
    """Points for one word, and how people call it."""

    word: str
    points: int
    name: Text


@dataclass(frozen=True, slots=True)
class PointsTable:
    """Points for one fact: by steps of a number, or by word.

    Attributes:
        missing: Points where the fact is not recorded.
        otherwise: Points for a word without a row of its own, or a number below the first step.
        remedy: What to do where the fact is not recorded; empty when nothing is asked for.
    """

    fact: str
    label: Text
    missing_label: Text
    steps: tuple[Step, ...]
    values: tuple[Value, ...]
    missing: int
    otherwise: int
    remedy: Text

    @property
    def points_max(self) -> int:
        rows = [*(step.points for step in self.steps), *(value.points for value in self.values)]
        return max([*rows, self.missing, self.otherwise])


@dataclass(frozen=True, slots=True)
class OrderCriterion:
    """People stand in the order of one number; where it is not recorded they come after all others."""

    key: str
    label: Text
    fact: str
    lowest_first: bool
    says: Text
    missing_says: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class PointsCriterion:
    """People stand in the order of a sum of points, highest first."""

    key: str
    label: Text
    tables: tuple[PointsTable, ...]
    says: Text


@dataclass(frozen=True, slots=True)
class HouseholdTurnCriterion:
    """The first person of each household comes before the second of any other."""

    key: str
    label: Text
    says: Text


Criterion = OrderCriterion | PointsCriterion | HouseholdTurnCriterion


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """How places are shared out.

    Attributes:
        levels: From the outermost unit inwards; empty for no quota at all.
        basis: What the shares are measured by.
        basis_deciles: Deciles that count where the basis is ``deciles``.
        regency_first_deciles: People of these deciles are served in every unit before anyone else in any.
        village_at_least: Places that every village gets before others get more, as far as it has people.
    """

    levels: tuple[Level, ...]
    basis: Basis
    basis_deciles: frozenset[int]
    regency_first_deciles: frozenset[int]
    village_at_least: int


@dataclass(frozen=True, slots=True)
class OptimumRule:
    """The published weight of a person, and how far an optimum may leave the rule's quota."""

    weight: tuple[PointsTable, ...]
    quota_slack_places: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything a regency decides about the choice."""

    regency_code: str
    name: Text
    status: Status
    source: Text
    criteria: tuple[Criterion, ...]
    quota: QuotaRule
    replacement: tuple[Level, ...]
    optimum: OptimumRule


def points_of(table: PointsTable, value: str | int | None) -> int:
    """Return the points that a table gives for a fact; ``None`` and empty text mean not recorded."""
    if value is None or value == "":
        return table.missing
    if table.values:
        return next((row.points for row in table.values if row.word == str(value)), table.otherwise)
    if isinstance(value, str):
        return table.otherwise
    return next((step.points for step in reversed(table.steps) if value >= step.at_least), table.otherwise)


def name_of(table: PointsTable, value: str | int) -> Text:
    """Return how people call a value of this fact."""
    named = {row.word: row.name for row in table.values}
    return named.get(str(value), Text(str(value), str(value)))
