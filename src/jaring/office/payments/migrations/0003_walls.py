"""Walls around payments: two people behind each step, one payer in each row, and no rupiah out of nothing.

Why: whoever writes, an approval is another's than the bill, an order another's than the approval, a write-off another's
than the claim; public money has an order and a treasury's its papers; a bill stands in one order at a time; and neither
the dues set against money nor what is claimed back of it comes to more than the money.
Lock: none that matters; the tables are new.
Reverse: drops the triggers.
"""

from django.db import migrations

from jaring.office.walls import append_only, refuse_insert_unless

BY_ORDER = "('APBD', 'APBD_PROVINSI', 'APBN', 'DANA_DESA', 'APBDES')"
BY_TREASURY = "('APBD', 'APBD_PROVINSI', 'APBN')"

OTHER_APPROVES = """EXISTS (
    SELECT 1 FROM billing_bill b WHERE b.id = NEW.bill_id AND b.issued_by_id <> NEW.approved_by_id)"""
OWN_PAYER = """EXISTS (
    SELECT 1 FROM programme_payer p WHERE p.id = NEW.payer_id AND p.regency_id = NEW.regency_id)"""
ORDERABLE = """EXISTS (
    SELECT 1 FROM payments_paymentorder o
    JOIN billing_bill b ON b.payer_id = o.payer_id AND b.programme_year_id = o.programme_year_id
    JOIN payments_billapproval a ON a.bill_id = b.id
    WHERE o.id = NEW.order_id AND b.id = NEW.bill_id AND a.approved_by_id <> o.made_by_id)"""
IN_TURN = """NEW.attempt = (
    SELECT COUNT(*) FROM payments_orderedbill p
    JOIN payments_ordercancellation c ON c.order_id = p.order_id WHERE p.bill_id = NEW.bill_id)"""
NOT_PAID = "NOT EXISTS (SELECT 1 FROM payments_transfer t WHERE t.order_id = NEW.order_id)"
ORDERED = f"""EXISTS (
    SELECT 1 FROM programme_payer p WHERE p.id = NEW.payer_id
      AND (NEW.order_id IS NULL) = (p.kind NOT IN {BY_ORDER})
      AND (p.kind NOT IN {BY_TREASURY} OR (NEW.spm_number <> '' AND NEW.sp2d_number <> '')))
    AND (NEW.order_id IS NULL OR EXISTS (
    SELECT 1 FROM payments_paymentorder o WHERE o.id = NEW.order_id AND o.payer_id = NEW.payer_id
      AND NOT EXISTS (SELECT 1 FROM payments_ordercancellation c WHERE c.order_id = o.id)))"""
ONE_PAYER = """EXISTS (
    SELECT 1 FROM payments_allocationrun r
    JOIN billing_bill b ON b.id = NEW.bill_id AND b.payer_id = r.payer_id
    JOIN payments_transfer t ON t.id = NEW.transfer_id AND t.payer_id = r.payer_id
    WHERE r.id = NEW.run_id)"""


def deposit_of(payer: str) -> str:
    """Return the SQL of what lies on deposit for a payer, whose key is an SQL expression."""
    return f"""(
    (SELECT COALESCE(SUM(t.amount_idr), 0) FROM payments_transfer t WHERE t.payer_id = {payer})
    - (SELECT COALESCE(SUM(s.amount_idr), 0) FROM payments_settlement s
       JOIN payments_allocationrun r ON r.id = s.run_id WHERE r.payer_id = {payer})
    - (SELECT COALESCE(SUM(c.amount_idr), 0) FROM payments_refundclaim c
       WHERE c.payer_id = {payer} AND c.kind = 'deposit')
    + (SELECT COALESCE(SUM(w.amount_idr), 0) FROM payments_refundwriteoff w
       JOIN payments_refundclaim c ON c.id = w.claim_id WHERE c.payer_id = {payer} AND c.kind = 'deposit'))"""


