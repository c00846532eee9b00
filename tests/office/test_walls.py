"""What the database itself refuses, whoever writes: every promise here is broken past the services on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import insurer_answers
import money_trail
import paper_trail as trail
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.http import QueryDict
from emptying import without_walls

from jaring.core.month import Month
from jaring.office.access.models import (
    AccessProposal,
    Authenticator,
    Invitation,
    KeyCheck,
    Passkey,
    RecoveryCode,
    RoleGrant,
)
from jaring.office.audit.models import AuditEntry, RequestKey
from jaring.office.billing import keys
from jaring.office.billing.models import Bill, Due, RateCard
from jaring.office.books.models import Closing, Entry, Posting
from jaring.office.books.services import close_month
from jaring.office.insight.models import Boundary, BoundarySet, BoundaryWithdrawal, PublicPageChoice
from jaring.office.intake.models import ImportBatch, ImportFile, ImportRow
from jaring.office.lists.models import ExportDecision, ExportRequest, SavedView
from jaring.office.lists.services import ask_export, decide_export
from jaring.office.payments.models import (
    Allocation,
    AllocationRun,
    BillApproval,
    BillingCode,
    FreedAllocation,
    OrderCancellation,
    OrderedBill,
    PaymentOrder,
    RefundClaim,
    RefundLine,
    RefundReceipt,
    RefundWriteOff,
    Release,
    ReleaseDecision,
    ReleaseLine,
    ReleaseRequest,
    RestorationGrant,
    Settlement,
    Transfer,
    TransferReversal,
)
from jaring.office.people import corrections, notes
from jaring.office.people.exports import export_of
from jaring.office.people.models import (
    Correction,
    CorrectionDecision,
    CoveredElsewhere,
    DtsenEntry,
    Exit,
    Note,
    NoteDone,
    Person,
    PersonChange,
)
from jaring.office.programme.models import (
    BudgetEntry,
    Candidate,
    Decision,
    Decree,
    DecreeDiscard,
    DecreeEnactment,
    DecreeLine,
    DecreePublication,
    DecreeScan,
    Enrolment,
    EnrolmentEnd,
    Objection,
    ObjectionFinding,
    ObjectionRuling,
    ObjectionWindow,
    Payer,
    Plan,
    PlanStep,
    ProgrammeYear,
    Scenario,
    ScenarioMember,
    TargetingRun,
)
from jaring.office.proposals.models import Gathered, Proposal, Returned
from jaring.office.proposals.services import send_back, submit
from jaring.office.reconciliation.models import Case, CaseEvent, CaseMonth, InsurerFile, InsurerLine, MatchRun
from jaring.office.rules.models import ReadingChoice
from jaring.office.rules.services import choose_reading

if TYPE_CHECKING:
    from conftest import Programme, Users

pytestmark = pytest.mark.tampers

APPEND_ONLY: tuple[type[models.Model], ...] = (
    AuditEntry,
    RequestKey,
    PersonChange,
    Exit,
    Correction,
    CorrectionDecision,
    Note,
    NoteDone,
    Proposal,
    Gathered,
    Returned,
    ExportRequest,
    ExportDecision,
    BudgetEntry,
    TargetingRun,
    Decision,
    ObjectionWindow,
    Objection,
    ObjectionFinding,
    ObjectionRuling,
    Plan,
    PlanStep,
    Decree,
    DecreeLine,
    DecreeEnactment,
    DecreeDiscard,
    DecreeScan,
    DecreePublication,
    Enrolment,
    EnrolmentEnd,
    Bill,
    RateCard,
    Due,
    Entry,
    BillApproval,
    PaymentOrder,
    OrderedBill,
    OrderCancellation,
    BillingCode,
    Transfer,
    AllocationRun,
    Settlement,
    TransferReversal,
    Allocation,
    FreedAllocation,
    ReleaseRequest,
    ReleaseLine,
    ReleaseDecision,
    Release,
    RefundClaim,
    RefundLine,
    RefundReceipt,
    RefundWriteOff,
    RestorationGrant,
    Posting,
    Closing,
    ReadingChoice,
    InsurerFile,
    InsurerLine,
    MatchRun,
    CaseEvent,
    PublicPageChoice,
    BoundarySet,
    Boundary,
    BoundaryWithdrawal,
)
MAY_CHANGE = {
    "access": {
        "User",
        "RoleGrant",
        "KeyCheck",
        "AccessProposal",
        "Authenticator",
        "FailedAttempt",
        "Invitation",
        "OfficeSession",
        "Passkey",
        "RecoveryCode",
    },
    "people": {"Person", "DtsenEntry", "CoveredElsewhere"},
    "intake": {"ImportBatch", "ImportFile", "ImportRow"},
    "lists": {"SavedView"},
    "places": {"Regency", "District", "Village"},
    "programme": {"ProgrammeYear", "Payer", "Candidate", "Scenario", "ScenarioMember"},
    "reconciliation": {"Case", "CaseMonth"},
}
"""Tables whose rows are no history: accounts, the present state of people and cases, lists before their take-over."""


@dataclass(frozen=True)
class History:
    """A regency after a month: a row in every table."""

    programme: Programme
    users: Users
    people: dict[str, Person]
    decree: Decree
    bill: Bill


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def history(programme: Programme, users: Users, people: dict[str, Person]) -> History:
    year, payer, officer = programme.year, programme.payer, users.officer
    decree = trail.initial_decree(trail.run_targeting(year, payer, officer, with_optimum=False), officer, users.head)
    bill = trail.bill(payer, officer)
    money_trail.live_through(money_trail.Till(programme, users), bill, is_paid_wrong_first=True)
    RestorationGrant.objects.create(
        regency_id="53.03",
        payer=payer,
        from_month=Month(2026, 11),
        until_month=Month(2026, 12),
        number="B/1/2026",
        granted_on=date(2026, 12, 1),
        granted_by="Kepala Kantor Cabang",
        recorded_by=officer,
        recorded_at=trail.NOW,
    )
    trail.leave(people["yohanes"], officer)
    amendment = trail.amendment(year, payer, officer)
    trail.services.enact_decree(amendment, actor=users.head, now=trail.NOW)
    trail.services.publish_decree(decree, actor=users.head, now=trail.NOW)
    scanned = {"signed_date": decree.decree_date, "uploaded_by": officer, "uploaded_at": trail.NOW}
    DecreeScan.objects.create(decree=decree, sha256="0" * 64, size_bytes=1, pages=1, **scanned)
    trail.services.keep_scenario(decree.run, "Contoh", decree.run.budget_idr, "own", actor=officer, now=trail.NOW)
    objection = trail.object_to(decree.run, people["maria"], users.operator)
    found = trail.services.review_objection(objection, "Datanya sudah benar", actor=officer, now=trail.NOW)
    trail.services.rule_on_finding(found, is_approved=True, actor=users.head, now=trail.NOW)
    copied = copy(decree, number="03/KEP/CONTOH/2026")
    trail.services.discard_draft(copied, "Contoh", actor=officer, now=trail.NOW)
    village = Payer.objects.create(
        regency_id="53.03", kind="APBDES", name="APBDes contoh", code="APBDES", village=people["maria"].village
    )
    plan = trail.services.make_plan("Contoh", payer, village, [(Month(2026, 11), 50)], actor=officer, now=trail.NOW)
    RateCard.objects.create(
        bill=bill,
        base_idr=1_000_000,
        sector="other",
        plan=plan,
        percent=50,
        jkk_idr=1,
        jkm_idr=1,
        discount_rate="0",
        sources=[],
    )
    batch = ImportBatch.objects.create(
        regency_id="53.03",
        kind="lists",
        state="accepted",
        received_date=date(2026, 11, 1),
        as_of=date(2026, 11, 1),
        content_hash="0" * 64,
        created_by=officer,
        created_at=trail.NOW,
    )
    exported = ask_export(
        export_of(officer, QueryDict("")), "", "Contoh unduhan", request_key=uuid4(), actor=officer, now=trail.NOW
    )
    decide_export(exported, is_released=True, actor=users.head, now=trail.NOW)
    SavedView.objects.create(
        regency_id="53.03", sheet="people", name="Petani", state={}, owner=officer, saved_at=trail.NOW
    )
    file = ImportFile.objects.create(batch=batch, name="daftar.csv", sha256="0" * 64, size_bytes=1)
    ImportRow.objects.create(batch=batch, file=file, row_number=1, verdict="rejected", content_sealed=b"")
    PersonChange.objects.create(
        person=people["maria"], fields=["name"], before_sealed=b"", at=trail.NOW, actor=officer
    )
    person = people["maria"]
    proposed = corrections.propose(person, "sex", "L", "KTP-el asli", actor=users.operator, now=trail.NOW)
    corrections.decide(proposed, is_accepted=False, actor=officer, now=trail.NOW)
    note = notes.write(person, "KK belum ada", handed_to="officer", actor=users.operator, now=trail.NOW)
    notes.finish(note, actor=officer, now=trail.NOW)
    proposal = submit(person.village, {"name": "Rosa"}, request_key=uuid4(), actor=users.operator, now=trail.NOW)
    Gathered.objects.create(proposal=proposal, batch=batch)
    unfit = submit(person.village, {"name": "Rosa"}, request_key=uuid4(), actor=users.operator, now=trail.NOW)
    send_back(unfit, "Desanya keliru", actor=officer, now=trail.NOW)
    DtsenEntry.objects.create(regency_id="53.03", nik_look_up=b"n" * 32, decile=1, batch=batch)
    CoveredElsewhere.objects.create(regency_id="53.03", nik_look_up=b"n" * 32, batch=batch)
    choose_reading(
        "entry_from_18",
        regency=year.regency,
        from_month=Month(2027, 1),
        reason="Peraturan bupati contoh",
        reference="Peraturan Bupati 1/2027",
        actor=users.head,
        now=trail.NOW,
    )
    close_month(year.regency, Month(2026, 10), actor=users.treasurer, now=trail.NOW)
    insurer_answers.take_in(officer, [insurer_answers.stranger()])
    insurer_answers.match(officer)
    PublicPageChoice.objects.create(
        regency_id="53.03", is_open=False, reason="Contoh", chosen_by=users.head, chosen_at=trail.NOW
    )
    drawn = BoundarySet.objects.create(
        regency_id="53.03",
        content_hash="0" * 64,
        source="Contoh",
        villages=1,
        points_read=4,
        points_kept=4,
        unmatched=[],
        imported_by=users.administrator,
        imported_at=trail.NOW,
    )
    Boundary.objects.create(boundary_set=drawn, village=people["maria"].village, rings=[])
    BoundaryWithdrawal.objects.create(
        boundary_set=drawn, reason="Contoh", withdrawn_by=users.administrator, withdrawn_at=trail.NOW
    )
    trail_of_access(users)
    KeyCheck.objects.get_or_create(only=1, defaults={"value": b"k" * 32})
    connection.check_constraints()  # PostgreSQL truncates nothing while keys are still to be checked.
    return History(programme, users, people, decree, bill)


def refused(statement: str) -> bool:
    """Say whether the database refuses a statement as a breach of integrity."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError:
        return True
    return False


