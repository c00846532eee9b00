"""Runs commands of ``jaring`` in turn and kills each from inside with SIGKILL, so that no handler gets to run.

    python killed.py SEED KILLS < COMMANDS

The commands are a JSON list of lists of arguments. Every run is a process of its own, forked off before the database
is opened. A command dies just before its first commit and before writes at random moments, the same in each further
transaction, until a run is not killed any more. One JSON document comes out: for each command how every run ended,
and what the database was before it and after each run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from homes import Home

from jaring.cli.main import COMMANDS, run
from jaring.cli.office import start_django

WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "SELECT JARING_")
NEVER = 0


class Killer:
    """Counts one kind of event and ends the process before the one that was named, telling how far the other was."""

    def __init__(self, fatal: int, other: Killer | None = None) -> None:
        self.fatal, self.other, self.numbers, self.seen = fatal, other, count(1), 0

    def __call__(self) -> None:
        self.seen = next(self.numbers)
        if self.seen == self.fatal:
            os.write(sys.stdout.fileno(), str(self.other.seen if self.other else 0).encode())
            os.kill(os.getpid(), signal.SIGKILL)


def watch(connection: Any, writes: Killer, commits: Killer) -> None:
    def execute(call: Any, sql: str, params: object, many: bool, context: object) -> Any:
        if sql.lstrip().upper().startswith(WRITING):
            writes()
        return call(sql, params, many, context)

    commit = connection._commit

    def commit_unless_killed() -> None:
        commits()
        commit()

    connection.execute_wrappers.append(execute)
    connection._commit = commit_unless_killed


def run_once(arguments: list[str], *, at_write: int = NEVER, at_commit: int = NEVER) -> tuple[int, str]:
    """Run a command in a process of its own; return how it ended, negative for a signal, and what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, sys.stdout.fileno())
        os._exit(run_watched(arguments, Killer(at_write), at_commit))
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def run_watched(arguments: list[str], writes: Killer, at_commit: int) -> int:
    from django.db.backends.signals import connection_created

    commits = Killer(at_commit, writes)

    def on_connection(connection: Any, **_: object) -> None:
        watch(connection, writes, commits)

    connection_created.connect(on_connection)
    return run(arguments, os.environ)


def runs_of(arguments: list[str], kills: int, chance: random.Random) -> Iterator[dict[str, int]]:
    """Run a command again and again, transaction by transaction, until it comes to its end; yield how each run ended.

    A transaction that stands writes nothing when the command is run again.
    """
    for at_commit in count(1):
        for _ in range(1 if at_commit == 1 else 2):  # The first of two still wrote what came before.
            status, told = run_once(arguments, at_commit=at_commit)
            yield {"at_commit": at_commit, "status": status}
            if status != -signal.SIGKILL:
                return
        for moment in sorted(chance.sample(range(1, int(told) + 1), min(kills, int(told)))):
            yield {"at_write": moment, "status": run_once(arguments, at_write=moment)[0]}


def load_once() -> None:
    """Load here what every run would load for itself."""
    start_django()
    from django.db.migrations.loader import MigrationLoader

    MigrationLoader(None)
    for entry in COMMANDS:
        import_module(entry.module)


def main(seed: int, kills: int) -> None:
    load_once()
    home, chance = Home(Path(os.environ["JARING_HOME"]), dict(os.environ)), random.Random(seed)
    answers = []
    for arguments in json.load(sys.stdin):
        before = home.fingerprint()
        runs = [{**ended, "left": home.fingerprint()} for ended in runs_of(arguments, kills, chance)]
        answers.append({"before": before, "runs": runs})
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
