"""Pictures as SVG: a map of areas, bars by month, pairs of bars by group. Shades read in grey and on paper.

Shapes carry attributes and no styles, so a strict policy of a page lets them stand, and typst prints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
SHADES: Final = ("#dbeef1", "#a5d0d8", "#63a7b5", "#257a8c", "#083f4d")
"""From little to much."""
INK, SOFT, PAPER = "#17242c", "#495963", "#ffffff"
FONT: Final = "Public Sans, TeX Gyre Heros, Arial, sans-serif"


class Shape(NamedTuple):
    """An area on the map: its rings, or its point where no boundary is known.

    ``shade`` is the position in ``SHADES``; None where there is nothing to show, which is hatched. ``words`` is what
    a pointer over the area says.
    """

    rings: Sequence[Sequence[Point]]
    point: Point | None
    shade: int | None
    words: str


class Place(NamedTuple):
    """A name written on the map."""

    point: Point
    name: str


class Bar(NamedTuple):
    """A month: its name, a second row below it or nothing, the whole, outlined, and the part of it that is filled."""

    label: str
    below: str
    whole: int
    part: int
    words: str


class Pair(NamedTuple):
    """Two shares of a group in percent: the outlined bar and the filled one below it."""

    label: str
    outlined: float
    filled: float
    words: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns degrees into the units of the picture; a degree of longitude is shorter the farther from the equator."""

    west: float
    north: float
    narrowing: float
    scale: float
    height: float

    @classmethod
    def around(cls, points: Sequence[Point], width: float, margin: float) -> _Frame:
        longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
        west, north, south = min(longitudes), max(latitudes), min(latitudes)
        narrowing = cos(radians((north + south) / 2))
        spread = max((max(longitudes) - west) * narrowing, (north - south) / 1.2, 1e-6)
        scale = (width - 2 * margin) / spread
        return cls(west, north, narrowing, scale, (north - south) * scale + 2 * margin)

    def at(self, point: Point, margin: float) -> tuple[float, float]:
        x = (point[0] - self.west) * self.narrowing * self.scale + margin
        return x, (self.north - point[1]) * self.scale + margin


MAP_WIDTH: Final = 1000.0
MARGIN: Final = 50.0
FEW_SHAPES: Final = 40
"""So few areas are drawn larger, each with its own name."""


def map_svg(shapes: Sequence[Shape], places: Iterable[Place], label: str) -> str:
    """Draw areas, each in its shade, with some names.

    Args:
        shapes: Areas with rings or a point; those with neither are left out.
        places: Names; they are written over the areas, with a light edge.
        label: What the picture shows, for who does not see it.
    """
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    points += [shape.point for shape in shapes if not shape.rings and shape.point]
    if not points:
        return ""
    frame = _Frame.around(points, MAP_WIDTH, MARGIN)
    drawn = [_outline(shape, frame) for shape in shapes if shape.rings]
    is_few = len(shapes) <= FEW_SHAPES
    radius, font_size = (20, 24) if is_few else (13, 18)
    drawn += [_dot(shape, frame, radius) for shape in shapes if not shape.rings and shape.point]
    below = radius + font_size if is_few and not any(shape.rings for shape in shapes) else font_size // 3
    names = [_name(place, frame, below) for place in places]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {MAP_WIDTH:.0f} {frame.height:.0f}"'
        f' role="img" aria-label={quoteattr(label)}>{_HATCH}{"".join(drawn)}'
        f'<g class="map-names" font-family="{FONT}" font-size="{font_size}" text-anchor="middle" aria-hidden="true">'
        f"{''.join(names)}</g></svg>"
    )


def bars_svg(bars: Sequence[Bar], label: str, *, ticks: Sequence[tuple[int, str]]) -> str:
    """Draw a bar for every month: outlined as high as the whole, filled as high as the part.

    Args:
        bars: At least one.
        label: What the picture shows, for who does not see it.
        ticks: Heights that get a line, each with its words; the last is the top.
    """
    width, height, left, foot, head = 720.0, 290.0, 96.0, 58.0, 14.0
    top = max(ticks[-1][0], 1)
    step = (width - left - 8) / max(len(bars), 1)

    def y(value: int) -> float:
        return height - foot - (height - foot - head) * value / top

    lines = "".join(
        f'<line x1="{left}" x2="{width - 4:.0f}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#c3ced4"/>'
        f'<text x="{left - 6}" y="{y(value) + 6:.1f}" text-anchor="end" fill="{SOFT}">{escape(words)}</text>'
        for value, words in ticks
    )
    columns = []
    for position, bar in enumerate(bars):
        x, wide = left + step * (position + 0.15), step * 0.7
        columns.append(
            f"<g><title>{escape(bar.words)}</title>"
            f'<rect x="{x:.1f}" y="{y(bar.whole):.1f}" width="{wide:.1f}" height="{y(0) - y(bar.whole):.1f}"'
            f' fill="{PAPER}" stroke="{INK}"/>'
            f'<rect x="{x:.1f}" y="{y(bar.part):.1f}" width="{wide:.1f}" height="{y(0) - y(bar.part):.1f}"'
            f' fill="{SHADES[3]}"/>'
            f'<text x="{x + wide / 2:.1f}" y="{height - 36:.0f}" text-anchor="middle" fill="{INK}">'
            f"{escape(bar.label)}</text>"
            f'<text x="{x + wide / 2:.1f}" y="{height - 12:.0f}" text-anchor="middle" fill="{SOFT}">'
            f"{escape(bar.below)}</text></g>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width:.0f} {height:.0f}" role="img"'
        f' aria-label={quoteattr(label)}><g font-family="{FONT}" font-size="18">{lines}{"".join(columns)}</g></svg>'
    )


