"""Checks of decrees and enrolment: nobody is covered but by a decree in force, and nobody twice."""

from __future__ import annotations

from typing import Final

from jaring.core.text import Text
from jaring.documents.annex import annex_hash
from jaring.office.doctor.check import DEFECT, Check, counted
from jaring.office.programme.models import Decree, DecreeScan
from jaring.office.programme.services import annex_rows
from jaring.office.proofs import Proof


def _altered_annexes() -> int:
    decrees = Decree.objects.all()
    return sum(
        annex_hash(annex_rows(decree.lines.select_related("village__district"), decree.effective_month))
        != decree.annex_hash
        for decree in decrees
    )


def _missing_scans() -> int:
    """Count the signed papers that are not there, or are not what was uploaded."""
    return sum(not Proof(scan.sha256, ".pdf").is_whole for scan in DecreeScan.objects.all())


CHECKS: Final = (
    Check(
        "enrolled_once",
        Text("Tidak ada orang yang terdaftar dua kali pada bulan yang sama", "Nobody is enrolled twice in a month"),
        DEFECT,
        counted(
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
        DEFECT,
        counted(
            """SELECT count(*) FROM programme_enrolment e JOIN programme_decreeline l ON l.id = e.line_id
            LEFT JOIN programme_decreeenactment n ON n.decree_id = l.decree_id
            WHERE n.decree_id IS NULL OR l.person_id <> e.person_id OR l.change <> 'addition'"""
        ),
    ),
    Check(
        "decree_has_effect",
        Text("Setiap baris SK yang berlaku sudah dilaksanakan", "Every line of a decree in force has had its effect"),
        DEFECT,
        counted(
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
        DEFECT,
        counted(
            """SELECT count(*) FROM programme_decree d JOIN programme_decreeenactment n ON n.decree_id = d.id
            WHERE n.enacted_by_id = d.drafted_by_id"""
        ),
    ),
    Check(
        "moved_without_a_gap",
        Text("Tidak ada bulan yang hilang karena pindah sumber dana", "Nobody lost a month by a move between payers"),
        DEFECT,
        counted(
            """SELECT count(*) FROM programme_decree d JOIN programme_decreeenactment n ON n.decree_id = d.id
            JOIN programme_decreeline gone ON gone.decree_id = d.id AND gone.change = 'removal'
            LEFT JOIN programme_decreeline come
              ON come.decree_id = d.id AND come.person_id = gone.person_id AND come.change = 'addition'
            LEFT JOIN programme_enrolmentend x ON x.line_id = gone.id
            LEFT JOIN programme_enrolment e ON e.line_id = come.id
            WHERE d.from_payer_id IS NOT NULL AND (e.id IS NULL OR x.enrolment_id IS NULL
                OR x.until_month <> e.from_month OR e.payer_id <> d.payer_id)"""
        ),
    ),
    Check(
        "annex_unaltered",
        Text("Sidik lampiran setiap SK cocok dengan isinya", "The hash of every annex fits its content"),
        DEFECT,
        _altered_annexes,
    ),
)

PAPERS: Final = (
    Check(
        "scan_unaltered",
        Text("Naskah SK bertanda tangan ada dan utuh", "The signed paper of every decree is there and whole"),
        Text("Pulihkan berkas naskah dari cadangan.", "Restore the paper from a backup."),
        _missing_scans,
    ),
)
