"""Reads about accounts. Every one of them starts from what the user may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from jaring.office.access import second_factor
from jaring.office.access.models import (
    SYSTEM_USERNAME,
    AccessProposal,
    Authenticator,
    Invitation,
    OfficeSession,
    RoleGrant,
    User,
)
from jaring.office.access.roles import Action
from jaring.office.access.scope import Scope, scope_for
from jaring.office.access.sessions import IDLE_MAX, TOTAL_MAX
from jaring.office.places.models import District, Regency, Village

UNUSED_MAX: Final = timedelta(days=90)


def accounts_visible_to(user: User, action: Action = Action.SEE_USERS) -> QuerySet[User]:
    """Return the accounts that have, had, or were proposed a role in the user's regencies, or were invited there."""
    accounts = User.objects.exclude(username=SYSTEM_USERNAME)
    scope = scope_for(user, action)
    if scope.everywhere:
        return accounts
    concerned = (
        RoleGrant.objects.filter(_inside(scope)).values("user"),
        AccessProposal.objects.filter(_inside(scope)).values("user"),
        Invitation.objects.filter(regency_code__in=scope.regencies).values("user"),
    )
    return accounts.filter(reduce(or_, (Q(pk__in=users) for users in concerned)))


def proposals_visible_to(user: User, action: Action = Action.SEE_USERS) -> QuerySet[AccessProposal]:
    """Return what was proposed in the user's regencies, decided or not."""
    scope = scope_for(user, action)
    proposals = AccessProposal.objects.all()
    return proposals if scope.everywhere else proposals.filter(_inside(scope))


def waiting_for(user: User) -> QuerySet[AccessProposal]:
    """Return what waits for this user's decision: nothing of his own making, and nothing for himself."""
    proposals = proposals_visible_to(user, Action.CONFIRM_ACCESS).filter(outcome="")
    return proposals.exclude(proposed_by=user).exclude(user=user)


def grants_visible_to(user: User, action: Action = Action.SEE_USERS) -> QuerySet[RoleGrant]:
    """Return the roles given in the user's regencies."""
    scope = scope_for(user, action)
    return RoleGrant.objects.all() if scope.everywhere else RoleGrant.objects.filter(_inside(scope))


def _inside(scope: Scope) -> Q:
    """Narrow by an area's code; accounts are looked after by whole regencies."""
    return reduce(or_, (Q(area_code__startswith=code) for code in scope.regencies), Q(pk__in=[]))


def unused(accounts: QuerySet[User], now: datetime) -> QuerySet[User]:
    """Narrow accounts to those that rest: for 90 days nobody has logged in, nor chosen a password by a link.

    None rests where no second factor is required, because such an installation holds data of nobody real.
    """
    if not second_factor.is_required():
        return accounts.none()
    limit = now - UNUSED_MAX
    opened = Invitation.objects.filter(user=OuterRef("pk"), used_at__gte=limit)
    silent = Q(last_login__lt=limit) | Q(last_login__isnull=True, date_joined__lt=limit)
    return accounts.filter(silent).exclude(Exists(opened))


def is_unused(account: User, now: datetime) -> bool:
    """Say whether an account rests; see ``unused``."""
    return unused(User.objects.filter(pk=account.pk), now).exists()


def with_factor(accounts: QuerySet[User]) -> QuerySet[User]:
    """Add to each account whether it has a second factor."""
    confirmed = Authenticator.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)
    return accounts.annotate(has_factor=Exists(confirmed))


def with_state(accounts: QuerySet[User], user: User, today: date) -> QuerySet[User]:
    """Add to each account whether it rests or has a second factor, and its roles in force that the reader may see."""
    resting = unused(User.objects.filter(pk=OuterRef("pk")), timezone.now())
    accounts = accounts.annotate(rests=Exists(resting))
    in_force = Q(until_date__isnull=True) | Q(until_date__gt=today)
    grants = grants_visible_to(user).filter(in_force).order_by("role", "area_code")
    return with_factor(accounts).prefetch_related(Prefetch("grants", queryset=grants, to_attr="roles_held"))


def regencies_of(account: User) -> list[str]:
    """Return the regencies with which an account has to do: by roles, proposals and links, past ones included."""
    codes = {
        *account.grants.values_list("area_code", flat=True),
        *account.proposals.values_list("area_code", flat=True),
        *account.invitations.values_list("regency_code", flat=True),
    }
    return sorted({code[:5] for code in codes})


def sessions_of(user: User) -> QuerySet[OfficeSession]:
    """Return the open sessions of a user, the one used last first."""
    now = timezone.now()
    alive = OfficeSession.objects.filter(user=user, seen_at__gt=now - IDLE_MAX, started_at__gt=now - TOTAL_MAX)
    return alive.order_by("-seen_at", "session_key")


def accounts_without_factor() -> QuerySet[User]:
    """Return open accounts with a password and no second factor."""
    confirmed = Authenticator.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)
    return User.objects.filter(~Exists(confirmed), is_active=True).exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


def open_cases_of(account: User) -> int:
    """Return how many open cases of the reconciliation name this account as responsible."""
    from jaring.office.reconciliation.models import Case  # That room stands on this one.

    return Case.objects.filter(owner=account).exclude(state__in=("solved", "accepted")).count()


def names_of_areas(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of regencies, districts and villages by code, with one statement."""
    wanted = set(codes)
    regencies = Regency.objects.filter(pk__in=wanted).values_list("code", "name")
    districts = District.objects.filter(pk__in=wanted).values_list("code", Concat(Value("Kecamatan "), "name"))
    villages = Village.objects.filter(pk__in=wanted).values_list("code", "name")
    return dict(regencies.order_by().union(districts.order_by(), villages.order_by())) if wanted else {}
