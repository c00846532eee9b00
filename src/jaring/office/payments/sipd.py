"""The monthly journal that the finance office types into SIPD: what left the payers' cash and what came back.

One block for each transfer and each refund received: lines on account codes of the budget, and the line of cash,
with the numbers and dates of SPP, SPM and SP2D. Where no budget line explains the money, the code stays blank. A
transfer that was reversed stays in its month, as it was typed into SIPD, and is taken back in the month of its
reversal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Final

import xlsxwriter
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jaring.core.month import Month
from jaring.office.payments.account_lines import AccountLines, split
from jaring.office.payments.models import OrderedBill, RefundReceipt, Settlement, Transfer
from jaring.office.programme.models import PayerKind

A4: Final = 9
"""As workbooks name the size of paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One line: debit or credit in IDR, never both. ``account_code`` is blank for cash and where no line is known.

    ``is_of_regency`` says that the regency's own treasury moved the money. Villages, donors, workers and other
    governments keep their own books, so their money is no entry of its SIPD.
    """

    day: date
    payer: str
    is_of_regency: bool
    description: str
    account_code: str
    account_name: str
    debit_idr: int = 0
    credit_idr: int = 0
    spp: tuple[str, date | None] = ("", None)
    spm: tuple[str, date | None] = ("", None)
    sp2d: tuple[str, date | None] = ("", None)
    reference: str = ""


def journal_of(month: Month, transfers: QuerySet[Transfer], receipts: QuerySet[RefundReceipt]) -> list[JournalLine]:
    """Return the journal of a calendar month, in the order of its days; each block sums to zero.

    Args:
        month: The month in which the money moved, by the day of the bank.
        transfers: Visible transfers.
        receipts: Visible refunds received.
    """
    first, until = month.first_day, (month + 1).first_day
    sent = transfers.filter(value_date__gte=first, value_date__lt=until).select_related("payer", "order")
    came = receipts.filter(received_on__gte=first, received_on__lt=until).select_related("claim__payer")
    back = transfers.filter(reversal__reversed_on__gte=first, reversal__reversed_on__lt=until)
    paid = list(sent.order_by("value_date", "id"))
    taken_back = list(back.select_related("payer", "order", "reversal").order_by("reversal__reversed_on", "id"))
    received = list(came.order_by("received_on", "id"))
    lines = AccountLines.of({each.payer_id for each in (*paid, *taken_back)} | {r.claim.payer_id for r in received})
    shares = _shares_of([*paid, *taken_back])
    blocks = [
        *(_of_transfer(each, lines, shares.get(each.pk, (0, 0))) for each in paid),
        *(_of_reversal(each, lines, shares.get(each.pk, (0, 0))) for each in taken_back),
        *(_of_receipt(each, lines) for each in received),
    ]
    return [line for block in sorted(blocks, key=lambda block: block[0].day) for line in block]


def _shares_of(transfers: Sequence[Transfer]) -> dict[int, tuple[int, int]]:
    """Return JKK and JKM of the dues behind each transfer: of its order's bills, else of the bills that it settled."""
    sums = (Sum("bill__jkk_idr"), Sum("bill__jkm_idr"))
    ordered = OrderedBill.objects.filter(order__transfers__in=transfers).values_list("order__transfers")
    settled = Settlement.objects.filter(transfer__in=transfers, transfer__order=None).values_list("transfer")
    rows = [*ordered.order_by().annotate(*sums), *settled.order_by().annotate(*sums)]
    return {transfer: (jkk, jkm) for transfer, jkk, jkm in rows}


def _of_transfer(transfer: Transfer, lines: AccountLines, shares: tuple[int, int]) -> list[JournalLine]:
    order = transfer.order

    def line(code: str, name: str, *, debit_idr: int = 0, credit_idr: int = 0) -> JournalLine:
        return JournalLine(
            day=transfer.value_date,
            payer=transfer.payer.name,
            is_of_regency=transfer.payer.kind == PayerKind.APBD,
            description=_("Iuran JKK dan JKM kepada BPJS Ketenagakerjaan"),
            account_code=code,
            account_name=name,
            debit_idr=debit_idr,
            credit_idr=credit_idr,
            spp=(order.number, order.order_date) if order else ("", None),
            spm=(transfer.spm_number, transfer.spm_date),
            sp2d=(transfer.sp2d_number, transfer.sp2d_date),
            reference=transfer.bank_reference,
        )

    made_at = order.made_at if order else transfer.recorded_at
    open_lines = lines.at(transfer.payer_id, transfer.value_date.year, made_at)
    parts = split(transfer.amount_idr, shares, open_lines)
    return [
        *(line(part.code, part.name or _("Iuran jaminan sosial"), debit_idr=amount) for part, amount in parts),
        line("", _("Kas"), credit_idr=transfer.amount_idr),
    ]


