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
from jaring.office.programme.services.pool import sector_of
from jaring.office.programme.services.years import add_payer, enter_budget, open_year

__all__ = [
    "DecreePaper",
    "add_payer",
    "annex_rows",
    "decree_paper",
    "draft_decree",
    "draft_replacements",
    "enact_decree",
    "enter_budget",
    "legal_bases",
    "open_year",
    "run_targeting",
    "sector_of",
]
