"""The same person twice in a batch, and one NIK used by two people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from jaring.core.intake.codes import Code

_SAME_NAME_SCORE: Final = 88.0
_SIMILAR_NAME_SCORE: Final = 70.0


class Person(NamedTuple):
    """What tells people apart, with the position of the row in the batch."""

    position: int
    name: str
    birth_date: str


class Pair(NamedTuple):
    """A row that has something to do with another one."""

    position: int
    other: int
    code: Code


def find_duplicates(
    niks: Sequence[str], keys: Sequence[str], names: Sequence[str], birth_dates: Sequence[str]
) -> Iterator[Pair]:
    """Yield what is to be said about rows that share a NIK, or a name and birth date.

    Args:
        niks: The NIK of every row of the batch, in order; empty where there is none.
        keys: What the same person shares whatever the NIK; empty where name or date is missing.
        names: The names as written.
        birth_dates: ISO dates, or empty.
    """
    for positions in _groups(niks).values():
        yield from _judge_group([Person(position, names[position], birth_dates[position]) for position in positions])
    for positions in _groups(keys).values():
        yield from _other_numbers(positions, niks)


def _groups(values: Sequence[str]) -> dict[str, list[int]]:
    """Return the positions of every value that occurs more than once; the empty one does not count."""
    distinct = set(values)
    distinct.discard("")
    if len(distinct) == len(values):
        return {}
    seen: set[str] = set()
    repeated: set[str] = set()
    for value in values:
        if value in seen:
            repeated.add(value)
        else:
            seen.add(value)
    repeated.discard("")
    groups: dict[str, list[int]] = {value: [] for value in repeated}
    if groups:
        for position, value in enumerate(values):
            if value in repeated:
                groups[value].append(position)
    return groups


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
    if not one.name or not other.name:
        return True
    score = _name_score(one.name, other.name)
    if score >= _SAME_NAME_SCORE:
        return True
    return score >= _SIMILAR_NAME_SCORE and bool(one.birth_date) and one.birth_date == other.birth_date


def _name_score(one: str, other: str) -> float:
    one, other = one.casefold(), other.casefold()
    if one == other:
        return 100.0
    from rapidfuzz import fuzz  # Only batches with a repeated NIK pay for the import.

    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))


def _other_numbers(positions: list[int], niks: Sequence[str]) -> Iterator[Pair]:
    """Point a row back to the first one with the same name and birth date, unless the NIK has said so."""
    first = positions[0]
    for position in positions[1:]:
        if niks[position] == niks[first] and niks[position]:
            continue
        yield Pair(position, first, Code.POSSIBLE_DUPLICATE)
