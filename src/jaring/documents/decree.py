"""The decree (Surat Keputusan Bupati) that enrols participants, with its annex, as one PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.annex import AnnexRow
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDecree:
    """What was written: for the record of the office and the audit log."""

    pages: int
    rows: int
    annex_hash: str
    file_sha256: str
    size_bytes: int


def no_progress(done: int, total: int) -> None:
    """Say nothing about progress."""


def write_decree_pdf(
    decree: DecreeDocument,
    rows: Sequence[AnnexRow],
    target: Path,
    *,
    made_at: datetime,
    on_progress: Callable[[int, int], None] = no_progress,
) -> WrittenDecree:
    """Write the decree and its annex, a table per kecamatan, as one PDF.

    Args:
        decree: The decree.
        rows: The annex; any order.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware); same facts and same
            instant give the same bytes.
        on_progress: Called with parts done and parts in all; parts are kecamatan and passes.

    Raises:
        DocumentFactsError: (JRG-801) the facts contradict each other.
        TypesettingStoppedError: (JRG-802) a typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) a page template does not compile.
        IdentifierExposedError: (JRG-806) a NIK in the annex is not masked.
    """
    raise NotImplementedError


def write_annex_xlsx(
    decree: DecreeDocument, rows: Sequence[AnnexRow], target: Path, *, made_at: datetime
) -> None:
    """Write the annex as a workbook: a summary and one sheet per kecamatan.

    Raises:
        DocumentFactsError: (JRG-801) the facts contradict each other.
        IdentifierExposedError: (JRG-806) a NIK in the annex is not masked.
    """
    raise NotImplementedError
