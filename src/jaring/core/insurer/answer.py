"""What was read from the insurer's files: lines, where they stand, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from jaring.core.insurer.codes import SETS_ASIDE, LineCode
from jaring.core.month import Month
from jaring.core.text import Text


class AnswerKind(StrEnum):
    """Which list the insurer answers with."""

    ACTIVE = "active"
    REJECTED = "rejected"
    BILLING = "billing"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    AnswerKind.ACTIVE: Text("daftar peserta aktif", "active list"),
    AnswerKind.REJECTED: Text("daftar tolakan", "reject list"),
    AnswerKind.BILLING: Text("rincian iuran", "details of contributions"),
}


class AnswerLine(NamedTuple):
    """One line. What could not be read is empty or ``None``; ``birth_date`` is ISO, ``row`` as the program shows it.

    ``nik`` is sixteen digits or empty; ``written_nik`` is what the cell holds where they could not be read.
    ``is_active`` says what the status column says, and true where the list has none. Amounts are in IDR.
    """

    part: int
    sheet: str
    row: int
    nik: str
    written_nik: str
    kpj: str
    name: str
    birth_date: str
    is_active: bool
    total_idr: int | None
    reject_code: str
    reject_reason: str
    codes: tuple[LineCode, ...]

    @property
    def is_matched(self) -> bool:
        """Whether the line says something certain about the month."""
        return SETS_ASIDE.isdisjoint(self.codes)


class Part(NamedTuple):
    """One of the files in which a list was delivered.

    ``stated_total_idr`` is what the last line of totals says, ``columns`` the heading found for each field.
    """

    name: str
    sha256: str
    size_bytes: int
    template_version: int
    columns: dict[str, str]
    ignored: tuple[str, ...]
    lines: int
    skipped_rows: int
    stated_total_idr: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One list of the insurer for one month, in one or several files."""

    kind: AnswerKind
    month: Month
    parts: tuple[Part, ...]
    columns: dict[str, list[str]] = field(repr=False)
    codes: dict[int, tuple[LineCode, ...]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.columns["row"])

    def __iter__(self) -> Iterator[AnswerLine]:
        names = ("part", "sheet", "row", "nik", "written_nik", "kpj", "name", "birth_date", "status", "total_idr")
        columns = [self.columns[name] for name in (*names, "reject_code", "reject_reason")]
        for number, values in enumerate(zip(*columns, strict=True)):
            part, sheet, row, nik, written, kpj, name, born, status, total, code, reason = values
            yield AnswerLine(
                part=int(part),
                sheet=sheet,
                row=int(row),
                nik=nik,
                written_nik=written,
                kpj=kpj,
                name=name,
                birth_date=born,
                is_active=status != "inactive",
                total_idr=int(total) if total else None,
                reject_code=code,
                reject_reason=reason,
                codes=self.codes.get(number, ()),
            )

    @property
    def sha256(self) -> str:
        """One value for the content: that of the only file, or one over those of all parts in any order."""
        hashes = sorted(part.sha256 for part in self.parts)
        return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()

    @property
    def set_aside(self) -> int:
        """How many lines say nothing certain about the month."""
        return sum(not SETS_ASIDE.isdisjoint(codes) for codes in self.codes.values())

    @property
    def total_idr(self) -> int:
        """What the readable amounts come to."""
        return sum(map(int, filter(None, self.columns["total_idr"])))

    @property
    def stated_total_idr(self) -> int | None:
        """What the totals in the files come to; ``None`` where a file states none."""
        stated = [part.stated_total_idr for part in self.parts]
        return None if None in stated else sum(filter(None, stated))

    def count_codes(self) -> Counter[LineCode]:
        """Count the findings over all lines."""
        return Counter(code for codes in self.codes.values() for code in codes)
