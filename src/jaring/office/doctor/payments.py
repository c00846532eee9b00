"""What must always hold of payments, said in SQL: ``jaring doctor`` counts what breaks it."""

from __future__ import annotations

from typing import Final

from jaring.core.text import Text
from jaring.office.doctor.check import DEFECT, Check, counted
from jaring.office.payments import proofs
from jaring.office.payments.models import Transfer


def _promise(name: str, promise: Text, violations: str) -> Check:
    return Check(name, promise, DEFECT, counted(violations))


def _missing_proofs() -> int:
    """Count the transfers whose proof is not there, or is not what was recorded."""
    return sum(not proofs.is_whole(transfer) for transfer in Transfer.objects.all())


_BALANCE: Final = """SELECT e.payer_id, SUM(p.amount_idr) AS amount FROM books_posting p
    JOIN books_entry e ON e.id = p.entry_id WHERE p.account = '{account}' GROUP BY e.payer_id"""


def _differs(parts: str, account: str) -> str:
    """Count the payers for whom the sum of ``parts`` (payer_id, amount) differs from the balance of an account."""
    balance = _BALANCE.format(account=account)
    return (
        f"SELECT count(*) FROM (SELECT payer_id, SUM(amount) AS amount FROM ("  # noqa: S608  # Text of our own.
        f"{parts} UNION ALL SELECT payer_id, -amount FROM ({balance}) AS ledger"
        ") AS both_sides GROUP BY payer_id) AS sums WHERE amount <> 0"
    )


_PAYABLE: Final = """
SELECT b.payer_id, -SUM(d.jkk_idr + d.jkm_idr) AS amount FROM billing_due d
JOIN billing_bill b ON b.id = d.bill_id GROUP BY b.payer_id
UNION ALL SELECT b.payer_id, SUM(a.amount_idr) FROM payments_allocation a
JOIN billing_bill b ON b.id = a.bill_id GROUP BY b.payer_id
UNION ALL SELECT b.payer_id, SUM(r.jkk_idr + r.jkm_idr) FROM payments_release r
JOIN billing_bill b ON b.id = r.bill_id GROUP BY b.payer_id
"""
_DEPOSIT: Final = """
SELECT payer_id, SUM(amount_idr) AS amount FROM payments_transfer
WHERE id NOT IN (SELECT transfer_id FROM payments_transferreversal) GROUP BY payer_id
UNION ALL SELECT b.payer_id, -SUM(a.amount_idr) FROM payments_allocation a
JOIN billing_bill b ON b.id = a.bill_id GROUP BY b.payer_id
UNION ALL SELECT payer_id, -SUM(amount_idr) FROM payments_refundclaim WHERE kind = 'deposit' GROUP BY payer_id
UNION ALL SELECT c.payer_id, SUM(w.amount_idr) FROM payments_refundwriteoff w
JOIN payments_refundclaim c ON c.id = w.claim_id WHERE c.kind = 'deposit' GROUP BY c.payer_id
"""
_RECEIVABLE: Final = """
SELECT payer_id, SUM(amount_idr) AS amount FROM payments_refundclaim GROUP BY payer_id
UNION ALL SELECT c.payer_id, -SUM(r.amount_idr) FROM payments_refundreceipt r
JOIN payments_refundclaim c ON c.id = r.claim_id GROUP BY c.payer_id
UNION ALL SELECT c.payer_id, -SUM(w.amount_idr) FROM payments_refundwriteoff w
JOIN payments_refundclaim c ON c.id = w.claim_id GROUP BY c.payer_id
"""

_ENTRIES_OF_TRANSFERS: Final = """
SELECT e.id, t.id AS transfer_id FROM payments_transfer t
JOIN books_entry e ON e.kind = 'transfer' AND e.source = t.public_id
UNION ALL SELECT e.id, s.transfer_id FROM payments_settlement s
JOIN books_entry e ON e.kind = 'allocation' AND e.source = s.public_id
"""

