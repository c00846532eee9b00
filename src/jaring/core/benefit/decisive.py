"""The law that decides a case: the day whose law holds, once for every part of the answer."""

from __future__ import annotations

from datetime import date

from jaring.core import law
from jaring.core.benefit.answer import Scheme
from jaring.core.benefit.case import Case
from jaring.core.law import LawOfDay


def deciding_law(case: Case, scheme: Scheme, readings: frozenset[str]) -> LawOfDay:
    """Return the law in force on the day that decides.

    Under JKM that is the day of death. Under JKK it is the day of the accident, even when death came later, unless
    another reading is chosen.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
        AlternativeUnknownError: (JRG-103) no parameter offers such a reading.
    """
    facts = {"scheme": scheme.value, "segment": case.member.segment.value}
    return law.at(_deciding_day(case, scheme, readings), facts, readings)


def _deciding_day(case: Case, scheme: Scheme, readings: frozenset[str]) -> date:
    event = case.event
    if event.death_on is None:
        return event.on
    rule = law.at(event.on, readings=readings).value("benefit/common/decisive_day")
    return event.death_on if scheme is Scheme.JKM or rule.name == "death" else event.on
