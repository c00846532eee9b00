"""Who is covered under a fixed budget, with reasons.

Everyone who may be covered stands in one queue that does not depend on the budget: merit orders the
people of a village, Webster's method takes villages and districts in turn. A budget buys a prefix of that
queue, so more money never takes a place from anyone.
"""

from jaring.core.targeting.apportionment import apportion
from jaring.core.targeting.comparison import GroupShare, Movement, Representation, compare, fairness, representation
from jaring.core.targeting.model import (
    BadCandidateError,
    BadTermsError,
    BudgetBelowKeptError,
    Candidate,
    Decision,
    Level,
    Outcome,
    PlaceLimit,
    Reason,
    Terms,
)
from jaring.core.targeting.optimum import Optimum, best_possible
from jaring.core.targeting.replacement import (
    Exit,
    ExitKind,
    NotAnExitError,
    Replacement,
    Replacements,
    replace_exits,
)
from jaring.core.targeting.result import UnitPlaces
from jaring.core.targeting.rule_file import RuleSetError, load_rule_set, rule_set_of, rule_text_of
from jaring.core.targeting.rules import RuleSet
from jaring.core.targeting.selection import Selection, select

__all__ = [
    "BadCandidateError",
    "BadTermsError",
    "BudgetBelowKeptError",
    "Candidate",
    "Decision",
    "Exit",
    "ExitKind",
    "GroupShare",
    "Level",
    "Movement",
    "NotAnExitError",
    "Optimum",
    "Outcome",
    "PlaceLimit",
    "Reason",
    "Replacement",
    "Replacements",
    "Representation",
    "RuleSet",
    "RuleSetError",
    "Selection",
    "Terms",
    "UnitPlaces",
    "apportion",
    "best_possible",
    "compare",
    "fairness",
    "load_rule_set",
    "replace_exits",
    "representation",
    "rule_set_of",
    "rule_text_of",
    "select",
]
