"""The second factor: set up, asked for, taken once, lost and started anew by two people."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.core.cache import cache
from django.test import Client

from jaring.office.access import services, throttle
from jaring.office.access.errors import CodesRestError, CodeWrongError
from jaring.office.access.models import Authenticator, OfficeSession, RecoveryCode
from jaring.office.access.services.factors import authenticator_of, secret_of
from jaring.office.audit.models import AuditEntry
from jaring.office.people import services as people_services

PASSWORD = "sandi-untuk-uji-2026"
NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def required(settings) -> None:
    settings.MFA = "required"


def code_of(user, now: datetime) -> str:
    """Compute what the telephone of a user shows at an instant."""
    telephone = user.authenticators.order_by("-made_at").first()
    totp = TOTP(base64.b32decode(secret_of(telephone)), 6, SHA1(), 30)
    return totp.generate(int(now.timestamp())).decode()


def set_up(user, now: datetime = NOW - timedelta(hours=1)) -> list[str]:
    services.begin_authenticator(user, now)
    return services.confirm_authenticator(user, code_of(user, now), session_key=None, now=now)


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


# --- Codes -----------------------------------------------------------------------------------------------------


def test_the_codes_are_those_of_the_standard(users, monkeypatch) -> None:
    """RFC 6238, appendix B, the SHA-1 rows, cut to six digits."""
    telephone = services.begin_authenticator(users.officer, NOW)
    monkeypatch.setattr(
        "jaring.office.access.services.factors.secret_of", lambda _: base64.b32encode(b"12345678901234567890").decode()
    )
    from jaring.office.access.services.factors import _step_of

    for second, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert _step_of(telephone, code, datetime.fromtimestamp(second, UTC)) == second // 30


def test_a_code_is_taken_once(users) -> None:
    set_up(users.officer)
    code = code_of(users.officer, NOW)

    services.check_code(users.officer, code, now=NOW)

    with pytest.raises(CodeWrongError):
        services.check_code(users.officer, code, now=NOW + timedelta(seconds=5))


def test_the_code_that_set_the_telephone_up_is_not_taken_again(users) -> None:
    set_up(users.officer, NOW)

    with pytest.raises(CodeWrongError):
        services.check_code(users.officer, code_of(users.officer, NOW), now=NOW)


@pytest.mark.parametrize(("off", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_differ_by_one_step_and_no_more(off, is_taken, users) -> None:
    set_up(users.officer)
    code = code_of(users.officer, NOW + off * STEP)

    if is_taken:
        services.check_code(users.officer, code, now=NOW)
    else:
        with pytest.raises(CodeWrongError):
            services.check_code(users.officer, code, now=NOW)


def test_an_earlier_code_is_not_taken_after_a_later_one(users) -> None:
    set_up(users.officer)
    earlier, later = code_of(users.officer, NOW), code_of(users.officer, NOW + STEP)

    services.check_code(users.officer, later, now=NOW + STEP)

    with pytest.raises(CodeWrongError):
        services.check_code(users.officer, earlier, now=NOW + STEP)


def test_the_secret_is_sealed_and_bound_to_its_row(users) -> None:
    set_up(users.officer)
    set_up(users.head)
    mine, other = authenticator_of(users.officer), authenticator_of(users.head)

    assert secret_of(mine).encode() not in bytes(mine.secret_sealed)
    mine.secret_sealed = other.secret_sealed
    with pytest.raises(Exception, match="JRG-703"):
        secret_of(mine)


def test_wrong_codes_let_the_account_rest_even_for_a_right_one(users) -> None:
    set_up(users.officer)

    for _ in range(throttle.FAILURES_MAX):
        with pytest.raises(CodeWrongError):
            services.check_code(users.officer, "000000x", now=NOW)

    with pytest.raises(CodesRestError):
        services.check_code(users.officer, code_of(users.officer, NOW), now=NOW)


def test_a_recovery_code_works_once_however_it_is_typed(users) -> None:
    codes = set_up(users.officer)

    services.check_code(users.officer, codes[3].lower().replace("-", " "), now=NOW)

    with pytest.raises(CodeWrongError):
        services.check_code(users.officer, codes[3], now=NOW)
    services.check_code(users.officer, codes[4], now=NOW)
    assert AuditEntry.objects.filter(event="access.recovery_code_used").count() == 2


def test_recovery_codes_are_kept_as_hashes_only(users) -> None:
    codes = set_up(users.officer)

    kept = b"".join(bytes(row.code_hash) for row in RecoveryCode.objects.all())
    assert len(codes) == RecoveryCode.objects.count() == 10
    assert all(code.replace("-", "").encode() not in kept for code in codes)


def test_the_code_of_somebody_else_is_not_taken(users) -> None:
    set_up(users.officer)
    codes = set_up(users.head)

    for code in (code_of(users.head, NOW), codes[0]):
        with pytest.raises(CodeWrongError):
            services.check_code(users.officer, code, now=NOW)


def test_another_telephone_takes_the_place_of_the_first(users) -> None:
    old_paper = set_up(users.officer)
    set_up(users.officer, NOW)

    assert Authenticator.objects.filter(user=users.officer).count() == 1
    with pytest.raises(CodeWrongError):
        services.check_code(users.officer, old_paper[0], now=NOW)


# --- Log-in ----------------------------------------------------------------------------------------------------


def test_a_password_alone_does_not_let_in_who_has_a_second_factor(users) -> None:
    set_up(with_password(users.officer))
    client = Client()

    with time_machine.travel(NOW, tick=False):
        answer = client.post("/masuk/", {"username": "petugas", "password": PASSWORD})

        assert answer["Location"] == "/masuk/kode/"
        assert client.get("/")["Location"].startswith("/masuk/")
        assert client.post("/masuk/kode/", {"code": "123"}).status_code == 422
        right = client.post("/masuk/kode/", {"code": code_of(users.officer, NOW)})
        assert right["Location"] == "/"
        assert client.get("/").status_code == 200


def test_the_step_between_password_and_code_lasts_five_minutes(users) -> None:
    set_up(with_password(users.officer))
    client = Client()

    with time_machine.travel(NOW, tick=False):
        client.post("/masuk/", {"username": "petugas", "password": PASSWORD})
    late = NOW + timedelta(minutes=5)
    with time_machine.travel(late, tick=False):
        answer = client.post("/masuk/kode/", {"code": code_of(users.officer, late)})

    assert answer["Location"] == "/masuk/"
    assert not OfficeSession.objects.filter(user=users.officer).exists()


def test_the_code_page_knows_nobody_who_gave_no_password() -> None:
    assert Client().get("/masuk/kode/")["Location"] == "/masuk/"


def test_where_it_is_required_nothing_opens_before_it_is_set_up(users, required, client_of) -> None:
    client = client_of(users.officer)

    assert client.get("/peserta/")["Location"] == "/akun/pengaman/?next=%2Fpeserta%2F"
    assert client.get("/akun/")["Location"].startswith("/akun/pengaman/")
    assert client.get("/akun/pengaman/").status_code == 200


def test_who_sees_no_personal_data_works_without(users, required, client_of) -> None:
    assert client_of(users.leadership).get("/").status_code == 200


def test_where_it_is_optional_the_log_in_page_says_so(users, settings) -> None:
    assert "tidak mewajibkan" in Client().get("/masuk/").content.decode()
    settings.MFA = "required"
    assert "tidak mewajibkan" not in Client().get("/masuk/").content.decode()


def test_setting_up_shows_a_picture_then_codes_once_and_lets_in(users, required, client_of) -> None:
    with time_machine.travel(NOW, tick=False):
        client = client_of(users.officer)
        client.post("/akun/pengaman/?next=/peserta/")
        page = client.get("/akun/pengaman/?next=/peserta/").content.decode()
        assert 'src="data:image/svg+xml' in page
        done = client.post("/akun/pengaman/?next=/peserta/", {"code": code_of(users.officer, NOW)})
        assert done.content.decode().count("<li>") >= 10
        assert 'href="/peserta/"' in done.content.decode()
        assert client.get("/peserta/").status_code == 200
        secret = secret_of(authenticator_of(users.officer))
        assert secret[:4] not in client.get("/akun/").content.decode()


def test_another_telephone_needs_a_code_of_the_one_in_use(users, client_of) -> None:
    set_up(users.officer)

    answer = client_of(users.officer).post("/akun/pengaman/")

    assert answer["Location"].startswith("/akun/konfirmasi/")
    assert Authenticator.objects.filter(user=users.officer).count() == 1


def test_a_set_up_ends_the_other_sessions(users, client_of) -> None:
    with time_machine.travel(NOW, tick=False):
        elsewhere, here = client_of(users.officer), client_of(users.officer)
        here.post("/akun/pengaman/")
        here.post("/akun/pengaman/", {"code": code_of(users.officer, NOW)})

        assert here.get("/akun/").status_code == 200
        assert elsewhere.get("/")["Location"].startswith("/masuk/")


# --- Fresh -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(users, required):
    """Return a function that logs somebody in with a code shown at an instant."""

    def log_in(user, at: datetime) -> Client:
        set_up(with_password(user), at - timedelta(hours=1))
        client = Client()
        with time_machine.travel(at, tick=False):
            client.post("/masuk/", {"username": user.username, "password": PASSWORD})
            client.post("/masuk/kode/", {"code": code_of(user, at)})
        return client

    return log_in


def test_a_weighty_act_wants_a_code_of_the_last_half_hour(users, shown) -> None:
    client = shown(users.administrator, NOW)

    with time_machine.travel(NOW + timedelta(minutes=29), tick=False):
        assert client.get("/pengguna/baru/").status_code == 200
    later = NOW + timedelta(minutes=31)
    with time_machine.travel(later, tick=False):
        assert client.get("/pengguna/baru/")["Location"] == "/akun/konfirmasi/?next=%2Fpengguna%2Fbaru%2F"
        assert client.get("/pengguna/").status_code == 200
        back = client.post("/akun/konfirmasi/?next=/pengguna/baru/", {"code": code_of(users.administrator, later)})
        assert back["Location"] == "/pengguna/baru/"
        assert client.get("/pengguna/baru/").status_code == 200


def test_an_act_that_was_sent_too_late_leads_back_to_its_page(users, shown) -> None:
    client = shown(users.administrator, NOW)
    path = f"/pengguna/{users.officer.pk}/"

    with time_machine.travel(NOW + timedelta(minutes=29), tick=False):
        client.get(path)
    with time_machine.travel(NOW + timedelta(minutes=40), tick=False):
        answer = client.post(f"{path}tautan/", headers={"Referer": f"http://testserver{path}"})
        assert answer["Location"].startswith("/akun/konfirmasi/?next=http")
        assert users.officer.invitations.count() == 0
        foreign = client.post(f"{path}tautan/", headers={"Referer": "https://example.com/"})
        assert foreign["Location"] == "/akun/konfirmasi/?next=%2F"


def test_more_than_twenty_numbers_a_day_want_a_fresh_code(users, people, shown) -> None:
    client, person, why = shown(users.officer, NOW), people["maria"], "Mencocokkan dengan KTP di loket"

    def opens(at: datetime) -> bool:
        with time_machine.travel(at, tick=False):
            client.get("/peserta/")  # The session is in use all the while.
            answer = client.post(f"/peserta/{person.public_id}/nomor/", {"field": "nik", "reason": why})
        return person.identifier("nik") in answer.content.decode()

    later = NOW + timedelta(minutes=29)
    assert opens(later)
    for _ in range(18):
        people_services.reveal(person, "nik", actor=users.officer, reason=why, now=later)
    assert opens(NOW + timedelta(minutes=31))  # The twentieth.
    assert not opens(NOW + timedelta(minutes=32))


def test_a_partial_update_is_led_as_a_whole_page(users, shown) -> None:
    client = shown(users.administrator, NOW)

    with time_machine.travel(NOW + timedelta(minutes=29), tick=False):
        client.get("/pengguna/")
    with time_machine.travel(NOW + timedelta(minutes=35), tick=False):
        answer = client.get("/pengguna/baru/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"].startswith("/akun/konfirmasi/")


# --- Lost ------------------------------------------------------------------------------------------------------


def test_a_lost_telephone_takes_two_people(users, client_of) -> None:
    set_up(users.officer)
    session = client_of(users.officer)
    services.propose_reset(
        users.officer, "53.03", reason="Telepon hilang di jalan", actor=users.administrator, now=NOW
    )
    proposal = users.officer.proposals.get()

    with pytest.raises(Exception, match="JRG-602"):
        services.decide(proposal, confirms=True, actor=users.administrator, now=NOW)
    assert services.has_second_factor(users.officer)
    services.decide(proposal, confirms=True, actor=users.head, now=NOW)

    assert not services.has_second_factor(users.officer)
    assert not users.officer.recovery_codes.exists()
    assert session.get("/")["Location"].startswith("/masuk/")
    assert [entry.event for entry in AuditEntry.objects.order_by("position")][-2:] == [
        "access.reset_proposed",
        "access.reset_confirmed",
    ]
