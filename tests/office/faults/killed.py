"""Runs ``jaring`` and kills it from inside with SIGKILL, so that no handler of any kind gets to run.

    python killed.py WRITES COMMITS ARGUMENTS...

Counted are the statements that write, and the commits: the process dies just before the write of that number, or just
before the commit of that number; 0 is never reached. What was counted is printed to standard error at the end.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from typing import Any

from django.db.backends.signals import connection_created

from jaring.cli.main import run

WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "SELECT JARING_")


class Killer:
    """Counts one kind of event and ends the process before the one that was named."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.numbers, self.seen = fatal, count(1), 0

    def __call__(self) -> None:
        self.seen = next(self.numbers)
        if self.seen == self.fatal:
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


def main(writes: Killer, commits: Killer, arguments: list[str]) -> int:
    def on_connection(connection: Any, **_: object) -> None:
        watch(connection, writes, commits)

    connection_created.connect(on_connection)
    status = run(arguments, os.environ)
    sys.stderr.write(f"counted {writes.seen} {commits.seen}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(Killer(int(sys.argv[1])), Killer(int(sys.argv[2])), sys.argv[3:]))
