"""The register as pages: who sees whom, what is found, what never appears."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from paper_trail import today_there

from jaring.core.month import Month
from jaring.office.audit.models import AuditEntry
from jaring.office.people.models import Exit, Person
from jaring.office.programme.models import Decree, DecreeEnactment, DecreeLine, Enrolment
from jaring.office.programme.services.standing import note_cover

SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)")
LIST = "/peserta/"

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]  # Decrees are made by hand here.


def page_of(person) -> str:
    return reverse("people:detail", args=[person.public_id])


def text_of(response) -> str:
    return response.content.decode()


THIS_YEAR = (Month(2026, 1), Month(2027, 1))


def cover(person, programme, users, *, months=THIS_YEAR):
    """Enrol somebody by a decree in force."""
    decree = Decree.objects.create(
        programme_year=programme.year,
        payer=programme.payer,
        kind="initial",
        regency_id="53.03",
        number=f"460/{person.pk}/2026",
        decree_date=date(2026, 1, 5),
        effective_month=months[0],
        legal_bases=[],
        signatory_name="Bupati",
        signatory_title="Bupati",
        additions=1,
        removals=0,
        monthly_idr=16_800,
        annex_hash="a" * 64,
        drafted_by=users.officer,
        drafted_at=timezone.now(),
    )
    line = DecreeLine.objects.create(
        decree=decree,
        person=person,
        number=1,
        change="addition",
        name=person.name,
        masked_nik=person.masked_nik,
        village=person.village,
        base_idr=1_000_000,
        sector="other",
    )
    DecreeEnactment.objects.create(decree=decree, enacted_by=users.head, enacted_at=timezone.now())
    enrolment = Enrolment.objects.create(
        person=person,
        payer=programme.payer,
        programme_year=programme.year,
        line=line,
        base_idr=1_000_000,
        sector="other",
        from_month=months[0],
        until_month=months[1],
    )
    note_cover(Person.objects.filter(pk=person.pk))
    return enrolment


def names_on(response) -> set[str]:
    return {line.person.name for line in response.context["table"].lines}


# --- Who sees whom ---------------------------------------------------------------------------------------------


def test_each_user_meets_the_people_of_the_area_and_nobody_else(users, people, client_of) -> None:
    expected = {
        users.operator: {"Yohanes Naisoko", "Maria Sa'u"},
        users.verifier: {"Yohanes Naisoko", "Maria Sa'u", "Petrus Kefi"},
        users.officer: {"Yohanes Naisoko", "Maria Sa'u", "Petrus Kefi", "Agustinus Ua"},
        users.operator_elsewhere: {"Agustinus Ua"},
        users.officer_elsewhere: {"Domingos Bere"},
    }

    for user, names in expected.items():
        assert names_on(client_of(user).get(LIST)) == names, user.username


@pytest.mark.parametrize("who", ["leadership", "administrator"])
def test_leadership_and_administrator_never_see_names(who, users, people, client_of) -> None:
    client = client_of(getattr(users, who))

    assert client.get(LIST).status_code == 403
    assert client.get(page_of(people["maria"])).status_code == 403


@pytest.mark.parametrize("who", ["operator_elsewhere", "officer_elsewhere"])
def test_a_person_out_of_scope_looks_like_one_that_does_not_exist(who, users, people, client_of) -> None:
    client = client_of(getattr(users, who))

    outside = client.get(page_of(people["maria"]))
    missing = client.get("/peserta/00000000-0000-4000-8000-000000000000/")

    assert outside.status_code == missing.status_code == 404
    assert outside.content == missing.content


def test_every_page_of_the_register_sends_a_stranger_to_the_login(people, client_of) -> None:
    client, person = client_of(None), people["maria"]

    for method, path in [
        ("get", LIST),
        ("post", LIST + "cari/"),
        ("post", LIST + "unduh/"),
        ("get", page_of(person)),
        ("post", page_of(person) + "nomor/"),
        ("post", page_of(person) + "keluar/"),
    ]:
        response = getattr(client, method)(path)
        assert response.status_code == 302, path
        assert response["Location"].startswith("/masuk/"), path


def test_dropdowns_offer_only_what_is_in_scope(users, people, client_of) -> None:
    form = client_of(users.verifier).get(LIST).context["form"]

    offered = text_of(client_of(users.verifier).get(LIST))
    assert "Maubeli" in offered
    assert "Manamas" not in offered
    assert "kec" not in form.fields  # One district leaves nothing to choose.


def test_a_filter_for_an_area_out_of_scope_shows_nobody_of_it(users, people, villages, client_of) -> None:
    response = client_of(users.verifier).get(LIST, {"desa": villages.manamas.code, "kec": "53.03.15"})

    assert "Agustinus Ua" not in text_of(response)


# --- Finding ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["sau", "SA'U", "maria  sau", "Sa’u Maria"])
def test_a_name_is_found_however_it_is_typed(typed, users, people, client_of) -> None:
    assert names_on(client_of(users.officer).get(LIST, {"cari": typed})) == {"Maria Sa'u"}


def test_filters_narrow_together(users, people, villages, client_of) -> None:
    response = client_of(users.officer).get(LIST, {"desa": villages.kefa.code, "kerja": "farmer", "cari": "yohanes"})

    assert names_on(response) == {"Yohanes Naisoko"}


def test_the_filter_by_cover_follows_the_decrees_in_force(users, people, programme, client_of) -> None:
    this_month = Month.of(today_there())
    cover(people["maria"], programme, users, months=(this_month + -2, this_month + 3))
    cover(people["yohanes"], programme, users, months=(this_month + -4, this_month))
    cover(people["petrus"], programme, users, months=(this_month + 1, this_month + 3))
    client = client_of(users.officer)

    found = {value: names_on(client.get(LIST, {"peserta": value})) for value in ("covered", "ended", "coming", "none")}

    assert found == {
        "covered": {"Maria Sa'u"},
        "ended": {"Yohanes Naisoko"},
        "coming": {"Petrus Kefi"},
        "none": {"Agustinus Ua"},
    }


def test_reported_exits_can_be_listed(users, people, programme, client_of) -> None:
    this_month = Month.of(today_there())
    cover(people["maria"], programme, users, months=(this_month + -2, this_month + 3))
    for name in ("maria", "petrus"):
        Exit.objects.create(
            person=people[name],
            reason="moved",
            happened_on=date(2026, 5, 1),
            reported_by=users.operator,
            reported_at=timezone.now(),
        )
    client = client_of(users.officer)

    assert names_on(client.get(LIST, {"keluar": "open"})) == {"Maria Sa'u"}
    assert names_on(client.get(LIST, {"keluar": "any"})) == {"Maria Sa'u", "Petrus Kefi"}


def test_nonsense_in_the_address_is_ignored(users, people, client_of) -> None:
    response = client_of(users.officer).get(
        LIST, {"hal": "-1", "urut": "nik", "kerja": "hacker", "desa": "x", "peserta": "ya"}
    )

    assert response.status_code == 200
    assert len(names_on(response)) == 4


def test_order_and_page_stand_in_the_address(users, villages, make_person, client_of) -> None:
    for number in range(60):
        make_person(f"Peserta {number:02d}", villages.kefa)

    response = client_of(users.officer).get(LIST, {"urut": "-nama", "hal": "2"})

    assert [line.person.name for line in response.context["table"].lines] == [
        f"Peserta {n:02d}" for n in range(9, -1, -1)
    ]
    assert 'href="?urut=-nama&amp;hal=1"' in text_of(response)


def test_a_nik_finds_its_person_by_post(users, villages, make_person, client_of) -> None:
    person = make_person("Lusia Bani", villages.kefa, nik="5303045203859777")

    response = client_of(users.officer).post(LIST + "cari/", {"nik": "5303 0452 0385 9777"})

    assert response["Location"] == page_of(person)


@pytest.mark.parametrize("who", ["operator_elsewhere", "officer_elsewhere"])
def test_a_nik_out_of_scope_is_not_found(who, users, villages, make_person, client_of) -> None:
    make_person("Lusia Bani", villages.kefa, nik="5303045203859777")

    response = client_of(getattr(users, who)).post(LIST + "cari/", {"nik": "5303045203859777"}, follow=True)

    assert "tidak ada pada daftar" in text_of(response)


@pytest.mark.parametrize("typed", ["5303045203859777", "5303 0452 0385 9777", "53.03.04.520385.9777"])
def test_a_nik_in_an_address_is_taken_out_of_it(typed, users, people, client_of) -> None:
    response = client_of(users.officer).get(LIST, {"cari": typed, "urut": "desa"})

    assert response.status_code == 302
    assert response["Location"] == "/peserta/?urut=desa"


def test_an_id_of_ours_that_reads_like_a_number_stays_in_an_address(users, people, client_of) -> None:
    response = client_of(users.officer).get(LIST, {"tagihan": "0e72f336-3c42-4107-8215-31785303abcd"})

    assert response.status_code == 200


# --- What never appears ----------------------------------------------------------------------------------------


def test_no_page_shows_sixteen_digits(users, people, client_of) -> None:
    client = client_of(users.officer)

    for path in (LIST, page_of(people["maria"]), "/"):
        assert not SIXTEEN_DIGITS.search(text_of(client.get(path))), path


def test_pages_about_people_are_not_kept_in_caches(users, people, client_of) -> None:
    assert client_of(users.officer).get(LIST)["Cache-Control"] == "private, no-store"


# --- A person's page -------------------------------------------------------------------------------------------


def test_the_page_names_the_decree_behind_the_cover(users, people, programme, client_of) -> None:
    enrolment = cover(people["maria"], programme, users)

    page = text_of(client_of(users.operator).get(page_of(people["maria"])))

    assert enrolment.line.decree.number in page
    assert "Januari 2026 – Desember 2026" in page


def test_the_treasurer_sees_no_way_to_open_a_number_or_report_an_exit(users, people, client_of) -> None:
    page = text_of(client_of(users.treasurer).get(page_of(people["maria"])))

    assert "Tampilkan NIK" not in page
    assert "Laporkan keluar" not in page


def test_a_number_is_shown_once_with_a_reason_and_written_down(users, villages, make_person, client_of) -> None:
    person = make_person("Lusia Bani", villages.kefa, nik="5303045203859777")
    client = client_of(users.operator)

    shown = client.post(page_of(person) + "nomor/", {"field": "nik", "reason": "Mencocokkan dengan KTP di loket"})

    assert "5303045203859777" in text_of(shown)
    assert "5303045203859777" not in text_of(client.get(page_of(person)))
    entry = AuditEntry.objects.get(event="people.identifier_shown")
    assert (entry.actor, entry.reason) == (users.operator, "Mencocokkan dengan KTP di loket")


def test_a_number_is_not_shown_without_a_reason(users, people, client_of) -> None:
    response = client_of(users.operator).post(page_of(people["maria"]) + "nomor/", {"field": "nik", "reason": "cek"})

    assert response.status_code == 422
    assert not SIXTEEN_DIGITS.search(text_of(response))
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("treasurer", 403), ("operator_elsewhere", 404), ("officer_elsewhere", 404)]
)
def test_who_may_not_open_a_number_gets_none(who, status, users, people, client_of) -> None:
    response = client_of(getattr(users, who)).post(
        page_of(people["maria"]) + "nomor/", {"field": "nik", "reason": "Mencocokkan dengan KTP"}
    )

    assert response.status_code == status
    assert not AuditEntry.objects.exists()


def test_an_exit_is_reported_from_the_page(users, people, client_of) -> None:
    response = client_of(users.operator).post(
        page_of(people["maria"]) + "keluar/", {"reason": "moved", "happened_on": "01-05-2026", "note": "ke Kupang"}
    )

    assert response["Location"] == page_of(people["maria"])
    assert Exit.objects.get().reported_by == users.operator


def test_a_refused_exit_keeps_what_was_typed(users, people, client_of) -> None:
    response = client_of(users.operator).post(
        page_of(people["maria"]) + "keluar/", {"reason": "moved", "happened_on": "01-01-2099", "note": "ke Kupang"}
    )

    assert response.status_code == 422
    assert "Tanggal kejadian tidak mungkin" in text_of(response)
    assert 'value="ke Kupang"' in text_of(response)
    assert not Exit.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("treasurer", 403), ("operator_elsewhere", 404), ("officer_elsewhere", 404)]
)
def test_an_exit_is_not_reported_from_elsewhere(who, status, users, people, client_of) -> None:
    response = client_of(getattr(users, who)).post(
        page_of(people["maria"]) + "keluar/", {"reason": "moved", "happened_on": "01-05-2026"}
    )

    assert response.status_code == status
    assert not Exit.objects.exists()


# --- The workbook ----------------------------------------------------------------------------------------------


def exported(response) -> list[tuple]:
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    return rows[next(place for place, row in enumerate(rows) if row[0] == "Nama") :]


def test_the_workbook_holds_exactly_what_the_list_shows(users, people, client_of) -> None:
    client = client_of(users.officer)

    rows = exported(client.post(LIST + "unduh/?urut=-nama&kerja=farmer"))

    shown = [
        line.person.name for line in client.get(LIST, {"urut": "-nama", "kerja": "farmer"}).context["table"].lines
    ]
    assert [row[0] for row in rows[1:]] == shown
    assert all(re.fullmatch(r"\d{6}\*{8}\d{2}", row[1]) for row in rows[1:])


def test_the_workbook_stays_within_the_area(users, people, client_of) -> None:
    rows = exported(client_of(users.verifier).post(LIST + "unduh/"))

    assert {row[0] for row in rows[1:]} == {"Yohanes Naisoko", "Maria Sa'u", "Petrus Kefi"}


def test_an_export_is_written_down(users, people, client_of) -> None:
    exported(client_of(users.officer).post(LIST + "unduh/?kerja=farmer"))

    entry = AuditEntry.objects.get()
    assert (entry.event, entry.actor, entry.detail) == (
        "people.exported",
        users.officer,
        {"rows": 4, "filters": ["Pekerjaan"]},
    )


def test_a_name_that_looks_like_a_formula_stays_text(users, villages, make_person, client_of) -> None:
    make_person("=1+1", villages.kefa)

    rows = exported(client_of(users.officer).post(LIST + "unduh/"))

    assert rows[1][0] == "=1+1"


@pytest.mark.parametrize("who", ["operator", "treasurer", "leadership", "administrator"])
def test_who_may_not_export_is_refused(who, users, people, client_of) -> None:
    assert client_of(getattr(users, who)).post(LIST + "unduh/").status_code == 403
    assert not AuditEntry.objects.exists()


# --- Statements ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["operator", "verifier", "officer", "auditor"])
def test_the_list_takes_at_most_twelve_statements(
    who, users, people, programme, client_of, django_assert_max_num_queries
) -> None:
    cover(people["maria"], programme, users)
    client = client_of(getattr(users, who))

    with django_assert_max_num_queries(12):
        client.get(LIST, {"peserta": "covered", "cari": "maria"})


@pytest.mark.parametrize("who", ["operator", "verifier", "officer"])
def test_a_persons_page_takes_at_most_twelve_statements(
    who, users, people, programme, client_of, django_assert_max_num_queries
) -> None:
    cover(people["maria"], programme, users)
    client = client_of(getattr(users, who))

    with django_assert_max_num_queries(12):
        client.get(page_of(people["maria"]))
