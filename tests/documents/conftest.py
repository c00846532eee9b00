"""Papers that the tests of the documents share."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from invented_people import DISTRICTS, invented_rows

from jaring.core.law import Status
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.annex import AnnexRow
from jaring.documents.bill import BillDocument, BillLine, DecreeReference, LawValue
from jaring.documents.decree import DecreeDocument, DecreeStatus
from jaring.documents.letterhead import Letterhead, Signatory

PAYER = "APBD Kabupaten Timor Tengah Utara"


@pytest.fixture
def rows() -> list[AnnexRow]:
    return invented_rows(150)


@pytest.fixture
def made_at() -> datetime:
    return datetime(2025, 7, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def decree(rows: list[AnnexRow]) -> DecreeDocument:
    return DecreeDocument(
        number="123/KEP/HK/2025",
        signed_date=date(2025, 7, 1),
        about="Penetapan Peserta Program Jaminan Kecelakaan Kerja dan Jaminan Kematian bagi Pekerja Rentan",
        considerations=("bahwa pekerja rentan perlu dilindungi", "bahwa penerima iuran perlu ditetapkan"),
        legal_bases=("Undang-Undang Nomor 40 Tahun 2004", "Peraturan Pemerintah Nomor 44 Tahun 2015"),
        dictum=("Menetapkan peserta sebagaimana tercantum dalam Lampiran II", "Keputusan ini mulai berlaku"),
        payer=PAYER,
        from_month=Month(2025, 7),
        until_month=Month(2026, 1),
        participants=len(rows),
        monthly_idr=Rupiah(16_800 * len(rows)),
        total_idr=Rupiah(16_800 * len(rows) * 6),
        letterhead=Letterhead(government="BUPATI TIMOR TENGAH UTARA", office="PROVINSI NUSA TENGGARA TIMUR"),
        signatory=Signatory(title="BUPATI TIMOR TENGAH UTARA", name="YOSEP CONTOH NAISABAN"),
        signed_place="Kefamenanu",
        copies=("Gubernur Nusa Tenggara Timur di Kupang", "Kepala BPJS Ketenagakerjaan Cabang Atambua"),
        status=DecreeStatus.IN_FORCE,
    )


@pytest.fixture
def bill() -> BillDocument:
    return BillDocument(
        number="500/12/2025",
        issued_date=date(2025, 12, 1),
        month=Month(2025, 12),
        payer=PAYER,
        due_date=date(2026, 1, 15),
        lines=tuple(
            BillLine(
                district_code=f"53.03.{index + 1:02d}",
                district_name=name,
                participants=100 + index,
                jkk_idr=Rupiah(10_000 * (100 + index)),
                jkm_idr=Rupiah(6_800 * (100 + index)),
            )
            for index, name in enumerate(DISTRICTS)
        ),
        decrees=(DecreeReference(number="123/KEP/HK/2025", signed_date=date(2025, 7, 1)),),
        law_values=(
            LawValue(
                label="Iuran JKM",
                value="Rp6.800",
                law="PP 44/2015",
                article="Lampiran II",
                status=Status.REPORTED,
            ),
            LawValue(
                label="Jatuh tempo",
                value="tanggal 15 bulan berikutnya",
                law="Permenaker 5/2021",
                article="",
                status=Status.ASSUMED,
            ),
        ),
        letterhead=Letterhead(government="PEMERINTAH KABUPATEN", office="DINAS TENAGA KERJA", address="Kefamenanu"),
        signatory=Signatory(title="Kepala Dinas", name="MARIA CONTOH TNESI", rank="Pembina"),
        signed_place="Kefamenanu",
        recipient="Kepala Badan Keuangan",
    )
