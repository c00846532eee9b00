"""A server that may forget or that lives in another zone is refused in production, before anybody relies on it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from homes import Home

from jaring.office import locks
from jaring.office.doctor import CHECKS
from jaring.office.postgresql import server
from jaring.office.postgresql.server import ServerForgetsError, ServerZoneError, require_trustworthy

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A server in production with everything on, whatever the server of the tests has."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its promises by its own settings")
    monkeypatch.setattr(settings, "IN_PRODUCTION", True)
    ask = server._value
    monkeypatch.setattr(server, "_value", lambda cursor, name: "on" if ask(cursor, name) in "onoff" else "")
    monkeypatch.setattr(server, "time_zone", lambda: "UTC")
    return monkeypatch


def test_trustworthy_server_is_used(trusted: pytest.MonkeyPatch) -> None:
    require_trustworthy()


@pytest.mark.parametrize("name", server.DURABLE)
def test_server_in_production_that_may_forget_is_refused(trusted: pytest.MonkeyPatch, name: str) -> None:
    trusted.setattr(server, "_value", lambda _, asked: "off" if asked == name else "on")

    with pytest.raises(ServerForgetsError, match=f"JRG-711.*{name}"):
        require_trustworthy()


def test_server_in_production_in_another_zone_is_refused(trusted: pytest.MonkeyPatch) -> None:
    trusted.setattr(server, "time_zone", lambda: "Asia/Makassar")

    with pytest.raises(ServerZoneError, match=r"JRG-712.*Asia/Makassar"):
        require_trustworthy()


def test_server_is_asked_for_what_it_really_does() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its promises by its own settings")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        assert "synchronous_commit" in server.settings_off()
        cursor.execute("SET LOCAL synchronous_commit = local")
        assert "synchronous_commit" not in server.settings_off()
        for name in ("fsync", "full_page_writes"):
            assert (name in server.settings_off()) == (server._value(cursor, name) == "off")


def test_settings_of_a_database_are_seen_by_who_starts_there(home: Home) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no settings of its own")
    url = home.environment["DATABASE_URL"]
    name = url.rpartition("/")[2]
    home.environment["JARING_HOSTS"] = "jaring.contoh-kab.go.id"
    home.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    assert "JRG-711" in home.jaring("bill", "2026-11").stderr

    home.execute(
        f"ALTER DATABASE {name} SET synchronous_commit = on", f"ALTER DATABASE {name} SET timezone = 'Asia/Jayapura'"
    )
    with psycopg.connect(url) as session:
        off = [s for s in ("fsync", "full_page_writes") if session.execute(f"SHOW {s}").fetchone() == ("off",)]
    # The server of the tests forgets on purpose, which is said first; elsewhere the zone is.
    assert ("JRG-711" if off else "JRG-712") in home.jaring("bill", "2026-11").stderr


def test_zone_of_the_server_is_not_that_of_the_session() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no zone")
    zone = server.time_zone()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Jayapura'")
        assert server.time_zone() == zone != "Asia/Jayapura"


def test_examination_warns_of_a_server_that_does_not_check_its_pages(trusted: pytest.MonkeyPatch) -> None:
    check = next(check for check in CHECKS if check.name == "server_checks_its_pages")
    assert check.warns

    trusted.setattr(server, "_value", lambda _, name: "off" if name == "data_checksums" else "on")

    assert check.count() == 1
    require_trustworthy()


@pytest.mark.django_db(transaction=True)
def test_lock_that_takes_too_long_is_a_refusal() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock")
    params = connection.get_connection_params()
    address = {name: params[name] for name in ("dbname", "user", "password", "host", "port") if name in params}
    with psycopg.connect(**address) as other:
        other.execute("SELECT pg_advisory_xact_lock(7104, 1)")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            try:
                with pytest.raises(locks.BusyError, match="JRG-721") as refused:
                    locks.lock_deposit(1)
            finally:
                cursor.execute("RESET lock_timeout")
    assert isinstance(refused.value.__cause__, OperationalError)


def test_connections_give_up_waiting_and_running_in_the_end() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has its own timeout")
    with connection.cursor() as cursor:
        limits = {name: server._value(cursor, name) for name in ("lock_timeout", "statement_timeout", "jit")}
        limits["idle"] = server._value(cursor, "idle_in_transaction_session_timeout")

    assert limits == {"lock_timeout": "10s", "statement_timeout": "5min", "idle": "1min", "jit": "off"}
