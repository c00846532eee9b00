"""The four-way match by its promises: each difference is one case, which lives on, moves with reasons, and closes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from insurer_answers import MONTH, NOW, STRANGER_NIK, line_of, match, stranger, take_in
from money_trail import Till

from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.services import KeyReusedError
from jaring.office.intake.models import ImportBatch
from jaring.office.people.models import CoveredElsewhere, Exit, Person
from jaring.office.people.services import report_exit
from jaring.office.reconciliation import queries, services
from jaring.office.reconciliation.errors import CaseReasonMissingError, NoCaseChosenError, OwnerUnfitError
from jaring.office.reconciliation.models import Case, CaseEvent, CaseMonth, InsurerLine

if TYPE_CHECKING:
    from conftest import Programme, Users

OURS = ("yohanes", "maria", "petrus", "agustinus")
REASON = "Sudah dibicarakan dengan kantor cabang."


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    return Till(programme, users)


@pytest.fixture
def paid(till: Till) -> Till:
    till.paid()
    return till


def active(people: dict[str, Person], *without: str) -> list[dict[str, str]]:
    return [line_of(people[name]) for name in OURS if name not in without]


def the_case() -> Case:
    return Case.objects.get()


def said(case: Case) -> list[str]:
    return list(case.events.values_list("kind", flat=True))


# --- differences and causes ----------------------------------------------------------------------------------


def test_four_equal_sides_open_no_case(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people))

    run = match(users.officer)

    assert (run.enrolled, run.billed, run.paid, run.active, run.agreed, run.differing) == (4, 4, 4, 4, 4, 0)
    assert run.billed_idr == run.paid_idr == 4 * 16_800
    assert run.is_agreed
    assert not Case.objects.exists()


def test_person_paid_for_and_not_active_is_a_case_with_the_amount(
    paid: Till, people: dict[str, Person], users: Users
) -> None:
    take_in(users.officer, active(people, "maria"))

    match(users.officer)

    case = the_case()
    assert (case.kind, case.person, case.amount_idr, case.state) == (
        "paid_not_active",
        people["maria"],
        16_800,
        "open",
    )
    assert (case.owner_role, case.due_date) == ("officer", date(2026, 12, 27))
    assert case.cause == "joined_late"  # November is the first month of everybody here.
    assert said(case) == ["opened"]


def test_rejected_person_has_the_insurers_reason_as_cause(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people, "maria"))
    take_in(users.officer, [line_of(people["maria"], reject_reason="NIK tidak valid")], AnswerKind.REJECTED)

    match(users.officer)

    case = the_case()
    assert (case.kind, case.cause, case.rejection) == ("paid_not_active", "rejected", "nik_invalid")
    assert case.line is not None
    assert case.line.reject_reason == "NIK tidak valid"


@pytest.mark.parametrize(
    ("reason", "cause", "claimed_idr"),
    [
        ("Peserta sudah terdaftar aktif", "elsewhere", 16_800),
        ("Usia melebihi batas", "over_age", 16_800),
        ("Peserta meninggal dunia", "died", 16_800),
        ("Data tidak lengkap", "rejected", 0),
    ],
)
def test_what_the_insurer_says_decides_whether_money_comes_back(
    reason: str, cause: str, claimed_idr: int, paid: Till, people: dict[str, Person], users: Users
) -> None:
    take_in(users.officer, active(people, "maria"))
    take_in(users.officer, [line_of(people["maria"], reject_reason=reason)], AnswerKind.REJECTED)

    match(users.officer)

    assert the_case().cause == cause
    assert CaseMonth.objects.get().claim_idr == claimed_idr


@pytest.mark.parametrize(("died", "claimed_idr"), [(date(2026, 10, 31), 16_800), (date(2026, 11, 1), 0)])
def test_contribution_of_the_month_of_death_is_owed_and_a_later_one_comes_back(
    died: date, claimed_idr: int, paid: Till, people: dict[str, Person], users: Users
) -> None:
    report_exit(people["petrus"], Exit.Reason.DIED, died, actor=users.officer, now=NOW)
    take_in(users.officer, active(people, "petrus"))

    match(users.officer)

    assert the_case().cause == "died"
    assert CaseMonth.objects.get().claim_idr == claimed_idr


def test_dead_person_who_is_paid_for_and_still_active_is_found(
    paid: Till, people: dict[str, Person], users: Users
) -> None:
    report_exit(people["petrus"], Exit.Reason.DIED, date(2026, 10, 3), actor=users.officer, now=NOW)
    take_in(users.officer, active(people))

    match(users.officer)

    assert (the_case().kind, the_case().cause) == ("paid_not_due", "died")
    assert queries.claimable(Case.objects.all()).get().claim_idr == 16_800


def test_person_covered_elsewhere_is_found(paid: Till, people: dict[str, Person], users: Users) -> None:
    batch = ImportBatch.objects.create(
        regency_id="53.03",
        kind="elsewhere",
        state="accepted",
        received_date=date(2026, 11, 1),
        as_of=date(2026, 11, 1),
        content_hash="1" * 64,
        created_by=users.officer,
        created_at=NOW,
    )
    CoveredElsewhere.objects.create(regency_id="53.03", nik_look_up=people["maria"].nik_look_up, batch=batch)
    take_in(users.officer, active(people))

    match(users.officer)

    assert (the_case().person, the_case().kind, the_case().cause) == (people["maria"], "paid_not_due", "elsewhere")


def test_person_over_age_at_entry_is_found(programme: Programme, users: Users, people: dict[str, Person]) -> None:
    till = Till(programme, users)
    till.cover()
    Person.objects.filter(pk=people["maria"].pk).update(birth_date=date(1961, 11, 1))  # Corrected after the decree.
    till.paid()
    take_in(users.officer, active(people, "maria"))

    match(users.officer)

    assert the_case().cause == "over_age"


def test_active_person_without_a_decree_is_a_case_of_the_insurers_line(
    paid: Till, people: dict[str, Person], users: Users
) -> None:
    take_in(users.officer, [*active(people), stranger()])

    run = match(users.officer)

    case = the_case()
    assert (case.kind, case.person, case.cause) == ("active_not_on_decree", None, "unknown")
    assert case.line is not None
    assert case.line.masked_nik == "530315********99"
    assert (run.active, run.agreed, run.differing) == (5, 4, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"nik": "swap"},
        {"nik": "digit"},
        {"nik": "", "written_nik": "530304xxxx", "codes": "NIK_CHARACTERS"},
        {"nik": "5303049999999123", "name": "MARIA SA U"},
    ],
    ids=["digits swapped", "one digit", "unreadable", "same name and birth date"],
)
def test_person_typed_differently_is_one_case_with_the_line_beside_it(
    changes: dict[str, str], paid: Till, people: dict[str, Person], users: Users
) -> None:
    nik = people["maria"].identifier("nik")
    typed = {"swap": nik[:14] + nik[15] + nik[14], "digit": nik[:8] + "9" + nik[9:]}
    line = line_of(people["maria"], **changes)
    line["nik"] = typed.get(line["nik"], line["nik"])
    take_in(users.officer, [*active(people, "maria"), line])

    match(users.officer)

    case = the_case()
    assert (case.person, case.kind, case.cause) == (people["maria"], "paid_not_active", "typed_differently")
    assert case.line is not None
    assert case.line.content["name"] == line["name"]


def test_two_people_whom_a_line_could_mean_are_not_guessed(
    programme: Programme, users: Users, people: dict[str, Person], make_person: object, villages: object
) -> None:
    assert callable(make_person)
    twin = make_person("Maria Sa'u", people["maria"].village, sex="F", birth_date=date(1990, 7, 2))
    till = Till(programme, users)
    till.cover()
    till.paid()
    line = line_of(people["maria"], nik="", written_nik="-", codes="NIK_PLACEHOLDER")
    take_in(users.officer, [*active(people, "maria"), line])

    match(users.officer)

    assert set(Case.objects.values_list("person", "kind", "cause")) == {
        (people["maria"].pk, "paid_not_active", "joined_late"),
        (twin.pk, "paid_not_active", "joined_late"),
        (None, "line_unreadable", "unknown"),
    }


def test_unpaid_bill_is_one_case_for_all_its_people(till: Till, people: dict[str, Person], users: Users) -> None:
    till.bill()
    take_in(users.officer, active(people))

    run = match(users.officer)

    case = the_case()
    assert (case.kind, case.person, case.people, case.amount_idr) == ("billed_not_paid", None, 4, 4 * 16_800)
    assert case.owner_role == "treasurer"
    assert (run.agreed, run.differing) == (0, 4)


def test_bill_paid_in_part_names_who_is_left(till: Till, people: dict[str, Person], users: Users) -> None:
    till.transfer(till.ordered(till.bill()), 3 * 16_800)
    take_in(users.officer, active(people))

    match(users.officer)

    case = the_case()
    assert (case.kind, case.cause, case.people) == ("billed_not_paid", "unpaid", 1)
    assert case.person in people.values()


def test_month_without_a_bill_is_one_case(till: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people))

    match(users.officer)

    assert (the_case().kind, the_case().people, the_case().cause) == ("decree_not_billed", 4, "not_billed_yet")


def test_amount_of_the_insurer_that_differs_is_a_case(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people))
    lines = active(people, "maria")
    take_in(users.officer, [*lines, line_of(people["maria"], total_idr="8400")], AnswerKind.BILLING)

    run = match(users.officer)

    case = the_case()
    assert (case.kind, case.person, case.amount_idr) == ("amount_differs", people["maria"], 8_400)
    assert run.insurer_idr == 3 * 16_800 + 8_400


def test_somebody_only_the_insurer_bills_is_a_case(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people))
    take_in(users.officer, [*active(people), stranger()], AnswerKind.BILLING)

    match(users.officer)

    assert (the_case().kind, the_case().amount_idr) == ("insurer_bills_only", 16_800)


def test_without_an_active_list_nobody_counts_as_missing_from_it(paid: Till, users: Users) -> None:
    run = match(users.officer)

    assert run.active is None
    assert not run.is_agreed
    assert not Case.objects.exists()


def test_lines_of_another_month_are_kept_and_not_matched(paid: Till, people: dict[str, Person], users: Users) -> None:
    file = take_in(users.officer, [*active(people), stranger(codes="MONTH_OTHER")])

    match(users.officer)

    assert (file.lines, file.set_aside) == (5, 1)
    assert not Case.objects.exists()


def test_released_and_refunded_dues_are_no_difference(till: Till, people: dict[str, Person], users: Users) -> None:
    bill = till.bill()
    till.release(till.named(bill, people["maria"].pk))
    till.transfer(till.ordered(bill), 3 * 16_800)
    till.claim(till.named(bill, people["petrus"].pk))
    take_in(users.officer, active(people, "maria", "petrus"))

    match(users.officer)

    assert not Case.objects.exists()


# --- lists ---------------------------------------------------------------------------------------------------


def test_the_same_list_again_gives_the_first_answer(paid: Till, people: dict[str, Person], users: Users) -> None:
    first = take_in(users.officer, active(people))

    assert take_in(users.head, active(people)) == first
    assert InsurerLine.objects.count() == 4


def test_later_list_takes_the_place_of_the_earlier(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    take_in(users.officer, active(people))

    match(users.officer)

    case = the_case()
    assert case.state == "solved"
    assert said(case) == ["opened", "closed"]
    month = case.months.get()
    assert (month.is_gone, month.is_active, month.paid_idr) == (True, True, 16_800)


def test_list_of_one_payer_says_nothing_about_others(
    paid: Till, people: dict[str, Person], users: Users, programme: Programme
) -> None:
    other = type(programme.payer).objects.create(regency_id="53.03", kind="CSR", name="Donatur contoh")
    take_in(users.officer, [stranger()], payer=other)

    match(users.officer)

    assert (the_case().kind, the_case().payer) == ("active_not_on_decree", other)


def test_numbers_of_the_insurer_are_sealed(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, [stranger(kpj="24031234567")])

    line = InsurerLine.objects.get()
    assert line.content == {
        "nik": STRANGER_NIK,
        "name": "Orang Lain",
        "birth_date": "1980-08-12",
        "kpj": "24031234567",
    }
    row = InsurerLine.objects.values().get()
    assert all(number not in repr(row) for number in (STRANGER_NIK, "24031234567", "Orang Lain"))


# --- cases over time -----------------------------------------------------------------------------------------


def next_month(till: Till) -> Month:
    till.transfer(till.ordered(till.bill(MONTH + 1)))
    return MONTH + 1


def test_next_month_carries_an_open_case_on(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    december = next_month(paid)
    take_in(users.officer, active(people, "maria"), month=december)

    match(users.officer, december)

    case = the_case()
    assert (case.first_month, case.last_month, case.amount_idr) == (MONTH, december, 2 * 16_800)
    assert said(case) == ["opened", "carried"]


def test_earlier_month_closes_once_it_is_paid(till: Till, people: dict[str, Person], users: Users) -> None:
    bill = till.bill()
    take_in(users.officer, active(people))
    match(users.officer)
    till.transfer(till.ordered(bill))
    take_in(users.officer, active(people), month=next_month(till))

    match(users.officer, MONTH + 1)

    assert the_case().state == "solved"


def test_case_settled_too_early_opens_again(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    services.move_cases([the_case()], Case.State.SOLVED, REASON, actor=users.officer, now=NOW)

    match(users.officer)

    assert the_case().state == "open"
    assert said(the_case()) == ["opened", "moved", "reopened"]


def test_case_comes_to_the_months_that_still_differ(paid: Till, people: dict[str, Person], users: Users) -> None:
    """It may begin before the month in which it was found, and end before the last one in which it was met."""
    december = next_month(paid)
    take_in(users.officer, active(people, "maria"))
    take_in(users.officer, active(people, "maria"), month=december)
    match(users.officer, december)
    match(users.officer)
    assert (the_case().first_month, the_case().last_month, the_case().amount_idr) == (MONTH, december, 2 * 16_800)

    take_in(users.officer, active(people), month=december)
    match(users.officer, december)

    assert (the_case().first_month, the_case().last_month, the_case().amount_idr) == (MONTH, MONTH, 16_800)


def test_difference_that_is_accepted_stays_so(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    services.move_cases([the_case()], Case.State.ACCEPTED, REASON, actor=users.officer, now=NOW)

    match(users.officer)

    assert the_case().state == "accepted"


def test_new_difference_after_a_solved_one_is_a_new_case(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    take_in(users.officer, active(people))
    match(users.officer)
    december = next_month(paid)
    take_in(users.officer, active(people, "maria"), month=december)

    match(users.officer, december)

    assert list(Case.objects.order_by("id").values_list("state", "cause")) == [
        ("solved", "joined_late"),
        ("open", "dropped"),
    ]


def test_of_one_person_and_kind_only_the_last_case_comes_alive_again(
    paid: Till, people: dict[str, Person], users: Users
) -> None:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    take_in(users.officer, active(people))
    match(users.officer)
    take_in(users.officer, active(people, "maria"), month=(december := next_month(paid)))
    match(users.officer, december)

    def moved(state: Case.State) -> services.Moved:
        return services.move_cases(list(Case.objects.all()), state, REASON, actor=users.officer, now=NOW)

    assert moved(Case.State.IN_WORK) == services.Moved(moved=1, same=0, superseded=1)
    assert moved(Case.State.SOLVED) == services.Moved(moved=1, same=1, superseded=0)
    assert moved(Case.State.OPEN) == services.Moved(moved=1, same=0, superseded=1)
    assert list(Case.objects.order_by("id").values_list("state", flat=True)) == ["solved", "open"]


def test_same_request_gives_the_same_run(paid: Till, people: dict[str, Person], users: Users) -> None:
    key = uuid4()
    first = match(users.officer, request_key=key)

    assert match(users.officer, request_key=key) == first
    with pytest.raises(KeyReusedError):
        match(users.officer, MONTH + 1, request_key=key)


def test_match_twice_changes_no_case(paid: Till, people: dict[str, Person], users: Users) -> None:
    take_in(users.officer, [*active(people, "maria"), stranger()])
    match(users.officer)
    before = list(Case.objects.order_by("id").values()), list(CaseEvent.objects.order_by("id").values())

    run = match(users.officer)

    assert (list(Case.objects.order_by("id").values()), list(CaseEvent.objects.order_by("id").values())) == before
    assert set(queries.events_of(run).values()) == {0}


def test_the_database_holds_one_live_case_for_a_person_and_kind(
    paid: Till, people: dict[str, Person], users: Users
) -> None:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    twin = the_case()
    twin.pk, twin.public_id = None, uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


# --- decisions -----------------------------------------------------------------------------------------------


@pytest.fixture
def case(paid: Till, people: dict[str, Person], users: Users) -> Case:
    take_in(users.officer, active(people, "maria"))
    match(users.officer)
    return the_case()


def test_state_changes_with_a_reason_and_is_written_down(case: Case, users: Users) -> None:
    moved = services.move_cases([case], Case.State.WAITING, REASON, actor=users.head, now=NOW)

    event = case.events.last()
    assert event is not None
    assert (moved.moved, event.state, event.text, event.actor) == (1, "waiting", REASON, users.head)
    again = services.move_cases([case], Case.State.WAITING, REASON, actor=users.head, now=NOW)
    assert again == services.Moved(moved=0, same=1, superseded=0)


@pytest.mark.parametrize("reason", ["", "ok", "1234567890123"])
def test_without_a_reason_nothing_changes(case: Case, users: Users, reason: str) -> None:
    with pytest.raises(CaseReasonMissingError):
        services.move_cases([case], Case.State.ACCEPTED, reason, actor=users.officer, now=NOW)
    with pytest.raises(CaseReasonMissingError):
        services.settle_cause(case, "died", reason, actor=users.officer, now=NOW)

    assert the_case().state == "open"


def test_number_in_a_reason_is_struck_out(case: Case, users: Users) -> None:
    services.comment(case, f"Menurut cabang NIK {STRANGER_NIK} keliru", actor=users.officer, now=NOW)

    assert STRANGER_NIK not in case.events.get(kind="comment").text


def test_cause_settled_by_a_person_is_not_overwritten(case: Case, users: Users) -> None:
    services.settle_cause(case, "elsewhere", REASON, actor=users.officer, now=NOW)

    match(users.officer)

    assert the_case().cause == "elsewhere"
    assert CaseMonth.objects.get().claim_idr == 16_800


def test_only_who_works_here_can_own_a_case(case: Case, users: Users) -> None:
    services.assign_cases([case], users.treasurer, actor=users.officer, now=NOW)
    for unfit in (users.auditor, users.officer_elsewhere, users.operator):
        with pytest.raises(OwnerUnfitError):
            services.assign_cases([case], unfit, actor=users.officer, now=NOW)

    assert the_case().owner == users.treasurer


def test_only_officer_and_head_reconcile_and_the_branch_answers(
    case: Case, users: Users, people: dict[str, Person]
) -> None:
    for user in users:
        if user in (users.officer, users.head):
            continue
        decisions = (
            lambda user=user: match(user),
            lambda user=user: services.move_cases([case], Case.State.SOLVED, REASON, actor=user, now=NOW),
            lambda user=user: services.assign_cases([case], users.head, actor=user, now=NOW),
            lambda user=user: services.settle_cause(case, "died", REASON, actor=user, now=NOW),
        )
        answers = (
            lambda user=user: take_in(user, active(people)),
            lambda user=user: services.comment(case, REASON, actor=user, now=NOW),
        )
        for act in decisions if user == users.insurer else (*decisions, *answers):
            with pytest.raises(NotAllowedError):
                act()


def test_an_empty_choice_is_refused(users: Users) -> None:
    with pytest.raises(NoCaseChosenError):
        services.move_cases([], Case.State.SOLVED, REASON, actor=users.officer, now=NOW)
