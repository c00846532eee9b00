"""Reads of the programme: who is enrolled when, what is left of the budget, who leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, TypeVar

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from jaring.core.budget import Ceilings, Programme
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.people.models import CoveredElsewhere, DtsenEntry, Exit, Person
from jaring.office.people.names import search_form
from jaring.office.programme import shares
from jaring.office.programme.errors import (
    DecreeUnknownError,
    NothingToDecreeError,
    PayerUnclearError,
    PayerUnknownError,
    YearUnknownError,
)
from jaring.office.programme.models import (
    Decision,
    Decree,
    DecreeDiscard,
    DecreeEnactment,
    DecreeLine,
    Enrolment,
    Payer,
    PayerKind,
    ProgrammeYear,
    Scenario,
    ScenarioMember,
    TargetingRun,
)
from jaring.office.programme.shares import PricedGroup
from jaring.office.rules import queries as rules

Row = TypeVar("Row", Decision, ScenarioMember)
CALLED_MAX = 2000
RARE: Final = 4
"""An outcome of fewer than one in so many is gathered before it is put in order of name."""


def year_of(regency_code: str, month: Month) -> ProgrammeYear:
    """Return the programme year that covers a month.

    Raises:
        YearUnknownError: (JRG-501)
    """
    years = ProgrammeYear.objects.filter(regency=regency_code, from_month__lte=month, until_month__gt=month)
    year = years.select_related("regency").first()
    if year is None:
        raise YearUnknownError(month=month)
    return year


def payer_of(regency_code: str, named: str, village_code: str = "") -> Payer:
    """Return the payer of a regency that is named by its code, or by its kind where that leaves no doubt.

    Args:
        regency_code: Whose payers.
        named: A code such as ``CSR-2``, or a kind such as ``APBD``.
        village_code: Of the village whose payer of that kind is meant.

    Raises:
        PayerUnknownError: (JRG-502)
        PayerUnclearError: (JRG-520) several payers are of this kind.
    """
    payers = Payer.objects.filter(regency=regency_code)
    if village_code:
        found = list(payers.filter(kind=named, village=village_code))
    else:
        found = list(payers.filter(code=named)) or list(payers.filter(kind=named))
    if not found:
        raise PayerUnknownError(payer=f"{named}-{village_code}" if village_code else named)
    if len(found) > 1:
        raise PayerUnclearError(payer=named, count=len(found))
    return found[0]


def budget_idr(year: ProgrammeYear, payer: Payer) -> int:
    """Return what a payer set aside for a year, all revisions added up, in IDR."""
    found = year.budget.filter(payer=payer).aggregate(total=Sum("amount_idr"))["total"]
    return int(found or 0)


def ceilings_of(year: ProgrammeYear, payer: Payer) -> Ceilings:
    """Return what a payer set aside for a year by what its lines may pay, all revisions added up."""
    sums = year.budget.filter(payer=payer).order_by().values_list("programme").annotate(Sum("amount_idr"))
    ceilings = Ceilings()
    for programme, amount_idr in sums:
        ceilings = ceilings.plus(Programme(programme), amount_idr)
    return ceilings


def enrolled_in(month: Month, payer: Payer | None = None) -> QuerySet[Enrolment]:
    """Return the enrolments that hold in a month, of one payer or of all."""
    rows = _not_ended(Enrolment.objects.filter(from_month__lte=month, until_month__gt=month), month)
    return rows if payer is None else rows.filter(payer=payer)


def enrolled_between(first: Month, until: Month) -> QuerySet[Enrolment]:
    """Return the enrolments, of any payer, that hold in some month of a half-open range."""
    return _not_ended(Enrolment.objects.filter(from_month__lt=until, until_month__gt=first), first)


def _not_ended(rows: QuerySet[Enrolment], month: Month) -> QuerySet[Enrolment]:
    """Leave out what ended before a month.

    By the month it stops: "no end" PostgreSQL takes to be so rare that it looks for all else row by row.
    """
    return rows.alias(stops=Coalesce("end__until_month", "until_month")).filter(stops__gt=month)


def movable(people: QuerySet[Person], from_payer: Payer, month: Month) -> QuerySet[Person]:
    """Return those of some people who are enrolled with a payer in a month and were not reported as having left."""
    enrolled = enrolled_in(month, from_payer).filter(end__isnull=True).values("person")
    return people.filter(pk__in=enrolled).exclude(pk__in=Exit.objects.values("person"))


def leaving(month: Month, payer: Payer) -> QuerySet[Exit]:
    """Return reported exits of people who are still enrolled in ``month`` with this payer, earliest first."""
    first = Exit.objects.filter(person=OuterRef("person")).order_by("happened_on", "id").values("id")[:1]
    return _of_enrolled(Exit.objects.filter(id=Subquery(first)), month, payer).order_by("happened_on", "id")


def open_exits(month: Month) -> QuerySet[Exit]:
    """Return reported exits of people who are still enrolled and whom no decree, draft or in force, takes up."""
    return _of_enrolled(exits_not_taken_up(), month)


def _of_enrolled(exits: QuerySet[Exit], month: Month, payer: Payer | None = None) -> QuerySet[Exit]:
    """Leave the exits of those who are enrolled in a month, with a payer or any.

    Asked for each exit, as exits are few; by a value, since for a set both databases would gather everybody enrolled.
    """
    enrolled = enrolled_in(month, payer).filter(person=OuterRef("person")).values("pk")[:1]
    return exits.alias(enrolled=Subquery(enrolled)).filter(enrolled__isnull=False)


def exits_not_taken_up() -> QuerySet[Exit]:
    """Return reported exits that no decree, draft or in force, takes up; a discarded draft counts no more.

    The discarded are excluded as a set: beside a join PostgreSQL expects hardly a decree to be left, and then goes
    through all lines for each exit.
    """
    taken_up = DecreeLine.objects.filter(exit=OuterRef("pk")).exclude(
        decree__in=DecreeDiscard.objects.values("decree")
    )
    return Exit.objects.filter(~Exists(taken_up))


def candidates_of(year: ProgrammeYear) -> QuerySet[Person]:
    """Return the people proposed for a year, with what DTSEN and the insurer say of them last.

    Annotated with ``decile``, ``household_size`` and ``elsewhere`` (None where not reported).
    """
    dtsen = _latest(DtsenEntry.objects.all())
    elsewhere = _latest(CoveredElsewhere.objects.all())
    return Person.objects.filter(candidacies__programme_year=year).annotate(
        decile=Subquery(dtsen.values("decile")[:1]),
        household_size=Subquery(dtsen.values("household_size")[:1]),
        elsewhere=Subquery(elsewhere.values("id")[:1]),
    )


def _latest(entries: QuerySet[DtsenEntry] | QuerySet[CoveredElsewhere]) -> QuerySet[DtsenEntry]:
    mine = entries.filter(regency=OuterRef("regency"), nik_look_up=OuterRef("nik_look_up"))
    return mine.order_by("-batch_id")  # type: ignore[return-value]  # Both have the columns that are read.


def runs_visible_to(user: User) -> QuerySet[TargetingRun]:
    """Return the targeting runs of the regencies in which the user may see targeting."""
    scope = scope_for(user, Action.SEE_TARGETING)
    return scope.within(TargetingRun.objects.all(), village="", regency="programme_year__regency")


def scenarios_visible_to(user: User, action: Action = Action.SEE_TARGETING) -> QuerySet[Scenario]:
    """Return the scenarios of the regencies in which the user may see targeting."""
    scope = scope_for(user, action)
    return scope.within(Scenario.objects.all(), village="", regency="base__programme_year__regency")


def members_visible_to(
    user: User, scenario: Scenario, without: Scenario, action: Action = Action.SEE_TARGETING
) -> QuerySet[ScenarioMember]:
    """Return whom one scenario covers and another does not, in the user's area."""
    rows = ScenarioMember.objects.filter(scenario=scenario)
    # For ``NOT IN`` PostgreSQL would look through all the others for each person.
    other = ScenarioMember.objects.filter(scenario=without, person=OuterRef("person"))
    scope = scope_for(user, action)
    return scope.within(rows, regency="scenario__base__programme_year__regency").filter(~Exists(other))


