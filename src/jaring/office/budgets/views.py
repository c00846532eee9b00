"""The budget room: payers with their money, the documents behind it, a new year, new payers."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office import papers
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.audit import services as audit
from jaring.office.billing.years import year_asked
from jaring.office.budgets import queries
from jaring.office.budgets.exports import write_standings
from jaring.office.budgets.forms import (
    BudgetForm,
    ChangePayerForm,
    PayerForm,
    VillagePayersForm,
    YearForm,
    known_groups,
)
from jaring.office.places.models import Regency, Village
from jaring.office.programme import services
from jaring.office.programme.models import Payer, ProgrammeYear
from jaring.office.ui.listing import Listing
from jaring.regencies.budget_lines import lines_for

PAYER_ORDERS = {"kode": ("kind", "code", "id"), "nama": ("name", "id")}


@needs(Action.SEE_MONEY)
@require_GET
def room(request: HttpRequest) -> HttpResponse:
    """Every payer of a year: ceiling, commitments, bills, payments, what is left and how long it lasts."""
    user = user_of(request)
    years = list(queries.years_visible_to(user))
    year = year_asked(years, request.GET.get("tahun", ""))
    found = queries.standings(year, queries.payers_visible_to(user)) if year else []
    content = {
        "years": years,
        "year": year,
        "standings": found,
        "totals": queries.totals(found),
        "may_manage": bool(scope_for(user, Action.MANAGE_BUDGET)),
        "may_draft": bool(scope_for(user, Action.DRAFT_DECREE)),
    }
    return render(request, "budgets/room.html", content)


@needs(Action.SEE_MONEY)
@require_POST
def export(request: HttpRequest) -> FileResponse:
    """Give the room as a workbook with every entry and its document, and write that down."""
    user, now = user_of(request), timezone.now()
    year = year_asked(list(queries.years_visible_to(user)), request.POST.get("tahun", ""))
    if year is None:
        raise Http404
    found = queries.standings(year, queries.payers_visible_to(user))
    entries = queries.entries_visible_to(user).filter(programme_year=year).select_related("payer").order_by("id")
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # The response closes it, which removes it.
    write_standings(file, found, entries)
    detail: dict[str, int | str | list[str]] = {"payers": len(found)}
    with transaction.atomic():
        audit.record(user, "programme.budget_exported", year.regency_id, now=now, subject=str(year), detail=detail)
    file.seek(0)
    return papers.hand_out(file, papers.file_name("anggaran", year.year, suffix=".xlsx"))


@needs(Action.SEE_MONEY)
@require_GET
def payer(request: HttpRequest, pk: int) -> HttpResponse:
    """One payer in one year: its lines, every entry with its document, and what may be done with it."""
    source = get_object_or_404(queries.payers_visible_to(user_of(request)), pk=pk)
    return _payer_page(request, source, request.GET.get("tahun", ""))


@needs(Action.MANAGE_BUDGET)
@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a budget document; the same request again changes nothing."""
    user = user_of(request)
    source = get_object_or_404(queries.payers_visible_to(user, Action.MANAGE_BUDGET), pk=pk)
    years = queries.years_visible_to(user).filter(regency=source.regency_id)
    year = get_object_or_404(years, public_id=request.POST.get("tahun", ""))
    form = BudgetForm(request.POST, lines_for(source.regency_id, PayerOfLaw(source.kind)))
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.book_budget(
                year,
                source,
                form.line_amounts(),
                form.document(),
                despite_commitments=given["despite_commitments"],
                request_key=given["request_key"],
                actor=user,
                now=timezone.now(),
            )
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Anggaran dicatat."))
            return redirect(f"{reverse('budgets:payer', args=[pk])}?tahun={year.public_id}")
    return _payer_page(request, source, str(year.public_id), form=form, status=422)


