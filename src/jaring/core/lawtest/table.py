"""Reading a table of worked examples; whatever cannot be meant is refused with its place.

A table is a YAML mapping: ``rule``, ``source`` and ``cases``, and ``given`` for facts that all its cases share. A case
has a ``name`` that says what it claims, ``day`` or ``month``, ``facts``, and in ``expect`` what the answer must hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import yaml

from jaring.core.errors import JaringError
from jaring.core.law.written import parse_yaml
from jaring.core.month import Month
from jaring.core.text import Text

BYTES_MAX: Final = 2_000_000
CASES_MAX: Final = 5_000


class LawTestUnusableError(JaringError):
    """A table of worked examples that cannot be run."""

    code = "JRG-105"
    sentence = Text(
        "Tabel uji {table} tidak dapat dijalankan, pada {place}: {fault}.",
        "The test table {table} cannot be run, at {place}: {fault}.",
    )
    hint = Text(
        "Bentuk tabel dijelaskan pada docs/panduan/uji-hukum.md.",
        "The form of a table is explained in docs/panduan/uji-hukum.md.",
    )


class Rule(StrEnum):
    """What examples may be about. The answers stand in ``jaring.core.lawtest.rules``."""

    CONTRIBUTION = "contribution"
    ENTRY = "entry"
    PARAMETER = "parameter"
    COVERAGE = "coverage"
    BENEFIT = "benefit"

    @property
    def asks_for_month(self) -> bool:
        """Whether an example names a month rather than a day."""
        return self is Rule.CONTRIBUTION


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example. ``day`` is the first of the month where the rule asks for a month."""

    name: str
    day: date
    facts: Mapping[str, Any]
    readings: frozenset[str]
    expect: Any


@dataclass(frozen=True, slots=True)
class Table:
    """Worked examples of one rule."""

    name: str
    rule: Rule
    source: str
    examples: tuple[Example, ...]


def read_table(path: Path) -> Table:
    """Read a table.

    Raises:
        LawTestUnusableError: (JRG-105) it is not YAML, misses or misspells a key, or says something impossible.
    """
    with path.open("rb") as file:
        written = file.read(BYTES_MAX + 1)
    place = _Place(path.name, _BEGINNING)
    if len(written) > BYTES_MAX:
        raise place.error(_TOO_LONG)
    try:
        data = parse_yaml(written.decode("utf-8-sig"))
    except yaml.MarkedYAMLError as fault:
        raise place.line(fault.problem_mark).error(_NOT_YAML) from None
    except (yaml.YAMLError, ValueError, RecursionError):  # Bytes that are no UTF-8 are a ValueError too.
        raise place.error(_NOT_YAML) from None
    return _table(place, data)


