"""Default deny: a view runs only when it declares the action it needs, and the user may do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver

from jaring.office.access.roles import Action
from jaring.office.access.scope import NotAllowedError, grants_of, may
from jaring.office.postgresql.sight import seeing
from jaring.office.ui.refusals import refuse

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
OPEN = "open"
"""Marks a view that needs no account."""


def needs(action: Action | str) -> Callable[[View], View]:
    """Declare the action that a view needs; ``OPEN`` for the few that need no account."""

    def mark(view: View) -> View:
        view.needs_action = action  # type: ignore[attr-defined]  # Read by the middleware below.
        return view

    return mark


class SightMiddleware:
    """Meet only rows of the regencies in which the user holds a role: the second wall, in PostgreSQL itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if connection.vendor != "postgresql":
            return self.get_response(request)
        with seeing(grant.area_code[:5] for grant in grants_of(request.user)):
            return self.get_response(request)


class PermissionMiddleware:
    """Refuse every view that declares nothing, and every user who may not do what it declares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        action = declared_action(view)
        if action == OPEN:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if action is None or not may(request.user, Action(action)):
            return refuse(request, NotAllowedError())  # Raised here it would pass by every middleware.
        return None


def declared_action(view: Callable[..., object]) -> str | None:
    """Return what a view declares; Django's stock admin counts as the administrator's."""
    module = getattr(view, "__module__", "")
    if module.startswith(("django.contrib.admin", "django.contrib.auth.admin")):
        return Action.MANAGE_USERS
    return getattr(view, "needs_action", None)


def undeclared(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    """Return the routes whose view declares no action: there must be none."""
    found = []
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += undeclared(pattern.url_patterns, route)
        elif declared_action(pattern.callback) is None:
            found.append(route)
    return found
