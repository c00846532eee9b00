"""Whether a session has shown its second factor, and how lately. The setting ``JARING_MFA`` says whether it must."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase

from jaring.office.access.models import User
from jaring.office.access.roles import MAY, Action, Role
from jaring.office.access.scope import roles_of

SHOWN_AT: Final = "second_factor_at"
"""Where a session keeps the second at which a code was right."""
FRESH: Final = timedelta(minutes=30)

_WEIGHTY: Final = (Action.SEE_PEOPLE, Action.SEE_IMPORTS, Action.SEE_MONEY, Action.SEE_USERS)
ROLES: Final[frozenset[Role]] = frozenset().union(*(MAY[action] for action in _WEIGHTY))
"""The roles that see personal data or decide about access: they show a second factor where it is required."""


def is_required() -> bool:
    """Say whether this installation requires a second factor of such roles."""
    return bool(settings.MFA == "required")


def is_wanted_of(user: User | AnonymousUser) -> bool:
    """Say whether this user must show a second factor."""
    return is_required() and bool(roles_of(user) & ROLES)


def note(session: SessionBase, now: datetime) -> None:
    """Keep in a session that a code was right just now; the session gets a new key."""
    session.cycle_key()
    session[SHOWN_AT] = int(now.timestamp())


def is_shown(session: SessionBase) -> bool:
    """Say whether the second factor was shown in this session."""
    return SHOWN_AT in session


def is_fresh(session: SessionBase, now: datetime) -> bool:
    """Say whether it was shown within the last half hour, by a clock that was not set back."""
    age = now.timestamp() - float(session.get(SHOWN_AT, 0))
    return 0 <= age < FRESH.total_seconds()
