"""Memberships for the tests of coverage: short ways to write one, and random ones for properties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.membership import Carrier, Exit, Membership, PaidMonth, Restoration
from jaring.core.law import alternatives
from jaring.core.money import Rupiah
from jaring.core.month import Month

FIRST = Month(2024, 6)
MONTHS = 24
READINGS = (
    "late_month_not_covered",
    "unpaid_wage_month_employer_alone",
    "jkm_wait_from_march_2025",
    "jkm_wait_restart_ended_only",
    "jkm_wait_spares_earlier_members",
    "jkm_wait_from_registration",
)
UNITS = ("jkm_wait_days", "jkm_wait_paid_months")


def member(
    enrolled: str, paid: Iterable[str | PaidMonth] = (), *, until: str = "", segment: Segment = Segment.BPU
) -> Membership:
    """Write a membership: the day of enrolment and the paid months, or the first paid month and the first unpaid."""
    if until:
        (first,) = paid
        paid = [str(month) for month in Month.parse(str(first)).until(Month.parse(until))]
    return Membership(
        segment=segment,
        carrier=Carrier.BPJS_TK,
        base=Rupiah(1_000_000),
        payer=Payer.EMPLOYER if segment is Segment.PU else Payer.APBD,
        enrolled_on=date.fromisoformat(enrolled),
        paid=tuple(each if isinstance(each, PaidMonth) else paid_month(each) for each in paid),
    )


def paid_month(month: str, on: str = "", payer: Payer | None = None) -> PaidMonth:
    return PaidMonth(Month.parse(month), date.fromisoformat(on) if on else None, payer)


days = st.integers(0, MONTHS * 31 + 120).map(lambda number: FIRST.first_day + timedelta(days=number))
readings = st.tuples(st.sets(st.sampled_from(READINGS)), st.sampled_from(["", *UNITS])).map(
    lambda chosen: frozenset(chosen[0] | ({chosen[1]} if chosen[1] else set()))
)


@st.composite
def payments(draw: st.DrawFn, month: Month) -> PaidMonth:
    """Draw how a month was paid: unknown, ahead, in time, or so late that it may or may not count."""
    ahead_or_late = st.integers(-100, 240).map(lambda number: month.first_day + timedelta(days=number))
    paid_on = draw(st.one_of(st.none(), ahead_or_late, st.sampled_from(_borders(month))))
    return PaidMonth(month, paid_on, draw(st.sampled_from([None, None, Payer.SELF, Payer.APBDES])))


def _borders(month: Month) -> list[date]:
    """Return the days on either side of the due date, and of the ends of the months in which arrears can be paid."""
    due = (month + 1).first_day.replace(day=15)
    ends = [(month + count).first_day for count in (1, 2, 3, 4)]
    return [border + timedelta(days=shift) for border in (due, *ends) for shift in (-1, 0, 1)]


@st.composite
def memberships(draw: st.DrawFn, segment: Segment | None = None) -> Membership:
    """Draw a membership of two years: gaps, payments together and apart, exits with returns, restorations."""
    enrolled = FIRST.first_day + timedelta(days=draw(st.integers(0, 200)))
    months = [month for month in Month.of(enrolled).until(FIRST + MONTHS) if draw(st.integers(0, 5))]
    paid = tuple(draw(payments(month)) for month in months)
    if paid and draw(st.booleans()):
        paid = _together(paid, draw(st.integers(0, len(paid) - 1)), draw(st.integers(2, 8)))
    return Membership(
        segment=segment or draw(st.sampled_from(Segment)),
        carrier=Carrier.TASPEN if draw(st.integers(0, 30)) == 30 else Carrier.BPJS_TK,
        base=Rupiah(1_000_000),
        payer=Payer.APBD,
        enrolled_on=enrolled,
        paid=paid,
        exits=draw(exits(enrolled)) if draw(st.booleans()) else (),
        restorations=tuple(draw(st.lists(restorations(), max_size=2))),
    )


def _together(paid: tuple[PaidMonth, ...], start: int, count: int) -> tuple[PaidMonth, ...]:
    """Return the payments with some neighbours paid on one day, as a cohort's payer does."""
    day = paid[start].paid_on
    return tuple(each._replace(paid_on=day) if start <= i < start + count else each for i, each in enumerate(paid))


@st.composite
def exits(draw: st.DrawFn, enrolled: date) -> tuple[Exit, ...]:
    found = []
    earliest = enrolled
    for _ in range(draw(st.integers(1, 3))):
        left_on = earliest + timedelta(days=draw(st.integers(0, 200)))
        returned_on = left_on + timedelta(days=draw(st.integers(1, 150))) if draw(st.booleans()) else None
        reason = "moved" if returned_on else draw(st.sampled_from(["died", "moved"]))
        found.append(Exit(left_on, reason, returned_on))
        if returned_on is None:
            break
        earliest = returned_on
    return tuple(found)


@st.composite
def restorations(draw: st.DrawFn) -> Restoration:
    start = FIRST + draw(st.integers(0, MONTHS - 1))
    return Restoration(start, start + draw(st.integers(1, 5)))


def readings_exist() -> bool:
    return {*READINGS, *UNITS} <= set(alternatives())
