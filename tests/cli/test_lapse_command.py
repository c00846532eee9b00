"""The lapse guard on the command line: a table, a document, and the request that restores continuity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from homes import Home
from pypdf import PdfReader


def told(home: Home, *arguments: str) -> dict[str, Any]:
    done = home.jaring("lapse", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_the_document_tells_days_people_and_money(home: Home) -> None:
    (payer,) = told(home, "--on", "2026-11-30")["payers"]

    assert payer["payer"] == "APBD"
    assert payer["deadline"] >= "2026-11-30"
    assert sum(stop["people"] for stop in payer["stops"]) == payer["people"]
    assert payer["amount_idr"] == sum(month["amount_idr"] for month in payer["months"])
    assert payer["gap_cost"]["lost_low_idr"] <= payer["gap_cost"]["lost_high_idr"]
    assert {"due", "unpaid_month", "ended", "year_turn"} == {mark["kind"] for mark in payer["marks"]}


def test_the_table_is_shown_without_json(home: Home) -> None:
    done = home.jaring("lapse", "--on", "2026-11-30")

    assert done.returncode == 0
    assert "Paling lambat" in done.stdout


def test_the_letter_is_written_once_the_membership_has_ended(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "pemulihan.pdf"

    early = home.jaring("lapse", "--payer", "APBD", "--on", "2026-11-30", "--letter", str(target))
    assert (early.returncode, target.exists()) == (1, False)
    assert "JRG-251" in early.stderr

    told(home, "--payer", "APBD", "--on", "2027-06-01", "--letter", str(target))
    assert "pemulihan" in PdfReader(target).pages[0].extract_text()


def test_a_letter_needs_its_payer(home: Home, tmp_path: Path) -> None:
    done = home.jaring("lapse", "--letter", str(tmp_path / "surat.pdf"))

    assert done.returncode == 1
    assert "--letter" in done.stderr
