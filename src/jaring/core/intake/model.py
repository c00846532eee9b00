"""What the intake gives back: files, rows, the values that were read, and why a row is not accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Literal, NamedTuple

from jaring.core.intake.codes import Code, FileCode, FileStatus, Verdict, Weight
from jaring.core.text import Text

Sex = Literal["M", "F"]


class RowReference(NamedTuple):
    """Where a row stands: the file, the sheet (empty for CSV) and the row number that the program shows."""

    file: str
    sheet: str
    row: int

    @property
    def place(self) -> Text:
        """Name the place for a reader; file and sheet names hold no personal data of the row."""
        indonesian = f"berkas {self.file}" + (f", lembar {self.sheet}" if self.sheet else "") + f", baris {self.row}"
        english = f"file {self.file}" + (f", sheet {self.sheet}" if self.sheet else "") + f", row {self.row}"
        return Text(indonesian, english)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a row is doubtful or rejected, or one remark about it.

    ``other`` is the earlier (or, for ``DUPLICATE_NIK_OTHER_PERSON``, any other) row that it is about.
    ``details`` fill the sentence: ``suggestion``, ``minimum``, ``maximum``, ``as_of``.
    """

    code: Code
    other: RowReference | None = None
    details: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def field(self) -> str:
        """The field of ``Values`` to mend, by its column name in ``records.csv``."""
        return self.code.field

    @property
    def problem(self) -> Text:
        parts = dict(self.details)
        if self.other is None:
            return self.code.problem.fill(**parts)
        place = self.other.place
        return Text(
            self.code.problem.id.format(other=place.id, **parts),
            self.code.problem.en.format(other=place.en, **parts),
        )

    @property
    def remedy(self) -> Text:
        return self.code.remedy


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row as it was sent.

    ``heading`` is the column's heading as written (empty where there was none). ``field`` is what the column
    was taken for: a key of ``judge_row``, or empty where the intake does not use the column.
    """

    heading: str
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class Values:
    """The values that could be read. What could not be read is empty (or ``None``), never guessed."""

    nik: str = ""
    kk: str = ""
    name: str = ""
    sex: Sex | Literal[""] = ""
    birth_place: str = ""
    birth_date: date | None = None
    village_code: str = ""
    occupation: str = ""
    occupation_group: str = ""
    phone: str = ""
    income_idr: int | None = None
    mother_name: str = ""
    heir_name: str = ""
    heir_relation: str = ""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """The verdict over one row on its own, without looking for the same person elsewhere."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    values: Values

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes that count, in the order of their names; remarks are left out."""
        return tuple(finding.code for finding in self.findings if finding.code.weight is not Weight.REMARK)


@dataclass(frozen=True, slots=True)
class Record:
    """One row that holds a person, with its verdict."""

    file: str
    sheet: str
    row: int
    verdict: Verdict
    findings: tuple[Finding, ...]
    values: Values
    cells: tuple[Cell, ...]
    # Village and kecamatan that hold for the row though none of its cells says so (title, sheet, file name).
    context: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def reference(self) -> RowReference:
        return RowReference(self.file, self.sheet, self.row)

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes that count, in the order of their names; remarks are left out."""
        return tuple(finding.code for finding in self.findings if finding.code.weight is not Weight.REMARK)

    @property
    def typed(self) -> dict[str, str]:
        """The row as ``judge_row`` takes it: texts as sent by field, context filled in."""
        typed = dict(self.context)
        typed.update({cell.field: cell.text for cell in self.cells if cell.field and cell.text})
        return typed


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file of a batch. ``file`` is its name, with folders where a folder was given."""

    file: str
    sha256: str
    size_bytes: int
    status: FileStatus
    code: FileCode | None = None
    accepted: int = 0
    doubtful: int = 0
    rejected: int = 0

    @property
    def rows(self) -> int:
        return self.accepted + self.doubtful + self.rejected

    @property
    def problem(self) -> Text | None:
        """Why the file was refused, or ``None``."""
        return self.code.problem if self.code else None

    @property
    def remedy(self) -> Text | None:
        return self.code.remedy if self.code else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that one reading of lists gave. ``records`` are in file, sheet, row order.

    ``records`` is built piece by piece while it is walked through: keep what you need, not the whole.
    """

    regency: str
    as_of: date
    files: tuple[ListFile, ...]
    records: Sequence[Record] = dataclass_field(repr=False)

    def count(self, verdict: Verdict) -> int:
        """Return the number of rows with this verdict over all files."""
        return sum(getattr(file, verdict.value) for file in self.files)
