"""Reads of saved views, from ``views_visible_to``, and of bulk exports, from ``exports_visible_to``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import Field
from django.http import QueryDict

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import roles_of, scope_for
from jaring.office.lists.models import OFFICE, ExportDecision, ExportRequest, SavedView
from jaring.office.lists.sheets import COLUMNS, Sheet
from jaring.office.ui.listing import ORDER


def views_visible_to(user: User, sheet: Sheet) -> QuerySet[SavedView]:
    """Return the views of a list that are the user's own or shared with him, in the regencies where he meets it."""
    shared = Q(shared_with__in=[OFFICE, *(str(role) for role in roles_of(user))])
    views = SavedView.objects.filter(Q(owner=user) | shared, sheet=sheet.name)
    return scope_for(user, sheet.action).within(views, village="")


def exports_visible_to(user: User) -> QuerySet[ExportRequest]:
    """Return the user's own requests, and those of the regencies in which he releases some or examines the chain."""
    scopes = (scope_for(user, action) for action in (Action.RELEASE_EXPORT, Action.SEE_AUDIT))
    regencies = frozenset().union(*(scope.regencies for scope in scopes))
    return ExportRequest.objects.filter(Q(requested_by=user) | Q(regency__in=regencies))


def exports_waiting_for(user: User) -> QuerySet[ExportRequest]:
    """Return the requests that the user can decide; not his own."""
    scope = scope_for(user, Action.RELEASE_EXPORT)
    return ExportRequest.objects.filter(regency__in=scope.regencies, decision=None).exclude(requested_by=user)


def exports_to_take(user: User, now: datetime) -> QuerySet[ExportRequest]:
    """Return the user's requests that were released and still can be taken."""
    return ExportRequest.objects.filter(requested_by=user, decision__is_released=True, decision__expires_at__gt=now)


def open_requests(user: User, sheet: Sheet, subject: str, now: datetime) -> list[ExportRequest]:
    """Return the visible requests for one list that wait for a decision or can still be taken, the newest first."""
    is_open = Q(decision=None) | Q(decision__is_released=True, decision__expires_at__gt=now)
    rows = exports_visible_to(user).filter(is_open, sheet=sheet.name, subject=subject)
    return list(rows.select_related("requested_by", "decision"))


def state_of(asked: ExportRequest, now: datetime) -> str:
    """Return how far a request is: ``waiting``, ``released``, ``expired`` or ``declined``."""
    decision: ExportDecision | None = getattr(asked, "decision", None)
    if decision is None:
        return "waiting"
    if decision.expires_at is None:
        return "declined"
    return "released" if decision.expires_at > now else "expired"


def holds(
    view: SavedView, sheet: Sheet, user: User, fields: Mapping[str, Field], orders: Mapping[str, object]
) -> bool:
    """Say whether everything that a view asks for is on offer to the user now.

    Args:
        view: The view.
        sheet: Its list.
        user: Who opens it.
        fields: The filters of the list as they are offered to the user.
        orders: The orders of the list.
    """
    columns = {column.name for column in sheet.offered_to(user)}
    for name, values in view.state.items():
        if name == COLUMNS:
            is_good = set(values) <= columns
        elif name == ORDER:
            is_good = all(value.removeprefix("-") in orders for value in values)
        else:
            is_good = name in sheet.filters and name in fields and all(_is_offered(fields[name], v) for v in values)
        if not is_good:
            return False
    return True


def address_of(view: SavedView, sheet: Sheet) -> str:
    """Return the query of a list's address that shows a view."""
    query = QueryDict(mutable=True)
    for name in sheet.kept:  # A database gives the parts back in whatever order it likes.
        query.setlist(name, view.state.get(name, []))
    return f"?{query.urlencode()}"


def _is_offered(field: Field, value: str) -> bool:
    try:
        field.clean(value)
    except ValidationError:
        return False
    return True
