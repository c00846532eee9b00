"""Language and clock of the reader; refusals and defects as pages that say no more than they may."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation

from jaring.core.errors import JaringError
from jaring.office.access.views import LANGUAGE_KEY
from jaring.office.outages import outage_of
from jaring.office.places.models import Regency
from jaring.office.ui.areas import areas_of
from jaring.office.ui.refusals import as_main_part, refuse, refuse_alone

GetResponse = Callable[[HttpRequest], HttpResponse]
SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d(?:[\s.'-]?\d){15}(?!\d)")
"""A NIK or KK number as people type it, with separators or without."""
OUR_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A random id of the product's own. One in 350 holds sixteen digits in a row and is no number of a person."""
log = logging.getLogger("jaring.pages")


class LanguageMiddleware:
    """Speak the language that the user chose, Indonesian until then, and count days as in his regency.

    Who is not logged in is shown the day of the first regency that is kept here. The browser's own preference is not
    asked for: most office machines say English there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, zone = settings.LANGUAGE_CODE, None
        if request.user.is_authenticated:
            language = request.user.language
            zone = next((area.time_zone for area in areas_of(request.user)), None)
        else:
            language = request.session.get(LANGUAGE_KEY, language)
            zone = Regency.objects.order_by("code").values_list("time_zone", flat=True).first()
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(ZoneInfo(zone) if zone else None):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class DiscretionMiddleware:
    """Keep numbers of people out of addresses, and pages about people out of caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.GET and (clean := without_numbers(request.GET)) is not None:
            query = clean.urlencode()
            return HttpResponseRedirect(request.path + (f"?{query}" if query else ""))
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def without_numbers(query: QueryDict) -> QueryDict | None:
    """Return the query without the parts that hold a NIK or KK number; ``None`` when there is none."""
    kept = query.copy()
    for name, values in query.lists():
        if any(SIXTEEN_DIGITS.search(OUR_ID.sub("", text)) for text in (name, *values)):
            del kept[name]
    return kept if len(kept) != len(query) else None


class RefusalMiddleware:
    """Turn what a view raises into a page: a refusal with its reason, a defect with nothing but an id."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, JaringError):
            return refuse(request, error)
        if outage := outage_of(error):
            return refuse_alone(request, outage)
        if settings.DEBUG or isinstance(error, (Http404, PermissionDenied, SuspiciousOperation, BadRequest)):
            return None
        got_request_exception.send(sender=type(self), request=request)  # The test client raises it again.
        return defect(request, error)


def failure(request: HttpRequest) -> HttpResponse:
    """Answer what was raised before or after a view, where no middleware turns it into a page: Django's handler500."""
    error = sys.exception()
    assert isinstance(error, Exception)
    outage = outage_of(error)
    return refuse_alone(request, outage) if outage else defect(request, error)


def defect(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log where a defect happened under a fresh id, and show the id.

    The message of the error is not logged: a database puts the values of the row into it.
    """
    defect_id = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames[-12:]))
    log.error("defect %s: %s at %s", defect_id, type(error).__name__, where)
    response = render(request, "500.html", {"defect_id": defect_id}, status=500)
    return as_main_part(request, response)
