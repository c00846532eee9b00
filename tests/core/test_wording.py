"""Days, months and shares are written as people write them, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jaring.core.month import Month
from jaring.core.text import Text
from jaring.core.wording import day_text, month_text, months_text, percent_text


@pytest.mark.parametrize(
    ("day", "indonesian", "english"),
    [
        (date(2025, 7, 1), "1 Juli 2025", "1 July 2025"),
        (date(2024, 2, 29), "29 Februari 2024", "29 February 2024"),
        (date(2026, 12, 31), "31 Desember 2026", "31 December 2026"),
        (date(2026, 1, 10), "10 Januari 2026", "10 January 2026"),
    ],
)
def test_a_day_is_written_without_leading_zeros(day: date, indonesian: str, english: str) -> None:
    assert day_text(day) == (indonesian, english)


def test_every_month_has_its_name() -> None:
    names = [month_text(Month(2026, number)) for number in range(1, 13)]

    assert [name.id[:3] for name in names] == [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Mei",
        "Jun",
        "Jul",
        "Agu",
        "Sep",
        "Okt",
        "Nov",
        "Des",
    ]
    assert [name.en[:3] for name in names] == [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ]
    assert all(name.id.endswith(" 2026") and name.en.endswith(" 2026") for name in names)


def test_a_range_of_months_is_written_by_its_last_month_not_its_end() -> None:
    assert months_text(Month(2025, 7), Month(2025, 12)).id == "Juli 2025 sampai dengan November 2025"
    assert months_text(Month(2025, 7), Month(2025, 12)).en == "July 2025 to November 2025"
    assert months_text(Month(2025, 12), Month(2026, 1)) == ("Desember 2025", "December 2025")


@pytest.mark.parametrize(
    ("share", "indonesian", "english"),
    [
        ("0.0024", "0,24\u00a0%", "0.24\u00a0%"),
        ("0.60", "60\u00a0%", "60\u00a0%"),
        ("1", "100\u00a0%", "100\u00a0%"),
        ("1.40", "140\u00a0%", "140\u00a0%"),
        ("0", "0\u00a0%", "0\u00a0%"),
    ],
)
def test_a_share_is_written_per_hundred_without_needless_zeros(share: str, indonesian: str, english: str) -> None:
    assert percent_text(Decimal(share)) == (indonesian, english)


@pytest.mark.parametrize(("count", "english"), [(0, "0 children"), (1, "1 child"), (2, "2 children")])
def test_a_count_stands_with_the_english_word_that_fits_it(count: int, english: str) -> None:
    said = Text("{count} anak dari {who}", "{count:child|children} of {who}").fill(count=count, who=Text("ia", "hers"))

    assert said == (f"{count} anak dari ia", f"{english} of hers")
