"""Write operations of the programme: year, budget, choice, decree, enrolment. Each is one transaction, audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value

from jaring.core import targeting
from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.contribution import RateFacts, Sector, contribution_for_base
from jaring.core.eligibility import EntryFacts, reasons_against_entry
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.documents.annex import AnnexChange, AnnexRow, annex_hash
from jaring.documents.templates import load_template
from jaring.documents.wording import DECREE_TEMPLATE
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.billing import queries as billing
from jaring.office.columns import month_number
from jaring.office.people.models import Exit, Person
from jaring.office.places.models import Regency
from jaring.office.programme import queries
from jaring.office.programme.errors import (
    AlreadyInForceError,
    DecreeOverBudgetError,
    DraftStaleError,
    MonthBilledError,
    NoBudgetError,
    NoInitialDecreeError,
    NothingToDecreeError,
    NumberTakenError,
    YearExistsError,
)
from jaring.office.programme.models import (
    BudgetEntry,
    Candidate,
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
from jaring.office.setwise import insert_from
from jaring.regencies import profile

CHUNK = 2000
HAS_LEFT = targeting.Reason(
    "HAS_LEFT", Text("Sudah dilaporkan keluar dari program.", "Was reported as having left the programme.")
)
"""Stands against anybody with a reported exit."""


def open_year(
    regency: Regency,
    year: int,
    *,
    from_month: Month,
    until_month: Month,
    base_idr: int,
    actor: User,
    now: datetime,
) -> ProgrammeYear:
    """Open a budget year of the programme.

    Args:
        regency: Whose programme.
        year: Budget year.
        from_month: First month of cover.
        until_month: First month no longer covered (half-open).
        base_idr: Declared base (dasar penghasilan) of its people; one of the law's table.
        actor: Who opens it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        YearExistsError: (JRG-512)
        BaseUnknownError: (JRG-121) the base is not in the law's table.
    """
    require(actor, Action.RUN_TARGETING, regency.code)
    contribution_for_base(RateFacts(from_month, PayerOfLaw.APBD, Rupiah(base_idr)))
    with transaction.atomic():
        if ProgrammeYear.objects.filter(regency=regency, year=year).exists():
            raise YearExistsError(year=year)
        opened = ProgrammeYear.objects.create(
            regency=regency, year=year, from_month=from_month, until_month=until_month, base_idr=base_idr
        )
        audit.record(actor, "programme.year_opened", regency.code, now=now, subject=str(year))
    return opened


def add_payer(regency: Regency, kind: str, name: str, group_code: str = "") -> Payer:
    """Return the payer of this kind and name, registering it first when it is new."""
    return Payer.objects.get_or_create(
        regency=regency, kind=PayerOfLaw(kind).value, name=name, defaults={"group_code": group_code}
    )[0]


def enter_budget(
    year: ProgrammeYear,
    payer: Payer,
    amount_idr: int,
    *,
    basis: str,
    account_code: str = "",
    actor: User,
    now: datetime,
) -> BudgetEntry:
    """Add money to a year's budget, or take some away by a negative revision.

    Raises:
        NotAllowedError: (JRG-601)
    """
    require(actor, Action.RUN_TARGETING, year.regency_id)
    with transaction.atomic():
        entry = BudgetEntry.objects.create(
            programme_year=year,
            payer=payer,
            amount_idr=amount_idr,
            account_code=account_code,
            basis=basis,
            entered_by=actor,
            entered_at=now,
        )
        audit.record(
            actor,
            "programme.budget_entered",
            year.regency_id,
            now=now,
            subject=f"{year.year} {payer.kind}",
            reason=basis,
            detail={"amount_idr": amount_idr},
        )
    return entry


def run_targeting(
    year: ProgrammeYear,
    payer: Payer,
    *,
    from_month: Month,
    as_of: date,
    seed: str,
    spent_idr: int,
    rules: targeting.RuleSet,
    rules_text: str,
    actor: User,
    now: datetime,
    with_optimum: bool = False,
) -> TargetingRun:
    """Choose who is covered from ``from_month`` to the end of the year, and keep every verdict with its reasons.

    Everyone on the register who was not reported as having left is a candidate. Who is enrolled keeps the place.

    Args:
        year: Programme year.
        payer: Whose budget.
        from_month: First month that is still to be paid.
        as_of: Day on which ages are taken.
        seed: Published text for the draw between equals.
        spent_idr: What was billed to this budget before ``from_month``, in IDR.
        rules: The regency's rule set.
        rules_text: Its source, kept with the run.
        actor: Who runs it.
        now: Aware instant.
        with_optimum: Also compute the best choice the budget allows, to show the gap; takes some seconds.

    Raises:
        NotAllowedError: (JRG-601)
        NoBudgetError: (JRG-503)
        BudgetBelowKeptError: (JRG-552) the budget does not cover those who keep their place.
    """
    require(actor, Action.RUN_TARGETING, year.regency_id)
    months = year.until_month - from_month
    budget = queries.budget_idr(year, payer) - spent_idr
    if months <= 0 or budget <= 0:
        raise NoBudgetError
    with transaction.atomic(durable=True):
        queries.lock_year(year)
        _propose_everyone(year, now)
        pool = _Pool.load(year, payer, from_month, as_of)
        terms = targeting.Terms(as_of=as_of, budget_idr=budget, months=months, seed=seed)
        outcome = targeting.select(pool.candidates, rules, terms, enrolled=pool.enrolled, ineligible=pool.ineligible)
        run = TargetingRun.objects.create(
            programme_year=year,
            payer=payer,
            as_of=as_of,
            from_month=from_month,
            until_month=year.until_month,
            budget_idr=budget,
            cost_idr=outcome.cost_idr,
            seed=seed,
            rules={"text": rules_text},
            summary=_summary(outcome, with_optimum=with_optimum),
            candidates=len(pool.candidates),
            kept=len(outcome.kept_ids),
            selected=len(outcome.selected_ids),
            reserve=len(outcome.reserve_ids),
            ineligible=len(pool.candidates) - len(outcome.covered_ids) - len(outcome.reserve_ids),
            run_by=actor,
            run_at=now,
        )
        Decision.objects.bulk_create(
            (_decision_row(run, decision, pool) for decision in outcome.decisions()), batch_size=CHUNK
        )
        audit.record(
            actor,
            "targeting.run",
            year.regency_id,
            now=now,
            subject=str(run.public_id),
            detail={"budget_idr": budget, "kept": run.kept, "selected": run.selected, "reserve": run.reserve},
        )
    return run


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
        queries.lock_year(year)
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
        queries.lock_year(year)
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
    """
    require(actor, Action.ENACT_DECREE, decree.regency_id)
    if decree.drafted_by_id == actor.pk:
        raise SamePersonError
    with transaction.atomic(durable=True):
        queries.lock_year(decree.programme_year)
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
class _Pool:
    """The people of a run: the facts that the rules look at, who keeps a place, who may not have one and why."""

    candidates: list[targeting.Candidate]
    villages: dict[int, str]
    enrolled: frozenset[int]
    ineligible: dict[int, Sequence[targeting.Reason]]

    @classmethod
    def load(
        cls, year: ProgrammeYear, payer: Payer, from_month: Month, as_of: date, *, keep_leavers: bool = False
    ) -> _Pool:
        """Read the candidates of a year. Who was reported as having left keeps a place only with ``keep_leavers``."""
        covered = set(queries.enrolled_in(from_month, payer).values_list("person", flat=True))
        covered |= set(queries.enrolled_in(from_month + -1, payer).values_list("person", flat=True))
        left = set(Exit.objects.filter(person__regency=year.regency_id).values_list("person", flat=True))
        prices = _prices(year, payer, from_month)
        pool = cls([], {}, frozenset(covered if keep_leavers else covered - left), {})
        for person in queries.candidates_of(year).select_related("village"):
            pool._add(person, prices, as_of, has_left=person.pk in left)
        return pool

    def _add(self, person: Person, prices: Mapping[Sector, int], as_of: date, *, has_left: bool) -> None:
        facts: Any = person  # Annotated with decile, household_size and elsewhere.
        self.villages[person.pk] = person.village_id
        self.candidates.append(
            targeting.Candidate(
                id=person.pk,
                stable_key=bytes(person.nik_look_up).hex(),
                village_code=person.village_id,
                district_code=person.village.district_id,
                birth_date=person.birth_date,
                sex=person.sex,
                occupation_group=person.occupation_group,
                monthly_idr=prices[sector_of(person.occupation_group)],
                decile=facts.decile,
                household_key=bytes(person.kk_look_up).hex() if person.kk_look_up else None,
                household_size=facts.household_size,
                income_idr=person.income_idr,
            )
        )
        if person.pk in self.enrolled:
            return
        if against := [*([HAS_LEFT] if has_left else []), *_reasons_against(facts, as_of)]:
            self.ineligible[person.pk] = against


