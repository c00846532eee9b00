"""Bulk exports as pages: who asked for what, the second person's decision, and the workbook itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.lists import queries, services
from jaring.office.lists.exporting import written
from jaring.office.lists.forms import AskForm, ReleaseForm
from jaring.office.lists.giving import ask_page
from jaring.office.lists.models import ExportRequest
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.registry import EXPORTS, TITLES, export_asked
from jaring.office.lists.requests import ORDERS, REQUESTS, Line, RequestFilter
from jaring.office.lists.sheets import Table
from jaring.office.papers import hand_out
from jaring.office.ui.listing import Listing


@needs(Action.SEE_HOME)
@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """The bulk exports that the user asked for or can decide, and how far each is."""
    user, now, form = _user(request), timezone.now(), RequestFilter(request.GET, TITLES)
    if (led := led_by_view(request, REQUESTS, user, form.fields, ORDERS)) is not None:
        return led
    rows = form.narrow(queries.exports_visible_to(user), now)
    listing = Listing.of(request, rows.select_related("requested_by", "decision__decided_by"), ORDERS)
    lines = [Line.of(each, TITLES, now) for each in listing.rows]
    table = Table.of(REQUESTS, user, listing, lines, orders=ORDERS)
    return render(request, "lists/exports.html", {"form": form, "listing": listing, "table": table})


@needs(Action.SEE_HOME)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask that somebody else releases a list."""
    user, now = _user(request), timezone.now()
    form = AskForm(request.POST)
    if (read := EXPORTS.get(request.POST.get("sheet", ""))) is None:
        raise Http404
    state = request.POST.get("state", "")
    export = read(user, QueryDict(state), request.POST.get("subject", ""))
    if not form.is_valid():
        return ask_page(request, export, form, status=422)
    given = form.cleaned_data
    try:
        asked = services.ask_export(
            export, given["state"], given["reason"], request_key=given["request_key"], actor=user, now=now
        )
    except JaringError as error:  # Shown at the form, which keeps what was typed.
        form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        return ask_page(request, export, form, status=422)
    messages.success(request, _("Permintaan unduhan dicatat dan menunggu orang kedua."))
    return redirect("lists:export", asked.public_id)


@needs(Action.SEE_HOME)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request: what leaves, what for, who decided, and until when it can be taken."""
    user, now = _user(request), timezone.now()
    asked = _visible(user, public_id)
    state, is_own = queries.state_of(asked, now), asked.requested_by_id == user.pk
    may_decide = state == "waiting" and scope_for(user, Action.RELEASE_EXPORT).covers(asked.regency_id)
    content = {
        "asked": asked,
        "title": TITLES[asked.sheet],
        "state": state,
        "decision": getattr(asked, "decision", None),
        "form": ReleaseForm() if may_decide and not is_own else None,
        "may_take": state == "released" and is_own,
    }
    return render(request, "lists/export.html", content)


@needs(Action.RELEASE_EXPORT, fresh=True)
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Release a list that somebody else asked for, or decline it."""
    user = _user(request)
    asked = get_object_or_404(queries.exports_visible_to(user), public_id=public_id)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Pilih lepaskan atau tolak."))
        return redirect("lists:export", asked.public_id)
    is_released = form.cleaned_data["outcome"] == "release"
    note = form.cleaned_data["note"]
    services.decide_export(asked, is_released=is_released, note=note, actor=user, now=timezone.now())
    messages.success(request, _("Unduhan dilepas.") if is_released else _("Permintaan unduhan ditolak."))
    return redirect("lists:export", asked.public_id)


@needs(Action.SEE_HOME, fresh=True)
@require_POST
def take(request: HttpRequest, public_id: UUID) -> FileResponse:
    """Give the workbook that was released to the user, as often as he needs it until it expires."""
    user, now = _user(request), timezone.now()
    asked = get_object_or_404(ExportRequest.objects.filter(requested_by=user), public_id=public_id)
    export = export_asked(asked, user)
    services.check_released(asked, export, actor=user, now=now)
    return hand_out(written(export, user, now, request=str(asked.public_id)), export.file_name)


def _visible(user: User, public_id: UUID) -> ExportRequest:
    rows = queries.exports_visible_to(user).select_related("requested_by", "decision__decided_by")
    return get_object_or_404(rows, public_id=public_id)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
