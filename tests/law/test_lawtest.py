"""A table of worked examples is run as written, or refused with its place; a wrong figure never passes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from jaring.cli.main import DONE, REFUSED, WRONG_USAGE, run
from jaring.core.law.written import DEPTH_MAX, parse_yaml
from jaring.core.lawtest import Difference, LawTestUnusableError, Rule, read_table, run_table
from jaring.core.text import Text

CASE = """
  - name: one month
    month: 2026-05
    facts: {payer: APBD, income_idr: 900000}
    expect: {total_idr: 16800}
"""
TABLE = f"rule: contribution\nsource: test\ncases:{CASE}"
BENEFIT = """
rule: benefit
source: test
given:
  event: {kind: death, cause: other}
  member: {segment: BPU, carrier: BPJS_TK, base_idr: 1000000, payer: APBD, enrolled_on: 2024-01-01,
           paid_months: {from: 2024-01, until: 2027-01}}
cases:
  - name: an ordinary death
    day: 2026-06-01
    facts: {event: {date: 2026-05-10}}
    expect: %s
"""


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(text: str, name: str = "table.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def differences(path: Path) -> list[tuple[Difference, ...]]:
    return [result.differences for result in run_table(read_table(path))]


def test_a_table_that_agrees_passes(written: Any) -> None:
    assert differences(written(TABLE)) == [()]


def test_a_wrong_figure_is_named_with_what_was_computed(written: Any) -> None:
    [[difference]] = differences(written(TABLE.replace("16800", "8400")))

    assert difference == Difference("total_idr", 8400, 16800)


def test_a_key_that_the_answer_does_not_have_fails(written: Any) -> None:
    [[difference]] = differences(written(TABLE.replace("total_idr: 16800", "totl_idr: 16800")))

    assert difference.key == "totl_idr"
    assert str(difference.got) == "-"


def test_a_refusal_is_an_answer_and_silence_is_not_agreement(written: Any) -> None:
    refused = TABLE.replace("2026-05", "2015-06")

    assert differences(written(refused.replace("total_idr: 16800", "refused: JRG-101"))) == [()]
    [[difference]] = differences(written(refused))
    assert (difference.key, str(difference.expected)) == ("refused", "-")
    assert isinstance(difference.got, Text)
    assert difference.got.en.startswith("JRG-101: Parameter contribution/")


@pytest.mark.parametrize(
    ("expect", "agrees"),
    [
        ("{scheme: JKM, cash_total_idr: 42000000}", True),
        ("{items: {death_grant: 20000000, funeral_grant: 10000000}}", True),
        ("{items: {death_grant: {amount_idr: 20000000, status: reported}}}", True),
        ("{items: {total_disability_grant: null}}", True),
        ("{items: {death_grant: null}}", False),
        ("{items: {death_grant: 20000001}}", False),
        ("{items: {total_disability_grant: 1}}", False),
        ("{items: []}", False),
        ("{items: [{}, {}, {}]}", True),
        ("{cash_total_idr: true}", False),
        ("{cash_total_idr: 42000000.0}", True),
        ("{cover: {until: 2027-01-01}}", True),
        ("{cover: {until: 2027-01-02}}", False),
        ("{scheme: {code: JKM}}", False),
    ],
)
def test_only_the_expected_keys_are_compared_and_rows_are_found_by_code(
    written: Any, expect: str, *, agrees: bool
) -> None:
    [found] = differences(written(BENEFIT % expect))

    assert (found == ()) is agrees


def test_rates_agree_however_they_are_written(written: Any) -> None:
    text = """
rule: parameter
source: test
cases:
  - {name: a, day: 2026-05-01, facts: {path: benefit/jkk/death_rate}, expect: {value: "0.6"}}
  - {name: b, day: 2026-05-01, facts: {path: benefit/jkk/death_rate}, expect: {value: 0.60}}
  - {name: c, day: 2026-05-01, facts: {path: benefit/jkk/death_rate}, expect: {value: "0.61"}}
