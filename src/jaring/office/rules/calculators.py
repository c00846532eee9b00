"""Calculators and explanations: open to everybody, they keep nothing and ask for no name."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from jaring.core.law.choice import readings_on
from jaring.core.month import Month
from jaring.office.access.middleware import OPEN, needs
from jaring.office.rules import plain, queries
from jaring.office.rules.explained import ExplainedContribution
from jaring.office.rules.forms import ContributionForm, RateForm
from jaring.office.rules.readers import regency_of

SHAPE = "bentuk"
"""The part of an address that asks for plain text (``teks``) or the document of the command line (``json``)."""


@needs(OPEN)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What can be computed here."""
    return render(request, "rules/calculators.html")


@needs(OPEN)
@require_GET
def contribution(request: HttpRequest) -> HttpResponse:
    """Compute a contribution. The facts stand in the address, so that a result can be sent on."""
    asked = {name for name in request.GET if name in ContributionForm.base_fields}
    form = ContributionForm(request.GET if asked else None)
    explained = _explained(form, request) if form.is_valid() else None
    if explained and (document := _document(request, explained)):
        return document
    content = {"form": form, "explained": explained, **_about(request, explained)}
    return render(request, "rules/contribution.html", content, status=422 if form.errors else 200)


@needs(OPEN)
@require_GET
def contribution_explained(request: HttpRequest) -> HttpResponse:
    """Show how an amount of the product came about."""
    form = RateForm(request.GET)
    explained = _explained(form, request) if form.is_valid() else None
    if explained and (document := _document(request, explained)):
        return document
    content = {"form": form, "explained": explained, **_about(request, explained)}
    return render(request, "rules/contribution_explained.html", content, status=200 if explained else 422)


@needs(OPEN)
def benefit(request: HttpRequest) -> HttpResponse:
    """Compute what a case entitles to."""
    return render(request, "rules/calculators.html")


def _explained(form: ContributionForm, request: HttpRequest) -> ExplainedContribution | None:
    readings = _readings_of(request)
    due = form.compute(readings)
    if due is None:
        return None
    return ExplainedContribution(due, form.cleaned_data.get("penghasilan"), readings(due.facts.month))


def _readings_of(request: HttpRequest) -> Callable[[Month], frozenset[str]]:
    """Return which readings the reader's regency follows in a month, asked of the database once."""
    regency = regency_of(request)
    choices = queries.choices_of(regency.code) if regency else []
    return lambda month: readings_on(choices, month.first_day)


def _document(request: HttpRequest, explained: ExplainedContribution) -> HttpResponse | None:
    shape = request.GET.get(SHAPE, "")
    if shape == "json":
        return JsonResponse(explained.due.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    if shape == "teks":
        text = plain.contribution_text(explained, get_language() or "id")
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    return None


def _about(request: HttpRequest, explained: ExplainedContribution | None) -> dict[str, object]:
    if explained is None:
        return {}
    query = request.GET.copy()
    query.pop(SHAPE, None)
    return {"verdict": plain.verdict_of(explained), "query": query.urlencode()}
