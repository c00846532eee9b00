"""Legal parameters: values in force on a day, each with the regulation it comes from.

A file that the law could not mean is refused when it is read: misspelt keys, fractions written as numbers
(which would become floats), two values for the same day and facts, an empty range, no source, a law that is not
in the register or a date on which that law says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from jaring.core.errors import JaringError, ParameterNotInForceError
from jaring.core.money import Rounding, Rupiah
from jaring.core.text import Text

OPEN_END: Final = date.max
Facts: TypeAlias = Mapping[str, str]


class ParameterUnknownError(JaringError):
    """A path that no legal parameter has."""

    code = "JRG-102"
    sentence = Text("Parameter {path} tidak dikenal.", "There is no parameter {path}.")
    hint = Text("Lihat daftarnya dengan: jaring law show", "See the list with: jaring law show")


class AlternativeUnknownError(JaringError):
    """A reading of unsettled law that no parameter offers."""

    code = "JRG-103"
    sentence = Text("Tidak ada pilihan tafsir bernama {name}.", "There is no alternative reading named {name}.")
    hint = Text(
        "Pilihan tafsir tercantum pada: jaring law show", "Alternative readings are listed by: jaring law show"
    )


class Status(StrEnum):
    """How well a value is known. An amount that rests on an assumed value says so wherever it is shown."""

    CONFIRMED = "confirmed"  # The text of the law was read.
    REPORTED = "reported"  # A published secondary source says so.
    ASSUMED = "assumed"  # Nobody has said so in a source that was read.

    @property
    def label(self) -> Text:
        return _STATUS_LABELS[self]


class Law(NamedTuple):
    """A regulation and the days that it speaks about."""

    name: str
    title: Text
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and when somebody last looked."""

    law: str
    article: str
    status: Status
    checked: date
    via: str

    @property
    def cited(self) -> str:
        """The law with its article, as a letter cites it; a working rule has no article."""
        return self.law if self.article == "-" else f"{self.law}, {self.article}"

    def as_json(self) -> dict[str, str]:
        """Return the three fields that calculations carry: law, article and status."""
        return {"law": self.law, "article": self.article, "status": self.status.value}


class Bracket(NamedTuple):
    """One printed row of an income table. ``to_idr`` is None in the last row."""

    from_idr: int
    to_idr: int | None
    base_idr: int


class RateStep(NamedTuple):
    """A rate that holds from a month on, counted from 1, up to the next step."""

    from_month: int
    rate: Decimal


class DisabilityRow(NamedTuple):
    """One row of a disability table. Exactly one of ``rate`` and ``rate_range`` is given.

    Attributes:
        part: Stable key, for example ``thumb_right``.
        rate: Share of the full grant; for a part with ``per`` the share of one step.
        rate_range: Lowest and highest share where a physician decides between them.
        per: What one step is, for parts that are counted in steps ("10 decibels"); None otherwise.
        rate_max: The most that all steps together give; None where steps do not exist.
        other_side: The row that a left-handed person takes instead; None where sides are alike.
    """

    part: str
    label: Text
    rate: Decimal | None
    rate_range: tuple[Decimal, Decimal] | None
    per: Text | None
    rate_max: Decimal | None
    other_side: str | None


_Row = TypeVar("_Row")
_Content = TypeVar("_Content", int, Decimal, bool, str, tuple[Any, ...])
Content: TypeAlias = (
    int
    | Decimal
    | bool
    | str
    | tuple[str, ...]
    | tuple[int, ...]
    | tuple[tuple[str, ...], ...]
    | tuple[Bracket, ...]
    | tuple[RateStep, ...]
    | tuple[DisabilityRow, ...]
)


class Alternative(NamedTuple):
    """Another reading of unsettled law: what the value would be, and why one might think so."""

    name: str
    content: Content
    note: Text


