"""Lists of payments, and the people of a bill, as workbooks: amounts as numbers, text as text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.queries import bills_visible_to, dues_visible_to
from jaring.office.lists.exporting import Export
from jaring.office.lists.sheets import COLUMNS
from jaring.office.papers import file_name, hand_out
from jaring.office.payments import guard as guards
from jaring.office.payments.forms import DueFilter
from jaring.office.payments.guard import PayerGuard
from jaring.office.payments.models import Transfer
from jaring.office.payments.queries import ClaimMoney, DueState, dues_in_state
from jaring.office.payments.sheet import DUES, ORDERS_OF_DUES, ORDERS_OF_UNPAID, UNPAID
from jaring.office.people.names import search_form
from jaring.office.ui.listing import fields_asked
from jaring.office.ui.templatetags.jaring import month

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
        (_("Dibatalkan pada"), 16),
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
            each.reversal.reversed_on if hasattr(each, "reversal") else "",
            each.proof_hash,
        )
        for each in transfers.select_related("payer", "order", "reversal").iterator(chunk_size=CHUNK)
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


def dues_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return the people of a bill with the filters, order and columns of an address."""
    bill = get_object_or_404(bills_visible_to(user, Action.SEE_MONEY).select_related("payer"), public_id=subject)
    form = DueFilter(state)
    rows = dues_in_state(dues_visible_to(user, Action.EXPORT_PEOPLE).filter(bill=bill), form.state)
    for word in search_form(form.name).split():
        rows = rows.filter(person__search_name__contains=word)
    ordered = rows.select_related("person__village__district").order_by(*fields_asked(state, ORDERS_OF_DUES))
    return Export(
        sheet=DUES,
        regency_codes=[bill.regency_id],
        rows=rows.count(),
        lines=map(DueState.of, ordered.iterator(chunk_size=CHUNK)),
        columns=DUES.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        searched=str(form.fields["cari"].label),
        about=[(_("Tagihan"), f"{month(bill.month)}, {bill.payer.name}")],
        event="bill.dues_exported",
        file_name=file_name("iuran", bill.month, bill.payer.kind, suffix=".xlsx"),
        subject=str(bill.public_id),
    )


def unpaid_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return the people of a payer for whom the month of an address is not paid."""
    guard = guard_for(user, int(subject), is_exact="bulan" not in state)
    asked = month_asked(state, guard)
    scope = scope_for(user, Action.EXPORT_PEOPLE)
    rows = scope.within(guards.unpaid_people(guard, asked), village="person__village", regency="person__regency")
    ordered = rows.select_related("person__village__district", "line")
    return Export(
        sheet=UNPAID,
        regency_codes=[guard.payer.regency_id],
        rows=rows.count(),
        lines=ordered.order_by(*fields_asked(state, ORDERS_OF_UNPAID)).iterator(chunk_size=CHUNK),
        columns=UNPAID.chosen(user, state.getlist(COLUMNS)),
        spoken=(),
        event="guard.people_exported",
        file_name=file_name("belum-dibayar", asked, guard.payer.kind, suffix=".xlsx"),
        subject=str(guard.payer.pk),
        about=[(_("Sumber dana"), guard.payer.name), (_("Bulan"), month(asked))],
    )


def guard_for(user: User, payer: int, *, is_exact: bool) -> PayerGuard:
    """Return the guard of a payer that the user may see, without what its lapse would cost."""
    found = guards.guards_visible_to(user, timezone.localdate(), payer=payer, with_lives=False, is_exact=is_exact)
    if not found:
        raise Http404
    return found[0]


def month_asked(state: QueryDict, guard: PayerGuard) -> Month:
    """Return the month of an address, or the first that is to be paid."""
    try:
        return Month.parse(str(state["bulan"]))
    except (KeyError, ValueError):
        return guard.months[0].month if guard.months else Month.of(guard.today)


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
