"""The whole answer to what happens if nothing more is paid, sentence by sentence in both languages.

``python tests/coverage/test_lapse_answers.py`` writes ``lapses.yaml`` anew; each changed line is to be read.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from jaring.core.coverage import lapse_of
from jaring.core.coverage.document import lapse_document
from jaring.core.coverage.reading import read_membership
from jaring.core.text import Language

FILE = Path(__file__).with_name("lapses.yaml")
FARMER = {
    "segment": "BPU",
    "carrier": "BPJS_TK",
    "base_idr": 1_000_000,
    "payer": "APBD",
    "enrolled_on": "2025-07-10",
    "paid_months": {"from": "2025-07", "until": "2026-01"},
}
OFFICIAL = FARMER | {"segment": "PU", "payer": "EMPLOYER", "base_idr": 2_426_640}


def read_cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return cases


def answered(case: dict[str, Any]) -> dict[str, Any]:
    given = OFFICIAL if case.get("official") else FARMER
    membership = read_membership(given | case.get("member", {}))
    lapse = lapse_of(membership, date.fromisoformat(case["day"]), readings=frozenset(case.get("readings", ())))
    answer = lapse_document(lapse, Language.INDONESIAN)
    answer["english"] = [each["text"] for each in in_english(lapse_document(lapse, Language.ENGLISH))]
    answer["sources"] = [f"{each['law']}, {each['article']} ({each['status']})" for each in rows(answer["sources"])]
    answer["rests_on"] = [[value.path for value in reason.values] for reason in lapse.reasons]
    answer["borders_rest_on"] = [[value.path for value in border.why.values] for border in lapse.borders]
    return answer


def in_english(answer: dict[str, object]) -> list[dict[str, str]]:
    return [*rows(answer["borders"]), *rows(answer["reasons"])]


def rows(found: object) -> list[dict[str, str]]:
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: str(case["name"]))
def test_what_happens_without_a_further_payment_is_said_whole(case: dict[str, Any]) -> None:
    assert answered(case) == case["expect"]


if __name__ == "__main__":
    cases = [each | {"expect": answered(each)} for each in read_cases()]
    written = yaml.dump(cases, sort_keys=False, allow_unicode=True, default_flow_style=None, width=118)
    FILE.write_text(written, encoding="utf-8")
