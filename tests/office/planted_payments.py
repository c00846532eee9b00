"""Violations of what must hold of payments, each planted past the walls, and the check that must find it."""

from __future__ import annotations

from typing import NamedTuple


class Planted(NamedTuple):
    """Statements that break a promise, and the checks that must find it."""

    statements: tuple[str, ...]
    found_by: set[str]


HEAD = "(SELECT id FROM access_user WHERE username = 'kepala')"
OFFICER = "(SELECT id FROM access_user WHERE username = 'petugas')"
OTHER_PAYER = (
    "INSERT INTO programme_payer (regency_id, kind, name, group_code) VALUES ('53.03', 'APBN', 'APBN contoh', '')"
)
LAST_PAYER = "(SELECT max(id) FROM programme_payer)"

PLANTED = {
    "a paid due taken away": Planted(
        ("DELETE FROM payments_refundline", "DELETE FROM payments_allocation"),
        {
            "payable_equals_open_dues",
            "deposit_equals_money_not_set",
            "settlement_is_its_allocations",
            "refund_is_its_lines",
        },
    ),
    "a due paid a rupiah short": Planted(
        ("UPDATE payments_allocation SET amount_idr = amount_idr - 1",),
        {"due_paid_whole", "settlement_is_its_allocations", "payable_equals_open_dues"},
    ),
    "a transfer made smaller": Planted(
        ("UPDATE payments_transfer SET amount_idr = 50000",),
        {"deposit_not_below_zero", "deposit_equals_money_not_set", "payment_posted"},
    ),
    "a receipt made larger than its claim": Planted(
        ("UPDATE payments_refundreceipt SET amount_idr = 16801",),
        {"claim_not_overdrawn", "receivable_equals_open_claims"},
    ),
    "a released due that was also paid": Planted(
        (
            (
                "INSERT INTO payments_allocation (bill_id, person_id, transfer_id, settlement_id, amount_idr)"
                " SELECT r.bill_id, r.person_id, s.transfer_id, s.id, 16800"
                " FROM payments_release r JOIN payments_settlement s ON s.bill_id = r.bill_id"
                " AND s.transfer_id NOT IN (SELECT transfer_id FROM payments_transferreversal)"
            ),
        ),
        {"due_paid_or_released"},
    ),
    "a transfer of another payer": Planted(
        (OTHER_PAYER, f"UPDATE payments_transfer SET payer_id = {LAST_PAYER}"), {"paid_by_its_payer"}
    ),
    "a claim of another payer": Planted(
        (OTHER_PAYER, f"UPDATE payments_refundclaim SET payer_id = {LAST_PAYER}"), {"refund_of_own_money"}
    ),
    "a release that was never granted": Planted(
        ("UPDATE payments_releasedecision SET is_granted = false",), {"release_is_its_request"}
    ),
    "a bill ordered by who approved it": Planted(
        (f"UPDATE payments_paymentorder SET made_by_id = {HEAD}",), {"order_of_approved_bills"}
    ),
    "a bill approved by who issued it": Planted(
        (f"UPDATE payments_billapproval SET approved_by_id = {OFFICER}",), {"order_of_approved_bills"}
    ),
    "an order of another amount": Planted(
        ("UPDATE payments_paymentorder SET dues_idr = dues_idr + 1, amount_idr = amount_idr + 1",), {"order_amount"}
    ),
    "a cancellation taken back": Planted(("DELETE FROM payments_ordercancellation",), {"one_order_of_bill"}),
    "a cancellation of an order that was paid": Planted(
        ("UPDATE payments_ordercancellation SET order_id = (SELECT min(order_id) FROM payments_transfer)",),
        {"cancelled_not_paid"},
    ),
    "a transfer reversed by who recorded it": Planted(
        (
            (
                "UPDATE payments_transferreversal SET reversed_by_id = (SELECT recorded_by_id FROM payments_transfer"
                " WHERE id = transfer_id)"
            ),
        ),
        {"reversed_by_another"},
    ),
    "a reversal that the ledger does not know": Planted(
        (
            (
                "INSERT INTO payments_transferreversal (transfer_id, reason, reversed_on, reversed_by_id, reversed_at)"
                f" SELECT id, 'x', value_date, {HEAD}, recorded_at FROM payments_transfer"
                " WHERE id = (SELECT max(id) FROM payments_transfer)"
            ),
        ),
        {"reversed_in_the_ledger", "freed_by_its_reversal"},
    ),
    "a claim given up by who made it": Planted(
        ("UPDATE payments_refundwriteoff SET written_off_by_id = " + OFFICER,), {"write_off_by_another"}
    ),
    "a step without its entry": Planted(
        ("UPDATE books_entry SET kind = 'bill' WHERE kind = 'transfer'",), {"payment_posted"}
    ),
    "a proof of another content": Planted(("UPDATE payments_transfer SET proof_hash = 'a'",), {"proof_unaltered"}),
}
