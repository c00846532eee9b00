"""Boundaries come in checked, matched and simplified, or with a reason why not. All polygons here are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jaring.core.boundaries import (
    SIZE_BYTES_MAX,
    BoundaryFileError,
    Feature,
    Gazetted,
    match,
    read_boundaries,
    simplified,
)

VILLAGES = [
    Gazetted("53.03.04.1001", "5305040001", ("Kefamenanu Selatan",), "Kota Kefamenanu"),
    Gazetted("53.03.04.1002", "5305040002", ("Maubeli", "Mau Beli"), "Kota Kefamenanu"),
    Gazetted("53.03.15.2001", "5305150001", ("Manamas",), "Naibenu"),
    Gazetted("53.03.16.2001", "5305160001", ("Manamas",), "Insana"),
]
SQUARE = [[124.0, -9.0], [124.1, -9.0], [124.1, -9.1], [124.0, -9.1], [124.0, -9.0]]


def collection(*geometries: Any, **properties: str) -> bytes:
    features = [{"type": "Feature", "properties": properties, "geometry": each} for each in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(**properties: str) -> Feature:
    return Feature(properties, [[(x, y) for x, y in SQUARE]])


def test_polygons_with_holes_and_parts_are_read() -> None:
    hole = [[124.04, -9.04], [124.06, -9.04], [124.06, -9.06], [124.04, -9.04]]
    parts = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [SQUARE]]}

    assert [len(each.rings) for each in read_boundaries(collection(polygon(SQUARE), parts))] == [1, 3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00", "JSON"),
        (b"[" * 200_000, "JSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "JSON"),
        (b'{"type": "Topology"}', "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "no areas"),
        (b" " * (SIZE_BYTES_MAX + 1), "too large"),
        (collection({"type": "Point", "coordinates": [124, -9]}), "no polygon"),
        (collection(polygon(SQUARE[:-1])), "not closed"),
        (collection(polygon([])), "not closed"),
        (collection(polygon([["124", -9.0], *SQUARE[1:]])), "no numbers"),
        (collection(polygon([[True, -9.0], *SQUARE[1:]])), "no numbers"),
        (collection(polygon([[y, x] for x, y in SQUARE])), "outside Indonesia"),
        (collection(polygon([[x * 1000, y * 1000] for x, y in SQUARE])), "outside Indonesia"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(BoundaryFileError) as refusal:
        read_boundaries(content)

    assert words in refusal.value.title.en


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"kode": "53.03.04.1001"}, "53.03.04.1001"),
        ({"KODE": "5303041002"}, "53.03.04.1002"),
        ({"idbps": "5305150001"}, "53.03.15.2001"),
        ({"NAMOBJ": "MAU  BELI"}, "53.03.04.1002"),
        ({"nama": "Desa Manamas", "WADMKC": "Kecamatan Insana"}, "53.03.16.2001"),
    ],
)
def test_an_area_is_known_by_code_by_bps_code_or_by_name(properties: dict[str, str], code: str) -> None:
    assert list(match([feature(**properties)], VILLAGES).rings) == [code]


@pytest.mark.parametrize(
    "properties", [{"kode": "53.99.01.2001"}, {"nama": "Manamas"}, {"nama": "Entah"}, {}], ids=str
)
def test_an_area_that_leaves_a_doubt_is_not_matched(properties: dict[str, str]) -> None:
    matched = match([feature(**properties)], VILLAGES)

    assert (len(matched.rings), len(matched.unmatched)) == (0, 1)


def test_a_village_that_comes_twice_is_not_drawn() -> None:
    twice = [feature(kode="53.03.04.1001", nama="a"), feature(kode="53.03.04.1001", nama="b")]

    assert match(twice, VILLAGES).unmatched == ["53.03.04.1001, a", "53.03.04.1001, b"]


def test_a_shared_border_is_simplified_to_one_line() -> None:
    """A wavy border between two areas, walked in opposite directions, stays the same points on both sides."""
    wavy = [(124.1 + (0.0004 if step % 2 else 0.0), -9.0 - step * 0.002) for step in range(51)]
    bend = [(x + (0.02 if 20 < step < 30 else 0.0), y) for step, (x, y) in enumerate(wavy)]
    west = [(124.0, -9.0), *bend, (124.0, -9.1), (124.0, -9.0)]
    east = [(124.2, -9.0), (124.2, -9.1), *reversed(bend), (124.2, -9.0)]

    drawn = simplified({"w": [west], "e": [east]})

    shared = set(drawn["w"][0]) & set(drawn["e"][0])
    on_border = {point for point in drawn["w"][0] if point[0] > 124.05}
    assert on_border == shared
    assert 4 <= len(shared) < 20
    assert all(ring[0] == ring[-1] for rings in drawn.values() for ring in rings)


def test_an_area_that_would_vanish_keeps_its_shape() -> None:
    small = [(124.0, -9.0), (124.0003, -9.0), (124.0003, -9.0003), (124.0, -9.0)]

    assert simplified({"kecil": [small]})["kecil"] == [small]
