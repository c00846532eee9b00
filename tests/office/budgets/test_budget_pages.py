"""The budget room: who sees which money, what a document changes, what a move would cost, and few statements."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from money_trail import Till
from paper_trail import FIRST, bill, initial_decree, run_targeting

from jaring.office.access.models import User
from jaring.office.billing.models import Bill
from jaring.office.places.models import Regency
from jaring.office.programme import queries, services
from jaring.office.programme.models import BudgetEntry, Decree, Payer, Plan, ProgrammeYear

if TYPE_CHECKING:
    from conftest import Programme, Users

from paper_trail import NOW

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def office(programme: Programme, users: Users, people: dict[str, Any]) -> Programme:
    """A month billed to the regency, and a donor with money."""
    run = run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)
    initial_decree(run, users.officer, users.head)
    bill(programme.payer, users.officer)
    regency = Regency.objects.get(code="53.03")
    donor = services.register_payer(regency, "CSR", "PT Contoh", actor=users.officer, now=NOW)
    services.register_payer(regency, "SELF", "Mandiri", actor=users.officer, now=NOW)
    services.enter_budget(programme.year, donor, 10**8, basis="Perjanjian", actor=users.officer, now=NOW)
    return programme


def pages(office: Programme) -> list[str]:
    return [
        reverse("budgets:room"),
        reverse("budgets:payers"),
        reverse("budgets:plans"),
        reverse("budgets:payer", args=[office.payer.pk]),
    ]


@pytest.mark.parametrize("who", ["officer", "head", "treasurer", "auditor"])
def test_room_is_open_to_whoever_may_see_money(office: Programme, users: Users, client_of: ClientOf, who: str) -> None:
    for address in pages(office):
        assert client_of(getattr(users, who)).get(address).status_code == 200


def test_others_see_nothing_of_it(office: Programme, users: Users, client_of: ClientOf) -> None:
    for address in pages(office):
        for user in (users.operator, users.verifier, users.leadership):
            assert client_of(user).get(address).status_code == 403
        assert client_of(None).get(address).status_code == 302
    elsewhere = client_of(users.officer_elsewhere)
    assert elsewhere.get(reverse("budgets:payer", args=[office.payer.pk])).status_code == 404
    assert "APBD Kabupaten TTU" not in elsewhere.get(reverse("budgets:room")).content.decode()


def test_pages_ask_few_statements(
    office: Programme, users: Users, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of(users.treasurer)
    for address in pages(office):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_room_shows_what_is_left_and_how_long_it_lasts(office: Programme, users: Users, client_of: ClientOf) -> None:
    shown = client_of(users.auditor).get(reverse("budgets:room")).content.decode()

    left = queries.budget_idr(office.year, office.payer) - 4 * 16_800
    assert f">{left:,}</td>".replace(",", ".") in shown
    assert "lebih dari 60 bulan" in shown


def test_room_follows_the_money_from_the_decree_to_the_bank(
    office: Programme, users: Users, client_of: ClientOf, settings: Any, tmp_path: Path
) -> None:
    settings.JARING_DATA = tmp_path
    till = Till(office, users)
    till.transfer(till.ordered(Bill.objects.get(payer=office.payer)), 50_000)

    room = client_of(users.auditor).get(reverse("budgets:room"))

    standing = next(each for each in room.context["standings"] if each.payer == office.payer)
    steps = (standing.billed_idr, standing.approved_idr, standing.ordered_idr, standing.transferred_idr)
    assert steps == (67_200, 67_200, 67_200, 50_000)
    assert standing.realised.paid_idr == 2 * 16_800
    assert all(f">{amount}</td>" in room.content.decode() for amount in ("67.200", "50.000"))


def test_cancelled_order_is_no_realisation(office: Programme, users: Users, client_of: ClientOf) -> None:
    till = Till(office, users)
    till.cancel(till.ordered(Bill.objects.get(payer=office.payer)))

    standings = client_of(users.auditor).get(reverse("budgets:room")).context["standings"]

    standing = next(each for each in standings if each.payer == office.payer)
    assert (standing.approved_idr, standing.ordered_idr) == (67_200, 0)


def test_document_is_booked_once_and_only_by_whoever_manages_budgets(
    office: Programme, users: Users, client_of: ClientOf
) -> None:
    address = reverse("budgets:book", args=[office.payer.pk])
    form = {
        "tahun": str(office.year.public_id),
        "kind": "revision",
        "basis": "DPPA 2026",
        "number": "DPPA/1",
        "jumlah_jkk": "1.000.000",
        "jumlah_jkm": "680.000",
        "request_key": str(uuid4()),
    }
    before = BudgetEntry.objects.count()

    assert client_of(users.auditor).post(address, form).status_code == 403
    assert client_of(users.officer_elsewhere).post(address, form).status_code == 404
    for _ in range(2):
        assert client_of(users.treasurer).post(address, form).status_code == 302

    assert BudgetEntry.objects.count() == before + 2
    entry = BudgetEntry.objects.latest("id")
    assert (entry.programme, entry.amount_idr, entry.document_number) == ("jkm", 680_000, "DPPA/1")


def test_refused_document_keeps_what_was_typed(office: Programme, users: Users, client_of: ClientOf) -> None:
    form = {
        "tahun": str(office.year.public_id),
        "kind": "revision",
        "basis": "Pemotongan besar",
        "jumlah_both": "-2.999.808.000",
        "request_key": str(uuid4()),
    }

    response = client_of(users.treasurer).post(reverse("budgets:book", args=[office.payer.pk]), form)

    assert response.status_code == 422
    assert "Pemotongan besar" in response.content.decode()
    assert "di bawah" in response.content.decode()


def test_year_and_payers_are_added_in_the_room(office: Programme, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.treasurer)

    assert client.post(reverse("budgets:year"), {"year": "2027", "base": "1.000.000"}).status_code == 302
    assert client.post(reverse("budgets:add"), {"kind": "CSR", "name": "PT Dua"}).status_code == 302
    assert client.post(reverse("budgets:villages"), {"kind": "DANA_DESA"}).status_code == 302

    assert ProgrammeYear.objects.filter(year=2027).exists()
    assert Payer.objects.filter(kind="DANA_DESA").count() == 3
    assert client.post(reverse("budgets:add"), {"kind": "CSR", "name": "PT Dua"}).status_code == 422


def test_plan_is_made_in_the_room(office: Programme, users: Users, client_of: ClientOf) -> None:
    form = {
        "name": "Turun",
        "payer": office.payer.pk,
        "partner": Payer.objects.get(kind="SELF").pk,
        "bulan_1": "12-2026",
        "persen_1": "50",
    }

    assert client_of(users.officer).post(reverse("budgets:make_plan"), form).status_code == 302
    assert [step.public_percent for step in Plan.objects.get().steps.all()] == [50]
    assert client_of(users.officer).post(reverse("budgets:make_plan"), form).status_code == 422


def test_move_is_weighed_then_drafted_for_those_who_are_ticked(
    office: Programme, users: Users, client_of: ClientOf, people: dict[str, Any]
) -> None:
    donor = Payer.objects.get(kind="CSR")
    client, address = client_of(users.officer), reverse("budgets:move")
    query = f"?tahun={office.year.public_id}&dari={office.payer.pk}&ke={donor.pk}&bulan={FIRST + 1}"

    weighed = client.get(address + query)
    assert weighed.status_code == 200
    assert "Rp67.200" in weighed.content.decode()  # Four people at the regency's price, and half of it at the donor's.
    assert "Rp33.600" in weighed.content.decode()
    paper = {
        "number": "05/KEP",
        "decree_date": "20-11-2026",
        "effective_month": str(FIRST + 1),
        "signatory_title": "Bupati",
        "hanya": "1",
        "orang": [str(people["maria"].public_id)],
    }
    assert client.post(address + query, paper).status_code == 302

    decree = Decree.objects.get(number="05/KEP")
    assert {line.person_id for line in decree.lines.all()} == {people["maria"].pk}
    assert client_of(users.treasurer).get(address + query).status_code == 403


def test_workbook_has_every_payer_and_every_document(office: Programme, users: Users, client_of: ClientOf) -> None:
    response = client_of(users.auditor).post(reverse("budgets:export"), {"tahun": str(office.year.public_id)})

    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]  # A file.
    payers, entries = book.worksheets
    assert {row[0].value for row in payers.iter_rows(min_row=2)} == {"APBD", "CSR-1"}
    assert entries.max_row == 1 + BudgetEntry.objects.count()