def count_differences(
    user: User, scenarios: Sequence[Scenario], pairs: Iterable[tuple[Scenario, Scenario]]
) -> list[int]:
    """Count, for each pair, whom its first scenario covers and its second does not, with one statement.

    Args:
        user: In whose area people are counted.
        scenarios: All that stand in the pairs.
        pairs: Two different scenarios each.
    """
    bit_of = {scenario.pk: 1 << place for place, scenario in enumerate(scenarios)}
    scope = scope_for(user, Action.SEE_TARGETING)
    rows = scope.within(ScenarioMember.objects.all(), regency="scenario__base__programme_year__regency")
    bits = Sum(Case(*(When(scenario=key, then=bit) for key, bit in bit_of.items())))
    people = rows.filter(scenario__in=bit_of).order_by().values("person").annotate(bits=bits)
    counts = {
        f"pair_{place}": Count("person", filter=Q(bits__in=_with_and_without(bit_of[one.pk], bit_of[other.pk])))
        for place, (one, other) in enumerate(pairs)
    }
    return [int(count) for count in people.aggregate(**counts).values()]


def _with_and_without(bit: int, other: int) -> list[int]:
    """Return the sums of up to three bits that hold the one and not the other."""
    return [bits for bits in range(8) if bits & bit and not bits & other]


