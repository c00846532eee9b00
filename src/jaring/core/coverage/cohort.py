"""What happens to the people of one payer if nothing more is paid: when cover stops for how many, and what helps.

People whose payments stand alike are judged once, by the rules for a single membership (``lapse``). What is said here
of a cohort is added up from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.contribution import Payer
from jaring.core.coverage.calendar import number_of
from jaring.core.coverage.lapse import NO_READINGS, Lapse, Standing, lapse_from
from jaring.core.coverage.payments import due_on
from jaring.core.coverage.sentence import Sentence
from jaring.core.law import Value
from jaring.core.law.finding import Finding
from jaring.core.law.words import code_text
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.core.wording import day_text, month_text


class Group(NamedTuple):
    """People of one payer whose payments stand alike."""

    people: int
    standing: Standing


class GroupLapse(NamedTuple):
    """A group and what happens to each of its people if nothing more is paid."""

    people: int
    standing: Standing
    lapse: Lapse

    @property
    def has_ended(self) -> bool:
        """Whether the membership has ended, so that only a new beginning or a restoration is left."""
        payable = self.lapse.payable_until
        return payable is not None and self.lapse.day > payable


class Stop(NamedTuple):
    """The first day without cover, and for how many."""

    on: date
    people: int


class MonthToPay(NamedTuple):
    """A contribution month that is to be paid, for how many, and by when without being late."""

    month: Month
    people: int
    due_on: date


class MarkKind(StrEnum):
    """What a day means for people whose contribution is not paid."""

    DUE = "due"
    UNPAID_MONTH = "unpaid_month"
    ENDED = "ended"
    YEAR_TURN = "year_turn"


class Mark(NamedTuple):
    """A day that the law or the budget sets, whom it concerns, and what it means.

    ``unpaid_months`` counts the month that begins on the day; it is 0 for days that are no border of that kind.
    """

    on: date
    kind: MarkKind
    people: int
    unpaid_months: int
    why: Finding


class Restorability(NamedTuple):
    """Whether the insurer can restore months that this payer pays late, who handles it and which papers it takes."""

    is_possible: bool
    offices: tuple[Text, ...]
    papers: tuple[Text, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class CohortLapse:
    """What happens to a payer's people if nothing more is paid, as it stands on a day.

    Attributes:
        groups: Whoever has something to pay, those whose cover stops first at the beginning.
        paid_up: How many have nothing left to pay, because they leave before.
        marks: The days that matter, in order.
    """

    payer: Payer
    groups: tuple[GroupLapse, ...]
    paid_up: int
    marks: tuple[Mark, ...]
    restorability: Restorability

    @property
    def people(self) -> int:
        return self.paid_up + sum(group.people for group in self.groups)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The days from which cover is missing, each with its people."""
        counts: Counter[date] = Counter()
        for group in self.groups:
            counts[group.standing.uncovered_from] += group.people
        return tuple(Stop(on, counts[on]) for on in sorted(counts))

    @property
    def first_stop(self) -> Stop | None:
        return next(iter(self.stops), None)

    @property
    def mendable(self) -> tuple[GroupLapse, ...]:
        """The groups whose next payment still continues their membership."""
        return tuple(group for group in self.groups if not group.has_ended)

    @property
    def ended(self) -> tuple[GroupLapse, ...]:
        """The groups whose membership has ended for want of payment."""
        return tuple(group for group in self.groups if group.has_ended)

    @property
    def due_on(self) -> date | None:
        """The day by which the next month is to be paid; None where only a new beginning is left, or nothing."""
        return min((group.lapse.due_on for group in self.mendable if group.lapse.due_on), default=None)

    @property
    def payable_until(self) -> date | None:
        """The last day on which arrears can be paid for all who can still be helped so."""
        return min((group.lapse.payable_until for group in self.mendable if group.lapse.payable_until), default=None)

    def to_pay(self, until: Month) -> tuple[MonthToPay, ...]:
        """Return the months to pay up to ``until`` (half-open), beginning with the earliest that anybody owes.

        For people whose membership has ended that is the month of a new beginning.
        """
        counts: Counter[Month] = Counter()
        for group in self.groups:
            first = group.lapse.pay_next
            assert first is not None  # Whoever has nothing to pay is no group.
            counts.update({month: group.people for month in first.until(until) if _is_member(group, month)})
        return _months(counts)

    def missing(self, until: Month) -> tuple[MonthToPay, ...]:
        """Return the months before ``until`` that those whose membership has ended lack: what a restoration asks."""
        counts: Counter[Month] = Counter()
        for group in self.ended:
            months = group.standing.pay_from.until(until)
            counts.update({month: group.people for month in months if _is_member(group, month)})
        return _months(counts)


