"""``jaring contribution`` and ``jaring law`` print what the contract and their readers expect."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from jaring.cli.main import DONE, run
from jaring.core import law

Ask = Callable[..., Any]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command line with ``--json`` and return the one document it prints."""

    def run_with_json(*arguments: str) -> Any:
        assert run([*arguments, "--json"], {}) == DONE
        out, err = capsys.readouterr()
        assert err == ""
        return json.loads(out)

    return run_with_json


def contribution(ask: Ask, **changes: str) -> dict[str, Any]:
    options = {"month": "2026-05", "payer": "APBD", "income": "900000", **changes}
    document: dict[str, Any] = ask("contribution", *(f"--{name}={value}" for name, value in options.items()))
    return document


def test_the_contribution_document_is_that_of_the_contract(ask: Ask) -> None:
    due = contribution(ask)

    assert list(due) == [
        "month",
        "payer",
        "base_idr",
        "jkk_idr",
        "jkm_idr",
        "total_idr",
        "discount_rate",
        "sources",
    ]
    assert due["month"] == "2026-05"
    assert due["payer"] == "APBD"
    assert (due["base_idr"], due["jkk_idr"], due["jkm_idr"], due["total_idr"]) == (1_000_000, 10_000, 6_800, 16_800)
    assert due["discount_rate"] == 0
    assert {"law": "PP 44/2015", "article": "Lampiran II", "status": "reported"} in due["sources"]
    assert all(set(source) == {"law", "article", "status"} for source in due["sources"])


@pytest.mark.parametrize(
    ("payer", "total_idr", "rate"),
    [
        ("APBD", 16_800, 0),
        ("APBD_PROVINSI", 16_800, 0),
        ("APBN", 16_800, 0),
        ("DANA_DESA", 16_800, 0),
        ("APBDES", 16_800, 0),
        ("CSR", 8_400, 0.5),
        ("SELF", 8_400, 0.5),
        ("EMPLOYER", 4_860, 0),
        ("self", 8_400, 0.5),
    ],
)
def test_all_payers_of_the_contract_are_known(ask: Ask, payer: str, total_idr: int, rate: float) -> None:
    due = contribution(ask, payer=payer)

    assert (due["total_idr"], due["discount_rate"]) == (total_idr, rate)


def test_the_sector_and_the_risk_group_are_options(ask: Ask) -> None:
    assert contribution(ask, payer="SELF", month="2026-02", sector="transport")["total_idr"] == 8_400
    assert contribution(ask, payer="SELF", month="2026-02", sector="other")["total_idr"] == 16_800
    assert contribution(ask, payer="EMPLOYER", income="1000000", **{"risk-group": "high"})["jkk_idr"] == 12_700


def test_old_age_savings_are_added_on_request(ask: Ask) -> None:
    due = ask("contribution", "--month", "2026-05", "--payer", "SELF", "--income", "900000", "--with-jht")

    assert (due["jht_idr"], due["total_idr"]) == (20_000, 28_400)


def test_another_reading_of_unsettled_law_can_be_tried(ask: Ask) -> None:
    assert contribution(ask, payer="APBDES", assume="apbdes_discounted")["total_idr"] == 8_400


def test_the_text_names_the_regulations_and_what_is_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    run(["contribution", "--month", "2026-05", "--payer", "APBDES", "--income", "900000"], {})
    shown = capsys.readouterr().out

    assert "Rp16.800" in shown
    assert "PP 50/2025" in shown
    assert "anggapan" in shown


def test_the_law_can_be_listed_whole(ask: Ask) -> None:
    shown = ask("law", "show")

    assert [parameter["path"] for parameter in shown] == [each.path for each in law.all_parameters()]
    assert all(value["source"]["law"] for parameter in shown for value in parameter["values"])


def test_the_law_of_a_day_holds_only_what_is_in_force(ask: Ask) -> None:
    before = {value["path"] for value in ask("law", "at", "2025-12-31")["values"]}
    after = {value["path"] for value in ask("law", "at", "2026-01-01", "contribution/bpu")["values"]}

    assert "contribution/bpu/discount_rate" not in before
    assert "contribution/bpu/discount_rate" in after
    assert all(path.startswith("contribution/bpu/") for path in after)


def test_the_difference_between_two_days_names_what_began_and_what_ended(ask: Ask) -> None:
    changes = ask("law", "diff", "2026-12-31", "2027-01-01")["changes"]

    assert [(each["change"], each["path"], each["where"]) for each in changes] == [
        ("-", "contribution/bpu/discount_rate", {"sector": ["other"]})
    ]
    assert ask("law", "diff", "2026-05-01", "2026-05-02")["changes"] == []


def test_values_grow_stale_after_the_given_days(ask: Ask) -> None:
    values = [value for parameter in law.all_parameters() for value in parameter.values]
    newest = max(value.source.checked for value in values)

    fresh = ask("law", "stale", "--days", "180", "--as-of", newest.isoformat())
    stale = ask("law", "stale", "--days", "0", "--as-of", "2100-01-01")

    assert len(fresh["values"]) == sum((newest - value.source.checked).days > 180 for value in values)
    assert len(stale["values"]) == len(values)


@pytest.mark.parametrize(
    "arguments",
    [
        ["law", "show"],
        ["law", "show", "contribution"],
        ["law", "at", "2026-05-01"],
        ["law", "diff", "2020-07-31", "2026-04-01"],
        ["law", "diff", "2026-05-01", "2026-05-02"],
        ["law", "stale", "--as-of", "2100-01-01"],
        ["law", "stale", "--as-of", "2026-11-23"],
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_view_of_the_law_has_a_text_for_people(
    arguments: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, "--lang", language], {}) == DONE
    out, err = capsys.readouterr()
    assert out.strip()
    assert err == ""
    assert "Text(" not in out