def _reasons_against(person: Any, as_of: date) -> list[targeting.Reason]:
    """Return why somebody may not enter, each with what would have to change."""
    facts = EntryFacts(
        birth_date=person.birth_date,
        regency_code=person.regency_id,
        is_covered_elsewhere=person.elsewhere is not None,
    )
    return [
        targeting.Reason(
            reason.code.value, Text(*(f"{a} {b}" for a, b in zip(reason.text, reason.remedy, strict=True)))
        )
        for reason in reasons_against_entry(facts, regency_code=person.regency_id, day=as_of)
    ]


def sector_of(occupation_group: str) -> Sector:
    """Return the sector that the discount of PP 50/2025 knows, from the group of occupations."""
    return Sector.TRANSPORT if occupation_group == "transport" else Sector.OTHER


def _prices(year: ProgrammeYear, payer: Payer, from_month: Month) -> dict[Sector, int]:
    """Return the monthly price by sector: the dearest of the months that remain, so that the ceiling always holds."""
    months = list(from_month.until(year.until_month))
    return {
        sector: max(
            contribution_for_base(RateFacts(month, PayerOfLaw(payer.kind), Rupiah(year.base_idr), sector)).total.idr
            for month in months
        )
        for sector in Sector
    }


def _propose_everyone(year: ProgrammeYear, now: datetime) -> None:
    """Make everyone on the register a candidate of the year, except who was reported as having left."""
    people = (
        Person.objects.filter(regency=year.regency_id)
        .exclude(candidacies__programme_year=year)
        .exclude(pk__in=Exit.objects.values("person"))
    )
    rows = people.annotate(
        programme_year=Value(year.pk, output_field=IntegerField()), proposed_at=Value(now)
    ).annotate(person=F("pk"))
    insert_from(Candidate, rows.values("programme_year", "person", "proposed_at"))


