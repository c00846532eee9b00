"""Installations of Jaring that a test may do anything to: a folder, its keys, and a real database file or server.

The first one of a run is built by a child process and kept as a pattern for all workers; every test gets a copy. On
PostgreSQL (``DATABASE_URL``) each home is a database of its own on that server. In the pattern, twelve people are on
the register, a decree covers all of them from November 2026, nothing is billed, one person has left, the amendment
that follows is drafted, and a list of three more people waits beside the database.

Run as a program, the module builds the pattern in the folder that ``JARING_HOME`` names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

TESTS = Path(__file__).resolve().parent
DELIVERIES = TESTS / "office"
RUN = "JARING_TEST_RUN"
"""Names the run of tests in whose course the pattern is made; the same in all its workers."""
JARING = Path(sys.executable).with_name("jaring")
PEOPLE, WAITING = range(12), range(20, 23)
DRAFT = "02/KEP/CONTOH/2026"
REQUEST_KEY = "5303aaaa-0000-4000-8000-000000009001"


@dataclass(frozen=True)
class Home:
    """An installation: its folder and the environment in which ``jaring`` finds it."""

    folder: Path
    environment: dict[str, str]

    @property
    def waiting_list(self) -> Path:
        """A village list that was not read yet."""
        return self.folder / "susulan.csv"

    @property
    def database(self) -> Path:
        return self.folder / "data" / "jaring.sqlite3"

    def jaring(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``jaring`` here."""
        return self.run(str(JARING), *arguments)

    def run(self, *command: str, seconds: int = 300, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program here; ``given`` is what it reads."""
        return subprocess.run(
            command,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
        )

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Return the rows of a table, read from outside."""
        with closing(self._connect()) as connection:
            return list(connection.execute(f'SELECT * FROM "{table}"'))

    def execute(self, *statements: str) -> None:
        """Run statements from outside, as somebody would who owns the database."""
        with closing(self._connect()) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def fingerprint(self) -> str:
        """Return one value that stands for everything in the database."""
        parts = hashlib.sha256()
        with closing(self._connect()) as connection:
            for table in sorted(name for (name,) in connection.execute(self._tables())):
                rows = sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{table}"'))
                parts.update(repr((table, rows)).encode())
        return parts.hexdigest()

    def _connect(self) -> Any:
        url = self.environment.get("DATABASE_URL")
        return psycopg.connect(url) if url else sqlite3.connect(self.database)

    def _tables(self) -> str:
        if self.environment.get("DATABASE_URL"):
            return "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


class Server:
    """The databases of homes on a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        self.url, self.made = url, list[str]()

    def database(self, name: str, pattern: str = "template0") -> str:
        """Make a database and return its address; it is dropped by ``clear``."""
        self.make(name, pattern)
        self.made.append(name)
        return self.address(name)

    def make(self, name: str, pattern: str = "template0") -> None:
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')

    def address(self, name: str) -> str:
        return f"{self.url.rpartition('/')[0]}/{name}"

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def clear(self) -> None:
        while self.made:
            self.drop(self.made.pop())

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def pattern_name() -> str:
    return f"jaring_home_{os.environ[RUN]}_pattern"


def own_server() -> Server | None:
    url = os.environ.get("DATABASE_URL", "")
    return Server(url) if url.startswith("postgres") else None


def forget_pattern() -> None:
    """Drop the database of the pattern, once no worker copies it any more."""
    if server := own_server():
        server.drop(pattern_name())


class Homes:
    """Makes copies of the pattern.

    Args:
        folder: For the homes of this worker.
        shared: For what all workers of the run share.
    """

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder, self.numbers, self.server = folder, count(), own_server()
        self.name = f"jaring_home_{os.getpid()}"
        self.pattern = self._environment(shared / "pattern", pattern_name())
        with one_at_a_time(shared):
            if not (shared / "built").exists():
                self._build()
                (shared / "built").touch()

    def copy(self) -> Home:
        number = next(self.numbers)
        folder = self.folder / str(number)
        shutil.copytree(self.pattern.folder, folder)
        return self._home(folder, f"{self.name}_{number}", pattern_name())

    def empty(self) -> Home:
        """Return a home in which nothing was done yet."""
        number = next(self.numbers)
        return self._home(self.folder / str(number), f"{self.name}_{number}", "template0")

    def clear(self) -> None:
        if self.server:
            self.server.clear()

    def _build(self) -> None:
        if self.server:
            self.server.make(pattern_name())
        built = self.pattern.run(sys.executable, __file__)
        assert built.returncode == 0, built.stderr

    def _home(self, folder: Path, name: str, pattern: str) -> Home:
        if self.server:
            self.server.database(name, pattern)
        return self._environment(folder, name)

    def _environment(self, folder: Path, name: str) -> Home:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JARING_", "DATABASE_URL"))}
        environment = kept | {"JARING_HOME": str(folder)}
        if self.server:
            environment["DATABASE_URL"] = self.server.address(name)
        return Home(folder, environment)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let workers follow one another, by the lock that every system has: that of a SQLite file."""
    with closing(sqlite3.connect(folder / "lock.sqlite3", timeout=600, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    mine = tmp_path_factory.getbasetemp()
    shared = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "pattern-of-homes"
    shared.mkdir(exist_ok=True)
    made = Homes(tmp_path_factory.mktemp("homes"), shared)
    yield made
    made.clear()


@pytest.fixture
def home(homes: Homes) -> Home:
    """A copy of the pattern for one test."""
    return homes.copy()


def build() -> None:
    """Build the pattern through the services, in the installation that the environment names."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "jaring.office.settings"
    django.setup()
    sys.path.insert(0, str(DELIVERIES))

    from datetime import date

    import deliveries
    import paper_trail as trail
    from django.conf import settings
    from django.db import connection

    from jaring.core.month import Month
    from jaring.office import readiness
    from jaring.office.access.models import RoleGrant, User
    from jaring.office.access.roles import Role
    from jaring.office.access.scope import system_operator
    from jaring.office.people.models import Person
    from jaring.office.places.services import load_region
    from jaring.office.programme import services

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")  # The pattern need not survive a power cut.
    readiness.prepare()
    regency, system = load_region("53.03"), system_operator()
    users = {}
    for username, role in (("petugas", Role.OFFICER), ("kepala", Role.HEAD), ("bendahara", Role.TREASURER)):
        users[username] = User.objects.create(username=username, full_name=username.title())
        RoleGrant.objects.create(user=users[username], role=role, area_code="53.03", from_date=date(2025, 1, 1))
    officer, head = users["petugas"], users["kepala"]
    path = settings.JARING_HOME / "daftar.csv"
    batch = deliveries.read(deliveries.write_list(path, [deliveries.listed(n) for n in PEOPLE]), officer)
    deliveries.take_over(batch, officer)
    year = services.open_year(
        regency,
        2026,
        from_month=Month(2026, 11),
        until_month=Month(2027, 1),
        base_idr=1_000_000,
        actor=system,
        now=trail.NOW,
    )
    payer = services.add_payer(regency, "APBD", "APBD Kabupaten contoh")
    services.enter_budget(year, payer, 2 * 12 * 16_800, basis="DPA 2026", actor=system, now=trail.NOW)
    run = trail.run_targeting(year, payer, officer, with_optimum=False)
    trail.initial_decree(run, officer, head)
    trail.leave(Person.objects.earliest("pk"), officer)
    trail.amendment(year, payer, officer)
    deliveries.write_list(settings.JARING_HOME / "susulan.csv", [deliveries.listed(n) for n in WAITING])


if __name__ == "__main__":
    build()
