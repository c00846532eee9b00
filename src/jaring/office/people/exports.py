"""The register as somebody takes it away."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may
from jaring.office.lists.exporting import Export
from jaring.office.lists.sheets import COLUMNS
from jaring.office.people import queries
from jaring.office.people.forms import FilterForm
from jaring.office.people.sheet import ORDERS, REGISTER
from jaring.office.ui.areas import areas_of
from jaring.office.ui.listing import fields_asked


def filter_form(state: QueryDict, user: User) -> FilterForm:
    """Return the filters of the register as they are offered to the user."""
    villages = queries.villages_visible_to(user)
    return FilterForm(state, villages, with_decisions=may(user, Action.SEE_TARGETING))


def export_of(user: User, state: QueryDict, _subject: str = "") -> Export:
    """Return the register with the filters, order and columns of an address."""
    form, runs, today = filter_form(state, user), queries.latest_runs(user), timezone.localdate()
    month = Month.of(today)
    people = queries.choose(queries.visible_to(user, Action.EXPORT_PEOPLE), form.wanted, runs=runs, month=month)
    return Export(
        sheet=REGISTER,
        regency_codes=sorted({area.code[:5] for area in areas_of(user)}),
        rows=people.count(),
        lines=queries.all_lines(people.order_by(*fields_asked(state, ORDERS)), runs=runs, month=month),
        columns=REGISTER.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        searched=str(form.fields["cari"].label),
        event="people.exported",
        file_name=f"{_('peserta')}-{today:%Y-%m-%d}.xlsx",
    )
