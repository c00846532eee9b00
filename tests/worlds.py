"""What tests begin with, made once and kept while one test after another asks for it.

A world is a stack of levels, each made inside a savepoint around the one before: villages, users, people and so on. A
test runs inside a savepoint of its own around the levels that it asks for, so that none sees what another wrote. The
next test keeps the levels that it has in common with the one before; the others are rolled back.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

Take = Callable[[str], Any]
Builder = Callable[[Take], Any]

BUILDERS: dict[str, Builder] = {}
"""How each level is made, in the order in which they are stacked. It is given what takes the levels below."""
INSTEAD: dict[str, str] = {}
"""Levels that stand in the place of another, and are taken by its name."""


@dataclass
class World:
    """The levels that stand in the database of this process."""

    _levels: list[tuple[str, Any]] = field(default_factory=list)
    _made: dict[str, Any] = field(default_factory=dict)
    _taken: dict[str, Any] = field(default_factory=dict)
    _builders: dict[str, Builder] = field(default_factory=dict)

    def stand(self, asked: set[str], *, commits: bool) -> None:
        """Bring the database to the levels that a test asks for and no other; to none, if it will commit."""
        if not self._is_intact():
            self.forget()
        replaced = {INSTEAD[name]: name for name in INSTEAD if name in asked}
        self._builders = {name: BUILDERS[replaced.get(name, name)] for name in BUILDERS if name not in INSTEAD}
        wanted = [] if commits else [name for name in BUILDERS if name in asked and name not in replaced]
        names = [name for name, _atomic in self._levels]
        self.leave(
            keep=sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(names, wanted, strict=False)))
        )
        for name in wanted[len(self._levels) :]:
            self._enter(name)
        self._taken = copy.deepcopy(self._made)  # Together, so that what refers to one thing goes on to do so.

    def take(self, name: str) -> Any:
        """Return the objects of a level for the test at hand; made now where the level does not stand."""
        if name not in self._taken:
            self._taken[name] = self._builders[name](self.take)
        return self._taken[name]

    def leave(self, keep: int = 0) -> None:
        """Roll the uppermost levels back."""
        from django.db import transaction

        while len(self._levels) > keep:
            name, atomic = self._levels.pop()
            self._made.pop(INSTEAD.get(name, name), None)
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)

    def forget(self) -> None:
        """Begin anew after a test that ended the connection."""
        from django.db import connection

        connection.atomic_blocks, connection.savepoint_ids = [], []
        connection.in_atomic_block = connection.needs_rollback = connection.closed_in_transaction = False
        connection.close()
        self._levels, self._made = [], {}

    def _enter(self, name: str) -> None:
        from django.db import connection, transaction

        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # As Django marks its own around a test, so that durable blocks may stand inside.
        atomic.__enter__()
        self._levels.append((name, atomic))
        self._taken = copy.deepcopy(self._made)
        slot = INSTEAD.get(name, name)
        try:
            made = self.take(slot)
            connection.check_constraints()  # What waits for a commit is judged now, not in the middle of a test.
        except BaseException:
            self.leave(len(self._levels) - 1)
            raise
        self._made[slot] = copy.deepcopy(made)

    def _is_intact(self) -> bool:
        from django.db import connection

        return not self._levels or (len(connection.atomic_blocks) == len(self._levels) and connection.is_usable())
