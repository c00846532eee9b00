"""Each refusal of a membership word by word (``refusals.yaml``), and what stands just inside each limit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.membership import Carrier, Exit, Membership, PaidMonth, Restoration
from jaring.core.coverage.reading import (
    MembershipContradictsItselfError,
    MembershipImpossibleError,
    MembershipUnreadableError,
    read_membership,
)
from jaring.core.errors import JaringError
from jaring.core.law import read_yaml
from jaring.core.money import Rupiah
from jaring.core.month import Month

TABLE: Any = read_yaml(Path(__file__).parent / "refusals.yaml")
CASES: list[dict[str, Any]] = TABLE["cases"]


def read(**changed: Any) -> Membership:
    return read_membership(TABLE["given"] | changed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["member"])[:60])
def test_a_refusal_says_the_sentence_of_the_table(case: dict[str, Any]) -> None:
    with pytest.raises(JaringError) as refusal:
        read(**case["member"])

    assert (refusal.value.code, *refusal.value.title) == (case["code"], case["id"], case["en"])


def test_a_document_that_is_no_object_is_refused_once() -> None:
    with pytest.raises(MembershipUnreadableError) as refusal:
        read_membership([])  # type: ignore[arg-type]  # A list is what is tested.

    assert refusal.value.title.id == "Kepesertaan tidak dapat dibaca: member: harus berupa objek JSON."


def test_fields_are_named_by_the_place_given() -> None:
    wrong = {
        "birth_date": "2026-01-01",
        "exits": [{"on": "2025-06-30"}],
        "payer": "EMPLOYER",
        "paid_months": ["2025-06"],
    }

    with pytest.raises(MembershipContradictsItselfError) as refusal:
        read_membership(TABLE["given"] | wrong | {"restorations": [{"from": "2025-07", "until": "2025-08"}]}, "row")

    assert refusal.value.title.en == (
        "Facts of the membership contradict each other: "
        "row.paid_months[0] cannot lie before row.enrolled_on; "
        "row.payer EMPLOYER does not fit row.segment: employers pay for wage earners, and for nobody else; "
        "row.exits[0].on cannot lie before row.enrolled_on; "
        "row.restorations[0] restores a month that is not in row.paid_months; "
        "row.birth_date cannot lie after row.enrolled_on."
    )


@pytest.mark.parametrize(
    ("paid", "code", "rule"),
    [
        (["2025-07"] * 1201, "JRG-131", "member.paid_months: at most 1200 months"),
        (
            [{"from": "2025-07", "until": "2125-07"}, "2125-07"],
            "JRG-131",
            "member.paid_months: at most 1200 months",
        ),
    ],
)
def test_more_months_than_a_life_has_are_refused_together(paid: list[Any], code: str, rule: str) -> None:
    with pytest.raises(MembershipImpossibleError) as refusal:
        read(paid_months=paid)

    assert refusal.value.code == code
    assert refusal.value.title.en == f"These facts of a membership cannot be: {rule}."


def test_every_field_is_read() -> None:
    found = read_membership(
        {
            "segment": "PU",
            "carrier": "TASPEN",
            "base_idr": 3_500_000,
            "payer": "EMPLOYER",
            "enrolled_on": "2025-07-01",
            "birth_date": "2025-07-01",
            "paid_months": [
                {"from": "2025-08", "until": "2025-10", "paid_on": "2025-09-10", "payer": "EMPLOYER"},
                {"month": "2025-07", "paid_on": "2025-08-01"},
            ],
            "exits": [{"on": "2025-09-01", "reason": "own_wish", "returned_on": "2025-09-02"}, {"on": "2025-10-05"}],
            "restorations": [{"from": "2025-08", "until": "2025-10", "accepted_on": "2025-11-03"}],
        }
    )

    assert found == Membership(
        segment=Segment.PU,
        carrier=Carrier.TASPEN,
        base=Rupiah(3_500_000),
        payer=Payer.EMPLOYER,
        enrolled_on=date(2025, 7, 1),
        paid=(
            PaidMonth(Month(2025, 7), date(2025, 8, 1)),
            PaidMonth(Month(2025, 8), date(2025, 9, 10), Payer.EMPLOYER),
            PaidMonth(Month(2025, 9), date(2025, 9, 10), Payer.EMPLOYER),
        ),
        exits=(Exit(date(2025, 9, 1), "own_wish", date(2025, 9, 2)), Exit(date(2025, 10, 5), "other")),
        restorations=(Restoration(Month(2025, 8), Month(2025, 10), date(2025, 11, 3)),),
    )


def test_what_is_left_out_has_its_usual_value() -> None:
    assert read(enrolled_on="1977-01-01", base_idr=1) == Membership(
        Segment.BPU, Carrier.BPJS_TK, Rupiah(1), Payer.APBD, date(1977, 1, 1)
    )


@pytest.mark.parametrize(
    ("changed", "months"),
    [
        ({"enrolled_on": "2015-07-01", "paid_months": ["2015-07", "2199-12"]}, 2),
        ({"paid_months": {"from": "2025-07", "until": "2125-07"}}, 1200),
        ({"paid_months": [f"{year}-{month:02d}" for year in range(2026, 2126) for month in range(1, 13)]}, 1200),
        ({"paid_months": [{"month": "2026-07", "paid_on": "2025-07-01"}]}, 1),
        ({"paid_months": ["2025-12"], "base_idr": 10**15}, 1),
        ({"paid_months": {"month": "2025-07"}}, 1),
        ({"paid_months": ("2025-07", {"from": "2025-08", "until": "2025-09"})}, 2),
        ({"paid_months": ["2025-07"], "restorations": [{"from": "2025-07", "until": "2025-08"}]}, 1),
        ({"paid_months": ["2025-07"], "exits": [{"on": "2025-07-01"}]}, 1),
    ],
)
def test_what_stands_just_inside_a_limit_is_read(changed: dict[str, Any], months: int) -> None:
    assert len(read(**changed).paid) == months


def test_a_return_shows_only_before_the_next_exit() -> None:
    found = read(
        paid_months=["2025-07", "2025-10", "2025-12", "2026-02"],
        exits=[{"on": "2025-08-05"}, {"on": "2025-10-01"}, {"on": "2025-12-20", "reason": "moved"}],
    )

    assert [each.returned_on for each in found.exits] == [None, date(2025, 12, 1), date(2026, 2, 1)]
    assert [each.reason for each in found.exits] == ["other", "other", "moved"]


@pytest.mark.parametrize(
    ("paid", "returned_on"),
    [
        ({"month": "2025-09", "paid_on": "2025-08-05"}, date(2025, 9, 1)),
        ({"month": "2025-09", "paid_on": "2025-08-04"}, None),
        ({"month": "2025-09", "paid_on": "2025-09-01"}, date(2025, 9, 1)),
        ({"month": "2025-09", "paid_on": "2025-09-30"}, date(2025, 9, 30)),
        ({"month": "2025-09", "paid_on": "2025-10-01"}, date(2025, 9, 1)),
        ({"month": "2025-08", "paid_on": "2025-08-06"}, None),
    ],
)
def test_a_return_lies_in_the_month_that_shows_it(paid: dict[str, str], returned_on: date | None) -> None:
    assert read(paid_months=[paid], exits=[{"on": "2025-08-05"}]).exits[0].returned_on == returned_on