def trail_of_access(users: Users) -> None:
    """A role that was proposed and confirmed, a link that was used, a telephone with its codes on paper."""
    facts = {"user": users.officer, "proposed_by": users.administrator, "proposed_at": trail.NOW}
    AccessProposal.objects.create(
        **facts,
        kind="role",
        role="treasurer",
        area_code="53.03",
        from_date=date(2026, 1, 1),
        reason="Surat tugas contoh",
        outcome="confirmed",
        decided_by=users.head,
        decided_at=trail.NOW,
    )
    Invitation.objects.create(
        user=users.officer,
        kind="password",
        regency_code="53.03",
        token_hash="1",
        made_by=users.administrator,
        made_at=trail.NOW,
        expires_at=trail.NOW + timedelta(days=1),
        used_at=trail.NOW,
    )
    Authenticator.objects.create(user=users.officer, secret_sealed=b"s", made_at=trail.NOW, confirmed_at=trail.NOW)
    RecoveryCode.objects.create(user=users.officer, code_hash=b"h" * 32)
    Passkey.objects.create(user=users.officer, name="telepon", credential_id=b"1", public_key=b"1", made_at=trail.NOW)


def history_tables() -> list[str]:
    return [model._meta.db_table for model in APPEND_ONLY]


def test_every_table_is_either_history_or_known_to_change() -> None:
    ours = {model for model in apps.get_models() if model.__module__.startswith("jaring.")}

    changing = {model for model in ours if model.__name__ in MAY_CHANGE.get(model._meta.app_label, ())}

    assert ours - changing == set(APPEND_ONLY)


