"""Money that reached the insurer: recorded with its papers, and set against dues at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from jaring.core.money import Rupiah
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.books import services as books
from jaring.office.books.models import Entry
from jaring.office.locks import lock_deposit
from jaring.office.payments import queries
from jaring.office.payments.errors import (
    AmountNotPositiveError,
    FurtherTransferError,
    OrderCancelledError,
    OrderMissingError,
    OrderNotNeededError,
    PapersMissingError,
    PapersOutOfOrderError,
    ReferenceMissingError,
    ReferenceUsedError,
    ValueDateError,
)
from jaring.office.payments.models import BY_ORDER, BY_TREASURY, OrderCancellation, PaymentOrder, Transfer
from jaring.office.payments.services.allocation import allocate, record_allocation
from jaring.office.programme.models import Payer
from jaring.office.proofs import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPaper:
    """What the bank and the treasury wrote: amount in IDR, value date, reference, proof, and the papers before it.

    ``is_further`` states that the order has another transfer already and that this is one more.
    """

    amount_idr: int
    value_date: date
    bank_reference: str
    proof: Proof
    spm_number: str = ""
    spm_date: date | None = None
    sp2d_number: str = ""
    sp2d_date: date | None = None
    is_further: bool = False


def record_transfer(
    payer: Payer,
    paper: TransferPaper,
    *,
    order: PaymentOrder | None = None,
    request_key: UUID,
    actor: User,
    now: datetime,
) -> Transfer:
    """Record money that was paid to the insurer, and set it against the payer's open dues.

    What no due takes up stays on deposit: it was paid ahead, in excess, or twice.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        AmountNotPositiveError: (JRG-247)
        ReferenceMissingError: (JRG-242)
        OrderMissingError: (JRG-227) public money without an order.
        OrderNotNeededError: (JRG-226)
        PapersMissingError: (JRG-230)
        PapersOutOfOrderError: (JRG-231)
        ValueDateError: (JRG-234)
        OrderCancelledError: (JRG-228)
        FurtherTransferError: (JRG-233)
        ReferenceUsedError: (JRG-232)
    """
    require(actor, Action.RECORD_TRANSFER, payer.regency_id)
    reference = queries.plain_reference(paper.bank_reference)
    _check_papers(payer, order, paper, reference)
    if paper.value_date > payer.regency.day_of(now):
        raise ValueDateError(day=paper.value_date.isoformat())
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "record_transfer", payer.pk, order.pk if order else None, paper)
        if claim.answer_id is not None:
            return Transfer.objects.get(pk=claim.answer_id)
        lock_deposit(payer.pk)
        _check_not_paid_before(payer, order, paper, reference)
        transfer = _write_transfer(payer, order, paper, reference, actor=actor, now=now)
        latest = queries.standing_transfers().filter(payer=payer).aggregate(latest=Max("value_date"))["latest"]
        run = allocate(payer, on=latest, actor=actor, now=now)
        claim.settle(transfer.pk, now)
        audit.record(
            actor,
            "payment.transferred",
            payer.regency_id,
            now=now,
            subject=order.number if order else payer.short,
            detail={"amount_idr": transfer.amount_idr, "reference": reference},
        )
        if run:
            record_allocation(run, actor=actor, now=now)
    return transfer


def _check_papers(payer: Payer, order: PaymentOrder | None, paper: TransferPaper, reference: str) -> None:
    if paper.amount_idr <= 0:
        raise AmountNotPositiveError
    if not reference:
        raise ReferenceMissingError
    if order is None and payer.kind in BY_ORDER:
        raise OrderMissingError
    if order is not None and (payer.kind not in BY_ORDER or order.payer_id != payer.pk):
        raise OrderNotNeededError
    treasury = (paper.spm_number, paper.spm_date, paper.sp2d_number, paper.sp2d_date)
    if any(treasury) != all(treasury) or (payer.kind in BY_TREASURY and not all(treasury)):
        raise PapersMissingError
    days = [order.order_date if order else None, paper.spm_date, paper.sp2d_date, paper.value_date]
    given = [day for day in days if day is not None]
    if given != sorted(given):
        raise PapersOutOfOrderError


def _check_not_paid_before(payer: Payer, order: PaymentOrder | None, paper: TransferPaper, reference: str) -> None:
    if queries.standing_transfers().filter(payer=payer, bank_reference=reference).exists():
        raise ReferenceUsedError
    if order is None:
        return
    if OrderCancellation.objects.filter(order=order).exists():
        raise OrderCancelledError(number=order.number)
    paid_idr = queries.paid_idr(order)
    if paid_idr and not paper.is_further:
        raise FurtherTransferError(number=order.number, paid=Rupiah(paid_idr))


def _write_transfer(
    payer: Payer, order: PaymentOrder | None, paper: TransferPaper, reference: str, *, actor: User, now: datetime
) -> Transfer:
    transfer = Transfer.objects.create(
        regency_id=payer.regency_id,
        payer=payer,
        order=order,
        amount_idr=paper.amount_idr,
        value_date=paper.value_date,
        spm_number=paper.spm_number,
        spm_date=paper.spm_date,
        sp2d_number=paper.sp2d_number,
        sp2d_date=paper.sp2d_date,
        bank_reference=reference,
        proof_hash=paper.proof.sha256,
        proof_suffix=paper.proof.suffix,
        is_further=paper.is_further,
        attempt=Transfer.objects.filter(payer=payer, bank_reference=reference).count(),
        recorded_by=actor,
        recorded_at=now,
    )
    books.post(
        Entry.Kind.TRANSFER,
        payer,
        date=paper.value_date,
        document=paper.sp2d_number or reference,
        source=transfer.public_id,
        amounts={"deposit": paper.amount_idr, "cash": -paper.amount_idr},
        actor=actor,
        now=now,
        or_first_open_day=True,
    )
    return transfer
