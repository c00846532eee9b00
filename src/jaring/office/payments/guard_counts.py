"""The people of payers, counted by their months and price: set-wise, for the lapse guard.

Statements stand here as text, because an index must answer them for hundreds of thousands of people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from jaring.core.coverage.membership import Restoration
from jaring.core.month import Month
from jaring.office.billing.models import Bill
from jaring.office.columns import month_number
from jaring.office.payments import queries
from jaring.office.payments.models import BillApproval, OrderedBill, RestorationGrant, Settlement
from jaring.office.payments.queries import BillMoney
from jaring.office.programme.models import BudgetEntry, Decree, Payer, ProgrammeYear

RECENT_MONTHS: Final = 24
"""A payer whose last decree ended longer ago is history, and no longer watched."""
EARLIER_MONTHS: Final = 12
"""Bills are read for so many months more, because cover stopped before the decree ended."""


class Watched(NamedTuple):
    """A payer, until when decrees in force cover its people, and its money.

    ``decreed_from`` is the first month that any decree in force of the regency covers; ``enactments`` counts these
    decrees: with it everything that was counted of enrolments grows old. ``is_restored`` says whether the insurer ever
    restored months. The last four say what the January after the current year has already.
    """

    payer: Payer
    decreed_from: Month
    decreed_until: Month
    deposit_idr: int
    enactments: int
    is_restored: bool
    has_year: bool
    has_budget: bool
    has_draft: bool
    has_decree: bool


class Enrolled(NamedTuple):
    """People whom one payer covers in the same months and at the same price.

    ``leaves`` is the first month in which they are no longer covered by decree, where one is known; ``before`` the
    payer and first month of the enrolment that this one continues without a gap, where that was asked.
    """

    payer: int
    base_idr: int
    sector: str
    start: Month
    until: Month
    leaves: Month | None = None
    before: tuple[int, Month] | None = None

    def continuing(self, payer: int, since: Month) -> Enrolled:
        """Return the same people as such who continue an enrolment."""
        return Enrolled(self.payer, self.base_idr, self.sector, self.start, self.until, self.leaves, (payer, since))

    @property
    def whatever_was_before(self) -> Enrolled:
        """The same people together with those who continue another enrolment."""
        return Enrolled(self.payer, self.base_idr, self.sector, self.start, self.until, self.leaves)


def watched(payers: QuerySet[Payer], this_month: Month) -> list[Watched]:
    """Return the payers whose people a decree covers, or covered until lately, by one statement."""
    january = Month(this_month.year + 1, 1)
    in_january = Q(programme_year__from_month__lte=january, programme_year__until_month__gt=january)
    in_force = Decree.objects.filter(enactment__isnull=False).order_by()
    decrees = Decree.objects.filter(in_january, payer=OuterRef("pk"))
    last = in_force.filter(payer=OuterRef("pk"), additions__gt=0).values("payer")
    everywhere = in_force.filter(regency=OuterRef("regency")).values("regency")
    budget = BudgetEntry.objects.filter(in_january, payer=OuterRef("pk")).order_by().values("payer")
    years = ProgrammeYear.objects.filter(from_month__lte=january, until_month__gt=january)
    rows = payers.select_related("regency").annotate(
        decreed_until=Subquery(last.annotate(last=Max("programme_year__until_month")).values("last")),
        decreed_from=Subquery(everywhere.annotate(first=Min("effective_month")).values("first")),
        enactments=Subquery(everywhere.annotate(n=Count("pk")).values("n")),
        is_restored=Exists(RestorationGrant.objects.filter(payer=OuterRef("pk"))),
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
            found.append(Watched(row, *decreed, deposit.left_idr, row.enactments, row.is_restored, *flags))
    return found


@dataclass(frozen=True, slots=True)
class Ledger:
    """The bills of payers by month, each with how far it is paid, and what the insurer restored; the months rise."""

    bills: Mapping[int, Mapping[Month, BillMoney]]
    restored: Mapping[int, Sequence[Restoration]]

    def of(self, payer: int) -> Mapping[Month, BillMoney]:
        return self.bills.get(payer, {})

    def is_whole(self, payer: int, month: Month) -> bool:
        """Say whether a month was billed and nothing of it is open. What was struck or claimed back is not owed."""
        money = self.of(payer).get(month)
        return money is not None and money.is_paid


def ledger_of(payers: Iterable[Watched], this_month: Month) -> Ledger:
    """Read the bills of payers with what was paid of each, and which were approved and ordered, by one statement."""
    settled = Settlement.objects.filter(bill=OuterRef("pk")).order_by().values("bill")
    orders = OrderedBill.objects.filter(bill=OuterRef("pk"), order__cancellation__isnull=True)
    since = this_month + -(RECENT_MONTHS + EARLIER_MONTHS)
    rows = Bill.objects.filter(payer__in=[each.payer.pk for each in payers], month__gte=since).annotate(
        settled_on=Subquery(settled.annotate(last=Max("settled_on")).values("last")),
        is_approved=Exists(BillApproval.objects.filter(bill=OuterRef("pk"))),
        is_ordered=Exists(orders),
    )
    bills: dict[int, dict[Month, BillMoney]] = defaultdict(dict)
    for money in queries.money_of(rows.order_by("month")):
        bills[money.bill.payer_id][money.bill.month] = money
    return Ledger(bills, _restored(payers))


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
SELECT payer_id, base_idr, sector, from_month, until_month, CAST(NULL AS integer), COUNT(*)
FROM programme_enrolment WHERE from_month <= %(month)s AND until_month > %(month)s {payers}
GROUP BY payer_id, base_idr, sector, plan_id, from_month, until_month
UNION ALL
SELECT payer_id, base_idr, sector, from_month, enrolment.until_month, CAST(NULL AS integer), -COUNT(*)
FROM programme_enrolmentend AS ended CROSS JOIN programme_enrolment AS enrolment
WHERE enrolment.id = ended.enrolment_id AND from_month <= %(month)s AND enrolment.until_month > %(month)s {payers}
GROUP BY payer_id, base_idr, sector, from_month, enrolment.until_month
UNION ALL
SELECT payer_id, base_idr, sector, from_month, enrolment.until_month, ended.until_month, COUNT(*)
FROM programme_enrolmentend AS ended CROSS JOIN programme_enrolment AS enrolment
WHERE enrolment.id = ended.enrolment_id AND from_month <= %(month)s AND enrolment.until_month > %(month)s
  AND ended.until_month > %(month)s {payers}
GROUP BY payer_id, base_idr, sector, from_month, enrolment.until_month, ended.until_month
"""
_LAPSED: Final = """
UNION ALL
SELECT payer_id, base_idr, sector, from_month, until_month, CAST(NULL AS integer), COUNT(*)
FROM programme_enrolment AS enrolment
WHERE payer_id = {payer} AND until_month = {until}
  AND NOT EXISTS (SELECT 1 FROM programme_enrolmentend AS ended WHERE ended.enrolment_id = enrolment.id)
  AND NOT EXISTS (SELECT 1 FROM programme_enrolment AS later
                  WHERE later.person_id = enrolment.person_id AND later.until_month > {until})
GROUP BY payer_id, base_idr, sector, from_month, until_month
"""


