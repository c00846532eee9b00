"""Every big list and what leaves of it, by the name under which its views are saved. Rooms do not import this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.http import QueryDict

from jaring.office.access.models import User
from jaring.office.billing.exports import UPLOAD, upload_of
from jaring.office.lists.exporting import Export
from jaring.office.lists.models import ExportRequest
from jaring.office.lists.requests import REQUESTS
from jaring.office.lists.sheets import Sheet
from jaring.office.payments import exports as payments
from jaring.office.payments.sheet import CLAIMED, CLAIMS, DUES, RELEASED, UNPAID
from jaring.office.people import exports as people
from jaring.office.people.sheet import REGISTER
from jaring.office.programme import exports as programme
from jaring.office.programme.sheet import ANNEX, DECISIONS, DIFFERENCE, MOVED
from jaring.office.proposals import exports as proposals
from jaring.office.proposals.sheet import PROPOSALS
from jaring.office.reconciliation import exports as reconciliation
from jaring.office.reconciliation.sheet import CASES

EXPORTS: Final[Mapping[str, Callable[[User, QueryDict, str], Export]]] = {
    REGISTER.name: people.export_of,
    DECISIONS.name: programme.decisions_of,
    MOVED.name: programme.moved_of,
    DIFFERENCE.name: programme.difference_of,
    ANNEX.name: programme.annex_of,
    CASES.name: reconciliation.export_of,
    DUES.name: payments.dues_of,
    UNPAID.name: payments.unpaid_of,
    CLAIMS.name: payments.claims_of,
    CLAIMED.name: payments.claimed_of,
    RELEASED.name: payments.released_of,
    PROPOSALS.name: proposals.export_of,
    UPLOAD.name: upload_of,
}
"""What leaves of each list: for a user, the query of the list's address, and what the list is of."""
SHEETS: Final[Mapping[str, Sheet]] = {
    sheet.name: sheet
    for sheet in (
        REGISTER,
        DECISIONS,
        MOVED,
        DIFFERENCE,
        CASES,
        ANNEX,
        DUES,
        UNPAID,
        CLAIMS,
        CLAIMED,
        RELEASED,
        PROPOSALS,
        REQUESTS,
    )
}
TITLES: Final = {sheet.name: sheet.title for sheet in (*SHEETS.values(), UPLOAD) if sheet.name in EXPORTS}
"""What a list that leaves is called. The upload list is no sheet: the insurer says what it looks like."""


def export_asked(asked: ExportRequest, user: User) -> Export:
    """Return what was asked for, as its asker sees it now."""
    return EXPORTS[asked.sheet](user, QueryDict(asked.address), asked.subject)
