"""The people of payers, counted by their months and price: set-wise, for the lapse guard.

Statements stand here as text, because an index must answer them for hundreds of thousands of people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple, TypeAlias

from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from jaring.core.coverage.membership import Restoration
from jaring.core.month import Month
from jaring.office import papers
from jaring.office.billing.models import Bill
from jaring.office.columns import month_number
from jaring.office.payments import queries
from jaring.office.payments.models import BillApproval, OrderedBill, RestorationGrant
from jaring.office.payments.queries import BillMoney
from jaring.office.programme import shares
from jaring.office.programme.models import BudgetEntry, Decree, Payer, Plan, ProgrammeYear
from jaring.office.programme.shares import Plans

RECENT_MONTHS: Final = 24
"""A payer whose last decree ended longer ago is history, and no longer watched."""
EARLIER_MONTHS: Final = 12
"""Bills are read for so many months more, because cover stopped before the decree ended."""
Part: TypeAlias = tuple[int, Month]
"""A payer's key and a month: what that payer owes of the month."""


class Watched(NamedTuple):
    """A payer, until when decrees in force cover its people, and its money.

    ``decreed_from`` is the first month that any decree in force of the regency covers; ``act`` names these decrees,
    also in another database: with it everything that was counted of enrolments grows old. ``is_restored`` says whether
    the insurer ever restored months, ``is_sharing`` whether the regency has plans by which payers share months. The
    last four say what the January after the current year has already.
    """

    payer: Payer
    decreed_from: Month
    decreed_until: Month
    deposit_idr: int
    act: str
    is_restored: bool
    is_sharing: bool
    has_year: bool
    has_budget: bool
    has_draft: bool
    has_decree: bool


class Before(NamedTuple):
    """The payer, first month and plan of an enrolment that another one continues."""

    payer: int
    since: Month
    plan: int | None


class Enrolled(NamedTuple):
    """People whom one payer covers in the same months and at the same price.

    ``leaves`` is the first month in which they are no longer covered by decree, where one is known; ``plan`` the plan
    they are under; ``before`` the enrolment that this one continues without a gap, where that was asked.
    """

    payer: int
    base_idr: int
    sector: str
    start: Month
    until: Month
    leaves: Month | None = None
    plan: int | None = None
    before: Before | None = None

    def continuing(self, payer: int, since: Month, plan: int | None) -> Enrolled:
        """Return the same people as such who continue an enrolment."""
        return self._replace(before=Before(payer, since, plan))

    @property
    def whatever_was_before(self) -> Enrolled:
        """The same people together with those who continue another enrolment."""
        return self._replace(before=None)


def watched(payers: QuerySet[Payer], this_month: Month) -> list[Watched]:
    """Return the payers whose people a decree covers, or covered until lately, by one statement."""
    january = Month(this_month.year + 1, 1)
    in_january = Q(programme_year__from_month__lte=january, programme_year__until_month__gt=january)
    in_force = Decree.objects.filter(enactment__isnull=False).order_by()
    pays = Q(payer=OuterRef("pk")) | Q(plan__partner=OuterRef("pk"))
    decrees = Decree.objects.filter(pays, in_january)
    last = in_force.filter(pays, additions__gt=0).values("regency")
    everywhere = in_force.filter(regency=OuterRef("regency")).values("regency")
    latest = in_force.filter(regency=OuterRef("regency")).order_by("-enactment__enacted_at", "-pk")
    budget = BudgetEntry.objects.filter(in_january, payer=OuterRef("pk")).order_by().values("payer")
    years = ProgrammeYear.objects.filter(from_month__lte=january, until_month__gt=january)
    rows = payers.select_related("regency").annotate(
        decreed_until=Subquery(last.annotate(last=Max("programme_year__until_month")).values("last")),
        decreed_from=Subquery(everywhere.annotate(first=Min("effective_month")).values("first")),
        enactments=Subquery(everywhere.annotate(n=Count("pk")).values("n")),
        latest_act=Subquery(latest.values("public_id")[:1]),
        is_restored=Exists(RestorationGrant.objects.filter(payer=OuterRef("pk"))),
        is_sharing=Exists(Plan.objects.filter(regency=OuterRef("regency"))),
        has_year=Exists(years.filter(regency=OuterRef("regency"))),
        budget_idr=Subquery(budget.annotate(sum=Sum("amount_idr")).values("sum")),
        has_draft=Exists(decrees),
        has_decree=Exists(decrees.filter(enactment__isnull=False)),
    )
    found = []
    for deposit in queries.deposits_of(rows):
        row: Any = deposit.payer
        if row.decreed_until and row.decreed_until > this_month + -RECENT_MONTHS:
            has_budget = bool(row.budget_idr) or not row.has_ceiling
            flags = (row.has_year, has_budget, row.has_draft, row.has_decree)
            decreed = (row.decreed_from, row.decreed_until)
            act, marks = f"{row.enactments}-{row.latest_act}", (row.is_restored, row.is_sharing)
            found.append(Watched(row, *decreed, deposit.left_idr, act, *marks, *flags))
    return found


