"""``jaring coverage`` tells cover on a day, and what happens if nothing more is paid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jaring.cli.main import DONE, REFUSED, run

MEMBER = {
    "segment": "BPU",
    "carrier": "BPJS_TK",
    "base_idr": 1_000_000,
    "payer": "APBD",
    "enrolled_on": "2025-07-01",
    "paid_months": [{"from": "2025-07", "until": "2026-01"}],
}


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "member.json"
    path.write_text(json.dumps({"member": MEMBER}), encoding="utf-8")
    return str(path)


def test_json_adds_what_happens_if_nothing_more_is_paid(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coverage", file, "--on", "2025-12-10", "--json"], {}) == DONE
    document = json.loads(capsys.readouterr().out)

    assert (document["covered"], document["until"]) == (True, "2026-01-01")
    assert document["lapse"]["pay_next"] == "2026-01"
    assert document["lapse"]["payable_until"] == "2026-03-31"
    assert document["lapse"]["restart"]["funeral_only_months"] == ["2026-04", "2026-05", "2026-06"]


def test_a_day_too_far_ahead_is_refused(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coverage", file, "--on", "2201-01-01"], {}) == REFUSED
    assert "2200" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "heading", "sentence"),
    [
        (
            "id",
            "Bila tidak ada iuran lagi",
            "Bulan yang dibayar berikutnya: Januari 2026, jatuh tempo 15 Februari 2026.",
        ),
        ("en", "If nothing more is paid", "January 2026"),
    ],
)
def test_the_text_says_when_cover_stops_and_what_to_pay_next(
    file: str, language: str, heading: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["coverage", file, "--on", "2025-12-10", "--lang", language], {}) == DONE

    text = " ".join(capsys.readouterr().out.split())
    assert heading in text
    assert sentence in text


def test_an_assumption_of_the_caller_decides(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coverage", file, "--on", "2025-09-29"], {}) == DONE
    assert "masih dalam masa tunggu" in capsys.readouterr().out

    assert run(["coverage", file, "--on", "2025-09-29", "--assume", "jkm_wait_days"], {}) == DONE
    assert "masih dalam masa tunggu" not in capsys.readouterr().out
