"""Money that the insurer is asked to give back: claims, what came back, and what had to be given up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

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
    AmountNotPositiveError,
    ClaimNumberTakenError,
    ClaimSettledError,
    DepositTooSmallError,
    DueClaimedError,
    DueNotPaidError,
    ReasonMissingError,
    ReceiptTooLargeError,
    ReferenceMissingError,
    ReferenceUsedError,
    ValueDateError,
)
from jaring.office.payments.models import RefundClaim, RefundReceipt, RefundWriteOff
from jaring.office.payments.services.named import (
    IS_CLAIMED,
    IS_PAID,
    NamedDue,
    distinct_dues,
    insert_named,
    total_of,
)
from jaring.office.programme.models import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPaper:
    """The letter that claims money back: its number, its day, and on what it rests."""

    number: str
    claim_date: date
    basis: str


def claim_refund(
    payer: Payer, dues: Iterable[NamedDue], paper: ClaimPaper, *, request_key: UUID, actor: User, now: datetime
) -> RefundClaim:
    """Ask the insurer to give back what was paid for people, all or nothing.

    Args:
        payer: Who paid.
        dues: Paid dues, each with the reason why it was not owed.
        paper: The letter.
        request_key: Of this request.
        actor: Who claims.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        NobodyNamedError: (JRG-246)
        ClaimNumberTakenError: (JRG-240)
        DueNotPaidError: (JRG-237)
        DueClaimedError: (JRG-238)
    """
    require(actor, Action.CLAIM_REFUND, payer.regency_id)
    named = distinct_dues(dues)
    with transaction.atomic(durable=True):
        key = audit.claim_request_key(request_key, "claim_refund", payer.pk, paper, *named)
        if key.answer_id is not None:
            return RefundClaim.objects.get(pk=key.answer_id)
        lock_deposit(payer.pk)
        _check_number_is_free(payer, paper)
        paid = total_of(payer, named, IS_PAID)
        if paid.people < len(named):
            raise DueNotPaidError(count=len(named) - paid.people)
        if claimed := total_of(payer, named, IS_CLAIMED).people:
            raise DueClaimedError(count=claimed)
        facts = {"people": paid.people, "jkk_idr": paid.jkk_idr, "jkm_idr": paid.jkm_idr}
        claim = _write_claim(payer, RefundClaim.Kind.DUES, paid.amount_idr, paper, facts, actor=actor, now=now)
        insert_named(
            "payments_refundline",
            "bill_id, person_id, claim_id, reason, jkk_idr, jkm_idr",
            "due.bill_id, due.person_id, %(claim)s, named.reason, due.jkk_idr, due.jkm_idr",
            payer,
            named,
            claim=claim.pk,
        )
        _post_claim(claim, {"expense_jkk": -paid.jkk_idr, "expense_jkm": -paid.jkm_idr}, actor=actor, now=now)
        key.settle(claim.pk, now)
        _record(claim, "refund.claimed", claim.amount_idr, actor=actor, now=now, reason=paper.basis)
    return claim


def claim_deposit(
    payer: Payer, amount_idr: int, paper: ClaimPaper, *, request_key: UUID, actor: User, now: datetime
) -> RefundClaim:
    """Ask the insurer to give back money that lies on deposit: paid twice, or in excess.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        AmountNotPositiveError: (JRG-247)
        ClaimNumberTakenError: (JRG-240)
        DepositTooSmallError: (JRG-239)
    """
    require(actor, Action.CLAIM_REFUND, payer.regency_id)
    if amount_idr <= 0:
        raise AmountNotPositiveError
    with transaction.atomic(durable=True):
        key = audit.claim_request_key(request_key, "claim_deposit", payer.pk, amount_idr, paper)
        if key.answer_id is not None:
            return RefundClaim.objects.get(pk=key.answer_id)
        lock_deposit(payer.pk)
        _check_number_is_free(payer, paper)
        deposit_idr = queries.deposit_idr(payer)
        if amount_idr > deposit_idr:
            raise DepositTooSmallError(deposit=Rupiah(deposit_idr), amount=Rupiah(amount_idr))
        nobody = {"people": 0, "jkk_idr": 0, "jkm_idr": 0}
        claim = _write_claim(payer, RefundClaim.Kind.DEPOSIT, amount_idr, paper, nobody, actor=actor, now=now)
        _post_claim(claim, {"deposit": -amount_idr}, actor=actor, now=now)
        key.settle(claim.pk, now)
        _record(claim, "refund.claimed", claim.amount_idr, actor=actor, now=now, reason=paper.basis)
    return claim


def _check_number_is_free(payer: Payer, paper: ClaimPaper) -> None:
    if RefundClaim.objects.filter(regency=payer.regency_id, number=paper.number).exists():
        raise ClaimNumberTakenError(number=paper.number)


def _write_claim(
    payer: Payer,
    kind: RefundClaim.Kind,
    amount_idr: int,
    paper: ClaimPaper,
    facts: dict[str, int],
    *,
    actor: User,
    now: datetime,
) -> RefundClaim:
    return RefundClaim.objects.create(
        regency_id=payer.regency_id,
        payer=payer,
        kind=kind,
        number=paper.number,
        claim_date=paper.claim_date,
        amount_idr=amount_idr,
        basis=paper.basis[:240],
        claimed_by=actor,
        claimed_at=now,
        **facts,
    )


def _post_claim(claim: RefundClaim, relieved: dict[str, int], *, actor: User, now: datetime) -> None:
    _post(Entry.Kind.REFUND_CLAIM, claim, claim.public_id, claim.claim_date, claim.amount_idr, relieved, actor, now)


def receive_refund(
    claim: RefundClaim,
    amount_idr: int,
    *,
    received_on: date,
    bank_reference: str,
    request_key: UUID,
    actor: User,
    now: datetime,
) -> RefundReceipt:
    """Record money that came back on a claim, the whole or a part.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        AmountNotPositiveError: (JRG-247)
        ReferenceMissingError: (JRG-242)
        ValueDateError: (JRG-234)
        ReferenceUsedError: (JRG-232)
        ClaimSettledError: (JRG-243)
        ReceiptTooLargeError: (JRG-241)
    """
    require(actor, Action.RECORD_TRANSFER, claim.regency_id)
    reference = queries.plain_reference(bank_reference)
    if amount_idr <= 0:
        raise AmountNotPositiveError
    if not reference:
        raise ReferenceMissingError
    if received_on > claim.regency.day_of(now):
        raise ValueDateError(day=received_on.isoformat())
    with transaction.atomic(durable=True):
        key = audit.claim_request_key(request_key, "receive_refund", claim.pk, amount_idr, received_on, reference)
        if key.answer_id is not None:
            return RefundReceipt.objects.get(pk=key.answer_id)
        lock_deposit(claim.payer_id)
        if RefundReceipt.objects.filter(claim=claim, bank_reference=reference).exists():
            raise ReferenceUsedError
        _check_left(claim, amount_idr)
        receipt = RefundReceipt.objects.create(
            claim=claim,
            amount_idr=amount_idr,
            received_on=received_on,
            bank_reference=reference,
            recorded_by=actor,
            recorded_at=now,
        )
        kind = Entry.Kind.REFUND_RECEIPT
        _post(kind, claim, receipt.public_id, received_on, -amount_idr, {"cash": amount_idr}, actor, now)
        key.settle(receipt.pk, now)
        _record(claim, "refund.received", amount_idr, actor=actor, now=now)
    return receipt


def write_off_refund(
    claim: RefundClaim, reason: str, *, request_key: UUID, actor: User, now: datetime
) -> RefundWriteOff:
    """Give up what is left of a claim that the insurer refused; whoever claimed it cannot.

    What was claimed of dues is expense again; what was claimed of the deposit lies on deposit again.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        ReasonMissingError: (JRG-249)
        SamePersonError: (JRG-602)
        ClaimSettledError: (JRG-243)
    """
    require(actor, Action.APPROVE_BILL, claim.regency_id)
    if not reason.strip():
        raise ReasonMissingError
    if claim.claimed_by_id == actor.pk:
        raise SamePersonError
    with transaction.atomic(durable=True):
        key = audit.claim_request_key(request_key, "write_off_refund", claim.pk, reason)
        if key.answer_id is not None:
            return RefundWriteOff.objects.get(pk=key.answer_id)
        lock_deposit(claim.payer_id)
        left_idr = _check_left(claim, 0)
        lost = RefundWriteOff.objects.create(
            claim=claim,
            amount_idr=left_idr,
            reason=reason.strip()[:240],
            written_off_by=actor,
            written_off_at=now,
        )
        kind, day = Entry.Kind.WRITE_OFF, claim.regency.day_of(now)
        _post(kind, claim, lost.public_id, day, -left_idr, _bearers(claim, left_idr), actor, now)
        key.settle(lost.pk, now)
        _record(claim, "refund.written_off", left_idr, actor=actor, now=now, reason=reason)
    return lost


def _check_left(claim: RefundClaim, amount_idr: int) -> int:
    """Return what is left of a claim; refuse where nothing is, or less than an amount."""
    left_idr = queries.claim_money(claim).left_idr
    if not left_idr:
        raise ClaimSettledError(number=claim.number)
    if amount_idr > left_idr:
        raise ReceiptTooLargeError(left=Rupiah(left_idr), amount=Rupiah(amount_idr))
    return left_idr


def _bearers(claim: RefundClaim, left_idr: int) -> dict[str, int]:
    """Return which accounts bear what is given up: those that the claim had relieved, in the same proportion."""
    if claim.kind == RefundClaim.Kind.DEPOSIT:
        return {"deposit": left_idr}
    jkk, jkm = Rupiah(left_idr).split([claim.jkk_idr, claim.jkm_idr])
    return {"expense_jkk": jkk.idr, "expense_jkm": jkm.idr}


def _post(
    kind: Entry.Kind,
    claim: RefundClaim,
    source: UUID,
    day: date,
    receivable_idr: int,
    others: dict[str, int],
    actor: User,
    now: datetime,
) -> None:
    books.post(
        kind,
        claim.payer,
        date=day,
        document=claim.number,
        source=source,
        amounts={"refund_receivable": receivable_idr, **others},
        actor=actor,
        now=now,
        or_first_open_day=True,
    )


def _record(claim: RefundClaim, event: str, amount_idr: int, *, actor: User, now: datetime, reason: str = "") -> None:
    detail: dict[str, int | str | list[str]] = {"amount_idr": amount_idr}
    audit.record(actor, event, claim.regency_id, now=now, subject=claim.number, reason=reason, detail=detail)
