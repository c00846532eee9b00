"""Write operations of payments. Each is one transaction, safe to repeat under its key, posted and audited."""

from jaring.office.payments.services.allocation import apply_deposit
from jaring.office.payments.services.approval import approve_bill
from jaring.office.payments.services.named import NamedDue
from jaring.office.payments.services.orders import (
    OrderPaper,
    cancel_order,
    enter_billing_code,
    months_ahead,
    order_payment,
)
from jaring.office.payments.services.refunds import (
    ClaimPaper,
    claim_deposit,
    claim_refund,
    receive_refund,
    write_off_refund,
)
from jaring.office.payments.services.releases import decide_release, request_release
from jaring.office.payments.services.restorations import GrantPaper, record_restoration
from jaring.office.payments.services.reversals import reverse_transfer
from jaring.office.payments.services.transfers import TransferPaper, record_transfer

__all__ = [
    "ClaimPaper",
    "GrantPaper",
    "NamedDue",
    "OrderPaper",
    "TransferPaper",
    "apply_deposit",
    "approve_bill",
    "cancel_order",
    "claim_deposit",
    "claim_refund",
    "decide_release",
    "enter_billing_code",
    "months_ahead",
    "order_payment",
    "receive_refund",
    "record_restoration",
    "record_transfer",
    "request_release",
    "reverse_transfer",
    "write_off_refund",
]
