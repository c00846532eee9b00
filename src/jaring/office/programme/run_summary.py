"""What a targeting run came to, in tables for people: places by area, shares by group, the optimum."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.office.people.forms import OCCUPATIONS
from jaring.office.people.models import Sex
from jaring.office.places.models import District, Village
from jaring.office.programme.models import TargetingRun

DIMENSIONS: Final[dict[str, Promise]] = {
    "sex": gettext_lazy("Jenis kelamin"),
    "decile": gettext_lazy("Desil DTSEN"),
    "occupation_group": gettext_lazy("Kelompok pekerjaan"),
    "age_band": gettext_lazy("Umur"),
}
"""The groups that are compared, in the order of the page. Districts stand in the table of places."""


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
    """How many people of a group may be covered, and how many are."""

    label: str
    eligible: int
    covered: int

    @property
    def percent(self) -> Decimal:
        """The covered among the eligible, with one decimal."""
        per_mille = (2000 * self.covered + self.eligible) // (2 * self.eligible) if self.eligible else 0
        return Decimal(per_mille) / 10


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
    """Return the covered among the eligible by sex, decile, occupation and age."""
    found = run.summary.get("fairness", ())
    return [
        (
            str(label),
            [
                Share(label=_group(dimension, s["group"]), eligible=s["eligible"], covered=s["covered"])
                for s in found
                if s["dimension"] == dimension
            ],
        )
        for dimension, label in DIMENSIONS.items()
    ]


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
