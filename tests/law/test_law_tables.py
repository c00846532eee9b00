"""Worked examples of the law, one table per topic: read the YAML files beside this one.

Each case names what it claims, the month or day, the facts and what the law then says; the test only runs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jaring.core.contribution import Contribution, Payer, RiskGroup, Sector, contribution
from jaring.core.eligibility import EntryFacts, reasons_against_entry
from jaring.core.errors import JaringError
from jaring.core.law import Status, read_yaml
from jaring.core.money import Rupiah
from jaring.core.month import Month

FOLDER = Path(__file__).parent


def cases_of(rule: str) -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        table = read_yaml(path)
        assert set(table) == {"rule", "source", "cases"}, path.name
        if table["rule"] == rule:
            for case in table["cases"]:
                yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def say_contribution(month: str, facts: dict[str, Any]) -> dict[str, object]:
    group = facts.get("risk_group")
    try:
        due = contribution(
            Month.parse(month),
            Payer(facts["payer"]),
            Rupiah(facts["income_idr"]),
            Sector(facts.get("sector", "other")),
            risk_group=RiskGroup(group) if group else None,
            with_jht=facts.get("with_jht", False),
            readings=frozenset(facts.get("readings", [])),
        )
    except JaringError as refusal:
        return {"refused": refusal.code}
    return said(due)


def said(due: Contribution) -> dict[str, object]:
    statuses = [source.status for source in due.sources]
    weakest = max(statuses, key=list(Status).index)
    return {
        "base_idr": due.facts.base.idr,
        "jkk_idr": due.jkk.idr,
        "jkm_idr": due.jkm.idr,
        "jht_idr": due.jht.idr,
        "total_idr": due.total.idr,
        "discount_rate": str(due.discount_rate),
        "status": weakest.value,
    }


@pytest.mark.parametrize("case", list(cases_of("contribution")))
def test_contribution_is_what_the_law_says(case: dict[str, Any]) -> None:
    result = say_contribution(str(case["month"]), case["facts"])

    assert {key: result.get(key) for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", list(cases_of("entry")))
def test_entry_is_open_to_whom_the_law_lets_in(case: dict[str, Any]) -> None:
    facts = dict(case["facts"])
    readings = frozenset(facts.pop("readings", []))

    reasons = reasons_against_entry(EntryFacts(**facts), regency_code="53.03", day=case["day"], readings=readings)

    assert [reason.code.value for reason in reasons] == case["expect"]
    for reason in reasons:
        assert reason.text.id
        assert reason.text.en
        assert reason.remedy.id
        assert reason.remedy.en
        assert "{" not in reason.text.id + reason.remedy.en


def test_every_table_belongs_to_a_rule_that_is_run() -> None:
    rules = {read_yaml(path)["rule"] for path in FOLDER.glob("*.yaml")}

    assert rules <= {"contribution", "entry"}
