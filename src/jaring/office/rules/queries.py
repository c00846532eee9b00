"""Reads of the law's room: which readings a regency follows, and when it chose them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from jaring.core.contribution import Contribution, Payer, RateFacts, contribution_for_base
from jaring.core.contribution_shared import SharedContribution, shared_contribution
from jaring.core.law import choice
from jaring.core.law.choice import Choice
from jaring.core.month import Month
from jaring.office.rules.models import ReadingChoice


@dataclass(frozen=True, slots=True)
class Pricing:
    """What computes contributions under the readings that a regency follows in their month, each once."""

    choices: Sequence[Choice]
    _computed: dict[RateFacts, Contribution] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, facts: RateFacts) -> Contribution:
        if facts not in self._computed:
            self._computed[facts] = contribution_for_base(facts, readings=self._readings(facts))
        return self._computed[facts]

    def shared(self, facts: RateFacts, partner: Payer, public_percent: int) -> SharedContribution:
        """Return the parts of a month that the payer of the facts and a partner share."""
        return shared_contribution(facts, partner, public_percent, readings=self._readings(facts))

    def _readings(self, facts: RateFacts) -> frozenset[str]:
        return choice.readings_on(self.choices, facts.month.first_day)


def choices_of(regency_code: str, *, known_at: datetime | None = None) -> list[Choice]:
    """Return the choices of a regency in the order of writing, by one statement; later ones are left out if asked."""
    choices = ReadingChoice.objects.filter(regency=regency_code).order_by("id")
    if known_at is not None:
        choices = choices.filter(chosen_at__lte=known_at)
    return [each.as_choice for each in choices]


def pricing_of(regency_code: str, *, known_at: datetime | None = None) -> Pricing:
    """Return how a regency's contributions are computed; the database is asked once, here.

    Args:
        regency_code: Whose choices of readings count.
        known_at: Leave out what was chosen later; for papers that must not change any more.
    """
    return Pricing(choices_of(regency_code, known_at=known_at))


def readings_on(regency_code: str, day: date, *, known_at: datetime | None = None) -> frozenset[str]:
    """Return the readings that a regency follows on a day, by one statement; later choices are left out if asked."""
    return choice.readings_on(choices_of(regency_code, known_at=known_at), day)


def readings_in(regency_code: str, month: Month) -> frozenset[str]:
    """Return the readings that a regency follows for a contribution month, by one statement."""
    return readings_on(regency_code, month.first_day)


def history(regency_code: str, names: Iterable[str]) -> QuerySet[ReadingChoice]:
    """Return the choices of a regency about some readings, the latest first."""
    choices = ReadingChoice.objects.filter(regency=regency_code, name__in=list(names))
    return choices.select_related("chosen_by").order_by("-id")
