"""The end of a transfer that was entered in error: its ledger entries are reversed, and what it paid is open again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from jaring.core.money import Rupiah
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.books import services as books
from jaring.office.books.models import Entry
from jaring.office.locks import lock_deposit
from jaring.office.payments import queries
from jaring.office.payments.errors import (
    ReversalDateError,
    TransferClaimedError,
    TransferReversedError,
    TransferUsedError,
)
from jaring.office.payments.models import Allocation, RefundLine, Transfer, TransferReversal
from jaring.office.payments.services.allocation import allocate, record_allocation

_FREE = """
INSERT INTO payments_freedallocation (settlement_id, person_id, bill_id, transfer_id, amount_idr)
SELECT paid.settlement_id, paid.person_id, paid.bill_id, paid.transfer_id, paid.amount_idr
FROM payments_allocation AS paid
JOIN payments_settlement AS settled ON settled.id = paid.settlement_id AND settled.bill_id = paid.bill_id
WHERE settled.transfer_id = %(transfer)s
"""


def reverse_transfer(
    transfer: Transfer, reason: str, *, on: date, request_key: UUID, actor: User, now: datetime
) -> TransferReversal:
    """Take back a transfer that was entered in error: what it had paid is open again.

    Other money of the payer that lies on deposit is set against the open dues at once.

    Args:
        transfer: Whose amount, order or payer was typed wrong, or which never was.
        reason: What was wrong, in words.
        on: The day on which the ledger takes it back; not before its entries and not after today.
        request_key: Of this request.
        actor: Somebody else than who recorded it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        SamePersonError: (JRG-602)
        TransferReversedError: (JRG-595)
        TransferClaimedError: (JRG-596) dues that it paid are claimed back from the insurer.
        TransferUsedError: (JRG-597) its money is part of what was claimed back, or of dues that later money completed.
        ReversalDateError: (JRG-598)
        ReasonMissingError: (JRG-207)
        PeriodClosedError: (JRG-201)
    """
    require(actor, Action.REVERSE_TRANSFER, transfer.regency_id)
    if transfer.recorded_by_id == actor.pk:
        raise SamePersonError
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "reverse_transfer", transfer.pk, reason, on)
        if claim.answer_id is not None:
            return TransferReversal.objects.get(pk=claim.answer_id)
        lock_deposit(transfer.payer_id)
        _check_nothing_rests_on(transfer)
        _reverse_entries(transfer, on, reason, actor=actor, now=now)
        reversal = TransferReversal.objects.create(
            transfer=transfer, reason=reason.strip()[:240], reversed_on=on, reversed_by=actor, reversed_at=now
        )
        freed = _free(transfer)
        run = allocate(transfer.payer, on=on, actor=actor, now=now)
        claim.settle(transfer.pk, now)
        audit.record(
            actor,
            "payment.reversed",
            transfer.regency_id,
            now=now,
            subject=transfer.order.number if transfer.order else transfer.payer.short,
            reason=reason,
            detail={"amount_idr": transfer.amount_idr, "reference": transfer.bank_reference, "people": freed},
        )
        if run:
            record_allocation(run, actor=actor, now=now)
    return reversal


def _check_nothing_rests_on(transfer: Transfer) -> None:
    if TransferReversal.objects.filter(transfer=transfer).exists():
        raise TransferReversedError(reference=transfer.bank_reference)
    paid = Allocation.objects.filter(bill=OuterRef("bill"), person=OuterRef("person"), transfer=transfer)
    claimed = RefundLine.objects.filter(Exists(paid), bill__in=transfer.settlements.values("bill"))
    if count := claimed.count():
        raise TransferClaimedError(count=count)
    settled_idr = sum(each.amount_idr for each in transfer.settlements.all())
    short_idr = transfer.amount_idr - settled_idr - queries.deposit_idr(transfer.payer)
    if short_idr > 0:
        raise TransferUsedError(short=Rupiah(short_idr))


def _reverse_entries(transfer: Transfer, on: date, reason: str, *, actor: User, now: datetime) -> None:
    """Reverse what was posted of a transfer and of what it paid, the last entry first."""
    sources = [transfer.public_id, *transfer.settlements.values_list("public_id", flat=True)]
    entries = Entry.objects.filter(kind__in=(Entry.Kind.TRANSFER, Entry.Kind.ALLOCATION), source__in=sources)
    latest = entries.aggregate(latest=Max("date"))["latest"]
    if not latest <= on <= transfer.regency.day_of(now):
        raise ReversalDateError(first=latest.isoformat(), last=transfer.regency.day_of(now).isoformat())
    for entry in entries.order_by("-number"):
        books.reverse(entry, date=on, reason=reason, actor=actor, now=now)


def _free(transfer: Transfer) -> int:
    """Write down which dues a transfer had paid, and open them again; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE, {"transfer": transfer.pk})
        cursor.execute(
            "DELETE FROM payments_allocation WHERE bill_id IN ("
            "SELECT bill_id FROM payments_settlement WHERE transfer_id = %(transfer)s) AND transfer_id = %(transfer)s",
            {"transfer": transfer.pk},
        )
        return int(cursor.rowcount)
