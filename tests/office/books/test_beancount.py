"""The ledger as beancount text: whole, in order, and in agreement with a program that is not ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jaring.core.accounts import chart
from jaring.office.books.beancount import ACCOUNTS, beancount_lines
from jaring.office.books.models import Entry
from jaring.office.books.services import post

if TYPE_CHECKING:
    from conftest import Programme, Users

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]  # Entries stand here for acts that nobody did.

INSTALLED_APART = "JARING_BEANCOUNT"


def written(title: str = "Jaring") -> str:
    return "".join(beancount_lines(Entry.objects.all(), title))


def enter(programme: Programme, users: Users, amounts: dict[str, int], document: str = "SP2D", day: int = 2) -> Entry:
    return post(
        Entry.Kind.TRANSFER,
        programme.payer,
        date=date(2026, 11, day),
        document=document,
        source=uuid4(),
        amounts=amounts,
        actor=users.treasurer,
        now=trail.NOW,
    )


def test_every_account_of_the_chart_has_its_beancount_name() -> None:
    assert set(ACCOUNTS) == set(chart())


def test_empty_books_are_an_empty_file() -> None:
    assert "open" not in written()


def test_each_entry_is_a_transaction_with_its_lines_and_each_account_a_final_balance(
    programme: Programme, users: Users
) -> None:
    enter(programme, users, {"deposit": 100, "cash": -100})
    enter(programme, users, {"payable": 60, "deposit": -60}, day=3)

    text = written()

    payer = f"P{programme.payer.pk}-APBD"
    assert text.count(" * ") == 2
    assert f"2026-11-04 balance Assets:Deposit:{payer} 40 IDR" in text
    assert f"2026-11-04 balance Liabilities:Payable:{payer} 60 IDR" in text


def test_quotes_in_a_document_stay_inside_their_string(programme: Programme, users: Users) -> None:
    enter(programme, users, {"deposit": 1, "cash": -1}, document='No "7" \\ 2026')

    assert '"transfer" "No \\"7\\" \\\\ 2026"' in written()


amounts = st.lists(
    st.tuples(st.sampled_from(sorted(chart())), st.sampled_from(sorted(chart())), st.integers(1, 10**12)).filter(
        lambda move: move[0] != move[1]
    ),
    min_size=1,
    max_size=6,
)


@given(moves=amounts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_final_balances_are_what_the_lines_add_up_to(
    programme: Programme, users: Users, moves: list[tuple[str, str, int]]
) -> None:
    for debit, credit, amount in moves:
        enter(programme, users, {debit: amount, credit: -amount})

    added: dict[str, int] = {}
    asserted: dict[str, int] = {}
    for line in written().splitlines():
        if found := re.fullmatch(r"  (\S+)  (-?\d+) IDR", line):
            added[found[1]] = added.get(found[1], 0) + int(found[2])
        elif found := re.fullmatch(r"\d{4}-\d\d-\d\d balance (\S+) (-?\d+) IDR", line):
            asserted[found[1]] = int(found[2])
    assert added == asserted


def bean_check(file: Path) -> subprocess.CompletedProcess[str]:
    """Let beancount add a file up. It is run as a program of its own, from the folder where it was installed apart."""
    command = [sys.executable, "-m", "beancount.scripts.check", str(file)]
    environment = {**os.environ, "PYTHONPATH": os.environ[INSTALLED_APART]}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.skipif(INSTALLED_APART not in os.environ, reason="beancount is installed apart, see .ci/run")
def test_bean_check_agrees_with_the_ledger(programme: Programme, users: Users, tmp_path: Path) -> None:
    enter(programme, users, {"expense_jkk": 40, "expense_jkm": 27, "payable": -67})
    enter(programme, users, {"deposit": 100, "cash": -100}, document='SP2D "05"', day=5)
    enter(programme, users, {"payable": 67, "deposit": -67}, day=6)
    file = tmp_path / "buku.beancount"
    file.write_text(written(), encoding="utf-8")

    agreed = bean_check(file)
    file.write_text(written().replace(" 33 IDR", " 34 IDR"), encoding="utf-8")
    contradicted = bean_check(file)

    assert (agreed.returncode, agreed.stdout, agreed.stderr) == (0, "", "")
    assert contradicted.returncode == 1
    assert "Balance failed" in contradicted.stderr + contradicted.stdout
