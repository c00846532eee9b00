"""The office on the command line: how each command ends, what it prints, and what it never says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from homes import DRAFT, PEOPLE, REQUEST_KEY, Home, Homes

SIXTEEN_DIGITS = re.compile(r"\d{16}")
ON_MISSING_DATABASE = (("doctor",), ("audit", "verify"), ("decree", "enact", "01/KEP"), ("bill", "2026-11"))


def printed(home: Home, *arguments: str) -> Any:
    """Run a command that must succeed, and return the one JSON document that it prints."""
    done = home.jaring(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(home: Home, *arguments: str, status: int = 1) -> dict[str, Any]:
    """Run a command that must be refused, and return the problem that it prints."""
    done = home.jaring(*arguments, "--json")
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    problem: dict[str, Any] = json.loads(done.stderr.strip().splitlines()[-1])
    return problem


@pytest.mark.parametrize("command", ON_MISSING_DATABASE, ids=" ".join)
def test_command_on_a_missing_database_is_refused_and_makes_no_file(homes: Homes, command: tuple[str, ...]) -> None:
    home = homes.empty()

    done = home.jaring(*command)

    assert done.returncode == 1
    assert "JRG-704" in done.stderr
    assert done.stdout == ""
    assert list((home.folder / "data").iterdir()) == []


def test_main_job_runs_from_an_empty_folder(homes: Homes, home: Home) -> None:
    """From nothing to a bill: region, year, list, choice, decree, bill; each prints one document."""
    lists, home = home.folder / "daftar.csv", homes.empty()
    made = printed(home, "region", "add", "53.03")
    assert made["regency"] == "53.03"
    assert printed(home, "region", "add", "53.03")["password"] is None
    assert (
        printed(home, "year", "open", "2026", "--budget", "2016000", "--basis", "DPA 2026")["budget_idr"] == 2_016_000
    )
    assert printed(home, "import", str(lists), "--as-of", "2026-11-01")["new"] == len(PEOPLE)
    run = printed(home, "target", "--from", "2026-11", "--seed", "TTU")
    assert run["selected"] == len(PEOPLE)
    decree = printed(home, "decree", "draft", "--number", "01/KEP", "--date", "2026-10-20")
    assert (decree["status"], decree["additions"]) == ("draft", len(PEOPLE))
    assert refusal(home, "decree", "enact", "01/KEP")["code"] == "JRG-602"


class Once:
    """Commands run one after the other in one home, and what they printed."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.bill = self.json("bill", "2026-11", "--as", "petugas", "--key", REQUEST_KEY)
        self.again = self.json("bill", "2026-11", "--as", "petugas", "--key", REQUEST_KEY)
        self.enacted = self.json("decree", "enact", DRAFT, "--as", "kepala")

    def json(self, *arguments: str) -> Any:
        return printed(self.home, *arguments)


@pytest.fixture(scope="module")
def once(homes: Homes) -> Once:
    return Once(homes.copy())


def test_bill_is_printed_as_one_document_and_repeated_by_its_key(once: Once) -> None:
    assert once.bill["people"] == len(PEOPLE)
    assert once.bill["total_idr"] == 16_800 * len(PEOPLE)
    assert once.again == once.bill


def test_decree_in_force_is_printed(once: Once) -> None:
    assert (once.enacted["number"], once.enacted["status"], once.enacted["removals"]) == (DRAFT, "in_force", 1)


def test_doctor_and_audit_are_well(once: Once) -> None:
    found = once.json("doctor")

    assert found["healthy"] is True
    assert {check["violations"] for check in found["checks"] if not check["warns"]} == {0}
    assert once.json("audit", "verify")["faults"] == 0