def test_no_row_of_history_is_changed_or_deleted(history: History) -> None:
    assert all(model._default_manager.exists() for model in APPEND_ONLY)

    passed = [
        statement
        for model in APPEND_ONLY
        for statement in destructive(model._meta.db_table, model._meta.fields[1].column)
        if not refused(statement)
    ]

    assert passed == []


def destructive(table: str, column: str) -> list[str]:
    statements = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    return statements + ([f"TRUNCATE {table} CASCADE"] if connection.vendor == "postgresql" else [])


@pytest.mark.postgresql
@pytest.mark.parametrize("people_of_a_large_bill", [1, 5_000])
def test_dues_are_neither_changed_nor_deleted_in_any_of_their_tables_on_postgresql(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, people_of_a_large_bill: int
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lays dues into several tables")
    monkeypatch.setattr(keys, "PEOPLE_OF_A_LARGE_BILL", people_of_a_large_bill)
    bill = request.getfixturevalue("history").bill
    connection.check_constraints()
    lowest = bill.pk if people_of_a_large_bill == 1 else "2026_small"

    statements = [s for name in (lowest, "2026") for s in destructive(f"billing_due_{name}", "jkk_idr")]

    assert [statement for statement in statements if not refused(statement)] == []


def test_walls_stand_again_after_they_were_put_aside(history: History) -> None:
    without_walls(lambda: None)

    assert all(refused(f"DELETE FROM {table}") for table in history_tables())


# Who may be enrolled ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """A decree that was written past the services: a line that adds Agustinus, and one that removes Maria."""

    decree: Decree
    addition: DecreeLine
    removal: DecreeLine


@pytest.fixture
def draft(history: History) -> Draft:
    """A draft of February 2027, in a year in which nobody is enrolled and nothing billed."""
    year = ProgrammeYear.objects.create(
        regency_id="53.03", year=2027, from_month=Month(2027, 1), until_month=Month(2028, 1), base_idr=1_000_000
    )
    decree = copy(history.decree, number="09/KEP", programme_year=year, effective_month=Month(2027, 2))
    old = history.decree.lines.get(person=history.people["agustinus"])
    addition = copy(old, decree=decree, number=1)
    removal = copy(old, decree=decree, number=2, person=history.people["maria"], change="removal")
    return Draft(decree, addition, removal)


def copy(row: models.Model, **changes: object) -> Any:
    """Insert a copy of a row with some columns changed, by one statement and nothing around it."""
    twin = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.fields})
    if twin._meta.pk.name == "id":
        twin.pk = None
    if hasattr(twin, "public_id"):
        twin.public_id = uuid4()
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    return twin


