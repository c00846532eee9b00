"""Every big list, by the name under which its views are saved. Rooms do not import this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jaring.office.lists.sheets import Sheet
from jaring.office.payments.sheet import DUES, UNPAID
from jaring.office.people.sheet import REGISTER
from jaring.office.programme.sheet import ANNEX, DECISIONS
from jaring.office.proposals.sheet import PROPOSALS
from jaring.office.reconciliation.sheet import CASES

SHEETS: Final[Mapping[str, Sheet]] = {
    sheet.name: sheet for sheet in (REGISTER, DECISIONS, CASES, ANNEX, DUES, UNPAID, PROPOSALS)
}
