"""A year of bills: each payer with its months, billed or not, and the one that is billed next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.http import Http404
from django.utils import timezone

from jaring.core import contribution as law
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing import queries
from jaring.office.billing.forms import IssueForm
from jaring.office.billing.models import Bill
from jaring.office.programme.commitments import Cost, Outlook
from jaring.office.programme.models import Payer, PayerKind, ProgrammeYear
from jaring.office.programme.shares import PricedGroup
from jaring.office.ui.listing import TOLD_IN_FULL_MAX

PayerMonth: TypeAlias = tuple[Month, Bill | None]
"""A month of a payer, and its bill where one was issued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBill:
    """The month that is billed next: what it will come to, and the form where the reader may issue it."""

    month: Month
    due_date: date
    expected: Cost
    by_wage: Sequence[PricedGroup]
    is_open: bool
    form: IssueForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerYear:
    """The year of one payer: money, and its months from the first one on that a decree covers, with their bills."""

    payer: Payer
    budget_idr: int
    billed_idr: int
    months: Sequence[PayerMonth]
    next_bill: NextBill | None

    @property
    def left_idr(self) -> int:
        return self.budget_idr - self.billed_idr


def year_asked(years: Sequence[ProgrammeYear], asked: str) -> ProgrammeYear | None:
    """Return the year that the address asks for, else the one that runs, else the newest."""
    if asked:
        year = next((year for year in years if str(year.public_id) == asked), None)
        if year is None:
            raise Http404
        return year
    this_month = Month.of(timezone.localdate())
    running = (year for year in years if year.from_month <= this_month < year.until_month)
    return next(running, years[0] if years else None)


def accounts_of(year: ProgrammeYear, user: User) -> list[PayerYear]:
    """Return every payer with something to bill in a year, the largest budget first."""
    issued: dict[tuple[int, Month], Bill] = {
        (bill.payer_id, bill.month): bill for bill in queries.bills_visible_to(user).filter(programme_year=year)
    }
    may_issue = scope_for(user, Action.ISSUE_BILL).covers(year.regency_id)
    begins = queries.first_months_covered(year)
    outlook = Outlook.load(year)
    budgets, accounts = queries.budgets_of(year), []
    for payer, budget_idr in budgets.items():
        begun = [month for key, month in issued if key == payer.pk]
        first = min([*begun, begins.get(payer.pk, year.until_month)])
        months = [(month, issued.get((payer.pk, month))) for month in first.until(year.until_month)]
        next_month = _next_month(months, begins.get(payer.pk))
        accounts.append(
            PayerYear(
                payer=payer,
                budget_idr=budget_idr,
                billed_idr=sum(bill.total_idr for _month, bill in months if bill),
                months=months if len(budgets) <= TOLD_IN_FULL_MAX else _until(months, next_month),
                next_bill=_next_bill(payer, next_month, outlook, may_issue=may_issue) if next_month else None,
            )
        )
    return sorted(accounts, key=lambda account: (-account.budget_idr, -account.billed_idr, account.payer.pk))


def _next_month(months: Sequence[PayerMonth], begins: Month | None) -> Month | None:
    """Return the first month after the last bill that a decree covers; None where the year has none."""
    last = max((month for month, bill in months if bill), default=None)
    first = last + 1 if last else begins
    return first if any(month == first for month, _bill in months) else None


def _until(months: Sequence[PayerMonth], last: Month | None) -> list[PayerMonth]:
    """Leave out the months after the next bill, of which there is nothing to say yet."""
    return [each for each in months if last is None or each[0] <= last]


def _next_bill(payer: Payer, month: Month, outlook: Outlook, *, may_issue: bool) -> NextBill:
    expected = outlook.cost(payer, month)
    is_open = month <= Month.of(timezone.localdate()) + 1
    return NextBill(
        month=month,
        due_date=law.due_date(month)[0],
        expected=expected,
        by_wage=outlook.by_wage(payer, month) if payer.kind == PayerKind.EMPLOYER else (),
        is_open=is_open,
        form=IssueForm.for_month(payer, month) if may_issue and is_open and expected.people else None,
    )
