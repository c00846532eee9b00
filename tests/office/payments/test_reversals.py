"""A transfer that was entered in error is taken back by somebody else, and what it had paid is open again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse
from money_trail import NOW, PAID_ON, PRICE_IDR, Till, annex

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office.access.models import RoleGrant
from jaring.office.access.scope import NotAllowedError, SamePersonError
from jaring.office.audit.models import AuditEntry
from jaring.office.books.errors import PeriodClosedError, ReasonMissingError
from jaring.office.books.models import Entry
from jaring.office.books.queries import balances, known
from jaring.office.books.services import close_month
from jaring.office.payments import errors, queries, sipd
from jaring.office.payments.models import Allocation, FreedAllocation, RefundReceipt, Transfer
from jaring.office.people.models import Person

if TYPE_CHECKING:
    from conftest import ClientOf, Programme, Users

pytestmark = pytest.mark.django_db

DECEMBER = Month(2026, 12)


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    """Four people of 53.03 are covered from November on."""
    return Till(programme, users)


def standing(on: date | None = None) -> dict[str, int]:
    """Return what stands on each account that is not empty, in IDR, for somebody who reads the ledger of a day."""
    found = balances(known(Entry.objects.all(), on=on))
    return {each.account.key: each.balance_idr for each in found if each.balance_idr}


def test_what_it_paid_is_open_again_and_the_ledger_stands_as_before(till: Till) -> None:
    order = till.ordered(till.bill(), till.bill(DECEMBER))
    before = standing()
    transfer = till.transfer(order, order.amount_idr + 5_000)
    was_paid = set(Allocation.objects.values_list("bill", "person", "amount_idr"))

    till.reverse(transfer)

    assert standing() == before
    assert not Allocation.objects.exists()
    assert set(FreedAllocation.objects.values_list("bill", "person", "amount_idr")) == was_paid
    assert [each.open_people for each in queries.open_bills(till.payer)] == [4, 4]
    assert queries.deposit_idr(till.payer) == 0
    assert list(queries.unpaid(type(order).objects.all())) == [order]


def test_each_entry_is_reversed_on_the_day_of_the_reversal_and_names_its_original(till: Till) -> None:
    transfer = till.transfer(till.ordered(till.bill(), till.bill(DECEMBER)), value_date=PAID_ON)
    paid = standing()
    later = NOW + timedelta(days=9)

    till.reverse(transfer, on=date(2026, 12, 18), now=later)

    reversals = Entry.objects.filter(kind=Entry.Kind.REVERSAL).order_by("number")
    assert {(each.reverses.kind, each.date, each.reason) for each in reversals if each.reverses} == {
        ("allocation", date(2026, 12, 18), "jumlahnya salah ketik"),
        ("transfer", date(2026, 12, 18), "jumlahnya salah ketik"),
    }
    assert [each.reverses.source for each in reversals if each.reverses][-1] == transfer.public_id
    assert standing(date(2026, 12, 17)) == paid  # A day before it stood as it was paid.


def test_the_right_transfer_comes_under_the_same_reference_and_for_another_order(till: Till) -> None:
    wrong = till.ordered(till.bill())
    right = till.ordered(till.bill(DECEMBER))
    transfer = till.transfer(wrong, bank_reference="NTT 1")
    with pytest.raises(errors.ReferenceUsedError):
        till.transfer(right, bank_reference="NTT1")
    with pytest.raises(errors.OrderPaidError):
        till.cancel(wrong)

    till.reverse(transfer)
    again = till.transfer(right, bank_reference="NTT1")

    assert (again.bank_reference, again.attempt) == ("NTT1", 1)
    assert queries.transfer_by_reference(till.payer, "ntt1") == again
    assert till.cancel(wrong)


def test_other_money_on_deposit_pays_what_is_open_again(till: Till) -> None:
    order = till.ordered(till.bill())
    twice = till.transfer(order)
    till.transfer(order, is_further=True)

    till.reverse(twice)

    assert queries.open_bills(till.payer) == []
    assert queries.deposit_idr(till.payer) == 0


def test_counts_that_are_kept_are_told_by_whom_was_paid_for(till: Till) -> None:
    """The first of two payments goes, so as many are paid for as after it, but others."""
    bill = till.bill()
    order = till.ordered(bill)
    first = till.transfer(order, PRICE_IDR)
    seen = queries.open_bills(till.payer)[0].state
    till.transfer(order, PRICE_IDR, is_further=True)

    till.reverse(first)

    assert queries.open_bills(till.payer)[0].settled_people == 1
    assert queries.open_bills(till.payer)[0].state != seen


def test_who_recorded_it_does_not_reverse_it_even_as_head(till: Till, users: Users) -> None:
    RoleGrant.objects.create(user=users.treasurer, role="head", area_code="53.03", from_date=date(2025, 1, 1))
    transfer = till.transfer(till.ordered(till.bill()))

    with pytest.raises(SamePersonError, match="JRG-602"):
        till.reverse(transfer, actor=users.treasurer)
    for who in (users.officer, users.auditor):
        with pytest.raises(NotAllowedError):
            till.reverse(transfer, actor=who)


def claimed_back(till: Till) -> Transfer:
    """Dues that it paid are claimed back from the insurer."""
    transfer = till.transfer(till.ordered(bill := till.bill()))
    till.claim(till.named(bill, annex()[0]))
    return transfer


def completed_by_later_money(till: Till) -> Transfer:
    """A person is paid for with a rest of it and with money that came later."""
    transfer = till.transfer(order := till.ordered(till.bill()), PRICE_IDR - 1)
    till.transfer(order, 1, is_further=True)
    return transfer


def taken_from_the_deposit(till: Till) -> Transfer:
    """What it left on deposit is claimed back."""
    order = till.ordered(till.bill())
    transfer = till.transfer(order, order.amount_idr + 5_000)
    till.claim_deposit(5_000)
    return transfer


def reversed_before(till: Till) -> Transfer:
    till.reverse(transfer := till.transfer(till.ordered(till.bill())))
    return transfer


@pytest.mark.parametrize(
    ("scene", "refusal", "changes"),
    [
        (claimed_back, errors.TransferClaimedError, {}),
        (completed_by_later_money, errors.TransferUsedError, {}),
        (taken_from_the_deposit, errors.TransferUsedError, {}),
        (reversed_before, errors.TransferReversedError, {}),
        (Till.transferred, errors.ReversalDateError, {"on": PAID_ON - timedelta(days=1)}),
        (Till.transferred, errors.ReversalDateError, {"on": PAID_ON + timedelta(days=1)}),
        (Till.transferred, ReasonMissingError, {"reason": "x"}),
    ],
)
def test_what_other_acts_rest_on_is_not_reversed(
    till: Till, scene: Any, refusal: type[JaringError], changes: dict[str, Any]
) -> None:
    transfer = scene(till)
    stood = standing()

    with pytest.raises(refusal):
        till.reverse(transfer, **changes)

    assert standing() == stood


def test_a_closed_month_takes_no_reversal_and_the_next_one_does(till: Till) -> None:
    transfer = till.transferred()
    later = NOW + timedelta(days=30)
    close_month(till.programme.year.regency, DECEMBER, actor=till.users.treasurer, now=later)

    with pytest.raises(PeriodClosedError, match="JRG-201"):
        till.reverse(transfer, on=date(2026, 12, 20), now=later)

    assert till.reverse(transfer, on=date(2027, 1, 5), now=later)


def test_the_journal_for_sipd_takes_it_back_in_the_month_of_the_reversal(till: Till) -> None:
    transfer = till.transferred()
    till.reverse(transfer, on=date(2027, 1, 5), now=NOW + timedelta(days=30))
    everything = Transfer.objects.all(), RefundReceipt.objects.all()

    then, back = (sipd.journal_of(month, *everything) for month in (DECEMBER, DECEMBER + 1))

    assert [(line.account_code, line.debit_idr, line.credit_idr, line.sp2d) for line in back] == [
        (line.account_code, line.credit_idr, line.debit_idr, line.sp2d) for line in then
    ]
    assert {line.day for line in back} == {date(2027, 1, 5)}


def test_the_head_reverses_it_on_its_page_and_the_audit_chain_says_why(
    till: Till, users: Users, client_of: ClientOf
) -> None:
    transfer = till.transferred()
    page, receipt = (reverse(f"payments:{name}", args=[transfer.public_id]) for name in ("transfer", "receipt"))
    with time_machine.travel(NOW, tick=False):
        head, treasurer = client_of(users.head), client_of(users.treasurer)
        form = head.get(page).context["reversal_form"]
        assert treasurer.get(page).context["reversal_form"] is None  # It was the treasurer who recorded it.
        given = {key: form[key].value() for key in ("request_key", "reversed_on")} | {"reason": "Nomor SPP tertukar"}
        answer = head.post(
            reverse("payments:transfer_reverse", args=[transfer.public_id]),
            given | {"reversed_on": "10-12-2026"},
            follow=True,
        )

        assert "Nomor SPP tertukar" in answer.text
        assert "Iuran yang terbuka lagi" in answer.text
        assert transfer.order is not None
        for address in (reverse("payments:list"), reverse("payments:order", args=[transfer.order.public_id])):
            assert "badge-bad" in treasurer.get(address).text
        assert "JRG-595" in head.get(receipt).text

    written = AuditEntry.objects.get(event="payment.reversed")
    assert (written.actor, written.reason) == (users.head, "Nomor SPP tertukar")