_EARLIER: Final = """
SELECT enrolment.payer_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
       ended.until_month, earlier.payer_id, earlier.from_month, COUNT(*)
FROM programme_enrolment AS enrolment
LEFT JOIN programme_enrolmentend AS ended ON ended.enrolment_id = enrolment.id
LEFT JOIN programme_enrolment AS earlier
  ON earlier.person_id = enrolment.person_id AND earlier.from_month < enrolment.from_month
 AND earlier.until_month >= enrolment.from_month
WHERE enrolment.payer_id IN ({payers}) AND enrolment.from_month <= %(month)s AND enrolment.until_month > %(month)s
  AND (ended.until_month IS NULL OR ended.until_month > %(month)s)
GROUP BY enrolment.payer_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
         ended.until_month, earlier.payer_id, earlier.from_month
"""
_PAID_IN_PART: Final = """
SELECT paid.bill_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
       ended.until_month, COUNT(*)
FROM payments_allocation AS paid
JOIN billing_due AS due ON due.bill_id = paid.bill_id AND due.person_id = paid.person_id
JOIN programme_enrolment AS enrolment ON enrolment.id = due.enrolment_id
LEFT JOIN programme_enrolmentend AS ended ON ended.enrolment_id = enrolment.id
WHERE paid.bill_id IN ({bills}) AND (ended.until_month IS NULL OR ended.until_month > %(month)s)
GROUP BY paid.bill_id, enrolment.base_idr, enrolment.sector, enrolment.from_month, enrolment.until_month,
         ended.until_month
"""


def enrolled(payers: Iterable[Watched], this_month: Month) -> Counter[Enrolled]:
    """Count the people of each payer by their months and price, by one statement."""
    payers = list(payers)
    statement = _ENROLLED.format(payers=f"AND payer_id IN ({_keys(each.payer.pk for each in payers)})")
    for each in payers:
        if each.decreed_until <= this_month:
            statement += _LAPSED.format(payer=int(each.payer.pk), until=month_number(each.decreed_until))
    counts: Counter[Enrolled] = Counter()
    for payer, base_idr, sector, start, until, leaves, people in _rows(statement, this_month):
        counts[_enrolled(payer, base_idr, sector, start, until, leaves)] += int(people)
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
    asking: set[int] = set()
    for each, people in counts.items():
        before = each.start + -1
        if ledger.is_whole(each.payer, each.start) or each.until <= this_month or before < begun[each.payer]:
            told[each] += people
        elif ledger.is_whole(each.payer, before):
            told[each.continuing(each.payer, before)] += people
        elif is_exact:
            asking.add(each.payer)
        else:
            first = next((month for month, money in ledger.of(each.payer).items() if not money.is_paid), before)
            told[each.continuing(each.payer, min(first, before))] += people
    if asking:
        told = Counter({each: people for each, people in told.items() if each.payer not in asking})
        for *key, payer, since, people in _rows(_EARLIER.format(payers=_keys(asking)), this_month):
            found = _enrolled(*key)
            told[found.continuing(payer, _month(since)) if payer else found] += int(people)
    return told


def paid_in_part(ledger: Ledger, this_month: Month) -> Mapping[tuple[int, Month], Counter[Enrolled]]:
    """Count whom the first open bill of each payer has paid already, by payer and month."""
    partly = {}
    for payer, bills in ledger.bills.items():
        first = next((money for money in bills.values() if not money.is_paid), None)
        if first is not None and first.settled_people:
            partly[first.bill.pk] = (payer, first.bill.month)
    found: dict[tuple[int, Month], Counter[Enrolled]] = {key: Counter() for key in partly.values()}
    if partly:
        for bill, *key, people in _rows(_PAID_IN_PART.format(bills=_keys(partly)), this_month):
            found[partly[bill]][_enrolled(partly[bill][0], *key)] += int(people)
    return found


def _rows(statement: str, this_month: Month) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"month": month_number(this_month)})
        return list(cursor.fetchall())


def _keys(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(keys))


def _enrolled(payer: int, base_idr: int, sector: str, start: int, until: int, leaves: int | None) -> Enrolled:
    return Enrolled(payer, base_idr, sector, _month(start), _month(until), _month(leaves) if leaves else None)


def _month(number: int) -> Month:
    return Month(*divmod(number, 100))
