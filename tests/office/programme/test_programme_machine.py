"""Whatever the office does in whatever order, the examination finds nothing and nobody is billed a rupiah amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

import paper_trail as trail
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office.billing import queries as billing
from jaring.office.billing.models import Bill, Due
from jaring.office.billing.services import issue_bill
from jaring.office.doctor import CHECKS
from jaring.office.people.models import Exit, Person
from jaring.office.programme import queries, services
from jaring.office.programme.models import Decree

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

PRICE_IDR = 16_800
FIRST, UNTIL = Month(2026, 8), Month(2027, 1)
PEOPLE = 7
OFTEN_CHECKED = tuple(check for check in CHECKS if not check.warns and check.name != "disk_space")


class OfficeMachine(RuleBasedStateMachine):
    """A few people, five months, little money. The model knows who is covered in which month, from decrees alone."""

    programme: ClassVar[Programme]
    users: ClassVar[Users]

    def __init__(self) -> None:
        super().__init__()
        self.history: Any = transaction.atomic()
        self.history._from_testcase = True  # As TestCase marks its own: services may open a durable one inside.
        self.history.__enter__()
        self.year, self.payer = self.programme.year, self.programme.payer
        self.numbers = 0
        self.billed: dict[Month, set[int]] = {}
        self.covered: dict[Month, set[int]] = {month: set() for month in FIRST.until(UNTIL)}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.history.__exit__(None, None, None)

    @property
    def next_month(self) -> Month:
        return FIRST + len(self.billed)

    @initialize()
    def year_begins_with_a_decree(self) -> None:
        self.people_are_chosen_and_decreed()
        self.some_draft_is_enacted(0)

    @rule(places=st.integers(-2, 5))
    def budget_is_revised(self, places: int) -> None:
        self.attempt(
            lambda: services.enter_budget(
                self.year,
                self.payer,
                places * PRICE_IDR * len(self.covered),
                basis="APBD-P",
                despite_commitments=True,
                actor=self.users.officer,
                now=trail.NOW,
            )
        )

    @rule(number=st.integers(0, PEOPLE - 1), reason=st.sampled_from(Exit.Reason.values))
    def somebody_leaves(self, number: int, reason: str) -> None:
        person = Person.objects.filter(regency="53.03").order_by("pk")[number]
        self.attempt(
            lambda: trail.report_exit(person, reason, trail.NOW.date(), actor=self.users.officer, now=trail.NOW)
        )

    @precondition(lambda self: self.next_month < UNTIL)
    @rule()
    def people_are_chosen_and_decreed(self) -> None:
        month = self.next_month

        def choose() -> Decree:
            spent = billing.billed_idr(self.year, self.payer)
            run = self.run_from(month, spent)
            return services.draft_decree(run, self.paper(month), actor=self.users.officer, now=trail.NOW)

        self.attempt(choose)

    @precondition(lambda self: self.next_month < UNTIL)
    @rule(later=st.integers(0, 1))
    def whoever_left_is_replaced(self, later: int) -> None:
        month = self.next_month + later
        if month < UNTIL:
            self.attempt(
                lambda: services.draft_replacements(
                    self.year, self.payer, self.paper(month), actor=self.users.officer, now=trail.NOW
                )
            )

    @rule(which=st.integers(0, 30))
    def some_draft_is_enacted(self, which: int) -> None:
        drafts = list(Decree.objects.filter(enactment=None).order_by("pk"))
        if not drafts:
            return
        decree = drafts[which % len(drafts)]
        if self.attempt(lambda: services.enact_decree(decree, actor=self.users.head, now=trail.NOW)):
            for person, change in decree.lines.values_list("person", "change"):
                for month in decree.effective_month.until(UNTIL):
                    (self.covered[month].add if change == "addition" else self.covered[month].discard)(person)

    @rule(skipped=st.sampled_from([0, 0, 0, 1]))
    def month_is_billed(self, skipped: int) -> None:
        month = self.next_month + skipped
        bill = self.attempt(
            lambda: issue_bill(month, self.payer, request_key=uuid4(), actor=self.users.officer, now=trail.NOW)
        )
        if bill:
            self.billed[month] = set(self.covered[month])

    def attempt(self, act: Any) -> Any:
        """Do something that the office may refuse; anything but a documented refusal is a defect."""
        try:
            return act()
        except JaringError:
            return None

    def run_from(self, month: Month, spent_idr: int) -> Any:
        return services.run_targeting(
            self.year,
            self.payer,
            from_month=month,
            as_of=month.first_day,
            seed="TTU-2026",
            spent_idr=spent_idr,
            rules=trail.targeting.load_rule_set(trail.targeting.rule_text_of("53.03")),
            rules_text=trail.targeting.rule_text_of("53.03"),
            actor=self.users.officer,
            now=trail.NOW,
        )

    def paper(self, month: Month) -> services.DecreePaper:
        self.numbers += 1
        return trail.paper(f"{self.numbers:02d}/KEP", month)

    @invariant()
    def examination_finds_nothing(self) -> None:
        assert [check.name for check in OFTEN_CHECKED if check.count()] == []

    @invariant()
    def covered_are_those_whom_the_decrees_name(self) -> None:
        for month, people in self.covered.items():
            assert set(queries.enrolled_in(month, self.payer).values_list("person", flat=True)) == people

    @invariant()
    def bills_are_people_times_price(self) -> None:
        bills = {bill.month: bill for bill in Bill.objects.all()}
        assert set(bills) == set(self.billed)
        for month, people in self.billed.items():
            assert set(Due.objects.filter(bill=bills[month]).values_list("person", flat=True)) == people
            assert bills[month].total_idr == len(people) * PRICE_IDR


@pytest.mark.django_db
def test_every_history_of_the_office_keeps_its_promises(
    programme: Programme, users: Users, villages: Villages, make_person: MakePerson
) -> None:
    programme.year.from_month = FIRST
    programme.year.save()
    services.enter_budget(
        programme.year,
        programme.payer,
        4 * PRICE_IDR * (UNTIL - FIRST) - 2_999_808_000,
        basis="APBD-P",
        actor=users.officer,
        now=trail.NOW,
    )
    for number in range(PEOPLE):
        make_person(f"Orang Rekaan {number}", (villages.kefa, villages.manamas)[number % 2])
    OfficeMachine.programme, OfficeMachine.users = programme, users

    run_state_machine_as_test(
        OfficeMachine,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
