"""The whole answer of the coverage rules, with every sentence in both languages: read ``reasons.yaml`` beside this."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jaring.core.coverage import cover_on
from jaring.core.coverage.cover import Cover
from jaring.core.coverage.document import as_document
from jaring.core.coverage.payments import due_on, lapse_rules
from jaring.core.coverage.reading import read_membership
from jaring.core.coverage.waiting import wait_rule
from jaring.core.law import read_yaml
from jaring.core.text import Language

TABLE: Any = read_yaml(Path(__file__).parent / "reasons.yaml")
CASES: list[dict[str, Any]] = TABLE["cases"]
UNPAID = {"segment": "BPU", "base_idr": 1_000_000, "payer": "APBD", "enrolled_on": "2025-07-10"}


@pytest.fixture(autouse=True)
def _the_law_is_read_anew() -> None:
    """Forget rules that another test asked for, so that each answer here comes from the law itself."""
    for remembering in (wait_rule, lapse_rules, due_on):
        remembering.cache_clear()


def cover_in(case: dict[str, Any]) -> Cover:
    followed = frozenset(case.get("readings", ()))
    return cover_on(
        read_membership(TABLE["given"] | case["member"]), date.fromisoformat(str(case["day"])), readings=followed
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_answer_is_that_of_the_table(case: dict[str, Any]) -> None:
    document = as_document(cover_in(case))

    assert {key: document[key] for key in case["expect"]} == case["expect"]
    assert document["on"] == case["day"]
    assert document["covered"] == (case["expect"]["jkk"] == "full")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_reasons_are_those_of_the_table(case: dict[str, Any]) -> None:
    reasons = cover_in(case).reasons
    said = [
        {
            "code": reason.code,
            "id": reason.text.id,
            "en": reason.text.en,
            "rests_on": [value.path for value in reason.values],
        }
        for reason in reasons
    ]

    assert [each["code"] for each in said] == case["codes"]
    for sentence in case.get("says", ()):
        assert sentence in said


def test_the_document_says_reasons_and_sources_in_the_language_asked_for() -> None:
    cover = cover_on(read_membership(UNPAID), date(2025, 7, 10))

    assert as_document(cover, Language.ENGLISH) == {
        "on": "2025-07-10",
        "covered": False,
        "jkk": "none",
        "jkm": "none",
        "since": None,
        "until": None,
        "jkm_full_from": None,
        "contribution_months": 0,
        "reasons": [
            {"code": "ENROLLED", "text": "The registration was accepted on 10 July 2025."},
            {"code": "NO_MONTHS_PAID", "text": "No contribution month has been paid."},
            {
                "code": "MONTH_UNPAID",
                "text": "The contribution for July 2025 has not been paid, so 10 July 2025 is not covered.",
            },
        ],
        "sources": [{"law": "Praktik BPJS", "article": "PERDIR 22/PERDIR.02/072022", "status": "reported"}],
    }
    assert [each["text"] for each in as_document(cover)["reasons"]] == [  # type: ignore[attr-defined]  # Rows of JSON.
        "Pendaftaran diterima pada 10 Juli 2025.",
        "Belum ada bulan iuran yang dibayar.",
        "Iuran Juli 2025 belum dibayar, jadi 10 Juli 2025 tidak dilindungi.",
    ]


@pytest.mark.parametrize(
    ("name", "code", "path", "content"),
    [
        (
            "a late month does not cover by another reading",
            "LATE_WITHOUT_COVER",
            "coverage/lapse/late_payment_covers",
            False,
        ),
        (
            "an owed month is the employer's alone by another reading",
            "WAGE_MONTH_UNPAID",
            "coverage/lapse/unpaid_wage_month",
            "employer_alone",
        ),
    ],
)
def test_a_sentence_about_another_reading_rests_on_that_reading(
    name: str, code: str, path: str, content: object
) -> None:
    (case,) = [each for each in CASES if each["name"] == name]

    (reason,) = [each for each in cover_in(case).reasons if each.code == code]

    assert (path, content) in [(value.path, value.content) for value in reason.values]
