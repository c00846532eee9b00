"""The coverage rules: one membership or all memberships of a person, on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from jaring.core.coverage import reasons
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.coverage.membership import Carrier, Membership
from jaring.core.coverage.runs import history_of
from jaring.core.coverage.stays import OPEN_END
from jaring.core.coverage.waiting import wait_rule
from jaring.core.law.finding import Finding

NO_READINGS: Final[frozenset[str]] = frozenset()


def cover_on(membership: Membership, day: date, *, readings: frozenset[str] = NO_READINGS) -> Cover:
    """Judge whether a membership covers its person on a day, for work accident (JKK) and for death (JKM).

    All payments count that are known, also those made after the day: arrears paid in time restore cover.

    Args:
        membership: Enrolment, paid months, exits and restorations.
        day: The day of the event; the law of this day decides about the waiting period.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        The protection of either programme, since when and until when, and why.

    Raises:
        ParameterNotInForceError: (JRG-101) the day or a payment lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.

    Source of law:
        PP 44/2015 for the due date and the absence of a waiting period in JKK; the published practice of BPJS
        Ketenagakerjaan for entry, arrears and restoration; Permenaker 1/2025 for the waiting period of JKM. Checked
        2026-11-22; the parameters under ``coverage`` and ``contribution/common`` carry article and status.

    >>> from jaring.core.contribution import Payer, Segment
    >>> from jaring.core.coverage.membership import PaidMonth
    >>> from jaring.core.money import Rupiah
    >>> from jaring.core.month import Month
    >>> paid = tuple(PaidMonth(month) for month in Month(2025, 7).until(Month(2026, 1)))
    >>> farmer = Membership(
    ...     Segment.BPU, Carrier.BPJS_TK, Rupiah(1_000_000), Payer.APBD, date(2025, 7, 1), paid
    ... )
    >>> cover = cover_on(farmer, date(2025, 9, 10))
    >>> cover.jkk.value, cover.jkm.value, str(cover.jkm_full_from), str(cover.until)
    ('full', 'funeral_only', '2025-10-01', '2026-01-01')
    """
    wait = wait_rule(membership.segment, day, readings)
    if membership.carrier is not Carrier.BPJS_TK:
        return _none(day, 0, (reasons.why_other_carrier(),))
    history = history_of(membership, day, readings)
    months = history.months_paid_on(day)
    run = history.run_on(day)
    if run is None:
        return _none(day, months, tuple(reasons.why_not_covered(membership, history, day, readings)))
    full_from = wait.full_from(run)
    return Cover(
        day=day,
        jkk=Protection.FULL,
        jkm=Protection.FULL if day >= full_from else Protection.FUNERAL_ONLY,
        since=run.start,
        until=None if run.end == OPEN_END else run.end,
        jkm_full_from=full_from,
        contribution_months=months,
        reasons=tuple(reasons.why_covered(membership, history, run, wait, day, readings)),
    )


@dataclass(frozen=True, slots=True)
class PersonCover:
    """Cover from all memberships of one person on one day.

    Attributes:
        covers: One for each membership, in the order given.
        jkk_from: Index of the membership that covers work accidents; None where none does.
        jkm_from: Index of the membership that gives most for a death; None where none gives anything.
    """

    covers: tuple[Cover, ...]
    jkk_from: int | None
    jkm_from: int | None

    @property
    def jkk(self) -> Protection:
        return Protection.NONE if self.jkk_from is None else self.covers[self.jkk_from].jkk

    @property
    def jkm(self) -> Protection:
        return Protection.NONE if self.jkm_from is None else self.covers[self.jkm_from].jkm

    @property
    def is_covered(self) -> bool:
        return self.jkk_from is not None or self.jkm_from is not None


def cover_of_person(
    memberships: Sequence[Membership], day: date, *, readings: frozenset[str] = NO_READINGS
) -> PersonCover:
    """Judge all memberships of one person: JKK holds from any, and for JKM the best one counts.

    Among equals the longest contribution counts, then the order given.

    Raises:
        ParameterNotInForceError: (JRG-101) the day or a payment lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.
    """
    covers = tuple(cover_on(each, day, readings=readings) for each in memberships)
    return PersonCover(
        covers,
        jkk_from=_best([cover.jkk for cover in covers], covers),
        jkm_from=_best([cover.jkm for cover in covers], covers),
    )


def _best(protections: Sequence[Protection], covers: Sequence[Cover]) -> int | None:
    order = [Protection.NONE, Protection.FUNERAL_ONLY, Protection.FULL]
    ranks = [(order.index(each), cover.contribution_months) for each, cover in zip(protections, covers, strict=True)]
    best = max(range(len(ranks)), key=lambda i: ranks[i], default=None)
    return best if best is not None and ranks[best][0] else None


def _none(day: date, months: int, why: tuple[Finding, ...]) -> Cover:
    return Cover(
        day=day,
        jkk=Protection.NONE,
        jkm=Protection.NONE,
        since=None,
        until=None,
        jkm_full_from=None,
        contribution_months=months,
        reasons=why,
    )
