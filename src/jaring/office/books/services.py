"""Write operations of the ledger. Each runs inside the transaction of the act that it records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from jaring.core.accounts import chart
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.books import queries
from jaring.office.books.errors import (
    AlreadyClosedError,
    AlreadyReversedError,
    MonthNotOverError,
    PeriodClosedError,
    ReasonMissingError,
)
from jaring.office.books.models import Closing, Entry, Posting
from jaring.office.locks import lock_books
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer

REASON_LETTERS_MIN = 10


def post(
    kind: Entry.Kind,
    payer: Payer,
    *,
    date: date,
    document: str,
    source: UUID,
    amounts: Mapping[str, int],
    month: Month | None = None,
    or_first_open_day: bool = False,
    actor: User,
    now: datetime,
) -> Entry:
    """Enter one act into the ledger of the payer's regency, in the caller's transaction.

    Takes the lock of the books: call it after everything else but the audit entry.

    Args:
        kind: What was done.
        payer: Whose money.
        date: The day on which it holds.
        document: Number of the paper behind it, never an identifier of a person.
        source: Public id of the bill, transfer or claim; together with ``kind`` it is entered once.
        amounts: IDR by account, above zero for a debit and below for a credit; they sum to zero. Zeros are left out.
        month: The month of contribution, where there is one.
        or_first_open_day: Whether an act whose day is closed is dated on the first open one: what is learnt late is
            entered late.
        actor: Who did it.
        now: Aware instant.

    Raises:
        PeriodClosedError: (JRG-201)
    """
    return _write(
        Entry(
            regency_id=payer.regency_id,
            date=date,
            kind=kind,
            payer=payer,
            month=month,
            document=document,
            source=source,
            recorded_by=actor,
            recorded_at=now,
        ),
        amounts,
        or_first_open_day=or_first_open_day,
    )


def reverse(entry: Entry, *, date: date, reason: str, actor: User, now: datetime) -> Entry:
    """Enter the exact opposite of an entry, in the caller's transaction, under its own date.

    The room whose act is undone calls it, together with what undoes the act itself.

    Raises:
        AlreadyReversedError: (JRG-204)
        ReasonMissingError: (JRG-207)
        PeriodClosedError: (JRG-201)
    """
    if sum(letter.isalpha() for letter in reason) < REASON_LETTERS_MIN:
        raise ReasonMissingError
    lock_books(entry.regency_id)
    if entry.kind == Entry.Kind.REVERSAL or Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversedError(number=entry.number)
    opposite = Entry(
        regency_id=entry.regency_id,
        date=date,
        kind=Entry.Kind.REVERSAL,
        payer_id=entry.payer_id,
        month=entry.month,
        document=entry.document,
        source=entry.id,
        reverses=entry,
        reason=reason.strip(),
        recorded_by=actor,
        recorded_at=now,
    )
    return _write(opposite, {line.account: -line.amount_idr for line in entry.postings.all()})


def close_month(regency: Regency, month: Month, *, actor: User, now: datetime) -> Closing:
    """Close the books for a month and everything before it: nothing can be dated there any more.

    Raises:
        NotAllowedError: (JRG-601)
        MonthNotOverError: (JRG-202)
        AlreadyClosedError: (JRG-203)
    """
    require(actor, Action.CLOSE_PERIOD, regency.code)
    until = (month + 1).first_day
    if regency.day_of(now) < until:
        raise MonthNotOverError(month=month)
    with transaction.atomic(durable=True):
        lock_books(regency.code)
        if Closing.objects.filter(regency=regency, until_date__gte=until).exists():
            raise AlreadyClosedError(month=month)
        closing = Closing.objects.create(regency=regency, until_date=until, closed_by=actor, closed_at=now)
        audit.record(actor, "books.closed", regency.code, now=now, subject=str(month))
    return closing


def _write(entry: Entry, amounts: Mapping[str, int], *, or_first_open_day: bool = False) -> Entry:
    """Write the postings, then the entry that seals them."""
    unknown = set(amounts) - set(chart())
    assert not unknown, f"accounts that the chart does not have: {sorted(unknown)}"
    lock_books(entry.regency_id)
    last_number, closed_until = queries.end_of_books(entry.regency_id)
    if closed_until is not None and entry.date < closed_until:
        if not or_first_open_day:
            raise PeriodClosedError(closed=Month.of(closed_until) + -1, day=entry.date.isoformat())
        entry.date = closed_until
    entry.number = last_number + 1
    entry.id = uuid4()
    lines = [(account, amount) for account, amount in amounts.items() if amount]
    Posting.objects.bulk_create(
        Posting(entry_id=entry.id, line=line, account=account, amount_idr=amount)
        for line, (account, amount) in enumerate(lines, start=1)
    )
    entry.save(force_insert=True)
    return entry
