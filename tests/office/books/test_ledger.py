"""The ledger balances because the database refuses anything else, and the past stays as it was known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import paper_trail as trail
import pytest
from django.db import IntegrityError, connection, transaction

from jaring.core.accounts import chart
from jaring.core.month import Month
from jaring.office.access.scope import NotAllowedError
from jaring.office.books import queries, services
from jaring.office.books.errors import (
    AlreadyClosedError,
    AlreadyReversedError,
    MonthNotOverError,
    PeriodClosedError,
    ReasonMissingError,
)
from jaring.office.books.models import Closing, Entry, Posting

if TYPE_CHECKING:
    from conftest import Programme, Users

    from jaring.office.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]  # Entries stand here for acts that nobody did.

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WHY = "Jumlah pada bukti setor keliru"


def post(
    programme: Programme,
    users: Users,
    amounts: dict[str, int],
    *,
    on: date = TODAY,
    at: datetime = NOW,
    kind: Entry.Kind = Entry.Kind.TRANSFER,
    source: UUID | None = None,
    or_first_open_day: bool = False,
) -> Entry:
    return services.post(
        kind,
        programme.payer,
        date=on,
        document="SP2D contoh",
        source=source or uuid4(),
        amounts=amounts,
        or_first_open_day=or_first_open_day,
        actor=users.treasurer,
        now=at,
    )


def balance(account: str, **when: object) -> int:
    entries = queries.known(Entry.objects.all(), **when)  # type: ignore[arg-type]  # Days and instants, by name.
    found = {each.account.key: each.balance_idr for each in queries.balances(entries)}
    return found.get(account, 0)


def raw(statement: str, *parameters: object) -> None:
    """Run a statement of one's own, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def enter_raw(after: Entry, number: int, day: date) -> None:
    """Write a balanced entry past the service, after the shape of another."""
    key = identifier(uuid4())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(POSTING, [key, 1, "cash", 5])
        cursor.execute(POSTING, [key, 2, "deposit", -5])
        cursor.execute(ENTRY, [key, number, day, identifier(uuid4()), identifier(after.id)])


def identifier(value: UUID) -> object:
    return value if connection.vendor == "postgresql" else value.hex


ENTRY = """INSERT INTO books_entry (id, regency_id, number, date, kind, payer_id, document, source, reason,
    recorded_by_id, recorded_at) SELECT %s, regency_id, %s, %s, 'transfer', payer_id, document, %s, reason,
    recorded_by_id, recorded_at FROM books_entry WHERE id = %s"""
POSTING = "INSERT INTO books_posting (entry_id, line, account, amount_idr) VALUES (%s, %s, %s, %s)"


def test_a_bill_is_owed_in_the_ledger_from_the_day_of_its_issue(
    programme: Programme, users: Users, people: dict[str, Person]
) -> None:
    run = trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)
    trail.initial_decree(run, users.officer, users.head)

    bill = trail.bill(programme.payer, users.officer)

    entry = Entry.objects.get(source=bill.public_id)
    assert (entry.kind, entry.month, entry.date, entry.number) == ("bill", trail.FIRST, TODAY, 1)
    assert {line.account: line.amount_idr for line in entry.postings.all()} == {
        "expense_jkk": bill.jkk_idr,
        "expense_jkm": bill.jkm_idr,
        "payable": -bill.total_idr,
    }
    assert balance("payable") == bill.total_idr


def test_amounts_of_nothing_leave_no_line(programme: Programme, users: Users) -> None:
    entry = post(programme, users, {"deposit": 100, "cash": -100, "payable": 0})

    assert set(entry.postings.values_list("account", flat=True)) == {"deposit", "cash"}


def test_numbers_run_without_a_gap(programme: Programme, users: Users) -> None:
    numbers = [post(programme, users, {"deposit": n, "cash": -n}).number for n in (1, 2, 3)]

    assert numbers == [1, 2, 3]


