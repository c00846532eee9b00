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


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_value_of_a_day_stands_beside_its_whole_path(
    language: str, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {value["path"] for value in ask("law", "at", "2026-05-01")["values"]}
    run(["law", "at", "2026-05-01", "--lang", language], {})
    cells = [line.split() for line in capsys.readouterr().out.splitlines() if "/" in line]

    assert paths <= {row[0] for row in cells}
    assert all(len(row) >= 3 for row in cells if row[0] in paths)


def test_a_comparison_of_two_days_reads_as_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "diff", "2019-12-01", "2019-12-02"], {}) == DONE

    shown = capsys.readouterr().out
    assert "Perubahan dari 1 Desember 2019 ke 2 Desember 2019" in shown
    assert "Rp16.200.000 (anggapan) -> Rp20.000.000 (menurut sumber lain)" in shown
    assert "jenis alat: kacamata: baru: Rp1.000.000" in shown
    assert "berakhir: Rp12.000.000" in shown
    assert (
        shown.index("Rp200.000 sebulan") < shown.index("Nilainya tetap, dasarnya berganti:") < shown.index("80 bulan")
    )


def test_the_coming_of_the_waiting_rule_is_seen_on_its_first_day(ask: Ask) -> None:
    def of(day1: str, day2: str) -> list[tuple[str, Any]]:
        changes = ask("law", "diff", day1, day2, "coverage/jkm_wait/applies")["changes"]
        return [(change["change"], change["value"]) for change in changes]

    assert of("2025-01-30", "2025-01-31") == []
    assert of("2025-01-31", "2025-02-01") == [("-", False), ("+", True)]
    assert of("2025-02-01", "2025-02-02") == []


def test_what_is_to_be_looked_up_again_is_listed_by_regulation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "stale", "--as-of", "2100-01-01", "--lang", "en"], {}) == DONE

    shown = capsys.readouterr().out
    headings = [shown.index(f"{name}: ") for name in ("PP 44/2015", "PP 82/2019", "Permenaker 1/2025")]
    assert headings == sorted(headings)
    assert "Compare with the source" in shown


def test_the_disability_table_is_shown_row_by_row(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "show", "benefit/disability/table"], {}) == DONE
    shown = capsys.readouterr().out
    assert "ibu jari tangan kanan" in shown
    assert "10\u00a0% - 30\u00a0%" in shown
    assert "6\u00a0% tiap 10 desibel, paling banyak 40\u00a0%" in shown

    [table] = ask("law", "show", "benefit/disability/table")
    rows = {row["part"]: row for row in table["values"][0]["value"]}
    assert rows["thumb_right"]["rate_from"] == "0.15"
    assert rows["thumb_right"]["other_side"] == "thumb_left"
    assert (rows["scalp_avulsion"]["rate_from"], rows["scalp_avulsion"]["rate_to"]) == ("0.1", "0.3")