def cohort_lapse(
    payer: Payer,
    groups: Iterable[Group],
    day: date,
    *,
    decreed_until: Month | None = None,
    readings: frozenset[str] = NO_READINGS,
) -> CohortLapse:
    """Say what happens to a payer's people if nothing more is paid, as it stands on a day.

    Args:
        payer: Whose money pays.
        groups: The people, counted by how their payments stand (``standing_of``).
        day: The day of which it is told.
        decreed_until: The first month that no decree in force covers, where one is in sight: from its first day on
            nobody is enrolled, so that no contribution can be billed.
        readings: Alternative readings of unsettled law to follow, by name.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.

    Source of law:
        As of ``lapse_of``: practice of BPJS Ketenagakerjaan, PP 44/2015 and Permenaker 1/2025.

    >>> paid_to_october = Standing(date(2026, 11, 1), True, Month(2026, 11))
    >>> cohort = cohort_lapse(Payer.APBD, [Group(14_880, paid_to_october)], date(2026, 11, 30))
    >>> cohort.first_stop, str(cohort.due_on), str(cohort.payable_until)
    (Stop(on=datetime.date(2026, 11, 1), people=14880), '2026-12-15', '2027-01-31')
    """
    counts: Counter[Standing] = Counter()
    for group in groups:
        counts[group.standing] += group.people
    judged = [GroupLapse(n, each, lapse_from(each, payer, day, readings=readings)) for each, n in counts.items() if n]
    owing = sorted((group for group in judged if not group.standing.is_paid_up), key=_earliest_first)
    marks = [*_marks(owing), *_turn_of_year(owing, decreed_until)]
    return CohortLapse(
        payer=payer,
        groups=tuple(owing),
        paid_up=sum(group.people for group in judged if group.standing.is_paid_up),
        marks=tuple(sorted(marks, key=lambda mark: (mark.on, list(MarkKind).index(mark.kind), mark.unpaid_months))),
        restorability=restorability_of(payer, day, readings=readings),
    )


def restorability_of(payer: Payer, day: date, *, readings: frozenset[str] = NO_READINGS) -> Restorability:
    """Return what the insurer's practice says about restoring months that a payer pays late.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
    """
    of_day = law.at(day, {"payer": payer.value}, readings)
    possible, offices, papers = (
        of_day.value(f"coverage/restoration/{key}") for key in ("possible", "asked_from", "papers")
    )
    return Restorability(
        possible.flag,
        tuple(code_text(code, offices.path) for code in offices.names),
        tuple(code_text(code, papers.path) for code in papers.names),
        (possible, offices, papers),
    )


def _earliest_first(group: GroupLapse) -> tuple[date, Month, date]:
    standing = group.standing
    return standing.uncovered_from, standing.pay_from, standing.leaves_on


def _marks(groups: Iterable[GroupLapse]) -> Iterator[Mark]:
    """Yield the due date of the next month and the borders of every group, the same day once for all people."""
    counts: Counter[tuple[date, MarkKind, int]] = Counter()
    why: dict[tuple[date, MarkKind, int], Finding] = {}
    for group in groups:
        for on, kind, unpaid_months, finding in _marks_of(group):
            counts[on, kind, unpaid_months] += group.people
            why.setdefault((on, kind, unpaid_months), finding)
    for (on, kind, unpaid_months), people in counts.items():
        yield Mark(on, kind, people, unpaid_months, why[on, kind, unpaid_months])


def _marks_of(group: GroupLapse) -> Iterator[tuple[date, MarkKind, int, Finding]]:
    month = group.standing.pay_from
    due, rule = due_on(number_of(month))
    yield due, MarkKind.DUE, 0, _DUE.on(rule, month=month_text(month), due=day_text(due))
    for border in group.lapse.borders:
        kind = MarkKind.ENDED if border.is_end else MarkKind.UNPAID_MONTH
        yield border.on, kind, border.unpaid_months, border.why


def _turn_of_year(groups: Iterable[GroupLapse], decreed_until: Month | None) -> Iterator[Mark]:
    """Yield the day from which no decree covers people who have not left by then."""
    if decreed_until is None:
        return
    on = decreed_until.first_day
    people = sum(group.people for group in groups if group.standing.leaves_on > on)
    if people:
        why = _NOT_DECREED.on(month=month_text(decreed_until), on=day_text(on))
        yield Mark(on, MarkKind.YEAR_TURN, people, 0, why)


def _is_member(group: GroupLapse, month: Month) -> bool:
    return month.first_day < group.standing.leaves_on


def _months(counts: Counter[Month]) -> tuple[MonthToPay, ...]:
    return tuple(MonthToPay(month, counts[month], due_on(number_of(month))[0]) for month in sorted(counts))


_DUE: Final = Sentence.of(
    "LAPSE_DUE",
    "Iuran {month} jatuh tempo {due}.",
    "The contribution for {month} falls due on {due}.",
)
_NOT_DECREED: Final = Sentence.of(
    "LAPSE_NOT_DECREED",
    "Mulai {on} belum ada Surat Keputusan yang menanggung peserta, sehingga iuran {month} tidak dapat ditagihkan.",
    "From {on} on no decree covers the participants, so that no contribution can be billed for {month}.",
)
