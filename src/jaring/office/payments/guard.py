"""The lapse guard: for every payer when cover stops if nothing more is paid, what is to be paid, and what a gap costs.

People are counted, never walked through: those whom one decree line of months covers stand alike, and bills say which
months were paid for all of them. Only a bill that was paid in part is looked into. Money on deposit counts for the
whole months that it pays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_
from typing import Any, Final, NamedTuple, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from jaring.core import contribution as law
from jaring.core.coverage.calendar import ONE_DAY
from jaring.core.coverage.cohort import CohortLapse, Group, GroupLapse, MonthToPay, cohort_lapse
from jaring.core.coverage.gap import Gap, GapCost, PeopleInGap, cost_of_gaps, gap_if_paid
from jaring.core.coverage.lapse import Standing, standing_of
from jaring.core.coverage.membership import Carrier, Exit, Membership, PaidMonth, Restoration
from jaring.core.coverage.mortality import Lives, mortality_table
from jaring.core.law import choice
from jaring.core.law.choice import Choice
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.payments import ages, queries
from jaring.office.payments import guard_counts as counted
from jaring.office.payments.guard_counts import Enrolled, Ledger, Part, Watched
from jaring.office.payments.models import BY_ORDER, Allocation, Settlement
from jaring.office.payments.partners import OpenPart
from jaring.office.payments.queries import BillMoney
from jaring.office.people.models import Person
from jaring.office.programme import shares
from jaring.office.programme.models import Enrolment, Payer, Plan
from jaring.office.programme.shares import Plans
from jaring.office.rules import queries as rules
from jaring.office.rules.queries import Pricing

ChoicesOf: TypeAlias = Callable[[str], Sequence[Choice]]
"""Gives the readings that a regency has chosen, by its code."""
NEAR_DAYS: Final = 10
"""A contribution that falls due within so many days is pressing."""
YEAR_WATCH_FROM: Final = 11
"""From this month on the next year is asked for."""


class Urgency(StrEnum):
    """How a payer stands; the order is that of the page."""

    LATE = "late"
    NEAR = "near"
    ENDED = "ended"
    CALM = "calm"


class Stage(StrEnum):
    """What a month to pay waits for."""

    NOT_DECREED = "not_decreed"
    TO_BILL = "to_bill"
    TO_APPROVE = "to_approve"
    TO_ORDER = "to_order"
    TO_TRANSFER = "to_transfer"


class Step(StrEnum):
    """What January needs, in order."""

    YEAR = "year"
    BUDGET = "budget"
    DRAFT = "draft"
    ENACTED = "enacted"
    BILL = "bill"
    PAID = "paid"


class MonthMoney(NamedTuple):
    """A month to pay: for how many, how much in IDR, by when, and what it waits for."""

    month: Month
    people: int
    amount_idr: int
    due_on: date
    stage: Stage


class TurnOfYear(NamedTuple):
    """What the first month of the next budget year needs of a payer, and what is there of it."""

    month: Month
    done: Mapping[Step, bool]

    @property
    def missing(self) -> tuple[Step, ...]:
        return tuple(step for step in Step if not self.done[step])


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What follows if everything owed is paid on a day."""

    on: date
    amount_idr: int
    months: tuple[MonthMoney, ...]
    people_without_gap: int
    cost: GapCost


