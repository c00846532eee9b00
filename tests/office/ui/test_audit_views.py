"""The audit chain as pages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from jaring.office import audit as audit_app
from jaring.office.audit.events import DETAILS, EVENTS
from jaring.office.audit.models import AuditEntry
from jaring.office.audit.services import record

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
OFFICE = Path(audit_app.__file__).parents[1]

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def chain(users) -> list[AuditEntry]:
    return [
        record(users.officer, "people.exported", "53.03", now=NOW, detail={"rows": 14_880}),
        record(users.head, "decree.enacted", "53.03", now=NOW + timedelta(days=1), subject="460/12/2026"),
        record(users.officer_elsewhere, "people.exported", "53.04", now=NOW, detail={"rows": 7}),
    ]


def test_the_auditor_reads_the_chain_of_the_own_regency_only(users, chain, client_of) -> None:
    listing = client_of(users.auditor).get("/jejak/").context["listing"]

    assert [entry.event for entry in listing.rows] == ["decree.enacted", "people.exported"]


@pytest.mark.parametrize("who", ["officer", "operator", "officer_elsewhere", "leadership", "administrator"])
def test_nobody_else_reads_it(who, users, chain, client_of) -> None:
    client = client_of(getattr(users, who))

    assert client.get("/jejak/").status_code == 403
    assert client.get("/jejak/periksa/").status_code == 403


def test_a_stranger_is_sent_to_the_login(client_of) -> None:
    assert client_of(None).get("/jejak/")["Location"].startswith("/masuk/")
    assert client_of(None).get("/jejak/periksa/")["Location"].startswith("/masuk/")


def test_the_chain_narrows_by_event_and_day(users, chain, client_of) -> None:
    client = client_of(users.auditor)

    by_event = client.get("/jejak/", {"peristiwa": "people.exported"}).context["listing"]
    by_day = client.get("/jejak/", {"sejak": f"{NOW + timedelta(days=1):%Y-%m-%d}"}).context["listing"]

    assert [entry.event for entry in by_event.rows] == ["people.exported"]
    assert [entry.event for entry in by_day.rows] == ["decree.enacted"]


def test_details_are_words_and_numbers_of_the_language(users, chain, client_of) -> None:
    page = text_of(client_of(users.auditor).get("/jejak/"))

    assert "Daftar peserta diunduh" in page
    assert "baris: 14.880" in page


def test_a_chain_that_holds_is_said_to_hold(users, chain, client_of) -> None:
    page = text_of(client_of(users.auditor).get("/jejak/periksa/"))

    assert "Kabupaten Timor Tengah Utara: rantai utuh" in page
    assert "2 entri diperiksa" in page
    assert "Belu" not in page


def test_a_changed_entry_is_named(users, chain, client_of) -> None:
    with connection.cursor() as cursor:  # As somebody with the database in hand would: past the triggers.
        _drop_triggers(cursor)
        cursor.execute("UPDATE audit_auditentry SET reason = 'lain' WHERE id = %s", [chain[0].pk])

    page = text_of(client_of(users.auditor).get("/jejak/periksa/"))

    assert "rantai tidak utuh" in page
    assert "Entri 1: isi telah diubah" in page


def _drop_triggers(cursor) -> None:
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # A table with checks still waiting cannot be altered.
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        return
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_auditentry'")
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')


def test_the_chain_takes_at_most_twelve_statements(users, chain, client_of, django_assert_max_num_queries) -> None:
    client = client_of(users.auditor)

    with django_assert_max_num_queries(12):
        client.get("/jejak/")


def test_every_event_that_is_written_has_a_name() -> None:
    written = {event for path in OFFICE.rglob("*.py") for event in _events_in(path)}

    assert len(written) > 10
    assert written - set(EVENTS) == set()


def _events_in(path: Path) -> list[str]:
    """Return the events that a module records: the second argument of each call of ``record``."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    records = [
        call.args for call in calls if "record" in (getattr(call.func, "attr", ""), getattr(call.func, "id", ""))
    ]
    return [args[1].value for args in records if len(args) > 1 and isinstance(args[1], ast.Constant)]


def test_what_was_done_is_told_in_words(users, client_of) -> None:
    detail = {
        "exit": "moved",
        "fields": ["nik", "birth_date"],
        "roles": ["officer 53.03"],
        "sheet": "people",
        "state": "in_work",
        "from": "2026-12",
        "due": "2026-12-31",
        "steps": ["2026-06 75"],
        "amount_idr": 16_800,
    }
    record(users.officer, "people.exit_reported", "53.03", now=NOW, detail=detail)

    page = text_of(client_of(users.auditor).get("/jejak/"))

    for words in (
        "alasan: pindah ke luar daerah",
        "isian: NIK, Tanggal lahir",
        "peran: Petugas dinas tenaga kerja 53.03",
        "daftar: Peserta dan calon peserta",
        "keadaan: dikerjakan",
        "mulai: Desember 2026",
        "jawaban paling lambat: 31 Desember 2026",
        "tahap: Juni 2026 75\u00a0%",
        "jumlah: Rp16.800",
    ):
        assert words in page


def test_every_part_of_a_detail_that_a_service_writes_has_a_label() -> None:
    written = {key for path in OFFICE.rglob("*.py") for key in keys_of_details(ast.parse(path.read_text()))}

    assert written - set(DETAILS) == set()


def keys_of_details(tree: ast.AST) -> Iterator[str]:
    """Yield the literal keys of what is handed to the chain as ``detail`` or kept in a variable of that name."""
    for node in ast.walk(tree):
        given = node.value if isinstance(node, ast.keyword) and node.arg == "detail" else None
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "detail":
            given = node.value
        if isinstance(given, ast.Dict):
            yield from (key.value for key in given.keys if isinstance(key, ast.Constant))
