"""Unbroken stretches of cover, put together from the months of a membership."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from jaring.core.contribution import Segment
from jaring.core.coverage.membership import Membership
from jaring.core.coverage.payments import Judged, judged_months, unpaid_wage_rule
from jaring.core.coverage.stays import Stay, stays_of

EMPLOYER_FIRST: Final = "employer_first"  # The worker stays covered; the employer bears the benefit until it has paid.


@dataclass(slots=True)
class Run:
    """Days ``start <= day < end`` of unbroken cover.

    Attributes:
        stay: The stretch of the membership in which they lie.
        months: The months that cover them, in order.
        registered_on: Day on which the registration behind this run was accepted: for the first run of a stay the
            day on which the stay begins, which may lie before the first paid month; otherwise ``start``.
        before: The run before this one, if the membership lasted through the gap between them; None where it had
            ended, or where there is none.
    """

    stay: Stay
    start: date
    end: date
    registered_on: date
    before: Run | None
    months: list[Judged] = field(default_factory=list)

    @property
    def first_of_membership(self) -> Run:
        """The run with which the membership began that lasts through this one, gaps included."""
        run = self
        while run.before is not None:
            run = run.before
        return run

    @property
    def months_before(self) -> int:
        """How many months the membership had covered before this run."""
        return 0 if self.before is None else self.before.months_before + len(self.before.months)


@dataclass(frozen=True, slots=True)
class History:
    """A membership as its stays, its months with what each is worth, and its runs of cover, all in order."""

    stays: tuple[Stay, ...]
    months: tuple[Judged, ...]
    runs: tuple[Run, ...]

    def run_on(self, day: date) -> Run | None:
        return next((run for run in self.runs if run.start <= day < run.end), None)

    def stay_on(self, day: date) -> Stay | None:
        return next((stay for stay in self.stays if stay.start <= day < stay.end), None)

    def run_before(self, day: date) -> Run | None:
        """Return the last run that was over on the day."""
        return next((run for run in reversed(self.runs) if run.end <= day), None)

    def months_paid_on(self, day: date) -> int:
        """Return how many paid months have begun to cover by the day."""
        return len({each.month for each in self.months if each.covers and each.start <= day})


def history_of(membership: Membership, day: date, readings: frozenset[str]) -> History:
    """Walk through a membership. The law of the day says whether a wage earner's unpaid months are covered."""
    stays = tuple(stays_of(membership))
    months: list[Judged] = []
    runs: list[Run] = []
    is_by_stay = membership.segment is Segment.PU and unpaid_wage_rule(day, readings).name == EMPLOYER_FIRST
    for stay in stays:
        judged = tuple(judged_months(membership, stay, readings))
        months += judged
        runs += _whole(stay, judged) if is_by_stay else _runs_in(stay, judged)
    return History(stays, tuple(months), tuple(runs))


def _whole(stay: Stay, judged: tuple[Judged, ...]) -> list[Run]:
    """Return the stay as one run: cover that does not wait for a payment."""
    return [Run(stay, stay.start, stay.end, stay.start, None, list(judged))] if stay.start < stay.end else []


def _runs_in(stay: Stay, judged: Iterable[Judged]) -> list[Run]:
    runs: list[Run] = []
    for each in judged:
        if not each.covers:
            continue
        last = runs[-1] if runs else None
        if last is not None and last.end == each.start:
            last.end = each.end
            last.months.append(each)
        else:
            registered_on = each.start if runs else stay.start
            before = None if each.is_new else last
            runs.append(Run(stay, each.start, each.end, registered_on, before, [each]))
    return runs
