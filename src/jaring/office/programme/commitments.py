"""What decrees in force cost each payer in the months that remain, and how long the money lasts.

One statement reads who is enrolled with whom, counted by the facts that decide the price; everything else is
arithmetic over those few rows, for one payer or for hundreds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from django.db import connection
from django.db.models import Sum

from jaring.core.budget import MONTHS_AHEAD_MAX, Ceilings, Runway, runway
from jaring.core.month import Month
from jaring.office.billing.models import Bill
from jaring.office.columns import month_number
from jaring.office.programme import shares
from jaring.office.programme.models import Payer, ProgrammeYear
from jaring.office.programme.shares import Plans, Price, PricedGroup
from jaring.office.rules import queries as rules
from jaring.office.rules.queries import Pricing

Facts: TypeAlias = tuple[int, str, int | None]
"""What decides the price of a member: base in IDR, sector, and the key of the plan, if any."""


class Cost(NamedTuple):
    """What a payer owes for a month, in IDR, and for how many people."""

    people: int
    jkk_idr: int
    jkm_idr: int

    @property
    def total_idr(self) -> int:
        return self.jkk_idr + self.jkm_idr


class Span(NamedTuple):
    """So many people with the same facts, enrolled for the same months (half-open); less, where they ended early."""

    payer_id: int
    facts: Facts
    first: Month
    stop: Month
    people: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A programme year as decrees in force stand: whom each payer pays for in each month, and at which price.

    ``spans`` are those of each payer's people, by its key; people under a plan are among those of both its payers.
    """

    year: ProgrammeYear
    plans: Plans
    pricing: Pricing
    spans: Mapping[int, Sequence[Span]]
    billed: Mapping[int, Mapping[Month, tuple[int, int]]]
    _prices: dict[tuple[int | str, Month, Facts], Price] = field(default_factory=dict)

    @classmethod
    def load(cls, year: ProgrammeYear) -> Outlook:
        """Read a year, by four statements."""
        billed: dict[int, dict[Month, tuple[int, int]]] = {}
        bills = Bill.objects.filter(programme_year=year).order_by()
        for payer, month, jkk_idr, jkm_idr in bills.values_list("payer", "month", "jkk_idr", "jkm_idr"):
            billed.setdefault(payer, {})[month] = jkk_idr, jkm_idr
        plans = shares.plans_of(year.regency_id)
        spans: dict[int, list[Span]] = defaultdict(list)
        for span in _spans(year):
            plan = plans.get(span.facts[2] or 0)
            for key in (plan.payer_id, plan.partner_id) if plan else (span.payer_id,):
                spans[key].append(span)
        return cls(
            year=year,
            plans=plans,
            pricing=rules.pricing_of(year.regency_id),
            spans=dict(spans),
            billed=billed,
        )

    def members(self, payer: Payer, month: Month) -> Counter[Facts]:
        """Count for whom a payer pays in a month, wholly or in part."""
        met: Counter[Facts] = Counter()
        for span in self.spans.get(payer.pk, ()):
            if span.first <= month < span.stop and self._pays(payer, span, month):
                met[span.facts] += span.people
        return met

    def cost(self, payer: Payer, month: Month, members: Mapping[Facts, int] | None = None) -> Cost:
        """Return what a month costs a payer: for whom it pays, or for other members of given facts."""
        members = self.members(payer, month) if members is None else members
        jkk_idr, jkm_idr = 0, 0
        for facts, people in members.items():
            price = self._price(payer, month, facts)
            jkk_idr += people * price.jkk_idr
            jkm_idr += people * price.jkm_idr
        return Cost(sum(members.values()), jkk_idr, jkm_idr)

    def by_wage(self, payer: Payer, month: Month) -> list[PricedGroup]:
        """Return what a month costs an employer, by wage; employers take part in no plan."""
        facts = {(base_idr, sector): people for (base_idr, sector, _), people in self.members(payer, month).items()}
        return shares.priced_groups(payer, month, facts, None, self.pricing)

    def open_months(self, payer: Payer) -> list[Month]:
        """Return the months of the year that were not billed to a payer."""
        billed = self.billed.get(payer.pk, {})
        return [month for month in self.year.from_month.until(self.year.until_month) if month not in billed]

    def billed_amounts(self, payer: Payer) -> tuple[int, int]:
        """Return the JKK and the JKM billed to a payer in the year so far, in IDR."""
        amounts = self.billed.get(payer.pk, {}).values()
        return sum(jkk_idr for jkk_idr, _ in amounts), sum(jkm_idr for _, jkm_idr in amounts)

    def committed(self, payer: Payer) -> tuple[int, int]:
        """Return the JKK and the JKM that the months not billed yet will cost a payer, in IDR."""
        costs = [self.cost(payer, month) for month in self.open_months(payer)]
        return sum(cost.jkk_idr for cost in costs), sum(cost.jkm_idr for cost in costs)

    def runway(self, payer: Payer, left: Ceilings) -> Runway | None:
        """Say how long what is left lasts for today's people at each month's price; None for who pays nobody.

        The months are followed beyond the year's end: that is where the price changes and the next budget is due.
        """
        first = next((month for month in self.open_months(payer) if self.members(payer, month)), None)
        if first is None:
            return None
        members = self.members(payer, first)
        months = [first + ahead for ahead in range(MONTHS_AHEAD_MAX)]
        costs = ((month, self.cost(payer, month, members)) for month in months)
        return runway(left, ((month, cost.jkk_idr, cost.jkm_idr) for month, cost in costs))

    def payers_concerned(self) -> Collection[int]:
        """Return the keys of the payers who pay for anybody in the year, as payer or as partner of a plan."""
        return self.spans.keys()

    def _pays(self, payer: Payer, span: Span, month: Month) -> bool:
        plan = self.plans.get(span.facts[2] or 0)
        return plan is None or plan.percent_of(payer.pk, month) > 0

    def _price(self, payer: Payer, month: Month, facts: Facts) -> Price:
        base_idr, sector, plan = facts
        key = payer.kind if plan is None else payer.pk, month, facts
        if key not in self._prices:
            self._prices[key] = shares.price_of(
                payer, month, base_idr, sector, self.plans.get(plan or 0), self.pricing
            )
        return self._prices[key]


