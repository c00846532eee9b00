"""People whom the insurer wrote differently: a NIK with one slip, or the same name and birth date.

Compared are only those whom nobody has found by their NIK; blocks keep the pairs few. What comes out is a proposal for
a person to look at. Where two would fit, none is proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from jaring.office.people.names import search_form

NAMES_ALIKE_MIN: Final = 90
"""How alike two names must be (0 to 100) when nothing but the birth date speaks for the pair."""
NAMES_NEAR_MIN: Final = 60
"""How alike they must at least be when the NIK differs by one slip: a neighbour's number is one slip away, too."""
_BLOCK_MAX: Final = 200
_SEAMS: Final = (5, 11)  # Between kecamatan, birth date and serial: a swap there touches two of the three.


class Written(NamedTuple):
    """Somebody as one side wrote him. ``birth_date`` is ISO or empty, ``nik`` empty where it cannot be read."""

    id: int
    nik: str
    name: str
    birth_date: str


class Pair(NamedTuple):
    """Somebody of ours, a line of the insurer, and how alike they are (0 to 100)."""

    person_id: int
    line_id: int
    likeness: int


def find_pairs(people: Sequence[Written], lines: Sequence[Written]) -> list[Pair]:
    """Return the pairs in which either side has but one partner, the most alike first."""
    found = sorted({pair for pair in _likely(people, lines) if pair is not None}, key=lambda pair: -pair.likeness)
    by_person: dict[int, list[Pair]] = defaultdict(list)
    by_line: dict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        by_person[pair.person_id].append(pair)
        by_line[pair.line_id].append(pair)
    return [
        pair for pair in found if _is_best(pair, by_person[pair.person_id]) and _is_best(pair, by_line[pair.line_id])
    ]


def _is_best(pair: Pair, rivals: Sequence[Pair]) -> bool:
    """Return whether a pair is clearly more alike than every other that shares a side with it."""
    return all(rival == pair or rival.likeness < pair.likeness for rival in rivals)


def _likely(people: Sequence[Written], lines: Sequence[Written]) -> Iterator[Pair | None]:
    names = {written.id: search_form(written.name) for written in people}
    line_names = {written.id: search_form(written.name) for written in lines}
    for person, line in _met(people, lines):
        name, other = names[person.id], line_names[line.id]
        likeness = round(fuzz.token_sort_ratio(name, other)) if name and other else 0
        is_born_alike = bool(line.birth_date) and line.birth_date == person.birth_date
        is_slip = len(line.nik) == len(person.nik) and OSA.distance(person.nik, line.nik, score_cutoff=1) <= 1
        if is_slip and (likeness >= NAMES_NEAR_MIN or (is_born_alike and not other)):
            yield Pair(person.id, line.id, max(likeness, NAMES_NEAR_MIN))
        elif is_born_alike and likeness >= NAMES_ALIKE_MIN:
            yield Pair(person.id, line.id, likeness)


def _met(people: Sequence[Written], lines: Sequence[Written]) -> Iterator[tuple[Written, Written]]:
    """Yield the pairs worth comparing: those that share two of the three parts of a NIK, a swap, or a birth date."""
    blocks: dict[Hashable, list[Written]] = defaultdict(list)
    for person in people:
        for key in _keys(person, with_swaps=False):
            blocks[key].append(person)
    seen: set[tuple[int, int]] = set()
    for line in lines:
        for key in _keys(line, with_swaps=True):
            block = blocks.get(key, ())
            for person in block if len(block) <= _BLOCK_MAX else ():
                if (person.id, line.id) not in seen:
                    seen.add((person.id, line.id))
                    yield person, line


def _keys(written: Written, *, with_swaps: bool) -> Iterable[Hashable]:
    nik = written.nik
    if nik:
        place, born, serial = nik[:6], nik[6:12], nik[12:]
        yield from ((1, place, born), (2, place, serial), (3, born, serial), (4, nik))
        for seam in _SEAMS if with_swaps else ():
            yield 4, nik[:seam] + nik[seam + 1] + nik[seam] + nik[seam + 2 :]
    if written.birth_date and written.name:
        yield 5, written.birth_date, search_form(written.name)[:1]
        yield 6, written.birth_date, "".join(sorted(word[:1] for word in search_form(written.name).split()))