def enrol(draft: Draft, **changes: object) -> Enrolment:
    values = {
        "person": draft.addition.person,
        "payer": draft.decree.payer,
        "programme_year": draft.decree.programme_year,
        "line": draft.addition,
        "base_idr": 1_000_000,
        "sector": "other",
        "from_month": Month(2027, 2),
        "until_month": Month(2028, 1),
    }
    with transaction.atomic():
        return Enrolment.objects.create(**values | changes)


def enact(draft: Draft, history: History) -> None:
    with transaction.atomic():
        DecreeEnactment.objects.create(decree=draft.decree, enacted_by=history.users.head, enacted_at=trail.NOW)


def test_enrolment_needs_a_decree_in_force(draft: Draft, history: History) -> None:
    with pytest.raises(IntegrityError, match="decree in force"):
        enrol(draft)

    enact(draft, history)
    assert enrol(draft).pk


def test_enrolment_needs_a_line_that_adds_this_person(draft: Draft, history: History) -> None:
    enact(draft, history)

    for changes in ({"person": history.people["petrus"]}, {"line": draft.removal, "person": draft.removal.person}):
        with pytest.raises(IntegrityError, match="decree in force"):
            enrol(draft, **changes)


@pytest.mark.parametrize(
    ("first", "until"), [((2026, 11), (2027, 2)), ((2026, 12), (2027, 1)), ((2025, 1), (2028, 1))]
)
def test_nobody_is_enrolled_twice_in_a_month(
    draft: Draft, history: History, first: tuple[int, int], until: tuple[int, int]
) -> None:
    enact(draft, history)
    another_payer = Payer.objects.create(regency_id="53.03", kind="CSR", name="CSR contoh")

    with pytest.raises(IntegrityError, match="enrolled in these months"):
        enrol(draft, payer=another_payer, from_month=Month(*first), until_month=Month(*until))

    assert enrol(draft, payer=another_payer, from_month=Month(2027, 1), until_month=Month(2027, 3)).pk


def test_place_is_free_from_the_month_in_which_an_enrolment_ends(draft: Draft, history: History) -> None:
    enact(draft, history)
    ended = EnrolmentEnd.objects.get()
    line = copy(draft.addition, number=3, person=ended.enrolment.person)
    another_payer = Payer.objects.create(regency_id="53.03", kind="CSR", name="CSR contoh")
    same = {"person": line.person, "line": line, "payer": another_payer, "until_month": Month(2027, 1)}

    with pytest.raises(IntegrityError, match="enrolled in these months"):
        enrol(draft, from_month=ended.until_month + -1, **same)

    assert enrol(draft, from_month=ended.until_month, **same).pk


def test_enrolment_does_not_reach_into_a_billed_month(draft: Draft, history: History) -> None:
    enact(draft, history)
    line = copy(draft.addition, number=3, person=history.people["domingos"])
    billed = history.bill.month

    for first in (billed, billed + -3):
        with pytest.raises(IntegrityError, match="was billed"):
            enrol(draft, person=line.person, line=line, from_month=first)

    assert enrol(draft, person=line.person, line=line, from_month=billed + 1).pk


def end(draft: Draft, enrolment: Enrolment, until: Month, line: DecreeLine | None = None) -> EnrolmentEnd:
    with transaction.atomic():
        return EnrolmentEnd.objects.create(enrolment=enrolment, line=line or draft.removal, until_month=until)


