"""The ledger: balances of any day as they were known, the journal, one entry, closing a month, files to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.accounts import chart
from jaring.core.month import Month
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.books import exports, queries, services
from jaring.office.books.beancount import beancount_lines
from jaring.office.books.forms import JournalForm, StatementForm
from jaring.office.books.models import Entry
from jaring.office.books.sources import source_address
from jaring.office.papers import hand_out
from jaring.office.places.models import Regency
from jaring.office.ui.listing import Listing

ORDERS: Final = {"baru": ("-date", "-number", "id"), "nomor": ("number", "id")}
ONE_DAY: Final = timedelta(days=1)


@needs(Action.SEE_MONEY)
@require_GET
def statement(request: HttpRequest) -> HttpResponse | FileResponse:
    """Balances by account and by payer, on any day, as they were known on any day; or as a workbook."""
    user = _user(request)
    form = StatementForm(request.GET, payers=queries.payers_visible_to(user), auto_id="saring_%s")
    entries = _asked(form, queries.entries_visible_to(user))
    found = queries.balances(entries)
    if _wants_workbook(request):
        return _workbook(
            "SALDO", exports.write_statement, queries.by_payer(found), about=_about(form), language=get_language()
        )
    content = {
        "form": form,
        "accounts": queries.by_account(found),
        "payers": queries.by_payer(found),
        "columns": list(chart().values()),
        "closings": _closings(user),
        "state": request.GET.urlencode(),
        "this_month": Month.of(form.cleaned_data.get("tanggal") or timezone.localdate()),
    }
    return render(request, "books/statement.html", content)


@needs(Action.SEE_MONEY)
@require_GET
def account(request: HttpRequest, key: str) -> HttpResponse | FileResponse:
    """The postings of one account in the order of their days, each with the balance after it; or as a workbook."""
    if key not in chart():
        raise Http404
    user = _user(request)
    form = StatementForm(request.GET, payers=queries.payers_visible_to(user), auto_id="saring_%s")
    lines = queries.lines_of(chart()[key], _asked(form, queries.entries_visible_to(user)))
    if _wants_workbook(request):
        return _workbook(f"AKUN-{key}", exports.write_account, lines, about=_about(form))
    orders = {"lama": ("entry__date", "entry__number", "line"), "baru": ("-entry__date", "-entry__number", "-line")}
    content = {
        "account": chart()[key],
        "form": form,
        "state": request.GET.urlencode(),
        "listing": Listing.of(request, lines.select_related("entry__payer"), orders),
    }
    return render(request, "books/account.html", content)


@needs(Action.SEE_MONEY)
@require_GET
def journal(request: HttpRequest) -> HttpResponse | FileResponse:
    """Every entry, the latest first; or as a workbook with every line."""
    user = _user(request)
    form = JournalForm(request.GET, payers=queries.payers_visible_to(user), auto_id="saring_%s")
    entries = _narrowed(form, queries.entries_visible_to(user))
    if _wants_workbook(request):
        return _workbook("JURNAL", exports.write_journal, entries, about=_about(form), language=get_language())
    rows = queries.with_totals(entries).select_related("payer", "recorded_by")
    listing = Listing.of(request, rows, ORDERS)
    return render(request, "books/journal.html", {"form": form, "listing": listing, "state": request.GET.urlencode()})


@needs(Action.SEE_MONEY)
@require_GET
def entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """One entry with its lines, what it undoes or is undone by, and the way to the act behind it."""
    visible = queries.entries_visible_to(_user(request)).select_related("payer", "recorded_by", "reverses", "reversal")
    found = get_object_or_404(visible, pk=key)
    lines = [(chart()[line.account], line.amount_idr) for line in found.postings.order_by("line")]
    content = {"entry": found, "lines": lines, "source": source_address(found)}
    return render(request, "books/entry.html", content)


@needs(Action.SEE_MONEY)
@require_GET
def of_source(request: HttpRequest, source: UUID) -> HttpResponse:
    """Lead from an act (a bill, a transfer, a claim, a receipt) to the entry that it made first."""
    entry = queries.entries_visible_to(_user(request)).filter(source=source).order_by("number").first()
    if entry is None:
        raise Http404
    return redirect("books:entry", entry.pk)


@needs(Action.SEE_MONEY)
@require_GET
def beancount(request: HttpRequest) -> StreamingHttpResponse:
    """Give the whole ledger that the reader may see as beancount text. It names nobody who is covered."""
    lines = beancount_lines(queries.entries_visible_to(_user(request)), "Jaring")
    response = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="BUKU.beancount"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Action.CLOSE_PERIOD)
@require_POST
def close(request: HttpRequest, regency_code: str, month: Month) -> HttpResponse:
    """Close the books of a regency up to the end of a month."""
    user = _user(request)
    regencies = scope_for(user, Action.CLOSE_PERIOD).within(Regency.objects.all(), village="", regency="code")
    regency = get_object_or_404(regencies, code=regency_code)
    services.close_month(regency, month, actor=user, now=timezone.now())
    messages.success(request, _("Pembukuan ditutup. Yang datang kemudian dibukukan pada bulan terbuka."))
    return redirect("books:statement")


def _asked(form: StatementForm, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return the entries that count by the days and the payer of a form; what is not a day is not asked."""
    form.full_clean()
    given = form.cleaned_data
    known_on: date | None = given.get("diketahui")
    zone = timezone.get_current_timezone()  # That of the reader's regency.
    known_before = None if known_on is None else datetime.combine(known_on + ONE_DAY, time(0), tzinfo=zone)
    entries = queries.known(entries, on=given.get("tanggal"), known_before=known_before)
    return entries.filter(payer=given["sumber"]) if given.get("sumber") else entries


def _narrowed(form: JournalForm, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    form.full_clean()
    given = form.cleaned_data
    asked = {
        "payer": given.get("sumber"),
        "kind": given.get("jenis"),
        "date__gte": given.get("sejak"),
        "date__lte": given.get("sampai"),
    }
    return entries.filter(**{name: value for name, value in asked.items() if value})


def _wants_workbook(request: HttpRequest) -> bool:
    return request.GET.get("bentuk") == "xlsx"


def _workbook(name: str, write: Callable[..., int], *rows: object, **options: object) -> FileResponse:
    """Hand out what ``write`` makes of some rows."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # The response closes it.
    write(file, *rows, **options)
    file.seek(0)
    return hand_out(file, f"{name}.xlsx")


def _about(form: Form) -> list[tuple[str, str]]:
    """Say by label and value what an export was narrowed by."""
    return [(str(form.fields[name].label), str(value)) for name, value in form.cleaned_data.items() if value]


def _closings(user: User) -> list[queries.ClosingState]:
    """Say for each regency up to when its books are closed, and which month the user may close next."""
    scope = scope_for(user, Action.CLOSE_PERIOD)
    visible = scope_for(user, Action.SEE_MONEY).within(Regency.objects.order_by("code"), village="", regency="code")
    return [
        queries.closing_state(
            regency,
            today=regency.day_of(timezone.now()),
            may_close=scope.covers(regency.code),
        )
        for regency in visible
    ]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