OPEN_2027 = ("year", "open", "2027", "--basis", "DPA", "--budget", "1000")
REFUSED = {
    "month billed": ("JRG-302", ("bill", "2026-11", "--as", "petugas")),
    "key of another bill": ("JRG-301", ("bill", "2026-12", "--as", "petugas", "--key", REQUEST_KEY)),
    "no year": ("JRG-501", ("bill", "2031-01")),
    "no payer": ("JRG-502", ("bill", "2026-12", "--payer", "CSR")),
    "in force": ("JRG-507", ("decree", "enact", DRAFT, "--as", "kepala")),
    "no such decree": ("JRG-509", ("decree", "enact", "99/KEP", "--as", "kepala")),
    "not allowed": ("JRG-601", ("bill", "2026-12", "--as", "bendahara")),
    "no such user": ("JRG-604", ("bill", "2026-12", "--as", "siapa")),
    "another regency": ("JRG-707", ("bill", "2026-12", "--regency", "53.04")),
    "month of another year": ("JRG-516", (*OPEN_2027, "--from", "2026-12")),
    "year without money": ("JRG-515", (*OPEN_2027[:-1], "-1")),
    "cut below what was billed": ("JRG-515", ("year", "budget", "2026", "--basis", "DPPA", "--budget", "-403200")),
    "year exists": ("JRG-512", ("year", "open", "2026", "--budget", "1000", "--basis", "DPA")),
    "no region": ("JRG-110", ("region", "add", "99.99")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refusal_has_its_code_and_changes_nothing(once: Once, what: str) -> None:
    code, arguments = REFUSED[what]
    before = once.home.fingerprint()

    problem = refusal(once.home, *arguments)

    assert problem["code"] == code
    assert problem["title"]
    assert problem["hint"]
    assert once.home.fingerprint() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("bill",),
        ("bill", "2026-13"),
        ("bill", "2026-12", "--payer", "SAYA"),
        ("bill", "2026-12", "--key", "bukan-uuid"),
        ("import", "tidak-ada.csv"),
        ("target", "--from", "Desember"),
        ("year", "open", "2026"),
        ("year", "budget", "2026", "--budget", "1.5", "--basis", "x"),
        ("year", "budget", "2026", "--budget", "0", "--basis", "x"),
        ("decree", "draft"),
        ("decree", "enact"),
        ("region", "add"),
        ("audit", "verifi"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(once: Once, arguments: tuple[str, ...]) -> None:
    done = once.home.jaring(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()


def test_same_list_is_refused_twice_and_no_message_holds_a_number(home: Home) -> None:
    arguments = ("import", str(home.waiting_list), "--as", "petugas", "--as-of", "2026-12-01")

    first, second = home.jaring(*arguments), home.jaring(*arguments)

    assert (first.returncode, second.returncode) == (0, 1)
    assert "JRG-402" in second.stderr
    for done in (first, second):
        assert not SIXTEEN_DIGITS.search(done.stdout + done.stderr)
    assert not numbers_in(home.waiting_list, home)


def numbers_in(lists: Path, home: Home) -> list[str]:
    """Return the numbers of a list that can be read in any file of an installation's data."""
    numbers = re.findall(r"\d{11,16}", lists.read_text(encoding="utf-8"))
    assert len(numbers) == 3 * 3
    files = [file.read_bytes() for file in (home.folder / "data").iterdir()]
    return [n for n in numbers if any(n.lstrip("0").encode() in file for file in files)]


def test_preview_takes_nobody_over(home: Home) -> None:
    before = len(home.rows("people_person"))

    shown = printed(home, "import", str(home.waiting_list), "--preview", "--as-of", "2026-12-01")

    assert (shown["accepted"], "new" in shown) == (3, False)
    assert len(home.rows("people_person")) == before


@pytest.mark.parametrize(
    ("language", "says"), [("id", "Iuran 2026-11 untuk sumber dana ini sudah ditagih."), ("en", "has been billed")]
)
def test_refusals_are_said_in_the_language_asked_for(once: Once, language: str, says: str) -> None:
    done = once.home.jaring("--lang", language, "bill", "2026-11")

    assert done.returncode == 1
    assert says in done.stderr


def test_english_is_spoken_throughout(once: Once) -> None:
    done = once.home.jaring("doctor", "--lang", "en")

    assert done.returncode == 0
    assert "The audit chain is whole" in done.stdout
    assert "utuh" not in done.stdout


def test_doctor_and_verify_show_what_was_altered(home: Home) -> None:
    triggers = {
        False: ("DROP TRIGGER audit_auditentry_no_update",),
        True: ("ALTER TABLE audit_auditentry DISABLE TRIGGER USER",),
    }
    home.execute(*triggers["DATABASE_URL" in home.environment], "UPDATE audit_auditentry SET subject = 'x'")

    examined, verified = home.jaring("doctor", "--json"), home.jaring("audit", "verify")

    assert (examined.returncode, verified.returncode) == (1, 1)
    checks = json.loads(examined.stdout)["checks"]
    found = {check["name"]: check["violations"] for check in checks if not check["warns"]}
    assert found.pop("audit_chain") > 0
    assert set(found.values()) == {0}
    assert "JRG-710" in verified.stderr


def test_other_keys_are_noticed_before_anything_is_done(home: Home, homes: Homes) -> None:
    before = home.fingerprint()
    (home.folder / "keys" / "jaring.keys").unlink()

    done = home.jaring("bill", "2026-11")

    assert done.returncode == 1
    assert "JRG-706" in done.stderr
    assert home.fingerprint() == before
