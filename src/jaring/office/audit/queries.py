"""Reads of the chain. Every one of them starts from ``visible_to``."""

from __future__ import annotations

from django.db.models import QuerySet

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.audit.models import AuditEntry
from jaring.office.places.models import Regency


def visible_to(user: User) -> QuerySet[AuditEntry]:
    """Return the entries of the chains of the regencies in which the user may read them."""
    return scope_for(user, Action.SEE_AUDIT).within(AuditEntry.objects.all(), village="")


def regencies_visible_to(user: User) -> QuerySet[Regency]:
    """Return the regencies whose chains the user may read."""
    return scope_for(user, Action.SEE_AUDIT).within(Regency.objects.all(), village="", regency="code")
