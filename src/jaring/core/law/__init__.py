"""The law as data: dated, cited parameters in the YAML files of this folder.

>>> from datetime import date
>>> jkm = at(date(2026, 5, 1)).value("contribution/bpu/jkm_monthly")
>>> str(jkm.amount), jkm.source.law
('Rp6.800', 'PP 44/2015')

A path is the file and the key in it: ``contribution/bpu/jkm_monthly`` is ``jkm_monthly`` in
``contribution/bpu.yaml``. Values are never edited in place; a change of law adds a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from jaring.core.law.parameters import (
    OPEN_END,
    Alternative,
    AlternativeUnknownError,
    Facts,
    Law,
    Parameter,
    ParameterUnknownError,
    ReadingsContradictError,
    Source,
    Status,
    Value,
    cited_text,
    parse_laws,
    parse_parameter,
)
from jaring.core.law.units import Bracket, Content, DisabilityRow, RateStep
from jaring.core.law.written import read_yaml

__all__ = [
    "FOLDER",
    "OPEN_END",
    "Alternative",
    "AlternativeUnknownError",
    "Bracket",
    "Content",
    "DisabilityRow",
    "Facts",
    "Law",
    "LawOfDay",
    "Parameter",
    "ParameterUnknownError",
    "RateStep",
    "ReadingsContradictError",
    "Source",
    "Status",
    "Value",
    "all_parameters",
    "alternatives",
    "at",
    "cited_text",
    "laws",
    "parameter",
    "read_yaml",
    "rivals_of",
]

FOLDER: Final = Path(__file__).resolve().parent
_PATHS_REMEMBERED_MAX: Final = 1024  # Limits, because paths and names also come from people.
_READINGS_REMEMBERED_MAX: Final = 1024


@dataclass(frozen=True, slots=True)
class LawOfDay:
    """The law in force on one day, for some facts, under chosen readings where it is unsettled."""

    day: date
    facts: Facts = field(default_factory=dict)
    readings: frozenset[str] = frozenset()

    def value(self, path: str, **facts: str) -> Value:
        """Return the value in force.

        Args:
            path: ``<folder>/<file>/<key>``.
            facts: What the case is beyond the facts given before, for example ``payer="APBD"``.

        Raises:
            ParameterNotInForceError: (JRG-101) the law is silent for this day and these facts.
            ParameterUnknownError: (JRG-102) no such parameter.
        """
        return self._read(parameter(path).at(self.day, self._with(facts)))

    def find(self, path: str, **facts: str) -> Value | None:
        """Return the value in force, or None where the law is silent: a relief that has run out, say."""
        value = parameter(path).find(self.day, self._with(facts))
        return None if value is None else self._read(value)

    def _with(self, facts: Facts) -> Facts:
        return {**self.facts, **facts} if facts else self.facts

    def _read(self, value: Value) -> Value:
        for alternative in value.alternatives if self.readings else ():
            if alternative.name in self.readings:
                return value.read_as(alternative)
        return value


def at(day: date, facts: Facts | None = None, readings: frozenset[str] = frozenset()) -> LawOfDay:
    """Return the law in force on ``day``.

    Args:
        day: The day that decides; for a contribution the first day of its month.
        facts: What is known of the case, by names that ``where`` uses: payer, sector, risk_group.
        readings: Names of alternative readings to follow where the law is unsettled.

    Raises:
        AlternativeUnknownError: (JRG-103) no parameter offers such a reading.
        ReadingsContradictError: (JRG-104) two of the readings are of the same value.
    """
    if readings:
        _check(readings)
    return LawOfDay(day, facts or {}, readings)


@lru_cache(_READINGS_REMEMBERED_MAX)
def _check(readings: frozenset[str]) -> None:
    """Refuse readings that nobody offers, and two readings of one value."""
    for name in sorted(readings):
        if name not in alternatives():
            raise AlternativeUnknownError(name=name)
        for other in sorted(rivals_of(name) & readings):
            if other != name:
                raise ReadingsContradictError(name=name, other=other, path=alternatives()[name][0].path)


@lru_cache(_PATHS_REMEMBERED_MAX)
def parameter(path: str) -> Parameter:
    """Return one parameter with all its values; reads only the file it stands in.

    Raises:
        ParameterUnknownError: (JRG-102) no such parameter.
    """
    topic, _, key = path.rpartition("/")
    found = _topic(topic).get(key) if topic in _topics() else None
    if found is None:
        raise ParameterUnknownError(path=path)
    return found


def all_parameters() -> Iterator[Parameter]:
    """Yield every parameter in order of path."""
    for topic in _topics():
        yield from _topic(topic).values()


@cache
def alternatives() -> Mapping[str, tuple[Value, Alternative]]:
    """Return the readings offered where the law is unsettled, by name, with the value each would replace."""
    return {
        alternative.name: (value, alternative)
        for each in all_parameters()
        for value in each.values
        for alternative in value.alternatives
    }


def rivals_of(name: str) -> frozenset[str]:
    """Return the names among which one choice is made: all alternatives of the value that offers ``name``."""
    return frozenset(each.name for each in alternatives()[name][0].alternatives)


@cache
def laws() -> Mapping[str, Law]:
    """Return the register of regulations that values may cite, by name."""
    return parse_laws(read_yaml(FOLDER / "laws.yaml"))


@cache
def _topics() -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.glob("*/*.yaml")))


@cache
def _topic(topic: str) -> dict[str, Parameter]:
    data = read_yaml(FOLDER / f"{topic}.yaml")
    return {key: parse_parameter(f"{topic}/{key}", fields, laws()) for key, fields in data.items()}
