"""What a decree (Surat Keputusan Bupati) says, and when its facts contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.documents.annex import AnnexChange, AnnexRow, check_annex
from jaring.documents.errors import DocumentFactsError
from jaring.documents.letterhead import Letterhead, Signatory


class DecreeKind(StrEnum):
    """Whether a decree starts a list of participants or changes one."""

    INITIAL = "initial"
    AMENDMENT = "amendment"


class DecreeStatus(StrEnum):
    """Whether a decree already binds. A draft is marked on every page."""

    DRAFT = "draft"
    IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeDocument:
    """All that a decree says, apart from the rows of its annex.

    Attributes:
        number: Number of the decree; empty only in a draft.
        signed_date: Day of signature; ``None`` only in a draft.
        about: What follows "TENTANG", without a full stop.
        considerations: The items of "Menimbang", without their letters and without end marks.
        legal_bases: The items of "Mengingat", without their numbers and without end marks.
        dictum: What follows "KESATU", "KEDUA" ... as whole sentences.
        payer: Name of the payer as printed.
        from_month: First month of cover.
        until_month: First month no longer covered (half-open).
        participants: People covered once this decree is in force.
        monthly_idr: Contribution for one full month of all participants, in rupiah.
        total_idr: Contribution for the whole period, in rupiah.
        copies: The addressees of "Tembusan".
        amends_number: Number of the decree that is amended; empty for an initial decree.
        amends_date: Day of the decree that is amended.
    """

    number: str
    signed_date: date | None
    about: str
    considerations: tuple[str, ...]
    legal_bases: tuple[str, ...]
    dictum: tuple[str, ...]
    payer: str
    from_month: Month
    until_month: Month
    participants: int
    monthly_idr: Rupiah
    total_idr: Rupiah
    letterhead: Letterhead
    signatory: Signatory
    signed_place: str
    copies: tuple[str, ...] = ()
    kind: DecreeKind = DecreeKind.INITIAL
    status: DecreeStatus = DecreeStatus.DRAFT
    amends_number: str = ""
    amends_date: date | None = None


def check_decree(decree: DecreeDocument, rows: Sequence[AnnexRow]) -> None:
    """Refuse a decree whose facts contradict each other or its annex.

    Raises:
        DocumentFactsError: (JRG-801) see the sentence for the rule that is broken.
        IdentifierExposedError: (JRG-806) a NIK in the annex is not masked.
    """
    for is_broken, rule in _contradictions(decree, rows):
        if is_broken:
            raise DocumentFactsError(rule=rule)
    check_annex(rows)


def _contradictions(decree: DecreeDocument, rows: Sequence[AnnexRow]) -> Iterator[tuple[bool, Text]]:
    is_initial = decree.kind is DecreeKind.INITIAL
    months = decree.until_month - decree.from_month
    yield (
        decree.status is DecreeStatus.IN_FORCE and not (decree.number and decree.signed_date),
        Text(
            "keputusan yang berlaku harus bernomor dan bertanggal.",
            "a decree in force must have a number and a date.",
        ),
    )
    yield not rows, Text("lampirannya kosong.", "its annex is empty.")
    yield months < 1, Text("jangka waktunya kosong.", "its period is empty.")
    yield (
        not (decree.considerations and decree.legal_bases and decree.dictum),
        Text(
            "Menimbang, Mengingat, dan diktum masing-masing harus berisi.",
            "considerations, legal bases and dictum must each have an item.",
        ),
    )
    yield (
        is_initial and decree.participants != len(rows),
        Text(
            "jumlah peserta tidak sama dengan jumlah baris lampiran.",
            "the number of participants differs from the rows of the annex.",
        ),
    )
    yield (
        is_initial and any(row.change is AnnexChange.REMOVAL for row in rows),
        Text("keputusan awal tidak dapat mengeluarkan peserta.", "an initial decree cannot remove anyone."),
    )
    yield (
        is_initial == bool(decree.amends_number),
        Text(
            "hanya keputusan perubahan yang menyebut keputusan yang diubah.",
            "an amendment, and only an amendment, names the decree it amends.",
        ),
    )
    yield (
        min(decree.monthly_idr.idr, decree.total_idr.idr) < 0
        or decree.total_idr.idr > decree.monthly_idr.idr * max(months, 0),
        Text(
            "jumlah iuran melebihi iuran sebulan dikalikan banyaknya bulan.",
            "the total exceeds the monthly contribution times the months.",
        ),
    )
