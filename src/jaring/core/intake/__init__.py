"""Intake: messy lists in, verdicts out. Bytes become tables, rows, values and, in the end, verdicts.

Two doors for the rest of Jaring:

* ``read_lists(paths, regency=..., as_of=..., progress=...) -> Batch`` reads files and folders;
* ``judge_row(typed, regency=..., as_of=...) -> JudgedRow`` judges one row again after it was mended by hand,
  by the same rules.

Nothing here writes; ``jaring.core.intake.outputs`` writes what ``jaring intake`` promises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from jaring.core.intake.codes import Code, FileCode, FileStatus, Verdict, Weight
    from jaring.core.intake.model import (
        Batch,
        Cell,
        Finding,
        JudgedRow,
        ListFile,
        Record,
        RowReference,
        Values,
    )

__all__ = [
    "Batch",
    "Cell",
    "Code",
    "FileCode",
    "FileStatus",
    "Finding",
    "JudgedRow",
    "ListFile",
    "Record",
    "RowReference",
    "Values",
    "Verdict",
    "Weight",
    "judge_row",
    "read_lists",
]


def __getattr__(name: str) -> object:
    """Load the model when it is first asked for: the children import this package and do without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from jaring.core.intake import model

    return getattr(model, name)


def read_lists(
    paths: Iterable[Path | str],
    *,
    regency: str,
    as_of: date,
    readings: frozenset[str] = frozenset(),
    leave_out: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Batch:
    """Read files and folders of lists and judge every row that holds a person.

    Args:
        paths: Files, and folders of which every file is read; in the order of their paths.
        regency: Kemendagri code of the regency, ``53.03``.
        as_of: The day on which ages are judged.
        readings: Alternative readings of unsettled law to follow, by name: they move the limits of age.
        leave_out: A folder that is not read although it lies in a folder given: where the results go.
        progress: Called with files done, files in all, and the name of the file just done.

    Returns:
        The batch; files that could not be read are in it with their code.

    Raises:
        NothingToReadError: (JRG-452) a path leads to no file.
        PlaceUnknownError: (JRG-110) there is no such regency.
        AlternativeUnknownError: (JRG-103) no parameter offers such a reading.
    """
    from jaring.core.intake import batch

    return batch.read_lists(
        paths, regency=regency, as_of=as_of, readings=readings, leave_out=leave_out, progress=progress
    )


def judge_row(
    typed: Mapping[str, str], *, regency: str, as_of: date, readings: frozenset[str] = frozenset()
) -> JudgedRow:
    """Judge one row again, after somebody mended it by hand, by the rules of ``read_lists``.

    Args:
        typed: Texts by field: ``nik``, ``kk``, ``name``, ``sex``, ``birth_place``, ``birth_date`` (or
            ``birth_place_and_date``), ``village``, ``district``, ``address``, ``occupation``, ``phone``,
            ``income_idr``, ``mother_name``, ``heir_name``, ``heir_relation``. Missing ones are empty.
        regency: Kemendagri code of the regency.
        as_of: The day on which the age is judged.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        Verdict, findings and values. Whether the person stands elsewhere is not asked.
    """
    from jaring.core.intake import batch

    return batch.judge_row(typed, regency=regency, as_of=as_of, readings=readings)
