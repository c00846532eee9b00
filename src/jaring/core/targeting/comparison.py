"""What a choice means for groups, and what changes between two choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jaring.core.eligibility import age_on
from jaring.core.targeting.model import Candidate, Outcome
from jaring.core.targeting.result import Result

AGE_BAND_YEARS = 10
EVEN_FROM_PERCENT: Final = 80
EVEN_UNTIL_PERCENT: Final = 125
"""From where on and up to where a group counts as evenly represented. Assumed until the regency decides: four fifths
and its reciprocal, the usual first look at a selection."""
JUDGED_FROM_PEOPLE: Final = 30
"""A smaller group is not judged: one family more or less would turn the word round. Assumed."""


class Representation(StrEnum):
    """How a group's share of the covered stands to its share of those in need."""

    UNDER = "under"
    EVEN = "even"
    OVER = "over"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group of people: how many may be covered, and how many are.

    Attributes:
        dimension: ``sex``, ``occupation_group``, ``decile``, ``age_band`` or ``district``.
        group: The group's value; empty where it is not recorded. An age band is named by its first age.
    """

    dimension: str
    group: str
    eligible: int
    covered: int

    @property
    def covered_per_mille(self) -> int:
        """Return covered people in a thousand eligible ones, rounded half up."""
        return (2000 * self.covered + self.eligible) // (2 * self.eligible) if self.eligible else 0


@dataclass(frozen=True, slots=True)
class Movement:
    """The way from one choice to another.

    Attributes:
        came_in: Covered afterwards and not before, by id.
        fell_out: The other way round, by id.
        by_district: Net change of covered people by district code, districts without one left out.
        by_outcome: How many people went from one outcome to another; ``None`` for not among the candidates.
    """

    came_in: tuple[int, ...]
    fell_out: tuple[int, ...]
    by_district: dict[str, int]
    by_outcome: dict[tuple[Outcome | None, Outcome | None], int]
    cost_change_idr: int


def fairness(result: Result) -> tuple[GroupShare, ...]:
    """Count covered against eligible people by sex, occupation, decile, age and district."""
    dimensions: dict[str, Callable[[Candidate], str]] = {
        "sex": lambda person: person.sex,
        "occupation_group": lambda person: person.occupation_group,
        "decile": lambda person: "" if person.decile is None else f"{person.decile:02d}",
        "age_band": lambda person: _age_band(result, person),
        "district": lambda person: person.district_code,
    }
    people = result.roster.candidates
    eligible = [people[row] for row in result.eligible.nonzero()[0].tolist()]
    covered = [people[row] for row in result.covered.nonzero()[0].tolist()]
    shares = []
    for dimension, group_of in dimensions.items():
        may, are = Counter(map(group_of, eligible)), Counter(map(group_of, covered))
        shares += [GroupShare(dimension, group, may[group], are[group]) for group in sorted(may)]
    return tuple(shares)


def representation(eligible: int, covered: int, all_eligible: int, all_covered: int) -> Representation:
    """Say how a group's share of the covered stands to its share of the eligible.

    Args:
        eligible: People of the group who may be covered.
        covered: Those of them who are.
        all_eligible: The same of everybody, the group included.
        all_covered: The same.

    Example:
        >>> representation(400, 100, 1000, 400)  # 40 % of the need, 25 % of the covered
        <Representation.UNDER: 'under'>
    """
    if eligible < JUDGED_FROM_PEOPLE or not all_covered:
        return Representation.TOO_FEW
    here, even = 100 * covered * all_eligible, eligible * all_covered
    if here < EVEN_FROM_PERCENT * even:
        return Representation.UNDER
    return Representation.OVER if here > EVEN_UNTIL_PERCENT * even else Representation.EVEN


def compare(before: Result, after: Result) -> Movement:
    """Say who comes in and who falls out between two budgets, two rule sets or two days.

    Both runs must number the same people alike.
    """
    was, now = before.covered_ids, after.covered_ids
    came_in, fell_out = tuple(sorted(now - was)), tuple(sorted(was - now))
    change = Counter(after.candidate(who).district_code for who in came_in)
    change.subtract(before.candidate(who).district_code for who in fell_out)
    return Movement(
        came_in=came_in,
        fell_out=fell_out,
        by_district={code: change[code] for code in sorted(change) if change[code]},
        by_outcome=_transitions(before, after),
        cost_change_idr=after.cost_idr - before.cost_idr,
    )


def _transitions(before: Result, after: Result) -> dict[tuple[Outcome | None, Outcome | None], int]:
    def outcome(result: Result, candidate_id: int) -> Outcome | None:
        row = result.roster.row_of.get(candidate_id)
        return None if row is None else result.outcome_of(row)

    everyone = before.roster.row_of.keys() | after.roster.row_of.keys()
    return dict(Counter((outcome(before, who), outcome(after, who)) for who in sorted(everyone)))


def _age_band(result: Result, person: Candidate) -> str:
    if person.birth_date is None:
        return ""
    age_years = age_on(result.terms.as_of, person.birth_date)
    return f"{age_years // AGE_BAND_YEARS * AGE_BAND_YEARS:02d}"
