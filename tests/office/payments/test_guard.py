"""For every payer: until when its people are covered, what is to be paid by when, and what January still needs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import paper_trail as trail
import pytest
from money_trail import NOW, PRICE_IDR, Till, annex

from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.contribution import Segment
from jaring.core.coverage import lapse_of
from jaring.core.coverage.cohort import MarkKind
from jaring.core.coverage.membership import Carrier, Membership, PaidMonth
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.payments import guard
from jaring.office.payments.guard import PayerGuard, Stage, Step, Urgency, guards_visible_to, warnings_for
from jaring.office.people.models import Person
from jaring.office.programme.models import BudgetEntry, ProgrammeYear
from jaring.office.programme.services import enact_decree

if TYPE_CHECKING:
    from conftest import Programme, Users

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER, JANUARY = Month(2026, 11), Month(2026, 12), Month(2027, 1)
END_OF_NOVEMBER = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    """Four people of 53.03 are covered from November on."""
    return Till(programme, users)


def seen(till: Till, day: date = END_OF_NOVEMBER) -> PayerGuard:
    (found,) = guards_visible_to(till.users.treasurer, day)
    return found


def test_what_was_never_paid_stops_with_the_enrolment(till: Till) -> None:
    found = seen(till)

    assert [(stop.on, stop.people) for stop in found.cohort.stops] == [(date(2026, 11, 1), 4)]
    assert (found.people, found.deadline, found.days_left) == (4, date(2026, 12, 15), 15)
    assert [(each.month, each.people, each.amount_idr, each.stage) for each in found.months] == [
        (NOVEMBER, 4, 4 * PRICE_IDR, Stage.TO_BILL)
    ]


def test_a_paid_month_moves_the_stop_to_the_next(till: Till) -> None:
    till.paid()

    found = seen(till, date(2026, 12, 10))

    assert [stop.on for stop in found.cohort.stops] == [date(2026, 12, 1)]
    assert found.cohort.groups[0].standing.was_covered
    assert [each.month for each in found.months] == [DECEMBER]
    assert found.deadline == date(2027, 1, 15)


def test_each_paper_on_the_way_is_asked_for_in_turn(till: Till) -> None:
    stages = [seen(till).months[0].stage]
    bill = till.bill()
    stages.append(seen(till).months[0].stage)
    till.approve(bill)
    stages.append(seen(till).months[0].stage)
    till.order(bill)
    stages.append(seen(till).months[0].stage)

    assert stages == [Stage.TO_BILL, Stage.TO_APPROVE, Stage.TO_ORDER, Stage.TO_TRANSFER]


def test_money_for_some_only_divides_the_people(till: Till) -> None:
    order = till.ordered(till.bill())
    till.transfer(order, 3 * PRICE_IDR + 5_000)

    found = seen(till, date(2026, 12, 10))

    assert [(stop.on, stop.people) for stop in found.cohort.stops] == [(date(2026, 11, 1), 1), (date(2026, 12, 1), 3)]
    assert [(each.month, each.people) for each in found.months] == [(NOVEMBER, 1), (DECEMBER, 4)]
    assert (found.deposit_idr, found.amount_idr) == (5_000, 5 * PRICE_IDR - 5_000)


def test_the_people_behind_a_month_are_those_not_paid_for(till: Till) -> None:
    order = till.ordered(till.bill())
    till.transfer(order, 3 * PRICE_IDR)
    found = seen(till, date(2026, 12, 10))

    last = annex()[-1]
    assert [each.person_id for each in guard.unpaid_people(found, NOVEMBER)] == [last]
    assert guard.unpaid_people(found, DECEMBER).count() == found.prices.of_month(DECEMBER)[0] == 4


def test_months_paid_ahead_lie_on_deposit_and_count(till: Till) -> None:
    till.transfer(till.ordered(till.bill(), months_ahead=1))

    found = seen(till, date(2026, 12, 10))

    assert [stop.on for stop in found.cohort.stops] == [date(2027, 1, 1)]
    assert (found.urgency, found.deposit_idr) == (Urgency.CALM, 0)


def test_money_for_part_of_a_month_ahead_pays_no_month(till: Till) -> None:
    order = till.ordered(till.bill())
    till.transfer(order, 7 * PRICE_IDR)

    found = seen(till, date(2026, 12, 10))

    assert [stop.on for stop in found.cohort.stops] == [date(2026, 12, 1)]
    assert (found.deposit_idr, found.amount_idr) == (3 * PRICE_IDR, PRICE_IDR)


def test_who_leaves_by_decree_is_not_counted_any_more(till: Till, people: dict[str, Person]) -> None:
    till.paid()
    trail.leave(people["maria"], till.users.officer)
    decree = trail.amendment(till.programme.year, till.payer, till.users.officer)
    enact_decree(decree, actor=till.users.head, now=NOW)

    before, after = seen(till, END_OF_NOVEMBER), seen(till, date(2026, 12, 10))

    assert (before.people, before.cohort.paid_up) == (4, 1)
    assert after.people == 3
    assert [each.people for each in after.months] == [3]


def test_a_payer_whose_decree_has_ended_is_told_without_those_covered_since(till: Till) -> None:
    till.paid()
    till.paid(DECEMBER)

    found = seen(till, date(2027, 6, 1))

    assert (found.people, found.urgency, found.deadline) == (4, Urgency.ENDED, None)
    assert [each.month for each in found.missing] == list(JANUARY.until(Month(2027, 7)))
    assert {each.stage for each in found.months} == {Stage.NOT_DECREED}
    assert found.missing_idr == 4 * PRICE_IDR * 6
    assert guard.unpaid_people(found, JANUARY).count() == 4


def test_a_payer_of_long_ago_is_not_watched(till: Till) -> None:
    assert guards_visible_to(till.users.treasurer, date(2029, 1, 1)) == []


def test_the_urgency_follows_the_due_date_and_the_last_day_for_arrears(till: Till) -> None:
    days = [date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 15), date(2026, 12, 16), date(2027, 1, 31)]
    days.append(date(2027, 2, 1))

    found = [seen(till, day) for day in days]

    assert [each.urgency for each in found] == [
        Urgency.CALM, Urgency.NEAR, Urgency.NEAR, Urgency.LATE, Urgency.LATE, Urgency.ENDED,
    ]  # fmt: skip
    assert [each.days_left for each in found] == [11, 10, 0, 46, 0, None]


def test_a_payment_that_came_after_the_end_begins_anew_and_restores_nothing(till: Till) -> None:
    bill = till.bill()
    order = till.ordered(bill)
    till.transfer(
        order,
        value_date=date(2027, 2, 3),
        sp2d_date=date(2027, 2, 3),
        now=NOW.replace(year=2027, month=2, day=3),
    )

    found = seen(till, date(2027, 2, 10))

    assert [stop.on for stop in found.cohort.stops] == [date(2026, 11, 1)]
    assert found.urgency is Urgency.ENDED


def test_the_guard_says_of_each_person_what_the_rules_for_one_say(till: Till) -> None:
    till.paid()
    day = date(2026, 12, 10)
    paid = PaidMonth(NOVEMBER, date(2026, 12, 10))
    alone = Membership(Segment.BPU, Carrier.BPJS_TK, Rupiah(1_000_000), PayerOfLaw.APBD, date(2026, 11, 1), (paid,))

    (group,) = seen(till, day).cohort.groups

    assert group.lapse == lapse_of(alone, day)


def test_a_new_year_continues_the_old_one(till: Till, users: Users) -> None:
    """Cover of people enrolled again in January stopped where the year before was left unpaid."""
    till.paid()
    year = ProgrammeYear.objects.create(
        regency_id="53.03", year=2027, from_month=JANUARY, until_month=Month(2028, 1), base_idr=1_000_000
    )
    BudgetEntry.objects.create(
        programme_year=year,
        payer=till.payer,
        amount_idr=10**9,
        basis="DPA 2027",
        entered_by=users.officer,
        entered_at=NOW,
    )
    run = trail.run_targeting(year, till.payer, users.officer, from_month=JANUARY, with_optimum=False)
    decree = trail.services.draft_decree(run, trail.paper("09/KEP/CONTOH/2026", JANUARY), actor=users.officer, now=NOW)
    enact_decree(decree, actor=users.head, now=NOW)

    found = seen(till, date(2027, 1, 20))

    assert [(stop.on, stop.people) for stop in found.cohort.stops] == [(date(2026, 12, 1), 4)]
    assert found.deadline == date(2027, 2, 28)
    assert found.decreed_until == Month(2028, 1)
    assert found.turn_of_year is None
    (warning,) = warnings_for(users.leadership, date(2027, 1, 20))
    assert (warning.deadline, warning.cohort.first_stop) == (found.deadline, found.cohort.first_stop)


def test_the_turn_of_the_year_is_asked_for_from_november_on(till: Till) -> None:
    turn = seen(till, date(2026, 11, 1)).turn_of_year
    assert turn is not None
    assert (turn.month, turn.missing) == (JANUARY, tuple(Step))
    marks = seen(till).cohort.marks
    assert [mark.on for mark in marks if mark.kind is MarkKind.YEAR_TURN] == [date(2027, 1, 1)]


def test_what_january_has_is_ticked_off(till: Till, users: Users) -> None:
    year = ProgrammeYear.objects.create(
        regency_id="53.03", year=2027, from_month=JANUARY, until_month=Month(2028, 1), base_idr=1_000_000
    )
    BudgetEntry.objects.create(
        programme_year=year,
        payer=till.payer,
        amount_idr=10**9,
        basis="DPA 2027",
        entered_by=users.officer,
        entered_at=NOW,
    )

    turn = seen(till).turn_of_year

    assert turn is not None
    assert turn.missing == (Step.DRAFT, Step.ENACTED, Step.BILL, Step.PAID)


def test_a_gap_costs_a_range_and_paying_in_time_costs_nothing(till: Till) -> None:
    found = seen(till)

    assert 0 < found.cost.lost_idr.low < found.cost.lost_idr.high
    assert found.what_if(date(2026, 12, 15)).cost.lost_idr == (0, 0)
    late = found.what_if(date(2027, 2, 1))
    assert late.cost == found.cost
    assert (late.people_without_gap, [each.month for each in late.months]) == (0, [Month(2027, 2)])


def test_arrears_paid_later_ask_for_every_month_by_then(till: Till) -> None:
    found = seen(till).what_if(date(2027, 1, 31))

    assert [each.month for each in found.months] == [NOVEMBER, DECEMBER, JANUARY]
    assert (found.amount_idr, found.people_without_gap) == (12 * PRICE_IDR, 4)


def test_ages_are_counted_once_and_again_after_a_decree(
    till: Till, people: dict[str, Person], django_assert_num_queries: Any
) -> None:
    till.bill()
    assert sum(each.people for each in seen(till).lives) == 4
    with django_assert_num_queries(4):
        seen(till)

    trail.leave(people["maria"], till.users.officer)
    enact_decree(trail.amendment(till.programme.year, till.payer, till.users.officer), actor=till.users.head, now=NOW)

    assert sorted(each.sex for each in seen(till, date(2026, 12, 1)).lives).count("F") <= 1


@pytest.mark.parametrize(
    ("who", "seen_by_money", "seen_by_totals"),
    [
        ("treasurer", 1, 1),
        ("officer", 1, 1),
        ("auditor", 1, 1),
        ("leadership", 0, 1),
        ("operator", 0, 0),
        ("officer_elsewhere", 0, 0),
    ],
)
def test_payers_are_those_of_the_own_regency(till: Till, who: str, seen_by_money: int, seen_by_totals: int) -> None:
    user = getattr(till.users, who)

    assert len(guards_visible_to(user, END_OF_NOVEMBER)) == seen_by_money
    assert len(warnings_for(user, END_OF_NOVEMBER)) == seen_by_totals


def test_warnings_name_the_same_days_without_looking_into_bills(till: Till, django_assert_num_queries: Any) -> None:
    till.transfer(till.ordered(till.bill()), 3 * PRICE_IDR)
    with django_assert_num_queries(5):  # Three, the choices of readings, and the grants of the reader.
        (warning,) = warnings_for(till.users.leadership, date(2026, 12, 10))

    exact = seen(till, date(2026, 12, 10))
    assert (warning.deadline, warning.urgency, warning.people) == (exact.deadline, exact.urgency, exact.people)
    assert warning.cohort.first_stop.on == exact.cohort.first_stop.on  # type: ignore[union-attr]  # Both have a first stop, or the test fails.


def test_the_most_pressing_payer_comes_first(till: Till) -> None:
    order = list(Urgency)
    found = guards_visible_to(till.users.head, END_OF_NOVEMBER + timedelta(days=20))

    assert [order.index(each.urgency) for each in found] == sorted(order.index(each.urgency) for each in found)