@dataclass(frozen=True, slots=True)
class Ledger:
    """The bills of payers by month, each with how far it is paid, what the insurer restored, and who shares months.

    The months rise.
    """

    bills: Mapping[int, Mapping[Month, BillMoney]]
    restored: Mapping[int, Sequence[Restoration]]
    plans: Plans

    def of(self, payer: int) -> Mapping[Month, BillMoney]:
        return self.bills.get(payer, {})

    def is_whole(self, payer: int, month: Month) -> bool:
        """Say whether a month was billed and nothing of it is open. What was struck or claimed back is not owed."""
        money = self.of(payer).get(month)
        return money is not None and money.is_paid

    def payers_of(self, payer: int, plan: int | None) -> tuple[int, ...]:
        """Return who pays for people of a payer: under a plan two payers."""
        return (payer,) if plan is None else (self.plans[plan].payer_id, self.plans[plan].partner_id)

    def owing(self, payer: int, plan: int | None, month: Month) -> tuple[int, ...]:
        """Return who pays some part of a month of people of a payer. It is paid when all these parts are."""
        return (payer,) if plan is None else self.plans[plan].paying_in(month)

    def is_paid_for(self, each: Enrolled, month: Month) -> bool:
        """Say whether every part of a month of some people is billed, and nothing of it is open."""
        return all(self.is_whole(payer, month) for payer in self.owing(each.payer, each.plan, month))

    def settled_on(self, payers: Iterable[int], month: Month) -> date | None:
        """Return the day on which the last part of a month was paid; None where one was not or nothing was owed."""
        money: list[Any] = [self.of(payer).get(month) for payer in payers]
        days: list[date | None] = [each and each.bill.settled_on for each in money]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    def first_open(self, each: Enrolled) -> Month | None:
        """Return the first month that was billed to a payer of some people and is open."""
        of_each = (self.of(payer).items() for payer in self.payers_of(each.payer, each.plan))
        return min((month for bills in of_each for month, money in bills if not money.is_paid), default=None)


def ledger_of(payers: Iterable[Watched], this_month: Month) -> Ledger:
    """Read the bills of payers by one statement; restored months and plans by one each, where there are any."""
    sharing = {each.payer.regency_id for each in payers if each.is_sharing}
    plans = shares.plans_of(*sharing) if sharing else {}
    return Ledger(_bills([each.payer.pk for each in payers], this_month), _restored(payers), plans)


def with_bills_before(ledger: Ledger, payers: Iterable[Watched], people: Iterable[Enrolled], month: Month) -> Ledger:
    """Add the bills of payers whose people others cover now; no statement where there are none."""
    before = {
        payer for each in people if each.before for payer in ledger.payers_of(each.before.payer, each.before.plan)
    }
    unread = before.difference(each.payer.pk for each in payers)
    return replace(ledger, bills={**ledger.bills, **_bills(unread, month)}) if unread else ledger


