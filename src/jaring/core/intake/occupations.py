"""Occupations: which group one belongs to, and who is a wage earner of the state."""

from __future__ import annotations

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


class _Rule(NamedTuple):
    words: frozenset[str]
    phrases: tuple[str, ...]

    def matches(self, folded: str, words: frozenset[str]) -> bool:
        return not self.words.isdisjoint(words) or any(phrase in folded for phrase in self.phrases)


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
    excluded, not_if, groups = _rules()
    is_excluded = excluded.matches(folded, words) and not_if.isdisjoint(words)
    for name, rule in groups:
        if rule.matches(folded, words):
            return Occupation(text, name, is_excluded)
    return Occupation(text, OTHER, is_excluded)


@cache
def _rules() -> tuple[_Rule, frozenset[str], tuple[tuple[str, _Rule], ...]]:
    table = load_table(OCCUPATIONS)
    groups = tuple((str(entry["group"]), _rule(entry)) for entry in table["groups"])
    return _rule(table["excluded"]), frozenset(table["excluded"]["not_if"]), groups


def _rule(entry: dict[str, list[str]]) -> _Rule:
    return _Rule(frozenset(entry["words"]), tuple(f" {phrase} " for phrase in entry["phrases"]))