CHECKS: Final = (
    _promise(
        "payable_equals_open_dues",
        Text(
            "Utang iuran di buku sama dengan iuran dikurangi yang lunas dan yang dilepas, per sumber dana",
            "The payable of the ledger is dues less those paid and released, for each payer",
        ),
        _differs(_PAYABLE, "payable"),
    ),
    _promise(
        "deposit_equals_money_not_set",
        Text(
            "Titipan di buku sama dengan setoran dikurangi yang dialokasikan dan diminta kembali, per sumber dana",
            "The deposit of the ledger is transfers less allocations and claims, for each payer",
        ),
        _differs(_DEPOSIT, "deposit"),
    ),
    _promise(
        "receivable_equals_open_claims",
        Text(
            "Piutang pengembalian di buku sama dengan permintaan dikurangi yang diterima dan dihapus, per sumber dana",
            "The refunds receivable of the ledger are claims less receipts and write-offs, for each payer",
        ),
        _differs(_RECEIVABLE, "refund_receivable"),
    ),
    _promise(
        "deposit_not_below_zero",
        Text("Titipan tidak pernah kurang dari nol", "No deposit is below zero"),
        f"SELECT count(*) FROM (SELECT payer_id, SUM(amount) AS amount FROM ({_DEPOSIT}) AS parts"  # noqa: S608  # Text of our own.
        " GROUP BY payer_id) AS sums WHERE amount < 0",
    ),
    _promise(
        "settlement_is_its_allocations",
        Text("Setiap alokasi sama dengan jumlah iuran yang dilunasinya", "A settlement is the sum of its allocations"),
        """SELECT count(*) FROM payments_settlement s LEFT JOIN (
            SELECT settlement_id, count(*) AS people, sum(amount_idr) AS amount_idr FROM payments_allocation
            GROUP BY settlement_id
            UNION ALL SELECT settlement_id, count(*), sum(amount_idr) FROM payments_freedallocation
            GROUP BY settlement_id) a ON a.settlement_id = s.id
        WHERE a.settlement_id IS NULL OR a.people <> s.people OR a.amount_idr <> s.amount_idr""",
    ),
    _promise(
        "due_paid_whole",
        Text("Iuran yang lunas dibayar penuh", "A paid due is paid whole"),
        """SELECT count(*) FROM payments_allocation a
        LEFT JOIN billing_due d ON d.bill_id = a.bill_id AND d.person_id = a.person_id
        WHERE d.bill_id IS NULL OR d.jkk_idr + d.jkm_idr <> a.amount_idr""",
    ),
    _promise(
        "due_paid_or_released",
        Text("Tidak ada iuran yang lunas sekaligus dilepas", "No due is both paid and released"),
        """SELECT count(*) FROM payments_allocation a
        JOIN payments_release r ON r.bill_id = a.bill_id AND r.person_id = a.person_id""",
    ),
    _promise(
        "paid_by_its_payer",
        Text("Iuran dilunasi dengan uang sumber dananya sendiri", "A due is paid with the money of its own payer"),
        """SELECT count(*) FROM payments_settlement s JOIN billing_bill b ON b.id = s.bill_id
        JOIN payments_transfer t ON t.id = s.transfer_id JOIN payments_allocationrun r ON r.id = s.run_id
        WHERE t.payer_id <> b.payer_id OR r.payer_id <> b.payer_id""",
    ),
    _promise(
        "refund_is_its_lines",
        Text("Permintaan pengembalian sama dengan jumlah barisnya", "A claim for dues is the sum of its lines"),
        """SELECT count(*) FROM payments_refundclaim c LEFT JOIN (
            SELECT claim_id, count(*) AS people, sum(jkk_idr) AS jkk_idr, sum(jkm_idr) AS jkm_idr
            FROM payments_refundline GROUP BY claim_id) l ON l.claim_id = c.id
        WHERE COALESCE(l.people, 0) <> c.people OR COALESCE(l.jkk_idr, 0) <> c.jkk_idr
           OR COALESCE(l.jkm_idr, 0) <> c.jkm_idr""",
    ),
    _promise(
        "refund_of_own_money",
        Text(
            "Yang diminta kembali adalah iuran lunas sumber dana itu", "Only paid dues of the payer are claimed back"
        ),
        """SELECT count(*) FROM payments_refundline l JOIN payments_refundclaim c ON c.id = l.claim_id
        JOIN billing_bill b ON b.id = l.bill_id
        LEFT JOIN payments_allocation a ON a.bill_id = l.bill_id AND a.person_id = l.person_id
        WHERE a.bill_id IS NULL OR b.payer_id <> c.payer_id""",
    ),
    _promise(
        "release_is_its_request",
        Text("Pelepasan sama dengan permintaannya", "A release is what was asked for"),
        """SELECT count(*) FROM payments_releaserequest q
        LEFT JOIN payments_releasedecision d ON d.request_id = q.id AND d.is_granted
        LEFT JOIN (SELECT request_id, count(*) AS people, sum(jkk_idr) AS jkk_idr, sum(jkm_idr) AS jkm_idr
                   FROM payments_release GROUP BY request_id) r ON r.request_id = q.id
        WHERE (d.request_id IS NULL AND r.request_id IS NOT NULL)
           OR (d.request_id IS NOT NULL AND (r.request_id IS NULL OR r.people <> q.people
               OR r.jkk_idr <> q.jkk_idr OR r.jkm_idr <> q.jkm_idr))""",
    ),
    _promise(
        "order_of_approved_bills",
        Text(
            "Perintah bayar hanya memuat tagihan yang disetujui orang lain",
            "An order holds only bills that somebody else approved",
        ),
        """SELECT count(*) FROM payments_orderedbill o JOIN payments_paymentorder p ON p.id = o.order_id
        JOIN billing_bill b ON b.id = o.bill_id LEFT JOIN payments_billapproval a ON a.bill_id = o.bill_id
        WHERE a.bill_id IS NULL OR a.approved_by_id = p.made_by_id OR a.approved_by_id = b.issued_by_id
           OR b.payer_id <> p.payer_id""",
    ),
    _promise(
        "order_amount",
        Text("Jumlah perintah bayar sama dengan isinya", "An order's amount is what it holds"),
        """SELECT count(*) FROM payments_paymentorder p LEFT JOIN (
            SELECT order_id, sum(amount_idr) AS amount_idr FROM payments_orderedbill GROUP BY order_id) o
          ON o.order_id = p.id
        WHERE o.order_id IS NULL OR o.amount_idr <> p.dues_idr""",
    ),
    _promise(
        "one_order_of_bill",
        Text("Satu tagihan berada dalam satu perintah bayar", "A bill stands in one order at a time"),
        """SELECT count(*) FROM (SELECT o.bill_id FROM payments_orderedbill o
            LEFT JOIN payments_ordercancellation c ON c.order_id = o.order_id
            WHERE c.order_id IS NULL GROUP BY o.bill_id HAVING count(*) > 1) AS twice""",
    ),
    _promise(
        "cancelled_not_paid",
        Text("Perintah bayar yang batal tidak mempunyai setoran", "A cancelled order has no transfer"),
        """SELECT count(*) FROM payments_ordercancellation c
        JOIN payments_transfer t ON t.order_id = c.order_id
        WHERE t.id NOT IN (SELECT transfer_id FROM payments_transferreversal)""",
    ),
    _promise(
        "reversed_by_another",
        Text("Setoran dibatalkan orang lain daripada pencatatnya", "A transfer is reversed by somebody else"),
        """SELECT count(*) FROM payments_transferreversal x JOIN payments_transfer t ON t.id = x.transfer_id
        WHERE x.reversed_by_id = t.recorded_by_id""",
    ),
    _promise(
        "reversed_in_the_ledger",
        Text(
            "Buku membalik setiap entri setoran yang dibatalkan, dan hanya itu",
            "The ledger reverses every entry of a transfer that was reversed, and no other",
        ),
        f"""SELECT count(*) FROM ({_ENTRIES_OF_TRANSFERS}) AS entry
        LEFT JOIN payments_transferreversal x ON x.transfer_id = entry.transfer_id
        LEFT JOIN books_entry r ON r.reverses_id = entry.id
        WHERE (x.transfer_id IS NULL) <> (r.id IS NULL) OR r.date <> x.reversed_on""",  # noqa: S608  # Text of our own.
    ),
    _promise(
        "freed_by_its_reversal",
        Text(
            "Setoran yang dibatalkan tidak melunasi apa pun, dan hanya iurannya yang dibuka lagi",
            "A reversed transfer pays nothing, and only its dues were opened again",
        ),
        """SELECT (SELECT count(*) FROM payments_allocation a
                JOIN payments_transferreversal x ON x.transfer_id = a.transfer_id)
            + (SELECT count(*) FROM payments_freedallocation f
               LEFT JOIN payments_transferreversal x ON x.transfer_id = f.transfer_id WHERE x.transfer_id IS NULL)""",
    ),
    _promise(
        "claim_not_overdrawn",
        Text("Yang kembali tidak melebihi yang diminta", "No more came back than was claimed"),
        """SELECT count(*) FROM payments_refundclaim c
        WHERE c.amount_idr < (SELECT COALESCE(SUM(r.amount_idr), 0) FROM payments_refundreceipt r
                              WHERE r.claim_id = c.id)
                           + (SELECT COALESCE(SUM(w.amount_idr), 0) FROM payments_refundwriteoff w
                              WHERE w.claim_id = c.id)""",
    ),
    _promise(
        "write_off_by_another",
        Text(
            "Penghapusan dan pelepasan diputuskan orang lain", "Write-offs and releases are decided by somebody else"
        ),
        """SELECT (SELECT count(*) FROM payments_refundwriteoff w JOIN payments_refundclaim c ON c.id = w.claim_id
                WHERE w.written_off_by_id = c.claimed_by_id)
            + (SELECT count(*) FROM payments_releasedecision d JOIN payments_releaserequest q ON q.id = d.request_id
               WHERE d.is_granted AND d.decided_by_id = q.requested_by_id)""",
    ),
    _promise(
        "payment_posted",
        Text("Setiap langkah uang mempunyai satu entri di buku", "Every step of money has one entry in the ledger"),
        """SELECT count(*) FROM (
            SELECT public_id, 'transfer' AS kind, amount_idr FROM payments_transfer
            UNION ALL SELECT public_id, 'allocation', amount_idr FROM payments_settlement
            UNION ALL SELECT public_id, 'refund_claim', amount_idr FROM payments_refundclaim
            UNION ALL SELECT public_id, 'refund_receipt', amount_idr FROM payments_refundreceipt
            UNION ALL SELECT public_id, 'write_off', amount_idr FROM payments_refundwriteoff
            UNION ALL SELECT q.public_id, 'release', q.jkk_idr + q.jkm_idr FROM payments_releaserequest q
                JOIN payments_releasedecision d ON d.request_id = q.id AND d.is_granted) AS step
        LEFT JOIN books_entry e ON e.source = step.public_id AND e.kind = step.kind
        LEFT JOIN (SELECT entry_id, SUM(amount_idr) AS debit_idr FROM books_posting WHERE amount_idr > 0
                   GROUP BY entry_id) p ON p.entry_id = e.id
        WHERE e.id IS NULL OR p.debit_idr <> step.amount_idr""",
    ),
)

PAPERS: Final = (
    Check(
        "proof_unaltered",
        Text("Bukti setiap setoran ada dan utuh", "The proof of every transfer is there and whole"),
        Text("Pulihkan berkas bukti dari cadangan.", "Restore the proof from a backup."),
        _missing_proofs,
    ),
)
