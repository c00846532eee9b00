"""Reads of the budget room: each payer's ceiling, what is committed, billed and paid of it, and how long it lasts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from jaring.core.budget import Ceilings, Programme, Runway
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.payments.models import BY_ORDER
from jaring.office.programme.commitments import Cost, Outlook
from jaring.office.programme.models import BudgetEntry, Payer, Plan, ProgrammeYear, TargetingRun


class Realised(NamedTuple):
    """How far a payer's money of a year has gone, in IDR; ``paid_idr`` was set against bills, person by person."""

    approved_idr: int = 0
    ordered_idr: int = 0
    transferred_idr: int = 0
    paid_idr: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a payer stands in a year, in IDR; ``next_cost`` is of the first month not billed that has people."""

    payer: Payer
    ceilings: Ceilings
    billed_jkk_idr: int
    billed_jkm_idr: int
    committed_jkk_idr: int
    committed_jkm_idr: int
    realised: Realised
    next_cost: Cost | None
    runway: Runway | None
    ends_with_year: Month

    @property
    def approved_idr(self) -> int:
        return self.realised.approved_idr

    @property
    def ordered_idr(self) -> int | None:
        """What was ordered to be paid; None for who pays without an order."""
        return self.realised.ordered_idr if self.payer.kind in BY_ORDER else None

    @property
    def transferred_idr(self) -> int:
        return self.realised.transferred_idr

    @property
    def ceiling_idr(self) -> int:
        return self.ceilings.total_idr

    @property
    def billed_idr(self) -> int:
        return self.billed_jkk_idr + self.billed_jkm_idr

    @property
    def committed_idr(self) -> int:
        return self.committed_jkk_idr + self.committed_jkm_idr

    @property
    def left_idr(self) -> int:
        return self.ceiling_idr - self.billed_idr

    @property
    def free_idr(self) -> int:
        return self.left_idr - self.committed_idr

    @property
    def lacks_idr(self) -> int:
        """What the lines lack for the decrees in force; nothing for who has no ceiling."""
        if not self.payer.has_ceiling:
            return 0
        left = self.ceilings.less(self.billed_jkk_idr, self.billed_jkm_idr)
        return left.lacks(self.committed_jkk_idr, self.committed_jkm_idr)

    @property
    def outruns(self) -> bool:
        """Whether the money ends before the year does."""
        ends = self.runway.ends if self.runway else None
        return self.payer.has_ceiling and ends is not None and ends < self.ends_with_year

    @property
    def bar(self) -> tuple[int, int]:
        """Billed and committed as whole percents of the ceiling, at most a hundred together, for the bar."""
        whole = max(self.ceiling_idr, self.billed_idr + self.committed_idr, 1)
        billed = self.billed_idr * 100 // whole
        return billed, min(100 - billed, self.committed_idr * 100 // whole)


def years_visible_to(user: User) -> QuerySet[ProgrammeYear]:
    """Return the programme years of the regencies in which the user may see money, the newest first."""
    years = ProgrammeYear.objects.select_related("regency").order_by("-year", "regency")
    return scope_for(user, Action.SEE_MONEY).within(years, village="")


def payers_visible_to(user: User, action: Action = Action.SEE_MONEY) -> QuerySet[Payer]:
    """Return the payers of the regencies in which the user may see money, or do something with it."""
    return scope_for(user, action).within(Payer.objects.select_related("village", "regency"), village="")


def entries_visible_to(user: User) -> QuerySet[BudgetEntry]:
    """Return the budget entries of the regencies in which the user may see money."""
    return scope_for(user, Action.SEE_MONEY).within(
        BudgetEntry.objects.all(), village="", regency="programme_year__regency"
    )


def plans_visible_to(user: User) -> QuerySet[Plan]:
    """Return the plans of the regencies in which the user may see money."""
    plans = Plan.objects.select_related("payer", "partner").prefetch_related("steps")
    return scope_for(user, Action.SEE_MONEY).within(plans, village="")


def runs_for_moves(year: ProgrammeYear) -> QuerySet[TargetingRun]:
    """Return the runs of a year, whose lists people may be chosen by, the newest first."""
    return TargetingRun.objects.filter(programme_year=year).select_related("payer").order_by("-id")


def standings(year: ProgrammeYear, payers: QuerySet[Payer]) -> list[Standing]:
    """Return how each payer stands who has a budget in a year, or pays for somebody; by few statements."""
    outlook, gone = Outlook.load(year), realised(year)
    concerned = {*outlook.payers_concerned(), *outlook.billed}
    found = [(payer, _ceilings_of(payer)) for payer in _with_ceilings(payers, year).order_by("kind", "id")]
    return [
        _standing(payer, outlook, ceilings, gone.get(payer.pk, Realised()))
        for payer, ceilings in found
        if payer.pk in concerned or ceilings != Ceilings()
    ]


def ceilings_in(entries: Iterable[BudgetEntry]) -> Ceilings:
    """Add up budget entries by what their lines may pay."""
    ceilings = Ceilings()
    for entry in entries:
        ceilings = ceilings.plus(Programme(entry.programme), entry.amount_idr)
    return ceilings


def standing_of(year: ProgrammeYear, payer: Payer, ceilings: Ceilings) -> Standing:
    """Return how one payer stands in a year, with what it set aside."""
    return _standing(payer, Outlook.load(year), ceilings, realised(year).get(payer.pk, Realised()))


# Each payer's bills approved, orders that stand, money transferred, and what of it was set against bills of the year.
_REALISED: Final = """
SELECT payer_id, SUM(approved_idr), SUM(ordered_idr), SUM(transferred_idr), SUM(paid_idr) FROM (
    SELECT bill.payer_id, total_idr AS approved_idr, 0 AS ordered_idr, 0 AS transferred_idr, 0 AS paid_idr
    FROM billing_bill AS bill JOIN payments_billapproval AS approval ON approval.bill_id = bill.id
    WHERE programme_year_id = %(year)s
    UNION ALL
    SELECT payer_id, 0, amount_idr, 0, 0 FROM payments_paymentorder AS standing
    WHERE programme_year_id = %(year)s
      AND NOT EXISTS (SELECT 1 FROM payments_ordercancellation AS ended WHERE ended.order_id = standing.id)
    UNION ALL
    SELECT sent.payer_id, 0, 0, sent.amount_idr, 0
    FROM payments_transfer AS sent LEFT JOIN payments_paymentorder AS behind ON behind.id = sent.order_id
    WHERE (behind.programme_year_id = %(year)s
       OR (sent.order_id IS NULL AND sent.value_date >= %(first)s AND sent.value_date < %(until)s))
      AND NOT EXISTS (SELECT 1 FROM payments_transferreversal AS back WHERE back.transfer_id = sent.id)
    UNION ALL
    SELECT bill.payer_id, 0, 0, 0, settled.amount_idr
    FROM payments_settlement AS settled JOIN billing_bill AS bill ON bill.id = settled.bill_id
    WHERE bill.programme_year_id = %(year)s
      AND NOT EXISTS (SELECT 1 FROM payments_transferreversal AS back WHERE back.transfer_id = settled.transfer_id)
) AS moved
GROUP BY payer_id
"""


def realised(year: ProgrammeYear) -> dict[int, Realised]:
    """Return how far the money of a year has gone, by the key of the payer; one statement.

    Money transferred without an order belongs to the year of its day at the bank.
    """
    days = {"first": year.from_month.first_day, "until": year.until_month.first_day}
    with connection.cursor() as cursor:
        cursor.execute(_REALISED, {"year": year.pk, **days})
        return {payer: Realised(*map(int, amounts)) for payer, *amounts in cursor.fetchall()}


def totals(found: Sequence[Standing]) -> dict[str, int]:
    """Return the sums over the payers whom a budget binds."""
    bound = [each for each in found if each.payer.has_ceiling]
    names = ("ceiling_idr", "committed_idr", "billed_idr", "transferred_idr", "left_idr")
    return {name: sum(getattr(each, name) for each in bound) for name in names}


def _standing(payer: Payer, outlook: Outlook, ceilings: Ceilings, gone: Realised) -> Standing:
    billed_jkk, billed_jkm = outlook.billed_amounts(payer)
    committed_jkk, committed_jkm = outlook.committed(payer)
    open_month = next((month for month in outlook.open_months(payer) if outlook.members(payer, month)), None)
    left = ceilings.less(billed_jkk, billed_jkm)
    return Standing(
        payer=payer,
        ceilings=ceilings,
        billed_jkk_idr=billed_jkk,
        billed_jkm_idr=billed_jkm,
        committed_jkk_idr=committed_jkk,
        committed_jkm_idr=committed_jkm,
        realised=gone,
        next_cost=outlook.cost(payer, open_month) if open_month else None,
        runway=outlook.runway(payer, left) if payer.has_ceiling else None,
        ends_with_year=outlook.year.until_month,
    )


def _with_ceilings(payers: QuerySet[Payer], year: ProgrammeYear) -> QuerySet[Payer]:
    """Add to payers what their lines of a year have, by what they pay."""

    def sum_of(line: Programme) -> Sum:
        return Sum("budget__amount_idr", filter=Q(budget__programme_year=year, budget__programme=line.value))

    return payers.annotate(**{f"ceiling_{line.value}": sum_of(line) for line in Programme})


def _ceilings_of(payer: Payer) -> Ceilings:
    amounts = {f"{line.value}_idr": int(getattr(payer, f"ceiling_{line.value}") or 0) for line in Programme}
    return Ceilings(**amounts)
