"""On which account codes (kode rekening) of a payer's budget money is booked: for payment orders and for SIPD alike.

A budget changes in the middle of a year, so its lines are taken as they stood when the paper was made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Sum

from jaring.core.money import Rupiah
from jaring.office.payments.models import OrderedBill, PaymentOrder
from jaring.office.programme.models import BudgetEntry

BOTH: Final = BudgetEntry.Programme.BOTH.value
APART: Final = (BudgetEntry.Programme.JKK.value, BudgetEntry.Programme.JKM.value)


class AccountLine(NamedTuple):
    """A line of a payer's budget: for which programme, under which code and name."""

    programme: str
    code: str
    name: str


UNKNOWN: Final = AccountLine(BOTH, "", "")
"""Where no line of a budget explains the money: the code stays blank."""


class _Booked(NamedTuple):
    line: AccountLine
    at: datetime
    amount_idr: int


@dataclass(frozen=True, slots=True)
class AccountLines:
    """The entries of some payers' budgets, from which their lines of any instant follow."""

    booked: Mapping[tuple[int, int], Sequence[_Booked]]

    @classmethod
    def of(cls, payers: Collection[int]) -> AccountLines:
        """Read the budgets of payers, by one statement."""
        of_line = ("programme", "account_code", "line_name")
        rows = BudgetEntry.objects.filter(payer__in=payers).order_by("programme", "account_code", "id")
        found: dict[tuple[int, int], list[_Booked]] = {}
        for payer, year, programme, code, name, at, amount_idr in rows.values_list(
            "payer", "programme_year__year", *of_line, "entered_at", "amount_idr"
        ):
            found.setdefault((payer, year), []).append(_Booked(AccountLine(programme, code, name), at, amount_idr))
        return cls(found)

    def at(self, payer: int, year: int, instant: datetime) -> list[AccountLine]:
        """Return the lines of a payer's budget of a year that held money at an instant."""
        sums: dict[AccountLine, int] = {}
        for each in self.booked.get((payer, year), ()):
            if each.at <= instant:
                sums[each.line] = sums.get(each.line, 0) + each.amount_idr
        return [line for line, amount_idr in sums.items() if amount_idr > 0]


def split(amount_idr: int, shares: tuple[int, int], lines: Iterable[AccountLine]) -> Iterator[tuple[AccountLine, int]]:
    """Put an amount on budget lines: on the two of JKK and of JKM by the dues behind it, else on the one for both.

    Args:
        amount_idr: What is booked; the parts sum to it.
        shares: JKK and JKM of the dues behind the amount, in IDR.
        lines: Of the payer and year.
    """
    lines = list(lines)
    apart = {line.programme: line for line in lines if line.programme != BOTH}
    if len(apart) == len(APART) and any(shares):
        parts = Rupiah(amount_idr).split(shares)
        yield from ((apart[name], part.idr) for name, part in zip(APART, parts, strict=True) if part.idr)
        return
    yield next((line for line in lines if line.programme == BOTH), UNKNOWN), amount_idr


def accounts_of(order: PaymentOrder) -> list[tuple[AccountLine, int]]:
    """Return what an order asks for on each account code, in IDR; months ahead are shared like the bills."""
    sums = OrderedBill.objects.filter(order=order).aggregate(jkk=Sum("bill__jkk_idr"), jkm=Sum("bill__jkm_idr"))
    lines = AccountLines.of([order.payer_id]).at(order.payer_id, order.programme_year.year, order.made_at)
    return list(split(order.amount_idr, (sums["jkk"], sums["jkm"]), lines))
