"""Writes of the room of figures: one verb, one transaction, audited."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from jaring.core import boundaries
from jaring.core.boundaries import Gazetted
from jaring.core.places import regency as gazetteer_of
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.insight import queries
from jaring.office.insight.errors import (
    BoundariesOfNobodyError,
    BoundariesUnmatchedError,
    BoundaryReasonMissingError,
    NoBoundariesError,
    PublicPageReasonMissingError,
    PublicPageUnchangedError,
)
from jaring.office.insight.models import Boundary, BoundarySet, BoundaryWithdrawal, PublicPageChoice
from jaring.office.locks import lock_chain
from jaring.office.places.models import Regency, Village

REASON_LENGTH_MIN = 10
NAMED_MAX = 5
"""So many areas are named in a refusal; the rest is counted."""


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


def import_boundaries(
    regency: Regency, content: bytes, *, source: str, actor: User, now: datetime, allows_unmatched: bool = False
) -> BoundarySet:
    """Take in the boundaries of a regency's villages, to be drawn from now on. The same file again changes nothing.

    Args:
        regency: Whose villages.
        content: A GeoJSON file.
        source: Where it comes from, in the actor's words; the map names it.
        actor: Who imports.
        now: Aware instant.
        allows_unmatched: Leave areas out for which no village is found, rather than refuse the file.

    Raises:
        NotAllowedError: (JRG-601)
        BoundaryFileError: (JRG-421) the file cannot be read or drawn.
        BoundariesUnmatchedError: (JRG-422)
        BoundariesOfNobodyError: (JRG-423)
    """
    require(actor, Action.MANAGE_BOUNDARIES, regency.code)
    content_hash = hashlib.sha256(content).hexdigest()
    matched = boundaries.match(boundaries.read_boundaries(content), _gazetted(regency))
    if not matched.rings:
        raise BoundariesOfNobodyError
    if matched.unmatched and not allows_unmatched:
        named = "; ".join(matched.unmatched[:NAMED_MAX])
        raise BoundariesUnmatchedError(count=len(matched.unmatched), areas=named)
    drawn = boundaries.simplified(matched.rings)
    with transaction.atomic():
        lock_chain(regency.code)
        latest = queries.set_in_force(regency.code)
        if latest is not None and latest.content_hash == content_hash:
            return latest
        made = BoundarySet.objects.create(
            regency=regency,
            content_hash=content_hash,
            source=source[:160],
            villages=len(drawn),
            points_read=boundaries.points_of(matched.rings.values()),
            points_kept=boundaries.points_of(drawn.values()),
            unmatched=list(matched.unmatched),
            imported_by=actor,
            imported_at=now,
        )
        Boundary.objects.bulk_create(
            Boundary(boundary_set=made, village_id=code, rings=rings) for code, rings in sorted(drawn.items())
        )
        audit.record(
            actor,
            "insight.boundaries_imported",
            regency.code,
            now=now,
            subject=str(made.public_id),
            detail={"villages": made.villages, "unmatched": len(matched.unmatched)},
        )
    return made


def withdraw_boundaries(drawn: BoundarySet, *, reason: str, actor: User, now: datetime) -> None:
    """Draw these boundaries no longer; those imported before them are drawn again, or points where there are none.

    Raises:
        NotAllowedError: (JRG-601)
        BoundaryReasonMissingError: (JRG-425)
        NoBoundariesError: (JRG-424) they were withdrawn already.
    """
    require(actor, Action.MANAGE_BOUNDARIES, drawn.regency_id)
    if sum(letter.isalpha() for letter in reason) < REASON_LENGTH_MIN:
        raise BoundaryReasonMissingError
    with transaction.atomic():
        lock_chain(drawn.regency_id)
        if BoundaryWithdrawal.objects.filter(boundary_set=drawn).exists():
            raise NoBoundariesError
        BoundaryWithdrawal.objects.create(boundary_set=drawn, reason=reason, withdrawn_by=actor, withdrawn_at=now)
        subject = str(drawn.public_id)
        audit.record(actor, "insight.boundaries_withdrawn", drawn.regency_id, now=now, subject=subject, reason=reason)


def _gazetted(regency: Regency) -> list[Gazetted]:
    """Return the villages as boundaries are matched to them, with the names that other official lists give them."""
    others = {village.code: village.other_names for village in gazetteer_of(regency.code).villages}
    villages = Village.objects.filter(district__regency=regency).select_related("district")
    return [
        Gazetted(each.code, each.bps_code, (each.name, *others.get(each.code, ())), each.district.name)
        for each in villages
    ]
