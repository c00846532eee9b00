"""Sending lists in: read and judged at once, refused clearly, and no copy left behind."""

from __future__ import annotations

import tempfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jaring.office.intake import forms, services, views
from jaring.office.intake.masking import plain_file_name
from jaring.office.intake.models import ImportBatch
from jaring.office.people.models import CoveredElsewhere, DtsenEntry

pytestmark = pytest.mark.django_db

HEADINGS = "NIK;Nama;Tanggal Lahir;Desa;Pekerjaan\n"
KEFA = HEADINGS + "5303041203859101;Yohanes Naisoko;12-03-1985;Kefamenanu Selatan;Petani\n"
MAUBELI = HEADINGS + "5303044207909102;Maria Sa'u;02-07-1990;Maubeli;Pedagang\n"


def file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def given(*files: SimpleUploadedFile, **more: str) -> dict[str, object]:
    days = {"received_date": "2026-11-20", "as_of": "2026-11-01"}
    return {"lists": list(files), "sender": "Lurah", "source": ""} | days | more


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Have every temporary file made in a folder that the test can look into."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_files_are_read_judged_and_not_kept(users, client_of, temporary) -> None:
    sent = given(file("Kefa.csv", KEFA), file("Maubeli.csv", MAUBELI))

    response = client_of(users.officer).post(reverse("intake:new"), sent)

    batch = ImportBatch.objects.get()
    assert response["Location"] == reverse("intake:detail", args=[batch.public_id])
    assert (batch.state, batch.source, batch.sender, batch.rows.count()) == ("preview", "2 berkas", "Lurah", 2)
    assert [f.name for f in batch.files.all()] == ["Kefa.csv", "Maubeli.csv"]
    assert list(temporary.iterdir()) == []


def test_who_waits_sees_how_far_his_own_reading_is_and_nobody_elses(users, client_of, monkeypatch) -> None:
    key, seen = str(uuid4()), []
    read_delivery = services.read_delivery

    def look(user, asked: str = "0") -> str:
        response = client_of(user).get(reverse("intake:reading", args=[key]), {"ke": asked})
        return " ".join(response.content.decode().split())

    def read(paths, *, progress, kept, **more):
        progress(1, 2, "Kefa.csv")
        seen.extend((look(users.officer), look(users.head)))
        kept(2_000, 15_000)
        seen.extend((look(users.officer), look(users.officer, str(views.ASKED_MAX))))
        return read_delivery(paths, progress=progress, kept=kept, **more)

    monkeypatch.setattr(services, "read_delivery", read)
    client = client_of(users.officer)
    response = client.post(reverse("intake:new"), given(file("Kefa.csv", KEFA), key=key), HTTP_HX_REQUEST="true")

    mine, elsewhere, later, last = seen
    assert response["HX-Redirect"] == reverse("intake:detail", args=[ImportBatch.objects.get().public_id])
    assert "Membaca berkas: 1 dari 2" in mine
    assert "?ke=1" in mine
    assert "1 dari 2" not in elsewhere
    assert "Menilai dan menyimpan baris: 2.000 dari 15.000" in later
    assert "hx-get" not in last, "a page does not ask for ever"
    assert "<progress" not in look(users.officer), "what has ended is forgotten"


def test_a_refused_file_is_shown_beside_the_others_with_its_reason(users, client_of) -> None:
    sent = given(file("Kefa.csv", KEFA), SimpleUploadedFile("rusak.xlsx", b"bukan lembar kerja \x00\x01"))

    shown = client_of(users.officer).post(reverse("intake:new"), sent, follow=True).content.decode()

    assert "rusak.xlsx" in shown
    assert "Berkas yang tidak dapat dibaca" in shown
    assert ImportBatch.objects.get().rows.count() == 1


def test_an_upload_without_any_person_says_why_of_each_file_and_leaves_nothing(users, client_of, temporary) -> None:
    sent = given(file("kosong.csv", ""), file("surat.csv", "Kepada Yth. Kepala Dinas\n"))

    response = client_of(users.officer).post(reverse("intake:new"), sent)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "Tidak satu pun berkas memuat baris peserta" in shown
    assert "kosong.csv" in shown
    assert "surat.csv" in shown
    assert not ImportBatch.objects.exists()
    assert list(temporary.iterdir()) == []


def test_the_same_files_are_refused_a_second_time_at_the_form(users, client_of) -> None:
    client = client_of(users.officer)
    client.post(reverse("intake:new"), given(file("Kefa.csv", KEFA)))

    again = client.post(reverse("intake:new"), given(file("Kefa.csv", KEFA)))

    assert again.status_code == 422
    assert "sudah pernah diterima" in again.content.decode()
    assert ImportBatch.objects.count() == 1


