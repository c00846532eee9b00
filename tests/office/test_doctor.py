"""The examination finds each violation that is planted past the walls, by its own check and by its name."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import paper_trail as trail
import pytest
from django.db import connection
from emptying import without_walls
from planted_payments import PLANTED as PLANTED_IN_PAYMENTS
from planted_reconciliation import PLANTED as PLANTED_IN_RECONCILIATION

from jaring.core.text import Language
from jaring.office.billing.models import Bill
from jaring.office.doctor import CHECKS
from jaring.office.doctor.installation import DISK_FREE_MIN_BYTES
from jaring.office.people.models import Person

if TYPE_CHECKING:
    from conftest import Programme, Users


pytestmark = pytest.mark.tampers


def violations() -> dict[str, int]:
    """Return the checks that find something, and how much."""
    return {check.name: found for check in CHECKS if not check.warns and (found := check.count())}


@dataclass(frozen=True)
class Books:
    """A month of books: a decree, an amendment in force, and the bill of the month before it."""

    bill: Bill
    users: Users
    people: dict[str, Person]


@pytest.fixture
def books(programme: Programme, users: Users, people: dict[str, Person]) -> Books:
    year, payer, officer = programme.year, programme.payer, users.officer
    trail.initial_decree(trail.run_targeting(year, payer, officer, with_optimum=False), officer, users.head)
    bill = trail.bill(payer, officer)
    trail.leave(people["yohanes"], officer)
    trail.services.enact_decree(trail.amendment(year, payer, officer), actor=users.head, now=trail.NOW)
    connection.check_constraints()
    return Books(bill, users, people)


def plant(*statements: str) -> None:
    """Alter the books as the owner of the database could."""

    def run() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    without_walls(run)


def test_books_kept_by_the_services_are_well(books: Books) -> None:
    assert violations() == {}


class Planted(NamedTuple):
    """A violation, and the checks that must find it."""

    statements: tuple[str, ...]
    found_by: set[str]


MARIA = "(SELECT id FROM people_person WHERE name LIKE 'Maria%')"
DOMINGOS = "(SELECT id FROM people_person WHERE name LIKE 'Domingos%')"
MARIAS = f"(SELECT id FROM programme_enrolment WHERE person_id = {MARIA})"
HER_LINE = f"(SELECT line_id FROM programme_enrolment WHERE person_id = {MARIA})"
COLUMNS = "person_id, payer_id, programme_year_id, line_id, base_idr, sector, from_month, until_month"

PLANTED: dict[str, Planted] = {
    "a bill with another total": Planted(
        ("UPDATE billing_bill SET jkk_idr = jkk_idr + 1, total_idr = total_idr + 1",), {"bill_totals"}
    ),
    "a bill with another number of people": Planted(("UPDATE billing_bill SET people = people + 1",), {"bill_totals"}),
    "a bill without dues": Planted(("DELETE FROM billing_due",), {"bill_totals", "everyone_enrolled_is_billed"}),
    "a due taken away, and the bill made to fit": Planted(
        (
            f"DELETE FROM billing_due WHERE person_id = {MARIA}",
            (
                "UPDATE billing_bill SET people = 3, jkk_idr = jkk_idr - 10000, jkm_idr = jkm_idr - 6800, "
                "total_idr = total_idr - 16800"
            ),
        ),
        {"everyone_enrolled_is_billed"},
    ),
    "a share that its partner was not billed for": Planted(
        (
            "INSERT INTO programme_payer (regency_id, kind, name, group_code) VALUES ('53.03', 'CSR', 'CSR', '')",
            (
                "INSERT INTO programme_plan (public_id, regency_id, name, payer_id, partner_id, made_by_id, made_at) "
                "SELECT '00000000000000000000000000000001', '53.03', 'x', (SELECT max(id) FROM programme_payer), "
                "payer_id, issued_by_id, CURRENT_TIMESTAMP FROM billing_bill"
            ),
            (
                "INSERT INTO programme_planstep (plan_id, from_month, public_percent) "
                "SELECT id, 202611, 50 FROM programme_plan"
            ),
            (
                "UPDATE programme_enrolment SET plan_id = (SELECT id FROM programme_plan), "
                f"payer_id = (SELECT max(id) FROM programme_payer) WHERE person_id = {MARIA}"
            ),
            f"DELETE FROM billing_due WHERE person_id = {MARIA}",
        ),
        {"partner_is_billed"},
    ),
    "a move that enrols nobody": Planted(
        ("UPDATE programme_decree SET from_payer_id = payer_id WHERE kind = 'amendment'",), {"moved_without_a_gap"}
    ),
    "a due before the enrolment": Planted(
        (f"UPDATE programme_enrolment SET from_month = 202612 WHERE person_id = {MARIA}",), {"due_within_enrolment"}
    ),
    "a due of somebody enrolled with another payer": Planted(
        (
            "INSERT INTO programme_payer (regency_id, kind, name, group_code) VALUES ('53.03', 'CSR', 'CSR', '')",
            (
                "UPDATE programme_enrolment SET payer_id = (SELECT max(id) FROM programme_payer) "
                f"WHERE person_id = {MARIA}"
            ),
        ),
        {"due_within_enrolment"},
    ),
    "a due at a rate of its own": Planted(
        (
            f"UPDATE billing_due SET jkk_idr = jkk_idr - 1, jkm_idr = jkm_idr + 1 WHERE person_id = {MARIA}",
            "UPDATE billing_bill SET jkk_idr = jkk_idr - 1, jkm_idr = jkm_idr + 1",
        ),
        {"due_rate"},
    ),
    "a bill without rates": Planted(("DELETE FROM billing_ratecard",), {"due_rate"}),
    "somebody enrolled twice": Planted(
        (
            (
                f"INSERT INTO programme_enrolment ({COLUMNS}) SELECT person_id, payer_id, programme_year_id, "
                "(SELECT id FROM programme_decreeline WHERE change = 'removal'), base_idr, sector, 202612, "
                f"until_month FROM programme_enrolment WHERE person_id = {MARIA}"
            ),
        ),
        {"enrolled_once", "enrolled_by_decree"},
    ),
    "an enrolment without a decree in force": Planted(
        (
            (
                "DELETE FROM programme_decreeenactment "
                "WHERE decree_id IN (SELECT id FROM programme_decree WHERE kind = 'initial')"
            ),
        ),
        {"enrolled_by_decree"},
    ),
    "an enrolment of somebody whom the line does not name": Planted(
        (f"UPDATE programme_decreeline SET person_id = {DOMINGOS} WHERE id = {HER_LINE}",), {"enrolled_by_decree"}
    ),
    "a line in force without an enrolment": Planted(
        (f"DELETE FROM billing_due WHERE person_id = {MARIA}", f"DELETE FROM programme_enrolment WHERE id = {MARIAS}"),
        {"decree_has_effect", "bill_totals"},
    ),
    "a removal in force that ended nothing": Planted(("DELETE FROM programme_enrolmentend",), {"decree_has_effect"}),
    "a decree that its drafter enacted": Planted(
        (
            (
                "UPDATE programme_decreeenactment SET enacted_by_id = (SELECT id FROM access_user WHERE username = "
                "'petugas')"
            ),
        ),
        {"two_people"},
    ),
    "a budget taken away": Planted(("DELETE FROM programme_budgetentry",), {"within_budget"}),
    "a budget a rupiah short": Planted(("UPDATE programme_budgetentry SET amount_idr = 67199",), {"within_budget"}),
    "another decision beside a name": Planted(
        (f"UPDATE people_person SET outcome = 'reserve' WHERE id = {MARIA}",), {"outcome_kept"}
    ),
    "a decision beside the name of somebody who was not decided on": Planted(
        (f"UPDATE people_person SET outcome = 'kept' WHERE id = {DOMINGOS}",), {"outcome_kept"}
    ),
    "another span of cover beside a name": Planted(
        (f"UPDATE people_person SET cover_until = 203001 WHERE id = {MARIA}",), {"cover_kept"}
    ),
    "no cover beside the name of a member": Planted(
        (f"UPDATE people_person SET cover_from = NULL, cover_until = NULL WHERE id = {MARIA}",), {"cover_kept"}
    ),
    "a name changed in an annex": Planted(
        (f"UPDATE programme_decreeline SET name = 'Orang Lain' WHERE id = {HER_LINE}",), {"annex_unaltered"}
    ),
    "a line struck from an annex": Planted(
        ("DELETE FROM programme_decreeline WHERE change = 'removal'", "DELETE FROM programme_enrolmentend"),
        {"annex_unaltered"},
    ),
    "the signed paper of a decree gone": Planted(
        (
            (
                "INSERT INTO programme_decreescan (public_id, decree_id, signed_date, sha256, size_bytes, pages,"
                " uploaded_by_id, uploaded_at) SELECT '53039001000040008000000000000003', id, decree_date, annex_hash,"
                " 1, 1, drafted_by_id, drafted_at FROM programme_decree WHERE kind = 'initial'"
            ),
        ),
        {"scan_unaltered"},
    ),
    "a line of the ledger changed": Planted(
        ("UPDATE books_posting SET amount_idr = amount_idr - 1 WHERE account = 'payable'",),
        {"ledger_balances", "entries_balance", "bills_are_entered"},
    ),
    "two lines of the ledger changed alike": Planted(
        (
            "UPDATE books_posting SET amount_idr = amount_idr - 1 WHERE account = 'payable'",
            "UPDATE books_posting SET amount_idr = amount_idr + 1 WHERE account = 'expense_jkk'",
        ),
        {"bills_are_entered"},
    ),
    "lines of the ledger taken away": Planted(("DELETE FROM books_posting",), {"entries_have_lines"}),
    "an entry of the ledger taken away": Planted(
        ("DELETE FROM books_posting", "DELETE FROM books_entry"), {"bills_are_entered"}
    ),
    "an entry under another number": Planted(("UPDATE books_entry SET number = 2",), {"entry_numbers"}),
    "a line on an account of somebody's own": Planted(
        ("UPDATE books_posting SET account = 'pocket' WHERE account = 'payable'",), {"known_accounts"}
    ),
    "a reversal of less than its entry": Planted(
        (
            (
                "INSERT INTO books_entry (id, regency_id, number, date, kind, payer_id, document, source, reverses_id,"
                " reason, recorded_by_id, recorded_at) SELECT '53039001-0000-4000-8000-000000000001', regency_id, 2,"
                " date, 'reversal', payer_id, document, id, id, 'x', recorded_by_id, recorded_at FROM books_entry"
            ),
            (
                "INSERT INTO books_posting (entry_id, line, account, amount_idr) SELECT"
                " '53039001-0000-4000-8000-000000000001', line, account, CASE WHEN account = 'payable'"
                " THEN -amount_idr - 1 WHEN account = 'expense_jkk' THEN -amount_idr + 1 ELSE -amount_idr END"
                " FROM books_posting"
            ),
        ),
        {"reversals_are_opposites"},
    ),
    "an entry slipped into a closed month": Planted(
        (
            (
                "INSERT INTO books_closing (regency_id, until_date, closed_by_id, closed_at) SELECT regency_id,"
                " '2027-01-01', recorded_by_id, '2026-11-22 00:00:00+00:00' FROM books_entry"
            ),
        ),
        {"closed_months_stay"},
    ),
    "an entry of a bill that is not there": Planted(
        ("UPDATE books_entry SET source = '53039001-0000-4000-8000-000000000002'",),
        {"entered_bills_exist", "bills_are_entered"},
    ),
    "an entry of the audit chain changed": Planted(
        ("UPDATE audit_auditentry SET reason = 'lain' WHERE position = 2",), {"audit_chain"}
    ),
    "an entry of the audit chain taken away": Planted(
        ("DELETE FROM audit_auditentry WHERE position = 2",), {"audit_chain"}
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_examination_finds(books: Books, what: str) -> None:
    planted = PLANTED[what]

    plant(*planted.statements)

    assert planted.found_by <= set(violations())


def test_little_disk_space_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    nearly_full = shutil._ntuple_diskusage(10**12, 10**12, DISK_FREE_MIN_BYTES - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: nearly_full)

    assert violations() == {"disk_space": 1}


def test_every_check_has_a_planted_violation() -> None:
    everywhere = (*PLANTED.values(), *PLANTED_IN_PAYMENTS.values(), *PLANTED_IN_RECONCILIATION.values())
    planted = set().union(*(one.found_by for one in everywhere))

    assert planted | {"disk_space"} == {check.name for check in CHECKS if not check.warns}


def test_every_check_has_a_name_a_promise_and_a_remedy_in_both_languages() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        for language in Language:
            assert check.promise.say(language)
            assert check.remedy.say(language)
