"""Rows as pages show them: opened one page at a time, numbers hidden, every finding in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jaring.core.text import Text
from jaring.office.intake import codes
from jaring.office.intake.masking import hide_in, hide_numbers, masked
from jaring.office.intake.models import OUT_OF_AREA, ImportRow
from jaring.office.intake.services import current_texts

_ORDER = ("bad", "doubt", "calm")


@dataclass(frozen=True, slots=True)
class Note:
    """One finding: its label, what is wrong, what to do, and the field it is about."""

    code: str
    field: str
    problem: Text
    remedy: Text

    @property
    def tone(self) -> str:
        return codes.tone(self.code)

    @property
    def label(self) -> str:
        return codes.label(self.code)


@dataclass(frozen=True, slots=True)
class Line:
    """One row for a list: who, from where, and what was found."""

    row: ImportRow
    name: str
    nik: str
    village: str
    notes: list[Note]


def line_of(row: ImportRow) -> Line:
    """Open one row for a list. Its file and village must have been read with it."""
    content = row.content
    values, texts = content["values"], current_texts(content)
    return Line(
        row=row,
        name=hide_numbers(values["name"] or texts.get("name", "")),
        nik=masked(values["nik"] or texts.get("nik", "")),
        village=row.village.name if row.village else hide_numbers(texts.get("village", "")),
        notes=notes_of(row, content),
    )


def notes_of(row: ImportRow, content: Mapping[str, Any]) -> list[Note]:
    """Return the findings of a row, what rejects it first."""
    notes = [
        Note(
            found["code"],
            found["field"],
            hide_in(Text(found["problem_id"], found["problem_en"])),
            hide_in(Text(found["remedy_id"], found["remedy_en"])),
        )
        for found in content["findings"]
    ]
    if OUT_OF_AREA in row.codes.split(";"):
        notes.append(Note(OUT_OF_AREA, "village_code", codes.OUT_OF_AREA_PROBLEM, codes.OUT_OF_AREA_REMEDY))
    return sorted(notes, key=lambda note: _ORDER.index(note.tone))
