"""The sample lists, graded against the table of what is right."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from intake_grading import faults, read_table

from jaring.core.intake import read_lists
from jaring.core.intake.outputs import write_outputs

LISTS = Path(__file__).parents[2] / "data" / "lists"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("intake") / "out"
    batch = read_lists([LISTS / "files"], regency="53.03", as_of=date(2026, 11, 1))
    write_outputs(batch, folder)
    return folder


def test_every_row_of_the_sample_is_judged_as_expected(out: Path) -> None:
    records = read_table(out / "records.csv")

    assert faults(records, read_table(LISTS / "expected.csv")) == []


def test_the_files_of_the_sample_are_read_or_refused_as_expected(out: Path) -> None:
    expected = json.loads((LISTS / "expected_files.json").read_text(encoding="utf-8"))
    files = {file["file"]: file for file in json.loads((out / "summary.json").read_text(encoding="utf-8"))["files"]}

    assert {name: files[name]["rows"] for name in expected["read"]} == expected["read"]
    assert all(files[name]["status"] == "refused" for name in expected["refused"])
    assert all(files[name]["code"] in codes for name, codes in expected["refused"].items())


def test_the_grading_notices_a_wrong_answer(out: Path) -> None:
    records = read_table(out / "records.csv")
    records[1]["birth_date"] = "1999-01-01"
    records[2]["verdict"] = "doubtful"
    del records[3]

    assert len(faults(records, read_table(LISTS / "expected.csv"))) == 3
