"""The tree holds nothing that ties it to one machine, one registry or one living person."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Written in pieces, so that this file does not contain what it looks for.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "yarn" + "pkg.com",
    "crates" + ".io",
    "repo.maven" + ".apache.org",
    "registry" + ".docker",
]
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:" + "work|root|Users|home/[a-z]+" + r")/[\w.]")
UNFINISHED = re.compile(r"\b(?:" + "TO" + "DO|FIX" + "ME|X" + "XX" + r")\b")
SIXTEEN_DIGITS = re.compile(r"(?<![0-9A-Za-z.+/=-])[0-9]{16}(?![0-9A-Za-z.+/=])")
INVENTED_SERIAL = 9000
BUILT_ELSEWHERE = ("src/jaring/office/ui/static/",)


def tracked_files() -> list[Path]:
    """Return the files of the project: what git knows, or everything outside ignored folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    skipped = {".git", ".venv", "var", "out", "site", "__pycache__"}
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if not skipped & set(path.relative_to(ROOT).parts)]


def texts(*, written_here: bool = True) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every text file; without files that others built, if asked."""
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        if written_here and (name.startswith(BUILT_ELSEWHERE) or name.endswith((".lock", ".svg", ".mo"))):
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def could_be_somebodys_nik(digits: str) -> bool:
    """Say whether 16 digits have a NIK's shape with a serial outside the range kept for invented people."""
    province, day, month, serial = (int(digits[i:j]) for i, j in ((0, 2), (6, 8), (8, 10), (12, 16)))
    is_dated = 11 <= province <= 97 and 1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month <= 12
    return is_dated and 0 < serial < INVENTED_SERIAL and len(set(digits)) > 1  # 1111... is nobody


def test_the_tree_names_no_package_registry() -> None:
    found = [
        (name, registry) for name, text in texts(written_here=False) for registry in REGISTRIES if registry in text
    ]

    assert found == []


def test_the_tree_names_no_path_of_a_machine() -> None:
    found = [(name, match[0]) for name, text in texts() for match in MACHINE_PATHS.finditer(text)]

    assert found == []


def test_every_nik_outside_the_test_data_is_marked_as_invented() -> None:
    found = [
        (name, match.start())
        for name, text in texts()
        if not name.startswith("tests/data/")
        for match in SIXTEEN_DIGITS.finditer(text)
        if could_be_somebodys_nik(match[0])
    ]

    assert found == []


@pytest.mark.parametrize(
    ("district_and_birth", "serial", "expected"),
    [
        ("530304120785", "0001", True),
        ("530304520785", "8999", True),
        ("530304120785", "9001", False),
        ("530304990785", "0001", False),
        ("1" * 12, "1" * 4, False),
    ],
)
def test_the_guard_knows_a_nik_when_it_sees_one(district_and_birth: str, serial: str, *, expected: bool) -> None:
    assert could_be_somebodys_nik(district_and_birth + serial) is expected


def test_nothing_is_left_unfinished() -> None:
    found = [(name, match[0]) for name, text in texts() for match in UNFINISHED.finditer(text)]

    assert found == []


def test_no_lock_that_records_addresses_is_kept() -> None:
    names = {path.name for path in tracked_files()}

    assert not names & {"uv" + ".lock", "poetry.lock", "pdm.lock", "Pipfile.lock"}


def test_no_installation_data_is_kept() -> None:
    suffixes = {path.suffix for path in tracked_files()}

    assert not suffixes & {".sqlite3", ".sqlite", ".db", ".keys", ".pem", ".key"}
