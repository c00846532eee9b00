"""A gap in cover: how long it is if the payer pays on a given day, and what it would cost the families.

The cost is an estimate on named assumptions, given as a range. It never decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.contribution import Segment
from jaring.core.coverage.calendar import first_day, number_of
from jaring.core.coverage.lapse import NO_READINGS, Standing
from jaring.core.coverage.mortality import Lives, MortalityTable
from jaring.core.coverage.payments import due_on, lapse_rules, last_payable
from jaring.core.coverage.runs import Run
from jaring.core.coverage.sentence import Sentence
from jaring.core.coverage.stays import OPEN_END, Stay
from jaring.core.coverage.waiting import wait_rule
from jaring.core.law import Value
from jaring.core.law.finding import Finding
from jaring.core.money import Rupiah

_DAYS_OF_YEAR: Final = 365


class Gap(NamedTuple):
    """Days ``start <= day < end`` without cover, and the day from which a death pays in full again.

    ``start`` and ``end`` are the same day where cover goes on. ``is_new`` says that a new membership begins.
    """

    start: date
    end: date
    jkm_full_from: date
    is_new: bool

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def waiting_days(self) -> int:
        """Days with cover again in which a death pays the funeral money only."""
        return (self.jkm_full_from - self.end).days


class PeopleInGap(NamedTuple):
    """How many people share a gap."""

    people: int
    gap: Gap


class Amounts(NamedTuple):
    """What one natural death pays: in full, and during the waiting period."""

    full: Rupiah
    waiting: Rupiah
    values: tuple[Value, ...]


class Range(NamedTuple):
    """What lies between the lowest and the highest assumed mortality."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class GapCost:
    """What gaps are expected to cost the families.

    Attributes:
        people: How many have a gap.
        deaths_in_gap: Expected deaths while there is no cover, in thousandths.
        deaths_in_wait: Expected deaths in the waiting period that begins anew, in thousandths.
        lost_idr: Benefits lost in both, IDR.
        amounts: What a death pays.
        assumptions: What the estimate rests on, one sentence each.
    """

    people: int
    deaths_in_gap: Range
    deaths_in_wait: Range
    lost_idr: Range
    amounts: Amounts
    assumptions: tuple[Finding, ...]


def gap_if_paid(standing: Standing, on: date, *, readings: frozenset[str] = NO_READINGS) -> Gap | None:
    """Return the gap if everything that is owed is paid on a day, and then goes on; None where people leave before.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.

    >>> from jaring.core.month import Month
    >>> unpaid = Standing(date(2026, 1, 1), True, Month(2026, 1))
    >>> gap_if_paid(unpaid, date(2026, 3, 31)).days, gap_if_paid(unpaid, date(2026, 4, 1)).days
    (0, 90)
    """
    start, month = standing.uncovered_from, number_of(standing.pay_from)
    rules = lapse_rules(on, readings)
    has_ended = on > last_payable(month, rules.grace_months)
    end = max(first_day(month), start)
    if has_ended:
        end = on
    elif not rules.late_payment_covers:
        while due_on(month)[0] < on:
            month += 1
        end = max(first_day(month), start)
    if end >= standing.leaves_on:
        return None
    return Gap(start, end, _full_from(start, end, readings, is_new=has_ended), has_ended)


def _full_from(start: date, end: date, readings: frozenset[str], *, is_new: bool) -> date:
    """Return the day from which a death pays in full; where the waiting period does not restart, none is counted."""
    rule = wait_rule(Segment.BPU, end, readings)
    if start == end or not (is_new or rule.restarts_after_gap):
        return end
    return rule.full_from(Run(Stay(end, OPEN_END, None), end, OPEN_END, end, None))


def amounts_on(day: date, *, readings: frozenset[str] = NO_READINGS) -> Amounts:
    """Return what a natural death pays by the law of a day, without the scholarship.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
    """
    of_day = law.at(day, readings=readings)
    death, monthly, months, funeral = (
        of_day.value(path)
        for path in (
            "benefit/jkm/death_grant",
            "benefit/grant/periodic_monthly",
            "benefit/grant/periodic_months",
            "benefit/grant/funeral",
        )
    )
    full_idr = death.amount.idr + months.count * monthly.amount.idr + funeral.amount.idr
    return Amounts(Rupiah(full_idr), funeral.amount, (death, monthly, months, funeral))


def cost_of_gaps(
    gaps: Iterable[PeopleInGap],
    lives: Iterable[Lives],
    table: MortalityTable,
    day: date,
    *,
    readings: frozenset[str] = NO_READINGS,
) -> GapCost:
    """Estimate what gaps cost the families.

    Args:
        gaps: Days without cover and the waiting period after them, each with its people.
        lives: The payer's people by age and sex; those of each gap are taken to be like all of them.
        table: Deaths in a year, and the factors between which the truth is taken to lie.
        day: The law of this day says what a death pays.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        Expected deaths in thousandths and benefits lost in whole rupiah, for the lowest and the highest factor.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
    """
    gaps, lives = tuple(gaps), tuple(lives)
    amounts = amounts_on(day, readings=readings)
    risk, alike = table.deaths_a_year(lives), max(1, sum(each.people for each in lives))
    days = sum(each.people * each.gap.days for each in gaps)
    waiting_days = sum(each.people * each.gap.waiting_days for each in gaps)

    def between(amount: int) -> Range:
        divisor = _DAYS_OF_YEAR * table.per * table.per * alike
        return Range(*(_rounded(risk * factor * amount, divisor) for factor in (table.factor_low, table.factor_high)))

    return GapCost(
        people=sum(each.people for each in gaps if each.gap.jkm_full_from > each.gap.start),
        deaths_in_gap=between(days * 1000),
        deaths_in_wait=between(waiting_days * 1000),
        lost_idr=between(days * amounts.full.idr + waiting_days * (amounts.full.idr - amounts.waiting.idr)),
        amounts=amounts,
        assumptions=(*table.assumptions, _ONLY_DEATH.on(*amounts.values), _ALL_IN_FULL.on()),
    )


def added_up(costs: Iterable[GapCost]) -> GapCost | None:
    """Return what several payers' gaps cost together; None for none. Their assumptions are the same."""
    found = tuple(costs)
    if not found:
        return None
    first = found[0]
    return GapCost(
        people=sum(each.people for each in found),
        deaths_in_gap=_sum(each.deaths_in_gap for each in found),
        deaths_in_wait=_sum(each.deaths_in_wait for each in found),
        lost_idr=_sum(each.lost_idr for each in found),
        amounts=first.amounts,
        assumptions=first.assumptions,
    )


def _sum(ranges: Iterable[Range]) -> Range:
    lows, highs = zip(*ranges, strict=True)
    return Range(sum(lows), sum(highs))


def _rounded(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


_ONLY_DEATH: Final = Sentence.of(
    "GAP_ONLY_DEATH",
    "Hanya santunan kematian (JKM) yang dihitung. Biaya pengobatan, cacat, dan kematian karena kecelakaan kerja (JKK) "
    "serta beasiswa anak tidak dihitung, sehingga kerugian yang sebenarnya lebih besar.",
    "Only death benefits (JKM) are counted. Care, disability and death by work accident (JKK) and scholarships are "
    "not, so the true loss is larger.",
)
_ALL_IN_FULL: Final = Sentence.of(
    "GAP_ALL_IN_FULL",
    "Semua peserta dianggap sudah melewati masa tunggu JKM sebelum perlindungan berhenti.",
    "All participants are taken to have passed the waiting period of JKM before cover stopped.",
)
