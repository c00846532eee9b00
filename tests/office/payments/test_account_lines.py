"""On which account codes an order asks for money: each once, in rupiah that sum to the order."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import money_trail
import pytest

from jaring.core.money import Rupiah
from jaring.documents.errors import DocumentFactsError
from jaring.documents.payment import write_payment_pdf
from jaring.office.payments import papers
from jaring.office.payments.account_lines import accounts_of
from jaring.office.programme.models import BudgetEntry

if TYPE_CHECKING:
    from conftest import Programme, Users

    from jaring.office.payments.models import PaymentOrder
    from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db

JKK, JKM = "5.1.02.02.02.0006", "5.1.02.02.02.0007"


@pytest.fixture
def till(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> money_trail.Till:
    settings.JARING_DATA = tmp_path
    return money_trail.Till(programme, users)


def part_the_budget(till: money_trail.Till, *, minutes: int) -> None:
    """Give JKK and JKM lines of their own, so many minutes after the orders of these tests are made."""
    for kind, code in (("jkk", JKK), ("jkm", JKM)):
        BudgetEntry.objects.create(
            programme_year=till.programme.year,
            payer=till.payer,
            programme=kind,
            account_code=code,
            line_name=f"Belanja Iuran {kind.upper()}",
            kind="revision",
            amount_idr=2_000_000_000,
            basis="DPPA",
            entered_by=till.users.officer,
            entered_at=money_trail.NOW + timedelta(minutes=minutes),
        )


def codes(order: PaymentOrder) -> list[tuple[str, int]]:
    return [(line.code, amount_idr) for line, amount_idr in accounts_of(order)]


def test_jkk_and_jkm_stand_once_each_under_their_own_codes(till: money_trail.Till) -> None:
    part_the_budget(till, minutes=-1)

    order = till.ordered(till.bill())

    assert codes(order) == [(JKK, 40_000), (JKM, 27_200)]


def test_months_ahead_are_on_the_same_codes_as_the_bills(till: money_trail.Till) -> None:
    part_the_budget(till, minutes=-1)

    order = till.ordered(till.bill(), months_ahead=1)

    assert codes(order) == [(JKK, 80_000), (JKM, 54_400)]


def test_an_order_keeps_the_codes_of_the_budget_as_it_stood(till: money_trail.Till) -> None:
    part_the_budget(till, minutes=1)

    order = till.ordered(till.bill())

    assert codes(order) == [("", 67_200)]


def test_the_draft_of_an_order_says_the_sum_of_each_code(till: money_trail.Till) -> None:
    part_the_budget(till, minutes=-1)

    paper = papers.order_paper(till.ordered(till.bill()))

    assert [(each.code, each.name, each.amount_idr) for each in paper.accounts] == [
        (JKK, "Belanja Iuran JKK", Rupiah(40_000)),
        (JKM, "Belanja Iuran JKM", Rupiah(27_200)),
    ]
    assert paper.rows[0][-3:] == ("40.000", "27.200", "67.200")


def test_a_paper_whose_codes_come_to_another_amount_is_refused(till: money_trail.Till, tmp_path: Path) -> None:
    paper = papers.order_paper(till.ordered(till.bill()))
    object.__setattr__(paper, "total_idr", Rupiah(paper.total_idr.idr + 1))

    with pytest.raises(DocumentFactsError, match="JRG-801"):
        write_payment_pdf(paper, tmp_path / "spp.pdf", made_at=money_trail.NOW)
