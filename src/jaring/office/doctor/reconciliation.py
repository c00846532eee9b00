"""Checks of the reconciliation: a match compared what stood in the books, and a case is what its events say."""

from __future__ import annotations

from typing import Final

from jaring.core.insurer.words import causes
from jaring.core.text import Text
from jaring.office.doctor.check import DEFECT, Check, counted

_CLAIMING: Final = ", ".join(f"'{cause.key}'" for cause in causes().values() if cause.claims_back)
_OF_PERSON: Final = """FROM {table} x JOIN billing_bill b ON b.id = x.bill_id
    WHERE b.regency_id = c.regency_id AND b.month = m.month AND x.person_id = c.person_id"""
_BILLED: Final = f"SELECT COALESCE(SUM(x.jkk_idr + x.jkm_idr), 0) {_OF_PERSON.format(table='billing_due')}"
_PAID: Final = f"SELECT COALESCE(SUM(x.amount_idr), 0) {_OF_PERSON.format(table='payments_allocation')}"
_CLAIMED: Final = f"SELECT 1 {_OF_PERSON.format(table='payments_refundline')}"

_OF_RUN: Final = """b.regency_id = r.regency_id AND b.month = r.month
    AND COALESCE(r.payer_id, b.payer_id) = b.payer_id"""


def _promise(name: str, promise: Text, violations: str) -> Check:
    return Check(name, promise, DEFECT, counted(violations))


CHECKS: Final = (
    _promise(
        "list_is_its_lines",
        Text("Setiap daftar BPJS berisi baris sebanyak yang dicatat", "Every list of the insurer has the lines noted"),
        """SELECT count(*) FROM reconciliation_insurerfile f LEFT JOIN (
            SELECT file_id, count(*) AS lines FROM reconciliation_insurerline GROUP BY file_id) l ON l.file_id = f.id
        WHERE COALESCE(l.lines, 0) <> f.lines""",
    ),
    _promise(
        "match_is_of_the_books",
        Text(
            "Tidak ada pencocokan yang menemukan lebih dari yang ditagih, dibayar, dan aktif",
            "No match found more than was billed, paid and active",
        ),
        f"""SELECT count(*) FROM reconciliation_matchrun r
        WHERE r.billed_idr > (SELECT COALESCE(SUM(b.total_idr), 0) FROM billing_bill b WHERE {_OF_RUN})
           OR r.paid_idr > (SELECT COALESCE(SUM(s.amount_idr), 0) FROM payments_settlement s
                JOIN billing_bill b ON b.id = s.bill_id WHERE {_OF_RUN})
           OR r.agreed > r.enrolled OR r.agreed > r.billed OR r.agreed > r.paid OR r.agreed > COALESCE(r.active, 0)""",  # noqa: S608  # Text of our own.
    ),
    _promise(
        "case_is_its_events",
        Text("Keadaan setiap kasus adalah menurut peristiwa terakhirnya", "A case stands where its last event put it"),
        """SELECT count(*) FROM reconciliation_case c LEFT JOIN reconciliation_caseevent e
          ON e.id = (SELECT MAX(l.id) FROM reconciliation_caseevent l WHERE l.case_id = c.id)
        WHERE e.id IS NULL OR e.state <> c.state""",
    ),
    _promise(
        "case_is_its_months",
        Text(
            "Jumlah dan bulan setiap kasus adalah bulan-bulannya yang masih berbeda",
            "A case comes to what its months come to that still differ",
        ),
        """SELECT count(*) FROM reconciliation_case c JOIN (
            SELECT case_id, MAX(month) AS last_month, SUM(amount_idr) AS amount_idr
            FROM reconciliation_casemonth WHERE NOT is_gone GROUP BY case_id) m ON m.case_id = c.id
        WHERE m.amount_idr <> c.amount_idr OR m.last_month <> c.last_month""",
    ),
    _promise(
        "closed_cases_agree",
        Text(
            "Kasus yang ditutup oleh pencocokan tidak lagi berbeda pada bulan mana pun",
            "A case that a match closed differs in no month any more",
        ),
        """SELECT count(*) FROM reconciliation_casemonth m JOIN reconciliation_case c ON c.id = m.case_id
        WHERE c.closed_by_run_id IS NOT NULL AND (c.state <> 'solved' OR NOT m.is_gone)""",
    ),
    _promise(
        "case_months_fit_the_dues",
        Text(
            "Yang ditagih dan dibayar menurut kasus ada pada iuran dan pembayaran orang itu",
            "What a case says was billed and paid stands in the dues and payments of its person",
        ),
        f"""SELECT count(*) FROM reconciliation_casemonth m JOIN reconciliation_case c ON c.id = m.case_id
        WHERE c.person_id IS NOT NULL AND (m.billed_idr > ({_BILLED}) OR m.paid_idr > ({_PAID}))""",  # noqa: S608  # As above.
    ),
    _promise(
        "claim_back_has_its_cause",
        Text(
            "Hanya yang dibayar sia-sia masuk daftar minta kembali",
            "Only what was paid in vain is on the list to be claimed back",
        ),
        f"""SELECT count(*) FROM reconciliation_casemonth m JOIN reconciliation_case c ON c.id = m.case_id
        WHERE m.claim_idr > 0 AND (m.is_gone OR c.cause NOT IN ({_CLAIMING}))""",  # noqa: S608  # As above.
    ),
    _promise(
        "claim_back_was_paid",
        Text(
            "Daftar minta kembali tidak melebihi yang dibayar untuk orang itu",
            "The list to be claimed back names no more than was paid for its person",
        ),
        f"""SELECT count(*) FROM reconciliation_casemonth m JOIN reconciliation_case c ON c.id = m.case_id
        WHERE m.claim_idr > ({_PAID}) AND NOT EXISTS ({_CLAIMED})""",  # noqa: S608  # As above.
    ),
)
