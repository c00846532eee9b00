"""What a targeting run came to, in tables for people: places by area, shares by group, the optimum."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jaring.core.targeting import Representation, representation
from jaring.core.wording import percent_text
from jaring.documents.drawing import Pair, pairs_svg
from jaring.office.people.forms import OCCUPATIONS
from jaring.office.people.models import Sex
from jaring.office.places.models import District, Village
from jaring.office.programme.models import TargetingRun
from jaring.regencies import profile

KM_PER_DEGREE: Final = 111.2
DIMENSIONS: Final[dict[str, Promise]] = {
    "sex": gettext_lazy("Jenis kelamin"),
    "decile": gettext_lazy("Desil DTSEN"),
    "occupation_group": gettext_lazy("Kelompok pekerjaan"),
    "age_band": gettext_lazy("Umur"),
}
"""The groups that are compared, in the order of the page. Districts stand in the table of places."""
REPRESENTATION: Final[dict[Representation, Promise]] = {
    Representation.UNDER: gettext_lazy("kurang terwakili"),
    Representation.EVEN: gettext_lazy("seimbang"),
    Representation.OVER: gettext_lazy("lebih terwakili"),
    Representation.TOO_FEW: gettext_lazy("terlalu sedikit untuk dinilai"),
}

SHARES_TITLE: Final = gettext_lazy("Bagian setiap kelompok")
SHARES_MEANING: Final = gettext_lazy(
    "Batang putih: bagian kelompok di antara yang membutuhkan. Batang gelap: bagiannya di antara yang dilindungi."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """How many people of an area may be covered, and what became of them."""

    code: str
    name: str
    eligible: int
    kept: int
    selected: int
    reserve: int

    @property
    def covered(self) -> int:
        return self.kept + self.selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A group among those in need, who may be covered, and among the covered.

    ``all_eligible`` and ``all_covered`` count the people of all groups together.
    """

    label: str
    eligible: int
    covered: int
    all_eligible: int
    all_covered: int

    @property
    def percent(self) -> Decimal:
        """The covered of the group, in percent of its eligible."""
        return _percent(self.covered, self.eligible)

    @property
    def percent_of_need(self) -> Decimal:
        """The group's part of all the eligible."""
        return _percent(self.eligible, self.all_eligible)

    @property
    def percent_of_covered(self) -> Decimal:
        """The group's part of all the covered."""
        return _percent(self.covered, self.all_covered)

    @property
    def representation(self) -> Representation:
        return representation(self.eligible, self.covered, self.all_eligible, self.all_covered)

    @property
    def words(self) -> str:
        return str(REPRESENTATION[self.representation])


