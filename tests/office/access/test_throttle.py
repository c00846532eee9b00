"""Who guesses waits: by account and by address, across restarts, without telling which accounts exist."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from test_second_factor import set_up

from jaring.office.access import devices, services, throttle
from jaring.office.access.errors import CodesRestError, CodeWrongError
from jaring.office.access.models import FailedAttempt
from jaring.office.access.passwords import LengthValidator, OwnWordsValidator
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
PASSWORD = "sandi-untuk-uji-2026"
HERE, ELSEWHERE = "10.0.0.7", "10.0.0.8"

pytestmark = pytest.mark.django_db


def tries(count: int, subject: str = "petugas", address: str = HERE, **more) -> list[bool]:
    return [throttle.may_try(subject, address, **{"now": NOW} | more) for _ in range(count)]


def test_the_ninth_attempt_from_an_address_waits_a_quarter_of_an_hour() -> None:
    assert tries(9) == [True] * 8 + [False]
    assert tries(1, address=ELSEWHERE) == [True]
    assert tries(1, now=NOW + throttle.REST) == [True]


def test_an_account_is_guessed_at_twenty_times_a_day_from_wherever() -> None:
    made = [throttle.may_try("petugas", f"10.0.1.{n}", now=NOW + timedelta(minutes=n)) for n in range(200)]

    assert sum(made) == throttle.ACCOUNT_MAX
    assert throttle.may_try("petugas", "10.9.9.9", now=NOW + throttle.ACCOUNT_REST + timedelta(minutes=20))


def test_guesses_from_elsewhere_do_not_keep_out_who_comes_with_his_device() -> None:
    for n in range(throttle.ACCOUNT_MAX):
        tries(1, address=f"10.0.1.{n}")

    assert tries(1) == [False]
    assert tries(1, is_known=True) == [True]


def test_an_address_that_guesses_at_many_accounts_waits() -> None:
    made = [tries(1, f"orang{n}")[0] for n in range(200)]

    assert sum(made) == throttle.ADDRESS_MAX


def test_an_account_that_does_not_exist_waits_like_one_that_does(users) -> None:
    def answers(name: str, address: str) -> list[tuple[int, str]]:
        client = Client(REMOTE_ADDR=address)
        pages = [client.post("/masuk/", {"username": name, "password": "x"}) for _ in range(9)]
        return [(page.status_code, str(page.context["form"].errors)) for page in pages]

    assert answers("petugas", HERE) == answers("tidak_ada", ELSEWHERE)


def test_the_right_password_waits_too_and_a_success_forgets(users) -> None:
    users.officer.set_password(PASSWORD)
    users.officer.save()
    right = {"username": "Petugas".lower(), "password": PASSWORD}

    for _ in range(7):
        Client().post("/masuk/", right | {"password": "bukan-ini"})
    assert Client().post("/masuk/", right)["Location"] == "/"
    assert not FailedAttempt.objects.exists()
    for _ in range(8):
        Client().post("/masuk/", right | {"password": "bukan-ini"})
    assert "Tunggu 15 menit" in Client().post("/masuk/", right).content.decode()


def test_a_device_is_known_by_a_signed_hash_and_only_for_its_account(users) -> None:
    users.officer.set_password(PASSWORD)
    users.officer.save()
    client = Client()
    client.post("/masuk/", {"username": "petugas", "password": PASSWORD})

    request = client.get("/akun/").wsgi_request
    assert devices.knows(request, "petugas")
    assert not devices.knows(request, "kepala")
    assert "petugas" not in client.cookies[devices.COOKIE].value
    client.cookies[devices.COOKIE] = client.cookies[devices.COOKIE].value[:-1]
    assert not devices.knows(client.get("/akun/").wsgi_request, "petugas")


def test_an_administrator_lets_an_account_try_again_and_it_is_written_down(users, client_of) -> None:
    set_up(users.officer)
    tries(9)
    for _ in range(8):
        with pytest.raises(CodeWrongError):
            services.check_code(users.officer, "x", now=NOW)
    with pytest.raises(CodesRestError):
        services.check_code(users.officer, "x", now=NOW)

    assert services.unlock(users.officer, actor=users.administrator, now=NOW) == 16

    assert tries(1) == [True]
    assert AuditEntry.objects.filter(event="access.unlocked", subject="petugas").exists()
    with pytest.raises(NotAllowedError):
        services.unlock(users.officer, actor=users.head, now=NOW)


def test_nothing_kept_names_an_account_or_an_address() -> None:
    tries(1)

    kept = FailedAttempt.objects.get()
    assert b"petugas" not in bytes(kept.subject_hash)
    assert HERE.encode() not in bytes(kept.address_hash)
    throttle.forget_old(NOW + throttle.ACCOUNT_REST)
    assert not FailedAttempt.objects.exists()


# --- Passwords -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "jaring-kefamenanu-2026",
        "Kabupaten Timor Tengah Utara 53",
        "bupati.desember.2026",
        "123456789012345678",
        "aaaabbbbccccaaaabbbb",
        "katasandi rahasia 99",
    ],
)
def test_a_password_that_everybody_here_would_try_is_refused(password) -> None:
    with pytest.raises(ValidationError):
        OwnWordsValidator().validate(password)


@pytest.mark.parametrize("password", [PASSWORD, "pisang lompat kuda biru", "τέσσερα άσχετα λόγια εδώ"])
def test_words_that_do_not_belong_together_are_taken(password) -> None:
    OwnWordsValidator().validate(password)
    LengthValidator().validate(password)


def test_a_password_is_longer_where_nothing_else_is_asked_for(users, settings) -> None:
    twelve = "kuda loncat x"[:12]

    with pytest.raises(ValidationError):
        LengthValidator().validate(twelve, users.officer)
    set_up(users.officer)
    LengthValidator().validate(twelve, users.officer)
    settings.MFA = "required"
    LengthValidator().validate(twelve, users.head)
    with pytest.raises(ValidationError):
        LengthValidator().validate(twelve[:11], users.head)


def test_the_own_name_is_no_password_and_the_form_says_so(users, client_of) -> None:
    users.officer.full_name = "Wilhelmina Naisoko"
    users.officer.set_password(PASSWORD)
    users.officer.save()
    mine = "wilhelmina naisoko"

    page = client_of(users.officer).post(
        "/kata-sandi/", {"old_password": PASSWORD, "new_password1": mine, "new_password2": mine}
    )

    assert page.status_code == 422
    users.officer.refresh_from_db()
    assert users.officer.check_password(PASSWORD)


def test_an_older_hash_is_made_anew_at_the_next_log_in(users) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    users.officer.password = Argon2PasswordHasher().encode(PASSWORD, "garamgaramgaram")
    users.officer.save()
    assert "m=102400" in users.officer.password

    Client().post("/masuk/", {"username": "petugas", "password": PASSWORD})

    users.officer.refresh_from_db()
    assert users.officer.password.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
