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
    """The levels that stand in the database of this process, inside a transaction of the connection that made them.

    A browser's loop has a context of its own, and with it a connection of its own.
    """

    _connection: Any = None
    _levels: list[tuple[str, Any]] = field(default_factory=list)
    _made: dict[str, Any] = field(default_factory=dict)
    _taken: dict[str, Any] = field(default_factory=dict)
    _builders: dict[str, Builder] = field(default_factory=dict)

    def stand(self, asked: set[str], *, commits: bool) -> None:
        """Bring the database to the levels that a test asks for and no other; to none, if it will commit."""
        self._follow_the_context()
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

    def _follow_the_context(self) -> None:
        """Give up what stands on another connection than the one in use, or on one that a test has ended."""
        from django.db import connections

        here = connections["default"]
        if self._levels:
            connections["default"] = self._connection
            if not self._is_intact():
                self._forget()
            elif self._connection is not here:
                self.leave()
            connections["default"] = here
        self._connection = here

    def _forget(self) -> None:
        connection = self._connection
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
        return len(self._connection.atomic_blocks) == len(self._levels) and self._connection.is_usable()
