"""How the demonstration pays its bills: approved, ordered, transferred and set against dues by the right people.

Most months are paid in the month itself. The first month of a budget year is late, as budgets are; one month is paid
in two parts, and one order pays the next month ahead. The bill of the current month waits for whoever logs in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from jaring import demo
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.billing.models import Bill
from jaring.office.payments import proofs, queries, services
from jaring.office.payments.models import BY_ORDER, BY_TREASURY, PaymentOrder

PAID_IN_PARTS: Final = Month(2026, 3)
PAID_AHEAD: Final = Month(2025, 8)
"""Its order pays one month more."""
LATE_DAYS: Final = 20
"""How long after the due date the first month of a budget year is paid."""
PARTS: Final = 5
"""Of a month paid in two parts, one of so many parts comes later."""
NEVER: Final = date(1970, 1, 1)


class Paying:
    """Pays bills up to a day, and no step of them after it."""

    def __init__(self, today: date, at: Callable[[date], datetime]) -> None:
        self.today, self.at = today, at
        self.head = User.objects.get(username="kepala")
        self.treasurer = User.objects.get(username="bendahara")
        self.numbers = 0
        self.last_paid = NEVER

    def use_deposit(self, bill: Bill) -> None:
        """Set what was paid ahead against a bill that was just issued."""
        services.apply_deposit(bill.payer, request_key=_key("deposit", bill), actor=self.treasurer, now=bill.issued_at)

    def pay(self, bill: Bill) -> None:
        """Approve and pay a bill of a month that is over; leave that of the current month."""
        if bill.month >= Month.of(self.today):
            return
        issued = bill.issued_at.date()
        services.approve_bill(
            bill, request_key=_key("approval", bill), actor=self.head, now=self._at(issued + timedelta(days=2))
        )
        if not queries.money_of(Bill.objects.filter(pk=bill.pk))[0].open_idr:
            return
        paid_on = min(self._day_of_payment(bill, issued), self.today)
        self.last_paid = paid_on
        order = self._order(bill, paid_on) if bill.payer.kind in BY_ORDER else None
        amount_idr = order.amount_idr if order else bill.total_idr
        if bill.month != PAID_IN_PARTS:
            self._transfer(bill, order, amount_idr, paid_on)
            return
        later_idr = amount_idr // PARTS
        self._transfer(bill, order, amount_idr - later_idr, paid_on)
        self._transfer(bill, order, later_idr, min(paid_on + timedelta(days=12), self.today), is_further=True)

    def _day_of_payment(self, bill: Bill, issued: date) -> date:
        if bill.month == bill.programme_year.from_month and bill.month.month == 1:
            return bill.due_date + timedelta(days=LATE_DAYS)
        usual = issued + timedelta(days=12 + bill.month.month % 5)
        return max(usual, self.last_paid + timedelta(days=3))

    def _order(self, bill: Bill, paid_on: date) -> PaymentOrder:
        self.numbers += 1
        ordered_on = max(paid_on - timedelta(days=7), bill.issued_at.date())
        paper = services.OrderPaper(
            number=f"{self.numbers:03d}/SPP-LS/CONTOH/{ordered_on.year}",
            order_date=ordered_on,
            billing_code=f"9900{self.numbers:08d}",
            months_ahead=1 if bill.month == PAID_AHEAD else 0,
        )
        return services.order_payment(
            bill.payer,
            [bill],
            paper,
            request_key=_key("order", bill),
            actor=self.treasurer,
            now=self._at(ordered_on),
        )

    def _transfer(
        self, bill: Bill, order: PaymentOrder | None, amount_idr: int, paid_on: date, *, is_further: bool = False
    ) -> None:
        self.numbers += 1
        reference = f"CONTOH{paid_on:%y%m%d}{self.numbers:04d}"
        slip = demo.bank_slip([f"Nomor {reference}", f"Tanggal {paid_on}", f"Jumlah Rp {amount_idr}", "Data contoh"])
        papers: dict[str, object] = {}
        if bill.payer.kind in BY_TREASURY:
            before = order.order_date if order else paid_on
            papers = {
                "spm_number": f"{self.numbers:03d}/SPM/CONTOH/{paid_on.year}",
                "spm_date": max(before, paid_on - timedelta(days=4)),
                "sp2d_number": f"{self.numbers:03d}/SP2D/CONTOH/{paid_on.year}",
                "sp2d_date": max(before, paid_on - timedelta(days=1)),
            }
        paper = services.TransferPaper(
            amount_idr=amount_idr,
            value_date=paid_on,
            bank_reference=reference,
            proof=proofs.keep(slip),
            is_further=is_further,
            **papers,  # type: ignore[arg-type]  # Numbers and days, by the names of the paper.
        )
        services.record_transfer(
            bill.payer,
            paper,
            order=order,
            request_key=_key(f"transfer {paid_on}", bill),
            actor=self.treasurer,
            now=self._at(paid_on),
        )

    def _at(self, day: date) -> datetime:
        return self.at(min(day, self.today))


def _key(what: str, bill: Bill) -> UUID:
    return uuid5(NAMESPACE_URL, f"urn:jaring:demo:{what}:{bill.month}:{bill.payer_id}")