@dataclass(frozen=True)
class PayerGuard:
    """One payer's people and money, as they stand on a day.

    People under a plan are told with each payer that has a part to pay: a month counts for them when all parts do.

    Attributes:
        counted_here: The cohort without people who are told with another payer too, and counted there in sums.
        unbilled_parts: What other payers have not billed of the months that they share with this one.
        decreed_until: The first month that no decree in force covers.
        months: What is to be paid, without what only a restoration would mend.
        missing: The months that a restoration would ask for.
        deposit_idr: What lies on deposit beyond the whole months that it pays.
        lives: The people by age and sex; empty where nobody asked for them.
    """

    payer: Payer
    today: date
    cohort: CohortLapse
    counted_here: CohortLapse
    unbilled_parts: tuple[OpenPart, ...]
    decreed_until: Month
    months: tuple[MonthMoney, ...]
    missing: tuple[MonthMoney, ...]
    deposit_idr: int
    turn_of_year: TurnOfYear | None
    readings: frozenset[str]
    lives: tuple[Lives, ...]
    prices: Prices = field(repr=False)

    @property
    def people(self) -> int:
        return self.cohort.people

    @property
    def once(self) -> PayerGuard:
        """The same for sums over payers, in which nobody is counted twice."""
        return self if self.counted_here is self.cohort else replace(self, cohort=self.counted_here)

    @property
    def amount_idr(self) -> int:
        """What is to be paid, less what lies on deposit."""
        return max(0, sum(month.amount_idr for month in self.months) - self.deposit_idr)

    @property
    def missing_idr(self) -> int:
        return sum(month.amount_idr for month in self.missing)

    @property
    def deadline(self) -> date | None:
        """The due date, and once it has passed the last day for arrears; None where only a new beginning is left."""
        due = self.cohort.due_on
        return due if due is None or due >= self.today else self.cohort.payable_until

    @property
    def days_left(self) -> int | None:
        return None if self.deadline is None else (self.deadline - self.today).days

    @property
    def urgency(self) -> Urgency:
        due = self.cohort.due_on
        if due is None:
            return Urgency.ENDED if self.cohort.ended else Urgency.CALM
        if due < self.today:
            return Urgency.LATE
        return Urgency.NEAR if (due - self.today).days <= NEAR_DAYS else Urgency.CALM

    @property
    def uncovered_people(self) -> int:
        """How many have no paid cover today."""
        return sum(stop.people for stop in self.cohort.stops if stop.on <= self.today)

    @property
    def is_restorable(self) -> bool:
        return bool(self.missing) and self.cohort.restorability.is_possible

    @property
    def shares_months(self) -> bool:
        """Whether there is a plan by which another payer pays a part of its months."""
        return any(self.payer.pk in (plan.payer_id, plan.partner_id) for plan in self.prices.plans.values())

    @property
    def is_by_order(self) -> bool:
        """Whether the payer's money leaves by a payment order (SPP)."""
        return self.payer.kind in BY_ORDER

    @cached_property
    def cost(self) -> GapCost:
        """What it costs the families if nothing is paid until only a new beginning is left, which then is made."""
        return self._cost_of(
            (group, self._gap(group, self._day_of_new_beginning(group))) for group in self.cohort.groups
        )

    def what_if(self, on: date) -> WhatIf:
        """Say what follows if everything owed is paid on a day, today or later, and payment then goes on."""
        gaps = [(group, self._gap(group, on)) for group in self.cohort.groups]
        months = tuple(self.prices.months(self._as_on(on).to_pay(Month.of(on) + 1)))
        return WhatIf(
            on=on,
            amount_idr=max(0, sum(month.amount_idr for month in months) - self.deposit_idr),
            months=months,
            people_without_gap=sum(group.people for group, gap in gaps if gap is not None and not gap.days),
            cost=self._cost_of(gaps),
        )

    def _gap(self, group: GroupLapse, on: date) -> Gap | None:
        return gap_if_paid(group.standing, on, readings=self.readings)

    def _day_of_new_beginning(self, group: GroupLapse) -> date:
        payable = group.lapse.payable_until
        assert payable is not None  # Whoever has something to pay has a last day for it.
        return max(payable + ONE_DAY, self.today)

    def _as_on(self, day: date) -> CohortLapse:
        groups = [Group(group.people, group.standing) for group in self.cohort.groups]
        return cohort_lapse(self.cohort.payer, groups, day, readings=self.readings)

    def _cost_of(self, found: Iterable[tuple[GroupLapse, Gap | None]]) -> GapCost:
        gaps = [PeopleInGap(group.people, gap) for group, gap in found if gap is not None]
        return cost_of_gaps(gaps, self.lives, mortality_table(), self.today, readings=self.readings)


