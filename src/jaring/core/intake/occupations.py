"""Occupations: which group one belongs to, and who is a wage earner of the state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from jaring.core.intake.cells import fold
from jaring.core.intake.data import OCCUPATIONS, load_table
from jaring.core.intake.values import clean_words

OTHER: Final = "other"


class Occupation(NamedTuple):
    """An occupation as written, the group it counts for, and whether it shuts the person out."""

    text: str
    group: str
    is_excluded: bool


class _Groups:
    """Lists of words and phrases, one a group; where several match, the first group wins."""

    def __init__(self, entries: Sequence[Mapping[str, list[str]]]) -> None:
        self._by_word: dict[str, int] = {}
        self._by_first_word: dict[str, list[tuple[str, int]]] = {}
        for number, entry in enumerate(entries):
            for word in entry["words"]:
                self._by_word.setdefault(word, number)
            for phrase in entry["phrases"]:
                self._by_first_word.setdefault(phrase.split()[0], []).append((f" {phrase} ", number))

    def first(self, folded: str, words: Iterable[str]) -> int | None:
        """Return the number of the first group with one of the words, or with a phrase of the folded text."""
        found = [self._by_word[word] for word in words if word in self._by_word]
        for word in words:
            found += [number for phrase, number in self._by_first_word.get(word, ()) if phrase in folded]
        return min(found, default=None)


@lru_cache(maxsize=65_536)
def read_occupation(text: str) -> Occupation:
    """Read a tidy text as an occupation.

    >>> read_occupation("Petani/Pekebun").group
    'farmer'
    >>> read_occupation("Guru PNS").is_excluded, read_occupation("Guru non PNS").is_excluded
    (True, False)
    """
    text = clean_words(text)
    if not text:
        return Occupation("", "", False)
    folded = f" {fold(text)} "
    words = frozenset(folded.split())
    excluded, not_if, groups, names = _rules()
    is_excluded = excluded.first(folded, words) is not None and not_if.isdisjoint(words)
    number = groups.first(folded, words)
    return Occupation(text, OTHER if number is None else names[number], is_excluded)


@cache
def _rules() -> tuple[_Groups, frozenset[str], _Groups, tuple[str, ...]]:
    """Return what excludes, the words that take it back, and the groups with their names."""
    table = load_table(OCCUPATIONS)
    excluded, groups = table["excluded"], table["groups"]
    names = tuple(str(entry["group"]) for entry in groups)
    return _Groups([excluded]), frozenset(excluded["not_if"]), _Groups(groups), names
