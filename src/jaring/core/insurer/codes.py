"""What is wrong with a line of the insurer. The line is kept and the value left empty, never guessed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jaring.core.text import Text


class LineCode(StrEnum):
    """A finding on one line. The NIK and KPJ codes are those of ``core.identity``."""

    NIK_MISSING = "NIK_MISSING"
    NIK_LENGTH = "NIK_LENGTH"
    NIK_CHARACTERS = "NIK_CHARACTERS"
    NIK_NUMERIC_CELL = "NIK_NUMERIC_CELL"
    NIK_PLACEHOLDER = "NIK_PLACEHOLDER"
    KPJ_UNREADABLE = "KPJ_UNREADABLE"
    BIRTH_DATE_UNREADABLE = "BIRTH_DATE_UNREADABLE"
    STATUS_UNREADABLE = "STATUS_UNREADABLE"
    MONTH_UNREADABLE = "MONTH_UNREADABLE"
    MONTH_OTHER = "MONTH_OTHER"
    AMOUNT_UNREADABLE = "AMOUNT_UNREADABLE"
    TOTAL_DIFFERS = "TOTAL_DIFFERS"
    DUPLICATE_LINE = "DUPLICATE_LINE"

    @property
    def problem(self) -> Text:
        return _PROBLEMS[self]

    @property
    def hides_person(self) -> bool:
        """Whether the line does not say whom it is about."""
        return self.value.startswith("NIK_")


LINE_FIELDS: Final = (
    "sheet",
    "row",
    "nik",
    "written_nik",
    "kpj",
    "name",
    "birth_date",
    "status",
    "month",
    "total_idr",
    "reject_code",
    "reject_reason",
)
"""What a child sends of every line, a text for each field in which every line ends in a newline."""
SETS_ASIDE: Final = frozenset({LineCode.STATUS_UNREADABLE, LineCode.MONTH_UNREADABLE, LineCode.MONTH_OTHER})
"""Findings with which a line says nothing certain about the month: it is kept and shown, but not matched."""

_PROBLEMS: Final = {
    LineCode.NIK_MISSING: Text("NIK kosong.", "There is no NIK."),
    LineCode.NIK_LENGTH: Text("NIK tidak 16 angka.", "The NIK has not 16 digits."),
    LineCode.NIK_CHARACTERS: Text("NIK memuat huruf.", "The NIK holds letters."),
    LineCode.NIK_NUMERIC_CELL: Text(
        "NIK tersimpan sebagai bilangan, sehingga angka terakhirnya tidak dapat dipercaya.",
        "The NIK is stored as a number, so its last digit cannot be trusted.",
    ),
    LineCode.NIK_PLACEHOLDER: Text("NIK hanya pengisi tempat.", "The NIK is a placeholder."),
    LineCode.KPJ_UNREADABLE: Text("KPJ tidak 11 angka.", "The KPJ has not 11 digits."),
    LineCode.BIRTH_DATE_UNREADABLE: Text("Tanggal lahir tidak terbaca.", "The date of birth cannot be read."),
    LineCode.STATUS_UNREADABLE: Text("Status tidak dikenal.", "The status is not known."),
    LineCode.MONTH_UNREADABLE: Text("Bulan tidak terbaca.", "The month cannot be read."),
    LineCode.MONTH_OTHER: Text("Baris ini untuk bulan lain.", "The line is about another month."),
    LineCode.AMOUNT_UNREADABLE: Text("Jumlah rupiah tidak terbaca.", "An amount cannot be read."),
    LineCode.TOTAL_DIFFERS: Text("Jumlah iuran tidak sama dengan JKK ditambah JKM.", "The total is not JKK plus JKM."),
    LineCode.DUPLICATE_LINE: Text("NIK ini sudah ada pada baris sebelumnya.", "This NIK stands on an earlier line."),
}