def _bills(payers: Collection[int], this_month: Month) -> dict[int, dict[Month, BillMoney]]:
    """Read the bills of payers with what was paid of each, and which were approved and ordered, by one statement."""
    settled = queries.standing_settlements().filter(bill=OuterRef("pk")).order_by().values("bill")
    orders = OrderedBill.objects.filter(bill=OuterRef("pk"), order__cancellation__isnull=True)
    since = this_month + -(RECENT_MONTHS + EARLIER_MONTHS)
    rows = Bill.objects.filter(payer__in=payers, month__gte=since).annotate(
        settled_on=Subquery(settled.annotate(last=Max("settled_on")).values("last")),
        is_approved=Exists(BillApproval.objects.filter(bill=OuterRef("pk"))),
        is_ordered=Exists(orders),
    )
    bills: dict[int, dict[Month, BillMoney]] = defaultdict(dict)
    for money in queries.money_of(rows.order_by("month")):
        bills[money.bill.payer_id][money.bill.month] = money
    return bills


def _restored(payers: Iterable[Watched]) -> dict[int, list[Restoration]]:
    """Read the months that the insurer restored, in their order; no statement where there are none."""
    restored: dict[int, list[Restoration]] = defaultdict(list)
    if keys := [each.payer.pk for each in payers if each.is_restored]:
        for grant in RestorationGrant.objects.filter(payer__in=keys).order_by("from_month"):
            restored[grant.payer_id].append(Restoration(grant.from_month, grant.until_month, grant.granted_on))
    return restored


# Everybody enrolled in the month of each payer, by an index alone and in its order (so plans are told apart); then
# the few whose cover ends before their enrolment: taken out, and where they have not left yet put in again with their
# month of leaving. A payer whose decrees have ended is looked at in its last month, without those who are covered
# again since.
_ENROLLED: Final = """
SELECT payer_id, base_idr, sector, from_month, until_month, CAST(NULL AS integer), plan_id, COUNT(*)
FROM programme_enrolment WHERE from_month <= %(month)s AND until_month > %(month)s {payers}
GROUP BY payer_id, base_idr, sector, plan_id, from_month, until_month
UNION ALL
SELECT payer_id, base_idr, sector, from_month, enrolment.until_month, CAST(NULL AS integer), plan_id, -COUNT(*)
FROM programme_enrolmentend AS ended CROSS JOIN programme_enrolment AS enrolment
WHERE enrolment.id = ended.enrolment_id AND from_month <= %(month)s AND enrolment.until_month > %(month)s {payers}
GROUP BY payer_id, base_idr, sector, plan_id, from_month, enrolment.until_month
UNION ALL
SELECT payer_id, base_idr, sector, from_month, enrolment.until_month, ended.until_month, plan_id,
       COUNT(*)
FROM programme_enrolmentend AS ended CROSS JOIN programme_enrolment AS enrolment
WHERE enrolment.id = ended.enrolment_id AND from_month <= %(month)s AND enrolment.until_month > %(month)s
  AND ended.until_month > %(month)s {payers}
GROUP BY payer_id, base_idr, sector, plan_id, from_month, enrolment.until_month, ended.until_month
"""
_LAPSED: Final = """
UNION ALL
SELECT payer_id, base_idr, sector, from_month, until_month, CAST(NULL AS integer), plan_id, COUNT(*)
FROM programme_enrolment AS enrolment
WHERE payer_id = {payer} AND until_month = {until}
  AND NOT EXISTS (SELECT 1 FROM programme_enrolmentend AS ended WHERE ended.enrolment_id = enrolment.id)
  AND NOT EXISTS (SELECT 1 FROM programme_enrolment AS later
                  WHERE later.person_id = enrolment.person_id AND later.until_month > {until})
GROUP BY payer_id, base_idr, sector, plan_id, from_month, until_month
"""


