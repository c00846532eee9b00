"""The answer of the coverage rules: is the person covered on a day, for what, since when, until when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaring.core.law.finding import Finding


class Protection(StrEnum):
    """What one programme would pay for an event on the day."""

    FULL = "full"
    FUNERAL_ONLY = "funeral_only"  # JKM during the waiting period.
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cover:
    """Cover on one day.

    Attributes:
        since: First day of the unbroken cover in which the day lies; None when not covered.
        until: First day without cover if nothing more is paid (half-open). None when not covered, and where cover does
            not end for want of payment: a wage earner's.
        jkm_full_from: Day from which JKM pays in full if cover goes on; None when not covered.
        contribution_months: Months of contribution that count on the day, over the whole membership.
        reasons: Why, in the order in which a reader would ask.
    """

    day: date
    jkk: Protection
    jkm: Protection
    since: date | None
    until: date | None
    jkm_full_from: date | None
    contribution_months: int
    reasons: tuple[Finding, ...]

    @property
    def is_covered(self) -> bool:
        return self.jkk is not Protection.NONE or self.jkm is not Protection.NONE
