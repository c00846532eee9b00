"""Worked examples of the law, one table per topic: read the YAML files beside this one.

Each case names what it claims, the month or day, the facts and what the law then says; ``jaring law test`` runs the
same tables.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from jaring.core.lawtest import Result, Rule, Table, read_table, run_table

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
CASES_MIN = 400


@cache
def table_of(path: Path) -> Table:
    return read_table(path)


@cache
def results_of(path: Path) -> dict[str, Result]:
    return {result.example.name: result for result in run_table(table_of(path))}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param(path, case.name, id=f"{path.stem}: {case.name}")
        for path in FILES
        for case in table_of(path).examples
    ],
)
def test_the_law_says_what_the_table_says(path: Path, name: str) -> None:
    assert results_of(path)[name].differences == ()


def test_every_rule_has_examples() -> None:
    counts = Counter(table_of(path).rule for path in FILES for _ in table_of(path).examples)

    assert set(counts) == set(Rule)
    assert counts.total() >= CASES_MIN
