"""The areas in which a user works, with their names."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from jaring.office.access.models import RoleGrant, User
from jaring.office.access.scope import grants_of
from jaring.office.places.models import District, Village


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
        kept = _named(grants_of(user))
        user._areas = kept  # type: ignore[attr-defined]  # noqa: SLF001  # Lives as long as the request's user.
    return kept


def _named(grants: list[RoleGrant]) -> list[Area]:
    """Name every area with at most two statements: regencies came with the grants."""
    codes = sorted({grant.area_code for grant in grants}, key=lambda code: (len(code), code))
    zones: dict[str, str | None] = {
        grant.area_code: grant.regency_time_zone  # type: ignore[attr-defined]  # Annotated by ``grants_of``.
        for grant in grants
    }
    names: dict[str, str | None] = {
        grant.area_code: grant.regency_name  # type: ignore[attr-defined]  # Annotated by ``grants_of``.
        for grant in grants
        if len(grant.area_code) == 5
    }
    if any(len(code) == 8 for code in codes):
        districts = District.objects.filter(code__in=[code for code in codes if len(code) == 8])
        names |= {d.code: f"Kecamatan {d.name}" for d in districts}
    if any(len(code) == 13 for code in codes):
        villages = Village.objects.filter(code__in=[code for code in codes if len(code) == 13])
        names |= {v.code: f"{v.get_kind_display()} {v.name}" for v in villages.select_related("district")}
    found = ((code, names.get(code), zones[code]) for code in codes)
    return [Area(code, name, zone) for code, name, zone in found if name and zone]
