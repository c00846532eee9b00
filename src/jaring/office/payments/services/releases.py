"""Dues that will never be paid, struck by two people: one asks, another decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.books import services as books
from jaring.office.books.models import Entry
from jaring.office.locks import lock_deposit
from jaring.office.payments.errors import DueNotOpenError, ReasonMissingError, RequestDecidedError
from jaring.office.payments.models import NotOwed, ReleaseDecision, ReleaseRequest
from jaring.office.payments.services.named import (
    IS_PAID,
    IS_RELEASED,
    NamedDue,
    distinct_dues,
    insert_named,
    total_of,
)
from jaring.office.programme.models import Payer


def request_release(
    payer: Payer,
    dues: Iterable[NamedDue],
    *,
    reason: NotOwed,
    reference: str,
    request_key: UUID,
    actor: User,
    now: datetime,
) -> ReleaseRequest:
    """Ask that open dues be struck: rejected by the insurer, died before the month, covered elsewhere.

    Args:
        payer: Who owes them.
        dues: Which; the reason of the request holds for all of them.
        reason: Why they will never be paid.
        reference: The paper that shows it, for example the insurer's list of rejects.
        request_key: Of this request.
        actor: Who asks.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        NobodyNamedError: (JRG-246)
        ReasonMissingError: (JRG-249)
        DueNotOpenError: (JRG-244)
    """
    require(actor, Action.CLAIM_REFUND, payer.regency_id)
    named = distinct_dues(NamedDue(due.bill_id, due.person_id, reason) for due in dues)
    if not reference.strip():
        raise ReasonMissingError
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "request_release", payer.pk, reason, reference, *named)
        if claim.answer_id is not None:
            return ReleaseRequest.objects.get(pk=claim.answer_id)
        lock_deposit(payer.pk)
        open_dues = total_of(payer, named, f"NOT {IS_PAID} AND NOT {IS_RELEASED}")
        if open_dues.people < len(named):
            raise DueNotOpenError(count=len(named) - open_dues.people)
        request = ReleaseRequest.objects.create(
            regency_id=payer.regency_id,
            payer=payer,
            reason=reason,
            reference=reference.strip()[:120],
            people=open_dues.people,
            jkk_idr=open_dues.jkk_idr,
            jkm_idr=open_dues.jkm_idr,
            requested_by=actor,
            requested_at=now,
        )
        insert_named(
            "payments_releaseline",
            "request_id, bill_id, person_id",
            "%(request)s, due.bill_id, due.person_id",
            payer,
            named,
            request=request.pk,
        )
        claim.settle(request.pk, now)
        _record(request, "release.requested", actor=actor, now=now)
    return request


# Who was paid or released since the request is not among them.
_RELEASE = f"""
INSERT INTO payments_release (bill_id, person_id, request_id, jkk_idr, jkm_idr)
SELECT due.bill_id, due.person_id, line.request_id, due.jkk_idr, due.jkm_idr
FROM payments_releaseline AS line
JOIN billing_due AS due ON due.bill_id = line.bill_id AND due.person_id = line.person_id
WHERE line.request_id = %(request)s AND NOT {IS_PAID} AND NOT {IS_RELEASED}
"""  # noqa: S608  # Text of our own.


def decide_release(
    request: ReleaseRequest, *, is_granted: bool, note: str = "", request_key: UUID, actor: User, now: datetime
) -> ReleaseDecision:
    """Strike the dues that a request names, or decline it; whoever asked cannot grant it.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        SamePersonError: (JRG-602)
        RequestDecidedError: (JRG-245)
        DueNotOpenError: (JRG-244) some were paid since; the request has to be declined.
    """
    require(actor, Action.APPROVE_BILL, request.regency_id)
    if is_granted and request.requested_by_id == actor.pk:
        raise SamePersonError
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "decide_release", request.pk, is_granted, note)
        if claim.answer_id is not None:
            return ReleaseDecision.objects.get(pk=claim.answer_id)
        lock_deposit(request.payer_id)
        if ReleaseDecision.objects.filter(request=request).exists():
            raise RequestDecidedError
        decision = ReleaseDecision.objects.create(
            request=request, is_granted=is_granted, note=note.strip()[:240], decided_by=actor, decided_at=now
        )
        if is_granted:
            _release(request, actor=actor, now=now)
        claim.settle(request.pk, now)
        event = "release.granted" if is_granted else "release.declined"
        _record(request, event, actor=actor, now=now, reason=note)
    return decision


def _release(request: ReleaseRequest, *, actor: User, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, {"request": request.pk})
        released = int(cursor.rowcount)
    if released < request.people:
        raise DueNotOpenError(count=request.people - released)
    books.post(
        Entry.Kind.RELEASE,
        request.payer,
        date=request.regency.day_of(now),
        document=request.reference[:80],
        source=request.public_id,
        amounts={
            "payable": request.amount_idr,
            "expense_jkk": -request.jkk_idr,
            "expense_jkm": -request.jkm_idr,
        },
        actor=actor,
        now=now,
        or_first_open_day=True,
    )


def _record(request: ReleaseRequest, event: str, *, actor: User, now: datetime, reason: str = "") -> None:
    audit.record(
        actor,
        event,
        request.regency_id,
        now=now,
        subject=request.reference[:80],
        reason=reason or request.reason,
        detail={"people": request.people, "amount_idr": request.amount_idr},
    )
