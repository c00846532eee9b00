"""``jaring payer``, ``budget``, ``plan`` and ``decree move``: what they do, what they refuse, and what they print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail
import pytest
from cohorts import FIRST, PLENTY_IDR, Cohort, cohort_of
from command_line import Jaring, command_line

from jaring.office.programme.models import BudgetEntry, Decree, Payer, Plan

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(programme: Programme, users: Users, villages: Villages, make_person: MakePerson) -> Cohort:
    return cohort_of(programme, users, villages, make_person)


@pytest.fixture
def jaring(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cohort: Cohort) -> Jaring:
    monkeypatch.setenv("JARING_REGENCY", "53.03")
    return command_line(monkeypatch, capsys, trail.NOW)


def test_payers_are_registered_changed_and_listed(jaring: Jaring, users: Users, villages: Villages) -> None:
    officer = ("--as", users.officer.username, "--json")
    made = jaring("payer", "add", "EMPLOYER", "Pemerintah Desa Contoh", "--village", villages.maubeli.code, *officer)
    assert made.document == {
        "code": f"EMPLOYER-{villages.maubeli.code}",
        "kind": "EMPLOYER",
        "name": "Pemerintah Desa Contoh",
        "village": villages.maubeli.code,
        "group_code": Payer.objects.get(code=made.document["code"]).group_code,
    }
    assert jaring("payer", "add", "EMPLOYER", "Lain", "--village", villages.maubeli.code, *officer).code == "JRG-521"
    assert jaring("payer", "add", "CSR", "PT Contoh", "--group", "XX", *officer).code == "JRG-523"

    changed = jaring("payer", "change", "CSR", "--name", "PT Contoh Baru", "--group", "sl", *officer).document
    assert (changed["name"], changed["group_code"]) == ("PT Contoh Baru", "SL")
    assert jaring("payer", "change", "CSR", "--name", "PT", "--as", users.operator.username).code == "JRG-601"
    assert jaring("payer", "villages", "APBDES", *officer).document["new"] > 1
    listed = jaring("payer", "list", "--json")
    assert {"APBD", "CSR-1", "SELF", made.document["code"]} <= {each["code"] for each in listed.document["payers"]}
    assert "PT Contoh Baru" in jaring("payer", "list").out


def test_budget_is_entered_revised_and_shown(jaring: Jaring, users: Users) -> None:
    officer = ("--as", users.officer.username)
    enter = ("budget", "enter", 2026, "--payer", "CSR", "--line", "both=5000000", "--basis", "DPA")
    document = jaring(*enter, "--number", "12/DPA", "--date", "2026-01-05", *officer, "--json").document
    assert document["ceiling_idr"] == PLENTY_IDR + 5_000_000
    assert BudgetEntry.objects.get(document_number="12/DPA").document_date is not None

    key = uuid4()
    revise = ("budget", "revise", 2026, "--payer", "CSR", "--line", "both=-1000000", "--basis", "DPPA", "--key", key)
    left = [jaring(*revise, *officer, "--json").document["left_idr"] for _again in range(2)]
    assert left == [PLENTY_IDR + 4_000_000] * 2
    assert jaring("budget", "revise", 2026, "--line", "jht=1", "--basis", "x", *officer).code == "JRG-526"
    assert jaring("budget", "revise", 2026, "--line", "jkk", "--basis", "x", *officer).status == 2

    shown = {each["payer"]: each for each in jaring("budget", "show", 2026, *officer, "--json").document["payers"]}
    assert shown["CSR-1"]["ceiling_idr"] == PLENTY_IDR + 4_000_000
    assert shown["APBD"]["people"] == 6
    table = jaring("budget", "revise", 2026, "--payer", "CSR", "--line", "both=1", "--basis", "DPPA", *officer).out
    assert "2026" in table
    assert "2.026" not in table


def test_plan_is_made_and_people_come_under_it(jaring: Jaring, users: Users, cohort: Cohort) -> None:
    steps = ("--step", f"{FIRST + 1}=75", "--step", "2027-07=0")
    made = jaring("plan", "add", "Menuju mandiri", *steps, "--as", users.treasurer.username, "--json").document
    assert (made["payer"], made["partner"]) == ("APBD", "SELF")
    assert [step["percent"] for step in made["steps"]] == [75, 0]
    assert jaring("plan", "add", "Menuju mandiri", *steps, "--as", users.treasurer.username).code == "JRG-541"
    assert jaring("plan", "add", "Naik", "--step", "2026-12=x", "--as", users.treasurer.username).status == 2
    assert "Menuju mandiri" in jaring("plan", "list").out

    move = ("decree", "move", "--from-payer", "APBD", "--payer", "APBD", "--from", FIRST + 1, "--plan", made["plan"])
    weighed = jaring(*move, "--preview", "--as", users.officer.username, "--json").document
    assert (weighed["people"], weighed["partner_idr"] > 0, Decree.objects.count()) == (6, True, 1)
    drafted = jaring(*move, "--number", "07/KEP", "--as", users.officer.username, "--json").document
    assert (drafted["people"], Decree.objects.get(number="07/KEP").plan) == (6, Plan.objects.get())
    assert jaring(*move[:-1], "Tidak ada", "--preview", "--as", users.officer.username).code == "JRG-542"


def test_move_takes_whom_it_names(jaring: Jaring, users: Users, cohort: Cohort, tmp_path: Path) -> None:
    move = ("decree", "move", "--from-payer", "APBD", "--payer", "CSR", "--from", FIRST + 1)
    officer = ("--as", users.officer.username, "--json")
    chosen = tmp_path / "orang.txt"
    chosen.write_text(f"{cohort.people[0].public_id}\n", encoding="utf-8")

    assert jaring(*move, "--people", chosen, *officer).document["people"] == 1
    assert jaring(*move, "--in-village", cohort.people[0].village_id, *officer).document["people"] == 2
    assert jaring(*move, "--run", cohort.run.public_id, *officer).document["people"] == 6
    assert jaring(*move, "--run", uuid4(), *officer).code == "JRG-270"
    assert jaring(*move, "--as", users.operator.username).code == "JRG-601"
    assert "Biaya sesudah pindah" in jaring(*move, "--as", users.officer.username).out
    drafted = jaring(*move, "--people", chosen, "--number", "08/KEP", *officer).document
    assert (drafted["payer"], drafted["people"]) == ("CSR-1", 1)
    assert jaring(*move, "--people", chosen, "--number", "08/KEP", *officer).code == "JRG-504"
