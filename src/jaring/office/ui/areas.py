"""The areas in which a user works, with their names."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from jaring.office.access.models import User
from jaring.office.access.scope import grants_of
from jaring.office.places.models import District, Regency, Village


@dataclass(frozen=True, slots=True)
class Area:
    """A regency, district or village, as the shell shows it."""

    code: str
    name: str
    time_zone: str


def areas_of(user: User | AnonymousUser) -> list[Area]:
    """Return the areas of the user's grants, the largest first, read once per user object."""
    if not isinstance(user, User):
        return []
    kept: list[Area] | None = getattr(user, "_areas", None)
    if kept is None:
        codes = sorted({grant.area_code for grant in grants_of(user)}, key=lambda code: (len(code), code))
        kept = _named(codes)
        user._areas = kept  # type: ignore[attr-defined]  # noqa: SLF001  # Lives as long as the request's user.
    return kept


def _named(codes: list[str]) -> list[Area]:
    """Name every code with at most three statements."""
    if not codes:
        return []
    regencies = {r.code: r for r in Regency.objects.filter(code__in={code[:5] for code in codes})}
    names = {r.code: r.name for r in regencies.values()}
    if any(len(code) == 8 for code in codes):
        districts = District.objects.filter(code__in=[code for code in codes if len(code) == 8])
        names |= {d.code: f"Kecamatan {d.name}" for d in districts}
    if any(len(code) == 13 for code in codes):
        villages = Village.objects.filter(code__in=[code for code in codes if len(code) == 13])
        names |= {v.code: f"{v.get_kind_display()} {v.name}" for v in villages.select_related("district")}
    return [Area(code, names[code], regencies[code[:5]].time_zone) for code in codes if code in names]
