"""From files to the lines of an answer. Every file is opened in a child process, behind the gate of the intake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from jaring.core.insurer.answer import Answer, AnswerKind, Part
from jaring.core.insurer.codes import LINE_FIELDS, LineCode
from jaring.core.insurer.errors import AnswerEmptyError, AnswerOfOtherMonthError, AnswerUnmatchedError
from jaring.core.insurer.templates import Template, template_of
from jaring.core.intake.codes import FileCode
from jaring.core.intake.data import HEADINGS, load_table
from jaring.core.intake.guard import FileRefusedError
from jaring.core.intake.sandbox import Children
from jaring.core.month import Month
from jaring.core.text import Text

Progress = Callable[[int, int], None]

_WORKER: Final = "jaring.core.insurer.worker"


def read_answer(
    paths: Sequence[Path], kind: AnswerKind, month: Month, *, as_of: date, progress: Progress | None = None
) -> Answer:
    """Read one list of the insurer, which may come in several files.

    Args:
        paths: The files, at least one.
        kind: Which list it is.
        month: The contribution month that it is about.
        as_of: The day on which it is read; no birth date lies after it.
        progress: Called with files done and files in all.

    Returns:
        Every line, those that cannot be read with their codes.

    Raises:
        FileRefusedError: (JRG-451) a file is no spreadsheet, too large, locked or dangerous.
        AnswerUnmatchedError: (JRG-261) a file lacks required columns.
        AnswerOfOtherMonthError: (JRG-262) every line is about another month.
        AnswerEmptyError: (JRG-263) there is no line.
        AnswerTemplateError: (JRG-264)
    """
    template = template_of(kind, month.first_day)
    answers: dict[int, dict[str, Any]] = {}

    def keep(index: int, answer: dict[str, Any]) -> None:
        answers[index] = answer
        if progress:
            progress(len(answers), len(paths))

    with Children(_WORKER) as children:
        requests = [{"path": str(path)} for path in paths]
        children.answer_all(lambda: _setup(template, month, as_of), requests, keep)
    return _answer(template, month, [(path.name, answers[index]) for index, path in enumerate(paths)])


def _setup(template: Template, month: Month, as_of: date) -> Mapping[str, Any]:
    """Return what a child has to know."""
    return {
        "tables": {HEADINGS: load_table(HEADINGS)},
        "columns": [
            {"field": column.field, "headings": column.headings, "required": column.is_required}
            for column in template.columns
        ],
        "words": dict(template.words),
        "as_of": as_of.isoformat(),
        "month": str(month),
    }


def _answer(template: Template, month: Month, files: Sequence[tuple[str, dict[str, Any]]]) -> Answer:
    columns: dict[str, list[str]] = {name: [] for name in ("part", *LINE_FIELDS)}
    codes: dict[int, tuple[LineCode, ...]] = {}
    parts = []
    for number, (name, answer) in enumerate(files):
        _refuse(template, answer)
        before = len(columns["row"])
        columns["part"] += [str(number)] * answer["lines"]
        for field, text in zip(LINE_FIELDS, answer["blobs"], strict=True):
            columns[field] += text.split("\n")[:-1]
        codes |= {before + int(line): tuple(map(LineCode, found)) for line, found in answer["codes"].items()}
        parts.append(_part(template, name, answer))
    _mark_repeated(columns["nik"], codes)
    if not columns["row"]:
        raise AnswerEmptyError
    _refuse_other_month(columns["month"], month)
    return Answer(template.kind, month, tuple(parts), columns, codes)


def _refuse(template: Template, answer: Mapping[str, Any]) -> None:
    if code := answer.get("refused"):
        raise FileRefusedError(FileCode(code))
    if answer["missing"]:
        labels = [column.label for column in template.columns if column.field in answer["missing"]]
        missing = Text(", ".join(label.id for label in labels), ", ".join(label.en for label in labels))
        raise AnswerUnmatchedError(kind=template.kind.label, missing=missing)


def _part(template: Template, name: str, answer: Mapping[str, Any]) -> Part:
    return Part(
        name=name,
        sha256=answer["sha256"],
        size_bytes=answer["size"],
        template_version=template.version,
        columns=dict(answer["headings"]),
        ignored=tuple(answer["ignored"]),
        lines=answer["lines"],
        skipped_rows=answer["skipped"],
        stated_total_idr=answer["stated"],
    )


def _mark_repeated(niks: Sequence[str], codes: dict[int, tuple[LineCode, ...]]) -> None:
    """Put a code on every line whose NIK stands on an earlier one."""
    seen: set[str] = set()
    for line, nik in enumerate(niks):
        if nik in seen:
            codes[line] = (*codes.get(line, ()), LineCode.DUPLICATE_LINE)
        elif nik:
            seen.add(nik)


def _refuse_other_month(months: Sequence[str], month: Month) -> None:
    stated = set(months)
    if "" not in stated and str(month) not in stated:
        raise AnswerOfOtherMonthError(found=", ".join(sorted(stated)), month=month)
