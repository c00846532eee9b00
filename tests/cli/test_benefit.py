"""``jaring benefit`` prints the contract's document, and text that a village head can read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jaring.cli.main import DONE, REFUSED, WRONG_USAGE, run

EXAMPLES = Path(__file__).parents[2] / "docs/examples/benefit"
SAMPLES = sorted(EXAMPLES.glob("*.json"))
KEYS_OF_AN_ANSWER = {
    "scheme",
    "items",
    "cash_total_idr",
    "scholarship",
    "services",
    "documents",
    "deadlines",
    "delay",
    "heirs",
    "cover",
    "facts",
    "missing",
    "notes",
}


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["benefit", *arguments, "--json"], {}) == DONE
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def told(capsys: pytest.CaptureFixture[str], name: str, *arguments: str) -> str:
    assert run(["benefit", str(EXAMPLES / f"{name}.json"), *arguments], {}) == DONE
    return capsys.readouterr().out


def test_document_of_the_contract_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, str(EXAMPLES / "meninggal-karena-sakit.json"))

    assert document["scheme"] == "JKM"
    assert document["cash_total_idr"] == 42_000_000
    assert document["items"][0]["label"] == "Santunan kematian"


def test_nine_samples_are_offered() -> None:
    assert len(SAMPLES) == 9


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_answered_with_the_whole_document(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, str(path))

    assert set(document) >= KEYS_OF_AN_ANSWER
    assert document["scheme"] in {"JKK", "JKM", "NONE"}
    for item in document["items"]:
        assert set(item) == {"code", "label", "amount_idr", "formula", "source", "status"}
        assert item["source"]
    assert document["scholarship"]["total_max_idr"] >= document["scholarship"]["due_now_idr"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_cash_of_every_sample_is_the_sum_of_its_items(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, str(path))

    cash = [item["amount_idr"] for item in document["items"] if item["code"] != "scholarship"]
    assert document["cash_total_idr"] == sum(cash)
    assert (document["scheme"] == "NONE") == (cash == [])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_told_in_both_languages(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    indonesian, english = told(capsys, path.stem), told(capsys, path.stem, "--lang", "en")

    assert indonesian != english
    assert "{" not in indonesian + english


def test_document_is_english_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, str(EXAMPLES / "meninggal-karena-sakit.json"), "--lang", "en")

    assert document["items"][0]["label"] == "Death grant"


def test_case_is_read_from_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = (EXAMPLES / "meninggal-karena-sakit.json").read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    assert ask(capsys, "-")["scheme"] == "JKM"


def test_share_written_as_a_fraction_is_read_exactly(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = json.loads((EXAMPLES / "cacat-sebagian.json").read_text(encoding="utf-8"))
    case["event"] = {**case["event"], "days_unable": 0, "transport": [], "appliances": []}
    case["event"]["disabilities"] = [{"part": "big_toe", "loss_of_function": 0.1}]
    path = tmp_path / "kasus.json"
    path.write_text(json.dumps(case), encoding="utf-8")

    assert ask(capsys, str(path))["cash_total_idr"] == 400_000


def test_reading_of_unsettled_law_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(EXAMPLES / "hilang-di-laut.json")

    assert ask(capsys, path)["scheme"] == "JKK"
    assert ask(capsys, path, "--assume", "missing_at_sea_as_death")["scheme"] == "JKM"


def test_unknown_reading_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["benefit", str(EXAMPLES / "hilang-di-laut.json"), "--assume", "guess", "--json"], {})

    out, err = capsys.readouterr()
    assert (status, out) == (REFUSED, "")
    assert json.loads(err)["code"] == "JRG-103"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000, "\ufeff?"],
    ids=lambda text: text[:8] or "empty",
)
def test_what_is_no_json_is_refused(text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "kasus.json"
    path.write_text(text, encoding="utf-8")

    assert run(["benefit", str(path)], {}) == REFUSED
    assert capsys.readouterr().err.startswith("JRG-143")


def test_bytes_that_are_no_text_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "kasus.json"
    path.write_bytes(b"\xff\xfe\x00")

    assert run(["benefit", str(path)], {}) == REFUSED
    assert capsys.readouterr().err.startswith("JRG-143")


def test_endless_input_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "kasus.json"
    path.write_text(" " * 1_000_001, encoding="utf-8")

    assert run(["benefit", str(path)], {}) == REFUSED
    assert capsys.readouterr().err.startswith("JRG-143")


def test_byte_order_mark_is_passed_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "kasus.json"
    text = (EXAMPLES / "meninggal-karena-sakit.json").read_text(encoding="utf-8")
    path.write_text("\ufeff" + text, encoding="utf-8")

    assert ask(capsys, str(path))["scheme"] == "JKM"


def test_impossible_fact_is_refused_by_its_field(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = json.loads((EXAMPLES / "cacat-sebagian.json").read_text(encoding="utf-8"))
    case["event"]["disabilities"][0]["loss_of_function"] = "1.5"
    path = tmp_path / "kasus.json"
    path.write_text(json.dumps(case), encoding="utf-8")

    status = run(["benefit", str(path), "--json", "--lang", "en"], {})

    out, err = capsys.readouterr()
    assert (status, out) == (REFUSED, "")
    problem = json.loads(err)
    assert problem["code"] == "JRG-141"
    assert "event.disabilities[0].loss_of_function" in problem["title"]


def test_missing_file_is_wrong_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["benefit", str(tmp_path / "none.json")], {}) == WRONG_USAGE
    assert "none.json" in capsys.readouterr().err


def test_text_begins_with_the_verdict_and_has_every_section(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "meninggal-karena-kecelakaan-kerja")

    assert text.startswith("Ahli waris berhak menerima Rp71.500.000 tunai dari Jaminan Kecelakaan Kerja")
    for heading in (
        "Manfaat",
        "Jumlah tunai",
        "Pelayanan",
        "Beasiswa anak",
        "Yang menerima",
        "Berkas yang dibawa",
        "Batas waktu",
        "Yang dipakai sebagai fakta",
        "Dasar hukum",
    ):
        assert heading in text
    assert "60\u00a0% x 80 x Rp1.000.000 = Rp48.000.000" in text
    assert "{" not in text


def test_text_says_what_is_missing_and_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "meninggal-mendadak-di-tempat-kerja")

    assert "Yang belum diketahui" in text
    assert "24 jam" in text


def test_text_of_who_is_not_covered_says_why_and_names_no_amount(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "tidak-terlindungi")

    assert text.startswith("Tidak ada santunan BPJS Ketenagakerjaan")
    assert "Tidak terlindungi pada 4 Mei 2026." in text
    assert "Rp" not in text.partition("Yang dipakai sebagai fakta")[0]
    assert "Berkas yang dibawa" not in text


def test_text_is_english_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "cacat-sebagian", "--lang", "en")

    assert text.startswith("The participant is entitled to")
    assert "Grant for partial disability" in text
    assert "Santunan" not in text


def test_command_does_not_load_the_web_framework() -> None:
    code = (
        "import sys; from jaring.cli.main import run; "
        f"run(['benefit', {str(EXAMPLES / 'cacat-total.json')!r}, '--json'], {{}}); "
        "sys.exit('django' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
