"""The journal as a workbook: every line of every entry, what it was narrowed by, and when it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Final

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.core.accounts import chart
from jaring.office.books.models import Entry, Posting

CHUNK: Final = 2000
HEADINGS: Final = (
    (gettext_lazy("Nomor"), 9),
    (gettext_lazy("Tanggal"), 12),
    (gettext_lazy("Jenis"), 22),
    (gettext_lazy("Dokumen"), 32),
    (gettext_lazy("Bulan iuran"), 12),
    (gettext_lazy("Sumber dana"), 34),
    (gettext_lazy("Akun"), 36),
    (gettext_lazy("Debit"), 16),
    (gettext_lazy("Kredit"), 16),
    (gettext_lazy("Alasan"), 40),
)


def write_journal(
    file: IO[bytes], entries: QuerySet[Entry], *, about: Iterable[tuple[str, str]], language: str | None
) -> int:
    """Write every line of visible, chosen entries to ``file`` in the order of the journal; return their number.

    Args:
        file: Where to write.
        entries: Which entries.
        about: Label and value of what the second sheet says about the export.
        language: ``id`` or ``en``, the language of the accounts.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    money = book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet(_("Jurnal"))
    for column, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(heading), head)
    sheet.freeze_panes(1, 2)
    number = 0
    lines = Posting.objects.filter(entry__in=entries.order_by()).select_related("entry__payer")
    ordered = lines.order_by("entry__regency", "entry__number", "line").iterator(chunk_size=CHUNK)
    for number, line in enumerate(ordered, start=1):
        entry = line.entry
        sheet.write_number(number, 0, entry.number)
        sheet.write_datetime(number, 1, entry.date, day)
        sheet.write_string(number, 2, str(entry.get_kind_display()))
        sheet.write_string(number, 3, entry.document)
        sheet.write_string(number, 4, str(entry.month or ""))
        sheet.write_string(number, 5, entry.payer.name)
        sheet.write_string(number, 6, chart()[line.account].label.say(language or "id"))
        sheet.write_number(number, 7 if line.amount_idr > 0 else 8, abs(line.amount_idr), money)
        sheet.write_string(number, 9, entry.reason)
    sheet.autofilter(0, 0, max(number, 1), len(HEADINGS) - 1)
    notes = book.add_worksheet(_("Keterangan"))
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 60)
    for row, (label, value) in enumerate((*about, (_("Jumlah baris"), str(number)))):
        notes.write_string(row, 0, label, head)
        notes.write_string(row, 1, value)
    book.close()
    return number
