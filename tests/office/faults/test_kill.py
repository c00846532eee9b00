"""``kill -9`` at any moment of an import, a bill or a decree: nothing is half-written, and the command works again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from homes import DRAFT, REQUEST_KEY, WAITING, Home

KILLED = str(Path(__file__).with_name("killed.py"))
KILLS = 5

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")

COMMANDS = {
    "import": ("import", "{waiting}", "--as", "petugas", "--as-of", "2026-12-01", "--json"),
    "bill": ("bill", "2026-11", "--as", "petugas", "--key", REQUEST_KEY, "--json"),
    "enact": ("decree", "enact", DRAFT, "--as", "kepala", "--json"),
}
EXPECTED = {
    "import": {"people_person": 12 + len(WAITING), "intake_importbatch": 2},
    "bill": {"billing_bill": 1, "billing_due": 12, "audit_requestkey": 3},
    "enact": {"programme_decreeenactment": 2, "programme_enrolmentend": 1},
}
"""How many rows the tables hold once the command has done its work, and done it once."""
BETWEEN = {"bill": {"billing_bill": 1, "billing_due": 12, "audit_requestkey": 2}}
"""And between the two whole effects of a command: the bill stands, the deposit is not set against it yet."""


def command(name: str, home: Home) -> list[str]:
    return [word.format(waiting=home.waiting_list) for word in COMMANDS[name]]


def killed(home: Home, name: str, *, at_write: int = 0, at_commit: int = 0) -> tuple[int, str]:
    done = home.run(sys.executable, KILLED, str(at_write), str(at_commit), *command(name, home))
    return done.returncode, done.stderr


def counted(home: Home, name: str) -> tuple[int, int]:
    status, errors = killed(home, name)
    assert status == 0, errors
    writes, commits = errors.split()[-2:]
    return int(writes), int(commits)


def instants(writes: int, commits: int) -> list[dict[str, int]]:
    """Return moments spread over the writes of a command, the last one just before its last commit."""
    spread = sorted({1 + (writes - 1) * step // (KILLS - 2) for step in range(KILLS - 1)})
    return [*({"at_write": number} for number in spread), {"at_commit": commits}]


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_command_leaves_nothing_half_written_and_works_again(
    home: Home, name: str, request: pytest.FixtureRequest
) -> None:
    victim = request.getfixturevalue("homes").copy()
    before = victim.fingerprint()

    for instant in instants(*counted(home, name)):
        status, _ = killed(victim, name, **instant)
        assert status == -signal.SIGKILL
        is_between = rows_in(victim, BETWEEN.get(name, {})) == BETWEEN.get(name)
        assert is_between or victim.fingerprint() == before, f"something stayed after a kill {instant}"
    again = victim.jaring(*command(name, victim))

    assert again.returncode == 0, again.stderr
    assert rows_in(victim, EXPECTED[name]) == EXPECTED[name]


def rows_in(home: Home, tables: Iterable[str]) -> dict[str, int]:
    return {table: len(home.rows(table)) for table in tables}
