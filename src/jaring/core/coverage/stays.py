"""The stretches of days on which a membership holds: from enrolment, or a return, up to an exit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from jaring.core.coverage.calendar import ONE_DAY
from jaring.core.coverage.membership import Exit, Membership

DIED: Final = "died"
OPEN_END: Final = date.max


class Stay(NamedTuple):
    """Days ``start <= day < end`` on which a membership holds; ``exit`` ends it, None while it lasts."""

    start: date
    end: date
    exit: Exit | None


def stays_of(membership: Membership) -> Iterator[Stay]:
    """Yield the stays of a membership in order. An exit before the stay begins ends nothing."""
    start: date | None = membership.enrolled_on
    for leaving in membership.exits:
        if start is None or leaving.on < start:
            continue
        yield Stay(start, leaving.on + ONE_DAY if leaving.reason == DIED else leaving.on, leaving)
        start = leaving.returned_on
    if start is not None:
        yield Stay(start, OPEN_END, None)
