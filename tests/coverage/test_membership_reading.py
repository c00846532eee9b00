"""A membership is read from JSON, and what cannot be so is refused by the name of its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jaring.core.coverage.membership import Membership
from jaring.core.coverage.reading import read_membership
from jaring.core.errors import JaringError

FARMER = {"segment": "BPU", "base_idr": 1_000_000, "payer": "APBD", "enrolled_on": "2025-07-01"}


def read(**changed: Any) -> Membership:
    return read_membership(FARMER | changed)


def months(membership: Membership) -> list[str]:
    return [str(each.month) for each in membership.paid]


def test_a_range_of_months_leaves_its_end_out() -> None:
    assert months(read(paid_months={"from": "2025-11", "until": "2026-02"})) == ["2025-11", "2025-12", "2026-01"]


def test_months_are_put_in_order_with_their_day_and_payer() -> None:
    found = read(paid_months=["2025-08", {"month": "2025-07", "paid_on": "2025-07-03", "payer": "SELF"}])

    assert months(found) == ["2025-07", "2025-08"]
    assert (found.paid[0].paid_on, found.paid[0].payer) == (date(2025, 7, 3), "SELF")
    assert (found.paid[1].paid_on, found.paid[1].payer) == (None, None)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"paid_months": ["2025-13"]}, "JRG-131", "member.paid_months[0]"),
        ({"paid_months": ["2015-06"]}, "JRG-131", "member.paid_months[0]"),
        ({"paid_months": "2025-07"}, "JRG-130", "member.paid_months"),
        ({"paid_months": [7]}, "JRG-130", "member.paid_months[0]"),
        ({"paid_months": {"from": "2025-07", "until": "2025-07"}}, "JRG-131", "member.paid_months.until"),
        ({"base_idr": -1}, "JRG-131", "member.base_idr"),
        ({"base_idr": 1.5}, "JRG-130", "member.base_idr"),
        ({"payer": "NOBODY"}, "JRG-131", "member.payer"),
        ({"enrolled_on": "1976-12-31"}, "JRG-131", "member.enrolled_on"),
        ({"enrolled_on": "2025-02-30"}, "JRG-130", "member.enrolled_on"),
        ({"enroled_on": "2025-02-01"}, "JRG-130", "member.enroled_on"),
        ({"exits": [{"on": "2025-09-01", "reason": "vanished"}]}, "JRG-131", "member.exits[0].reason"),
        ({"paid_months": ["2025-06"]}, "JRG-132", "member.paid_months[0]"),
        ({"paid_months": ["2025-07", "2025-07"]}, "JRG-132", "member.paid_months[1]"),
        ({"paid_months": [{"month": "2026-08", "paid_on": "2025-07-31"}]}, "JRG-132", "member.paid_months[0]"),
        ({"payer": "EMPLOYER"}, "JRG-132", "member.payer"),
        ({"segment": "PU", "payer": "SELF"}, "JRG-132", "member.payer"),
        ({"exits": [{"on": "2025-06-30"}]}, "JRG-132", "member.exits[0].on"),
        ({"exits": [{"on": "2025-09-01", "returned_on": "2025-09-01"}]}, "JRG-132", "member.exits[0].returned_on"),
        (
            {"exits": [{"on": "2025-09-01", "reason": "died", "returned_on": "2025-10-01"}]},
            "JRG-132",
            "member.exits[0]",
        ),
        ({"exits": [{"on": "2025-09-01"}, {"on": "2025-08-01"}]}, "JRG-132", "member.exits[1]"),
        ({"restorations": [{"from": "2025-07", "until": "2025-08"}]}, "JRG-132", "member.restorations[0]"),
        ({"birth_date": "2025-07-02"}, "JRG-132", "member.birth_date"),
    ],
)
def test_a_wrong_field_is_refused_by_name(changed: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(JaringError) as refusal:
        read(**changed)

    assert refusal.value.code == code
    assert field in refusal.value.title.id
    assert field in refusal.value.title.en


def test_contradictions_are_named_together() -> None:
    with pytest.raises(JaringError) as refusal:
        read(paid_months=["2025-06", "2025-07", "2025-07"], exits=[{"on": "2025-05-01"}])

    for field in ("member.paid_months[0]", "member.paid_months[2]", "member.exits[0].on"):
        assert field in refusal.value.title.en


@pytest.mark.parametrize(
    ("paid", "reason", "returned_on"),
    [
        (["2025-07", "2025-08", "2025-09"], "moved", None),
        (["2025-07", "2025-08", "2025-10"], "moved", date(2025, 10, 1)),
        (["2025-08", {"month": "2025-09", "paid_on": "2025-09-12"}], "moved", date(2025, 9, 12)),
        (["2025-08", {"month": "2025-09", "paid_on": "2025-10-12"}], "moved", date(2025, 9, 1)),
        (["2025-08", {"month": "2025-09", "paid_on": "2025-07-12"}], "moved", None),
        (["2025-08", "2025-09", "2025-11"], "moved", date(2025, 11, 1)),
        (["2025-08", "2025-10"], "died", None),
    ],
)
def test_a_return_shows_in_the_months_paid_after_it(paid: list[Any], reason: str, returned_on: date | None) -> None:
    found = read(paid_months=paid, exits=[{"on": "2025-08-05", "reason": reason}])

    assert found.exits[0].returned_on == returned_on
