"""The statements of the match against a slow comparison of sets in Python, over random worlds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import paper_trail as trail
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from insurer_answers import MONTH, NOW, line_of, stranger, take_in
from money_trail import Till, annex

from jaring.core.insurer.answer import AnswerKind
from jaring.core.insurer.words import kinds, rejection_of
from jaring.office.people.models import Exit, Person
from jaring.office.reconciliation import matching, queries

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

PEOPLE = 8
PRICE_IDR = 16_800
REASONS = ("", "NIK tidak valid", "Sudah terdaftar aktif", "Usia melebihi batas", "Meninggal dunia")


class Fate(NamedTuple):
    """What a world holds of one person."""

    is_active: bool
    reject_reason: str
    insurer_idr: int | None
    died: date | None
    left: date | None


fates = st.builds(
    Fate,
    is_active=st.booleans(),
    reject_reason=st.sampled_from(REASONS),
    insurer_idr=st.none() | st.sampled_from([8_400, PRICE_IDR]),
    died=st.none() | st.sampled_from([date(2026, 10, 31), date(2026, 11, 5), date(2026, 12, 1)]),
    left=st.none() | st.sampled_from([date(2026, 10, 9), date(2026, 12, 1)]),
)
worlds = st.fixed_dictionaries(
    {
        "fates": st.lists(fates, min_size=PEOPLE, max_size=PEOPLE),
        "paid": st.integers(0, PEOPLE - 1),
        "lists": st.tuples(st.booleans(), st.booleans(), st.booleans()),
        "strangers": st.integers(0, 2),
    }
)


@pytest.fixture
def till(programme: Programme, users: Users, villages: Villages, make_person: MakePerson) -> Till:
    """Six people enrolled and billed, and two who are on the register only."""
    for number in range(PEOPLE - 2):
        make_person(f"Anggota {number}", villages.kefa, birth_date=date(1980, 1, 1 + number))
    till = Till(programme, users)
    till.cover()
    for number in range(PEOPLE - 2, PEOPLE):
        make_person(f"Bukan anggota {number}", villages.kefa, birth_date=date(1980, 1, 1 + number))
    return till


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(world=worlds)
def test_match_finds_what_a_comparison_of_sets_finds(world: dict[str, Any], till: Till) -> None:
    savepoint = transaction.savepoint()
    try:
        lay_out(world, till)
        found = differences(till)
        expected = by_hand(world)
    finally:
        transaction.savepoint_rollback(savepoint)

    assert found == expected


def everybody() -> list[Person]:
    return list(Person.objects.order_by("id"))


def lay_out(world: dict[str, Any], till: Till) -> None:
    users, people = till.users, everybody()
    bill = till.bill()
    if world["paid"]:
        till.transfer(till.ordered(bill), world["paid"] * PRICE_IDR)
    for person, fate in zip(people, world["fates"], strict=True):
        for reason, day in ((Exit.Reason.MOVED, fate.left), (Exit.Reason.DIED, fate.died)):
            if day:
                Exit.objects.create(
                    person=person, reason=reason, happened_on=day, reported_by=users.officer, reported_at=NOW
                )
    has_active, has_rejected, has_billing = world["lists"]
    pairs = list(zip(people, world["fates"], strict=True))
    active = [line_of(person) for person, fate in pairs if fate.is_active]
    active += [stranger(f"53031552088099{number:02d}", name=f"Entah {number}") for number in range(world["strangers"])]
    rejected = [line_of(person, reject_reason=f.reject_reason) for person, f in pairs if f.reject_reason]
    billing = [line_of(person, total_idr=str(f.insurer_idr)) for person, f in pairs if f.insurer_idr is not None]
    for is_there, kind, lines in (
        (has_active, AnswerKind.ACTIVE, active),
        (has_rejected, AnswerKind.REJECTED, rejected),
        (has_billing, AnswerKind.BILLING, billing),
    ):
        if is_there and lines:
            take_in(users.officer, lines, kind)


def differences(till: Till) -> set[tuple[int | None, str, str, int]]:
    sides = queries.sides_of("53.03", MONTH, None)
    with connection.cursor() as cursor:
        matching.lay_out(cursor, sides)
        matching.propose(cursor, [])
        matching.add_strangers(cursor)
        cursor.execute("SELECT person_id, kind, cause, amount_idr FROM match_difference")
        found = [(person, kind, cause, int(amount)) for person, kind, cause, amount in cursor.fetchall()]
        matching.clear(cursor)
    assert len(found) == len({(person, kind) for person, kind, *_ in found if person}) + sum(
        person is None for person, *_ in found
    )
    return {*found}


def by_hand(world: dict[str, Any]) -> set[tuple[int | None, str, str, int]]:
    """Compare person by person, with nothing but sets and ifs."""
    enrolled = set(annex())
    paid = set(annex()[: world["paid"]])
    has_active, has_rejected, has_billing = world["lists"]
    fates = world["fates"]
    has_active = has_active and (any(fate.is_active for fate in fates) or world["strangers"] > 0)
    expected: set[tuple[int | None, str, str, int]] = set()
    for person, fate in zip(everybody(), fates, strict=True):
        is_active = has_active and fate.is_active
        rejection = rejection_of("", fate.reject_reason) if has_rejected and fate.reject_reason else ""
        insurer_idr = fate.insurer_idr if has_billing else None
        kind = kind_by_hand(
            person.pk in enrolled, person.pk in paid, has_active, is_active, rejection, insurer_idr, fate
        )
        if kind:
            amount_idr = {
                "active_not_on_decree": PRICE_IDR if insurer_idr is None else insurer_idr,
                "insurer_bills_only": insurer_idr or 0,
                "amount_differs": abs((insurer_idr or 0) - PRICE_IDR),
            }.get(kind, PRICE_IDR)
            expected.add((person.pk, kind, cause_by_hand(kind, is_active, rejection, fate), amount_idr))
    if has_active and world["strangers"]:
        expected.add((None, "active_not_on_decree", "unknown", PRICE_IDR))
    return expected


def kind_by_hand(
    is_enrolled: bool,
    is_paid: bool,
    has_active: bool,
    is_active: bool,
    rejection: str,
    insurer_idr: int | None,
    fate: Fate,
) -> str:
    if is_paid and has_active and not is_active:
        return "paid_not_active"
    if is_paid and fate.died and fate.died < MONTH.first_day:
        return "paid_not_due"
    if is_active and not is_enrolled:
        return "active_not_on_decree"
    if rejection and not is_active and is_enrolled and not is_paid:
        return "rejected"
    if is_enrolled and not is_paid:
        return "billed_not_paid"
    if is_enrolled and insurer_idr not in (None, PRICE_IDR):
        return "amount_differs"
    return "insurer_bills_only" if insurer_idr and not is_enrolled else ""


def cause_by_hand(kind: str, is_active: bool, rejection: str, fate: Fate) -> str:
    if kind == "billed_not_paid":
        return "unpaid"
    said = "" if is_active else rejection
    if (fate.died and fate.died <= MONTH.last_day) or said == "died":
        return "died"
    if said:
        return {"already_active": "elsewhere", "over_age": "over_age"}.get(said, "rejected")
    if fate.left and fate.left <= MONTH.last_day:
        return "left"
    return "joined_late" if kind == "paid_not_active" else "unknown"


def test_every_kind_that_the_match_gives_has_its_words() -> None:
    written = {word for word in kinds() if f"'{word}'" in matching._DIFFERENCE}

    assert written == set(kinds()) - {"line_unreadable"}
    assert trail.FIRST == MONTH
