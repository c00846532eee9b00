"""Reads of objections to a choice: who sees which, and in what state each one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import Case, CharField, Count, Exists, OuterRef, QuerySet, Value, When

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.programme.models import Decision, Objection, ObjectionFinding, TargetingRun


class State(StrEnum):
    """How far an objection is: filed or sent back, reviewed and not approved yet, and the two ends."""

    FILED = "filed"
    REVIEWED = "reviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


WAITING: Final = (State.FILED, State.REVIEWED)
"""The states in which nothing is settled."""


def visible_to(user: User, action: Action = Action.SEE_OBJECTIONS) -> QuerySet[Any]:
    """Return the objections about people of the user's area, each with its ``state``."""
    rows = scope_for(user, action).within(
        Objection.objects.all(), village="decision__village", regency="decision__run__programme_year__regency"
    )
    return with_state(rows)


def with_state(rows: QuerySet[Objection]) -> QuerySet[Any]:
    """Say of each objection in which ``State`` it is."""
    findings = ObjectionFinding.objects.filter(objection=OuterRef("pk"))
    approved = findings.filter(ruling__is_approved=True)
    state = Case(
        When(Exists(approved.filter(is_accepted=True)), then=Value(State.ACCEPTED)),
        When(Exists(approved), then=Value(State.REJECTED)),
        When(Exists(findings.filter(ruling=None)), then=Value(State.REVIEWED)),
        default=Value(State.FILED),
        output_field=CharField(),
    )
    return rows.annotate(state=state)


def unsettled(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    """Return the objections on which no approved finding stands."""
    approved = ObjectionFinding.objects.filter(objection=OuterRef("pk"), ruling__is_approved=True)
    return rows.filter(~Exists(approved))


def unsettled_of(run: TargetingRun) -> QuerySet[Objection]:
    """Return the objections to a run that still wait."""
    return unsettled(Objection.objects.filter(decision__run=run))


def waiting_for(user: User) -> QuerySet[Objection]:
    """Return the objections that wait for a finding or its approval where the user may approve one."""
    rows = scope_for(user, Action.APPROVE_FINDING).within(
        Objection.objects.all(), village="decision__village", regency="decision__run__programme_year__regency"
    )
    return unsettled(rows)


def counts_of(user: User, run: TargetingRun) -> Mapping[State, int]:
    """Count the visible objections to a run by their state, with one statement."""
    rows = visible_to(user).filter(decision__run=run).order_by().values_list("state").annotate(Count("pk"))
    return {State(state): number for state, number in rows}


def runs_open_to(user: User, action: Action = Action.SEE_OBJECTIONS) -> QuerySet[TargetingRun]:
    """Return the runs of the user's regencies that were or can be opened for objections."""
    return scope_for(user, action).within(TargetingRun.objects.all(), village="", regency="programme_year__regency")


def newest_window(user: User) -> TargetingRun | None:
    """Return the run of the user's regencies that was opened for objections last; None where none was."""
    return runs_open_to(user).filter(objection_window__isnull=False).order_by("-objection_window__opened_at").first()


def decisions_to_object_to(user: User) -> QuerySet[Decision]:
    """Return the decisions on people of the area in which the user may object."""
    return scope_for(user, Action.FILE_OBJECTION).within(
        Decision.objects.all(), regency="run__programme_year__regency"
    )


def open_decision(decisions: Iterable[Decision], user: User, today: date) -> Decision | None:
    """Return the first of a person's decisions, newest first, to which the user may object on a day."""
    scope = scope_for(user, Action.FILE_OBJECTION)
    return next((one for one in decisions if scope.covers(one.village_id) and is_open(one.run, today)), None)


def is_open(run: TargetingRun, today: date) -> bool:
    """Say whether a run takes objections on a day."""
    window: Any = getattr(run, "objection_window", None)
    return window is not None and window.is_open_on(today)
