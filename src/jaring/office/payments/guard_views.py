"""The lapse guard: every payer by urgency, one payer with its days, money and cost of a gap, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.coverage.gap import GapCost, added_up
from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.sheets import Table
from jaring.office.papers import download, file_name
from jaring.office.payments import guard as guards
from jaring.office.payments import guard_papers as papers
from jaring.office.payments import guard_words as words
from jaring.office.payments import queries, services
from jaring.office.payments.exports import guard_for, guarded_of, month_asked, unpaid_of
from jaring.office.payments.guard import PayerGuard, WhatIf
from jaring.office.payments.guard_forms import GrantForm, RequestForm, WhatIfForm
from jaring.office.payments.sheet import UNPAID, UNPAID_ORDERS
from jaring.office.ui.listing import TOLD_IN_FULL_MAX, Listing


@dataclass(frozen=True, slots=True)
class Cost:
    """What a gap costs, in words."""

    cost: GapCost

    @property
    def loss(self) -> str:
        return words.loss(self.cost)

    @property
    def deaths_in_gap(self) -> str:
        return words.people_in_thousandths(*self.cost.deaths_in_gap)

    @property
    def deaths_in_wait(self) -> str:
        return words.people_in_thousandths(*self.cost.deaths_in_wait)


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows if everything is paid on a day."""

    what_if: WhatIf
    cost: Cost


@needs(Action.SEE_MONEY)
@require_GET
def payers(request: HttpRequest) -> HttpResponse:
    """Every payer that has people, the most pressing first."""
    found = _guards(request)
    total = added_up(each.once.cost for each in found)
    content = {
        "cards": words.shown_of(found),
        "uncovered": sum(each.once.uncovered_people for each in found),
        "amount_idr": sum(each.amount_idr for each in found),
        "total": Cost(total) if total else None,
        "tells_days": len(found) <= TOLD_IN_FULL_MAX,
    }
    return render(request, "payments/guard_list.html", content)


@needs(Action.SEE_MONEY)
@require_POST
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """Give every payer as a workbook, and write that down."""
    return give(request, guarded_of(_user(request), timezone.localdate()))


@needs(Action.SEE_MONEY)
@require_GET
def detail(request: HttpRequest, payer: int) -> HttpResponse:
    """One payer, and what follows if it pays on a day."""
    return _payer_page(request, _guard(request, payer))


@needs(Action.CLAIM_REFUND)
@require_POST
def restored(request: HttpRequest, payer: int) -> HttpResponse:
    """Record that the insurer restored months; the same request again changes nothing."""
    user = _user(request)
    source = get_object_or_404(queries.payers_visible_to(user, Action.CLAIM_REFUND), pk=payer)
    form = GrantForm(request.POST, auto_id="pulih_%s")
    if form.is_valid():
        key = form.cleaned_data["request_key"]
        try:
            services.record_restoration(source, form.paper(), request_key=key, actor=user, now=timezone.now())
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            language = get_language() or "id"
            form.add_error(None, f"{error.title.say(language)} {error.advice.say(language)}")
        else:
            messages.success(request, _("Pemulihan tercatat."))
            return redirect("guard:detail", payer)
    return _payer_page(request, _guard(request, payer), grant_form=form, status=422)


def _payer_page(
    request: HttpRequest, found: PayerGuard, *, grant_form: GrantForm | None = None, status: int = 200
) -> HttpResponse:
    may_record = scope_for(_user(request), Action.CLAIM_REFUND).covers(found.payer.regency_id)
    is_restorable = found.cohort.restorability.is_possible
    form = WhatIfForm(request.GET if "bayar" in request.GET else None)
    answer = None
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["bayar"]
        if found.today <= day < date(found.today.year + 5, 1, 1):
            what_if = found.what_if(day)
            answer = Answer(what_if, Cost(what_if.cost))
    content = {
        "shown": words.shown_of([found])[0],
        "cost": Cost(found.cost),
        "form": form,
        "answer": answer,
        "request_form": RequestForm() if found.is_restorable else None,
        "law": _law_of(found),
        "missing": [(each, "") for each in found.missing],
        "grants": list(found.payer.restorations.select_related("recorded_by")),
        "grant_form": (grant_form or GrantForm(auto_id="pulih_%s")) if may_record and is_restorable else None,
    }
    return render(request, "payments/guard_detail.html", content, status=status)


