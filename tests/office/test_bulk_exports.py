"""A list that is longer than one person may take away leaves when somebody else releases it, and until it expires."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail
import pytest
import time_machine
from command_line import command_line
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from jaring.office.audit.models import AuditEntry
from jaring.office.lists import limits, services
from jaring.office.lists.models import ExportDecision, ExportRequest
from jaring.regencies import Exports

if TYPE_CHECKING:
    from conftest import Users

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ASKED = "kolom=nik&cari=a"


@pytest.fixture(autouse=True)
def at_most_two_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    two = Exports(rows_max=2, open_days=3, status="assumed")
    monkeypatch.setattr(limits, "limits_of", lambda _code: two)


def ask(client, reason: str = "Dicocokkan dengan Dukcapil"):
    given = {"sheet": "people", "state": ASKED, "request_key": str(uuid4()), "reason": reason}
    return client.post(reverse("lists:ask_export"), given)


def decided(client, outcome: str):
    asked = ExportRequest.objects.get()
    return client.post(reverse("lists:decide_export", args=[asked.public_id]), {"outcome": outcome})


def taken(client):
    return client.post(reverse("lists:take_export", args=[ExportRequest.objects.get().public_id]))


def test_one_asks_another_releases_and_the_first_takes_exactly_what_was_shown(users: Users, people, client_of) -> None:
    with time_machine.travel(NOW, tick=False):
        officer, head = client_of(users.officer), client_of(users.head)
        question = officer.post(f"/peserta/unduh/?{ASKED}")
        refused = ask(officer, "singkat")
        ask(officer)
        early, own = taken(officer), decided(officer, "release")
        waits = reverse("lists:exports") in head.get("/").content.decode()
        decided(head, "release")
        shown = officer.get(f"/peserta/?{ASKED}").context["table"]
        book = load_workbook(BytesIO(b"".join(taken(officer).streaming_content))).worksheets[0]

    assert "Untuk apa daftar ini?" in question.content.decode()
    assert (refused.status_code, early.status_code, own.status_code) == (422, 409, 409)
    assert waits
    rows = list(book.values)
    assert [row[0] for row in rows[rows.index(("Nama", "NIK")) + 1 :]] == [line.person.name for line in shown.lines]
    events = list(AuditEntry.objects.order_by("position").values_list("event", "actor__username"))
    assert events == [
        ("export.requested", users.officer.username),
        ("export.released", users.head.username),
        ("people.exported", users.officer.username),
    ]
    assert ASKED.encode() not in bytes(ExportRequest.objects.get().address_sealed)


def test_what_expired_was_declined_has_grown_or_is_somebody_elses_is_not_given(
    users: Users, people, client_of, make_person
) -> None:
    with time_machine.travel(NOW, tick=False):
        officer, head = client_of(users.officer), client_of(users.head)
        ask(officer)
        decided(head, "release")
        assert taken(head).status_code == 404
        assert decided(client_of(users.officer_elsewhere), "decline").status_code == 404
        assert decided(head, "decline").status_code == 409
        make_person("Anna Baru", people["maria"].village)
        grown = taken(officer)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        expired = taken(client_of(users.officer))

    assert (grown.status_code, "JRG-583" in grown.content.decode()) == (409, True)
    assert (expired.status_code, "JRG-582" in expired.content.decode()) == (409, True)


def test_the_second_person_reads_of_what_the_list_is_and_how_it_is_narrowed_but_no_word_searched_for(
    users: Users, people, client_of
) -> None:
    village = people["maria"].village
    state = f"cari=a&desa={village.code}"
    given = {"sheet": "people", "state": state, "request_key": str(uuid4()), "reason": "Dicocokkan dengan Dukcapil"}
    with time_machine.travel(NOW, tick=False):
        client_of(users.officer).post(reverse("lists:ask_export"), given)
        page = client_of(users.head).get(reverse("lists:export", args=[ExportRequest.objects.get().public_id]))

    assert ExportRequest.objects.get().filters == [
        "Nama atau NIK: dicari dengan kata",
        f"Desa/kelurahan: {village.name}",
    ]
    assert f"Desa/kelurahan: {village.name}" in page.content.decode()


def test_the_insurers_list_of_a_long_bill_leaves_by_two_people_on_page_and_command(
    users: Users, people, programme, client_of, tmp_path, monkeypatch, capsys, settings
) -> None:
    settings.JARING_DATA = tmp_path
    trail.initial_decree(
        trail.run_targeting(programme.year, programme.payer, users.officer), users.officer, users.head
    )
    bill = trail.bill(programme.payer, users.officer)
    page, asked = f"/iuran/{bill.month}/", {"reason": "Unggah bulanan ke BPJS", "request_key": str(uuid4())}
    jaring = command_line(monkeypatch, capsys, NOW)
    by_command = (
        "bill",
        bill.month,
        "--regency",
        "53.03",
        "--print",
        "--out",
        tmp_path,
        "--upload-list",
        "--reason",
        "Unggah bulanan ini",
    )
    with time_machine.travel(NOW, tick=False):
        insurer, head = client_of(users.insurer), client_of(users.head)
        for _twice in range(2):
            insurer.post(f"{page}unggah/", asked)
        request = ExportRequest.objects.get()
        waiting, to_decide = insurer.get(page).content.decode(), head.get(page).content.decode()
        early = taken(insurer)
        decided(head, "release")
        released, file = insurer.get(page).content.decode(), b"".join(taken(insurer).streaming_content)
    second = jaring(*by_command, "--as", users.officer.username, "--json").document["upload_request"]
    path = tmp_path / "unggah.xlsx"
    jaring("export", "release", second, "--as", users.head.username)
    jaring("export", "take", second, "--out", path, "--as", users.officer.username)
    by_system = jaring(*by_command, "--json").document

    assert request.filters == [f"Tagihan: November 2026, {programme.payer.name}"]
    assert ("menunggu orang kedua" in waiting, "lepaskan atau tolak" in to_decide) == (True, True)
    assert (early.status_code, "Unduh daftar unggah" in released) == (409, True)
    niks = {person.identifier("nik") for person in people.values()}
    for book in (load_workbook(BytesIO(file)), load_workbook(path)):
        assert {row[0] for row in list(book.worksheets[0].values)[1:]} <= niks
    assert path.stat().st_mode & 0o077 == 0
    assert by_system["upload_ask"].startswith(f"jaring export ask upload --subject {bill.public_id}")
    assert not (tmp_path / f"daftar-unggah-{bill.month}.xlsx").exists()
    entry = AuditEntry.objects.get(event="bill.upload_list_exported", actor=users.insurer)
    assert entry.detail["request"] == str(request.public_id)


def test_the_requests_narrow_by_state_and_list(users: Users, people, client_of) -> None:
    with time_machine.travel(NOW, tick=False):
        officer = client_of(users.officer)
        for _twice in range(2):
            ask(officer)
        declined = ExportRequest.objects.first()
        services.decide_export(declined, is_released=False, actor=users.head, now=NOW)

        def shown(query: str) -> list[ExportRequest]:
            return [line.asked for line in officer.get(f"/unduhan/?{query}").context["table"].lines]

        assert shown("keadaan=declined") == [declined]
        assert declined not in shown("keadaan=waiting&daftar=people")
        assert (len(shown("")), shown("keadaan=released"), shown("daftar=dues")) == (2, [], [])


def test_the_database_lets_nobody_release_what_he_asked_for(users: Users, people, client_of) -> None:
    ask(client_of(users.officer))
    facts = {"is_released": True, "decided_at": NOW, "expires_at": NOW + timedelta(days=1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        ExportDecision.objects.create(request=ExportRequest.objects.get(), decided_by=users.officer, **facts)


def test_the_commands_do_what_the_pages_do(users: Users, people, tmp_path, monkeypatch, capsys) -> None:
    jaring = command_line(monkeypatch, capsys, NOW)
    officer, head = ("--as", users.officer.username, "--json"), ("--as", users.head.username, "--json")
    ask = ("export", "ask", "people", "--query", ASKED, "--reason", "Dicocokkan dengan Dukcapil")
    path = tmp_path / "peserta.xlsx"

    asked = jaring(*ask, *officer).document["request"]

    assert jaring("export", "take", asked, "--out", path, *officer).code == "JRG-582"
    assert jaring("export", "release", asked, *officer).code == "JRG-602"
    assert jaring("export", "release", asked, *head).document["state"] == "released"
    assert jaring("export", "decline", asked, *head).code == "JRG-581"
    assert jaring("export", "take", asked, "--out", path, *officer).status == 0
    assert load_workbook(path).worksheets[0]["A1"].value == "Peserta dan calon peserta"
    assert [each["state"] for each in jaring("export", "list", *head).document["exports"]] == ["released"]
    assert jaring(*ask).code == "JRG-601"
    assert jaring("export", "ask", "nonsense", *officer).code == "JRG-584"
