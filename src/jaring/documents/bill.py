"""The monthly bill (tagihan iuran) of one payer, as PDF and as workbook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jaring.core.law import Status
from jaring.core.money import ZERO, Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.documents import words
from jaring.documents.errors import DocumentFactsError
from jaring.documents.files import replacing
from jaring.documents.letterhead import Letterhead, Signatory, letterhead_facts, signatory_facts
from jaring.documents.seal import seal_svg, seal_text
from jaring.documents.typesetting import Attachment, Part, typeset
from jaring.documents.words import printable
from jaring.documents.workbook import (
    cell_format,
    heading_format,
    set_up_page,
    workbook,
    write_head,
    write_particulars,
    write_row,
)

_SHEET_WIDTHS = (18, 34, 12, 18, 18, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """What one kecamatan costs in the month."""

    district_code: str
    district_name: str
    participants: int
    jkk_idr: Rupiah
    jkm_idr: Rupiah

    @property
    def total_idr(self) -> Rupiah:
        return self.jkk_idr + self.jkm_idr


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeReference:
    """A decree in force on which the bill rests."""

    number: str
    signed_date: date
    annex_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawValue:
    """A legal value that decided money in this bill, with its citation.

    ``label`` and ``value`` are Indonesian and ready to print ("Iuran JKK", "1 % x Rp1.000.000").
    """

    label: str
    value: str
    law: str
    article: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class BillDocument:
    """All that a bill says. The totals are sums of its lines, never given apart from them."""

    number: str
    issued_date: date
    month: Month
    payer: str
    due_date: date
    lines: tuple[BillLine, ...]
    decrees: tuple[DecreeReference, ...]
    law_values: tuple[LawValue, ...]
    letterhead: Letterhead
    signatory: Signatory
    signed_place: str
    recipient: str = ""

    @property
    def participants(self) -> int:
        return sum(line.participants for line in self.lines)

    @property
    def jkk_idr(self) -> Rupiah:
        return sum((line.jkk_idr for line in self.lines), ZERO)

    @property
    def jkm_idr(self) -> Rupiah:
        return sum((line.jkm_idr for line in self.lines), ZERO)

    @property
    def total_idr(self) -> Rupiah:
        return self.jkk_idr + self.jkm_idr


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBill:
    """What was written: for the record of the office and the audit log."""

    pages: int
    bill_hash: str
    file_sha256: str
    size_bytes: int


def canonical_bill(bill: BillDocument) -> bytes:
    """Write the bill as canonical JSON: sorted keys, no spaces, strings and integers only (RFC 8785)."""
    facts = {
        "form": "jaring-bill-1",
        "number": bill.number,
        "issued_date": bill.issued_date.isoformat(),
        "month": str(bill.month),
        "payer": bill.payer,
        "due_date": bill.due_date.isoformat(),
        "decrees": [
            {"number": d.number, "signed_date": d.signed_date.isoformat(), "annex_hash": d.annex_hash}
            for d in bill.decrees
        ],
        "lines": [
            {
                "district_code": line.district_code,
                "participants": line.participants,
                "jkk_idr": line.jkk_idr.idr,
                "jkm_idr": line.jkm_idr.idr,
            }
            for line in bill.lines
        ],
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def bill_hash(bill: BillDocument) -> str:
    """Return the SHA-256 of :func:`canonical_bill`, in lower-case hexadecimal."""
    return hashlib.sha256(canonical_bill(bill)).hexdigest()


def check_bill(bill: BillDocument) -> None:
    """Refuse a bill whose facts contradict each other.

    Raises:
        DocumentFactsError: (JRG-801) see the sentence for the rule that is broken.
    """
    codes = [line.district_code for line in bill.lines]
    lowest = min((min(line.participants, line.jkk_idr.idr, line.jkm_idr.idr) for line in bill.lines), default=0)
    rules = (
        (not bill.lines, Text("tagihan tidak berisi.", "the bill has no lines.")),
        (
            not bill.decrees,
            Text("tidak ada keputusan yang mendasarinya.", "no decree stands behind the bill."),
        ),
        (len(set(codes)) != len(codes), Text("ada kecamatan yang ganda.", "a kecamatan stands twice.")),
        (lowest < 0, Text("ada angka di bawah nol.", "a figure is below zero.")),
    )
    for is_broken, rule in rules:
        if is_broken:
            raise DocumentFactsError(rule=rule)


def write_bill_pdf(bill: BillDocument, target: Path, *, made_at: datetime) -> WrittenBill:
    """Write the bill as PDF.

    Args:
        bill: The bill.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware).

    Raises:
        DocumentFactsError: (JRG-801) the facts contradict each other.
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
    """
    check_bill(bill)
    part = Part("Tagihan", "bill.typ", _page_facts(bill))
    attachment = Attachment("tagihan.json", canonical_bill(bill))
    document, pages = typeset([part], title=_title(bill), made_at=made_at, attachment=attachment)
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)
    return WrittenBill(
        pages=pages,
        bill_hash=bill_hash(bill),
        file_sha256=hashlib.sha256(document).hexdigest(),
        size_bytes=len(document),
    )


def write_bill_xlsx(bill: BillDocument, target: Path, *, made_at: datetime) -> None:
    """Write the bill as a workbook with amounts as numbers.

    Raises:
        DocumentFactsError: (JRG-801) the facts contradict each other.
    """
    check_bill(bill)
    with replacing(target) as folder:
        path = folder / target.name
        with workbook(path, title=_title(bill), made_at=made_at) as book:
            _write_sheet(book, bill)


def _title(bill: BillDocument) -> str:
    return f"Tagihan iuran {words.month_name(bill.month)} Nomor {bill.number}"


def _particulars(bill: BillDocument) -> list[tuple[str, str]]:
    """Return what stands above the table, label and value."""
    decrees = "; ".join(f"Nomor {d.number} tanggal {words.long_date(d.signed_date)}" for d in bill.decrees)
    particulars = [
        ("Nomor", bill.number),
        ("Tanggal", words.long_date(bill.issued_date)),
        ("Kepada", bill.recipient),
        ("Pembayar iuran", bill.payer),
        ("Iuran bulan", words.month_name(bill.month)),
        ("Jatuh tempo", words.long_date(bill.due_date)),
        ("Dasar", f"Surat Keputusan {decrees}"),
        ("Peserta", f"{words.thousands(bill.participants)} ({words.spell(bill.participants)}) orang"),
    ]
    return [(label, printable(value)) for label, value in particulars if value]


def _page_facts(bill: BillDocument) -> Mapping[str, object]:
    fingerprint = bill_hash(bill)
    vouched: dict[str, str | int] = {
        "nomor": bill.number,
        "bulan": str(bill.month),
        "jatuh tempo": bill.due_date.isoformat(),
        "peserta": bill.participants,
        "iuran (Rp)": bill.total_idr.idr,
        "sha256": fingerprint,
    }
    return {
        "title": _title(bill),
        "draft": False,
        "running_foot": f"{_title(bill)}, {fingerprint[:16]}",
        "letterhead": letterhead_facts(bill.letterhead),
        "signatory": signatory_facts(bill.signatory),
        "month": words.month_name(bill.month).upper(),
        "particulars": _particulars(bill),
        "lines": [
            [f"{index}.", line.district_code, printable(line.district_name), *_figures(line)]
            for index, line in enumerate(bill.lines, start=1)
        ],
        "totals": _figures(bill),
        "total": words.rupiah(bill.total_idr),
        "total_words": words.spell_rupiah(bill.total_idr),
        "law_values": [[f"{index}.", *_law_cells(value)] for index, value in enumerate(bill.law_values, start=1)],
        "signed_place": printable(bill.signed_place),
        "issued_date": words.long_date(bill.issued_date),
        "qr": seal_svg(seal_text("JARING TAGIHAN 1", vouched)),
        "hash_lines": [fingerprint[:32], fingerprint[32:]],
        "seal_explanation": (
            "SHA-256 berkas tagihan.json yang melekat pada PDF ini harus sama dengan angka di atas "
            "dan di dalam kode QR."
        ),
    }


def _law_cells(value: LawValue) -> list[str]:
    source = f"{value.law}, {value.article}" if value.article else value.law
    return [*map(printable, (value.label, value.value, source)), value.status.label.id]


def _figures(of: BillLine | BillDocument) -> list[str]:
    amounts = (of.jkk_idr, of.jkm_idr, of.total_idr)
    return [words.thousands(of.participants), *(words.thousands(amount.idr) for amount in amounts)]


def _write_sheet(book: Workbook, bill: BillDocument) -> None:
    sheet = book.add_worksheet(f"Tagihan {bill.month}")
    set_up_page(sheet, head=bill.letterhead.office, note=f"SHA-256 {bill_hash(bill)}", landscape=False)
    for column, width in enumerate(_SHEET_WIDTHS):
        sheet.set_column(column, column, width)
    above = [*_particulars(bill), ("SHA-256 tagihan", bill_hash(bill))]
    below = [("Terbilang", words.spell_rupiah(bill.total_idr))]
    below += [("Nilai hukum", "; ".join(_law_cells(value))) for value in bill.law_values]
    row = write_particulars(book, sheet, above, 0, _SHEET_WIDTHS)
    row = _write_lines(book, sheet, bill, row + 1)
    write_particulars(book, sheet, below, row + 1, _SHEET_WIDTHS)


def _write_lines(book: Workbook, sheet: Worksheet, bill: BillDocument, row: int) -> int:
    """Write the table of kecamatan from ``row`` on; return the row after it."""
    headings = ("Kode", "Kecamatan", "Peserta", "JKK (Rp)", "JKM (Rp)", "Jumlah (Rp)")
    cell, figure = cell_format(book), cell_format(book, num_format="#,##0")
    total, total_figure = cell_format(book, bold=True), cell_format(book, bold=True, num_format="#,##0")
    write_head(sheet, row, headings, heading_format(book))
    for line in bill.lines:
        row += 1
        values = (line.district_code, line.district_name, *_numbers(line))
        write_row(sheet, row, values, (cell, cell, *(figure,) * 4))
    row += 1
    write_row(sheet, row, ("", "Jumlah", *_numbers(bill)), (total, total, *(total_figure,) * 4))
    return row + 1


def _numbers(of: BillLine | BillDocument) -> tuple[int, int, int, int]:
    return of.participants, of.jkk_idr.idr, of.jkm_idr.idr, of.total_idr.idr
