"""The key file is made once, is its owner's alone, and never lies where a backup would take it along."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jaring.office.keys import KeyFileUnreadableError, KeyInBackupError, Keys, open_keys

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


def made(folder: Path) -> tuple[Path, Keys]:
    path = folder / "keys" / "jaring.keys"
    return path, open_keys(path, folder / "data")


@posix
def test_first_start_makes_a_key_file_for_its_owner_only(tmp_path: Path) -> None:
    path, keys = made(tmp_path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["jaring.keys"]
    assert [len(key) for key in (*keys.data.values(), *keys.index.values())] == [32, 32]
    assert keys.data[1] != keys.index[1]


def test_second_start_reads_the_same_keys(tmp_path: Path) -> None:
    path, keys = made(tmp_path)

    assert open_keys(path, tmp_path / "data") == keys


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert made(tmp_path / "a")[1].data != made(tmp_path / "b")[1].data


def test_processes_that_start_at_once_end_with_the_same_keys(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "jaring.keys"
    program = (
        "import sys, hashlib, time; from pathlib import Path; from jaring.office.keys import open_keys\n"
        "begin = float(sys.argv[3])\n"
        "time.sleep(max(0.0, begin - time.time()))\n"
        "keys = open_keys(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(hashlib.sha256(repr((keys.signing, keys.data, keys.index)).encode()).hexdigest())"
    )
    arguments = [sys.executable, "-c", program, str(path), str(tmp_path / "data"), str(time.time() + 0.7)]
    started = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(6)]

    answers = {process.communicate(timeout=60)[0] for process in started}

    assert [process.returncode for process in started] == [0] * 6
    assert len(answers) == 1
    assert [file.name for file in path.parent.iterdir()] == ["jaring.keys"]


@pytest.mark.parametrize("place", ["jaring.keys", "deep/er/jaring.keys", "../data/jaring.keys"])
def test_key_file_inside_the_data_folder_is_refused_and_not_made(tmp_path: Path, place: str) -> None:
    data = tmp_path / "data"
    data.mkdir()

    with pytest.raises(KeyInBackupError, match="JRG-701"):
        open_keys(data / place, data)

    assert list(data.rglob("*")) == []


@posix
def test_link_out_of_the_data_folder_does_not_hide_a_key_file_in_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "elsewhere").symlink_to(data)

    with pytest.raises(KeyInBackupError):
        open_keys(tmp_path / "elsewhere" / "jaring.keys", data)


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o666])
def test_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path, _ = made(tmp_path)
    path.chmod(mode)

    with pytest.raises(KeyFileUnreadableError, match="JRG-702"):
        open_keys(path, tmp_path / "data")


def damaged() -> list[bytes]:
    good = {"format": 1, "signing": "s" * 64, "data": {"1": "QUFB" * 11}, "index": {"1": "QUFB" * 11}}
    key32 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    good |= {"data": {"1": key32}, "index": {"1": key32}}
    cases: list[object] = [
        {},
        [],
        "text",
        {key: value for key, value in good.items() if key != "signing"},
        {key: value for key, value in good.items() if key != "index"},
        good | {"data": {}},
        good | {"data": {"1": "not base64!"}},
        good | {"data": {"1": "QUFB"}},
        good | {"index": {"1": "QUFB"}},
        good | {"data": {"one": key32}},
        good | {"data": {"0": key32}},
        good | {"data": {"256": key32}},
        good | {"data": [key32]},
        good | {"data": {"1": 5}},
        good | {"signing": ""},
        good | {"format": 2},
    ]
    return [b"", b"\x00\xff\xfe", b"{", *(json.dumps(case).encode() for case in cases)]


@pytest.mark.parametrize("content", damaged())
def test_damaged_key_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path, _ = made(tmp_path)
    path.write_bytes(content)

    with pytest.raises(KeyFileUnreadableError, match="JRG-702"):
        open_keys(path, tmp_path / "data")

    assert path.read_bytes() == content


def test_keys_never_show_themselves(tmp_path: Path) -> None:
    path, keys = made(tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))

    shown = f"{keys!r} {keys} {[keys]}"

    assert content["signing"] not in shown
    assert not any(part in shown for part in (content["data"]["1"], repr(keys.data[1]), keys.data[1].hex()))


@posix
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda home: {"JARING_KEYS": str(home / "data" / "jaring.keys")}, "KeyInBackupError"),
        (lambda home: (home / "keys" / "jaring.keys").chmod(0o644) or {}, "KeyFileUnreadableError"),
        (lambda home: (home / "keys" / "jaring.keys").write_text("{") and {}, "KeyFileUnreadableError"),
    ],
)
def test_office_does_not_start_with_such_a_key_file(tmp_path: Path, spoil: object, code: str) -> None:
    made(tmp_path)
    environment = os.environ | {"JARING_HOME": str(tmp_path)} | spoil(tmp_path)  # type: ignore[operator]  # The parameter is a function of a folder.

    done = subprocess.run(
        [sys.executable, "-c", "import jaring.office.settings"], env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert code in done.stderr.splitlines()[-1]