def _summary(outcome: targeting.Selection, *, with_optimum: bool) -> dict[str, Any]:
    """Return what a page shows of a run besides its verdicts: places by unit, shares by group, the optimum."""
    summary: dict[str, Any] = {
        "places": [_plain_places(unit) for unit in outcome.places()],
        "fairness": [asdict(share) for share in targeting.fairness(outcome)],
    }
    if with_optimum:
        best = targeting.best_possible(outcome)
        summary["optimum"] = {
            "reached_per_mille": best.reached_per_mille,
            "id": best.sentence.id,
            "en": best.sentence.en,
        }
    return summary


def _plain_places(unit: targeting.UnitPlaces) -> dict[str, Any]:
    return {
        "level": unit.level.value,
        "code": unit.code,
        "eligible": unit.eligible,
        "kept": unit.kept,
        "selected": unit.selected,
        "reserve": unit.reserve,
    }


def _decision_row(run: TargetingRun, decision: targeting.Decision, pool: _Pool) -> Decision:
    return Decision(
        run=run,
        person_id=decision.candidate_id,
        village_id=decision.village_code,
        outcome=decision.outcome.value,
        rank=decision.rank,
        rank_in_village=decision.rank_in_village,
        reserve_rank=decision.reserve_rank,
        monthly_idr=decision.cost_idr // (run.until_month - run.from_month),
        budget_needed_idr=decision.budget_needed_idr,
        reasons=[_plain_reason(reason) for reason in decision.reasons],
        changes=[_plain_reason(reason) for reason in decision.changes],
    )


def _plain_reason(reason: targeting.Reason) -> dict[str, str]:
    return {"code": reason.code, "id": reason.text.id, "en": reason.text.en}


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
    pool = _Pool.load(year, payer, month, month.first_day, keep_leavers=True)
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
        occupation=person.occupation,
        base_idr=year.base_idr,
        sector=sector_of(person.occupation_group).value,
        reason=change.reason,
        exit=change.exit,
    )


def _monthly_idr(lines: Iterable[DecreeLine], year: ProgrammeYear, payer: Payer, month: Month) -> int:
    prices = {
        sector.value: contribution_for_base(
            RateFacts(month, PayerOfLaw(payer.kind), Rupiah(year.base_idr), sector)
        ).total.idr
        for sector in Sector
    }
    return sum(prices[line.sector] for line in lines)


def _check_budget(lines: Iterable[DecreeLine], year: ProgrammeYear, payer: Payer, from_month: Month) -> None:
    """Refuse a decree after which the months that remain cost more than what is left of the budget."""
    people: Counter[tuple[int, str]] = Counter()
    for base_idr, sector, count in billing.distinct_rate_facts(payer, from_month):
        people[base_idr, sector] += count
    for line in lines:
        people[line.base_idr, line.sector] += 1 if line.change == DecreeLine.Change.ADDITION else -1
    needed = sum(
        count
        * contribution_for_base(RateFacts(month, PayerOfLaw(payer.kind), Rupiah(base_idr), Sector(sector))).total.idr
        for month in from_month.until(year.until_month)
        for (base_idr, sector), count in people.items()
    )
    left = queries.budget_idr(year, payer) - billing.billed_idr(year, payer)
    if needed > left:
        raise DecreeOverBudgetError(needed=Rupiah(needed), left=Rupiah(left))


def _check_not_billed(payer: Payer, month: Month) -> None:
    """Refuse to reach back into a month that was billed. A trigger is the second wall."""
    if billing.is_billed_from(payer, month):
        raise MonthBilledError(month=month)


def _check_still_fits(decree: Decree) -> None:
    """Refuse a decree whose month was billed, or whose people were enrolled or removed since."""
    _check_not_billed(decree.payer, decree.effective_month)
    enrolled = queries.enrolled_in(decree.effective_month).values("person")
    added = decree.lines.filter(change=DecreeLine.Change.ADDITION)
    removed = decree.lines.filter(change=DecreeLine.Change.REMOVAL)
    if added.filter(person__in=enrolled).exists() or removed.exclude(person__in=enrolled).exists():
        raise DraftStaleError


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
