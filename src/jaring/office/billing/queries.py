"""Reads of billing: whom to bill, what was billed, bills in the user's area."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Sum

from jaring.core.budget import Ceilings, Programme
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.errors import BillUnknownError
from jaring.office.billing.models import Bill, Due
from jaring.office.columns import month_number
from jaring.office.places.models import District, Village
from jaring.office.programme import queries as programme
from jaring.office.programme import shares
from jaring.office.programme.models import Decree, Enrolment, Payer, ProgrammeYear
from jaring.office.programme.shares import Plans
from jaring.office.rules import queries as rules


class DistrictLine(NamedTuple):
    """What one kecamatan comes to in a bill."""

    district_code: str
    district_name: str
    people: int
    jkk_idr: int
    jkm_idr: int

    @property
    def total_idr(self) -> int:
        return self.jkk_idr + self.jkm_idr


class Expected(NamedTuple):
    """What a month not billed yet comes to."""

    people: int
    total_idr: int


class Met(NamedTuple):
    """One combination of facts that a bill meets, and how many people have it."""

    payer_id: int
    """Who enrolled them; another one pays a share or the whole where there is a plan."""
    base_idr: int
    sector: str
    plan_id: int | None
    people: int


def members_to_bill(payer: Payer, month: Month, plans: Plans | None = None) -> QuerySet[Enrolment]:
    """Return for whom a payer pays in a month, by decrees in force: the whole, or a share under a plan.

    Args:
        payer: Who pays.
        month: Month the contribution is for.
        plans: The plans in which the payer pays a share; read where not given.
    """
    plans = shares.plans_with(payer) if plans is None else plans
    if not plans:
        return programme.enrolled_in(month, payer)
    alone = Q(payer=payer, plan__isnull=True)
    return programme.enrolled_in(month).filter(alone | Q(plan__in=shares.plans_paid_by(payer, month, plans)))


# Whom ``members_to_bill`` returns, counted: everybody enrolled, by an index alone, less the few whose cover ended
# before. To look for the end of each member takes twice as long. CROSS JOIN: SQLite then starts from the ends.
_RATE_FACTS = """
SELECT payer_id, base_idr, sector, plan_id, SUM(people) FROM (
    SELECT payer_id, base_idr, sector, plan_id, COUNT(*) AS people FROM programme_enrolment
    WHERE {whose} AND from_month <= %(month)s AND until_month > %(month)s
    GROUP BY payer_id, base_idr, sector, plan_id
    UNION ALL
    SELECT payer_id, base_idr, sector, plan_id, -COUNT(*)
    FROM programme_enrolmentend AS ended CROSS JOIN programme_enrolment AS enrolment
    WHERE enrolment.id = ended.enrolment_id AND ended.until_month <= %(month)s
      AND {whose} AND from_month <= %(month)s AND enrolment.until_month > %(month)s
    GROUP BY payer_id, base_idr, sector, plan_id
) AS met
GROUP BY payer_id, base_idr, sector, plan_id HAVING SUM(people) > 0
"""
_OF_PAYERS, _UNDER_PLAN = "payer_id IN ({payers})", "plan_id = %(plan)s"
_BESIDE_OTHERS = """payer_id NOT IN ({payers})
    AND plan_id IN (SELECT id FROM programme_plan WHERE partner_id IN ({payers}))"""


def distinct_rate_facts(payer: Payer, month: Month, plans: Plans | None = None) -> list[Met]:
    """Return each combination of facts that a bill meets; whom others pay whole in this month is not among them."""
    plans = shares.plans_with(payer) if plans is None else plans
    paid = shares.plans_paid_by(payer, month, plans)
    alone = _OF_PAYERS.format(payers=payer.pk)
    met = [each for each in _counted([alone], month) if each.plan_id in (None, *paid)]
    for plan in paid:
        if plans[plan].partner_id == payer.pk:
            met += _counted([_UNDER_PLAN], month, plan=plan)
    return met


def rate_facts_of(payers: Collection[int], month: Month) -> list[Met]:
    """Return each combination of facts among whom some payers enrolled or share with others, by one statement."""
    listed = ", ".join(map(str, sorted(payers)))
    return _counted([each.format(payers=listed) for each in (_OF_PAYERS, _BESIDE_OTHERS)], month) if payers else []


def _counted(parts: Iterable[str], month: Month, **key: int) -> list[Met]:
    """Count the combinations among the members that each part names; the parts are made of numbers of rows alone."""
    asked = " UNION ALL ".join(_RATE_FACTS.format(whose=whose) for whose in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} ORDER BY 1, 2, 3, 4", {"month": month_number(month), **key})
        return [Met(payer, base, sector, plan, int(met)) for payer, base, sector, plan, met in cursor.fetchall()]


_BUDGET_MOVES = """
SELECT NULL AS month, programme, amount_idr, 0, 0 FROM programme_budgetentry
WHERE programme_year_id = %(year)s AND payer_id = %(payer)s
UNION ALL
SELECT month, NULL, 0, CASE WHEN programme_year_id = %(year)s THEN jkk_idr ELSE 0 END,
    CASE WHEN programme_year_id = %(year)s THEN jkm_idr ELSE 0 END FROM billing_bill
