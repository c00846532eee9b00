"""Payments as pages: what waits and what was paid, a transfer with its proof, and what lies on deposit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.billing.models import Bill
from jaring.office.insight.ahead import count_ahead
from jaring.office.lists.giving import give
from jaring.office.papers import CONTENT_TYPES, download, hand_out
from jaring.office.papers import file_name as plain_name
from jaring.office.payments import exports, papers, proofs, queries, services, sipd
from jaring.office.payments.forms import KeyedForm, ReversalForm, TransferForm
from jaring.office.payments.models import BY_ORDER, PaymentOrder, Transfer, TransferReversal
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer
from jaring.office.ui.listing import Listing
from jaring.office.ui.templatetags.jaring import month as written_month

ORDERS: Final = {
    "tanggal": ("-value_date", "-id"),
    "jumlah": ("-amount_idr", "id"),
    "sumber": ("payer__name", "-value_date", "-id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A payer's money with the insurer: what is owed, what lies on deposit, and what the reader may do with it."""

    payer: Payer
    open_idr: int
    deposit_idr: int
    form: KeyedForm | None


@needs(Action.SEE_MONEY)
@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """What waits to be paid, what lies on deposit, and every transfer."""
    user = user_of(request)
    rows, form = exports.transfers_asked(user, request.GET)
    content = {
        "form": form,
        "listing": Listing.of(request, rows.select_related("payer", "order", "reversal"), ORDERS),
        "accounts": _accounts(user),
        "unpaid": queries.unpaid(queries.orders_visible_to(user)).select_related("payer").order_by("order_date", "id"),
        "may_order": may(user, Action.ORDER_PAYMENT),
        "may_record": may(user, Action.RECORD_TRANSFER),
        "direct": [p for p in queries.payers_visible_to(user, Action.RECORD_TRANSFER) if p.kind not in BY_ORDER],
    }
    return render(request, "payments/list.html", content)


@needs(Action.SEE_MONEY)
@require_POST
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """Give the filtered list of transfers as a workbook, and write that down."""
    return give(request, exports.transfers_of(user_of(request), request.GET))


@needs(Action.SEE_MONEY)
@require_GET
def sipd_journal(request: HttpRequest, month: Month) -> FileResponse:
    """The journal of a month for SIPD, as a workbook. It names nobody who is covered."""
    user = user_of(request)
    lines = sipd.journal_of(month, queries.transfers_visible_to(user), queries.receipts_visible_to(user))
    file = tempfile.TemporaryFile()  # noqa: SIM115  # The response closes it.
    seen = Regency.objects.filter(pk__in=scope_for(user, Action.SEE_MONEY).regencies).order_by("pk")
    regency = ", ".join(seen.values_list("name", flat=True))
    sipd.write_journal(file, lines, period=written_month(month), regency=regency)
    file.seek(0)
    return hand_out(file, f"JURNAL-SIPD-{month}.xlsx")


def _accounts(user: User) -> Sequence[Account]:
    open_idr: dict[int, int] = {}
    for money in queries.money_of(scope_for(user, Action.SEE_MONEY).within(Bill.objects.all(), village="")):
        open_idr[money.bill.payer_id] = open_idr.get(money.bill.payer_id, 0) + money.open_idr
    may_apply = may(user, Action.APPLY_DEPOSIT)
    return [
        Account(
            payer=each.payer,
            open_idr=open_idr.get(each.payer.pk, 0),
            deposit_idr=each.left_idr,
            form=KeyedForm(auto_id=False) if may_apply and each.left_idr and open_idr.get(each.payer.pk) else None,
        )
        for each in queries.deposits_of(queries.payers_visible_to(user))
        if open_idr.get(each.payer.pk) or each.left_idr
    ]


