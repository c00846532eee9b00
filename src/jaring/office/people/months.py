"""A person's cover month by month, as the law judges it from enrolments, paid dues and the chosen readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from jaring.core import contribution as law
from jaring.core.coverage import PersonCover, cover_of_person
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.coverage.membership import Carrier, Exit, Membership, PaidMonth, Restoration
from jaring.core.law.choice import Choice, readings_on
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.billing.models import Bill, Due
from jaring.office.payments.models import Allocation, RestorationGrant
from jaring.office.payments.queries import State, dues_in_state
from jaring.office.people.models import Person
from jaring.office.programme.models import Enrolment
from jaring.office.programme.shares import Plans


class CoverState(models.TextChoices):
    """What a month means to the person; the order is that of the legend."""

    FULL = "full", _("lunas, terlindungi penuh")
    WAITING = "waiting", _("lunas, JKM dalam masa tunggu")
    COMING = "coming", _("belum jatuh tempo")
    OWED = "owed", _("ditagih, belum lunas")
    GAP = "gap", _("tanpa perlindungan")
    OUTSIDE = "outside", _("bukan peserta")


class PersonDue(NamedTuple):
    """A due of the person, what became of it, and the day from which its payment counts."""

    due: Due
    state: str
    paid_on: date | None

    @property
    def month(self) -> Month:
        month: Month = self.due.bill.month
        return month


class CoverMonth(NamedTuple):
    """One month of the strip, and the dues behind it."""

    month: Month
    state: CoverState
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class CoverStrip:
    """A person's months by year, and cover on the day of asking with its reasons.

    Attributes:
        years: Twelve places for each year; ``None`` for months before the first and after the last.
        today: Cover from all memberships on the day; ``None`` for who was never enrolled.
        best: Of these, the one that counts for a death, or for an accident where none does.
    """

    years: tuple[tuple[int, tuple[CoverMonth | None, ...]], ...]
    today: PersonCover | None

    @property
    def best(self) -> Cover | None:
        if self.today is None:
            return None
        chosen = self.today.jkk_from if self.today.jkm_from is None else self.today.jkm_from
        return self.today.covers[chosen or 0]

    @property
    def states(self) -> list[CoverState]:
        """The states that occur, for the legend."""
        met = {each.state for _year, months in self.years for each in months if each is not None}
        return [state for state in CoverState if state in met]


def dues_of(person: Person) -> list[PersonDue]:
    """Return a person's dues, the latest first."""
    # The key of a due leads with its bill: naming the bills finds them without an index on the person.
    bills = Bill.objects.filter(regency=person.regency_id).values("pk")
    paid = Allocation.objects.filter(bill=OuterRef("bill"), person=OuterRef("person"))
    dues: Any = dues_in_state(Due.objects.filter(bill__in=bills, person=person)).annotate(
        paid_on=Subquery(paid.order_by().values("settlement__settled_on")[:1])
    )
    rows = dues.select_related("bill__payer", "enrolment").order_by("-bill__month", "bill")
    return [PersonDue(due, due.state, due.paid_on) for due in rows]


def strip_of(
    enrolments: Sequence[Enrolment], dues: Iterable[PersonDue], today: date, choices: Sequence[Choice], plans: Plans
) -> CoverStrip:
    """Judge every month from the first enrolment to the last month that is decreed or paid.

    Args:
        enrolments: From ``months_enrolled``, with ``stops``.
        dues: From ``dues_of``.
        today: The day of asking, in the regency.
        choices: The readings that the regency has chosen.
        plans: From ``plans_under``: a month is paid when every payer of its plan has paid.
    """
    spans = sorted(span for span in map(_span, enrolments) if span[0] < span[1])
    if not spans:
        return CoverStrip((), None)
    by_month: dict[Month, list[PersonDue]] = defaultdict(list)
    for due in dues:
        by_month[due.month].append(due)
    granted = RestorationGrant.objects.filter(payer__in={e.payer_id for e in enrolments}).order_by("from_month")
    restored = [Restoration(each.from_month, each.until_month, each.granted_on) for each in granted]
    memberships = [replace(each, restorations=tuple(restored)) for each in _memberships(enrolments, by_month, plans)]
    readings = readings_on(choices, today)
    last = max(Month.of(today) + 1, *(stops for _start, stops in spans))
    judged = {
        month: _judged(month, memberships, spans, by_month.get(month, ()), today, readings)
        for month in spans[0][0].until(last)
    }
    years = tuple(
        (year, tuple(judged.get(Month(year, number)) for number in range(1, 13)))
        for year in range(spans[0][0].year, (last + -1).year + 1)
    )
    return CoverStrip(years, cover_of_person(memberships, today, readings=readings))


