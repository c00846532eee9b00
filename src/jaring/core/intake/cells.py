"""What one cell says: its text, whether it says anything, and the folded form used for comparing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

CellValue: TypeAlias = "str | float | int | bool | date | datetime | time | timedelta"
Row: TypeAlias = "list[CellValue]"

_SPACES = re.compile(r"[\s\u00a0\u200b-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff\x00-\x1f\x7f]+")
_TIDY = re.compile(r"[!-~]+(?: [!-~]+)*").fullmatch
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"))
_NOT_LETTERS_OR_DIGITS = re.compile(r"[^a-z0-9]+")
_SAYS_NOTHING = frozenset(
    (
        "0",
        "x",
        "xx",
        "xxx",
        "nihil",
        "kosong",
        "null",
        "none",
        "nan",
        "nil",
        "n/a",
        "na",
        "t.a.",
        "tidak",
        "tdk",
        "tidak ada",
        "tdk ada",
        "tidak punya",
        "tdk punya",
        "tidak memiliki",
        "tidak tahu",
        "tdk tahu",
        "tidak diketahui",
        "tidak jelas",
        "belum",
        "blm",
        "belum ada",
        "blm ada",
        "belum punya",
        "belum tahu",
        "lupa",
        "hilang",
        "dalam proses",
        "proses",
        "menyusul",
        "sedang diurus",
    )
)
_DITTO = re.compile(
    r"[-=|/ ]*(?:\"|''|,,|\u201d|\u201c|\u3003|\"\")[-=|/ ]*|-+ ?(?:\|\||//) ?-+|"
    r"idem|id\.|s\.?d\.?a\.?|s/d/a|ditto|-?do-?|sama(?: dengan)?(?: di ?)?(?:atas)?",
    re.IGNORECASE,
).fullmatch
# Every text that matches begins so; the pattern ignores case, and knows two more letters i and one more s.
_DITTO_STARTS = frozenset("-=|/ \"',\u201d\u201c\u3003idsIDS\u0130\u0131\u017f")


def cell_text(value: CellValue) -> str:
    """Return the cell as a reader sees it: whole numbers without ``.0``, dates as ISO, clean spaces."""
    if type(value) is str:
        return value if not value or _TIDY(value) else tidy(value)
    if type(value) is float:
        return str(int(value)) if value.is_integer() and abs(value) < 1e17 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is True or value is False:
        return "TRUE" if value else "FALSE"
    return str(value)


def tidy(text: str) -> str:
    """Collapse every kind of white space and control character to single spaces; drop lone surrogates."""
    text = _SPACES.sub(" ", text).strip()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
    return text.translate(_APOSTROPHES).strip()


def says_nothing(text: str) -> bool:
    """Return whether a tidy text only stands for "no value": dashes, dots, ``tidak ada``."""
    if not text:
        return True
    lower = text.casefold()
    return lower in _SAYS_NOTHING or not (lower[0].isalnum() or any(map(str.isalnum, lower)))


def is_ditto(text: str) -> bool:
    """Return whether a tidy text says "as above"."""
    return text[:1] in _DITTO_STARTS and _DITTO(text) is not None


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: for lists of words that read better in one line."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """Lower case, no accents, everything but letters and digits one space: for comparing words.

    >>> fold("  Kec. NOEMUTI-Timur ")
    'kec noemuti timur'
    """
    text = text.casefold()
    if text.isascii():
        if text.isalnum():
            return text
    else:
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _NOT_LETTERS_OR_DIGITS.sub(" ", text.replace("'", "")).strip()


def squeeze(text: str) -> str:
    """Fold and drop the spaces as well.

    >>> squeeze("Fatu'ana")
    'fatuana'
    """
    return fold(text).replace(" ", "")
