"""The role that serves may do what the office does, and meets no row of another regency, whatever the code asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from homes import DRAFT, PEOPLE, WAITING, Home

from jaring.office.access.scope import Scope
from jaring.office.people.models import Person
from jaring.office.postgresql import roles
from jaring.office.postgresql.sight import see_everything, seeing

if TYPE_CHECKING:
    from conftest import Users

pytestmark = pytest.mark.postgresql


def test_every_table_shows_the_rows_of_its_regency_or_is_known_to_be_open() -> None:
    tied = {model._meta.label_lower for model in roles.walled_models() if roles.parent_key(model)}

    assert not tied & roles.OPEN
    assert {model._meta.label_lower for model in roles._own_models()} >= roles.OPEN


def test_code_of_a_regency_in_sight_is_one() -> None:
    with pytest.raises(ValueError, match="code"), seeing(["53.03'; DROP TABLE people_person; --"]):
        pass


def address(home: Home, role: str) -> str:
    return f"{home.environment['DATABASE_URL']}?options={quote(f'-c role={role}')}"


@pytest.fixture
def settled(request: pytest.FixtureRequest) -> Home:
    """A home whose owner has settled the roles."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles")
    home: Home = request.getfixturevalue("home")
    name = home.environment["DATABASE_URL"].rpartition("/")[2]
    home.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")  # As a careful administrator does.
    for _ in range(2):  # It is safe to repeat.
        done = home.jaring("roles", "--json")
        assert done.returncode == 0, done.stderr
    return home


def as_app(home: Home) -> Home:
    return replace(home, environment=home.environment | {"DATABASE_URL": address(home, roles.APP)})


def test_office_works_as_the_serving_role(settled: Home) -> None:
    office = as_app(settled)

    for command in (
        ("bill", "2026-11", "--as", "petugas"),
        ("decree", "enact", DRAFT, "--as", "kepala"),
        ("import", str(settled.waiting_list), "--as", "petugas", "--as-of", "2026-12-01"),
        ("bill", "2026-12", "--as", "petugas"),
        ("audit", "verify"),
        ("doctor",),
    ):
        done = office.jaring(*command)
        assert done.returncode == 0, (command, done.stderr, done.stdout)

    assert len(settled.rows("billing_due")) == 2 * len(PEOPLE) - 1
    assert len(settled.rows("people_person")) == len(PEOPLE) + len(WAITING)


def test_serving_role_does_not_start_without_its_walls(settled: Home) -> None:
    settled.execute("DROP POLICY jaring_regency ON billing_due")

    done = as_app(settled).jaring("bill", "2026-11")

    assert done.returncode == 1
    assert "JRG-713" in done.stderr


def test_an_upgrade_by_the_owner_settles_the_roles_again(settled: Home) -> None:
    settled.execute("REVOKE ALL ON people_note FROM jaring_app")
    settled.execute("DROP POLICY jaring_regency ON billing_due")  # As on a table that the upgrade made.

    assert settled.jaring("region", "add", "53.03").returncode == 0

    done = as_app(settled).jaring("bill", "2026-11", "--as", "petugas")
    assert done.returncode == 0, done.stderr
    assert not forbidden(address(settled, roles.APP), "SELECT count(*) FROM people_note")


FORBIDDEN = {
    roles.APP: (
        "UPDATE billing_bill SET people = people",
        "DELETE FROM billing_due",
        "DELETE FROM audit_auditentry",
        "TRUNCATE people_person",
        "TRUNCATE billing_due_2026_small",
        "SELECT * FROM billing_due_2026_small",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "SELECT jaring_open_due_year(2030)",
        "CREATE TABLE public.mine (id int)",
        "ALTER TABLE billing_due DISABLE TRIGGER ALL",
        "DROP TABLE billing_due",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY jaring_regency ON people_person",
    ),
    roles.AUDITOR: (
        "INSERT INTO places_regency (code) VALUES ('99.99')",
        "UPDATE people_person SET name = name",
        "DELETE FROM people_person",
        "SELECT password FROM access_user",
        "SELECT * FROM access_officesession",
        "SELECT jaring_open_dues(202600000001)",
        "CREATE TABLE public.mine (id int)",
    ),
}


def test_roles_may_do_nothing_beyond_their_work(settled: Home) -> None:
    assert settled.jaring("bill", "2026-11").returncode == 0

    passed = [
        (role, statement)
        for role, statements in FORBIDDEN.items()
        for statement in statements
        if not forbidden(address(settled, role), statement)
    ]

    assert passed == []


def forbidden(url: str, statement: str) -> bool:
    with psycopg.connect(url) as session:
        try:
            session.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            session.rollback()
    return False


def test_rows_are_met_only_in_a_transaction_that_says_whose(settled: Home) -> None:
    assert settled.jaring("bill", "2026-11").returncode == 0
    tables = ("people_person", "billing_bill", "billing_due", "programme_decreeline", "books_posting")

    with psycopg.connect(address(settled, roles.APP), autocommit=True) as session:

        def met(regency: str | None) -> list[int]:
            with session.transaction():
                if regency is not None:
                    session.execute("SELECT set_config('app.regency', %s, true)", [regency])
                return [session.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]  # type: ignore[index,arg-type]  # A count has one row; the names are the models'.

        assert met(None) == met("53.04") == met("") == [0] * len(tables)
        assert met("53.03") == met("53.03,53.04") == met("*")
        assert min(met("53.03")) > 0
        assert met(None) == [0] * len(tables)  # What a transaction said is forgotten with it.


def test_people_of_another_regency_stay_out_of_reach_when_no_page_narrows_its_rows(
    app_role: None, users: Users, client_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scope, "within", lambda self, rows, **_: rows)

    elsewhere = client_of(users.officer_elsewhere).get("/peserta/").content.decode()
    here = client_of(users.officer).get("/peserta/").content.decode()

    assert "Domingos Bere" in elsewhere
    assert "Yohanes Naisoko" not in elsewhere
    assert "Yohanes Naisoko" in here
    assert "Domingos Bere" not in here


def test_what_a_request_could_see_is_gone_with_it(app_role: None, users: Users, client_of: Callable[..., Any]) -> None:
    assert client_of(users.officer).get("/peserta/").status_code == 200

    assert not Person.objects.exists()
    with seeing(["53.04"]):
        assert [person.name for person in Person.objects.all()] == ["Domingos Bere"]
        assert [person.name for person in Person.objects.iterator()] == ["Domingos Bere"]
    assert not Person.objects.exists()
    with seeing([]):
        see_everything()
        assert Person.objects.count() == 5
