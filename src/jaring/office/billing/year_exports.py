"""A year of bills as somebody takes it away."""

from __future__ import annotations

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.billing import queries
from jaring.office.billing.sheet import MONTHS, PAYERS, months_of
from jaring.office.billing.years import accounts_of, year_asked
from jaring.office.lists.exporting import Export
from jaring.office.lists.workbook import Part
from jaring.office.papers import file_name


def year_of(user: User, state: QueryDict) -> Export:
    """Return the months of the year that an address names, and how each payer stands in it."""
    year = year_asked(list(queries.years_visible_to(user)), state.get("tahun", ""))
    if year is None:
        raise Http404
    accounts = accounts_of(year, user)
    months = months_of(accounts)
    return Export(
        sheet=MONTHS,
        regency_codes=[year.regency_id],
        rows=len(months),
        lines=months,
        columns=MONTHS.columns,
        spoken=(),
        about=[(_("Tahun"), str(year.year))],
        event="bill.year_exported",
        action=Action.SEE_BILLS,
        file_name=file_name("tagihan", str(year.year), suffix=".xlsx"),
        subject=str(year.public_id),
        further=(Part.whole(PAYERS, accounts),),
        names_people=False,
    )