def decisions_visible_to(user: User, run: TargetingRun, action: Action = Action.SEE_TARGETING) -> QuerySet[Decision]:
    """Return the decisions of a run on people in the user's area; a run decides on its own regency only."""
    rows = Decision.objects.filter(run=run)
    return scope_for(user, action).within(rows, regency="run__programme_year__regency")


def decrees_visible_to(user: User) -> QuerySet[Decree]:
    """Return the decrees of the regencies in which the user may see decrees."""
    return scope_for(user, Action.SEE_DECREES).within(Decree.objects.all(), village="")


def lines_visible_to(user: User, decree: Decree, action: Action = Action.SEE_DECREES) -> QuerySet[DecreeLine]:
    """Return the annex lines of a decree on people in the user's area."""
    scope = scope_for(user, action)
    return scope.within(DecreeLine.objects.filter(decree=decree), regency="decree__regency")


def latest_run(regency_code: str, payer: Payer) -> TargetingRun:
    """Return the newest targeting run of a payer.

    Raises:
        NothingToDecreeError: (JRG-505) nothing was chosen yet.
    """
    run = TargetingRun.objects.filter(programme_year__regency=regency_code, payer=payer).order_by("-id").first()
    if run is None:
        raise NothingToDecreeError
    return run


def narrowed(
    rows: QuerySet[Any], *, name: str = "", villages: Collection[str] | None = None, **equal: object
) -> QuerySet[Any]:
    """Narrow decisions or annex lines to what a reader asks; what is empty is not asked.

    Args:
        rows: Visible rows of one run or decree, with a ``person`` and a ``village``.
        name: Words of the name, in any order.
        villages: Codes of the villages to show, named one by one: an index then finds their rows in order.
        equal: Further conditions.
    """
    for word in search_form(name).split():
        rows = rows.filter(person__search_name__contains=word)
    if villages is not None:
        rows = rows.filter(village__in=villages)
    return rows.filter(**{field: value for field, value in equal.items() if value not in ("", None)})


def people_called(regency_code: str, name: str) -> list[int]:
    """Return the keys of the first people in a regency, by name, whose name has these words.

    An index of names answers without looking at anybody's row; a name that is borne by more than ``CALLED_MAX``
    finds so many only.
    """
    people = Person.objects.filter(regency=regency_code)
    for word in search_form(name).split():
        people = people.filter(search_name__contains=word)
    return list(people.order_by("search_name", "id").values_list("pk", flat=True)[:CALLED_MAX])


def among(rows: QuerySet[Decision], called: Collection[int], outcome: str) -> list[int]:
    """Return the keys of the decisions on some people, and with one outcome where it is given.

    The outcome is compared here: asked of the database, it leads past the index of people to everybody who has it.
    """
    found = rows.filter(person__in=called).values_list("pk", "outcome")
    return [key for key, its_outcome in found if outcome in ("", its_outcome)]


def with_people_of(rows: QuerySet[Row], regency_code: str) -> QuerySet[Row]:
    """Say of decisions or of a scenario's members that their people are of one regency, as they all are.

    The indexes of names lead with the regency: only so are people read from them, and not from their wide rows.
    """
    return rows.filter(person__regency=regency_code)


def people_decided(user: User, run: TargetingRun, outcome: str, total: int) -> QuerySet[Person]:
    """Return the people in the user's area on whom a run decided, narrowed to one outcome where it is given.

    An index of names leads to the people in order, so a page of many is found without sorting them all. What the
    regency's latest run decided stands beside the name. Of an older run each is looked up on the way, by a value:
    for ``EXISTS`` PostgreSQL would gather everybody; only the people of a rarer outcome are gathered first.

    Args:
        user: Who reads.
        run: The run.
        outcome: The outcome asked for; empty for all.
        total: On how many people of the area it was decided so.
    """
    rows = Decision.objects.filter(run=run)
    people = scope_for(user, Action.SEE_TARGETING).within(Person.objects.filter(regency=run.programme_year.regency_id))
    if is_latest(run):
        return people.filter(outcome=outcome) if outcome else people.filter(outcome__isnull=False)
    if total * RARE < run.kept + run.selected + run.reserve + run.ineligible:
        return people.filter(pk__in=rows.filter(outcome=outcome).values("person"))
    decided = Subquery(rows.filter(person=OuterRef("pk")).values("outcome")[:1])
    asked = Q(decided=outcome) if outcome else Q(decided__isnull=False)
    met: QuerySet[Person] = people.alias(decided=decided).filter(asked)
    return met


def is_latest(run: TargetingRun) -> bool:
    """Whether no run of the regency came after this one: its outcomes stand beside the names."""
    return not TargetingRun.objects.filter(
        programme_year__regency=run.programme_year.regency_id, pk__gt=run.pk
    ).exists()


