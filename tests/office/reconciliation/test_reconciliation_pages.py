"""The workbench for the four people: of the area, of another area, of another regency, and nobody."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from insurer_answers import MONTH, match
from money_trail import Till
from pypdf import PdfReader

from jaring.office.access.models import User
from jaring.office.audit.models import AuditEntry
from jaring.office.payments.models import RefundClaim
from jaring.office.people.models import Person
from jaring.office.reconciliation.models import Case, InsurerFile, MatchRun

if TYPE_CHECKING:
    from conftest import Programme, Users

ClientOf = Callable[[User | None], Client]
REASON = "Sudah disampaikan kepada kantor cabang."
STATEMENTS_MAX = 12


def addresses() -> list[str]:
    case, file = Case.objects.earliest("id"), InsurerFile.objects.earliest("id")
    return [
        "/rekonsiliasi/",
        f"/rekonsiliasi/{MONTH}/",
        f"/rekonsiliasi/{MONTH}/berita-acara/",
        f"/rekonsiliasi/berkas/{file.public_id}/",
        "/rekonsiliasi/kasus/",
        f"/rekonsiliasi/kasus/{case.public_id}/",
        "/rekonsiliasi/minta-kembali/",
    ]


def test_pages_are_for_whoever_may_see_them(
    matched: MatchRun, users: Users, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for address in addresses():
        for user in (users.officer, users.head, users.treasurer, users.auditor, users.insurer):
            client = client_of(user)
            with django_assert_max_num_queries(STATEMENTS_MAX):
                response = client.get(address)
            b"".join(response)  # Reads a file to its end, which closes it.
            assert response.status_code == 200, (address, user)
        for user in (users.operator, users.verifier, users.leadership, users.administrator):
            assert client_of(user).get(address).status_code == 403, (address, user)
        assert client_of(None).get(address).status_code == 302


def test_other_regency_sees_nothing_of_it(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.officer_elsewhere)
    case = Case.objects.earliest("id")

    assert client.get("/rekonsiliasi/").status_code == 200
    assert "Maria" not in client.get("/rekonsiliasi/kasus/?keadaan=all").content.decode()
    for address in addresses()[1:4] + addresses()[5:6]:
        assert client.get(address).status_code == 404, address
    assert client.post(f"/rekonsiliasi/kasus/{case.public_id}/catatan/", {"reason": REASON}).status_code == 404


def test_month_shows_its_four_sides_and_leads_to_its_cases(
    matched: MatchRun, users: Users, client_of: ClientOf
) -> None:
    page = client_of(users.officer).get(f"/rekonsiliasi/{MONTH}/").content.decode()

    assert "Dibayar, tidak aktif di BPJS" in page
    assert f"/rekonsiliasi/kasus/?jenis=paid_not_active&amp;bulan={MONTH}" in page
    assert "Ditolak BPJS" in page


def test_no_full_number_is_on_any_page(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    numbers = [person.identifier("nik") for person in Person.objects.all()] + ["5303155208809999"]

    for address in (*addresses()[:2], *addresses()[3:]):
        page = client_of(users.officer).get(address).content.decode()
        assert not [number for number in numbers if number in page], address


def test_cases_are_narrowed_by_the_address(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.officer)

    def shown(query: str) -> set[str]:
        page = client.get(f"/rekonsiliasi/kasus/?{query}").content.decode()
        return {name for name in ("Maria", "Petrus", "530315***") if name in page}

    assert shown("") == {"Maria", "Petrus", "530315***"}
    assert shown("jenis=paid_not_due") == {"Petrus"}
    assert shown("sebab=rejected") == {"Maria"}
    assert shown("keadaan=solved") == set()
    assert shown("cari=maria") == {"Maria"}
    assert shown("milik=treasurer") == set()
    assert shown(f"bulan={MONTH}&desa={Person.objects.get(name='Petrus Kefi').village_id}") == {"Petrus"}


def test_workbook_holds_what_the_list_shows(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.auditor)
    asked = "?keadaan=all&urut=nama&kolom=nik&kolom=sebab&kolom=jumlah"

    page = client.get(f"/rekonsiliasi/kasus/{asked}")
    response = client.post(f"/rekonsiliasi/kasus/unduh/{asked}")

    cells = list(openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)
    top = cells.index(("Orang", "NIK", "Sebab", "Jumlah"))
    shown = [tuple(cell.value for cell in row) for _tick, row in page.context["table"].rows]
    assert [tuple(value or "" for value in row) for row in cells[top + 1 :]] == shown
    assert {row[0]: row[2] for row in shown}["Maria Sa'u"] == "Ditolak BPJS"
    assert any(row[0].startswith("Baris BPJS 530315***") for row in shown)
    assert ("Keadaan", "semua", None, None) in cells[:top]
    entry = AuditEntry.objects.get(event="reconciliation.exported")
    assert (entry.actor, entry.detail) == (users.auditor, {"rows": len(shown), "filters": ["Keadaan"]})


def test_workbook_of_a_month_holds_its_matches_cases_and_files(
    matched: MatchRun, users: Users, client_of: ClientOf
) -> None:
    client = client_of(users.auditor)

    page = client.get(f"/rekonsiliasi/{matched.month}/").context
    response = client.post(f"/rekonsiliasi/{matched.month}/unduh/")

    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    matches, by_kind, by_cause, files = (list(sheet.values) for sheet in book)
    sides = (matched.enrolled, matched.billed, matched.billed_idr, matched.paid, matched.paid_idr, matched.active)
    assert matches[-1][:7] == ("semua sumber dana", *sides)
    for sheet, shares in ((by_kind, page["kinds"]), (by_cause, page["causes"])):
        assert [row[1:3] for row in sheet[-len(shares) :]] == [(each.cases, each.amount_idr) for each in shares]
    assert [row[2] for row in files[-len(page["files"]) :]] == [each.lines for each in page["files"]]
    assert AuditEntry.objects.filter(event="reconciliation.month_exported", actor=users.auditor).exists()


def test_case_page_sets_both_records_side_by_side(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    case = Case.objects.get(cause="rejected")

    page = client_of(users.officer).get(f"/rekonsiliasi/kasus/{case.public_id}/").content.decode()

    assert "NIK tidak valid" in page
    assert "NIK tidak dikenal" in page
    assert "Tetapkan sebab" in page
    assert (
        "Tetapkan sebab" not in client_of(users.auditor).get(f"/rekonsiliasi/kasus/{case.public_id}/").content.decode()
    )


def test_officer_decides_on_the_page_of_a_case(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    case = Case.objects.get(cause="rejected")
    client, address = client_of(users.officer), f"/rekonsiliasi/kasus/{case.public_id}"

    assert client.post(f"{address}/keadaan/", {"state": "waiting", "reason": REASON}).status_code == 302
    assert client.post(f"{address}/sebab/", {"cause": "elsewhere", "reason": REASON}).status_code == 302
    assert client.post(f"{address}/tugas/", {"owner": users.treasurer.pk}).status_code == 302
    assert client.post(f"{address}/catatan/", {"reason": REASON}).status_code == 302
    assert client.post(f"{address}/tugas/", {"owner": users.auditor.pk}).status_code == 422
    assert client.post(f"{address}/lain/", {}).status_code == 404
    assert client_of(users.auditor).post(f"{address}/catatan/", {"reason": REASON}).status_code == 403

    case.refresh_from_db()
    assert (case.state, case.cause, case.owner) == ("waiting", "elsewhere", users.treasurer)
    page = client.get(f"{address}/").content.decode()
    assert page.count(REASON) == 3


def test_branch_answers_a_case_and_decides_nothing(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    case = Case.objects.filter(person__isnull=False).earliest("id")
    client_of(users.officer).post(f"/rekonsiliasi/kasus/{case.public_id}/tugas/", {"owner": users.insurer.pk})
    branch = client_of(users.insurer)
    page = branch.get(f"/rekonsiliasi/kasus/{case.public_id}/").content.decode()

    assert "1 kasus rekonsiliasi menunggu Anda" in branch.get("/").content.decode()
    assert "Tulis catatan" in page
    assert "Ubah keadaan" not in page
    assert "/peserta/" not in page
    assert branch.post(f"/rekonsiliasi/kasus/{case.public_id}/catatan/", {"reason": REASON}).status_code == 302
    assert case.events.filter(actor=users.insurer, text=REASON).exists()
    decision = {"state": "accepted", "reason": REASON}
    assert branch.post(f"/rekonsiliasi/kasus/{case.public_id}/keadaan/", decision).status_code == 404
    assert branch.post(f"/rekonsiliasi/{MONTH}/cocokkan/", {"request_key": str(uuid4())}).status_code == 403


def test_several_cases_change_after_one_question(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.officer)
    first = Case.objects.earliest("id")
    given = {"ubah-act": "in_work", "ubah-reason": REASON}

    def said(query: str = "", **more: object) -> list[str]:
        page = client.post(f"/rekonsiliasi/kasus/ubah/{query}", given | more, follow=True)
        return [str(message) for message in page.context["messages"]]

    page = client.get("/rekonsiliasi/kasus/").content.decode()
    assert f'name="baris" value="{first.public_id}" form="beberapa"' in page
    assert said(which="ticked", baris=[str(first.public_id)]) == ["1 kasus diubah."]
    assert Case.objects.filter(state="in_work").count() == 1
    said("?sebab=rejected", which="all")
    assert Case.objects.filter(state="in_work", cause="rejected").count() == 1
    same = Case.objects.filter(state="in_work").count()
    rest = Case.objects.count() - same
    assert said(which="all") == [
        f"{rest} kasus diubah.",
        f"{same} kasus tidak diubah: keadaannya memang sudah itu.",
    ]
    assert set(Case.objects.values_list("state", flat=True)) == {"in_work"}
    treasurer = {"ubah-act": str(users.treasurer.pk), "ubah-reason": ""}
    assert said(which="ticked", baris=[str(first.public_id)], **treasurer) == [
        f"1 kasus diserahkan kepada {users.treasurer}."
    ]
    assert Case.objects.get(pk=first.pk).owner == users.treasurer


@pytest.mark.parametrize("who", ["officer", "insurer"])
def test_lists_are_uploaded_and_shown_before_the_match(
    who: str, programme: Programme, users: Users, people: dict[str, Person], client_of: ClientOf
) -> None:
    till = Till(programme, users)
    till.cover()
    till.paid()
    client = client_of(getattr(users, who))
    lines = "".join(f"{people[name].identifier('nik')};{people[name].name}\n" for name in ("maria", "petrus"))
    file = SimpleUploadedFile("aktif.csv", f"NIK;Nama\n{lines}".encode())

    response = client.post("/rekonsiliasi/berkas/", {"month": str(MONTH), "active": file})

    assert response.status_code == 302
    kept = InsurerFile.objects.get()
    assert (kept.lines, MatchRun.objects.count()) == (2, 0)
    page = client.get(f"/rekonsiliasi/berkas/{kept.public_id}/").content.decode()
    assert "530304********" in page
    key = uuid4()
    for _ in range(2):
        client_of(users.officer).post(f"/rekonsiliasi/{MONTH}/cocokkan/", {"request_key": key})
    assert MatchRun.objects.count() == 1


def test_file_of_another_shape_is_refused_at_the_form(users: Users, programme: Programme, client_of: ClientOf) -> None:
    file = SimpleUploadedFile("aktif.csv", b"NIK;Kota\n5303041203859001;Kefa\n")

    response = client_of(users.officer).post("/rekonsiliasi/berkas/", {"month": str(MONTH), "active": file})

    assert response.status_code == 422
    assert "kolom Nama tidak ditemukan" in response.content.decode()
    assert client_of(users.officer).post("/rekonsiliasi/berkas/", {"month": str(MONTH)}).status_code == 422
    assert client_of(users.treasurer).get("/rekonsiliasi/berkas/").status_code == 403


def test_claim_back_list_becomes_a_claim(
    matched: MatchRun, users: Users, client_of: ClientOf, programme: Programme, people: dict[str, Person]
) -> None:
    client = client_of(users.officer)
    query = f"?sumber={programme.payer.pk}"
    assert "Petrus Kefi" in client.get("/rekonsiliasi/minta-kembali/").content.decode()
    pdf = b"".join(client.get(f"/rekonsiliasi/minta-kembali/cetak/{query}").streaming_content)
    text = " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    assert "Petrus Kefi" in text
    assert "Rp16.800" in text
    book = b"".join(client.get(f"/rekonsiliasi/minta-kembali/cetak/{query}&bentuk=xlsx").streaming_content)
    assert openpyxl.load_workbook(BytesIO(book)).active["A5"].value == "Petrus Kefi"

    client.post(
        "/rekonsiliasi/minta-kembali/ajukan/",
        {"payer": programme.payer.pk, "request_key": uuid4(), "number": "01/KLAIM/2026", "claim_date": "21-11-2026"},
    )

    assert RefundClaim.objects.get().amount_idr == 16_800
    assert "Petrus Kefi" not in client.get("/rekonsiliasi/minta-kembali/").content.decode()
    match(users.officer)
    assert Case.objects.get(person=people["petrus"]).state == "solved"


def test_minutes_say_the_four_sides_and_the_cases(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    response = client_of(users.auditor).get(f"/rekonsiliasi/{MONTH}/berita-acara/")

    page = PdfReader(BytesIO(b"".join(response.streaming_content))).pages[0]
    text = " ".join(page.extract_text().split())
    assert "BERITA ACARA REKONSILIASI IURAN" in text
    assert "Tagihan iuran 4 67.200" in text
    assert "Dibayar, tidak aktif di BPJS 1 16.800" in text
    assert round(float(page.mediabox.height) / 72 * 25.4) == 330


def test_match_of_one_payer_shows_on_the_pages_until_everybody_is_matched(
    programme: Programme, users: Users, people: dict[str, Person], client_of: ClientOf
) -> None:
    till = Till(programme, users)
    till.cover()
    till.paid()
    client = client_of(users.officer)
    of_payer = match(users.officer, payer=programme.payer)

    for address in ("/rekonsiliasi/", f"/rekonsiliasi/{MONTH}/"):
        assert programme.payer.name in client.get(address).content.decode(), address
    minutes = client.get(f"/rekonsiliasi/{MONTH}/berita-acara/?sumber={of_payer.payer_id}")
    assert b"".join(minutes).startswith(b"%PDF")

    match(users.officer)
    assert "hanya " not in client.get("/rekonsiliasi/").content.decode()
    assert "per sumber dana" not in client.get(f"/rekonsiliasi/{MONTH}/").content.decode()


@pytest.mark.tampers  # The cases are settled past their services.
def test_last_step_of_a_bill_waits_for_its_cases(matched: MatchRun, users: Users, client_of: ClientOf) -> None:
    address = f"/iuran/{MONTH}/"

    def step() -> Any:
        return client_of(users.officer).get(address).context["room"].steps[-1]

    assert (step().label, step().is_done) == ("Dicocokkan", False)
    assert "kasus belum selesai" in step().note
    assert step().url == f"/rekonsiliasi/{MONTH}/"

    Case.objects.update(state=Case.State.ACCEPTED)

    assert (step().is_done, step().who) == (True, str(matched.run_by))


def test_bill_is_not_matched_before_its_month_is(
    programme: Programme, users: Users, people: dict[str, Person], client_of: ClientOf
) -> None:
    till = Till(programme, users)
    till.cover()
    till.paid()

    page = client_of(users.officer).get(f"/iuran/{MONTH}/")

    assert "Menunggu pencocokan" in page.content.decode()
    assert page.context["room"].current == page.context["room"].steps[-1]
