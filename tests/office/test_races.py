"""Sixty-four press the button at once, at every desk from the bill to the transfer: one effect, and polite answers."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from homes import PEOPLE, Home, Homes

RACE = str(Path(__file__).with_name("faults") / "race.py")
THREADS = 64


class Raced(NamedTuple):
    """How everybody's answer ended by step, what the books break, and where it all happened."""

    answers: dict[str, list[str]]
    broken: dict[str, int]
    home: Home


@pytest.fixture(scope="module")
def raced(homes: Homes) -> Raced:
    home = homes.copy()
    done = home.run(sys.executable, RACE, str(THREADS), seconds=400)
    assert done.returncode == 0, done.stderr
    return Raced(**json.loads(done.stdout), home=home)


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        ("bill", "AlreadyBilledError"),
        ("approve", "AlreadyApprovedError"),
        ("order", "BillOrderedError"),
        ("transfer", "ReferenceUsedError"),
        ("place", "DecreeOverBudgetError"),
        ("release", "DueNotOpenError"),
        ("claim", "DueClaimedError"),
    ],
)
def test_of_sixty_four_different_requests_one_succeeds_and_the_others_are_refused_in_words(
    raced: Raced, step: str, refusal: str
) -> None:
    kinds = Counter(answer.split()[0] for answer in raced.answers[step])

    assert kinds == {"done": 1, refusal: THREADS - 1}


@pytest.mark.parametrize("step", ["bill again", "approve again", "order again", "transfer again"])
def test_sixty_four_equal_requests_have_one_effect_and_the_same_answer(raced: Raced, step: str) -> None:
    answers = Counter(raced.answers[step])

    assert list(answers.values()) == [THREADS]
    assert next(iter(answers)).startswith("done ")


def test_money_ahead_is_set_against_a_bill_by_one_of_sixty_four(raced: Raced) -> None:
    answers = Counter(raced.answers["apply"])

    assert answers.pop("done None") == THREADS - 1
    assert list(answers.values()) == [1]


def test_last_rupiah_of_a_budget_goes_to_the_bill_or_to_a_cut_and_never_to_both(raced: Raced) -> None:
    kinds, half = Counter(answer.split()[0] for answer in raced.answers["last rupiah"]), THREADS // 2

    bill_won = {"done": half, "BudgetBelowBilledError": half}
    cut_won = {"done": 1, "BudgetBelowBilledError": half - 1, "BillOverBudgetError": half}
    assert kinds in (bill_won, cut_won)


def test_nothing_was_written_twice_and_the_books_hold(raced: Raced) -> None:
    tables = ("billing_bill", "payments_billapproval", "payments_paymentorder", "payments_transfer")
    assert {table: len(raced.home.rows(table)) for table in tables} == dict.fromkeys(tables, 2)
    assert len(raced.home.rows("programme_enrolment")) == len(PEOPLE) + 1
    assert len(raced.home.rows("billing_due")) == 2 * len(PEOPLE)
    assert len(raced.home.rows("payments_allocation")) == 2 * len(PEOPLE) - 1
    assert len(raced.home.rows("payments_release")) == len(raced.home.rows("payments_refundline")) == 1
    assert raced.broken == {}