_EARLIER: Final = """
SELECT enrolment.payer_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
       ended.until_month, enrolment.plan_id, earlier.payer_id, earlier.from_month, earlier.plan_id, COUNT(*)
FROM programme_enrolment AS enrolment
LEFT JOIN programme_enrolmentend AS ended ON ended.enrolment_id = enrolment.id
LEFT JOIN programme_enrolment AS earlier
  ON earlier.person_id = enrolment.person_id AND earlier.from_month < enrolment.from_month
 AND earlier.until_month >= enrolment.from_month
WHERE (enrolment.payer_id, enrolment.from_month) IN (VALUES {begun}) AND enrolment.until_month > %(month)s
  AND COALESCE(ended.until_month, enrolment.until_month) > %(month)s
GROUP BY enrolment.payer_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
         ended.until_month, enrolment.plan_id, earlier.payer_id, earlier.from_month, earlier.plan_id
"""
# With whoever leaves: the month in which it is asked tells whether he has left.
_PAID_IN_PART: Final = """
SELECT enrolment.payer_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
       ended.until_month, enrolment.plan_id, paid.bill_id, CAST(NULL AS integer), COUNT(*)
FROM payments_allocation AS paid
JOIN billing_due AS due ON due.bill_id = paid.bill_id AND due.person_id = paid.person_id
JOIN programme_enrolment AS enrolment ON enrolment.id = due.enrolment_id
LEFT JOIN programme_enrolmentend AS ended ON ended.enrolment_id = enrolment.id
WHERE paid.bill_id IN ({bills}) AND enrolment.plan_id IS NULL
GROUP BY paid.bill_id, enrolment.payer_id, enrolment.base_idr, enrolment.sector, enrolment.from_month,
         enrolment.until_month, ended.until_month, enrolment.plan_id
"""
# Under a plan a person may be paid for by either payer or by both, each with a bill that is paid in part.
_BOTH_IN_PART: Final = """
SELECT payer_id, base_idr, sector, from_month, until_month, leaves, plan_id, one, other, COUNT(*)
FROM (
    SELECT enrolment.payer_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
           ended.until_month AS leaves, enrolment.plan_id, MIN(paid.bill_id) AS one,
           NULLIF(MAX(paid.bill_id), MIN(paid.bill_id)) AS other
    FROM programme_enrolment AS enrolment
    JOIN payments_allocation AS paid ON paid.person_id = enrolment.person_id AND paid.bill_id IN ({bills})
    JOIN billing_due AS due
      ON due.bill_id = paid.bill_id AND due.person_id = paid.person_id AND due.enrolment_id = enrolment.id
    LEFT JOIN programme_enrolmentend AS ended ON ended.enrolment_id = enrolment.id
    WHERE enrolment.plan_id IN ({plans})
    GROUP BY enrolment.id, ended.until_month
) AS paid_for
GROUP BY payer_id, base_idr, sector, from_month, until_month, leaves, plan_id, one, other
"""


def enrolled(payers: Iterable[Watched], this_month: Month) -> Counter[Enrolled]:
    """Count the people of each payer by their months and price, by one statement."""
    payers = list(payers)
    statement = _ENROLLED.format(payers=f"AND payer_id IN ({_keys(each.payer.pk for each in payers)})")
    for each in payers:
        if each.decreed_until <= this_month:
            statement += _LAPSED.format(payer=int(each.payer.pk), until=month_number(each.decreed_until))
    counts: Counter[Enrolled] = Counter()
    for *key, people in _rows(statement, this_month):
        counts[_enrolled(*key)] += int(people)
    return +counts


