"""Slow down who guesses passwords and codes: attempts that failed are kept in the database, under keyed hashes.

So a restart forgets nothing and every process counts the same. Nothing tells an account that exists from one that does
not: both are counted alike. What is kept names neither an account nor an address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from jaring.office import vault
from jaring.office.access.models import FailedAttempt

FAILURES_MAX: Final = 8
"""For one account from one address, within ``REST``."""
REST: Final = timedelta(minutes=15)
ADDRESS_MAX: Final = 30
"""From one address for whatever account, within ``REST``: an office of thirty behind one address still gets in."""
ACCOUNT_MAX: Final = 20
"""For one account from whatever address, within ``ACCOUNT_REST``; who comes with a known device is let through."""
ACCOUNT_REST: Final = timedelta(days=1)


def may_try(subject: str, address: str, *, now: datetime, is_known: bool = False) -> bool:
    """Count an attempt as failed until it succeeds, and say whether it may be made at all.

    Args:
        subject: The name of an account, or what else is guessed at; it need not exist.
        address: Where from; empty where only the subject counts.
        now: Aware instant.
        is_known: The device has logged into this account before: failures from elsewhere do not keep it out.
    """
    mine = FailedAttempt.objects.create(subject_hash=_hash("subject", subject), address_hash=_from(address), at=now)
    before = FailedAttempt.objects.filter(pk__lte=mine.pk)  # This one too: of two at once, one comes second.
    lately, today = before.filter(at__gt=now - REST), before.filter(at__gt=now - ACCOUNT_REST)
    too_many = (
        lately.filter(_same(mine)).count() > FAILURES_MAX
        or (address and lately.filter(address_hash=mine.address_hash).count() > ADDRESS_MAX)
        or (not is_known and today.filter(subject_hash=mine.subject_hash).count() > ACCOUNT_MAX)
    )
    if too_many:
        mine.delete()  # An attempt that was not made makes nobody wait longer.
    return not too_many


def forget(subject: str, address: str) -> None:
    """Forget the failures of who has succeeded from an address."""
    FailedAttempt.objects.filter(subject_hash=_hash("subject", subject), address_hash=_from(address)).delete()


def forget_subject(subject: str) -> int:
    """Forget every failure for an account, wherever it came from; return how many there were."""
    forgotten, _ = FailedAttempt.objects.filter(subject_hash=_hash("subject", subject)).delete()
    return forgotten


def failures_of(subject: str, now: datetime) -> int:
    """Return how many attempts for an account failed within a day, wherever they came from."""
    return FailedAttempt.objects.filter(subject_hash=_hash("subject", subject), at__gt=now - ACCOUNT_REST).count()


def forget_old(now: datetime) -> None:
    """Remove what counts no more; asked at each log-in."""
    FailedAttempt.objects.filter(at__lte=now - ACCOUNT_REST).delete()


def _same(attempt: FailedAttempt) -> Q:
    return Q(subject_hash=attempt.subject_hash, address_hash=attempt.address_hash)


def _from(address: str) -> bytes:
    return _hash("address", address)


def _hash(kind: str, text: str) -> bytes:
    return vault.look_up("log-in", kind, text.casefold())
