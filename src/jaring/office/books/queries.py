"""Reads of the ledger: balances of a day as they were known, the lines of an account, entries in the user's area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Min, OuterRef, Q, QuerySet, RowRange, Subquery, Sum, Window

from jaring.core.accounts import Account, chart
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.books.models import Entry, Posting
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands on an account of a payer at the end of a day, in IDR; on its normal side above zero."""

    account: Account
    payer_id: int
    debit_idr: int
    credit_idr: int

    @property
    def balance_idr(self) -> int:
        return (self.debit_idr - self.credit_idr) * self.account.kind.sign


@dataclass(frozen=True, slots=True)
class ClosingState:
    """How far the books of a regency are closed, and the month that the reader may close next, if any."""

    regency: Regency
    closed_until: date | None
    next_month: Month | None


_END = """
SELECT (SELECT MAX(number) FROM books_entry WHERE regency_id = %(regency)s),
       (SELECT MAX(until_date) FROM books_closing WHERE regency_id = %(regency)s)
"""


def end_of_books(regency_code: str) -> tuple[int, date | None]:
    """Return the number of the last entry, 0 where there is none, and the first day that is open, None for all."""
    with connection.cursor() as cursor:
        cursor.execute(_END, {"regency": regency_code})
        number, until = cursor.fetchone()
    return number or 0, date.fromisoformat(str(until)) if until else None


def entries_visible_to(user: User) -> QuerySet[Entry]:
    """Return the entries of the regencies whose money the user may see."""
    return scope_for(user, Action.SEE_MONEY).within(Entry.objects.all(), village="")


def payers_visible_to(user: User) -> QuerySet[Payer]:
    """Return the payers whose money the user may see."""
    return scope_for(user, Action.SEE_MONEY).within(Payer.objects.all(), village="")


def known(
    entries: QuerySet[Entry], *, on: date | None = None, known_before: datetime | None = None
) -> QuerySet[Entry]:
    """Return the entries that hold on a day, as far as they were recorded before an instant.

    Two axes of time: a statement of a past day can be printed as it stood then, whatever was learnt since.
    """
    if on is not None:
        entries = entries.filter(date__lte=on)
    return entries if known_before is None else entries.filter(recorded_at__lt=known_before)


def balances(entries: QuerySet[Entry]) -> list[Balance]:
    """Add the postings of entries up by payer and account, in the order of the chart."""
    lines = Posting.objects.filter(entry__in=entries.order_by()).order_by()
    sums = lines.values_list("entry__payer", "account").annotate(
        debit=Sum("amount_idr", filter=Q(amount_idr__gt=0), default=0),
        credit=Sum("amount_idr", filter=Q(amount_idr__lt=0), default=0),
    )
    found = {(payer, account): (debit, -credit) for payer, account, debit, credit in sums}
    payers = sorted({payer for payer, _ in found})
    return [
        Balance(account, payer, *found[payer, key])
        for payer in payers
        for key, account in chart().items()
        if (payer, key) in found
    ]


def by_account(found: Iterable[Balance]) -> list[Balance]:
    """Add balances up over all payers; every account of the chart has its line."""
    sums = {key: [0, 0] for key in chart()}
    for each in found:
        sums[each.account.key][0] += each.debit_idr
        sums[each.account.key][1] += each.credit_idr
    return [Balance(account, 0, *sums[key]) for key, account in chart().items()]


def by_payer(found: Iterable[Balance]) -> list[tuple[Payer, list[tuple[Account, int]]]]:
    """Return for each payer what stands on every account of the chart, in IDR."""
    rows: dict[int, dict[str, int]] = {}
    for each in found:
        rows.setdefault(each.payer_id, {})[each.account.key] = each.balance_idr
    payers = Payer.objects.filter(pk__in=rows).order_by("name", "id")
    return [(payer, [(each, rows[payer.pk].get(key, 0)) for key, each in chart().items()]) for payer in payers]


def lines_of(account: Account, entries: QuerySet[Entry]) -> QuerySet[Posting, Posting]:
    """Return the postings of an account, annotated with ``balance_idr``: what stands on the account after each.

    They follow one another by day, then by number.
    """
    lines = Posting.objects.filter(entry__in=entries.order_by(), account=account.key)
    order = ["entry__date", "entry__number", "line"]
    running = Window(Sum("amount_idr"), order_by=order, frame=RowRange(end=0))
    return lines.annotate(balance_idr=running * account.kind.sign).order_by(*order)


def with_totals(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Annotate entries with ``total_idr``: the sum of their debits."""
    debits = Posting.objects.filter(entry=OuterRef("pk"), amount_idr__gt=0).order_by().values("entry")
    return entries.annotate(total_idr=Subquery(debits.annotate(sum=Sum("amount_idr")).values("sum")))


def closing_state(regency: Regency, *, today: date, may_close: bool) -> ClosingState:
    """Say up to when the books of a regency are closed, and the month that can be closed next."""
    closed_until = end_of_books(regency.code)[1]
    first: date | None = Entry.objects.filter(regency=regency).aggregate(first=Min("date"))["first"]
    begins = closed_until or first
    next_month = None if begins is None else Month.of(begins)
    is_over = next_month is not None and today >= (next_month + 1).first_day
    return ClosingState(regency, closed_until, next_month if may_close and is_over else None)
