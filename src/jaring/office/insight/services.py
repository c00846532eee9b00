"""Writes of the room of figures: one verb, one transaction, audited."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.insight.errors import PublicPageReasonMissingError, PublicPageUnchangedError
from jaring.office.insight.models import PublicPageChoice
from jaring.office.locks import lock_chain
from jaring.office.places.models import Regency

REASON_LENGTH_MIN = 10


def choose_public_page(
    regency: Regency, *, is_open: bool, reason: str, actor: User, now: datetime
) -> PublicPageChoice:
    """Open the public page of a regency, or close it.

    Args:
        regency: Whose page.
        is_open: What it shall be.
        reason: Why, in the actor's words.
        actor: Who decides.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        PublicPageReasonMissingError: (JRG-426)
        PublicPageUnchangedError: (JRG-427)
    """
    require(actor, Action.OPEN_PUBLIC_PAGE, regency.code)
    if sum(letter.isalpha() for letter in reason) < REASON_LENGTH_MIN:
        raise PublicPageReasonMissingError
    with transaction.atomic():
        lock_chain(regency.code)  # Whoever decides at the same moment meets this choice.
        latest = PublicPageChoice.objects.filter(regency=regency).first()
        if (latest is None or latest.is_open) is is_open:
            raise PublicPageUnchangedError
        choice = PublicPageChoice.objects.create(
            regency=regency, is_open=is_open, reason=reason, chosen_by=actor, chosen_at=now
        )
        event = "insight.public_page_opened" if is_open else "insight.public_page_closed"
        audit.record(actor, event, regency.code, now=now, reason=reason)
    return choice
