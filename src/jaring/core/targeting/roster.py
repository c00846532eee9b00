"""The candidates of one run as columns, checked, in an order that owes nothing to their arrival."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from jaring.core.eligibility import age_on
from jaring.core.targeting.model import MONTHLY_IDR_MAX, BadCandidateError, Candidate, Level
from jaring.core.targeting.rules import EXTRA_PREFIX
from jaring.core.text import Text

Ints = npt.NDArray[np.int64]
Lots = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Units:
    """The villages or the districts of one run.

    Attributes:
        codes: Sorted.
        of_row: Index into ``codes`` for every candidate, shape (candidate,).
    """

    codes: tuple[str, ...]
    of_row: Ints

    def count(self, mask: Mask) -> Ints:
        """Count the marked candidates of every unit, shape (unit,)."""
        return np.bincount(self.of_row[mask], minlength=len(self.codes)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everyone who asked, by id.

    Attributes:
        lots: The draw between equals, two columns of 64 bits, shape (candidate, 2).
    """

    candidates: tuple[Candidate, ...]
    row_of: dict[int, int]
    units: dict[Level, Units]
    monthly_idr: Ints
    lots: Lots

    def __len__(self) -> int:
        return len(self.candidates)

    def mask_of(self, ids: Iterable[int]) -> Mask:
        """Mark candidates by id.

        Raises:
            BadCandidateError: (JRG-550) an id that no candidate has.
        """
        mask = np.zeros(len(self), dtype=np.bool_)
        for candidate_id in ids:
            if candidate_id not in self.row_of:
                refuse(candidate_id, "tidak ada di antara calon", "is not among the candidates")
            mask[self.row_of[candidate_id]] = True
        return mask


def refuse(candidate_id: int, rule_id: str, rule_en: str) -> None:
    raise BadCandidateError(candidate_id=candidate_id, rule=Text(rule_id, rule_en))


def build_roster(candidates: Iterable[Candidate], seed: str) -> Roster:
    """Put the candidates in columns.

    Raises:
        BadCandidateError: (JRG-550) facts that contradict themselves or another candidate.
    """
    people = tuple(sorted(candidates, key=lambda candidate: candidate.id))
    _check_each(people)
    _check_together(people)
    return Roster(
        candidates=people,
        row_of={person.id: row for row, person in enumerate(people)},
        units={
            Level.VILLAGE: _units([person.village_code for person in people]),
            Level.DISTRICT: _units([person.district_code for person in people]),
        },
        monthly_idr=np.fromiter((person.monthly_idr for person in people), np.int64, len(people)),
        lots=draw_lots(seed, [person.stable_key for person in people]),
    )


def draw_lots(seed: str, keys: Sequence[str]) -> Lots:
    """Draw a 128-bit lot for every key, shape (key, 2).

    A keyed hash (BLAKE2b): without the published seed nobody can know the order between equals, with it
    everybody can check it.
    """
    key = hashlib.blake2b(seed.encode(), digest_size=32).digest()
    lots = b"".join(hashlib.blake2b(text.encode(), key=key, digest_size=16).digest() for text in keys)
    return np.frombuffer(lots, dtype=">u8").astype(np.uint64).reshape(-1, 2)


def fact_of(candidate: Candidate, fact: str, as_of: date) -> str | int | None:
    """Return what a rule means by a fact; ``None`` and empty text mean not recorded."""
    if fact == "age_years":
        return None if candidate.birth_date is None else age_on(as_of, candidate.birth_date)
    if fact.startswith(EXTRA_PREFIX):
        return candidate.extra.get(fact.removeprefix(EXTRA_PREFIX))
    value: str | int | None = getattr(candidate, fact)
    return value


def _check_each(people: Sequence[Candidate]) -> None:
    for person in people:
        if type(person.monthly_idr) is not int or not 0 < person.monthly_idr <= MONTHLY_IDR_MAX:
            refuse(
                person.id,
                "harga per bulan harus rupiah bulat di atas nol",
                "the monthly price must be whole rupiah",
            )
        if person.decile is not None and not 1 <= person.decile <= 10:
            refuse(person.id, "desil harus 1 sampai 10 atau kosong", "the decile must be 1 to 10 or empty")
        if not person.stable_key:
            refuse(person.id, "kunci tetap kosong", "the stable key is empty")


def _check_together(people: Sequence[Candidate]) -> None:
    ids: set[int] = set()
    keys: set[str] = set()
    district_of: dict[str, str] = {}
    for person in people:
        if person.id in ids:
            refuse(person.id, "nomor ini dipakai dua kali", "this number is used twice")
        if person.stable_key in keys:
            refuse(person.id, "orang yang sama tercatat dua kali", "the same person is listed twice")
        if district_of.setdefault(person.village_code, person.district_code) != person.district_code:
            refuse(person.id, "desa yang sama berada di dua kecamatan", "the same village lies in two districts")
        ids.add(person.id)
        keys.add(person.stable_key)


def _units(code_of_row: Sequence[str]) -> Units:
    codes = sorted(set(code_of_row))
    index_of = {code: index for index, code in enumerate(codes)}
    return Units(tuple(codes), np.fromiter((index_of[code] for code in code_of_row), np.int64, len(code_of_row)))
