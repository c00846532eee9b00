"""Payment orders: the demand on a treasury, its code at the insurer, and its end where it was not paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from jaring.core import law
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.billing import queries as billing
from jaring.office.billing.models import Bill
from jaring.office.locks import lock_deposit
from jaring.office.payments import queries
from jaring.office.payments.errors import (
    BillNotApprovedError,
    BillOrderedError,
    MonthsAheadError,
    NothingOpenError,
    OrderCancelledError,
    OrderMixedError,
    OrderNotNeededError,
    OrderNumberTakenError,
    OrderPaidError,
    ReasonMissingError,
)
from jaring.office.payments.models import (
    BY_ORDER,
    BillApproval,
    BillingCode,
    OrderCancellation,
    OrderedBill,
    PaymentOrder,
)
from jaring.office.payments.queries import BillMoney
from jaring.office.programme.models import Payer, ProgrammeYear
from jaring.office.rules import queries as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaper:
    """What an order says besides its bills: its number and day, the insurer's code, and how many months are ahead."""

    number: str
    order_date: date
    billing_code: str = ""
    months_ahead: int = 0


class Ahead(NamedTuple):
    """Months that are paid ahead, half-open, and what they come to by law for the people enrolled in them, in IDR."""

    start: Month
    until: Month
    amount_idr: int


def order_payment(
    payer: Payer, bills: Sequence[Bill], paper: OrderPaper, *, request_key: UUID, actor: User, now: datetime
) -> PaymentOrder:
    """Order what is open of some approved bills to be paid, and where wanted some months ahead.

    Whoever approved one of the bills cannot order it: two people stand behind every order.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        OrderNotNeededError: (JRG-226) donors, workers and employers pay without an order.
        OrderNumberTakenError: (JRG-224)
        OrderMixedError: (JRG-225) bills of several payers or years, or none.
        BillNotApprovedError: (JRG-220)
        SamePersonError: (JRG-602)
        BillOrderedError: (JRG-223)
        NothingOpenError: (JRG-222)
        MonthsAheadError: (JRG-236)
    """
    require(actor, Action.ORDER_PAYMENT, payer.regency_id)
    if payer.kind not in BY_ORDER:
        raise OrderNotNeededError
    keys = sorted(bill.pk for bill in bills)
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "order_payment", payer.pk, keys, paper)
        if claim.answer_id is not None:
            return PaymentOrder.objects.get(pk=claim.answer_id)
        lock_deposit(payer.pk)
        if PaymentOrder.objects.filter(regency=payer.regency_id, number=paper.number).exists():
            raise OrderNumberTakenError(number=paper.number)
        owed = _orderable(payer, keys, actor)
        year = owed[0].bill.programme_year
        ahead = months_ahead(payer, year, paper.months_ahead) if paper.months_ahead else None
        order = _write_order(payer, year, owed, ahead, paper, actor=actor, now=now)
        claim.settle(order.pk, now)
        audit.record(
            actor,
            "payment.ordered",
            payer.regency_id,
            now=now,
            subject=order.number,
            detail={"amount_idr": order.amount_idr, "months": [str(each.bill.month) for each in owed]},
        )
    return order


def _orderable(payer: Payer, keys: Sequence[int], actor: User) -> list[BillMoney]:
    """Return what is open of each bill that may be ordered; refuse the first that may not."""
    owed = queries.money_of(Bill.objects.filter(pk__in=keys).order_by("month", "id"))
    if not owed or len({each.bill.programme_year_id for each in owed}) > 1:
        raise OrderMixedError
    approvals = {each.bill_id: each for each in BillApproval.objects.filter(bill__in=keys)}
    ordered = queries.ordered_in(each.bill for each in owed)
    for money in owed:
        bill = money.bill
        if bill.payer_id != payer.pk:
            raise OrderMixedError
        if bill.pk not in approvals:
            raise BillNotApprovedError(month=bill.month)
        if approvals[bill.pk].approved_by_id == actor.pk:
            raise SamePersonError
        if bill.pk in ordered:
            raise BillOrderedError(month=bill.month, number=ordered[bill.pk].number)
        if money.open_idr <= 0:
            raise NothingOpenError(month=bill.month)
    return owed


