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
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from jaring.core.law.parameters import (
    OPEN_END,
    Alternative,
    AlternativeUnknownError,
    Bracket,
    Content,
    DisabilityRow,
    Facts,
    Law,
    Parameter,
    ParameterUnknownError,
    RateStep,
    Source,
    Status,
    Value,
    parse_laws,
    parse_parameter,
)

__all__ = [
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
    "Source",
    "Status",
    "Value",
    "all_parameters",
    "alternatives",
    "at",
    "laws",
    "parameter",
]

FOLDER: Final = Path(__file__).resolve().parent


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
        return self._read(parameter(path).at(self.day, {**self.facts, **facts}))

    def find(self, path: str, **facts: str) -> Value | None:
        """Return the value in force, or None where the law is silent: a relief that has run out, say."""
        value = parameter(path).find(self.day, {**self.facts, **facts})
        return None if value is None else self._read(value)

    def _read(self, value: Value) -> Value:
        for alternative in value.alternatives:
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
    """
    for name in sorted(readings):
        if name not in alternatives():
            raise AlternativeUnknownError(name=name)
    return LawOfDay(day, facts or {}, readings)


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


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping; a key written twice is refused, where YAML itself would drop the first."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506  # A safe loader below.
    if not isinstance(data, dict):
        raise TypeError(f"{path.name}: expected a mapping")
    return data


class _StrictLoader(yaml.CSafeLoader):
    """The fast safe loader, with duplicate keys refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"written twice: {sorted(repeated)}{node.start_mark}")
        return super().construct_mapping(node, deep)
