"""Names, sex, phone numbers and amounts as clerks write them: read, or left empty."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from jaring.core.intake.cells import CellValue, cell_text, fold, is_ditto, says_nothing, squeeze, word_set

UNREADABLE: Final = "?"  # What a reader returns for a cell that says something it cannot take.

# --- names -----------------------------------------------------------------------------------------------

# Words before a name that are no part of it; "H." and "Hj." belong to the name and stay.
_FORMS_OF_ADDRESS = r"bpk|bapak|bp|ibu|ny|nyonya|tn|tuan|sdr|sdri|saudara|saudari|nn|nona|mama|bapa"
_DEAD = r"alm|almh|almarhum|almarhumah"
# A text of plain words that begins with one of these, or has one of those inside, needs a closer look.
NOT_FIRST_IN_NAMES: Final = word_set(
    _FORMS_OF_ADDRESS.replace("|", " ")
    + " alm alm. almh almarhum almarhumah jumlah total nama tidak tdk belum blm dalam sedang no sama contoh"
)
BETWEEN_NAMES: Final = (" dan ", " dgn ", " dengan ", " and ", " alias ", " als ", " aka ")
PLAIN_NAME = re.compile(
    rf"(?!(?i:{_FORMS_OF_ADDRESS}|{_DEAD}|jumlah|total|nama)\b)[A-Za-z]+(?:[ '.,-]{{1,2}}[A-Za-z]+)*\.?"
).fullmatch
_ADDRESSED = re.compile(rf"(?:(?:{_FORMS_OF_ADDRESS})\b[. ]*)+(?=\S)", re.IGNORECASE).match
_DECEASED = re.compile(rf"(?:^|[\s(])(?:{_DEAD})\b", re.IGNORECASE).search
_ALIAS = re.compile(r" ?(?:\(.*\)|\[.*\]|\b(?:alias|als|a\.?k\.?a)\b.*)$", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]").search
_NAME_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[ '.,-]{1,3}[A-Za-z\u00c0-\u024f]+)*[.']?").fullmatch
_TWO_PEOPLE = re.compile(r" (?:dan|dgn|dengan|and) ", re.IGNORECASE).search
_NO_NAME = frozenset({"nama", "nama lengkap", "jumlah", "total", "contoh", "test", "tes", "anonim", "no name"})


class Name(NamedTuple):
    """A person's name: ``text`` as written without forms of address, and whether somebody should look."""

    text: str
    is_suspect: bool


NO_NAME: Final = Name("", False)


def read_name(text: str) -> Name:
    """Read a tidy text as a person's name.

    >>> read_name("Bpk. Yohanes Taek (Jon)")
    Name(text='Yohanes Taek', is_suspect=False)
    >>> read_name("Petru5 Naibanu")
    Name(text='Petru5 Naibanu', is_suspect=True)
    """
    if is_no_name(text):
        return NO_NAME
    if PLAIN_NAME(text) and not _TWO_PEOPLE(text) and not _ALIAS.search(text):
        return Name(text, False)
    suspect = bool(_DECEASED(text) or _TWO_PEOPLE(text) or _DIGIT(text))
    name = _ALIAS.sub("", text).strip(" -,;:'\"*")
    address = _ADDRESSED(name)
    if address:
        name = name[address.end() :]
    if not name:
        return Name(text, True)
    return Name(name, suspect or not _NAME_LETTERS(name))


def is_no_name(text: str) -> bool:
    """Return whether a tidy text is no name at all; a single letter is a legal name."""
    if len(text) == 1 and text.isalpha():
        return False
    return says_nothing(text) or is_ditto(text) or fold(text) in _NO_NAME


def clean_words(text: str) -> str:
    """Return a tidy free text, or nothing where it only stands for "no value"."""
    return "" if says_nothing(text) or is_ditto(text) else text


# --- sex -------------------------------------------------------------------------------------------------

Sex = Literal["M", "F"]
_MALE: Final = word_set(
    "l lk laki lakilaki laki2 lk2 lakil lelaki lel pria m male man cowok putra lklk lakilak lakilai "
    "lakilakil llakilaki"
)
_FEMALE: Final = word_set(
    "p pr prp per perem peremp perempuan perempua permpuan prempuan peremuan perempuam perempuanp pperempuan "
    "w wanita wnt f female woman cewek putri"
)
_MAN: Final[Sex] = "M"
_WOMAN: Final[Sex] = "F"
_SEX: Final = dict.fromkeys(_MALE, _MAN) | dict.fromkeys(_FEMALE, _WOMAN)


def read_sex(value: CellValue) -> str:
    """Return ``M``, ``F``, nothing, or ``UNREADABLE``; 1 and 2 are left to who sees the whole column."""
    text = cell_text(value)
    sex = _SEX.get(text.lower())
    if sex:
        return sex
    if says_nothing(text) or is_ditto(text):
        return ""
    return _SEX.get(squeeze(text), UNREADABLE)


# --- phone -----------------------------------------------------------------------------------------------

