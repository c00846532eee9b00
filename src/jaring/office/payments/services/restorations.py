"""What the insurer granted: months of a payer's people that count as paid in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.coverage.cohort import restorability_of
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.locks import lock_deposit
from jaring.office.payments.errors import (
    RestorationNotOpenError,
    RestorationNumberTakenError,
    RestorationOverlapsError,
    RestorationUnusableError,
)
from jaring.office.payments.models import RestorationGrant
from jaring.office.programme.models import Payer
from jaring.office.rules import queries as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantPaper:
    """The insurer's letter: its number and day, who signed it, and the months it restores, half-open."""

    number: str
    granted_on: date
    granted_by: str
    from_month: Month
    until_month: Month


def record_restoration(
    payer: Payer, paper: GrantPaper, *, request_key: UUID, actor: User, now: datetime
) -> RestorationGrant:
    """Record that the insurer restored months of a payer's people.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        RestorationNotOpenError: (JRG-250) the insurer restores no months for this kind of payer.
        RestorationUnusableError: (JRG-253)
        RestorationNumberTakenError: (JRG-254)
        RestorationOverlapsError: (JRG-252)
    """
    require(actor, Action.CLAIM_REFUND, payer.regency_id)
    today = payer.regency.day_of(now)
    _check_paper(payer, paper, today)
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "record_restoration", payer.pk, paper)
        if claim.answer_id is not None:
            return RestorationGrant.objects.get(pk=claim.answer_id)
        lock_deposit(payer.pk)
        if RestorationGrant.objects.filter(regency=payer.regency_id, number=paper.number).exists():
            raise RestorationNumberTakenError(number=paper.number)
        earlier = RestorationGrant.objects.filter(payer=payer, from_month__lt=paper.until_month)
        if overlapping := earlier.filter(until_month__gt=paper.from_month).first():
            raise RestorationOverlapsError(number=overlapping.number)
        grant = RestorationGrant.objects.create(
            regency_id=payer.regency_id,
            payer=payer,
            from_month=paper.from_month,
            until_month=paper.until_month,
            number=paper.number,
            granted_on=paper.granted_on,
            granted_by=paper.granted_by,
            recorded_by=actor,
            recorded_at=now,
        )
        claim.settle(grant.pk, now)
        audit.record(
            actor,
            "restoration.recorded",
            payer.regency_id,
            now=now,
            subject=payer.short,
            reason=paper.number,
            detail={"from_month": str(paper.from_month), "until_month": str(paper.until_month)},
        )
    return grant


def _check_paper(payer: Payer, paper: GrantPaper, today: date) -> None:
    kind = PayerOfLaw(payer.kind)
    if not restorability_of(kind, today, readings=rules.readings_on(payer.regency_id, today)).is_possible:
        raise RestorationNotOpenError(payer=kind.label)
    is_whole = paper.number.strip() and paper.granted_by.strip() and paper.from_month < paper.until_month
    if not is_whole or paper.until_month > Month.of(today) + 1 or paper.granted_on > today:
        raise RestorationUnusableError
