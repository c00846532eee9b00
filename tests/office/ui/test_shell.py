"""What every page promises, whoever looks at it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from jaring.core.errors import BadInputError
from jaring.office.access.middleware import OPEN, needs, undeclared
from jaring.office.access.scope import NotAllowedError, SamePersonError, system_operator
from jaring.office.audit.services import KeyReusedError
from jaring.office.people.errors import ReasonMissingError
from jaring.office.ui import messages
from jaring.office.ui.context import ROOMS
from jaring.office.ui.refusals import status_of
from jaring.office.vault import SealBrokenError

PASSWORD = "sandi-untuk-uji-2026"

pytestmark = pytest.mark.django_db


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# --- Who gets in -----------------------------------------------------------------------------------------------


def test_the_help_page_shows_the_steps_of_the_own_role_alone(users, client_of) -> None:
    shown = text_of(client_of(users.treasurer).get("/bantuan/"))

    assert "Bendahara: Membayar iuran dan mencatat setorannya" in shown
    assert "Pilih <strong>tagihan disetujui menunggu perintah bayar</strong>." in shown
    assert "Verifikator kecamatan" not in shown


def test_every_route_declares_its_action() -> None:
    assert undeclared(get_resolver().url_patterns) == []


def test_home_sends_a_stranger_to_the_login() -> None:
    response = Client().get("/")

    assert response.status_code == 302
    assert response["Location"] == "/masuk/?next=/"


def test_the_navigation_shows_only_what_the_user_may_do(users, client_of) -> None:
    def rooms(user) -> set[str]:
        page = text_of(client_of(user).get("/"))
        return {str(room.label) for room in ROOMS if f"</svg>{room.label}</a>" in page}

    public = {"Aturan", "Hitung", "Halaman publik"}
    assert {"Beranda", "Peserta"} <= rooms(users.operator)
    assert rooms(users.leadership) == {"Beranda", "Ringkasan", "Peta", *public}
    assert rooms(users.administrator) == {"Beranda", "Batas wilayah", "Pengguna dan peran", *public}
    assert "Jejak" in rooms(users.auditor)
    assert "Jejak" not in rooms(users.officer)


def test_a_user_without_role_may_not_even_see_home(make_user, client_of) -> None:
    response = client_of(make_user("tanpa_peran")).get("/")

    assert response.status_code == 403
    assert "tidak berwenang" in text_of(response)


def test_the_login_takes_a_right_password_and_no_other(users) -> None:
    users.officer.set_password(PASSWORD)
    users.officer.save()
    client = Client()

    wrong = client.post("/masuk/", {"username": "petugas", "password": PASSWORD + "x"})
    right = client.post("/masuk/", {"username": "petugas", "password": PASSWORD})

    assert "tidak cocok" in text_of(wrong)
    assert right["Location"] == "/"
    users.officer.refresh_from_db()
    assert users.officer.password.startswith("argon2$argon2id$")


def test_the_system_operator_cannot_log_in_even_with_a_password(db) -> None:
    sistem = system_operator()
    sistem.set_password(PASSWORD)  # As if somebody had put one into the database.
    sistem.save()

    response = Client().post("/masuk/", {"username": "sistem", "password": PASSWORD})

    assert "tidak cocok" in text_of(response)


def test_the_login_leads_to_no_other_host(users) -> None:
    users.officer.set_password(PASSWORD)
    users.officer.save()

    response = Client().post(
        "/masuk/?next=https://example.com/",
        {"username": "petugas", "password": PASSWORD, "next": "https://example.com/"},
    )

    assert response["Location"] == "/"


def test_a_partial_update_without_session_loads_the_login_whole() -> None:
    response = Client().get("/masuk/", headers={"HX-Request": "true"})

    assert response["HX-Refresh"] == "true"


# --- Refusals and defects --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowedError, 403),
        (SamePersonError, 409),
        (ReasonMissingError, 422),
        (KeyReusedError, 409),
        (SealBrokenError, 503),
    ],
)
def test_the_status_follows_the_area_of_the_code(error, status) -> None:
    assert status_of(error()) == status


def test_bad_input_is_unprocessable() -> None:
    assert status_of(BadInputError(field="nik", rule="harus 16 angka")) == 422


@needs(OPEN)
def _refuses(request: HttpRequest) -> HttpResponse:
    raise KeyReusedError


@needs(OPEN)
def _breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError("Key (nik)=(5303041203859001) already exists for Maria Sa'u")


@pytest.fixture
def failing_urls(settings) -> None:
    """Serve the office's addresses and two that fail on purpose."""
    routes = [path("tolak/", _refuses), path("rusak/", _breaks), *get_resolver().url_patterns]
    settings.ROOT_URLCONF = type("FailingUrls", (), {"urlpatterns": routes})


def test_a_refusal_is_a_page_with_reason_hint_and_code(users, client_of, failing_urls) -> None:
    response = client_of(users.officer).get("/tolak/")

    assert response.status_code == 409
    for part in (KeyReusedError.sentence.id, KeyReusedError.hint.id, KeyReusedError.code):
        assert part in text_of(response)


