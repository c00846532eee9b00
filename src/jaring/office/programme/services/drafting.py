"""Writing down a draft: its lines in the order of the annex, and what must hold before it may stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.annex import AnnexChange, AnnexRow, annex_hash
from jaring.office.access.models import User
from jaring.office.audit import services as audit
from jaring.office.billing import queries as billing
from jaring.office.locks import lock_chain
from jaring.office.people.models import Exit, Person
from jaring.office.programme import queries, shares
from jaring.office.programme.commitments import Facts, Outlook, billed_of
from jaring.office.programme.errors import (
    DecreeOverBudgetError,
    DecreeOverLineError,
    MonthBilledError,
    NothingToDecreeError,
    NumberTakenError,
    StartsTwiceError,
)
from jaring.office.programme.models import Decree, DecreeLine, Enrolment, Payer, Plan, ProgrammeYear, TargetingRun
from jaring.office.programme.services.pool import sector_of
from jaring.office.rules import queries as rules

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


@dataclass(frozen=True, slots=True)
class Change:
    """One person added to or removed from the list of participants."""

    person: Person
    change: DecreeLine.Change
    reason: str = ""
    exit: Exit | None = None


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


def in_annex_order(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return people as an annex lists them: by village, then by name."""
    return people.select_related("village__district").order_by("village", "search_name", "pk")


def write_draft(
    year: ProgrammeYear,
    payer: Payer,
    run: TargetingRun | None,
    amended: Decree | None,
    paper: DecreePaper,
    changes: Sequence[Change],
    *,
    from_payer: Payer | None = None,
    plan: Plan | None = None,
    actor: User,
    now: datetime,
) -> Decree:
    """Write down a draft with its lines, in the caller's transaction and under the lock of the year.

    Raises:
        NothingToDecreeError: (JRG-505)
        MonthBilledError: (JRG-510) a month was billed to one of the payers concerned.
        StartsTwiceError: (JRG-530)
        NumberTakenError: (JRG-504)
        DecreeOverBudgetError: (JRG-506)
        DecreeOverLineError: (JRG-527)
    """
    if not changes:
        raise NothingToDecreeError
    lock_chain(year.regency_id)  # Drafts of two years meet here: a number is borne once in a regency.
    if Decree.objects.filter(regency=year.regency_id, number=paper.number, discard=None).exists():
        raise NumberTakenError
    lines = [_line(number, change, year, payer, paper.effective_month) for number, change in enumerate(changes, 1)]
    added = [line for line in lines if line.change == DecreeLine.Change.ADDITION]
    decree = Decree(
        programme_year=year,
        payer=payer,
        from_payer=from_payer,
        plan=plan,
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
        monthly_idr=_monthly_idr(added, year, payer, plan, paper.effective_month),
        annex_hash=annex_hash(annex_rows(lines, paper.effective_month)),
        drafted_by=actor,
        drafted_at=now,
    )
    decree.save(force_insert=True)
    for line in lines:
        line.decree = decree
    DecreeLine.objects.bulk_create(lines, batch_size=CHUNK)
    check_not_billed(decree)
    check_no_second_start(decree)
    check_budget(decree)
    audit.record(
        actor,
        "decree.drafted",
        year.regency_id,
        now=now,
        subject=decree.number,
        detail={"additions": decree.additions, "removals": decree.removals, "annex_hash": decree.annex_hash},
    )
    return decree


def _line(number: int, change: Change, year: ProgrammeYear, payer: Payer, month: Month) -> DecreeLine:
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
        base_idr=shares.base_of(person.income_idr, year, payer, month),
        sector=sector_of(person.occupation_group).value,
        reason=change.reason,
        exit=change.exit,
    )


def _monthly_idr(
    lines: Iterable[DecreeLine], year: ProgrammeYear, payer: Payer, plan: Plan | None, month: Month
) -> int:
    """Return what the people of these lines cost the payer in a month: its share where they are under a plan."""
    pricing = rules.pricing_of(year.regency_id)
    terms = shares.terms_of(plan) if plan else None
    facts = Counter((line.base_idr, line.sector) for line in lines)
    return sum(group.total_idr for group in shares.priced_groups(payer, month, facts, terms, pricing))


