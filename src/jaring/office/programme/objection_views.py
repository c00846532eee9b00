"""Objections as pages: those to a run, one that is filed, one that is reviewed and approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.programme import objections as queries
from jaring.office.programme import services
from jaring.office.programme.forms import FindingForm, ObjectionForm, RulingForm, WindowForm
from jaring.office.programme.models import Objection, ObjectionFinding, TargetingRun
from jaring.office.programme.objections import State
from jaring.office.ui.listing import Listing
from jaring.office.ui.templatetags.jaring import BADGES
from jaring.regencies import profile

NEWEST_FIRST: Final = {"baru": ("-id",)}
STATE: Final = "keadaan"


@needs(Action.SEE_OBJECTIONS)
@require_GET
def objections(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The objections to a run about people of the user's area, and how far each is."""
    user = _user(request)
    run = _visible_run(user, public_id)
    counts = queries.counts_of(user, run)
    rows = queries.visible_to(user).filter(decision__run=run)
    if (state := request.GET.get(STATE, "")) in set(State):
        rows = rows.filter(state=state)
    shown = rows.select_related("decision__person", "decision__village__district", "filed_by")
    content = {
        "run": run,
        "counts": [(each, BADGES["objection"][each].label, counts.get(each, 0)) for each in State],
        "state": state,
        "listing": Listing.of(request, shown, NEWEST_FIRST),
        "is_open": queries.is_open(run, timezone.localdate()),
        "may_open": _covers(user, Action.RUN_TARGETING, run) and not hasattr(run, "objection_window"),
        "may_see_run": bool(scope_for(user, Action.SEE_TARGETING)),
    }
    return render(request, "programme/objections.html", content)


@needs(Action.SEE_OBJECTIONS)
@require_GET
def newest(request: HttpRequest) -> HttpResponse:
    """Lead to the objections of the run that was opened for them last."""
    run = queries.newest_window(_user(request))
    if run is None:
        messages.info(request, _("Belum ada penetapan yang dibuka untuk sanggahan."))
        return redirect("ui:home")
    return redirect("targeting:objections", run.public_id)


