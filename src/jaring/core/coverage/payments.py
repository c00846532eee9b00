"""What each paid month of a membership is worth: which days it covers, and how its payment stood to the deadlines.

A contribution of a non-wage participant falls due on a day of the following month. Paid later, it still counts while
arrears can be paid: for some months after protection stopped (``contribution/common/grace_months``). After that the
membership has ended, and a payment begins a new one: it covers from its own day on, and earlier months are lost. The
protection is taken to have stopped where it stood before the payment, so that arrears paid together are judged
together. Months that the insurer restored count as paid in time.

A wage earner is covered from enrolment, whenever a month was paid. A month that the employer leaves unpaid is the
employer's debt; whether it is covered is for the law to say (``coverage/lapse/unpaid_wage_month``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.contribution import Segment, due_date
from jaring.core.coverage.calendar import ONE_DAY, first_day, month_of, number_at, number_of
from jaring.core.coverage.membership import Membership, PaidMonth
from jaring.core.coverage.stays import Stay
from jaring.core.law import Value

_REMEMBERED_MAX: Final = 4096


class Payment(StrEnum):
    """How a month was paid."""

    IN_TIME = "in_time"
    RESTORED = "restored"
    LATE = "late"  # After the due date, while arrears could be paid.
    AFTER_END = "after_end"  # After the membership had ended for arrears.


class Judged(NamedTuple):
    """One month of a stay and the days that it covers, ``start <= day < end``; none where they are equal.

    Attributes:
        month: Number of the month.
        stopped: Number of the month from which protection had stopped when this month was paid.
        is_new: Whether the membership had ended before, so that this month begins a new one.
    """

    month: int
    paid: PaidMonth
    payment: Payment
    start: date
    end: date
    stopped: int
    is_new: bool

    @property
    def covers(self) -> bool:
        return self.start < self.end


class LapseRules(NamedTuple):
    """The law on arrears on the day of a payment."""

    grace_months: int
    late_payment_covers: bool
    values: tuple[Value, ...]


@lru_cache(_REMEMBERED_MAX)
def lapse_rules(day: date, readings: frozenset[str]) -> LapseRules:
    """Return the rules on arrears in force on a day.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
    """
    of_day = law.at(day, readings=readings)
    grace = of_day.value("contribution/common/grace_months")
    late = of_day.value("coverage/lapse/late_payment_covers")
    return LapseRules(grace.count, late.flag, (grace, late))


@lru_cache(_REMEMBERED_MAX)
def due_on(month: int) -> tuple[date, Value]:
    """Return the day on which the contribution for a month, given by its number, falls due, and the rule."""
    return due_date(month_of(month))


def last_payable(stopped: int, grace_months: int) -> date:
    """Return the last day on which arrears can be paid without a new beginning."""
    return first_day(stopped + grace_months) - ONE_DAY


def unpaid_wage_rule(day: date, readings: frozenset[str]) -> Value:
    """Return the rule on months that an employer has not paid."""
    return law.at(day, readings=readings).value("coverage/lapse/unpaid_wage_month")


def judged_months(membership: Membership, stay: Stay, readings: frozenset[str]) -> Iterator[Judged]:
    """Yield the paid months of one stay in order, each with the days that it covers."""
    if stay.start < stay.end:
        of_segment = _of_wage_earner if membership.segment is Segment.PU else _of_non_wage_participant
        yield from of_segment(membership, stay, readings)


def _of_non_wage_participant(membership: Membership, stay: Stay, readings: frozenset[str]) -> Iterator[Judged]:
    stopped = number_at(stay.start)
    together_on, together_stopped = date.min, stopped  # The last payment of arrears, and where it found protection.
    for month, paid, restored in _paid_in(membership, stay):
        paid_on = None if restored else paid.paid_on
        rules = lapse_rules(paid_on or first_day(month), readings)
        is_late = paid_on is not None and paid_on > due_on(month)[0]
        found = together_stopped if is_late and paid_on and paid_on <= together_on else stopped
        has_ended = paid_on is not None and paid_on >= first_day(found + rules.grace_months)
        start, end = max(first_day(month), stay.start), min(first_day(month + 1), stay.end)
        is_new = has_ended or month >= stopped + rules.grace_months
        if has_ended and paid_on:
            start = min(max(start, paid_on), end)
            payment = Payment.AFTER_END
        elif is_late:
            payment = Payment.LATE
            end = end if rules.late_payment_covers else start
        else:
            payment = Payment.RESTORED if restored else Payment.IN_TIME
        yield Judged(month, paid, payment, start, end, found, is_new)
        if payment is Payment.LATE and paid_on and paid_on > together_on:
            together_on, together_stopped = paid_on, stopped
        elif payment is not Payment.LATE and start < end:
            together_on = date.min
        if payment is not Payment.AFTER_END or start < end:
            stopped = month + 1


def _of_wage_earner(membership: Membership, stay: Stay, readings: frozenset[str]) -> Iterator[Judged]:
    stopped = number_at(stay.start)
    for month, paid, _ in _paid_in(membership, stay):
        start, end = max(first_day(month), stay.start), min(first_day(month + 1), stay.end)
        yield Judged(month, paid, Payment.IN_TIME, start, end, stopped, is_new=month > stopped)
        stopped = month + 1


def _paid_in(membership: Membership, stay: Stay) -> Iterator[tuple[int, PaidMonth, bool]]:
    """Yield the paid months of a stay by number, and whether the insurer restored them: nothing that was prepaid."""
    first, last = number_at(stay.start), _last_month(stay)
    restored = [(number_of(each.start), number_of(each.end)) for each in membership.restorations]
    for paid in membership.paid:
        month = number_of(paid.month)
        if first <= month <= last:
            is_restored = any(start <= month < end for start, end in restored)
            yield month, paid, is_restored and paid.paid_on is not None and paid.paid_on >= first_day(month)


def _last_month(stay: Stay) -> int:
    return number_at(stay.end) - (1 if stay.end.day == 1 else 0)
