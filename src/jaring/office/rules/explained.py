"""An amount with all that a reader needs to check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jaring.core import law
from jaring.core.contribution import Contribution, contribution_for_base, due_date
from jaring.core.contribution_steps import Step, steps_of
from jaring.core.law import Alternative, Status, Value
from jaring.core.law.choice import rivals_of
from jaring.core.law.finding import weakest
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Text


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of unsettled law that touches an amount, whether it is followed, and what would be otherwise."""

    name: str
    path: str
    note: Text
    is_followed: bool
    otherwise: Rupiah
    """The total if the reading were followed, or where it is followed, if it were not."""


@dataclass(frozen=True)
class ExplainedContribution:
    """A contribution, how it came about, and on which unsettled readings it rests."""

    due: Contribution
    income: Rupiah | None
    readings: frozenset[str]

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.due, income=self.income)

    @property
    def due_by(self) -> date:
        return due_date(self.due.facts.month)[0]

    @property
    def due_rule(self) -> Value:
        return due_date(self.due.facts.month)[1]

    @property
    def status(self) -> Status:
        return weakest(self.due.values)

    @property
    def notes(self) -> tuple[Value, ...]:
        """The values whose notes a reader must know."""
        return tuple(value for value in self.due.values if value.note.id)

    @cached_property
    def touching(self) -> tuple[Reading, ...]:
        """The unsettled readings that touch this amount."""
        return tuple(
            self._reading(value, alternative) for value in self.due.values for alternative in offered_with(value)
        )

    def _reading(self, value: Value, alternative: Alternative) -> Reading:
        name = alternative.name
        is_followed = name in self.readings
        others = self.readings - rivals_of(name)
        readings = others if is_followed else others | {name}
        other = contribution_for_base(self.due.facts, with_jht=self.due.jht != ZERO, readings=readings)
        return Reading(name, value.path, alternative.note, is_followed, other.total)


def offered_with(used: Value) -> tuple[Alternative, ...]:
    """Return the readings offered for a value in use; a value that follows one of them no longer names them."""
    same = (each for each in law.parameter(used.path).values if (each.start, each.where) == (used.start, used.where))
    return next(same).alternatives
