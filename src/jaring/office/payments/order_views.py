"""Approval of a bill, and payment orders: made, shown, coded, cancelled, printed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.models import Bill
from jaring.office.billing.queries import bills_visible_to
from jaring.office.papers import download, file_name
from jaring.office.payments import papers, queries, services
from jaring.office.payments.account_lines import accounts_of
from jaring.office.payments.forms import CodeForm, KeyedForm, OrderForm, ReasonForm
from jaring.office.payments.models import BY_ORDER, OrderCancellation, PaymentOrder
from jaring.office.payments.queries import BillMoney
from jaring.office.payments.views import take_step, user_of
from jaring.office.programme.models import Payer


@needs(Action.APPROVE_BILL, fresh=True)
@require_POST
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Consent to pay a bill."""
    user = user_of(request)
    bill = get_object_or_404(bills_visible_to(user, Action.APPROVE_BILL), public_id=public_id)
    form = KeyedForm(request.POST)
    if form.is_valid():
        services.approve_bill(bill, request_key=form.cleaned_data["request_key"], actor=user, now=timezone.now())
        messages.success(request, _("Tagihan disetujui. Perintah bayar dapat dibuat oleh orang lain."))
    return redirect(f"{reverse('billing:detail', args=[bill.month])}?sumber={bill.payer_id}")


@needs(Action.ORDER_PAYMENT, fresh=True)
def new(request: HttpRequest) -> HttpResponse:
    """A new order for approved bills of a payer."""
    user = user_of(request)
    payers = [p for p in queries.payers_visible_to(user, Action.ORDER_PAYMENT) if p.kind in BY_ORDER]
    offers = _offered(payers, is_sent=request.method == "POST")
    payer = _chosen(payers, offers, request.GET.get("sumber", ""))
    if payer is None:
        return render(request, "payments/order_form.html", {"payers": []})
    form = OrderForm(request.POST or None, offers[payer.pk])
    if form.is_valid():
        given = form.cleaned_data
        paper = services.OrderPaper(
            number=given["number"],
            order_date=given["order_date"],
            billing_code=given["billing_code"],
            months_ahead=given["months_ahead"] or 0,
        )
        bills = [each.bill for each in offers[payer.pk] if str(each.bill.public_id) in given["bills"]]
        try:
            order = services.order_payment(
                payer, bills, paper, request_key=given["request_key"], actor=user, now=timezone.now()
            )
        except JaringError as error:
            language = get_language() or "id"
            form.add_error(None, f"{error.title.say(language)} {error.advice.say(language)}")
        else:
            messages.success(request, _("Perintah bayar dibuat. Cetak rancangannya, lalu catat setorannya."))
            return redirect("payments:order", order.public_id)
    content = {"form": form, "payer": payer, "others": [p for p in payers if p != payer and offers[p.pk]]}
    return render(request, "payments/order_form.html", content, status=422 if form.errors else 200)


def _offered(payers: Sequence[Payer], *, is_sent: bool) -> dict[int, list[BillMoney]]:
    """Return the bills that can be ordered by payer: approved, open, and in no order that stands.

    A form that is sent may name any approved bill: sent twice it leads to the same order, and the service judges.
    """
    bills = Bill.objects.filter(payer__in=payers, approval__isnull=False).order_by("month", "id")
    found = [each for each in queries.money_of(bills) if is_sent or each.open_idr > 0]
    ordered = set() if is_sent else set(queries.ordered_in([each.bill for each in found]))
    offers: dict[int, list[BillMoney]] = {payer.pk: [] for payer in payers}
    for each in found:
        if each.bill.pk not in ordered:
            offers[each.bill.payer_id].append(each)
    return offers


def _chosen(payers: list[Payer], offers: dict[int, list[BillMoney]], asked: str) -> Payer | None:
    """Return the payer that the address names, else the first one with something to order."""
    if asked:
        named = next((payer for payer in payers if str(payer.pk) == asked), None)
        if named is None:
            raise Http404
        return named if offers[named.pk] else None
    return next((payer for payer in payers if offers[payer.pk]), None)


@needs(Action.SEE_MONEY)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An order: its bills, its code, what was transferred for it, and the next step."""
    user = user_of(request)
    order = _visible(request, public_id, Action.SEE_MONEY)
    cancellation = OrderCancellation.objects.filter(order=order).select_related("cancelled_by").first()
    transfers = list(order.transfers.select_related("recorded_by", "reversal").order_by("value_date", "id"))
    standing = [each for each in transfers if not hasattr(each, "reversal")]
    may_order = scope_for(user, Action.ORDER_PAYMENT).covers(order.regency_id)
    content = {
        "order": order,
        "ordered": order.ordered.select_related("bill__approval__approved_by").order_by("bill__month", "bill"),
        "accounts": accounts_of(order),
        "codes": list(order.codes.select_related("entered_by")),
        "transfers": transfers,
        "paid_idr": sum(each.amount_idr for each in standing),
        "cancellation": cancellation,
        "code_form": CodeForm(auto_id="kode_%s") if may_order and not cancellation else None,
        "cancel_form": ReasonForm(auto_id="batal_%s") if may_order and not cancellation and not standing else None,
        "may_record": scope_for(user, Action.RECORD_TRANSFER).covers(order.regency_id) and not cancellation,
    }
    return render(request, "payments/order.html", content)


@needs(Action.ORDER_PAYMENT)
@require_POST
def code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note the insurer's billing code of an order."""
    order = _visible(request, public_id, Action.ORDER_PAYMENT)
    take_step(
        request,
        CodeForm(request.POST),
        lambda given, **by: services.enter_billing_code(order, given["code"], **by),
        done=_("Kode iuran tercatat."),
        wrong=_("Kode iuran terdiri atas 4 sampai 32 huruf atau angka."),
    )
    return redirect("payments:order", order.public_id)


@needs(Action.ORDER_PAYMENT)
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Cancel an order that was not paid."""
    order = _visible(request, public_id, Action.ORDER_PAYMENT)
    take_step(
        request,
        ReasonForm(request.POST),
        lambda given, **by: services.cancel_order(order, given["reason"], **by),
        done=_("Perintah bayar dibatalkan; tagihannya dapat diperintahkan lagi."),
        wrong=_("Tuliskan alasan pembatalan."),
    )
    return redirect("payments:order", order.public_id)


@needs(Action.SEE_MONEY)
@require_GET
def printed(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The draft of an order (SPP) as PDF."""
    order = _visible(request, public_id, Action.SEE_MONEY)
    return download(papers.kept_order(order, now=timezone.now()), file_name("spp", order.number, suffix=".pdf"))


def _visible(request: HttpRequest, public_id: UUID, action: Action) -> PaymentOrder:
    orders = queries.orders_visible_to(user_of(request), action)
    return get_object_or_404(
        orders.select_related("payer", "regency", "programme_year", "made_by"), public_id=public_id
    )
