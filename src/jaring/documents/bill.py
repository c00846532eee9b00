"""The monthly bill (tagihan iuran) of one payer, as PDF and as workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.letterhead import Letterhead, Signatory


class LawStatus(StrEnum):
    """How sure a legal value is; printed as a footnote under the bill."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """What one kecamatan costs in the month."""

    district_code: str
    district_name: str
    participants: int
    jkk_idr: Rupiah
    jkm_idr: Rupiah

    @property
    def total_idr(self) -> Rupiah:
        return self.jkk_idr + self.jkm_idr


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeReference:
    """A decree in force on which the bill rests."""

    number: str
    signed_date: date
    annex_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawValue:
    """A legal value that decided money in this bill, with its citation.

    ``label`` and ``value`` are Indonesian and ready to print ("Iuran JKK", "1 % x Rp1.000.000").
    """

    label: str
    value: str
    law: str
    article: str
    status: LawStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BillDocument:
    """All that a bill says. The totals are sums of its lines, never given apart from them."""

    number: str
    issued_date: date
    month: Month
    payer: str
    due_date: date
    lines: tuple[BillLine, ...]
    decrees: tuple[DecreeReference, ...]
    law_values: tuple[LawValue, ...]
    letterhead: Letterhead
    signatory: Signatory
    signed_place: str
    recipient: str = ""

    @property
    def participants(self) -> int:
        return sum(line.participants for line in self.lines)

    @property
    def jkk_idr(self) -> Rupiah:
        return sum((line.jkk_idr for line in self.lines), Rupiah(0))

    @property
    def jkm_idr(self) -> Rupiah:
        return sum((line.jkm_idr for line in self.lines), Rupiah(0))

    @property
    def total_idr(self) -> Rupiah:
        return self.jkk_idr + self.jkm_idr


def bill_hash(bill: BillDocument) -> str:
    """Return the SHA-256 over the canonical form of the bill, in lower-case hexadecimal."""
    raise NotImplementedError


def write_bill_pdf(bill: BillDocument, target: Path, *, made_at: datetime) -> None:
    """Write the bill as PDF.

    Raises:
        DocumentFactsError: (JRG-801) the bill has no lines or no decree.
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
    """
    raise NotImplementedError


def write_bill_xlsx(bill: BillDocument, target: Path, *, made_at: datetime) -> None:
    """Write the bill as a workbook.

    Raises:
        DocumentFactsError: (JRG-801) the bill has no lines or no decree.
    """
    raise NotImplementedError
