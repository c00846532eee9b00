"""Calculators and explanations: open to everybody, they keep nothing and ask for no name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jaring.core.benefit import entitlement
from jaring.core.benefit.document import as_document
from jaring.core.errors import ParameterNotInForceError
from jaring.core.explanation import Explanation, plain_text
from jaring.core.law.choice import readings_on
from jaring.core.month import Month
from jaring.core.text import Language
from jaring.office.access.middleware import OPEN, needs
from jaring.office.rules import queries
from jaring.office.rules.case_form import CaseForm
from jaring.office.rules.case_rows import disability_rows
from jaring.office.rules.case_words import Occurrence
from jaring.office.rules.explained import ExplainedBenefit, ExplainedContribution
from jaring.office.rules.forms import ContributionForm, RateForm, add_refusal
from jaring.office.rules.papers import public_pdf
from jaring.office.rules.readers import regency_of

SHAPE = "bentuk"
"""The part of an address that asks for ``pdf``, plain text (``teks``), or the command line's document (``json``)."""


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
    if explained and (document := _contribution_document(request, explained)):
        return document
    content = {"form": form, "explained": explained, **_about(request, explained)}
    return render(request, "rules/contribution.html", content, status=422 if form.errors else 200)


@needs(OPEN)
@require_GET
def contribution_explained(request: HttpRequest) -> HttpResponse:
    """Show how an amount of the product came about."""
    form = RateForm(request.GET)
    explained = _explained(form, request) if form.is_valid() else None
    if explained and (document := _contribution_document(request, explained)):
        return document
    content = {"form": form, "explained": explained, **_about(request, explained)}
    return render(request, "rules/contribution_explained.html", content, status=200 if explained else 422)


@needs(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def benefit(request: HttpRequest) -> HttpResponse:
    """Compute what a case entitles to. The facts come by POST: days of a family do not belong into an address."""
    occurrence = _occurrence(request)
    if occurrence is None:
        return render(request, "rules/benefit_start.html", {"occurrences": list(Occurrence)})
    form = CaseForm(request.POST if request.method == "POST" else None, occurrence)
    explained = _explained_benefit(form, request) if request.method == "POST" and form.everything_is_valid() else None
    if explained and (document := _benefit_document(request, explained)):
        return document
    failed = request.method == "POST" and explained is None
    content = {
        "form": form,
        "failed": failed,
        "occurrence": occurrence,
        "explained": explained,
        "parts": disability_rows() if form.asks_for_disabilities else [],
    }
    response = render(request, "rules/benefit.html", content, status=422 if failed else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _occurrence(request: HttpRequest) -> Occurrence | None:
    asked = request.GET.get("kejadian", "")
    if not asked:
        return None
    if asked not in {each.value for each in Occurrence}:
        raise Http404
    return Occurrence(asked)


def _explained_benefit(form: CaseForm, request: HttpRequest) -> ExplainedBenefit | None:
    case = form.read()
    if case is None:
        return None
    regency = regency_of(request)
    readings = queries.readings_on(regency.code, case.event.on) if regency else frozenset()
    try:
        return ExplainedBenefit(entitlement(case, readings=readings), readings)
    except ParameterNotInForceError as error:
        add_refusal(form, "tanggal", error)
        return None


def _contribution_document(request: HttpRequest, explained: ExplainedContribution) -> HttpResponse | None:
    return _document(request, _("penjelasan-iuran"), explained.explanation, explained.due.as_json())


def _benefit_document(request: HttpRequest, explained: ExplainedBenefit) -> HttpResponse | None:
    content = as_document(explained.answer, Language(get_language() or "id"))
    return _document(request, _("penjelasan-manfaat"), explained.explanation, content)


def _document(
    request: HttpRequest, name: str, explanation: Explanation, content: Mapping[str, object]
) -> HttpResponse | None:
    """Return the same answer as PDF, plain text or the document of the command line; None where a page is asked."""
    shape, language = request.GET.get(SHAPE, ""), get_language() or "id"
    if shape == "json":
        return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    if shape == "teks":
        return HttpResponse(plain_text(explanation, language), content_type="text/plain; charset=utf-8")
    if shape == "pdf":
        pdf = public_pdf(explanation, made_at=timezone.now(), language=language)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
        return response
    return None


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


def _about(request: HttpRequest, explained: ExplainedContribution | None) -> dict[str, object]:
    if explained is None:
        return {}
    query = request.GET.copy()
    query.pop(SHAPE, None)
    return {"verdict": explained.verdict, "query": query.urlencode()}
