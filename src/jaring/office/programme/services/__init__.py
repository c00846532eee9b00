"""Write operations of the programme: year, budget, choice, decree, enrolment. Each is one transaction, audited."""

from jaring.office.programme.services.choice import run_targeting
from jaring.office.programme.services.decrees import (
    DecreePaper,
    annex_rows,
    decree_paper,
    draft_decree,
    draft_replacements,
    enact_decree,
    legal_bases,
)
from jaring.office.programme.services.payers import (
    add_payer,
    change_payer,
    register_payer,
    register_village_payers,
)
from jaring.office.programme.services.pool import sector_of
from jaring.office.programme.services.years import enter_budget, open_year

__all__ = [
    "DecreePaper",
    "add_payer",
    "annex_rows",
    "change_payer",
    "decree_paper",
    "draft_decree",
    "draft_replacements",
    "enact_decree",
    "enter_budget",
    "legal_bases",
    "open_year",
    "register_payer",
    "register_village_payers",
    "run_targeting",
    "sector_of",
]
