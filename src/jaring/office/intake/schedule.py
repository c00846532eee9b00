"""The monthly rhythm in which villages send: when the lists of a month are due, and what came in time.

Nothing of it is stored. The days stand in the regency's data, dated; the rest is what deliveries say of themselves.
A list that a village sends came when it was sent, whatever day was typed. One that an officer passes on, and a
delivery of gathered proposals, came on its day of receipt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.places.models import District, Village
from jaring.regencies import SendingWindow, known_regencies, profile

NEAR_DAYS: Final = 3
"""Within so many days of the close, the closing day included, it is pressing."""


@dataclass(frozen=True, slots=True)
class Round:
    """The lists of one month in one regency. What comes after the close, before the next round, is late.

    Attributes:
        regency_code: Whose villages send.
        month: The month that the lists are for.
        opens: First day.
        closes: Last day on which a list is in time.
        until: First day of the next round.
        status: How sure the days are: assumed until the regency sets them.
    """

    regency_code: str
    month: Month
    opens: date
    closes: date
    until: date
    status: str

    def is_pressing(self, today: date) -> bool:
        """Say whether the close is near or past."""
        return (self.closes - today).days < NEAR_DAYS


class Standing(StrEnum):
    """Where a village stands with the lists of a month."""

    IN_TIME = "tepat"
    LATE = "lambat"
    MISSING = "belum"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came from one village for a month. ``rows`` are those that were not rejected."""

    village: Village
    deliveries: int
    rows: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Tally:
    """How many villages sent in time, late, or not at all, and how many rows came."""

    villages: int
    in_time: int
    late: int
    missing: int
    rows: int

    @classmethod
    def of(cls, sent: Sequence[Sent]) -> Tally:
        met = Counter(each.standing for each in sent)
        return cls(
            villages=len(sent),
            in_time=met[Standing.IN_TIME],
            late=met[Standing.LATE],
            missing=met[Standing.MISSING],
            rows=sum(each.rows for each in sent),
        )


@dataclass(frozen=True, slots=True)
class Belonging:
    """The month that a delivery counts for, and whether it came after the close."""

    month: Month
    is_late: bool


def first_month(regency_code: str) -> Month | None:
    """Return the month in which the rhythm of a regency begins; None where it has none."""
    windows = _windows(regency_code)
    return windows[0].from_month if windows else None


def round_of(regency_code: str, month: Month) -> Round | None:
    """Return the round of a month; None before the regency's rhythm begins."""
    here, following = _window_of(regency_code, month), _window_of(regency_code, month + 1)
    if here is None or following is None:
        return None
    return Round(
        regency_code,
        month,
        _day(month, here.opens_day),
        _day(month, here.closes_day),
        _day(month + 1, following.opens_day),
        here.status,
    )


def round_on(regency_code: str, day: date) -> Round | None:
    """Return the round that a day of the regency lies in, after its close as well."""
    this_month = Month.of(day)
    found = round_of(regency_code, this_month)
    return round_of(regency_code, this_month + -1) if found and day < found.opens else found


def belonging(batch: ImportBatch) -> Belonging | None:
    """Return what a delivery of lists counts for; None for other deliveries and before the rhythm begins."""
    if batch.kind != ImportBatch.Kind.LISTS or batch.state == ImportBatch.State.UNDONE:
        return None
    day = _day_of(batch.regency_id, batch.village_id, batch.received_date, batch.created_at)
    found = round_on(batch.regency_id, day)
    return Belonging(found.month, day > found.closes) if found else None


def deliveries_of(found: Round) -> QuerySet[ImportBatch]:
    """Return the deliveries that count for a round, of the whole regency: a condition, not to be shown as it is."""
    zone = profile(found.regency_code).time_zone
    begins, ends = (datetime.combine(day, time.min, zone) for day in (found.opens, found.until))
    return ImportBatch.objects.filter(
        Q(village__isnull=False, created_at__gte=begins, created_at__lt=ends)
        | Q(village=None, received_date__gte=found.opens, received_date__lt=found.until),
        regency=found.regency_code,
        kind=ImportBatch.Kind.LISTS,
    ).exclude(state=ImportBatch.State.UNDONE)


