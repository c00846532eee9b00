"""Bills as pages: the year, the next month, one bill for a double click, papers, and the list with full numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import paper_trail as trail
import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from jaring.core.month import Month
from jaring.office.audit.models import AuditEntry
from jaring.office.billing.models import Bill
from jaring.office.people.models import Person
from jaring.office.programme.models import BudgetEntry, Payer

SIXTEEN_DIGITS = re.compile(r"(?<![0-9a-f])\d{16}(?![0-9a-f])")
STATEMENTS_MAX = 12
LIST = "/iuran/"
PAGE = "/iuran/2026-11/"
REASON = {"reason": "Pendaftaran di cabang Atambua", "request_key": str(uuid4())}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture(autouse=True)
def november() -> Any:
    with time_machine.travel(datetime(2026, 11, 23, 4, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def covered(people: Any, programme: Any, users: Any) -> None:
    """Four people covered from November on."""
    run = trail.run_targeting(programme.year, programme.payer, users.officer)
    trail.initial_decree(run, users.officer, users.head)


@pytest.fixture
def bill(covered: None, programme: Any, users: Any) -> Bill:
    return trail.bill(programme.payer, users.officer)


def text_of(response: Any) -> str:
    return response.content.decode()


def request_on(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that issues the next bill."""
    return dict(re.findall(r'name="(payer|month|request_key)" value="([^"]+)"', page))


def test_the_year_shows_the_next_month_with_amount_and_due_date(users: Any, client_of: Any, covered: None) -> None:
    text = text_of(client_of(users.officer).get(LIST))

    for phrase in ("Berikutnya: November 2026", "Rp67.200", "15 Desember 2026", "Rp2.999.808.000"):
        assert phrase in text


