"""What other offices send: the DTSEN deciles, and the people who are insured elsewhere already."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from jaring.demo.households import LAUNCH_DATE, DemoPerson

_SEGMENTS, _SEGMENT_WEIGHTS = ("PU", "BPU", "JAKON"), (62, 30, 8)


def write_dtsen(people: Iterable[DemoPerson], path: Path) -> int:
    """Write the decile list (``nik,kk,desil,jumlah_anggota``) and return its number of lines.

    About one person in twenty-five is not on it.
    """
    lines = [
        (person.nik, person.kk_number, person.decile, person.household_size)
        for person in sorted(people, key=lambda person: person.nik)
        if person.decile is not None
    ]
    _write_csv(path, ("nik", "kk", "desil", "jumlah_anggota"), lines)
    return len(lines)


def write_covered_elsewhere(people: Iterable[DemoPerson], path: Path) -> int:
    """Write whom the insurer's branch reports as active already; return the number.

    The columns are ``nik,segmen,aktif_sejak``.
    """
    lines = [
        (person.nik, *_membership(person))
        for person in sorted(people, key=lambda person: person.nik)
        if person.is_covered_elsewhere
    ]
    _write_csv(path, ("nik", "segmen", "aktif_sejak"), lines)
    return len(lines)


def _membership(person: DemoPerson) -> tuple[str, date]:
    rng = Random(f"membership {person.key}")
    since = LAUNCH_DATE - timedelta(days=rng.randint(40, 1500))
    return rng.choices(_SEGMENTS, _SEGMENT_WEIGHTS)[0], since.replace(day=1)


def _write_csv(path: Path, header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
