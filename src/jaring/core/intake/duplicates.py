"""The same person twice in a batch, and one NIK used by two people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from operator import itemgetter
from typing import Final, NamedTuple

from jaring.core.intake.cells import fold
from jaring.core.intake.codes import Code

# Names spelt so alike that only the spelling can differ, on a scale to 100.
_SAME_NAME_SCORE: Final = 88.0
# With the same birth date less likeness is enough.
_SIMILAR_NAME_SCORE: Final = 70.0
_SHORT_FORM_LENGTH_MIN: Final = 3
_ONE_SLIP_LENGTH_MIN: Final = 4
_TWO_SLIPS_LENGTH_MIN: Final = 8
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS: Final = (("ch", "k"), ("dj", "j"), ("tj", "c"), ("oe", "u"), ("ph", "f"), ("th", "t"), ("j", "y"), ("v", "f"))


class Person(NamedTuple):
    """What tells people apart, with the position of the row in the batch."""

    position: int
    name: str
    birth_date: str


class Pair(NamedTuple):
    """A row, another row that it has to do with, and how."""

    position: int
    other: int
    code: Code


def find_duplicates(niks: Sequence[str], names: Sequence[str], birth_dates: Sequence[str]) -> Iterator[Pair]:
    """Yield what is to be said about rows that share a NIK, or a birth date and a name but for its spelling.

    Args:
        niks: The NIK of every row of the batch, in order; empty where there is none.
        names: The names as written.
        birth_dates: ISO dates, or empty.
    """
    for positions in _groups(niks):
        yield from _judge_group([Person(position, names[position], birth_dates[position]) for position in positions])
    # Who shares a birth date and the first letters of first and last name: few enough to compare each with each.
    likely = [
        f"{day}{name[0]}{name[name.rfind(' ') + 1]}".upper() if nik and name and day else ""
        for nik, name, day in zip(niks, names, birth_dates, strict=True)
    ]
    for positions in _groups(likely):
        yield from _other_numbers(positions, niks, names)


def names_alike(one: str, other: str) -> bool:
    """Return whether two names can be one name spelt twice: initials, short forms, a sound, a slip.

    >>> names_alike("Albertus Y. Atileba", "ALBERTUS YOHANES ATILEBA")
    True
    >>> names_alike("Maria Kolo", "Marta Kolo")
    False
    """
    left, right = _sounds(one), _sounds(other)
    if left == right:
        return True
    if len(left) > len(right):
        left, right = right, left
    if len(left) == len(right):
        return all(map(_words_alike, left, right)) and (len(left) > 1 or left[0][:4] == right[0][:4])
    # One clerk left a middle name out.
    return len(left) > 1 and _words_alike(left[0], right[0]) and left[-1] == right[-1] and set(left[1:]) <= set(right)


def _groups(values: Sequence[str]) -> list[list[int]]:
    """Return the positions of every value that occurs more than once; the empty one does not count."""
    counts = Counter(values)
    if len(counts) == len(values):
        return []
    repeated = {value for value, count in counts.items() if count > 1}
    repeated.discard("")
    groups: dict[str, list[int]] = {}
    for position, value in enumerate(values):
        if value in repeated:
            groups.setdefault(value, []).append(position)
    return sorted(groups.values(), key=itemgetter(1))


def _judge_group(people: list[Person]) -> Iterator[Pair]:
    """Tell, in a group with one NIK, who is somebody seen before and who is somebody else."""
    known: list[Person] = []
    for person in people:
        same = next((other for other in known if _is_same(person, other)), None)
        if same is not None:
            yield Pair(person.position, same.position, Code.DUPLICATE_NIK)
        else:
            known.append(person)
    if len(known) > 1:
        first, second, *_ = known
        for person in known:
            other = first if person is not first else second
            yield Pair(person.position, other.position, Code.DUPLICATE_NIK_OTHER_PERSON)


def _is_same(one: Person, other: Person) -> bool:
    """Return whether two rows with one NIK are about one person: the names decide, then the birth dates."""
    if not one.name or not other.name or names_alike(one.name, other.name):
        return True
    from rapidfuzz import fuzz  # Takes 50 ms to import: only one NIK under two names pays for it.

    left, right = one.name.casefold(), other.name.casefold()
    score = max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right))
    return score >= (_SIMILAR_NAME_SCORE if one.birth_date == other.birth_date else _SAME_NAME_SCORE)


def _other_numbers(positions: list[int], niks: Sequence[str], names: Sequence[str]) -> Iterator[Pair]:
    """Point a row back to an earlier one of the same person under another NIK."""
    told: set[int] = set()
    for earlier, position in combinations(positions, 2):
        if position in told or niks[earlier] == niks[position]:
            continue
        if names_alike(names[earlier], names[position]):
            told.add(position)
            yield Pair(position, earlier, Code.POSSIBLE_DUPLICATE)


def _sounds(name: str) -> list[str]:
    """Return the words of a name in a spelling that forgets how a sound is written."""
    text = fold(name)
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    return _DOUBLED.sub(r"\1", text).split()


def _words_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    is_short_form = len(short) == 1 or len(short) >= _SHORT_FORM_LENGTH_MIN
    if is_short_form and long.startswith(short):
        return True
    if len(short) < _ONE_SLIP_LENGTH_MIN or len(long) - len(short) > 2 or short[0] != long[0]:
        return False
    from rapidfuzz.distance import OSA

    slips = 2 if len(short) >= _TWO_SLIPS_LENGTH_MIN else 1
    return bool(OSA.distance(short, long, score_cutoff=slips) <= slips)
