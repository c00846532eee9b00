"""Bills and dues survive every change of their tables."""

from __future__ import annotations

import sys
from typing import Any

from homes import PEOPLE, REQUEST_KEY, Home

BILLS = {1: ("202611", len(PEOPLE)), 2: ("202612", 6_000)}
"""Month and number of people by the old key; the second counts as a large one."""


def migrate(home: Home, *target: str) -> None:
    done = home.run(sys.executable, "-m", "django", "migrate", "--settings=jaring.office.settings", *target)
    assert done.returncode == 0, done.stderr


def write_old_bills(home: Home) -> None:
    for key, (month, people) in BILLS.items():
        if home.environment.get("DATABASE_URL"):
            home.execute(f"CREATE TABLE billing_due_{key} PARTITION OF billing_due FOR VALUES IN ({key})")
        home.execute(
            "INSERT INTO billing_bill (id, public_id, month, due_date, people, jkk_idr, jkm_idr, total_idr, issued_at,"
            " issued_by_id, payer_id, programme_year_id, regency_id)"
            f" SELECT {key}, '{key:032x}', {month}, '2026-12-15', {people}, 1, 1, 2, '2026-11-23',"
            " (SELECT MIN(id) FROM access_user), p.id, y.id, '53.03'"
            " FROM programme_payer p, programme_programmeyear y",
            "INSERT INTO billing_due (bill_id, person_id, enrolment_id, jkk_idr, jkm_idr)"
            f" SELECT {key}, person_id, id, 10000, 6800 FROM programme_enrolment",
            "INSERT INTO billing_ratecard (base_idr, sector, jkk_idr, jkm_idr, discount_rate, sources, bill_id)"
            f" VALUES (1000000, 'other', 10000, 6800, '0', '[]', {key})",
        )
    home.execute(
        "INSERT INTO audit_requestkey (key, purpose, content_hash, answer_id, at) VALUES"
        f" ('{REQUEST_KEY.replace('-', '')}', 'issue_bill', '-', 2, '2026-11-23'),"
        f" ('{'e' * 32}', 'draft_decree', '-', 2, '2026-11-23')"
    )


def dues(home: Home) -> set[tuple[Any, ...]]:
    """Return the dues with the number of their bill, whatever its key."""
    return {(bill % 50_000_000, *rest) for bill, *rest in home.rows("billing_due")}


def test_bills_of_an_older_version_get_keys_of_their_year_and_keep_everything_else(home: Home) -> None:
    migrate(home, "billing", "0002")
    write_old_bills(home)
    before = dues(home)

    migrate(home)

    keys = {202600000001, 202650000002}
    assert {row[0] for row in home.rows("billing_bill")} == keys
    assert {row[0] for row in home.rows("billing_due")} == keys
    assert dues(home) == before
    assert len(before) == 2 * len(PEOPLE)
    assert {key for key in keys if any(key in row for row in home.rows("billing_ratecard"))} == keys
    answers = {(purpose, answer) for _, purpose, _, answer, _ in home.rows("audit_requestkey")}
    assert {("issue_bill", 202650000002), ("draft_decree", 2)} <= answers


def test_dues_are_the_same_after_the_way_back_and_forth(home: Home) -> None:
    billed = home.jaring("bill", "2026-11", "--as", "petugas")
    assert billed.returncode == 0, billed.stderr
    before = set(home.rows("billing_due"))

    migrate(home, "billing", "0002")
    assert set(home.rows("billing_due")) == before

    migrate(home)
    assert set(home.rows("billing_due")) == before
