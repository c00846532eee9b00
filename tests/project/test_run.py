"""The set-up stops with a sentence that helps, trusts an environment only when it fits, and leaves nothing behind."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """Return run.py as a module of its own, with its environment in a temporary folder."""
    specification = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    module.VENV = tmp_path / ".venv"
    module.STAMP = module.VENV / "jaring-stamp.json"
    module.BIN = Path(sys.executable).parent
    module.VENV.mkdir()
    return module


def stamp(run: ModuleType, lock: Path, **changes: object) -> None:
    run.STAMP.write_text(json.dumps({**run.expected_stamp([lock]), **changes}), encoding="utf-8")


def test_an_environment_without_a_stamp_is_not_trusted(run: ModuleType) -> None:
    assert not run.is_ready(run.RUNTIME_LOCK)


def test_an_environment_made_from_this_lock_is_used_as_it_is(run: ModuleType) -> None:
    stamp(run, run.RUNTIME_LOCK)

    assert run.is_ready(run.RUNTIME_LOCK)
    assert not run.is_ready(run.TEST_LOCK)


@pytest.mark.parametrize("key", ["python", "place", "project"])
def test_an_environment_of_another_python_place_or_project_is_renewed(run: ModuleType, key: str) -> None:
    stamp(run, run.RUNTIME_LOCK, **{key: "another"})

    assert not run.is_ready(run.RUNTIME_LOCK)


def test_an_environment_that_was_copied_elsewhere_is_made_anew(run: ModuleType) -> None:
    stamp(run, run.RUNTIME_LOCK)
    assert not run.was_moved()

    stamp(run, run.RUNTIME_LOCK, place="another")

    assert run.was_moved()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"locks": 1}'])
def test_a_damaged_stamp_is_no_stamp(run: ModuleType, content: str) -> None:
    run.STAMP.write_text(content, encoding="utf-8")

    assert not run.is_ready(run.RUNTIME_LOCK)


def test_an_old_python_is_refused_by_name(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MINIMUM_PYTHON", (99, 0))

    with pytest.raises(run.SetUpError) as refusal:
        run.refuse_old_python()

    assert refusal.value.code == "JRG-790"


def test_a_full_disk_is_refused_before_anything_is_downloaded(run: ModuleType) -> None:
    with pytest.raises(run.SetUpError) as refusal:
        run.refuse_small_disk(needed_mib=10**12)

    assert refusal.value.code == "JRG-793"


def test_a_taken_port_is_refused_and_a_free_one_is_not(run: ModuleType) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(run.SetUpError) as refusal:
            run.refuse_taken_port(port)

    assert refusal.value.code == "JRG-795"
    run.refuse_taken_port(port)


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("ERROR: No matching distribution found for django==5.2.19", "JRG-792"),
        ("Temporary failure in name resolution", "JRG-792"),
        ("OSError: [Errno 28] No space left on device", "JRG-793"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "JRG-796"),
        ("something else", "JRG-797"),
    ],
)
def test_a_failed_installation_names_its_cause(run: ModuleType, output: str, code: str) -> None:
    assert run.explain_failed_install(output).code == code


def test_without_any_installer_the_refusal_says_what_to_install(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _: None)

    with pytest.raises(run.SetUpError) as refusal:
        run.install(["-r", "requirements.lock"], 0)

    refusal.value.show()
    assert refusal.value.code == "JRG-791"
    assert "apt install python3-pip" in capsys.readouterr().err


def test_every_refusal_is_said_in_both_languages(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    run.SetUpError("JRG-799", "Kalimat.", "Sentence.").show()

    assert capsys.readouterr().err.split() == ["JRG-799", "Kalimat.", "Sentence."]


def test_the_tests_see_neither_the_offices_data_nor_its_database(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://office@db.example/office")
    monkeypatch.setenv("JARING_HOME", "office")

    environment = run.test_environment(str(tmp_path))

    assert "DATABASE_URL" not in environment
    assert environment["JARING_HOME"] == str(tmp_path)


def test_the_help_names_every_way_to_start() -> None:
    shown = subprocess.run([sys.executable, ROOT / "run.py", "--help"], capture_output=True, text=True, check=True)

    for command in ("setup", "demo", "serve", "test", "--port", "--no-demo"):
        assert command in shown.stdout


def test_a_wrong_command_is_wrong_usage() -> None:
    done = subprocess.run([sys.executable, ROOT / "run.py", "fly"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "fly" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end a program gently")
def test_a_program_that_is_stopped_from_outside_ends_with_the_set_up(run: ModuleType) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]

    with pytest.raises(run.Terminated), run.child(sleeper, quiet=True) as process:
        raise run.Terminated

    assert process.returncode is not None
