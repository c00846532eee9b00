"""What is known of one membership: when it began, which months were paid and when, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from jaring.core.contribution import Payer, Segment
from jaring.core.money import Rupiah
from jaring.core.month import Month


class Carrier(StrEnum):
    """The insurer that keeps the membership. Only the benefits of BPJS Ketenagakerjaan are computed."""

    BPJS_TK = "BPJS_TK"
    TASPEN = "TASPEN"


class PaidMonth(NamedTuple):
    """A contribution month that was paid, when, and from whose money.

    ``paid_on`` is None where only the month is known; it then counts as paid in time. ``payer`` is None where it is
    the membership's own.
    """

    month: Month
    paid_on: date | None = None
    payer: Payer | None = None


class Exit(NamedTuple):
    """The first day on which the membership no longer holds, and why (``died``, ``moved``, ``own_wish``, ...).

    For ``died`` it is the day of death, on which the membership still holds. ``returned_on`` is the first day on which
    it holds again; None where the person has not come back. Months paid beyond an exit do not bring cover back by
    themselves: they may have been prepaid.
    """

    on: date
    reason: str
    returned_on: date | None = None


class Restoration(NamedTuple):
    """Months that the insurer restored after a cohort's payer had paid late: half-open, as if paid in time.

    ``accepted_on`` is the day on which the insurer granted the correction; None where it is not known.
    """

    start: Month
    end: Month
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """One membership of one person. Paid months and exits are in rising order, each month once.

    Attributes:
        base: Insured income a month (BPU) or the wage (PU), IDR.
        payer: Whose money usually pays; a month paid by another names it itself.
        enrolled_on: Day on which the insurer accepted the registration; cover cannot begin earlier.
    """

    segment: Segment
    carrier: Carrier
    base: Rupiah
    payer: Payer
    enrolled_on: date
    paid: tuple[PaidMonth, ...] = ()
    exits: tuple[Exit, ...] = ()
    restorations: tuple[Restoration, ...] = field(default=())
