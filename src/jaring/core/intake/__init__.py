"""Intake: messy lists in, verdicts out. Bytes become tables, rows, values and, in the end, verdicts.

Two doors for the rest of Jaring:

* ``read_lists(paths, regency=..., as_of=..., progress=...) -> Batch`` reads files and folders;
* ``judge_row(typed, regency=..., as_of=...) -> JudgedRow`` judges one row again after it was mended by hand,
  by the same rules.

Nothing here writes; ``jaring.core.intake.outputs`` writes what ``jaring intake`` promises.
"""

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
]
