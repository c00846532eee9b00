"""Write operations of the programme: year, budget, choice, decree, enrolment. Each is one transaction, audited."""

from jaring.office.programme.services.budgets import BudgetDocument, LineAmount, book_budget, enter_budget
from jaring.office.programme.services.choice import run_targeting
from jaring.office.programme.services.decree_papers import HASH_LETTERS_MIN, discard_draft, keep_scan, publish_decree
from jaring.office.programme.services.decrees import (
    decree_paper,
    draft_decree,
    draft_replacements,
    enact_decree,
    legal_bases,
)
from jaring.office.programme.services.drafting import DecreePaper, annex_rows
from jaring.office.programme.services.moves import draft_from_reserve, draft_move
from jaring.office.programme.services.objections import (
    file_objection,
    open_objections,
    review_objection,
    rule_on_finding,
)
from jaring.office.programme.services.payers import (
    add_payer,
    change_payer,
    register_payer,
    register_village_payers,
)
from jaring.office.programme.services.plans import make_plan
from jaring.office.programme.services.pool import sector_of
from jaring.office.programme.services.scenarios import choose_scenario, discard_scenario, keep_scenario
from jaring.office.programme.services.years import open_year

__all__ = [
    "HASH_LETTERS_MIN",
    "BudgetDocument",
    "DecreePaper",
    "LineAmount",
    "add_payer",
    "annex_rows",
    "book_budget",
    "change_payer",
    "choose_scenario",
    "decree_paper",
    "discard_draft",
    "discard_scenario",
    "draft_decree",
    "draft_from_reserve",
    "draft_move",
    "draft_replacements",
    "enact_decree",
    "enter_budget",
    "file_objection",
    "keep_scan",
    "keep_scenario",
    "legal_bases",
    "make_plan",
    "open_objections",
    "open_year",
    "publish_decree",
    "register_payer",
    "register_village_payers",
    "review_objection",
    "rule_on_finding",
    "run_targeting",
    "sector_of",
]
