"""Choosing a reading of unsettled law: one transaction, audited, never rewritten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jaring.core import law
from jaring.core.law.choice import readings_on
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.billing.models import Bill
from jaring.office.locks import lock_year
from jaring.office.places.models import Regency
from jaring.office.programme.models import ProgrammeYear
from jaring.office.rules import queries
from jaring.office.rules.errors import (
    ReadingGroundsMissingError,
    ReadingMonthBilledError,
    ReadingOutOfForceError,
    ReadingUnchangedError,
)
from jaring.office.rules.models import ReadingChoice

GROUNDS_LENGTH_MIN = 10


def choose_reading(
    name: str,
    *,
    regency: Regency,
    from_month: Month,
    reason: str,
    reference: str,
    actor: User,
    now: datetime,
    undo: bool = False,
) -> ReadingChoice:
    """Follow an alternative reading from a month on; with ``undo`` follow it no longer.

    Bills that were issued keep their amounts, so a reading of contributions cannot reach back to a billed month.

    Args:
        name: The reading, as the law names it.
        regency: Whose office follows it.
        from_month: The first month in which it holds.
        reason: Why, in the actor's words; pages show it to everybody.
        reference: The letter or statement that it rests on.
        actor: Who chooses.
        now: Aware instant.
        undo: Go back to what the law file says.

    Raises:
        NotAllowedError: (JRG-601)
        AlternativeUnknownError: (JRG-103)
        ReadingGroundsMissingError: (JRG-190)
        ReadingOutOfForceError: (JRG-193)
        ReadingMonthBilledError: (JRG-191)
        ReadingUnchangedError: (JRG-192)
    """
    require(actor, Action.CHOOSE_READING, regency.code)
    _check_offered(name, from_month)
    if min(sum(letter.isalpha() for letter in text) for text in (reason, reference)) < GROUNDS_LENGTH_MIN:
        raise ReadingGroundsMissingError
    with transaction.atomic():
        for year in ProgrammeYear.objects.filter(regency=regency, until_month__gt=from_month).order_by("id"):
            lock_year(year.pk)  # No bill of these months is issued meanwhile.
        if (name in readings_on(queries.choices_of(regency.code), from_month.first_day)) is not undo:
            raise ReadingUnchangedError(month=from_month)
        if _sets_a_price(name) and Bill.objects.filter(regency=regency, month__gte=from_month).exists():
            raise ReadingMonthBilledError(month=from_month)
        choice = ReadingChoice.objects.create(
            regency=regency,
            name=name,
            is_followed=not undo,
            from_month=from_month,
            reason=reason,
            reference=reference,
            chosen_by=actor,
            chosen_at=now,
        )
        audit.record(
            actor,
            "law.reading_dropped" if undo else "law.reading_chosen",
            regency.code,
            now=now,
            subject=name,
            reason=reason,
            detail={"from": str(from_month), "reference": reference},
        )
    return choice


def _check_offered(name: str, from_month: Month) -> None:
    """Refuse a reading that no value offers, or none in force in that month or later."""
    day = law.at(from_month.first_day, readings=frozenset({name})).day  # Refuses a name that nobody knows.
    path = law.alternatives()[name][0].path
    offering = (value for value in law.parameter(path).values if name in {each.name for each in value.alternatives})
    if not any(value.start <= day < value.end for value in offering):
        raise ReadingOutOfForceError(name=name, month=from_month)


def _sets_a_price(name: str) -> bool:
    return law.alternatives()[name][0].path.startswith("contribution/")
