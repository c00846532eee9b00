"""Boundaries of villages from a GeoJSON file: read, checked, matched to the gazetteer, simplified.

A border that two villages share is simplified once, so no gap opens between them.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from jaring.core.errors import JaringError
from jaring.core.text import Text

SIZE_BYTES_MAX: Final = 20 * 1024 * 1024
FEATURES_MAX: Final = 5_000
POINTS_MAX: Final = 1_000_000
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0
"""Indonesia in degrees of WGS 84; metres of a projection and swapped coordinates fall outside."""
TOLERANCE_DEGREES: Final = 0.001
"""About 110 metres: what a line may move when it is simplified."""
DECIMALS: Final = 5

Point = tuple[float, float]
"""Longitude and latitude, degrees of WGS 84."""
Ring = list[Point]
"""Closed: the last point is the first."""


class BoundaryFileError(JaringError):
    """A file of boundaries that cannot be read as such."""

    code = "JRG-421"
    sentence = Text(
        "Berkas batas wilayah tidak dapat dipakai: {rule}", "The file of boundaries cannot be used: {rule}"
    )
    hint = Text(
        "Simpan kembali dari aplikasi peta sebagai GeoJSON, sistem koordinat WGS 84 (EPSG:4326), satu poligon untuk "
        "setiap desa/kelurahan.",
        "Save it again from the map application as GeoJSON, coordinates in WGS 84 (EPSG:4326), one polygon for each "
        "village.",
    )


class Feature(NamedTuple):
    """An area of the file: what it says of itself, and its rings."""

    properties: Mapping[str, Any]
    rings: Sequence[Ring]


class Gazetted(NamedTuple):
    """A village as boundaries are matched to it."""

    code: str
    bps_code: str
    names: tuple[str, ...]
    district: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Areas by village code, and how the file calls those that no village is found for or that come twice."""

    rings: Mapping[str, Sequence[Ring]]
    unmatched: Sequence[str]


def read_boundaries(content: bytes) -> list[Feature]:
    """Read a GeoJSON file and check that every area in it can be drawn.

    Raises:
        BoundaryFileError: (JRG-421) too large, no GeoJSON, no polygons, outside Indonesia, or a ring that is open.
    """
    if len(content) > SIZE_BYTES_MAX:
        raise BoundaryFileError(rule=_TOO_LARGE)
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BoundaryFileError(rule=_NO_JSON) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise BoundaryFileError(rule=_NO_COLLECTION)
    if not 0 < len(features) <= FEATURES_MAX:
        raise BoundaryFileError(rule=_NO_AREAS)
    read = [_feature(each, position) for position, each in enumerate(features, start=1)]
    if points_of(feature.rings for feature in read) > POINTS_MAX:
        raise BoundaryFileError(rule=_TOO_LARGE)
    return read


def match(features: Iterable[Feature], villages: Sequence[Gazetted]) -> Matched:
    """Find the village of every area: by its code, else by its name, with the district where the file names one."""
    by_code = {each.code.replace(".", ""): each.code for each in villages}
    by_bps = {each.bps_code: each.code for each in villages if each.bps_code}
    by_name: dict[str, list[Gazetted]] = defaultdict(list)
    for village in villages:
        for name in {_plain(name) for name in village.names}:
            by_name[name].append(village)
    found = [
        (_by_number(feature.properties, by_code, by_bps) or _by_name(feature.properties, by_name), feature)
        for feature in features
    ]
    times = Counter(code for code, _ in found if code)
    rings = {code: feature.rings for code, feature in found if code and times[code] == 1}
    return Matched(rings, [_called(feature.properties) for code, feature in found if code not in rings])