def test_enrolment_ends_only_by_a_decree_in_force_that_removes_this_person(draft: Draft, history: History) -> None:
    maria = Enrolment.objects.get(person=history.people["maria"])
    petrus = Enrolment.objects.get(person=history.people["petrus"])

    with pytest.raises(IntegrityError, match="ends by a decree in force"):
        end(draft, maria, Month(2026, 12))
    enact(draft, history)
    with pytest.raises(IntegrityError, match="ends by a decree in force"):
        end(draft, petrus, Month(2026, 12))
    with pytest.raises(IntegrityError, match="ends by a decree in force"):
        end(draft, Enrolment.objects.get(person=draft.addition.person), Month(2026, 12), draft.addition)

    assert end(draft, maria, Month(2026, 12)).pk


@pytest.mark.parametrize("until", [(2026, 10), (2027, 1), (2027, 5)])
def test_enrolment_ends_within_its_months(draft: Draft, history: History, until: tuple[int, int]) -> None:
    enact(draft, history)

    with pytest.raises(IntegrityError):
        end(draft, Enrolment.objects.get(person=history.people["maria"]), Month(*until))


def test_enrolment_does_not_end_in_a_billed_month(draft: Draft, history: History) -> None:
    enact(draft, history)

    with pytest.raises(IntegrityError, match="was billed"):
        end(draft, Enrolment.objects.get(person=history.people["maria"]), history.bill.month)


def test_drafter_does_not_enact(draft: Draft, history: History) -> None:
    with pytest.raises(IntegrityError, match="whoever drafts"), transaction.atomic():
        DecreeEnactment.objects.create(decree=draft.decree, enacted_by=draft.decree.drafted_by, enacted_at=trail.NOW)


@pytest.mark.parametrize("years_off", [-2026, -1, 1])
def test_key_of_a_bill_says_the_year_of_its_month(history: History, years_off: int) -> None:
    november = history.bill

    assert november.pk // keys.KEYS_A_YEAR == november.month.year == 2026
    with pytest.raises(IntegrityError, match="begins with the year"), transaction.atomic():
        copy(november, pk=november.pk + 1 + years_off * keys.KEYS_A_YEAR, month=Month(2026, 12))


def test_bill_without_a_key_is_refused(history: History) -> None:
    same = ", ".join(f.column for f in Bill._meta.fields if f.column not in ("id", "public_id", "month"))

    assert refused(
        f"INSERT INTO billing_bill (public_id, month, {same}) SELECT '{uuid4()}', 202612, {same} FROM billing_bill"
    )


def test_due_belongs_to_an_enrolment_of_this_very_person(history: History) -> None:
    billed = Due.objects.filter(bill=history.bill).first()
    assert billed is not None
    stranger = history.people["domingos"]

    def due(bill: int, person: int, enrolment: int, amount: int = 1) -> bool:
        return refused(
            "INSERT INTO billing_due (bill_id, person_id, enrolment_id, jkk_idr, jkm_idr) "
            f"VALUES ({bill}, {person}, {enrolment}, {amount}, 1)"
        )

    assert due(billed.bill_id, stranger.pk, billed.enrolment_id)
    assert due(billed.bill_id, billed.person_id, billed.enrolment_id)
    assert due(999_999, billed.person_id, billed.enrolment_id)
    assert due(billed.bill_id, billed.person_id, billed.enrolment_id, -1)


NOBODY = 999_999
"""A key that no row has; the row is refused before anybody looks for it."""

# Every named constraint -------------------------------------------------------------------------------

Change = dict[str, object]


def asked_anew() -> ExportRequest:
    """A request for an export on which nobody has decided."""
    asked = ExportRequest.objects.get()
    asked.pk, asked.public_id, asked._state.adding = None, uuid4(), True
    asked.save(force_insert=True)
    return asked


