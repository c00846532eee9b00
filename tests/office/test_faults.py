"""Whatever fails at whichever statement leaves the database as it was; the same call then succeeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import deliveries
import paper_trail as trail
import pytest
from django.db import DatabaseError, OperationalError, connection
from fingerprint import fingerprint

from jaring.core.intake import read_lists
from jaring.office.billing.services import issue_bill
from jaring.office.intake import services as intake
from jaring.office.intake.models import ImportBatch
from jaring.office.people import services as people_services
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.programme import services

if TYPE_CHECKING:
    from conftest import Programme, Users

STATEMENTS_MIN = 4
"""Fewer statements than this would mean that the cut was not in the way of the service."""

Act = Callable[[], Any]


@dataclass(frozen=True)
class Office:
    """What the scenes start from."""

    programme: Programme
    users: Users
    people: dict[str, Person]
    folder: Path
    monkeypatch: pytest.MonkeyPatch


@pytest.fixture
def office(
    gazetteer: Regency,
    programme: Programme,
    users: Users,
    people: dict[str, Person],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    return Office(programme, users, people, tmp_path, monkeypatch)


class DiskFullError(OperationalError):
    """What the database says when there is no room for a write, and what a lost server looks like."""


class CutAt:
    """Lets the n-th statement fail, as on a full disk."""

    def __init__(self, n: int) -> None:
        self.left = n

    def __call__(self, execute: Any, sql: str, params: object, many: bool, context: object) -> Any:
        self.left -= 1
        if self.left == 0:
            raise DiskFullError("database or disk is full")
        return execute(sql, params, many, context)


def reading(office: Office) -> Act:
    path = deliveries.write_list(office.folder / "daftar.csv", [deliveries.listed(n) for n in range(3)])
    judged = read_lists([path], regency="53.03", as_of=deliveries.AS_OF)
    office.monkeypatch.setattr(intake, "read_lists", lambda *args, **options: judged)
    return lambda: deliveries.read(path, office.users.officer)


def taking_over(office: Office) -> Act:
    """Two new people, and one on the register whose occupation changes."""
    deliveries.take_over(reading(office)(), office.users.officer)
    lines = [deliveries.listed(0, occupation="Nelayan"), deliveries.listed(7), deliveries.listed(8)]
    office.monkeypatch.undo()
    batch = deliveries.read(deliveries.write_list(office.folder / "kedua.csv", lines), office.users.officer)
    return lambda: deliveries.take_over(batch, office.users.officer)


def undoing(office: Office) -> Act:
    taking_over(office)()
    batch = ImportBatch.objects.latest("id")
    return lambda: people_services.undo(batch, actor=office.users.officer, now=trail.NOW)


def choosing(office: Office) -> Act:
    year, payer = office.programme.year, office.programme.payer
    return lambda: trail.run_targeting(year, payer, office.users.officer, with_optimum=False)


def drafting(office: Office) -> Act:
    run = choosing(office)()
    paper = trail.paper("01/KEP/CONTOH/2026")
    return lambda: services.draft_decree(run, paper, actor=office.users.officer, now=trail.NOW)


def enacting(office: Office) -> Act:
    """An amendment, so that somebody is enrolled and somebody's enrolment ends."""
    decree = drafting(office)()
    services.enact_decree(decree, actor=office.users.head, now=trail.NOW)
    trail.leave(office.people["yohanes"], office.users.officer)
    amendment = trail.amendment(office.programme.year, office.programme.payer, office.users.officer)
    return lambda: services.enact_decree(amendment, actor=office.users.head, now=trail.NOW)


def billing(office: Office) -> Act:
    enacting(office)()
    key = uuid4()
    return lambda: issue_bill(
        trail.FIRST, office.programme.payer, request_key=key, actor=office.users.officer, now=trail.NOW
    )


def booking(office: Office) -> Act:
    """A budget document with two lines."""
    lines = [services.LineAmount(10_000, account_code="1"), services.LineAmount(6_800, account_code="2")]
    document, key = services.BudgetDocument(basis="DPPA"), uuid4()
    year, payer = office.programme.year, office.programme.payer
    return lambda: services.book_budget(
        year, payer, lines, document, request_key=key, actor=office.users.treasurer, now=trail.NOW
    )


def moving(office: Office) -> Act:
    """Everybody moves to a donor by one decree, which is enacted."""
    services.enact_decree(drafting(office)(), actor=office.users.head, now=trail.NOW)
    year, payer = office.programme.year, office.programme.payer
    donor = services.register_payer(year.regency, "CSR", "PT Contoh", actor=office.users.officer, now=trail.NOW)
    services.enter_budget(year, donor, 10**9, basis="contoh", actor=office.users.officer, now=trail.NOW)
    paper = trail.paper("05/KEP/CONTOH/2026", trail.FIRST + 1)
    move = services.draft_move(
        year, payer, donor, Person.objects.all(), paper, actor=office.users.officer, now=trail.NOW
    )
    return lambda: services.enact_decree(move, actor=office.users.head, now=trail.NOW)


SCENES = (booking, moving, reading, taking_over, undoing, choosing, drafting, enacting, billing)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_cut_at_any_statement_leaves_nothing_and_the_same_call_then_succeeds(
    office: Office, scene: Callable[[Office], Act]
) -> None:
    act = scene(office)
    before = fingerprint()

    cuts = 0
    while is_cut(act, cuts + 1):
        cuts += 1
        assert fingerprint() == before, f"something stayed after a cut at statement {cuts}"

    assert cuts >= STATEMENTS_MIN
    assert fingerprint() != before


def is_cut(act: Act, n: int) -> bool:
    """Run an act that is cut at its n-th statement; say whether it came so far."""
    try:
        with connection.execute_wrapper(CutAt(n)):
            act()
    except DiskFullError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_failed_commit_leaves_nothing_and_the_same_call_then_succeeds(
    office: Office, scene: Callable[[Office], Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    act = scene(office)
    before = fingerprint()

    def disk_full() -> None:
        raise DiskFullError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "_commit", disk_full)
        with pytest.raises(DatabaseError):
            act()
    assert fingerprint() == before

    act()
    assert fingerprint() != before
