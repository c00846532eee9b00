"""Rows of invented people, and the addresses of the import room's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.urls import reverse

from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.places.models import Village

KEFA, MAUBELI, MANAMAS, ATAMBUA = "53.03.05.1006", "53.03.05.1008", "53.03.18.2001", "53.04.12.1001"
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
AS_OF = date(2026, 11, 1)

GOOD = {
    "nik": "5303041203859101",
    "name": "Yohanes Naisoko",
    "sex": "L",
    "birth_date": "12-03-1985",
    "village": "Kefamenanu Selatan",
    "district": "Kota Kefamenanu",
    "occupation": "Petani",
}
NO_BIRTH_DATE = GOOD | {"nik": "5303044207909102", "name": "Maria Sa'u", "sex": "P", "birth_date": ""}
SHORT_NIK = GOOD | {"nik": "530304120385910", "name": "Petrus Kefi"}
IN_MANAMAS = GOOD | {
    "nik": "5303150508889103",
    "name": "Agustinus Ua",
    "birth_date": "05-08-1988",
    "village": "Manamas",
    "district": "Naibenu",
}
NO_VILLAGE = GOOD | {
    "nik": "5303040101809104",
    "name": "Yosefina Lopo",
    "sex": "",
    "birth_date": "01-01-1980",
    "village": "Antahberantah",
}


@dataclass(frozen=True)
class Villages:
    """The villages that these tests name."""

    kefa: Village
    maubeli: Village
    manamas: Village
    atambua: Village


def row_of(batch: ImportBatch, verdict: str) -> ImportRow:
    """Return the one row of Kefamenanu Selatan with this verdict."""
    return batch.rows.get(verdict=verdict, village=KEFA)


def address(name: str, batch: ImportBatch, *more: object) -> str:
    """Return the address of one of the delivery's pages."""
    return reverse(f"intake:{name}", args=[batch.public_id, *more])
