"""Drafting decrees and amendments, and putting them in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value

from jaring.core import targeting
from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.contribution import RateFacts, Sector
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.annex import AnnexChange, AnnexRow, annex_hash
from jaring.documents.templates import load_template
from jaring.documents.wording import DECREE_TEMPLATE
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.billing import queries as billing
from jaring.office.columns import month_number
from jaring.office.locks import lock_year
from jaring.office.people.models import Exit, Person
from jaring.office.programme import queries
from jaring.office.programme.errors import (
    AlreadyInForceError,
    DecreeOverBudgetError,
    DraftStaleError,
    MonthBilledError,
    NoInitialDecreeError,
    NothingToDecreeError,
    NumberTakenError,
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
from jaring.office.programme.services.pool import Pool, sector_of
from jaring.office.programme.services.standing import note_cover
from jaring.office.rules import queries as rules
from jaring.office.setwise import insert_from
from jaring.regencies import profile

CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreePaper:
    """What a decree needs besides its people: number, day, law and who signs."""

    number: str
    decree_date: date
    effective_month: Month
    legal_bases: Sequence[str]
    signatory_name: str
    signatory_title: str


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
        amended = queries.initial_decree_in_force(year, payer)
        outcomes = [Decision.Outcome.SELECTED] if amended else [Decision.Outcome.SELECTED, Decision.Outcome.KEPT]
        named = Person.objects.filter(decisions__run=run, decisions__outcome__in=outcomes)
        enrolled = queries.enrolled_in(paper.effective_month, payer).values("person")
        additions = named.exclude(pk__in=enrolled) if amended else named
        changes = [_Change(person, DecreeLine.Change.ADDITION) for person in _in_annex_order(additions)]
        return _write_draft(year, payer, run, amended, paper, changes, actor=actor, now=now)


def draft_replacements(year: ProgrammeYear, payer: Payer, paper: DecreePaper, *, actor: User, now: datetime) -> Decree:
    """Draw up the amendment that removes who has left and fills the places from the reserve, by the rule.

    The reserve is lined up by the rules and the seed of the year's last run, with what is known on the first day of
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
        amended = queries.initial_decree_in_force(year, payer)
        if amended is None:
            raise NoInitialDecreeError
        exits = {report.person_id: report for report in queries.leaving(paper.effective_month, payer)}
        run = TargetingRun.objects.filter(programme_year=year, payer=payer).order_by("-id").first()
        if run is None or not exits:
            raise NothingToDecreeError
        removals = [
            _Change(person, DecreeLine.Change.REMOVAL, str(exits[person.pk].get_reason_display()), exits[person.pk])
            for person in _in_annex_order(Person.objects.filter(pk__in=exits))
        ]
        additions = _replacements(run, exits, paper.effective_month)
        return _write_draft(year, payer, run, amended, paper, [*removals, *additions], actor=actor, now=now)


def enact_decree(decree: Decree, *, actor: User, now: datetime) -> DecreeEnactment:
    """Put a signed decree in force: its additions are enrolled, its removals end, in one transaction.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602) the drafter does not enact.
        AlreadyInForceError: (JRG-507)
        DraftStaleError: (JRG-508) someone in it was enrolled or removed since.
        MonthBilledError: (JRG-510) its first month was billed since.
        DecreeOverBudgetError: (JRG-506) the budget no longer suffices for it.
    """
    require(actor, Action.ENACT_DECREE, decree.regency_id)
    if decree.drafted_by_id == actor.pk:
        raise SamePersonError
    with transaction.atomic(durable=True):
        lock_year(decree.programme_year_id)
        if DecreeEnactment.objects.filter(decree=decree).exists():
            raise AlreadyInForceError
        _check_still_fits(decree)
        enactment = DecreeEnactment.objects.create(decree=decree, enacted_by=actor, enacted_at=now)
        enrolled = insert_from(Enrolment, _enrolments_of(decree))
        ended = insert_from(EnrolmentEnd, _ends_of(decree))
        if (enrolled, ended) != (decree.additions, decree.removals):
            raise DraftStaleError
        audit.record(
            actor,
            "decree.enacted",
            decree.regency_id,
            now=now,
            subject=decree.number,
            detail={"additions": enrolled, "removals": ended, "annex_hash": decree.annex_hash},
        )
        note_cover(Person.objects.filter(pk__in=decree.lines.values("person")))
    return enactment