def test_a_village_sends_under_its_own_name(users, villages, client_of) -> None:
    client_of(users.operator).post(reverse("intake:new"), given(file("Kefa.csv", KEFA), source="Usulan 2026"))

    batch = ImportBatch.objects.get()
    assert (batch.village, batch.source) == (villages.kefa, "Usulan 2026")


def test_too_many_or_too_large_is_refused_before_reading(users, client_of, monkeypatch) -> None:
    monkeypatch.setattr(forms, "FILES_MAX", 1)
    many = client_of(users.officer).post(reverse("intake:new"), given(file("a.csv", KEFA), file("b.csv", MAUBELI)))
    monkeypatch.setattr(forms, "TOTAL_BYTES_MAX", 10)
    large = client_of(users.officer).post(reverse("intake:new"), given(file("a.csv", KEFA)))

    assert "Paling banyak 1 berkas" in many.content.decode()
    assert "Seluruh berkas melebihi" in large.content.decode()
    assert not ImportBatch.objects.exists()


def test_more_files_than_a_form_takes_are_refused_in_words(users, client_of) -> None:
    files = [file(f"{number}.csv", KEFA) for number in range(forms.FILES_MAX + 1)]

    response = client_of(users.officer).post(reverse("intake:new"), given(*files))

    assert response.status_code == 422
    assert "Paling banyak 300 berkas" in response.content.decode()


def test_a_form_without_file_or_with_a_future_day_is_refused_at_the_field(users, client_of) -> None:
    response = client_of(users.officer).post(reverse("intake:new"), given(received_date="2999-01-01"))

    assert set(response.context["form"].errors) == {"lists", "received_date"}


def test_a_nik_in_names_never_arrives(users, client_of) -> None:
    nik = "5303041203859101"
    sent = given(file(f"{nik} Kefa.csv", KEFA), sender=f"Lurah {nik}", source=f"Usulan {nik}")

    client_of(users.officer).post(reverse("intake:new"), sent)

    batch = ImportBatch.objects.get()
    assert nik not in f"{batch.source} {batch.sender} {batch.files.get().name}"
    assert batch.files.get().name == "Kefa.csv"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Daftar Desa Manamas.xlsx", "Daftar Desa Manamas.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\daftar.csv", "daftar.csv"),
        (".tersembunyi.csv", "tersembunyi.csv"),
        ("~$daftar.xlsx", "daftar.xlsx"),
        ("5303 0412 0385 9101.xlsx", "daftar.xlsx"),
        ("a" * 300 + ".xlsx", "a" * 115 + ".xlsx"),
        ("", "daftar"),
        ("daftar\x00\n<b>.ods", "daftar___b_.ods"),
    ],
)
def test_file_names_are_plain(name, plain) -> None:
    assert plain_file_name(name) == plain


def test_two_files_of_one_name_stay_two(users, client_of) -> None:
    client_of(users.officer).post(reverse("intake:new"), given(file("x.csv", KEFA), file("x.csv", MAUBELI)))

    assert [f.name for f in ImportBatch.objects.get().files.all()] == ["x (2).csv", "x.csv"]


def test_dtsen_deciles_are_read_and_undone(users, client_of) -> None:
    client = client_of(users.officer)
    sent = {"file": file("dtsen.csv", "nik,desil\n5303041203859101,2\n"), "received_date": "2026-11-20"}

    shown = client.post(reverse("intake:new_dtsen"), sent, follow=True).content.decode()
    batch = ImportBatch.objects.get()
    assert DtsenEntry.objects.get().decile == 2
    assert "dtsen.csv" in shown

    client.post(reverse("intake:undo", args=[batch.public_id]))
    assert not DtsenEntry.objects.exists()


def test_who_is_covered_elsewhere_is_read(users, client_of) -> None:
    sent = {"file": file("aktif.csv", "nik,segmen\n5303041203859101,PU\n"), "received_date": "2026-11-20"}

    client_of(users.officer).post(reverse("intake:new_elsewhere"), sent)

    assert CoveredElsewhere.objects.get().segment == "PU"


def test_a_register_of_another_shape_is_refused_at_the_form(users, client_of, temporary) -> None:
    sent = {"file": file("dtsen.csv", "nama,umur\nMaria,3\n"), "received_date": "2026-11-20"}

    response = client_of(users.officer).post(reverse("intake:new_dtsen"), sent)

    assert response.status_code == 422
    assert "kolom nik dan desil tidak ditemukan" in response.content.decode()
    assert not ImportBatch.objects.exists()
    assert list(temporary.iterdir()) == []
