"""What people type is shown without the numbers in it: a NIK stands in names, sheet names and file names too."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from jaring.core.identity import clean, mask
from jaring.core.text import Text

NAME_LENGTH_MAX: Final = 120
SUFFIX_LENGTH_MAX: Final = 8
_LONG_NUMBER: Final = re.compile(r"\d{12,}|\d(?:[ .'’\-]?\d){15,}")
_NIK_IN_NAME: Final = re.compile(r"\d(?:[ ._'’\-]?\d){15,}")
_NOT_IN_A_FILE_NAME: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


def hide_numbers(text: str) -> str:
    """Mask every number in a text that is long enough to be an identifier or most of one.

    >>> hide_numbers("Yohanes Naisoko 5303041109909001")
    'Yohanes Naisoko 530304********01'
    """
    return _LONG_NUMBER.sub(lambda match: mask(re.sub(r"\D", "", match[0])), text)


def hide_in(text: Text) -> Text:
    """Do the same in both languages."""
    return Text(hide_numbers(text.id), hide_numbers(text.en))


def masked(number: str) -> str:
    """Mask a NIK, KK or telephone number as somebody wrote it, whatever is wrong with it."""
    return mask(clean(number.strip()))


def plain_file_name(name: str) -> str:
    """Return a file name as it may be kept and shown: no folder, no control characters, no NIK, not too long.

    >>> plain_file_name("C:\\\\data\\\\5303041109909001 daftar.xlsx")
    'daftar.xlsx'
    """
    name = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", name)).name).name
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix) <= SUFFIX_LENGTH_MAX else ""
    stem = _NOT_IN_A_FILE_NAME.sub("_", _NIK_IN_NAME.sub("", name.removesuffix(suffix))).strip(" .~$")
    return (stem[: NAME_LENGTH_MAX - len(suffix)].strip() or "daftar") + _NOT_IN_A_FILE_NAME.sub("_", suffix)
