"""A person's page tells his months, his family and everything that happened, and takes what people know better."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from money_trail import Till
from paper_trail import NOW

from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.scope import NotAllowedError, SamePersonError
from jaring.office.audit.models import AuditEntry
from jaring.office.payments.services import GrantPaper, record_restoration
from jaring.office.people import corrections, history, notes, queries
from jaring.office.people.errors import (
    CorrectionChangesNothingError,
    CorrectionSettledError,
    CorrectionUnreadableError,
    CorrectionWaitsError,
    NikTakenError,
    NoteDoneError,
    NoteEmptyError,
    NumberInNoteError,
    ReasonMissingError,
)
from jaring.office.people.models import Correction, CorrectionDecision, Note, Person
from jaring.office.people.months import CoverState, dues_of, strip_of
from jaring.office.programme.queries import months_enrolled

if TYPE_CHECKING:
    from conftest import Programme, Users

pytestmark = pytest.mark.django_db
PAPER = "KTP-el asli diperlihatkan"


def page_of(person: Person) -> str:
    return reverse("people:detail", args=[person.public_id])


# --- Months ----------------------------------------------------------------------------------------------------


def states(person: Person, today: date) -> dict[str, CoverState]:
    strip = strip_of(list(months_enrolled(person)), dues_of(person), today, [], {})
    return {str(each.month): each.state for _year, months in strip.years for each in months if each}


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    return Till(programme, users)


def test_a_paid_month_is_waiting_at_first_and_an_unpaid_one_is_owed_once_it_is_due(till: Till, people) -> None:
    till.paid(Month(2026, 11))
    till.bill(Month(2026, 12))

    assert states(people["maria"], date(2027, 1, 20)) == {
        "2026-11": CoverState.WAITING,
        "2026-12": CoverState.OWED,
        "2027-01": CoverState.OUTSIDE,
    }


def test_a_month_is_only_coming_until_its_due_day_has_passed(till: Till, people) -> None:
    assert states(people["maria"], date(2026, 12, 15)) == {
        "2026-11": CoverState.COMING,
        "2026-12": CoverState.COMING,
    }


def test_a_month_that_nobody_billed_in_time_is_a_gap(till: Till, people) -> None:
    assert states(people["maria"], date(2026, 12, 16))["2026-11"] is CoverState.GAP


def test_money_asked_back_protects_nobody(till: Till, people) -> None:
    bill = till.paid(Month(2026, 11))
    till.claim(till.named(bill, people["maria"].pk))

    assert states(people["maria"], date(2027, 1, 20))["2026-11"] is CoverState.GAP


def test_a_month_paid_after_the_membership_ended_protects_once_the_insurer_restored_it(till: Till, people) -> None:
    later = datetime(2027, 8, 2, 4, 0, tzinfo=UTC)
    order = till.ordered(till.bill(Month(2026, 11)))
    till.transfer(order, value_date=date(2027, 8, 1), now=later)
    lost = states(people["maria"], date(2027, 8, 2))["2026-11"]

    paper = GrantPaper(
        number="B/1/KC/2027",
        granted_on=date(2027, 8, 2),
        granted_by="Kepala Kantor Cabang",
        from_month=Month(2026, 11),
        until_month=Month(2026, 12),
    )
    record_restoration(till.payer, paper, request_key=uuid4(), actor=till.users.officer, now=later)

    assert lost is CoverState.GAP
    assert states(people["maria"], date(2027, 8, 2))["2026-11"] is CoverState.WAITING


def test_who_was_never_enrolled_has_no_months(people) -> None:
    strip = strip_of(list(months_enrolled(people["maria"])), dues_of(people["maria"]), date(2026, 11, 23), [], {})

    assert strip.years == ()
    assert strip.best is None


def test_the_page_says_why_and_leads_to_the_decree(till: Till, users, people, client_of) -> None:
    till.paid(Month(2026, 11))

    page = client_of(users.officer).get(page_of(people["maria"])).content.decode()

    assert "Perlindungan bulan demi bulan" in page
    assert "Mengapa demikian?" in page
    assert re.search(r"Menjadi peserta November 2026 – Desember 2026.*?/sk/", page, re.DOTALL)


# --- Family ----------------------------------------------------------------------------------------------------


def test_the_family_is_who_shares_the_card_and_lies_in_ones_area(users, villages, make_person) -> None:
    def at_home(card: str, name: str, village: object) -> Person:
        return make_person(name, village, kk_look_up=vault.look_up("kk", "53.03", card))

    mother, son, away = (
        at_home("5303040101099001", name, village)
        for name, village in (("Maria", villages.kefa), ("Yanto", villages.kefa), ("Rosa", villages.manamas))
    )
    at_home("5303040101099002", "Petrus", villages.kefa)

    assert queries.household(mother, users.operator) == [son]
    assert set(queries.household(mother, users.officer)) == {son, away}


# --- Corrections -----------------------------------------------------------------------------------------------


def propose(person: Person, users: Users, field: str, typed: str, **changes) -> Correction:
    given = {"actor": users.operator, "now": NOW} | changes
    return corrections.propose(person, field, typed, given.pop("reason", PAPER), **given)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("name", "  Maria   Sau ", "Maria Sau"),
        ("sex", "L", "M"),
        ("birth_date", "31-12-1980", date(1980, 12, 31)),
        ("birth_place", "Kefamenanu", "Kefamenanu"),
        ("mother_name", "Rosa Taek", "Rosa Taek"),
        ("occupation", "Nelayan", "Nelayan"),
        ("income_idr", "Rp 900.000", 900_000),
        ("heir_name", "Yanto Sau", "Yanto Sau"),
        ("heir_relation", "anak", "anak"),
    ],
)
def test_an_accepted_proposal_changes_the_person_and_keeps_what_was(people, users, field, typed, kept) -> None:
    maria = people["maria"]
    before = getattr(maria, field)

    corrections.decide(propose(maria, users, field, typed), is_accepted=True, actor=users.officer, now=NOW)

    maria = Person.objects.get(pk=maria.pk)
    change = maria.changes.get()
    text = vault.unseal(change.before_sealed, change._meta.db_table, "before", change.public_id)
    assert getattr(maria, field) == kept
    assert change.fields == [field]
    assert str(before or "") in text


def test_another_name_is_found_and_another_occupation_counts_for_its_group(people, users) -> None:
    maria = people["maria"]
    for field, typed in (("name", "Marselina Bana"), ("occupation", "Nelayan")):
        corrections.decide(propose(maria, users, field, typed), is_accepted=True, actor=users.officer, now=NOW)

    maria.refresh_from_db()
    assert "MARSELINA" in maria.search_name
    assert maria.occupation_group == "fisher"


@pytest.mark.parametrize(("field", "number"), [("nik", "5303045508809777"), ("kk", "5303040101099555")])
def test_an_accepted_number_is_found_by_its_value_and_stored_sealed(people, users, field, number) -> None:
    maria = people["maria"]
    correction = propose(maria, users, field, number)
    corrections.decide(correction, is_accepted=True, actor=users.officer, now=NOW)

    maria.refresh_from_db()
    assert maria.identifier(field) == number
    assert bytes(getattr(maria, f"{field}_look_up")) == vault.look_up(field, maria.regency_id, number)
    assert number.encode() not in bytes(correction.value_sealed)
    assert number not in str([(e.subject, e.reason, e.detail) for e in AuditEntry.objects.all()])
    assert number not in queries.shown_value(correction)


def test_a_declined_proposal_changes_nothing(people, users) -> None:
    maria = people["maria"]

    corrections.decide(
        propose(maria, users, "name", "Marselina Bana"),
        is_accepted=False,
        note="KTP lain",
        actor=users.officer,
        now=NOW,
    )

    maria.refresh_from_db()
    assert maria.name == "Maria Sa'u"
    assert not maria.changes.exists()
    propose(maria, users, "name", "Marselina Bana")  # May be proposed again, with a better paper.


def test_who_proposed_does_not_decide_nor_does_the_database_let_him(people, users) -> None:
    correction = propose(people["maria"], users, "sex", "L", actor=users.officer)

    with pytest.raises(SamePersonError, match="JRG-602"):
        corrections.decide(correction, is_accepted=True, actor=users.officer, now=NOW)
    with pytest.raises(IntegrityError, match="does not decide"), transaction.atomic():
        CorrectionDecision.objects.create(
            correction=correction, is_accepted=True, decided_by=users.officer, decided_at=NOW
        )


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("nik", "530304550880977"),
        ("nik", "5303041302999001"[:15] + "x"),
        ("birth_date", "31-02-1980"),
        ("birth_date", "31-12-2080"),
        ("sex", "x"),
        ("phone", "12"),
        ("income_idr", "-5"),
        ("name", "Petru5"),
        ("occupation", "-"),
        ("occupation", "x" * 121),
    ],
)
def test_what_cannot_be_such_a_fact_is_refused(people, users, field, typed) -> None:
    with pytest.raises(CorrectionUnreadableError, match="JRG-411"):
        propose(people["maria"], users, field, typed)

    assert not Correction.objects.exists()


def test_proposals_need_a_paper_a_change_and_the_end_of_the_one_before(people, users) -> None:
    maria = people["maria"]
    with pytest.raises(ReasonMissingError, match="JRG-603"):
        propose(maria, users, "sex", "L", reason="KTP")
    with pytest.raises(CorrectionChangesNothingError, match="JRG-412"):
        propose(maria, users, "name", maria.name)
    propose(maria, users, "sex", "L")
    with pytest.raises(CorrectionWaitsError, match="JRG-413"):
        propose(maria, users, "sex", "L")


def test_a_nik_belongs_to_one_person_when_proposed_and_when_decided(people, users, make_person, villages) -> None:
    with pytest.raises(NikTakenError, match="JRG-414"):
        propose(people["maria"], users, "nik", people["petrus"].identifier("nik"))
    correction = propose(people["maria"], users, "nik", "5303045508809777")
    make_person("Rosa Bana", villages.kefa, nik="5303045508809777")
    with pytest.raises(NikTakenError, match="JRG-414"):
        corrections.decide(correction, is_accepted=True, actor=users.officer, now=NOW)


def test_a_proposal_is_decided_once(people, users) -> None:
    correction = propose(people["maria"], users, "sex", "L")
    corrections.decide(correction, is_accepted=False, actor=users.officer, now=NOW)

    with pytest.raises(CorrectionSettledError, match="JRG-415"):
        corrections.decide(correction, is_accepted=True, actor=users.head, now=NOW)


@pytest.mark.parametrize("who", ["treasurer", "auditor", "leadership", "administrator", "operator_elsewhere"])
def test_who_does_not_work_on_the_person_proposes_nothing(people, users, who) -> None:
    with pytest.raises(NotAllowedError, match="JRG-601"):
        propose(people["maria"], users, "sex", "L", actor=getattr(users, who))


@pytest.mark.parametrize("who", ["operator", "treasurer", "auditor", "officer_elsewhere"])
def test_who_may_not_decide_is_refused(people, users, who) -> None:
    correction = propose(people["maria"], users, "sex", "L", actor=users.verifier)

    with pytest.raises(NotAllowedError, match="JRG-601"):
        corrections.decide(correction, is_accepted=True, actor=getattr(users, who), now=NOW)


def test_in_the_pages_one_proposes_and_another_accepts(people, users, client_of) -> None:
    maria = people["maria"]
    proposed = client_of(users.operator).post(
        page_of(maria) + "usulan/", {"field": "name", "value": "Marselina Bana", "reason": PAPER}
    )
    own = client_of(users.operator).get(page_of(maria)).content.decode()
    correction = Correction.objects.get()
    decision = reverse("people:decide", args=[correction.public_id])
    waiting = client_of(users.officer).get(reverse("people:waiting")).content.decode()
    home = client_of(users.officer).get("/").content.decode()
    client_of(users.officer).post(decision, {"outcome": "accept"})

    maria.refresh_from_db()
    assert proposed.status_code == 302
    assert decision not in own
    assert "Menunggu keputusan orang lain" in own
    assert "Marselina Bana" in waiting
    assert reverse("people:waiting") in home
    assert maria.name == "Marselina Bana"


def test_ticked_proposals_are_decided_and_each_says_what_became_of_it(people, users, client_of) -> None:
    good = propose(people["maria"], users, "occupation", "Nelayan", actor=users.operator)
    settled = propose(people["maria"], users, "sex", "L", actor=users.operator)
    own = propose(people["petrus"], users, "occupation", "Nelayan", actor=users.officer)
    corrections.decide(settled, is_accepted=False, actor=users.head, now=NOW)
    handed = notes.write(people["maria"], "KK belum ada", handed_to="officer", actor=users.operator, now=NOW)
    officer = client_of(users.officer)

    ticked = {"outcome": "accept", "baris": [each.public_id for each in (good, settled, own)]}
    decided = officer.post(reverse("people:decide_many"), ticked)
    finished = officer.post(reverse("people:finish_many"), {"baris": [handed.public_id]})

    came = [(each.detail, each.refusal and each.refusal.code) for each in decided.context["results"]]
    assert came == [("jenis kelamin", "JRG-415"), ("pekerjaan", "JRG-602"), ("pekerjaan", None)]
    assert Person.objects.get(pk=people["maria"].pk).occupation == "Nelayan"
    assert Person.objects.get(pk=people["petrus"].pk).occupation != "Nelayan"
    assert [each.refusal for each in finished.context["results"]] == [None]


def test_a_refused_proposal_keeps_what_was_typed_and_says_why(people, users, client_of) -> None:
    answer = client_of(users.operator).post(
        page_of(people["maria"]) + "usulan/", {"field": "birth_date", "value": "31-02-1980", "reason": PAPER}
    )

    assert answer.status_code == 422
    assert "31-02-1980" in answer.content.decode()
    assert "tidak dapat dibaca sebagai tanggal lahir" in answer.content.decode()


# --- Notes -----------------------------------------------------------------------------------------------------


def test_who_is_handed_over_waits_at_that_role_until_it_is_done(people, users, client_of) -> None:
    note = notes.write(people["maria"], "KK belum ada", handed_to="district_verifier", actor=users.operator, now=NOW)

    assert list(queries.open_notes(users.verifier)) == [note]
    assert not queries.open_notes(users.officer).exists()
    client_of(users.verifier).post(reverse("people:finish", args=[note.public_id]))
    assert not queries.open_notes(users.verifier).exists()
    with pytest.raises(NoteDoneError, match="JRG-418"):
        notes.finish(note, actor=users.verifier, now=NOW)


def test_only_the_role_finishes_what_it_was_handed(people, users) -> None:
    note = notes.write(people["maria"], "KK belum ada", handed_to="district_verifier", actor=users.operator, now=NOW)

    with pytest.raises(NoteDoneError, match="JRG-418"):
        notes.finish(note, actor=users.officer, now=NOW)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", NoteEmptyError),
        ("   ", NoteEmptyError),
        ("x" * 501, NoteEmptyError),
        ("NIK-nya 5303041109909001", NumberInNoteError),
        ("KK 5303 0401 0109 9001", NumberInNoteError),
    ],
)
def test_a_note_has_words_and_no_numbers(people, users, text, refusal) -> None:
    with pytest.raises(refusal):
        notes.write(people["maria"], text, actor=users.operator, now=NOW)

    assert not Note.objects.exists()


@pytest.mark.parametrize("who", ["leadership", "administrator", "operator_elsewhere", "officer_elsewhere"])
def test_who_does_not_meet_the_person_writes_nothing(people, users, who) -> None:
    with pytest.raises(NotAllowedError, match="JRG-601"):
        notes.write(people["maria"], "Sudah pindah", actor=getattr(users, who), now=NOW)


# --- Timeline --------------------------------------------------------------------------------------------------


def test_the_timeline_names_every_act_its_author_and_its_reason(till: Till, people, users, client_of) -> None:
    maria = people["maria"]
    client = client_of(users.operator)
    client.post(page_of(maria) + "nomor/", {"field": "nik", "reason": "Ditanya kantor cabang"})
    notes.write(maria, "KK belum ada", actor=users.operator, now=NOW)
    corrections.decide(propose(maria, users, "sex", "L"), is_accepted=True, actor=users.officer, now=NOW)
    client.post(page_of(maria) + "keluar/", {"reason": "moved", "happened_on": "20-11-2026", "note": "ke Kupang"})

    told = [
        (event.title, event.by, event.why)
        for event in history.timeline(maria, list(months_enrolled(maria)), maria.changes.all(), history.acts_on(maria))
    ]

    assert ("Nomor lengkap dibuka", "Operator", "Ditanya kantor cabang") in told
    assert ("Catatan", "Operator", "KK belum ada") in told
    assert ("Perbaikan jenis kelamin diusulkan", "Operator", f"{PAPER} – diterima oleh Petugas") in told
    assert ("Diubah: jenis kelamin", "Petugas", "") in told
    assert ("Dilaporkan keluar: pindah ke luar daerah, 20 November 2026", "Operator", "ke Kupang") in told
    assert any(title.startswith("Menjadi peserta November 2026") and by == "Kepala" for title, by, _ in told)


def test_a_full_page_takes_at_most_twelve_statements(
    till: Till, people, users, client_of, django_assert_max_num_queries
) -> None:
    till.paid(Month(2026, 11))
    maria = people["maria"]
    notes.write(maria, "KK belum ada", handed_to="officer", actor=users.operator, now=NOW)
    propose(maria, users, "sex", "L")
    client = client_of(users.officer)

    with django_assert_max_num_queries(12):
        client.get(page_of(maria))
