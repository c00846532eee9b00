"""The invented workers of the sample list. Whoever sends the sample back unreplaced sends nobody."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple


class Worker(NamedTuple):
    """An invented worker of the sample; ``serial`` ends the numbers of the person."""

    serial: int
    name: str
    sex: str
    birth_date: date
    occupation: str
    mother_name: str
    heir_name: str
    heir_relation: str

    @property
    def nik_ending(self) -> str:
        """The last ten digits of the NIK: the day of birth, a woman's with 40 added, and the serial."""
        day = self.birth_date.day + (40 if self.sex == "P" else 0)
        return f"{day:02}{self.birth_date:%m%y}{self.serial}"


WORKERS: Final = (
    Worker(9001, "Yohana Contoh", "P", date(1984, 3, 12), "Petani", "Marta Contoh", "Simon Contoh", "Suami"),
    Worker(9002, "Petrus Contoh", "L", date(1979, 11, 5), "Nelayan", "Agnes Contoh", "Rosalina Contoh", "Istri"),
    Worker(9003, "Maria Contoh", "P", date(1992, 7, 28), "Pedagang", "Bernadeta Contoh", "Yosef Contoh", "Suami"),
)
NAMES: Final = frozenset(worker.name for worker in WORKERS)
NIK_ENDINGS: Final = frozenset(worker.nik_ending for worker in WORKERS)
