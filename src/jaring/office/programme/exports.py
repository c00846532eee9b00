"""The decisions of a run as a workbook: what the list shows, with every reason, number by number masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Final

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.office.programme.models import Decision

CHUNK = 2000
HEADINGS: Final = (
    (gettext_lazy("Nama"), 32),
    ("NIK", 20),
    (gettext_lazy("Kecamatan"), 22),
    (gettext_lazy("Desa/kelurahan"), 24),
    (gettext_lazy("Keputusan"), 22),
    (gettext_lazy("Peringkat"), 11),
    (gettext_lazy("Peringkat di desa/kelurahan"), 14),
    (gettext_lazy("Urutan cadangan"), 11),
    (gettext_lazy("Alasan"), 70),
    (gettext_lazy("Yang harus berubah"), 70),
)


def write_decisions(
    file: IO[bytes], decisions: QuerySet[Decision], *, about: Iterable[tuple[str, str]], language: str
) -> int:
    """Write visible, chosen, ordered decisions to ``file`` and return their number, in memory that does not grow.

    Args:
        file: Where to write.
        decisions: The rows, in the order of the list.
        about: Label and value of what the second sheet says about the export.
        language: ``id`` or ``en``, the language of the reasons.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_("Penetapan"))
    for column, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(heading), head)
    sheet.freeze_panes(1, 1)
    number = 0
    rows = decisions.select_related("person", "village__district").iterator(chunk_size=CHUNK)
    for number, decision in enumerate(rows, start=1):
        _write_row(sheet, number, decision, language, text)
    sheet.autofilter(0, 0, max(number, 1), len(HEADINGS) - 1)
    notes = book.add_worksheet(_("Keterangan"))
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 60)
    for row, (label, value) in enumerate((*about, (_("Jumlah baris"), str(number)))):
        notes.write_string(row, 0, label, head)
        notes.write_string(row, 1, value)
    book.close()
    return number


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    decision: Decision,
    language: str,
    text: xlsxwriter.format.Format,
) -> None:
    said = "en" if language == "en" else "id"
    sheet.write_string(row, 0, decision.person.name)
    sheet.write_string(row, 1, decision.person.masked_nik, text)
    sheet.write_string(row, 2, decision.village.district.name)
    sheet.write_string(row, 3, decision.village.name)
    sheet.write_string(row, 4, str(decision.get_outcome_display()))
    for column, rank in enumerate((decision.rank, decision.rank_in_village, decision.reserve_rank), start=5):
        if rank is not None:
            sheet.write_number(row, column, rank)
    sheet.write_string(row, 8, " ".join(reason[said] for reason in decision.reasons))
    sheet.write_string(row, 9, " ".join(change[said] for change in decision.changes))
