"""Devices from which somebody has logged in before: failures from elsewhere do not keep him out there.

The browser keeps signed hashes of names, no name. A copy of them lets nobody in: guesses are still counted by address.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jaring.office import vault

COOKIE: Final = "perangkat"
KNOWN_FOR: Final = timedelta(days=90)
NAMES_MAX: Final = 8
"""A computer of an office is used by several people."""


def knows(request: HttpRequest, username: str) -> bool:
    """Say whether somebody of this name has logged in here within 90 days."""
    return _name(username) in _names(request)


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Let the browser keep that somebody of this name has logged in."""
    names = [_name(username), *(name for name in _names(request) if name != _name(username))][:NAMES_MAX]
    response.set_signed_cookie(
        COOKIE,
        ".".join(names),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _names(request: HttpRequest) -> list[str]:
    kept = request.get_signed_cookie(COOKIE, default="", max_age=KNOWN_FOR)
    return kept.split(".") if kept else []


def _name(username: str) -> str:
    return vault.look_up("device", "account", username.casefold())[:16].hex()