def annex_rows(lines: Iterable[DecreeLine], effective_month: Month) -> list[AnnexRow]:
    """Return annex lines as the paper prints and hashes them; each line needs its village and district."""
    return [
        AnnexRow(
            number=line.number,
            district_code=line.village.district_id,
            district_name=line.village.district.name,
            village_code=line.village_id,
            village_name=line.village.name,
            name=line.name,
            masked_nik=line.masked_nik,
            birth_year=line.birth_year or 0,
            address=line.address,
            occupation=line.occupation,
            effective_month=effective_month,
            change=AnnexChange(line.change),
            reason=line.reason,
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class _Change:
    """One person added to or removed from the list of participants."""

    person: Person
    change: DecreeLine.Change
    reason: str = ""
    exit: Exit | None = None


def _replacements(run: TargetingRun, exits: Mapping[int, Exit], month: Month) -> list[_Change]:
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
        _Change(people[r.filled_by], DecreeLine.Change.ADDITION, r.reason.text.id)
        for r in filled.replacements
        if r.filled_by is not None
    ]


def _in_annex_order(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.select_related("village__district").order_by("village", "search_name", "pk")


def _write_draft(
    year: ProgrammeYear,
    payer: Payer,
    run: TargetingRun | None,
    amended: Decree | None,
    paper: DecreePaper,
    changes: Sequence[_Change],
    *,
    actor: User,
    now: datetime,
) -> Decree:
    if not changes:
        raise NothingToDecreeError
    _check_not_billed(payer, paper.effective_month)
    if Decree.objects.filter(regency=year.regency_id, number=paper.number).exists():
        raise NumberTakenError
    lines = [_line(number, change, year) for number, change in enumerate(changes, 1)]
    added = [line for line in lines if line.change == DecreeLine.Change.ADDITION]
    monthly = _monthly_idr(added, year, payer, paper.effective_month)
    _check_budget(lines, year, payer, paper.effective_month)
    decree = Decree.objects.create(
        programme_year=year,
        payer=payer,
        run=run,
        amends=amended,
        kind=Decree.Kind.AMENDMENT if amended else Decree.Kind.INITIAL,
        regency_id=year.regency_id,
        number=paper.number,
        decree_date=paper.decree_date,
        effective_month=paper.effective_month,
        legal_bases=list(paper.legal_bases),
        signatory_name=paper.signatory_name,
        signatory_title=paper.signatory_title,
        additions=len(added),
        removals=len(lines) - len(added),
        monthly_idr=monthly,
        annex_hash=annex_hash(annex_rows(lines, paper.effective_month)),
        drafted_by=actor,
        drafted_at=now,
    )
    for line in lines:
        line.decree = decree
    DecreeLine.objects.bulk_create(lines, batch_size=CHUNK)
    audit.record(
        actor,
        "decree.drafted",
        year.regency_id,
        now=now,
        subject=decree.number,
        detail={"additions": decree.additions, "removals": decree.removals, "annex_hash": decree.annex_hash},
    )
    return decree


def _line(number: int, change: _Change, year: ProgrammeYear) -> DecreeLine:
    person = change.person
    return DecreeLine(
        person=person,
        number=number,
        change=change.change,
        name=person.name,
        masked_nik=person.masked_nik,
        birth_year=person.birth_date.year if person.birth_date else None,
        village=person.village,
        address=f"{person.village.get_kind_display()} {person.village.name}",
        occupation=person.occupation,
        base_idr=year.base_idr,
        sector=sector_of(person.occupation_group).value,
        reason=change.reason,
        exit=change.exit,
    )


def _monthly_idr(lines: Iterable[DecreeLine], year: ProgrammeYear, payer: Payer, month: Month) -> int:
    compute = rules.pricing_of(year.regency_id)
    prices = {
        sector.value: compute(RateFacts(month, PayerOfLaw(payer.kind), Rupiah(year.base_idr), sector)).total.idr
        for sector in Sector
    }
    return sum(prices[line.sector] for line in lines)


def _check_budget(lines: Iterable[DecreeLine], year: ProgrammeYear, payer: Payer, from_month: Month) -> None:
    """Refuse a decree after which the months that remain cost more than what is left of the budget.

    A decree that makes them cheaper always passes: it is the way out of a budget that was cut.
    """
    people: Counter[tuple[int, str]] = Counter()
    for base_idr, sector, count in billing.distinct_rate_facts(payer, from_month):
        people[base_idr, sector] += count
    compute = rules.pricing_of(year.regency_id)
    before = _remaining_cost_idr(people, year, payer, from_month, compute)
    for line in lines:
        people[line.base_idr, line.sector] += 1 if line.change == DecreeLine.Change.ADDITION else -1
    needed = _remaining_cost_idr(people, year, payer, from_month, compute)
    left = queries.budget_idr(year, payer) - billing.billed_idr(year, payer)
    if needed > left and needed >= before:
        raise DecreeOverBudgetError(needed=Rupiah(needed), left=Rupiah(left))


def _remaining_cost_idr(
    people: Mapping[tuple[int, str], int],
    year: ProgrammeYear,
    payer: Payer,
    from_month: Month,
    compute: rules.Pricing,
) -> int:
    """Return what so many people of each base and sector cost from a month to the end of the year."""
    return sum(
        count * compute(RateFacts(month, PayerOfLaw(payer.kind), Rupiah(base_idr), Sector(sector))).total.idr
        for month in from_month.until(year.until_month)
        for (base_idr, sector), count in people.items()
    )


def _check_not_billed(payer: Payer, month: Month) -> None:
    """Refuse to reach back into a month that was billed. A trigger is the second wall."""
    if billing.is_billed_from(payer, month):
        raise MonthBilledError(month=month)


def _check_still_fits(decree: Decree) -> None:
    """Refuse a decree whose month was billed, whose people were enrolled or removed since, or whose money is gone."""
    year, month = decree.programme_year, decree.effective_month
    _check_not_billed(decree.payer, month)
    enrolled = queries.enrolled_in(month).filter(end__isnull=True).values("person")  # Nobody is removed twice.
    taken = queries.enrolled_between(month, year.until_month).values("person")
    added = decree.lines.filter(change=DecreeLine.Change.ADDITION)
    removed = decree.lines.filter(change=DecreeLine.Change.REMOVAL)
    if added.filter(person__in=taken).exists() or removed.exclude(person__in=enrolled).exists():
        raise DraftStaleError
    _check_budget(decree.lines.all(), year, decree.payer, month)


def _enrolments_of(decree: Decree) -> QuerySet[Any, Any]:
    lines = decree.lines.filter(change=DecreeLine.Change.ADDITION).order_by("person_id")
    return lines.annotate(
        line=F("pk"),
        payer=Value(decree.payer_id, output_field=IntegerField()),
        programme_year=Value(decree.programme_year_id, output_field=IntegerField()),
        from_month=Value(month_number(decree.effective_month), output_field=IntegerField()),
        until_month=Value(month_number(decree.programme_year.until_month), output_field=IntegerField()),
    ).values("line", "person", "payer", "programme_year", "base_idr", "sector", "from_month", "until_month")


def _ends_of(decree: Decree) -> QuerySet[Any, Any]:
    lines = decree.lines.filter(change=DecreeLine.Change.REMOVAL)
    holding = queries.enrolled_in(decree.effective_month, decree.payer).filter(person=OuterRef("person"))
    return lines.annotate(
        line=F("pk"),
        enrolment_id=Subquery(holding.values("pk")[:1]),
        until_month=Value(month_number(decree.effective_month), output_field=IntegerField()),
    ).values("line", "enrolment_id", "until_month")
