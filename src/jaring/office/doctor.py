"""The examination: what must always be true of an installation, each check with a name and a remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from jaring.core.text import Text
from jaring.documents.annex import annex_hash
from jaring.office.audit import services as audit
from jaring.office.payments import checks as payments
from jaring.office.places.models import Regency
from jaring.office.programme.models import Decree
from jaring.office.programme.services import annex_rows, standing
from jaring.office.readiness import require_ready

DISK_FREE_MIN_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to examine: its name, what it promises, and how many violations it finds."""

    name: str
    promise: Text
    remedy: Text
    count: Callable[[], int]


def examine() -> Iterator[tuple[Check, int]]:
    """Run every check and yield it with the number of violations; zero is well.

    Raises:
        DatabaseUnreachableError: (JRG-705)
        DatabaseNotReadyError: (JRG-704)
        KeysDifferError: (JRG-706)
    """
    require_ready()
    for check in CHECKS:
        yield check, check.count()


def _sql(statement: str) -> Callable[[], int]:
    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.fetchone()[0])

    return count


def _chain_faults() -> int:
    return sum(1 for regency in Regency.objects.all() for _ in audit.verify(regency.code))


def _altered_annexes() -> int:
    decrees = Decree.objects.all()
    return sum(
        annex_hash(annex_rows(decree.lines.select_related("village__district"), decree.effective_month))
        != decree.annex_hash
        for decree in decrees
    )


def _disk_low() -> int:
    return int(shutil.disk_usage(settings.JARING_DATA).free < DISK_FREE_MIN_BYTES)


_DEFECT = Text(
    "Hentikan penagihan dan laporkan: ini kesalahan program atau perubahan di luar Jaring.",
    "Stop billing and report it: this is a defect, or a change made outside Jaring.",
)

_REGISTER_ONLY = Text(
    "Saringan daftar peserta dapat keliru; SK dan tagihan tidak terpengaruh. Laporkan.",
    "Filters of the register may be wrong; decrees and bills are not touched by it. Report it.",
)

