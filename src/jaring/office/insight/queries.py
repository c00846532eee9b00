"""Reads of boundaries. Where they run is public knowledge; who manages them is not everybody."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from jaring.core.boundaries import Point
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.insight.models import Boundary, BoundarySet


def sets_visible_to(user: User) -> QuerySet[BoundarySet]:
    """Return the imports of boundaries in the regencies whose boundaries the user manages, the newest first."""
    sets = BoundarySet.objects.select_related("imported_by", "withdrawal", "regency")
    return scope_for(user, Action.MANAGE_BOUNDARIES).within(sets, village="")


def set_in_force(regency_code: str) -> BoundarySet | None:
    """Return the boundaries that are drawn: the newest that were not withdrawn; None where points are drawn."""
    return BoundarySet.objects.filter(regency=regency_code, withdrawal__isnull=True).first()


def rings_of(drawn: BoundarySet) -> dict[str, Sequence[Sequence[Point]]]:
    """Return the rings of each village, by code."""
    return dict(Boundary.objects.filter(boundary_set=drawn).values_list("village", "rings"))
