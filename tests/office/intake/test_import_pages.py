"""The preview of a delivery: every finding in words, numbers hidden, decisions and mending that hold."""

from __future__ import annotations

import io
import re
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse
from import_rows import AS_OF, GOOD, IN_MANAMAS, KEFA, MANAMAS, NO_BIRTH_DATE, NOW, SHORT_NIK, address, row_of

from jaring.core.intake import Code, Verdict, judge_row, read_lists
from jaring.office import vault
from jaring.office.audit.models import AuditEntry
from jaring.office.intake import codes, services
from jaring.office.intake.models import ImportBatch, ImportFile, ImportRow
from jaring.office.people.models import Exit, Person
from jaring.office.places.models import Village

pytestmark = pytest.mark.django_db

DIGITS = re.compile(r"\d{16}")


def page(client, name, batch, *more, **query) -> str:
    response = client.get(address(name, batch, *more), query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_code_has_a_label() -> None:
    assert {code.value for code in Code} <= set(codes.LABELS)


def test_every_finding_says_what_is_wrong_and_what_to_do(delivery, users, client_of) -> None:
    shown = page(client_of(users.officer), "detail", delivery, nilai="ditolak")

    assert "Petrus Kefi" in shown
    assert "NIK tidak terdiri atas 16 angka." in shown
    assert "Tulis ulang NIK 16 angka sesuai KTP-el." in shown
    assert "Yohanes Naisoko" not in shown


def test_the_preview_speaks_the_readers_language(delivery, users, client_of) -> None:
    users.officer.language = "en"
    users.officer.save()

    shown = page(client_of(users.officer), "detail", delivery, nilai="ditolak")

    assert "The NIK does not have 16 digits." in shown
    assert "NIK not 16 digits" in shown


def test_no_page_shows_sixteen_digits_wherever_people_wrote_them(make_delivery, users, client_of) -> None:
    nik = GOOD["nik"]
    batch = make_delivery(
        users.officer,
        [GOOD, NO_BIRTH_DATE | {"name": f"Maria {nik}"}, SHORT_NIK | {"nik": f"{nik}0", "occupation": f"Tani {nik}"}],
        file_name=f"daftar {nik}.xlsx",
        sheet=nik,
    )
    client = client_of(users.officer)

    pages = [page(client, "detail", batch, nilai=tab) for tab in ("baik", "meragukan", "ditolak")]
    pages += [page(client, "files", batch), page(client, "difference", batch, desa=KEFA)]
    pages += [page(client, "row", batch, row.public_id) for row in batch.rows.all()]
    pages.append(client.get(reverse("intake:list")).content.decode())

    assert not [found for shown in pages for found in DIGITS.findall(shown)]
    assert "530304********01" in pages[0]


def test_no_two_parts_of_a_page_share_an_id(delivery, users, client_of) -> None:
    client = client_of(users.officer)
    pages = [page(client, "detail", delivery), page(client, "row", delivery, row_of(delivery, "doubtful").public_id)]

    for shown in pages:
        ids = re.findall(r'\bid="([^"]+)"', shown)
        assert len(ids) == len(set(ids))


def test_the_first_tab_is_the_one_that_needs_somebody(delivery, make_delivery, users, client_of) -> None:
    good_only = make_delivery(users.officer, [GOOD])

    assert "Maria Sa&#x27;u" in page(client_of(users.officer), "detail", delivery)
    assert "Yohanes Naisoko" in page(client_of(users.officer), "detail", good_only)


def test_rows_are_narrowed_by_finding_village_and_decision(make_delivery, users, client_of) -> None:
    odd_name = NO_BIRTH_DATE | {"nik": "5303044207909105", "name": "Maria 7", "birth_date": "02-07-1990"}
    elsewhere = IN_MANAMAS | {"birth_date": ""}
    batch = make_delivery(users.officer, [NO_BIRTH_DATE, odd_name, elsewhere])
    client = client_of(users.officer)

    def names(**query):
        return [line.name for line in client.get(address("detail", batch), query).context["lines"]]

    assert names() == ["Maria Sa'u", "Maria 7", "Agustinus Ua"]
    assert names(kode="BIRTH_DATE_FROM_NIK") == ["Maria Sa'u", "Agustinus Ua"]
    assert names(desa=MANAMAS) == ["Agustinus Ua"]
    assert names(kode="bukan kode") == ["Maria Sa'u", "Maria 7", "Agustinus Ua"]
    batch.rows.filter(village=MANAMAS).update(judgement="take")
    assert names(putusan="none") == ["Maria Sa'u", "Maria 7"]
    assert names(putusan="take") == ["Agustinus Ua"]


@pytest.fixture
def large_delivery(users, villages):
    """A delivery of 15,000 rows in 50 files, every tenth doubtful."""
    batch = ImportBatch.objects.create(
        regency_id="53.03",
        kind="lists",
        state="preview",
        source="Besar",
        sender="Dinas",
        received_date=date(2026, 11, 20),
        as_of=AS_OF,
        content_hash="f" * 64,
        created_by=users.officer,
        created_at=NOW,
    )
    files = ImportFile.objects.bulk_create(
        ImportFile(batch=batch, name=f"{n:02}.xlsx", sha256="0" * 64, size_bytes=1) for n in range(50)
    )
    judged = judge_row(NO_BIRTH_DATE, regency="53.03", as_of=AS_OF)
    content = {
        "values": services._plain_values(services.asdict(judged.values)),
        "cells": [{"heading": name, "text": text, "field": name} for name, text in NO_BIRTH_DATE.items()],
        "context": {},
        "findings": [services._plain_finding(finding) for finding in judged.findings],
    }
    codes_of_villages = list(Village.objects.filter(district__regency="53.03").values_list("code", flat=True))
    rows = []
    for number in range(15_000):
        is_good = bool(number % 10)
        row = ImportRow(
            public_id=uuid4(),
            batch=batch,
            file=files[number % 50],
            row_number=number + 2,
            verdict="accepted" if is_good else "doubtful",
            codes="" if is_good else "BIRTH_DATE_FROM_NIK",
            village_id=codes_of_villages[number % len(codes_of_villages)],
            nik_look_up=vault.look_up("nik", "53.03", str(number)),
        )
        row.content_sealed = row.sealed_content(content)
        rows.append(row)
    ImportRow.objects.bulk_create(rows, batch_size=2000)
    return batch


def test_a_delivery_of_fifteen_thousand_rows_costs_twelve_statements_and_opens_one_page_of_rows(
    large_delivery, users, client_of, django_assert_max_num_queries, monkeypatch
) -> None:
    opened = []
    unseal = vault.unseal
    monkeypatch.setattr(vault, "unseal", lambda *given: opened.append(1) or unseal(*given))

    for user in (users.officer, users.verifier, users.operator):
        client = client_of(user)
        for name, query in (
            ("detail", {}),
            ("detail", {"nilai": "baik", "hal": "9"}),
            ("files", {}),
            ("difference", {}),
            ("difference", {"desa": KEFA, "hal-baru": "2"}),
        ):
            opened.clear()
            with django_assert_max_num_queries(12):
                response = client.get(address(name, large_delivery), query)
            assert response.status_code == 200
            assert len(opened) <= (100 if name == "difference" else 50), "a page of rows, or one village of them"
        with django_assert_max_num_queries(12):
            client.get(reverse("intake:list"))


def test_one_decision_by_finding_is_one_update_and_one_audit_entry(
    large_delivery, users, client_of, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(8):
        decided = services.judge_by_code(
            large_delivery, "BIRTH_DATE_FROM_NIK", take=True, actor=users.officer, now=NOW
        )

    assert decided == 1500
    assert large_delivery.rows.filter(judgement="take").count() == 1500
    entry = AuditEntry.objects.get(event="intake.rows_judged")
    assert entry.detail == {"code": "BIRTH_DATE_FROM_NIK", "judgement": "take", "rows": 1500}


def test_a_decision_by_finding_leaves_second_doubts_and_earlier_decisions_alone(
    make_delivery, users, client_of
) -> None:
    twice_doubted = NO_BIRTH_DATE | {"nik": "5303044207909106", "name": "Maria 7"}
    decided = NO_BIRTH_DATE | {"nik": "5303044207909107", "name": "Marselina Kolo"}
    batch = make_delivery(users.officer, [NO_BIRTH_DATE, twice_doubted, decided])
    batch.rows.filter(row_number=4).update(judgement="leave")
    given = {"kode": "BIRTH_DATE_FROM_NIK", "putusan": "terima", "kembali": "?nilai=meragukan&hal=2&lain=x"}

    response = client_of(users.officer).post(address("judge_by_code", batch), given)

    assert response["Location"] == address("detail", batch) + "?nilai=meragukan&hal=2"
    assert list(batch.rows.order_by("id").values_list("judgement", flat=True)) == ["take", "", "leave"]


def test_a_decision_reaches_only_the_rows_of_the_actors_area(make_delivery, users) -> None:
    batch = make_delivery(users.officer, [NO_BIRTH_DATE, IN_MANAMAS | {"birth_date": ""}])

    decided = services.judge_by_code(batch, "BIRTH_DATE_FROM_NIK", take=True, actor=users.verifier, now=NOW)

    assert decided == 1
    assert batch.rows.get(village=MANAMAS).judgement == ""


def test_a_partial_update_gives_the_row_and_the_counts_back(delivery, users, client_of) -> None:
    row = row_of(delivery, "doubtful")

    response = client_of(users.officer).post(
        address("judge", delivery, row.public_id), {"putusan": "terima"}, headers={"hx-request": "true"}
    )

    shown = response.content.decode()
    assert f'<tr id="baris-{row.public_id}">' in shown
    assert 'value="terima" id="terima-' in shown
    assert 'aria-pressed="true"' in shown
    assert 'id="kedudukan"' in shown
    assert "<html" not in shown
    assert "3 baris siap diambil alih" in shown
    assert "Ambil alih 3 baris" in shown


def test_a_rejected_row_is_not_decided_but_mended(delivery, users, client_of) -> None:
    row = row_of(delivery, "rejected")
    client = client_of(users.officer)

    refused = client.post(address("judge", delivery, row.public_id), {"putusan": "terima"})
    mended = client.post(
        address("row", delivery, row.public_id), {"nik": "5303.0412.0385.9108", "name": "Petrus Kefi"}
    )

    assert refused.status_code == 422
    assert "JRG-406" in refused.content.decode()
    assert mended.status_code == 302
    row.refresh_from_db()
    assert row.content["values"]["nik"] == "5303041203859108"
    assert row.content["cells"][0]["text"] == SHORT_NIK["nik"], "what was sent stays beside it"


def whole_form(client, batch, row) -> dict[str, str]:
    """Return what a browser would send back when nothing is touched."""
    form = client.get(address("row", batch, row.public_id)).context["form"]
    return {bound.name: bound.value() or "" for bound in form}


def test_a_form_sent_back_untouched_changes_nothing(delivery, users, client_of) -> None:
    row = row_of(delivery, "doubtful")
    client = client_of(users.officer)
    before = row.content["values"]

    form = whole_form(client, delivery, row)
    client.post(address("row", delivery, row.public_id), form)

    assert form["nik"] == ""
    row.refresh_from_db()
    assert row.content["values"] == before
    assert row.content["mended"] == {}
    assert row.verdict == "doubtful"


def test_mending_the_named_field_makes_the_row_good_and_leads_on(make_delivery, users, client_of) -> None:
    batch = make_delivery(users.officer, [NO_BIRTH_DATE, SHORT_NIK])
    row, following = batch.rows.order_by("id")
    client = client_of(users.operator)

    form = whole_form(client, batch, row) | {"birth_date": "02-07-1990", "lanjut": "1"}
    response = client.post(address("row", batch, row.public_id), form)

    row.refresh_from_db()
    assert (row.verdict, row.codes) == ("accepted", "")
    assert response["Location"] == address("row", batch, following.public_id)
    assert batch.files.get().accepted == 1
    assert AuditEntry.objects.get(event="intake.row_mended").detail["fields"] == ["birth_date"]


def test_the_next_row_is_one_of_the_list_that_was_narrowed(make_delivery, users, client_of) -> None:
    elsewhere = SHORT_NIK | {"name": "Agustinus Ua", "village": "Manamas", "district": "Naibenu"}
    other = SHORT_NIK | {"name": "Paulus Usboko", "nik": "530304120385911"}
    batch = make_delivery(users.officer, [NO_BIRTH_DATE, elsewhere, other])
    row, _elsewhere, following = batch.rows.order_by("id")
    state = f"?desa={KEFA}"

    given = {"birth_date": "02-07-1990", "lanjut": "1", "kembali": state}
    response = client_of(users.officer).post(address("row", batch, row.public_id), given)

    assert response["Location"] == address("row", batch, following.public_id) + state


def test_what_is_wrong_stands_at_its_field(delivery, users, client_of) -> None:
    row = row_of(delivery, "rejected")

    form = client_of(users.officer).get(address("row", delivery, row.public_id)).context["form"]

    assert list(form.errors) == ["nik"]
    assert "NIK tidak terdiri atas 16 angka." in form.errors["nik"][0]


def test_a_nik_that_stands_on_another_row_is_named_as_such(delivery, users, client_of) -> None:
    row = row_of(delivery, "rejected")
    client = client_of(users.officer)

    client.post(address("row", delivery, row.public_id), {"nik": GOOD["nik"], "name": "Petrus Kefi"})

    shown = page(client, "row", delivery, row.public_id)
    row.refresh_from_db()
    assert (row.verdict, row.codes) == ("rejected", "DUPLICATE_NIK")
    assert "NIK ini sudah ada: berkas daftar.xlsx, lembar Lembar1, baris 2." in shown


def test_a_doubt_about_another_row_stays_while_what_it_rests_on_stays(delivery, users) -> None:
    row = row_of(delivery, "accepted")
    content = row.content
    content["findings"] = [
        {
            "code": "POSSIBLE_DUPLICATE",
            "field": "name",
            "other": ["daftar.xlsx", "Lembar1", 9],
            "details": {},
            "problem_id": "Nama sama.",
            "problem_en": "Same name.",
            "remedy_id": "Periksa.",
            "remedy_en": "Check.",
        }
    ]
    row.verdict, row.codes, row.content_sealed = "doubtful", "POSSIBLE_DUPLICATE", row.sealed_content(content)
    row.save()

    same = services.mend(row, {"occupation": "Nelayan"}, actor=users.officer, now=NOW)
    assert (same.verdict, same.codes) == ("doubtful", "POSSIBLE_DUPLICATE")

    other = services.mend(row, {"name": "Yohanes Taena"}, actor=users.officer, now=NOW)
    assert (other.verdict, other.codes) == ("accepted", "")


def test_a_delivery_is_taken_over_and_undone_from_its_page(delivery, users, client_of) -> None:
    client = client_of(users.officer)
    client.post(address("judge", delivery, row_of(delivery, "doubtful").public_id), {"putusan": "terima"})

    taken = client.post(address("take_over", delivery), follow=True).content.decode()
    assert "3 orang baru, 0 berubah, 0 tetap" in taken
    assert Person.objects.count() == 3
    assert "sudah diambil alih" in taken

    undone = client.post(address("undo", delivery), follow=True).content.decode()
    assert Person.objects.count() == 0
    assert "Penerimaan ini dibatalkan" in undone
    assert "Ambil alih ke daftar peserta" not in undone


def test_a_delivery_on_which_something_rests_is_not_undone(delivery, users, client_of) -> None:
    client = client_of(users.officer)
    client.post(address("take_over", delivery))
    Exit.objects.create(
        person=Person.objects.first(),
        reason="died",
        happened_on=date(2026, 11, 1),
        reported_by=users.officer,
        reported_at=NOW,
    )

    response = client.post(address("undo", delivery))

    assert response.status_code == 422
    assert "JRG-405" in response.content.decode()
    assert Person.objects.count() == 2


def test_nothing_to_take_is_said_and_offered_to_nobody(make_delivery, users, client_of) -> None:
    batch = make_delivery(users.officer, [SHORT_NIK])
    client = client_of(users.officer)

    assert address("take_over", batch) not in page(client, "detail", batch)
    assert "JRG-404" in client.post(address("take_over", batch)).content.decode()


def test_a_correction_workbook_holds_what_is_to_be_mended_as_sent_and_is_audited(
    make_delivery, users, client_of
) -> None:
    taken = NO_BIRTH_DATE | {"nik": "5303044207909107", "name": "Marselina Kolo"}
    batch = make_delivery(users.officer, [GOOD, NO_BIRTH_DATE, SHORT_NIK, taken, IN_MANAMAS])
    batch.rows.filter(row_number=5).update(judgement="take")

    response = client_of(users.officer).post(address("corrections", batch, batch.files.get().pk))

    assert response["Content-Disposition"] == 'attachment; filename="perbaikan-daftar.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    texts = [str(cell.value) for row in book["Lembar1"].iter_rows() for cell in row if cell.value is not None]
    assert NO_BIRTH_DATE["nik"] in texts
    assert SHORT_NIK["nik"] in texts
    assert not {GOOD["nik"], taken["nik"], IN_MANAMAS["nik"]} & set(texts)
    entry = AuditEntry.objects.get(event="intake.corrections_exported")
    assert entry.actor == users.officer
    assert not DIGITS.search(str(entry.detail))


def test_a_village_gets_only_its_own_rows_in_a_correction_workbook(make_delivery, users, client_of) -> None:
    batch = make_delivery(users.officer, [NO_BIRTH_DATE, IN_MANAMAS | {"birth_date": ""}])

    response = client_of(users.operator).post(address("corrections", batch, batch.files.get().pk))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    texts = {str(cell.value) for row in book["Lembar1"].iter_rows() for cell in row}
    assert NO_BIRTH_DATE["nik"] in texts
    assert IN_MANAMAS["nik"] not in texts


def test_the_comparison_says_who_is_new_gone_changed_and_what_is_odd(
    make_delivery, make_person, users, villages, client_of
) -> None:
    make_person("Yohanes Naisoko", villages.kefa, nik=GOOD["nik"], occupation="Nelayan", mother_name="Ibu Lama")
    make_person("Wilhelmina Taek", villages.kefa)
    make_person("Domingos Bere", villages.manamas)
    other_digit = NO_BIRTH_DATE | {"birth_date": "02-07-1990"}
    make_person("Maria Sa'u", villages.kefa, nik="5303044207909182", sex="F", birth_date=date(1990, 7, 2))
    new = GOOD | {"nik": "5303040909919109", "name": "Paulus Usboko", "birth_date": "09-09-1991"}
    batch = make_delivery(users.officer, [GOOD, other_digit, new])

    response = client_of(users.officer).get(address("difference", batch), {"desa": villages.kefa.code})
    found = response.context["found"]

    assert [who.name for who in found.added] == ["Paulus Usboko"]
    assert [who.name for who in found.gone] == ["Wilhelmina Taek"]
    changes = {change.who.name: [field.field for field in change.fields] for change in found.changed}
    assert changes["Yohanes Naisoko"] == ["occupation"], "what the row leaves empty is no change"
    assert "nik" in changes["Maria Sa'u"]
    assert any("berubah satu angka" in odd.text.id for odd in found.odd)
    assert not DIGITS.search(response.content.decode())


def test_the_comparison_counts_villages_by_nik(make_delivery, make_person, users, villages, client_of) -> None:
    make_person("Yohanes Naisoko", villages.kefa, nik=GOOD["nik"])
    make_person("Wilhelmina Taek", villages.kefa)
    batch = make_delivery(users.officer, [GOOD, NO_BIRTH_DATE, IN_MANAMAS])

    counts = client_of(users.officer).get(address("difference", batch)).context["villages"]

    assert [(c.village.name, c.known, c.new, c.missing) for c in counts] == [
        ("Kefamenanu Selatan", 1, 1, 1),
        ("Manamas", 0, 1, 0),
    ]


def test_whoever_a_delivery_names_is_not_missing_though_the_row_is_left(
    make_delivery, make_person, users, villages, client_of
) -> None:
    make_person("Yohanes Naisoko", villages.kefa, nik=GOOD["nik"])
    make_person("Wilhelmina Taek", villages.kefa)
    batch = make_delivery(users.officer, [GOOD, NO_BIRTH_DATE, IN_MANAMAS])
    batch.rows.filter(codes="").exclude(village=MANAMAS).update(judgement="leave")

    counts = client_of(users.officer).get(address("difference", batch)).context["villages"]

    assert [(c.known, c.new, c.missing) for c in counts] == [(0, 1, 1), (0, 1, 0)]


def test_who_answers_for_one_village_meets_its_comparison_at_once(make_delivery, users, villages, client_of) -> None:
    batch = make_delivery(users.officer, [GOOD, IN_MANAMAS])

    page = client_of(users.operator).get(address("difference", batch))

    assert (page.context["village"], page.context["has_more"]) == (villages.kefa, False)
    assert len(page.context["found"].added) == 1


def test_a_comparison_shows_a_page_of_each_list_and_the_way_to_the_rest(
    make_delivery, make_person, users, villages, client_of
) -> None:
    for number in range(60):
        make_person(f"Wilhelmina {number:02d}", villages.kefa)
    batch = make_delivery(users.officer, [GOOD])
    client = client_of(users.officer)

    first = page(client, "difference", batch, desa=KEFA)
    second = page(client, "difference", batch, **{"desa": KEFA, "hal-hilang": "2"})

    assert "(60)" in first
    assert "Wilhelmina 20" in first
    assert "Wilhelmina 59" not in first
    assert f"desa={KEFA}&amp;hal-hilang=2" in first
    assert "Wilhelmina 59" in second
    assert "Wilhelmina 20" not in second
    assert GOOD["name"] in first
    assert GOOD["name"] in second, "the other lists stay where they are"


def test_an_oddity_names_a_few_of_the_many_whom_it_is_about(
    make_delivery, make_person, users, villages, client_of
) -> None:
    for number in range(20):
        make_person(f"Wilhelmina {number:02d}", villages.kefa)
    batch = make_delivery(users.officer, [GOOD])

    odd = client_of(users.officer).get(address("difference", batch), {"desa": KEFA}).context["found"].odd

    assert [(len(one.people), one.others) for one in odd] == [(8, 12)]


def test_the_sample_list_is_read_and_its_invented_people_are_turned_away(users, villages, client_of, tmp_path) -> None:
    response = client_of(users.operator).get("/impor/baru/contoh/")
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(b"".join(response.streaming_content))

    records = list(read_lists([path], regency="53.03", as_of=date(2026, 11, 1)).records)

    assert [(record.verdict, record.codes) for record in records] == [(Verdict.REJECTED, (Code.SAMPLE_PERSON,))] * 3
    assert [record.values.nik[-4:] for record in records] == ["9001", "9002", "9003"]


def test_a_sample_row_is_taken_once_name_and_nik_are_of_a_real_worker(villages, tmp_path) -> None:
    path = tmp_path / "daftar.csv"
    village = villages.kefa.name
    lines = [
        f"5303015205849211,Maria Contoh,P,12-05-1984,{village},Petani",
        f"5303015203849001,Maria Taolin,P,12-03-1984,{village},Petani",
        f"5303014806819213,Yuliana Contohan,P,08-06-1981,{village},Petani",
    ]
    heads = "NIK,Nama,JK,Tanggal Lahir,Desa,Pekerjaan"
    path.write_text("\n".join([heads, *lines, ""]), encoding="utf-8")

    records = read_lists([path], regency="53.03", as_of=date(2026, 11, 1)).records

    assert [record.codes for record in records] == [(Code.SAMPLE_PERSON,), (Code.SAMPLE_PERSON,), ()]