class _Place:
    """Where in which table something stands, to say so in a refusal."""

    def __init__(self, table: str, place: Text) -> None:
        self.table, self.place = table, place

    def case(self, number: int, name: object) -> _Place:
        named = f" ({name})" if isinstance(name, str) and name.strip() else ""
        return _Place(self.table, Text(f"kasus ke-{number}{named}", f"case {number}{named}"))

    def line(self, mark: yaml.Mark | None) -> _Place:
        return self if mark is None else _Place(self.table, _LINE.fill(number=mark.line + 1))

    def error(self, fault: Text, **parts: object) -> LawTestUnusableError:
        return LawTestUnusableError(table=self.table, place=self.place, fault=fault.fill(**parts))

    def mapping(self, what: str | Text, data: object, required: set[str], optional: set[str]) -> dict[str, Any]:
        """Return a mapping with all required keys and no unknown one."""
        if not isinstance(data, dict):
            raise self.error(_NOT_MAPPING, what=what)
        if unknown := sorted(str(key) for key in set(data) - required - optional):
            raise self.error(_UNKNOWN_KEYS, what=what, keys=", ".join(unknown))
        if missing := sorted(required - set(data)):
            raise self.error(_MISSING_KEYS, what=what, keys=", ".join(missing))
        return data

    def text(self, what: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error(_NOT_TEXT, what=what)
        return value


def _table(place: _Place, data: object) -> Table:
    fields = place.mapping(_TABLE, data, {"rule", "source", "cases"}, {"given"})
    if fields["rule"] not in list(Rule):
        raise place.error(_UNKNOWN_RULE, known=", ".join(Rule))
    rule = Rule(fields["rule"])
    cases, given = fields["cases"], fields.get("given", {})
    if not isinstance(cases, list) or not cases:
        raise place.error(_NO_CASES)
    if len(cases) > CASES_MAX:
        raise place.error(_TOO_MANY_CASES, most=CASES_MAX)
    if not isinstance(given, dict):
        raise place.error(_NOT_MAPPING, what="given")
    examples = tuple(_example(place, number, case, given, rule) for number, case in enumerate(cases, start=1))
    _refuse_repeated_names(place, examples)
    return Table(place.table, rule, place.text("source", fields["source"]), examples)


def _example(table: _Place, number: int, data: object, given: Mapping[str, Any], rule: Rule) -> Example:
    place = table.case(number, data.get("name") if isinstance(data, dict) else None)
    when = "month" if rule.asks_for_month else "day"
    fields = place.mapping(_CASE, data, {"name", when, "facts", "expect"}, set())
    if not isinstance(fields["facts"], dict):
        raise place.error(_NOT_MAPPING, what="facts")
    facts = _laid_over(given, fields["facts"])
    readings = facts.pop("readings", [])
    if not isinstance(readings, list) or not all(isinstance(name, str) for name in readings):
        raise place.error(_NOT_NAMES, what="facts.readings")
    if fields["expect"] in (None, {}):
        raise place.error(_NOTHING_EXPECTED)
    return Example(
        name=place.text("name", fields["name"]),
        day=_month(place, fields[when]).first_day if rule.asks_for_month else _day(place, fields[when]),
        facts=facts,
        readings=frozenset(readings),
        expect=fields["expect"],
    )


def _laid_over(given: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what all cases share with the facts of one case laid over it, key by key."""
    both = dict(given)
    for key, value in facts.items():
        below = both.get(key)
        both[key] = _laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return both


def _day(place: _Place, value: object) -> date:
    if type(value) is not date:
        raise place.error(_NOT_DAY)
    return value


def _month(place: _Place, value: object) -> Month:
    try:
        return Month.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise place.error(_NOT_MONTH) from None


def _refuse_repeated_names(place: _Place, examples: tuple[Example, ...]) -> None:
    seen: set[str] = set()
    for number, example in enumerate(examples, start=1):
        if example.name in seen:
            raise place.case(number, example.name).error(_NAME_REPEATED)
        seen.add(example.name)


_TABLE: Final = Text("tabel", "the table")
_CASE: Final = Text("kasus", "the case")
_LINE: Final = Text("baris {number}", "line {number}")
_BEGINNING: Final = Text("awal berkas", "the beginning")
_NOT_YAML: Final = Text(
    "berkas ini bukan YAML yang dapat dibaca, menulis satu kunci dua kali, bersarang terlalu dalam, atau memakai tanda"
    " acuan (&, *)",
    "this file is not readable YAML, writes a key twice, is nested too deeply, or uses anchors (&, *)",
)
_TOO_LONG: Final = Text("berkas terlalu besar", "the file is too large")
_NOT_MAPPING: Final = Text("{what} harus berisi pasangan kunci dan nilai", "{what} has to hold keys with values")
_UNKNOWN_KEYS: Final = Text("kunci tidak dikenal dalam {what}: {keys}", "unknown keys in {what}: {keys}")
_MISSING_KEYS: Final = Text("kunci belum ditulis dalam {what}: {keys}", "missing keys in {what}: {keys}")
_NOT_TEXT: Final = Text("{what} harus berupa teks", "{what} has to be a text")
_NOT_NAMES: Final = Text("{what} harus berupa daftar nama tafsir", "{what} has to be a list of names of readings")
_UNKNOWN_RULE: Final = Text("rule harus salah satu dari {known}", "rule has to be one of {known}")
_NO_CASES: Final = Text("cases harus berisi paling sedikit satu kasus", "cases has to hold at least one case")
_TOO_MANY_CASES: Final = Text("paling banyak {most} kasus dalam satu tabel", "at most {most} cases in one table")
_NOTHING_EXPECTED: Final = Text("expect kosong, sehingga tidak menguji apa pun", "expect is empty and tests nothing")
_NOT_DAY: Final = Text(
    "day ditulis sebagai TTTT-BB-HH tanpa tanda kutip", "day is written as YYYY-MM-DD without quotes"
)
_NOT_MONTH: Final = Text("month ditulis sebagai TTTT-BB", "month is written as YYYY-MM")
_NAME_REPEATED: Final = Text("nama ini sudah dipakai kasus lain", "another case already has this name")
