"""``jaring reconcile``: the insurer's files in, one document with the four sides and the cases out."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from homes import PEOPLE, Home

MONTH = "2026-11"


def write_active(home: Home, numbers: range, heading: tuple[str, ...] = ("NIK", "Nama Peserta", "Iuran")) -> Path:
    """Write an active list of the people of these numbers, who are on the register of the home."""
    with (home.folder / "daftar.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    path = home.folder / f"aktif-{len(numbers)}-{len(heading)}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows([[listed[n]["NIK"], listed[n]["Nama"], "16.800"][: len(heading)] for n in numbers])
    return path


def reconciled(home: Home, *options: str) -> dict[str, Any]:
    done = home.jaring("reconcile", MONTH, *options, "--json")
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    assert re.search(r"\d{16}", done.stdout + done.stderr) is None
    return document


def test_month_is_matched_and_its_papers_are_written(home: Home) -> None:
    assert home.jaring("bill", MONTH).returncode == 0
    active = write_active(home, PEOPLE)

    found = reconciled(home, "--active", str(active), "--out", str(home.folder / "hasil"))

    people = len(PEOPLE)
    assert found["sides"] == {
        "decree": {"people": people},
        "bill": {"people": people, "total_idr": people * 16_800},
        "transfer": {"people": 0, "total_idr": 0},
        "active": {"people": people, "total_idr": None},
    }
    assert found["open_cases"] == [{"kind": "billed_not_paid", "cases": 1, "amount_idr": people * 16_800}]
    assert found["cases"]["opened"] == 1
    assert [Path(path).name for path in found["papers"]] == [f"berita-acara-{MONTH}.pdf", f"kasus-{MONTH}.xlsx"]
    assert all(Path(path).stat().st_size > 1_000 for path in found["papers"])

    again = reconciled(home, "--active", str(active))
    assert again["files"] == found["files"]
    assert again["cases"] == {"opened": 0, "carried": 0, "reopened": 0, "closed": 0}

    shown = home.jaring("reconcile", MONTH, "--lang", "en")
    assert shown.returncode == 0
    assert "Billed, not paid" in shown.stdout


def test_file_that_is_no_active_list_is_refused_by_its_missing_column(home: Home) -> None:
    wrong = write_active(home, PEOPLE, ("NIK", "Kota", "Iuran"))

    done = home.jaring("reconcile", MONTH, "--active", str(wrong), "--json")

    assert done.returncode == 1
    assert json.loads(done.stderr.strip().splitlines()[-1])["code"] == "JRG-261"
    assert done.stdout == ""
    assert home.rows("reconciliation_matchrun") == []
