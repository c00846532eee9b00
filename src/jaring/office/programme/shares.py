"""Reads of plans: which share of a month a payer pays for whom is under a plan, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.contribution import RateFacts, Sector, base_in_programme
from jaring.core.contribution_shared import WHOLE_PERCENT
from jaring.core.law import Source
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.programme.models import Enrolment, Payer, Plan, PlanStep, ProgrammeYear
from jaring.office.rules.queries import Pricing


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A plan as its steps stand: who pays which share from which month on; steps in the order of their months."""

    id: int
    payer_id: int
    payer_kind: PayerOfLaw
    partner_id: int
    partner_kind: PayerOfLaw
    steps: tuple[tuple[Month, int], ...]

    def public_percent(self, month: Month) -> int:
        """Return the public payer's share of a month; the whole before the first step."""
        begun = [percent for first, percent in self.steps if first <= month]
        return begun[-1] if begun else WHOLE_PERCENT

    def paying_in(self, month: Month) -> tuple[int, ...]:
        """Return the keys of the payers that pay some share of a month."""
        return tuple(payer for payer in (self.payer_id, self.partner_id) if self.percent_of(payer, month))

    def percent_of(self, payer_id: int, month: Month) -> int:
        """Return the share of a month that one of the two payers pays."""
        public = self.public_percent(month)
        return public if payer_id == self.payer_id else WHOLE_PERCENT - public


Plans = Mapping[int, PlanTerms]
"""The terms of plans by their keys."""


class Price(NamedTuple):
    """What one member costs a payer in a month, in IDR; ``percent`` is None where the month is not under a plan."""

    jkk_idr: int
    jkm_idr: int
    discount_rate: str
    percent: int | None
    sources: tuple[Source, ...]


class PricedGroup(NamedTuple):
    """People of the same facts among those whom an amount is for, and what one of them costs the payer in a month."""

    base_idr: int
    sector: str
    people: int
    price: Price

    @property
    def each_idr(self) -> int:
        return self.price.jkk_idr + self.price.jkm_idr

    @property
    def total_idr(self) -> int:
        return self.people * self.each_idr


def plans_with(payer: Payer) -> Plans:
    """Return the plans in which a payer pays a share, by one statement."""
    return _terms(PlanStep.objects.filter(Q(plan__payer=payer) | Q(plan__partner=payer)))


def plans_of(*regency_codes: str) -> Plans:
    """Return all plans of regencies, by one statement."""
    return _terms(PlanStep.objects.filter(plan__regency__in=regency_codes))


def terms_of(plan: Plan) -> PlanTerms:
    """Return the terms of one plan."""
    return _terms(PlanStep.objects.filter(plan=plan))[plan.pk]


def plans_paid_by(payer: Payer, month: Month, plans: Plans) -> list[int]:
    """Return the keys of the plans of which a payer pays some share in a month."""
    return [plan.id for plan in plans.values() if payer.pk in plan.paying_in(month)]


def base_of(income_idr: int | None, year: ProgrammeYear, payer: Payer, month: Month) -> int:
    """Return the base on which somebody is insured from a month on, in IDR: that of the year, or the person's wage."""
    wage = None if income_idr is None else Rupiah(income_idr)
    return base_in_programme(month, PayerOfLaw(payer.kind), Rupiah(year.base_idr), wage).idr


def price_of(
    payer: Payer, month: Month, base_idr: int, sector: str, plan: PlanTerms | None, pricing: Pricing
) -> Price:
    """Return what one member of these facts costs a payer in a month: the whole, or the payer's part under a plan."""
    facts = RateFacts(month, PayerOfLaw(payer.kind), Rupiah(base_idr), Sector(sector))
    if plan is None:
        due = pricing(facts)
        return Price(due.jkk.idr, due.jkm.idr, str(due.discount_rate), None, due.sources)
    shared = pricing.shared(
        RateFacts(month, plan.payer_kind, facts.base, facts.sector), plan.partner_kind, plan.public_percent(month)
    )
    part = shared.public if payer.pk == plan.payer_id else shared.partner
    priced = shared.priced[0] if payer.pk == plan.payer_id else shared.priced[-1]
    sources = (*priced.sources, *((shared.rule.source,) if shared.rule else ()))
    return Price(part.jkk.idr, part.jkm.idr, str(priced.discount_rate), plan.percent_of(payer.pk, month), sources)


def priced_groups(
    payer: Payer, month: Month, facts: Mapping[tuple[int, str], int], plan: PlanTerms | None, pricing: Pricing
) -> list[PricedGroup]:
    """Return what people cost a payer in a month, by base and sector, the highest base first.

    Args:
        payer: Who pays.
        month: Month the contribution is for.
        facts: How many people there are, by base (IDR) and sector.
        plan: The plan that all of them are under, if any.
        pricing: Pricing of the regency.
    """
    return [
        PricedGroup(base_idr, sector, people, price_of(payer, month, base_idr, sector, plan, pricing))
        for (base_idr, sector), people in sorted(facts.items(), reverse=True)
    ]


def plans_under(enrolments: Sequence[Enrolment]) -> Plans:
    """Return the plans of enrolments, by one statement, and by none where nobody is under a plan."""
    keys = {each.plan_id for each in enrolments if each.plan_id}
    return _terms(PlanStep.objects.filter(plan__in=keys)) if keys else {}


def payers_in(enrolments: Sequence[Enrolment], month: Month, plans: Plans) -> list[list[tuple[Payer, int | None]]]:
    """Return who pays for each enrolment in a month, or in its own month nearest to it; with the percent under a plan.

    After the last step of a plan that is the partner alone. ``plans`` are those from ``plans_under``.
    """
    found: list[list[tuple[Payer, int | None]]] = []
    for each in enrolments:
        if each.plan is None:
            found.append([(each.payer, None)])
            continue
        terms, at = plans[each.plan.pk], max(each.from_month, min(month, each.until_month + -1))
        shares = [(payer, terms.percent_of(payer.pk, at)) for payer in (each.payer, each.plan.partner)]
        found.append([(payer, percent) for payer, percent in shares if percent])
    return found


def _terms(steps: QuerySet[PlanStep]) -> Plans:
    of_plan = ("plan", "plan__payer", "plan__payer__kind", "plan__partner", "plan__partner__kind")
    rows = steps.order_by("plan", "from_month").values_list(*of_plan, "from_month", "public_percent")
    found: dict[int, PlanTerms] = {}
    for plan, payer, kind, partner, partner_kind, first, percent in rows:
        before = found[plan].steps if plan in found else ()
        found[plan] = PlanTerms(
            plan, payer, PayerOfLaw(kind), partner, PayerOfLaw(partner_kind), (*before, (first, percent))
        )
    return found
