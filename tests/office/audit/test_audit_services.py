"""The chain shows what was altered, taken out or renumbered, and a request key never has a second effect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from emptying import without_walls

from jaring.office.audit.models import AuditEntry, RequestKey
from jaring.office.audit.services import GENESIS, KeyReusedError, claim_request_key, record, verify

if TYPE_CHECKING:
    from conftest import Users

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
KEY = UUID(int=9001)


@pytest.fixture
def chain(users: Users) -> list[AuditEntry]:
    """Six entries of 53.03, and two of another regency between them."""
    entries = []
    for number in range(6):
        entries.append(
            record(
                users.officer,
                "bill.issued",
                "53.03",
                now=NOW + timedelta(minutes=number),
                subject=f"2026-0{number + 1} APBD",
                reason="Permintaan “resmi” é",
                detail={"people": number, "filters": ["a", "b"]},
            )
        )
        if number % 3 == 0:
            record(users.officer_elsewhere, "bill.issued", "53.04", now=NOW)
    return entries


def faults() -> list[int]:
    return [fault.position for fault in verify("53.03")]


def tamper(*statements: str) -> None:
    """Alter the chain as the owner of the database could."""

    def run() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    without_walls(run)


MINE = "regency_id = '53.03' AND position"


def test_chains_of_regencies_are_numbered_and_linked_each_for_itself(chain: list[AuditEntry]) -> None:
    assert [entry.position for entry in chain] == [1, 2, 3, 4, 5, 6]
    assert chain[0].previous_hash == GENESIS
    assert [entry.previous_hash for entry in chain[1:]] == [entry.hash for entry in chain[:-1]]
    assert list(AuditEntry.objects.filter(regency="53.04").values_list("position", flat=True)) == [2, 1]


def test_untouched_chain_holds(chain: list[AuditEntry]) -> None:
    assert faults() == []
    assert list(verify("53.04")) == []


@pytest.mark.parametrize(
    "change",
    [
        "event = 'bill.paid'",
        "subject = '2026-09 APBD'",
        "reason = ''",
        "detail = '{\"people\": 9}'",
        "regency_id = '53.03', hash = previous_hash",
        "actor_id = (SELECT id FROM access_user WHERE username = 'kepala')",
        "at = '2026-11-23 05:00:00+00'",
    ],
)
def test_edited_entry_is_found(chain: list[AuditEntry], change: str) -> None:
    tamper(f"UPDATE audit_auditentry SET {change} WHERE {MINE} = 3")

    assert 3 in faults()


def test_deleted_entry_is_found(chain: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM audit_auditentry WHERE {MINE} = 3")

    assert faults() == [3, 4]


def test_deleted_entry_is_found_although_the_rest_was_renumbered(chain: list[AuditEntry]) -> None:
    tamper(
        f"DELETE FROM audit_auditentry WHERE {MINE} = 3",
        f"UPDATE audit_auditentry SET position = position + 100 WHERE {MINE} > 3",
        f"UPDATE audit_auditentry SET position = position - 101 WHERE {MINE} > 100",
    )

    assert 3 in faults()


def test_swapped_entries_are_found(chain: list[AuditEntry]) -> None:
    tamper(
        f"UPDATE audit_auditentry SET position = 99 WHERE {MINE} = 3",
        f"UPDATE audit_auditentry SET position = 3 WHERE {MINE} = 4",
        f"UPDATE audit_auditentry SET position = 4 WHERE {MINE} = 99",
    )

    assert {3, 4} <= set(faults())


def test_first_entry_cannot_be_taken_away(chain: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM audit_auditentry WHERE {MINE} = 1")

    assert faults() == [1, 2]


def test_edited_entry_with_a_fresh_hash_is_found_at_the_next(chain: list[AuditEntry]) -> None:
    tamper(f"UPDATE audit_auditentry SET previous_hash = '{'1' * 64}' WHERE {MINE} = 3")

    assert 3 in faults()


def test_key_that_was_not_seen_is_claimed_without_an_answer(db: None) -> None:
    assert claim_request_key(KEY, "issue_bill", "2026-11", 1).answer_id is None


def test_key_gives_its_answer_again(db: None) -> None:
    claim_request_key(KEY, "issue_bill", "2026-11", 1).settle(7, NOW)

    assert claim_request_key(KEY, "issue_bill", "2026-11", 1).answer_id == 7


@pytest.mark.parametrize("other", [("issue_bill", "2026-12", 1), ("issue_bill", "2026-11", 2), ("pay", "2026-11", 1)])
def test_key_with_other_content_is_refused(db: None, other: tuple[str, str, int]) -> None:
    claim_request_key(KEY, "issue_bill", "2026-11", 1).settle(7, NOW)

    with pytest.raises(KeyReusedError, match="JRG-301"):
        claim_request_key(KEY, *other)


@pytest.mark.parametrize(
    ("age", "is_kept"),
    [
        (timedelta(days=89), True),
        (timedelta(days=90), True),
        (timedelta(days=90, seconds=1), False),
        (timedelta(days=91), False),
    ],
)
@pytest.mark.parametrize("fraction", [0, 1, 999_999])
def test_key_is_forgotten_ninety_days_after_its_effect_and_not_before(
    db: None, age: timedelta, is_kept: bool, fraction: int
) -> None:
    then = NOW + timedelta(microseconds=fraction)
    claim_request_key(KEY, "issue_bill", 1).settle(7, then)

    claim_request_key(UUID(int=9002), "issue_bill", 2).settle(8, then + age)

    assert claim_request_key(KEY, "issue_bill", 1).answer_id == (7 if is_kept else None)


@pytest.mark.tampers
@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_requestkey WHERE answer_id = 7", "UPDATE audit_requestkey SET answer_id = 9"]
)
@pytest.mark.parametrize("days", [0, 90])
def test_database_keeps_a_key_for_ninety_days_and_never_lets_it_be_changed(
    db: None, statement: str, days: int
) -> None:
    claim_request_key(KEY, "issue_bill", 1).settle(7, NOW)
    claim_request_key(UUID(int=9002), "issue_bill", 2).settle(8, NOW + timedelta(days=days))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RequestKey.objects.count() == 2
