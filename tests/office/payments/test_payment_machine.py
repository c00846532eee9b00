"""Whatever is done with money in whatever order, who is paid for what stays as a small model in Python says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

import paper_trail as trail
import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from money_trail import NOW, PRICE_IDR, Till

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office.billing.models import Bill
from jaring.office.billing.services import issue_bill
from jaring.office.books.models import Entry, Posting
from jaring.office.books.services import close_month, reverse
from jaring.office.doctor import BOOKS
from jaring.office.payments.models import Allocation, PaymentOrder, RefundClaim, RefundLine, Release, Transfer
from jaring.office.payments.services import NamedDue
from jaring.office.programme import services as programme_services

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

FIRST, UNTIL = Month(2026, 8), Month(2027, 1)
PEOPLE = 4
OPEN, PAID, CLAIMED, RELEASED = "open", "paid", "claimed back", "released"
Key = tuple[Month, int]


@dataclass
class Claim:
    """What was asked back, and how much of it is still out, in IDR."""

    claim: RefundClaim
    is_of_deposit: bool
    left_idr: int


@dataclass
class Model:
    """Who is paid for what, in the words of the law: whole dues, the oldest first, and nothing is lost."""

    dues: dict[Key, str] = field(default_factory=dict)
    deposit_idr: int = 0
    cash_idr: int = 0
    claims: list[Claim] = field(default_factory=list)

    def of(self, *states: str) -> list[Key]:
        return [key for key, state in self.dues.items() if state in states]

    def settle(self) -> int:
        """Set the deposit against open dues; return how many it paid."""
        reached = self.of(OPEN)[: self.deposit_idr // PRICE_IDR]
        self.dues |= dict.fromkeys(reached, PAID)
        self.deposit_idr -= len(reached) * PRICE_IDR
        return len(reached)

    def accounts(self) -> dict[str, int]:
        """Return the balances of the accounts that follow from who is paid for what, in IDR."""
        return {
            "payable": -len(self.of(OPEN)) * PRICE_IDR,
            "deposit": self.deposit_idr,
            "refund_receivable": sum(claim.left_idr for claim in self.claims),
            "cash": self.cash_idr,
        }


class PaymentMachine(RuleBasedStateMachine):
    """An officer, a head and a treasurer with the money of one payer over five months."""

    till: ClassVar[Till]
    covered: ClassVar[list[int]]

    def __init__(self) -> None:
        super().__init__()
        self.history: Any = transaction.atomic()
        self.history._from_testcase = True  # As TestCase marks its own: services may open a durable one inside.
        self.history.__enter__()
        self.model = Model()
        self.bills: list[Bill] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.history.__exit__(None, None, None)

    @initialize()
    def months_are_billed_and_one_is_ordered(self) -> None:
        for _ in range(3):
            self.month_is_billed()
        self.bill_is_approved_and_ordered(0)

    @precondition(lambda self: FIRST + len(self.bills) < UNTIL)
    @rule()
    def month_is_billed(self) -> None:
        month, users = FIRST + len(self.bills), self.till.users
        bill = issue_bill(month, self.till.payer, request_key=uuid4(), actor=users.officer, now=NOW)
        self.bills.append(bill)
        self.model.dues |= dict.fromkeys(((month, person) for person in self.covered), OPEN)

    @rule(which=st.integers(0, 4))
    def bill_is_approved_and_ordered(self, which: int) -> None:
        bill = self.bills[which % len(self.bills)]
        self.attempt(lambda: self.till.approve(bill))
        self.attempt(lambda: self.till.order(bill))

    @rule(which=st.integers(0, 4), ahead=st.integers(1, 2))
    def bill_is_ordered_with_months_ahead(self, which: int, ahead: int) -> None:
        self.attempt(lambda: self.till.order(self.bills[which % len(self.bills)], months_ahead=ahead))

    @rule(which=st.integers(0, 9))
    def order_is_cancelled(self, which: int) -> None:
        if order := self.some_order(which):
            is_free = not order.transfers.filter(reversal=None).exists() and not hasattr(order, "cancellation")
            assert bool(self.attempt(lambda: self.till.cancel(order))) == is_free

    @rule(which=st.integers(0, 9), beyond_idr=st.sampled_from([0, 0, -1, 1, -PRICE_IDR, 5 * PRICE_IDR, -40_000]))
    def order_is_paid(self, which: int, beyond_idr: int) -> None:
        """In part, whole, in excess; twice where it was paid before."""
        order = self.some_order(which)
        if order is None or order.amount_idr + beyond_idr <= 0:
            return
        amount_idr = order.amount_idr + beyond_idr
        transfer = self.attempt(lambda: self.till.transfer(order, amount_idr, is_further=True))
        assert bool(transfer) != hasattr(order, "cancellation")
        if transfer:
            self.model.cash_idr -= amount_idr
            self.model.deposit_idr += amount_idr
            self.model.settle()

    @rule(which=st.integers(0, 9))
    def transfer_is_reversed(self, which: int) -> None:
        """What it paid is open again, unless that was claimed back or its money was used with other money."""
        transfers = list(Transfer.objects.order_by("id"))
        if not transfers:
            return
        transfer = transfers[which % len(transfers)]
        paid = list(Allocation.objects.filter(transfer=transfer).values_list("bill__month", "person"))
        left_idr = self.model.deposit_idr + len(paid) * PRICE_IDR - transfer.amount_idr
        is_free = (
            all(self.model.dues[key] == PAID for key in paid) and left_idr >= 0 and not hasattr(transfer, "reversal")
        )
        done = self.attempt(lambda: self.till.reverse(transfer))
        assert bool(done) == is_free
        if done:
            self.model.dues |= dict.fromkeys(paid, OPEN)
            self.model.deposit_idr = left_idr
            self.model.cash_idr += transfer.amount_idr
            self.model.settle()

    @rule()
    def deposit_is_applied(self) -> None:
        run = self.till.apply()
        people = sum(each.people for each in run.settlements.all()) if run else 0
        assert people == self.model.settle()

    @rule(start=st.integers(0, 6), number=st.integers(1, 3))
    def open_dues_are_released(self, start: int, number: int) -> None:
        if chosen := self.model.of(OPEN)[start : start + number]:
            self.till.release(self.named(chosen))
            self.model.dues |= dict.fromkeys(chosen, RELEASED)

    @rule(start=st.integers(0, 6), number=st.integers(1, 3))
    def dues_are_claimed_back(self, start: int, number: int) -> None:
        chosen = self.model.of(PAID, CLAIMED, RELEASED)[start : start + number]
        if not chosen:
            return
        claim = self.attempt(lambda: self.till.claim(self.named(chosen)))
        assert bool(claim) == all(self.model.dues[key] == PAID for key in chosen)
        if claim:
            self.model.dues |= dict.fromkeys(chosen, CLAIMED)
            self.model.claims.append(Claim(claim, is_of_deposit=False, left_idr=len(chosen) * PRICE_IDR))

    @rule(amount_idr=st.sampled_from([1, 1_000, PRICE_IDR, 5 * PRICE_IDR]))
    def deposit_is_claimed_back(self, amount_idr: int) -> None:
        claim = self.attempt(lambda: self.till.claim_deposit(amount_idr))
        assert bool(claim) == (amount_idr <= self.model.deposit_idr)
        if claim:
            self.model.deposit_idr -= amount_idr
            self.model.claims.append(Claim(claim, is_of_deposit=True, left_idr=amount_idr))

    @precondition(lambda self: self.model.claims)
    @rule(which=st.integers(0, 5), amount_idr=st.sampled_from([1, 900, PRICE_IDR, 2 * PRICE_IDR]))
    def claim_is_paid_back(self, which: int, amount_idr: int) -> None:
        claimed = self.model.claims[which % len(self.model.claims)]
        receipt = self.attempt(lambda: self.till.receive(claimed.claim, amount_idr))
        assert bool(receipt) == (amount_idr <= claimed.left_idr)
        if receipt:
            claimed.left_idr -= amount_idr
            self.model.cash_idr += amount_idr

    @precondition(lambda self: self.model.claims)
    @rule(which=st.integers(0, 5))
    def claim_is_written_off(self, which: int) -> None:
        claimed = self.model.claims[which % len(self.model.claims)]
        lost = self.attempt(lambda: self.till.write_off(claimed.claim))
        assert bool(lost) == (claimed.left_idr > 0)
        if claimed.is_of_deposit:
            self.model.deposit_idr += claimed.left_idr
        claimed.left_idr = 0

    @rule(month=st.integers(0, 3))
    def books_are_closed(self, month: int) -> None:
        regency, treasurer = self.till.programme.year.regency, self.till.users.treasurer
        self.attempt(lambda: close_month(regency, FIRST + month, actor=treasurer, now=NOW))

    @rule(which=st.integers(0, 99))
    def entry_reversed_alone_is_noticed(self, which: int) -> None:
        """Nobody reverses an entry without what it stands for; whoever did would be found at once."""
        entries = Entry.objects.exclude(kind=Entry.Kind.REVERSAL).filter(reversal=None).order_by("number")
        entry = entries[which % entries.count()]
        with transaction.atomic():
            reverse(entry, date=NOW.date(), reason="keliru sekali", actor=self.till.users.treasurer, now=NOW)
            assert [check.name for check in BOOKS if check.count()] != []
            transaction.set_rollback(True)

    def some_order(self, which: int) -> PaymentOrder | None:
        orders = list(PaymentOrder.objects.order_by("id"))
        return orders[which % len(orders)] if orders else None

    def named(self, keys: list[Key]) -> list[NamedDue]:
        bills = {bill.month: bill.pk for bill in self.bills}
        return [NamedDue(bills[month], person) for month, person in keys]

    def attempt(self, act: Any) -> Any:
        """Do something that the office may refuse; anything but a documented refusal is a defect."""
        try:
            return act()
        except JaringError:
            return None

    @invariant()
    def examination_finds_nothing(self) -> None:
        assert [check.name for check in BOOKS if check.count()] == []

    @invariant()
    def everybody_is_paid_for_as_the_model_says(self) -> None:
        def keys(model: Any) -> set[Key]:
            return set(model.objects.values_list("bill__month", "person"))

        assert keys(Allocation) == set(self.model.of(PAID, CLAIMED))
        assert keys(RefundLine) == set(self.model.of(CLAIMED))
        assert keys(Release) == set(self.model.of(RELEASED))

    @invariant()
    def ledger_stands_as_the_model_says(self) -> None:
        balances = dict.fromkeys(self.model.accounts(), 0)
        for account, amount_idr in Posting.objects.values_list("account", "amount_idr"):
            if account in balances:
                balances[account] += amount_idr
        assert balances == self.model.accounts()


@pytest.mark.django_db
def test_every_history_of_the_money_ends_as_the_model_says(
    programme: Programme, users: Users, villages: Villages, make_person: MakePerson, settings: Any, tmp_path: Path
) -> None:
    settings.JARING_DATA = tmp_path
    for number in range(PEOPLE):
        make_person(f"Orang Rekaan {number}", villages.kefa)
    run = trail.run_targeting(programme.year, programme.payer, users.officer, from_month=FIRST, with_optimum=False)
    decree = programme_services.draft_decree(run, trail.paper("01/KEP", FIRST), actor=users.officer, now=trail.NOW)
    programme_services.enact_decree(decree, actor=users.head, now=trail.NOW)
    PaymentMachine.till = Till(programme, users)
    PaymentMachine.covered = list(decree.lines.order_by("number").values_list("person", flat=True))

    run_state_machine_as_test(
        PaymentMachine,
        settings=profile(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
