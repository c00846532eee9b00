"""The same people again: listed twice, in two villages, under two numbers, or under a neighbour's number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from jaring.demo.clerks import Clerk
from jaring.demo.layout import Entry
from jaring.demo.mistakes import (
    DUPLICATES_PER_THOUSAND_BETWEEN,
    DUPLICATES_PER_THOUSAND_WITH_OTHER_NIK,
    DUPLICATES_PER_THOUSAND_WITHIN,
    NIK_OF_ANOTHER_PER_THOUSAND,
    Mistake,
)
from jaring.demo.names import typed_again
from jaring.demo.places import DemoVillage
from jaring.demo.rows import draft_of


@dataclass(slots=True)
class VillageList:
    """The list of one village while it is being made."""

    village: DemoVillage
    clerk: Clerk
    rng: Random
    entries: list[Entry]
    file: str = ""


def list_people_twice(lists: list[VillageList], rng: Random) -> None:
    """Add the rows of people listed again, in their own village's list or in a neighbour's."""
    group = 0
    used_niks = {entry.person.nik for village_list in lists for entry in village_list.entries}
    by_district: defaultdict[str, list[VillageList]] = defaultdict(list)
    for village_list in lists:
        by_district[village_list.village.district_code].append(village_list)
    for village_list in lists:
        if village_list.clerk.oddity is not None:
            continue
        neighbours = [
            other
            for other in by_district[village_list.village.district_code]
            if other is not village_list and other.clerk.oddity is None
        ]
        clean = [entry for entry in village_list.entries if not entry.mistakes]
        rng.shuffle(clean)
        for kind, target in _repetitions(rng, village_list, neighbours, len(clean)):
            group += 1
            first = clean.pop()
            first.group = group
            if kind is Mistake.NIK_OF_ANOTHER:
                _share_nik(first, clean.pop(), group)
            else:
                _add_again(rng, first, kind, target, group, used_niks)


def _repetitions(
    rng: Random, own: VillageList, neighbours: list[VillageList], count: int
) -> Iterable[tuple[Mistake, VillageList]]:
    rates = (
        (Mistake.DUPLICATE, DUPLICATES_PER_THOUSAND_WITHIN, False),
        (Mistake.DUPLICATE, DUPLICATES_PER_THOUSAND_BETWEEN, True),
        (Mistake.DUPLICATE_WITH_OTHER_NIK, DUPLICATES_PER_THOUSAND_WITH_OTHER_NIK, True),
        (Mistake.NIK_OF_ANOTHER, NIK_OF_ANOTHER_PER_THOUSAND, False),
    )
    for kind, rate, elsewhere in rates:
        for _ in range(_times(rng, count * rate / 1000)):
            yield kind, rng.choice(neighbours) if elsewhere and neighbours else own


def _times(rng: Random, expected: float) -> int:
    whole = int(expected)
    return whole + (rng.random() < expected - whole)


def _share_nik(first: Entry, second: Entry, group: int) -> None:
    """The clerk copied the number of another row."""
    second.draft.nik = first.draft.nik
    second.group = group
    first.mistakes = second.mistakes = (Mistake.NIK_OF_ANOTHER,)


def _add_again(rng: Random, first: Entry, kind: Mistake, target: VillageList, group: int, used_niks: set[str]) -> None:
    person = first.person
    draft = draft_of(rng, person, target.village)
    if kind is Mistake.DUPLICATE or rng.random() < 0.5:
        draft.name = typed_again(rng, person.name)
    if kind is Mistake.DUPLICATE_WITH_OTHER_NIK:
        draft.nik = _other_serial(rng, person.nik, used_niks)
    # The row says that the person lives in the village whose list it is; only one of the two can be right.
    target.entries.append(Entry(person, draft, (kind,), group))
    first.mistakes = (kind,)


def _other_serial(rng: Random, nik: str, used_niks: set[str]) -> str:
    while True:
        spot = rng.randrange(13, 16)
        other = nik[:spot] + rng.choice("0123456789") + nik[spot + 1 :]
        if other not in used_niks:
            used_niks.add(other)
            return other


def keep_first_of_each_group(entries: Iterable[Entry]) -> None:
    """Of rows that repeat a person, the one that is read first bears no mistake."""
    seen: set[int] = set()
    for entry in entries:
        if entry.mistakes[:1] in ((Mistake.DUPLICATE,), (Mistake.DUPLICATE_WITH_OTHER_NIK,)):
            if entry.group not in seen:
                entry.mistakes = ()
            seen.add(entry.group)
