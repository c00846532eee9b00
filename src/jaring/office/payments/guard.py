"""The lapse guard: for every payer when cover stops if nothing more is paid, what is to be paid, and what a gap costs.

People are counted, never walked through: those whom one decree line of months covers stand alike, and bills say which
months were paid for all of them. Only a bill that was paid in part is looked into. Money on deposit counts for the
whole months that it pays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from jaring.core import contribution as law
from jaring.core.contribution import RateFacts, Sector
from jaring.core.coverage.calendar import ONE_DAY
from jaring.core.coverage.cohort import CohortLapse, Group, GroupLapse, MonthToPay, cohort_lapse
from jaring.core.coverage.gap import Gap, GapCost, PeopleInGap, cost_of_gaps, gap_if_paid
from jaring.core.coverage.lapse import standing_of
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
from jaring.office.payments.guard_counts import Enrolled, Ledger, Watched
from jaring.office.payments.models import BY_ORDER, Allocation, Settlement
from jaring.office.payments.queries import BillMoney
from jaring.office.people.models import Person
from jaring.office.programme.models import Enrolment, Payer
from jaring.office.rules import queries as rules

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

    Attributes:
        decreed_until: The first month that no decree in force covers.
        months: What is to be paid, without what only a restoration would mend.
        missing: The months that a restoration would ask for.
        deposit_idr: What lies on deposit beyond the whole months that it pays.
        lives: The people by age and sex; empty where nobody asked for them.
    """

    payer: Payer
    today: date
    cohort: CohortLapse
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
        payers = payers.filter(pk=payer)
    return guards_of(payers, today, with_lives=with_lives, is_exact=is_exact)


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
    in_part = counted.paid_in_part(ledger, this_month) if is_exact else {}
    chosen = {code: choices(code) for code in sorted({each.payer.regency_id for each in watched})}
    lives = ages.lives_of(watched, this_month) if with_lives else {}
    made = []
    for each in watched:
        mine = {key: count for key, count in people.items() if key.payer == each.payer.pk}
        if mine:
            desk = _Desk(each, today, mine, ledger, in_part, chosen[each.payer.regency_id])
            made.append(desk.guard(lives.get(each.payer.pk, ())))
    order = list(Urgency)
    return sorted(made, key=lambda guard: (order.index(guard.urgency), guard.deadline or date.max, -guard.people))


# What follows from it -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prices:
    """What the months of a payer's people cost."""

    payer: Payer
    people: Mapping[Enrolled, int]
    bills: Mapping[Month, BillMoney]
    decreed_until: Month
    choices: Sequence[Choice]

    def of_month(self, month: Month) -> tuple[int, int]:
        """Return how many are to be paid for in a month that is not billed, and what they cost by law, in IDR."""
        people, total_idr = 0, 0
        for each, count in self.people.items():
            if each.leaves is None or month < each.leaves:
                people += count
                total_idr += count * self._rate_idr(month, each.base_idr, each.sector)
        return people, total_idr

    def months(self, to_pay: Iterable[MonthToPay]) -> Iterator[MonthMoney]:
        """Put the money to months: what is open of a bill, or where none was issued what the law asks."""
        for each in to_pay:
            bill = self.bills.get(each.month)
            if bill is not None:
                yield MonthMoney(each.month, bill.open_people, bill.open_idr, each.due_on, self._stage(each.month))
                continue
            people, total_idr = self.of_month(each.month)
            share_idr = total_idr * each.people // people if people else 0
            yield MonthMoney(each.month, each.people, share_idr, each.due_on, self._stage(each.month))

    def _stage(self, month: Month) -> Stage:
        money: Any = self.bills.get(month)
        if money is None:
            return Stage.NOT_DECREED if month >= self.decreed_until else Stage.TO_BILL
        if not money.bill.is_approved:
            return Stage.TO_APPROVE
        if self.payer.kind in BY_ORDER and not money.bill.is_ordered:
            return Stage.TO_ORDER
        return Stage.TO_TRANSFER

    def _rate_idr(self, month: Month, base_idr: int, sector: str) -> int:
        facts = RateFacts(month, law.Payer(self.payer.kind), Rupiah(base_idr), Sector(sector))
        readings = choice.readings_on(self.choices, month.first_day)
        return law.contribution_for_base(facts, readings=readings).total.idr


