"""Counting ahead what figures and the lapse guard rest on, so that no page has to wait for it."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from jaring.core.month import Month
from jaring.office.insight.counts import counts_of
from jaring.office.insight.figures import MONTHS_BACK
from jaring.office.payments.guard import guards_of
from jaring.office.programme.models import Payer

MONTHS_AHEAD: Final = 12
"""Bills of so many months to come are counted too."""


def count_ahead(regency_code: str) -> None:
    """Count anew what a decree, a bill, a payment, a choice or DTSEN changed; what did not change is only read.

    Whoever lets one of these happen calls it right afterwards, outside of the transaction. Nothing is lost where it
    was not called: then the first page that needs the counts makes them.
    """
    today = timezone.localdate()
    month = Month.of(today)
    counts_of(regency_code, month + -MONTHS_BACK, month + MONTHS_AHEAD)
    guards_of(Payer.objects.filter(regency=regency_code), today)
