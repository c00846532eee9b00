"""In which audit chains an act upon an account is written: those of the regencies in which it may do something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from jaring.office.access.models import User
from jaring.office.access.queries import regencies_of
from jaring.office.audit import services as audit
from jaring.office.postgresql.sight import seeing


@contextmanager
def own_act(account: User) -> Iterator[list[str]]:
    """Open a transaction in which somebody acts upon his own account, logged in or on the way; give its regencies.

    Who is not logged in yet sees no regency on PostgreSQL; his own chains are what he may write into.
    """
    codes = regencies_of(account)
    with seeing(codes), transaction.atomic(durable=True):
        yield codes


def record_in(
    codes: Iterable[str],
    actor: User,
    event: str,
    account: User,
    *,
    now: datetime,
    reason: str = "",
    detail: dict[str, int | str | list[str]] | None = None,
) -> None:
    """Append one entry about an account to the chain of each regency."""
    for code in codes:
        audit.record(actor, event, code, now=now, subject=account.username, reason=reason, detail=detail)
