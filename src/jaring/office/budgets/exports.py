"""The budget room as a workbook: how each payer stands, and every entry with its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.office.budgets.queries import Standing
from jaring.office.programme.models import BudgetEntry

PAYERS: Final = (
    (gettext_lazy("Kode"), 26),
    (gettext_lazy("Sumber dana"), 40),
    (gettext_lazy("Plafon"), 18),
    (gettext_lazy("Kebutuhan SK"), 18),
    (gettext_lazy("Sudah ditagih"), 18),
    (gettext_lazy("Disetujui"), 18),
    (gettext_lazy("Perintah bayar"), 18),
    (gettext_lazy("Sudah disetor"), 18),
    (gettext_lazy("Dialokasikan per orang"), 18),
    (gettext_lazy("Sisa"), 18),
    (gettext_lazy("Peserta"), 10),
    (gettext_lazy("Cukup (bulan)"), 14),
)
ENTRIES: Final = (
    (gettext_lazy("Sumber dana"), 40),
    (gettext_lazy("Dokumen"), 22),
    (gettext_lazy("Nomor dokumen"), 28),
    (gettext_lazy("Tanggal dokumen"), 16),
    (gettext_lazy("Kode rekening"), 22),
    (gettext_lazy("Rekening"), 44),
    (gettext_lazy("Program"), 16),
    (gettext_lazy("Jumlah"), 18),
    (gettext_lazy("Dasar"), 44),
)


def write_standings(file: IO[bytes], standings: Sequence[Standing], entries: QuerySet[BudgetEntry]) -> None:
    """Write both sheets to ``file``; amounts are numbers in whole rupiah."""
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    _sheet(book, _("Sumber dana"), PAYERS, (_payer_row(each) for each in standings))
    _sheet(book, _("Dokumen anggaran"), ENTRIES, (_entry_row(entry) for entry in entries))
    book.close()


def _payer_row(standing: Standing) -> tuple[Any, ...]:
    return (
        standing.payer.short,
        standing.payer.name,
        standing.ceiling_idr,
        standing.committed_idr,
        standing.billed_idr,
        standing.approved_idr,
        "" if standing.ordered_idr is None else standing.ordered_idr,
        standing.transferred_idr,
        standing.realised.paid_idr,
        standing.left_idr,
        standing.next_cost.people if standing.next_cost else 0,
        standing.runway.months if standing.runway else "",
    )


def _entry_row(entry: BudgetEntry) -> tuple[Any, ...]:
    return (
        entry.payer.name,
        str(entry.get_kind_display()),
        entry.document_number,
        entry.document_date.isoformat() if entry.document_date else "",
        entry.account_code,
        entry.line_name,
        str(entry.get_programme_display()),
        entry.amount_idr,
        entry.basis,
    )


def _sheet(
    book: xlsxwriter.Workbook, name: str, headings: Sequence[tuple[Any, int]], rows: Iterable[tuple[Any, ...]]
) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    money = book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet(name)
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(heading), head)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, money)
            else:
                sheet.write_string(number, column, value)
