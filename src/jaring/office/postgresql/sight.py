"""Whose rows this thread may meet at all: the second wall behind the access rule, told to PostgreSQL.

A request meets the regencies in which its user holds a role, a command of the system operator meets all. Where nothing
was said, nothing is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

EVERYWHERE: Final = "*"
_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}").fullmatch
_sight: ContextVar[str] = ContextVar("sight", default="")


def in_sight() -> str:
    """Return the codes of the regencies in sight, separated by commas; ``*`` for all, empty for none."""
    return _sight.get()


@contextmanager
def seeing(regencies: Iterable[str]) -> Iterator[None]:
    """Meet the rows of these regencies only, until the block ends."""
    codes = sorted(set(regencies))
    if not all(code == EVERYWHERE or _CODE(code) for code in codes):
        raise ValueError("a regency has a code like 53.03")
    token = _sight.set(",".join(codes))
    try:
        yield
    finally:
        _sight.reset(token)


def see_everything() -> None:
    """Meet the rows of every regency from now on: for the command line, which asks the access rule itself."""
    _sight.set(EVERYWHERE)
