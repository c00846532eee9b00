"""What a check of the examination is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import connection

from jaring.core.text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to examine: its name, what it promises, and how many violations it finds.

    A violation of one that ``warns`` is shown and leaves the installation healthy.
    """

    name: str
    promise: Text
    remedy: Text
    count: Callable[[], int]
    warns: bool = False


def counted(statement: str) -> Callable[[], int]:
    """Return a count by one SQL statement that both databases understand."""

    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.fetchone()[0])

    return count


DEFECT: Final = Text(
    "Hentikan penagihan dan laporkan: ini kesalahan program atau perubahan di luar Jaring.",
    "Stop billing and report it: this is a defect, or a change made outside Jaring.",
)
