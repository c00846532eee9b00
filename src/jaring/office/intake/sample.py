"""A list as a village sends it, to be filled in: the columns that are read, and three invented workers."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from jaring.core.intake.sample import WORKERS, Worker
from jaring.documents.workbook import heading_format, workbook, write_row
from jaring.office.places.models import Village

SHEET: Final = "Daftar pekerja"
TITLE: Final = "Daftar calon peserta. Ganti ketiga baris contoh dengan pekerja di desa Anda."
COLUMNS: Final = (
    ("NIK", 20),
    ("No. KK", 20),
    ("Nama Lengkap", 28),
    ("Jenis Kelamin", 10),
    ("Tempat Lahir", 18),
    ("Tanggal Lahir", 14),
    ("Desa/Kelurahan", 22),
    ("Pekerjaan", 18),
    ("No. HP", 16),
    ("Nama Ibu Kandung", 24),
    ("Nama Ahli Waris", 24),
    ("Hubungan Ahli Waris", 14),
)
FIRST_ROW: Final = 3


def sample_list(village: Village, made_at: datetime) -> bytes:
    """Return the sample of a village as a workbook; its cells are text, so that no NIK loses a digit.

    Args:
        village: Named in the rows, and whose district begins the invented numbers.
        made_at: Aware instant that the file states as its time of making.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contoh.xlsx"
        with workbook(path, title=SHEET, made_at=made_at) as book:
            sheet = book.add_worksheet(SHEET)
            text, heading = book.add_format({"num_format": "@"}), heading_format(book)
            for place, (_label, width) in enumerate(COLUMNS):
                sheet.set_column(place, place, width, text)
            sheet.freeze_panes(FIRST_ROW, 1)
            sheet.write_string(0, 0, TITLE, book.add_format({"bold": True}))
            write_row(sheet, FIRST_ROW - 1, [label for label, _width in COLUMNS], [heading] * len(COLUMNS))
            for number, worker in enumerate(WORKERS, start=1):
                write_row(sheet, FIRST_ROW + number - 1, _cells(worker, village), [text] * len(COLUMNS))
        return path.read_bytes()


def _cells(worker: Worker, village: Village) -> list[str]:
    district = village.code[:8].replace(".", "")
    return [
        f"{district}{worker.nik_ending}",
        f"{district}010115{worker.serial}",
        worker.name,
        worker.sex,
        village.district.name,
        f"{worker.birth_date:%d-%m-%Y}",
        village.name,
        worker.occupation,
        f"08120000{worker.serial}",
        worker.mother_name,
        worker.heir_name,
        worker.heir_relation,
    ]
