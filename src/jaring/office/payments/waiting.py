"""What waits for its next step on the way of the money, counted by one statement for the first page."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for


class WaitingMoney(NamedTuple):
    """Bills to approve and to order, orders to pay, each with the first day by which one is to be paid; money to set
    against dues, refunds and releases.
    """

    bills: int
    bills_due: date | None
    approved: int
    approved_due: date | None
    orders: int
    orders_due: date | None
    deposit_idr: int
    refund_idr: int
    releases: int


NOTHING: Final = WaitingMoney(0, None, 0, None, 0, None, 0, 0, 0)

# The regencies are given as one JSON list: both dialects read it, and no code of a regency is put into the text.
_IN_SCOPE: Final = {
    "sqlite": "regency_id IN (SELECT value FROM json_each(%(regencies)s))",
    "postgresql": "regency_id IN (SELECT jsonb_array_elements_text(%(regencies)s::jsonb))",
}
_REVERSED: Final = "EXISTS (SELECT 1 FROM payments_transferreversal x WHERE x.transfer_id = {transfer})"
_STANDING: Final = {
    "transfer_stands": "NOT " + _REVERSED.format(transfer="t.id"),
    "settlement_stands": "NOT " + _REVERSED.format(transfer="s.transfer_id"),
}
_PAID: Final = f"""COALESCE((SELECT SUM(s.amount_idr) FROM payments_settlement s
        WHERE s.bill_id = b.id AND {_STANDING["settlement_stands"]}), 0)"""  # noqa: S608  # Text of our own.
_OWED: Final = """
    SELECT b.payer_id, SUM(b.total_idr
        - {paid}
        - COALESCE((SELECT SUM(r.jkk_idr + r.jkm_idr) FROM payments_release r WHERE r.bill_id = b.id), 0)) AS owed_idr
    FROM billing_bill b WHERE b.{scope} GROUP BY b.payer_id"""
_DEPOSIT: Final = """
    SELECT payer_id, SUM(amount_idr) AS left_idr FROM (
        SELECT t.payer_id, t.amount_idr FROM payments_transfer t WHERE t.{scope} AND {transfer_stands}
        UNION ALL SELECT r.payer_id, -s.amount_idr FROM payments_settlement s
            JOIN payments_allocationrun r ON r.id = s.run_id WHERE r.{scope} AND {settlement_stands}
        UNION ALL SELECT payer_id, -amount_idr FROM payments_refundclaim WHERE kind = 'deposit' AND {scope}
        UNION ALL SELECT c.payer_id, w.amount_idr FROM payments_refundwriteoff w
            JOIN payments_refundclaim c ON c.id = w.claim_id WHERE c.kind = 'deposit' AND c.{scope}
    ) AS moves GROUP BY payer_id"""
_TO_APPROVE: Final = """
    FROM billing_bill b WHERE b.{scope}
       AND NOT EXISTS (SELECT 1 FROM payments_billapproval a WHERE a.bill_id = b.id)"""
_TO_ORDER: Final = """
    FROM billing_bill b JOIN payments_billapproval a ON a.bill_id = b.id
       JOIN programme_payer p ON p.id = b.payer_id
       AND p.kind IN ('APBD', 'APBD_PROVINSI', 'APBN', 'DANA_DESA', 'APBDES')
     WHERE b.{scope}
       AND b.total_idr > {paid}
         + COALESCE((SELECT SUM(r.jkk_idr + r.jkm_idr) FROM payments_release r WHERE r.bill_id = b.id), 0)
       AND NOT EXISTS (SELECT 1 FROM payments_orderedbill o LEFT JOIN payments_ordercancellation c
           ON c.order_id = o.order_id WHERE o.bill_id = b.id AND c.order_id IS NULL)"""
_TO_PAY: Final = """
    FROM payments_paymentorder o JOIN payments_orderedbill l ON l.order_id = o.id
       JOIN billing_bill b ON b.id = l.bill_id
     WHERE o.{scope}
       AND NOT EXISTS (SELECT 1 FROM payments_ordercancellation c WHERE c.order_id = o.id)
       AND NOT EXISTS (SELECT 1 FROM payments_transfer t WHERE t.order_id = o.id AND {transfer_stands})"""
_WAITING: Final = f"""
SELECT
    (SELECT COUNT(*) {_TO_APPROVE}), (SELECT MIN(b.due_date) {_TO_APPROVE}),
    (SELECT COUNT(*) {_TO_ORDER}), (SELECT MIN(b.due_date) {_TO_ORDER}),
    (SELECT COUNT(DISTINCT o.id) {_TO_PAY}), (SELECT MIN(b.due_date) {_TO_PAY}),
    (SELECT COALESCE(SUM(left_idr), 0) FROM ({_DEPOSIT}) AS deposit
       JOIN ({_OWED}) AS debt ON debt.payer_id = deposit.payer_id WHERE owed_idr > 0 AND left_idr > 0),
    (SELECT COALESCE(SUM(c.amount_idr
         - COALESCE((SELECT SUM(r.amount_idr) FROM payments_refundreceipt r WHERE r.claim_id = c.id), 0)
         - COALESCE((SELECT SUM(w.amount_idr) FROM payments_refundwriteoff w WHERE w.claim_id = c.id), 0)), 0)
     FROM payments_refundclaim c WHERE c.{{scope}}),
    (SELECT COUNT(*) FROM payments_releaserequest q WHERE q.{{scope}}
       AND NOT EXISTS (SELECT 1 FROM payments_releasedecision d WHERE d.request_id = q.id))
"""  # noqa: S608  # Text of our own.


def money_waiting_for(user: User) -> WaitingMoney:
    """Return what waits in the regencies whose money the user sees."""
    scope = scope_for(user, Action.SEE_MONEY)
    if not scope.regencies:
        return NOTHING
    with connection.cursor() as cursor:
        regencies = json.dumps(sorted(scope.regencies))
        statement = _WAITING.format(scope=_IN_SCOPE[connection.vendor], paid=_PAID, **_STANDING)
        cursor.execute(statement, {"regencies": regencies})
        return WaitingMoney(*map(_read, cursor.fetchone()))


def _read(value: object) -> Any:
    """Return a day, a number or None: SQLite gives days as text, PostgreSQL sums as decimals."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value if value is None or isinstance(value, date) else int(str(value))
