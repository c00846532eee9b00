"""The ledger as beancount text, so that an outsider can check it with a program that is not ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.db.models import Min, QuerySet

from jaring.office.books.models import Entry, Posting
from jaring.office.books.queries import balances
from jaring.office.programme.models import Payer

ACCOUNTS: Final[Mapping[str, str]] = {
    "cash": "Assets:Cash",
    "deposit": "Assets:Deposit",
    "refund_receivable": "Assets:RefundReceivable",
    "payable": "Liabilities:Payable",
    "expense_jkk": "Expenses:JKK",
    "expense_jkm": "Expenses:JKM",
}
"""What each account of the chart is called there; the payer follows as a sub-account."""
CHUNK: Final = 2000


def beancount_lines(entries: QuerySet[Entry], title: str) -> Iterator[str]:
    """Yield the lines of a beancount file: accounts, every entry with its postings, and the balances at the end.

    The balances are computed by the database and asserted in the file, so that a program which adds the postings up
    by itself says whether both agree.
    """
    yield f"option {_quoted('title')} {_quoted(title)}\n"
    yield 'option "operating_currency" "IDR"\n\n'
    payers = {payer.pk: payer for payer in Payer.objects.filter(pk__in=entries.order_by().values("payer"))}
    at_end = balances(entries)
    first: date | None = entries.order_by().aggregate(first=Min("date"))["first"]
    for each in at_end:
        yield f"{first} open {_account(each.account.key, payers[each.payer_id])} IDR\n"
    last = first
    lines = Posting.objects.filter(entry__in=entries.order_by()).select_related("entry")
    ordered = lines.order_by("entry__date", "entry__regency", "entry__number", "line").iterator(chunk_size=CHUNK)
    for entry, postings in groupby(ordered, key=lambda line: line.entry):
        last = entry.date
        yield from _transaction(entry, payers[entry.payer_id], list(postings))
    if last is not None:
        yield "\n"
        for each in at_end:
            amount_idr = each.debit_idr - each.credit_idr
            yield f"{last + timedelta(days=1)} balance {_account(each.account.key, payers[each.payer_id])} "
            yield f"{amount_idr} IDR\n"


def _transaction(entry: Entry, payer: Payer, postings: list[Posting]) -> Iterator[str]:
    yield f"\n{entry.date} * {_quoted(entry.kind)} {_quoted(entry.document)}\n"
    yield f"  number: {entry.number}\n"
    yield f"  source: {_quoted(str(entry.source))}\n"
    if entry.month is not None:
        yield f"  month: {_quoted(str(entry.month))}\n"
    for posting in postings:
        yield f"  {_account(posting.account, payer)}  {posting.amount_idr} IDR\n"


def _account(key: str, payer: Payer) -> str:
    return f"{ACCOUNTS[key]}:P{payer.pk}-{payer.kind.replace('_', '-')}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
