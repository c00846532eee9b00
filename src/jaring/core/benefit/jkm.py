"""Benefits of death insurance (JKM): for a death that no work accident caused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jaring.core.benefit.answer import ItemCode
from jaring.core.benefit.award import Award
from jaring.core.benefit.grants import funeral, lump_sum, periodic
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.law import LawOfDay, Value
from jaring.core.law.finding import Finding
from jaring.core.text import Text
from jaring.core.wording import day_text

EACH: Final = "each"  # The reading under which every membership pays.


def award(covers: Sequence[Cover], of_day: LawOfDay) -> Award:
    """Compute what JKM gives.

    Args:
        covers: Cover on the day of death by each membership that has any; at least one.
        of_day: The law on the day of death.

    Returns:
        The grants in whole rupiah; during the waiting period the funeral grant alone.

    Source of law:
        PP 44/2015 article 34 as amended by PP 82/2019; for the waiting period and for several memberships
        Permenaker 1/2025. Checked 2026-11-22 in published secondary sources.
    """
    given = Award()
    full = sum(cover.jkm is Protection.FULL for cover in covers)
    grounds: tuple[Value, ...] = ()
    buried = len(covers)
    if len(covers) > 1:
        rule = of_day.value("benefit/jkm/several_memberships")
        grounds = (rule,)
        if rule.name != EACH:
            full, buried = min(full, 1), 1
        given.notes.append(Finding("several_memberships", _EACH if rule.name == EACH else _ONE, grounds))
    if full:
        lump_sum(given, ItemCode.DEATH_GRANT, _DEATH_GRANT, of_day.value("benefit/jkm/death_grant"), full, grounds)
        periodic(given, of_day, full, grounds)
    else:
        _say_wait(given, covers[0])
    funeral(given, of_day, buried, grounds)
    return given


def _say_wait(given: Award, cover: Cover) -> None:
    """Say why there is a funeral grant alone, and from when the whole would have been paid."""
    assert cover.jkm_full_from is not None  # Every day that is covered has it.
    values = tuple(value for reason in cover.reasons for value in reason.values)
    given.notes.append(Finding("waiting_period", _WAITING.fill(day=day_text(cover.jkm_full_from)), values))


_DEATH_GRANT: Final = Text("Santunan kematian", "Death grant")
_WAITING: Final = Text(
    "Kematian dalam masa tunggu: hanya biaya pemakaman yang dibayar. Santunan penuh baru berlaku mulai {day}.",
    "Death within the waiting period: the funeral grant alone is paid. The whole would be paid from {day}.",
)
_ONE: Final = Text(
    "Ada beberapa kepesertaan: santunan JKM dibayar satu kali saja.", "Several memberships: JKM is paid once only."
)
_EACH: Final = Text(
    "Ada beberapa kepesertaan: santunan JKM dibayar untuk tiap kepesertaan.",
    "Several memberships: JKM is paid for each of them.",
)
