"""Finds the list in a sheet: the row of headings, and what each column holds by the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from jaring.core.intake.cells import Row, cell_text
from jaring.core.intake.headings import heading_field, is_one_slip, plain_words
from jaring.core.intake.reading import Sheet

_HEADING_WITHIN_ROWS: Final = 60
_FORGIVING_LENGTH_MIN: Final = 5
_HEADING_LENGTH_MAX: Final = 70
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
# What village lists call these columns, the insurer may call them as well.
_SHARED_FIELDS: Final = frozenset({"nik", "name", "birth_date"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The headings of one template, ready to be compared."""

    fields: dict[str, str]
    required: tuple[str, ...]

    @classmethod
    def of(cls, columns: Sequence[Mapping[str, Any]]) -> Vocabulary:
        fields = {key_of(heading): column["field"] for column in columns for heading in column["headings"]}
        return cls(fields, tuple(column["field"] for column in columns if column["required"]))

    def field_of(self, heading: str) -> str:
        """Return the field that a heading stands for, or nothing."""
        if not heading or len(heading) > _HEADING_LENGTH_MAX:
            return ""
        key = key_of(heading)
        if key in self.fields:
            return self.fields[key]
        if len(key) >= _FORGIVING_LENGTH_MIN:
            near = {
                name
                for known, name in self.fields.items()
                if len(known) >= _FORGIVING_LENGTH_MIN and abs(len(known) - len(key)) <= 1 and is_one_slip(key, known)
            }
            if len(near) == 1:
                return near.pop()
        shared = heading_field(heading)
        return shared if shared in _SHARED_FIELDS and shared in self.fields.values() else ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of a list: rows ``first`` up to ``end``, which column holds which field, and what stands above it.

    >>> Heading(0, 1, {"nik": 0}, ["NIK", "Kota"]).ignored
    ('Kota',)
    """

    first: int
    end: int
    columns: dict[str, int]
    texts: list[str] = field(repr=False)

    @property
    def ignored(self) -> tuple[str, ...]:
        used = set(self.columns.values())
        return tuple(text for index, text in enumerate(self.texts) if text and index not in used)

    def missing(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        return tuple(name for name in vocabulary.required if name not in self.columns)


def key_of(heading: str) -> str:
    """Return a heading as it is compared: words written out, without numbers and what stands in brackets.

    >>> key_of("Iuran JKK (Rp)"), key_of("NO. KTP")
    ('iuran jkk', 'nomor nik')
    """
    return " ".join(plain_words(_IN_BRACKETS.sub(" ", heading)))


def find_heading(sheet: Sheet, vocabulary: Vocabulary) -> Heading | None:
    """Return the headings with the fewest required columns missing, the first of them; ``None`` where there are none.

    They stand within the first rows, in one row or in two of which the upper one spans several columns.
    """
    found = [
        heading
        for position in range(min(_HEADING_WITHIN_ROWS, len(sheet.rows)))
        for heading in _readings(sheet, position, vocabulary)
        if heading.columns
    ]
    # Two rows where the lower one adds a column; else one, so that no line of the list is taken for a heading.
    return min(found, key=lambda h: (len(h.missing(vocabulary)), -len(h.columns), h.end - h.first), default=None)


def _readings(sheet: Sheet, position: int, vocabulary: Vocabulary) -> Iterator[Heading]:
    own = _texts(sheet.rows[position])
    yield _heading(position, position + 1, own, vocabulary)
    if position + 1 < len(sheet.rows):
        below = _texts(sheet.rows[position + 1])
        if not any(any(map(str.isdigit, text)) for text in below):
            above = _spread(own, below, sheet, position)
            texts = [f"{upper} {lower}".strip() for upper, lower in zip(above, below, strict=True)]
            yield _heading(position, position + 2, texts, vocabulary, below)


def _heading(first: int, end: int, texts: list[str], vocabulary: Vocabulary, lower: Sequence[str] = ()) -> Heading:
    columns: dict[str, int] = {}
    for index, text in enumerate(texts):
        name = vocabulary.field_of(text) or (vocabulary.field_of(lower[index]) if lower else "")
        if name:
            columns.setdefault(name, index)
    return Heading(first, end, columns, texts)


def _spread(above: list[str], below: list[str], sheet: Sheet, row: int) -> list[str]:
    """Return for each column the upper heading that spans it: its own, a merged one, or an open one to the left."""
    spans = list(above)
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left < len(spans):
            for index in range(left + 1, min(right + 1, len(spans))):
                spans[index] = spans[index] or spans[left]
    for index in range(1, len(spans)):
        if not spans[index] and below[index]:
            spans[index] = spans[index - 1]
    return spans


def _texts(row: Row) -> list[str]:
    return [cell_text(value) if isinstance(value, str) else "" for value in row]