def test_a_year_of_many_payers_leaves_out_months_of_which_nothing_is_known(
    users: Any, client_of: Any, covered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = client_of(users.officer)
    assert "belum ditagih" in text_of(officer.get(LIST))

    monkeypatch.setattr("jaring.office.billing.years.TOLD_IN_FULL_MAX", 0)

    text = text_of(officer.get(LIST))
    assert "belum ditagih" not in text
    assert "Berikutnya: November 2026" in text


def test_a_double_click_gives_one_bill(users: Any, client_of: Any, covered: None) -> None:
    officer = client_of(users.officer)
    request = request_on(text_of(officer.get(LIST)))

    first = officer.post(reverse("billing:issue"), request)
    second = officer.post(reverse("billing:issue"), request)

    assert first["Location"] == second["Location"]
    assert Bill.objects.count() == 1
    assert officer.get(first["Location"]).status_code == 200


def test_another_request_for_the_same_month_is_refused(users: Any, client_of: Any, bill: Bill) -> None:
    request = {"payer": bill.payer_id, "month": "2026-11", "request_key": str(uuid4())}

    response = client_of(users.officer).post(reverse("billing:issue"), request)

    assert response.status_code == 409
    assert "JRG-302" in text_of(response)


@pytest.mark.parametrize("request_", [{}, {"payer": "x", "month": "2026-13", "request_key": "y"}])
def test_half_a_request_issues_nothing(users: Any, client_of: Any, covered: None, request_: dict[str, str]) -> None:
    assert client_of(users.officer).post(reverse("billing:issue"), request_)["Location"] == LIST
    assert not Bill.objects.exists()


def test_a_month_further_ahead_is_not_open_yet(users: Any, client_of: Any, bill: Bill, programme: Any) -> None:
    officer = client_of(users.officer)
    assert request_on(text_of(officer.get(LIST)))["month"] == "2026-12"

    with time_machine.travel(datetime(2026, 10, 5, 4, 0, tzinfo=UTC), tick=False):
        client = client_of(users.officer)
        text = text_of(client.get(LIST))

    assert request_on(text) == {}
    assert "Tagihan dibuka sebulan sebelumnya" in text


@pytest.mark.parametrize("who", ["treasurer", "auditor"])
def test_who_may_only_look_gets_no_form(users: Any, client_of: Any, bill: Bill, who: str) -> None:
    reader = client_of(getattr(users, who))

    assert request_on(text_of(reader.get(LIST))) == {}
    assert reader.post(reverse("billing:issue"), {}).status_code == 403
    assert "Buat daftar unggah" not in text_of(reader.get(PAGE))
    assert reader.post(f"{PAGE}unggah/", REASON).status_code == 403


@pytest.mark.parametrize("who", ["operator", "verifier", "leadership", "administrator"])
def test_other_roles_see_no_bill(users: Any, client_of: Any, bill: Bill, who: str) -> None:
    assert client_of(getattr(users, who)).get(PAGE).status_code == 403


def test_bills_of_another_regency_do_not_exist(users: Any, client_of: Any, bill: Bill, programme: Any) -> None:
    stranger = client_of(users.officer_elsewhere)

    assert stranger.get(PAGE).status_code == 404
    assert stranger.get(f"{PAGE}cetak/").status_code == 404
    assert stranger.post(f"{PAGE}unggah/", REASON).status_code == 404
    assert stranger.get(f"{LIST}?tahun={programme.year.public_id}").status_code == 404
    request = {"payer": programme.payer.pk, "month": "2026-12", "request_key": str(uuid4())}
    assert stranger.post(reverse("billing:issue"), request).status_code == 404
    assert "Rp67.200" not in text_of(stranger.get(LIST))


def test_a_stranger_is_sent_to_the_login(client_of: Any, bill: Bill) -> None:
    assert client_of(None).get(PAGE)["Location"].startswith("/masuk/")


@pytest.mark.parametrize("address", ["/iuran/2026-10/", "/iuran/2026-13/", "/iuran/2026-11/?sumber=x"])
def test_a_month_without_bill_does_not_exist(users: Any, client_of: Any, bill: Bill, address: str) -> None:
    assert client_of(users.officer).get(address).status_code == 404


def test_the_bill_shows_amounts_districts_law_and_decrees(users: Any, client_of: Any, bill: Bill) -> None:
    text = text_of(client_of(users.treasurer).get(PAGE))

    for phrase in (
        "Rp67.200",
        "enam puluh tujuh ribu dua ratus rupiah",
        "Kota Kefamenanu",
        "PP 44/2015, Lampiran II",
        "menurut sumber lain",
        "01/KEP/CONTOH/2026",
    ):
        assert phrase in text


@pytest.mark.tampers
def test_two_payers_of_a_month_have_a_bill_each(
    users: Any, client_of: Any, bill: Bill, programme: Any, make_person: Any, villages: Any
) -> None:
    donor = Payer.objects.create(regency_id="53.03", kind="CSR", name="CSR contoh")
    other = Bill.objects.create(
        regency_id="53.03",
        programme_year=programme.year,
        payer=donor,
        month=Month(2026, 11),
        due_date=bill.due_date,
        people=1,
        jkk_idr=5_000,
        jkm_idr=3_400,
        total_idr=8_400,
        issued_by=users.officer,
        issued_at=trail.NOW,
    )
    officer = client_of(users.officer)

    assert "CSR contoh" in text_of(officer.get(PAGE))
    assert "Rp8.400" in text_of(officer.get(f"{PAGE}?sumber={other.payer_id}"))


def test_pages_ask_few_statements_and_show_no_nik(
    users: Any, client_of: Any, bill: Bill, programme: Any, django_assert_max_num_queries: Any
) -> None:
    donor = Payer.objects.create(regency_id="53.03", kind="CSR", name="CSR contoh")
    BudgetEntry.objects.create(
        programme_year=programme.year,
        payer=donor,
        amount_idr=1_000_000,
        basis="PKS contoh",
        entered_by=users.officer,
        entered_at=trail.NOW,
    )
    officer = client_of(users.officer)

    for address in (LIST, PAGE):
        with django_assert_max_num_queries(STATEMENTS_MAX):
            text = text_of(officer.get(address))
        assert not SIXTEEN_DIGITS.search(text)


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_papers_come_as_downloads(users: Any, client_of: Any, bill: Bill, kind: str, start: bytes) -> None:
    response = client_of(users.auditor).get(f"{PAGE}cetak/?bentuk={kind}")

    assert b"".join(response.streaming_content).startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="TAGIHAN-2026-11-APBD.{kind}"'
    assert response["Cache-Control"] == "private, no-store"


def test_the_upload_list_comes_with_a_reason_and_leaves_a_trace(users: Any, client_of: Any, bill: Bill) -> None:
    response = client_of(users.officer).post(f"{PAGE}unggah/", REASON)

    rows = list(load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0].values)
    expected = {person.identifier("nik") for person in Person.objects.filter(regency="53.03")}
    assert {row[0] for row in rows[1:]} == expected
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.get(event="bill.upload_list_exported").reason == REASON["reason"]


def test_without_a_reason_there_is_no_list(users: Any, client_of: Any, bill: Bill) -> None:
    response = client_of(users.officer).post(f"{PAGE}unggah/", REASON | {"reason": "unggah"})

    assert response.status_code == 422
    assert not AuditEntry.objects.filter(event="bill.upload_list_exported").exists()
