"""Figures by village say what decrees, bills and payments say, and follow them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import paper_trail as trail
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from money_trail import PRICE_IDR, annex

from jaring.core.month import Month
from jaring.office.insight.figures import figures_of
from jaring.office.intake.models import ImportBatch
from jaring.office.people.models import DtsenEntry, Person
from jaring.office.programme.models import Decision, Enrolment

if TYPE_CHECKING:
    from money_trail import Till

    from jaring.office.places.models import Village

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = trail.FIRST, trail.FIRST + 1
TODAY = date(2026, 12, 28)


def of_month(month: Month, village: str | None = None) -> Any:
    figures = figures_of("53.03", TODAY)
    area = figures.villages[village] if village else figures.total
    return area.months[month]


def test_a_month_that_is_paid_leaves_no_gap(till: Till) -> None:
    november = of_month(NOVEMBER)

    assert (november.enrolled, november.billed, november.paid, november.gap) == (26, 26, 26, 0)
    assert (november.billed_idr, november.paid_idr, november.overdue_idr) == (26 * PRICE_IDR, 26 * PRICE_IDR, 0)


def test_the_figures_follow_a_bill_and_its_payment(till: Till, villages: Any) -> None:
    assert of_month(DECEMBER, villages.kefa.code)[:3] == (9, 0, 0)

    bill = till.bill(DECEMBER)
    assert of_month(DECEMBER, villages.kefa.code)[:3] == (9, 9, 0)

    till.transfer(till.ordered(bill))
    assert of_month(DECEMBER, villages.kefa.code)[:3] == (9, 9, 9)


def test_a_month_fallen_due_and_open_is_a_gap_and_a_debt(till: Till) -> None:
    till.bill(DECEMBER)

    december = figures_of("53.03", date(2027, 2, 1)).total.months[DECEMBER]

    assert (december.gap, december.overdue_idr) == (26, 26 * PRICE_IDR)


def test_a_month_enrolled_and_never_billed_is_a_gap_too(till: Till, villages: Any) -> None:
    total = figures_of("53.03", date(2027, 2, 1)).total

    assert total.months[DECEMBER].gap == 26
    assert total.gap_months == Decimal("1.0")


def test_whoever_was_released_has_no_gap(till: Till) -> None:
    bill = till.bill(DECEMBER)
    till.release(till.named(bill, annex()[0]))

    december = figures_of("53.03", date(2027, 2, 1)).total.months[DECEMBER]

    assert (december.gap, december.overdue_idr) == (25, 25 * PRICE_IDR)


def test_villages_add_up_to_districts_and_to_the_regency(till: Till) -> None:
    figures = figures_of("53.03", TODAY)

    assert [area.covered for area in figures.districts] == [8, 16, 2]
    assert figures.total.covered == 26


def test_need_counts_the_poor_who_meet_the_conditions_and_wait(
    till: Till, villages: Any, make_person: Any, users: Any
) -> None:
    """Three more are proposed and reserved: of decile 2, of decile 9, and of none."""
    batch = ImportBatch.objects.create(
        regency_id="53.03",
        kind="dtsen",
        state="accepted",
        received_date=TODAY,
        as_of=TODAY,
        content_hash="1" * 64,
        created_by=users.officer,
        created_at=trail.NOW,
    )
    waiting = [make_person(name, villages.manamas) for name in ("Satu", "Dua", "Tiga")]
    for person, decile in zip(waiting[:2], (2, 9), strict=True):
        DtsenEntry.objects.create(regency_id="53.03", nik_look_up=person.nik_look_up, decile=decile, batch=batch)
    run = Decision.objects.latest("run_id").run
    for person in waiting:
        Decision.objects.create(
            run=run, person=person, village=person.village, outcome="reserve", monthly_idr=1, reasons=[], changes=[]
        )

    manamas = figures_of("53.03", TODAY).villages[villages.manamas.code]

    assert (manamas.eligible, manamas.waiting, manamas.poor, manamas.poor_waiting) == (5, 3, 1, 1)
    assert (manamas.coverage, manamas.need) == (Decimal("40.0"), Decimal("100.0"))


def test_whoever_moves_stays_with_the_village_of_the_decree(till: Till, villages: Any, tunbaun: Village) -> None:
    person = Enrolment.objects.filter(line__village=villages.kefa).first()
    assert person is not None
    Person.objects.filter(pk=person.person_id).update(village=tunbaun)

    assert of_month(NOVEMBER, villages.kefa.code).enrolled == 9


def test_what_was_counted_is_not_counted_again(till: Till, django_assert_max_num_queries: Any) -> None:
    figures_of("53.03", TODAY)

    with django_assert_max_num_queries(3):
        figures_of("53.03", TODAY)


def test_whoever_lets_something_change_counts_it_so_that_no_page_has_to(till: Till, client_of: Any) -> None:
    given = {"month": "2026-12", "payer": till.payer.pk, "request_key": uuid4()}
    assert client_of(till.users.officer).post("/iuran/terbitkan/", given).status_code == 302
    counted = ("programme_decision", "programme_decreeline", "people_person")

    with CaptureQueriesContext(connection) as asked:
        for path in ("/peta/", "/ringkasan/", "/penjaga/"):
            assert client_of(till.users.officer).get(path).status_code == 200

    assert [each["sql"] for each in asked if any(table in each["sql"] for table in counted)] == []
