"""The home page: what must I do today, and the figures behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jaring.office.access.middleware import OPEN, needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import roles_of
from jaring.office.ui import home as desks
from jaring.office.ui.glossary import TERMS
from jaring.office.ui.guides import GUIDES
from jaring.office.ui.templatetags.jaring import say


@needs(Action.SEE_HOME)
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk of the user's roles."""
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    user, held = request.user, roles_of(request.user)
    desk = desks.Desk(user, timezone.localdate())
    content = {
        "today": desk.today,
        "todos": desks.todos_of(desk),
        "is_reminded": any(held & roles for roles in desks.TODOS.values()),
        "figures": desks.figures_of(desk),
        "bills": desks.latest_bills(user) if held & {Role.AUDITOR, Role.INSURER} else [],
        "decrees": desks.latest_decrees(user) if Role.AUDITOR in held else [],
        "entries": desks.latest_entries(user) if Role.AUDITOR in held else [],
        "leads": Role.LEADERSHIP in held,
        "districts": desk.places if Role.LEADERSHIP in held else [],
    }
    return render(request, "ui/home.html", content)


@needs(Action.SEE_HOME)
def help_page(request: HttpRequest) -> HttpResponse:
    """Show what the user's roles do in their first ten minutes."""
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    held = roles_of(request.user)
    return render(request, "ui/help.html", {"guides": [(role, GUIDES[role]) for role in Role if role in held]})


@needs(OPEN)
def glossary(request: HttpRequest) -> HttpResponse:
    """Show what the words of pages and papers mean, in the order of the reader's alphabet."""
    return render(request, "ui/glossary.html", {"terms": sorted(TERMS, key=lambda each: say(each.term).casefold())})
