"""Reads of the reconciliation: lists that count, runs, cases in the user's area, what can be claimed back."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import scope_for
from jaring.office.programme.models import Payer
from jaring.office.reconciliation.matching import EVERYBODY, Sides
from jaring.office.reconciliation.models import Case, CaseEvent, CaseMonth, InsurerFile, MatchRun

OWNERS: Final = (Role.OFFICER, Role.HEAD, Role.TREASURER)
"""Roles whose holders look after cases."""


def sides_of(regency_code: str, month: Month, payer: Payer | None) -> Sides:
    """Return what is matched: of each kind the newest list of every payer, and the newest about all."""
    files = InsurerFile.objects.filter(regency=regency_code, month=month).order_by("id")
    if payer is not None:
        files = files.filter(payer=payer)
    newest: dict[str, dict[int, int]] = {kind.value: {} for kind in AnswerKind}
    for kind, payer_id, key in files.values_list("kind", "payer", "pk"):
        newest[kind][payer_id or EVERYBODY] = key
    return Sides(
        regency_code=regency_code,
        month=month,
        payer=payer,
        active=newest[AnswerKind.ACTIVE],
        rejected=newest[AnswerKind.REJECTED],
        billing=newest[AnswerKind.BILLING],
    )


def names_of(sides: Sides) -> list[str]:
    """Return the public ids of the lists that a match compares."""
    keys = [*sides.active.values(), *sides.rejected.values(), *sides.billing.values()]
    return [
        str(public_id) for public_id in InsurerFile.objects.filter(pk__in=keys).values_list("public_id", flat=True)
    ]


def open_months(regency_code: str, *, before: Month) -> list[Month]:
    """Return the earlier months in which some case is open, the earliest first."""
    rows = CaseMonth.objects.filter(case__regency=regency_code, is_gone=False, month__lt=before)
    rows = rows.exclude(case__state=Case.State.SOLVED)
    return list(rows.order_by("month").values_list("month", flat=True).distinct())


def events_of(run: MatchRun) -> dict[str, int]:
    """Count what a run did to the cases, by kind of event."""
    counts = dict(CaseEvent.objects.filter(run=run).order_by().values_list("kind").annotate(Count("pk")))
    kinds = (CaseEvent.Kind.OPENED, CaseEvent.Kind.CARRIED, CaseEvent.Kind.REOPENED, CaseEvent.Kind.CLOSED)
    return {kind.value: counts.get(kind.value, 0) for kind in kinds}


def superseded(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the solved cases among these for which another of the same person and kind is live."""
    live = Case.objects.filter(regency=OuterRef("regency"), kind=OuterRef("kind"), key=OuterRef("key"))
    return rows.filter(Exists(live.exclude(state=Case.State.SOLVED)), state=Case.State.SOLVED)


def possible_owners(regency_code: str) -> QuerySet[User]:
    """Return who can look after cases in a regency."""
    grants = Q(grants__role__in=OWNERS, grants__area_code=regency_code, grants__until_date__isnull=True)
    return User.objects.filter(grants, is_active=True).distinct().order_by("full_name")


def runs_visible_to(user: User) -> QuerySet[MatchRun]:
    """Return the matches of the regencies in which the user may see them."""
    return scope_for(user, Action.SEE_RECONCILIATION).within(MatchRun.objects.all(), village="")


def files_visible_to(user: User) -> QuerySet[InsurerFile]:
    """Return the insurer's lists of the regencies in which the user may see them."""
    return scope_for(user, Action.SEE_RECONCILIATION).within(InsurerFile.objects.all(), village="")


def cases_visible_to(user: User, action: Action = Action.SEE_RECONCILIATION) -> QuerySet[Case]:
    """Return the cases of the regencies in which the user may see them, or do something with them."""
    return scope_for(user, action).within(Case.objects.all(), village="")


def claimable(cases: QuerySet[Case]) -> QuerySet[CaseMonth]:
    """Return the months whose contribution was paid in vain and is not claimed back yet."""
    return CaseMonth.objects.filter(case__in=cases.exclude(state=Case.State.ACCEPTED), is_gone=False, claim_idr__gt=0)


def cases_of_month(regency_code: str, month: Month) -> QuerySet[Case]:
    """Return the cases that some difference of this month belongs to, solved ones too."""
    return Case.objects.filter(regency=regency_code, months__month=month)


def count_by(cases: QuerySet[Case], field: str) -> dict[str, int]:
    """Count cases by a field."""
    return dict(cases.order_by().values_list(field).annotate(Count("pk", distinct=True)))
