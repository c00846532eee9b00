"""Decrees that bring people to a payer: from another one without a lost day, or from the reserve."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.locks import lock_year
from jaring.office.people.models import Exit, Person
from jaring.office.programme import queries
from jaring.office.programme.errors import MoveNowhereError, NoInitialDecreeError
from jaring.office.programme.models import Decision, Decree, DecreeLine, Payer, Plan, ProgrammeYear, TargetingRun
from jaring.office.programme.services.drafting import Change, DecreePaper, in_annex_order, write_draft


def draft_move(
    year: ProgrammeYear,
    from_payer: Payer,
    payer: Payer,
    people: QuerySet[Person],
    paper: DecreePaper,
    *,
    plan: Plan | None = None,
    actor: User,
    now: datetime,
) -> Decree:
    """Draw up the decree that ends people's enrolment with one payer and begins it with another in the same month.

    Args:
        year: Programme year of the month.
        from_payer: With whom they are enrolled.
        payer: Who pays for them from the decree's month on; the same payer only to put them under a plan.
        people: Who is meant; only those count who are enrolled with ``from_payer`` then and have not left.
        paper: Number, day, month, law and signature of the decree.
        plan: Of co-funding, whose public payer is ``payer``.
        actor: Who drafts it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        MoveNowhereError: (JRG-531)
        NoInitialDecreeError: (JRG-511)
        NothingToDecreeError: (JRG-505) nobody of them can be moved.
        NumberTakenError: (JRG-504)
        MonthBilledError: (JRG-510) the month was billed to one of the payers.
        StartsTwiceError: (JRG-530)
        DecreeOverBudgetError: (JRG-506)
        DecreeOverLineError: (JRG-527)
    """
    require(actor, Action.DRAFT_DECREE, year.regency_id)
    _check_direction(year, from_payer, payer, plan)
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        amended = queries.decree_to_amend(year, from_payer)
        if amended is None:
            raise NoInitialDecreeError
        movers = list(in_annex_order(queries.movable(people, from_payer, paper.effective_month)))
        changes = [Change(person, DecreeLine.Change.REMOVAL, f"pindah ke {payer.name}"[:240]) for person in movers]
        changes += [
            Change(person, DecreeLine.Change.ADDITION, f"pindah dari {from_payer.name}"[:240]) for person in movers
        ]
        return write_draft(
            year, payer, None, amended, paper, changes, from_payer=from_payer, plan=plan, actor=actor, now=now
        )


def draft_from_reserve(
    run: TargetingRun,
    payer: Payer,
    paper: DecreePaper,
    *,
    places: int,
    villages: Collection[str] | None = None,
    plan: Plan | None = None,
    actor: User,
    now: datetime,
) -> Decree:
    """Draw up the decree by which a further payer takes people from the reserve of a run, village by village.

    Whom the payer covered the month before keeps the place; then every village sends its first in the queue before
    any sends its second. Who is covered, or has left, is passed over.

    Args:
        run: Whose reserve.
        payer: Who pays for them.
        paper: Number, day, month, law and signature of the decree.
        places: How many people at most.
        villages: Codes of some villages only; a payer of a village takes from that village alone.
        plan: Of co-funding, whose public payer is ``payer``.
        actor: Who drafts it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        MoveNowhereError: (JRG-531) the payer or the plan belongs elsewhere.
        NothingToDecreeError: (JRG-505) the reserve has nobody left.
        NumberTakenError: (JRG-504)
        MonthBilledError: (JRG-510)
        DecreeOverBudgetError: (JRG-506)
        DecreeOverLineError: (JRG-527)
    """
    year = run.programme_year
    require(actor, Action.DRAFT_DECREE, year.regency_id)
    _check_direction(year, None, payer, plan)
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        within = [payer.village_id] if payer.village_id else villages
        chosen = _next_of_reserve(run, payer, paper, within)[:places]
        people = in_annex_order(Person.objects.filter(pk__in=chosen))
        changes = [Change(person, DecreeLine.Change.ADDITION) for person in people]
        amended = queries.decree_to_amend(year, payer)
        return write_draft(year, payer, run, amended, paper, changes, plan=plan, actor=actor, now=now)


def _check_direction(year: ProgrammeYear, from_payer: Payer | None, payer: Payer, plan: Plan | None) -> None:
    """Refuse a move that leads nowhere: to the same payer without a plan, or to what belongs elsewhere."""
    places = {party.regency_id for party in (from_payer, payer, plan) if party is not None}
    if places != {year.regency_id} or (from_payer == payer and plan is None):
        raise MoveNowhereError
    if plan is not None and plan.payer_id != payer.pk:
        raise MoveNowhereError


def _next_of_reserve(
    run: TargetingRun, payer: Payer, paper: DecreePaper, villages: Collection[str] | None
) -> list[int]:
    """Return the keys of the people of a reserve in the order in which a payer takes them."""
    month = paper.effective_month
    covered = queries.enrolled_between(month, run.programme_year.until_month).values("person")
    waiting = Decision.objects.filter(run=run, outcome=Decision.Outcome.RESERVE)
    waiting = waiting.exclude(person__in=covered).exclude(person__in=Exit.objects.values("person"))
    if villages is not None:
        waiting = waiting.filter(village__in=villages)
    turn = Window(RowNumber(), partition_by="village", order_by="reserve_rank")
    queue = waiting.annotate(turn=turn).order_by("turn", "reserve_rank").values_list("person", flat=True)
    before = set(queries.enrolled_in(month + -1, payer).values_list("person", flat=True))
    return sorted(queue, key=lambda person: person not in before)
