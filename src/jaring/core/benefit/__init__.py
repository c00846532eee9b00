"""What a participant or the heirs are entitled to after an accident or a death: facts and law in, amounts out.

``entitlement`` answers a ``Case``; ``reading.read_case`` makes one from JSON and ``document.as_document`` writes the
answer as JSON. Amounts follow the law in force on the day of the event, and each carries its formula and its grounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jaring.core import law
from jaring.core.benefit import jkk, jkm
from jaring.core.benefit.answer import Entitlement, Inheritance, Item, ItemCode, Scheme, Scholarship
from jaring.core.benefit.award import Award
from jaring.core.benefit.case import Case
from jaring.core.benefit.deadlines import deadlines, delay_compensation
from jaring.core.benefit.decisive import deciding_law
from jaring.core.benefit.facts import facts
from jaring.core.benefit.heirs import inheritance
from jaring.core.benefit.papers import papers
from jaring.core.benefit.ruling import Ruling, rule
from jaring.core.benefit.scholarship import scholarship
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.law import Status, Value
from jaring.core.law.finding import Finding
from jaring.core.law.words import value_text
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Text

__all__ = ["Case", "Entitlement", "Item", "ItemCode", "Scheme", "entitlement"]

NO_READINGS: Final[frozenset[str]] = frozenset()


def entitlement(case: Case, *, readings: frozenset[str] = NO_READINGS) -> Entitlement:
    """Say what a case entitles to.

    Args:
        case: The facts, as ``reading.read_case`` has checked them.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        The programme that pays, every amount in whole rupiah with formula and sources, the scholarships, who receives
        the money, papers, deadlines, and what is missing. Where no programme pays there is no amount, but the reason.

    Raises:
        ParameterNotInForceError: (JRG-101) the event lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.

    Source of law:
        PP 44/2015 as amended by PP 82/2019 and PP 49/2023; Permenaker 5/2021 as amended by Permenaker 1/2025. Checked
        2026-11-22 as each parameter says.
    """
    ruled = rule(case, readings)
    given = _award(case, ruled, readings)
    cover = _decisive(ruled.covers)
    study = scholarship(case, ruled.scheme, cover, readings=readings)
    return Entitlement(
        case=case,
        cover=cover,
        scheme=ruled.scheme,
        items=(*given.items, *_scholarship_item(study)),
        scholarship=study,
        inheritance=_inheritance(case, ruled.scheme, given, readings),
        services=tuple(given.services),
        papers=papers(case, ruled.scheme, readings=readings),
        deadlines=deadlines(case, ruled.scheme, readings=readings),
        facts=facts(case),
        missing=(*ruled.missing, *given.missing),
        notes=(*_assumptions(given, ruled), *ruled.notes, *given.notes),
        delay=delay_compensation(case, ruled.scheme, given.due, readings=readings),
    )


def _award(case: Case, ruled: Ruling, readings: frozenset[str]) -> Award:
    if ruled.scheme is Scheme.NONE:
        return Award()
    of_day = deciding_law(case, ruled.scheme, readings)
    return jkk.award(case, of_day) if ruled.scheme is Scheme.JKK else jkm.award(ruled.covers, of_day)


def _decisive(covers: tuple[Cover, ...]) -> Cover:
    """Return the best of several covers: full before funeral alone, then the longest contribution."""
    return max(covers, key=lambda cover: (cover.jkm is Protection.FULL, cover.contribution_months))


def _scholarship_item(study: Scholarship) -> tuple[Item, ...]:
    """Return the scholarship due now as an item of its own, which the cash total leaves out."""
    if study.due_now == ZERO:
        return ()
    due = [sum(year.amount.idr for year in child.years if year.is_due) for child in study.per_child]
    terms = " + ".join(str(Rupiah(amount)) for amount in due if amount)
    values = [value for child in study.per_child for reason in child.reasons for value in reason.values]
    formula = terms if terms == str(study.due_now) else f"{terms} = {study.due_now}"
    return (Item(ItemCode.SCHOLARSHIP, _SCHOLARSHIP, study.due_now, Text(formula, formula), tuple(values)),)


def _inheritance(case: Case, scheme: Scheme, given: Award, readings: frozenset[str]) -> Inheritance:
    if scheme is Scheme.NONE:
        return Inheritance((), ())
    funeral = sum((item.amount for item in given.items if item.code is ItemCode.FUNERAL_GRANT), ZERO)
    return inheritance(case, given.cash, funeral, readings=readings)


def _assumptions(given: Award, ruled: Ruling) -> Iterable[Finding]:
    """Return a sentence for each assumed value that decided something, each once."""
    values = [value for item in given.items for value in item.values]
    values += [value for finding in (*ruled.notes, *ruled.missing, *given.notes) for value in finding.values]
    once = {(value.path, value.start, *value.where.values()): value for value in values}
    return [_assumption(value) for value in once.values() if value.source.status is Status.ASSUMED]


def _assumption(value: Value) -> Finding:
    parts = {"label": law.parameter(value.path).label, "value": value_text(value), "note": value.note}
    return Finding("assumption", _ASSUMPTION.fill(**parts), (value,))


_ASSUMPTION: Final = Text("Anggapan: {label}: {value}. {note}", "Assumption: {label}: {value}. {note}")
_SCHOLARSHIP: Final = Text(
    "Beasiswa yang jatuh tempo sekarang, di luar jumlah tunai", "Scholarship due now, outside the cash total"
)