"""
    assert [bool(found) for found in differences(written(text))] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("rule: [", "not readable YAML"),
        ("rule: contribution\ncases:\n\t- name: a", "at line 3: .*not readable YAML"),
        ("rule: a\nrule: b", "not readable YAML"),
        ("a: &x [1]\nb: *x", "not readable YAML"),
        ("- 1", "has to hold keys"),
        ("", "has to hold keys"),
        (TABLE.replace("contribution", "contribtion"), "rule has to be one of contribution, entry"),
        (TABLE.replace("contribution", "[1]"), "rule has to be one of"),
        (TABLE.replace("rule: contribution\n", ""), "missing keys in the table: rule"),
        (TABLE.replace("source: test", "source: 5"), "source has to be a text"),
        (TABLE + "extra: 1\n", "unknown keys in the table: extra"),
        ("rule: contribution\nsource: t\ncases: []", "at least one case"),
        ("rule: contribution\nsource: t\ncases: 5", "at least one case"),
        ("rule: contribution\nsource: t\ncases: [5]", "case 1: the case has to hold keys"),
        (TABLE + "given: 5\n", "given has to hold keys"),
        (TABLE.replace("month: 2026-05", "month: 2026-13"), "month is written as YYYY-MM"),
        (TABLE.replace("month: 2026-05", "day: 2026-05-01"), "unknown keys in the case: day"),
        (TABLE.replace("expect: {total_idr: 16800}", "expect: {}"), "expect is empty"),
        (TABLE.replace("expect:", "expct:"), "unknown keys in the case: expct"),
        (TABLE.replace("facts: {payer: APBD, income_idr: 900000}", "facts: 5"), "facts has to hold keys"),
        (TABLE.replace("payer: APBD", "payer: APBDD"), "case one month: facts.payer choose one of"),
        (TABLE.replace("payer: APBD", "payr: APBD"), "facts.payer must be given"),
        (TABLE.replace("900000}", "9.5}"), "facts.income_idr write a whole number"),
        (TABLE.replace("900000}", "9, readings: x}"), "facts.readings has to be a list"),
        (TABLE + CASE, "case 2 \\(one month\\): another case already has this name"),
        (BENEFIT.replace("2026-06-01", "2026-02-30") % "{scheme: JKM}", "not readable YAML|day is written"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused_with_its_place(written: Any, text: str, complaint: str) -> None:
    with pytest.raises(LawTestUnusableError, match=f"JRG-105 .*table.yaml.*({complaint})"):
        differences(written(text))


def test_a_table_may_be_nested_as_deep_as_a_person_writes_and_no_deeper() -> None:
    assert parse_yaml("[" * DEPTH_MAX + "]" * DEPTH_MAX) is not None
    with pytest.raises(ValueError, match="depth"):
        parse_yaml("[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1))


def test_bytes_and_depth_that_no_table_has_are_refused(tmp_path: Path) -> None:
    for content in (b"\xff\xfe\x00", b"a" * 2_000_001, b"[" * 100_000, b"a: " * 50_000):
        path = tmp_path / "odd.yaml"
        path.write_bytes(content)
        with pytest.raises(LawTestUnusableError, match="JRG-105"):
            read_table(path)


def test_the_command_ends_with_one_where_a_case_differs(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = written(TABLE), written(TABLE.replace("16800", "8400"), "bad.yaml")

    assert run(["law", "test", str(good)], {}) == DONE
    assert "1 cocok, 0 berbeda." in capsys.readouterr().out
    assert run(["law", "test", str(good.parent), "--lang", "en"], {}) == 1
    shown = capsys.readouterr().out
    assert "bad.yaml" in shown
    assert "8400" in shown
    assert "1 as expected, 1 different." in shown
    assert run(["law", "test", str(bad), "--json"], {}) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["passed"], document["failed"]) == (0, 1)
    assert document["tables"][0]["cases"][0]["differences"] == [
        {"key": "total_idr", "expected": "8400", "got": "16800"}
    ]


def test_the_command_refuses_a_table_by_its_code_and_a_missing_file_as_wrong_usage(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["law", "test", str(written("rule: ["))], {}) == REFUSED
    assert "JRG-105" in capsys.readouterr().err
    assert run(["law", "test", "no-such-file.yaml"], {}) == WRONG_USAGE
    empty = written(TABLE).parent / "empty"
    empty.mkdir()
    assert run(["law", "test", str(empty)], {}) == WRONG_USAGE


GUIDE = Path(__file__).parents[2] / "docs/panduan/uji-hukum.md"
EXAMPLES_OF_GUIDE = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES_OF_GUIDE, ids=lambda text: text.split("\n", 1)[0])
def test_the_examples_of_the_guide_run_as_they_stand(written: Any, text: str) -> None:
    assert all(found == () for found in differences(written(text)))


def test_the_guide_has_an_example_of_every_rule() -> None:
    rules = {text.split("\n", 1)[0].removeprefix("rule: ") for text in EXAMPLES_OF_GUIDE}

    assert rules == {rule.value for rule in Rule}