PAYER_OF_RUN = "(SELECT r.payer_id FROM payments_allocationrun r WHERE r.id = NEW.run_id)"
ENOUGH_TO_SETTLE = f"NEW.amount_idr <= {deposit_of(PAYER_OF_RUN)}"
ENOUGH_TO_CLAIM = f"NEW.kind <> 'deposit' OR NEW.amount_idr <= {deposit_of('NEW.payer_id')}"
LEFT_OF_CLAIM = """NEW.amount_idr <= (SELECT c.amount_idr FROM payments_refundclaim c WHERE c.id = NEW.claim_id)
    - (SELECT COALESCE(SUM(r.amount_idr), 0) FROM payments_refundreceipt r WHERE r.claim_id = NEW.claim_id)
    - (SELECT COALESCE(SUM(w.amount_idr), 0) FROM payments_refundwriteoff w WHERE w.claim_id = NEW.claim_id)"""
OTHER_WRITES_OFF = """EXISTS (
    SELECT 1 FROM payments_refundclaim c WHERE c.id = NEW.claim_id AND c.claimed_by_id <> NEW.written_off_by_id)"""
OTHER_DECIDES = """NOT NEW.is_granted OR EXISTS (
    SELECT 1 FROM payments_releaserequest r WHERE r.id = NEW.request_id AND r.requested_by_id <> NEW.decided_by_id)"""

WALLS = (
    ("billapproval", "payments_other_approves", OTHER_APPROVES, "whoever issues a bill does not approve it"),
    ("paymentorder", "payments_order_of_payer", OWN_PAYER, "a payer belongs to its regency"),
    ("orderedbill", "payments_orderable", ORDERABLE, "an order needs bills of its payer, approved by somebody else"),
    ("orderedbill", "payments_in_turn", IN_TURN, "a bill stands in one order at a time"),
    ("ordercancellation", "payments_not_paid", NOT_PAID, "an order that was paid is not cancelled"),
    ("transfer", "payments_transfer_of_payer", OWN_PAYER, "a payer belongs to its regency"),
    ("transfer", "payments_papers", ORDERED, "public money needs an order that stands, and a treasury its papers"),
    ("allocationrun", "payments_run_of_payer", OWN_PAYER, "a payer belongs to its regency"),
    ("settlement", "payments_one_payer", ONE_PAYER, "money is set against the dues of its own payer"),
    ("settlement", "payments_enough", ENOUGH_TO_SETTLE, "no more is set against dues than lies on deposit"),
    ("releaserequest", "payments_release_of_payer", OWN_PAYER, "a payer belongs to its regency"),
    ("releasedecision", "payments_other_decides", OTHER_DECIDES, "whoever asks for a release does not grant it"),
    ("refundclaim", "payments_claim_of_payer", OWN_PAYER, "a payer belongs to its regency"),
    ("refundclaim", "payments_enough_to_claim", ENOUGH_TO_CLAIM, "no more is claimed back than lies on deposit"),
    ("refundreceipt", "payments_within_claim", LEFT_OF_CLAIM, "no more comes back than was claimed"),
    ("refundwriteoff", "payments_rest_of_claim", LEFT_OF_CLAIM, "no more is given up than is left of a claim"),
    ("refundwriteoff", "payments_other_gives_up", OTHER_WRITES_OFF, "whoever claims does not write off"),
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_dues")]
    operations = [
        *(refuse_insert_unless(f"payments_{table}", *wall) for table, *wall in WALLS),
        append_only(
            "payments_billapproval",
            "payments_paymentorder",
            "payments_orderedbill",
            "payments_ordercancellation",
            "payments_billingcode",
            "payments_transfer",
            "payments_allocationrun",
            "payments_settlement",
            "payments_releaserequest",
            "payments_releaseline",
            "payments_releasedecision",
            "payments_refundclaim",
            "payments_refundreceipt",
            "payments_refundwriteoff",
        ),
    ]
