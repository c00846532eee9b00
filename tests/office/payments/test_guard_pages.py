"""The pages of the lapse guard, its papers, and what the home of each role says of it."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from money_trail import PRICE_IDR, Till, annex
from pypdf import PdfReader

from jaring.core.month import Month
from jaring.office.payments import queries
from jaring.office.people.models import Person
from jaring.office.programme.services import add_payer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Programme, Users
    from django.test import Client

pytestmark = pytest.mark.django_db
ClientOf = Callable if TYPE_CHECKING else Any
ZONE = ZoneInfo("Asia/Makassar")


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Let the pages be read at noon of the last day of November 2026."""
    with time_machine.travel(at(date(2026, 11, 30)), tick=False) as machine:
        yield machine


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    return Till(programme, users)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def pdf_text(response: Any) -> str:
    reader = PdfReader(io.BytesIO(b"".join(response.streaming_content)))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.parametrize(
    ("who", "status"),
    [("treasurer", 200), ("head", 200), ("auditor", 200), ("operator", 403), ("leadership", 403), (None, 302)],
)
def test_the_guard_is_for_those_who_see_money(who: str | None, status: int, till: Till, client_of: Any) -> None:
    client = client_of(getattr(till.users, who) if who else None)

    for path in ("/penjaga/", f"/penjaga/{till.payer.pk}/", f"/penjaga/{till.payer.pk}/peserta/"):
        assert client.get(path).status_code == status


def test_a_payer_of_another_regency_is_not_there(till: Till, client_of: Any) -> None:
    client: Client = client_of(till.users.officer_elsewhere)

    for path in ("", "peserta/", "permohonan/"):
        assert client.get(f"/penjaga/{till.payer.pk}/{path}").status_code == 404
    assert till.payer.name not in text_of(client.get("/penjaga/"))


def test_a_card_says_days_people_money_and_what_is_missing(till: Till, client_of: Any) -> None:
    page = text_of(client_of(till.users.treasurer).get("/penjaga/"))

    assert "<strong>15</strong> hari lagi jatuh tempo, 15 Desember 2026" in page
    for part in ("1 November 2026", "Rp67.200", "tagihan belum diterbitkan", "SK ditetapkan"):
        assert part in page