A_BILL: Change = {"kind": "bill", "reverses": None}
"""Of an entry: the first row may be the reversal of another, whose key would refuse a copy before all else."""
BAD_ROWS: dict[str, tuple[type[models.Model], Callable[[History], Change]]] = {
    "access_one_grant": (RoleGrant, lambda h: {}),
    "access_grant_range": (RoleGrant, lambda h: {"area_code": "53", "until_date": date(2025, 1, 1)}),
    "access_grant_role": (RoleGrant, lambda h: {"area_code": "53", "role": "king"}),
    "access_one_key_check": (KeyCheck, lambda h: {"only": 2}),
    "access_proposal_kind": (AccessProposal, lambda h: {"public_id": uuid4(), "role": ""}),
    "access_proposal_decided": (AccessProposal, lambda h: {"public_id": uuid4(), "decided_at": None}),
    "access_proposal_two_people": (AccessProposal, lambda h: {"public_id": uuid4(), "proposed_by": h.users.head}),
    "access_proposal_not_for_oneself": (AccessProposal, lambda h: {"public_id": uuid4(), "user": h.users.head}),
    "access_proposal_range": (AccessProposal, lambda h: {"public_id": uuid4(), "until_date": date(2025, 1, 1)}),
    "access_invitation_expires": (Invitation, lambda h: {"token_hash": "2", "expires_at": trail.NOW}),
    "access_invitation_ends_once": (Invitation, lambda h: {"token_hash": "2", "withdrawn_at": trail.NOW}),
    "access_one_authenticator": (Authenticator, lambda h: {"public_id": uuid4()}),
    "access_one_recovery_code": (RecoveryCode, lambda h: {}),
    "access_passkey_counts": (Passkey, lambda h: {"public_id": uuid4(), "credential_id": b"2", "sign_count": -1}),
    "audit_one_position": (AuditEntry, lambda h: {}),
    "audit_key_purpose": (RequestKey, lambda h: {"key": uuid4(), "purpose": ""}),
    "lists_one_view_of_a_name": (SavedView, lambda h: {"public_id": uuid4()}),
    "lists_view_name": (SavedView, lambda h: {"public_id": uuid4(), "name": ""}),
    "lists_export_reason": (ExportRequest, lambda h: {"public_id": uuid4(), "reason": ""}),
    "lists_export_rows": (ExportRequest, lambda h: {"public_id": uuid4(), "rows": 0}),
    "lists_release_expires": (ExportDecision, lambda h: {"request": asked_anew(), "expires_at": None}),
    "people_one_nik": (Person, lambda h: {}),
    "insight_boundaries_not_empty": (BoundarySet, lambda h: {"public_id": uuid4(), "villages": 0}),
    "insight_one_boundary": (Boundary, lambda h: {}),
    "people_sex": (Person, lambda h: {"nik_look_up": b"x" * 32, "sex": "X"}),
    "people_income": (Person, lambda h: {"nik_look_up": b"x" * 32, "income_idr": -1}),
    "people_one_dtsen": (DtsenEntry, lambda h: {}),
    "people_decile": (DtsenEntry, lambda h: {"nik_look_up": b"x" * 32, "decile": 11}),
    "people_one_elsewhere": (CoveredElsewhere, lambda h: {}),
    "people_one_exit": (Exit, lambda h: {}),
    "people_exit_reason": (Exit, lambda h: {"reason": "too old"}),
    "people_correction_field": (Correction, lambda h: {"public_id": uuid4(), "field": "shoe size"}),
    "people_correction_reason": (Correction, lambda h: {"public_id": uuid4(), "reason": ""}),
    "people_note_text": (Note, lambda h: {"public_id": uuid4(), "text": ""}),
    "proposals_verdict": (Proposal, lambda h: {"public_id": uuid4(), "verdict": "fine"}),
    "proposals_conflict": (Proposal, lambda h: {"public_id": uuid4(), "conflict": "war"}),
    "proposals_returned_reason": (Returned, lambda h: {"proposal": Proposal.objects.earliest("id"), "reason": ""}),
    "intake_state": (ImportBatch, lambda h: {"content_hash": "1" * 64, "state": "lost"}),
    "intake_same_content_once": (ImportBatch, lambda h: {}),
    "intake_one_name": (ImportFile, lambda h: {}),
    "intake_verdict": (ImportRow, lambda h: {"verdict": "fine"}),
    "intake_rejected_never_taken": (ImportRow, lambda h: {"judgement": "take"}),
    "programme_one_payer": (Payer, lambda h: {}),
    "programme_one_payer_code": (Payer, lambda h: {"name": "x", "code": "APBDES"}),
    "programme_one_village_payer": (
        Payer,
        lambda h: {"kind": "APBDES", "name": "x", "code": "x", "village": h.people["maria"].village},
    ),
    "programme_budget_line": (BudgetEntry, lambda h: {"programme": "jht"}),
    "programme_budget_original": (BudgetEntry, lambda h: {"amount_idr": -1}),
    "programme_one_plan": (Plan, lambda h: {"public_id": uuid4()}),
    "programme_plan_two_payers": (Plan, lambda h: {"name": "x", "public_id": uuid4(), "partner": h.programme.payer}),
    "programme_one_step": (PlanStep, lambda h: {}),
    "programme_step_percent": (PlanStep, lambda h: {"from_month": Month(2027, 1), "public_percent": 101}),
    "programme_one_year": (ProgrammeYear, lambda h: {}),
    "programme_months": (ProgrammeYear, lambda h: {"year": 2030, "until_month": Month(2026, 1)}),
    "programme_base": (ProgrammeYear, lambda h: {"year": 2030, "base_idr": 0}),
    "programme_budget_amount": (BudgetEntry, lambda h: {"amount_idr": 0}),
    "programme_one_candidacy": (Candidate, lambda h: {}),
    "programme_within_budget": (TargetingRun, lambda h: {"budget_idr": 1}),
    "programme_everyone_decided": (TargetingRun, lambda h: {"candidates": 99}),
    "programme_one_decision": (Decision, lambda h: {}),
    "programme_discard_reason": (DecreeDiscard, lambda h: {"decree": h.decree, "reason": ""}),
    "programme_one_scenario": (Scenario, lambda h: {"public_id": uuid4()}),
    "programme_scenario_budget": (Scenario, lambda h: {"public_id": uuid4(), "name": "x", "budget_idr": 1}),
    "programme_one_member": (ScenarioMember, lambda h: {}),
    "programme_objection_days": (ObjectionWindow, lambda h: {"run_id": NOBODY, "due_date": date(2026, 1, 1)}),
    "programme_one_objection": (Objection, lambda h: {}),
    "programme_objection_ground": (Objection, lambda h: {"ground": "envy"}),
    "programme_objection_text": (Objection, lambda h: {"ground": "other", "text": ""}),
    "programme_finding_remedy": (ObjectionFinding, lambda h: {"remedy": "exit"}),
    "programme_finding_reason": (ObjectionFinding, lambda h: {"reason": ""}),
    "programme_ruling_note": (ObjectionRuling, lambda h: {"finding_id": NOBODY, "is_approved": False}),
    "programme_one_scan": (DecreeScan, lambda h: {"public_id": uuid4()}),
    "programme_scan_not_empty": (DecreeScan, lambda h: {"public_id": uuid4(), "sha256": "x", "pages": 0}),
    "programme_amendment_amends": (Decree, lambda h: {"number": "x", "amends": h.decree}),
    "programme_decree_says_something": (Decree, lambda h: {"number": "x", "additions": 0, "removals": 0}),
    "programme_one_line_number": (DecreeLine, lambda h: {"person": h.people["domingos"]}),
    "programme_one_line": (DecreeLine, lambda h: {"number": 99}),
    "programme_enrolment_key": (
        Enrolment,
        lambda h: {"line": a_free_line(h), "pk": Enrolment.objects.earliest("pk").pk},
    ),
    "programme_one_start": (Enrolment, lambda h: {"line": a_free_line(h)}),
    "programme_enrolment_months": (Enrolment, lambda h: {"line": a_free_line(h), "from_month": Month(2027, 1)}),
    "programme_enrolment_base": (
        Enrolment,
        lambda h: {"line": a_free_line(h), "person": h.people["domingos"], "base_idr": 0},
    ),
    "billing_one_bill": (Bill, lambda h: {}),
    "billing_bill_total": (Bill, lambda h: {"month": Month(2026, 10), "total_idr": 1}),
    "billing_bill_not_empty": (Bill, lambda h: {"month": Month(2026, 10), "people": 0}),
    "billing_one_rate": (RateCard, lambda h: {}),
    "billing_one_shared_rate": (
        RateCard,
        lambda h: {"plan": Plan.objects.get(), "base_idr": 1_000_000, "sector": "other"},
    ),
    "billing_rate_amounts": (RateCard, lambda h: {"base_idr": 1, "jkk_idr": -1}),
    "books_one_number": (Entry, lambda h: A_BILL | {"id": uuid4(), "source": uuid4()}),
    "books_one_effect": (Entry, lambda h: A_BILL | {"id": uuid4(), "number": 99, "source": h.bill.public_id}),
    "books_reversal_reverses": (
        Entry,
        lambda h: A_BILL | {"id": uuid4(), "number": 99, "source": uuid4(), "kind": "reversal"},
    ),
    "books_posting_amount": (Posting, lambda h: {"line": 99, "amount_idr": 0}),
    "books_one_closing": (Closing, lambda h: {}),
    "payments_one_order_number": (PaymentOrder, lambda h: {}),
    "payments_order_amount": (PaymentOrder, lambda h: {"number": "x", "amount_idr": 1}),
    "payments_order_months_ahead": (PaymentOrder, lambda h: {"number": "x", "prepaid_from": Month(2026, 12)}),
    "payments_bill_once_in_order": (OrderedBill, lambda h: {"attempt": 9}),
    "payments_one_order_of_bill": (OrderedBill, lambda h: {"order_id": NOBODY}),
    "payments_ordered_amount": (OrderedBill, lambda h: {"order_id": NOBODY, "attempt": 9, "amount_idr": 0}),
    "payments_code_once": (BillingCode, lambda h: {}),
    "payments_one_reference": (Transfer, lambda h: {}),
    "payments_transfer_amount": (Transfer, lambda h: {"bank_reference": "x", "amount_idr": 0}),
    "payments_transfer_proven": (Transfer, lambda h: {"bank_reference": "x", "proof_hash": ""}),
    "payments_papers_dated": (Transfer, lambda h: {"bank_reference": "x", "spm_date": None}),
    "payments_one_settlement": (Settlement, lambda h: {}),
    "payments_settlement_key": (Settlement, lambda h: {"run_id": NOBODY, "pk": Settlement.objects.earliest("pk").pk}),
    "payments_settlement_amount": (Settlement, lambda h: {"run_id": NOBODY, "people": 0}),
    "payments_release_not_empty": (ReleaseRequest, lambda h: {"people": 0}),
    "payments_release_reason": (ReleaseRequest, lambda h: {"reason": "tired"}),
    "payments_one_release_line": (ReleaseLine, lambda h: {}),
    "payments_one_claim_number": (RefundClaim, lambda h: {}),
    "payments_claim_kind": (RefundClaim, lambda h: {"number": "x", "people": 0}),
    "payments_claim_amount": (RefundClaim, lambda h: {"number": "x", "jkk_idr": 0, "jkm_idr": 0, "amount_idr": 0}),
    "payments_one_receipt": (RefundReceipt, lambda h: {}),
    "payments_receipt_amount": (RefundReceipt, lambda h: {"bank_reference": "x", "amount_idr": 0}),
    "payments_one_grant_number": (RestorationGrant, lambda h: {"public_id": uuid4()}),
    "payments_grant_months": (
        RestorationGrant,
        lambda h: {"public_id": uuid4(), "number": "x", "until_month": Month(2026, 11)},
    ),
    "payments_grant_named": (RestorationGrant, lambda h: {"public_id": uuid4(), "number": "x", "granted_by": ""}),
    "payments_write_off_amount": (RefundWriteOff, lambda h: {"claim_id": NOBODY, "amount_idr": 0}),
    "reconciliation_one_file": (InsurerFile, lambda h: {}),
    "reconciliation_file_not_empty": (InsurerFile, lambda h: {"content_hash": "x", "lines": 0}),
    "reconciliation_one_line": (InsurerLine, lambda h: {}),
    "reconciliation_one_live_case": (Case, lambda h: {}),
    "reconciliation_case_state": (Case, lambda h: {"kind": "x", "state": "lost"}),
    "reconciliation_case_months": (Case, lambda h: {"kind": "x", "last_month": Month(2020, 1)}),
    "reconciliation_case_people": (Case, lambda h: {"kind": "x", "people": 0}),
    "reconciliation_one_month": (CaseMonth, lambda h: {}),
    "reconciliation_claim_was_paid": (CaseMonth, lambda h: {"month": Month(2030, 1), "claim_idr": 10**12}),
}
"""For each constraint a row that breaks it and nothing else: a copy of the first row with some columns changed."""
IMPLIED_BY_THE_KEY = {"programme_enrolment_key", "payments_settlement_key"}
"""Exist for the composite foreign keys of dues and allocations; the primary key refuses the same rows before it."""


