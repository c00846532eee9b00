"""The insurer's kinds of groups (wadah), under which cohorts are enrolled: SG, SD, SA, SL, SC, SB.

>>> from datetime import date
>>> default_group_code(Payer.CSR, date(2026, 5, 1)), default_group_code(Payer.SELF, date(2026, 5, 1))
('SC', '')
>>> sorted(group_codes(date(2026, 5, 1)))
['SA', 'SB', 'SC', 'SD', 'SG', 'SL']
"""

from __future__ import annotations

from datetime import date
from typing import Final

from jaring.core import law
from jaring.core.contribution import Payer
from jaring.core.text import Text

CODES: Final = "eligibility/groups/code"
ORIGIN_OF_PAYER: Final = "eligibility/groups/origin_of_payer"


def group_codes(day: date) -> dict[str, Text]:
    """Return the codes in use on a day, each with what it stands for.

    Source of law:
        Practice of BPJS Ketenagakerjaan, PERDIR 22/PERDIR.02/072022, as reported; checked 2026-11-22.
    """
    return {value.name: value.note for value in law.parameter(CODES).on(day)}


def default_group_code(payer: Payer, day: date) -> str:
    """Return the group code usual for a kind of payer on a day; empty where it enrols nobody through a group."""
    origin = law.at(day, {"payer": payer}).find(ORIGIN_OF_PAYER)
    return law.at(day, {"origin": origin.name}).value(CODES).name if origin else ""
