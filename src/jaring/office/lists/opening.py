"""Opening a saved view on the page of its list."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from jaring.office.access.models import User
from jaring.office.lists import queries
from jaring.office.lists.errors import ViewStaleError
from jaring.office.lists.sheets import VIEW, Sheet


def led_by_view(
    request: HttpRequest, sheet: Sheet, user: User, fields: Mapping[str, Field], orders: Mapping[str, object]
) -> HttpResponse | None:
    """Lead to the address that the asked view stands for; ``None`` where no view is asked for.

    Args:
        request: Its address may name a view.
        sheet: The list.
        user: Who asks.
        fields: The filters of the list as they are offered to the user.
        orders: The orders of the list.

    Raises:
        ViewStaleError: (JRG-441)
    """
    asked = request.GET.get(VIEW)
    if asked is None:
        return None
    try:
        public_id = UUID(asked)
    except ValueError:
        raise Http404 from None
    view = get_object_or_404(queries.views_visible_to(user, sheet), public_id=public_id)
    if not queries.holds(view, sheet, user, fields, orders):
        raise ViewStaleError
    return HttpResponseRedirect(f"{request.path}{queries.address_of(view, sheet)}")
