"""NIK and KK numbers as clerks write them: read, or named by what is wrong with them. Nothing is mended."""

from __future__ import annotations

import re

from jaring.core.identity import IdentityFault, Nik, clean, parse_kk_number, parse_nik
from jaring.core.intake.cells import CellValue, cell_text, is_ditto, says_nothing
from jaring.core.intake.codes import Code
from jaring.core.intake.values import UNREADABLE

_SIXTEEN_DIGITS = re.compile(r"[0-9]{16}").fullmatch
_NO_NUMBER_YET = re.compile(
    r"[^0-9]*\b(?:belum|blm|tidak|tdk|tak|proses|hilang|rekam|perekaman|urus|diurus|pengurusan|menyusul|kosong|"
    r"cetak|rusak|tunggu|menunggu|sementara|ada|punya|suket|lupa)\b[^0-9]*"
).fullmatch


def read_nik(cell: CellValue) -> str:
    """Return sixteen digits, or the name of the fault, which begins with N."""
    if isinstance(cell, bool):
        return Code.NIK_CHARACTERS.value
    if isinstance(cell, int | float):
        digits = cell_text(cell)
        if len(digits) >= 11:
            return Code.NIK_NUMERIC_CELL.value
        return Code.NIK_PLACEHOLDER.value if not cell or len(set(digits)) == 1 else Code.NIK_LENGTH.value
    if not isinstance(cell, str):
        return Code.NIK_CHARACTERS.value
    digits = clean(cell)
    if _SIXTEEN_DIGITS(digits):
        return digits
    text = cell_text(cell).strip("'`\"* ")
    if says_nothing(text):
        return Code.NIK_PLACEHOLDER.value if text.strip(" -_.") or "." in text else Code.NIK_MISSING.value
    if _NO_NUMBER_YET(text.casefold()):
        return Code.NIK_PLACEHOLDER.value
    nik = parse_nik(text)
    if isinstance(nik, Nik):
        return nik.digits
    if nik is IdentityFault.NIK_DATE_IMPOSSIBLE:
        return "".join(letter for letter in text if letter in "0123456789")
    return nik.value


def sex_in(nik: str) -> str:
    """Return the sex that a NIK's birth date says, whatever its other digits are; nothing where it is no date."""
    number = parse_nik(f"110101{nik[6:12]}9001")
    return number.sex if isinstance(number, Nik) else ""


def read_kk(cell: CellValue) -> str:
    if isinstance(cell, int | float):
        return UNREADABLE if cell else ""
    text = cell_text(cell)
    if says_nothing(text) or is_ditto(text):
        return ""
    number = parse_kk_number(text)
    return number.digits if not isinstance(number, IdentityFault) else UNREADABLE
