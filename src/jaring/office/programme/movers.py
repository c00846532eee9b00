"""Reads for a move between payers: whom it is about, and what it costs or saves each payer until the year ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BigIntegerField, Case, CharField, Count, F, Q, QuerySet, Value, When

from jaring.core.contribution import Sector
from jaring.core.month import Month
from jaring.office.people.models import Person
from jaring.office.people.names import search_form
from jaring.office.programme import queries, shares
from jaring.office.programme.commitments import Cost, Facts, Outlook
from jaring.office.programme.models import Payer, PayerKind, Plan, ProgrammeYear, TargetingRun


@dataclass(frozen=True, slots=True)
class MonthWeighed:
    """What the people of a move cost in a month: before it, and after it the new payer and the partner of a plan."""

    month: Month
    before: Cost
    after: Cost
    partner: Cost

    @property
    def more_idr(self) -> int:
        """How much more the month costs all payers together; less than nothing where it is cheaper."""
        return self.after.total_idr + self.partner.total_idr - self.before.total_idr


@dataclass(frozen=True, slots=True)
class Weighed:
    """The months of a move, and what its new payer still has for them."""

    months: Sequence[MonthWeighed]
    left_idr: int | None

    @property
    def before_idr(self) -> int:
        return sum(each.before.total_idr for each in self.months)

    @property
    def after_idr(self) -> int:
        return sum(each.after.total_idr for each in self.months)

    @property
    def partner_idr(self) -> int:
        return sum(each.partner.total_idr for each in self.months)

    @property
    def more_idr(self) -> int:
        return sum(each.more_idr for each in self.months)

    @property
    def outruns(self) -> bool:
        """Whether the new payer lacks money for the months that remain."""
        return self.left_idr is not None and self.after_idr > self.left_idr


def chosen_people(
    regency_code: str,
    *,
    districts: Collection[str] = (),
    villages: Collection[str] = (),
    run: TargetingRun | None = None,
    plan: Plan | None = None,
    name: str = "",
    by_hand: Collection[UUID] | None = None,
) -> QuerySet[Person]:
    """Return the people of a regency whom all conditions fit that are given.

    Args:
        regency_code: Whose register.
        districts: Codes of districts, of which any counts; all where none is given.
        villages: Codes of villages, likewise; together with districts either counts.
        run: On whose list they stand, whatever it decided.
        plan: Under which they are.
        name: Words of the name, in any order.
        by_hand: Public ids, picked one by one from the register.
    """
    people = Person.objects.filter(regency=regency_code)
    if districts or villages:
        people = people.filter(Q(village__district__in=districts) | Q(village__in=villages))
    if run is not None:
        people = people.filter(pk__in=run.decisions.values("person"))
    if plan is not None:
        people = people.filter(pk__in=plan.enrolments.values("person"))
    for word in search_form(name).split():
        people = people.filter(search_name__contains=word)
    return people if by_hand is None else people.filter(public_id__in=by_hand)


def weigh_move(
    year: ProgrammeYear,
    from_payer: Payer,
    payer: Payer,
    people: QuerySet[Person],
    month: Month,
    plan: Plan | None = None,
) -> Weighed:
    """Return what a move of these people would change, month by month to the end of the year.

    Args:
        year: Programme year of the month.
        from_payer: With whom they are enrolled.
        payer: To whom they would move.
        people: Who would move; see ``queries.movable``.
        month: First month of the move.
        plan: Of co-funding, under which they would come.
    """
    outlook = Outlook.load(year)
    before = _facts_now(people, from_payer, month)
    after = _facts_then(people, year, payer, month, plan)
    months = []
    for each in month.until(year.until_month):
        partner = outlook.cost(plan.partner, each, after) if plan else Cost(0, 0, 0)
        months.append(
            MonthWeighed(each, outlook.cost(from_payer, each, before), outlook.cost(payer, each, after), partner)
        )
    left = queries.ceilings_of(year, payer).total_idr - sum(outlook.billed_amounts(payer))
    freed = sum(each.before.total_idr for each in months) if payer == from_payer else 0
    free = left - sum(outlook.committed(payer)) + freed
    return Weighed(months, free if payer.has_ceiling else None)


def _facts_now(people: QuerySet[Person], payer: Payer, month: Month) -> Counter[Facts]:
    rows = queries.enrolled_in(month, payer).filter(person__in=people.order_by().values("pk")).order_by()
    counted = rows.values_list("base_idr", "sector", "plan").annotate(Count("pk"))
    return Counter({(base_idr, sector, plan): number for base_idr, sector, plan, number in counted})


def _facts_then(
    people: QuerySet[Person], year: ProgrammeYear, payer: Payer, month: Month, plan: Plan | None
) -> Counter[Facts]:
    transport = When(occupation_group=Sector.TRANSPORT.value, then=Value(Sector.TRANSPORT.value))
    sector = Case(transport, default=Value(Sector.OTHER.value), output_field=CharField())
    wage = F("income_idr") if payer.kind == PayerKind.EMPLOYER else Value(0, BigIntegerField())
    counted = people.order_by().values_list(wage, sector).annotate(Count("pk"))
    facts: Counter[Facts] = Counter()
    for income_idr, sector_name, number in counted:
        facts[shares.base_of(income_idr, year, payer, month), sector_name, plan.pk if plan else None] += number
    return facts
