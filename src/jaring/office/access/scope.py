"""The one visibility rule: which area a user may see for an action. Every read starts here.

``Scope`` is built once per request from the user's grants; a queryset is narrowed with ``within``.
Nothing in scope means no rows, never all rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils import timezone

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office.access.models import SYSTEM_USERNAME, RoleGrant, User
from jaring.office.access.roles import MAY, Action, Role
from jaring.office.columns import Following
from jaring.office.places.models import Regency, Village


class NotAllowedError(JaringError):
    """The user holds no role that may do this."""

    code = "JRG-601"
    sentence = Text("Akun Anda tidak berwenang melakukan tindakan ini.", "Your account may not do this.")
    hint = Text(
        "Mintalah kepada administrator peran yang sesuai, atau serahkan kepada petugas yang berwenang.",
        "Ask the administrator for the fitting role, or hand it to someone who may.",
    )


class SamePersonError(JaringError):
    """Maker and checker are the same person."""

    code = "JRG-602"
    sentence = Text(
        "Yang menyusun tidak boleh sekaligus menetapkan.", "Whoever drew this up may not approve it as well."
    )
    hint = Text("Mintalah pejabat lain untuk menetapkannya.", "Ask another officer to approve it.")


EVERYBODY = ("person__", "decision__")
"""Ways to a row's regency that pass tables of everybody in it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The areas in which a user may do one thing. ``everywhere`` is the system operator's."""

    regencies: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    villages: frozenset[str] = frozenset()
    everywhere: bool = False

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.regencies or self.districts or self.villages)

    def within(self, rows: QuerySet[Any], village: str = "village", regency: str = "regency") -> QuerySet[Any]:
        """Narrow a queryset to this scope.

        Args:
            rows: The queryset.
            village: Field path to the row's village (``""`` where rows belong to a whole regency:
                then any scope inside that regency sees the row).
            regency: Field path to the row's regency.
        """
        if self.everywhere:
            return rows
        if regency.startswith(EVERYBODY):
            rows, regency = rows.alias(_regency=Following(F(regency))), "_regency"
        condition = Q(**{f"{regency}__in": self.regencies})
        if village:
            if self.districts:
                codes = Village.objects.filter(district__in=self.districts).values("code")
                condition |= Q(**{f"{village}__in": codes})
            if self.villages:
                condition |= Q(**{f"{village}__in": self.villages})
        else:
            inside = {code[:5] for code in self.districts | self.villages}
            condition |= Q(**{f"{regency}__in": inside})
        return rows.filter(condition)

    def covers(self, area_code: str) -> bool:
        """Say whether a regency, district or village code lies wholly inside this scope."""
        return (
            self.everywhere
            or area_code[:5] in self.regencies
            or (len(area_code) >= 8 and area_code[:8] in self.districts)
            or area_code in self.villages
        )


def grants_of(user: User | AnonymousUser, day: date | None = None) -> list[RoleGrant]:
    """Return the grants in force on ``day``, read once per user object; by default today, in the grant's regency."""
    if not isinstance(user, User) or not user.is_active:
        return []
    if day is not None:
        return [grant for grant in _grants_around(user, day) if grant.is_in_force(day)]
    kept: list[RoleGrant] | None = getattr(user, "_grants_today", None)
    if kept is None:
        now = timezone.now()
        kept = [grant for grant in _grants_around(user, now.date()) if grant.is_in_force(_day_of(grant, now))]
        user._grants_today = kept  # type: ignore[attr-defined]  # noqa: SLF001  # Lives as long as the request's user.
    return kept


def _grants_around(user: User, day: date) -> list[RoleGrant]:
    """Read the grants, each with the name and the time zone of its regency, in force within a day of ``day``.

    Somewhere in the country it may be the next day already.
    """
    regency = Regency.objects.filter(code=Substr(OuterRef("area_code"), 1, 5))
    near = user.grants.filter(
        Q(until_date__isnull=True) | Q(until_date__gt=day), from_date__lte=day + timedelta(days=1)
    )
    return list(
        near.annotate(
            regency_name=Subquery(regency.values("name")), regency_time_zone=Subquery(regency.values("time_zone"))
        )
    )


def _day_of(grant: RoleGrant, instant: datetime) -> date:
    """Return the day of an instant where the grant holds."""
    zone: str | None = grant.regency_time_zone  # type: ignore[attr-defined]  # Annotated by ``_grants_around``.
    return instant.astimezone(ZoneInfo(zone)).date() if zone else instant.date()


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """Return the roles that the user holds today, anywhere."""
    return frozenset(Role(g.role) for g in grants_of(user))


def scope_for(user: User | AnonymousUser, action: Action) -> Scope:
    """Return where ``user`` may do ``action`` today; an empty scope where nowhere."""
    if is_system(user):
        return Scope(everywhere=True)
    codes = [g.area_code for g in grants_of(user) if g.role in MAY[action]]
    return Scope(
        regencies=frozenset(c for c in codes if len(c) == 5),
        districts=frozenset(c for c in codes if len(c) == 8),
        villages=frozenset(c for c in codes if len(c) == 13),
    )


def may(user: User | AnonymousUser, action: Action) -> bool:
    """Say whether ``user`` may do ``action`` somewhere."""
    return bool(scope_for(user, action))


def require(user: User | AnonymousUser, action: Action, area_code: str | None = None) -> Scope:
    """Return the scope of ``action``, refusing who has none or does not reach ``area_code``.

    Raises:
        NotAllowedError: (JRG-601)
    """
    scope = scope_for(user, action)
    if not scope or (area_code is not None and not scope.covers(area_code)):
        raise NotAllowedError
    return scope


def is_system(user: User | AnonymousUser) -> bool:
    """Say whether this is the system operator: the command line without a named user."""
    return isinstance(user, User) and user.username == SYSTEM_USERNAME


def system_operator() -> User:
    """Return the account of the system operator, made when missing; it cannot log in."""
    user, made = User.objects.get_or_create(
        username=SYSTEM_USERNAME, defaults={"full_name": "Operator sistem", "is_active": True}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
