"""The command line ends as documented, speaks the language asked for and starts without what it does not need."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

import pytest

from jaring.cli import main as cli
from jaring.cli.language import both, part, speak
from jaring.cli.main import COMMANDS, DEFECT, DONE, INTERRUPTED, REFUSED, WRONG_USAGE, resolve, run
from jaring.core.text import Language

CONTRIBUTION = ["contribution", "--month", "2026-05", "--payer", "APBD", "--income", "900000"]
HEAVY = ("django", "numpy", "scipy", "python_calamine", "lokal", "jaring.office")


@pytest.fixture(autouse=True)
def indonesian() -> None:
    speak(Language.INDONESIAN)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        [],
        ["law"],
        ["law", "--help"],
        ["contribution", "--help"],
        CONTRIBUTION,
        ["law", "show"],
    ],
)
def test_what_can_be_done_ends_with_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments, {}) == DONE
    out, err = capsys.readouterr()
    assert out.strip()
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["contribusi"], "Maksud Anda 'contribution'"),
        (["law", "shwo"], "show"),
        (["contribution", "--foo"], "--foo"),
        (["contribution", "--payer", "SELF"], "Belum diisi: '--month'"),
        (["contribution", "--month"], "memerlukan isian"),
        ([*CONTRIBUTION, "lagi"], "berlebih"),
        ([*CONTRIBUTION[:-1], "900.000"], "rupiah penuh"),
        ([*CONTRIBUTION[:-1], "9e5"], "rupiah penuh"),
        ([*CONTRIBUTION[:-1], "1_000"], "rupiah penuh"),
        ([*CONTRIBUTION[:-1], "٩٠٠"], "rupiah penuh"),
        ([*CONTRIBUTION[:-1], "9" * 5000], "rupiah penuh"),
        (["contribution", "--month", "2026-5", *CONTRIBUTION[3:]], "TTTT-BB"),
        (["contribution", "--month", "2026-05", "--payer", "BUPATI", "--income", "1"], "APBD_PROVINSI"),
        (["law", "at", "2026-02-30"], "TTTT-BB-HH"),
        (["law", "at", "20260201"], "TTTT-BB-HH"),
        (["--lang", "fr", "law", "show"], "id atau en"),
        (["law", "show", "--lang"], "id atau en"),
    ],
)
def test_a_line_of_the_wrong_shape_ends_with_2_and_says_why(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, {}) == WRONG_USAGE
    out, err = capsys.readouterr()
    assert says in err
    assert "--help" in err
    assert out == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([*CONTRIBUTION[:-1], "-5"], "JRG-120"),
        (["contribution", "--month", "2015-01", *CONTRIBUTION[3:]], "JRG-101"),
        ([*CONTRIBUTION, "--assume", "gratis"], "JRG-103"),
        (["law", "show", "contribution/bpu/jkm"], "JRG-102"),
    ],
)
def test_a_refusal_ends_with_1_and_its_code(
    arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, {}) == REFUSED
    out, err = capsys.readouterr()
    assert err.startswith(code)
    assert len(err.splitlines()) == 2
    assert out == ""


def test_with_json_a_refusal_is_a_problem_document_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CONTRIBUTION[:-1], "-5", "--json", "--lang", "en"], {}) == REFUSED
    out, err = capsys.readouterr()
    problem = json.loads(err)
    assert problem["code"] == "JRG-120"
    assert problem["title"] == "An income cannot be less than zero."
    assert out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "en", *CONTRIBUTION],
        [*CONTRIBUTION, "--lang", "en"],
        ["contribution", "--lang=en", *CONTRIBUTION[1:]],
    ],
)
def test_the_language_may_be_asked_for_anywhere_on_the_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, {}) == DONE
    assert "Insured income" in capsys.readouterr().out


def test_the_language_may_stand_in_the_environment_and_the_line_wins(capsys: pytest.CaptureFixture[str]) -> None:
    run(CONTRIBUTION, {"JARING_LANG": "en"})
    assert "Insured income" in capsys.readouterr().out
    run([*CONTRIBUTION, "--lang", "id"], {"JARING_LANG": "en"})
    assert "Dasar penghasilan" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--help"], ["law", "--help"], ["contribution", "--help"]])
def test_help_is_in_one_language_at_a_time(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run(arguments, {})
    indonesian = capsys.readouterr().out
    run([*arguments, "--lang", "en"], {})
    english = capsys.readouterr().out

    assert "Pemakaian:" in indonesian
    assert "Usage:" in english
    assert "Usage:" not in indonesian
    assert "\x1e" not in indonesian + english


def test_help_lists_the_commands_by_task(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"], {})
    shown = capsys.readouterr().out

    for entry in COMMANDS:
        assert entry.name in shown
        assert entry.panel.value.id in shown


def leaves() -> list[list[str]]:
    found = []
    for entry in COMMANDS:
        command = resolve(entry)
        below = getattr(command, "commands", None)
        found += [[entry.name, name] for name in below] if below else [[entry.name]]
    return found


@pytest.mark.parametrize("path", leaves(), ids=" ".join)
def test_every_command_shows_an_example_of_itself(path: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*path, "--help"], {}) == DONE
    shown = capsys.readouterr().out
    assert "Contoh:" in shown
    assert f"jaring {' '.join(path)}" in shown.split("Contoh:")[1]


def test_rules_start_without_the_web_framework_and_without_numbers_libraries() -> None:
    program = (
        "import sys; from jaring.cli.main import run; "
        f"assert run({CONTRIBUTION!r}, {{}}) == 0; assert run(['law', 'show'], {{}}) == 0; "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


def test_help_imports_no_command() -> None:
    modules = sorted({entry.module for entry in COMMANDS})
    program = (
        "import sys; from jaring.cli.main import run; run(['--help'], {}); "
        f"print([name for name in {modules!r} if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


def test_a_defect_ends_with_3_and_shows_an_id_but_no_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ValueError("5303041109909001 of Maria")

    shown = []
    monkeypatch.setattr(cli, "run", broken)
    monkeypatch.delenv("JARING_TRACEBACK", raising=False)
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == DEFECT
        shown.append(capsys.readouterr().err)

    assert shown[0] == shown[1]
    assert "ValueError" in shown[0]
    assert "Maria" not in shown[0]
    assert "5303041109909001" not in shown[0]


def test_an_interruption_ends_with_130_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("jaring.cli.rules.contribution", interrupted)

    assert run(CONTRIBUTION, {}) == INTERRUPTED
    assert "Dihentikan" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
def test_a_reader_that_goes_away_is_no_error() -> None:
    program = "import sys; from jaring.cli.main import main; sys.argv[1:] = ['law', 'show', '--json']; main()"

    command = f"{shlex.join([sys.executable, '-c', program])} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)

    assert done.stdout == "0\n"
    assert done.stderr == ""


def test_the_details_of_a_defect_are_shown_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "run", lambda *_: {}["missing"])
    monkeypatch.setenv("JARING_TRACEBACK", "1")

    with pytest.raises(SystemExit):
        cli.main()

    assert "KeyError: 'missing'" in capsys.readouterr().err


def test_joined_help_texts_are_parted_by_language() -> None:
    assert part(both("satu", "one")) == "satu"
    speak(Language.ENGLISH)
    assert part(both("satu", "one")) == "one"
    assert part("plain") == "plain"
