"""The brief for the regent (ringkasan): five figures against their targets, the months, and the red list. One page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from jaring.documents import words
from jaring.documents.files import replacing
from jaring.documents.letterhead import Letterhead, Signatory, letterhead_facts, signatory_facts
from jaring.documents.typesetting import Part, typeset
from jaring.documents.words import printable

SUBJECT: Final = "Ringkasan perlindungan pekerja rentan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that the brief says; texts are Indonesian, as every paper of the office is.

    Attributes:
        on: The day as of which it is told.
        goals: Label, figure, target, and whether it is reached, in words.
        pictures: Title and SVG of each chart.
        villages: The villages in greatest need: name, kecamatan, cover, need, people.
        lapses: What falls due: payer, people, amount, day, days left.
        overdue: What is overdue, as a sentence.
    """

    on: date
    letterhead: Letterhead
    signatory: Signatory
    signed_place: str
    addressee: str
    goals: Sequence[tuple[str, str, str, str]]
    pictures: Sequence[tuple[str, str]]
    villages: Sequence[Sequence[str]]
    lapses: Sequence[Sequence[str]]
    overdue: str
    notes: Sequence[str]


def write_brief_pdf(brief: Brief, target: Path, *, made_at: datetime) -> int:
    """Write the brief as PDF and return its number of pages; ``target`` is replaced only by a complete file.

    Raises:
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    document, pages = typeset([Part("Ringkasan", "brief.typ", _page_facts(brief))], title=SUBJECT, made_at=made_at)
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)
    return pages


def _page_facts(brief: Brief) -> Mapping[str, object]:
    return {
        "title": SUBJECT,
        "draft": False,
        "running_foot": f"{SUBJECT}, keadaan {words.long_date(brief.on)}",
        "letterhead": letterhead_facts(brief.letterhead),
        "signatory": signatory_facts(brief.signatory),
        "place_and_day": f"{printable(brief.signed_place)}, {words.long_date(brief.on)}",
        "day": words.long_date(brief.on),
        "addressee": printable(brief.addressee),
        "goals": _printable(brief.goals),
        "pictures": [[printable(title), picture] for title, picture in brief.pictures],
        "villages": _printable(brief.villages),
        "lapses": _printable(brief.lapses),
        "overdue": printable(brief.overdue),
        "notes": [printable(each) for each in brief.notes],
    }


def _printable(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[printable(cell) for cell in row] for row in rows]
