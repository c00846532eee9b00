"""Legal parameters: values in force on a day, each with the regulation it comes from.

A file that the law could not mean is refused when it is read: misspelt keys, fractions written as numbers
(which would become floats), two values for the same day and facts, an empty range, no source, a law that is not
in the register or a date on which that law says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from jaring.core.errors import JaringError, ParameterNotInForceError
from jaring.core.law.units import READERS, Bracket, Content, DisabilityRow, RateStep
from jaring.core.law.written import mapping, text
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


class ReadingsContradictError(JaringError):
    """Two readings of one and the same rule, asked for together."""

    code = "JRG-104"
    sentence = Text(
        "Tafsir {name} dan {other} sama-sama mengubah {path}; hanya satu yang dapat diikuti.",
        "The readings {name} and {other} both change {path}; only one of them can be followed.",
    )
    hint = Text("Pilih salah satu.", "Choose one of them.")


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


def cited_text(words: str) -> Text:
    """Return a law or an article as it is cited; what is no name but a description exists in English too."""
    return Text(words, _DESCRIBED.get(words, words))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and when somebody last looked."""

    law: str
    article: str
    status: Status
    checked: date
    via: str

    @property
    def cited(self) -> Text:
        """The law with its article, as a letter cites it; a working rule has no article."""
        name, article = cited_text(self.law), cited_text(self.article)
        return name if self.article == "-" else Text(f"{name.id}, {article.id}", f"{name.en}, {article.en}")

    def as_json(self) -> dict[str, str]:
        """Return the three fields that calculations carry, for programs: law, article and status."""
        return {"law": self.law, "article": self.article, "status": self.status.value}


_Row = TypeVar("_Row")
_Content = TypeVar("_Content", int, Decimal, bool, str, tuple[Any, ...])


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
        if not self.start <= day < self.end:
            return False
        return not self.where or all(facts.get(fact) in allowed for fact, allowed in self.where.items())

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
    fields = mapping(path, data, {"label_id", "label_en", "unit", "values"}, {"note_id", "note_en"})
    unit = fields["unit"]
    if unit not in READERS:
        raise ValueError(f"{path}: unknown unit {unit!r}; known are {sorted(READERS)}")
    rows = fields["values"]
    if not isinstance(rows, list) or not rows:
        raise TypeError(f"{path}: values must be a list with at least one row")
    values = tuple(_value(f"{path}[{i}]", path, row, unit, laws) for i, row in enumerate(rows))
    _refuse_collisions(path, values)
    label = Text(text(path, fields["label_id"]), text(path, fields["label_en"]))
    return Parameter(path, label, unit, values, _note(path, fields))


def parse_laws(data: object) -> dict[str, Law]:
    """Build the register of laws from its YAML mapping."""
    if not isinstance(data, dict):
        raise TypeError("laws: a mapping from the law's name to its title and days")
    return {name: _law(name, fields) for name, fields in data.items()}


def _law(name: str, data: object) -> Law:
    fields = mapping(name, data, {"title_id", "title_en", "from"}, {"until"})
    start, end = _days(name, fields)
    return Law(name, Text(text(name, fields["title_id"]), text(name, fields["title_en"])), start, end)


def _value(place: str, path: str, data: object, unit: str, laws: Mapping[str, Law]) -> Value:
    optional = {"until", "where", "note_id", "note_en", "alternatives"}
    fields = mapping(place, data, {"from", "value", "source"}, optional)
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
        content=READERS[unit](place, fields["value"]),
        source=source,
        note=_note(place, fields),
        alternatives=_alternatives(place, fields.get("alternatives", []), unit),
    )


def _source(place: str, data: object, laws: Mapping[str, Law]) -> Source:
    fields = mapping(place, data, {"law", "article", "checked", "status"}, {"via"})
    law, article = text(place, fields["law"]), text(place, fields["article"])
    status, via = Status(text(place, fields["status"])), str(fields.get("via", ""))
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
        fields = mapping(place, row, {"name", "value", "note_id", "note_en"}, set())
        content = READERS[unit](place, fields["value"])
        found.append(Alternative(text(place, fields["name"]), content, _note(place, fields)))
    return tuple(found)


def _refuse_collisions(path: str, values: tuple[Value, ...]) -> None:
    for i, a in enumerate(values):
        for j, b in enumerate(values[:i]):
            if a.collides_with(b):
                raise ValueError(f"{path}: values {j} and {i} overlap from {max(a.start, b.start)}")


def _days(place: str, fields: Mapping[str, Any]) -> tuple[date, date]:
    start, end = fields["from"], fields.get("until", OPEN_END)
    if type(start) is not date or type(end) is not date:
        raise TypeError(f"{place}: dates are written YYYY-MM-DD, unquoted")
    if start >= end:
        raise ValueError(f"{place}: the range from {start} until {end} is empty")
    return start, end


def _note(place: str, fields: Mapping[str, Any]) -> Text:
    if ("note_id" in fields) != ("note_en" in fields):
        raise ValueError(f"{place}: a note is written in both languages")
    return Text(fields.get("note_id", ""), fields.get("note_en", ""))


_STATUS_LABELS: Final = {
    Status.CONFIRMED: Text("naskah dibaca", "text read"),
    Status.REPORTED: Text("menurut sumber lain", "by a secondary source"),
    Status.ASSUMED: Text("anggapan", "assumed"),
}
_DESCRIBED: Final = {
    "nomor pasal belum diperiksa": "article number not yet checked",
    "pasal pengecualian, nomor belum diperiksa": "article on exceptions, number not yet checked",
    "pasal tarif, nomor belum diperiksa": "article on rates, number not yet checked",
    "daftar berkas": "list of papers",
    "daftar formulir": "list of forms",
    "tanya jawab resmi": "official questions and answers",
    "pilihan kanal pembayaran": "options of the payment channels",
    "keterangan kepala cabang": "statement of a branch head",
    "Praktik BPJS": "BPJS practice",
    "Praktik daerah": "local practice",
}
