"""Sentences that a calculation reached, each with the values of law that it rests on.

An amount explains itself by findings: what was taken as a fact, which rule was applied with which numbers, and
what is missing to be sure. They are bilingual and carry no identity, so they may be shown and stored anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jaring.core.law import Source, Status, Value
from jaring.core.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence and its grounds. ``code`` is stable and public; ``values`` is empty for a plain fact."""

    code: str
    text: Text
    values: tuple[Value, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        return sources_of(self.values)

    @property
    def status(self) -> Status:
        return weakest(self.values)


def sources_of(values: Iterable[Value]) -> tuple[Source, ...]:
    """Return the regulations behind values, each law, article and status once, in order of appearance."""
    once = {(each.source.law, each.source.article, each.source.status): each.source for each in values}
    return tuple(once.values())


def weakest(values: Iterable[Value]) -> Status:
    """Return how well the worst known of the values is known; a plain fact is confirmed."""
    order = list(Status)
    return max((each.source.status for each in values), key=order.index, default=Status.CONFIRMED)
