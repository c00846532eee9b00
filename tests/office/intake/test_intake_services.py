"""From a delivery to the register and back: judged, mended, taken over, and undone as if it had not come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import paper_trail as trail
import pytest
from deliveries import KEFA, MAUBELI, NOW, Listed, listed, read, take_over, write_list

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Role
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.intake import services as intake
from jaring.office.intake.corrections import write_workbook
from jaring.office.intake.errors import (
    AlreadyImportedError,
    BatchBuiltOnError,
    BatchSettledError,
    NothingReadError,
    NothingToTakeError,
    RegisterUnreadableError,
    RowNotOpenError,
)
from jaring.office.intake.models import OUT_OF_AREA, ImportBatch, ImportRow
from jaring.office.people import services as people
from jaring.office.people.corrections import decide, propose
from jaring.office.people.models import CoveredElsewhere, DtsenEntry, Person, PersonChange
from jaring.office.places.models import Regency
from jaring.office.rules.services import choose_reading

if TYPE_CHECKING:
    from conftest import MakeUser, Programme, Users

GOOD = listed(1)
DOUBTFUL = listed(2, born=date(1980, 1, 1))
"""Born on another day than the NIK says."""
REJECTED = replace(listed(3), nik="530305")


@pytest.fixture
def officer(gazetteer: Regency, users: Users) -> User:
    return users.officer


class Desk:
    """Where lists arrive: writes each as a file of its own and reads it."""

    def __init__(self, folder: Path, officer: User) -> None:
        self.folder, self.officer, self.number = folder, officer, 0

    def read(self, *lines: Listed, actor: User | None = None) -> ImportBatch:
        self.number += 1
        path = write_list(self.folder / f"daftar-{self.number}.csv", lines)
        return read(path, actor or self.officer)

    def take(self, *lines: Listed) -> ImportBatch:
        batch = self.read(*lines)
        take_over(batch, self.officer)
        return batch

    def undo(self, batch: ImportBatch) -> None:
        people.undo(batch, actor=self.officer, now=NOW)

    def judge(self, row: ImportRow, *, take: bool) -> ImportRow:
        return intake.judge(row, take=take, actor=self.officer, now=NOW)

    def mend(self, row: ImportRow, **typed: str) -> ImportRow:
        return intake.mend(row, typed, actor=self.officer, now=NOW)


@pytest.fixture
def desk(tmp_path: Path, officer: User) -> Desk:
    return Desk(tmp_path, officer)


def the_row(batch: ImportBatch, verdict: str) -> ImportRow:
    return batch.rows.get(verdict=verdict)


def on_register() -> set[str]:
    return {person.identifier("nik") for person in Person.objects.all()}


def register() -> list[tuple[object, ...]]:
    """Return the register as somebody with the key reads it."""
    fields = ("public_id", "village_id", "name", "search_name", "sex", "birth_date", "occupation", "occupation_group")
    numbers = ("nik", "kk", "phone")
    return [
        (*(getattr(p, field) for field in fields), *(p.identifier(n) for n in numbers), bytes(p.kk_look_up or b""))
        for p in Person.objects.order_by("pk")
    ]


# Reading ----------------------------------------------------------------------------------------------

SEVENTEEN = listed(4, born=date(2009, 3, 15), nik="5303051503099005", sex="L")
"""Seventeen years old on the day that these lists are judged for."""


def follow_18(regency: Regency, users: Users, from_month: Month, now: datetime = NOW) -> None:
    grounds = {"reason": "Peraturan bupati kita", "reference": "Perbup contoh nomor satu"}
    choose_reading("entry_from_18", regency=regency, from_month=from_month, **grounds, actor=users.head, now=now)


@pytest.mark.parametrize(("from_month", "codes"), [(Month(2026, 12), "UNDER_AGE"), (Month(2027, 1), "")])
def test_a_delivery_is_judged_by_the_reading_that_the_regency_follows_on_that_day(
    desk: Desk, gazetteer: Regency, users: Users, from_month: Month, codes: str
) -> None:
    follow_18(gazetteer, users, from_month)

    [row] = desk.read(SEVENTEEN).rows.all()

    assert row.codes == codes
    assert desk.mend(row, name="Yohanes Naitufe").codes == codes


def test_what_is_chosen_after_a_delivery_was_read_leaves_its_rows_and_their_sentences_alone(
    desk: Desk, gazetteer: Regency, users: Users, tmp_path: Path
) -> None:
    sixteen = replace(SEVENTEEN, nik="5303051503109006", born=date(2010, 3, 15))
    batch = desk.read(SEVENTEEN, sixteen)
    follow_18(gazetteer, users, Month(2026, 12), NOW + timedelta(hours=1))

    good, young = batch.rows.order_by("row_number")
    assert desk.mend(good, name="Yohanes Naitufe").codes == ""
    book = write_workbook(batch, batch.files.get(), [young], tmp_path)
    assert book is not None
    texts = [str(cell.value) for row in openpyxl.load_workbook(book).worksheets[0].iter_rows() for cell in row]
    assert any("di bawah 17 tahun" in text for text in texts)


def test_reading_a_delivery_judges_every_row_and_puts_nobody_on_the_register(desk: Desk) -> None:
    batch = desk.read(GOOD, DOUBTFUL, REJECTED)

    assert batch.state == ImportBatch.State.PREVIEW
    assert sorted(batch.rows.values_list("verdict", flat=True)) == ["accepted", "doubtful", "rejected"]
    assert batch.files.values_list("accepted", "doubtful", "rejected").get() == (1, 1, 1)
    assert not Person.objects.exists()


def test_reading_is_kept_in_the_audit_chain_without_names(desk: Desk) -> None:
    batch = desk.read(GOOD, DOUBTFUL, REJECTED)

    entry = AuditEntry.objects.get(event="intake.read")

    assert entry.subject == str(batch.public_id)
    assert entry.detail == {"files": 1, "accepted": 1, "doubtful": 1, "rejected": 1}


def test_same_files_are_refused_twice_whatever_they_are_called(desk: Desk) -> None:
    desk.read(GOOD)

    with pytest.raises(AlreadyImportedError, match="JRG-402"):
        desk.read(GOOD)

    assert ImportBatch.objects.count() == 1


def test_same_files_may_come_again_after_they_were_undone(desk: Desk) -> None:
    desk.undo(desk.take(GOOD))

    desk.take(GOOD)

    assert on_register() == {GOOD.nik}


def test_delivery_without_any_person_is_refused_and_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(NothingReadError, match="JRG-401"):
        desk.read()

    assert not ImportBatch.objects.exists()


def test_rows_outside_the_area_of_the_sender_are_rejected(desk: Desk, make_user: MakeUser) -> None:
    lurah = make_user("lurah", Role.VILLAGE_OPERATOR, KEFA)

    batch = desk.read(listed(1), listed(2, MAUBELI), actor=lurah)

    outside = the_row(batch, "rejected")
    assert (outside.village_id, outside.codes) == (MAUBELI, OUT_OF_AREA)
    assert the_row(batch, "accepted").village_id == KEFA
    assert batch.village_id == KEFA


def test_row_mended_into_a_village_outside_the_area_is_rejected(desk: Desk, make_user: MakeUser) -> None:
    lurah = make_user("lurah", Role.VILLAGE_OPERATOR, KEFA)
    batch = desk.read(replace(listed(1), nik="5303"), actor=lurah)

    row = intake.mend(batch.rows.get(), {"nik": GOOD.nik, "village": "Maubeli"}, actor=lurah, now=NOW)

    assert row.verdict == "rejected"
    assert OUT_OF_AREA in row.codes


def test_list_of_another_regency_is_not_for_its_officer(desk: Desk, users: Users) -> None:
    batch = desk.read(GOOD, actor=users.officer_elsewhere)

    assert the_row(batch, "rejected").codes == OUT_OF_AREA
    with pytest.raises(NotAllowedError):
        take_over(batch, users.officer_elsewhere)


@pytest.mark.parametrize("role", ["treasurer", "auditor", "leadership", "administrator"])
def test_lists_are_read_only_by_who_may_import(desk: Desk, users: Users, role: str) -> None:
    with pytest.raises(NotAllowedError, match="JRG-601"):
        desk.read(GOOD, actor=getattr(users, role))


# Judging and mending ----------------------------------------------------------------------------------


def test_doubtful_row_is_taken_only_when_it_was_judged_good(desk: Desk, officer: User) -> None:
    batch = desk.take(GOOD, DOUBTFUL)
    assert on_register() == {GOOD.nik}

    desk.judge(the_row(batch, "doubtful"), take=True)
    take_over(batch, officer)

    assert on_register() == {GOOD.nik, DOUBTFUL.nik}


def test_good_row_that_was_judged_away_is_not_taken(desk: Desk, officer: User) -> None:
    batch = desk.read(GOOD, listed(7))
    desk.judge(batch.rows.earliest("pk"), take=False)

    take_over(batch, officer)

    assert on_register() == {listed(7).nik}


def test_rejected_row_cannot_be_judged_good(desk: Desk) -> None:
    row = the_row(desk.read(GOOD, REJECTED), "rejected")

    with pytest.raises(RowNotOpenError, match="JRG-406"):
        desk.judge(row, take=True)


def test_row_that_was_taken_is_settled(desk: Desk) -> None:
    row = desk.take(GOOD).rows.get()

    with pytest.raises(RowNotOpenError):
        desk.judge(row, take=False)
    with pytest.raises(RowNotOpenError):
        desk.mend(row, name="Orang Lain")


def test_rejected_row_is_mended_and_what_was_sent_stays_beside_it(desk: Desk, officer: User) -> None:
    batch = desk.read(REJECTED)

    row = desk.mend(batch.rows.get(), nik=listed(3).nik)
    take_over(batch, officer)

    assert (row.verdict, row.codes) == ("accepted", "")
    assert next(cell["text"] for cell in row.content["cells"] if cell["field"] == "nik") == REJECTED.nik
    assert row.content["mended"] == {"nik": listed(3).nik}
    assert batch.files.values_list("accepted", "rejected").get() == (1, 0)
    assert on_register() == {listed(3).nik}


def test_row_mended_to_the_nik_of_another_row_is_rejected(desk: Desk) -> None:
    batch = desk.read(GOOD, REJECTED)

    row = desk.mend(the_row(batch, "rejected"), nik=GOOD.nik)

    assert row.verdict == "rejected"
    assert "DUPLICATE_NIK" in row.codes


def test_mending_a_row_takes_its_judgement_back(desk: Desk, officer: User) -> None:
    row = desk.judge(the_row(desk.read(GOOD, DOUBTFUL), "doubtful"), take=True)

    row = desk.mend(row, name="Orang Rekaan")

    assert (row.verdict, row.judgement) == ("doubtful", "")


# Taking over ------------------------------------------------------------------------------------------


def test_nothing_to_take_is_refused(desk: Desk) -> None:
    with pytest.raises(NothingToTakeError, match="JRG-404"):
        desk.take(DOUBTFUL, REJECTED)
    batch = desk.take(GOOD)
    with pytest.raises(NothingToTakeError):
        take_over(batch, desk.officer)


def test_later_list_brings_a_person_up_to_date_and_keeps_the_state_before(desk: Desk) -> None:
    desk.take(GOOD)
    older = Person.objects.get()

    batch = desk.read(replace(GOOD, occupation="Nelayan", phone="081200009999"))
    counts = take_over(batch, desk.officer)

    person, change = Person.objects.get(), PersonChange.objects.get()
    assert counts == {"new": 0, "changed": 1, "unchanged": 0}
    assert (person.public_id, person.occupation_group) == (older.public_id, "fisher")
    assert person.identifier("phone") == "+6281200009999"
    assert set(change.fields) == {"occupation", "occupation_group", "phone"}
    assert GOOD.phone[1:].encode() not in bytes(change.before_sealed)
    desk.undo(batch)
    assert Person.objects.get().identifier("phone") == older.identifier("phone")


def test_empty_cell_of_a_later_list_erases_nothing(desk: Desk) -> None:
    desk.take(GOOD)

    counts = take_over(desk.read(replace(GOOD, kk="", phone="", occupation="")), desk.officer)

    assert counts == {"new": 0, "changed": 0, "unchanged": 1}
    assert not PersonChange.objects.exists()


def test_taking_over_at_once_keeps_doubtful_rows_waiting(tmp_path: Path, officer: User) -> None:
    path = write_list(tmp_path / "daftar.csv", [DOUBTFUL])

    batch, counts = people.read_and_take_over(
        [path],
        regency_code="53.03",
        as_of=date(2026, 12, 1),
        source="Daftar",
        sender="Lurah",
        received_date=NOW.date(),
        actor=officer,
        now=NOW,
    )

    assert counts == {"new": 0, "changed": 0, "unchanged": 0}
    assert ImportBatch.objects.get().state == ImportBatch.State.PREVIEW
    assert the_row(batch, "doubtful").taken_at is None


@pytest.mark.parametrize("role", ["operator", "verifier", "treasurer", "auditor"])
def test_lists_are_taken_over_and_undone_only_by_the_office(desk: Desk, users: Users, role: str) -> None:
    batch = desk.take(GOOD)
    second = desk.read(listed(7))

    with pytest.raises(NotAllowedError):
        take_over(second, getattr(users, role))
    with pytest.raises(NotAllowedError):
        people.undo(batch, actor=getattr(users, role), now=NOW)


# Undoing ----------------------------------------------------------------------------------------------


def test_undone_delivery_leaves_the_register_as_if_it_had_not_come(desk: Desk) -> None:
    desk.take(listed(1), listed(5))
    before = register()

    moved = replace(listed(1), village=MAUBELI, kk="5303050101109777", occupation="Nelayan", phone="081200008888")
    batch = desk.take(moved, listed(7), replace(listed(5), name="Yosefina Kolnifu Baru"))
    assert register() != before
    desk.undo(batch)

    assert register() == before
    assert batch.rows.filter(taken_at__isnull=False).count() == 0
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportBatch.State.UNDONE


def test_delivery_of_which_two_rows_were_taken_one_after_the_other_is_undone_whole(desk: Desk) -> None:
    desk.take(listed(1), listed(2))
    before = register()
    batch = desk.take(replace(listed(1), occupation="Nelayan"), replace(DOUBTFUL, occupation="Nelayan"))
    desk.judge(the_row(batch, "doubtful"), take=True)
    take_over(batch, desk.officer)

    desk.undo(batch)

    assert register() == before


def test_undone_delivery_is_settled(desk: Desk) -> None:
    batch = desk.take(GOOD, DOUBTFUL)
    desk.undo(batch)

    with pytest.raises(BatchSettledError, match="JRG-403"):
        desk.undo(batch)
    with pytest.raises(BatchSettledError):
        take_over(batch, desk.officer)
    with pytest.raises(BatchSettledError):
        desk.judge(the_row(batch, "doubtful"), take=True)
    with pytest.raises(BatchSettledError):
        desk.mend(the_row(batch, "doubtful"), name="Orang Lain")


def test_delivery_on_which_a_choice_rests_is_not_undone(desk: Desk, programme: Programme) -> None:
    batch = desk.take(GOOD)
    trail.run_targeting(programme.year, programme.payer, desk.officer, with_optimum=False)

    with pytest.raises(BatchBuiltOnError, match="JRG-405"):
        desk.undo(batch)

    assert on_register() == {GOOD.nik}


def test_delivery_whose_person_was_reported_as_gone_is_not_undone(desk: Desk) -> None:
    batch = desk.take(GOOD)
    trail.leave(Person.objects.get(), desk.officer)

    with pytest.raises(BatchBuiltOnError):
        desk.undo(batch)


def test_delivery_after_which_a_fact_was_put_right_is_not_undone(desk: Desk, users: Users) -> None:
    desk.take(GOOD)
    batch = desk.take(replace(GOOD, occupation="Nelayan"))
    correction = propose(
        Person.objects.get(), "occupation", "Pedagang", "Surat desa terlampir", actor=users.operator, now=NOW
    )
    decide(correction, is_accepted=True, actor=desk.officer, now=NOW)

    with pytest.raises(BatchBuiltOnError):
        desk.undo(batch)

    assert Person.objects.get().occupation == "Pedagang"


def test_delivery_that_a_later_list_changed_is_not_undone_before_that_list(desk: Desk) -> None:
    first = desk.take(GOOD)
    second = desk.take(replace(GOOD, occupation="Nelayan"))
    third = desk.take(replace(GOOD, occupation="Pedagang"))

    for batch in (first, second):
        with pytest.raises(BatchBuiltOnError):
            desk.undo(batch)

    assert Person.objects.get().occupation == "Pedagang"
    desk.undo(third)
    assert Person.objects.get().occupation == "Nelayan"


def test_deliveries_are_undone_one_after_the_other_from_the_last(desk: Desk) -> None:
    desk.take(GOOD)
    second = desk.take(replace(GOOD, occupation="Nelayan"))
    third = desk.take(replace(GOOD, occupation="Pedagang"))

    desk.undo(third)
    desk.undo(second)

    assert Person.objects.get().occupation == GOOD.occupation


# Registers --------------------------------------------------------------------------------------------


def read_register(path: Path, text: str, kind: str, officer: User) -> ImportBatch:
    path.write_text(text, encoding="utf-8")
    service = {"dtsen": people.import_dtsen, "elsewhere": people.import_elsewhere}[kind]
    return service(path, regency_code="53.03", received_date=NOW.date(), actor=officer, now=NOW)


def test_dtsen_is_kept_by_look_up_value_and_undone(tmp_path: Path, desk: Desk) -> None:
    text = f"NIK,Desil,jumlah_anggota\n{GOOD.nik},2,5\n{listed(7).nik},10,\nbukan nik,3,1\n{GOOD.nik},9,9\n"

    batch = read_register(tmp_path / "dtsen.csv", text, "dtsen", desk.officer)

    assert sorted(DtsenEntry.objects.values_list("decile", "household_size")) == [(2, 5), (10, None)]
    with pytest.raises(AlreadyImportedError):
        read_register(tmp_path / "lagi.csv", text, "dtsen", desk.officer)
    desk.undo(batch)
    assert not DtsenEntry.objects.exists()


def test_people_covered_elsewhere_are_kept_and_undone(tmp_path: Path, desk: Desk) -> None:
    batch = read_register(tmp_path / "lain.csv", f"nik,segmen\n{GOOD.nik},PPU\n", "elsewhere", desk.officer)

    assert CoveredElsewhere.objects.values_list("segment", flat=True).get() == "PPU"
    desk.undo(batch)
    assert not CoveredElsewhere.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nama,desil\nMaria,1\n",
        "nik,jumlah_anggota\n5303051203859001,1\n",
        "nik,desil\n5303051203859001,11\n",
        "nik,desil\n5303051203859001,\n",
        "nik,desil\n5303051203859001\n",
        "nik,desil\n5303051203859001,١\n",
        "nik,desil,jumlah_anggota\n5303051203859001,1,0\n",
    ],
)
def test_register_file_of_another_shape_is_refused_and_leaves_nothing(tmp_path: Path, desk: Desk, text: str) -> None:
    with pytest.raises(RegisterUnreadableError, match="JRG-407"):
        read_register(tmp_path / "dtsen.csv", text, "dtsen", desk.officer)

    assert not ImportBatch.objects.exists()


def test_register_file_that_is_not_text_is_refused(tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "dtsen.csv"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00nik,desil\n")

    with pytest.raises(RegisterUnreadableError):
        people.import_dtsen(path, regency_code="53.03", received_date=NOW.date(), actor=desk.officer, now=NOW)
