"""Invented cases for the family's part of a benefit: scholarships, heirs, deadlines and papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from jaring.core.benefit.case import Case, Cause, Child, Event, Kind, Level, Outcome, Relation, Survivor
from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.coverage.membership import Carrier, Membership
from jaring.core.money import Rupiah

DIED_ON = date(2026, 8, 10)
MEMBER = Membership(Segment.BPU, Carrier.BPJS_TK, Rupiah(1_000_000), Payer.APBD, date(2020, 1, 1))
WAGE_EARNER = replace(MEMBER, segment=Segment.PU, payer=Payer.EMPLOYER)


def death(on: date = DIED_ON, **facts: Any) -> Case:
    """A death that no work accident caused."""
    return Case(Event(Kind.DEATH, Cause.OTHER, on, Outcome.DEATH), **{"member": MEMBER, "as_of": on, **facts})


def accident(outcome: Outcome = Outcome.DEATH, on: date = DIED_ON, **facts: Any) -> Case:
    """A work accident and how it ended; facts of the event and of the case may be mixed."""
    of_event = {name: facts.pop(name) for name in ("died_on", "reported_on", "cause") if name in facts}
    event = Event(Kind.ACCIDENT, of_event.pop("cause", Cause.WORK_ACCIDENT), on, outcome, **of_event)
    return Case(event, **{"member": MEMBER, "as_of": on, **facts})


def cover(months: int = 36, jkm: Protection = Protection.FULL, day: date = DIED_ON) -> Cover:
    return Cover(day, Protection.FULL, jkm, date(2020, 1, 1), date(2027, 1, 1), date(2020, 4, 1), months, ())


def child(born: str, level: Level = Level.SD, year: int = 1, **facts: Any) -> Child:
    return Child(date.fromisoformat(born), level, year, **facts)


def left(relation: Relation, born: str | None = None, *, alive: bool = True) -> Survivor:
    return Survivor(relation, None if born is None else date.fromisoformat(born), alive)
