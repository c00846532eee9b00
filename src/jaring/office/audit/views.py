"""The audit chain: what was done, by whom and why, and whether the chain still holds."""

from __future__ import annotations

from itertools import islice
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.audit import queries, services
from jaring.office.audit.events import EVENTS
from jaring.office.audit.words import said
from jaring.office.ui.fields import DayField
from jaring.office.ui.listing import Listing

ORDERS: Final = {"baru": ("-at", "-position", "-id")}
FAULTS_SHOWN = 50


class FilterForm(forms.Form):
    """What the chain can be narrowed by."""

    marks_optional = False

    peristiwa = forms.ChoiceField(
        label=_("Peristiwa"), required=False, choices=[("", _("semua")), *sorted(EVENTS.items())]
    )
    sejak = DayField(label=_("Sejak tanggal"), required=False)


@needs(Action.SEE_AUDIT)
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The entries of the user's regencies, the latest first."""
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    form = FilterForm(request.GET, auto_id="saring_%s")
    form.full_clean()
    rows = queries.visible_to(request.user).select_related("actor")
    if event := form.cleaned_data.get("peristiwa"):
        rows = rows.filter(event=event)
    if since := form.cleaned_data.get("sejak"):
        rows = rows.filter(at__date__gte=since)
    listing = Listing.of(request, rows, ORDERS)
    lines = [(entry, said(entry.detail)) for entry in listing.rows]
    return render(request, "audit/list.html", {"form": form, "listing": listing, "lines": lines})


@needs(Action.SEE_AUDIT)
@require_GET
def verification(request: HttpRequest) -> HttpResponse:
    """Walk the chains of the user's regencies and show whether they hold."""
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    chains = [
        {
            "regency": regency,
            "entries": queries.visible_to(request.user).filter(regency=regency).count(),
            "faults": list(islice(services.verify(regency.code), FAULTS_SHOWN)),
        }
        for regency in queries.regencies_visible_to(request.user)
    ]
    return render(request, "audit/verification.html", {"chains": chains, "now": timezone.now()})
