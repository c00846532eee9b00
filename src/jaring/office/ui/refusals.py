"""How a refusal is answered over HTTP: one small table, by the area of the code."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jaring.core.errors import JaringError

STATUS_BY_AREA: Final[dict[str, HTTPStatus]] = {
    "1": HTTPStatus.UNPROCESSABLE_ENTITY,  # Law and rules: what was given does not fit them.
    "2": HTTPStatus.CONFLICT,  # The ledger holds something else.
    "3": HTTPStatus.CONFLICT,  # The bill exists, or the key was used.
    "4": HTTPStatus.UNPROCESSABLE_ENTITY,  # A file or row that cannot be read.
    "5": HTTPStatus.CONFLICT,  # The programme or the decree is in another state.
    "6": HTTPStatus.FORBIDDEN,
    "7": HTTPStatus.SERVICE_UNAVAILABLE,  # The installation, not the request, is at fault.
    "8": HTTPStatus.UNPROCESSABLE_ENTITY,
}


STATUS_BY_CODE: Final[dict[str, HTTPStatus]] = {
    "JRG-441": HTTPStatus.GONE,
    "JRG-442": HTTPStatus.CONFLICT,
    "JRG-602": HTTPStatus.CONFLICT,  # Somebody else has to do it; the role is not what is missing.
    "JRG-605": HTTPStatus.GONE,  # The link has worked, or works no more.
    "JRG-608": HTTPStatus.CONFLICT,
    "JRG-609": HTTPStatus.UNPROCESSABLE_ENTITY,
    "JRG-610": HTTPStatus.CONFLICT,
    "JRG-611": HTTPStatus.CONFLICT,
    "JRG-612": HTTPStatus.CONFLICT,
    "JRG-613": HTTPStatus.CONFLICT,
    "JRG-614": HTTPStatus.CONFLICT,
    "JRG-603": HTTPStatus.UNPROCESSABLE_ENTITY,  # A reason was not given.
    "JRG-808": HTTPStatus.SERVICE_UNAVAILABLE,  # Too many ask at once; the request itself is fine.
}
"""Codes that their area does not fit."""


def status_of(error: JaringError) -> HTTPStatus:
    """Return the HTTP status of a refusal, from the first digit of its code where nothing else is said."""
    if error.code in STATUS_BY_CODE:
        return STATUS_BY_CODE[error.code]
    return STATUS_BY_AREA.get(error.code.removeprefix("JRG-")[:1], HTTPStatus.UNPROCESSABLE_ENTITY)


def refuse(request: HttpRequest, error: JaringError) -> HttpResponse:
    """Show a refusal as a page; a partial update puts it in place of the page's main part."""
    response = render(request, "ui/refusal.html", {"error": error}, status=status_of(error))
    return as_main_part(request, response)


def refuse_alone(request: HttpRequest, error: JaringError) -> HttpResponse:
    """Show a refusal on a page without frame, which asks the database nothing: it has just failed."""
    return as_main_part(request, render(request, "503.html", {"error": error}, status=status_of(error)))


def as_main_part(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell htmx to show a full page in the main part, whatever part was asked for."""
    if getattr(request, "htmx", False):
        response["HX-Retarget"] = response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML"
    return response
