"""The brief for the regent, as a page and as PDF."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jaring.office import papers
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may
from jaring.office.insight import brief, charts
from jaring.office.insight.figures import regencies_visible_to
from jaring.office.places.models import Regency

REGENCY = "wilayah"


@needs(Action.SEE_BRIEF)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Five figures, the months, the red list."""
    user, codes = _reader(request)
    situation = brief.situation_visible_to(user, _asked(request, codes), timezone.localdate())
    content = {
        "situation": situation,
        "regencies": Regency.objects.filter(code__in=codes) if len(codes) > 1 else [],
        "people_meaning": charts.PEOPLE_MEANING,
        "money_meaning": charts.MONEY_MEANING,
        "people_chart": mark_safe(situation.people_chart),  # noqa: S308  # Drawn by us; its words are escaped.
        "money_chart": mark_safe(situation.money_chart),  # noqa: S308  # As above.
        "leads_to_people": may(user, Action.SEE_PEOPLE),
        "leads_to_money": may(user, Action.SEE_MONEY),
    }
    return render(request, "insight/brief.html", content)


@needs(Action.SEE_BRIEF)
@require_GET
def printed(request: HttpRequest) -> FileResponse:
    """The same on one sheet."""
    user, codes = _reader(request)
    situation = brief.situation_visible_to(user, _asked(request, codes), timezone.localdate())
    figures = situation.figures
    pdf = brief.kept_brief(situation, now=timezone.now())
    return papers.download(pdf, papers.file_name("ringkasan", figures.regency.code, figures.today, suffix=".pdf"))


@needs(Action.SEE_BRIEF)
@require_GET
def chart(request: HttpRequest, name: str) -> FileResponse:
    """One of its charts as a picture."""
    user, codes = _reader(request)
    situation = brief.situation_visible_to(user, _asked(request, codes), timezone.localdate())
    figures = situation.figures
    title, meaning, picture = {
        "people": (_("Peserta per bulan"), charts.PEOPLE_MEANING, situation.people_chart),
        "money": (_("Iuran per bulan"), charts.MONEY_MEANING, situation.money_chart),
    }[name]
    png = charts.kept_picture(name, title, str(meaning), picture, figures.regency, figures.today)
    return papers.download(png, papers.file_name(title, figures.regency.code, figures.today, suffix=".png"))


def _reader(request: HttpRequest) -> tuple[User, list[str]]:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user, regencies_visible_to(request.user, Action.SEE_BRIEF)


def _asked(request: HttpRequest, codes: list[str]) -> str:
    """Return the regency that the address names, or the reader's first; another's is not there."""
    code = request.GET.get(REGENCY, "") or (codes[0] if codes else "")
    if code not in codes:
        raise Http404
    return code