def _of_reversal(transfer: Transfer, lines: AccountLines, shares: tuple[int, int]) -> list[JournalLine]:
    """Return the block of a transfer with its sides exchanged, on the day on which it was taken back."""
    return [
        replace(
            line,
            day=transfer.reversal.reversed_on,
            description=_("Pembatalan setoran yang keliru dicatat"),
            debit_idr=line.credit_idr,
            credit_idr=line.debit_idr,
        )
        for line in _of_transfer(transfer, lines, shares)
    ]


def _of_receipt(receipt: RefundReceipt, lines: AccountLines) -> list[JournalLine]:
    claim = receipt.claim

    def line(code: str, name: str, *, debit_idr: int = 0, credit_idr: int = 0) -> JournalLine:
        return JournalLine(
            day=receipt.received_on,
            payer=claim.payer.name,
            is_of_regency=claim.payer.kind == PayerKind.APBD,
            description=_("Pengembalian iuran, surat %(number)s") % {"number": claim.number},
            account_code=code,
            account_name=name,
            debit_idr=debit_idr,
            credit_idr=credit_idr,
            reference=receipt.bank_reference,
        )

    open_lines = lines.at(claim.payer_id, receipt.received_on.year, receipt.recorded_at)
    parts = split(receipt.amount_idr, (claim.jkk_idr, claim.jkm_idr), open_lines)
    return [
        line("", _("Kas"), debit_idr=receipt.amount_idr),
        *(line(part.code, part.name or _("Iuran jaminan sosial"), credit_idr=amount) for part, amount in parts),
    ]


HEADINGS: Final = (
    (gettext_lazy("Tanggal"), 12),
    (gettext_lazy("Sumber dana"), 32),
    (gettext_lazy("Nomor SPP"), 24),
    (gettext_lazy("Tanggal SPP"), 12),
    (gettext_lazy("Nomor SPM"), 24),
    (gettext_lazy("Tanggal SPM"), 12),
    (gettext_lazy("Nomor SP2D"), 24),
    (gettext_lazy("Tanggal SP2D"), 12),
    (gettext_lazy("Kode rekening"), 22),
    (gettext_lazy("Rekening"), 46),
    (gettext_lazy("Uraian"), 46),
    (gettext_lazy("Debit"), 16),
    (gettext_lazy("Kredit"), 16),
    (gettext_lazy("Referensi bank"), 24),
)


def write_journal(file: IO[bytes], lines: Sequence[JournalLine], *, period: str, regency: str) -> None:
    """Write the journal as a workbook: text as text, amounts as numbers, the sums below, ready to print.

    What the regency's own treasury paid stands on the first sheet; money that never was in it, on the second.

    Args:
        file: Where to write.
        lines: Of one month.
        period: That month in words.
        regency: Its name.
    """
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    own = [line for line in lines if line.is_of_regency]
    others = [line for line in lines if not line.is_of_regency]
    _write_sheet(book, head, _("Jurnal SIPD"), f"{regency}, {period}", own)
    if others:
        _write_sheet(book, head, _("Di luar kas daerah"), f"{regency}, {period}", others)
    notes = book.add_worksheet(_("Keterangan"))
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 80)
    for row, (label, value) in enumerate([(_("Bulan"), period), (_("Kabupaten"), regency)]):
        notes.write_string(row, 0, label, head)
        notes.write_string(row, 1, value)
    book.close()


def _write_sheet(
    book: xlsxwriter.Workbook, head: Format, title: str, about: str, lines: Sequence[JournalLine]
) -> None:
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    money = book.add_format({"num_format": "#,##0"})
    total = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
    sheet = book.add_worksheet(title)
    for column, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(heading), head)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L&B{title}&R{about}")
    sheet.set_footer("&R&P/&N")
    for row, line in enumerate(lines, start=1):
        _write_line(sheet, row, line, day, money)
    last = len(lines) + 1
    sheet.write_string(last, 10, _("Jumlah"), head)
    sheet.write_number(last, 11, sum(line.debit_idr for line in lines), total)
    sheet.write_number(last, 12, sum(line.credit_idr for line in lines), total)


def _write_line(sheet: Worksheet, row: int, line: JournalLine, day: Format, money: Format) -> None:
    sheet.write_datetime(row, 0, line.day, day)
    sheet.write_string(row, 1, line.payer)
    for column, (number, dated) in zip((2, 4, 6), (line.spp, line.spm, line.sp2d), strict=True):
        sheet.write_string(row, column, number)
        if dated is not None:
            sheet.write_datetime(row, column + 1, dated, day)
    sheet.write_string(row, 8, line.account_code)
    sheet.write_string(row, 9, line.account_name)
    sheet.write_string(row, 10, line.description)
    sheet.write_number(row, 11 if line.debit_idr else 12, line.debit_idr or line.credit_idr, money)
    sheet.write_string(row, 13, line.reference)
