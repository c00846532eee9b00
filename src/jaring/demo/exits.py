"""Who leaves the programme, month by month: deaths by age, and what else happens to people.

Whether a person leaves in a month depends on the seed, the person and the month alone, never on who else is
enrolled: a history can be replayed, and grow by a month, without changing its past.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import blake2b
from random import Random

from jaring.core.month import Month

_MONTHS_A_YEAR = 12


class ExitReason(StrEnum):
    """Why an enrolled person leaves."""

    DIED = "died"
    MOVED = "moved"
    CIVIL_SERVANT = "civil_servant"
    EMPLOYED = "employed"
    OWN_WISH = "own_wish"


@dataclass(frozen=True, slots=True)
class DemoMember:
    """An enrolled person, as far as leaving depends on it."""

    key: str
    birth_date: date
    sex: str


@dataclass(frozen=True, slots=True)
class DemoExit:
    """One exit: what happened when, and on which day the village reported it."""

    key: str
    reason: ExitReason
    happened_date: date
    reported_date: date


#: Deaths of 100,000 in a year, men and women, from the given age on. Round numbers of our own that give about
#: 3 in 1,000 over the insured ages; they are no life table.
_DEATH_AGES = (0, 30, 35, 40, 45, 50, 55, 60, 65, 70)
_DEATHS = {
    "M": (90, 130, 180, 270, 430, 680, 1_020, 1_400, 1_800, 2_500),
    "F": (60, 90, 120, 180, 270, 410, 640, 950, 1_300, 1_900),
}
#: Exits of 100,000 in a year.
_MOVED, _EMPLOYED, _OWN_WISH, _CIVIL_SERVANT = 600, 450, 120, 250
_YOUNG_UNTIL_YEARS = 45
#: Appointments of contract civil servants (PPPK) come in waves, not evenly.
_APPOINTMENT_MONTHS = frozenset({3, 10})
_APPOINTMENT_FACTOR = 4


def exits(members: Iterable[DemoMember], first: Month, until: Month, seed: int) -> Iterator[DemoExit]:
    """Yield the exits of each month from ``first`` up to, not including, ``until``; nobody leaves twice."""
    present = list(members)
    for month in first.until(until):
        leaving = exits_in_month(present, month, seed)
        yield from leaving
        gone = {leaver.key for leaver in leaving}
        present = [member for member in present if member.key not in gone]


def exits_in_month(members: Iterable[DemoMember], month: Month, seed: int) -> list[DemoExit]:
    """Return who of these members leaves in one month, in the order of the days."""
    leaving = [leaver for member in members if (leaver := _exit_of(member, month, seed)) is not None]
    return sorted(leaving, key=lambda leaver: (leaver.happened_date, leaver.key))


def _exit_of(member: DemoMember, month: Month, seed: int) -> DemoExit | None:
    # A hash is a tenth of the price of a seeded generator, and nearly every answer is "stays".
    digest = blake2b(f"{seed} {month} {member.key}".encode(), digest_size=8).digest()
    dice = int.from_bytes(digest) / 2**64 * 100_000 * _MONTHS_A_YEAR
    for reason, rate in _rates(member, month):
        dice -= rate
        if dice < 0:
            return _happened(member, reason, month, Random(digest))
    return None


def _rates(member: DemoMember, month: Month) -> Iterator[tuple[ExitReason, float]]:
    """Yield yearly rates of 100,000 for each reason."""
    age_years = month.year - member.birth_date.year
    yield ExitReason.DIED, _DEATHS[member.sex][bisect_right(_DEATH_AGES, age_years) - 1]
    yield ExitReason.MOVED, _MOVED
    yield ExitReason.EMPLOYED, _EMPLOYED if age_years < _YOUNG_UNTIL_YEARS else _EMPLOYED / 5
    yield ExitReason.OWN_WISH, _OWN_WISH
    if age_years < _YOUNG_UNTIL_YEARS:
        wave = _APPOINTMENT_FACTOR if month.month in _APPOINTMENT_MONTHS else 1
        yield ExitReason.CIVIL_SERVANT, _CIVIL_SERVANT * wave


def _happened(member: DemoMember, reason: ExitReason, month: Month, rng: Random) -> DemoExit:
    last = month.last_day.day
    day = month.first_day if reason is ExitReason.CIVIL_SERVANT else month.first_day.replace(day=rng.randint(1, last))
    # Villages report a death within days or weeks, a few only after months.
    delay = rng.randint(1, 20) if rng.random() < 0.85 else rng.randint(21, 120)
    return DemoExit(member.key, reason, day, day + timedelta(days=delay))
