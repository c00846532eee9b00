"""Bills: the months of a year, the next one to issue, a bill with its law and decrees, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.contribution import Sector
from jaring.core.errors import JaringError
from jaring.core.law import Status
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.documents.words import spell_rupiah
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.billing import exports, papers, queries, services
from jaring.office.billing.forms import IssueForm, UploadForm
from jaring.office.billing.models import Bill, RateCard
from jaring.office.billing.year_exports import year_of
from jaring.office.billing.years import accounts_of, year_asked
from jaring.office.insight.ahead import count_ahead
from jaring.office.lists import limits
from jaring.office.lists.giving import give
from jaring.office.lists.queries import open_requests, state_of
from jaring.office.lists.services import ask_export
from jaring.office.papers import download, hand_out
from jaring.office.payments import queries as payments
from jaring.office.payments.partners import open_parts
from jaring.office.payments.services import apply_deposit
from jaring.office.payments.steps import room_of
from jaring.office.programme import queries as programme
from jaring.office.reconciliation.bill_step import matched_step


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate card with the words for its sector and its discount."""

    card: RateCard
    sector: Text
    discount_percent: int

    @classmethod
    def of(cls, card: RateCard) -> Rate:
        return cls(card, Sector(card.sector).label, round(float(card.discount_rate) * 100))


@needs(Action.SEE_BILLS)
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """The months of a year: billed, next to bill, to come; and the budget."""
    user = _user(request)
    years = list(queries.years_visible_to(user))
    year = year_asked(years, request.GET.get("tahun", ""))
    content = {
        "years": years,
        "year": year,
        "accounts": accounts_of(year, user) if year else [],
    }
    return render(request, "billing/list.html", content)


@needs(Action.SEE_BILLS)
@require_POST
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """Give the months of a year, billed or not, as a workbook, and write that down."""
    return give(request, year_of(_user(request), request.GET))


@needs(Action.ISSUE_BILL)
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a bill; the same key again leads to the same bill."""
    user = _user(request)
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Permintaan tidak lengkap. Muat ulang halaman, lalu terbitkan sekali lagi."))
        return redirect("billing:list")
    given = form.cleaned_data
    payer = get_object_or_404(programme.payers_for(user, Action.ISSUE_BILL), pk=given["payer"])
    key, now = given["request_key"], timezone.now()
    bill = services.issue_bill(Month.parse(given["month"]), payer, request_key=key, actor=user, now=now)
    apply_deposit(payer, request_key=uuid5(key, "deposit"), actor=user, now=now)
    papers.district_lines(bill)  # Counted now, so that the bill's page need not wait for it.
    count_ahead(bill.regency_id)
    messages.success(request, _("Tagihan terbit. Cetak untuk diajukan, lalu buat daftar unggah bagi BPJS."))
    return redirect(_address(bill))


@needs(Action.SEE_BILLS)
@require_GET
def detail(request: HttpRequest, month: Month) -> HttpResponse:
    """A bill: amounts, districts, the law and the decrees behind it."""
    return _bill_page(request, _visible_bill(request, month))


@needs(Action.PRINT_BILL)
@require_GET
def printed(request: HttpRequest, month: Month) -> FileResponse:
    """Give the bill as PDF or workbook. It names nobody who is covered."""
    bill = _visible_bill(request, month, Action.PRINT_BILL)
    suffix = ".xlsx" if request.GET.get("bentuk") == "xlsx" else ".pdf"
    return download(papers.kept_bill(bill, suffix, now=timezone.now()), papers.bill_name(bill, suffix))


@needs(Action.EXPORT_UPLOAD_LIST, fresh=True)
@require_POST
def upload_list(request: HttpRequest, month: Month) -> HttpResponse | FileResponse:
    """Give everybody on the bill, with full numbers, as the insurer's list; a long one is asked for first."""
    bill = _visible_bill(request, month, Action.EXPORT_UPLOAD_LIST)
    form = UploadForm(request.POST)
    if not form.is_valid():
        return _bill_page(request, bill, upload_form=form, status=422)
    user, now, given = _user(request), timezone.now(), form.cleaned_data
    export = exports.upload_of(user, QueryDict(), str(bill.public_id))
    if not export.needs_two:
        return hand_out(exports.written_for(export, user, given["reason"], now), export.file_name)
    try:
        ask_export(export, "", given["reason"], request_key=given["request_key"], actor=user, now=now)
    except JaringError as error:  # Shown at the form, which keeps what was typed.
        form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        return _bill_page(request, bill, upload_form=form, status=422)
    messages.success(request, _("Permintaan daftar unggah dicatat dan menunggu orang kedua."))
    return redirect(f"{_address(bill)}#unggah")


