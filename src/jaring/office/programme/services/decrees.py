"""Drafting decrees and amendments, and putting them in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value

from jaring.core import targeting
from jaring.core.month import Month
from jaring.documents.templates import load_template
from jaring.documents.wording import DECREE_TEMPLATE
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.columns import month_number
from jaring.office.locks import lock_year
from jaring.office.people.models import Exit, Person
from jaring.office.people.services import REASON_LENGTH_MIN
from jaring.office.programme import objections, queries
from jaring.office.programme.errors import (
    AlreadyInForceError,
    DraftStaleError,
    NoInitialDecreeError,
    NothingToDecreeError,
    OpenObjectionsError,
)
from jaring.office.programme.models import (
    Decision,
    Decree,
    DecreeEnactment,
    DecreeLine,
    Enrolment,
    EnrolmentEnd,
    Payer,
    ProgrammeYear,
    TargetingRun,
)
from jaring.office.programme.services.decree_papers import check_not_discarded
from jaring.office.programme.services.drafting import (
    Change,
    DecreePaper,
    check_budget,
    check_no_second_start,
    check_not_billed,
    in_annex_order,
    removed_enrolments,
    write_draft,
)
from jaring.office.programme.services.pool import Pool
from jaring.office.programme.services.standing import note_cover
from jaring.office.setwise import insert_from
from jaring.regencies import profile

CHUNK = 2000


def legal_bases(regency_code: str, on: date) -> list[str]:
    """Return the legal bases that the regency's decree template proposes.

    Raises:
        TemplateUnknownError: (JRG-804) no version of the template is valid on that day.
    """
    return [basis["text"] for basis in load_template(regency_code, DECREE_TEMPLATE, on)["legal_bases"]]


def decree_paper(
    regency_code: str, number: str, decree_date: date, effective_month: Month, signatory_name: str = ""
) -> DecreePaper:
    """Return the paper side of a decree, with the regency's own legal bases and the regent's title.

    Raises:
        TemplateUnknownError: (JRG-804) no version of the template is valid on that day.
    """
    return DecreePaper(
        number=number,
        decree_date=decree_date,
        effective_month=effective_month,
        legal_bases=legal_bases(regency_code, decree_date),
        signatory_name=signatory_name,
        signatory_title=profile(regency_code).regent_title.id,
    )


def draft_decree(run: TargetingRun, paper: DecreePaper, *, actor: User, now: datetime) -> Decree:
    """Draw up the decree that a targeting run leads to.

    The first decree of a year names everybody whom the run keeps or selects; a later one amends it and names those
    whom the run selected besides.

    Raises:
        NotAllowedError: (JRG-601)
        NumberTakenError: (JRG-504)
        NothingToDecreeError: (JRG-505)
        DecreeOverBudgetError: (JRG-506)
    """
    year, payer = run.programme_year, run.payer
    require(actor, Action.DRAFT_DECREE, year.regency_id)
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        amended = queries.decree_to_amend(year, payer)
        outcomes = [Decision.Outcome.SELECTED] if amended else [Decision.Outcome.SELECTED, Decision.Outcome.KEPT]
        named = Person.objects.filter(decisions__run=run, decisions__outcome__in=outcomes)
        enrolled = queries.enrolled_in(paper.effective_month, payer).values("person")
        additions = named.exclude(pk__in=enrolled) if amended else named
        changes = [Change(person, DecreeLine.Change.ADDITION) for person in in_annex_order(additions)]
        return write_draft(year, payer, run, amended, paper, changes, actor=actor, now=now)


def draft_replacements(year: ProgrammeYear, payer: Payer, paper: DecreePaper, *, actor: User, now: datetime) -> Decree:
    """Draw up the amendment that removes who has left and fills the places from the reserve, by the rule.

    For a payer to whom people came without a choice of its own there is no reserve, and their places stay free. Else
    the reserve is lined up by the rules and the seed of the year's last run, with what is known on the first day of
    the month from which the amendment holds.

    Raises:
        NotAllowedError: (JRG-601)
        NoInitialDecreeError: (JRG-511)
        NothingToDecreeError: (JRG-505) nobody has left.
        NumberTakenError: (JRG-504)
    """
    require(actor, Action.DRAFT_DECREE, year.regency_id)
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        amended = queries.decree_to_amend(year, payer)
        if amended is None:
            raise NoInitialDecreeError
        exits = {report.person_id: report for report in queries.leaving(paper.effective_month, payer)}
        run = TargetingRun.objects.filter(programme_year=year, payer=payer).order_by("-id").first()
        if not exits:
            raise NothingToDecreeError
        removals = [
            Change(person, DecreeLine.Change.REMOVAL, str(exits[person.pk].get_reason_display()), exits[person.pk])
            for person in in_annex_order(Person.objects.filter(pk__in=exits))
        ]
        additions = _replacements(run, exits, paper.effective_month) if run else []
        return write_draft(year, payer, run, amended, paper, [*removals, *additions], actor=actor, now=now)


def enact_decree(decree: Decree, *, reason: str = "", actor: User, now: datetime) -> DecreeEnactment:
    """Put a signed decree in force: its additions are enrolled, its removals end, in one transaction.

    Args:
        decree: A draft.
        reason: Why it is enacted while objections to its run wait; not asked where none does.
        actor: Who enacts.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602) the drafter does not enact.
        AlreadyInForceError: (JRG-507)
        DecreeDiscardedError: (JRG-555)
        DraftStaleError: (JRG-508) someone in it was enrolled or removed since.
        MonthBilledError: (JRG-510) its first month was billed since.
        StartsTwiceError: (JRG-530) someone began with this payer in that very month before.
        DecreeOverBudgetError: (JRG-506) the budget no longer suffices for it.
        OpenObjectionsError: (JRG-563)
    """
    require(actor, Action.ENACT_DECREE, decree.regency_id)
    if decree.drafted_by_id == actor.pk:
        raise SamePersonError
    with transaction.atomic(durable=True):
        lock_year(decree.programme_year_id)
        if DecreeEnactment.objects.filter(decree=decree).exists():
            raise AlreadyInForceError
        check_not_discarded(decree)
        _check_still_fits(decree)
        waiting = objections.unsettled_of(decree.run).count() if decree.run else 0
        if waiting and len(reason.strip()) < REASON_LENGTH_MIN:
            raise OpenObjectionsError(count=waiting)
        enactment = DecreeEnactment.objects.create(decree=decree, enacted_by=actor, enacted_at=now)
        ended = insert_from(EnrolmentEnd, _ends_of(decree))  # First, so that who moves is free to be enrolled.
        enrolled = insert_from(Enrolment, _enrolments_of(decree))
        if (enrolled, ended) != (decree.additions, decree.removals):
            raise DraftStaleError
        audit.record(
            actor,
            "decree.enacted",
            decree.regency_id,
            now=now,
            subject=decree.number,
            reason=reason.strip() if waiting else "",
            detail={
                "additions": enrolled,
                "removals": ended,
                "annex_hash": decree.annex_hash,
                **({"unsettled_objections": waiting} if waiting else {}),
            },
        )
        note_cover(Person.objects.filter(pk__in=decree.lines.values("person")))
    return enactment


def _replacements(run: TargetingRun, exits: Mapping[int, Exit], month: Month) -> list[Change]:
    """Return whom the reserve sends for those who leave, by the rules and the seed of the run."""
    year, payer = run.programme_year, run.payer
    rules = targeting.load_rule_set(run.rules["text"])
    pool = Pool.load(year, payer, month, month.first_day, keep_leavers=True)
    months = year.until_month - month
    covered = set(queries.enrolled_in(month, payer).values_list("person", flat=True))
    price = {candidate.id: candidate.monthly_idr for candidate in pool.candidates}
    budget = months * sum(price[person] for person in covered)
    outcome = targeting.select(
        pool.candidates,
        rules,
        targeting.Terms(as_of=month.first_day, budget_idr=budget, months=months, seed=run.seed),
        enrolled=covered,
        ineligible=pool.ineligible,
    )
    filled = targeting.replace_exits(
        outcome,
        [
            targeting.Exit(person, targeting.ExitKind.parse(report.reason), report.happened_on)
            for person, report in exits.items()
        ],
        budget_idr=budget,
        months=months,
        covered_ids=covered,
    )
    people = Person.objects.select_related("village__district").in_bulk(
        [r.filled_by for r in filled.replacements if r.filled_by is not None]
    )
    return [
        Change(people[r.filled_by], DecreeLine.Change.ADDITION, r.reason.text.id)
        for r in filled.replacements
        if r.filled_by is not None
    ]


def _check_still_fits(decree: Decree) -> None:
    """Refuse a decree whose month was billed, whose people were enrolled or removed since, or whose money is gone."""
    year, month = decree.programme_year, decree.effective_month
    check_not_billed(decree)
    ending = removed_enrolments(decree)
    taken = queries.enrolled_between(month, year.until_month).exclude(pk__in=ending.values("pk"))
    added = decree.lines.filter(change=DecreeLine.Change.ADDITION)
    if added.filter(person__in=taken.values("person")).exists() or ending.count() != decree.removals:
        raise DraftStaleError
    check_no_second_start(decree)
    check_budget(decree)


def _enrolments_of(decree: Decree) -> QuerySet[Any, Any]:
    lines = decree.lines.filter(change=DecreeLine.Change.ADDITION).order_by("person_id")
    return lines.annotate(
        line=F("pk"),
        payer=Value(decree.payer_id, output_field=IntegerField()),
        programme_year=Value(decree.programme_year_id, output_field=IntegerField()),
        plan=Value(decree.plan_id, output_field=IntegerField()),
        from_month=Value(month_number(decree.effective_month), output_field=IntegerField()),
        until_month=Value(month_number(decree.programme_year.until_month), output_field=IntegerField()),
    ).values("line", "person", "payer", "programme_year", "plan", "base_idr", "sector", "from_month", "until_month")


def _ends_of(decree: Decree) -> QuerySet[Any, Any]:
    lines = decree.lines.filter(change=DecreeLine.Change.REMOVAL)
    source = decree.from_payer or decree.payer
    holding = queries.enrolled_in(decree.effective_month, source).filter(person=OuterRef("person"))
    return lines.annotate(
        line=F("pk"),
        enrolment_id=Subquery(holding.values("pk")[:1]),
        until_month=Value(month_number(decree.effective_month), output_field=IntegerField()),
    ).values("line", "enrolment_id", "until_month")
