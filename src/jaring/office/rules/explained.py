"""An amount with all that a reader needs to check it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from jaring.core import law
from jaring.core.benefit.answer import ChildScholarship, Entitlement, Item, ItemCode, Share
from jaring.core.benefit.case import Child, Survivor
from jaring.core.contribution import Contribution, contribution_for_base, due_date
from jaring.core.contribution_steps import Step, steps_of
from jaring.core.explanation import Entry, Explanation, Section, explain_benefit, explain_contribution, verdict_of
from jaring.core.law import Alternative, Status, Value
from jaring.core.law.choice import rivals_of
from jaring.core.law.finding import Finding, weakest
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Text

ASSUMPTION: Final = "assumption"
"""The code of findings that name an assumed value."""


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
    def explanation(self) -> Explanation:
        """The answer laid out for paper and text, with what is unsettled."""
        entries = tuple(
            Entry((_FOLLOWED if each.is_followed else _OTHERWISE).fill(note=each.note, total=each.otherwise))
            for each in self.touching
        )
        unsettled = (Section(_UNSETTLED, entries),) if entries else ()
        return _with_sections(explain_contribution(self.due, income=self.income), *unsettled)

    @property
    def verdict(self) -> Text:
        return explain_contribution(self.due).verdict

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


@dataclass(frozen=True, slots=True)
class ExplainedBenefit:
    """An entitlement, with its sentences in the order in which a reader asks."""

    answer: Entitlement
    readings: frozenset[str]

    @property
    def explanation(self) -> Explanation:
        """The answer laid out for paper and text."""
        return _with_sections(explain_benefit(self.answer))

    @property
    def verdict(self) -> Text:
        return verdict_of(self.answer)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What a reader must know besides the assumptions."""
        return tuple(note for note in self.answer.notes if note.code != ASSUMPTION)

    @property
    def assumptions(self) -> tuple[Finding, ...]:
        return tuple(note for note in self.answer.notes if note.code == ASSUMPTION)

    @property
    def delay(self) -> Finding:
        """How the compensation for paying late was reckoned."""
        return Finding("delay", self.answer.delay.formula, self.answer.delay.values)

    @property
    def cash_items(self) -> tuple[Item, ...]:
        """The amounts that sum up to the cash total; the scholarship has a table of its own."""
        return tuple(item for item in self.answer.items if item.code is not ItemCode.SCHOLARSHIP)

    @property
    def status(self) -> Status:
        """How well the worst known value behind the cash is known, that it is due at all among them."""
        decided = [value for finding in self.assumptions for value in finding.values]
        return weakest([*(value for item in self.cash_items for value in item.values), *decided])

    @property
    def study_status(self) -> Status:
        """The same of the scholarships."""
        study = self.answer.scholarship
        reasons = (*study.reasons, *(reason for child in study.per_child for reason in child.reasons))
        return weakest(value for reason in reasons for value in reason.values)

    @property
    def counters(self) -> tuple[Text, ...]:
        """Where the papers are brought, each place once."""
        return tuple(dict.fromkeys(paper.bring_to for paper in self.answer.papers))

    @property
    def students(self) -> tuple[tuple[Child, ChildScholarship], ...]:
        """Each child with the scholarship."""
        return tuple((self.answer.case.children[each.child], each) for each in self.answer.scholarship.per_child)

    @property
    def heirs(self) -> tuple[tuple[Survivor, Share], ...]:
        """Who receives how much, where somebody died."""
        survivors = self.answer.case.survivors
        return tuple((survivors[share.survivor], share) for share in self.answer.inheritance.shares)


def offered_with(used: Value) -> tuple[Alternative, ...]:
    """Return the readings offered for a value in use; a value that follows one of them no longer names them."""
    same = (each for each in law.parameter(used.path).values if (each.start, each.where) == (used.start, used.where))
    return next(same).alternatives


def _with_sections(explanation: Explanation, *sections: Section) -> Explanation:
    """Add sections, and that nothing of it stays here."""
    return replace(explanation, sections=(*explanation.sections, *sections, Section(_PRIVACY, (Entry(_NOT_KEPT),))))


_UNSETTLED: Final = Text("Aturan yang belum tegas", "Where the law is unsettled")
_FOLLOWED: Final = Text("Diikuti: {note} Bila tidak: {total}.", "Followed: {note} If not: {total}.")
_OTHERWISE: Final = Text("{note} Maka jumlahnya {total}.", "{note} The amount is then {total}.")
_PRIVACY: Final = Text("Isian Anda", "What you entered")
_NOT_KEPT: Final = Text(
    "Isian dan hitungan ini tidak disimpan oleh Jaring.",
    "Jaring keeps neither what was entered nor this calculation.",
)
