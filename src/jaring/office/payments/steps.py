"""How far a bill has come, from its issue to its match; who did each step and when; and the one next act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from jaring.core import contribution as law
from jaring.core.coverage.delay import Delay, delay_of
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.models import Bill
from jaring.office.payments import queries
from jaring.office.payments.forms import KeyedForm
from jaring.office.payments.models import BY_ORDER, BillApproval, PaymentOrder, Settlement
from jaring.office.payments.queries import BillMoney
from jaring.office.rules import queries as rules


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a bill: done by somebody at some time, or still to be done; ``note`` says what it waits for."""

    label: str
    is_done: bool
    who: str = ""
    at: datetime | date | None = None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRoom:
    """What the page of a bill says of its payment.

    Attributes:
        current: The first step that is not done; None once the bill is paid and its month is matched.
        approve_form: Where the reader may approve the bill now.
        next_url: Where the reader may do the next step, with ``next_label``.
        waits: What the bill waits for where the reader may not do it.
        delay: How it stands to its deadlines: as it was paid, or today.
        paid_on: Day at the bank of the transfer that completed it.
        dues_url: Where each person's part stands, for readers who may see it.
    """

    money: BillMoney
    steps: list[Step]
    current: Step | None
    approve_form: KeyedForm | None
    next_url: str
    next_label: str
    waits: str
    delay: Delay
    paid_on: date | None
    dues_url: str


def room_of(bill: Bill, bills: Sequence[BillMoney], matched: Step, user: User, today: date) -> BillRoom:
    """Return how far a bill has come, as a user may see it.

    Args:
        bill: With its payer, its regency, who issued it and who approved it.
        bills: This bill and the earlier ones of its payer, each with how far it is paid.
        matched: The last step: its month agrees with the insurer's list.
        user: The reader.
        today: The day in the regency, for what is still open.
    """
    money = next(each for each in bills if each.bill == bill)
    stopped = min((each.bill.month for each in bills if not each.is_paid), default=bill.month)
    approval: BillApproval | None = getattr(bill, "approval", None)
    last = _last_settlement(bill) if money.settled_people else None
    if money.is_paid:
        order = last.transfer.order if last else None  # Of a month paid ahead it is the order that paid it.
    else:
        order = queries.order_of(bill) if approval else None
    sees_money = scope_for(user, Action.SEE_MONEY).covers(bill.regency_id)
    steps = _steps(bill, money, approval, order, last)
    steps = [*(steps if sees_money else (replace(step, url="") for step in steps)), matched]
    current = next((step for step in steps if not step.is_done), None)
    approve_form, url, label, waits = _next(bill, user, money, approval, order)
    return BillRoom(
        money=money,
        steps=steps,
        current=current,
        approve_form=approve_form,
        next_url=url,
        next_label=label,
        waits=waits or (matched.note if money.is_paid else ""),
        delay=_delay(bill, money, last, stopped, today),
        paid_on=last.transfer.value_date if money.is_paid and last else None,
        dues_url=reverse("payments:dues", args=[bill.public_id]) if sees_money else "",
    )


def _last_settlement(bill: Bill) -> Settlement | None:
    settled = queries.standing_settlements().filter(bill=bill).order_by("-id")
    return settled.select_related("transfer__recorded_by", "transfer__order__made_by").first()


def _steps(
    bill: Bill,
    money: BillMoney,
    approval: BillApproval | None,
    order: PaymentOrder | None,
    last: Settlement | None,
) -> list[Step]:
    steps = [Step(_("Diterbitkan"), True, str(bill.issued_by), bill.issued_at)]
    approved = (str(approval.approved_by), approval.approved_at) if approval else ("", None)
    steps.append(Step(_("Disetujui"), approval is not None, *approved))
    if bill.payer.kind in BY_ORDER:
        ordered = (
            (str(order.made_by), order.made_at, reverse("payments:order", args=[order.public_id])) if order else ()
        )
        steps.append(Step(_("Diperintahkan"), order is not None or money.is_paid, *ordered))
    paid: tuple[str, datetime | date | None, str] = ("", None, "")
    if last is not None:
        transfer = last.transfer
        paid = (
            str(transfer.recorded_by),
            transfer.value_date,
            reverse("payments:transfer", args=[transfer.public_id]),
        )
    steps.append(Step(_("Dibayar"), money.is_paid, *paid))
    return steps


def _next(
    bill: Bill, user: User, money: BillMoney, approval: BillApproval | None, order: PaymentOrder | None
) -> tuple[KeyedForm | None, str, str, str]:
    """Return the form of approval, or the address and label of the next act, or what the bill waits for."""

    def can(action: Action) -> bool:
        return scope_for(user, action).covers(bill.regency_id)

    if approval is None:
        if can(Action.APPROVE_BILL) and bill.issued_by_id != user.pk:
            return KeyedForm(auto_id=False), "", "", ""
        return None, "", "", _("Menunggu persetujuan orang lain, bukan penerbitnya.")
    if money.is_paid:
        return None, "", "", ""
    if bill.payer.kind in BY_ORDER and order is None:
        if can(Action.ORDER_PAYMENT) and approval.approved_by_id != user.pk:
            url = f"{reverse('payments:order_new')}?sumber={bill.payer_id}"
            return None, url, _("Buat perintah bayar"), ""
        return None, "", "", _("Menunggu perintah bayar (SPP).")
    if can(Action.RECORD_TRANSFER):
        query = f"perintah={order.public_id}" if order else f"sumber={bill.payer_id}"
        return None, f"{reverse('payments:transfer_new')}?{query}", _("Catat setoran"), ""
    return None, "", "", _("Menunggu setoran.")


def _delay(bill: Bill, money: BillMoney, last: Settlement | None, stopped: Month, today: date) -> Delay:
    """Say how a bill stands to its deadlines: by the day on which its last due was paid, or by today."""
    on = last.transfer.value_date if money.is_paid and last is not None else today
    return delay_of(
        bill.month,
        on,
        law.Payer(bill.payer.kind),
        Rupiah(bill.total_idr if money.is_paid else money.open_idr),
        stopped=bill.month if money.is_paid else stopped,
        readings=rules.readings_on(bill.regency_id, on) if on > bill.due_date else frozenset(),
    )
