"""How far the lists are that this process is reading, for the page that waits for them.

Nothing here decides anything. A page that finds no word of its reading says no more than that it still runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Final, NamedTuple

READINGS_MAX: Final = 64
"""Readings that are told of at one time; one more is read like the others and not told of."""


class Step(Enum):
    """What is being done with a delivery."""

    READ = "read"
    KEEP = "keep"


class Standing(NamedTuple):
    """How far a reading is: files read, or rows judged and kept."""

    step: Step
    done: int
    total: int


Tell = Callable[[Step, int, int], None]
_standings: Final[dict[tuple[int, str], Standing]] = {}


@contextmanager
def told(user_id: int, key: str) -> Iterator[Tell]:
    """Let a reading tell how far it is, to its own user, under the key that his page made; forget it afterwards."""
    place = (user_id, key)

    def tell(step: Step, done: int, total: int) -> None:
        if place in _standings or len(_standings) < READINGS_MAX:
            _standings[place] = Standing(step, done, total)

    try:
        yield tell
    finally:
        _standings.pop(place, None)


def standing_of(user_id: int, key: str) -> Standing | None:
    """Return how far a user's reading is; ``None`` before it began, after its end, and for anybody else."""
    return _standings.get((user_id, key))
