"""Numbers that stand for a person: NIK, family card (KK) and insurance number (KPJ).

A number is read or it is a fault; nothing is mended. Separators that clerks put in (spaces, dots, dashes,
a leading apostrophe) are removed, letters are not: an ``O`` is never taken for a zero.

What a number does not say is not asked of it. The NIK holds two digits of the birth year, so the century is
open; its first six digits are the kecamatan where it was first registered, not where the person lives now.

Printing a number shows its masked form. The digits are had only by asking for ``.digits``.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

Sex = Literal["M", "F"]


class IdentityFault(StrEnum):
    """Why a cell does not hold the number that it should. The names are public."""

    NIK_MISSING = "NIK_MISSING"
    NIK_LENGTH = "NIK_LENGTH"
    NIK_CHARACTERS = "NIK_CHARACTERS"
    NIK_NUMERIC_CELL = "NIK_NUMERIC_CELL"
    NIK_PLACEHOLDER = "NIK_PLACEHOLDER"
    NIK_DATE_IMPOSSIBLE = "NIK_DATE_IMPOSSIBLE"
    KK_MISSING = "KK_MISSING"
    KK_LENGTH = "KK_LENGTH"
    KK_CHARACTERS = "KK_CHARACTERS"
    KK_NUMERIC_CELL = "KK_NUMERIC_CELL"
    KK_PLACEHOLDER = "KK_PLACEHOLDER"
    KPJ_MISSING = "KPJ_MISSING"
    KPJ_LENGTH = "KPJ_LENGTH"
    KPJ_CHARACTERS = "KPJ_CHARACTERS"
    KPJ_NUMERIC_CELL = "KPJ_NUMERIC_CELL"
    KPJ_PLACEHOLDER = "KPJ_PLACEHOLDER"


class Nik(NamedTuple):
    """A national identity number (Nomor Induk Kependudukan) whose form is right. Built by ``parse_nik``.

    Sixteen digits: kecamatan of first registration (6), birth date DDMMYY with 40 added to a woman's day (6),
    serial (4). A right form is no proof that the number was ever given to anybody.
    """

    digits: str

    @property
    def district_code(self) -> str:
        """Kecamatan of first registration with dots, ``53.03.04``. Not the residence."""
        digits = self.digits
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}"

    @property
    def birth_day(self) -> int:
        day = int(self.digits[6:8])
        return day - 40 if day > 40 else day

    @property
    def birth_month(self) -> int:
        return int(self.digits[8:10])

    @property
    def birth_year_in_century(self) -> int:
        """The last two digits of the birth year, 0 to 99. The century is not in the number."""
        return int(self.digits[10:12])

    @property
    def sex(self) -> Sex:
        return "F" if self.digits[6] >= "4" else "M"

    @property
    def serial(self) -> str:
        return self.digits[12:]

    @property
    def masked(self) -> str:
        return mask(self.digits)

    def could_be_born_on(self, day: date) -> bool:
        """Return whether day, month and two-digit year agree with a birth date from elsewhere."""
        digits = self.digits
        return day.year % 100 == int(digits[10:12]) and day.month == int(digits[8:10]) and day.day == self.birth_day

    def possible_birth_dates(self, as_of: date) -> tuple[date, ...]:
        """Return the dates this number allows in this and the last century, up to ``as_of``.

        Earliest first. Where there are two, only another source (KK, Dukcapil) can choose.
        """
        this_century = as_of.year // 100 * 100
        years = (century + self.birth_year_in_century for century in (this_century - 100, this_century))
        days = (_day_or_none(year, self.birth_month, self.birth_day) for year in years)
        return tuple(day for day in days if day is not None and day <= as_of)

    def __repr__(self) -> str:
        return f"Nik({self.masked})"

    def __str__(self) -> str:
        return self.masked


class KkNumber(NamedTuple):
    """A family card number (nomor Kartu Keluarga) whose form is right. Built by ``parse_kk_number``."""

    digits: str

    @property
    def district_code(self) -> str:
        """Kecamatan that issued the card, with dots."""
        digits = self.digits
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}"

    @property
    def masked(self) -> str:
        return mask(self.digits)

    def __repr__(self) -> str:
        return f"KkNumber({self.masked})"

    def __str__(self) -> str:
        return self.masked


class Kpj(NamedTuple):
    """A participant number (KPJ) of BPJS Ketenagakerjaan whose form is right. Built by ``parse_kpj``."""

    digits: str

    @property
    def masked(self) -> str:
        return mask(self.digits)

    def __repr__(self) -> str:
        return f"Kpj({self.masked})"

    def __str__(self) -> str:
        return self.masked


def parse_nik(text: str) -> Nik | IdentityFault:
    """Read a NIK as a clerk typed it.

    Args:
        text: The cell's text; separators are allowed, letters are not.

    Returns:
        The number, or the one fault that describes the cell best.

    Source of law:
        Form of the number: Permendagri on population administration; general knowledge, not checked against
        the text (status reported). Serial 0000 is not given out.

    >>> parse_nik("'5303 0411 0990 9001")
    Nik(530304********01)
    >>> parse_nik("53O3041109909001")
    <IdentityFault.NIK_CHARACTERS: 'NIK_CHARACTERS'>
    """
    digits = text if _SIXTEEN_DIGITS(text) else _digits_or_fault(text, 16, _NIK_FAULTS)
    if type(digits) is IdentityFault:
        return digits
    if digits[12:] == "0000" or digits in _INVENTED_NUMBERS:
        return IdentityFault.NIK_PLACEHOLDER
    day_and_month = digits[6:10]
    if day_and_month not in _DAYS_OF_YEAR:
        return IdentityFault.NIK_DATE_IMPOSSIBLE
    if day_and_month in _LEAP_DAYS and int(digits[10:12]) % 4:
        return IdentityFault.NIK_DATE_IMPOSSIBLE
    return _new(Nik, (digits,))


def parse_kk_number(text: str) -> KkNumber | IdentityFault:
    """Read a family card number. Its inner date is that of issue; old cards vary, so it is not judged."""
    digits = text if _SIXTEEN_DIGITS(text) else _digits_or_fault(text, 16, _KK_FAULTS)
    if type(digits) is IdentityFault:
        return digits
    if digits[12:] == "0000" or digits in _INVENTED_NUMBERS:
        return IdentityFault.KK_PLACEHOLDER
    return _new(KkNumber, (digits,))


def parse_kpj(text: str) -> Kpj | IdentityFault:
    """Read a participant number of eleven digits."""
    digits = _digits_or_fault(text, 11, _KPJ_FAULTS)
    if type(digits) is IdentityFault:
        return digits
    if digits in _INVENTED_NUMBERS:
        return IdentityFault.KPJ_PLACEHOLDER
    return _new(Kpj, (digits,))


def clean(text: str) -> str:
    """Remove what clerks put between and before digits, and nothing else.

    >>> clean("'53.03.04.110990.9001")
    '5303041109909001'
    """
    return text.translate(_SEPARATORS).lstrip(_APOSTROPHES)


def mask(digits: str) -> str:
    """Hide all but the first six and the last two characters; of a short number all but the last two.

    >>> mask("5303041109909001")
    '530304********01'
    """
    shown = 6 if len(digits) > 12 else 0
    return f"{digits[:shown]}{'*' * max(len(digits) - shown - 2, 0)}{digits[shown:][-2:]}"


class _Faults(NamedTuple):
    missing: IdentityFault
    length: IdentityFault
    characters: IdentityFault
    numeric_cell: IdentityFault
    placeholder: IdentityFault


def _faults(prefix: str) -> _Faults:
    return _Faults(*(IdentityFault[f"{prefix}_{name.upper()}"] for name in _Faults.__annotations__))


def _digits_or_fault(text: str, length: int, faults: _Faults) -> str | IdentityFault:
    """Return the bare digits of the right length, or the fault. The slow path: most cells never come here."""
    digits = clean(text)
    if not digits:
        return faults.placeholder if text.strip(_WHITE + _APOSTROPHES) else faults.missing
    if _LOST_IN_A_NUMBER(text.strip()):
        return faults.numeric_cell
    if not _DIGITS(digits):
        return faults.placeholder if digits.casefold() in _NONE_WORDS else faults.characters
    if digits in _INVENTED_NUMBERS or digits == digits[0] * len(digits):
        return faults.placeholder
    return digits if len(digits) == length else faults.length


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February in a century whose year is common.
        return None


def _days_of_year() -> frozenset[str]:
    """Every DDMM that a NIK can hold, men's and women's, leap day included."""
    leap_year = date(2000, 1, 1).toordinal()
    days = [date.fromordinal(leap_year + offset) for offset in range(366)]
    return frozenset(f"{day.day + shift:02d}{day.month:02d}" for day in days for shift in (0, 40))


_new = tuple.__new__  # Skips the Python-level constructor: importers call parse_nik for every row.
_SIXTEEN_DIGITS = re.compile(r"[0-9]{16}").fullmatch
_DIGITS = re.compile(r"[0-9]+").fullmatch
# "5.30304E+15" or "5303041109909000.0": a spreadsheet took the number for an amount and lost digits.
_LOST_IN_A_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+|[0-9]{11,}[.,]0{1,2}").fullmatch
_WHITE = " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_WHITE += "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02bc\u2032"
_SEPARATORS = dict.fromkeys(map(ord, _WHITE + ".-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"))
_DAYS_OF_YEAR = _days_of_year()
_LEAP_DAYS = frozenset({"2902", "6902"})
_COUNTING = "12345678901234567890"
_INVENTED_NUMBERS = frozenset(
    [digit * length for digit in "0123456789" for length in (11, 16)]
    + [_COUNTING[:length] for length in range(3, 17)]
    + ["0" + _COUNTING[:15], "9876543210987654"]
)
_WORDS_FOR_NONE = (
    "belum belumada belumpunya blm blmada hilang kosong na n/a nihil none null tdk tdkada tdkpunya tidak "
    "tidakada tidakpunya x xx xxx xxxx xxxxxxxxxxxxxxxx **************** ? ?? ??? _ __ ___ /"
)
_NONE_WORDS = frozenset(_WORDS_FOR_NONE.split())
_NIK_FAULTS = _faults("NIK")
_KK_FAULTS = _faults("KK")
_KPJ_FAULTS = _faults("KPJ")
