"""The map of villages on paper: the picture alone as PNG, or with its table as PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jaring.documents.typesetting import Part, typeset, typeset_picture
from jaring.documents.words import printable

TEMPLATE = "map.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSheet:
    """All that the sheet says, in the reader's language.

    Attributes:
        picture: The map as SVG.
        legend: The sample of each shade as SVG, and what it stands for.
        rows: The cells of each village, as many as there are headings.
        page_words: "Page" and "of" of the page foot.
    """

    title: str
    area: str
    meaning: str
    as_of: str
    source: str
    picture: str
    legend: Sequence[tuple[str, str]]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    page_words: tuple[str, str]


def map_pdf(sheet: MapSheet, *, made_at: datetime) -> bytes:
    """Return the map with its table as PDF.

    Raises:
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
    """
    document, _pages = typeset([Part("Peta", TEMPLATE, _facts(sheet))], title=sheet.title, made_at=made_at)
    return document


def map_png(sheet: MapSheet) -> bytes:
    """Return the map with title and legend, without the table, as PNG.

    Raises:
        TypesettingStoppedError: (JRG-802)
        TypesettingFailedError: (JRG-803)
    """
    return typeset_picture(Part("Peta", TEMPLATE, {**_facts(sheet), "alone": True}))


def _facts(sheet: MapSheet) -> Mapping[str, object]:
    return {
        "title": printable(sheet.title),
        "draft": False,
        "alone": False,
        "running_foot": f"{printable(sheet.title)}, {printable(sheet.area)}",
        "page_words": list(sheet.page_words),
        "area": printable(sheet.area),
        "meaning": printable(sheet.meaning),
        "as_of": printable(sheet.as_of),
        "source": printable(sheet.source),
        "picture": sheet.picture,
        "legend": [[swatch, printable(words)] for swatch, words in sheet.legend],
        "headings": [printable(heading) for heading in sheet.headings],
        "rows": [[printable(cell) for cell in row] for row in sheet.rows],
    }