def guards_visible_to(
    user: User, today: date, *, payer: int | None = None, with_lives: bool = True, is_exact: bool = True
) -> list[PayerGuard]:
    """Return the guard of every payer in the user's area that has people, the most pressing first.

    Args:
        user: Who looks; he must be allowed to see money.
        today: The day as of which it is told.
        payer: One payer's key; all of them where None.
        with_lives: Count ages too, for what a gap would cost.
        is_exact: Look into a bill that is paid in part; else whoever was perhaps paid for counts as unpaid.
    """
    payers = queries.payers_visible_to(user)
    if payer is not None:
        shared = Plan.objects.filter(Q(payer=payer) | Q(partner=payer))
        with_partners = Q(pk=payer) | Q(pk__in=shared.values("payer")) | Q(pk__in=shared.values("partner"))
        payers = payers.filter(with_partners)
    found = guards_of(payers, today, with_lives=with_lives, is_exact=is_exact)
    return found if payer is None else [guard for guard in found if guard.payer.pk == payer]


def warnings_for(user: User, today: date, choices: ChoicesOf = rules.choices_of) -> list[PayerGuard]:
    """Return the same for the home of whoever may see totals, cautiously and by three statements.

    Whoever was perhaps paid for in part counts as unpaid, so that days are right and no day too late.

    Args:
        user: Who looks.
        today: The day as of which it is told.
        choices: Gives the choices of readings of a regency, where they were read already.
    """
    payers = queries.payers_visible_to(user, Action.SEE_TOTALS)
    return guards_of(payers, today, with_lives=False, is_exact=False, choices=choices)


def guards_of(
    payers: QuerySet[Payer],
    today: date,
    *,
    with_lives: bool = True,
    is_exact: bool = True,
    choices: ChoicesOf = rules.choices_of,
) -> list[PayerGuard]:
    """Return the guard of every payer that has people, the most pressing first."""
    this_month = Month.of(today)
    watched = counted.watched(payers, this_month)
    if not watched:
        return []
    ledger = counted.ledger_of(watched, this_month)
    people = counted.enrolled(watched, this_month)
    people = counted.with_earlier_enrolments(people, watched, ledger, this_month, is_exact=is_exact)
    ledger = counted.with_bills_before(ledger, watched, people, this_month)
    in_part = counted.paid_in_part(watched, ledger, this_month) if is_exact else {}
    pricing = {code: Pricing(choices(code)) for code in sorted({each.payer.regency_id for each in watched})}
    lives = ages.lives_of(watched, this_month) if with_lives else {}
    by_key = {each.payer.pk: each.payer for each in watched}
    people_of: dict[int, dict[Enrolled, int]] = defaultdict(dict)
    for key, number in people.items():
        for payer in ledger.payers_of(key.payer, key.plan):
            people_of[payer][key] = number
    desks = [
        _Desk(each, today, mine, ledger, in_part, pricing[each.payer.regency_id], by_key)
        for each in watched
        if (mine := people_of.get(each.payer.pk))
    ]
    ahead = frozenset(part for desk in desks for part in desk.paid_by_deposit)
    guards = (desk.guard(ahead, lives.get(desk.payer.pk, ())) for desk in desks)
    made = [guard for guard in guards if guard.people]
    order = list(Urgency)
    return sorted(made, key=lambda guard: (order.index(guard.urgency), guard.deadline or date.max, -guard.people))