@needs(Action.RECORD_TRANSFER)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a transfer: for an order, or by a payer that pays without one."""
    user = user_of(request)
    payer, order = _payer_and_order(request, user)
    paid_idr = queries.paid_idr(order) if order else 0
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TransferForm(payer, order, bool(paid_idr), *given)
    if form.is_valid():
        try:
            transfer = services.record_transfer(
                payer,
                _paper(form),
                order=order,
                request_key=form.cleaned_data["request_key"],
                actor=user,
                now=timezone.now(),
            )
        except JaringError as error:
            form.add_error(
                None, f"{error.title.say(get_language() or 'id')} {error.advice.say(get_language() or 'id')}"
            )
        else:
            count_ahead(transfer.regency_id)
            messages.success(request, _("Setoran tercatat dan dialokasikan ke iuran yang terbuka."))
            return redirect("payments:transfer", transfer.public_id)
    content = {"form": form, "payer": payer, "order": order, "paid_idr": paid_idr}
    return render(request, "payments/transfer_form.html", content, status=422 if form.errors else 200)


def _payer_and_order(request: HttpRequest, user: User) -> tuple[Payer, PaymentOrder | None]:
    if named := request.GET.get("perintah", ""):
        orders = queries.standing(queries.orders_visible_to(user, Action.RECORD_TRANSFER)).select_related("payer")
        order = get_object_or_404(orders, public_id=plain_uuid(named))
        return order.payer, order
    payers = queries.payers_visible_to(user, Action.RECORD_TRANSFER)
    source = request.GET.get("sumber", "")
    if not source.isdigit():
        raise Http404
    return get_object_or_404(payers, pk=source), None


def _paper(form: TransferForm) -> services.TransferPaper:
    given = form.cleaned_data
    return services.TransferPaper(
        amount_idr=given["amount"].idr,
        value_date=given["value_date"],
        bank_reference=given["bank_reference"],
        proof=proofs.keep(given["proof"].read()),
        spm_number=given.get("spm_number", ""),
        spm_date=given.get("spm_date"),
        sp2d_number=given.get("sp2d_number", ""),
        sp2d_date=given.get("sp2d_date"),
        is_further=given.get("is_further", False),
    )


@needs(Action.SEE_MONEY)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A transfer: its papers, which months it paid, what stayed on deposit, who is not covered yet; or its end."""
    user = user_of(request)
    transfer = _visible(user, public_id)
    reversal: TransferReversal | None = getattr(transfer, "reversal", None)
    may_reverse = scope_for(user, Action.REVERSE_TRANSFER).covers(transfer.regency_id)
    today = transfer.regency.day_of(timezone.now())
    settled = list(transfer.settlements.select_related("bill", "run").order_by("bill__month", "id"))
    allocated_idr = sum(each.amount_idr for each in settled)
    content = {
        "transfer": transfer,
        "settled": settled,
        "allocated_idr": allocated_idr,
        "deposit_idr": queries.deposit_idr(transfer.payer),
        "open_bills": queries.open_bills(transfer.payer),
        "reversal": reversal,
        "reversal_form": ReversalForm(auto_id="batal_%s", initial={"reversed_on": today})
        if may_reverse and not reversal and transfer.recorded_by_id != user.pk
        else None,
    }
    return render(request, "payments/transfer.html", content)


@needs(Action.REVERSE_TRANSFER)
@require_POST
def reverse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back a transfer that was entered in error."""
    visible = queries.transfers_visible_to(user_of(request), Action.REVERSE_TRANSFER)
    transfer = get_object_or_404(visible.select_related("payer", "order", "regency"), public_id=public_id)
    take_step(
        request,
        ReversalForm(request.POST),
        lambda given, **by: services.reverse_transfer(transfer, given["reason"], on=given["reversed_on"], **by),
        done=_("Setoran dibatalkan; iuran yang dilunasinya terbuka lagi."),
        wrong=_("Tuliskan tanggal dan alasan pembatalan."),
    )
    count_ahead(transfer.regency_id)
    return redirect("payments:transfer", transfer.public_id)


@needs(Action.SEE_MONEY)
@require_GET
def proof(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The bank's proof as it came: to be saved, never to be shown inside the page."""
    transfer = _visible(user_of(request), public_id)
    path = proofs.proof_of(transfer)
    if not path.is_file():
        raise Http404
    name = plain_name("bukti", transfer.value_date, transfer.bank_reference, suffix=transfer.proof_suffix)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(transfer.proof_suffix, "application/octet-stream"),
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Action.SEE_MONEY)
@require_GET
def receipt(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The receipt of a transfer as PDF."""
    transfer = _visible(user_of(request), public_id)
    name = plain_name("kuitansi", transfer.value_date, transfer.bank_reference, suffix=".pdf")
    return download(papers.kept_receipt(transfer, now=timezone.now()), name)


@needs(Action.APPLY_DEPOSIT)
@require_POST
def use_deposit(request: HttpRequest, payer_id: int) -> HttpResponse:
    """Set a payer's deposit against its open dues."""
    user = user_of(request)
    payer = get_object_or_404(queries.payers_visible_to(user, Action.APPLY_DEPOSIT), pk=payer_id)
    form = KeyedForm(request.POST)
    if form.is_valid():
        run = services.apply_deposit(
            payer, request_key=form.cleaned_data["request_key"], actor=user, now=timezone.now()
        )
        count_ahead(payer.regency_id)
        said = _("Titipan dialokasikan.") if run else _("Titipan belum cukup untuk satu iuran penuh.")
        messages.success(request, said)
    return redirect("payments:list")


def _visible(user: User, public_id: UUID) -> Transfer:
    behind = ("payer", "order", "regency", "recorded_by", "reversal__reversed_by")
    return get_object_or_404(queries.transfers_visible_to(user).select_related(*behind), public_id=public_id)


def plain_uuid(text: str) -> UUID:
    """Read the public id that an address names; nonsense is the page of what does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user


def take_step(request: HttpRequest, form: KeyedForm, step: Callable[..., object], *, done: str, wrong: str) -> None:
    """Do what a form of one step asks for, and say on the next page that it is done, or what the form lacks.

    ``step`` is given what was entered, and by name the request key, who acts and when.
    """
    if form.is_valid():
        given = form.cleaned_data
        step(given, request_key=given["request_key"], actor=user_of(request), now=timezone.now())
        messages.success(request, done)
    else:
        messages.warning(request, wrong)
