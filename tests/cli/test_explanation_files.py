"""``--pdf`` and ``--text`` write the explanation that the pages give; what the command prints stays as it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from jaring.cli.main import DONE, REFUSED, WRONG_USAGE, run

CASE = str(Path(__file__).parents[2] / "docs/examples/benefit/meninggal-karena-kecelakaan-kerja.json")
COMMANDS = {
    "benefit": (["benefit", CASE], "Rp71.500.000"),
    "coverage": (["coverage", CASE, "--on", "2026-02-10"], "JKM (kematian): penuh"),
    "contribution": (["contribution", "--month", "2026-05", "--payer", "APBD", "--income", "900000"], "Rp16.800"),
}
EACH = pytest.mark.parametrize(("command", "phrase"), COMMANDS.values(), ids=COMMANDS)


@EACH
def test_paper_and_text_say_the_answer(command: list[str], phrase: str, tmp_path: Path) -> None:
    pdf, text = tmp_path / "jawaban.pdf", tmp_path / "jawaban.txt"

    assert run([*command, "--pdf", str(pdf), "--text", str(text)], {}) == DONE

    assert phrase in text.read_text(encoding="utf-8")
    assert phrase in " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jawaban.pdf", "jawaban.txt"]


@EACH
def test_what_is_printed_stays_as_it_is(
    command: list[str], phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = []
    for shape in ([], ["--json"]):
        for more in ([], ["--text", str(tmp_path / "jawaban.txt")]):
            assert run([*command, *shape, *more], {}) == DONE
            out, err = capsys.readouterr()
            assert err == ""
            printed.append(out)

    assert printed[0] == printed[1]
    assert printed[2] == printed[3]
    assert phrase in printed[0]
    json.loads(printed[2])


def test_files_are_in_the_language_of_the_run(tmp_path: Path) -> None:
    target = tmp_path / "answer.txt"

    assert run(["benefit", CASE, "--text", str(target), "--lang", "en"], {}) == DONE

    text = " ".join(target.read_text(encoding="utf-8").split())
    assert text.startswith("BENEFIT EXPLAINED")
    assert "BPJS Ketenagakerjaan decides." in text


@pytest.mark.parametrize("option", ["--pdf", "--text"])
def test_file_that_cannot_be_written_is_refused_and_nothing_is_printed(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, _phrase = COMMANDS["contribution"]

    status = run([*command, option, str(tmp_path / "no-such-folder" / "answer"), "--json"], {})

    out, err = capsys.readouterr()
    assert (status, out) == (REFUSED, "")
    assert json.loads(err)["code"] == "JRG-807"


def test_one_name_for_both_files_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "answer"
    command, _phrase = COMMANDS["contribution"]

    assert run([*command, "--pdf", str(target), "--text", str(target)], {}) == WRONG_USAGE

    assert "dua nama berkas" in capsys.readouterr().err
    assert not target.exists()


def test_command_without_files_does_not_load_the_typesetter() -> None:
    code = (
        "import sys; from jaring.cli.main import run; "
        f"run(['benefit', {CASE!r}, '--json'], {{}}); "
        "sys.exit(any(name in sys.modules for name in ('pypdf', 'xlsxwriter')))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
