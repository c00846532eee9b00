"""What a case entitles to: every amount with its formula, its grounds and what is missing to be sure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaring.core.benefit.case import Case, Level
from jaring.core.coverage.cover import Cover
from jaring.core.law import Source, Status, Value
from jaring.core.law.finding import Finding, sources_of, weakest
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Text


class Scheme(StrEnum):
    """The programme that pays: work accident, death, or none."""

    JKK = "JKK"
    JKM = "JKM"
    NONE = "NONE"


class ItemCode(StrEnum):
    """The names of amounts are public."""

    DEATH_GRANT = "death_grant"
    PERIODIC_GRANT = "periodic_grant"
    FUNERAL_GRANT = "funeral_grant"
    TOTAL_DISABILITY_GRANT = "total_disability_grant"
    PARTIAL_DISABILITY_GRANT = "partial_disability_grant"
    TEMPORARY_DISABILITY_PAY = "temporary_disability_pay"
    TRANSPORT_REFUND = "transport_refund"
    SCHOLARSHIP = "scholarship"  # What is due now; it goes to the children and is no part of the cash total.
    APPLIANCE_REFUND = "appliance_refund"
    HOME_CARE_REFUND = "home_care_refund"


@dataclass(frozen=True, slots=True)
class Item:
    """One amount. ``formula`` has the numbers put in: ``60 % x 80 x Rp1.000.000 = Rp48.000.000``.

    ``not_yet_due`` is the part of the amount that is for days after the day of the question.
    """

    code: ItemCode
    label: Text
    amount: Rupiah
    formula: Text
    values: tuple[Value, ...]
    not_yet_due: Rupiah = ZERO

    @property
    def sources(self) -> tuple[Source, ...]:
        return sources_of(self.values)

    @property
    def status(self) -> Status:
        return weakest(self.values)


@dataclass(frozen=True, slots=True)
class YearOfStudy:
    """One school year of one child: what it gives, and whether it is due on the day of the question.

    ``starts_on`` is the first day of the school year.
    """

    level: Level
    year_of_level: int
    amount: Rupiah
    is_due: bool
    starts_on: date


@dataclass(frozen=True, slots=True)
class ChildScholarship:
    """The scholarship of one child: what is due now and the most that may still come.

    ``reasons`` say why a child gets nothing, waits for school, or what ends the right.
    """

    child: int
    years: tuple[YearOfStudy, ...]
    reasons: tuple[Finding, ...]

    @property
    def due_now(self) -> Rupiah:
        return Rupiah(sum(year.amount.idr for year in self.years if year.is_due))

    @property
    def max_total(self) -> Rupiah:
        return Rupiah(sum(year.amount.idr for year in self.years))


@dataclass(frozen=True, slots=True)
class Scholarship:
    """The scholarships of a case: at most two children."""

    per_child: tuple[ChildScholarship, ...]
    reasons: tuple[Finding, ...]

    @property
    def max_total(self) -> Rupiah:
        return Rupiah(sum(child.max_total.idr for child in self.per_child))

    @property
    def due_now(self) -> Rupiah:
        return Rupiah(sum(child.due_now.idr for child in self.per_child))


@dataclass(frozen=True, slots=True)
class Share:
    """One heir's part: which survivor of the case (by index), how much, and who signs for a minor."""

    survivor: int
    amount: Rupiah
    needs_guardian: bool


@dataclass(frozen=True, slots=True)
class Inheritance:
    """Who receives the cash, in the order of the law; empty shares with a reason where nobody is left.

    ``to_fund`` falls to the Social Security Fund (Dana Jaminan Sosial), for want of heirs.
    """

    shares: tuple[Share, ...]
    reasons: tuple[Finding, ...]
    to_fund: Rupiah = ZERO


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which somebody must have done something. ``by`` is None where its start is not known yet.

    ``is_past`` says that the day has passed and the thing was not done by then, as far as is known.
    ``notes`` say how the day was counted, what follows when it passes, and what is not certain about it.
    """

    code: str
    label: Text
    by: date | None
    is_past: bool
    who: Text
    values: tuple[Value, ...]
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DelayCompensation:
    """What the insurer owes on top for paying late, and how it was reckoned. Zero days, zero amount: not late."""

    days_late: int
    amount: Rupiah
    formula: Text
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to bring, where it comes from and where it goes.

    ``form`` says whether the original or a copy is asked for; ``bring_to`` names the counter.
    """

    code: str
    label: Text
    from_whom: Text
    values: tuple[Value, ...]
    form: Text
    bring_to: Text


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The answer to a case.

    Attributes:
        services: Care in kind without an amount: treatment, rehabilitation, return to work.
        delay: What is owed on top of the cash for a payment after its deadline.
        facts: What was taken as a fact, in words.
        missing: What is not known and would make the answer surer, or change it.
        notes: Everything else a reader must know, assumptions first.
    """

    case: Case
    cover: Cover
    scheme: Scheme
    items: tuple[Item, ...]
    scholarship: Scholarship
    inheritance: Inheritance
    services: tuple[Finding, ...]
    papers: tuple[Paper, ...]
    deadlines: tuple[Deadline, ...]
    facts: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    delay: DelayCompensation

    @property
    def cash_total(self) -> Rupiah:
        """All cash items; the scholarship and the services are left out."""
        cash = (item.amount for item in self.items if item.code is not ItemCode.SCHOLARSHIP)
        return sum(cash, ZERO)

    @property
    def not_yet_due(self) -> Rupiah:
        """The part of the cash that is for days after the day of the question."""
        return sum((item.not_yet_due for item in self.items), ZERO)

    @property
    def rests_on_assumption(self) -> bool:
        return any(item.status is Status.ASSUMED for item in self.items)
