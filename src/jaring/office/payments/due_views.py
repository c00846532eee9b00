"""The dues of a bill by name: open, paid, claimed back or released; and asking for either of the last two."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.billing.models import Bill, Due
from jaring.office.billing.queries import bills_visible_to, dues_visible_to
from jaring.office.payments import exports, queries, services
from jaring.office.payments.days import day_there
from jaring.office.payments.forms import ChosenDuesForm
from jaring.office.payments.models import NotOwed, Settlement
from jaring.office.payments.queries import State
from jaring.office.payments.views import user_of
from jaring.office.people.names import search_form
from jaring.office.ui.listing import Listing

ORDERS: Final = {
    "lampiran": ("enrolment__line__decree", "enrolment__line__number"),
    "nama": ("person__search_name", "person"),
}
EXPORTED_MAX: Final = 20_000


@needs(Action.SEE_MONEY)
def dues(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who is on a bill and what became of each due; some can be ticked, to be released or claimed back."""
    user = user_of(request)
    bill = get_object_or_404(bills_visible_to(user, Action.SEE_MONEY).select_related("payer"), public_id=public_id)
    may_ask = scope_for(user, Action.CLAIM_REFUND).covers(bill.regency_id)
    form = ChosenDuesForm(request.POST or None) if may_ask else None
    if request.method == "POST" and form is not None and form.is_valid():
        answer = _ask(request, bill, form, user)
        if answer is not None:
            return answer
    rows = _filtered(request, user, bill)
    shown = rows.select_related("person__village__district")
    money = queries.money_of(Bill.objects.filter(pk=bill.pk))[0]
    listing = Listing.of(request, shown, ORDERS)
    content = {
        "bill": bill,
        "money": money,
        "listing": listing,
        "dues": queries.states_of(listing.rows),
        "states": State.choices,
        "state": request.GET.get("keadaan", ""),
        "name": request.GET.get("cari", ""),
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
@require_GET
def export(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The filtered dues of a bill as a workbook, numbers masked."""
    user = user_of(request)
    bill = get_object_or_404(bills_visible_to(user, Action.SEE_MONEY), public_id=public_id)
    rows = _filtered(request, user, bill).select_related("person__village").order_by(*ORDERS["lampiran"])
    return exports.dues_workbook(queries.states_of(rows[:EXPORTED_MAX]), f"iuran-{bill.month}")


def _filtered(request: HttpRequest, user: User, bill: Bill) -> QuerySet[Due]:
    state = request.GET.get("keadaan", "")
    rows = queries.dues_in_state(dues_visible_to(user).filter(bill=bill), state if state in State.values else "")
    for word in search_form(request.GET.get("cari", "")).split():
        rows = rows.filter(person__search_name__contains=word)
    return rows


def _ask(request: HttpRequest, bill: Bill, form: ChosenDuesForm, user: User) -> HttpResponse | None:
    """Ask for a release or a refund of the dues that were ticked; None where that is refused."""
    given, now = form.cleaned_data, timezone.now()
    reason = NotOwed(given["reason"])
    ticked = [int(key) for key in request.POST.getlist("orang") if key.isdigit()]
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
            claim_date=day_there(bill.regency, now),
            basis=given["reference"],
        )
        claim = services.claim_refund(bill.payer, named, letter, request_key=given["request_key"], actor=user, now=now)
        messages.success(request, _("Permintaan pengembalian tercatat. Cetak suratnya untuk BPJS."))
        return redirect("payments:refund", claim.public_id)
    except JaringError as error:
        language = get_language() or "id"
        form.add_error(None, f"{error.title.say(language)} {error.advice.say(language)}")
        return None
