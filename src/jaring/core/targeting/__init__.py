"""Who is covered under a fixed budget, with reasons.

Everyone who may be covered stands in one queue that does not depend on the budget: merit orders the
people of a village, Webster's method takes villages and districts in turn. A budget buys a prefix of that
queue, so more money never takes a place from anyone.
"""

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
from jaring.core.targeting.result import UnitPlaces
from jaring.core.targeting.rule_file import RuleSetError, load_rule_set, rule_set_of
from jaring.core.targeting.rules import RuleSet
from jaring.core.targeting.selection import Selection, select

__all__ = [
    "BadCandidateError",
    "BadTermsError",
    "BudgetBelowKeptError",
    "Candidate",
    "Decision",
    "Level",
    "Outcome",
    "PlaceLimit",
    "Reason",
    "RuleSet",
    "RuleSetError",
    "Selection",
    "Terms",
    "UnitPlaces",
    "load_rule_set",
    "rule_set_of",
    "select",
]
