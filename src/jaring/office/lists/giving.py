"""Handing out a list: at once where it is short, else through a request that somebody else releases."""

from __future__ import annotations

from uuid import uuid4

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jaring.office.access.models import User
from jaring.office.lists import limits
from jaring.office.lists.exporting import Export, written
from jaring.office.lists.forms import AskForm
from jaring.office.papers import hand_out


def give(request: HttpRequest, export: Export) -> FileResponse | HttpResponse:
    """Hand out a list as a workbook; ask for a reason where it is so long that it takes two people."""
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    if export.needs_two:
        typed = {"sheet": export.sheet.name, "subject": export.subject, "state": request.GET.urlencode()}
        return ask_page(request, export, AskForm(initial=typed | {"request_key": uuid4()}))
    return hand_out(written(export, request.user, timezone.now()), export.file_name)


def ask_page(request: HttpRequest, export: Export, form: AskForm, status: int = 200) -> HttpResponse:
    """Show what would leave, and ask what for."""
    own = [limits.limits_of(code) for code in export.regency_codes]
    content = {
        "export": export,
        "form": form,
        "limit": min(each.rows_max for each in own),
        "days": min(each.open_days for each in own),
    }
    return render(request, "lists/ask_export.html", content, status=status)
