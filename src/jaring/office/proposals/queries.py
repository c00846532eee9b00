"""Reads of the proposals room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from jaring.core.intake import JudgedRow, judge_row
from jaring.core.text import Text
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.intake.masking import hide_in, hide_numbers, masked
from jaring.office.programme.forms import Narrowing
from jaring.office.proposals.models import Gathered, Proposal, Returned, State


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as lists show it."""

    proposal: Proposal
    name: str
    nik: str

    @property
    def gathered(self) -> Gathered | None:
        """The delivery that took it up, if any did."""
        gathered: Gathered | None = getattr(self.proposal, "gathered", None)
        return gathered

    @property
    def remark(self) -> str:
        """Why it was sent back, else what stood in its way when it came in; empty where nothing did."""
        returned: Returned | None = getattr(self.proposal, "returned", None)
        if returned:
            return returned.reason
        return str(self.proposal.get_conflict_display()) if self.proposal.conflict else ""


def visible_to(user: User, action: Action = Action.SEE_IMPORTS) -> QuerySet[Proposal]:
    """Return the proposals of villages in the user's area."""
    return scope_for(user, action).within(Proposal.objects.all())


def waiting(user: User, action: Action = Action.SEE_IMPORTS) -> QuerySet[Proposal]:
    """Return the visible proposals that were neither gathered nor sent back."""
    return visible_to(user, action).filter(gathered=None, returned=None)


def to_gather(user: User) -> QuerySet[Proposal]:
    """Return the proposals that wait for somebody like the user; not his own."""
    return waiting(user, Action.ACCEPT_BATCH).exclude(proposed_by=user)


def sent_back(user: User) -> QuerySet[Proposal]:
    """Return what the user proposed and got back, until he proposes the same worker anew."""
    mine = visible_to(user).filter(proposed_by=user, returned__isnull=False)
    anew = Proposal.objects.filter(proposed_by=user, nik_look_up=OuterRef("nik_look_up"), pk__gt=OuterRef("pk"))
    return mine.filter(~Exists(anew))


_WHERE: Final[Mapping[str, Mapping[str, bool]]] = {
    State.WAITING: {"gathered__isnull": True, "returned__isnull": True},
    State.GATHERED: {"gathered__isnull": False},
    State.RETURNED: {"returned__isnull": False},
}


def choose(proposals: QuerySet[Proposal], wanted: Narrowing, state: str) -> QuerySet[Proposal]:
    """Narrow visible proposals to villages, a verdict and what became of them; what is empty is not asked."""
    if wanted.villages is not None:
        proposals = proposals.filter(village__in=wanted.villages)
    if wanted.kind:
        proposals = proposals.filter(verdict=wanted.kind)
    return proposals.filter(**_WHERE[state]) if state else proposals


def with_what_is_shown(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Read proposals with all that a list shows of them."""
    return proposals.select_related("village__district", "gathered__batch", "returned", "proposed_by")


def line_of(proposal: Proposal) -> Line:
    """Open a proposal for a list."""
    texts = proposal.texts
    return Line(proposal, hide_numbers(texts.get("name", "")), masked(texts.get("nik", "")))


def judged(texts: Mapping[str, str], regency_code: str, today: date) -> JudgedRow:
    """Judge what was written as a row of a list would be."""
    return judge_row(texts, regency=regency_code, as_of=today)


def remarks(outcome: JudgedRow) -> list[Text]:
    """Return what is wrong, each with what to do."""
    return [
        hide_in(Text(f"{each.problem.id} {each.remedy.id}", f"{each.problem.en} {each.remedy.en}"))
        for each in outcome.findings
    ]


def values_of(outcome: JudgedRow) -> dict[str, Any]:
    """Return the values that a judged proposal came to."""
    return asdict(outcome.values)
