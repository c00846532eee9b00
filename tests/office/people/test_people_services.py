"""Numbers are shown for a reason that is kept, and exits are reported once, by who answers for the person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError
from paper_trail import NOW

from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.people.errors import (
    ExitInFutureError,
    ExitKnownError,
    NoIdentifierError,
    ReasonMissingError,
)
from jaring.office.people.models import Exit, Person
from jaring.office.people.services import report_exit, reveal

if TYPE_CHECKING:
    from conftest import Users

REASON = "Permintaan BPJS Ketenagakerjaan"
HAPPENED = date(2026, 11, 20)


def test_number_is_shown_once_its_reason_is_kept(people: dict[str, Person], users: Users) -> None:
    nik = people["yohanes"].identifier("nik")

    shown = reveal(people["yohanes"], "nik", actor=users.operator, reason=f"  {REASON} ", now=NOW)

    entry = AuditEntry.objects.get()
    assert shown == nik
    assert (entry.event, entry.actor, entry.reason) == ("people.identifier_shown", users.operator, REASON)
    assert entry.subject == str(people["yohanes"].public_id)
    assert nik not in f"{entry.reason} {entry.subject} {entry.detail}"


@pytest.mark.parametrize("reason", ["", "   ", "perlu", " " * 20 + "perlu"])
def test_no_number_without_a_reason(people: dict[str, Person], users: Users, reason: str) -> None:
    with pytest.raises(ReasonMissingError, match="JRG-603"):
        reveal(people["yohanes"], "nik", actor=users.officer, reason=reason, now=NOW)

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "who", ["treasurer", "leadership", "administrator", "operator_elsewhere", "officer_elsewhere"]
)
def test_number_is_not_shown_to_who_may_not_see_it(people: dict[str, Person], users: Users, who: str) -> None:
    with pytest.raises(NotAllowedError, match="JRG-601"):
        reveal(people["yohanes"], "nik", actor=getattr(users, who), reason=REASON, now=NOW)

    assert not AuditEntry.objects.exists()


def test_looking_for_a_number_that_is_not_there_is_kept_as_well(people: dict[str, Person], users: Users) -> None:
    with pytest.raises(NoIdentifierError, match="JRG-408"):
        reveal(people["yohanes"], "phone", actor=users.officer, reason=REASON, now=NOW)

    assert AuditEntry.objects.count() == 1


def leaves(person: Person, users: Users, reason: str = "moved", day: date = HAPPENED, who: str = "operator") -> Exit:
    return report_exit(person, reason, day, actor=getattr(users, who), now=NOW)


def test_exit_is_reported_and_kept_in_the_audit_chain(people: dict[str, Person], users: Users) -> None:
    leaves(people["yohanes"], users)

    assert Exit.objects.values_list("reason", "happened_on").get() == ("moved", HAPPENED)
    assert AuditEntry.objects.get().detail == {"exit": "moved"}


def test_exit_is_reported_once_and_nothing_follows_a_death(people: dict[str, Person], users: Users) -> None:
    leaves(people["yohanes"], users, "moved")
    with pytest.raises(ExitKnownError, match="JRG-409"):
        leaves(people["yohanes"], users, "moved", date(2026, 11, 21))

    leaves(people["yohanes"], users, "died")
    for reason in ("died", "employed"):
        with pytest.raises(ExitKnownError):
            leaves(people["yohanes"], users, reason)

    assert Exit.objects.count() == 2


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(1985, 3, 11)])
def test_day_of_an_exit_lies_in_the_life_so_far(people: dict[str, Person], users: Users, day: date) -> None:
    with pytest.raises(ExitInFutureError, match="JRG-410"):
        leaves(people["yohanes"], users, day=day)

    assert not Exit.objects.exists()


def test_exit_of_today_is_reported_while_utc_still_has_yesterday(people: dict[str, Person], users: Users) -> None:
    early_morning_in_kefamenanu = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)

    report_exit(people["yohanes"], "died", date(2026, 11, 23), actor=users.operator, now=early_morning_in_kefamenanu)

    assert Exit.objects.exists()


@pytest.mark.parametrize("reason", ["too old", "", "age_limit"])
def test_passing_the_age_limit_is_no_exit(people: dict[str, Person], users: Users, reason: str) -> None:
    with pytest.raises(IntegrityError, match="people_exit_reason"):
        leaves(people["yohanes"], users, reason)

    assert not Exit.objects.exists()


@pytest.mark.parametrize("who", ["treasurer", "auditor", "operator_elsewhere", "officer_elsewhere"])
def test_exit_is_not_reported_by_who_does_not_answer_for_the_person(
    people: dict[str, Person], users: Users, who: str
) -> None:
    with pytest.raises(NotAllowedError):
        leaves(people["yohanes"], users, who=who)
