"""What ``jaring intake`` writes, prints and answers."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from people import people, write_text

HEADER = (
    "file,sheet,row,verdict,codes,nik,kk,name,sex,birth_place,birth_date,village_code,occupation,occupation_group,phone,"
    "income_idr,mother_name,heir_name,heir_relation"
)


def jaring(*arguments: object) -> subprocess.CompletedProcess[str]:
    script = "import sys; from jaring.cli.main import main; sys.argv[0] = 'jaring'; main()"
    return subprocess.run(
        [sys.executable, "-c", script, "intake", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    rows = [["NIK", "Nama", "JK", "Tgl Lahir", "Desa"]]
    write_text(folder / "b.csv", [*rows, *[[p.nik, p.name, p.sex, p.day, "Bijeli"] for p in people(2)]])
    (folder / "sub").mkdir()
    write_text(folder / "sub" / "a.csv", [*rows, *[["", p.name, p.sex, p.day, "Seo"] for p in people(1)]])
    (folder / "~$b.xlsx").write_bytes(b"lock")
    (folder / ".hidden.csv").write_bytes(b"hidden")
    (folder / "letter.txt").write_text("Dengan hormat", encoding="utf-8")
    return folder


ASKED = ("--regency", "53.03", "--as-of", "2026-11-01", "--out")


def test_the_results_are_written_as_the_contract_says(lists: Path, tmp_path: Path) -> None:
    done = jaring(lists, *ASKED, tmp_path / "out", "--json")

    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert [(file["file"], file["status"], file["code"], file["rows"]) for file in summary["files"]] == [
        ("b.csv", "read", "", 2),
        ("letter.txt", "refused", "FILE_NO_TABLE", 0),
        ("sub/a.csv", "read", "", 1),
    ]
    assert summary["totals"]["rows"] == 3
    assert summary["totals"]["by_verdict"] == {"accepted": 2, "doubtful": 0, "rejected": 1}
    assert summary["totals"]["by_code"] == {"NIK_MISSING": 1}
    lines = (tmp_path / "out" / "records.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert [(row["file"], row["row"], row["verdict"]) for row in csv.DictReader(lines)] == [
        ("b.csv", "2", "accepted"),
        ("b.csv", "3", "accepted"),
        ("sub/a.csv", "2", "rejected"),
    ]
    assert (tmp_path / "out" / "corrections" / "sub" / "a.xlsx").is_file()


def test_results_are_replaced_by_newer_ones_and_are_never_read_as_lists(lists: Path) -> None:
    first = jaring(lists, *ASKED, lists / "out", "--json")
    second = jaring(lists, *ASKED, lists / "out", "--json")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == second.stdout
    assert not [path for path in lists.iterdir() if path.name.startswith(".out")]


def test_a_folder_that_holds_something_else_is_left_alone(lists: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious", encoding="utf-8")

    refused = jaring(lists, *ASKED, tmp_path / "mine")

    assert refused.returncode == 1
    assert "JRG-453" in refused.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (["nowhere.xlsx", *ASKED, "out"], 2, "nowhere.xlsx"),
        ([".", "--regency", "99.99", "--as-of", "2026-11-01", "--out", "out"], 1, "JRG-"),
        ([".", "--regency", "53.03", "--as-of", "01/11/2026", "--out", "out"], 2, "--as-of"),
        ([".", "--regency", "53.03", "--as-of", "2026-11-01"], 2, "--out"),
    ],
)
def test_a_refusal_is_named_and_writes_nothing(
    arguments: list[str], status: int, word: str, lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    refused = jaring(*[lists if argument == "." else argument for argument in arguments])

    assert refused.returncode == status
    assert word in refused.stderr
    assert refused.stdout == ""
    assert not (tmp_path / "out").exists()


def test_only_refused_files_end_with_status_one_and_whole_results(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")

    refused = jaring(tmp_path / "a.xlsx", *ASKED, tmp_path / "out")

    assert refused.returncode == 1
    assert "FILE_TYPE" in refused.stderr
    assert (
        json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["files"][0]["code"] == "FILE_TYPE"
    )


def test_a_killed_run_leaves_no_folder_that_looks_finished(lists: Path, tmp_path: Path) -> None:
    script = (
        "import os, sys; from jaring.core.intake import outputs; "
        "outputs.write_corrections = lambda *_: os.kill(os.getpid(), 9); "
        "from jaring.cli.main import run; run(sys.argv[1:], {})"
    )

    killed = subprocess.run(
        [sys.executable, "-c", script, "intake", str(lists), *ASKED, str(tmp_path / "out")],
        capture_output=True,
        check=False,
    )

    assert killed.returncode != 0
    assert not (tmp_path / "out").exists()
    assert jaring(lists, *ASKED, tmp_path / "out").returncode == 0


def test_no_database_and_no_web_framework_is_loaded(lists: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from jaring.cli.main import run; status = run(sys.argv[1:], {}); "
        "heavy = [name for name in sys.modules if name.split('.')[0] in ('django', 'sqlite3', 'psycopg')]; "
        "print(heavy, file=sys.stderr); "
        "sys.exit(status)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, "intake", str(lists), *ASKED, str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert done.stderr.rstrip().endswith("[]")
