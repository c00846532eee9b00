"""Two papers of the reconciliation: the minutes of a month (berita acara), and the list of money to claim back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jaring.core.money import ZERO, Rupiah
from jaring.core.month import Month
from jaring.documents import words
from jaring.documents.files import replacing
from jaring.documents.letterhead import Letterhead, Signatory, letterhead_facts, signatory_facts
from jaring.documents.typesetting import Part, typeset
from jaring.documents.words import printable

_NOT_ANSWERED = "belum ada"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the sides that were compared; ``None`` where the insurer has not answered, or no amount belongs to it."""

    label: str
    people: int | None
    amount_idr: Rupiah | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many cases of one kind or cause there are, and what they come to."""

    label: str
    cases: int
    amount_idr: Rupiah


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesDocument:
    """What two offices put down about a month after they compared their records."""

    month: Month
    made_date: date
    payer: str
    sides: tuple[Side, ...]
    agreed: int
    differing: int
    kinds: tuple[Count, ...]
    causes: tuple[Count, ...]
    letterhead: Letterhead
    signatory: Signatory
    counterpart: Signatory
    signed_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A contribution that was paid in vain: whose, of which month, why, and what shows it."""

    name: str
    masked_nik: str
    village: str
    month: Month
    amount_idr: Rupiah
    cause: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimListDocument:
    """The contributions that the insurer is asked to give back to a payer."""

    made_date: date
    payer: str
    lines: tuple[ClaimLine, ...]
    letterhead: Letterhead
    signatory: Signatory
    signed_place: str

    @property
    def total_idr(self) -> Rupiah:
        return sum((line.amount_idr for line in self.lines), ZERO)


def write_minutes(minutes: MinutesDocument, target: Path, *, made_at: datetime) -> None:
    """Write the minutes as PDF.

    Args:
        minutes: What they say.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware).

    Raises:
        TypesettingStoppedError: (JRG-802)
        TypesettingFailedError: (JRG-803)
    """
    title = f"Berita acara rekonsiliasi iuran {words.month_name(minutes.month)}"
    facts = _shared_facts(title, minutes.letterhead, minutes.signatory, minutes.signed_place, minutes.made_date)
    facts |= {
        "month": words.month_name(minutes.month).upper(),
        "particulars": [
            ("Bulan iuran", words.month_name(minutes.month)),
            ("Sumber dana", printable(minutes.payer)),
            ("Tanggal", words.long_date(minutes.made_date)),
        ],
        "sides": [
            [side.label, _people(side.people), words.thousands(side.amount_idr.idr) if side.amount_idr else ""]
            for side in minutes.sides
        ],
        "agreed": words.thousands(minutes.agreed),
        "differing": words.thousands(minutes.differing),
        "kinds": _counts(minutes.kinds),
        "causes": _counts(minutes.causes),
        "counterpart": signatory_facts(minutes.counterpart),
    }
    _write(Part("Berita acara", "reconciliation.typ", facts), title, target, made_at)


def write_claim_list(claim: ClaimListDocument, target: Path, *, made_at: datetime) -> None:
    """Write the list of contributions to claim back as PDF.

    Args:
        claim: What it lists.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware).

    Raises:
        TypesettingStoppedError: (JRG-802)
        TypesettingFailedError: (JRG-803)
    """
    title = "Daftar iuran yang diminta kembali"
    facts = _shared_facts(title, claim.letterhead, claim.signatory, claim.signed_place, claim.made_date)
    facts |= {
        "particulars": [
            ("Pembayar iuran", printable(claim.payer)),
            ("Jumlah baris", f"{words.thousands(len(claim.lines))} ({words.spell(len(claim.lines))})"),
        ],
        "lines": [
            [
                f"{number}.",
                printable(line.name),
                line.masked_nik,
                printable(line.village),
                words.short_month(line.month),
                words.thousands(line.amount_idr.idr),
                printable(line.cause),
                printable(line.evidence),
            ]
            for number, line in enumerate(claim.lines, start=1)
        ],
        "total": words.rupiah(claim.total_idr),
        "total_words": words.spell_rupiah(claim.total_idr),
    }
    _write(Part("Permintaan pengembalian", "claim-back.typ", facts), title, target, made_at)


def _shared_facts(
    title: str, letterhead: Letterhead, signatory: Signatory, place: str, day: date
) -> dict[str, object]:
    return {
        "title": title,
        "draft": False,
        "running_foot": title,
        "letterhead": letterhead_facts(letterhead),
        "signatory": signatory_facts(signatory),
        "signed_place": printable(place),
        "made_date": words.long_date(day),
    }


def _write(part: Part, title: str, target: Path, made_at: datetime) -> None:
    document, _pages = typeset([part], title=title, made_at=made_at)
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)


def _counts(counts: tuple[Count, ...]) -> list[list[str]]:
    return [[count.label, words.thousands(count.cases), words.thousands(count.amount_idr.idr)] for count in counts]


def _people(people: int | None) -> str:
    return _NOT_ANSWERED if people is None else words.thousands(people)
