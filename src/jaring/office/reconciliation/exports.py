"""The cases as somebody takes them away."""

from __future__ import annotations

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.lists.exporting import Export
from jaring.office.lists.sheets import COLUMNS
from jaring.office.people.queries import villages_visible_to
from jaring.office.reconciliation import queries
from jaring.office.reconciliation.forms import CaseFilterForm
from jaring.office.reconciliation.sheet import CASES, ORDERS, lines_of
from jaring.office.ui.listing import fields_asked


def filter_form(state: QueryDict, user: User) -> CaseFilterForm:
    """Return the filters of the cases as they are offered to the user."""
    return CaseFilterForm(state, villages_visible_to(user), queries.possible_owners(regency_of(user)))


def export_of(user: User, state: QueryDict, _subject: str = "") -> Export:
    """Return the cases with the filters, order and columns of an address."""
    form = filter_form(state, user)
    rows = queries.narrowed(queries.cases_visible_to(user), form)
    return Export(
        sheet=CASES,
        regency_codes=[regency_of(user)],
        rows=rows.count(),
        lines=lines_of(rows.order_by(*fields_asked(state, ORDERS))),
        columns=CASES.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        searched=str(form.fields["cari"].label),
        event="reconciliation.exported",
        action=Action.SEE_RECONCILIATION,
        file_name=f"{_('kasus')}-{timezone.localdate():%Y-%m-%d}.xlsx",
    )


def regency_of(user: User, action: Action = Action.SEE_RECONCILIATION) -> str:
    """Return the regency in which the user acts: the first in scope."""
    code = queries.regencies_for(user, action).values_list("code", flat=True).first()
    if code is None:
        raise Http404
    return str(code)
