"""Lists as spreadsheets: columns, saved views, and the workbook of exactly what is shown."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jaring.office.audit.models import AuditEntry
from jaring.office.lists.models import SavedView

pytestmark = pytest.mark.django_db
LIST = "/peserta/"
SHOWN = "urut=-nama&kerja=farmer&cari=a&kolom=nik&kolom=jk"


def heads(page: Any) -> list[str]:
    return [str(column.label) for column in page.context["table"].columns]


def save(client: Any, name: str, state: str, shared_with: str = "") -> Any:
    typed = {"sheet": "people", "name": name, "state": state, "shared_with": shared_with, "back": LIST}
    return client.post(reverse("lists:save"), typed)


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].iter_rows(values_only=True))


def test_page_and_workbook_show_the_columns_of_the_address(users, people, client_of) -> None:
    client = client_of(users.officer)

    page = client.get(f"{LIST}?{SHOWN}")
    rows = rows_of(client.post(f"{LIST}unduh/?{SHOWN}"))

    top = rows.index(("Nama", "NIK", "Jenis kelamin"))
    shown = [tuple(cell.text for cell in cells) for _tick, cells in page.context["table"].rows]
    assert heads(page) == ["Nama", "NIK", "Jenis kelamin"]
    assert [tuple(value or "–" for value in row) for row in rows[top + 1 :]] == shown
    assert {row[0]: row[1] for row in rows[1 : top - 1]} == {
        "Wilayah": "Kabupaten Timor Tengah Utara",
        "Nama atau NIK": "a",
        "Pekerjaan": "petani/pekebun",
        "Jumlah baris": str(len(shown)),
        "Diunduh oleh": str(users.officer),
        "Diunduh pada": rows[top - 2][1],
    }


def test_numbers_of_people_are_text_in_the_workbook(users, people, client_of) -> None:
    answer = client_of(users.officer).post(f"{LIST}unduh/?kolom=nik")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]

    niks = [cell for cell in sheet["B"] if re.match(r"\d{6}\*", str(cell.value))]
    assert len(niks) == len(people) - 1  # One is of another regency.
    assert {(cell.data_type, cell.number_format) for cell in niks} == {("s", "@")}


def test_a_column_that_is_not_for_the_user_is_neither_offered_nor_shown(users, people, client_of) -> None:
    page = client_of(users.operator).get(f"{LIST}?kolom=keputusan&kolom=nik&kolom=nonsense")

    assert heads(page) == ["Nama", "NIK"]
    assert "Keputusan terakhir" not in page.content.decode()


def test_a_filter_keeps_order_and_columns(users, people, client_of) -> None:
    page = client_of(users.officer).get(f"{LIST}?{SHOWN}").content.decode()

    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)" form="saring">', page)
    assert sorted(kept) == [("kolom", "jk"), ("kolom", "nik"), ("urut", "-nama")]


def test_a_view_holds_filters_order_and_columns_and_nobodys_name(users, people, client_of) -> None:
    client = client_of(users.officer)

    save(client, "Petani", "?kerja=farmer&cari=Maria&hal=2&urut=-desa&kolom=nik&kec=5303041109909001")

    view = SavedView.objects.get()
    assert view.state == {"kerja": ["farmer"], "urut": ["-desa"], "kolom": ["nik"]}
    opened = client.get(LIST, {"tampilan": str(view.public_id)})
    assert opened["Location"] == f"{LIST}?kerja=farmer&urut=-desa&kolom=nik"
    assert AuditEntry.objects.get().event == "lists.view_saved"


@pytest.mark.parametrize(
    ("shared_with", "seers"),
    [
        ("", {"officer"}),
        ("district_verifier", {"officer", "verifier"}),
        ("office", {"officer", "verifier", "operator", "head", "treasurer", "auditor"}),
    ],
)
def test_a_view_is_met_by_whom_it_is_shared_with_in_its_regency(shared_with, seers, users, people, client_of) -> None:
    save(client_of(users.officer), "Nelayan", "?kerja=fisher", shared_with)
    address = {"tampilan": str(SavedView.objects.get().public_id)}

    everybody = ("officer", "verifier", "operator", "head", "treasurer", "auditor", "officer_elsewhere")
    met = {who for who in everybody if "Nelayan" in client_of(getattr(users, who)).get(LIST).content.decode()}
    opened = {who for who in everybody if client_of(getattr(users, who)).get(LIST, address).status_code == 302}

    assert met == opened == seers


@pytest.mark.parametrize("state", ["kec=53.04.12", "urut=tinggi", "kolom=keputusan", "keputusan=kept", "kerja=king"])
def test_a_view_that_asks_for_what_is_not_on_offer_is_refused(state, users, people, client_of) -> None:
    save(client_of(users.officer), "Lama", state, "office")
    address = {"tampilan": str(SavedView.objects.get().public_id)}

    answer = client_of(users.operator).get(LIST, address)

    assert (answer.status_code, "JRG-441" in answer.content.decode()) == (410, True)


def test_a_name_is_taken_once_and_holds_no_number_of_a_person(users, people, client_of) -> None:
    client = client_of(users.officer)
    save(client, "Petani", "kerja=farmer")

    answers = {name: save(client, name, "kerja=farmer") for name in ("Petani", "", "x" * 61, "5303041109909001")}

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "Petani": 409,
        "": 422,
        "x" * 61: 422,
        "5303041109909001": 422,
    }
    assert SavedView.objects.count() == 1
    assert save(client_of(users.leadership), "Nama", "kerja=farmer").status_code == 403


def test_only_the_owner_deletes_a_view(users, people, client_of) -> None:
    save(client_of(users.officer), "Petani", "kerja=farmer", "office")
    address = reverse("lists:delete", args=[SavedView.objects.get().public_id])

    assert client_of(users.head).post(address).status_code == 404
    assert client_of(users.officer).post(address, {"back": "https://example.org/"})["Location"] == "/"
    assert not SavedView.objects.exists()
    assert list(AuditEntry.objects.values_list("event", flat=True).order_by("position"))[-1] == "lists.view_deleted"
