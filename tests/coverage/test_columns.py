"""Memberships in columns have the shapes, types and values that their description promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from memberships import member

from jaring.core.contribution import Segment
from jaring.core.coverage import cover_of_person
from jaring.core.coverage.calendar import first_day, month_of, months_later, number_at, number_of
from jaring.core.coverage.columns import (
    END_OF_TIME,
    UNKNOWN,
    Portfolio,
    day_at,
    day_number,
    month_at,
    month_number,
    portfolio_of,
    without_exits,
)
from jaring.core.coverage.cover import Protection
from jaring.core.coverage.membership import Carrier, Exit
from jaring.core.month import Month

TYPES = {
    "segments": np.int8,
    "is_insured": np.bool_,
    "stay_offsets": np.int64,
    "stay_start": np.int32,
    "stay_end": np.int32,
    "span_offsets": np.int64,
    "span_start": np.int32,
    "span_end": np.int32,
    "paid_on": np.int32,
}


def simple_register(count: int) -> Portfolio:
    enrolled = np.arange(count, dtype=np.int32) + day_number(date(2025, 7, 1))
    start = np.full(count, month_number(Month(2025, 7)), dtype=np.int32)
    return without_exits(np.zeros(count, dtype=np.int8), enrolled, start, start + np.int32(3))


@pytest.mark.parametrize(
    "make", [lambda: simple_register(3), lambda: portfolio_of([member("2025-07-01", ["2025-07"])])]
)
def test_columns_have_the_types_described(make: Callable[[], Portfolio]) -> None:
    table = make()

    assert {name: getattr(table, name).dtype for name in TYPES} == {
        name: np.dtype(kind) for name, kind in TYPES.items()
    }


def test_members_of_a_simple_register_are_insured_stay_and_paid_in_time() -> None:
    table = simple_register(3)

    assert table.is_insured.tolist() == [True] * 3
    assert table.stay_offsets.tolist() == table.span_offsets.tolist() == [0, 1, 2, 3]
    assert [day_at(int(day)) for day in table.stay_start] == [date(2025, 7, day) for day in (1, 2, 3)]
    assert table.stay_end.tolist() == [END_OF_TIME] * 3
    assert [str(month_at(int(month))) for month in (table.span_start[0], table.span_end[0])] == ["2025-07", "2025-10"]
    assert table.paid_on.tolist() == [UNKNOWN] * 3


def test_a_full_form_keeps_stays_segments_and_carriers_apart() -> None:
    left = Exit(date(2025, 8, 5), "moved", date(2025, 10, 2))
    farmer = replace(member("2025-07-01", ["2025-07", "2025-10"]), exits=(left,))
    aide = member("2025-07-02", ["2025-07"], segment=Segment.PU)
    official = replace(member("2025-07-03"), carrier=Carrier.TASPEN)

    table = portfolio_of([farmer, aide, official])

    assert table.segments.tolist() == [0, 1, 0]
    assert table.is_insured.tolist() == [True, True, False]
    assert table.stay_offsets.tolist() == [0, 2, 3, 4]
    starts = [date(2025, 7, 1), date(2025, 10, 2), date(2025, 7, 2), date(2025, 7, 3)]
    assert [day_at(int(day)) for day in table.stay_start] == starts
    assert table.stay_end.tolist() == [day_number(date(2025, 8, 5)), *[END_OF_TIME] * 3]
    assert table.span_offsets.tolist() == [0, 2, 3, 3]


def test_parts_are_views_that_name_their_first_member() -> None:
    table = simple_register(5)

    parts = list(table.parts(2))

    assert [(start, len(part)) for start, part in parts] == [(0, 2), (2, 2), (4, 1)]
    assert [part.stay_offsets.tolist() for _, part in parts] == [[0, 1, 2], [2, 3, 4], [4, 5]]
    assert all(part.stay_start is table.stay_start for _, part in parts)


def test_columns_count_from_1970() -> None:
    assert (day_number(date(1970, 1, 1)), month_number(Month(1970, 1))) == (0, 0)
    assert (day_at(-1), month_at(-1)) == (date(1969, 12, 31), Month(1969, 12))
    assert (day_at(END_OF_TIME), month_at(680)) == (date.max, Month(2026, 9))


@pytest.mark.parametrize("month", [Month(1945, 1), Month(1999, 12), Month(2026, 1), Month(2199, 12)])
def test_a_month_comes_back_from_its_number(month: Month) -> None:
    assert month_of(number_of(month)) == month
    assert number_at(month.last_day) == number_of(month)
    assert first_day(number_of(month)) == month.first_day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 7, 10), 3, date(2025, 10, 10)),
        (date(2025, 10, 1), 3, date(2026, 1, 1)),
        (date(2025, 11, 28), 3, date(2026, 2, 28)),
        (date(2025, 11, 29), 3, date(2026, 3, 1)),
        (date(2025, 11, 30), 3, date(2026, 3, 1)),
        (date(2023, 11, 29), 3, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, date(2024, 3, 1)),
        (date(2025, 8, 31), 3, date(2025, 12, 1)),
    ],
)
def test_a_day_that_a_month_lacks_becomes_the_first_of_the_next(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("order", "chosen"),
    [(("long", "short", "same"), 0), (("short", "same", "long"), 2), (("same", "long"), 1), (("short", "same"), 0)],
)
def test_among_equal_covers_the_longest_contribution_counts_and_then_the_first(
    order: tuple[str, ...], chosen: int
) -> None:
    people = {
        "long": member("2025-07-01", ["2025-07"], until="2026-03"),
        "short": member("2025-10-01", ["2025-10"], until="2026-03"),
        "same": member("2025-10-01", ["2025-10"], until="2026-03"),
    }

    cover = cover_of_person([people[name] for name in order], date(2026, 2, 10))

    assert (cover.jkk_from, cover.jkm_from) == (chosen, chosen)
    assert (cover.jkk, cover.jkm, cover.is_covered) == (Protection.FULL, Protection.FULL, True)


def test_the_readings_followed_hold_for_every_membership_of_a_person() -> None:
    late = member("2025-07-10", ["2025-07"], until="2026-01")
    day = date(2025, 10, 8)

    assert cover_of_person([late], day).jkm is Protection.FUNERAL_ONLY
    assert cover_of_person([late], day, readings=frozenset({"jkm_wait_days"})).jkm is Protection.FULL
