"""The journal for SIPD: every movement of cash once, on the budget's codes, with its papers, and in balance."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import money_trail
import paper_trail as trail
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jaring.core.month import Month
from jaring.office.payments import queries, sipd
from jaring.office.payments.models import RefundReceipt, Transfer
from jaring.office.programme.models import BudgetEntry
from jaring.office.programme.services import add_payer

if TYPE_CHECKING:
    from conftest import Programme, Users

    from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db

DECEMBER = Month(2026, 12)


@pytest.fixture
def till(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> money_trail.Till:
    settings.JARING_DATA = tmp_path
    return money_trail.Till(programme, users)


def budget(programme: Programme, users: Users, kind: str, code: str, amount_idr: int) -> None:
    BudgetEntry.objects.create(
        programme_year=programme.year,
        payer=programme.payer,
        programme=kind,
        account_code=code,
        line_name=f"Belanja {kind}",
        kind="revision",
        amount_idr=amount_idr,
        basis="DPPA",
        entered_by=users.officer,
        entered_at=trail.NOW,
    )


def december() -> list[sipd.JournalLine]:
    return sipd.journal_of(DECEMBER, Transfer.objects.all(), RefundReceipt.objects.all())


def test_a_transfer_is_a_debit_on_the_line_of_the_budget_and_a_credit_of_cash(till: money_trail.Till) -> None:
    till.paid()

    debit, credit = december()

    assert (debit.debit_idr, credit.credit_idr) == (67_200, 67_200)
    assert debit.spp[0].endswith("/SPP/2026")
    assert debit.spm[0].endswith("/SPM/2026")
    assert debit.sp2d == (debit.sp2d[0], money_trail.PAID_ON)
    assert credit.account_code == ""


def test_lines_of_their_own_for_jkk_and_jkm_share_a_transfer_by_its_dues(
    till: money_trail.Till, programme: Programme, users: Users
) -> None:
    budget(programme, users, "both", "", -2_999_808_000)
    budget(programme, users, "jkk", "5.1.02.02.02.0006", 2_000_000_000)
    budget(programme, users, "jkm", "5.1.02.02.02.0007", 2_000_000_000)
    bill = till.bill()
    till.transfer(till.ordered(bill), 67_201)

    *debits, credit = december()

    assert [(line.account_code, line.debit_idr) for line in debits] == [
        ("5.1.02.02.02.0006", 40_001),
        ("5.1.02.02.02.0007", 27_200),
    ]
    assert credit.credit_idr == 67_201


def test_a_refund_received_comes_back_on_the_same_line(till: money_trail.Till) -> None:
    bill = till.paid()
    claim = till.claim(till.named(bill, money_trail.annex()[0]))
    till.receive(claim, 16_800)

    lines = december()

    assert sum(line.debit_idr for line in lines) == sum(line.credit_idr for line in lines) == 67_200 + 16_800
    assert [line.credit_idr for line in lines if claim.number in line.description and line.credit_idr] == [16_800]


def test_another_month_holds_nothing_of_it(till: money_trail.Till) -> None:
    till.paid()

    for month in (Month(2026, 11), Month(2027, 1)):
        assert sipd.journal_of(month, Transfer.objects.all(), RefundReceipt.objects.all()) == []


def test_the_number_of_statements_does_not_depend_on_the_transfers(till: money_trail.Till) -> None:
    till.paid()
    with CaptureQueriesContext(connection) as one:
        december()
    till.paid(trail.FIRST + 1)
    with CaptureQueriesContext(connection) as two:
        december()

    assert len(one) == len(two)


def test_the_workbook_sums_both_sides(till: money_trail.Till) -> None:
    till.paid()
    file = BytesIO()

    sipd.write_journal(file, december(), period="Desember 2026", regency="Kabupaten contoh")

    rows = list(load_workbook(BytesIO(file.getvalue())).worksheets[0].values)
    assert rows[-1][10:13] == ("Jumlah", 67_200, 67_200)


def test_money_that_never_was_in_the_regency_s_treasury_stands_on_a_sheet_of_its_own(till: money_trail.Till) -> None:
    till.paid()
    donor = add_payer(till.programme.year.regency, "CSR", "CSR contoh")
    given = till.paper(50_000, spm_number="", spm_date=None, sp2d_number="", sp2d_date=None)
    till.transfer(None, paper=given, payer=donor)
    file = BytesIO()

    sipd.write_journal(file, december(), period="Desember 2026", regency="Kabupaten contoh")

    own, others, _notes = load_workbook(BytesIO(file.getvalue())).worksheets
    assert list(own.values)[-1][10:13] == ("Jumlah", 67_200, 67_200)
    assert list(others.values)[-1][10:13] == ("Jumlah", 50_000, 50_000)
    assert (own.page_setup.orientation, own.print_title_rows) == ("landscape", "$1:$1")


def test_refunds_of_another_regency_are_not_seen(till: money_trail.Till, users: Users) -> None:
    bill = till.paid()
    till.receive(till.claim(till.named(bill, money_trail.annex()[0])), 16_800)

    assert queries.receipts_visible_to(users.auditor).count() == 1
    assert not queries.receipts_visible_to(users.officer_elsewhere).exists()
    assert not queries.receipts_visible_to(users.operator).exists()


def test_the_page_gives_the_workbook_to_whoever_may_see_money(
    till: money_trail.Till, users: Users, client_of: Any
) -> None:
    till.paid()

    answer = client_of(users.treasurer).get("/pembayaran/sipd/2026-12/")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].values)

    assert rows[-1][11] == 67_200
    assert client_of(users.operator).get("/pembayaran/sipd/2026-12/").status_code == 403
