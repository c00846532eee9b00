"""The note (nota dinas) that warns the regent: whose cover stops when, what it costs, what is needed. One page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from jaring.core.money import Rupiah
from jaring.documents import words
from jaring.documents.files import replacing
from jaring.documents.letterhead import Letterhead, Signatory, letterhead_facts, signatory_facts
from jaring.documents.typesetting import Part, typeset
from jaring.documents.words import printable

SUBJECT: Final = "Peringatan berhentinya perlindungan pekerja rentan"
PAYERS_MAX: Final = 12
"""More rows would not fit on the page; the rest is counted in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedPayer:
    """One payer: its people, the first day without cover, what is to be paid by when, and what that takes."""

    name: str
    people: int
    uncovered_from: date
    amount_idr: Rupiah
    deadline: date | None
    needed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseNote:
    """All that the note says.

    Attributes:
        on: The day as of which it is told.
        people: How many are covered by these payers; who is paid for by two of them counts once.
        payers: The most pressing first.
        deaths: Expected deaths while there is no cover or only a waiting period, in words ("12 sampai 25 orang").
        lost_idr: Lowest and highest estimate of the benefits lost, IDR.
        assumptions: What the estimate rests on.
        january: What the first month of next year still needs; empty before November or where nothing is missing.
    """

    number: str
    on: date
    letterhead: Letterhead
    signatory: Signatory
    addressee: str
    people: int
    payers: tuple[NotedPayer, ...]
    deaths: str
    lost_idr: tuple[Rupiah, Rupiah]
    assumptions: tuple[str, ...]
    january: tuple[str, ...]


def write_lapse_note_pdf(note: LapseNote, target: Path, *, made_at: datetime) -> int:
    """Write the note as PDF and return its number of pages; ``target`` is replaced only by a complete file.

    Raises:
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    document, pages = typeset([Part("Nota", "lapse-note.typ", _page_facts(note))], title=SUBJECT, made_at=made_at)
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)
    return pages


def about(amount: Rupiah) -> str:
    """Write an estimate with two figures, as people say it.

    >>> about(Rupiah(851_234_567)), about(Rupiah(1_702_469_134)), about(Rupiah(9_870_000))
    ('Rp850 juta', 'Rp1,7 miliar', 'Rp9,9 juta')
    """
    for unit, word in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")):
        if amount.idr >= unit:
            tenths = amount.idr * 10 // unit
            step = 10 ** max(0, len(str(tenths)) - 2)
            tenths = (tenths + step // 2) // step * step
            written = f"{tenths // 10}" + (f",{tenths % 10}" if tenths % 10 else "")
            return f"Rp{written} {word}"
    return str(amount)


def _page_facts(note: LapseNote) -> Mapping[str, object]:
    shown, rest = note.payers[:PAYERS_MAX], note.payers[PAYERS_MAX:]
    people_of_rest = sum(payer.people for payer in rest)
    low, high = note.lost_idr
    return {
        "title": SUBJECT,
        "draft": False,
        "running_foot": f"{SUBJECT}, keadaan {words.long_date(note.on)}",
        "letterhead": letterhead_facts(note.letterhead),
        "signatory": signatory_facts(note.signatory),
        "addressee": printable(note.addressee),
        "sender": printable(note.signatory.title),
        "number": printable(note.number),
        "day": words.long_date(note.on),
        "subject": SUBJECT,
        "opening": (
            f"Dengan hormat dilaporkan bahwa menurut keadaan pada {words.long_date(note.on)}, perlindungan JKK dan "
            f"JKM bagi {words.thousands(note.people)} pekerja rentan berhenti pada tanggal di bawah ini apabila tidak "
            "ada iuran yang disetorkan lagi."
        ),
        "rows": [_row(payer) for payer in shown],
        "rest": (
            f"Selain itu {len(rest)} sumber dana lain dengan {words.thousands(people_of_rest)} peserta."
            if rest
            else ""
        ),
        "cost": (
            f"Apabila kepesertaan sampai berakhir dan dimulai lagi dari awal, diperkirakan {printable(note.deaths)} "
            "meninggal selagi tidak terlindungi atau dalam masa tunggu, dan keluarganya kehilangan santunan antara "
            f"{about(low)} dan {about(high)}."
        ),
        "assumptions": [printable(each) for each in note.assumptions],
        "january": [printable(each) for each in note.january],
    }


def _row(payer: NotedPayer) -> list[str]:
    return [
        printable(payer.name),
        words.thousands(payer.people),
        words.long_date(payer.uncovered_from),
        words.thousands(payer.amount_idr.idr),
        words.long_date(payer.deadline) if payer.deadline else "lewat; perlu pemulihan",
        printable(payer.needed),
    ]