def test_a_page_of_many_payers_leaves_the_days_to_their_own_pages(
    till: Till, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    treasurer, days = client_of(till.users.treasurer), "Hari-hari yang menentukan"
    assert days in text_of(treasurer.get("/penjaga/"))

    monkeypatch.setattr("jaring.office.payments.guard_views.TOLD_IN_FULL_MAX", 0)

    assert days not in text_of(treasurer.get("/penjaga/"))


def test_the_page_of_a_payer_tells_days_money_cost_and_law(till: Till, client_of: Any) -> None:
    page = text_of(client_of(till.users.treasurer).get(f"/penjaga/{till.payer.pk}/"))

    for part in (
        "Kepesertaan berakhir karena 3 bulan tidak dibayar",
        "Tagihan iuran",
        "Kode iuran BPJS Ketenagakerjaan",
        "Rp42.000.000; dalam masa tunggu Rp10.000.000",
        "Tabel Mortalita Indonesia IV",
        "Praktik BPJS",
        "anggapan",
    ):
        assert part in page


@pytest.mark.parametrize("many", [0, 20_000])
@pytest.mark.parametrize("order", ["nama", "-desa"])
def test_who_will_be_billed_is_listed_as_the_register_is_ordered(
    till: Till, client_of: Any, monkeypatch: pytest.MonkeyPatch, order: str, many: int
) -> None:
    monkeypatch.setattr(queries, "MANY", many)
    people = Person.objects.filter(pk__in=annex())
    fields = ("search_name",) if order == "nama" else ("-village_id", "-search_name")

    page = client_of(till.users.treasurer).get(f"/penjaga/{till.payer.pk}/peserta/?bulan=2026-11&urut={order}")

    assert [row.person for row in page.context["table"].lines] == list(people.order_by(*fields))
    assert page.context["listing"].total == 4


def test_a_month_that_is_billed_leads_to_who_is_open_on_its_bill(till: Till, client_of: Any) -> None:
    till.transfer(till.ordered(till.bill()), PRICE_IDR)

    page = client_of(till.users.treasurer).get(f"/penjaga/{till.payer.pk}/peserta/?bulan=2026-11", follow=True)

    assert {each.due.person_id for each in page.context["table"].lines} == set(annex()[1:])


def test_what_if_says_what_a_later_day_costs(till: Till, client_of: Any) -> None:
    client = client_of(till.users.treasurer)

    in_time = text_of(client.get(f"/penjaga/{till.payer.pk}/?bayar=15-12-2026"))
    late = text_of(client.get(f"/penjaga/{till.payer.pk}/?bayar=01-02-2027"))

    assert "Harus disetor pada 15 Desember 2026</dt><dd>Rp134.400" in in_time
    assert "Terputus</dt><dd>0" in in_time
    assert "Terputus</dt><dd>4" in late
    assert "Pilih hari ini" in text_of(client.get(f"/penjaga/{till.payer.pk}/?bayar=01-02-2020"))


def test_the_people_of_a_month_are_listed_with_masked_numbers(till: Till, client_of: Any) -> None:
    page = text_of(client_of(till.users.treasurer).get(f"/penjaga/{till.payer.pk}/peserta/?bulan=2026-11"))

    assert "Yohanes Naisoko" in page
    assert "530304********01" in page or "********" in page
    assert "Domingos Bere" not in page


def test_the_english_page_has_no_indonesian_frame(till: Till, client_of: Any) -> None:
    till.users.treasurer.language = "en"
    till.users.treasurer.save()

    page = text_of(client_of(till.users.treasurer).get(f"/penjaga/{till.payer.pk}/"))

    assert "days until due" in page
    assert "Yang harus disetor" not in page


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/?bayar=01-02-2027", "{pk}/peserta/?bulan=2026-12"])
def test_each_page_takes_at_most_twelve_statements(
    path: str, till: Till, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    till.transfer(till.ordered(till.bill()), 3 * PRICE_IDR)
    client = client_of(till.users.treasurer)

    with django_assert_max_num_queries(12):
        assert client.get(f"/penjaga/{path.format(pk=till.payer.pk)}").status_code == 200


def test_an_empty_office_is_told_kindly(users: Users, client_of: Any) -> None:
    client = client_of(users.treasurer)

    assert "Belum ada peserta yang dijaga" in text_of(client.get("/penjaga/"))
    assert client.get("/penjaga/nota/").status_code == 404


def test_the_request_is_refused_while_arrears_can_be_paid(till: Till, client_of: Any) -> None:
    response = client_of(till.users.head).get(f"/penjaga/{till.payer.pk}/permohonan/")

    assert response.status_code == 409
    assert "JRG-251" in text_of(response)


def test_the_request_asks_for_the_missing_months(till: Till, client_of: Any, clock: Any) -> None:
    till.paid()
    clock.move_to(at(date(2027, 4, 20)))

    response = client_of(till.users.head).get(
        f"/penjaga/{till.payer.pk}/permohonan/?nomor=560/1&pks=Nomor+12/PKS&sampai=03-2027"
    )

    text = pdf_text(response)
    assert response["Content-Disposition"].endswith('.pdf"')
    for part in (
        "560/1",
        "Nomor 12/PKS",
        "BPJS Ketenagakerjaan Cabang Atambua",
        "Desember 2026 sampai dengan Maret 2027",
        "Rp268.800,00",
        "keterlambatan pencairan dana",
    ):
        assert part in text


def test_who_pays_for_himself_has_no_request(till: Till, client_of: Any, clock: Any) -> None:
    worker = add_payer(till.programme.year.regency, "SELF", "Mandiri")
    type(till.payer).objects.filter(pk=till.payer.pk).update(kind="SELF", name="Mandiri sendiri")
    clock.move_to(at(date(2027, 4, 20)))

    response = client_of(till.users.head).get(f"/penjaga/{till.payer.pk}/permohonan/")

    assert (response.status_code, "JRG-250" in text_of(response)) == (409, True)
    assert worker.pk != till.payer.pk


def test_the_note_warns_the_regent_on_one_page(till: Till, client_of: Any) -> None:
    response = client_of(till.users.head).get("/penjaga/nota/")

    reader = PdfReader(io.BytesIO(b"".join(response.streaming_content)))
    text = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    for part in ("NOTA DINAS", "Bupati Timor Tengah Utara", "67.200", "15 Desember 2026", "tagihan, lalu SPP"):
        assert part in text


# What the home says ---------------------------------------------------------------------------------------


def test_home_warns_everybody_concerned_in_at_most_twelve_statements(
    till: Till, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    till.transfer(till.ordered(till.bill()), 3 * PRICE_IDR)
    for user in till.users:
        client = client_of(user)
        with django_assert_max_num_queries(12):
            assert client.get("/").status_code == 200


@pytest.mark.parametrize("who", ["treasurer", "officer", "head", "leadership"])
def test_the_countdown_stands_on_the_home(who: str, till: Till, client_of: Any) -> None:
    context = client_of(getattr(till.users, who)).get("/").context

    (tile,) = [figure for figure in context["figures"] if figure.label == "Iuran jatuh tempo"]
    assert tile.value == "15 hari lagi"
    assert not tile.is_urgent
    assert tile.url == reverse("brief:page" if who == "leadership" else "guard:list")


def test_a_contribution_that_is_due_is_a_task(till: Till, client_of: Any, clock: Any) -> None:
    clock.move_to(at(date(2026, 12, 10)))
    context = client_of(till.users.treasurer).get("/").context

    titles = {todo.title: todo for todo in context["todos"]}
    assert titles["Iuran November 2026 harus disetor paling lambat 15 Desember 2026"].is_urgent
    assert "Iuran Januari 2027 belum siap" in titles


def test_late_arrears_are_red_and_an_ended_cohort_asks_for_its_letter(till: Till, client_of: Any, clock: Any) -> None:
    clock.move_to(at(date(2026, 12, 20)))
    (tile,) = [
        figure
        for figure in client_of(till.users.head).get("/").context["figures"]
        if figure.label == "Tunggakan masih dapat dibayar"
    ]
    assert (tile.value, tile.is_urgent) == ("42 hari lagi", True)

    clock.move_to(at(date(2027, 2, 10)))
    titles = [todo.title for todo in client_of(till.users.head).get("/").context["todos"]]
    assert "Kepesertaan 4 orang sudah berakhir" in titles


def test_before_november_nobody_is_asked_about_january(till: Till, client_of: Any, clock: Any) -> None:
    till.paid()
    till.paid(Month(2026, 12))
    clock.move_to(at(date(2026, 12, 12)))
    titles = [todo.title for todo in client_of(till.users.officer).get("/").context["todos"]]

    assert "Iuran Januari 2027 belum siap" in titles
