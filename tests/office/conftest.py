"""A small office: two regencies, their villages, one user per role, and people on the register.

``kefa`` (53.03.04.1001) and ``maubeli`` (53.03.04.1002) lie in one district, ``manamas`` (53.03.15.2001) in another;
``atambua`` (53.04.12.1001) lies in another regency. Everybody here is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from itertools import count

import paper_trail as trail
import pytest
from browsing import address, browser, new_page, open_as, show  # noqa: F401  # pytest finds fixtures by name.
from django.core.management.commands import flush
from django.db import connection
from django.test import Client
from emptying import empty_database
from pytest_django import DjangoDbBlocker
from worlds import BUILDERS, INSTEAD, Take, World

from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import RoleGrant, User
from jaring.office.access.roles import Role
from jaring.office.billing.models import Bill, Due
from jaring.office.books.models import Entry, Posting
from jaring.office.doctor import BOOKS
from jaring.office.payments.models import Allocation, PaymentOrder, Transfer
from jaring.office.people.models import Person
from jaring.office.places.models import District, Regency, Village
from jaring.office.places.services import load_region
from jaring.office.programme.models import BudgetEntry, Decree, Enrolment, Payer, PayerKind, ProgrammeYear
from jaring.office.reconciliation.models import Case

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""The instant at which tests write; views read the clock of the machine."""


@dataclass(frozen=True)
class Villages:
    """The villages of the small office, by short name."""

    kefa: Village
    maubeli: Village
    manamas: Village
    atambua: Village


@dataclass(frozen=True)
class Users:
    """One user per role in regency 53.03, and two who work elsewhere."""

    operator: User
    verifier: User
    officer: User
    head: User
    treasurer: User
    auditor: User
    leadership: User
    administrator: User
    insurer: User
    operator_elsewhere: User
    """The operator of Manamas, in another district."""
    officer_elsewhere: User
    """The officer of Belu, another regency."""

    def __iter__(self) -> Iterator[User]:
        return iter(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Programme:
    """The programme year 2026 of 53.03, paid by the regency."""

    year: ProgrammeYear
    payer: Payer


MakeUser = Callable[..., User]
MakePerson = Callable[..., Person]


@pytest.fixture(scope="session")
def kept_world() -> World:
    """What tests begin with, kept from test to test; see ``worlds``."""
    return World()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, kept_world: World) -> Iterator[None]:
    """Let the flush after a test that committed pass the walls; see ``emptying``.

    Nothing is told of a migration after it, which takes longer and writes content types that nobody asks.
    At the end, sessions that threads of a test's server left open are ended: PostgreSQL drops no database in use.
    """
    flush.emit_post_migrate_signal = lambda *given: None
    connection.ops.execute_sql_flush = empty_database  # type: ignore[method-assign]  # Put in Django's place on purpose; see above.
    yield
    with django_db_blocker.unblock():
        kept_world.stand(set(), commits=True)
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker, kept_world: World
) -> None:
    """Bring the database to what the test asks for; a test that commits finds it empty and makes everything itself."""
    mark = request.node.get_closest_marker("django_db")
    asked = set(request.fixturenames)
    commits = bool(asked & {"transactional_db", "live_server"}) or (
        mark is not None and mark.kwargs.get("transaction")
    )
    with django_db_blocker.unblock():
        kept_world.stand(asked, commits=commits)


@pytest.fixture
def _django_db_helper(stage: None, _django_db_helper: None) -> None:
    """Enter the transaction of the test after the stage is set."""


