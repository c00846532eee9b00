"""The brief for the regent: five figures against targets, the red list, one page of paper, and no names."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import paper_trail as trail
import pytest
from money_trail import annex
from pypdf import PdfReader

from jaring.office.insight.brief import situation_visible_to
from jaring.office.people.models import Person
from jaring.office.programme import services

if TYPE_CHECKING:
    from money_trail import Till

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def pdf_of(response: Any) -> PdfReader:
    return PdfReader(io.BytesIO(b"".join(response.streaming_content)))


@pytest.mark.parametrize(
    ("who", "status"),
    [("leadership", 200), ("head", 200), ("auditor", 200), ("verifier", 403), ("administrator", 403), (None, 302)],
)
def test_the_brief_is_for_those_who_lead_and_look_after(
    who: str | None, status: int, till: Till, client_of: Any
) -> None:
    client = client_of(getattr(till.users, who) if who else None)

    for path in ("/ringkasan/", "/ringkasan/ringkasan.pdf"):
        response = client.get(path)
        assert response.status_code == status
        if response.streaming:
            assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_another_regency_s_brief_is_not_there(till: Till, client_of: Any) -> None:
    assert client_of(till.users.officer_elsewhere).get("/ringkasan/?wilayah=53.03").status_code == 404


def test_what_is_reached_and_what_is_not_is_said(till: Till, client_of: Any) -> None:
    words = text_of(client_of(till.users.leadership).get("/ringkasan/"))

    assert "26 orang (100,0 %)" in words
    assert "Rp436.800 (100,0 %)" in words
    assert words.count("> tercapai<") + words.count("</svg>tercapai<") == 3  # Cover, payment, no month without.
    assert "Tidak ada iuran yang lewat jatuh tempo." in words


def test_overdue_money_and_months_without_cover_turn_red(till: Till, client_of: Any, clock: Any) -> None:
    till.bill(trail.FIRST + 1)
    clock.move_to(datetime.fromisoformat("2027-02-01T12:00:00+08:00"))

    words = text_of(client_of(till.users.leadership).get("/ringkasan/"))

    assert "Iuran lewat jatuh tempo: Rp436.800, dari 1 bulan." in words
    assert "26 bulan peserta" in words


@pytest.mark.parametrize("chart", ["peserta", "iuran"])
def test_each_chart_is_a_picture_to_take_away(till: Till, client_of: Any, chart: str) -> None:
    response = client_of(till.users.leadership).get(f"/ringkasan/{chart}.png")

    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert f"{chart.upper()}-PER-BULAN" in response["Content-Disposition"]


def test_the_paper_is_one_page_without_names(till: Till, client_of: Any) -> None:
    pdf = pdf_of(client_of(till.users.leadership).get("/ringkasan/ringkasan.pdf"))
    words = " ".join(pdf.pages[0].extract_text().split())

    assert len(pdf.pages) == 1
    assert "Lima angka terhadap sasaran" in words
    assert "Untuk Bupati Timor Tengah Utara" in words
    assert not [person for person in Person.objects.all() if person.name in words]


def test_the_home_of_the_leadership_leads_to_it(till: Till, client_of: Any) -> None:
    assert 'href="/ringkasan/"' in text_of(client_of(till.users.leadership).get("/"))


def test_the_brief_asks_the_database_little(till: Till, client_of: Any, django_assert_max_num_queries: Any) -> None:
    client = client_of(till.users.leadership)
    client.get("/ringkasan/")

    with django_assert_max_num_queries(12):
        client.get("/ringkasan/")


def test_only_bills_of_payers_that_have_a_budget_count_against_it(till: Till) -> None:
    year, users, next_month = till.programme.year, till.users, trail.FIRST + 1
    workers = services.register_payer(year.regency, "SELF", "Pekerja mandiri", actor=users.officer, now=trail.NOW)
    moved, paper = Person.objects.filter(pk__in=annex()[:3]), trail.paper("02/KEP/CONTOH/2026", next_month)
    decree = services.draft_move(year, till.payer, workers, moved, paper, actor=users.officer, now=trail.NOW)
    services.enact_decree(decree, actor=users.head, now=trail.NOW)
    before = situation_visible_to(users.leadership, "53.03", date(2026, 12, 1))

    assert trail.bill(workers, users.officer, next_month).total_idr

    after = situation_visible_to(users.leadership, "53.03", date(2026, 12, 1))
    assert after.used_idr == before.used_idr == 436_800
