"""Lists of invented people from real villages of 53.03, and the way of such a list onto the register."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from jaring.office.access.models import User
from jaring.office.intake import services as intake
from jaring.office.intake.models import ImportBatch
from jaring.office.people import services as people

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
AS_OF = date(2026, 12, 1)
KEFA, MAUBELI, MANAMAS = "53.03.05.1006", "53.03.05.1008", "53.03.18.2001"
VILLAGE_NAMES = {KEFA: "Kefamenanu Selatan", MAUBELI: "Maubeli", MANAMAS: "Manamas"}
HEADINGS = ("NIK", "No. KK", "Nama", "Jenis Kelamin", "Tanggal Lahir", "Desa/Kelurahan", "Pekerjaan", "No. HP")

_FIRST = ("Maria", "Yohanes", "Agnes", "Petrus", "Yosefina", "Paulus", "Kristina", "Dominggus", "Regina", "Markus")
_LAST = ("Naitufe", "Unbaun", "Kolnifu", "Tmupai", "Falekun", "Sasmelo", "Banhaumo", "Enosusu", "Leobobe")


@dataclass(frozen=True)
class Listed:
    """A line of a village list."""

    nik: str
    kk: str
    name: str
    sex: str
    born: date
    village: str = KEFA
    occupation: str = "Petani"
    phone: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        born = self.born.strftime("%d-%m-%Y")
        village = VILLAGE_NAMES[self.village]
        return (self.nik, self.kk, self.name, self.sex, born, village, self.occupation, self.phone)


def listed(number: int, village: str = KEFA, **values: object) -> Listed:
    """Return the invented person of this number: good in every respect unless told otherwise."""
    sex = "LP"[number % 2]
    born = date(1966 + number * 7 % 35, 1 + number * 5 % 12, 13 + number * 3 % 16)
    day = born.day + (40 if sex == "P" else 0)
    person = Listed(
        nik=f"530305{day:02d}{born:%m%y}{9001 + number:04d}",
        kk=f"530305{1 + number % 28:02d}0110{9001 + number:04d}",
        name=f"{_FIRST[number % len(_FIRST)]} {_LAST[number * 4 % len(_LAST)]} {chr(65 + number % 26)}e"
        f"{chr(97 + number // 26 % 26)}us",
        sex=sex,
        born=born,
        village=village,
        phone=f"08120000{1000 + number}",
    )
    return replace(person, **values)  # type: ignore[arg-type]  # Any field by name.


def write_list(path: Path, lines: Sequence[Listed]) -> Path:
    """Write a list as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *(line.cells for line in lines)])
    return path


def read(path: Path, actor: User, *, as_of: date = AS_OF) -> ImportBatch:
    """Read a list into a batch that waits for its decision."""
    return intake.read_delivery(
        [path],
        regency_code="53.03",
        as_of=as_of,
        source="Daftar usulan",
        sender="Lurah",
        received_date=NOW.date(),
        actor=actor,
        now=NOW,
    )


def take_over(batch: ImportBatch, actor: User) -> dict[str, int]:
    """Take the good rows of a batch over."""
    return people.take_over(batch, actor=actor, now=NOW)