def _percent(part: int, whole: int) -> Decimal:
    """Return a part in percent with one decimal, halves rounded up; 0 of nothing."""
    return Decimal((2000 * part + whole) // (2 * whole) if whole else 0) / 10


def district_places(run: TargetingRun) -> list[Places]:
    """Return the places of every district, by code, with one statement."""
    units = _units(run, "district")
    names = dict(District.objects.filter(code__in=[unit["code"] for unit in units]).values_list("code", "name"))
    return [_places(unit, names[unit["code"]]) for unit in units]


def village_places(run: TargetingRun) -> list[tuple[str, list[Places]]]:
    """Return the places of every village under the name of its district, by code, with one statement."""
    units = _units(run, "village")
    villages = Village.objects.filter(code__in=[unit["code"] for unit in units]).select_related("district")
    by_code = {village.code: village for village in villages}
    groups = groupby(units, key=lambda unit: by_code[unit["code"]].district.name)
    return [(name, [_places(unit, by_code[unit["code"]].name) for unit in group]) for name, group in groups]


def shares(run: TargetingRun) -> list[tuple[str, list[Share]]]:
    """Return the groups by sex, decile, occupation, age and remoteness, with one statement."""
    found = run.summary.get("fairness", ())
    compared = [
        (
            str(label),
            _compared([(_group(d, s["group"]), s["eligible"], s["covered"]) for s in found if s["dimension"] == d]),
        )
        for d, label in DIMENSIONS.items()
    ]
    return [*compared, *_by_remoteness(run)]


def shares_chart(shares: Collection[tuple[str, list[Share]]]) -> str:
    """Draw each group's share of those in need above its share of the covered; empty where nothing is compared."""
    sections = [(title, [_pair(share) for share in groups if share.eligible]) for title, groups in shares]
    drawn = [(title, pairs) for title, pairs in sections if pairs]
    return pairs_svg(drawn, str(SHARES_TITLE)) if drawn else ""


def _pair(share: Share) -> Pair:
    need, covered = share.percent_of_need, share.percent_of_covered
    words = f"{_written(need)} \N{RIGHTWARDS ARROW} {_written(covered)}"
    return Pair(share.label, float(need), float(covered), words)


def _written(percent: Decimal) -> str:
    return percent_text(percent / 100).say(get_language() or "id")


def unlike_need(shares: Collection[tuple[str, list[Share]]], which: Representation) -> list[tuple[str, Share]]:
    """Return the groups, each with its dimension, that are represented in one way."""
    return [(title, share) for title, groups in shares for share in groups if share.representation is which]


def _compared(groups: Collection[tuple[str, int, int]]) -> list[Share]:
    all_eligible, all_covered = sum(group[1] for group in groups), sum(group[2] for group in groups)
    return [
        Share(label=label, eligible=eligible, covered=covered, all_eligible=all_eligible, all_covered=all_covered)
        for label, eligible, covered in groups
    ]


def _by_remoteness(run: TargetingRun) -> list[tuple[str, list[Share]]]:
    """Compare remote villages with the others; nothing where villages have no points."""
    regency_code = run.programme_year.regency_id
    remote, known = _remote_villages(regency_code)
    units = [unit for unit in _units(run, "village") if unit["code"] in known]
    if not units:
        return []
    counts = {True: [0, 0], False: [0, 0]}
    for unit in units:
        count = counts[unit["code"] in remote]
        count[0] += unit["eligible"]
        count[1] += unit["kept"] + unit["selected"]
    km = profile(regency_code).remoteness.beyond_km
    far, near = counts[True], counts[False]
    return [
        (
            _("Desa terpencil"),
            _compared(
                [
                    (_("lebih dari %(km)s km dari ibu kota") % {"km": km}, far[0], far[1]),
                    (_("paling jauh %(km)s km dari ibu kota") % {"km": km}, near[0], near[1]),
                ]
            ),
        )
    ]


def _remote_villages(regency_code: str) -> tuple[set[str], set[str]]:
    """Return the codes of the remote villages, and of all whose distance from the seat is known."""
    rule = profile(regency_code).remoteness
    villages = Village.objects.filter(district__regency=regency_code)
    rows = villages.values_list("code", "latitude", "longitude")
    points = {code: (lat, lon) for code, lat, lon in rows if lat is not None and lon is not None}
    seat = [point for code, point in points.items() if code.startswith(f"{rule.seat_district}.")]
    if not seat:
        return set(), set()
    middle = sum(point[0] for point in seat) / len(seat), sum(point[1] for point in seat) / len(seat)
    return {code for code, point in points.items() if _km(point, middle) > rule.beyond_km}, set(points)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points within a regency, in degrees of latitude and longitude, in kilometres."""
    across = (one[1] - other[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return KM_PER_DEGREE * math.hypot(one[0] - other[0], across)


def _units(run: TargetingRun, level: str) -> list[dict[str, Any]]:
    found = (unit for unit in run.summary.get("places", ()) if unit["level"] == level)
    return sorted(found, key=lambda unit: str(unit["code"]))


def _places(unit: dict[str, Any], name: str) -> Places:
    counts = {key: unit[key] for key in ("eligible", "kept", "selected", "reserve")}
    return Places(code=unit["code"], name=name, **counts)


def _group(dimension: str, group: str) -> str:
    if not group:
        return _("belum tercatat")
    match dimension:
        case "sex":
            return str(Sex(group).label)
        case "decile":
            return _("desil %(decile)s") % {"decile": int(group)}
        case "occupation_group":
            return str(dict(OCCUPATIONS).get(group, group))
        case _:
            return _("%(first)s–%(last)s tahun") % {"first": int(group), "last": int(group) + 9}
