"""A chart of a page as PNG, to be put into a letter or a slide."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from jaring.documents.typesetting import Part, typeset_picture
from jaring.documents.words import printable

TEMPLATE = "chart.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSheet:
    """A chart as SVG, with what stands around it in the reader's language."""

    title: str
    area: str
    as_of: str
    meaning: str
    picture: str


def chart_png(sheet: ChartSheet) -> bytes:
    """Return the chart with its title on white ground as PNG.

    Raises:
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
    """
    words = {name: printable(text) for name, text in asdict(sheet).items() if name != "picture"}
    return typeset_picture(Part("Bagan", TEMPLATE, {**words, "picture": sheet.picture, "draft": False}))
