"""Consent to pay a bill."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.billing.models import Bill
from jaring.office.locks import lock_deposit
from jaring.office.payments.errors import AlreadyApprovedError
from jaring.office.payments.models import BillApproval


def approve_bill(bill: Bill, *, request_key: UUID, actor: User, now: datetime) -> BillApproval:
    """Consent to pay a bill; whoever issued it cannot.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        SamePersonError: (JRG-602)
        AlreadyApprovedError: (JRG-221)
    """
    require(actor, Action.APPROVE_BILL, bill.regency_id)
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "approve_bill", bill.pk)
        if claim.answer_id is not None:
            return BillApproval.objects.get(pk=claim.answer_id)
        lock_deposit(bill.payer_id)
        if BillApproval.objects.filter(bill=bill).exists():
            raise AlreadyApprovedError(month=bill.month)
        if bill.issued_by_id == actor.pk:
            raise SamePersonError
        approval = BillApproval.objects.create(bill=bill, approved_by=actor, approved_at=now)
        claim.settle(bill.pk, now)
        audit.record(
            actor,
            "bill.approved",
            bill.regency_id,
            now=now,
            subject=f"{bill.month} {bill.payer.short}",
            detail={"people": bill.people, "total_idr": bill.total_idr},
        )
    return approval
