"""The waiting rule of JKM: from which day a death gives more than the funeral money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from jaring.core import law
from jaring.core.contribution import Segment
from jaring.core.coverage.calendar import ONE_DAY, first_day, months_later, number_at
from jaring.core.coverage.runs import Run
from jaring.core.law import LawOfDay, Value

_REMEMBERED_MAX: Final = 1024
_APPLIES: Final = "coverage/jkm_wait/applies"


@dataclass(frozen=True, slots=True)
class WaitRule:
    """The waiting rule in force on a day, under the readings followed.

    Attributes:
        applies: Whether there is a waiting period at all; without one the other attributes say nothing.
        unit: ``calendar_months``, ``days`` or ``paid_months``, of which ``length`` have to pass.
        restarts_after_gap: Every gap begins the period anew, not only the end of a membership.
        spared_before: Memberships whose period would begin before this day have none.
        counts_from_registration: The period begins with the registration, though cover may begin later.
        values: The values of law behind all this, for citing.
    """

    applies: bool
    unit: str
    length: int
    restarts_after_gap: bool
    spared_before: date
    counts_from_registration: bool
    values: tuple[Value, ...] = field(compare=False)

    def start_for(self, run: Run) -> date:
        """Return the day from which the period counts for the cover of a run."""
        first = run if self.restarts_after_gap else run.first_of_membership
        return first.registered_on if self.counts_from_registration else first.start

    def full_from(self, run: Run) -> date:
        """Return the first day of the run on which JKM pays in full, if cover goes on."""
        start = self.start_for(run)
        if not self.applies or start < self.spared_before:
            return run.start
        if self.unit == "days":
            full = start + timedelta(days=self.length)
        elif self.unit == "paid_months":
            before = 0 if self.restarts_after_gap else run.months_before
            full = first_day(number_at(run.start) + max(0, self.length - 1 - before))
        else:
            full = months_later(start, self.length)
        return max(full, run.start)


@lru_cache(_REMEMBERED_MAX)
def wait_rule(segment: Segment, day: date, readings: frozenset[str]) -> WaitRule:
    """Return the waiting rule for deaths on a day.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.
    """
    of_day = law.at(day, {"segment": segment}, readings)
    applies = of_day.value(_APPLIES)
    if not applies.flag:
        return WaitRule(False, "", 0, True, date.min, False, (applies,))
    unit, restart, memberships, prepaid = (
        of_day.value(f"coverage/jkm_wait/{key}") for key in ("unit", "restart", "memberships", "prepaid_counts_from")
    )
    length = of_day.value(f"coverage/jkm_wait/{_LENGTHS[unit.name]}")
    spares = memberships.name == "begun_since_commencement"
    return WaitRule(
        applies=True,
        unit=unit.name,
        length=length.count,
        restarts_after_gap=restart.name == "any_gap",
        spared_before=_commencement(of_day, applies) if spares else date.min,
        counts_from_registration=prepaid.name == "registration",
        values=(applies, unit, length, restart, memberships, prepaid),
    )


def _commencement(of_day: LawOfDay, applies: Value) -> date:
    """Return the day from which the rule has applied without interruption."""
    start = applies.start
    while True:
        before = law.at(start - ONE_DAY, of_day.facts, of_day.readings).find(_APPLIES)
        if before is None or not before.flag:
            return start
        start = before.start


_LENGTHS: Final = {"calendar_months": "months", "days": "days", "paid_months": "paid_months"}