@pytest.mark.parametrize("amounts", [{"deposit": 100, "cash": -99}, {"deposit": 100}, {}, {"cash": 0}])
def test_the_database_refuses_an_entry_that_does_not_balance(
    programme: Programme, users: Users, amounts: dict[str, int]
) -> None:
    with pytest.raises(IntegrityError, match="balance"), transaction.atomic():
        post(programme, users, amounts)


def test_an_account_outside_the_chart_is_a_defect(programme: Programme, users: Users) -> None:
    with pytest.raises(AssertionError, match="the chart does not have"):
        post(programme, users, {"deposit": 1, "pocket": -1})


def test_the_database_refuses_a_line_that_joins_a_standing_entry(programme: Programme, users: Users) -> None:
    entry = post(programme, users, {"deposit": 100, "cash": -100})

    with pytest.raises(IntegrityError, match="sealed"):
        raw(POSTING, identifier(entry.id), 3, "cash", 5)


@pytest.mark.django_db(transaction=True)
def test_the_database_commits_no_lines_without_their_entry(programme: Programme, users: Users) -> None:
    with pytest.raises(IntegrityError):
        raw(POSTING, identifier(uuid4()), 1, "cash", 5)

    assert not Posting.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_database_refuses_a_gap_and_a_repeated_number(programme: Programme, users: Users, number: int) -> None:
    first = post(programme, users, {"deposit": 100, "cash": -100})

    with pytest.raises(IntegrityError, match="gap"):
        enter_raw(first, number, TODAY)


def test_one_effect_is_entered_once(programme: Programme, users: Users) -> None:
    source = uuid4()
    post(programme, users, {"deposit": 100, "cash": -100}, source=source)

    with pytest.raises(IntegrityError), transaction.atomic():
        post(programme, users, {"deposit": 100, "cash": -100}, source=source)


