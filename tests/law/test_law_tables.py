"""Worked examples of the law, one table per topic: read the YAML files beside this one.

Each case names what it claims, the month or day, the facts and what the law then says; ``jaring law test`` runs the
same tables.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from jaring.core import law
from jaring.core.law import Parameter
from jaring.core.lawtest import Example, Rule, Table, read_table, run_table

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
CASES_MIN = 700
FIRST_DAY = date(2015, 7, 1)
ONE_DAY = timedelta(days=1)


@cache
def table_of(path: Path) -> Table:
    return read_table(path)


@pytest.mark.parametrize(
    ("table", "example"),
    [
        pytest.param(table_of(path), example, id=f"{path.stem}: {example.name}")
        for path in FILES
        for example in table_of(path).examples
    ],
)
def test_the_law_says_what_the_table_says(table: Table, example: Example) -> None:
    [result] = run_table(replace(table, examples=(example,)))

    assert result.differences == ()


def test_every_rule_has_examples() -> None:
    counts = Counter(table_of(path).rule for path in FILES for _ in table_of(path).examples)

    assert set(counts) == set(Rule)
    assert counts.total() >= CASES_MIN


def days_of_change(shown: Parameter) -> set[date]:
    """Return the days on which a parameter began, changed or ended after the first day that the law knows."""
    days = {day for value in shown.values for day in (value.start, value.end)}
    return days - {FIRST_DAY, law.OPEN_END}


CHANGES = [(each.path, day) for each in law.all_parameters() for day in sorted(days_of_change(each))]


@pytest.mark.parametrize(("path", "day"), CHANGES, ids=lambda part: str(part))
def test_every_change_of_law_has_its_figures_before_and_after(path: str, day: date) -> None:
    asked = {
        example.day
        for file in FILES
        if table_of(file).rule is Rule.PARAMETER
        for example in table_of(file).examples
        if example.facts["path"] == path
    }

    assert {day - ONE_DAY, day, day + ONE_DAY} <= asked


@pytest.mark.parametrize("name", sorted(law.alternatives()))
def test_every_other_reading_has_its_figure(name: str) -> None:
    value, _ = law.alternatives()[name]
    shown = [
        example
        for file in FILES
        if table_of(file).rule is Rule.PARAMETER
        for example in table_of(file).examples
        if name in example.readings
    ]

    assert any(example.facts["path"] == value.path for example in shown)
    assert all(example.expect["value"] != value.content for example in shown)