# What follows from it -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prices:
    """What the months of a payer's people cost: under a plan the payer's part of them."""

    payer: Payer
    people: Mapping[Enrolled, int]
    bills: Mapping[Month, BillMoney]
    decreed_until: Month
    pricing: Pricing
    plans: Plans

    def of_month(self, month: Month) -> tuple[int, int]:
        """Return for how many a month that is not billed is to be paid, and what they cost by law, in IDR."""
        people, total_idr = 0, 0
        for each, count in self._members(month):
            part_idr = part_of(self.payer, each, month, self.plans, self.pricing)
            people += count if part_idr else 0
            total_idr += count * part_idr
        return people, total_idr

    def months(self, to_pay: Iterable[MonthToPay]) -> Iterator[MonthMoney]:
        """Put the money to months: what is open of a bill, or where none was issued what the law asks.

        A month of which only another payer's part is missing costs this payer nothing, and is left out.
        """
        for each in to_pay:
            bill = self.bills.get(each.month)
            if bill is not None:
                people, total_idr = bill.open_people, bill.open_idr
            else:
                people, total_idr = self.of_month(each.month)
                members = max(1, sum(count for _each, count in self._members(each.month)))
                people, total_idr = (people * each.people // members, total_idr * each.people // members)
            if people:
                yield MonthMoney(each.month, people, total_idr, each.due_on, self._stage(each.month))

    def _members(self, month: Month) -> Iterator[tuple[Enrolled, int]]:
        """Yield who has not left in a month."""
        return ((each, n) for each, n in self.people.items() if each.leaves is None or month < each.leaves)

    def _stage(self, month: Month) -> Stage:
        money: Any = self.bills.get(month)
        if money is None:
            return Stage.NOT_DECREED if month >= self.decreed_until else Stage.TO_BILL
        if not money.bill.is_approved:
            return Stage.TO_APPROVE
        if self.payer.kind in BY_ORDER and not money.bill.is_ordered:
            return Stage.TO_ORDER
        return Stage.TO_TRANSFER


def part_of(payer: Payer, each: Enrolled, month: Month, plans: Plans, pricing: Pricing) -> int:
    """Return what a payer pays of a month of one of these people by law, in IDR; under a plan perhaps nothing."""
    plan = None if each.plan is None else plans[each.plan]
    if plan is not None and not plan.percent_of(payer.pk, month):
        return 0
    price = shares.price_of(payer, month, each.base_idr, each.sector, plan, pricing)
    return price.jkk_idr + price.jkm_idr


class _Standing(NamedTuple):
    """People of a payer whose months and payments stand alike."""

    each: Enrolled
    people: int
    standing: Standing


@dataclass(frozen=True)
class _Desk:
    """One payer while its guard is made."""

    watched: Watched
    today: date
    people: Mapping[Enrolled, int]
    ledger: Ledger
    in_part: Mapping[Enrolled, Counter[frozenset[Part]]]
    pricing: Pricing
    payers: Mapping[int, Payer]

    @property
    def payer(self) -> Payer:
        return self.watched.payer

    @property
    def paid_by_deposit(self) -> frozenset[Part]:
        """The payer's parts of whole months that its money on deposit pays."""
        return frozenset((self.payer.pk, month) for month in self._deposit[0])

    def guard(self, ahead: frozenset[Part], lives: tuple[Lives, ...]) -> PayerGuard:
        """Make the guard, where the money on deposit of all payers pays some parts ahead."""
        decreed_until = self.watched.decreed_until
        readings = choice.readings_on(self.pricing.choices, self.today)
        told = [each for each in self._standings(ahead, readings) if self._has_part(each, self.payer.pk)]
        cohort = self._cohort(told, readings)
        here = [each for each in told if not self._is_counted_elsewhere(each)]
        kept: Counter[Enrolled] = Counter()
        for each in told:
            kept[each.each] += each.people
        prices = replace(self._prices, people=kept)
        return PayerGuard(
            payer=self.payer,
            today=self.today,
            cohort=cohort,
            counted_here=cohort if len(here) == len(told) else self._cohort(here, readings),
            unbilled_parts=tuple(self._unbilled_parts(told, ahead)),
            decreed_until=decreed_until,
            months=tuple(prices.months(cohort.to_pay(self._until(cohort)))),
            missing=tuple(prices.months(cohort.missing(Month.of(self.today) + 1))),
            deposit_idr=self._deposit[1],
            turn_of_year=self._turn_of_year(ahead),
            readings=readings,
            lives=lives,
            prices=prices,
        )

    def _cohort(self, told: Iterable[_Standing], readings: frozenset[str]) -> CohortLapse:
        groups = [Group(each.people, each.standing) for each in told]
        until = self.watched.decreed_until
        return cohort_lapse(law.Payer(self.payer.kind), groups, self.today, decreed_until=until, readings=readings)

    def _until(self, cohort: CohortLapse) -> Month:
        """Return the end of the months that are told: up to the current one, and in any case the next to pay."""
        this_month = Month.of(self.today)
        first = [group.lapse.pay_next for group in cohort.groups if group.lapse.pay_next]
        return max([this_month, *([min(first)] if first else [])]) + 1

    @cached_property
    def _prices(self) -> Prices:
        bills, until = self.ledger.of(self.payer.pk), self.watched.decreed_until
        return Prices(self.payer, self.people, bills, until, self.pricing, self.ledger.plans)

    @cached_property
    def _deposit(self) -> tuple[frozenset[Month], int]:
        """The whole months that money on deposit pays, the oldest first, and what is left of it in IDR."""
        prices = self._prices
        paid: set[Month] = set()
        deposit_idr = self.watched.deposit_idr
        open_bills = [month for month, money in prices.bills.items() if not money.is_paid]
        last = max(prices.bills, default=min(each.start for each in self.people) + -1)
        months = [*open_bills, *(last + 1).until(max(prices.decreed_until, last + 1))] if deposit_idr else []
        for month in months:
            bill = prices.bills.get(month)
            cost_idr = bill.open_idr if bill else prices.of_month(month)[1]
            if cost_idr > deposit_idr:
                break
            if cost_idr:
                paid.add(month)
            deposit_idr -= cost_idr
        return frozenset(paid), deposit_idr

    def _standings(self, ahead: frozenset[Part], readings: frozenset[str]) -> Iterator[_Standing]:
        """Yield how the payments of the people stand; who was paid for by a bill that is open is told apart."""
        left = {key: Counter(parts) for key, parts in self.in_part.items()}
        for each, people in self.people.items():
            rest = people
            paid_for = left.get(each.whatever_was_before, Counter())
            for parts, number in list(paid_for.items()):
                paid = min(rest, number)
                paid_for[parts] -= paid
                rest -= paid
                yield from self._standing(each, paid, ahead | parts, readings)
            yield from self._standing(each, rest, ahead, readings)

    def _standing(
        self, each: Enrolled, people: int, settled: frozenset[Part], readings: frozenset[str]
    ) -> Iterator[_Standing]:
        standing = standing_of(self._membership(each, settled), self.today, readings=readings) if people else None
        if standing is not None:
            yield _Standing(each, people, standing)

    def _has_part(self, told: _Standing, payer: int) -> bool:
        """Say whether a payer pays a part of the month that these people lack first, or of the current one."""
        if told.each.plan is None:
            return True
        plan = self.ledger.plans[told.each.plan]
        current = min(Month.of(self.today), told.each.until + -1)
        return any(plan.percent_of(payer, month) for month in (told.standing.pay_from, current))

    def _is_counted_elsewhere(self, told: _Standing) -> bool:
        return told.each.payer != self.payer.pk and self._has_part(told, told.each.payer)

    def _unbilled_parts(self, told: Iterable[_Standing], ahead: frozenset[Part]) -> Iterator[OpenPart]:
        """Yield what the other payers of plans have not billed yet of the months up to the current one."""
        found: dict[Part, Counter[Enrolled]] = defaultdict(Counter)
        for each, people, standing in told:
            for month in standing.pay_from.until(max(standing.pay_from, Month.of(self.today) + 1)):
                for payer in self.ledger.owing(each.payer, each.plan, month):
                    is_other = payer != self.payer.pk and (payer, month) not in ahead
                    if is_other and month not in self.ledger.of(payer):
                        found[payer, month][each] += people
        for (key, month), lacking in sorted(found.items(), key=lambda part: (part[0][1], part[0][0])):
            people, total_idr = replace(self._prices, payer=self.payers[key], people=lacking).of_month(month)
            yield OpenPart(self.payers[key].name, key, month, people, total_idr, is_billed=False)

    def _membership(self, each: Enrolled, settled: frozenset[Part]) -> Membership:
        """Return what one of these people's membership looks like: months paid by all who pay now and paid before."""
        payers = self.ledger.payers_of(each.payer, each.plan)
        grants = (grant for payer in payers for grant in self.ledger.restored.get(payer, ()))
        restored = sorted(grants, key=lambda grant: grant.start)
        until = max(each.until, self.watched.decreed_until, *(grant.end for grant in restored))
        own = self._paid(each.payer, each.plan, (each.start, until), settled, restored)
        before = each.before
        earlier = self._paid(before.payer, before.plan, (before.since, each.start), frozenset()) if before else ()
        return Membership(
            segment=law.Payer(self.payer.kind).segment,
            carrier=Carrier.BPJS_TK,
            base=Rupiah(each.base_idr),
            payer=law.Payer(self.payer.kind),
            enrolled_on=(before.since if before else each.start).first_day,
            paid=(*earlier, *own),
            exits=(Exit(each.leaves.first_day, "decree"),) if each.leaves else (),
            restorations=tuple(restored),
        )

    def _paid(
        self,
        payer: int,
        plan: int | None,
        months: tuple[Month, Month],
        settled: frozenset[Part],
        restored: Sequence[Restoration] = (),
    ) -> Iterator[PaidMonth]:
        """Yield the months that are paid: by bills, by money on deposit, or as the insurer said who restored them."""
        start, until = months
        for month in start.until(until):
            payers = self.ledger.owing(payer, plan, month)
            if all(self.ledger.is_whole(each, month) or (each, month) in settled for each in payers):
                yield PaidMonth(month, self.ledger.settled_on(payers, month))
            elif grant := next((each for each in restored if each.start <= month < each.end), None):
                yield PaidMonth(month, grant.accepted_on)

    def _turn_of_year(self, ahead: frozenset[Part]) -> TurnOfYear | None:
        """Return what January needs, from November on, of a payer that still covers people."""
        january, has = Month(self.today.year + 1, 1), self.watched
        if self.today.month < YEAR_WATCH_FROM or has.decreed_until <= Month.of(self.today):
            return None
        is_billed = january in self.ledger.of(self.payer.pk)
        is_paid = (self.payer.pk, january) in ahead or self.ledger.is_whole(self.payer.pk, january)
        flags = (has.has_year, has.has_budget, has.has_draft, has.has_decree, is_billed, is_paid)
        return TurnOfYear(january, dict(zip(Step, flags, strict=True)))


def unpaid_people(guard: PayerGuard, month: Month) -> QuerySet[Enrolment]:
    """Return the enrolments of a payer's people for whom a month is not paid, by it or by whom it shares it with."""
    last = min(Month.of(guard.today), guard.decreed_until + -1)
    rows = Enrolment.objects.filter(from_month__lte=last, until_month__gt=last)
    rows = rows.filter(Q(end__isnull=True) | Q(end__until_month__gt=max(last, month)))
    if last < Month.of(guard.today):
        later = Enrolment.objects.filter(person=OuterRef("person"), until_month__gt=guard.decreed_until)
        rows = rows.filter(~Exists(later))
    payer, plans = guard.payer.pk, guard.prices.plans.values()
    shared = [plan for plan in plans if payer in plan.paying_in(month)]
    lacking = _Lacking({payer, *(each for plan in shared for each in plan.paying_in(month))}, month)
    if not guard.shares_months:
        return rows.filter(lacking.from_any([payer]), payer=payer)
    unpaid = Q(payer=payer, plan__isnull=True) & lacking.from_any([payer])
    for plan in shared:
        unpaid |= Q(plan=plan.id) & lacking.from_any(plan.paying_in(month))
    return rows.filter(unpaid)


class _Lacking:
    """Who was not paid for in a month, by the bills of some payers."""

    def __init__(self, payers: Iterable[int], month: Month) -> None:
        self._bills: dict[int, set[int]] = {payer: set() for payer in payers}
        settled = Settlement.objects.filter(bill__payer__in=self._bills, bill__month=month)
        for payer, bill in settled.values_list("bill__payer", "bill"):
            self._bills[payer].add(bill)

    def from_any(self, payers: Iterable[int]) -> Q:
        """Return the condition that one of these payers did not pay for an enrolment's person."""
        bills = [self._bills[payer] for payer in payers]
        if not all(bills):
            return Q()
        paid = (Allocation.objects.filter(bill__in=each, person=OuterRef("person")) for each in bills)
        return reduce(or_, (Q(~Exists(each)) for each in paid))


def people_enrolled(rows: QuerySet[Enrolment], regency_code: str, total: int) -> QuerySet[Person]:
    """Return the people of some enrolments, to be ordered as the register is.

    Of many the first are met on the way along an index of names, as in ``queries.people_with_dues``; few are gathered.
    """
    people = Person.objects.filter(regency=regency_code)
    if total < queries.MANY:
        return people.filter(pk__in=rows.values("person"))
    return people.alias(row=Subquery(rows.filter(person=OuterRef("pk")).values("pk")[:1])).filter(row__isnull=False)
