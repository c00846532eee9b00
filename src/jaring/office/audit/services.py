"""Writing the audit chain, and meeting a request that was seen before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office.access.models import User
from jaring.office.audit.models import AuditEntry, RequestKey
from jaring.office.locks import lock_chain, lock_request_key

GENESIS = "0" * 64
KEY_KEPT_DAYS = 90
"""How long a request may be repeated. The wall in the database knows the same number; see migration 0003."""
_LAST_OF_CHAIN = "SELECT position, hash FROM audit_auditentry WHERE regency_id = %s ORDER BY position DESC LIMIT 1"


class KeyReusedError(JaringError):
    """An idempotency key came again with other content."""

    code = "JRG-301"
    sentence = Text(
        "Kunci permintaan ini sudah dipakai untuk isi yang lain.",
        "This request key was already used for other content.",
    )
    hint = Text("Muat ulang halaman, lalu kirim kembali.", "Load the page again and resubmit.")


def record(
    actor: User,
    event: str,
    regency_code: str,
    *,
    now: datetime,
    subject: str = "",
    reason: str = "",
    detail: dict[str, int | str | list[str]] | None = None,
) -> AuditEntry:
    """Append one entry to the regency's chain, in the caller's transaction and as its last act.

    Args:
        actor: Who did it.
        event: What was done, as ``thing.verb-in-the-past``.
        regency_code: Whose chain.
        now: Aware instant.
        subject: What it was done to, by public name or number; never an identifier of a person.
        reason: Why, in the actor's words, where the act asks for it.
        detail: Strings, integers and lists of strings only, so that every language hashes the same bytes.
    """
    lock_chain(regency_code)
    with connection.cursor() as cursor:
        cursor.execute(_LAST_OF_CHAIN, [regency_code])
        position, previous_hash = cursor.fetchone() or (0, GENESIS)
    entry = AuditEntry(
        regency_id=regency_code,
        position=position + 1,
        at=now.astimezone(UTC),
        actor=actor,
        event=event,
        subject=subject,
        reason=reason[:240],
        detail=detail or {},
        previous_hash=previous_hash,
    )
    entry.hash = entry_hash(entry, actor.username)
    entry.save(force_insert=True)
    return entry


def entry_hash(entry: AuditEntry, username: str) -> str:
    """Return SHA-256 over the tag, the position, the previous hash and the canonical content."""
    content = {
        "actor": username,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": entry.detail,
        "event": entry.event,
        "position": entry.position,
        "previous": entry.previous_hash,
        "reason": entry.reason,
        "regency": entry.regency_id,
        "subject": entry.subject,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"jaring audit 1\n" + canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A place where the chain does not hold."""

    position: int
    what: Text


def verify(regency_code: str) -> Iterator[ChainFault]:
    """Walk the chain of a regency and yield every place where it does not hold."""
    previous, expected = GENESIS, 1
    entries = AuditEntry.objects.filter(regency_id=regency_code).order_by("position").select_related("actor")
    for entry in entries.iterator(chunk_size=2000):
        if entry.position != expected:
            yield ChainFault(expected, Text("nomor urut tidak bersambung", "positions are not consecutive"))
        if entry.previous_hash != previous:
            yield ChainFault(
                entry.position,
                Text("tidak menyambung ke entri sebelumnya", "does not follow the entry before"),
            )
        if entry.hash != entry_hash(entry, entry.actor.username):
            yield ChainFault(entry.position, Text("isi telah diubah", "the content was changed"))
        previous, expected = entry.hash, entry.position + 1


@dataclass(slots=True)
class Claim:
    """A claimed request key. ``answer_id`` is set when the same request was answered before."""

    key: UUID
    purpose: str
    content_hash: str
    answer_id: int | None = None

    def settle(self, answer_id: int, now: datetime) -> None:
        """Keep the answer: for ``KEY_KEPT_DAYS`` the same key gives it again. Keys older than that are forgotten."""
        RequestKey.objects.create(
            key=self.key, purpose=self.purpose, content_hash=self.content_hash, answer_id=answer_id, at=now
        )
        _forget_keys_before((now - timedelta(days=KEY_KEPT_DAYS)).replace(microsecond=0))


_FORGET = "DELETE FROM audit_requestkey WHERE key IN (SELECT key FROM audit_requestkey WHERE at < %s {but_locked})"


def _forget_keys_before(instant: datetime) -> None:
    """Delete what nobody will ask for again; what a twin is deleting is left to it."""
    but_locked = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET.format(but_locked=but_locked), [connection.ops.adapt_datetimefield_value(instant)])


def claim_request_key(key: UUID, purpose: str, *content: object) -> Claim:
    """Meet a request by its key, first thing in the transaction.

    Twins in flight wait for one another on the key's lock; the primary key is the second wall.

    Raises:
        KeyReusedError: (JRG-301) the key came before with other content.
    """
    content_hash = hashlib.sha256(json.dumps([str(c) for c in content]).encode()).hexdigest()
    lock_request_key(key)
    seen = RequestKey.objects.filter(key=key).first()
    if seen is None:
        return Claim(key, purpose, content_hash)
    if (seen.purpose, seen.content_hash) != (purpose, content_hash):
        raise KeyReusedError
    return Claim(key, purpose, content_hash, seen.answer_id)
