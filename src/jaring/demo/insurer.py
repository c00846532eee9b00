"""What the insurer's branch answers about a month: an active list and a reject list, with the faults of real ones.

Whether somebody is rejected, missing or typed differently depends on the seed and the person alone, so a fault lasts
from month to month until somebody corrects it. Numbers that are typed differently stay invented: their serial begins
with 9.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from jaring.core.month import Month

_OF = 10_000
_REJECTED, _MISSING, _TYPED_DIFFERENTLY = 22, 8, 14
_STILL_ACTIVE = 3_000
_REASONS = (
    ("R01", "NIK tidak ditemukan di Dukcapil"),
    ("R02", "Peserta sudah terdaftar aktif pada kepesertaan lain"),
    ("R06", "Nama tidak sesuai dengan NIK"),
    ("R08", "Data tidak lengkap"),
)


@dataclass(frozen=True, slots=True)
class DemoInsured:
    """Somebody as the office has uploaded him; ``birth_date`` is ISO."""

    nik: str
    name: str
    birth_date: str
    monthly_idr: int


def write_insurer_answers(
    insured: Iterable[DemoInsured], gone: Iterable[DemoInsured], folder: Path, month: Month, seed: int
) -> tuple[Path, Path]:
    """Write the active list and the reject list of a month; return their paths.

    Args:
        insured: Whom decrees in force cover.
        gone: Whose cover has ended; some of them the insurer still counts as active.
        folder: Where to write.
        month: The contribution month.
        seed: Draws the faults.
    """
    folder.mkdir(parents=True, exist_ok=True)
    active, rejected = folder / f"aktif-{month}.csv", folder / f"tolakan-{month}.csv"
    listed: list[tuple[DemoInsured, str]] = []
    rejects = []
    for person in insured:
        dice = _dice(f"{seed} insured {person.nik}")
        if dice < _REJECTED:
            code, reason = _REASONS[dice % len(_REASONS)]
            rejects.append((person.nik, person.name, code, reason))
        elif dice >= _REJECTED + _MISSING:
            is_slip = dice < _REJECTED + _MISSING + _TYPED_DIFFERENTLY
            listed.append((person, _with_slip(person.nik) if is_slip else person.nik))
    listed += [(person, person.nik) for person in gone if _dice(f"{seed} gone {person.nik}") < _STILL_ACTIVE]
    lines = [_line(person, nik, month) for person, nik in listed]
    total_idr = sum(person.monthly_idr for person, _ in listed)
    heading = ("NIK", "Nama Peserta", "Tanggal Lahir", "Status", "Bulan Iuran", "Jumlah Iuran")
    title = [f"DAFTAR PESERTA AKTIF {month} (CONTOH)"]
    _write(active, [title, [], heading, *lines, ["Jumlah", "", "", "", "", total_idr]])
    _write(rejected, [("NIK", "Nama", "Kode", "Keterangan"), *rejects])
    return active, rejected


def _line(person: DemoInsured, nik: str, month: Month) -> Sequence[object]:
    year, number, day = person.birth_date.split("-")
    return (nik, person.name, f"{day}-{number}-{year}", "AKTIF", month, person.monthly_idr)


def _with_slip(nik: str) -> str:
    """Return the number with its last two digits swapped, or the last one changed where they are alike."""
    return nik[:14] + nik[:13:-1] if nik[14] != nik[15] else nik[:15] + str((int(nik[15]) + 1) % 10)


def _dice(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % _OF


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
