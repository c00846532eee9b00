"""Slow down who guesses passwords: after some failures an account rests, for one address, for a while.

Counted in the cache of the process: a restart forgets it, and every process counts for itself.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache

FAILURES_MAX: Final = 8
REST_SECONDS: Final = 15 * 60


def rests(username: str, address: str) -> bool:
    """Say whether so many log-ins failed lately that the next one is not even tried."""
    return int(cache.get(_key(username, address), 0)) >= FAILURES_MAX


def count_failure(username: str, address: str) -> None:
    """Count a failed log-in; the rest begins with the last one."""
    key = _key(username, address)
    cache.set(key, int(cache.get(key, 0)) + 1, REST_SECONDS)


def forget(username: str, address: str) -> None:
    """Forget the failures of who has logged in."""
    cache.delete(_key(username, address))


def _key(username: str, address: str) -> str:
    return "login:" + hashlib.sha256(f"{username.lower()}\0{address}".encode()).hexdigest()
