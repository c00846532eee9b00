"""Checks of the ledger: it balances, has no gap, and every bill stands in it."""

from __future__ import annotations

from typing import Final

from jaring.core.accounts import chart
from jaring.core.text import Text
from jaring.office.doctor.check import DEFECT, Check, counted

_ACCOUNTS: Final = ", ".join(f"'{key}'" for key in chart())

CHECKS: Final = (
    Check(
        "ledger_balances",
        Text("Semua akun buku besar berjumlah nol", "All accounts of the ledger sum to zero"),
        DEFECT,
        counted("SELECT CASE WHEN COALESCE(sum(amount_idr), 0) = 0 THEN 0 ELSE 1 END FROM books_posting"),
    ),
    Check(
        "entries_balance",
        Text(
            "Setiap entri buku besar seimbang, dan setiap baris mempunyai entrinya",
            "Every entry of the ledger balances, and every line has its entry",
        ),
        DEFECT,
        counted(
            """SELECT count(*) FROM (
                SELECT entry_id, sum(amount_idr) AS balance, count(*) AS lines FROM books_posting GROUP BY entry_id
            ) AS sums LEFT JOIN books_entry e ON e.id = sums.entry_id
            WHERE e.id IS NULL OR balance <> 0 OR lines < 2"""
        ),
    ),
    Check(
        "entries_have_lines",
        Text("Tidak ada entri tanpa baris", "No entry lacks its lines"),
        DEFECT,
        counted(
            """SELECT count(*) FROM books_entry e LEFT JOIN books_posting p ON p.entry_id = e.id AND p.line = 1
            WHERE p.entry_id IS NULL"""
        ),
    ),
    Check(
        "entry_numbers",
        Text("Nomor entri berurutan tanpa celah", "The numbers of entries run without a gap"),
        DEFECT,
        counted(
            """SELECT count(*) FROM (
                SELECT regency_id FROM books_entry GROUP BY regency_id
                HAVING min(number) <> 1 OR max(number) <> count(*)) AS gaps"""
        ),
    ),
    Check(
        "known_accounts",
        Text("Setiap baris memakai akun yang dikenal", "Every line is on an account of the chart"),
        DEFECT,
        counted(f"SELECT count(*) FROM books_posting WHERE account NOT IN ({_ACCOUNTS})"),  # noqa: S608  # Ours.
    ),
    Check(
        "reversals_are_opposites",
        Text("Setiap pembalikan persis kebalikan entrinya", "Every reversal is the exact opposite of its entry"),
        DEFECT,
        counted(
            """SELECT count(*) FROM (
                SELECT r.id, p.account FROM books_entry r JOIN books_posting p ON p.entry_id IN (r.id, r.reverses_id)
                WHERE r.reverses_id IS NOT NULL GROUP BY r.id, p.account HAVING sum(p.amount_idr) <> 0) AS uneven"""
        ),
    ),
    Check(
        "closed_months_stay",
        Text("Tidak ada entri yang masuk ke bulan yang sudah ditutup", "Nothing was entered into a closed month"),
        DEFECT,
        counted(
            """SELECT count(*) FROM books_entry e JOIN books_closing c
            ON c.regency_id = e.regency_id AND e.date < c.until_date AND e.recorded_at > c.closed_at"""
        ),
    ),
    Check(
        "bills_are_entered",
        Text("Setiap tagihan dibukukan sebesar jumlahnya", "Every bill is entered with its amounts"),
        DEFECT,
        counted(
            """SELECT count(*) FROM billing_bill b
            LEFT JOIN books_entry e ON e.kind = 'bill' AND e.source = b.public_id
            LEFT JOIN (SELECT entry_id,
                    sum(CASE WHEN account = 'expense_jkk' THEN amount_idr ELSE 0 END) AS jkk,
                    sum(CASE WHEN account = 'expense_jkm' THEN amount_idr ELSE 0 END) AS jkm,
                    sum(CASE WHEN account = 'payable' THEN amount_idr ELSE 0 END) AS payable
                FROM books_posting GROUP BY entry_id) p ON p.entry_id = e.id
            WHERE e.id IS NULL OR e.payer_id <> b.payer_id OR e.month <> b.month
               OR p.jkk <> b.jkk_idr OR p.jkm <> b.jkm_idr OR p.payable <> -b.total_idr"""
        ),
    ),
    Check(
        "entered_bills_exist",
        Text("Setiap entri tagihan mempunyai tagihannya", "Every entry of a bill has its bill"),
        DEFECT,
        counted(
            """SELECT count(*) FROM books_entry e LEFT JOIN billing_bill b ON b.public_id = e.source
            WHERE e.kind = 'bill' AND b.id IS NULL"""
        ),
    ),
)
