"""Reads of billing: whom to bill, what was billed, bills in the user's area."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.errors import BillUnknownError
from jaring.office.billing.models import Bill, Due
from jaring.office.programme import queries as programme
from jaring.office.programme.models import Decree, Enrolment, Payer, ProgrammeYear


class DistrictLine(NamedTuple):
    """What one kecamatan comes to in a bill."""

    district_code: str
    district_name: str
    people: int
    jkk_idr: int
    jkm_idr: int

    @property
    def total_idr(self) -> int:
        return self.jkk_idr + self.jkm_idr


def members_to_bill(payer: Payer, month: Month) -> QuerySet[Enrolment]:
    """Return whom a payer covers in a month, by decrees in force."""
    return programme.enrolled_in(month, payer)


def distinct_rate_facts(payer: Payer, month: Month) -> list[tuple[int, str, int]]:
    """Return (base in IDR, sector, number of people) for each combination of facts that a bill meets."""
    facts = members_to_bill(payer, month).values_list("base_idr", "sector").annotate(people=Count("pk"))
    return list(facts.order_by("base_idr", "sector"))


def billed_idr(year: ProgrammeYear, payer: Payer) -> int:
    """Return what was billed to a payer's budget of a year so far, in IDR."""
    total = Bill.objects.filter(programme_year=year, payer=payer).aggregate(total=Sum("total_idr"))["total"]
    return int(total or 0)


def is_billed_from(payer: Payer, month: Month) -> bool:
    """Say whether this month or a later one was billed to a payer."""
    return Bill.objects.filter(payer=payer, month__gte=month).exists()


def next_month_to_bill(payer: Payer, today: Month) -> Month:
    """Return the month after the last one billed to a payer, or the current month where none was."""
    last = Bill.objects.filter(payer=payer).order_by("-month").first()
    return today if last is None else last.month + 1


def bills_visible_to(user: User) -> QuerySet[Bill]:
    """Return the bills of the regencies in which the user may see bills."""
    return scope_for(user, Action.SEE_BILLS).within(Bill.objects.all(), village="")


def dues_visible_to(user: User) -> QuerySet[Due]:
    """Return the dues of people in the user's area, for whoever may see people."""
    scope = scope_for(user, Action.SEE_PEOPLE)
    return scope.within(Due.objects.all(), village="person__village", regency="person__regency")


def bill_of(payer: Payer, month: Month) -> Bill:
    """Return the bill of a payer for a month.

    Raises:
        BillUnknownError: (JRG-305)
    """
    bill = Bill.objects.filter(payer=payer, month=month).first()
    if bill is None:
        raise BillUnknownError(month=month)
    return bill


def lines_of(bill: Bill) -> list[DistrictLine]:
    """Return what each kecamatan comes to, by the village that the decree names for each person.

    A decree never changes, so neither does this, wherever people move later.
    """
    place = "enrolment__line__village__district"
    rows = Due.objects.filter(bill=bill).values_list(place, f"{place}__name").order_by(place)
    sums = rows.annotate(Count("person"), Sum("jkk_idr"), Sum("jkm_idr"))
    return [DistrictLine(*row) for row in sums]


def decrees_behind(bill: Bill) -> QuerySet[Decree]:
    """Return the decrees in force on which a bill rests, in the order of their days.

    No decree reaches back to a month that was billed, so none of later days is among them.
    """
    return Decree.objects.filter(
        programme_year=bill.programme_year_id,
        payer=bill.payer_id,
        effective_month__lte=bill.month,
        enactment__isnull=False,
    ).order_by("decree_date", "id")
