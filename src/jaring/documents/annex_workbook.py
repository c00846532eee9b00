"""The annex as a workbook: a summary, then one sheet per kecamatan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from jaring.documents import words
from jaring.documents.annex import AnnexChange, AnnexRow, annex_hash, by_district
from jaring.documents.decree_document import DecreeDocument, DecreeStatus, check_decree
from jaring.documents.decree_pages import decree_title
from jaring.documents.files import replacing
from jaring.documents.workbook import (
    cell_format,
    heading_format,
    set_up_page,
    sheet_name,
    workbook,
    write_head,
    write_particulars,
    write_row,
)

_COLUMNS = (
    ("No.", 7),
    ("Nama", 36),
    ("NIK (disamarkan)", 20),
    ("Tahun lahir", 8),
    ("Kode desa/ kelurahan", 16),
    ("Desa/kelurahan", 22),
    ("Alamat", 32),
    ("Pekerjaan", 20),
    ("Mulai/ berhenti", 11),
    ("Perubahan", 12),
    ("Alasan", 26),
)
_NUMBERS = ("No.", "Tahun lahir")
_SUMMARY_WIDTHS = (20, 34, 16, 14, 14)
_CHANGE_WORDS = {AnnexChange.ADDITION: "Penambahan", AnnexChange.REMOVAL: "Pengurangan"}


def write_annex_xlsx(decree: DecreeDocument, rows: Sequence[AnnexRow], target: Path, *, made_at: datetime) -> None:
    """Write the annex as a workbook; the summary shows the same hash as the decree.

    Args:
        decree: The decree that the annex belongs to.
        rows: The annex; any order.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware).

    Raises:
        DocumentFactsError: (JRG-801) the facts contradict each other.
        IdentifierExposedError: (JRG-806) a NIK in the annex is not masked.
    """
    check_decree(decree, rows)
    title = decree_title(decree)
    fingerprint = annex_hash(rows)
    districts = by_district(rows)
    with replacing(target) as folder, workbook(folder / target.name, title=title, made_at=made_at) as book:
        _write_summary(book, decree, districts, fingerprint)
        for _, district in districts:
            _write_district(book, title, district, fingerprint)


def _write_summary(
    book: Workbook,
    decree: DecreeDocument,
    districts: Sequence[tuple[str, Sequence[AnnexRow]]],
    fingerprint: str,
) -> None:
    sheet = book.add_worksheet("Rekapitulasi")
    set_up_page(sheet, head=decree_title(decree), note=f"SHA-256 {fingerprint}", landscape=False)
    for column, width in enumerate(_SUMMARY_WIDTHS):
        sheet.set_column(column, column, width)
    top = write_particulars(book, sheet, _particulars(decree, fingerprint), 0, _SUMMARY_WIDTHS) + 1
    cell, total = cell_format(book), cell_format(book, bold=True)
    headings = ("Kode", "Kecamatan", "Desa/kelurahan", "Penambahan", "Pengurangan")
    write_head(sheet, top, headings, heading_format(book))
    for row, (code, people) in enumerate(districts, start=top + 1):
        write_row(sheet, row, (code, people[0].district_name, *_counts(people)), (cell,) * 5)
    everyone = [row for _, people in districts for row in people]
    write_row(sheet, top + 1 + len(districts), ("", "Jumlah", *_counts(everyone)), (total,) * 5)


def _particulars(decree: DecreeDocument, fingerprint: str) -> list[tuple[str, str]]:
    return [
        ("Keputusan", decree.letterhead.government),
        ("Nomor", decree.number or "-"),
        ("Tanggal", words.long_date(decree.signed_date) if decree.signed_date else "-"),
        ("Status", "RANCANGAN" if decree.status is DecreeStatus.DRAFT else "Berlaku"),
        ("Tentang", decree.about),
        ("Pembayar iuran", decree.payer),
        ("Masa kepesertaan", words.period(decree.from_month, decree.until_month)),
        ("Peserta", words.thousands(decree.participants)),
        ("Iuran sebulan", f"{words.rupiah(decree.monthly_idr)} ({words.spell_rupiah(decree.monthly_idr)})"),
        ("Iuran seluruhnya", f"{words.rupiah(decree.total_idr)} ({words.spell_rupiah(decree.total_idr)})"),
        ("SHA-256 lampiran", fingerprint),
    ]


def _counts(rows: Sequence[AnnexRow]) -> tuple[int, int, int]:
    removals = sum(row.change is AnnexChange.REMOVAL for row in rows)
    return len({row.village_code for row in rows}), len(rows) - removals, removals


def _write_district(book: Workbook, title: str, rows: Sequence[AnnexRow], fingerprint: str) -> None:
    first = rows[0]
    sheet = book.add_worksheet(sheet_name(first.district_code, first.district_name))
    head = f"{title} - Kecamatan {first.district_name} ({first.district_code})"
    set_up_page(sheet, head=head, note=f"SHA-256 {fingerprint}", repeat_row=0)
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    text, number = cell_format(book), cell_format(book, align="center")
    looks = [number if name in _NUMBERS else text for name, _ in _COLUMNS]
    write_head(sheet, 0, [name for name, _ in _COLUMNS], heading_format(book))
    for index, row in enumerate(rows, start=1):
        write_row(sheet, index, _cells(row), looks)


def _cells(row: AnnexRow) -> tuple[str | int, ...]:
    return (
        row.number,
        row.name,
        row.masked_nik,
        row.birth_year or "-",
        row.village_code,
        row.village_name,
        row.address,
        row.occupation,
        str(row.effective_month),
        _CHANGE_WORDS[row.change],
        row.reason,
    )
