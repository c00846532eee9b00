"""Sixteen officers press the button at once: one bill, and a polite answer to everybody."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from homes import PEOPLE, Home

RACE = str(Path(__file__).with_name("faults") / "race.py")
THREADS = 16


def race(home: Home, keys: str) -> list[str]:
    done = home.run(sys.executable, RACE, str(THREADS), keys)
    assert done.returncode == 0, done.stderr
    answers: list[str] = json.loads(done.stdout)
    return answers


def rows(home: Home) -> dict[str, int]:
    return {table: len(home.rows(table)) for table in ("billing_bill", "billing_due", "audit_requestkey")}


ONE_BILL = {"billing_bill": 1, "billing_due": len(PEOPLE), "audit_requestkey": 1}


def test_same_key_from_sixteen_threads_gives_one_bill_and_the_same_answer_to_all(home: Home) -> None:
    answers = race(home, "same")

    assert len(answers) == THREADS
    assert len(set(answers)) == 1
    assert answers[0].startswith("bill ")
    assert rows(home) == ONE_BILL


def test_sixteen_keys_for_one_month_give_one_bill_and_fifteen_refusals(home: Home) -> None:
    answers = Counter(answer.split()[0] for answer in race(home, "different"))

    assert answers == {"bill": 1, "AlreadyBilledError": THREADS - 1}
    assert rows(home) == ONE_BILL
