"""The proposals as somebody takes them away."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.lists.exporting import Export
from jaring.office.lists.sheets import COLUMNS
from jaring.office.people.queries import villages_visible_to
from jaring.office.proposals import queries
from jaring.office.proposals.forms import ProposalFilter
from jaring.office.proposals.sheet import ORDERS, PROPOSALS
from jaring.office.ui.areas import areas_of
from jaring.office.ui.listing import fields_asked

CHUNK = 2000


def filter_form(state: QueryDict, user: User) -> ProposalFilter:
    """Return the filters of the proposals as they are offered to the user."""
    return ProposalFilter(state, villages_visible_to(user, Action.SEE_IMPORTS))


def export_of(user: User, state: QueryDict, _subject: str = "") -> Export:
    """Return the proposals with the filters, order and columns of an address."""
    form = filter_form(state, user)
    rows = queries.choose(queries.visible_to(user, Action.EXPORT_PEOPLE), form.wanted, form.state)
    ordered = queries.with_what_is_shown(rows).order_by(*fields_asked(state, ORDERS))
    return Export(
        sheet=PROPOSALS,
        regency_codes=sorted({area.code[:5] for area in areas_of(user)}),
        rows=rows.count(),
        lines=map(queries.line_of, ordered.iterator(chunk_size=CHUNK)),
        columns=PROPOSALS.chosen(user, state.getlist(COLUMNS)),
        spoken=form.spoken,
        event="proposal.exported",
        file_name=f"{_('usulan')}-{timezone.localdate():%Y-%m-%d}.xlsx",
    )
