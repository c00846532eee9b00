"""Runs ``jaring move`` with something gone wrong on purpose, or with a large bill in the source.

    python killed_move.py lose|kill|large URL

``lose`` drops a row of ``billing_due`` on its way, ``kill`` ends the process with SIGKILL just before the last
comparison, ``large`` gives the bill in a copy of the source the key of a large one.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jaring.cli.main import run


def lose() -> None:
    from jaring.office.postgresql import move

    fill = move._Table._fill

    def all_but_one(self: Any, table: str, rows: Iterable[Any]) -> None:
        def fewer() -> Iterator[Any]:
            kept = iter(rows)
            if table == "billing_due":
                next(kept, None)
            yield from kept

        fill(self, table, fewer())

    move._Table._fill = all_but_one  # type: ignore[method-assign]  # Sabotage is what this program is for.


def kill() -> None:
    from jaring.office.postgresql import move

    move._reset_sequences = lambda: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]  # Sabotage is what this program is for.


def large() -> None:
    folder = Path(tempfile.mkdtemp()) / "home"
    shutil.copytree(os.environ["JARING_HOME"], folder)
    os.environ["JARING_HOME"] = str(folder)
    source = sqlite3.connect(folder / "data" / "jaring.sqlite3")
    triggers = source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        source.execute(f'DROP TRIGGER "{name}"')
    for table, column in (("billing_bill", "id"), ("billing_due", "bill_id"), ("billing_ratecard", "bill_id")):
        source.execute(f"UPDATE {table} SET {column} = {column} + 50000000")
    for _, statement in triggers:
        source.execute(statement)
    source.commit()
    source.close()


if __name__ == "__main__":
    if sys.argv[1] == "large":
        large()
    else:
        os.environ["DJANGO_SETTINGS_MODULE"] = "jaring.office.settings"
        import django

        django.setup()
        {"lose": lose, "kill": kill}[sys.argv[1]]()
    sys.exit(run(["move", "--to", sys.argv[2]], os.environ))
