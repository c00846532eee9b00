"""Checks of bills and dues: a bill is what its people owe, and everybody enrolled is on it."""

from __future__ import annotations

from typing import Final

from jaring.core.text import Text
from jaring.office.doctor.check import DEFECT, Check, counted

CHECKS: Final = (
    Check(
        "bill_totals",
        Text("Jumlah tagihan sama dengan jumlah iuran per orang", "A bill's total is the sum of its dues"),
        DEFECT,
        counted(
            """SELECT count(*) FROM billing_bill b LEFT JOIN (
                SELECT bill_id, count(*) AS people, sum(jkk_idr) AS jkk, sum(jkm_idr) AS jkm
                FROM billing_due GROUP BY bill_id) d ON d.bill_id = b.id
            WHERE d.bill_id IS NULL OR d.people <> b.people OR d.jkk <> b.jkk_idr OR d.jkm <> b.jkm_idr"""
        ),
    ),
    Check(
        "due_within_enrolment",
        Text(
            "Setiap iuran berada dalam masa kepesertaan dan sumber dananya",
            "Every due lies within its enrolment's months and payer",
        ),
        DEFECT,
        counted(
            """SELECT count(*) FROM billing_due d JOIN billing_bill b ON b.id = d.bill_id
            JOIN programme_enrolment e ON e.id = d.enrolment_id
            LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id
            LEFT JOIN programme_plan p ON p.id = e.plan_id
            WHERE (e.payer_id <> b.payer_id AND COALESCE(p.partner_id, 0) <> b.payer_id) OR b.month < e.from_month
               OR b.month >= COALESCE(x.until_month, e.until_month)"""
        ),
    ),
    Check(
        "everyone_enrolled_is_billed",
        Text(
            "Setiap peserta pada bulan yang ditagih ikut tertagih",
            "Everyone enrolled in a billed month is on its bill",
        ),
        DEFECT,
        counted(
            """SELECT count(*) FROM billing_bill b
            JOIN programme_enrolment e
              ON e.payer_id = b.payer_id AND e.from_month <= b.month AND e.until_month > b.month
            LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id
            LEFT JOIN billing_due d ON d.bill_id = b.id AND d.person_id = e.person_id
            WHERE COALESCE(x.until_month, e.until_month) > b.month AND d.bill_id IS NULL
              AND (e.plan_id IS NULL OR COALESCE((
                SELECT s.public_percent FROM programme_planstep s
                WHERE s.plan_id = e.plan_id AND s.from_month <= b.month
                ORDER BY s.from_month DESC LIMIT 1), 100) > 0)"""
        ),
    ),
    Check(
        "partner_is_billed",
        Text(
            "Bagian pendamping dalam setiap rencana ikut tertagih",
            "The partner's share of every plan is on the partner's bill",
        ),
        DEFECT,
        counted(
            """SELECT count(*) FROM billing_bill b JOIN programme_plan p ON p.partner_id = b.payer_id
            JOIN programme_enrolment e
              ON e.plan_id = p.id AND e.from_month <= b.month AND e.until_month > b.month
            LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id
            LEFT JOIN billing_due d ON d.bill_id = b.id AND d.person_id = e.person_id
            WHERE COALESCE(x.until_month, e.until_month) > b.month AND d.bill_id IS NULL AND (
                SELECT s.public_percent FROM programme_planstep s
                WHERE s.plan_id = e.plan_id AND s.from_month <= b.month ORDER BY s.from_month DESC LIMIT 1) < 100"""
        ),
    ),
    Check(
        "due_rate",
        Text("Setiap iuran sesuai kartu tarif tagihannya", "Every due is at a rate of its bill"),
        DEFECT,
        counted(
            """SELECT count(*) FROM billing_due d JOIN programme_enrolment e ON e.id = d.enrolment_id
            LEFT JOIN billing_ratecard r ON r.bill_id = d.bill_id AND r.base_idr = e.base_idr AND r.sector = e.sector
              AND COALESCE(r.plan_id, 0) = COALESCE(e.plan_id, 0)
            WHERE r.id IS NULL OR r.jkk_idr <> d.jkk_idr OR r.jkm_idr <> d.jkm_idr"""
        ),
    ),
    Check(
        "within_budget",
        Text("Tagihan setahun tidak melebihi anggaran", "A year's bills stay within the budget"),
        Text("Catat perubahan anggaran (APBD-P).", "Enter a budget revision (APBD-P)."),
        counted(
            """SELECT count(*) FROM (
                SELECT programme_year_id, payer_id, sum(total_idr) AS billed FROM billing_bill
                GROUP BY programme_year_id, payer_id) b
            LEFT JOIN (SELECT programme_year_id, payer_id, sum(amount_idr) AS budget FROM programme_budgetentry
                GROUP BY programme_year_id, payer_id) m
              ON m.programme_year_id = b.programme_year_id AND m.payer_id = b.payer_id
            JOIN programme_payer p ON p.id = b.payer_id AND p.kind NOT IN ('SELF', 'EMPLOYER')
            WHERE m.budget IS NULL OR b.billed > m.budget"""
        ),
    ),
)