@needs(Action.SEE_MONEY)
@require_GET
def people(request: HttpRequest, payer: int) -> HttpResponse:
    """The people of a payer for whom a month is not paid: on its bill where there is one, and nobody shares it."""
    user = _user(request)
    if (led := led_by_view(request, UNPAID, user, {}, UNPAID_ORDERS)) is not None:
        return led
    found = guard_for(user, payer, is_exact="bulan" not in request.GET)
    month = month_asked(request.GET, found)
    money = found.prices.bills.get(month)
    if money is not None and not found.shares_months:
        return redirect(f"{reverse('payments:dues', args=[money.bill.public_id])}?keadaan={queries.State.OPEN}")
    rows = guards.unpaid_people(found, month)
    total = rows.count() if found.shares_months else found.prices.of_month(month)[0]
    unpaid = guards.people_enrolled(rows, found.payer.regency_id, total).only("pk")
    listing = Listing.of(request, unpaid, UNPAID_ORDERS, total=total)
    shown = rows.filter(person__in=[person.pk for person in listing.rows])
    enrolments = {each.person_id: each for each in shown.select_related("person__village__district")}
    lines = [enrolments[person.pk] for person in listing.rows]
    content = {
        "guard": found,
        "month": month,
        "listing": listing,
        "table": Table.of(UNPAID, user, listing, lines, orders=UNPAID_ORDERS),
        "may_export": may(user, Action.EXPORT_PEOPLE),
    }
    return render(request, "payments/guard_people.html", content)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def people_export(request: HttpRequest, payer: int) -> FileResponse | HttpResponse:
    """Give those whose month is not paid, in their order and columns, as a workbook, and write that down."""
    return give(request, unpaid_of(_user(request), request.GET, str(payer)))


@needs(Action.SEE_MONEY)
@require_GET
def request_letter(request: HttpRequest, payer: int) -> FileResponse:
    """The request that restores continuity, as PDF."""
    found = _guard(request, payer, with_lives=False)
    form = RequestForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    last = given.get("sampai")
    paper = papers.RequestPaper(
        number=given.get("nomor", ""),
        agreement=given.get("pks", ""),
        cause=given.get("sebab", ""),
        until_month=last + 1 if last else None,
    )
    pdf = papers.kept_restoration(found, paper, now=timezone.now())
    return download(pdf, file_name("pemulihan", found.payer.kind, found.today, suffix=".pdf"))


@needs(Action.SEE_MONEY)
@require_GET
def note(request: HttpRequest) -> FileResponse:
    """The note that warns the regent, as PDF; of the first regency in the user's area."""
    found = _guards(request)
    if not found:
        raise Http404
    regency = found[0].payer.regency
    mine = [each for each in found if each.payer.regency_id == regency.code]
    total = added_up(each.once.cost for each in mine)
    assert total is not None  # There is a payer.
    pdf = papers.kept_note(papers.note_to_regent(regency, mine, total), regency, now=timezone.now())
    return download(pdf, file_name("nota", regency.code, mine[0].today, suffix=".pdf"))


def _guards(request: HttpRequest, payer: int | None = None, **how: bool) -> list[PayerGuard]:
    return guards.guards_visible_to(_user(request), timezone.localdate(), payer=payer, **how)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user


def _guard(request: HttpRequest, payer: int, **how: bool) -> PayerGuard:
    found = _guards(request, payer, **how)
    if not found:
        raise Http404
    return found[0]


def _law_of(guard: PayerGuard) -> list[object]:
    """Return what of the law decides about this payer, each sentence with its sources."""
    findings = [reason for group in guard.cohort.groups[:1] for reason in group.lapse.reasons]
    return [finding for finding in findings if finding.values]
