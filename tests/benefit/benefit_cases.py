"""Cases as JSON documents, and answers read by code: what the tests of benefits share."""

from __future__ import annotations

import copy
from typing import Any

from jaring.core.benefit import Entitlement, entitlement
from jaring.core.benefit.reading import read_case

MEMBER: dict[str, Any] = {
    "segment": "BPU",
    "carrier": "BPJS_TK",
    "base_idr": 1_000_000,
    "payer": "APBD",
    "enrolled_on": "2018-01-01",
    "paid_months": {"from": "2018-01", "until": "2027-01"},
}
WAGE_EARNER: dict[str, Any] = {
    "segment": "PU",
    "carrier": "BPJS_TK",
    "base_idr": 2_426_640,
    "payer": "EMPLOYER",
    "enrolled_on": "2018-01-01",
    "paid_months": {"from": "2018-01", "until": "2027-01"},
}
DAY = "2026-05-04"


def member(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(MEMBER), **changes}


def death(cause: str = "work_accident", **changes: Any) -> dict[str, Any]:
    return {"kind": "death", "cause": cause, "date": DAY, "outcome": "death", **changes}


def accident(outcome: str = "temporary", **changes: Any) -> dict[str, Any]:
    return {"kind": "accident", "cause": "work_accident", "date": DAY, "outcome": outcome, **changes}


def document(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"event": event, "member": member(), "as_of": "2026-11-01", **changes}


def answer(event: dict[str, Any], *readings: str, **changes: Any) -> Entitlement:
    return entitlement(read_case(document(event, **changes)), readings=frozenset(readings))


def amounts(result: Entitlement) -> dict[str, int]:
    """Return the amount of each item by its code; a code stands once."""
    found = {item.code.value: item.amount.idr for item in result.items}
    assert len(found) == len(result.items)
    return found


def formulas(result: Entitlement) -> dict[str, str]:
    return {item.code.value: item.formula.id for item in result.items}


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]
