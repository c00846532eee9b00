"""Setting a payer's deposit against what it owes: whole dues, the oldest bill first, each bill in annex order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.billing.models import Bill
from jaring.office.books import services as books
from jaring.office.books.models import Entry
from jaring.office.locks import lock_deposit
from jaring.office.payments import queries
from jaring.office.payments.models import AllocationRun, Settlement, Transfer
from jaring.office.payments.queries import Share
from jaring.office.programme.models import Payer

NOTHING = 0
"""The answer that is kept for a request which found nothing to set against anything."""


def apply_deposit(payer: Payer, *, request_key: UUID, actor: User, now: datetime) -> AllocationRun | None:
    """Set what lies on deposit against the open bills of a payer; None where there is nothing to set.

    Whoever issues a bill calls it right afterwards, so that money paid ahead is used at once.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
    """
    require(actor, Action.APPLY_DEPOSIT, payer.regency_id)
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "apply_deposit", payer.pk)
        if claim.answer_id is not None:
            return AllocationRun.objects.filter(pk=claim.answer_id).first()
        lock_deposit(payer.pk)
        run = allocate(payer, on=payer.regency.day_of(now), actor=actor, now=now)
        claim.settle(run.pk if run else NOTHING, now)
        if run:
            record_allocation(run, actor=actor, now=now)
    return run


def record_allocation(run: AllocationRun, *, actor: User, now: datetime) -> None:
    """Write down in the audit chain what an allocation came to."""
    settled = list(run.settlements.all())
    audit.record(
        actor,
        "payment.allocated",
        run.regency_id,
        now=now,
        subject=run.payer.short,
        detail={
            "people": sum(each.people for each in settled),
            "amount_idr": sum(each.amount_idr for each in settled),
        },
    )


def allocate(payer: Payer, *, on: date, actor: User, now: datetime) -> AllocationRun | None:
    """Set the deposit against open dues, in the caller's transaction, which holds the lock of the deposit.

    The money of the first transfer is spent first; a due names the transfer whose money completed it. A due that the
    money does not reach whole is left open, and so is everything after it.

    Args:
        payer: Whose deposit and whose bills.
        on: Day on which it holds; a bill issued later is paid on the day of its issue.
        actor: Who caused it.
        now: Aware instant.
    """
    act = _Act(payer, on, actor, now)
    open_bills = deque((each.bill, Share(each.open_people, each.open_idr)) for each in queries.open_bills(payer))
    money_idr = 0
    for piece in queries.purse_of(payer):
        money_idr += piece.left_idr
        while open_bills:
            bill, owed = open_bills[0]
            share = owed if owed.amount_idr <= money_idr else queries.covered_by(bill, money_idr)
            if share.people:
                act.settle(bill, piece.transfer, share, is_whole=share == owed, money_idr=money_idr)
                money_idr -= share.amount_idr
            if share != owed:
                open_bills[0] = (bill, Share(owed.people - share.people, owed.amount_idr - share.amount_idr))
                break
            open_bills.popleft()
    return act.run


@dataclass(slots=True)
class _Act:
    """One act of allocation while it runs; it begins with the first due that it pays."""

    payer: Payer
    on: date
    actor: User
    now: datetime
    run: AllocationRun | None = field(default=None)

    def settle(self, bill: Bill, transfer: Transfer, share: Share, *, is_whole: bool, money_idr: int) -> None:
        if self.run is None:
            self.run = AllocationRun.objects.create(
                regency_id=self.payer.regency_id, payer=self.payer, allocated_by=self.actor, allocated_at=self.now
            )
        day = max(self.on, self.payer.regency.day_of(bill.issued_at))
        settlement = Settlement.objects.create(
            run=self.run,
            bill=bill,
            transfer=transfer,
            people=share.people,
            amount_idr=share.amount_idr,
            settled_on=day,
        )
        written = _write_allocations(settlement, None if is_whole else money_idr)
        if written != share.people:  # The lock of the deposit forbids it.
            raise AssertionError("the dues paid are not the dues counted")
        books.post(
            Entry.Kind.ALLOCATION,
            self.payer,
            date=settlement.settled_on,
            document=f"{bill.month} {self.payer.short}",
            source=settlement.public_id,
            amounts={"payable": share.amount_idr, "deposit": -share.amount_idr},
            month=bill.month,
            actor=self.actor,
            now=self.now,
            or_first_open_day=True,
        )


def _write_allocations(settlement: Settlement, money_idr: int | None) -> int:
    """Write the allocations of a settlement by one statement: all open dues, or those that some money reaches."""
    dues = queries.ALL_OPEN_DUES if money_idr is None else queries.OPEN_DUES
    reach = "" if money_idr is None else " WHERE running_idr <= %(money)s"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_allocation (bill_id, person_id, transfer_id, settlement_id, amount_idr)"  # noqa: S608  # Text of our own.
            " SELECT bill_id, person_id, %(transfer)s, %(settlement)s, amount_idr"
            f" FROM ({dues}) AS dues{reach}",
            {
                "bill": settlement.bill_id,
                "transfer": settlement.transfer_id,
                "settlement": settlement.pk,
                "money": money_idr,
            },
        )
        return int(cursor.rowcount)