WHERE payer_id = %(payer)s
"""


def months_billed_and_left(year: ProgrammeYear, payer: Payer) -> tuple[set[Month], Ceilings]:
    """Return the months billed to a payer, and what is left of the lines of its budget of a year."""
    with connection.cursor() as cursor:
        cursor.execute(_BUDGET_MOVES, {"year": year.pk, "payer": payer.pk})
        moves = cursor.fetchall()
    months, left = set(), Ceilings()
    for month, programme_of_line, amount_idr, jkk_idr, jkm_idr in moves:
        if month is None:
            left = left.plus(Programme(programme_of_line), amount_idr)
        else:
            months.add(Month(*divmod(month, 100)))
            left = left.less(jkk_idr, jkm_idr)
    return months, left


def billed_idr(year: ProgrammeYear, payer: Payer) -> int:
    """Return what was billed to a payer's budget of a year so far, in IDR."""
    total = Bill.objects.filter(programme_year=year, payer=payer).aggregate(total=Sum("total_idr"))["total"]
    return int(total or 0)


def is_billed_from(payer: Payer, month: Month) -> bool:
    """Say whether this month or a later one was billed to a payer."""
    return Bill.objects.filter(payer=payer, month__gte=month).exists()


def next_month_to_bill(payer: Payer, today: Month) -> Month:
    """Return the month after the last one billed to a payer, or the current month where none was."""
    last = Bill.objects.filter(payer=payer).order_by("-month").first()
    return today if last is None else last.month + 1


def last_month_billed(payers: QuerySet[Payer]) -> Month | None:
    """Return the last month billed to any of these payers; None where none was."""
    last = Bill.objects.filter(payer__in=payers.order_by()).order_by("-month").first()
    return None if last is None else last.month


def first_months_covered(year: ProgrammeYear) -> dict[int, Month]:
    """Return, by payer's key, the first month of a year that a decree in force covers."""
    decrees = Decree.objects.filter(programme_year=year, enactment__isnull=False, additions__gt=0).order_by()
    begins: dict[int, Month] = {}
    for *payers, month in decrees.values_list("payer", "plan__partner").annotate(Min("effective_month")):
        for payer in payers:
            if payer is not None:
                begins[payer] = min(month, begins.get(payer, month))
    return begins


def expected_bill(payer: Payer, month: Month, compute: rules.Pricing, plans: Plans | None = None) -> Expected:
    """Return what a month not billed yet comes to, by the law, its readings and the decrees in force."""
    plans = shares.plans_with(payer) if plans is None else plans
    people, total_idr = 0, 0
    for met in distinct_rate_facts(payer, month, plans):
        price = shares.price_of(payer, month, met.base_idr, met.sector, plans.get(met.plan_id or 0), compute)
        people += met.people
        total_idr += met.people * (price.jkk_idr + price.jkm_idr)
    return Expected(people, total_idr)


