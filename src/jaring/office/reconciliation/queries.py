"""Reads of the reconciliation: lists that count, runs, cases in the user's area, what can be claimed back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import scope_for
from jaring.office.billing.models import Bill
from jaring.office.payments.models import RefundLine
from jaring.office.people.names import search_form
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer
from jaring.office.reconciliation.errors import MonthNotMatchedError
from jaring.office.reconciliation.matching import EVERYBODY, Sides
from jaring.office.reconciliation.models import Case, CaseEvent, CaseMonth, InsurerFile, MatchRun

if TYPE_CHECKING:
    from jaring.office.reconciliation.forms import CaseFilterForm

OWNERS: Final = (Role.OFFICER, Role.HEAD, Role.TREASURER, Role.INSURER)
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
    """Return the solved cases among these of whose person and kind another is live, or a later one is among them."""
    same = {"regency": OuterRef("regency"), "kind": OuterRef("kind"), "key": OuterRef("key")}
    live = Case.objects.filter(**same).exclude(state=Case.State.SOLVED)
    later = rows.filter(**same, pk__gt=OuterRef("pk"))
    return rows.filter(Exists(live) | Exists(later), state=Case.State.SOLVED)


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


def open_cases_of(user: User) -> QuerySet[Case]:
    """Return the cases that the user looks after and that are neither solved nor accepted."""
    mine = cases_visible_to(user).filter(owner=user)
    return mine.exclude(state__in=[Case.State.SOLVED, Case.State.ACCEPTED])


def claimable(cases: QuerySet[Case]) -> QuerySet[CaseMonth]:
    """Return the months whose contribution was paid in vain and is not claimed back yet."""
    claimed = RefundLine.objects.filter(person=OuterRef("case__person"), bill__month=OuterRef("month"))
    rows = CaseMonth.objects.filter(case__in=cases.exclude(state=Case.State.ACCEPTED), is_gone=False, claim_idr__gt=0)
    return rows.exclude(Exists(claimed))


CLAIM_ORDER: Final = ("case__payer", "case__person__village", "case__person__search_name", "month", "id")
"""Payer by payer, as each asks for its own money."""


def claimable_by_payer(cases: QuerySet[Case]) -> dict[int, tuple[int, int]]:
    """Return, by payer, how many months can be claimed back and what they come to, in IDR."""
    rows = claimable(cases.filter(payer__isnull=False)).order_by().values_list("case__payer")
    sums = rows.annotate(Count("pk"), Sum("claim_idr"))
    return {payer: (number, int(amount_idr)) for payer, number, amount_idr in sums}


def narrowed(cases: QuerySet[Case], form: CaseFilterForm) -> QuerySet[Case]:
    """Narrow cases to what a reader asks; what is empty is not asked, and solved ones are shown when asked for."""
    asked = form.cleaned_data
    for word in search_form(asked.get("cari", "")).split():
        cases = cases.filter(person__search_name__contains=word)
    state = asked.get("keadaan", "")
    if state == "":
        cases = cases.exclude(state__in=[Case.State.SOLVED, Case.State.ACCEPTED])
    elif state != "all":
        cases = cases.filter(state=state)
    owner = asked.get("milik", "")
    if owner.isdigit():
        cases = cases.filter(owner=int(owner))
    elif owner:
        cases = cases.filter(owner=None, owner_role=owner)
    if month := asked.get("bulan", ""):
        cases = cases.filter(months__month=Month.parse(month), months__is_gone=False)
    equal = {"kind": asked.get("jenis", ""), "cause": asked.get("sebab", ""), "person__village": asked.get("desa", "")}
    return cases.filter(**{field: value for field, value in equal.items() if value})


def months_billed(user: User) -> set[Month]:
    """Return the months that were billed in the regencies whose reconciliation the user may see."""
    bills = scope_for(user, Action.SEE_RECONCILIATION).within(Bill.objects.all(), village="")
    return set(bills.order_by().values_list("month", flat=True).distinct())


def regencies_for(user: User, action: Action) -> QuerySet[Regency]:
    """Return the regencies in which the user may do something."""
    return scope_for(user, action).within(Regency.objects.order_by("code"), village="", regency="code")


def state_of_cases(run: MatchRun) -> int:
    """Return a number that changes whenever a case of a run's month moves: the last of their events."""
    events = CaseEvent.objects.filter(case__regency=run.regency_id, case__months__month=run.month)
    return int(events.aggregate(last=Max("pk"))["last"] or 0)


def cases_of_month(regency_code: str, month: Month) -> QuerySet[Case]:
    """Return the cases that some difference of this month belongs to, solved ones too."""
    return Case.objects.filter(regency=regency_code, months__month=month)


def sums_by(cases: QuerySet[Case], field: str) -> dict[str, tuple[int, int]]:
    """Return, by the values of a field, how many cases there are and what they come to, in IDR."""
    rows = cases.order_by().values_list(field).annotate(Count("pk"), Sum("amount_idr"))
    return {value: (number, int(amount)) for value, number, amount in rows}


def claimable_idr(cases: QuerySet[Case]) -> int:
    """Return what can be claimed back in some cases, in IDR."""
    return int(claimable(cases).aggregate(total=Sum("claim_idr"))["total"] or 0)


def latest_run(regency_code: str, month: Month) -> MatchRun:
    """Return the last match of a month over all payers, else of one.

    Raises:
        MonthNotMatchedError: (JRG-268)
    """
    runs = MatchRun.objects.filter(regency=regency_code, month=month)
    run = runs.filter(payer=None).order_by("-id").first() or runs.order_by("-id").first()
    if run is None:
        raise MonthNotMatchedError(month=month)
    return run