def a_free_line(history: History) -> DecreeLine:
    return DecreeLine.objects.filter(enrolment=None).earliest("pk")


def named_constraints() -> set[str]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("jaring.")]
    return {constraint.name for model in ours for constraint in model._meta.constraints}


def test_every_constraint_of_the_models_has_a_row_that_breaks_it() -> None:
    assert set(BAD_ROWS) == named_constraints()


def test_every_constraint_refuses_a_row_that_breaks_it(history: History) -> None:
    blamed = {name: refusal_of(*BAD_ROWS[name], history) for name in BAD_ROWS}

    silent = {
        name: message
        for name, message in blamed.items()
        if not ((name in IMPLIED_BY_THE_KEY and message) or is_named(BAD_ROWS[name][0], name, message))
    }
    assert silent == {}


def refusal_of(model: type[models.Model], change: Callable[[History], Change], history: History) -> str:
    """Insert a bad row with the triggers put aside; return the database's words, empty where it took the row."""
    row, changes = model._default_manager.order_by("pk").first(), change(history)
    assert row is not None
    try:
        without_walls(lambda: copy(row, **changes))
    except IntegrityError as refusal:
        return str(refusal)
    return ""


def is_named(model: type[models.Model], name: str, message: str) -> bool:
    """Say whether the database blames this constraint; SQLite names the columns of a unique one."""
    constraint = next(c for c in model._meta.constraints if c.name == name)
    if connection.vendor == "postgresql" or not isinstance(constraint, models.UniqueConstraint):
        return name in message
    columns = [model._meta.get_field(field).column for field in constraint.fields]
    blamed = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return f"UNIQUE constraint failed: {blamed}" in message or f"index '{name}'" in message