def test_a_refused_partial_update_takes_the_place_of_the_main_part(users, client_of, failing_urls) -> None:
    response = client_of(users.officer).get("/tolak/", headers={"HX-Request": "true"})

    assert response["HX-Retarget"] == response["HX-Reselect"] == "#main"
    assert 'id="main"' in text_of(response)


def test_a_defect_shows_an_id_and_its_log_no_personal_data(users, client_of, failing_urls, caplog) -> None:
    client = client_of(users.officer)
    client.raise_request_exception = False

    response = client.get("/rusak/")

    shown = re.search(r'<strong class="mono">([0-9a-f]{8})</strong>', text_of(response))
    assert response.status_code == 500
    assert shown
    assert f"defect {shown[1]}: ValueError at " in caplog.text
    assert "_breaks" in caplog.text
    for secret in ("5303041203859001", "Maria", "already exists"):
        assert secret not in text_of(response)
        assert secret not in caplog.text


# --- Language --------------------------------------------------------------------------------------------------


def test_pages_are_indonesian_whatever_the_browser_says() -> None:
    page = Client().get("/masuk/", headers={"Accept-Language": "en-US,en"})

    assert '<html lang="id">' in text_of(page)
    assert page["Content-Language"] == "id"


def test_a_stranger_switches_the_language_for_the_session() -> None:
    client = Client()

    response = client.post("/bahasa/", {"language": "en", "next": "/masuk/"})

    assert response["Location"] == "/masuk/"
    assert '<html lang="en">' in text_of(client.get("/masuk/"))


def test_a_user_keeps_the_language_with_the_account(users, client_of) -> None:
    client_of(users.officer).post("/bahasa/", {"language": "en", "next": "/"})

    page = text_of(client_of(users.officer).get("/"))
    assert '<html lang="en">' in page
    assert "What needs doing" in page


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_the_language_switch_leads_to_no_other_host(target) -> None:
    assert Client().post("/bahasa/", {"language": "en", "next": target})["Location"] == "/"


def test_every_text_of_the_pages_has_its_english() -> None:
    assert messages.missing(messages.renewed()) == []


def test_the_catalogue_has_no_doubtful_english_and_nothing_that_no_page_says() -> None:
    said = {(message.id, message.context) for message in messages.renewed() if message.id}
    kept = [message for message in messages.kept() if message.id]

    assert not [message.id for message in kept if message.fuzzy]
    assert {(message.id, message.context) for message in kept} == said


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = messages.PO.with_suffix(".mo").read_bytes()

    assert compiled == messages.compiled(messages.kept())


# --- The policy of the pages -----------------------------------------------------------------------------------


def test_every_page_carries_the_strict_policy(users, client_of) -> None:
    for response in (Client().get("/masuk/"), client_of(users.officer).get("/"), Client().get("/tidak-ada/")):
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_the_first_pages_weigh_less_than_150_kilobytes(users, people, programme, client_of) -> None:
    for page in (Client().get("/masuk/"), client_of(users.officer).get("/"), client_of(users.operator).get("/")):
        addresses = set(re.findall(r'(?:src|href)="/aset/([^"#]+)', text_of(page)))

        weight = len(gzip.compress(page.content))
        for name in addresses:
            content = Path(finders.find(name)).read_bytes()
            weight += len(content) if name.endswith("woff2") else len(gzip.compress(content))

        assert len(addresses) >= 5
        assert weight < 150_000


# --- Home ------------------------------------------------------------------------------------------------------


def test_home_opens_for_every_role_in_at_most_twelve_statements(
    users, programme, people, client_of, django_assert_max_num_queries
) -> None:
    for user in users:
        client = client_of(user)
        with django_assert_max_num_queries(12):
            response = client.get("/")
        assert response.status_code == 200, user.username


def test_home_counts_only_the_users_area(users, people, client_of) -> None:
    def counted(user) -> str:
        figures = client_of(user).get("/").context["figures"]
        return next(figure.value for figure in figures if figure.label == "Orang tercatat")

    assert counted(users.operator) == "2"
    assert counted(users.verifier) == "3"
    assert counted(users.operator_elsewhere) == "1"


def test_home_names_nobody(users, people, programme, client_of) -> None:
    for user in users:
        page = text_of(client_of(user).get("/"))
        assert not [person.name for person in people.values() if person.name in page], user.username


def test_validation_errors_of_django_are_indonesian_too(users, client_of) -> None:
    client = client_of(users.officer)

    page = text_of(client.post("/kata-sandi/", {"old_password": "salah", "new_password1": "a", "new_password2": "b"}))

    assert "aria-invalid" in page
    assert "This password" not in page


def test_a_value_without_badge_is_a_defect_not_a_blank() -> None:
    from jaring.office.ui.templatetags.jaring import badge

    with pytest.raises(KeyError):
        badge("outcome", "maybe")
