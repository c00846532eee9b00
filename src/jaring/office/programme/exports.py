"""Decisions, whom another budget moves, who differs between scenarios, and annexes, as somebody takes them away."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.lists.exporting import Export
from jaring.office.lists.sheets import COLUMNS
from jaring.office.papers import file_name
from jaring.office.people.queries import villages_visible_to
from jaring.office.programme import queries
from jaring.office.programme.forms import DecisionFilter, LineFilter, MemberFilter, PreviewForm
from jaring.office.programme.models import Decision, Decree, Scenario, ScenarioMember, TargetingRun
from jaring.office.programme.preview import Preview, preview
from jaring.office.programme.sheet import (
    ANNEX,
    ANNEX_ORDERS,
    BACK_ALONG_QUEUE,
    BY_QUEUE,
    DECISIONS,
    DIFFERENCE,
    MEMBER_ORDERS,
    MOVED,
    decision_orders,
    lines_of,
)
from jaring.office.ui.listing import fields_asked
from jaring.office.ui.templatetags.jaring import day


def decision_filter(state: QueryDict, user: User) -> DecisionFilter:
    """Return the filters of a run's decisions as they are offered to the user."""
    return DecisionFilter(state, villages_visible_to(user, Action.SEE_TARGETING))


def line_filter(state: QueryDict, user: User, decree: Decree) -> LineFilter:
    """Return the filters of a decree's annex as they are offered to the user; the first decree of a year only adds."""
    form = LineFilter(state, villages_visible_to(user, Action.SEE_DECREES))
    if not decree.amends_id:
        del form.fields["jenis"]
    return form


def decisions_asked(rows: QuerySet[Decision], form: DecisionFilter) -> QuerySet[Decision]:
    """Narrow the decisions of a run to what its filters ask."""
    wanted = form.wanted
    return queries.narrowed(rows, name=wanted.name, villages=wanted.villages, outcome=wanted.kind)


def decisions_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return the decisions of a run with the filters, order and columns of an address."""
    run = get_object_or_404(queries.runs_visible_to(user).select_related("programme_year"), public_id=subject)
    form = decision_filter(state, user)
    rows = decisions_asked(queries.decisions_visible_to(user, run, Action.EXPORT_PEOPLE), form)
    return Export(
        sheet=DECISIONS,
        regency_codes=[run.programme_year.regency_id],
        rows=rows.count(),
        lines=lines_of(rows.order_by(*fields_asked(state, decision_orders(form.wanted.kind)))),
        columns=DECISIONS.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        searched=str(form.fields["cari"].label),
        about=[(_("Penetapan"), day(run.run_at))],
        event="targeting.exported",
        file_name=file_name("penetapan", timezone.localdate(run.run_at), suffix=".xlsx"),
        subject=str(run.public_id),
    )


def preview_form(state: QueryDict, user: User, run: TargetingRun) -> PreviewForm:
    """Return the budget to try on a run, and the filters as they are offered to the user."""
    return PreviewForm(state, villages_visible_to(user, Action.SEE_TARGETING), run.budget_idr)


def moved_asked(rows: QuerySet[Decision], tried: Preview, form: PreviewForm) -> QuerySet[Decision]:
    """Narrow the decisions of a run to those that another budget turns and its filters ask for."""
    return queries.narrowed(rows.filter(tried.moving), name=form.wanted.name, villages=form.wanted.villages)


def moved_orders(tried: Preview) -> dict[str, tuple[str, ...]]:
    """Return the order of those whom another budget moves: the nearest to the border first."""
    return BY_QUEUE if tried.change >= 0 else BACK_ALONG_QUEUE


def moved_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return whom the budget of an address would bring in or leave out."""
    run = get_object_or_404(queries.runs_visible_to(user).select_related("programme_year"), public_id=subject)
    form = preview_form(state, user, run)
    tried = preview(run, form.budget_idr)
    rows = moved_asked(queries.decisions_visible_to(user, run, Action.EXPORT_PEOPLE), tried, form)
    return Export(
        sheet=MOVED,
        regency_codes=[run.programme_year.regency_id],
        rows=rows.count(),
        lines=lines_of(rows.order_by(*fields_asked(state, moved_orders(tried)))),
        columns=MOVED.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        searched=str(form.fields["cari"].label),
        about=[(_("Penetapan"), day(run.run_at))],
        event="targeting.exported",
        file_name=file_name("plafon", form.budget_idr, suffix=".xlsx"),
        subject=str(run.public_id),
    )


def member_filter(state: QueryDict, user: User) -> MemberFilter:
    """Return the filters of those who tell two scenarios apart, as they are offered to the user."""
    return MemberFilter(state, villages_visible_to(user, Action.SEE_TARGETING))


def members_asked(rows: QuerySet[ScenarioMember], form: MemberFilter) -> QuerySet[ScenarioMember]:
    """Narrow the people of a scenario to what its filters ask."""
    return queries.narrowed(rows, name=form.wanted.name, villages=form.wanted.villages)


def pair_of(scenario: Scenario, without: Scenario) -> str:
    """Return what names the difference between two scenarios, short enough for a request."""
    return f"{scenario.pk}-{without.pk}"


def difference_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return whom the first of two scenarios covers and the second does not, with the filters of an address."""
    visible = queries.scenarios_visible_to(user).select_related("base__programme_year")
    keys = [int(key) if key.isdecimal() else 0 for key in subject.split("-", 1)]
    scenario, without = (get_object_or_404(visible, pk=key) for key in (keys[0], keys[-1]))
    form = member_filter(state, user)
    rows = members_asked(queries.members_visible_to(user, scenario, without, Action.EXPORT_PEOPLE), form)
    return Export(
        sheet=DIFFERENCE,
        regency_codes=[scenario.base.programme_year.regency_id],
        rows=rows.count(),
        lines=lines_of(rows.order_by(*fields_asked(state, MEMBER_ORDERS))),
        columns=DIFFERENCE.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        searched=str(form.fields["cari"].label),
        about=[(_("Dilindungi dalam"), scenario.name), (_("Tidak dalam"), without.name)],
        detail={"covered_in": scenario.name, "not_in": without.name},
        event="targeting.exported",
        file_name=file_name("beda", scenario.name, without.name, suffix=".xlsx"),
        subject=subject,
    )


def annex_of(user: User, state: QueryDict, subject: str) -> Export:
    """Return the annex of a decree with the filters, order and columns of an address."""
    decree = get_object_or_404(queries.decrees_visible_to(user), public_id=subject)
    form = line_filter(state, user, decree)
    wanted = form.wanted
    rows = queries.narrowed(
        queries.lines_visible_to(user, decree, Action.EXPORT_PEOPLE),
        name=wanted.name,
        villages=wanted.villages,
        change=wanted.kind,
    )
    return Export(
        sheet=ANNEX,
        regency_codes=[decree.regency_id],
        rows=rows.count(),
        lines=lines_of(rows.order_by(*fields_asked(state, ANNEX_ORDERS))),
        columns=ANNEX.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        searched=str(form.fields["cari"].label),
        about=[("SK", decree.number)],
        event="decree.annex_exported",
        file_name=file_name("lampiran", decree.number, suffix=".xlsx"),
        subject=str(decree.public_id),
    )