@pytest.fixture(autouse=True)
def books_hold(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that met the database, ask it for every promise about decrees and money.

    A test that writes past the services carries the mark ``tampers``.
    """
    node = request.node
    meets_database = node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames)
    if not meets_database or node.get_closest_marker("tampers"):
        yield
        return
    request.getfixturevalue("db")  # Its end comes after this one's.
    yield
    broken = {check.name: found for check in BOOKS if (found := check.count())} if books_are_open() else {}
    assert broken == {}, "the books do not hold after this test"


def books_are_open() -> bool:
    """Say whether there is anything of which the promises speak; of empty tables they all hold."""
    spoken_of = (BudgetEntry, Decree, Enrolment, Bill, Due, Entry, Posting, PaymentOrder, Transfer, Allocation, Case)
    with connection.cursor() as cursor:
        tables = " OR ".join(f"EXISTS (SELECT 1 FROM {model._meta.db_table})" for model in spoken_of)
        cursor.execute(f"SELECT {tables}")
        return bool(cursor.fetchone()[0])


@pytest.fixture
def gazetteer(villages: Villages) -> Regency:
    """All real villages of 53.03 beside the invented ones, as reading lists needs them."""
    return load_region("53.03")


@pytest.fixture
def villages(db: None, kept_world: World) -> Villages:
    return kept_world.take("villages")


def _villages(take: Take) -> Villages:
    regencies = {
        "53.03": Regency.objects.create(code="53.03", name="Kabupaten Timor Tengah Utara", bps_code="5305"),
        "53.04": Regency.objects.create(code="53.04", name="Kabupaten Belu", bps_code="5306"),
    }
    for code, name in (("53.03.04", "Kota Kefamenanu"), ("53.03.15", "Naibenu"), ("53.04.12", "Kota Atambua")):
        District.objects.create(code=code, regency=regencies[code[:5]], name=name)

    def village(code: str, name: str, kind: str) -> Village:
        return Village.objects.create(code=code, district_id=code[:8], name=name, kind=kind)

    return Villages(
        kefa=village("53.03.04.1001", "Kefamenanu Selatan", "kelurahan"),
        maubeli=village("53.03.04.1002", "Maubeli", "kelurahan"),
        manamas=village("53.03.15.2001", "Manamas", "desa"),
        atambua=village("53.04.12.1001", "Atambua", "kelurahan"),
    )


@pytest.fixture
def real_villages(db: None, kept_world: World) -> Villages:
    """The real villages of 53.03 and 53.04 in the place of the invented ones, for tests that read lists."""
    return kept_world.take("villages")


def _real_villages(take: Take) -> Villages:
    load_region("53.03")
    load_region("53.04")
    village = Village.objects.get
    return Villages(
        kefa=village(code="53.03.05.1006"),
        maubeli=village(code="53.03.05.1008"),
        manamas=village(code="53.03.18.2001"),
        atambua=village(code="53.04.12.1001"),
    )


def made_user(username: str, role: Role | None = None, area_code: str = "53.03", full_name: str = "") -> User:
    """Make a user with one role in one area; none without ``role``."""
    user = User(username=username, full_name=full_name or username.replace("_", " ").title())
    user.set_unusable_password()  # Tests log in by force; hashing would cost a second each.
    user.save()
    if role:
        RoleGrant.objects.create(user=user, role=role, area_code=area_code, from_date=date(2025, 1, 1))
    return user


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Return a function that makes a user with one role in one area (none without ``role``)."""
    return made_user


@pytest.fixture
def users(villages: Villages, kept_world: World) -> Users:
    return kept_world.take("users")


def _users(take: Take) -> Users:
    villages = take("villages")
    return Users(
        operator=made_user("operator", Role.VILLAGE_OPERATOR, villages.kefa.code),
        verifier=made_user("verifikator", Role.DISTRICT_VERIFIER, villages.kefa.district_id),
        officer=made_user("petugas", Role.OFFICER),
        head=made_user("kepala", Role.HEAD),
        treasurer=made_user("bendahara", Role.TREASURER),
        auditor=made_user("pemeriksa", Role.AUDITOR),
        leadership=made_user("pimpinan", Role.LEADERSHIP),
        administrator=made_user("administrator", Role.ADMINISTRATOR),
        insurer=made_user("bpjs", Role.INSURER),
        operator_elsewhere=made_user("operator_manamas", Role.VILLAGE_OPERATOR, villages.manamas.code),
        officer_elsewhere=made_user("petugas_belu", Role.OFFICER, "53.04"),
    )


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """Return a function that gives a browser in which ``user`` is logged in; nobody for ``None``."""

    def log_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return log_in


@pytest.fixture
def make_person(villages: Villages, request: pytest.FixtureRequest) -> MakePerson:
    """Return a function that puts an invented person on the register; ``nik`` may be given."""
    return _register(first=9101 if "people" in request.fixturenames else 9001)


def _register(first: int) -> MakePerson:
    serials = count(first)

    def make(name: str, village: Village, nik: str = "", **values: object) -> Person:
        birth_date = values.setdefault("birth_date", date(1985, 3, 12))
        nik = nik or f"530304{birth_date:%d%m%y}{next(serials)}"
        regency_code = village.code[:5]
        person = Person(
            regency_id=regency_code,
            village=village,
            name=name,
            nik_look_up=vault.look_up("nik", regency_code, nik),
            recorded_at=NOW,
            **{"sex": "M", "occupation": "Petani", "occupation_group": "farmer"} | values,
        )
        person.note_name()
        person.nik_sealed = person.sealed("nik", nik)
        person.save()
        return person

    return make


@pytest.fixture
def people(villages: Villages, kept_world: World) -> dict[str, Person]:
    """Five people: two in Kefamenanu Selatan, one in Maubeli, one in Manamas, one in Belu."""
    return kept_world.take("people")


def _people(take: Take) -> dict[str, Person]:
    villages, make_person = take("villages"), _register(first=9001)
    return {
        "yohanes": make_person("Yohanes Naisoko", villages.kefa),
        "maria": make_person("Maria Sa'u", villages.kefa, sex="F", birth_date=date(1990, 7, 2)),
        "petrus": make_person("Petrus Kefi", villages.maubeli),
        "agustinus": make_person("Agustinus Ua", villages.manamas),
        "domingos": make_person("Domingos Bere", villages.atambua),
    }


@pytest.fixture
def programme(users: Users, kept_world: World) -> Programme:
    return kept_world.take("programme")


def _programme(take: Take) -> Programme:
    users = take("users")
    year = ProgrammeYear.objects.create(
        regency_id="53.03", year=2026, from_month=Month(2026, 1), until_month=Month(2027, 1), base_idr=1_000_000
    )
    payer = Payer.objects.create(regency_id="53.03", kind=PayerKind.APBD, name="APBD Kabupaten TTU")
    BudgetEntry.objects.create(
        programme_year=year,
        payer=payer,
        amount_idr=2_999_808_000,
        basis="DPA 2026",
        entered_by=users.officer,
        entered_at=NOW,
    )
    return Programme(year, payer)


def _under_decree(take: Take) -> None:
    take("people")
    programme, users = take("programme"), take("users")
    trail.cover(programme.year, programme.payer, users.officer, users.head)


@pytest.fixture
def under_decree(people: dict[str, Person], programme: Programme, kept_world: World) -> None:
    """The four people of 53.03 are under a decree in force from November on."""
    kept_world.take("under_decree")


BUILDERS.update(
    villages=_villages,
    real_villages=_real_villages,
    users=_users,
    people=_people,
    programme=_programme,
    under_decree=_under_decree,
)
INSTEAD["real_villages"] = "villages"
