"""Every effect on money: once for one key, whole or not at all; whatever the fault, the same call then succeeds."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import paper_trail as trail
import pytest
from django.db import DatabaseError, connection
from fingerprint import fingerprint
from money_effects import EFFECTS, Effect
from money_trail import NOW, Till, annex
from test_faults import STATEMENTS_MIN, Act, DiskFullError, is_cut

from jaring import office
from jaring.core.month import Month
from jaring.office.audit.services import KeyReusedError
from jaring.office.books.services import close_month
from jaring.office.people.models import Person
from jaring.office.programme import services as programme

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

KEY = UUID(int=9001)


@pytest.fixture
def till(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> Till:
    """Four people of 53.03 are covered from November on."""
    settings.JARING_DATA = tmp_path
    return Till(programme, users)


def keyed_services() -> Iterator[str]:
    """Yield the name of every public function of a services module that takes a request key."""
    for module in pkgutil.walk_packages(office.__path__, "jaring.office."):
        if "services" in module.name.split("."):
            for name, made in inspect.getmembers(import_module(module.name), inspect.isfunction):
                if not name.startswith("_") and "request_key" in inspect.signature(made).parameters:
                    yield name


def test_every_service_that_takes_a_key_is_tried_here() -> None:
    assert set(keyed_services()) == set(EFFECTS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", EFFECTS)
def test_same_key_gives_the_same_answer_once_and_is_refused_for_anything_else(till: Till, name: str) -> None:
    effect = EFFECTS[name](till)
    before = fingerprint()
    first = effect.act(KEY)
    after = fingerprint()

    assert before != after
    assert effect.act(KEY) == first
    with pytest.raises(KeyReusedError, match="JRG-301"):
        effect.other(KEY)
    assert fingerprint() == after


def closing(till: Till) -> Act:
    till.paid()
    return lambda: close_month(till.programme.year.regency, Month(2026, 11), actor=till.users.treasurer, now=NOW)


def moving(till: Till) -> Act:
    """A decree is put in force that moves two people from one payer to another."""
    regency, users = till.programme.year.regency, till.users
    donor = programme.register_payer(regency, "CSR", "CSR contoh", actor=users.officer, now=trail.NOW)
    programme.enter_budget(till.programme.year, donor, 10_000_000, basis="contoh", actor=users.officer, now=trail.NOW)
    decree = programme.draft_move(
        till.programme.year,
        till.payer,
        donor,
        Person.objects.filter(pk__in=annex()[:2]),
        trail.paper("02/KEP/CONTOH/2026", trail.FIRST + 1),
        actor=users.officer,
        now=trail.NOW,
    )
    return lambda: programme.enact_decree(decree, actor=users.head, now=trail.NOW)


def planning(till: Till) -> Act:
    regency, users = till.programme.year.regency, till.users
    workers = programme.register_payer(regency, "SELF", "Pekerja", actor=users.officer, now=NOW)
    steps = [(Month(2027, 1), 50), (Month(2027, 7), 0)]
    return lambda: programme.make_plan("Turun", till.payer, workers, steps, actor=users.treasurer, now=NOW)


def keyed(scene: Callable[[Till], Effect]) -> Callable[[Till], Act]:
    def set_up(till: Till) -> Act:
        act = scene(till).act
        return lambda: act(KEY)

    return set_up


SCENES: dict[str, Callable[[Till], Act]] = {
    **{name: keyed(scene) for name, scene in EFFECTS.items()},
    "close_month": closing,
    "enact_decree": moving,
    "make_plan": planning,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", SCENES)
def test_cut_at_any_statement_or_at_the_commit_leaves_nothing_and_the_same_call_then_succeeds(
    till: Till, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = SCENES[name](till)
    before = fingerprint()

    with monkeypatch.context() as patched:
        patched.setattr(connection, "_commit", disk_full)
        with pytest.raises(DatabaseError):
            act()
    assert fingerprint() == before, "something stayed after a commit that failed"

    cuts = 0
    while is_cut(act, cuts + 1):
        cuts += 1
        assert fingerprint() == before, f"something stayed after a cut at statement {cuts}"

    assert cuts >= STATEMENTS_MIN
    assert fingerprint() != before


def disk_full() -> None:
    raise DiskFullError("database or disk is full")


@pytest.fixture
def programme_of_many(
    programme: Programme, users: Users, make_person: MakePerson, villages: Villages, settings: Any, tmp_path: Path
) -> Till:
    """Three hundred people more are covered."""
    settings.JARING_DATA = tmp_path
    for number in range(300):
        make_person(f"Orang Rekaan {number}", villages.kefa)
    made = Till(programme, users)
    made.cover()
    return made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["issue_bill", "record_transfer", "apply_deposit", "reconcile"])
def test_really_full_disk_leaves_nothing_and_the_same_call_succeeds_once_there_is_space(
    programme_of_many: Till, name: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite counts the pages that it may use")
    act = SCENES[name](programme_of_many)
    before = fingerprint()

    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            with pytest.raises(DatabaseError, match="full"):
                act()
            assert fingerprint() == before
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    act()
    assert fingerprint() != before
