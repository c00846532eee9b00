"""Saved views, kept and deleted; and the search by anything."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action, Role
from jaring.office.lists import finding, services
from jaring.office.lists.models import OFFICE, SavedView
from jaring.office.lists.registry import SHEETS

TEXT_LENGTH_MAX: Final = 80
NUMBER_LENGTH: Final = 16
NUMBER_LENGTH_MIN: Final = 9
"""Digits alone, from so many up, are taken for an identifier: they never enter an address."""


@needs(Action.SEE_HOME)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep how a list is looked at, and go back to it."""
    user = _user(request)
    sheet = SHEETS.get(request.POST.get("sheet", ""))
    shared_with = request.POST.get("shared_with", "")
    if sheet is None or shared_with not in ("", OFFICE, *Role.values):
        raise Http404
    query = request.POST.get("state", "").removeprefix("?")
    state = dict(QueryDict(query).lists())
    name = request.POST.get("name", "")
    services.save_view(sheet, name, state, shared_with=shared_with, actor=user, now=timezone.now())
    messages.success(request, _("Tampilan tersimpan: saringan, urutan, dan kolomnya; bukan orangnya."))
    return HttpResponseRedirect(f"{_back(request)}?{query}")


@needs(Action.SEE_HOME)
@require_POST
def delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one's own view away."""
    user = _user(request)
    view = get_object_or_404(SavedView.objects.filter(owner=user), public_id=public_id)
    services.delete_view(view, actor=user, now=timezone.now())
    messages.success(request, _("Tampilan dihapus."))
    return HttpResponseRedirect(_back(request))


@needs(Action.SEE_HOME)
def find(request: HttpRequest) -> HttpResponse:
    """Search by anything. The words come by POST: a number goes no further than this, the rest into the address."""
    user = _user(request)
    text = " ".join((request.POST if request.method == "POST" else request.GET).get("q", "").split())[:TEXT_LENGTH_MAX]
    number = _number_in(text)
    if number:
        return _find_number(request, user, number)
    if request.method == "POST":
        return HttpResponseRedirect(f"{reverse('lists:find')}?{urlencode({'q': text})}")
    content = {"text": text, "found": finding.find(user, text), "everybody": urlencode({"cari": text})}
    return render(request, "lists/find.html", content)


def _number_in(text: str) -> str:
    """Return the digits of a text that holds nothing else and may be an identifier; empty for other texts."""
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) >= NUMBER_LENGTH_MIN and re.fullmatch(r"[\d\s.'’-]+", text) else ""


def _find_number(request: HttpRequest, user: User, number: str) -> HttpResponse:
    """Lead to the person with a NIK; show who shares a KK. The number itself is not shown again."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("lists:find"))
    people = finding.people_by_number(user, number) if len(number) == NUMBER_LENGTH else []
    if len(people) == 1:
        return redirect("people:detail", people[0].public_id)
    if not people:
        messages.warning(
            request,
            _("Nomor itu tidak ada pada daftar di wilayah kerja Anda. NIK dan nomor KK terdiri atas 16 angka."),
        )
        return HttpResponseRedirect(reverse("lists:find"))
    return render(request, "lists/find.html", {"text": "", "found": finding.Found(people=people)})


def _back(request: HttpRequest) -> str:
    """Return the list from which the user came, a page of this office only."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if is_ours else reverse("ui:home")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