def missing(found: Round) -> QuerySet[Village]:
    """Return the villages of the regency of which nothing came for a round: a condition, to be narrowed to an area."""
    batches = deliveries_of(found)
    rows = _good_rows(batches).filter(village=OuterRef("pk"))
    return Village.objects.filter(
        ~Exists(rows), ~Exists(batches.filter(village=OuterRef("pk"))), district__regency=found.regency_code
    )


def missing_for(user: User, found: Round) -> QuerySet[Village]:
    """Return the villages for which the user sends or that he follows as their kecamatan, and that still owe a list.

    Who answers for the regency is not reminded of single villages; his page names them.
    """
    scope = scope_for(user, Action.IMPORT_LISTS)
    return missing(found).filter(Q(district__in=scope.districts) | Q(pk__in=scope.villages))


def sent_visible_to(user: User, found: Round) -> list[Sent]:
    """Return every village in the user's area with what came of it for a round, with three statements."""
    scope = scope_for(user, Action.SEE_IMPORTS)
    villages = scope.within(
        Village.objects.filter(district__regency=found.regency_code), village="pk", regency="district__regency"
    )
    batches = deliveries_of(found)
    is_late: dict[int, bool] = {}
    rows_of: dict[str, dict[int, int]] = {}
    for pk, village, received, created in batches.order_by().values_list(
        "pk", "village", "received_date", "created_at"
    ):
        is_late[pk] = _day_of(found.regency_code, village, received, created) > found.closes
        if village:
            rows_of.setdefault(village, {})[pk] = 0
    rows = scope.within(_good_rows(batches), regency="batch__regency").order_by()
    for village, pk, number in rows.values_list("village", "batch").annotate(Count("pk")):
        if village and pk in is_late:
            rows_of.setdefault(village, {})[pk] = number
    return [
        _sent(village, rows_of.get(village.pk, {}), is_late)
        for village in villages.select_related("district").order_by("district", "name", "pk")
    ]


def by_district(sent: Iterable[Sent]) -> list[tuple[District, Tally]]:
    """Count the villages of each district; ``sent`` is ordered by district."""
    districts = groupby(sent, key=lambda each: each.village.district)
    return [(district, Tally.of(list(its))) for district, its in districts]


def narrowed(batches: QuerySet[ImportBatch], rows: QuerySet[ImportRow], village: str) -> QuerySet[ImportBatch]:
    """Narrow visible deliveries to those that count for a village, as far as ``rows``, the visible ones, tell."""
    good = rows.exclude(verdict=ImportRow.Verdict.REJECTED).filter(village=village)
    return batches.filter(Q(village=village) | Q(pk__in=good.order_by().values("batch")))


def _sent(village: Village, rows: dict[int, int], is_late: dict[int, bool]) -> Sent:
    standing = Standing.MISSING
    if rows:
        standing = Standing.LATE if all(is_late[pk] for pk in rows) else Standing.IN_TIME
    return Sent(village, len(rows), sum(rows.values()), standing)


def _good_rows(batches: QuerySet[ImportBatch]) -> QuerySet[ImportRow]:
    """Return the rows that speak for their village: one of a village elsewhere is rejected, and does not."""
    return ImportRow.objects.filter(batch__in=batches.order_by().values("pk")).exclude(
        verdict=ImportRow.Verdict.REJECTED
    )


def _day_of(regency_code: str, village: str | None, received: date, created: datetime) -> date:
    zone: ZoneInfo = profile(regency_code).time_zone
    return created.astimezone(zone).date() if village else received


@cache
def _windows(regency_code: str) -> Sequence[SendingWindow]:
    return profile(regency_code).sending if regency_code in known_regencies() else ()


def _window_of(regency_code: str, month: Month) -> SendingWindow | None:
    begun = [window for window in _windows(regency_code) if window.from_month <= month]
    return begun[-1] if begun else None


def _day(month: Month, day: int) -> date:
    return month.first_day.replace(day=day)
