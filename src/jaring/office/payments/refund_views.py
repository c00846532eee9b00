"""What the insurer is asked to give back, and dues that are to be struck: lists, papers, decisions."""

from __future__ import annotations

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
from jaring.office.access.middleware import needs
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.insight.ahead import count_ahead
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.sheets import Table
from jaring.office.papers import download, file_name
from jaring.office.payments import papers, queries, services
from jaring.office.payments.exports import claimed_of, claims_of, released_of
from jaring.office.payments.forms import DecisionForm, DepositClaimForm, ReasonForm, ReceiptForm
from jaring.office.payments.models import RefundClaim, ReleaseRequest
from jaring.office.payments.sheet import CLAIMED, CLAIMS, LINES_ORDER, ORDERS_OF_CLAIMS, RELEASED
from jaring.office.payments.views import take_step, user_of
from jaring.office.ui.listing import Listing

RELEASES_PAGE: Final = "hal-lepas"
"""The part of the address that names the page of the second list."""


@needs(Action.SEE_MONEY)
@require_GET
def refunds(request: HttpRequest) -> HttpResponse:
    """Every claim with what came back of it, and the requests for release."""
    user = user_of(request)
    if (led := led_by_view(request, CLAIMS, user, {}, ORDERS_OF_CLAIMS)) is not None:
        return led
    listing = Listing.of(request, queries.claims_visible_to(user), ORDERS_OF_CLAIMS)
    keys = [claim.pk for claim in listing.rows]
    money = {
        each.claim.pk: each
        for each in queries.claims_with_money(RefundClaim.objects.filter(pk__in=keys).select_related("payer"))
    }
    requests = queries.requests_visible_to(user).select_related("payer", "decision", "requested_by")
    content = {
        "listing": listing,
        "table": Table.of(CLAIMS, user, listing, [money[key] for key in keys], orders=ORDERS_OF_CLAIMS),
        "releases": Listing.of_found(request, list(requests), page=RELEASES_PAGE),
        "may_claim": may(user, Action.CLAIM_REFUND),
        "deposits": [
            each
            for each in queries.deposits_of(queries.payers_visible_to(user, Action.CLAIM_REFUND))
            if each.left_idr > 0
        ],
    }
    return render(request, "payments/refunds.html", content)


@needs(Action.SEE_MONEY)
@require_POST
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """Give every visible claim and request for release as a workbook, and write that down."""
    return give(request, claims_of(user_of(request), request.GET))


@needs(Action.CLAIM_REFUND)
def claim_deposit(request: HttpRequest) -> HttpResponse:
    """Claim money back that lies on deposit."""
    user = user_of(request)
    source = request.GET.get("sumber", "")
    if not source.isdigit():
        raise Http404
    payer = get_object_or_404(queries.payers_visible_to(user, Action.CLAIM_REFUND), pk=source)
    form = DepositClaimForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        letter = services.ClaimPaper(number=given["number"], claim_date=given["claim_date"], basis=given["basis"])
        try:
            claim = services.claim_deposit(
                payer, given["amount"].idr, letter, request_key=given["request_key"], actor=user, now=timezone.now()
            )
        except JaringError as error:
            language = get_language() or "id"
            form.add_error(None, f"{error.title.say(language)} {error.advice.say(language)}")
        else:
            messages.success(request, _("Permintaan pengembalian tercatat. Cetak suratnya untuk BPJS."))
            return redirect("payments:refund", claim.public_id)
    content = {"form": form, "payer": payer, "deposit_idr": queries.deposit_idr(payer)}
    return render(request, "payments/claim_form.html", content, status=422 if form.errors else 200)


@needs(Action.SEE_MONEY)
@require_GET
def of_receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead from a refund received, as the ledger names it, to its claim."""
    return _claim_of(request, receipts__public_id=public_id)


@needs(Action.SEE_MONEY)
@require_GET
def of_write_off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead from a write-off, as the ledger names it, to its claim."""
    return _claim_of(request, write_off__public_id=public_id)


def _claim_of(request: HttpRequest, **named: UUID) -> HttpResponse:
    claim = get_object_or_404(queries.claims_visible_to(user_of(request)), **named)
    return redirect("payments:refund", claim.public_id)