def pairs_svg(sections: Sequence[tuple[str, Sequence[Pair]]], label: str) -> str:
    """Draw groups below one another under the titles of their sections, each with its two shares as bars.

    Args:
        sections: Title and groups of each; at least one group in all.
        label: What the picture shows, for who does not see it.
    """
    width, left, right, row, head = 720.0, 236.0, 150.0, 40.0, 34.0
    highest = max(max(pair.outlined, pair.filled) for _title, pairs in sections for pair in pairs)
    scale = (width - left - right) / max(highest, 1)
    drawn, y = [], 0.0
    for title, pairs in sections:
        drawn.append(f'<text x="0" y="{y + 24:.0f}" font-weight="600" fill="{INK}">{escape(title)}</text>')
        y += head
        for pair in pairs:
            longest = left + max(pair.outlined, pair.filled) * scale
            drawn.append(
                f"<g><title>{escape(f'{pair.label}: {pair.words}')}</title>"
                f'<text x="{left - 10:.0f}" y="{y + 22:.0f}" text-anchor="end" fill="{INK}">'
                f"{escape(pair.label)}</text>"
                f'<rect x="{left:.0f}" y="{y + 3:.0f}" width="{pair.outlined * scale:.1f}" height="14" fill="{PAPER}"'
                f' stroke="{INK}"/><rect x="{left:.0f}" y="{y + 17:.0f}" width="{pair.filled * scale:.1f}" height="14"'
                f' fill="{SHADES[3]}" stroke="{INK}"/><text x="{longest + 8:.1f}" y="{y + 22:.0f}" fill="{SOFT}">'
                f"{escape(pair.words)}</text></g>"
            )
            y += row
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width:.0f} {y + 4:.0f}" role="img"'
        f' aria-label={quoteattr(label)}><g font-family="{FONT}" font-size="16">{"".join(drawn)}</g></svg>'
    )


def swatch_svg(shade: int | None) -> str:
    """Draw the sample of a shade for the legend; None is the hatching."""
    fill = "url(#tanpa-data)" if shade is None else SHADES[shade]
    hatch = _HATCH if shade is None else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 24 16" width="24" height="16"'
        f' aria-hidden="true">{hatch}<rect x="0.5" y="0.5" width="23" height="15" fill="{fill}" stroke="{INK}"/></svg>'
    )


def ticks_up_to(highest: int) -> list[int]:
    """Return a few round heights from 0 to at least the highest.

    >>> ticks_up_to(14_880)
    [0, 5000, 10000, 15000]
    """
    for step in (digit * 10**power for power in range(15) for digit in (1, 2, 5)):
        if step * 4 >= highest:
            break
    count = max(1, -(-highest // step))
    return [step * each for each in range(count + 1)]


_HATCH: Final = (
    '<defs><pattern id="tanpa-data" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path d="M0 8 8 0" stroke="#75868f"/></pattern></defs>'
)


def _fill(shade: int | None) -> str:
    return "url(#tanpa-data)" if shade is None else SHADES[shade]


def _outline(shape: Shape, frame: _Frame) -> str:
    rings = []
    for ring in shape.rings:
        corners = " ".join("{:.1f} {:.1f}".format(*frame.at(point, MARGIN)) for point in ring)
        rings.append(f"M{corners}Z")
    return (
        f'<path d="{"".join(rings)}" fill-rule="evenodd" fill="{_fill(shape.shade)}" stroke="{INK}"'
        f' stroke-width="0.8" stroke-linejoin="round"><title>{escape(shape.words)}</title></path>'
    )


def _dot(shape: Shape, frame: _Frame, radius: int) -> str:
    assert shape.point is not None  # Shapes without both are left out.
    x, y = frame.at(shape.point, MARGIN)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{_fill(shape.shade)}" stroke="{INK}">'
        f"<title>{escape(shape.words)}</title></circle>"
    )


def _name(place: Place, frame: _Frame, below: int) -> str:
    x, y = frame.at(place.point, MARGIN)
    y += below
    edge = f'stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
    words = escape(place.name)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {edge} fill="{PAPER}">{words}</text>'
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}">{words}</text>'
    )