@dataclass(frozen=True)
class Value:
    """One value of a parameter, in force on days ``start <= day < end`` for the facts that ``where`` names.

    Read it through the property that fits its unit; the wrong one raises ``TypeError``.
    """

    path: str
    start: date
    end: date
    where: Mapping[str, tuple[str, ...]]
    content: Content
    source: Source
    note: Text
    alternatives: tuple[Alternative, ...] = ()

    def holds(self, day: date, facts: Facts) -> bool:
        return self.start <= day < self.end and all(facts.get(fact) in allowed for fact, allowed in self.where.items())

    def collides_with(self, other: Value) -> bool:
        """Return whether some day and some facts would satisfy both."""
        shared_days = self.start < other.end and other.start < self.end
        apart = any(not set(self.where[fact]) & set(other.where[fact]) for fact in self.where.keys() & other.where)
        return shared_days and not apart

    def read_as(self, alternative: Alternative) -> Value:
        """Return this value under another reading; it is then assumed, whatever it was before."""
        return self._other_readings[alternative.name]

    @cached_property
    def _other_readings(self) -> Mapping[str, Value]:
        source = replace(self.source, status=Status.ASSUMED)
        return {
            each.name: replace(self, content=each.content, source=source, note=each.note, alternatives=())
            for each in self.alternatives
        }

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self._content(int))

    @property
    def count(self) -> int:
        return self._content(int)

    @property
    def rate(self) -> Decimal:
        return self._content(Decimal)

    @property
    def flag(self) -> bool:
        return self._content(bool)

    @property
    def name(self) -> str:
        return self._content(str)

    @property
    def rounding(self) -> Rounding:
        return Rounding[self.name.upper()]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return self._rows(str)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        return self._rows(int)

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Groups of codes in their order; the first group comes first."""
        return self._rows(tuple)

    @cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        return self._rows(Bracket)

    @cached_property
    def rate_steps(self) -> tuple[RateStep, ...]:
        return self._rows(RateStep)

    @cached_property
    def disabilities(self) -> Mapping[str, DisabilityRow]:
        """The rows of a disability table by part, in the order of the law."""
        return {row.part: row for row in self._rows(DisabilityRow)}

    def _content(self, kind: type[_Content]) -> _Content:
        if type(self.content) is not kind:  # bool is an int to isinstance, and must not pass for one.
            raise TypeError(f"{self.path} holds {type(self.content).__name__}, not {kind.__name__}")
        return self.content

    def _rows(self, kind: type[_Row]) -> tuple[_Row, ...]:
        rows = self._content(tuple)
        if any(type(row) is not kind for row in rows):
            raise TypeError(f"{self.path} holds rows of {type(rows[0]).__name__}, not {kind.__name__}")
        return rows


@dataclass(frozen=True, slots=True)
class Parameter:
    """A legal parameter over time, for example ``contribution/bpu/jkm_monthly``."""

    path: str
    label: Text
    unit: str
    values: tuple[Value, ...]
    note: Text

    def find(self, day: date, facts: Facts) -> Value | None:
        """Return the value in force, or None where the law is silent."""
        for value in self.values:
            if value.holds(day, facts):
                return value
        return None

    def at(self, day: date, facts: Facts) -> Value:
        """Return the value in force on ``day`` for these facts.

        Raises:
            ParameterNotInForceError: (JRG-101) the law says nothing for this day and these facts.
        """
        value = self.find(day, facts)
        if value is None:
            raise ParameterNotInForceError(path=self.path, day=day.isoformat())
        return value

    def on(self, day: date) -> Iterator[Value]:
        """Yield every value in force on ``day``, whatever the facts."""
        return (value for value in self.values if value.start <= day < value.end)


def parse_parameter(path: str, data: object, laws: Mapping[str, Law]) -> Parameter:
    """Build a parameter from its YAML mapping.

    Raises:
        ValueError: the file says something that no law could mean; the text names the place.
        TypeError: something is written in the wrong form.
    """
    fields = _mapping(path, data, {"label_id", "label_en", "unit", "values"}, {"note_id", "note_en"})
    unit = fields["unit"]
    if unit not in _READERS:
        raise ValueError(f"{path}: unknown unit {unit!r}; known are {sorted(_READERS)}")
    rows = fields["values"]
    if not isinstance(rows, list) or not rows:
        raise TypeError(f"{path}: values must be a list with at least one row")
    values = tuple(_value(f"{path}[{i}]", path, row, unit, laws) for i, row in enumerate(rows))
    _refuse_collisions(path, values)
    label = Text(_text(path, fields["label_id"]), _text(path, fields["label_en"]))
    return Parameter(path, label, unit, values, _note(path, fields))


def parse_laws(data: object) -> dict[str, Law]:
    """Build the register of laws from its YAML mapping."""
    if not isinstance(data, dict):
        raise TypeError("laws: a mapping from the law's name to its title and days")
    return {name: _law(name, fields) for name, fields in data.items()}


def _law(name: str, data: object) -> Law:
    fields = _mapping(name, data, {"title_id", "title_en", "from"}, {"until"})
    start, end = _days(name, fields)
    return Law(name, Text(_text(name, fields["title_id"]), _text(name, fields["title_en"])), start, end)


def _value(place: str, path: str, data: object, unit: str, laws: Mapping[str, Law]) -> Value:
    optional = {"until", "where", "note_id", "note_en", "alternatives"}
    fields = _mapping(place, data, {"from", "value", "source"}, optional)
    start, end = _days(place, fields)
    source = _source(place, fields["source"], laws)
    law = laws[source.law]
    if start < law.start or (end > law.end):
        raise ValueError(f"{place}: {law.name} speaks about {law.start} to {law.end} only")
    return Value(
        path=path,
        start=start,
        end=end,
        where=_where(place, fields.get("where", {})),
        content=_READERS[unit](place, fields["value"]),
        source=source,
        note=_note(place, fields),
        alternatives=_alternatives(place, fields.get("alternatives", []), unit),
    )


def _source(place: str, data: object, laws: Mapping[str, Law]) -> Source:
    fields = _mapping(place, data, {"law", "article", "checked", "status"}, {"via"})
    law, article = _text(place, fields["law"]), _text(place, fields["article"])
    status, via = Status(_text(place, fields["status"])), str(fields.get("via", ""))
    if law not in laws:
        raise ValueError(f"{place}: {law} is not in laws.yaml")
    if type(fields["checked"]) is not date:
        raise TypeError(f"{place}: checked is a date, unquoted")
    if status is Status.REPORTED and not via:
        raise ValueError(f"{place}: a reported value names in 'via' who reports it")
    return Source(law, article, status, fields["checked"], via)


def _where(place: str, data: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, dict):
        raise TypeError(f"{place}: where is a mapping")
    return {str(fact): tuple(map(str, v)) if isinstance(v, list) else (str(v),) for fact, v in data.items()}


def _alternatives(place: str, data: object, unit: str) -> tuple[Alternative, ...]:
    if not isinstance(data, list):
        raise TypeError(f"{place}: alternatives is a list")
    found = []
    for row in data:
        fields = _mapping(place, row, {"name", "value", "note_id", "note_en"}, set())
        content = _READERS[unit](place, fields["value"])
        found.append(Alternative(_text(place, fields["name"]), content, _note(place, fields)))
    return tuple(found)


def _refuse_collisions(path: str, values: tuple[Value, ...]) -> None:
    for i, a in enumerate(values):
        for j, b in enumerate(values[:i]):
            if a.collides_with(b):
                raise ValueError(f"{path}: values {j} and {i} overlap from {max(a.start, b.start)}")


def _mapping(place: str, data: object, required: set[str], optional: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError(f"{place}: expected a mapping")
    if unknown := sorted(str(key) for key in set(data) - required - optional):
        raise ValueError(f"{place}: unknown keys {unknown}")
    if missing := sorted(required - set(data)):
        raise ValueError(f"{place}: missing keys {missing}")
    return data


def _days(place: str, fields: Mapping[str, Any]) -> tuple[date, date]:
    start, end = fields["from"], fields.get("until", OPEN_END)
    if type(start) is not date or type(end) is not date:
        raise TypeError(f"{place}: dates are written YYYY-MM-DD, unquoted")
    if start >= end:
        raise ValueError(f"{place}: the range from {start} until {end} is empty")
    return start, end


def _text(place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{place}: expected a text, got {value!r}")
    return value


def _note(place: str, fields: Mapping[str, Any]) -> Text:
    if ("note_id" in fields) != ("note_en" in fields):
        raise ValueError(f"{place}: a note is written in both languages")
    return Text(fields.get("note_id", ""), fields.get("note_en", ""))


def _read_whole(place: str, value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{place}: expected a whole number, got {value!r}")
    return value


def _read_rate(place: str, value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(f'{place}: write the rate in quotes ("0.50"), so that no float enters')
    if not _PLAIN_DECIMAL(value):
        raise ValueError(f"{place}: expected a plain decimal, got {value!r}")
    rate = Decimal(value)
    if not 0 <= rate <= 1:
        raise ValueError(f"{place}: a rate lies between 0 and 1, got {value}")
    return rate


def _read_flag(place: str, value: object) -> bool:
    if type(value) is not bool:
        raise TypeError(f"{place}: expected true or false, got {value!r}")
    return value


def _read_positive(place: str, value: object) -> int:
    number = _read_whole(place, value)
    if number == 0:
        raise ValueError(f"{place}: nothing can be divided by zero")
    return number


def _read_day_of_month(place: str, value: object) -> int:
    number = _read_whole(place, value)
    if not 1 <= number <= _SHORTEST_MONTH:
        raise ValueError(f"{place}: every month has the days 1 to {_SHORTEST_MONTH} only, got {number}")
    return number


def _read_code(place: str, value: object) -> str:
    code = _text(place, value)
    if not _CODE(code):
        raise ValueError(f"{place}: a code has letters, digits and underscores, got {code!r}")
    return code


def _read_codes(place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected a list of codes")
    codes = tuple(_read_code(place, item) for item in value)
    _refuse_repeated(place, codes)
    return codes


def _read_groups(place: str, value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected a list of groups of codes")
    groups = tuple(_read_codes(place, group) for group in value)
    _refuse_repeated(place, [code for group in groups for code in group])
    return groups


def _read_counts(place: str, value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected a list of whole numbers")
    counts = tuple(_read_whole(place, item) for item in value)
    if list(counts) != sorted(set(counts)):
        raise ValueError(f"{place}: the numbers do not rise")
    return counts


def _refuse_repeated(place: str, codes: Sequence[str]) -> None:
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"{place}: written twice: {repeated}")


def _read_rounding(place: str, value: object) -> str:
    name = _text(place, value)
    if name.upper() not in Rounding.__members__:
        raise ValueError(f"{place}: unknown rounding {name}")
    return name


def _read_brackets(place: str, value: object) -> tuple[Bracket, ...]:
    """Read an income table: rows rise, and only the last one is open."""
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected the rows of a table")
    rows = tuple(_bracket(f"{place} row {i + 1}", row) for i, row in enumerate(value))
    for row, after in pairwise(rows):
        if row.to_idr is None or not row.from_idr < row.to_idr < after.from_idr or row.base_idr >= after.base_idr:
            raise ValueError(f"{place}: the table does not rise at the row from {after.from_idr}")
    if rows[0].from_idr != 0 or rows[-1].to_idr is not None:
        raise ValueError(f"{place}: the table starts at 0 and its last row is open")
    return rows


def _bracket(place: str, row: object) -> Bracket:
    fields = _mapping(place, row, {"from", "base"}, {"to"})
    to_idr = _read_whole(place, fields["to"]) if "to" in fields else None
    return Bracket(_read_whole(place, fields["from"]), to_idr, _read_whole(place, fields["base"]))


def _read_rate_steps(place: str, value: object) -> tuple[RateStep, ...]:
    """Read a schedule of rates: it begins with month 1 and its months rise."""
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected the rows of a schedule")
    steps = tuple(_rate_step(f"{place} row {i + 1}", row) for i, row in enumerate(value))
    if steps[0].from_month != 1 or any(a.from_month >= b.from_month for a, b in pairwise(steps)):
        raise ValueError(f"{place}: a schedule begins with month 1 and its months rise")
    return steps


def _rate_step(place: str, row: object) -> RateStep:
    fields = _mapping(place, row, {"from_month", "rate"}, set())
    return RateStep(_read_whole(place, fields["from_month"]), _read_rate(place, fields["rate"]))


def _read_disabilities(place: str, value: object) -> tuple[DisabilityRow, ...]:
    """Read a disability table: each part once, and sides that name each other."""
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected the rows of a table")
    rows = tuple(_disability(f"{place} row {i + 1}", row) for i, row in enumerate(value))
    _refuse_repeated(place, [row.part for row in rows])
    by_part = {row.part: row for row in rows}
    for row in rows:
        if row.other_side is not None:
            other = by_part.get(row.other_side)
            if other is None or other is row or other.other_side != row.part:
                raise ValueError(f"{place}: {row.part} and {row.other_side} do not name each other")
    return rows


def _disability(place: str, data: object) -> DisabilityRow:
    optional = {"percent", "percent_from", "percent_to", "per_id", "per_en", "percent_max", "other_side"}
    fields = _mapping(place, data, {"part", "label_id", "label_en"}, optional)
    counted = {"per_id", "per_en", "percent_max"} & set(fields)
    if "percent" in fields:
        if {"percent_from", "percent_to"} & set(fields):
            raise ValueError(f"{place}: either a percentage or a range")
        if counted and len(counted) != len({"per_id", "per_en", "percent_max"}):
            raise ValueError(f"{place}: a part counted in steps says what a step is, in both languages, and its most")
        rate, rate_range = _percent(place, fields["percent"]), None
    else:
        if counted or not {"percent_from", "percent_to"} <= set(fields):
            raise ValueError(f"{place}: a row has a percentage, or a range from its lowest to its highest")
        rate, rate_range = None, (_percent(place, fields["percent_from"]), _percent(place, fields["percent_to"]))
        if rate_range[0] >= rate_range[1]:
            raise ValueError(f"{place}: the range does not rise")
    return DisabilityRow(
        part=_read_code(place, fields["part"]),
        label=Text(_text(place, fields["label_id"]), _text(place, fields["label_en"])),
        rate=rate,
        rate_range=rate_range,
        per=Text(_text(place, fields["per_id"]), _text(place, fields["per_en"])) if counted else None,
        rate_max=_percent(place, fields["percent_max"]) if counted else None,
        other_side=_read_code(place, fields["other_side"]) if "other_side" in fields else None,
    )


def _percent(place: str, value: object) -> Decimal:
    """Read a percentage as the law prints it, 70 or "4.5", and return the share."""
    if type(value) is not int and not (isinstance(value, str) and _PLAIN_DECIMAL(value)):
        raise TypeError(f'{place}: write a percentage as a whole number or in quotes ("4.5"), got {value!r}')
    share = Decimal(value) / 100
    if not 0 < share <= 1:
        raise ValueError(f"{place}: a percentage lies above 0 and up to 100, got {value}")
    return share


_SHORTEST_MONTH: Final = 28
_PLAIN_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?").fullmatch
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*").fullmatch
_READERS: Final[Mapping[str, Callable[[str, object], Content]]] = {
    "IDR": _read_whole,
    "IDR/month": _read_whole,
    "IDR/year": _read_whole,
    "1": _read_rate,
    "1/month": _read_rate,
    "1/day": _read_rate,
    "years": _read_whole,
    "months": _read_whole,
    "days": _read_positive,
    "working days": _read_whole,
    "hours": _read_whole,
    "children": _read_whole,
    "day of month": _read_day_of_month,
    "yes or no": _read_flag,
    "code": _read_code,
    "codes": _read_codes,
    "groups of codes": _read_groups,
    "counts of months": _read_counts,
    "rounding": _read_rounding,
    "income table": _read_brackets,
    "rate schedule": _read_rate_steps,
    "disability table": _read_disabilities,
}
_STATUS_LABELS: Final = {
    Status.CONFIRMED: Text("terkonfirmasi", "confirmed"),
    Status.REPORTED: Text("sumber sekunder", "reported"),
    Status.ASSUMED: Text("anggapan", "assumed"),
}
