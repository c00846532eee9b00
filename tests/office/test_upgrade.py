"""An upgrade of a regency at work keeps what it has."""

from __future__ import annotations

import subprocess
import sys

import pytest
from homes import Home

BEFORE = {"programme": "0007", "people": "0004"}
"""A state from which there were installations with data."""


@pytest.mark.postgresql
def test_upgrade_finds_people_on_the_register_and_keeps_them(home: Home) -> None:
    people = sorted(home.rows("people_person"))
    for app, state in BEFORE.items():
        assert migrated(home, app, state).returncode == 0

    done = migrated(home)

    assert done.returncode == 0, done.stderr
    assert sorted(home.rows("people_person")) == people


def migrated(home: Home, *where: str) -> subprocess.CompletedProcess[str]:
    return home.run(sys.executable, "-m", "django", "migrate", *where, "--settings=jaring.office.settings")
