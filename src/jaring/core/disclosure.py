"""Which cells of a public table stay hidden, so that nobody small can be counted out of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

CELL_MIN: Final = 5
"""A count below this is not published, nor anything from which it follows."""


class Hidden(NamedTuple):
    """The positions of the cells of a column that stay hidden, and whether its total does."""

    cells: frozenset[int]
    total: bool


def hidden_cells(counts: Sequence[int], also: Collection[int] = ()) -> Hidden:
    """Return what a column of counts must hide where its total is published too.

    A single hidden cell would follow from the total and the others. So the smallest of the others are hidden with it,
    until two are hidden that come to five people or more together; a reader cannot tell which of them was the small
    one. Where there are no others left, the total is hidden as well.

    Args:
        counts: How many people stand behind each cell, 0 and up.
        also: Positions that are to be hidden anyway.

    Returns:
        The hidden positions, and whether the total is hidden.
    """
    hidden = {position for position, count in enumerate(counts) if count < CELL_MIN} | set(also)
    if not hidden:
        return Hidden(frozenset(), total=False)
    others = sorted((position for position in range(len(counts)) if position not in hidden), key=counts.__getitem__)
    while others and not _is_vague([counts[position] for position in hidden]):
        hidden.add(others.pop(0))
    return Hidden(frozenset(hidden), total=not _is_vague([counts[position] for position in hidden]))


def _is_vague(counts: Sequence[int]) -> bool:
    """Say whether a reader who knows what these cells come to together still knows none of them."""
    return len(counts) > 1 and sum(counts) >= CELL_MIN
