"""For which regency a page answers: its choices of readings decide where the law is unsettled."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from jaring.office.places.models import Regency
from jaring.office.ui.areas import areas_of

REGENCY = "wilayah"
"""The part of an address that names a regency by its code."""


def regency_of(request: HttpRequest) -> Regency | None:
    """Return the regency that the address names, else the reader's own, else the only one kept here."""
    if code := request.GET.get(REGENCY, ""):
        return get_object_or_404(Regency, code=code)
    own = [area.code[:5] for area in areas_of(request.user)]
    kept = Regency.objects.filter(code__in=own[:1]) if own else Regency.objects.all()
    found = list(kept.order_by("code")[:2])
    return found[0] if len(found) == 1 else None
