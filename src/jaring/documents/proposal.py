"""The paper twin of the form of a proposed worker: a box for each letter, and a code that leads to the page."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

from jaring.documents.seal import seal_svg
from jaring.documents.typesetting import Part, typeset

TITLE: Final = "Formulir usulan pekerja rentan"
BOXES: Final = (
    ("NIK", 16),
    ("Nomor kartu keluarga (KK)", 16),
    ("Tanggal lahir (tanggal-bulan-tahun)", 8),
    ("Nomor telepon", 13),
)
LINES: Final = (
    "Nama lengkap, menurut KTP-el",
    "Tempat lahir",
    "Desa/kelurahan dan kecamatan tempat tinggal",
    "Pekerjaan sehari-hari",
    "Nama ibu kandung",
    "Nama ahli waris dan hubungannya",
)


def proposal_form_pdf(address: str, *, made_at: datetime) -> io.BytesIO:
    """Return the form as PDF, one sheet of F4 with two workers, to be filled in by hand.

    Args:
        address: Where the form is filled in on a device; printed, and in the QR code.
        made_at: Aware instant.
    """
    facts = {
        "title": TITLE,
        "draft": False,
        "running_foot": "Diisi dengan huruf cetak. Serahkan kepada operator desa/kelurahan untuk disalin ke Jaring.",
        "address": address,
        "qr": seal_svg(address),
        "boxes": [list(each) for each in BOXES],
        "lines": list(LINES),
        "letterhead": {"government": "", "office": "", "address": "", "contact": "", "emblem": ""},
    }
    content, _pages = typeset([Part("formulir", "proposal.typ", facts)], title=TITLE, made_at=made_at)
    return io.BytesIO(content)
