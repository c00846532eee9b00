"""The decisions of a run, and the annex of a decree, as somebody takes them away."""

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
from jaring.office.programme.forms import DecisionFilter, LineFilter
from jaring.office.programme.models import Decision, Decree
from jaring.office.programme.sheet import ANNEX, ANNEX_ORDERS, DECISIONS, decision_orders, lines_of
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
