"""A bill shows who pays how much until when, on which decree and on how sure a law."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jaring.core.money import Rupiah
from jaring.documents.bill import (
    BillDocument,
    BillLine,
    bill_hash,
    canonical_bill,
    write_bill_pdf,
    write_bill_xlsx,
)
from jaring.documents.errors import DocumentFactsError


@pytest.fixture
def text(tmp_path: Path, bill: BillDocument, made_at: datetime) -> str:
    write_bill_pdf(bill, tmp_path / "tagihan.pdf", made_at=made_at)
    return " ".join(re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(tmp_path / "tagihan.pdf").pages)


def test_the_bill_says_what_is_due(text: str) -> None:
    for phrase in (
        "DINAS TENAGA KERJA",
        "BULAN DESEMBER 2025",
        "Jatuh tempo : 15 Januari 2026",
        "Surat Keputusan Nomor 123/KEP/HK/2025 tanggal 1 Juli 2025",
        "303 (tiga ratus tiga) orang",
        "Jumlah 303 3.030.000 2.060.400 5.090.400",
        "Rp5.090.400,00",
        "(lima juta sembilan puluh ribu empat ratus rupiah)",
        "Kepala Dinas, MARIA CONTOH TNESI Pembina",
        "Halaman 1 dari 1",
    ):
        assert phrase in text


def test_a_law_value_carries_its_source_and_how_sure_it_is(text: str) -> None:
    assert "Rp6.800 PP 44/2015, Lampiran II menurut sumber lain" in text
    assert "Permenaker 5/2021 anggapan" in text


def test_the_printed_hash_is_that_of_the_attached_file(tmp_path: Path, bill: BillDocument, made_at: datetime) -> None:
    written = write_bill_pdf(bill, tmp_path / "b.pdf", made_at=made_at)

    reader = PdfReader(tmp_path / "b.pdf")
    assert hashlib.sha256(reader.attachments["tagihan.json"][0]).hexdigest() == bill_hash(bill) == written.bill_hash
    assert bill_hash(bill) in "".join(reader.pages[0].extract_text().split())
    assert canonical_bill(bill).startswith(b'{"decrees":[{"annex_hash":"","number":"123/KEP/HK/2025"')


CHANGES: dict[str, Callable[[BillDocument], BillDocument]] = {
    "number": lambda b: replace(b, number="2"),
    "month": lambda b: replace(b, month=b.month + 1),
    "payer": lambda b: replace(b, payer="CSR"),
    "due date": lambda b: replace(b, due_date=date(2026, 1, 16)),
    "issued date": lambda b: replace(b, issued_date=date(2025, 12, 2)),
    "decree": lambda b: replace(b, decrees=(replace(b.decrees[0], annex_hash="f"),)),
    "one rupiah": lambda b: replace(b, lines=(replace(b.lines[0], jkk_idr=Rupiah(1_000_001)), *b.lines[1:])),
    "one person": lambda b: replace(b, lines=(replace(b.lines[0], participants=101), *b.lines[1:])),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_of_a_bill_changes_its_hash(name: str, bill: BillDocument) -> None:
    assert bill_hash(CHANGES[name](bill)) != bill_hash(bill)


def test_amounts_in_the_workbook_are_numbers_and_add_up(tmp_path: Path, bill: BillDocument, made_at: datetime) -> None:
    write_bill_xlsx(bill, tmp_path / "b.xlsx", made_at=made_at)

    rows = CalamineWorkbook.from_path(tmp_path / "b.xlsx").get_sheet_by_index(0).to_python()
    top = next(index for index, row in enumerate(rows) if row[0] == "Kode")
    lines, total = rows[top + 1 : top + 4], rows[top + 4]
    assert total[1:] == ["Jumlah", *(sum(line[column] for line in lines) for column in range(2, 6))]
    assert total[5] == 5_090_400
    assert any(bill_hash(bill) in row for row in rows)
    assert ["Nilai hukum", "Iuran JKM; Rp6.800; PP 44/2015, Lampiran II; menurut sumber lain"] in [
        row[:2] for row in rows
    ]


REFUSED: dict[str, Callable[[BillDocument], BillDocument]] = {
    "no lines": lambda b: replace(b, lines=()),
    "no decree": lambda b: replace(b, decrees=()),
    "a kecamatan twice": lambda b: replace(b, lines=(*b.lines, b.lines[0])),
    "below zero": lambda b: replace(b, lines=(replace(b.lines[0], jkm_idr=Rupiah(-1)),)),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("write", [write_bill_pdf, write_bill_xlsx])
def test_contradictory_facts_are_refused(
    name: str, write: Callable[..., object], tmp_path: Path, bill: BillDocument, made_at: datetime
) -> None:
    with pytest.raises(DocumentFactsError):
        write(REFUSED[name](bill), tmp_path / "b", made_at=made_at)

    assert list(tmp_path.iterdir()) == []


def test_a_bill_of_many_kecamatan_repeats_the_head_of_its_table(
    tmp_path: Path, bill: BillDocument, made_at: datetime
) -> None:
    lines = tuple(
        BillLine(
            district_code=f"53.03.{n:02d}",
            district_name=f"Kecamatan {n}",
            participants=1,
            jkk_idr=Rupiah(10_000),
            jkm_idr=Rupiah(6_800),
        )
        for n in range(1, 80)
    )

    written = write_bill_pdf(replace(bill, lines=lines), tmp_path / "b.pdf", made_at=made_at)

    pages = [page.extract_text() for page in PdfReader(tmp_path / "b.pdf").pages]
    assert written.pages == len(pages) == 2
    assert all("JKK (Rp)" in page for page in pages)
