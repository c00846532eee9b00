"""A list, a match or a decision that is cut at any statement leaves nothing; the same call then succeeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from fingerprint import fingerprint
from insurer_answers import NOW, line_of, match, stranger, take_in
from money_trail import Till
from test_faults import STATEMENTS_MIN, is_cut

from jaring.office.people.models import Person
from jaring.office.reconciliation import services
from jaring.office.reconciliation.models import Case

if TYPE_CHECKING:
    from conftest import Programme, Users

Act = Callable[[], Any]


@pytest.fixture
def till(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> Till:
    settings.JARING_DATA = tmp_path
    till = Till(programme, users)
    till.paid()
    return till


def taking_in(till: Till, people: dict[str, Person]) -> Act:
    return lambda: take_in(till.users.officer, [line_of(people["maria"]), stranger()])


def matching(till: Till, people: dict[str, Person]) -> Act:
    """One case is closed by the match, one goes on, one is new."""
    officer = till.users.officer
    take_in(officer, [line_of(people[name]) for name in ("yohanes", "petrus")])
    match(officer)
    take_in(officer, [line_of(people[name]) for name in ("yohanes", "maria")] + [stranger()])
    key = uuid4()
    return lambda: match(officer, request_key=key)


def moving(till: Till, people: dict[str, Person]) -> Act:
    take_in(till.users.officer, [line_of(people["maria"])])
    match(till.users.officer)
    cases = list(Case.objects.all())
    reason = "Surat sudah dikirim ke kantor cabang."
    return lambda: services.move_cases(cases, Case.State.WAITING, reason, actor=till.users.officer, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scene", [taking_in, matching, moving], ids=lambda scene: scene.__name__)
def test_cut_at_any_statement_leaves_nothing_and_the_same_call_then_succeeds(
    scene: Callable[[Till, dict[str, Person]], Act], till: Till, people: dict[str, Person]
) -> None:
    act = scene(till, people)
    before = fingerprint()

    cuts = 0
    while is_cut(act, cuts + 1):
        cuts += 1
        assert fingerprint() == before, f"something stayed after a cut at statement {cuts}"

    assert cuts >= STATEMENTS_MIN
    assert fingerprint() != before
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_temp_master WHERE name LIKE 'match_%'")
            assert cursor.fetchone() == (0,)
