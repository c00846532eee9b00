"""The law for readers: what holds on a day, since when, by which article, and what the office makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core import law
from jaring.core.errors import JaringError
from jaring.core.law import Alternative, Parameter, ParameterUnknownError, Status, Value
from jaring.core.law.choice import readings_on
from jaring.core.law.words import topic_of, topic_text
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office.access.middleware import OPEN, needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.places.models import Regency
from jaring.office.rules import queries, services
from jaring.office.rules.forms import ChooseForm, LawFilter, PeriodForm, add_refusal
from jaring.office.rules.readers import regency_of

STALE_DAYS: Final = 180
FOLDERS: Final = ("contribution", "eligibility", "coverage", "benefit")
"""The folders of the law in the order in which a reader needs them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter in the list: what holds on the day, and how well that is known."""

    parameter: Parameter
    values: tuple[Value, ...]

    @property
    def statuses(self) -> list[Status]:
        found = {value.source.status for value in self.values}
        return [status for status in Status if status in found]

    @property
    def has_readings(self) -> bool:
        return any(value.alternatives for value in self.values)


@dataclass(frozen=True, slots=True)
class Topic:
    """The parameters of one file of the law."""

    name: str
    label: Text
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Change:
    """What one parameter was on a day and is on another."""

    parameter: Parameter
    ended: tuple[Value, ...]
    began: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A reading that a value offers: what would hold, whether the regency follows it, and the form to choose it."""

    value: Value
    alternative: Alternative
    is_followed: bool
    form: ChooseForm | None

    @property
    def reading(self) -> Value:
        return self.value.read_as(self.alternative)


@needs(OPEN)
@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    """The law in force on a day, by topic."""
    form = LawFilter(request.GET, auto_id="saring_%s")
    form.full_clean()
    day = form.cleaned_data.get("hari") or timezone.localdate()
    words = form.cleaned_data.get("cari", "").casefold().split()
    lines = (Line(each, tuple(each.on(day))) for each in law.all_parameters() if _is_about(each, words))
    status, asked = form.cleaned_data.get("status", ""), form.cleaned_data.get("topik", "")
    shown = [
        line for line in lines if (not status or status in line.statuses) and asked in ("", topic_of(line.parameter))
    ]
    groups = groupby(shown, key=lambda line: topic_of(line.parameter))
    topics = [Topic(name, topic_text(name), list(group)) for name, group in groups]
    topics.sort(key=lambda topic: FOLDERS.index(topic.name.partition("/")[0]))
    content = {
        "form": form,
        "day": day,
        "topics": topics,
        "count": len(shown),
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "rules/list.html", content)


@needs(OPEN)
@require_GET
def parameter(request: HttpRequest, path: str) -> HttpResponse:
    """One parameter: what held when, by which article, and how else it may be read."""
    return _parameter_page(request, _parameter(path))


@needs(OPEN)
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What changed in the law between two days."""
    today = timezone.localdate()
    asked = {"dari", "sampai"} & set(request.GET)
    form = PeriodForm(request.GET if asked else None, initial={"dari": _year_before(today), "sampai": today})
    days = (form.cleaned_data["dari"], form.cleaned_data["sampai"]) if form.is_valid() else None
    if not asked:
        days = (_year_before(today), today)
    found = [] if days is None else [change for each in law.all_parameters() if (change := _change(each, *days))]
    content = {"form": form, "days": days, "changes": found}
    return render(request, "rules/changes.html", content, status=422 if form.errors else 200)


@needs(OPEN)
@require_GET
def stale(request: HttpRequest) -> HttpResponse:
    """Values whose source nobody has looked at for long."""
    limit = timezone.localdate() - timedelta(days=STALE_DAYS)
    values = [value for each in law.all_parameters() for value in each.values if value.source.checked < limit]
    lines = [(law.parameter(value.path), value) for value in sorted(values, key=lambda value: value.source.checked)]
    return render(request, "rules/stale.html", {"lines": lines, "limit": limit, "days": STALE_DAYS})


@needs(Action.CHOOSE_READING)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Follow a reading of unsettled law, or no longer follow it."""
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    form = ChooseForm(request.POST, today=timezone.localdate(), auto_id=False)
    name = request.POST.get("tafsir", "")
    if name not in law.alternatives():
        raise Http404
    regency = _own_regency(request)
    if regency is None:
        raise Http404
    path = law.alternatives()[name][0].path
    if form.is_valid():
        good = form.cleaned_data
        try:
            services.choose_reading(
                name,
                regency=regency,
                from_month=good["mulai"],
                reason=good["alasan"],
                reference=good["rujukan"],
                undo=good["batal"],
                actor=request.user,
                now=timezone.now(),
            )
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            add_refusal(form, None, error)
        else:
            messages.success(request, _("Pilihan tafsir dicatat. Hitungan memakainya mulai bulan yang dipilih."))
            return redirect("rules:parameter", path)
    return _parameter_page(request, _parameter(path), given=form, status=422)


def _parameter(path: str) -> Parameter:
    try:
        return law.parameter(path)
    except ParameterUnknownError:
        raise Http404 from None


def _parameter_page(
    request: HttpRequest, shown: Parameter, *, given: ChooseForm | None = None, status: int = 200
) -> HttpResponse:
    regency, today = regency_of(request), timezone.localdate()
    offered = [(value, alternative) for value in shown.values for alternative in value.alternatives]
    names = {alternative.name for _value, alternative in offered}
    choices = list(queries.history(regency.code, names)) if regency and names else []
    followed = readings_on([each.as_choice for each in reversed(choices)], today)
    may_choose = bool(names) and _own_regency(request) is not None
    content = {
        "parameter": shown,
        "topic": topic_text(topic_of(shown)),
        "values": sorted(shown.values, key=lambda value: (value.start, value.path), reverse=True),
        "today": today,
        "regency": regency,
        "choices": choices,
        "offers": [
            Offer(
                value,
                alternative,
                alternative.name in followed,
                _form_for(alternative.name, alternative.name in followed, given, today) if may_choose else None,
            )
            for value, alternative in offered
        ],
    }
    return render(request, "rules/parameter.html", content, status=status)


def _form_for(name: str, is_followed: bool, given: ChooseForm | None, today: date) -> ChooseForm:
    if given is not None and given.data.get("tafsir") == name:
        return given
    next_month = Month.of(today) + 1
    initial = {"tafsir": name, "batal": is_followed, "mulai": str(next_month)}
    return ChooseForm(initial=initial, today=today, auto_id=f"{name}_%s")


def _own_regency(request: HttpRequest) -> Regency | None:
    """Return the regency in which the reader may choose a reading; None for everybody else."""
    user = request.user
    scope = scope_for(user, Action.CHOOSE_READING) if isinstance(user, User) else None
    regency = regency_of(request) if scope else None
    return regency if scope and regency and scope.covers(regency.code) else None


def _is_about(each: Parameter, words: Iterable[str]) -> bool:
    """Say whether every word stands in the label, the path or a citation of a parameter."""
    citations = (f"{value.source.law} {value.source.article}" for value in each.values)
    text = " ".join((*each.label, each.path, *topic_text(topic_of(each)), *citations)).casefold()
    return all(word in text for word in words)


def _change(each: Parameter, day1: date, day2: date) -> Change | None:
    before, after = list(each.on(day1)), list(each.on(day2))
    ended = tuple(value for value in before if value not in after)
    began = tuple(value for value in after if value not in before)
    return Change(each, ended, began) if ended or began else None


def _year_before(day: date) -> date:
    return day - timedelta(days=365)