def payers_for(user: User, action: Action) -> QuerySet[Payer]:
    """Return the payers of the regencies in which the user may do something."""
    return scope_for(user, action).within(Payer.objects.order_by("id"), village="")


def first_month_in_force(payer: Payer) -> Month | None:
    """Return the first month that a payer's decrees in force cover; None while none is in force."""
    decrees = Decree.objects.filter(payer=payer, enactment__isnull=False)
    first: Month | None = decrees.aggregate(first=Min("effective_month"))["first"]
    return first


def drafted_amendments(payer: Payer, from_month: Month) -> QuerySet[Decree]:
    """Return the amendments of a payer that were drafted for open months and are not in force."""
    drafts = Decree.objects.filter(payer=payer, kind=Decree.Kind.AMENDMENT, enactment=None, discard=None)
    return drafts.filter(effective_month__gte=from_month).order_by("-id")


def by_wage(decree: Decree) -> list[PricedGroup]:
    """Return what those whom a decree adds cost an employer in its first month, by wage; empty for other payers."""
    if decree.payer.kind != PayerKind.EMPLOYER:
        return []
    added = decree.lines.filter(change=DecreeLine.Change.ADDITION).order_by()
    counted = added.values_list("base_idr", "sector").annotate(Count("pk"))
    facts = {(base_idr, sector): people for base_idr, sector, people in counted}
    pricing = rules.pricing_of(decree.regency_id)
    return shares.priced_groups(decree.payer, decree.effective_month, facts, None, pricing)


def amendments_of(decree: Decree) -> QuerySet[Decree]:
    """Return the decree of the year and all its amendments, in the order in which they were drafted."""
    first = decree.amends_id or decree.pk
    return Decree.objects.filter(Q(pk=first) | Q(amends=first)).select_related("enactment", "discard").order_by("id")


def decree_by_number(regency_code: str, number: str) -> Decree:
    """Return a decree by its number: the one that bears it, else the last draft that did and was discarded.

    Raises:
        DecreeUnknownError: (JRG-509)
    """
    decrees = Decree.objects.filter(regency=regency_code, number=number)
    decree = decrees.order_by(F("discard").asc(nulls_first=True), "-id").first()
    if decree is None:
        raise DecreeUnknownError
    return decree


def decree_to_amend(year: ProgrammeYear, payer: Payer) -> Decree | None:
    """Return the decree in force that a further one about a payer's people amends; None where the year has none.

    It is the decree of the year that first named them, also where they came to this payer by a move.
    """
    decrees = Decree.objects.filter(programme_year=year, payer=payer, enactment__isnull=False)
    first = decrees.select_related("amends").order_by("id").first()
    return (first.amends or first) if first else None


def covered_once_in_force(decree: Decree) -> Counter[tuple[int, str, int | None]]:
    """Count, by base in IDR, sector and plan, whom the payer covers once a decree is in force.

    What was enacted after it does not count, so that its paper says the same whenever it is printed.
    """
    lines = DecreeLine.objects.filter(decree=decree)
    added = lines.filter(change=DecreeLine.Change.ADDITION)
    removed = lines.filter(change=DecreeLine.Change.REMOVAL)
    staying = _enrolled_before(decree).exclude(person__in=removed.values("person"))
    counts: Counter[tuple[int, str, int | None]] = Counter()
    for base_idr, sector, people in added.order_by().values_list("base_idr", "sector").annotate(Count("pk")):
        counts[base_idr, sector, decree.plan_id] += people
    if decree.kind == Decree.Kind.AMENDMENT:
        facts = staying.order_by().values_list("base_idr", "sector", "plan")
        for base_idr, sector, plan, people in facts.annotate(Count("pk")):
            counts[base_idr, sector, plan] += people
    return counts


def _enrolled_before(decree: Decree) -> QuerySet[Enrolment]:
    """Return who was enrolled in the first month of a decree, by what was in force before it."""
    month = decree.effective_month
    earlier = DecreeEnactment.objects.all()
    if decree.is_in_force:
        at = decree.enactment.enacted_at
        earlier = earlier.filter(Q(enacted_at__lt=at) | Q(enacted_at=at, decree__lt=decree.pk))
    decrees = earlier.values("decree")
    still = Q(end__isnull=True) | Q(end__until_month__gt=month) | ~Q(end__line__decree__in=decrees)
    return Enrolment.objects.filter(
        still, payer=decree.payer_id, from_month__lte=month, until_month__gt=month, line__decree__in=decrees
    )


def months_enrolled(person: Person) -> QuerySet[Enrolment]:
    """Return a person's enrolments with the month before which each really stops (``stops``), and their decrees."""
    signed = "line__decree__enactment__enacted_by"
    return person.enrolments.select_related("payer", "plan__partner", signed, f"end__{signed}").annotate(
        stops=Coalesce(F("end__until_month"), F("until_month"))
    )
