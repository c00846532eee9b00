"""Do the tests notice? Each safety is switched off on purpose, and the test that promises it must fail."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4

import pytest
import test_ledger
import test_money_faults
import test_payment_services
import test_vault
import test_walls
from django.db import IntegrityError, connection, transaction
from money_trail import Till, annex
from test_walls import draft, history  # noqa: F401  # pytest finds fixtures by name.

from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.audit import services as audit
from jaring.office.billing import services as billing
from jaring.office.books import queries as books_queries
from jaring.office.books import services as books
from jaring.office.books.models import Entry
from jaring.office.locks import BusyError
from jaring.office.payments import queries
from jaring.office.payments.models import (
    Allocation,
    BillApproval,
    OrderCancellation,
    OrderedBill,
    Settlement,
    Transfer,
    TransferReversal,
)
from jaring.office.payments.services import approval, transfers
from jaring.office.people.models import Person

if TYPE_CHECKING:
    from conftest import Programme, Users

    Patch = pytest.MonkeyPatch

pytestmark = pytest.mark.tampers

PAGE = Path(__file__).parents[2] / "docs/developer/saboteurs.md"


class Saboteur(NamedTuple):
    """A safety that is switched off, the test that must fail then, and what that test is given beside fixtures."""

    switch_off: Callable[[Patch], None]
    noticed_by: Callable[..., None]
    given: dict[str, Any] = {}
    only_on_postgresql: bool = False


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    return Till(programme, users)


# The promises that no other test holds past the services ------------------------------------------------


def refuses_the_issuer_as_approver(till: Till) -> None:
    bill = till.bill()
    with pytest.raises(IntegrityError, match="does not approve"), transaction.atomic():
        BillApproval.objects.create(bill=bill, approved_by=bill.issued_by, approved_at=bill.issued_at)


def refuses_a_bill_in_two_orders(till: Till) -> None:
    ordered = till.ordered(till.bill()).ordered.get()
    till.approve(december := till.bill(Month(2026, 12)))
    other = till.order(december)
    with pytest.raises(IntegrityError, match="one order at a time"), transaction.atomic():
        OrderedBill.objects.create(order=other, bill=ordered.bill, attempt=1, amount_idr=ordered.amount_idr)


def refuses_to_cancel_a_paid_order(till: Till) -> None:
    till.transfer(order := till.ordered(till.bill()))
    with pytest.raises(IntegrityError, match="is not cancelled"), transaction.atomic():
        OrderCancellation.objects.create(
            order=order, reason="x", cancelled_by=order.made_by, cancelled_at=order.made_at
        )


def refuses_to_settle_more_than_was_paid(till: Till) -> None:
    till.transfer(till.ordered(till.bill()))
    till.bill(Month(2026, 12))
    with pytest.raises(IntegrityError, match="than lies on deposit"), transaction.atomic():
        test_walls.copy(Settlement.objects.get(), bill_id=till.payer.bills.latest("month").pk)


def refuses_who_recorded_a_transfer_as_its_reverser(till: Till) -> None:
    transfer = till.transfer(till.ordered(till.bill()))
    with pytest.raises(IntegrityError, match="does not reverse it"), transaction.atomic():
        reverse_unseen(transfer, transfer.recorded_by)


def refuses_to_reverse_what_other_money_rests_on(till: Till) -> None:
    transfer = till.transfer(order := till.ordered(till.bill()), 16_799)
    till.transfer(order, 1, is_further=True)
    with pytest.raises(IntegrityError, match="rests on a transfer"), transaction.atomic():
        reverse_unseen(transfer, till.users.head)


def refuses_to_lose_an_allocation(till: Till) -> None:
    till.transfer(till.ordered(till.bill()))
    with pytest.raises(IntegrityError, match="only when it was freed"), transaction.atomic():
        Allocation.objects.all().delete()


def reverse_unseen(transfer: Transfer, who: User) -> None:
    """Write the reversal of a transfer past the service."""
    day, instant = transfer.value_date, transfer.recorded_at
    TransferReversal.objects.create(
        transfer=transfer, reason="x", reversed_on=day, reversed_by=who, reversed_at=instant
    )


def refuses_a_due_paid_in_part_or_though_released(till: Till) -> None:
    bill, somebody = till.bill(), annex()[0]
    till.release(till.named(bill, somebody))
    till.transfer(till.ordered(bill), 2 * 16_800)
    paid, unpaid = Allocation.objects.first(), annex()[3]
    assert paid is not None
    for person, amount_idr, why in ((somebody, paid.amount_idr, "released"), (unpaid, 1, "whole")):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            test_walls.copy(paid, person_id=person, amount_idr=amount_idr)


LOCKS: dict[str, tuple[int, str, Callable[[Till], Callable[[], object]]]] = {
    "chain": (7101, "hashtext('53.03')", lambda till: partial(till.approve, till.bill())),
    "year": (7102, "(SELECT id FROM programme_programmeyear)", lambda till: till.bill),
    "books": (7103, "hashtext('53.03')", lambda till: partial(till.transfer, till.ordered(till.bill()))),
    "deposit": (
        7104,
        "(SELECT id FROM programme_payer)",
        lambda till: partial(till.transfer, till.ordered(till.bill())),
    ),
}
"""By the name of a lock: how PostgreSQL knows it, and an act that takes it."""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", LOCKS)
def test_act_on_money_waits_while_another_holds_its_lock(till: Till, lock: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for everything")
    number, subject, scene = LOCKS[lock]
    act, other = scene(till), connection.copy()
    try:
        with other.cursor() as elsewhere, connection.cursor() as cursor:
            elsewhere.execute(f"SELECT pg_advisory_lock({number}, ({subject})::integer)")
            cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(BusyError):
                act()
    finally:
        other.close()
        connection.close()  # Its setting goes with it.


# Ways of switching off -----------------------------------------------------------------------------------


def without_trigger(table: str, on_sqlite: str, on_postgresql: str = "") -> Callable[[Patch], None]:
    def switch_off(_: Patch) -> None:
        connection.check_constraints()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {on_postgresql or on_sqlite} ON {table}")
            else:
                cursor.execute(f"DROP TRIGGER {on_sqlite}")

    return switch_off


def without_constraint(table: str, name: str) -> Callable[[Patch], None]:
    def switch_off(_: Patch) -> None:
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")

    return switch_off


def patched(place: Any, name: str, instead: Any) -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(place, name, instead)


def nothing(*_: object, **__: object) -> None:
    """Take the place of a safety."""


def never_seen(key: UUID, purpose: str, *content: object) -> audit.Claim:
    return audit.Claim(uuid4(), purpose, "")


def seen_whatever_it_said(key: UUID, purpose: str, *content: object) -> audit.Claim:
    seen = audit.RequestKey.objects.filter(key=key).first()
    return audit.Claim(key, purpose, "", seen.answer_id if seen else None)


write_entry, settle = books._write, audit.Claim.settle


def write_on_the_day_itself(entry: Entry, amounts: Any, **_: object) -> Entry:
    return write_entry(entry, amounts)


def settle_for_itself(claim: audit.Claim, answer_id: int, now: Any) -> None:
    settle(claim, answer_id, now)
    with connection.cursor() as cursor:
        cursor.execute("COMMIT")
        cursor.execute("BEGIN")


LEDGER, PAYMENTS, WALLS = test_ledger, test_payment_services, test_walls
UNEVEN = {"amounts": {"deposit": 100, "cash": -99}}
ALLOCATION = "payments_allocation"

SABOTEURS: dict[str, Saboteur] = {
    "The request key is ignored": Saboteur(
        patched(audit, "claim_request_key", never_seen), PAYMENTS.test_a_bill_is_approved_once
    ),
    "A request key is taken for any content": Saboteur(
        patched(audit, "claim_request_key", seen_whatever_it_said),
        PAYMENTS.test_the_same_request_pays_once_and_another_content_is_refused,
    ),
    "Nothing is written into the audit chain": Saboteur(
        patched(audit, "record", nothing), PAYMENTS.test_every_step_stands_in_the_audit_chain
    ),
    "Anybody may approve": Saboteur(
        patched(approval, "require", nothing), PAYMENTS.test_only_the_head_approves, {"who": "officer"}
    ),
    "Bank references are compared letter by letter": Saboteur(
        patched(queries, "plain_reference", str), PAYMENTS.test_one_bank_reference_is_entered_once
    ),
    "Payments made before are not asked about": Saboteur(
        patched(transfers, "_check_not_paid_before", nothing),
        PAYMENTS.test_a_partial_payment_is_made_good_by_a_further_one,
    ),
    "What is learnt late keeps its closed day": Saboteur(
        patched(books, "_write", write_on_the_day_itself),
        LEDGER.test_what_is_learnt_after_closing_is_dated_on_the_first_open_day,
    ),
    "Everybody sees every entry of the ledger": Saboteur(
        patched(books_queries, "entries_visible_to", lambda _: Entry.objects.all()),
        LEDGER.test_entries_are_seen_by_who_may_see_money_of_the_regency,
    ),
    "A sealed number is not bound to its row": Saboteur(
        patched(vault, "_place", lambda table, column, _: f"{table} {column}".encode()),
        test_vault.test_number_moved_to_another_person_does_not_open,
    ),
    "An entry of the ledger need not balance": Saboteur(
        without_trigger("books_entry", "books_entry_balances"),
        LEDGER.test_the_database_refuses_an_entry_that_does_not_balance,
        UNEVEN,
    ),
    "A line may join a sealed entry": Saboteur(
        without_trigger("books_posting", "books_posting_not_sealed"),
        LEDGER.test_the_database_refuses_a_line_that_joins_a_standing_entry,
    ),
    "The numbers of entries may have gaps": Saboteur(
        without_trigger("books_entry", "books_entry_number"),
        LEDGER.test_the_database_refuses_a_gap_and_a_repeated_number,
        {"number": 3},
    ),
    "A closed month takes entries": Saboteur(
        without_trigger("books_entry", "books_entry_open"), LEDGER.test_a_closed_month_takes_no_entry_by_any_way
    ),
    "A reversal may be of another amount": Saboteur(
        without_trigger("books_entry", "books_entry_opposite"),
        LEDGER.test_the_database_refuses_a_reversal_that_is_not_the_exact_opposite,
    ),
    "History of the ledger may be changed": Saboteur(
        without_trigger("books_posting", "books_posting_no_update", "append_only"),
        LEDGER.test_history_of_the_ledger_stays,
        {"table": "books_posting", "statement": "UPDATE {} SET {}"},
    ),
    "Whoever drafts a decree may enact it": Saboteur(
        without_trigger("programme_decreeenactment", "programme_two_people"), WALLS.test_drafter_does_not_enact
    ),
    "Somebody may be enrolled twice in a month": Saboteur(
        without_trigger("programme_enrolment", "programme_enrolment_alone"),
        WALLS.test_nobody_is_enrolled_twice_in_a_month,
        {"first": (2026, 11), "until": (2027, 2)},
    ),
    "Whoever issues a bill may approve it": Saboteur(
        without_trigger("payments_billapproval", "payments_other_approves"), refuses_the_issuer_as_approver
    ),
    "A bill may stand in two orders": Saboteur(
        without_trigger("payments_orderedbill", "payments_in_turn"), refuses_a_bill_in_two_orders
    ),
    "A paid order may be cancelled": Saboteur(
        without_trigger("payments_ordercancellation", "payments_not_paid"), refuses_to_cancel_a_paid_order
    ),
    "More may be settled than was paid": Saboteur(
        without_trigger("payments_settlement", "payments_enough"), refuses_to_settle_more_than_was_paid
    ),
    "Whoever recorded a transfer may reverse it": Saboteur(
        without_trigger("payments_transferreversal", "payments_other_reverses"),
        refuses_who_recorded_a_transfer_as_its_reverser,
    ),
    "A transfer may be reversed though its money was used": Saboteur(
        without_trigger("payments_transferreversal", "payments_nothing_built"),
        refuses_to_reverse_what_other_money_rests_on,
    ),
    "An allocation may be lost": Saboteur(
        without_trigger(ALLOCATION, "payments_allocation_no_delete", "payments_freed_only"),
        refuses_to_lose_an_allocation,
    ),
    "A released due may be paid": Saboteur(
        without_trigger(ALLOCATION, "payments_not_released", "payments_allocations"),
        refuses_a_due_paid_in_part_or_though_released,
    ),
    "A due may be paid in part": Saboteur(
        without_trigger(ALLOCATION, "payments_paid_whole", "payments_allocations"),
        refuses_a_due_paid_in_part_or_though_released,
    ),
    "A month may be billed twice": Saboteur(
        without_constraint("billing_bill", "billing_one_bill"),
        WALLS.test_every_constraint_refuses_a_row_that_breaks_it,
        only_on_postgresql=True,
    ),
    "A bank reference may come twice": Saboteur(
        without_constraint("payments_transfer", "payments_one_reference"),
        WALLS.test_every_constraint_refuses_a_row_that_breaks_it,
        only_on_postgresql=True,
    ),
}
TRANSACTIONS: dict[str, Saboteur] = {
    "Bills of a year do not wait for one another": Saboteur(
        patched(billing, "lock_year", nothing),
        test_act_on_money_waits_while_another_holds_its_lock,
        {"lock": "year"},
        only_on_postgresql=True,
    ),
    "Payments of a payer do not wait for one another": Saboteur(
        patched(transfers, "lock_deposit", nothing),
        test_act_on_money_waits_while_another_holds_its_lock,
        {"lock": "deposit"},
        only_on_postgresql=True,
    ),
    "Entries of the ledger do not wait for one another": Saboteur(
        patched(books, "lock_books", nothing),
        test_act_on_money_waits_while_another_holds_its_lock,
        {"lock": "books"},
        only_on_postgresql=True,
    ),
    "Entries of the audit chain do not wait for one another": Saboteur(
        patched(audit, "lock_chain", nothing),
        test_act_on_money_waits_while_another_holds_its_lock,
        {"lock": "chain"},
        only_on_postgresql=True,
    ),
    "The request key is kept for itself": Saboteur(
        patched(audit.Claim, "settle", settle_for_itself),
        test_money_faults.test_cut_at_any_statement_or_at_the_commit_leaves_nothing_and_the_same_call_then_succeeds,
        {"name": "approve_bill"},
    ),
}
"""What only a test sees that really commits."""


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens in the block, which may hold transactions that want to be the outermost."""
    outermost = transaction.atomic()
    outermost._from_testcase = True  # type: ignore[attr-defined]  # As Django's own tests do.
    with outermost:
        try:
            yield
        finally:
            transaction.set_rollback(True)


