"""What the law was does not change afterwards: rows that were published stay as they were, and only end.

A bill or an answer of the past has to come out as it did. Every row that was ever released stands in
``published.json``. A row there may get an ``until`` where it had none, and more readings; anything else about it is
settled. How a figure that turns out to be wrong is corrected: ``docs/developer/add-a-parameter.md``.

Run as a script, this file adds the rows that are new, and ends; it never rewrites one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from jaring.core import law
from jaring.core.law.document import value_document

PUBLISHED = Path(__file__).parent / "published.json"
ENDS = "until"

Rows = dict[str, dict[str, Any]]


def rows_of_today() -> Rows:
    """Return what decides of every row, by its path, first day and facts."""
    documents = (value_document(value) for parameter in law.all_parameters() for value in parameter.values)
    return {key_of(row): settled(row) for row in documents}


def key_of(row: Mapping[str, Any]) -> str:
    facts = "; ".join(f"{fact}={','.join(allowed)}" for fact, allowed in sorted(row["where"].items()))
    return f"{row['path']} {row['from']}{' ' if facts else ''}{facts}"


def settled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a row must not change. Its source may be looked up again, and notes may get clearer."""
    readings = {each["name"]: each["value"] for each in row["alternatives"]}
    return {"value": row["value"], ENDS: row[ENDS], "readings": readings}


def changed(published: Rows, today: Rows) -> list[str]:
    """Say which published rows are gone, or are no longer what they were."""
    return [key for key, row in published.items() if key not in today or not continues(row, today[key])]


def continues(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    only_ended = was[ENDS] is None and now[ENDS] is not None
    kept = was["value"] == now["value"] and all(now["readings"].get(name) == v for name, v in was["readings"].items())
    return kept and (was[ENDS] == now[ENDS] or only_ended)


def published_rows() -> Rows:
    rows: Rows = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return rows


def test_published_rows_of_the_law_are_as_they_were() -> None:
    assert changed(published_rows(), rows_of_today()) == []


def test_every_row_is_published() -> None:
    missing = set(rows_of_today()) - set(published_rows())

    assert missing == set(), f"add the new rows: python tests/law/{Path(__file__).name}"


ROW = {"value": 6800, "until": None, "readings": {"other": 7000}}


@pytest.mark.parametrize(
    ("now", "is_kept"),
    [
        (ROW, True),
        ({**ROW, "until": "2028-01-01"}, True),
        ({**ROW, "readings": {"other": 7000, "new": 1}}, True),
        ({**ROW, "value": 6900}, False),
        ({**ROW, "readings": {}}, False),
        ({**ROW, "readings": {"other": 7001}}, False),
    ],
)
def test_a_row_may_end_and_offer_more_readings_but_not_change(now: dict[str, Any], *, is_kept: bool) -> None:
    assert (changed({"a": ROW}, {"a": now}) == []) is is_kept


def test_a_row_may_not_vanish_nor_end_on_another_day_nor_live_again() -> None:
    ended = {**ROW, "until": "2028-01-01"}

    assert changed({"a": ROW}, {}) == ["a"]
    assert changed({"a": ended}, {"a": {**ended, "until": "2028-02-01"}}) == ["a"]
    assert changed({"a": ended}, {"a": ROW}) == ["a"]


def add_new_rows() -> None:
    published, today = published_rows() if PUBLISHED.exists() else {}, rows_of_today()
    if wrong := changed(published, today):
        raise SystemExit("published rows were changed:\n" + "\n".join(wrong))
    rows = {key: today[key] for key in sorted(today)}
    lines = (f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(rows[key], ensure_ascii=False)}" for key in rows)
    PUBLISHED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    add_new_rows()
