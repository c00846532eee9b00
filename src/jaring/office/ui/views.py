"""The home page: what must I do today, and the figures behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jaring.office.access.middleware import needs
from jaring.office.access.roles import Action


@needs(Action.SEE_HOME)
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page of the user's roles."""
    return render(request, "ui/home.html")
