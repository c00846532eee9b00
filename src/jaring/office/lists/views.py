"""Saved views: keeping, opening and deleting them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action, Role
from jaring.office.lists import services
from jaring.office.lists.models import OFFICE, SavedView
from jaring.office.lists.registry import SHEETS


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


def _back(request: HttpRequest) -> str:
    """Return the list from which the user came, a page of this office only."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if is_ours else reverse("ui:home")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