CHECKS: tuple[Check, ...] = (
    Check(
        "bill_totals",
        Text("Jumlah tagihan sama dengan jumlah iuran per orang", "A bill's total is the sum of its dues"),
        _DEFECT,
        _sql(
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
        _DEFECT,
        _sql(
            """SELECT count(*) FROM billing_due d JOIN billing_bill b ON b.id = d.bill_id
            JOIN programme_enrolment e ON e.id = d.enrolment_id
            LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id
            WHERE e.payer_id <> b.payer_id OR b.month < e.from_month
               OR b.month >= COALESCE(x.until_month, e.until_month)"""
        ),
    ),
    Check(
        "everyone_enrolled_is_billed",
        Text(
            "Setiap peserta pada bulan yang ditagih ikut tertagih",
            "Everyone enrolled in a billed month is on its bill",
        ),
        _DEFECT,
        _sql(
            """SELECT count(*) FROM billing_bill b
            JOIN programme_enrolment e
              ON e.payer_id = b.payer_id AND e.from_month <= b.month AND e.until_month > b.month
            LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id
            LEFT JOIN billing_due d ON d.bill_id = b.id AND d.person_id = e.person_id
            WHERE COALESCE(x.until_month, e.until_month) > b.month AND d.bill_id IS NULL"""
        ),
    ),
    Check(
        "due_rate",
        Text("Setiap iuran sesuai kartu tarif tagihannya", "Every due is at a rate of its bill"),
        _DEFECT,
        _sql(
            """SELECT count(*) FROM billing_due d JOIN programme_enrolment e ON e.id = d.enrolment_id
            LEFT JOIN billing_ratecard r ON r.bill_id = d.bill_id AND r.base_idr = e.base_idr AND r.sector = e.sector
            WHERE r.id IS NULL OR r.jkk_idr <> d.jkk_idr OR r.jkm_idr <> d.jkm_idr"""
        ),
    ),
    Check(
        "enrolled_once",
        Text("Tidak ada orang yang terdaftar dua kali pada bulan yang sama", "Nobody is enrolled twice in a month"),
        _DEFECT,
        _sql(
            """SELECT count(*) FROM programme_enrolment a
            JOIN programme_enrolment b ON b.person_id = a.person_id AND b.id > a.id
            LEFT JOIN programme_enrolmentend x ON x.enrolment_id = a.id
            LEFT JOIN programme_enrolmentend y ON y.enrolment_id = b.id
            WHERE a.from_month < COALESCE(y.until_month, b.until_month)
              AND b.from_month < COALESCE(x.until_month, a.until_month)"""
        ),
    ),
    Check(
        "enrolled_by_decree",
        Text("Setiap kepesertaan berasal dari SK yang berlaku", "Every enrolment follows from a decree in force"),
        _DEFECT,
        _sql(
            """SELECT count(*) FROM programme_enrolment e JOIN programme_decreeline l ON l.id = e.line_id
            LEFT JOIN programme_decreeenactment n ON n.decree_id = l.decree_id
            WHERE n.decree_id IS NULL OR l.person_id <> e.person_id OR l.change <> 'addition'"""
        ),
    ),
    Check(
        "decree_has_effect",
        Text("Setiap baris SK yang berlaku sudah dilaksanakan", "Every line of a decree in force has had its effect"),
        _DEFECT,
        _sql(
            """SELECT count(*) FROM programme_decreeline l
            JOIN programme_decreeenactment n ON n.decree_id = l.decree_id
            LEFT JOIN programme_enrolment e ON e.line_id = l.id
            LEFT JOIN programme_enrolmentend x ON x.line_id = l.id
            WHERE (l.change = 'addition' AND e.id IS NULL) OR (l.change = 'removal' AND x.enrolment_id IS NULL)"""
        ),
    ),
    Check(
        "two_people",
        Text("Penyusun SK bukan penetapnya", "Whoever drafts a decree does not enact it"),
        _DEFECT,
        _sql(
            """SELECT count(*) FROM programme_decree d JOIN programme_decreeenactment n ON n.decree_id = d.id
            WHERE n.enacted_by_id = d.drafted_by_id"""
        ),
    ),
    Check(
        "within_budget",
        Text("Tagihan setahun tidak melebihi anggaran", "A year's bills stay within the budget"),
        Text("Catat perubahan anggaran (APBD-P).", "Enter a budget revision (APBD-P)."),
        _sql(
            """SELECT count(*) FROM (
                SELECT programme_year_id, payer_id, sum(total_idr) AS billed FROM billing_bill
                GROUP BY programme_year_id, payer_id) b
            LEFT JOIN (SELECT programme_year_id, payer_id, sum(amount_idr) AS budget FROM programme_budgetentry
                GROUP BY programme_year_id, payer_id) m
              ON m.programme_year_id = b.programme_year_id AND m.payer_id = b.payer_id
            WHERE m.budget IS NULL OR b.billed > m.budget"""
        ),
    ),
    Check(
        "outcome_kept",
        Text(
            "Keputusan terakhir di daftar peserta sama dengan hasil penetapan terakhir",
            "The latest decision on the register is that of the latest targeting run",
        ),
        _REGISTER_ONLY,
        lambda: standing.with_wrong_outcome().count(),
    ),
    Check(
        "cover_kept",
        Text(
            "Masa kepesertaan di daftar peserta sama dengan SK yang berlaku",
            "The months of cover on the register are those of the decrees in force",
        ),
        _REGISTER_ONLY,
        lambda: standing.with_wrong_cover().count(),
    ),
    Check(
        "annex_unaltered",
        Text("Sidik lampiran setiap SK cocok dengan isinya", "The hash of every annex fits its content"),
        _DEFECT,
        _altered_annexes,
    ),
    *(Check(each.name, each.promise, _DEFECT, each.count) for each in payments.INVARIANTS),
    Check(
        "proof_unaltered",
        Text("Bukti setiap setoran ada dan utuh", "The proof of every transfer is there and whole"),
        Text("Pulihkan berkas bukti dari cadangan.", "Restore the proof from a backup."),
        payments.missing_proofs,
    ),
    Check(
        "audit_chain",
        Text("Rantai jejak audit utuh", "The audit chain is whole"),
        Text(
            "Jangan ubah apa pun; panggil pemeriksa dan bandingkan dengan cadangan.",
            "Change nothing; call the auditor and compare with a backup.",
        ),
        _chain_faults,
    ),
    Check(
        "disk_space",
        Text("Ruang disk mencukupi", "There is enough disk space"),
        Text("Kosongkan ruang pada disk data.", "Free some space on the data disk."),
        _disk_low,
    ),
)
