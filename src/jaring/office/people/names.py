"""How names are compared and searched: without case, accents, apostrophes and extra spaces."""

from __future__ import annotations

import unicodedata
from typing import Final

_DROPPED = str.maketrans("", "", "'’‘`´.\"")


def search_form(name: str) -> str:
    """Return the form of a name under which it is stored for searching and in which a query is matched."""
    plain = name.translate(_DROPPED)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return " ".join(plain.upper().split())


_SPELLINGS: Final = (
    ("-", " "),
    *((" CH", " K"), ("CHR", "KR"), ("CH", "H"), ("KH", "H"), ("DJ", "J"), ("TJ", "C"), ("NJ", "N"), ("SJ", "S")),
    *(("PH", "F"), ("H", ""), ("V", "F"), ("SY", "S"), ("CE", "SE"), ("CI", "SI"), ("C", "K"), ("KS", "S")),
    *(("X", "S"), ("Q", "K"), ("Z", "S")),
    *(("J", "Y"), ("D ", "T "), ("B ", "P ")),
    *((letter * 2, letter) for letter in "BDFGKLMNPRSTWY"),
    *((f" {vowel}", " 1") for vowel in "AEIOU"),
    *((" Y", " 2"), ("Y", "")),
    *((vowel, "") for vowel in "AEIOU"),
    *(("1", "A"), ("2", "Y")),
)
"""What is written for one another in names of these islands, in the order in which it is replaced: Djohannes is heard
like Yohanes, Chatarina like Katarina, Theresia like Tresya. Vowels count at the beginning only, and there as one."""


_DEPTH_MAX: Final = 20


def sound_form(name: str) -> str:
    """Return what a name sounds like, each word between spaces: the form by which other spellings of it are found.

    >>> sound_form("Djohannes Nai'soko"), sound_form("yohanis naisoko")
    (' YNS NSK ', ' YNS NSK ')
    """
    sound = f" {search_form(name)} "
    for spelling, heard in _SPELLINGS:
        sound = sound.replace(spelling, heard)
    return sound


def sounds_in_sql(name: str, sound: str) -> list[str]:
    """Return the SQL expressions that give ``sound_form``, to be stored one after the other: deeper than some 30
    replacements SQLite does not read.

    Args:
        name: The column that holds a ``search_form``.
        sound: The column in which each expression is stored; the next one goes on from there.
    """
    expressions: list[str] = []
    for first in range(0, len(_SPELLINGS), _DEPTH_MAX):
        expression = sound if expressions else f"' ' || {name} || ' '"
        for spelling, heard in _SPELLINGS[first : first + _DEPTH_MAX]:
            expression = f"REPLACE({expression}, '{spelling}', '{heard}')"
        expressions.append(expression)
    return expressions
