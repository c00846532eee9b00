"""A month that two payers share: each is told what the other one has not paid yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cohorts import FIRST, Cohort, cohort_of
from django.test import Client
from django.urls import reverse
from money_trail import Till

from jaring.office.access.models import User
from jaring.office.billing.models import Bill
from jaring.office.payments.guard import (
    PayerGuard,
    Stage,
    guards_of,
    guards_visible_to,
    unpaid_people,
    warnings_for,
)
from jaring.office.payments.partners import open_parts
from jaring.office.people.months import dues_of, strip_of
from jaring.office.programme.models import Payer
from jaring.office.programme.queries import months_enrolled
from jaring.office.programme.shares import payers_in, plans_under
from jaring.office.ui.home import Desk

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

DECEMBER = FIRST + 1
END_OF_DECEMBER, END_OF_JANUARY = date(2026, 12, 31), date(2027, 1, 31)
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def cohort(
    programme: Programme, users: Users, villages: Villages, make_person: MakePerson, settings: Any, tmp_path: Path
) -> Cohort:
    """Four people for whom the workers pay a quarter from December on; both parts of December are billed."""
    settings.JARING_DATA = tmp_path
    made = cohort_of(programme, users, villages, make_person)
    made.move(made.apbd, made.apbd, made.people[:4], plan=made.plan((DECEMBER, 75)))
    for payer, month in ((made.apbd, FIRST), (made.apbd, DECEMBER), (made.workers, DECEMBER)):
        made.bill(payer, month)
    return made


def test_next_bill_on_the_home_asks_of_whom_a_plan_covers_their_part_alone(
    programme: Programme, users: Users, villages: Villages, make_person: MakePerson
) -> None:
    made = cohort_of(programme, users, villages, make_person)
    made.move(made.apbd, made.apbd, made.people[:4], plan=made.plan((DECEMBER, 75)))
    made.bill(made.apbd, FIRST)

    told = Desk(users.treasurer, END_OF_DECEMBER).money.next_bill
    bill = made.bill(made.apbd, DECEMBER)

    assert told is not None
    assert (told.month, told.people, told.total_idr) == (DECEMBER, bill.people, bill.total_idr)


def told(payer_id: int) -> list[tuple[int, str, int, int]]:
    parts = open_parts({payer_id})[payer_id]
    return [(part.payer_id, str(part.month), part.people, part.amount_idr) for part in parts]


def test_each_payer_is_told_what_the_other_owes(cohort: Cohort) -> None:
    assert told(cohort.apbd.pk) == [(cohort.workers.pk, str(DECEMBER), 4, 4 * 4_200)]
    assert told(cohort.workers.pk) == [(cohort.apbd.pk, str(DECEMBER), 4, 4 * 12_600)]


def test_part_that_is_paid_is_told_no_more(cohort: Cohort, programme: Programme, users: Users) -> None:
    till = Till(programme, users)
    till.approve(Bill.objects.get(payer=cohort.workers))

    till.transfer(None, 4 * 4_200, payer=cohort.workers, spm_number="", spm_date=None, sp2d_number="", sp2d_date=None)

    assert told(cohort.apbd.pk) == []


def test_pages_say_whose_part_is_missing(cohort: Cohort, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.treasurer)
    addresses = (
        reverse("guard:list"),
        reverse("guard:detail", args=[cohort.apbd.pk]),
        f"{reverse('billing:detail', args=[DECEMBER])}?sumber={cohort.apbd.pk}",
    )

    for address in addresses:
        page = " ".join(client.get(address).content.decode().split())
        assert f"{cohort.workers.name} untuk Desember 2026</a> belum disetor: 4 peserta, Rp16.800" in page, address


class TestGuard:
    """Cover of a shared month stops where any part of it is not paid, whoever owes it."""

    @pytest.fixture
    def till(self, cohort: Cohort, programme: Programme, users: Users) -> Till:
        """The regency paid all that was billed to it; the workers have paid nothing yet."""
        made = Till(programme, users)
        bills = list(Bill.objects.filter(payer=cohort.apbd).order_by("month"))
        made.transfer(made.ordered(*bills))
        made.approve(Bill.objects.get(payer=cohort.workers))
        return made

    def pay_for(self, till: Till, cohort: Cohort, people: int) -> None:
        papers = {"spm_number": "", "spm_date": None, "sp2d_number": "", "sp2d_date": None}
        till.transfer(None, people * 4_200, payer=cohort.workers, **papers)

    def test_one_part_alone_is_no_cover(self, till: Till, cohort: Cohort) -> None:
        apbd, workers = guard_of(cohort.apbd, END_OF_DECEMBER), guard_of(cohort.workers, END_OF_DECEMBER)

        assert stops(apbd) == {"2026-12-01": 4, "2027-01-01": 2}
        assert stops(workers) == {"2026-12-01": 4}
        assert (owed(apbd), owed(workers)) == ([], [("2026-12", 4, 4 * 4_200)])

    def test_who_was_paid_for_by_both_is_told_apart(self, till: Till, cohort: Cohort) -> None:
        self.pay_for(till, cohort, 1)

        assert stops(guard_of(cohort.apbd, END_OF_DECEMBER)) == {"2026-12-01": 3, "2027-01-01": 3}
        assert stops(guard_of(cohort.workers, END_OF_DECEMBER)) == {"2026-12-01": 3, "2027-01-01": 1}

    def test_part_that_the_other_has_not_billed_is_told(self, till: Till, cohort: Cohort) -> None:
        self.pay_for(till, cohort, 4)

        (part,) = guard_of(cohort.apbd, END_OF_JANUARY).unbilled_parts

        assert (part.payer_id, str(part.month), part.people) == (cohort.workers.pk, "2027-01", 4)
        assert (part.amount_idr, part.is_billed) == (4 * 4_200, False)

    def test_sums_over_payers_count_nobody_twice(self, till: Till, cohort: Cohort) -> None:
        found = guards_visible_to(cohort.users.treasurer, END_OF_DECEMBER)

        assert (len(found), sum(each.people for each in found)) == (2, 10)
        assert sum(each.once.people for each in found) == 6
        assert sum(each.once.uncovered_people for each in found) == 4

    def test_people_behind_a_month_lack_any_part(self, till: Till, cohort: Cohort) -> None:
        self.pay_for(till, cohort, 1)

        for payer in (cohort.apbd, cohort.workers):
            assert unpaid_people(guard_of(payer, END_OF_DECEMBER), DECEMBER).count() == 3

    def test_cautious_warning_names_the_same_days(self, till: Till, cohort: Cohort) -> None:
        warned = {each.payer: each for each in warnings_for(cohort.users.leadership, END_OF_DECEMBER)}

        for payer in (cohort.apbd, cohort.workers):
            exact = guard_of(payer, END_OF_DECEMBER)
            assert (warned[payer].deadline, warned[payer].people) == (exact.deadline, exact.people)
            assert stops(warned[payer]) == stops(exact)


def test_after_the_last_step_only_the_partner_is_watched(
    programme: Programme, users: Users, villages: Villages, make_person: MakePerson, settings: Any, tmp_path: Path
) -> None:
    settings.JARING_DATA = tmp_path
    cohort, till = cohort_of(programme, users, villages, make_person), Till(programme, users)
    cohort.move(cohort.apbd, cohort.apbd, cohort.people[:4], plan=cohort.plan((DECEMBER, 0)))
    till.transfer(till.ordered(cohort.bill(cohort.apbd, FIRST), cohort.bill(cohort.apbd, DECEMBER)))

    apbd, workers = guard_of(cohort.apbd, END_OF_DECEMBER), guard_of(cohort.workers, END_OF_DECEMBER)

    assert (stops(apbd), apbd.unbilled_parts) == ({"2027-01-01": 2}, ())
    assert stops(workers) == {"2026-12-01": 4}
    assert [(str(each.month), each.people, each.stage) for each in workers.months] == [("2026-12", 4, Stage.TO_BILL)]
    (of_plan,) = cohort.people[0].enrolments.filter(plan__isnull=False)
    assert payers_in([of_plan], DECEMBER, plans_under([of_plan])) == [[(cohort.workers, 100)]]
    (alone,) = guards_visible_to(users.treasurer, END_OF_DECEMBER, payer=cohort.workers.pk)
    assert (alone.cohort, alone.months) == (workers.cohort, workers.months)


def test_month_of_which_one_part_is_not_billed_yet_is_no_cover(
    programme: Programme, users: Users, villages: Villages, make_person: MakePerson, settings: Any, tmp_path: Path
) -> None:
    settings.JARING_DATA = tmp_path
    cohort, till = cohort_of(programme, users, villages, make_person), Till(programme, users)
    person = cohort.people[0]
    cohort.move(cohort.apbd, cohort.apbd, cohort.people[:4], plan=cohort.plan((DECEMBER, 75)))
    till.transfer(till.ordered(cohort.bill(cohort.apbd, FIRST), cohort.bill(cohort.apbd, DECEMBER)))

    enrolments = list(months_enrolled(person))
    strip = strip_of(enrolments, dues_of(person), END_OF_JANUARY, [], plans_under(enrolments))

    (year,) = (months for number, months in strip.years if number == DECEMBER.year)
    assert [str(each.state) for each in year if each] == ["waiting", "gap"]


def guard_of(payer: Payer, day: date) -> PayerGuard:
    (found,) = (each for each in guards_of(Payer.objects.all(), day) if each.payer == payer)
    return found


def stops(guard: PayerGuard) -> dict[str, int]:
    return {stop.on.isoformat(): stop.people for stop in guard.cohort.stops}


def owed(guard: PayerGuard) -> list[tuple[str, int, int]]:
    return [(str(each.month), each.people, each.amount_idr) for each in guard.months]
