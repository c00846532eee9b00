"""Targeting: the runs, a form for a new one, and what a run decided on whom and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from jaring.core import targeting
from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.core.targeting import Representation
from jaring.office import papers
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may
from jaring.office.billing import queries as billing
from jaring.office.insight.ahead import count_ahead
from jaring.office.insight.charts import kept_picture
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.sheets import Table
from jaring.office.people.queries import villages_visible_to
from jaring.office.programme import objections, queries, run_summary, services
from jaring.office.programme.exports import (
    decision_filter,
    decisions_asked,
    decisions_of,
    moved_asked,
    moved_of,
    moved_orders,
)
from jaring.office.programme.forms import DecisionFilter, PreviewForm, RunForm
from jaring.office.programme.models import Decision, Payer, ProgrammeYear, TargetingRun
from jaring.office.programme.preview import preview
from jaring.office.programme.sheet import BY_NAME, BY_RANK, DECISIONS, MOVED, decision_orders
from jaring.office.ui.listing import ORDER, Listing

BY_OWN_NAME: Final = {BY_NAME: ("search_name", "id")}
MANY: Final = 20_000
"""Fewer decisions are sorted faster than they are found among all people in order of name."""
MONTHS_AHEAD = 18
SLIDER_STEPS: Final = 400
NEWEST_FIRST: Final = {"baru": ("-id",)}


@needs(Action.SEE_TARGETING)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """All runs, the newest first."""
    user = _user(request)
    rows = queries.runs_visible_to(user).select_related("programme_year", "payer")
    content = {
        "listing": Listing.of(request, rows, NEWEST_FIRST),
        "may_run": may(user, Action.RUN_TARGETING),
    }
    return render(request, "programme/runs.html", content)


@needs(Action.RUN_TARGETING)
def new(request: HttpRequest) -> HttpResponse:
    """The terms of a new run; a POST computes it and leads to the result."""
    user = _user(request)
    payers = queries.payers_for(user, Action.RUN_TARGETING)
    months = open_months(payers)
    form = RunForm(request.POST or None, payers, months, _first_terms(payers, months))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            run = _run(form.cleaned_data, user)
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        else:
            return redirect("targeting:detail", run.public_id)
    if form.is_bound:
        status = 422
    return render(request, "programme/run_form.html", {"form": form, "months": months}, status=status)


@needs(Action.SEE_TARGETING)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a run came to, and every decision in the user's area with its reasons."""
    user = _user(request)
    run = _visible_run(request, public_id)
    form = decision_filter(request.GET, user)
    if (led := led_by_view(request, DECISIONS, user, form.fields, BY_RANK)) is not None:
        return led
    wanted = form.wanted
    rows = queries.decisions_visible_to(user, run)
    called = None
    if wanted.name and wanted.villages is None:
        called = queries.people_called(run.programme_year.regency_id, wanted.name)
        found = queries.among(rows, called, wanted.kind)
        listing = _listing(request, run, Decision.objects.filter(pk__in=found), form, len(found))
    elif wanted.name:
        rows = queries.with_people_of(decisions_asked(rows, form), run.programme_year.regency_id)
        listing = Listing.of_costly(request, rows, decision_orders(form.wanted.kind), fetch=_wide(run))
    else:
        rows = decisions_asked(rows, form)
        listing = _listing(request, run, rows, form, rows.count())
    shares = run_summary.shares(run)
    content = {
        "run": run,
        **_objections(user, run),
        "left_idr": run.budget_idr - run.cost_idr,
        "optimum": run.summary.get("optimum"),
        "districts": run_summary.district_places(run),
        "shares": shares,
        "shares_chart": mark_safe(run_summary.shares_chart(shares)),  # noqa: S308  # Drawn by us; its words are escaped.
        "shares_title": run_summary.SHARES_TITLE,
        "shares_meaning": run_summary.SHARES_MEANING,
        "fewer": run_summary.unlike_need(shares, Representation.UNDER),
        "more": run_summary.unlike_need(shares, Representation.OVER),
        "form": form,
        "listing": listing,
        "table": Table.of(DECISIONS, user, listing, listing.rows, orders=decision_orders(form.wanted.kind)),
        "is_cut": _is_cut(called),
        "may_draft": may(user, Action.DRAFT_DECREE) and bool(run.selected or run.kept) and bool(open_months_of(run)),
        "may_export": may(user, Action.EXPORT_PEOPLE),
    }
    return render(request, "programme/run.html", content)


