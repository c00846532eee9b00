"""Opening a programme year."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.contribution import RateFacts, contribution_for_base
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.places.models import Regency
from jaring.office.programme.errors import (
    YearExistsError,
    YearMonthsError,
)
from jaring.office.programme.models import (
    ProgrammeYear,
)


def open_year(
    regency: Regency,
    year: int,
    *,
    from_month: Month,
    until_month: Month,
    base_idr: int,
    actor: User,
    now: datetime,
) -> ProgrammeYear:
    """Open a budget year of the programme.

    Args:
        regency: Whose programme.
        year: Budget year; its months lie within it.
        from_month: First month of cover.
        until_month: First month no longer covered (half-open).
        base_idr: Declared base (dasar penghasilan) of its people; one of the law's table.
        actor: Who opens it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        YearExistsError: (JRG-512)
        YearMonthsError: (JRG-516)
        BaseUnknownError: (JRG-121) the base is not in the law's table.
    """
    require(actor, Action.MANAGE_BUDGET, regency.code)
    if not Month(year, 1) <= from_month < until_month <= Month(year + 1, 1):
        raise YearMonthsError(first=from_month, last=until_month + -1, year=year)
    contribution_for_base(RateFacts(from_month, PayerOfLaw.APBD, Rupiah(base_idr)))
    with transaction.atomic():
        if ProgrammeYear.objects.filter(regency=regency, year=year).exists():
            raise YearExistsError(year=year)
        opened = ProgrammeYear.objects.create(
            regency=regency, year=year, from_month=from_month, until_month=until_month, base_idr=base_idr
        )
        audit.record(actor, "programme.year_opened", regency.code, now=now, subject=str(year))
    return opened
