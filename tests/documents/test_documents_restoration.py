"""The request for restoration and the note to the regent, read back from their PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jaring.core.law import Status
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.bill import LawValue
from jaring.documents.errors import DocumentFactsError
from jaring.documents.lapse_note import PAYERS_MAX, LapseNote, NotedPayer, write_lapse_note_pdf
from jaring.documents.letterhead import Letterhead, Signatory
from jaring.documents.restoration import RestorationMonth, RestorationRequest, write_restoration_pdf

MADE_AT = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
LETTERHEAD = Letterhead(
    government="PEMERINTAH KABUPATEN TIMOR TENGAH UTARA",
    office="DINAS TENAGA KERJA DAN TRANSMIGRASI",
    address="Kefamenanu",
)
SIGNATORY = Signatory(title="Kepala Dinas Tenaga Kerja dan Transmigrasi", name="(nama pejabat contoh)")
REQUEST = RestorationRequest(
    number="560/123/NAKER/2026",
    issued_date=date(2026, 11, 30),
    letterhead=LETTERHEAD,
    signatory=SIGNATORY,
    signed_place="Kefamenanu",
    recipient="Kepala BPJS Ketenagakerjaan Cabang Atambua",
    recipient_place="Atambua",
    payer="APBD Provinsi Nusa Tenggara Timur",
    group="SG",
    agreement="Nomor 12/PKS/2025 tanggal 20 Juni 2025",
    covered_until=date(2026, 1, 1),
    cause="keterlambatan pencairan dana",
    people=1174,
    months=tuple(
        RestorationMonth(month=month, people=1174, amount_idr=Rupiah(19_723_200))
        for month in Month(2026, 1).until(Month(2026, 12))
    ),
    papers=("Surat permohonan koreksi", "Perjanjian Kerja Sama", "Daftar peserta", "Bukti pembayaran"),
    bases=(
        LawValue(
            label="Pemulihan kesinambungan setelah pembayar terlambat",
            value="dapat dimohonkan",
            law="Praktik BPJS",
            article="PERDIR 22/PERDIR.02/072022",
            status=Status.REPORTED,
        ),
    ),
    copies=("Bupati Timor Tengah Utara", "Inspektur Daerah Kabupaten Timor Tengah Utara"),
)
NOTE = LapseNote(
    number="560/124/NAKER/2026",
    on=date(2026, 11, 30),
    letterhead=LETTERHEAD,
    signatory=SIGNATORY,
    addressee="Bupati Timor Tengah Utara",
    people=25 * (PAYERS_MAX + 3),
    payers=tuple(
        NotedPayer(
            name=f"Dana Desa contoh {n}",
            people=25,
            uncovered_from=date(2026, 10, 1),
            amount_idr=Rupiah(840_000),
            deadline=date(2026, 12, 31) if n else None,
            needed="bukti setor",
        )
        for n in range(PAYERS_MAX + 3)
    ),
    deaths="12 sampai 25 orang",
    lost_idr=(Rupiah(851_000_000), Rupiah(1_702_000_000)),
    assumptions=("Peluang kematian menurut Tabel Mortalita Indonesia IV (anggapan).",) * 5,
    january=("anggaran 2027", "penetapan Surat Keputusan"),
)


def pages_of(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_the_request_is_a_letter_with_an_annex_of_months(tmp_path: Path) -> None:
    target = tmp_path / "surat.pdf"

    pages = write_restoration_pdf(REQUEST, target, made_at=MADE_AT)

    text = pages_of(target)
    assert len(text) == pages
    letter, annex = " ".join(text[:-1]), text[-1]
    for part in (
        "Nomor : 560/123/NAKER/2026",
        "Permohonan pemulihan kesinambungan kepesertaan",
        "Yth. Kepala BPJS Ketenagakerjaan Cabang Atambua",
        "1.174 (seribu seratus tujuh puluh empat) orang peserta telah disetor sampai dengan bulan Desember 2025",
        "Rp216.955.200,00",
        "Januari 2026 sampai dengan November 2026",
        "Tembusan disampaikan kepada Yth.:",
        "Inspektur Daerah",
    ):
        assert part in letter
    assert "11. November 2026 1.174 19.723.200" in annex
    assert "216.955.200" in annex
    assert "PERDIR" in annex
    assert Status.REPORTED.label.id in annex


def test_every_page_is_f4(tmp_path: Path) -> None:
    target = tmp_path / "surat.pdf"
    write_restoration_pdf(REQUEST, target, made_at=MADE_AT)

    sizes = {
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4))
        for p in PdfReader(target).pages
    }

    assert sizes == {(215, 330)}


def test_people_who_were_never_covered_are_said_so(tmp_path: Path) -> None:
    target = tmp_path / "surat.pdf"
    write_restoration_pdf(replace(REQUEST, covered_until=None), target, made_at=MADE_AT)

    assert "belum terlindungi sejak didaftarkan" in pages_of(target)[0]


@pytest.mark.parametrize(
    "change",
    [
        {"months": ()},
        {"months": (REQUEST.months[1], REQUEST.months[0])},
        {"months": (REQUEST.months[0], REQUEST.months[0])},
        {"people": 3},
    ],
)
def test_a_request_that_contradicts_itself_is_not_written(change: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "surat.pdf"

    with pytest.raises(DocumentFactsError, match="JRG-801"):
        write_restoration_pdf(replace(REQUEST, **change), target, made_at=MADE_AT)

    assert not target.exists()


def test_the_note_fits_one_page_however_many_payers_there_are(tmp_path: Path) -> None:
    target = tmp_path / "nota.pdf"

    assert write_lapse_note_pdf(NOTE, target, made_at=MADE_AT) == 1

    (text,) = pages_of(target)
    for part in (
        "NOTA DINAS",
        "Yth. Bupati Timor Tengah Utara",
        "375 pekerja rentan",
        "lewat; perlu pemulihan",
        "Selain itu 3 sumber dana lain dengan 75 peserta.",
        "12 sampai 25 orang",
        "antara Rp850 juta dan Rp1,7 miliar",
        "anggaran 2027",
        "Tabel Mortalita Indonesia IV (anggapan)",
    ):
        assert part in text