@pytest.mark.parametrize("table", ["books_entry", "books_posting", "books_closing"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_history_of_the_ledger_stays(programme: Programme, users: Users, table: str, statement: str) -> None:
    post(programme, users, {"deposit": 100, "cash": -100}, on=date(2026, 11, 2))
    services.close_month(programme.year.regency, Month(2026, 10), actor=users.treasurer, now=NOW)
    column = {"books_entry": "document = 'x'", "books_posting": "amount_idr = 1"}.get(table, "closed_at = NULL")

    with pytest.raises(IntegrityError, match="append-only"):
        raw(statement.format(table, column))


def test_a_reversal_undoes_the_entry_under_its_own_date_and_once(programme: Programme, users: Users) -> None:
    entry = post(programme, users, {"deposit": 100, "cash": -100}, on=date(2026, 11, 2))

    opposite = services.reverse(entry, date=TODAY, reason=WHY, actor=users.treasurer, now=NOW)

    assert (opposite.reverses, opposite.date, opposite.reason) == (entry, TODAY, WHY)
    assert balance("deposit", on=date(2026, 11, 22)) == 100
    assert balance("deposit", on=TODAY) == 0
    for twice in (entry, opposite):
        with pytest.raises(AlreadyReversedError):
            services.reverse(twice, date=TODAY, reason=WHY, actor=users.treasurer, now=NOW)


def test_a_reversal_asks_why(programme: Programme, users: Users) -> None:
    entry = post(programme, users, {"deposit": 100, "cash": -100})

    with pytest.raises(ReasonMissingError):
        services.reverse(entry, date=TODAY, reason="salah", actor=users.treasurer, now=NOW)


def test_the_database_refuses_a_reversal_that_is_not_the_exact_opposite(programme: Programme, users: Users) -> None:
    entry = post(programme, users, {"deposit": 100, "cash": -100})
    other = Entry(reverses=entry, kind=Entry.Kind.REVERSAL, regency_id="53.03", payer=programme.payer, number=2)
    other.date, other.source, other.recorded_by, other.recorded_at = TODAY, entry.id, users.treasurer, NOW

    def enter() -> None:
        with transaction.atomic():
            Posting.objects.create(entry_id=other.id, line=1, account="deposit", amount_idr=-99)
            Posting.objects.create(entry_id=other.id, line=2, account="cash", amount_idr=99)
            other.save(force_insert=True)

    with pytest.raises(IntegrityError, match="opposite"):
        enter()


def test_a_closed_month_takes_no_entry_by_any_way(programme: Programme, users: Users) -> None:
    first = post(programme, users, {"deposit": 100, "cash": -100}, on=date(2026, 10, 31))
    services.close_month(programme.year.regency, Month(2026, 10), actor=users.treasurer, now=NOW)

    with pytest.raises(PeriodClosedError):
        post(programme, users, {"deposit": 1, "cash": -1}, on=date(2026, 10, 31))
    with pytest.raises(IntegrityError, match="closed"):
        enter_raw(first, 2, date(2026, 10, 31))

    assert post(programme, users, {"deposit": 1, "cash": -1}, on=date(2026, 11, 1)).number == 2


def test_what_is_learnt_after_closing_is_dated_on_the_first_open_day(programme: Programme, users: Users) -> None:
    services.close_month(programme.year.regency, Month(2026, 10), actor=users.treasurer, now=NOW)

    late, in_time = (
        post(programme, users, {"deposit": 1, "cash": -1}, on=day, or_first_open_day=True)
        for day in (date(2026, 10, 7), date(2026, 11, 7))
    )

    assert (late.date, in_time.date) == (date(2026, 11, 1), date(2026, 11, 7))


def test_closing_waits_for_the_end_of_the_month_and_happens_once(programme: Programme, users: Users) -> None:
    regency = programme.year.regency
    with pytest.raises(MonthNotOverError):
        services.close_month(regency, Month(2026, 11), actor=users.treasurer, now=NOW)

    # 16.00 UTC on the last day is midnight in Kefamenanu: the month is over there.
    midnight = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    services.close_month(regency, Month(2026, 11), actor=users.treasurer, now=midnight)

    for month in (Month(2026, 11), Month(2026, 8)):
        with pytest.raises(AlreadyClosedError):
            services.close_month(regency, month, actor=users.treasurer, now=midnight)
    assert Closing.objects.count() == 1


def test_only_the_treasurer_of_the_regency_closes(programme: Programme, users: Users) -> None:
    for user in users:
        if user != users.treasurer:
            with pytest.raises(NotAllowedError):
                services.close_month(programme.year.regency, Month(2026, 10), actor=user, now=NOW)


def test_a_statement_of_a_past_day_is_printed_as_it_stood_then(programme: Programme, users: Users) -> None:
    early, late = date(2026, 11, 5), date(2026, 11, 20)
    post(programme, users, {"deposit": 100, "cash": -100}, on=early, at=NOW - timedelta(days=10))
    as_printed = balance("deposit", on=early, known_before=NOW - timedelta(days=5))

    post(programme, users, {"deposit": 7, "cash": -7}, on=early, at=NOW)  # Learnt late, of the same day.
    post(programme, users, {"deposit": 1000, "cash": -1000}, on=late, at=NOW)

    assert balance("deposit", on=early, known_before=NOW - timedelta(days=5)) == as_printed == 100
    assert balance("deposit", on=early) == 107
    assert balance("deposit") == 1107


def test_lines_of_an_account_carry_its_balance_on_its_own_side(programme: Programme, users: Users) -> None:
    post(programme, users, {"expense_jkk": 30, "payable": -30}, on=date(2026, 11, 2), kind=Entry.Kind.BILL)
    post(programme, users, {"payable": 20, "deposit": -20}, on=date(2026, 11, 3), kind=Entry.Kind.ALLOCATION)

    lines = queries.lines_of(chart()["payable"], Entry.objects.all())

    assert list(lines.values_list("balance_idr", flat=True)) == [30, 10]


def test_entries_are_seen_by_who_may_see_money_of_the_regency(programme: Programme, users: Users) -> None:
    entry = post(programme, users, {"deposit": 100, "cash": -100})

    seen_by = {user for user in users if entry in queries.entries_visible_to(user)}

    assert seen_by == {users.officer, users.head, users.treasurer, users.auditor}
