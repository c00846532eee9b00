"""A village's list a year later: some have gone, some have come, some details changed, and some are odd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from random import Random

from jaring.core.places import regency
from jaring.demo.households import LAUNCH_DATE, DemoPerson, newcomers
from jaring.demo.layout import Entry
from jaring.demo.lists import draw_lists, write_list
from jaring.demo.repetition import VillageList
from jaring.demo.rows import draft_of

_SHARE_GONE, _SHARE_NEW, _SHARE_CHANGED = 0.04, 0.05, 0.06
_SUSPICIOUS = 2
_NEW_WORK = ("Pedagang pasar", "Peternak", "Buruh harian lepas")


@dataclass(frozen=True, slots=True)
class ListUpdate:
    """A second list of a village and how it differs from the first, by the keys of the people."""

    path: Path
    village_code: str
    gone: tuple[str, ...]
    new: tuple[DemoPerson, ...]
    changed: tuple[str, ...]
    suspicious: tuple[str, ...]


def write_updated_list(
    people: Sequence[DemoPerson], folder: Path, seed: int, village_code: str, *, regency_code: str = "53.03"
) -> ListUpdate:
    """Write the list that a village sends a year after the first, in the same clerk's hand.

    The mistakes of the first list are mended. ``suspicious`` are people whose number now stands beside another name.
    Those who changed have other work and another telephone.

    Raises:
        PlaceUnknownError: (JRG-110) the regency has no such village.
    """
    regency(regency_code).village(village_code)
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"update {seed} {village_code}")
    first = _list_of(people, seed, village_code, regency_code)
    members = [entry.person for entry in first.entries]
    gone = _draw(rng, members, round(len(members) * _SHARE_GONE))
    staying = [person for person in members if person not in gone]
    changed = _draw(rng, staying, round(len(members) * _SHARE_CHANGED))
    suspicious = _draw(rng, [person for person in staying if person not in changed], _SUSPICIOUS)
    new = newcomers(seed, village_code, people, round(len(members) * _SHARE_NEW), regency_code)
    first.entries = [_entry(rng, first, person, person in changed, person in suspicious) for person in staying]
    first.entries += [_entry(rng, first, person) for person in new]
    name = PurePath(first.file)
    first.file = f"{name.stem} PERUBAHAN {LAUNCH_DATE.year + 1}{name.suffix}"
    write_list(first, folder)
    return ListUpdate(
        path=folder / first.file,
        village_code=village_code,
        gone=tuple(person.key for person in gone),
        new=tuple(new),
        changed=tuple(person.key for person in changed),
        suspicious=tuple(person.key for person in suspicious),
    )


def _list_of(people: Sequence[DemoPerson], seed: int, village_code: str, regency_code: str) -> VillageList:
    lists = draw_lists(people, seed, regency_code, LAUNCH_DATE)
    return next(one for one in lists if one.village.code == village_code)


def _draw(rng: Random, people: list[DemoPerson], count: int) -> list[DemoPerson]:
    return rng.sample(people, min(count, len(people)))


def _entry(
    rng: Random, target: VillageList, person: DemoPerson, has_moved_on: bool = False, is_suspicious: bool = False
) -> Entry:
    if has_moved_on:
        work = rng.choice([work for work in _NEW_WORK if work != person.occupation])
        person = replace(person, phone=f"08120000{rng.randrange(10_000):04d}", occupation=work)
    draft = draft_of(rng, person, target.village)
    if is_suspicious:
        draft.name = person.mother_name
    return Entry(person, draft)