@needs(Action.RUN_TARGETING)
def open_window(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The days of objections to a run; they are not changed afterwards."""
    user = _user(request)
    run = _visible_run(user, public_id, Action.RUN_TARGETING)
    form = WindowForm(request.POST or None, initial=_proposed_days(run, timezone.localdate()))

    def act() -> HttpResponse:
        given = form.cleaned_data
        until = given["last_day"] + timedelta(days=1)
        services.open_objections(run, given["from_date"], until, given["due_date"], actor=user, now=timezone.now())
        messages.success(request, _("Masa sanggah dibuka."))
        return redirect("targeting:objections", run.public_id)

    done = _done(request, form, act)
    return done or render(request, "programme/objection_window.html", {"run": run, "form": form}, status=_status(form))


@needs(Action.FILE_OBJECTION)
def file(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Object to what a run decided on one person."""
    user = _user(request)
    decisions = queries.decisions_to_object_to(user).select_related(
        "person", "village__district", "run__objection_window", "run__programme_year__regency", "run__payer"
    )
    decision = get_object_or_404(decisions, run__public_id=public_id, person__public_id=person_id)
    form = ObjectionForm(request.POST or None)

    def act() -> HttpResponse:
        given = form.cleaned_data
        objection = services.file_objection(decision, given["ground"], given["text"], actor=user, now=timezone.now())
        messages.success(request, _("Sanggahan dicatat dan menunggu telaah."))
        return redirect("targeting:objection", objection.public_id)

    done = _done(request, form, act)
    content = {
        "decision": decision,
        "run": decision.run,
        "form": form,
        "is_open": queries.is_open(decision.run, timezone.localdate()),
    }
    return done or render(request, "programme/objection_form.html", content, status=_status(form))


@needs(Action.SEE_OBJECTIONS)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One objection: what was said, what was found, and what follows."""
    user = _user(request)
    return _page(request, _visible_objection(user, public_id))


@needs(Action.REVIEW_OBJECTION)
@require_POST
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down what was found of an objection."""
    user = _user(request)
    objection = _visible_objection(user, public_id, Action.REVIEW_OBJECTION)
    form = FindingForm(request.POST)

    def act() -> HttpResponse:
        given = form.cleaned_data
        services.review_objection(objection, given["reason"], remedy=given["remedy"], actor=user, now=timezone.now())
        messages.success(request, _("Hasil telaah dicatat dan menunggu persetujuan orang lain."))
        return redirect("targeting:objection", objection.public_id)

    return _done(request, form, act) or _page(request, objection, finding_form=form)


@needs(Action.APPROVE_FINDING)
@require_POST
def rule(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Approve what was found, or send it back."""
    user = _user(request)
    objection = _visible_objection(user, public_id, Action.APPROVE_FINDING)
    finding = get_object_or_404(objection.findings.filter(ruling=None))
    form = RulingForm(request.POST)

    def act() -> HttpResponse:
        given = form.cleaned_data
        is_approved = given["outcome"] == "approved"
        services.rule_on_finding(finding, is_approved=is_approved, note=given["note"], actor=user, now=timezone.now())
        said = _("Hasil telaah disetujui.") if is_approved else _("Hasil telaah dikembalikan.")
        messages.success(request, said)
        return redirect("targeting:objection", objection.public_id)

    return _done(request, form, act) or _page(request, objection, ruling_form=form)


def _page(
    request: HttpRequest,
    objection: Objection,
    finding_form: FindingForm | None = None,
    ruling_form: RulingForm | None = None,
) -> HttpResponse:
    """Show an objection with the form that its state and the user's role ask for."""
    user, run = _user(request), objection.decision.run
    findings = list(objection.findings.select_related("found_by", "ruling__ruled_by"))
    last = findings[-1] if findings else None
    state = _state_of(last)
    may_review = state is State.FILED and _covers(user, Action.REVIEW_OBJECTION, run)
    may_rule = state is State.REVIEWED and _covers(user, Action.APPROVE_FINDING, run)
    is_party = last is not None and user.pk in (last.found_by_id, objection.filed_by_id)
    content = {
        "objection": objection,
        "run": run,
        "state": state,
        "findings": findings,
        "last": last,
        "finding_form": finding_form or (FindingForm() if may_review else None),
        "ruling_form": ruling_form or (RulingForm() if may_rule and not is_party else None),
        "waits_for_another": may_rule and is_party,
    }
    bound = finding_form or ruling_form
    return render(request, "programme/objection.html", content, status=422 if bound else 200)


def _state_of(last: ObjectionFinding | None) -> State:
    """Return the state of an objection from its newest finding; as ``objections.with_state`` says it to lists."""
    ruling = getattr(last, "ruling", None)
    if last is None or (ruling and not ruling.is_approved):
        return State.FILED
    if ruling is None:
        return State.REVIEWED
    return State.ACCEPTED if last.is_accepted else State.REJECTED


def _proposed_days(run: TargetingRun, today: date) -> dict[str, date]:
    """Propose the days of the regency's profile, from today on."""
    lengths = profile(run.programme_year.regency_id).objections
    until = today + timedelta(days=lengths.open_days)
    return {
        "from_date": today,
        "last_day": until - timedelta(days=1),
        "due_date": until - timedelta(days=1) + timedelta(days=lengths.answer_days),
    }


def _done(request: HttpRequest, form: forms.Form, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Act upon a form that holds; a refusal is shown at the form, which keeps what was typed."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except JaringError as error:
        form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        return None


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


def _covers(user: User, action: Action, run: TargetingRun) -> bool:
    return scope_for(user, action).covers(run.programme_year.regency_id)


def _visible_run(user: User, public_id: UUID, action: Action = Action.SEE_OBJECTIONS) -> TargetingRun:
    runs = queries.runs_open_to(user, action)
    runs = runs.select_related("payer", "programme_year__regency", "objection_window__opened_by")
    return get_object_or_404(runs, public_id=public_id)


def _visible_objection(user: User, public_id: UUID, action: Action = Action.SEE_OBJECTIONS) -> Objection:
    rows = queries.visible_to(user, action).select_related(
        "decision__person",
        "decision__village__district",
        "decision__run__payer",
        "decision__run__programme_year__regency",
        "decision__run__objection_window",
        "filed_by",
    )
    objection: Objection = get_object_or_404(rows, public_id=public_id)
    return objection


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
