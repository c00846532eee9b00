"""The cases, and a month with its matches, as somebody takes them away."""

from __future__ import annotations

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.lists.exporting import Export
from jaring.office.lists.sheets import COLUMNS
from jaring.office.lists.workbook import Part
from jaring.office.papers import file_name
from jaring.office.people.queries import villages_visible_to
from jaring.office.reconciliation import queries
from jaring.office.reconciliation.forms import CaseFilterForm
from jaring.office.reconciliation.months import month_for
from jaring.office.reconciliation.sheet import BY_CAUSE, BY_KIND, CASES, FILES, MATCHES, ORDERS, lines_of
from jaring.office.ui.listing import fields_asked
from jaring.office.ui.templatetags.jaring import month


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


def month_of(user: User, asked: Month) -> Export:
    """Return the matches of a month, its cases by kind and by cause, and the insurer's files."""
    found = month_for(user, asked)
    runs = [*filter(None, [found.line.run]), *found.line.of_payers]
    return Export(
        sheet=MATCHES,
        regency_codes=[regency_of(user)],
        rows=len(runs),
        lines=runs,
        columns=MATCHES.columns,
        spoken=(),
        about=[(_("Bulan iuran"), month(asked))],
        event="reconciliation.month_exported",
        action=Action.SEE_RECONCILIATION,
        file_name=file_name("rekonsiliasi", asked, suffix=".xlsx"),
        further=(
            Part.whole(BY_KIND, found.kinds),
            Part.whole(BY_CAUSE, found.causes),
            Part.whole(FILES, found.files),
        ),
        names_people=False,
    )


def regency_of(user: User, action: Action = Action.SEE_RECONCILIATION) -> str:
    """Return the regency in which the user acts: the first in scope."""
    code = queries.regencies_for(user, action).values_list("code", flat=True).first()
    if code is None:
        raise Http404
    return str(code)
