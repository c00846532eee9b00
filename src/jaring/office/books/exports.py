"""The ledger as workbooks: the journal, an account, the balances; each with what it was narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Final, NamedTuple

import xlsxwriter
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.core.accounts import Account, chart
from jaring.office.books.models import Entry, Posting
from jaring.office.programme.models import Payer

CHUNK: Final = 2000
MONEY: Final = "#,##0"
DAY: Final = "dd-mm-yyyy"
Cell = str | int | date | None
About = Iterable[tuple[str, str]]


class Heading(NamedTuple):
    """A column: its head, its width in letters, and how its numbers are shown."""

    label: str | Promise
    width: int
    shown: str = "General"


JOURNAL: Final = (
    Heading(gettext_lazy("Nomor"), 9),
    Heading(gettext_lazy("Tanggal"), 12, DAY),
    Heading(gettext_lazy("Jenis"), 22),
    Heading(gettext_lazy("Dokumen"), 32),
    Heading(gettext_lazy("Bulan iuran"), 12),
    Heading(gettext_lazy("Sumber dana"), 34),
    Heading(gettext_lazy("Akun"), 36),
    Heading(gettext_lazy("Debit"), 16, MONEY),
    Heading(gettext_lazy("Kredit"), 16, MONEY),
    Heading(gettext_lazy("Alasan"), 40),
)
ACCOUNT: Final = (*JOURNAL[:6], *JOURNAL[7:9], Heading(gettext_lazy("Saldo"), 16, MONEY), JOURNAL[9])


def write_journal(file: IO[bytes], entries: QuerySet[Entry], *, about: About, language: str | None) -> int:
    """Write every line of visible, chosen entries to ``file`` in the order of the journal; return their number.

    Args:
        file: Where to write.
        entries: Which entries.
        about: Label and value of what the second sheet says about the export.
        language: ``id`` or ``en``, the language of the accounts.
    """
    lines = Posting.objects.filter(entry__in=entries.order_by()).select_related("entry__payer")
    ordered = lines.order_by("entry__regency", "entry__number", "line").iterator(chunk_size=CHUNK)
    rows: Iterable[tuple[Cell, ...]] = (
        (*_act(line), chart()[line.account].label.say(language or "id"), *_sides(line), line.entry.reason)
        for line in ordered
    )
    return _write(file, _("Jurnal"), JOURNAL, rows, about)


def write_account(file: IO[bytes], lines: QuerySet[Posting, Posting], *, about: About) -> int:
    """Write the lines of an account, each with the balance after it, in the order of their days."""

    def row_of(line: Posting) -> tuple[Cell, ...]:
        balance_idr: int = line.balance_idr  # type: ignore[attr-defined]  # Annotated.
        return (*_act(line), *_sides(line), balance_idr, line.entry.reason)

    ordered = lines.select_related("entry__payer").iterator(chunk_size=CHUNK)
    return _write(file, _("Akun"), ACCOUNT, map(row_of, ordered), about)


def write_statement(
    file: IO[bytes], payers: Sequence[tuple[Payer, list[tuple[Account, int]]]], *, about: About, language: str | None
) -> int:
    """Write what stands on every account of every payer."""
    headings = [Heading(gettext_lazy("Sumber dana"), 34)]
    headings += [Heading(account.label.say(language or "id"), 20, MONEY) for account in chart().values()]
    rows: Iterable[tuple[Cell, ...]] = (
        (payer.name, *(amount_idr for _account, amount_idr in amounts)) for payer, amounts in payers
    )
    return _write(file, _("Saldo"), headings, rows, about)


def _act(line: Posting) -> tuple[Cell, ...]:
    entry = line.entry
    kind = str(entry.get_kind_display())
    return entry.number, entry.date, kind, entry.document, str(entry.month or ""), entry.payer.name


def _sides(line: Posting) -> tuple[Cell, Cell]:
    amount = abs(line.amount_idr)
    return (amount, None) if line.amount_idr > 0 else (None, amount)


def _write(
    file: IO[bytes], title: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]], about: About
) -> int:
    """Write rows to a sheet and what they are to a second one; return how many there are."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    shown = [book.add_format({"num_format": heading.shown}) for heading in headings]
    sheet = book.add_worksheet(title)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width)
        sheet.write_string(0, column, str(heading.label), head)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, shown[column])
            elif isinstance(value, int):
                sheet.write_number(number, column, value, shown[column])
            elif value is not None:
                sheet.write_string(number, column, value)
    sheet.autofilter(0, 0, max(number, 1), len(headings) - 1)
    notes = book.add_worksheet(_("Keterangan"))
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 60)
    for row_number, (label, value) in enumerate((*about, (_("Jumlah baris"), str(number)))):
        notes.write_string(row_number, 0, label, head)
        notes.write_string(row_number, 1, value)
    book.close()
    return number
