"""Which alternative readings of unsettled law are followed on a day, from dated choices.

>>> choices = [Choice("entry_from_18", date(2027, 1, 1)), Choice("entry_from_18", date(2027, 7, 1), is_followed=False)]
>>> [sorted(readings_on(choices, day)) for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 7, 1))]
[[], ['entry_from_18'], []]
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from jaring.core.law import alternatives, rivals_of

__all__ = ["Choice", "readings_on", "rivals_of"]


class Choice(NamedTuple):
    """From ``start`` on the reading is followed, or no longer followed."""

    name: str
    start: date
    is_followed: bool = True


def readings_on(choices: Iterable[Choice], day: date) -> frozenset[str]:
    """Return the readings followed on ``day``, for ``readings`` of every calculation.

    Of the alternatives that one value offers at most one is followed: that of the latest choice. A reading that the
    law no longer offers, because it was settled, is left out.

    Args:
        choices: In the order of writing; for the same start the later one decides.
        day: The day that decides; for a contribution the first day of its month.
    """
    followed: dict[frozenset[str], str] = {}
    for choice in sorted(choices, key=lambda each: each.start):
        if choice.start > day or choice.name not in alternatives():
            continue
        rivals = rivals_of(choice.name)
        if choice.is_followed:
            followed[rivals] = choice.name
        elif followed.get(rivals) == choice.name:
            del followed[rivals]
    return frozenset(followed.values())
