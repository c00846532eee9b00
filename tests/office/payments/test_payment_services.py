"""A bill is approved by another, ordered once, paid, and its money reaches whole people in the order of the annex."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import paper_trail as trail
import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from money_trail import NOW, PAID_ON, PRICE_IDR, PROOF, Till, annex

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office.access.models import RoleGrant, User
from jaring.office.access.scope import NotAllowedError, SamePersonError
from jaring.office.audit.models import AuditEntry
from jaring.office.audit.services import KeyReusedError
from jaring.office.books.models import Entry, Posting
from jaring.office.books.services import close_month
from jaring.office.payments import errors, proofs, queries, services
from jaring.office.payments.models import (
    Allocation,
    AllocationRun,
    BillingCode,
    PaymentOrder,
    RefundClaim,
    Release,
    Settlement,
    Transfer,
)
from jaring.office.people.models import Person
from jaring.office.programme.models import Payer
from jaring.office.programme.services import add_payer

if TYPE_CHECKING:
    from conftest import Programme, Users

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    """Four people of 53.03 are covered from November on."""
    return Till(programme, users)


@pytest.fixture
def donor(till: Till) -> Payer:
    return add_payer(till.programme.year.regency, "CSR", "CSR contoh")


def balance(account: str) -> int:
    return int(Posting.objects.filter(account=account).aggregate(sum=Sum("amount_idr"))["sum"] or 0)


# Approval and order ---------------------------------------------------------------------------------------


def test_whoever_issued_a_bill_does_not_approve_it(till: Till) -> None:
    bill = trail.bill(till.payer, till.users.head)

    with pytest.raises(SamePersonError, match="JRG-602"):
        till.approve(bill)


def test_a_bill_is_approved_once(till: Till) -> None:
    bill = till.bill()
    key = uuid4()
    first = till.approve(bill, request_key=key)

    assert till.approve(bill, request_key=key) == first
    with pytest.raises(errors.AlreadyApprovedError, match="JRG-221"):
        till.approve(bill)


@pytest.mark.parametrize("who", ["operator", "officer", "treasurer", "auditor", "officer_elsewhere"])
def test_only_the_head_approves(till: Till, who: str) -> None:
    bill = till.bill()

    with pytest.raises(NotAllowedError):
        till.approve(bill, actor=getattr(till.users, who))


def test_a_bill_that_nobody_approved_is_not_ordered(till: Till) -> None:
    with pytest.raises(errors.BillNotApprovedError, match="JRG-220"):
        till.order(till.bill())


def test_whoever_approved_a_bill_does_not_order_it(till: Till, users: Users) -> None:
    RoleGrant.objects.create(user=users.head, role="officer", area_code="53.03", from_date=date(2025, 1, 1))
    bill = till.bill()
    till.approve(bill)

    with pytest.raises(SamePersonError):
        till.order(bill, actor=User.objects.get(pk=users.head.pk))


def test_an_order_holds_what_is_open_of_its_bills(till: Till) -> None:
    order = till.ordered(till.bill(), till.bill(Month(2026, 12)))

    assert order.amount_idr == 8 * PRICE_IDR
    assert [row.amount_idr for row in order.ordered.order_by("bill")] == [4 * PRICE_IDR] * 2


def test_a_bill_stands_in_one_order_until_that_is_cancelled(till: Till) -> None:
    bill = till.bill()
    order = till.ordered(bill)
    with pytest.raises(errors.BillOrderedError, match="JRG-223"):
        till.order(bill)

    till.cancel(order)

    assert till.order(bill).ordered.get().attempt == 1


def test_an_order_that_was_paid_is_not_cancelled(till: Till) -> None:
    order = till.ordered(till.bill())
    till.transfer(order)

    with pytest.raises(errors.OrderPaidError, match="JRG-229"):
        till.cancel(order)


def test_a_paid_bill_is_not_ordered_again(till: Till) -> None:
    order = till.ordered(till.bill(), months_ahead=1)
    till.transfer(order)
    bill = till.bill(Month(2026, 12))
    till.apply()
    till.approve(bill)

    with pytest.raises(errors.NothingOpenError, match="JRG-222"):
        till.order(bill)


def test_order_numbers_are_used_once(till: Till) -> None:
    till.approve(first := till.bill())
    till.approve(second := till.bill(Month(2026, 12)))
    till.order(first, number="01/SPP")

    with pytest.raises(errors.OrderNumberTakenError, match="JRG-224"):
        till.order(second, number="01/SPP")


def test_an_order_needs_bills_of_its_payer(till: Till) -> None:
    till.approve(bill := till.bill())
    other = add_payer(till.programme.year.regency, "DANA_DESA", "Dana Desa contoh")

    for payer, bills in ((other, [bill]), (till.payer, [])):
        with pytest.raises(errors.OrderMixedError, match="JRG-225"):
            till.order(*bills, payer=payer)


def test_donors_pay_without_an_order(till: Till, donor: Payer) -> None:
    with pytest.raises(errors.OrderNotNeededError, match="JRG-226"):
        till.order(payer=donor)

    paper = till.paper(1_000_000, spm_number="", spm_date=None, sp2d_number="", sp2d_date=None)
    till.transfer(None, paper=paper, payer=donor)

    assert queries.deposit_idr(donor) == 1_000_000


def test_months_ahead_cost_what_the_law_says_for_those_enrolled(till: Till) -> None:
    order = till.ordered(till.bill(), months_ahead=1)

    assert (order.prepaid_from, order.prepaid_until) == (Month(2026, 12), Month(2027, 1))
    assert (order.dues_idr, order.prepaid_idr) == (4 * PRICE_IDR, 4 * PRICE_IDR)


@pytest.mark.parametrize("months", [2, 13, -1])
def test_no_month_beyond_the_budget_year_is_paid_ahead(till: Till, months: int) -> None:
    till.approve(bill := till.bill())

    with pytest.raises(errors.MonthsAheadError, match="JRG-236"):
        till.order(bill, months_ahead=months)


def test_a_later_billing_code_takes_the_place_of_the_first(till: Till) -> None:
    order = till.ordered(till.bill())
    for code in ("260012345", "260099999", "260012345"):
        till.enter_code(order, code)

    assert BillingCode.objects.count() == 2


# Transfer and allocation ----------------------------------------------------------------------------------


def test_a_bill_paid_whole_leaves_nothing_open_and_nothing_on_deposit(till: Till) -> None:
    bill = till.bill()
    till.transfer(till.ordered(bill))

    assert Allocation.objects.filter(bill=bill).count() == 4
    assert queries.open_bills(till.payer) == []
    assert queries.deposit_idr(till.payer) == 0
    assert balance("payable") == balance("deposit") == 0
    assert balance("cash") == -4 * PRICE_IDR


@pytest.mark.parametrize(
    ("paid_idr", "covered", "deposit_idr"),
    [
        (1, 0, 1),
        (PRICE_IDR - 1, 0, PRICE_IDR - 1),
        (PRICE_IDR, 1, 0),
        (2 * PRICE_IDR + 500, 2, 500),
        (4 * PRICE_IDR, 4, 0),
        (4 * PRICE_IDR + 1, 4, 1),
        (8 * PRICE_IDR, 4, 4 * PRICE_IDR),
    ],
)
def test_money_pays_whole_people_in_annex_order_and_the_rest_stays_on_deposit(
    till: Till, paid_idr: int, covered: int, deposit_idr: int
) -> None:
    bill = till.bill()
    till.transfer(till.ordered(bill), paid_idr)

    paid = set(Allocation.objects.filter(bill=bill).values_list("person", flat=True))
    assert paid == set(annex()[:covered])
    assert queries.deposit_idr(till.payer) == balance("deposit") == deposit_idr
    assert balance("payable") == -(4 - covered) * PRICE_IDR


def test_the_oldest_bill_is_paid_first(till: Till) -> None:
    older, newer = till.bill(), till.bill(Month(2026, 12))
    till.transfer(till.ordered(newer, older), 5 * PRICE_IDR)

    assert [Allocation.objects.filter(bill=bill).count() for bill in (older, newer)] == [4, 1]


def test_a_partial_payment_is_made_good_by_a_further_one(till: Till) -> None:
    bill = till.bill()
    order = till.ordered(bill)
    first = till.transfer(order, 3 * PRICE_IDR - 100)
    with pytest.raises(errors.FurtherTransferError, match="JRG-233"):
        till.transfer(order, PRICE_IDR + 100)
    second = till.transfer(order, PRICE_IDR + 100, is_further=True)

    assert queries.open_bills(till.payer) == []
    assert [each.people for each in Settlement.objects.order_by("id")] == [2, 2]
    assert list(Settlement.objects.order_by("id").values_list("transfer", flat=True)) == [first.pk, second.pk]


def test_a_due_names_the_transfer_whose_money_completed_it(till: Till) -> None:
    bill = till.bill()
    order = till.ordered(bill)
    till.transfer(order, PRICE_IDR // 2)
    second = till.transfer(order, 4 * PRICE_IDR, is_further=True)

    assert set(Allocation.objects.values_list("transfer", flat=True)) == {second.pk}
    assert queries.deposit_idr(till.payer) == PRICE_IDR // 2


def test_money_paid_ahead_is_set_against_the_next_bill(till: Till) -> None:
    transfer = till.transfer(till.ordered(till.bill(), months_ahead=1))
    assert queries.deposit_idr(till.payer) == 4 * PRICE_IDR

    december = till.bill(Month(2026, 12))
    run = till.apply()

    assert run is not None
    assert set(Allocation.objects.filter(bill=december).values_list("transfer", flat=True)) == {transfer.pk}
    assert queries.deposit_idr(till.payer) == 0


def test_a_deposit_with_nothing_to_pay_stays_where_it_is(till: Till) -> None:
    key = uuid4()

    assert till.apply(request_key=key) is None
    assert till.apply(request_key=key) is None
    assert not AllocationRun.objects.exists()


def test_one_bank_reference_is_entered_once(till: Till) -> None:
    order = till.ordered(till.bill())
    till.transfer(order, PRICE_IDR, bank_reference="ntt 001")

    with pytest.raises(errors.ReferenceUsedError, match="JRG-232"):
        till.transfer(order, PRICE_IDR, bank_reference="NTT001 ", is_further=True)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount_idr": 0}, errors.AmountNotPositiveError),
        ({"bank_reference": "  "}, errors.ReferenceMissingError),
        ({"spm_number": "", "spm_date": None}, errors.PapersMissingError),
        ({"sp2d_date": None}, errors.PapersMissingError),
        ({"sp2d_date": PAID_ON - timedelta(days=1)}, errors.PapersOutOfOrderError),
        ({"value_date": PAID_ON + timedelta(days=1)}, errors.ValueDateError),
    ],
)
def test_a_transfer_needs_whole_papers_in_their_order(
    till: Till, changes: dict[str, Any], refusal: type[JaringError]
) -> None:
    order = till.ordered(till.bill())

    with pytest.raises(refusal):
        till.transfer(order, **{"amount_idr": 1} | changes)
    assert not Transfer.objects.exists()


def test_public_money_needs_an_order(till: Till) -> None:
    with pytest.raises(errors.OrderMissingError, match="JRG-227"):
        till.transfer(None, PRICE_IDR)


def test_a_cancelled_order_is_not_paid(till: Till) -> None:
    order = till.ordered(till.bill())
    till.cancel(order)

    with pytest.raises(errors.OrderCancelledError, match="JRG-228"):
        till.transfer(order)


def test_the_same_request_pays_once_and_another_content_is_refused(till: Till) -> None:
    order = till.ordered(till.bill())
    key, paper = uuid4(), till.paper(order.amount_idr)
    first = till.transfer(order, paper=paper, request_key=key)

    assert till.transfer(order, paper=paper, request_key=key) == first
    assert (Transfer.objects.count(), Entry.objects.filter(kind="transfer").count()) == (1, 1)
    with pytest.raises(KeyReusedError, match="JRG-301"):
        till.transfer(order, paper=till.paper(1), request_key=key)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04", b"MZ", b"%PDF-" + b"x" * proofs.BYTES_MAX])
def test_a_proof_is_a_pdf_or_a_picture_of_bounded_size(content: bytes) -> None:
    with pytest.raises(errors.ProofRefusedError, match="JRG-235"):
        proofs.keep(content)


def test_a_proof_is_kept_under_its_hash_and_an_altered_one_is_seen(till: Till) -> None:
    transfer = till.transfer(till.ordered(till.bill()))
    path = proofs.proof_of(transfer)
    assert path.read_bytes() == PROOF
    assert proofs.is_whole(transfer)

    path.chmod(0o600)
    path.write_bytes(PROOF + b"x")

    assert not proofs.is_whole(transfer)


# Refunds --------------------------------------------------------------------------------------------------


def test_what_was_paid_for_somebody_is_claimed_and_comes_back(till: Till) -> None:
    bill = till.paid()
    first, second = annex()[:2]
    claim = till.claim([*till.named(bill, first, reason="died"), *till.named(bill, second)])
    assert (claim.people, claim.amount_idr) == (2, 2 * PRICE_IDR)
    assert balance("refund_receivable") == 2 * PRICE_IDR

    till.receive(claim, PRICE_IDR)
    assert balance("refund_receivable") == PRICE_IDR
    till.receive(claim, PRICE_IDR)

    assert balance("refund_receivable") == 0
    assert balance("cash") == -2 * PRICE_IDR
    assert balance("expense_jkk") + balance("expense_jkm") == 2 * PRICE_IDR
    with pytest.raises(errors.ClaimSettledError, match="JRG-243"):
        till.receive(claim, 1)


def test_a_due_is_claimed_back_once_and_only_when_it_was_paid(till: Till) -> None:
    bill = till.bill()
    somebody = annex()[0]
    with pytest.raises(errors.DueNotPaidError, match="JRG-237"):
        till.claim(till.named(bill, somebody))
    till.transfer(till.ordered(bill))
    till.claim(till.named(bill, somebody))

    with pytest.raises(errors.DueClaimedError, match="JRG-238"):
        till.claim(till.named(bill, *annex()[:2]))
    with pytest.raises(errors.NobodyNamedError, match="JRG-246"):
        till.claim([])
    assert RefundClaim.objects.count() == 1


def test_money_on_deposit_is_claimed_up_to_what_lies_there(till: Till) -> None:
    order = till.ordered(till.bill())
    till.transfer(order, order.amount_idr + 5_000)
    with pytest.raises(errors.DepositTooSmallError, match="JRG-239"):
        till.claim_deposit(5_001)

    till.claim_deposit(5_000)

    assert queries.deposit_idr(till.payer) == balance("deposit") == 0
    assert balance("refund_receivable") == 5_000


def test_a_refused_rest_is_written_off_by_another(till: Till) -> None:
    bill = till.paid()
    claim = till.claim(till.named(bill, *annex()[:2]), actor=till.users.head)
    till.receive(claim, PRICE_IDR)
    with pytest.raises(SamePersonError):
        till.write_off(claim)
    other = till.claim(till.named(bill, annex()[2]))

    assert till.write_off(other).amount_idr == PRICE_IDR
    assert balance("refund_receivable") == PRICE_IDR
    with pytest.raises(errors.ClaimSettledError):
        till.write_off(other)


def test_a_refused_claim_of_the_deposit_leaves_the_money_there_and_it_pays_the_next_bill(till: Till) -> None:
    order = till.ordered(till.bill())
    till.transfer(order, order.amount_idr + 4 * PRICE_IDR)
    claim = till.claim_deposit(4 * PRICE_IDR)
    december = till.bill(Month(2026, 12))
    assert till.apply() is None

    till.write_off(claim)
    till.apply()

    assert Allocation.objects.filter(bill=december).count() == 4


def test_no_more_comes_back_than_was_claimed(till: Till) -> None:
    claim = till.claim(till.named(till.paid(), annex()[0]))

    with pytest.raises(errors.ReceiptTooLargeError, match="JRG-241"):
        till.receive(claim, PRICE_IDR + 1)
    till.receive(claim, 100, bank_reference="A 1")
    with pytest.raises(errors.ReferenceUsedError):
        till.receive(claim, 100, bank_reference="a1")


# Releases -------------------------------------------------------------------------------------------------


def ask(till: Till, dues: list[services.NamedDue], **options: Any) -> Any:
    given = {"request_key": uuid4(), "actor": till.users.officer, "now": NOW} | options
    return services.request_release(till.payer, dues, reason="died", reference="Laporan lurah", **given)


def decide(till: Till, request: Any, **options: Any) -> Any:
    given = {"is_granted": True, "request_key": uuid4(), "actor": till.users.head, "now": NOW} | options
    return services.decide_release(request, **given)


def test_a_due_that_will_never_be_paid_is_released_by_two_people(till: Till) -> None:
    bill = till.bill()
    own = ask(till, till.named(bill, annex()[0]), actor=till.users.head)
    with pytest.raises(SamePersonError):
        decide(till, own)
    assert balance("payable") == -4 * PRICE_IDR
    decide(till, own, is_granted=False)

    decide(till, ask(till, till.named(bill, annex()[0])))

    assert Release.objects.count() == 1
    assert balance("payable") == -3 * PRICE_IDR
    order = till.ordered(bill)
    assert order.amount_idr == 3 * PRICE_IDR
    till.transfer(order)
    assert set(Allocation.objects.values_list("person", flat=True)) == set(annex()[1:])


def test_a_due_is_paid_or_released_never_both(till: Till) -> None:
    bill = till.bill()
    request = ask(till, till.named(bill, annex()[0]))
    till.transfer(till.ordered(bill))

    with pytest.raises(errors.DueNotOpenError, match="JRG-244"):
        decide(till, request)
    with pytest.raises(errors.DueNotOpenError):
        ask(till, till.named(bill, annex()[1]))
    decide(till, request, is_granted=False)
    with pytest.raises(errors.RequestDecidedError, match="JRG-245"):
        decide(till, request, is_granted=False)


# What holds for all ---------------------------------------------------------------------------------------


def test_every_step_stands_in_the_audit_chain(till: Till) -> None:
    bill = till.paid()
    till.receive(claim := till.claim(till.named(bill, annex()[0])), 1)
    till.write_off(claim)

    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert events >= {
        "bill.approved",
        "payment.ordered",
        "payment.transferred",
        "payment.allocated",
        "refund.claimed",
        "refund.received",
        "refund.written_off",
    }


def test_a_closed_month_dates_late_papers_on_the_first_open_day(till: Till) -> None:
    order = till.ordered(till.bill())
    later = datetime(2027, 1, 20, 4, 0, tzinfo=UTC)
    close_month(till.programme.year.regency, Month(2026, 12), actor=till.users.treasurer, now=later)

    till.transfer(order, now=later)

    assert Entry.objects.get(kind="transfer").date == date(2027, 1, 1)
    assert Transfer.objects.get().value_date == PAID_ON


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_statements_does_not_depend_on_the_number_of_people(
    till: Till, make_person: Any, villages: Any, number: int
) -> None:
    bill = till.bill()
    order = till.ordered(bill)
    with CaptureQueriesContext(connection) as seen:
        till.transfer(order, number * PRICE_IDR)

    assert len(seen) <= 45


def test_orders_are_unknown_by_a_number_that_nobody_gave(till: Till) -> None:
    with pytest.raises(errors.PaymentPaperUnknownError, match="JRG-248"):
        queries.order_by_number("53.03", "x")
    assert not PaymentOrder.objects.exists()