def _bill_page(
    request: HttpRequest, bill: Bill, *, upload_form: UploadForm | None = None, status: int = 200
) -> HttpResponse:
    user = _user(request)
    may_upload = scope_for(user, Action.EXPORT_UPLOAD_LIST).covers(bill.regency_id)
    near = Q(month=bill.month) | Q(payer=bill.payer_id, month__lt=bill.month)
    moneys = payments.money_of(queries.bills_visible_to(user).filter(near).select_related("payer").order_by("payer"))
    own = [each for each in moneys if each.bill.payer_id == bill.payer_id]
    siblings = [each.bill for each in moneys if each.bill.month == bill.month and each.bill != bill]
    cards = list(bill.rates.order_by("base_idr", "sector"))
    content = {
        "bill": bill,
        "room": room_of(bill, own, matched_step(bill, user), user, bill.regency.day_of(timezone.now())),
        "parts": [each for each in open_parts({bill.payer_id}).get(bill.payer_id, []) if each.month == bill.month]
        if any(card.plan_id for card in cards)
        else [],
        "number": papers.bill_number(bill),
        "in_words": spell_rupiah(Rupiah(bill.total_idr)),
        "siblings": [(sibling, _address(sibling)) for sibling in siblings],
        "lines": papers.district_lines(bill),
        "rates": [Rate.of(card) for card in cards],
        "assumed": _("memakai anggapan") if any(map(_rests_on_assumption, cards)) else "",
        "decrees": queries.decrees_behind(bill),
        "may_see_decrees": may(user, Action.SEE_DECREES),
        "may_print": scope_for(user, Action.PRINT_BILL).covers(bill.regency_id),
        "upload": _upload(bill, user, upload_form) if may_upload else None,
    }
    return render(request, "billing/detail.html", content, status=status)


def _upload(bill: Bill, user: User, form: UploadForm | None) -> dict[str, Any]:
    """Say what may be done about the insurer's list: ask for it, wait for it, or take what was released."""
    now = timezone.now()
    asked = open_requests(user, exports.UPLOAD, str(bill.public_id), now)
    own = next((each for each in asked if each.requested_by_id == user.pk), None)
    return {
        "template": exports.upload_template(bill),
        "own": own,
        "is_released": own is not None and state_of(own, now) == "released",
        "to_decide": [each for each in asked if each.requested_by_id != user.pk and state_of(each, now) == "waiting"],
        "form": None if own else form or UploadForm.fresh(),
        "takes_two": bill.people > limits.limits_of(bill.regency_id).rows_max,
    }


def _rests_on_assumption(card: RateCard) -> bool:
    return any(source["status"] == Status.ASSUMED for source in card.sources)


def _visible_bill(request: HttpRequest, month: Month, action: Action = Action.SEE_BILLS) -> Bill:
    """Return the visible bill of a month: of the payer whom the address names, or of the first."""
    visible = queries.bills_visible_to(_user(request), action).filter(month=month)
    payer = request.GET.get("sumber", "")
    if payer:
        visible = visible.filter(payer=int(payer)) if payer.isascii() and payer.isdigit() else visible.none()
    bill = (
        visible.select_related("payer", "regency", "programme_year", "issued_by", "approval__approved_by")
        .order_by("payer")
        .first()
    )
    if bill is None:
        raise Http404
    return bill


def _address(bill: Bill) -> str:
    """Return where a bill is shown; the payer stands in it because a month may have several bills."""
    return f"{reverse('billing:detail', args=[bill.month])}?sumber={bill.payer_id}"


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