@needs(Action.MANAGE_BUDGET)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a payer another name or group code."""
    user = user_of(request)
    source = get_object_or_404(queries.payers_visible_to(user, Action.MANAGE_BUDGET), pk=pk)
    form = ChangePayerForm(request.POST, source, known_groups(timezone.localdate()))
    if form.is_valid():
        try:
            services.change_payer(source, **form.cleaned_data, actor=user, now=timezone.now())
        except JaringError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Sumber dana diubah."))
            return redirect("budgets:payer", pk)
    return _payer_page(request, source, "", change_form=form, status=422)


def _payer_page(
    request: HttpRequest,
    source: Payer,
    asked_year: str,
    *,
    form: BudgetForm | None = None,
    change_form: ChangePayerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = user_of(request)
    years = list(queries.years_visible_to(user).filter(regency=source.regency_id))
    year = year_asked(years, asked_year)
    rows = queries.entries_visible_to(user).filter(payer=source, programme_year=year)
    entries = list(rows.select_related("entered_by").order_by("id"))
    may_manage = scope_for(user, Action.MANAGE_BUDGET).covers(source.regency_id)
    offered = lines_for(source.regency_id, PayerOfLaw(source.kind))
    content = {
        "payer": source,
        "years": years,
        "year": year,
        "standing": queries.standing_of(year, source, queries.ceilings_in(entries)) if year else None,
        "entries": entries,
        "lines": offered,
        "form": (form or BudgetForm(None, offered)) if may_manage and year else None,
        "change_form": (change_form or ChangePayerForm(None, source, known_groups(timezone.localdate())))
        if may_manage
        else None,
    }
    return render(request, "budgets/payer.html", content, status=status)


@needs(Action.MANAGE_BUDGET)
def open_year(request: HttpRequest) -> HttpResponse:
    """Open a programme year."""
    user = user_of(request)
    regency = regency_of(user)
    form = YearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        first = given["from_month"] or Month(given["year"], 1)
        try:
            year = services.open_year(
                regency,
                given["year"],
                from_month=first,
                until_month=Month(given["year"] + 1, 1),
                base_idr=given["base"].idr,
                actor=user,
                now=timezone.now(),
            )
        except JaringError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Tahun program dibuka. Catat anggarannya pada setiap sumber dana."))
            return redirect_to_year(year)
    return render(request, "budgets/year.html", {"form": form}, status=422 if form.errors else 200)


@needs(Action.SEE_MONEY)
@require_GET
def payers(request: HttpRequest) -> HttpResponse:
    """All payers, and the forms to register more."""
    return _payers_page(request, None)


@needs(Action.MANAGE_BUDGET)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Register a payer."""
    user = user_of(request)
    form = _payer_form(request.POST, user)
    if form.is_valid():
        try:
            added = services.register_payer(regency_of(user), **form.cleaned_data, actor=user, now=timezone.now())
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Sumber dana terdaftar dengan kode %(code)s.") % {"code": added.short})
            return redirect("budgets:payers")
    return _payers_page(request, form, status=422)


def _payers_page(request: HttpRequest, form: PayerForm | None, status: int = 200) -> HttpResponse:
    user = user_of(request)
    may_manage = bool(scope_for(user, Action.MANAGE_BUDGET))
    content = {
        "listing": Listing.of(request, queries.payers_visible_to(user), PAYER_ORDERS),
        "form": (form or _payer_form(None, user)) if may_manage else None,
        "villages_form": VillagePayersForm() if may_manage else None,
    }
    return render(request, "budgets/payers.html", content, status=status)


def _payer_form(given: QueryDict | None, user: User) -> PayerForm:
    villages = Village.objects.filter(district__regency=regency_of(user)).order_by("code")
    return PayerForm(given, villages, known_groups(timezone.localdate()))


@needs(Action.MANAGE_BUDGET)
@require_POST
def village_payers(request: HttpRequest) -> HttpResponse:
    """Register a payer for every village that has none of the kind."""
    user = user_of(request)
    form = VillagePayersForm(request.POST)
    if not form.is_valid():
        raise Http404
    made = services.register_village_payers(
        regency_of(user), form.cleaned_data["kind"], actor=user, now=timezone.now()
    )
    said_made = ngettext("%(count)d sumber dana desa didaftarkan.", "%(count)d sumber dana desa didaftarkan.", made)
    messages.success(request, said_made % {"count": made})
    return redirect("budgets:payers")


def redirect_to_year(year: ProgrammeYear) -> HttpResponse:
    """Lead to the room of a year."""
    response = redirect("budgets:room")
    response["Location"] += f"?tahun={year.public_id}"
    return response


def regency_of(user: User) -> Regency:
    """Return the regency whose budget a user manages; the first where there are several."""
    regencies = scope_for(user, Action.MANAGE_BUDGET).within(
        Regency.objects.order_by("code"), village="", regency="code"
    )
    found: Regency = get_object_or_404(regencies[:1])
    return found


def said(error: JaringError) -> str:
    """Return a refusal as a form shows it."""
    return f"{error.title.say(get_language())} {error.advice.say(get_language())}"


def user_of(request: HttpRequest) -> User:
    """Return who asks; the permission middleware let nobody else in."""
    assert isinstance(request.user, User)
    return request.user
