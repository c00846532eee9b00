"""The dues of a bill by name: open, paid, claimed back or released; and asking for either of the last two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.billing.models import Bill, Due
from jaring.office.billing.queries import bills_visible_to, dues_visible_to
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.sheets import Table
from jaring.office.payments import queries, services
from jaring.office.payments.exports import dues_of
from jaring.office.payments.forms import ChosenDuesForm, DueFilter
from jaring.office.payments.models import NotOwed, Settlement
from jaring.office.payments.queries import BillMoney, DueState, State
from jaring.office.payments.sheet import DUES, ORDERS
from jaring.office.payments.views import user_of
from jaring.office.people.models import Person
from jaring.office.people.names import search_form
from jaring.office.programme.queries import CALLED_MAX, people_called
from jaring.office.ui.listing import ORDER, Listing


@needs(Action.SEE_MONEY)
def dues(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who is on a bill and what became of each due; some can be ticked, to be released or claimed back."""
    user = user_of(request)
    bill = get_object_or_404(bills_visible_to(user, Action.SEE_MONEY).select_related("payer"), public_id=public_id)
    wanted = DueFilter(request.GET)
    if (led := led_by_view(request, DUES, user, wanted.fields, ORDERS)) is not None:
        return led
    may_ask = scope_for(user, Action.CLAIM_REFUND).covers(bill.regency_id)
    form = ChosenDuesForm(request.POST or None) if may_ask else None
    if request.method == "POST" and form is not None and form.is_valid():
        answer = _ask(request, bill, form, user)
        if answer is not None:
            return answer
    money = queries.money_of(Bill.objects.filter(pk=bill.pk))[0]
    called = people_called(bill.regency_id, wanted.name) if search_form(wanted.name) else None
    if called is None:
        listing = _listing(request, user, money, wanted.state)
    else:
        listing = _listing_of(request, user, bill, called, wanted.state)
    lines = [DueState.of(due) for due in listing.rows]
    content = {
        "bill": bill,
        "money": money,
        "listing": listing,
        "table": Table.of(DUES, user, listing, lines, orders=ORDERS, tick=_ticked if form else None),
        "is_cut": called is not None and len(called) == CALLED_MAX,
        "filter": wanted,
        "form": form,
        "may_export": may(user, Action.EXPORT_PEOPLE),
    }
    return render(request, "payments/dues.html", content, status=422 if form is not None and form.errors else 200)


@needs(Action.SEE_MONEY)
@require_GET
def settlement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead from an allocation of the ledger to the people whose dues it paid."""
    visible = Settlement.objects.filter(bill__in=bills_visible_to(user_of(request), Action.SEE_MONEY))
    found = get_object_or_404(visible.select_related("bill"), public_id=public_id)
    return redirect(f"{reverse('payments:dues', args=[found.bill.public_id])}?keadaan={State.PAID}")


@needs(Action.EXPORT_PEOPLE)
@require_POST
def export(request: HttpRequest, public_id: UUID) -> FileResponse | HttpResponse:
    """Give the people of a bill with their filters, order and columns as a workbook, and write that down."""
    return give(request, dues_of(user_of(request), request.GET, str(public_id)))


def _ticked(line: DueState) -> str:
    return str(line.due.person_id) if line.can_be_asked_for else ""


def _listing(request: HttpRequest, user: User, money: BillMoney, state: str) -> Listing:
    """Cut the asked page out of all who are on a bill, in order of name; how many they are stands in its sums."""
    bill = money.bill
    scope = scope_for(user, Action.SEE_PEOPLE)
    total = None
    if scope.covers(bill.regency_id):
        total = queries.people_by_state(money)[state] if state else bill.people
    visible = scope.within(Person.objects.filter(regency=bill.regency_id))
    people = queries.people_with_dues(visible, bill, state, bill.people if total is None else total)
    listing = Listing.of(request, people.only("pk"), ORDERS, total=total)
    return _with_dues(listing, [person.pk for person in listing.rows], bill)


def _listing_of(request: HttpRequest, user: User, bill: Bill, called: Sequence[int], state: str) -> Listing:
    """Cut the asked page out of those among some people, who come in order of name, that are on a bill."""
    rows = queries.dues_in_state(dues_visible_to(user).filter(bill=bill, person__in=called), state)
    found = set(rows.values_list("person", flat=True))
    is_turned = request.GET.get(ORDER) == "-nama"
    in_order = [key for key in (reversed(called) if is_turned else called) if key in found]
    listing = Listing.of_found(request, in_order)
    return _with_dues(replace(listing, order="-nama" if is_turned else "nama"), listing.rows, bill)


def _with_dues(listing: Listing, people: Sequence[int], bill: Bill) -> Listing:
    """Put the dues of the people of a page on it, with what it shows of both."""
    dues = queries.dues_in_state(Due.objects.filter(bill=bill, person__in=people))
    by_person = {due.person_id: due for due in dues.select_related("person__village__district")}
    return replace(listing, rows=[by_person[key] for key in people])


def _ask(request: HttpRequest, bill: Bill, form: ChosenDuesForm, user: User) -> HttpResponse | None:
    """Ask for a release or a refund of the dues that were ticked; None where that is refused."""
    given, now = form.cleaned_data, timezone.now()
    reason = NotOwed(given["reason"])
    ticked = [int(key) for key in request.POST.getlist("baris") if key.isdigit()]
    visible = dues_visible_to(user).filter(bill=bill, person__in=ticked).values_list("person", flat=True)
    named = [services.NamedDue(bill.pk, person, reason) for person in visible]
    try:
        if given["act"] == "release":
            asked = services.request_release(
                bill.payer,
                named,
                reason=reason,
                reference=given["reference"],
                request_key=given["request_key"],
                actor=user,
                now=now,
            )
            messages.success(request, _("Permintaan pelepasan menunggu keputusan orang lain."))
            return redirect("payments:release", asked.public_id)
        letter = services.ClaimPaper(
            number=given["number"] or given["reference"],
            claim_date=bill.regency.day_of(now),
            basis=given["reference"],
        )
        claim = services.claim_refund(bill.payer, named, letter, request_key=given["request_key"], actor=user, now=now)
        messages.success(request, _("Permintaan pengembalian tercatat. Cetak suratnya untuk BPJS."))
        return redirect("payments:refund", claim.public_id)
    except JaringError as error:
        language = get_language() or "id"
        form.add_error(None, f"{error.title.say(language)} {error.advice.say(language)}")
        return None
