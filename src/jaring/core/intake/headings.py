"""What a column's heading means, whatever way the clerk spelt it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from jaring.core.intake.cells import fold, word_set
from jaring.core.intake.data import HEADINGS, load_table

# A longer text is a sentence, not a heading.
_LENGTH_MAX: Final = 70
_FORGIVING_LENGTH_MIN: Final = 5
_DIGITS = re.compile(r"\b[0-9]+\b")

# The columns by which a table of people is known.
ANCHORS: Final = frozenset({"name", "nik"})
# A table that has names but no NIK column must say one of these about each person.
PERSONAL: Final = word_set(
    "nik kk sex sex_male birth_place birth_date birth_place_and_date birth_year age occupation phone mother_name"
)


class _Rule(NamedTuple):
    field: str
    all: frozenset[str]
    any: frozenset[str]
    without: frozenset[str]

    def holds(self, words: frozenset[str]) -> bool:
        return (
            self.all <= words and (not self.any or not self.any.isdisjoint(words)) and self.without.isdisjoint(words)
        )


class _Vocabulary(NamedTuple):
    abbreviations: dict[str, str]
    exact: dict[str, str]
    rules: tuple[_Rule, ...]
    words: frozenset[str]
    by_end: dict[str, set[str]]


@lru_cache(maxsize=65_536)
def heading_field(heading: str, parent: str = "") -> str | None:
    """Return the field that a heading stands for.

    Args:
        heading: The cell's text.
        parent: The text of the heading that spans this one and its neighbours, or nothing.

    Returns:
        A field; an empty string for a known column that is not used; ``None`` for no known heading.

    >>> heading_field("Tmpt/Tgl Lahir"), heading_field("NO. KTP"), heading_field("Nama", parent="Ahli Waris")
    ('birth_place_and_date', 'nik', 'heir_name')
    """
    if len(heading) > _LENGTH_MAX or len(parent) > _LENGTH_MAX:
        return None
    words = _words(heading)
    if parent:
        return _child_field(words, _words(parent))
    return _field(words)


def _child_field(words: list[str], parent: list[str]) -> str | None:
    """Read a heading under another one: ``Tanggal`` below ``Lahir``, ``Nama`` below ``Ahli Waris``."""
    above = set(parent)
    if "waris" in above:
        return _field([*words, "waris"])
    if "ibu" in above and words[:1] == ["nama"]:
        return "mother_name"
    if "lahir" in above or "ttl" in above:
        if words in (["tanggal"], ["hari"], ["tgl"]) and "tempat" not in above and "ttl" not in above:
            return "birth_day_or_date"
        return _field([*words, "lahir"]) if "lahir" not in words else _field(words)
    if "kelamin" in above:
        return _field(words) if _field(words) in ("sex_male", "sex_female") else "sex"
    own = _field(words)
    return own if own is not None else _field([*words, *parent])


def _field(words: list[str]) -> str | None:
    if not words:
        return None
    vocabulary = _vocabulary()
    exact = vocabulary.exact.get(" ".join(words))
    if exact is not None:
        return exact
    exact = vocabulary.exact.get("".join(words))
    if exact is not None and len("".join(words)) > 1:
        return exact
    present = frozenset(words)
    for rule in vocabulary.rules:
        if rule.holds(present):
            return rule.field
    return None


def _words(text: str) -> list[str]:
    """Return the words of a heading, written out and with slips forgiven."""
    vocabulary = _vocabulary()
    words = []
    for full in plain_words(text):
        if full not in vocabulary.words and len(full) >= _FORGIVING_LENGTH_MIN:
            full = _forgiven(full, vocabulary)
        words.append(full)
    return words


def plain_words(text: str) -> list[str]:
    """Return the words of a heading, folded and written out; numbers are left out.

    >>> plain_words("Tgl. Lahir 2)")
    ['tanggal', 'lahir']
    """
    abbreviations = _vocabulary().abbreviations
    return [abbreviations.get(word, word) for word in _DIGITS.sub(" ", fold(text)).split()]


def _forgiven(word: str, vocabulary: _Vocabulary) -> str:
    """Return the word of the vocabulary that is one slip away; a slip leaves the first or the last letter."""
    near = {
        known
        for known in vocabulary.by_end.get(word[0], set()) | vocabulary.by_end.get(f"-{word[-1]}", set())
        if abs(len(known) - len(word)) <= 1 and is_one_slip(word, known)
    }
    return near.pop() if len(near) == 1 else word


def is_one_slip(one: str, other: str) -> bool:
    """Return whether one letter put in, left out, changed or swapped with its neighbour makes the difference."""
    start = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        start += 1
    end = 0
    for left, right in zip(reversed(one[start:]), reversed(other[start:]), strict=False):
        if left != right:
            break
        end += 1
    rest_one, rest_other = one[start : len(one) - end], other[start : len(other) - end]
    if len(rest_one) <= 1 and len(rest_other) <= 1:
        return True
    return len(rest_one) == len(rest_other) == 2 and rest_one == rest_other[::-1]


@cache
def _vocabulary() -> _Vocabulary:
    table = load_table(HEADINGS)
    rules = tuple(
        _Rule(
            rule["field"],
            frozenset(rule.get("all", ())),
            frozenset(rule.get("any", ())),
            frozenset(rule.get("not", ())),
        )
        for rule in table["rules"]
    )
    abbreviations = {str(short): str(full) for short, full in table["abbreviations"].items()}
    exact = {str(text): str(field) for text, field in table["exact"].items()}
    words = {word for rule in rules for word in rule.all | rule.any | rule.without}
    words.update(word for text in exact for word in text.split())
    words.update(abbreviations.values())
    by_end: dict[str, set[str]] = {}
    for word in words:
        if len(word) >= _FORGIVING_LENGTH_MIN:
            by_end.setdefault(word[0], set()).add(word)
            by_end.setdefault(f"-{word[-1]}", set()).add(word)
    return _Vocabulary(abbreviations, exact, rules, frozenset(words), by_end)
