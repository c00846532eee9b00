"""Reads of the ledger: balances of a day as they were known, the lines of an account, entries in the user's area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet, Subquery, Sum

from jaring.core.accounts import Account, chart
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.books.models import Closing, Entry, Posting
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
class Line:
    """A posting with the balance of its account after it."""

    posting: Posting
    balance_idr: int


def end_of_books(regency_code: str) -> tuple[int, date | None]:
    """Return the number of the last entry, 0 where there is none, and the first day that is open, None for all."""
    entries = Entry.objects.filter(regency=regency_code).order_by().values("regency")
    closings = Closing.objects.filter(regency=regency_code).order_by().values("regency")
    row = Regency.objects.filter(code=regency_code).values_list(
        Subquery(entries.annotate(last=Max("number")).values("last")),
        Subquery(closings.annotate(until=Max("until_date")).values("until")),
    )
    number, until = row.get()
    return number or 0, until


def entries_visible_to(user: User) -> QuerySet[Entry]:
    """Return the entries of the regencies whose money the user may see."""
    return scope_for(user, Action.SEE_MONEY).within(Entry.objects.all(), village="")


def payers_visible_to(user: User) -> QuerySet[Payer]:
    """Return the payers whose money the user may see."""
    return scope_for(user, Action.SEE_MONEY).within(Payer.objects.all(), village="")


def known(entries: QuerySet[Entry], *, on: date | None = None, known_at: datetime | None = None) -> QuerySet[Entry]:
    """Return the entries that hold on a day, as far as they were recorded by an instant.

    Two axes of time: a statement of a past day can be printed as it stood then, whatever was learnt since.
    """
    if on is not None:
        entries = entries.filter(date__lte=on)
    return entries if known_at is None else entries.filter(recorded_at__lte=known_at)


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


def lines_of(account: Account, entries: QuerySet[Entry]) -> Iterator[Line]:
    """Yield the postings of an account in the order of their days, each with the balance after it."""
    balance = 0
    lines = Posting.objects.filter(entry__in=entries.order_by(), account=account.key)
    for posting in lines.select_related("entry").order_by("entry__date", "entry__number", "line"):
        balance += posting.amount_idr * account.kind.sign
        yield Line(posting, balance)