def arguments(saboteur: Saboteur, request: pytest.FixtureRequest) -> dict[str, Any]:
    names = inspect.signature(saboteur.noticed_by).parameters
    return {name: saboteur.given.get(name) or request.getfixturevalue(name) for name in names}


def skip_on_sqlite_if_it_must(saboteur: Saboteur) -> None:
    if saboteur.only_on_postgresql and connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock, and drops no constraint")


NOTICED = (Exception, pytest.fail.Exception)


@pytest.mark.django_db
@pytest.mark.parametrize("what", SABOTEURS)
def test_saboteur_is_noticed(what: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    saboteur = SABOTEURS[what]
    skip_on_sqlite_if_it_must(saboteur)
    given = arguments(saboteur, request)
    with undone():
        saboteur.noticed_by(**given)

    with undone():
        saboteur.switch_off(monkeypatch)
        with pytest.raises(NOTICED):
            saboteur.noticed_by(**given)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", TRANSACTIONS)
def test_saboteur_of_a_transaction_is_noticed(
    what: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    saboteur = TRANSACTIONS[what]
    skip_on_sqlite_if_it_must(saboteur)
    given = arguments(saboteur, request)

    saboteur.switch_off(monkeypatch)

    with pytest.raises((AssertionError, pytest.fail.Exception), match=r"something stayed|DID NOT RAISE"):
        saboteur.noticed_by(**given)


def table() -> str:
    rows = [
        f"| {what} | `{saboteur.noticed_by.__name__}` | {'PostgreSQL' if saboteur.only_on_postgresql else 'both'} |\n"
        for what, saboteur in (SABOTEURS | TRANSACTIONS).items()
    ]
    return "| Switched off | What notices | On |\n| --- | --- | --- |\n" + "".join(rows)


def test_page_of_saboteurs_is_what_is_tried_here() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")
