"""Every service that takes a request key, ready to be called: with a key, and with the same key for something else.

Each scene sets a till up as far as the service needs it. ``test_money_faults.py`` asks the same of all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import insurer_answers
from django.http import QueryDict
from money_trail import NOW, PAID_ON, PRICE_IDR, Till, annex

from jaring.core.month import Month
from jaring.office.billing.services import issue_bill
from jaring.office.lists.registry import EXPORTS
from jaring.office.lists.services import ask_export
from jaring.office.payments import services
from jaring.office.payments.models import RefundClaim
from jaring.office.people.models import Exit, Person
from jaring.office.people.services import report_exit
from jaring.office.programme import services as programme
from jaring.office.programme.models import Payer
from jaring.office.proposals.services import submit
from jaring.office.reconciliation import services as reconciliation
from jaring.office.reconciliation.models import Case
from jaring.office.reconciliation.queries import claimable

DECEMBER = Month(2026, 12)


class Effect(NamedTuple):
    """A service: one request, and a request of other content; both take the key."""

    act: Callable[[UUID], Any]
    other: Callable[[UUID], Any]


def claimed(till: Till) -> RefundClaim:
    """Pay a bill and claim back what was paid for two people."""
    claim: RefundClaim = till.claim(till.named(till.paid(), *annex()[:2]))
    return claim


def issuing(till: Till) -> Effect:
    def issue(month: Month, key: UUID) -> Any:
        return issue_bill(month, till.payer, request_key=key, actor=till.users.officer, now=NOW)

    till.bill()
    return Effect(lambda key: issue(DECEMBER, key), lambda key: issue(DECEMBER + -1, key))


def approving(till: Till) -> Effect:
    bill, other = till.bill(), till.bill(DECEMBER)
    return Effect(lambda key: till.approve(bill, request_key=key), lambda key: till.approve(other, request_key=key))


def ordering(till: Till) -> Effect:
    """An order that also pays a month ahead."""
    till.approve(bill := till.bill())

    def order(number: str, key: UUID) -> Any:
        return till.order(bill, months_ahead=1, number=number, request_key=key)

    return Effect(lambda key: order("01/SPP/2026", key), lambda key: order("02/SPP/2026", key))


def entering_the_code(till: Till) -> Effect:
    order = till.ordered(till.bill())

    def enter(code: str, key: UUID) -> Any:
        return services.enter_billing_code(order, code, request_key=key, actor=till.users.treasurer, now=NOW)

    return Effect(lambda key: enter("260012345", key), lambda key: enter("260012346", key))


def cancelling(till: Till) -> Effect:
    order = till.ordered(till.bill())

    def cancel(reason: str, key: UUID) -> Any:
        return services.cancel_order(order, reason, request_key=key, actor=till.users.treasurer, now=NOW)

    return Effect(lambda key: cancel("nomor keliru", key), lambda key: cancel("tanggal keliru", key))


def transferring(till: Till) -> Effect:
    """Money that pays two bills and leaves a rest on deposit."""
    order = till.ordered(till.bill(), till.bill(DECEMBER))
    paper, other = till.paper(order.amount_idr + 500), till.paper(order.amount_idr)
    return Effect(
        lambda key: till.transfer(order, paper=paper, request_key=key),
        lambda key: till.transfer(order, paper=other, request_key=key),
    )


def reversing(till: Till) -> Effect:
    """Two bills are open again, and what else lies on deposit pays a part of them."""
    order = till.ordered(till.bill(), till.bill(DECEMBER))
    transfer = till.transfer(order)
    till.transfer(order, PRICE_IDR + 1, is_further=True)
    return Effect(
        lambda key: till.reverse(transfer, request_key=key),
        lambda key: till.reverse(transfer, request_key=key, reason="nomornya salah ketik"),
    )


def applying(till: Till) -> Effect:
    """Money that was paid ahead meets the bill of its month."""
    till.transfer(till.ordered(till.bill(), months_ahead=1))
    till.bill(DECEMBER)
    donor = Payer.objects.create(regency_id="53.03", kind="CSR", name="CSR contoh")
    return Effect(lambda key: till.apply(request_key=key), lambda key: till.apply(request_key=key, payer=donor))


def claiming(till: Till) -> Effect:
    bill, paper = till.paid(), till.claim_paper()

    def claim(number: int, key: UUID) -> Any:
        dues = till.named(bill, *annex()[:number])
        return services.claim_refund(till.payer, dues, paper, request_key=key, actor=till.users.officer, now=NOW)

    return Effect(lambda key: claim(2, key), lambda key: claim(3, key))


def claiming_the_deposit(till: Till) -> Effect:
    order, paper = till.ordered(till.bill()), till.claim_paper()
    till.transfer(order, order.amount_idr + 5_000)

    def claim(amount_idr: int, key: UUID) -> Any:
        given: Any = {"request_key": key, "actor": till.users.officer, "now": NOW}
        return services.claim_deposit(till.payer, amount_idr, paper, **given)

    return Effect(lambda key: claim(5_000, key), lambda key: claim(4_999, key))


def receiving(till: Till) -> Effect:
    claim = claimed(till)

    def receive(amount_idr: int, key: UUID) -> Any:
        given: Any = {"request_key": key, "actor": till.users.treasurer, "now": NOW}
        return services.receive_refund(claim, amount_idr, received_on=PAID_ON, bank_reference="NTT9001", **given)

    return Effect(lambda key: receive(PRICE_IDR, key), lambda key: receive(PRICE_IDR + 1, key))


def writing_off(till: Till) -> Effect:
    claim = claimed(till)

    def write_off(reason: str, key: UUID) -> Any:
        return services.write_off_refund(claim, reason, request_key=key, actor=till.users.head, now=NOW)

    return Effect(lambda key: write_off("ditolak kantor cabang", key), lambda key: write_off("ditolak", key))


def asking_for_release(till: Till) -> Effect:
    bill = till.bill()

    def ask(number: int, key: UUID) -> Any:
        given: Any = {"request_key": key, "actor": till.users.officer, "now": NOW}
        dues = till.named(bill, *annex()[:number])
        return services.request_release(till.payer, dues, reason="died", reference="Laporan lurah", **given)

    return Effect(lambda key: ask(2, key), lambda key: ask(1, key))


def releasing(till: Till) -> Effect:
    dues = till.named(till.bill(), *annex()[:2])
    given: Any = {"request_key": UUID(int=9101), "actor": till.users.officer, "now": NOW}
    request = services.request_release(till.payer, dues, reason="died", reference="Laporan lurah", **given)

    def decide(is_granted: bool, key: UUID) -> Any:
        given: Any = {"request_key": key, "actor": till.users.head, "now": NOW}
        return services.decide_release(request, is_granted=is_granted, **given)

    return Effect(lambda key: decide(True, key), lambda key: decide(False, key))


def reconciling(till: Till) -> Effect:
    till.paid()
    officer = till.users.officer
    insurer_answers.take_in(officer, [insurer_answers.stranger()])
    return Effect(
        lambda key: insurer_answers.match(officer, request_key=key),
        lambda key: insurer_answers.match(officer, DECEMBER, request_key=key),
    )


def claiming_back(till: Till) -> Effect:
    """Money that was paid for somebody who had died before the month."""
    till.paid()
    officer, dead = till.users.officer, Person.objects.get(pk=annex()[0])
    report_exit(dead, Exit.Reason.DIED, date(2026, 10, 3), actor=officer, now=NOW)
    insurer_answers.take_in(officer, [insurer_answers.line_of(dead)])
    insurer_answers.match(officer)
    rows = list(claimable(Case.objects.all()))

    def claim(number: str, key: UUID) -> Any:
        given: Any = {"claim_date": PAID_ON, "request_key": key, "actor": officer, "now": NOW}
        return reconciliation.claim_back(till.payer, rows, number=number, **given)

    return Effect(lambda key: claim("01/KLAIM/2026", key), lambda key: claim("02/KLAIM/2026", key))


def restoring(till: Till) -> Effect:
    def restore(number: str, key: UUID) -> Any:
        paper = services.GrantPaper(
            number=number,
            granted_on=PAID_ON,
            granted_by="Kepala Cabang",
            from_month=DECEMBER + -2,
            until_month=DECEMBER,
        )
        return services.record_restoration(till.payer, paper, request_key=key, actor=till.users.officer, now=NOW)

    return Effect(lambda key: restore("B/1/2026", key), lambda key: restore("B/2/2026", key))


def booking_a_budget(till: Till) -> Effect:
    def book(amount_idr: int, key: UUID) -> Any:
        lines = [programme.LineAmount(amount_idr), programme.LineAmount(5_000, line_name="Lain")]
        given: Any = {"request_key": key, "actor": till.users.treasurer, "now": NOW}
        return programme.book_budget(
            till.programme.year, till.payer, lines, programme.BudgetDocument(basis="DPPA 2026"), **given
        )

    return Effect(lambda key: book(1_000_000, key), lambda key: book(1_000_001, key))


def proposing(till: Till) -> Effect:
    """A village proposes a worker from a device that sends again what it got no answer to."""
    village = Person.objects.select_related("village__district__regency").earliest("pk").village

    def propose(name: str, key: UUID) -> Any:
        return submit(village, {"name": name}, request_key=key, actor=till.users.operator, now=NOW)

    return Effect(lambda key: propose("Maria Naitufe", key), lambda key: propose("Agnes Unbaun", key))


def asking_for_an_export(till: Till) -> Effect:
    export = EXPORTS["people"](till.users.officer, QueryDict("cari=a"), "")

    def ask(reason: str, key: UUID) -> Any:
        return ask_export(export, "cari=a", reason, request_key=key, actor=till.users.officer, now=NOW)

    return Effect(lambda key: ask("Dicocokkan dengan Dukcapil", key), lambda key: ask("Dicetak untuk rapat", key))


EFFECTS: dict[str, Callable[[Till], Effect]] = {
    "ask_export": asking_for_an_export,
    "issue_bill": issuing,
    "approve_bill": approving,
    "order_payment": ordering,
    "enter_billing_code": entering_the_code,
    "cancel_order": cancelling,
    "record_transfer": transferring,
    "reverse_transfer": reversing,
    "apply_deposit": applying,
    "claim_refund": claiming,
    "claim_deposit": claiming_the_deposit,
    "receive_refund": receiving,
    "write_off_refund": writing_off,
    "request_release": asking_for_release,
    "decide_release": releasing,
    "reconcile": reconciling,
    "claim_back": claiming_back,
    "record_restoration": restoring,
    "book_budget": booking_a_budget,
    "submit": proposing,
}
"""By the name of the service."""
