"""Death insurance pays in full, the funeral alone during the waiting period, or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from benefit_cases import WAGE_EARNER, amounts, answer, codes, death, formulas, member

from jaring.core.benefit.answer import Scheme
from jaring.core.coverage.cover import Protection
from jaring.core.law import Status

FULL = {"death_grant": 20_000_000, "periodic_grant": 12_000_000, "funeral_grant": 10_000_000}


def newcomer(**changes: Any) -> dict[str, Any]:
    return member(enrolled_on="2025-07-01", paid_months={"from": "2025-07", "until": "2026-01"}, **changes)


def test_death_gives_forty_two_million() -> None:
    result = answer(death("other"))

    assert result.scheme is Scheme.JKM
    assert amounts(result) == FULL
    assert result.cash_total.idr == 42_000_000
    assert formulas(result) == {
        "death_grant": "Rp20.000.000",
        "periodic_grant": "24 bulan x Rp500.000 = Rp12.000.000",
        "funeral_grant": "Rp10.000.000",
    }
    assert [item.status for item in result.items] == [Status.REPORTED] * 3
    assert result.services == ()


def test_base_does_not_matter() -> None:
    assert answer(death("other"), member=member(base_idr=20_700_000)).cash_total.idr == 42_000_000


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-12-01", {"death_grant": 16_200_000, "periodic_grant": 4_800_000, "funeral_grant": 3_000_000}),
        ("2019-12-02", FULL),
        ("2019-12-03", FULL),
    ],
)
def test_death_before_december_2019_gave_twenty_four_million(day: str, expected: dict[str, int]) -> None:
    assert amounts(answer(death("other", date=day))) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-07-01", {"funeral_grant": 10_000_000}),
        ("2025-09-30", {"funeral_grant": 10_000_000}),
        ("2025-10-01", FULL),
    ],
)
def test_waiting_period_leaves_the_funeral_grant(day: str, expected: dict[str, int]) -> None:
    result = answer(death("other", date=day), member=newcomer())

    assert amounts(result) == expected
    assert ("waiting_period" in codes(result.notes)) == (len(expected) == 1)


def test_waiting_period_says_from_when_the_whole_is_paid() -> None:
    result = answer(death("other", date="2025-08-15"), member=newcomer())

    note = next(note for note in result.notes if note.code == "waiting_period")
    assert note.text.id.endswith("Santunan penuh baru berlaku mulai 1 Oktober 2025.")
    assert note.text.en.endswith("The whole would be paid from 1 October 2025.")
    assert note.values


def test_there_was_no_waiting_period_before_2025() -> None:
    new = member(enrolled_on="2025-01-01", paid_months={"from": "2025-01", "until": "2025-07"})

    assert amounts(answer(death("other", date="2025-01-02"), member=new)) == FULL


def test_several_memberships_pay_once_since_2025() -> None:
    result = answer(death("other"), other_memberships=[member(base_idr=2_950_000)])

    assert amounts(result) == FULL
    assert "several_memberships" in codes(result.notes)
    assert result.items[0].status is Status.ASSUMED


def test_several_memberships_paid_each_before_2025() -> None:
    result = answer(death("other", date="2025-01-31"), other_memberships=[member(base_idr=2_950_000)])

    assert amounts(result) == {"death_grant": 40_000_000, "periodic_grant": 24_000_000, "funeral_grant": 20_000_000}
    assert formulas(result) == {
        "death_grant": "2 x Rp20.000.000 = Rp40.000.000",
        "periodic_grant": "2 x 24 bulan x Rp500.000 = Rp24.000.000",
        "funeral_grant": "2 x Rp10.000.000 = Rp20.000.000",
    }


def test_several_memberships_may_be_read_as_paying_each() -> None:
    result = answer(death("other"), "jkm_for_each_membership", other_memberships=[member(base_idr=2_950_000)])

    assert result.cash_total.idr == 84_000_000


def test_membership_in_its_waiting_period_adds_its_funeral_grant_where_each_pays() -> None:
    event = death("other", date="2025-08-15")

    result = answer(event, "jkm_for_each_membership", other_memberships=[newcomer()])

    assert amounts(result) == {"death_grant": 20_000_000, "periodic_grant": 12_000_000, "funeral_grant": 20_000_000}


def test_full_membership_decides_where_one_pays() -> None:
    result = answer(death("other", date="2025-08-15"), member=newcomer(), other_memberships=[member()])

    assert amounts(result) == FULL
    assert result.cover.jkm is Protection.FULL
    assert "waiting_period" not in codes(result.notes)


def test_two_waiting_memberships_pay_one_funeral() -> None:
    result = answer(death("other", date="2025-08-15"), member=newcomer(), other_memberships=[newcomer()])

    assert amounts(result) == {"funeral_grant": 10_000_000}


def test_other_membership_pays_where_the_first_does_not_cover() -> None:
    lapsed = member(paid_months={"from": "2018-01", "until": "2020-01"})

    result = answer(death("other"), member=lapsed, other_memberships=[member()])

    assert amounts(result) == FULL
    assert codes(result.notes) == ["not_at_work", "membership_does_not_pay"]
    assert result.notes[1].text.id.startswith(
        "Salah satu kepesertaan tidak membayar. Tidak terlindungi pada 4 Mei 2026."
    )


def test_other_membership_with_another_carrier_is_named_and_not_computed() -> None:
    result = answer(death("other"), other_memberships=[{**WAGE_EARNER, "carrier": "TASPEN"}])

    assert amounts(result) == FULL
    assert codes(result.notes) == ["not_at_work", "membership_does_not_pay"]
    assert "TASPEN" in result.notes[1].text.id


def test_law_of_the_day_of_death_decides_under_death_insurance() -> None:
    event = {
        "kind": "accident",
        "cause": "other",
        "date": "2019-11-20",
        "outcome": "death",
        "died_on": "2019-12-05",
    }

    result = answer(event)

    assert amounts(result) == FULL
    assert result.cover.day == date(2019, 12, 5)
