"""A database that is slow, busy or gone is a polite refusal with a code, on a page and on the command line alike."""

from __future__ import annotations

import contextvars
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import paper_trail as trail
import pytest
import time_machine
from django.db import IntegrityError, OperationalError, connection
from fingerprint import fingerprint

from jaring.cli.main import REFUSED, run
from jaring.office import readiness
from jaring.office.billing.models import Bill
from jaring.office.locks import BusyError
from jaring.office.outages import ConnectionLostError, DatabaseSlowError, outage_of
from jaring.office.people.models import Person

if TYPE_CHECKING:
    from conftest import Programme, Users
    from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)

SLOW, LOST, BUSY = DatabaseSlowError, ConnectionLostError, BusyError
SAID_BY_POSTGRESQL = {
    SLOW: "SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(10)",
    LOST: "SELECT pg_terminate_backend(pg_backend_pid())",
}
BILLED = 'INSERT INTO "books_entry"'
"""A statement in the middle of the service that issues a bill."""
COMMAND = ["bill", "2026-11", "--as", "petugas", "--regency", "53.03", "--json"]


def locked(folder: Path) -> sqlite3.OperationalError:
    """Return what SQLite says to whoever finds another in its file."""
    with (
        closing(sqlite3.connect(folder / "x", timeout=0)) as one,
        closing(sqlite3.connect(folder / "x", timeout=0)) as other,
    ):
        one.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as said:
            other.execute("BEGIN EXCLUSIVE")
    return said.value


@contextmanager
def outage(kind: type, at: str, folder: Path) -> Iterator[None]:
    """Let the database stop the first statement that contains ``at``: really on PostgreSQL, on SQLite by its words."""

    def stop(execute: Any, sql: str, params: object, many: bool, context: object) -> Any:
        if at not in sql:
            return execute(sql, params, many, context)
        if connection.vendor == "sqlite":
            raise OperationalError("database is locked") from locked(folder)
        return execute(SAID_BY_POSTGRESQL[kind], None, False, context)

    with connection.execute_wrapper(stop):
        yield
    connection.close_if_unusable_or_obsolete()  # As Django does after a request.


def outages() -> list[type]:
    return [SLOW, LOST] if connection.vendor == "postgresql" else [BUSY]


@pytest.fixture
def covered(
    people: dict[str, Person], programme: Programme, users: Users, settings: Any, tmp_path: Path
) -> Iterator[None]:
    """Four people are covered from November on, and it is November."""
    settings.JARING_DATA = tmp_path
    run = trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)
    trail.initial_decree(run, users.officer, users.head)
    with time_machine.travel(datetime(2026, 11, 23, 4, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def officer(covered: None, users: Users, client_of: Callable[..., Client]) -> Client:
    client = client_of(users.officer)
    client.raise_request_exception = False
    return client


def test_act_that_the_database_stops_is_refused_in_words_and_succeeds_from_the_same_page(
    officer: Client, programme: Programme, tmp_path: Path
) -> None:
    request = {"payer": programme.payer.pk, "month": "2026-11", "request_key": str(uuid4())}

    for kind in outages():
        before = fingerprint()
        with outage(kind, BILLED, tmp_path):
            refused = officer.post("/iuran/terbitkan/", request)
        page = refused.content.decode()
        assert (refused.status_code, kind.code in page, kind.sentence.id in page) == (503, True, True)
        assert fingerprint() == before
    assert officer.post("/iuran/terbitkan/", request).status_code == 302
    assert Bill.objects.count() == 1


def test_refusal_is_english_for_whoever_reads_english_and_fits_a_part_of_a_page(
    officer: Client, users: Users, tmp_path: Path
) -> None:
    users.officer.language = "en"
    users.officer.save()
    kind = outages()[-1]

    with outage(kind, "billing_bill", tmp_path):
        refused = officer.get("/iuran/", headers={"HX-Request": "true"})

    assert refused.status_code == 503
    assert kind.hint.en in refused.content.decode()
    assert refused["HX-Retarget"] == "#main"


def test_session_that_cannot_be_read_is_refused_in_words_before_any_view(officer: Client, tmp_path: Path) -> None:
    kind = outages()[-1]

    with outage(kind, "access_officesession", tmp_path):
        refused = officer.get("/iuran/")

    assert refused.status_code == 503
    assert kind.code in refused.content.decode()


def test_command_that_the_database_stops_ends_as_a_refusal(
    covered: None, capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "require_ready", lambda: None)  # The database of the tests is no file.
    for kind in outages():
        with outage(kind, BILLED, tmp_path):
            status = contextvars.copy_context().run(run, COMMAND, {})
        assert (status, json.loads(capsys.readouterr().err)["code"]) == (REFUSED, kind.code)
    assert not Bill.objects.exists()


def test_database_that_refuses_the_act_itself_has_no_outage() -> None:
    assert outage_of(ValueError()) is None
    assert outage_of(IntegrityError()) is None
    assert outage_of(OperationalError("database or disk is full")) is None