@dataclass(frozen=True, slots=True)
class _Desk:
    """One payer while its guard is made."""

    watched: Watched
    today: date
    people: Mapping[Enrolled, int]
    ledger: Ledger
    in_part: Mapping[tuple[int, Month], Mapping[Enrolled, int]]
    choices: Sequence[Choice]

    @property
    def payer(self) -> Payer:
        return self.watched.payer

    def guard(self, lives: tuple[Lives, ...]) -> PayerGuard:
        decreed_until = self.watched.decreed_until
        bills = self.ledger.of(self.payer.pk)
        prices = Prices(self.payer, self.people, bills, decreed_until, self.choices)
        ahead, left_idr = self._paid_by_deposit(prices)
        readings = choice.readings_on(self.choices, self.today)
        cohort = cohort_lapse(
            law.Payer(self.payer.kind),
            self._groups(ahead, readings),
            self.today,
            decreed_until=decreed_until,
            readings=readings,
        )
        until = self._until(cohort)
        return PayerGuard(
            payer=self.payer,
            today=self.today,
            cohort=cohort,
            decreed_until=decreed_until,
            months=tuple(prices.months(cohort.to_pay(until))),
            missing=tuple(prices.months(cohort.missing(Month.of(self.today) + 1))),
            deposit_idr=left_idr,
            turn_of_year=self._turn_of_year(ahead),
            readings=readings,
            lives=lives,
            prices=prices,
        )

    def _until(self, cohort: CohortLapse) -> Month:
        """Return the end of the months that are told: up to the current one, and in any case the next to pay."""
        this_month = Month.of(self.today)
        first = [group.lapse.pay_next for group in cohort.groups if group.lapse.pay_next]
        return max([this_month, *([min(first)] if first else [])]) + 1

    def _paid_by_deposit(self, prices: Prices) -> tuple[frozenset[Month], int]:
        """Return the whole months that money on deposit pays, the oldest first, and what is left of it in IDR."""
        paid: set[Month] = set()
        deposit_idr = self.watched.deposit_idr
        open_bills = [month for month, money in prices.bills.items() if not money.is_paid]
        last = max(prices.bills, default=min(each.start for each in self.people) + -1)
        months = [*open_bills, *(last + 1).until(max(prices.decreed_until, last + 1))]
        for month in months:
            bill = prices.bills.get(month)
            cost_idr = bill.open_idr if bill else prices.of_month(month)[1]
            if not 0 < cost_idr <= deposit_idr:
                break
            paid.add(month)
            deposit_idr -= cost_idr
        return frozenset(paid), deposit_idr

    def _groups(self, ahead: frozenset[Month], readings: frozenset[str]) -> Iterator[Group]:
        part = next((month for payer, month in self.in_part if payer == self.payer.pk), None)
        left = Counter() if part is None or part in ahead else Counter(self.in_part[self.payer.pk, part])
        for each, people in self.people.items():
            key = each.whatever_was_before
            paid = min(people, left[key])
            left[key] -= paid
            for count, months in ((paid, ahead | {part}), (people - paid, ahead)):
                membership = self._membership(each, months)
                standing = standing_of(membership, self.today, readings=readings) if count else None
                if standing is not None:
                    yield Group(count, standing)

    def _membership(self, each: Enrolled, ahead: frozenset[Month | None]) -> Membership:
        """Return what one of these people's membership looks like: months paid by this payer and the one before it."""
        restored = self.ledger.restored.get(self.payer.pk, ())
        until = max(each.until, self.watched.decreed_until, *(grant.end for grant in restored))
        own = self._paid(self.payer.pk, each.start, until, ahead, restored)
        earlier = self._paid(each.before[0], each.before[1], each.start, frozenset()) if each.before else ()
        return Membership(
            segment=law.Payer(self.payer.kind).segment,
            carrier=Carrier.BPJS_TK,
            base=Rupiah(each.base_idr),
            payer=law.Payer(self.payer.kind),
            enrolled_on=(each.before[1] if each.before else each.start).first_day,
            paid=(*earlier, *own),
            exits=(Exit(each.leaves.first_day, "decree"),) if each.leaves else (),
            restorations=tuple(restored),
        )

    def _paid(
        self,
        payer: int,
        start: Month,
        until: Month,
        ahead: frozenset[Month | None],
        restored: Sequence[Restoration] = (),
    ) -> Iterator[PaidMonth]:
        """Yield the months that are paid: by bills, by money on deposit, or as the insurer said who restored them."""
        for month in start.until(until):
            money: Any = self.ledger.of(payer).get(month)
            if money is not None and money.is_paid:
                yield PaidMonth(month, money.bill.settled_on)
            elif month in ahead:
                yield PaidMonth(month, money.bill.settled_on if money is not None else None)
            elif grant := next((each for each in restored if each.start <= month < each.end), None):
                yield PaidMonth(month, grant.accepted_on)

    def _turn_of_year(self, ahead: frozenset[Month]) -> TurnOfYear | None:
        """Return what January needs, from November on, of a payer that still covers people."""
        january, has = Month(self.today.year + 1, 1), self.watched
        if self.today.month < YEAR_WATCH_FROM or has.decreed_until <= Month.of(self.today):
            return None
        is_billed = january in self.ledger.of(self.payer.pk)
        is_paid = january in ahead or self.ledger.is_whole(self.payer.pk, january)
        flags = (has.has_year, has.has_budget, has.has_draft, has.has_decree, is_billed, is_paid)
        return TurnOfYear(january, dict(zip(Step, flags, strict=True)))


def unpaid_people(guard: PayerGuard, month: Month) -> QuerySet[Enrolment]:
    """Return the enrolments of a payer's people for whom a month is not paid: one of each person."""
    last = min(Month.of(guard.today), guard.decreed_until + -1)
    rows = Enrolment.objects.filter(payer=guard.payer, from_month__lte=last, until_month__gt=last)
    rows = rows.filter(Q(end__isnull=True) | Q(end__until_month__gt=max(last, month)))
    if last < Month.of(guard.today):
        later = Enrolment.objects.filter(person=OuterRef("person"), until_month__gt=guard.decreed_until)
        rows = rows.filter(~Exists(later))
    settled = Settlement.objects.filter(bill__payer=guard.payer, bill__month=month)
    bills = set(settled.values_list("bill", flat=True))
    paid = Allocation.objects.filter(bill__in=bills, person=OuterRef("person"))
    return rows.filter(~Exists(paid)) if bills else rows


def people_enrolled(rows: QuerySet[Enrolment], regency_code: str, total: int) -> QuerySet[Person]:
    """Return the people of some enrolments, to be ordered as the register is.

    Of many the first are met on the way along an index of names, as in ``queries.people_with_dues``; few are gathered.
    """
    people = Person.objects.filter(regency=regency_code)
    if total < queries.MANY:
        return people.filter(pk__in=rows.values("person"))
    return people.alias(row=Subquery(rows.filter(person=OuterRef("pk")).values("pk")[:1])).filter(row__isnull=False)
