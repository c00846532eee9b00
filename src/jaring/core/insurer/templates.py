"""The templates of the insurer's files: which columns a list has, under which headings, from which day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from jaring.core.insurer.answer import AnswerKind
from jaring.core.insurer.errors import AnswerTemplateError
from jaring.core.intake.cells import word_set
from jaring.core.law.written import mapping, read_yaml, text
from jaring.core.text import Text

FOLDER: Final = Path(__file__).parent / "templates"
FIELDS: Final = word_set("nik name kpj birth_date status month jkk_idr jkm_idr total_idr reject_code reject_reason")
_STATUSES: Final = ("confirmed", "reported", "assumed")
_KEYS: Final = {"kind", "version", "valid_from", "valid_until", "status", "source", "columns"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """One column: what it holds, whether the list is useless without it, and what may stand above it."""

    field: str
    label: Text
    headings: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A version of one of the insurer's lists."""

    kind: AnswerKind
    version: int
    valid_from: date
    valid_until: date | None
    status: str
    source: str
    columns: tuple[TemplateColumn, ...]
    words: Mapping[str, Sequence[str]]

    @property
    def required(self) -> tuple[TemplateColumn, ...]:
        return tuple(column for column in self.columns if column.is_required)


def template_of(kind: AnswerKind, on: date, *, folder: Path = FOLDER) -> Template:
    """Return the version of a list's template that is valid on a day.

    Raises:
        AnswerTemplateError: (JRG-264) none is valid, two are, or a file does not say what it must.
    """
    valid = [
        template
        for template in all_templates(folder)
        if template.kind is kind
        and template.valid_from <= on
        and (template.valid_until is None or on < template.valid_until)
    ]
    if len(valid) != 1:
        raise _broken(
            kind.value,
            Text(f"{len(valid)} versi berlaku pada {on}.", f"{len(valid)} versions are valid on {on}."),
        )
    return valid[0]


@cache
def all_templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """Return every version of every list.

    Raises:
        AnswerTemplateError: (JRG-264)
    """
    return tuple(_read(path) for path in sorted(folder.glob("*.yaml")))


def _read(path: Path) -> Template:
    try:
        return _parse(path.name, read_yaml(path))
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(path.name, Text(str(error), str(error))) from error


def _parse(place: str, written: dict[str, Any]) -> Template:
    mapping(place, written, _KEYS, {"words"})
    if written["status"] not in _STATUSES:
        raise ValueError(f"status: one of {_STATUSES}")
    columns = tuple(_column(place, column) for column in written["columns"])
    fields = [column.field for column in columns]
    headings = [heading for column in columns for heading in column.headings]
    if len(set(fields)) < len(fields) or len(set(headings)) < len(headings):
        raise ValueError("a field or a heading is written twice")
    return Template(
        kind=AnswerKind(written["kind"]),
        version=int(written["version"]),
        valid_from=written["valid_from"],
        valid_until=written["valid_until"],
        status=written["status"],
        source=text(f"{place}: source", written["source"]),
        columns=columns,
        words={state: tuple(map(str, words)) for state, words in written.get("words", {}).items()},
    )


def _column(place: str, written: dict[str, Any]) -> TemplateColumn:
    mapping(place, written, {"field", "label", "headings"}, {"required"})
    if written["field"] not in FIELDS:
        raise ValueError(f"unknown field {written['field']}")
    return TemplateColumn(
        field=written["field"],
        label=Text(written["label"]["id"], written["label"]["en"]),
        headings=tuple(map(str, written["headings"])),
        is_required=bool(written.get("required", False)),
    )


def _broken(file: str, rule: Text) -> AnswerTemplateError:
    return AnswerTemplateError(file=file, rule=rule)