@needs(Action.SEE_MONEY)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A claim: its people, what came back, and what can be done with the rest."""
    user = user_of(request)
    if (led := led_by_view(request, CLAIMED, user, {}, LINES_ORDER)) is not None:
        return led
    claim = _visible(request, public_id, Action.SEE_MONEY)
    money = queries.claim_money(claim)
    listing = Listing.of(request, queries.lines_of_claim(claim, user, Action.SEE_PEOPLE), LINES_ORDER)
    may_write_off = scope_for(user, Action.APPROVE_BILL).covers(claim.regency_id) and money.left_idr > 0
    content = {
        "claim": claim,
        "money": money,
        "receipts": claim.receipts.select_related("recorded_by"),
        "write_off": getattr(claim, "write_off", None),
        "listing": listing,
        "table": Table.of(CLAIMED, user, listing, listing.rows, orders=LINES_ORDER),
        "may_export": may(user, Action.EXPORT_PEOPLE),
        "receipt_form": ReceiptForm(auto_id="terima_%s")
        if money.left_idr and scope_for(user, Action.RECORD_TRANSFER).covers(claim.regency_id)
        else None,
        "may_print": may(user, Action.CLAIM_REFUND),
        "is_claimant": claim.claimed_by_id == user.pk,
        "may_write_off": may_write_off,
        "write_off_form": ReasonForm(auto_id="hapus_%s") if may_write_off else None,
    }
    return render(request, "payments/refund.html", content)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def people_export(request: HttpRequest, public_id: UUID) -> FileResponse | HttpResponse:
    """Give the dues of a claim, with whose they are, as a workbook, and write that down."""
    return give(request, claimed_of(user_of(request), request.GET, str(public_id)))


@needs(Action.RECORD_TRANSFER)
@require_POST
def receive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter money that came back."""
    claim = _visible(request, public_id, Action.RECORD_TRANSFER)
    take_step(
        request,
        ReceiptForm(request.POST),
        lambda given, **by: services.receive_refund(
            claim,
            given["amount"].idr,
            received_on=given["received_on"],
            bank_reference=given["bank_reference"],
            **by,
        ),
        done=_("Penerimaan tercatat."),
        wrong=_("Jumlah, tanggal, dan nomor referensi bank wajib diisi."),
    )
    return redirect("payments:refund", claim.public_id)


@needs(Action.APPROVE_BILL, fresh=True)
@require_POST
def write_off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give up what is left of a claim."""
    claim = _visible(request, public_id, Action.APPROVE_BILL)
    take_step(
        request,
        ReasonForm(request.POST),
        lambda given, **by: services.write_off_refund(claim, given["reason"], **by),
        done=_("Sisa permintaan dihapus dari piutang."),
        wrong=_("Tuliskan alasan penghapusan."),
    )
    return redirect("payments:refund", claim.public_id)


@needs(Action.CLAIM_REFUND)
@require_GET
def letter(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The letter that claims money back as PDF; it names people by masked number."""
    claim = _visible(request, public_id, Action.CLAIM_REFUND)
    return download(papers.kept_letter(claim, now=timezone.now()), file_name("surat", claim.number, suffix=".pdf"))


@needs(Action.SEE_MONEY)
@require_GET
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A request for release: whose dues, why, and the decision."""
    user = user_of(request)
    if (led := led_by_view(request, RELEASED, user, {}, LINES_ORDER)) is not None:
        return led
    asked = _visible_request(request, public_id, Action.SEE_MONEY)
    listing = Listing.of(request, queries.lines_of_request(asked, user, Action.SEE_PEOPLE), LINES_ORDER)
    decision = getattr(asked, "decision", None)
    may_decide = decision is None and scope_for(user, Action.APPROVE_BILL).covers(asked.regency_id)
    content = {
        "asked": asked,
        "decision": decision,
        "may_decide": may_decide,
        "is_requester": asked.requested_by_id == user.pk,
        "grant_form": DecisionForm(auto_id="kabul_%s") if may_decide else None,
        "decline_form": DecisionForm(auto_id="tolak_%s") if may_decide else None,
        "listing": listing,
        "table": Table.of(RELEASED, user, listing, listing.rows, orders=LINES_ORDER),
        "may_export": may(user, Action.EXPORT_PEOPLE),
    }
    return render(request, "payments/release.html", content)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def release_people_export(request: HttpRequest, public_id: UUID) -> FileResponse | HttpResponse:
    """Give the dues of a request for release, with whose they are, as a workbook, and write that down."""
    return give(request, released_of(user_of(request), request.GET, str(public_id)))


@needs(Action.APPROVE_BILL, fresh=True)
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Grant or decline a request for release."""
    asked = _visible_request(request, public_id, Action.APPROVE_BILL)
    form = DecisionForm(request.POST)
    if form.is_valid():
        is_granted = request.POST.get("putusan") == "kabul"
        services.decide_release(
            asked,
            is_granted=is_granted,
            note=form.cleaned_data["note"],
            request_key=form.cleaned_data["request_key"],
            actor=user_of(request),
            now=timezone.now(),
        )
        count_ahead(asked.regency_id)
        messages.success(request, _("Iuran dilepas.") if is_granted else _("Permintaan ditolak."))
    return redirect("payments:release", asked.public_id)


def _visible(request: HttpRequest, public_id: UUID, action: Action) -> RefundClaim:
    claims = queries.claims_visible_to(user_of(request), action)
    return get_object_or_404(
        claims.select_related("payer", "regency", "claimed_by", "write_off__written_off_by"), public_id=public_id
    )


def _visible_request(request: HttpRequest, public_id: UUID, action: Action) -> ReleaseRequest:
    rows = queries.requests_visible_to(user_of(request), action)
    return get_object_or_404(
        rows.select_related("payer", "regency", "requested_by", "decision__decided_by"), public_id=public_id
    )