def simplified(
    areas: Mapping[str, Sequence[Ring]], tolerance_degrees: float = TOLERANCE_DEGREES
) -> dict[str, list[Ring]]:
    """Return the areas with fewer points; a border between two areas stays one line.

    Rings are cut where three areas meet or where the neighbour changes; each piece is simplified once, whoever it
    belongs to. A ring that would collapse keeps its points.
    """
    rounded = {
        code: [_cleaned([(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring]) for ring in rings]
        for code, rings in areas.items()
    }
    knots = _knots(ring for rings in rounded.values() for ring in rings)
    known: dict[tuple[Point, ...], list[Point]] = {}
    return {
        code: [_simplified_ring(ring, knots, tolerance_degrees, known) for ring in rings if len(ring) >= 4]
        for code, rings in rounded.items()
    }


def points_of(areas: Iterable[Sequence[Ring]]) -> int:
    """Count the points of areas."""
    return sum(len(ring) for rings in areas for ring in rings)


# Reading --------------------------------------------------------------------------------------------------


def _feature(raw: Any, position: int) -> Feature:
    geometry: Any = raw.get("geometry") if isinstance(raw, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryFileError(rule=_of_area(_NO_POLYGON, position))
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    try:
        rings = [[_point(corner) for corner in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError, IndexError):
        raise BoundaryFileError(rule=_of_area(_NO_COORDINATES, position)) from None
    if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise BoundaryFileError(rule=_of_area(_OPEN_RING, position))
    if any(not (WEST <= x <= EAST and SOUTH <= y <= NORTH) for ring in rings for x, y in ring):
        raise BoundaryFileError(rule=_of_area(_OUTSIDE, position))
    properties = raw.get("properties")
    return Feature(properties if isinstance(properties, dict) else {}, rings)


def _point(corner: Sequence[float]) -> Point:
    x, y = corner[0], corner[1]
    if type(x) not in (int, float) or type(y) not in (int, float):
        raise TypeError("a coordinate is a number")
    return float(x), float(y)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"JSON has no {name}")


def _of_area(rule: Text, position: int) -> Text:
    return Text(f"area ke-{position} {rule.id}", f"area {position} {rule.en}")


# Matching -------------------------------------------------------------------------------------------------

_TEN_DIGITS: Final = re.compile(r"[0-9]{10}").fullmatch
_NAMES_OF_NAME: Final = ("nama", "name", "namobj", "desa", "kelurahan", "wadmkd", "nmdesa", "nama_desa", "village")
_NAMES_OF_DISTRICT: Final = ("kecamatan", "wadmkc", "nmkec", "nama_kec", "district")
_KINDS: Final = re.compile(r"^(desa|kelurahan|kel\.?|kecamatan|kec\.?) ")


def _by_number(properties: Mapping[str, Any], by_code: Mapping[str, str], by_bps: Mapping[str, str]) -> str:
    """Return the one village whose code, with dots or without, or whose BPS code stands among the properties."""
    numbers = {str(value).replace(".", "").strip() for value in properties.values() if isinstance(value, str | int)}
    numbers = {number for number in numbers if _TEN_DIGITS(number)}
    found = {by_code[number] for number in numbers if number in by_code}
    found = found or {by_bps[number] for number in numbers if number in by_bps}
    return found.pop() if len(found) == 1 else ""


def _by_name(properties: Mapping[str, Any], by_name: Mapping[str, Sequence[Gazetted]]) -> str:
    told = {str(key).casefold(): _plain(value) for key, value in properties.items() if isinstance(value, str)}
    name = next((told[key] for key in _NAMES_OF_NAME if told.get(key)), "")
    district = next((told[key] for key in _NAMES_OF_DISTRICT if told.get(key)), "")
    found = [each for each in by_name.get(name, ()) if district in ("", _plain(each.district))]
    return found[0].code if len(found) == 1 else ""


def _plain(name: str) -> str:
    words = " ".join(name.casefold().replace("'", "").replace("’", "").split())
    return _KINDS.sub("", words)


def _called(properties: Mapping[str, Any]) -> str:
    """Return how the file calls an area: its first few values, cut short."""
    words = [str(value) for value in properties.values() if isinstance(value, str | int) and str(value).strip()]
    return ", ".join(words[:3])[:80] or "?"


# Simplifying ----------------------------------------------------------------------------------------------


def _cleaned(ring: Ring) -> Ring:
    """Take out points that repeat the one before."""
    return [point for position, point in enumerate(ring) if position == 0 or point != ring[position - 1]]


def _knots(rings: Iterable[Ring]) -> frozenset[Point]:
    """Return the points at which borders part: those that do not have the same two neighbours in every ring."""
    neighbours: dict[Point, frozenset[Point]] = {}
    knots = set()
    for ring in rings:
        corners = ring[:-1]
        for position, corner in enumerate(corners):
            beside = frozenset((corners[position - 1], corners[(position + 1) % len(corners)]))
            if neighbours.setdefault(corner, beside) != beside:
                knots.add(corner)
    return frozenset(knots)


def _simplified_ring(
    ring: Ring, knots: frozenset[Point], tolerance: float, known: dict[tuple[Point, ...], list[Point]]
) -> Ring:
    made: Ring = []
    for piece in _pieces(ring, knots):
        is_turned = piece[0] > piece[-1]
        key = tuple(reversed(piece)) if is_turned else tuple(piece)
        if key not in known:
            known[key] = _fewer(key, tolerance)
        points = known[key]
        made += (points[::-1] if is_turned else points)[:-1]
    made.append(made[0])
    return made if len(made) >= 4 else ring


def _pieces(ring: Ring, knots: frozenset[Point]) -> Iterator[Ring]:
    """Cut a ring at its knots; one without is cut at its first corner, by coordinates, and at the farthest from it."""
    corners = ring[:-1]
    cuts = [position for position, corner in enumerate(corners) if corner in knots]
    if len(cuts) < 2:
        start = cuts[0] if cuts else min(range(len(corners)), key=corners.__getitem__)
        far = max(range(len(corners)), key=lambda position: (math.dist(corners[start], corners[position]), position))
        cuts = sorted({start, far})
    for here, there in zip(cuts, [*cuts[1:], cuts[0] + len(corners)], strict=True):
        yield [corners[position % len(corners)] for position in range(here, there + 1)]


def _fewer(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return a line with the points that lie farther from it than the tolerance (Douglas and Peucker)."""
    kept = {0, len(line) - 1}
    open_spans = [(0, len(line) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        distances = [(_distance(line[at], line[first], line[last]), at) for at in range(first + 1, last)]
        if distances and max(distances)[0] > tolerance:
            middle = max(distances)[1]
            kept.add(middle)
            open_spans += [(first, middle), (middle, last)]
    return [line[at] for at in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from a stretch, in degrees."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x * along_x + along_y * along_y
    if not length:
        return math.dist(point, start)
    part = ((point[0] - start[0]) * along_x + (point[1] - start[1]) * along_y) / length
    part = min(1.0, max(0.0, part))
    return math.dist(point, (start[0] + part * along_x, start[1] + part * along_y))


_TOO_LARGE: Final = Text("berkasnya terlalu besar.", "it is too large.")
_NO_JSON: Final = Text("isinya bukan JSON.", "its content is no JSON.")
_NO_COLLECTION: Final = Text("isinya bukan kumpulan area GeoJSON.", "it is no GeoJSON FeatureCollection.")
_NO_AREAS: Final = Text("tidak ada area di dalamnya, atau terlalu banyak.", "it has no areas, or too many.")
_NO_POLYGON: Final = Text("bukan poligon.", "is no polygon.")
_NO_COORDINATES: Final = Text("memuat koordinat yang bukan angka.", "has coordinates that are no numbers.")
_OPEN_RING: Final = Text("garis batasnya tidak tertutup.", "has an outline that is not closed.")
_OUTSIDE: Final = Text(
    "berada di luar Indonesia; periksa sistem koordinatnya.", "lies outside Indonesia; check its coordinates."
)
