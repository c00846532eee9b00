"""From a bill to money that is set against its dues, through the services that everybody uses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import paper_trail as trail

from jaring.core.month import Month
from jaring.office.billing.models import Bill
from jaring.office.payments import proofs, services
from jaring.office.payments.models import AllocationRun, PaymentOrder, Transfer
from jaring.office.programme.models import DecreeLine, Payer

if TYPE_CHECKING:
    from conftest import Programme, Users

PRICE_IDR = 16_800
NOW = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)
PAID_ON = date(2026, 12, 10)
PROOF = b"%PDF-1.4\nbukti contoh\n%%EOF\n"


class Till:
    """Moves money of one payer, by the people whose task it is: officer, head and treasurer."""

    def __init__(self, programme: Programme, users: Users) -> None:
        self.programme, self.users, self.numbers = programme, users, count(1)

    @property
    def payer(self) -> Payer:
        return self.programme.payer

    def cover(self) -> None:
        """Put everybody on the register under a decree in force from November on."""
        trail.cover(self.programme.year, self.payer, self.users.officer, self.users.head)

    def bill(self, month: Month = trail.FIRST) -> Bill:
        return trail.bill(self.payer, self.users.officer, month)

    def approve(self, bill: Bill, **options: Any) -> Any:
        return services.approve_bill(bill, **{"request_key": uuid4(), "actor": self.users.head, "now": NOW} | options)

    def order(self, *bills: Bill, months_ahead: int = 0, **options: Any) -> PaymentOrder:
        number = options.pop("number", f"{next(self.numbers):03d}/SPP/2026")
        paper = services.OrderPaper(
            number=number, order_date=options.pop("order_date", PAID_ON), months_ahead=months_ahead
        )
        given = {"request_key": uuid4(), "actor": self.users.treasurer, "now": NOW} | options
        return services.order_payment(given.pop("payer", self.payer), bills, paper, **given)

    def ordered(self, *bills: Bill, months_ahead: int = 0) -> PaymentOrder:
        """Approve some bills and order them."""
        for bill in bills:
            self.approve(bill)
        return self.order(*bills, months_ahead=months_ahead)

    def paper(self, amount_idr: int, **changes: Any) -> services.TransferPaper:
        number = next(self.numbers)
        facts: dict[str, Any] = {
            "amount_idr": amount_idr,
            "value_date": PAID_ON,
            "bank_reference": f"NTT{number:06d}",
            "proof": proofs.keep(PROOF),
            "spm_number": f"{number:03d}/SPM/2026",
            "spm_date": PAID_ON,
            "sp2d_number": f"{number:03d}/SP2D/2026",
            "sp2d_date": PAID_ON,
        }
        return services.TransferPaper(**facts | changes)

    def transfer(self, order: PaymentOrder | None, amount_idr: int | None = None, **options: Any) -> Transfer:
        """Pay an order, or the payer's own bill where there is none."""
        given = {"request_key": uuid4(), "actor": self.users.treasurer, "now": NOW, "payer": self.payer}
        for name in list(options):
            if name in given:
                given[name] = options.pop(name)
        paper = options.pop("paper", None)
        if paper is None:
            assert order is not None or amount_idr is not None
            paper = self.paper(order.amount_idr if amount_idr is None and order else amount_idr or 0, **options)
        return services.record_transfer(given.pop("payer"), paper, order=order, **given)

    def transferred(self) -> Transfer:
        """Bill the first month and pay it whole."""
        return self.transfer(self.ordered(self.bill()))

    def paid(self, month: Month = trail.FIRST) -> Bill:
        """Bill a month and pay it whole."""
        bill = self.bill(month)
        self.transfer(self.ordered(bill))
        return bill

    def apply(self, **options: Any) -> AllocationRun | None:
        given = {"request_key": uuid4(), "actor": self.users.officer, "now": NOW} | options
        return services.apply_deposit(given.pop("payer", self.payer), **given)

    def named(self, bill: Bill, *people: int, reason: str = "rejected") -> list[services.NamedDue]:
        return [services.NamedDue(bill.pk, person, reason) for person in people]  # type: ignore[arg-type]  # The form's reasons are plain texts.

    def claim_paper(self) -> services.ClaimPaper:
        return services.ClaimPaper(
            number=f"{next(self.numbers):03d}/NAKER/2026", claim_date=PAID_ON, basis="Daftar penolakan BPJS"
        )

    def claim(self, dues: list[services.NamedDue], **options: Any) -> Any:
        given = {"request_key": uuid4(), "actor": self.users.officer, "now": NOW} | options
        return services.claim_refund(self.payer, dues, self.claim_paper(), **given)

    def release(self, dues: list[services.NamedDue], **options: Any) -> Any:
        """Ask for a release as the officer, and grant it as the head."""
        request = self.ask(dues, **options)
        self.grant(request)
        return request

    def ask(self, dues: list[services.NamedDue], **options: Any) -> Any:
        given = {"reason": "died", "reference": "Laporan lurah", "actor": self.users.officer} | options
        return services.request_release(self.payer, dues, request_key=uuid4(), now=NOW, **given)

    def grant(self, request: Any) -> Any:
        return services.decide_release(request, is_granted=True, request_key=uuid4(), actor=self.users.head, now=NOW)

    def receive(self, claim: Any, amount_idr: int, **options: Any) -> Any:
        given = {"bank_reference": str(uuid4()), "actor": self.users.treasurer, "now": NOW} | options
        return services.receive_refund(claim, amount_idr, received_on=PAID_ON, request_key=uuid4(), **given)

    def claim_deposit(self, amount_idr: int, **options: Any) -> Any:
        given = {"request_key": uuid4(), "actor": self.users.officer, "now": NOW} | options
        return services.claim_deposit(self.payer, amount_idr, self.claim_paper(), **given)

    def write_off(self, claim: Any, **options: Any) -> Any:
        given = {"request_key": uuid4(), "actor": self.users.head, "now": NOW} | options
        return services.write_off_refund(claim, "ditolak kantor cabang", **given)

    def cancel(self, order: PaymentOrder, **options: Any) -> Any:
        given = {"request_key": uuid4(), "actor": self.users.treasurer, "now": NOW} | options
        return services.cancel_order(order, "nomor keliru", **given)

    def reverse(self, transfer: Transfer, **options: Any) -> Any:
        given = {"on": PAID_ON, "request_key": uuid4(), "actor": self.users.head, "now": NOW} | options
        return services.reverse_transfer(transfer, given.pop("reason", "jumlahnya salah ketik"), **given)

    def enter_code(self, order: PaymentOrder, code: str = "260012345") -> Any:
        return services.enter_billing_code(order, code, request_key=uuid4(), actor=self.users.treasurer, now=NOW)


def annex() -> list[int]:
    """Return the people whom decrees added, in the order of the annexes."""
    lines = DecreeLine.objects.filter(change="addition").order_by("decree", "number")
    return list(lines.values_list("person", flat=True))


def live_through(
    till: Till, bill: Bill, first: int | None = None, second: int | None = None, *, is_paid_wrong_first: bool = False
) -> None:
    """Let everything happen to a bill that can: a row in every table of payments, if it is also paid wrong first.

    The first person's due is released, the second's is claimed back; by default they are the first of the annexes.
    """
    if first is None or second is None:
        first, second = annex()[:2]
    till.release(till.named(bill, first))
    till.cancel(till.ordered(bill))
    order = till.order(bill)
    till.enter_code(order)
    if is_paid_wrong_first:
        till.reverse(till.transfer(order))
    till.transfer(order, order.amount_idr + 5_000)
    claim = till.claim(till.named(bill, second))
    till.receive(claim, 10_000)
    till.write_off(claim)
    till.claim_deposit(1_000)