@needs(Action.SEE_TARGETING)
@require_GET
def shares_png(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The shares of the groups as a picture."""
    run = _visible_run(request, public_id)
    drawn = run_summary.shares_chart(run_summary.shares(run))
    if not drawn:
        raise Http404
    regency = run.programme_year.regency
    title, meaning = str(run_summary.SHARES_TITLE), str(run_summary.SHARES_MEANING)
    png = kept_picture(f"bagian-{run.pk}", title, meaning, drawn, regency, regency.day_of(run.run_at))
    return papers.download(png, papers.file_name(title, regency.code, regency.day_of(run.run_at), suffix=".png"))


@needs(Action.SEE_TARGETING)
@require_GET
def villages(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The places of every village."""
    run = _visible_run(request, public_id)
    return render(request, "programme/run_villages.html", {"run": run, "groups": run_summary.village_places(run)})


@needs(Action.SEE_TARGETING)
@require_GET
def try_budget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who would come in or fall out under another budget, and why; nothing is decided or written."""
    user = _user(request)
    run = _visible_run(request, public_id)
    offered = list(villages_visible_to(user, Action.SEE_TARGETING))
    form = PreviewForm(request.GET, offered, run.budget_idr)
    tried = preview(run, form.budget_idr)
    orders = moved_orders(tried)
    if (led := led_by_view(request, MOVED, user, form.fields, orders)) is not None:
        return led
    visible = queries.decisions_visible_to(user, run)
    rows, called = moved_asked(visible, tried, form), None
    if form.wanted.name and form.wanted.villages is None:
        called = queries.people_called(run.programme_year.regency_id, form.wanted.name)
        rows = Decision.objects.filter(tried.moving, pk__in=queries.among(visible, called, ""))
    listing = Listing.of(request, rows, orders, fetch=_wide(run))
    district = form.cleaned_data.get("kec", "") or (offered[0].district_id if form.is_one_district else "")
    shown = [village for village in offered if village.district_id == district]
    content = {
        "run": run,
        "form": form,
        "tried": tried,
        "step_idr": max(1, (tried.all_idr - tried.kept_idr) // SLIDER_STEPS),
        "districts": tried.districts({village.district_id: village.district.name for village in offered}),
        "district": shown[0].district if shown else None,
        "villages": tried.villages(shown, visible) if shown else [],
        "listing": listing,
        "table": Table.of(MOVED, user, listing, listing.rows, orders=orders),
        "is_cut": _is_cut(called),
        "may_export": may(user, Action.EXPORT_PEOPLE),
        "may_run": may(user, Action.RUN_TARGETING),
        "everywhere": listing.address(kec=None, desa=None, hal=None),
    }
    return render(request, "programme/try_budget.html", content)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def export(request: HttpRequest, public_id: UUID) -> FileResponse | HttpResponse:
    """Give the decisions with their filters, order and columns as a workbook, and write that down."""
    return give(request, decisions_of(_user(request), request.GET, str(public_id)))


@needs(Action.EXPORT_PEOPLE)
@require_POST
def export_moved(request: HttpRequest, public_id: UUID) -> FileResponse | HttpResponse:
    """Give those whom another budget would bring in or leave out as a workbook, and write that down."""
    return give(request, moved_of(_user(request), request.GET, str(public_id)))


def _is_cut(called: list[int] | None) -> bool:
    """Whether more people bear the name that was asked for than were looked for."""
    return called is not None and len(called) == queries.CALLED_MAX


def open_months(payers: QuerySet[Payer]) -> list[Month]:
    """Return the months of the programme that no bill has closed yet, for the regencies of these payers."""
    years = ProgrammeYear.objects.filter(regency__in=payers.order_by().values("regency")).order_by("from_month")
    last = billing.last_month_billed(payers)
    months = {month for year in years for month in year.from_month.until(year.until_month)}
    return sorted(month for month in months if last is None or month > last)[:MONTHS_AHEAD]


def open_months_of(run: TargetingRun) -> list[Month]:
    """Return the months of a run that no bill of its payer has closed: a decree from it may begin there."""
    last = billing.last_month_billed(Payer.objects.filter(pk=run.payer_id))
    return [month for month in run.from_month.until(run.until_month) if last is None or month > last]


def _first_terms(payers: QuerySet[Payer], months: list[Month]) -> dict[str, Any]:
    """Propose the next month to bill, ages on its first day, and a seed that says which run it is."""
    payer = payers.first()
    if payer is None or not months:
        return {}
    return {"payer": payer, "as_of": months[0].first_day, "seed": f"{payer.regency_id}-{months[0]}"}


def _run(terms: dict[str, Any], user: User) -> TargetingRun:
    payer, month = terms["payer"], terms["from_month"]
    year = queries.year_of(payer.regency_id, month)
    rules_text = targeting.rule_text_of(payer.regency_id)
    run = services.run_targeting(
        year,
        payer,
        from_month=month,
        as_of=terms["as_of"],
        seed=terms["seed"],
        spent_idr=billing.spoken_for_idr(year, payer, month),
        rules=targeting.load_rule_set(rules_text),
        rules_text=rules_text,
        with_optimum=terms["with_optimum"],
        actor=user,
        now=timezone.now(),
    )
    count_ahead(payer.regency_id)
    return run


def _visible_run(request: HttpRequest, public_id: UUID) -> TargetingRun:
    visible = queries.runs_visible_to(_user(request)).select_related(
        "programme_year", "payer", "run_by", "objection_window"
    )
    return get_object_or_404(visible, public_id=public_id)


def _objections(user: User, run: TargetingRun) -> dict[str, Any]:
    """Count the objections to a run, and say whether the user may file one today; nothing before its window."""
    if not hasattr(run, "objection_window"):
        return {"objected": None, "may_object": False}
    counts = objections.counts_of(user, run)
    return {
        "objected": {
            "all": sum(counts.values()),
            "waiting": sum(counts.get(state, 0) for state in objections.WAITING),
        },
        "may_object": may(user, Action.FILE_OBJECTION) and objections.is_open(run, timezone.localdate()),
    }


def _listing(
    request: HttpRequest, run: TargetingRun, rows: QuerySet[Decision], form: DecisionFilter, total: int
) -> Listing:
    """Cut the asked page; many people in order of their names are cut by their own keys first."""
    shown = _wide(run)
    is_by_name = request.GET.get(ORDER, "").removeprefix("-") == BY_NAME
    if not is_by_name or total < MANY:
        return Listing.of(request, rows, decision_orders(form.wanted.kind), total=total, fetch=shown)
    if form.wanted.villages is not None:
        rows = queries.with_people_of(rows, run.programme_year.regency_id)
        return Listing.of(request, rows, decision_orders(form.wanted.kind), total=total, fetch=shown)
    people = queries.people_decided(_user(request), run, form.wanted.kind, total).only("pk")
    page = Listing.of(request, people, BY_OWN_NAME, total=total)
    decisions = {one.person_id: one for one in shown.filter(person__in=[person.pk for person in page.rows])}
    return replace(page, rows=[decisions[person.pk] for person in page.rows])


def _wide(run: TargetingRun) -> QuerySet[Decision]:
    return Decision.objects.filter(run=run).select_related("person", "village__district")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