def years_visible_to(user: User) -> QuerySet[ProgrammeYear]:
    """Return the programme years of the regencies in which the user may see bills, the newest first."""
    years = ProgrammeYear.objects.select_related("regency").order_by("-year", "regency")
    return scope_for(user, Action.SEE_BILLS).within(years, village="")


def budgets_of(year: ProgrammeYear) -> dict[Payer, int]:
    """Return what each payer set aside for a year, in IDR, and 0 for who pays without any."""
    budget = dict(year.budget.order_by().values_list("payer").annotate(Sum("amount_idr")))
    in_force = Decree.objects.filter(programme_year=year, enactment__isnull=False)
    pays = Q(pk__in=budget) | Q(bills__programme_year=year)
    pays |= Q(pk__in=in_force.values("payer")) | Q(partner_plans__in=in_force.values("plan"))
    payers = Payer.objects.filter(pays).distinct().order_by("id")
    return {payer: budget.get(payer.pk, 0) for payer in payers}


def spoken_for_idr(year: ProgrammeYear, payer: Payer, before: Month) -> int:
    """Return what the months of a year before ``before`` take of its budget: billed, or still to be billed."""
    billed = dict(Bill.objects.filter(programme_year=year, payer=payer).values_list("month", "total_idr"))
    open_months = (month for month in year.from_month.until(before) if month not in billed)
    compute = rules.pricing_of(year.regency_id)
    return sum(billed.values()) + sum(expected_bill(payer, month, compute).total_idr for month in open_months)


def bills_visible_to(user: User, action: Action = Action.SEE_BILLS) -> QuerySet[Bill]:
    """Return the bills of the regencies in which the user may see bills, or do something with them."""
    return scope_for(user, action).within(Bill.objects.all(), village="")


def dues_visible_to(user: User, action: Action = Action.SEE_PEOPLE) -> QuerySet[Due]:
    """Return the dues of people whom the user may meet for ``action``."""
    scope = scope_for(user, action)
    return scope.within(Due.objects.all(), village="person__village", regency="person__regency")


def bill_of(payer: Payer, month: Month) -> Bill:
    """Return the bill of a payer for a month.

    Raises:
        BillUnknownError: (JRG-305)
    """
    bill = Bill.objects.filter(payer=payer, month=month).first()
    if bill is None:
        raise BillUnknownError(month=month)
    return bill


def district_sums(bill: Bill) -> list[tuple[str, int, int, int]]:
    """Count (code, people, JKK and JKM in IDR) by the district of the village that the decree names for each person.

    A decree never changes, so neither does this, wherever people move later.
    """
    dues = Due.objects.filter(bill=bill).order_by().values_list("enrolment__line__village")
    by_village = list(dues.annotate(Count("person"), Sum("jkk_idr"), Sum("jkm_idr")))
    districts = dict(Village.objects.filter(code__in=[row[0] for row in by_village]).values_list("code", "district"))
    sums: dict[str, list[int]] = {}
    for village, *figures in by_village:
        so_far = sums.setdefault(districts[village], [0, 0, 0])
        sums[districts[village]] = [a + b for a, b in zip(so_far, figures, strict=True)]
    return [(code, people, jkk_idr, jkm_idr) for code, (people, jkk_idr, jkm_idr) in sorted(sums.items())]


def named_lines(sums: Iterable[tuple[str, int, int, int]]) -> list[DistrictLine]:
    """Put the names of the districts to their sums."""
    sums = list(sums)
    names = dict(District.objects.filter(code__in=[row[0] for row in sums]).values_list("code", "name"))
    return [DistrictLine(code, names[code], *figures) for code, *figures in sums]


def decrees_behind(bill: Bill) -> QuerySet[Decree]:
    """Return the decrees in force on which a bill rests, in the order of their days.

    No decree reaches back to a month that was billed, so none of later days is among them.
    """
    return Decree.objects.filter(
        Q(payer=bill.payer_id) | Q(from_payer=bill.payer_id) | Q(plan__partner=bill.payer_id),
        programme_year=bill.programme_year_id,
        effective_month__lte=bill.month,
        enactment__isnull=False,
    ).order_by("decree_date", "id")