def with_earlier_enrolments(
    counts: Counter[Enrolled], payers: Iterable[Watched], ledger: Ledger, this_month: Month, *, is_exact: bool
) -> Counter[Enrolled]:
    """Say of the people whose enrolment begins with an open month which enrolment it continues.

    Otherwise nothing before it matters. Where the payer's month before is paid whole, its people are taken to continue
    it; where that is open or was another's, they are counted by the enrolment before. Where it need not be exact, all
    are taken to continue the payer's first open month, and the database is not asked.
    """
    begun = {each.payer.pk: each.decreed_from for each in payers}
    told: Counter[Enrolled] = Counter()
    asking: set[tuple[int, Month]] = set()
    for each, people in counts.items():
        before = each.start + -1
        if ledger.is_paid_for(each, each.start) or each.until <= this_month or before < begun[each.payer]:
            told[each] += people
        elif ledger.is_paid_for(each, before):
            told[each.continuing(each.payer, before, each.plan)] += people
        elif is_exact:
            asking.add((each.payer, each.start))
        else:
            since = min(ledger.first_open(each) or before, before)
            told[each.continuing(each.payer, since, each.plan)] += people
    if asking:
        told = Counter({each: people for each, people in told.items() if (each.payer, each.start) not in asking})
        begun_so = ", ".join(f"({payer}, {month_number(start)})" for payer, start in sorted(asking))
        for *key, payer, since, plan, people in _rows(_EARLIER.format(begun=begun_so), this_month):
            found = _enrolled(*key)
            told[found.continuing(payer, _month(since), plan) if payer else found] += int(people)
    return told


def paid_in_part(
    payers: Iterable[Watched], ledger: Ledger, this_month: Month
) -> Mapping[Enrolled, Counter[frozenset[Part]]]:
    """Count whom the first open bills of payers have paid already, by which of these bills paid for them.

    They are counted once after each payment and each decree, by one statement and another for plans, and then kept.
    """
    acts = {each.payer.regency_id: each.act for each in payers}
    partly: dict[int, Part] = {}
    alone, state_of = {}, {}
    for payer, bills in ledger.bills.items():
        first = next((money for money in bills.values() if not money.is_paid), None)
        if first is not None and first.settled_people:
            bill, act = first.bill, acts[first.bill.regency_id]
            partly[bill.pk] = (payer, bill.month)
            alone[bill.pk] = (f"dibayar-{bill.public_id}", f"{first.state}-{act}")
            state_of[payer] = f"{first.state}-{act}"
    shared = {}
    for plan in ledger.plans.values():
        if states := [state_of[payer] for payer in (plan.payer_id, plan.partner_id) if payer in state_of]:
            shared[plan.id] = (f"dibayar-rencana-{plan.id}", "-".join(states))
    rows = [
        *papers.kept_counts(alone, _count_alone).values(),
        *papers.kept_counts(shared, partial(_count_shared, list(partly))).values(),
    ]
    found: dict[Enrolled, Counter[frozenset[Part]]] = defaultdict(Counter)
    for *key, one, other, people in chain.from_iterable(rows):
        each = _enrolled(*key)
        if each.leaves is None or each.leaves > this_month:
            found[each][frozenset(partly[bill] for bill in (one, other) if bill is not None)] += int(people)
    return found


def _count_alone(bills: Sequence[int]) -> Mapping[int, list[Any]]:
    """Count whom some bills have paid, by bill, of those who are under no plan."""
    counted: dict[int, list[Any]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PAID_IN_PART.format(bills=_keys(bills)))
        for row in cursor.fetchall():
            counted[row[7]].append(row)
    return counted


def _count_shared(bills: Sequence[int], plans: Sequence[int]) -> Mapping[int, list[Any]]:
    """Count whom some bills have paid, by plan, of those who are under some plans."""
    counted: dict[int, list[Any]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_BOTH_IN_PART.format(bills=_keys(bills), plans=_keys(plans)))
        for row in cursor.fetchall():
            counted[row[6]].append(row)
    return counted


def _rows(statement: str, this_month: Month) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"month": month_number(this_month)})
        return list(cursor.fetchall())


def _keys(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(keys))


def _enrolled(
    payer: int, base_idr: int, sector: str, start: int, until: int, leaves: int | None, plan: int | None
) -> Enrolled:
    leaving = _month(leaves) if leaves else None
    return Enrolled(payer, base_idr, sector, _month(start), _month(until), leaving, plan)


def _month(number: int) -> Month:
    return Month(*divmod(number, 100))
