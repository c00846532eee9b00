"""Violations of what must hold of the reconciliation, each planted past the walls, and the check that must find it."""

from __future__ import annotations

from planted_payments import Planted

PLANTED = {
    "a list of more lines than it has": Planted(
        ("UPDATE reconciliation_insurerfile SET lines = lines + 1",), {"list_is_its_lines"}
    ),
    "a match of a larger bill": Planted(
        ("UPDATE reconciliation_matchrun SET billed_idr = billed_idr + 1",), {"match_is_of_the_books"}
    ),
    "a match of a larger payment": Planted(
        ("UPDATE reconciliation_matchrun SET paid_idr = paid_idr + 1",), {"match_is_of_the_books"}
    ),
    "a match that agrees for more than are active": Planted(
        ("UPDATE reconciliation_matchrun SET agreed = active + 1, enrolled = 99, billed = 99, paid = 99",),
        {"match_is_of_the_books"},
    ),
    "a case that moved by itself": Planted(
        ("UPDATE reconciliation_case SET state = 'waiting'",), {"case_is_its_events"}
    ),
    "a case of another amount": Planted(
        ("UPDATE reconciliation_case SET amount_idr = amount_idr + 1",), {"case_is_its_months"}
    ),
    "a case of a later month": Planted(
        ("UPDATE reconciliation_case SET last_month = last_month + 1",), {"case_is_its_months"}
    ),
    "a case closed while it differs": Planted(
        ("UPDATE reconciliation_case SET state = 'solved', closed_by_run_id = opened_by_run_id",),
        {"case_is_its_events", "closed_cases_agree"},
    ),
    "a case of more money than was paid": Planted(
        ("UPDATE reconciliation_casemonth SET paid_idr = 16801 WHERE paid_idr = 16800",), {"case_months_fit_the_dues"}
    ),
    "a case of more money than was billed": Planted(
        ("UPDATE reconciliation_casemonth SET billed_idr = billed_idr + 1 WHERE billed_idr > 0",),
        {"case_months_fit_the_dues"},
    ),
    "money back without a cause": Planted(
        ("UPDATE reconciliation_case SET cause = 'not_uploaded' WHERE cause = 'died'",), {"claim_back_has_its_cause"}
    ),
    "more money back than was paid": Planted(
        ("UPDATE reconciliation_casemonth SET paid_idr = 16801, claim_idr = 16801 WHERE claim_idr > 0",),
        {"claim_back_was_paid"},
    ),
}
