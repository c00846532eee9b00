"""An installation moves from SQLite to PostgreSQL whole, or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from homes import PEOPLE, Home, Server

pytestmark = pytest.mark.postgresql
TESTS = Path(__file__).resolve().parents[2]
COUNTED = str(Path(__file__).with_name("killed_move.py"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        pytest.skip("a move goes to PostgreSQL")
    made = Server(url)
    yield made
    made.clear()


@pytest.fixture(scope="module")
def source(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An installation on SQLite with a decree in force and a month billed."""
    folder = tmp_path_factory.mktemp("source")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JARING_", "DATABASE_URL"))}
    home = Home(folder, kept | {"JARING_HOME": str(folder)})
    built = home.run(sys.executable, str(TESTS / "homes.py"))
    assert built.returncode == 0, built.stderr
    assert home.jaring("bill", "2026-11", "--as", "petugas").returncode == 0
    return home


@pytest.fixture
def target(server: Server, source: Home, request: pytest.FixtureRequest) -> Home:
    """The same installation with an empty database on the server."""
    name = f"jaring_move_{os.getpid()}_{abs(hash(request.node.name)) % 10**8}"
    return replace(source, environment=source.environment | {"DATABASE_URL": server.database(name)})


def move(source: Home, target: Home, *options: str) -> subprocess.CompletedProcess[str]:
    return source.jaring("move", "--to", target.environment["DATABASE_URL"], *options)


def test_everything_arrives_and_the_office_goes_on_where_it_stopped(source: Home, target: Home) -> None:
    before = source.fingerprint()

    done = move(source, target, "--json")

    assert done.returncode == 0, done.stderr
    tables = {each["table"]: each for each in json.loads(done.stdout)["tables"]}
    assert all(each["equal"] for each in tables.values())
    assert tables["people_person"]["rows"] == len(PEOPLE)
    assert tables["billing_due"]["sums_idr"] == {"jkk_idr": 12 * 10_000, "jkm_idr": 12 * 6_800}
    assert source.fingerprint() == before
    for command in (("doctor",), ("audit", "verify"), ("bill", "2026-12", "--as", "petugas")):
        again = target.jaring(*command)
        assert again.returncode == 0, (command, again.stderr, again.stdout)
    assert {row[0] % 50_000_000 for row in target.rows("billing_bill")} == {1, 2}
    opened = target.run(
        sys.executable,
        "-c",
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'jaring.office.settings'; django.setup();"
        "from jaring.office.people.models import Person;"
        "print(len({person.identifier('nik') for person in Person.objects.all()}))",
    )
    assert opened.stdout.strip() == str(len(PEOPLE)), opened.stderr


def test_walls_and_keys_stand_in_the_target_as_in_a_new_database(
    source: Home, target: Home, server: Server, homes: object
) -> None:
    assert move(source, target).returncode == 0
    fresh = replace(target, environment=target.environment | {"DATABASE_URL": server.database(f"new_{os.getpid()}")})
    made = fresh.run(sys.executable, "-m", "django", "migrate", "--settings=jaring.office.settings")
    assert made.returncode == 0, made.stderr

    assert shape(target) == shape(fresh)


def shape(home: Home) -> list[tuple[str, ...]]:
    """Return every constraint and trigger outside of single years, with what it says and whether it is on."""
    with home._connect() as session:
        return sorted(
            session.execute(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text"
                " FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conparentid = 0"
                " AND conrelid::regclass::text NOT LIKE 'billing_due_2%'"
                " UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text"
                " FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text NOT LIKE 'billing_due_2%'"
            )
        )


def test_target_that_holds_something_is_refused(source: Home, target: Home) -> None:
    target.execute("CREATE TABLE something (id int)")

    done = move(source, target)

    assert done.returncode == 1
    assert "JRG-716" in done.stderr


def test_move_to_anything_but_postgresql_is_refused(source: Home) -> None:
    done = source.jaring("move", "--to", "sqlite:///other.sqlite3")

    assert done.returncode == 1
    assert "JRG-715" in done.stderr


def test_copy_that_differs_is_not_kept(source: Home, target: Home) -> None:
    done = source.run(sys.executable, COUNTED, "lose", target.environment["DATABASE_URL"])

    assert done.returncode == 1
    assert "JRG-717" in done.stderr
    assert "billing_due" in done.stderr
    assert made_tables(target) == []


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_killed_move_leaves_an_empty_target_and_can_be_repeated(source: Home, target: Home) -> None:
    before = source.fingerprint()

    done = source.run(sys.executable, COUNTED, "kill", target.environment["DATABASE_URL"])

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert made_tables(target) == []
    assert source.fingerprint() == before
    again = move(source, target)
    assert again.returncode == 0, again.stderr


def made_tables(home: Home) -> list[object]:
    with home._connect() as session:
        return list(session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))


def test_large_bill_has_its_own_table_in_the_target_too(source: Home, target: Home) -> None:
    moved = source.run(sys.executable, COUNTED, "large", target.environment["DATABASE_URL"])

    assert moved.returncode == 0, moved.stderr
    with target._connect() as session:
        found = session.execute("SELECT DISTINCT tableoid::regclass::text FROM billing_due").fetchall()
    assert found == [("billing_due_202650000001",)]
