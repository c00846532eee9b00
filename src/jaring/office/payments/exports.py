"""Lists of payments as workbooks: amounts as numbers, text as text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from jaring.office.papers import file_name, hand_out
from jaring.office.payments.models import Transfer
from jaring.office.payments.queries import ClaimMoney, DueState

CHUNK: Final = 2000
Cell = str | int | date


def transfers_workbook(transfers: QuerySet[Transfer]) -> FileResponse:
    """Hand out visible transfers as a workbook."""
    headings = (
        (_("Tanggal valuta"), 14),
        (_("Sumber dana"), 34),
        (_("Nomor SPP"), 24),
        (_("Nomor SPM"), 24),
        (_("Nomor SP2D"), 24),
        (_("Referensi bank"), 24),
        (_("Jumlah"), 18),
        (_("Sidik bukti"), 66),
    )
    rows = (
        (
            each.value_date,
            each.payer.name,
            each.order.number if each.order else "",
            each.spm_number,
            each.sp2d_number,
            each.bank_reference,
            each.amount_idr,
            each.proof_hash,
        )
        for each in transfers.select_related("payer", "order").iterator(chunk_size=CHUNK)
    )
    return _workbook(_("Setoran"), "setoran", headings, rows)


def claims_workbook(claims: Sequence[ClaimMoney]) -> FileResponse:
    """Hand out claims for refunds as a workbook."""
    headings = (
        (_("Tanggal surat"), 14),
        (_("Nomor surat"), 24),
        (_("Sumber dana"), 34),
        (_("Jenis"), 20),
        (_("Iuran"), 10),
        (_("Diminta"), 18),
        (_("Sudah kembali"), 18),
        (_("Dihapus"), 18),
        (_("Sisa"), 18),
    )
    rows = (
        (
            each.claim.claim_date,
            each.claim.number,
            each.claim.payer.name,
            str(each.claim.get_kind_display()),
            each.claim.people,
            each.claim.amount_idr,
            each.received_idr,
            each.written_off_idr,
            each.left_idr,
        )
        for each in claims
    )
    return _workbook(_("Pengembalian"), "pengembalian", headings, rows)


def dues_workbook(dues: Iterable[DueState], name: str) -> FileResponse:
    """Hand out the dues of a bill as a workbook, numbers masked."""
    headings = (
        (_("Nama"), 32),
        ("NIK", 20),
        (_("Desa/kelurahan"), 24),
        (_("Jumlah"), 14),
        (_("Keadaan"), 22),
    )
    rows = (
        (each.due.person.name, each.due.person.masked_nik, each.due.person.village.name, each.amount_idr, each.word)
        for each in dues
    )
    return _workbook(_("Iuran"), name, headings, rows)


def _workbook(
    title: str, name: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]
) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # The response closes it.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    text, amount = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0"})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet(title)
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, column, value, amount)
            else:
                sheet.write_string(number, column, value, text)
    book.close()
    file.seek(0)
    return hand_out(file, file_name(name, suffix=".xlsx"))