def billed_of(year: ProgrammeYear, payer: Payer) -> tuple[int, int]:
    """Return the JKK and the JKM billed to a payer in a year so far, in IDR."""
    sums = Bill.objects.filter(programme_year=year, payer=payer).aggregate(jkk=Sum("jkk_idr"), jkm=Sum("jkm_idr"))
    return int(sums["jkk"] or 0), int(sums["jkm"] or 0)


# Counted by an index alone; who ended early is counted once more, as fewer people in the months from the end on.
_SPANS = """
SELECT payer_id, base_idr, sector, plan_id, from_month, until_month, COUNT(*) FROM programme_enrolment
WHERE payer_id IN (SELECT id FROM programme_payer WHERE regency_id = %(regency)s)
  AND from_month < %(until)s AND until_month > %(first)s
GROUP BY payer_id, base_idr, sector, plan_id, from_month, until_month
UNION ALL
SELECT payer_id, base_idr, sector, plan_id, ended.until_month, enrolment.until_month, -COUNT(*)
FROM programme_enrolmentend AS ended CROSS JOIN programme_enrolment AS enrolment
WHERE enrolment.id = ended.enrolment_id
  AND payer_id IN (SELECT id FROM programme_payer WHERE regency_id = %(regency)s)
  AND from_month < %(until)s AND enrolment.until_month > %(first)s
GROUP BY payer_id, base_idr, sector, plan_id, ended.until_month, enrolment.until_month
"""


def _spans(year: ProgrammeYear) -> Iterator[Span]:
    months = {"first": month_number(year.from_month), "until": month_number(year.until_month)}
    with connection.cursor() as cursor:
        cursor.execute(_SPANS, {"regency": year.regency_id, **months})
        for payer, base_idr, sector, plan, first, stop, people in cursor.fetchall():
            facts = base_idr, sector, plan
            yield Span(payer, facts, Month(*divmod(first, 100)), Month(*divmod(stop, 100)), int(people))