def _judged(
    month: Month,
    memberships: Sequence[Membership],
    spans: Sequence[tuple[Month, Month]],
    dues: Sequence[PersonDue],
    today: date,
    readings: frozenset[str],
) -> CoverMonth:
    cover = cover_of_person(memberships, month.last_day, readings=readings)
    paid_on = max((due.paid_on for due in dues if due.paid_on), default=None)
    return CoverMonth(month, _state(month, cover, spans, dues, today), paid_on)


def _state(
    month: Month,
    cover: PersonCover,
    spans: Sequence[tuple[Month, Month]],
    dues: Sequence[PersonDue],
    today: date,
) -> CoverState:
    if cover.is_covered:
        return CoverState.FULL if cover.jkm is Protection.FULL else CoverState.WAITING
    if not any(start <= month < stops for start, stops in spans):
        return CoverState.OUTSIDE
    if law.due_date(month)[0] >= today:
        return CoverState.COMING
    is_owed = any(due.state == State.OPEN for due in dues)
    return CoverState.OWED if is_owed else CoverState.GAP


def _memberships(
    enrolments: Iterable[Enrolment], dues: dict[Month, list[PersonDue]], plans: Plans
) -> list[Membership]:
    """Return one membership for each segment, with the months of which every part was paid."""
    by_segment: dict[law.Segment, list[Enrolment]] = defaultdict(list)
    for enrolment in sorted(enrolments, key=lambda each: each.from_month):
        by_segment[law.Payer(enrolment.payer.kind).segment].append(enrolment)
    return [_membership(segment, each, dues, plans) for segment, each in by_segment.items()]


def _membership(
    segment: law.Segment, enrolments: Sequence[Enrolment], dues: dict[Month, list[PersonDue]], plans: Plans
) -> Membership:
    mine = {enrolment.pk: enrolment for enrolment in enrolments}
    paid = []
    for month in sorted(dues):
        own = [due for due in dues[month] if due.due.enrolment_id in mine]
        if own and all(due.state == State.PAID for due in own) and _is_billed_whole(month, own, mine, plans):
            paid_on = max((due.paid_on for due in own if due.paid_on), default=None)
            paid.append(PaidMonth(month, paid_on, law.Payer(own[0].due.bill.payer.kind)))
    last = enrolments[-1]
    return Membership(
        segment=segment,
        carrier=Carrier.BPJS_TK,
        base=Rupiah(last.base_idr),
        payer=law.Payer(last.payer.kind),
        enrolled_on=enrolments[0].from_month.first_day,
        paid=tuple(paid),
        exits=tuple(_exits(enrolments)),
    )


def _is_billed_whole(month: Month, dues: Sequence[PersonDue], mine: dict[int, Enrolment], plans: Plans) -> bool:
    """Say whether every payer of a month has been billed: one under a plan may still owe his part."""
    billed = {due.due.bill.payer_id for due in dues}
    under = {mine[due.due.enrolment_id].plan_id for due in dues} - {None}
    return all(billed.issuperset(plans[plan].paying_in(month)) for plan in under if plan is not None)


def _exits(enrolments: Sequence[Enrolment]) -> Iterator[Exit]:
    """Yield where no enrolment follows on the one before it."""
    until: Month | None = None
    for enrolment in enrolments:
        start, stops = _span(enrolment)
        if stops <= start:
            continue
        if until is not None and start > until:
            yield Exit(until.first_day, "decree", start.first_day)
        until = stops if until is None else max(until, stops)
    if until is not None:
        yield Exit(until.first_day, "decree")


def _span(enrolment: Any) -> tuple[Month, Month]:
    """Return the months of an enrolment annotated by ``months_enrolled``, half-open."""
    return enrolment.from_month, enrolment.stops