PLAIN_MOBILE = re.compile(r"08[1-9][0-9]{7,10}").fullmatch
_PLAIN_INTERNATIONAL = re.compile(r"\+628[1-9][0-9]{7,10}").fullmatch
_ONE_NUMBER = re.compile(r"\+?[0-9][0-9 .-]{6,}[0-9]").fullmatch
_BETWEEN_DIGITS: Final = str.maketrans("", "", " .-")
_NUMBER_RUN = re.compile(r"\+?[0-9(][0-9 ().\u2010-\u2015-]{6,}[0-9]")
_NATIONAL = re.compile(r"[1-9][0-9]{7,11}").fullmatch
_SCIENTIFIC = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]+")


def read_phone(value: CellValue) -> str:
    """Return ``+62...``, nothing, or ``UNREADABLE``. Of two numbers in a cell the first is taken.

    >>> read_phone("0812 0000 1234 / 0813-0000-5678")
    '+6281200001234'
    >>> read_phone(81200001234.0)
    '+6281200001234'
    """
    text = cell_text(value)
    if _ONE_NUMBER(text):
        digits = text.translate(_BETWEEN_DIGITS)
        if PLAIN_MOBILE(digits):
            return "+62" + digits[1:]
        if _PLAIN_INTERNATIONAL(digits):
            return digits
    if says_nothing(text) or is_ditto(text):
        return ""
    if _SCIENTIFIC.search(text):
        return UNREADABLE
    for run in _NUMBER_RUN.findall(text.lstrip("'")):
        national = _national_number("".join(letter for letter in run if letter in "0123456789"))
        if national:
            return "+62" + national
    return UNREADABLE


def _national_number(digits: str) -> str:
    for prefix in ("0062", "062", "62", "0"):
        if digits.startswith(prefix) and (prefix != "62" or len(digits) > 10):
            rest = digits[len(prefix) :].lstrip("0") if prefix == "62" else digits[len(prefix) :]
            return rest if _NATIONAL(rest) else ""
    return digits if digits.startswith("8") and _NATIONAL(digits) else ""


# --- income ----------------------------------------------------------------------------------------------

_AMOUNT = re.compile(
    r"(?:rp|idr)?[. ]*([0-9]+(?:[.,][0-9]+)*) ?(rb|ribu|ribuan|k|jt|juta|jutaan)?[., ]*-*"
    r"(?: ?(?:rupiah|rp))?(?: ?(?:/|per|se|tiap) ?(?:bln|bulan|bl))?[. ]*"
).fullmatch
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?").fullmatch
_CENTS = re.compile(r"[.,][0-9]{1,2}$")
_UNITS: Final = {"rb": 1_000, "ribu": 1_000, "ribuan": 1_000, "k": 1_000, "jt": 10**6, "juta": 10**6}
_UNITS_ALL: Final = {**_UNITS, "jutaan": 10**6}
# Below this a bare figure is more likely an amount in thousands than a month's income: it is not read.
LEAST_INCOME_IDR: Final = 10_000
MOST_INCOME_IDR: Final = 10**12


def read_income(value: CellValue) -> str:
    """Return whole rupiah a month as digits, nothing, or ``UNREADABLE`` (ranges, daily pay, bare ``900``).

    >>> read_income("Rp 1.200.000,-"), read_income("900rb"), read_income("1,2 jt")
    ('1200000', '900000', '1200000')
    >>> read_income("500.000 - 1.000.000")
    '?'
    """
    text = cell_text(value).casefold()
    if text == "0":
        return "0"
    if says_nothing(text) or is_ditto(text):
        return ""
    match = _AMOUNT(text)
    if match is None:
        return UNREADABLE
    amount = _scaled(match[1], _UNITS_ALL[match[2]]) if match[2] else _plain(match[1])
    return str(amount) if LEAST_INCOME_IDR <= amount <= MOST_INCOME_IDR else UNREADABLE


def _plain(figure: str) -> int:
    """Return whole rupiah, or -1 where points and commas do not group thousands."""
    if figure.isdigit():
        return int(figure)
    if _THOUSANDS(figure):
        groups = re.split(r"[.,]", figure)
        if len(groups[-1]) < 3:
            if int(groups[-1]):
                return -1
            groups.pop()
        return int("".join(groups))
    whole = _CENTS.sub("", figure)
    return int(whole) if whole.isdigit() and not int(figure[len(whole) + 1 :]) else -1


def _scaled(figure: str, unit: int) -> int:
    """Return ``1,25`` times ``unit`` in whole rupiah without floats, or -1."""
    if _THOUSANDS(figure) and len(figure) > 5:
        return -1
    whole, _, fraction = figure.replace(",", ".").partition(".")
    if not whole.isdigit() or (fraction and not fraction.isdigit()) or len(fraction) > 6:
        return -1
    scaled = int(whole) * unit * 10 ** len(fraction) + int(fraction or 0) * unit
    amount, rest = divmod(scaled, 10 ** len(fraction))
    return amount if rest == 0 else -1
