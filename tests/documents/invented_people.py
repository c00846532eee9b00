"""Invented people for the annexes of the tests."""

from __future__ import annotations

import random

from jaring.core.month import Month
from jaring.documents.annex import AnnexRow

FIRST_NAMES = ["Yohanes", "Maria", "Petrus", "Emanuel", "Kristina", "Dominikus", "Bernadeta", "Wendelinus"]
LAST_NAMES = ["Naisaban", "Tnesi", "Kefi", "Bana", "Taek", "Usboko", "Kolo", "Fallo"]
DISTRICTS = ("Miomaffo Timur", "Miomaffo Barat", "Biboki Selatan")


def invented_rows(count: int, districts: int = 3, seed: int = 7) -> list[AnnexRow]:
    """Return people spread evenly over kecamatan, two villages each."""
    draw = random.Random(seed)
    rows = []
    for index in range(count):
        place = index * districts // count
        village = 2001 + (index * 2 * districts // count) % 2
        rows.append(
            AnnexRow(
                number=index + 1,
                district_code=f"53.03.{place + 1:02d}",
                district_name=DISTRICTS[place % 3],
                village_code=f"53.03.{place + 1:02d}.{village}",
                village_name=f"Oelnaik {village - 2000}",
                name=f"{draw.choice(FIRST_NAMES)} {draw.choice(LAST_NAMES)} {index:04d}",
                masked_nik=f"5303{place + 1:02d}********{index % 100:02d}",
                birth_year=draw.randint(1962, 2007),
                address=f"RT {draw.randint(1, 9):03d}/RW 002",
                occupation=draw.choice(["Petani", "Nelayan", "Tukang ojek"]),
                effective_month=Month(2025, 7),
            )
        )
    return rows