def months_ahead(payer: Payer, year: ProgrammeYear, months: int) -> Ahead:
    """Return the next months that neither a bill nor an earlier order holds, and what they come to.

    Raises:
        MonthsAheadError: (JRG-236) too many, beyond the budget year, or nobody is enrolled in them.
    """
    start = max(billing.next_month_to_bill(payer, year.from_month), _paid_ahead_until(payer) or year.from_month)
    offered = law.at(start.first_day).value("contribution/common/prepayment_months")
    most = max(offered.counts)
    until = start + months
    if not 1 <= months <= most or until > year.until_month:
        raise MonthsAheadError(months=most)
    compute = rules.pricing_of(payer.regency_id)
    amount_idr = sum(billing.expected_bill(payer, month, compute).total_idr for month in start.until(until))
    if not amount_idr:
        raise MonthsAheadError(months=most)
    return Ahead(start, until, amount_idr)


def _paid_ahead_until(payer: Payer) -> Month | None:
    orders = queries.standing(PaymentOrder.objects.filter(payer=payer, prepaid_until__isnull=False))
    last = orders.order_by("-prepaid_until").first()
    return None if last is None else last.prepaid_until


def _write_order(
    payer: Payer,
    year: ProgrammeYear,
    owed: Sequence[BillMoney],
    ahead: Ahead | None,
    paper: OrderPaper,
    *,
    actor: User,
    now: datetime,
) -> PaymentOrder:
    dues_idr, prepaid_idr = sum(each.open_idr for each in owed), ahead.amount_idr if ahead else 0
    order = PaymentOrder.objects.create(
        regency_id=payer.regency_id,
        payer=payer,
        programme_year=year,
        number=paper.number,
        order_date=paper.order_date,
        dues_idr=dues_idr,
        prepaid_idr=prepaid_idr,
        amount_idr=dues_idr + prepaid_idr,
        prepaid_from=ahead.start if ahead else None,
        prepaid_until=ahead.until if ahead else None,
        made_by=actor,
        made_at=now,
    )
    attempts = queries.cancelled_orders_of(each.bill for each in owed)
    OrderedBill.objects.bulk_create(
        OrderedBill(order=order, bill=each.bill, attempt=attempts.get(each.bill.pk, 0), amount_idr=each.open_idr)
        for each in owed
    )
    if paper.billing_code:
        BillingCode.objects.create(order=order, code=paper.billing_code, entered_by=actor, entered_at=now)
    return order


def enter_billing_code(
    order: PaymentOrder, code: str, *, request_key: UUID, actor: User, now: datetime
) -> BillingCode:
    """Note under which code (kode iuran) the insurer takes in the money of an order; a later code replaces it.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        OrderCancelledError: (JRG-228)
    """
    require(actor, Action.ORDER_PAYMENT, order.regency_id)
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "enter_billing_code", order.pk, code)
        if claim.answer_id is not None:
            return BillingCode.objects.get(pk=claim.answer_id)
        lock_deposit(order.payer_id)
        if OrderCancellation.objects.filter(order=order).exists():
            raise OrderCancelledError(number=order.number)
        entered = BillingCode.objects.filter(order=order, code=code).first() or BillingCode.objects.create(
            order=order, code=code, entered_by=actor, entered_at=now
        )
        claim.settle(entered.pk, now)
        audit.record(actor, "payment.code_entered", order.regency_id, now=now, subject=order.number)
    return entered


def cancel_order(
    order: PaymentOrder, reason: str, *, request_key: UUID, actor: User, now: datetime
) -> OrderCancellation:
    """End an order that was not paid, or not after all, so that its bills can be ordered again.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        ReasonMissingError: (JRG-249)
        OrderPaidError: (JRG-229)
        OrderCancelledError: (JRG-228)
    """
    require(actor, Action.ORDER_PAYMENT, order.regency_id)
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "cancel_order", order.pk, reason)
        if claim.answer_id is not None:
            return OrderCancellation.objects.get(pk=claim.answer_id)
        lock_deposit(order.payer_id)
        if OrderCancellation.objects.filter(order=order).exists():
            raise OrderCancelledError(number=order.number)
        if queries.standing_transfers().filter(order=order).exists():
            raise OrderPaidError(number=order.number)
        cancellation = OrderCancellation.objects.create(
            order=order, reason=reason.strip()[:240], cancelled_by=actor, cancelled_at=now
        )
        claim.settle(order.pk, now)
        audit.record(actor, "payment.order_cancelled", order.regency_id, now=now, subject=order.number, reason=reason)
    return cancellation
