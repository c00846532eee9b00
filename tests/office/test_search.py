"""Search by anything: what is met however it is spelt, by whom, and that no number enters an address."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from jaring.core.month import Month
from jaring.office import vault
from jaring.office.lists import finding
from jaring.office.people import corrections
from jaring.office.people.models import Person
from jaring.office.people.names import search_form, sound_form, sounds_in_sql

pytestmark = pytest.mark.django_db
PAGE = "/cari/"
EVERYBODY = (
    *("operator", "verifier", "officer", "head", "treasurer", "auditor", "leadership", "administrator"),
    *("operator_elsewhere", "officer_elsewhere"),
)


def met(client, text: str) -> finding.Found:
    return client.get(PAGE, {"q": text}).context["found"]


def names(found: finding.Found) -> set[str]:
    return {person.name for person in (*found.people, *found.people_like)}


@pytest.mark.parametrize(
    ("written", "others"),
    [
        ("Yohanes", ["Johannes", "Djohanis", "YOHANES", "Yohanis"]),
        ("Katarina", ["Chatarina", "Catharina", "Katerina"]),
        ("Theresia Sa'u", ["Teresya Sau", "Tresia Sau"]),
        ("Muhammad Djufri", ["Mohamad Jufri"]),
        ("Yakob", ["Jacob", "Yakop"]),
    ],
)
def test_spellings_of_one_name_sound_alike_and_other_names_do_not(written, others) -> None:
    assert {sound_form(other) for other in others} == {sound_form(written)}
    assert sound_form(written) not in {sound_form("Petrus"), sound_form("Maria")}


def test_the_database_hears_names_as_the_code_does() -> None:
    heard = {}
    with connection.cursor() as cursor:
        for name in ("YOHANES NAISOKO", "CHATARINA SAU", "ANNA-MARIA YY UA", "DJAMALUDIN", "THERESIA HHOEK", ""):
            sound = ""
            for expression in sounds_in_sql("t.name", "t.sound"):
                cursor.execute(f"SELECT {expression} FROM (SELECT %s AS name, %s AS sound) t", [name, sound])
                sound = cursor.fetchone()[0]
            heard[name] = sound

    assert heard == {name: sound_form(name) for name in heard}


def test_everybody_meets_the_people_of_the_area_however_they_are_spelt(users, people, client_of) -> None:
    seen = {who: names(met(client_of(getattr(users, who)), "Djohanis Naisoco")) for who in EVERYBODY}

    of_kefa = {"operator", "verifier", "officer", "head", "treasurer", "auditor"}
    assert seen == {who: {"Yohanes Naisoko"} if who in of_kefa else set() for who in EVERYBODY}


def test_a_part_of_a_name_is_enough_and_the_nearest_come_first(users, villages, make_person, client_of) -> None:
    for name in ("Johanes Ua", "Yohana Kefi", "Petrus Yohanes", "Maria Tefa"):
        make_person(name, villages.kefa)

    found = met(client_of(users.officer), "yohan")

    assert [person.name for person in found.people] == ["Petrus Yohanes", "Yohana Kefi"]
    assert [person.name for person in found.people_like] == ["Johanes Ua"]


def test_a_corrected_name_is_found_by_its_new_sound(users, people, client_of) -> None:
    assert all(person.sound_name == sound_form(person.name) for person in Person.objects.all())
    proposal = corrections.propose(
        people["maria"],
        "name",
        "Theresia Sau",
        "Tertulis pada KTP",
        actor=users.operator,
        now=people["maria"].recorded_at,
    )
    corrections.decide(proposal, is_accepted=True, note="", actor=users.officer, now=people["maria"].recorded_at)

    assert names(met(client_of(users.officer), "Teresya")) == {"Theresia Sau"}


def test_a_nik_leads_to_its_person_and_a_kk_to_the_household_without_entering_an_address(
    users, villages, make_person, client_of
) -> None:
    kk = "5303040101909001"
    shared = {"kk_look_up": vault.look_up("kk", "53.03", kk)}
    family = {make_person(name, villages.kefa, **shared).name for name in ("Maria Tefa", "Yosef Tefa")}
    person = make_person("Anna Ua", villages.kefa, nik="5303041203859777")
    client, stranger = client_of(users.officer), client_of(users.operator_elsewhere)

    assert client.post(PAGE, {"q": "530304.120385.9777"})["Location"] == f"/peserta/{person.public_id}/"
    assert names(client.post(PAGE, {"q": kk}).context["found"]) == family
    for number in (kk, "5303041203859777", "530304120385"):
        assert stranger.post(PAGE, {"q": number})["Location"] == PAGE
        assert client.get(PAGE, {"q": number})["Location"] == PAGE
    words = client.post(PAGE, {"q": "  Anna   Ua "})["Location"]
    assert parse_qs(urlsplit(words).query) == {"q": ["Anna Ua"]}


def test_places_are_met_by_name_and_by_sound(users, villages, people, client_of) -> None:
    client = client_of(users.verifier)
    name = villages.kefa.name

    assert villages.kefa in met(client, name[:5]).villages
    assert villages.kefa.district in met(client, villages.kefa.district.name).districts
    assert not met(client, villages.manamas.name).villages  # Of another kecamatan.


def test_a_full_answer_takes_at_most_twelve_statements(
    users, people, client_of, django_assert_max_num_queries
) -> None:
    client = client_of(users.officer)

    for text in ("Maria", "Djohanis", "Desember 2026", "460/1"):
        with django_assert_max_num_queries(12):
            client.get(PAGE, {"q": text})


@pytest.mark.parametrize("text", ["2026-12", "12/2026", "Desember 2026", "des 2026"])
def test_months_are_read_as_people_write_them(text) -> None:
    assert list(finding._months_in(text)) == [Month(2026, 12)]  # Reading alone; the page needs a bill.


def test_search_form_and_sound_have_room_for_the_longest_name() -> None:
    longest = "X" * 160
    limits = {field: Person._meta.get_field(field).max_length for field in ("search_name", "sound_name")}
    assert len(search_form(longest)) <= limits["search_name"]
    assert len(sound_form(longest)) <= limits["sound_name"]