def check_budget(decree: Decree) -> None:
    """Refuse a decree after which the months that remain cost a payer more than what is left of its budget.

    A decree that makes them cheaper always passes: it is the way out of a budget that was cut.
    """
    outlook = Outlook.load(decree.programme_year)
    for payer in payers_of(decree):
        if payer.has_ceiling:
            _check_payer(outlook, payer, _change_for(payer, decree), decree.effective_month)


def _check_payer(outlook: Outlook, payer: Payer, change: Counter[Facts], from_month: Month) -> None:
    jkk_before, jkm_before = outlook.committed(payer)
    months = [month for month in outlook.open_months(payer) if month >= from_month]
    costs = [outlook.cost(payer, month, change) for month in months]
    jkk, jkm = jkk_before + sum(cost.jkk_idr for cost in costs), jkm_before + sum(cost.jkm_idr for cost in costs)
    left = queries.ceilings_of(outlook.year, payer).less(*billed_of(outlook.year, payer))
    if (lacks := left.lacks(jkk, jkm)) and jkk + jkm >= jkk_before + jkm_before:
        if jkk + jkm > left.total_idr:
            raise DecreeOverBudgetError(needed=Rupiah(jkk + jkm), left=Rupiah(left.total_idr))
        raise DecreeOverLineError(lacks=Rupiah(lacks))


def _change_for(payer: Payer, decree: Decree) -> Counter[Facts]:
    """Count for how many more people a payer pays once a decree is in force, or for how many fewer."""
    change: Counter[Facts] = Counter()
    if payer in (decree.payer, decree.plan.partner if decree.plan else None):
        added = decree.lines.filter(change=DecreeLine.Change.ADDITION).order_by()
        for base_idr, sector, people in added.values_list("base_idr", "sector").annotate(Count("pk")):
            change[base_idr, sector, decree.plan_id] += people
    paid_for = removed_enrolments(decree).filter(Q(payer=payer) | Q(plan__partner=payer)).order_by()
    for base_idr, sector, plan, people in paid_for.values_list("base_idr", "sector", "plan").annotate(Count("pk")):
        change[base_idr, sector, plan] -= people
    return change


def removed_enrolments(decree: Decree) -> QuerySet[Enrolment]:
    """Return the enrolments that a decree ends, or would end: those that hold with the payer whom people leave.

    Nobody is removed twice: who leaves by another decree in force in a later month is not among them.
    """
    removed = decree.lines.filter(change=DecreeLine.Change.REMOVAL)
    source = decree.from_payer or decree.payer
    holding = queries.enrolled_in(decree.effective_month, source).filter(end__isnull=True)
    return holding.filter(person__in=removed.values("person"))


def payers_of(decree: Decree) -> list[Payer]:
    """Return everybody whose money a decree touches: who pays from now on, who no more, and partners of plans."""
    partners = Payer.objects.filter(partner_plans__in=removed_enrolments(decree).exclude(plan=None).values("plan"))
    named = (decree.payer, decree.from_payer, decree.plan.partner if decree.plan else None, *partners.distinct())
    return list(dict.fromkeys(payer for payer in named if payer is not None))


def check_not_billed(decree: Decree) -> None:
    """Refuse to reach back into a month that was billed to a payer concerned. Triggers are the second wall."""
    for payer in payers_of(decree):
        if billing.is_billed_from(payer, decree.effective_month):
            raise MonthBilledError(month=decree.effective_month)


def check_no_second_start(decree: Decree) -> None:
    """Refuse to enrol somebody with a payer from the month in which he was enrolled with it already and moved away."""
    added = decree.lines.filter(change=DecreeLine.Change.ADDITION)
    starts = Enrolment.objects.filter(payer=decree.payer_id, from_month=decree.effective_month)
    if starts.filter(person__in=added.values("person")).exists():
        raise StartsTwiceError(month=decree.effective_month)
