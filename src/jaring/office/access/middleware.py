"""Default deny: a view runs only when it declares the action it needs, and the user may do it.

Where a second factor is required, it also wants one shown in this session, for some acts within the last half hour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from jaring.office.access import second_factor
from jaring.office.access.passwords import OVERDUE
from jaring.office.access.roles import Action
from jaring.office.access.scope import NotAllowedError, grants_of, may
from jaring.office.postgresql.sight import seeing
from jaring.office.ui.refusals import refuse

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
OPEN = "open"
"""Marks a view that needs no account."""


def needs(action: Action | str, *, fresh: bool = False, before_factor: bool = False) -> Callable[[View], View]:
    """Declare what a view needs.

    Args:
        action: The action; ``OPEN`` for the few views that need no account.
        fresh: A second factor shown within the last half hour, where one is required.
        before_factor: The view is open to who has logged in and has not shown a second factor yet.
    """

    def mark(view: View) -> View:
        view.needs_action = action  # type: ignore[attr-defined]  # Read by the middleware below.
        view.needs_fresh = fresh  # type: ignore[attr-defined]  # As the line above.
        view.before_factor = before_factor  # type: ignore[attr-defined]  # As the line above.
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
        return _second_factor_missing(request, view) or _password_overdue(request)


def _password_overdue(request: HttpRequest) -> HttpResponse | None:
    """Lead to changing a password whose days are over; nothing else opens before."""
    match = request.resolver_match
    if not request.session.get(OVERDUE) or match is None or match.view_name == "access:password":
        return None
    return _led_to("access:password", request)


def _second_factor_missing(request: HttpRequest, view: Callable[..., object]) -> HttpResponse | None:
    """Lead to setting up or showing a second factor, where this view wants one; it costs no statement."""
    if getattr(view, "before_factor", False) or not second_factor.is_wanted_of(request.user):
        return None
    if not second_factor.is_shown(request.session):
        return _led_to("access:factor", request)
    if needs_fresh(view) and not second_factor.is_fresh(request.session, timezone.now()):
        return _led_to("access:confirm", request)
    return None


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Lead to showing the second factor again where it is required and was shown too long ago.

    For acts that only sometimes want it; a view that always does declares ``fresh``.
    """
    if not second_factor.is_wanted_of(request.user) or second_factor.is_fresh(request.session, timezone.now()):
        return None
    return _led_to("access:confirm", request)


def _led_to(route: str, request: HttpRequest) -> HttpResponse:
    """Lead to a page that leads back: to this address, for an act to the page on which it was asked for."""
    target = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("ui:home")
    url = f"{reverse(route)}?{urlencode({'next': target})}"
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else HttpResponseRedirect(url)


def declared_action(view: Callable[..., object]) -> str | None:
    """Return the action that a view declares."""
    return getattr(view, "needs_action", None)


def needs_fresh(view: Callable[..., object]) -> bool:
    """Say whether a view declares that the second factor must have been shown lately."""
    return bool(getattr(view, "needs_fresh", False))


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
