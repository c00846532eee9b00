"""Worked examples of the law, one table per topic: read the YAML files beside this one.

Each case names what it claims, the month or day, the facts and what the law then says; ``jaring law test`` runs the
same tables.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from jaring.core import law
from jaring.core.law import Parameter, Value
from jaring.core.lawtest import Example, Rule, Table, read_table, run_table

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
CASES_MIN = 1_300
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
    asked = {example.day for example in examples_of_parameters()[path]}

    assert {day - ONE_DAY, day, day + ONE_DAY} <= asked


def test_every_value_is_asked_for_with_its_facts_on_its_first_and_its_last_day() -> None:
    borders = [
        (value, day)
        for parameter in law.all_parameters()
        for value in parameter.values
        for day in {value.start, *({value.end - ONE_DAY} - {law.OPEN_END - ONE_DAY})}
    ]

    assert [f"{value.path} {value.where} {day}" for value, day in borders if not is_asked(value, day)] == []


def is_asked(value: Value, day: date) -> bool:
    """Say whether an example asks for a value on a day; for one of the first day, on the day before it too."""
    days = {day, day - ONE_DAY} if day == FIRST_DAY else {day}
    return days <= {each.day for each in examples_of_parameters()[value.path] if _meets(each, value)}


@cache
def examples_of_parameters() -> Mapping[str, list[Example]]:
    found = defaultdict(list)
    for file in FILES:
        if table_of(file).rule is Rule.PARAMETER:
            for example in table_of(file).examples:
                found[str(example.facts["path"])].append(example)
    return found


def _meets(example: Example, value: Value) -> bool:
    facts = example.facts.get("where")
    given = facts if isinstance(facts, Mapping) else {}
    return all(given.get(fact) in allowed for fact, allowed in value.where.items())


@pytest.mark.parametrize("name", sorted(law.alternatives()))
def test_every_other_reading_has_its_figure(name: str) -> None:
    value, _ = law.alternatives()[name]
    shown = [each for examples in examples_of_parameters().values() for each in examples if name in each.readings]

    assert any(example.facts["path"] == value.path for example in shown)
    assert all(example.expect["value"] != value.content for example in shown)
