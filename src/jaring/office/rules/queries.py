"""Reads of the law's room: which readings a regency follows, and when it chose them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from jaring.core.law import choice
from jaring.core.law.choice import Choice
from jaring.core.month import Month
from jaring.office.rules.models import ReadingChoice


def choices_of(regency_code: str) -> list[Choice]:
    """Return the choices of a regency in the order of writing, by one statement."""
    return [each.as_choice for each in ReadingChoice.objects.filter(regency=regency_code).order_by("id")]


def readings_on(regency_code: str, day: date) -> frozenset[str]:
    """Return the readings that a regency follows on a day, by one statement."""
    return choice.readings_on(choices_of(regency_code), day)


def readings_in(regency_code: str, month: Month) -> frozenset[str]:
    """Return the readings that a regency follows for a contribution month, by one statement."""
    return readings_on(regency_code, month.first_day)


def history(regency_code: str, names: Iterable[str]) -> QuerySet[ReadingChoice]:
    """Return the choices of a regency about some readings, the latest first."""
    choices = ReadingChoice.objects.filter(regency=regency_code, name__in=list(names))
    return choices.select_related("chosen_by").order_by("-id")
