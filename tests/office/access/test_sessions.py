"""Sessions end: unused, too old, by their owner, and when the password changes. An account that nobody uses rests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jaring.office.access import queries, services
from jaring.office.access.models import OfficeSession, User
from jaring.office.audit.models import AuditEntry

PASSWORD = "sandi-untuk-uji-2026"
NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def at(moment: timedelta) -> time_machine.travel:
    return time_machine.travel(NOW + moment, tick=False)


@pytest.fixture
def logged_in(users):
    """Return a function that logs the officer in by password, at ``NOW``."""
    users.officer.set_password(PASSWORD)
    users.officer.save()

    def log_in() -> Client:
        client = Client()
        with at(timedelta()):
            client.post("/masuk/", {"username": "petugas", "password": PASSWORD})
        return client

    return log_in


def is_in(client: Client) -> bool:
    return client.get("/akun/").status_code == 200


@pytest.mark.parametrize(("minutes", "lives"), [(29, True), (30, False), (-29, True), (-31, False)])
def test_a_session_unused_for_half_an_hour_has_ended(minutes, lives, logged_in) -> None:
    """A clock that was set far back ends it too."""
    client = logged_in()

    with at(timedelta(minutes=minutes)):
        assert is_in(client) is lives


def test_use_keeps_a_session_alive_for_twelve_hours_and_no_longer(logged_in) -> None:
    client = logged_in()

    for step in range(1, 36):
        with at(timedelta(minutes=20 * step)):
            assert is_in(client)
    with at(timedelta(hours=12)):
        assert not is_in(client)


def test_rows_of_ended_sessions_are_forgotten_at_the_next_log_in(logged_in, users) -> None:
    logged_in()
    OfficeSession.objects.update(seen_at=NOW - timedelta(hours=1), started_at=NOW - timedelta(hours=2))

    logged_in()

    assert [session.started_at for session in OfficeSession.objects.all()] == [NOW]


def test_a_page_writes_to_the_session_once_a_minute_at_most(logged_in, django_assert_num_queries) -> None:
    client = logged_in()
    with at(timedelta(seconds=70)):
        client.get("/akun/")
    seen_at = OfficeSession.objects.get().seen_at

    with at(timedelta(seconds=100)):
        client.get("/akun/")
        assert OfficeSession.objects.get().seen_at == seen_at
    with at(timedelta(seconds=130)):
        client.get("/akun/")
        assert OfficeSession.objects.get().seen_at > seen_at


def test_a_user_sees_and_ends_his_own_sessions_and_nobody_elses(logged_in, users, client_of) -> None:
    here, elsewhere = logged_in(), logged_in()
    with at(timedelta(minutes=1)):
        strangers = client_of(users.head)
        of_head = OfficeSession.objects.get(user=users.head)
        sessions = OfficeSession.objects.filter(user=users.officer)
        other = next(s for s in sessions if s.session_key == elsewhere.session.session_key)

        page = here.get("/akun/").content.decode()
        assert str(other.public_id) in page
        assert str(of_head.public_id) not in page
        assert other.session_key not in page
        assert here.post(f"/akun/sesi/{of_head.public_id}/akhiri/").status_code == 404
        assert strangers.post(f"/akun/sesi/{other.public_id}/akhiri/").status_code == 404
        here.post(f"/akun/sesi/{other.public_id}/akhiri/")

        assert not is_in(elsewhere)
        assert is_in(here)
        assert is_in(strangers)


def test_all_other_sessions_end_at_once(logged_in) -> None:
    here, second, third = logged_in(), logged_in(), logged_in()

    with at(timedelta(minutes=1)):
        here.post("/akun/sesi/akhiri/")
        assert [is_in(client) for client in (here, second, third)] == [True, False, False]


def test_a_changed_password_ends_the_other_sessions(logged_in, users) -> None:
    here, elsewhere = logged_in(), logged_in()
    new = "pisang lompat kuda biru"

    with at(timedelta(minutes=1)):
        here.post("/kata-sandi/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

        assert is_in(here)
        assert not is_in(elsewhere)
        assert OfficeSession.objects.filter(user=users.officer).count() == 1
    assert AuditEntry.objects.get().event == "access.password_changed"


def test_under_the_rules_of_bssn_an_old_password_is_changed_before_anything_else(logged_in, users, settings) -> None:
    settings.PASSWORDS, settings.PASSWORD_DAYS = "bssn", 90
    mixture = {"NAME": "jaring.office.access.passwords.MixtureValidator"}
    settings.AUTH_PASSWORD_VALIDATORS = [*settings.AUTH_PASSWORD_VALIDATORS, mixture]
    users.officer.date_joined = NOW - timedelta(days=90)
    users.officer.save()
    here, new = logged_in(), "Pisang lompat kuda biru 7!"

    def change(password: str) -> int:
        given = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        return here.post("/kata-sandi/", given).status_code

    with at(timedelta(minutes=1)):
        led = here.get("/")
        plain, changed = change("pisang lompat kuda biru"), change(new)
        after = here.get("/")

    assert led["Location"].startswith("/kata-sandi/")
    assert (plain, changed, after.status_code) == (422, 302, 200)


def test_the_key_changes_at_log_in(users) -> None:
    users.officer.set_password(PASSWORD)
    users.officer.save()
    client = Client()
    client.post("/bahasa/", {"language": "en", "next": "/masuk/"})
    before = client.session.session_key

    client.post("/masuk/", {"username": "petugas", "password": PASSWORD})

    assert client.session.session_key != before
    assert not OfficeSession.objects.filter(session_key=before).exists()


# --- Accounts that nobody uses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "enters"), [(89, True), (91, False)])
def test_an_account_unused_for_ninety_days_rests_until_a_new_link_is_used(days, enters, users, settings) -> None:
    settings.MFA = "required"
    officer, now = users.officer, timezone.now()
    officer.set_password(PASSWORD)
    officer.last_login = now - timedelta(days=days)
    officer.save()

    def log_in(password: str) -> str:
        return Client().post("/masuk/", {"username": "petugas", "password": password}, follow=True).content.decode()

    told = log_in(PASSWORD)

    assert ("90 hari" not in told) is enters
    assert "90 hari" not in log_in("keliru")  # Whoever does not know the password learns nothing of it.
    if not enters:
        token = services.make_link(officer, "53.03", actor=users.administrator, now=now)
        services.accept_link(token, PASSWORD + "x", now=now)
        assert "90 hari" not in log_in(PASSWORD + "x")


def test_an_account_rests_only_where_a_second_factor_is_required(users, settings) -> None:
    users.officer.last_login = timezone.now() - timedelta(days=900)
    users.officer.save()

    assert not queries.is_unused(users.officer, timezone.now())
    settings.MFA = "required"
    assert queries.is_unused(users.officer, timezone.now())
    resting = queries.with_state(User.objects.all(), users.administrator, timezone.localdate()).filter(rests=True)
    assert [account.username for account in resting] == ["petugas"]
