"""Sessions that know whose they are, and that end: after half an hour without use, after twelve hours in any case.

The row of a session is read once for each request, together with its user; its times are judged there, so that
neither costs a statement more.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Q
from django.utils import timezone

from jaring.office.access.models import OfficeSession, User

IDLE_MAX: Final = timedelta(minutes=30)
TOTAL_MAX: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly the last use is kept: writing it down at each request would make every page a write."""


_user_met: ContextVar[User | None] = ContextVar("user_met", default=None)
"""Whose session was read last: that of the request at hand, because its session is read before its user is."""


class SessionStore(DatabaseStore):
    """Django's sessions in the database, in a table of ours."""

    _known: OfficeSession | None = None
    """The row as it was read or written last: whose it is, and since when."""

    @classmethod
    def get_model_class(cls) -> type[OfficeSession]:
        return OfficeSession

    def _get_session_from_db(self) -> OfficeSession | None:
        """Return the row of this session, nothing where it has ended; note that it is in use."""
        row: OfficeSession | None = super()._get_session_from_db()  # type: ignore[misc]  # The stubs leave it out.
        _user_met.set(row.user if row else None)
        if row is None:
            return None
        now = timezone.now()
        if row.user_id is not None and _has_ended(row, now):
            row.delete()
            self._session_key = None
            return None
        if now - row.seen_at >= SEEN_EVERY:
            OfficeSession.objects.filter(pk=row.pk).update(seen_at=now)
        self._known = row
        return row

    def create_model_instance(self, data: dict[str, Any]) -> OfficeSession:
        """Make the row; its twelve hours begin anew when somebody logs in, not with a new key."""
        user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        now, known = timezone.now(), self._known
        row = OfficeSession(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]  # The stubs leave it out.
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=user_id,
            started_at=known.started_at if known and known.user_id == user_id else now,
            seen_at=now,
        )
        if known and known.session_key == row.session_key:
            row.public_id = known.public_id
        self._known = row
        return row


class Accounts(ModelBackend):
    """Django's accounts; whose session it is was read with the session."""

    def get_user(self, user_id: int) -> User | None:
        """Return an active user: the one of the session that was read last, where that is asked for."""
        met = _user_met.get()
        if met is None or met.pk != user_id:
            return super().get_user(user_id)
        return met if self.user_can_authenticate(met) else None


def _has_ended(row: OfficeSession, now: datetime) -> bool:
    """Say whether a session is too old, or unused for too long; a clock that was set far back ends it too."""
    return abs(now - row.seen_at) >= IDLE_MAX or now - row.started_at >= TOTAL_MAX


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End the sessions of a user, all or all but the one with this key; return how many."""
    ended, _ = OfficeSession.objects.filter(user=user).exclude(session_key=but or "").delete()
    return ended


def forget_ended() -> None:
    """Remove the rows of sessions that have ended by themselves; asked at each log-in."""
    now = timezone.now()
    OfficeSession.objects.filter(Q(expire_date__lt=now) | Q(user__isnull=False, seen_at__lt=now - IDLE_MAX)).delete()
