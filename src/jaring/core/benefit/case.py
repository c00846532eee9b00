"""One case: what happened to whom, and who is left. Facts only; the rules stand in the modules beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from jaring.core.coverage.membership import Membership
from jaring.core.money import ZERO, Rupiah


class Kind(StrEnum):
    """What happened first."""

    DEATH = "death"
    ACCIDENT = "accident"


class Cause(StrEnum):
    """Why it happened; this decides between work accident (JKK) and death (JKM)."""

    WORK_ACCIDENT = "work_accident"
    OCCUPATIONAL_DISEASE = "occupational_disease"
    SUDDEN_DEATH_AT_WORK = "sudden_death_at_work"
    MISSING_AT_SEA = "missing_at_sea"
    OTHER = "other"


class Outcome(StrEnum):
    """How it ended, as far as is known."""

    DEATH = "death"
    TOTAL_DISABILITY = "total_disability"
    PARTIAL_DISABILITY = "partial_disability"
    TEMPORARY = "temporary"


class Mode(StrEnum):
    """How an injured worker was carried. Rivers and lakes count as land."""

    LAND = "land"
    SEA = "sea"
    AIR = "air"


class Level(StrEnum):
    """Level of education of a child."""

    NONE = "NONE"
    TK = "TK"
    SD = "SD"
    SMP = "SMP"
    SMA = "SMA"
    PT = "PT"


class Hand(StrEnum):
    """The hand a person works with; the disability table swaps sides for the left-handed."""

    RIGHT = "right"
    LEFT = "left"


class Disability(NamedTuple):
    """A lasting loss: a part of the disability table and the share of its function lost (1 = all).

    ``degree`` is for parts whose percentage is a range (scalp 10 to 30 %): the physician's figure; ``units`` for parts
    counted per step (hearing loss per 10 dB): the number of steps.
    """

    part: str
    loss_of_function: Decimal = Decimal(1)
    degree: Decimal | None = None
    units: int = 1


class Transport(NamedTuple):
    mode: Mode
    cost: Rupiah


class Appliance(NamedTuple):
    """A replacement for a lost function: prosthesis, orthosis, denture, hearing_aid, glasses; with its price."""

    kind: str
    cost: Rupiah


@dataclass(frozen=True, slots=True)
class Event:
    """What happened.

    Attributes:
        on: Day of the event: of the accident, of the diagnosis, or of the death where nothing came before it.
        died_on: Day of death when an accident led to it later; None otherwise.
        days_unable: Days on which the worker could not work.
        onset_hours: For a sudden death at work: hours from the onset to the death; None where unknown.
        reported_on: Day of the first report to the insurer; None where unknown.
    """

    kind: Kind
    cause: Cause
    on: date
    outcome: Outcome
    died_on: date | None = None
    disabilities: tuple[Disability, ...] = ()
    days_unable: int = 0
    transport: tuple[Transport, ...] = ()
    medical_cost: Rupiah = ZERO
    home_care_cost: Rupiah = ZERO
    appliances: tuple[Appliance, ...] = ()
    onset_hours: int | None = None
    reported_on: date | None = None

    @property
    def death_on(self) -> date | None:
        """Day of death; None where nobody died. A death without a day of its own came on the day of the event."""
        return (self.died_on or self.on) if self.outcome is Outcome.DEATH else None


class Child(NamedTuple):
    """A child of the participant. ``year_of_level`` counts from 1 in the school year that ``as_of`` lies in."""

    birth_date: date
    level: Level
    year_of_level: int = 1
    is_studying: bool = True
    is_married: bool = False
    is_working: bool = False


class Relation(StrEnum):
    """How a survivor stands to the participant."""

    WIDOW = "widow"
    WIDOWER = "widower"
    CHILD = "child"
    PARENT = "parent"
    GRANDCHILD = "grandchild"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    PARENT_IN_LAW = "parent_in_law"
    NAMED_IN_WILL = "named_in_will"
    FUNERAL_ARRANGER = "funeral_arranger"


class Survivor(NamedTuple):
    """Somebody who may be an heir. ``birth_date`` decides whether a guardian signs; None where unknown."""

    relation: Relation
    birth_date: date | None = None
    is_alive: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """All that the entitlement depends on; no name and no number of anybody.

    Attributes:
        member: The membership under which the event falls (the one at work for an accident).
        other_memberships: Further memberships of the same person on the day.
        as_of: Day on which the question is asked: deadlines, scholarships due and prescription count from it.
        file_complete_on: Day on which the insurer has all papers; None while it has not.
    """

    event: Event
    member: Membership
    as_of: date
    children: tuple[Child, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    other_memberships: tuple[Membership, ...] = ()
    hand: Hand = Hand.RIGHT
    file_complete_on: date | None = None
    paid_on: date | None = None
