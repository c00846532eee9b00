"""The ledger as pages: balances lead to their lines, lines to the act behind them, and the treasurer closes months."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail
import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from jaring.core.accounts import chart
from jaring.office.access.models import User
from jaring.office.billing.services import issue_bill
from jaring.office.books import services
from jaring.office.books.models import Closing, Entry

if TYPE_CHECKING:
    from conftest import Programme, Users

    from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
STATEMENTS_MAX = 12


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 4, 4, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def entry(programme: Programme, users: Users, people: dict[str, Person]) -> Entry:
    """The entry of a bill of November, made at an hour of the night when in London it is the day before."""
    run = trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)
    trail.initial_decree(run, users.officer, users.head)
    night = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    bill = issue_bill(trail.FIRST, programme.payer, request_key=uuid4(), actor=users.officer, now=night)
    return Entry.objects.get(source=bill.public_id)


def pages(entry: Entry) -> list[str]:
    accounts = [f"/buku/akun/{key}/" for key in chart()]
    return ["/buku/", "/buku/jurnal/", "/buku/beancount/", f"/buku/entri/{entry.pk}/", *accounts]


def test_an_act_leads_to_its_entry_for_whoever_may_see_it(entry: Entry, users: Users, client_of: ClientOf) -> None:
    address = f"/buku/asal/{entry.source}/"

    assert client_of(users.treasurer).get(address)["Location"] == f"/buku/entri/{entry.pk}/"
    assert client_of(users.treasurer).get(f"/buku/asal/{entry.pk}/").status_code == 404
    assert client_of(users.officer_elsewhere).get(address).status_code == 404
    assert client_of(users.operator).get(address).status_code == 403
    assert client_of(None).get(address).status_code == 302


def test_pages_are_open_to_whoever_may_see_money_and_cost_few_statements(
    entry: Entry, users: Users, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(users.treasurer)
    for page in pages(entry):
        with django_assert_max_num_queries(STATEMENTS_MAX):
            assert client.get(page).status_code == 200


@pytest.mark.parametrize("who", ["operator", "verifier", "leadership", "administrator", "operator_elsewhere"])
def test_who_may_not_see_money_sees_none_of_the_pages(
    entry: Entry, users: Users, client_of: ClientOf, who: str
) -> None:
    client = client_of(getattr(users, who))

    asked = [*pages(entry), *(f"/buku/{room}?bentuk=xlsx" for room in ("", "jurnal/", "akun/payable/"))]
    assert {client.get(page).status_code for page in asked} == {403}


def test_nobody_logged_in_is_sent_to_the_log_in(entry: Entry, client_of: ClientOf) -> None:
    assert all(client_of(None).get(page).status_code == 302 for page in pages(entry))


def test_another_regency_sees_empty_books_and_no_entry(entry: Entry, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.officer_elsewhere)

    assert client.get(f"/buku/entri/{entry.pk}/").status_code == 404
    for page in ("/buku/", "/buku/jurnal/", "/buku/akun/payable/", "/buku/?sumber=" + str(entry.payer_id)):
        assert "67.200" not in client.get(page).content.decode()
    assert b"Payable" not in b"".join(client.get("/buku/beancount/").streaming_content)


def test_a_balance_leads_to_its_lines_and_a_line_to_the_bill(entry: Entry, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.treasurer)

    statement = client.get("/buku/").content.decode()
    lines = client.get("/buku/akun/payable/").content.decode()
    page = client.get(f"/buku/entri/{entry.pk}/").content.decode()

    assert "/buku/akun/payable/" in statement
    assert "Rp67.200" in statement
    assert f"/buku/entri/{entry.pk}/" in lines
    assert f"/iuran/2026-11/?sumber={entry.payer_id}" in page


def test_a_past_day_is_shown_as_it_was_known(entry: Entry, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.auditor)

    assert "Rp67.200" not in client.get("/buku/?tanggal=22-11-2026").content.decode()
    assert "Rp67.200" not in client.get("/buku/?diketahui=22-11-2026").content.decode()
    assert "Rp67.200" in client.get("/buku/?tanggal=23-11-2026&diketahui=23-11-2026").content.decode()
    assert client.get("/buku/?tanggal=kemarin").status_code == 200


def test_the_treasurer_closes_the_month_that_is_over(entry: Entry, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.treasurer)
    address = re.search(r'action="(/buku/tutup/[^"]+)"', client.get("/buku/").content.decode())
    assert address is not None

    answer = client.post(address[1], follow=True)

    assert "Semua hari sebelum 1 Desember 2026 sudah ditutup." in answer.content.decode()
    assert Closing.objects.get().until_date == date(2026, 12, 1)
    assert client.post(address[1]).status_code == 409


@pytest.mark.parametrize("who", ["officer", "head", "auditor"])
def test_whoever_only_sees_money_closes_nothing(entry: Entry, users: Users, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(users, who))

    assert "/buku/tutup/" not in client.get("/buku/").content.decode()
    assert client.post("/buku/tutup/53.03/2026-11/").status_code == 403
    assert not Closing.objects.exists()


def test_the_workbook_holds_every_line_with_its_amount_on_its_side(
    entry: Entry, users: Users, client_of: ClientOf
) -> None:
    response = client_of(users.auditor).get("/buku/jurnal/?bentuk=xlsx")
    content = b"".join(response.streaming_content)

    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [(row[6], row[7], row[8]) for row in rows] == [
        ("Beban iuran JKK", 40_000, None),
        ("Beban iuran JKM", 27_200, None),
        ("Utang iuran", None, 67_200),
    ]


def test_an_account_and_the_balances_of_a_day_are_handed_out_as_workbooks(
    entry: Entry, users: Users, client_of: ClientOf
) -> None:
    client = client_of(users.auditor)

    def first_row(address: str) -> tuple[object, ...]:
        content = b"".join(client.get(address).streaming_content)
        return tuple(next(load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True), ()))

    assert first_row("/buku/akun/payable/?bentuk=xlsx")[6:9] == (None, 67_200, 67_200)
    assert first_row("/buku/?bentuk=xlsx")[0] == entry.payer.name
    assert {each for each in first_row("/buku/?bentuk=xlsx")[1:] if each} == {27_200, 40_000, 67_200}
    assert first_row("/buku/?bentuk=xlsx&tanggal=01-01-2026") == ()


@pytest.mark.tampers  # The room of the bill reverses no bill.
def test_a_reversal_and_its_entry_lead_to_each_other(entry: Entry, users: Users, client_of: ClientOf) -> None:
    trail_end = services.reverse(
        entry, date=date(2026, 11, 25), reason="Tagihan ganda dari kesalahan", actor=users.treasurer, now=trail.NOW
    )
    client = client_of(users.auditor)

    assert f"/buku/entri/{trail_end.pk}/" in client.get(f"/buku/entri/{entry.pk}/").content.decode()
    assert f"/buku/entri/{entry.pk}/" in client.get(f"/buku/entri/{trail_end.pk}/").content.decode()
