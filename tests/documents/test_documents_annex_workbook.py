"""The annex as a workbook: readable by any program, printable as it is, and text stays text."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from invented_people import invented_rows
from python_calamine import CalamineWorkbook

from jaring.documents.annex import AnnexRow, annex_hash
from jaring.documents.decree import DecreeDocument, DecreeStatus, write_annex_xlsx
from jaring.documents.errors import IdentifierExposedError
from jaring.documents.workbook import sheet_name


@pytest.fixture
def written(tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime) -> Path:
    write_annex_xlsx(decree, rows, tmp_path / "lampiran.xlsx", made_at=made_at)
    return tmp_path / "lampiran.xlsx"


def test_each_kecamatan_has_its_sheet_after_the_summary(written: Path, rows: list[AnnexRow]) -> None:
    book = CalamineWorkbook.from_path(written)

    assert book.sheet_names == [
        "Rekapitulasi",
        "53.03.01 Miomaffo Timur",
        "53.03.02 Miomaffo Barat",
        "53.03.03 Biboki Selatan",
    ]
    sheets = [book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names[1:]]
    read = [(row[0], row[1], row[2]) for sheet in sheets for row in sheet]
    assert read == [(row.number, row.name, row.masked_nik) for row in rows]


def test_the_summary_shows_hash_counts_and_amounts_in_words(written: Path, rows: list[AnnexRow]) -> None:
    cells = [cell for row in CalamineWorkbook.from_path(written).get_sheet_by_index(0).to_python() for cell in row]

    assert annex_hash(rows) in cells
    assert "Rp15.120.000,00 (lima belas juta seratus dua puluh ribu rupiah)" in cells
    assert cells[-4:] == ["Jumlah", 6.0, 150.0, 0.0]


def test_it_prints_on_f4_landscape_with_the_head_on_every_page(written: Path) -> None:
    sheet = openpyxl.load_workbook(written).worksheets[1]

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (14, "landscape")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "A2"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True


@pytest.mark.parametrize("name", ["=1+1", "+62", "-5", "@SUM(A1)", "https://x.test", "007", "{=A1}"])
def test_text_stays_text(tmp_path: Path, decree: DecreeDocument, made_at: datetime, name: str) -> None:
    rows = [replace(invented_rows(1)[0], name=name)]

    write_annex_xlsx(
        replace(decree, participants=1, total_idr=decree.monthly_idr), rows, tmp_path / "x.xlsx", made_at=made_at
    )

    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[1]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_same_facts_give_the_same_bytes(
    tmp_path: Path, written: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime
) -> None:
    write_annex_xlsx(decree, rows[::-1], tmp_path / "again.xlsx", made_at=made_at)

    assert (tmp_path / "again.xlsx").read_bytes() == written.read_bytes()


def test_a_draft_says_so(tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime) -> None:
    write_annex_xlsx(replace(decree, status=DecreeStatus.DRAFT), rows, tmp_path / "x.xlsx", made_at=made_at)

    assert "RANCANGAN" in zipfile.ZipFile(tmp_path / "x.xlsx").read("xl/worksheets/sheet1.xml").decode()


def test_a_bare_nik_is_refused_and_nothing_is_left(
    tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime
) -> None:
    exposed = [replace(rows[0], masked_nik="5303041109909001"), *rows[1:]]

    with pytest.raises(IdentifierExposedError):
        write_annex_xlsx(decree, exposed, tmp_path / "x.xlsx", made_at=made_at)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kota/Kefa [baru]: *?\\", "53.03.05 Kota Kefa  baru"),
        ("Nama kecamatan yang panjang sekali", "53.03.05 Nama kecamatan yang pa"),
    ],
)
def test_a_sheet_can_be_named_after_any_place(name: str, expected: str) -> None:
    assert sheet_name("53.03.05", name) == expected
