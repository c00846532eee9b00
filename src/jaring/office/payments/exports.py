"""The lists of payments as somebody takes them away."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.http import Http404, QueryDict
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
from jaring.office.lists.workbook import Part
from jaring.office.papers import file_name
from jaring.office.payments import guard as guards
from jaring.office.payments import queries
from jaring.office.payments.forms import DueFilter, TransferFilter
from jaring.office.payments.guard import PayerGuard
from jaring.office.payments.guard_words import shown_of
from jaring.office.payments.models import Transfer
from jaring.office.payments.queries import DueState, dues_in_state
from jaring.office.payments.sheet import (
    CLAIMED,
    CLAIMS,
    DUES,
    GUARDED,
    LINES_ORDER,
    ORDERS_OF_CLAIMS,
    ORDERS_OF_DUES,
    ORDERS_OF_UNPAID,
    RELEASED,
    RELEASES,
    TRANSFERS,
    UNPAID,
)
from jaring.office.people.names import search_form
from jaring.office.ui.areas import areas_of
from jaring.office.ui.listing import fields_asked
from jaring.office.ui.templatetags.jaring import day, month

CHUNK: Final = 2000


def transfers_of(user: User, state: QueryDict, _subject: str = "") -> Export:
    """Return every transfer that the filters of an address leave, the latest first."""
    rows, form = transfers_asked(user, state)
    ordered = rows.select_related("payer", "order", "reversal").order_by("-value_date", "-id")
    return Export(
        sheet=TRANSFERS,
        regency_codes=_regencies_of(user),
        rows=rows.count(),
        lines=ordered.iterator(chunk_size=CHUNK),
        columns=TRANSFERS.columns,
        spoken=form.spoken,
        event="payment.transfers_exported",
        action=Action.SEE_MONEY,
        file_name=file_name("setoran", timezone.localdate(), suffix=".xlsx"),
        names_people=False,
    )


def transfers_asked(user: User, state: QueryDict) -> tuple[QuerySet[Transfer], TransferFilter]:
    """Return the transfers that the filters of an address leave, and the filters."""
    rows = queries.transfers_visible_to(user)
    years = sorted({day.year for day in rows.order_by().dates("value_date", "year")}, reverse=True)
    form = TransferFilter(state, list(queries.payers_visible_to(user)), years)
    if form.is_valid():
        if form.cleaned_data["sumber"]:
            rows = rows.filter(payer=form.cleaned_data["sumber"])
        if form.cleaned_data["tahun"]:
            rows = rows.filter(value_date__year=form.cleaned_data["tahun"])
    return rows, form


def claims_of(user: User, state: QueryDict, _subject: str = "") -> Export:
    """Return every claim in the order and columns of an address, and every request for release."""
    claims = queries.claims_visible_to(user).select_related("payer")
    found = queries.claims_with_money(claims.order_by(*fields_asked(state, ORDERS_OF_CLAIMS)))
    releases = queries.requests_visible_to(user).select_related("payer", "decision", "requested_by")
    return Export(
        sheet=CLAIMS,
        regency_codes=_regencies_of(user),
        rows=len(found),
        lines=found,
        columns=CLAIMS.chosen(user, state.getlist(COLUMNS)),
        spoken=(),
        event="refund.exported",
        action=Action.SEE_MONEY,
        file_name=file_name("pengembalian", timezone.localdate(), suffix=".xlsx"),
        further=(Part.whole(RELEASES, list(releases)),),
        names_people=False,
    )


def claimed_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return the dues that a claim asks back."""
    claims = queries.claims_visible_to(user).select_related("payer")
    claim = get_object_or_404(claims, public_id=subject)
    rows = queries.lines_of_claim(claim, user, Action.EXPORT_PEOPLE)
    return Export(
        sheet=CLAIMED,
        regency_codes=[claim.regency_id],
        rows=rows.count(),
        lines=rows.order_by(*fields_asked(state, LINES_ORDER)).iterator(chunk_size=CHUNK),
        columns=CLAIMED.chosen(user, state.getlist(COLUMNS)),
        spoken=(),
        event="refund.people_exported",
        file_name=file_name("pengembalian", claim.number, suffix=".xlsx"),
        subject=str(claim.public_id),
        about=[(_("Nomor surat"), claim.number), (_("Sumber dana"), claim.payer.name)],
    )


def released_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return the dues whose release a request asks for."""
    asked = get_object_or_404(queries.requests_visible_to(user).select_related("payer"), public_id=subject)
    rows = queries.lines_of_request(asked, user, Action.EXPORT_PEOPLE)
    return Export(
        sheet=RELEASED,
        regency_codes=[asked.regency_id],
        rows=rows.count(),
        lines=rows.order_by(*fields_asked(state, LINES_ORDER)).iterator(chunk_size=CHUNK),
        columns=RELEASED.chosen(user, state.getlist(COLUMNS)),
        spoken=(),
        event="release.people_exported",
        file_name=file_name("pelepasan", asked.requested_at.date(), suffix=".xlsx"),
        subject=str(asked.public_id),
        about=[(_("Rujukan"), asked.reference), (_("Sumber dana"), asked.payer.name)],
    )


def guarded_of(user: User, today: date) -> Export:
    """Return every payer as the lapse guard shows it on a day."""
    found = guards.guards_visible_to(user, today)
    return Export(
        sheet=GUARDED,
        regency_codes=_regencies_of(user),
        rows=len(found),
        lines=shown_of(found),
        columns=GUARDED.columns,
        spoken=(),
        about=[(_("Keadaan pada"), day(today))],
        event="guard.exported",
        action=Action.SEE_MONEY,
        file_name=file_name("penjaga", today, suffix=".xlsx"),
        names_people=False,
    )


def _regencies_of(user: User) -> list[str]:
    """Return the regencies whose money the user may see."""
    return sorted({area.code[:5] for area in areas_of(user)})


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
    ordered = rows.select_related("person__village__district")
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
