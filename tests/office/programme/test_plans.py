"""Co-funding: the share falls step by step, both payers are billed, and the last step loses nobody a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import paper_trail as trail
import pytest
from cohorts import FIRST, Cohort, cohort_of, violations
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jaring.core.month import Month
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.billing.errors import NobodyToBillError
from jaring.office.billing.models import Due
from jaring.office.programme import services, shares
from jaring.office.programme.commitments import Outlook
from jaring.office.programme.errors import MonthBilledError, MoveNowhereError, PlanNameTakenError, PlanUnusableError
from jaring.office.programme.models import Payer, PayerKind, Plan, PlanStep
from jaring.office.rules import services as rules

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

DECEMBER = FIRST + 1


@pytest.fixture
def cohort(programme: Programme, users: Users, villages: Villages, make_person: MakePerson) -> Cohort:
    return cohort_of(programme, users, villages, make_person)


def dues_of(payer: Payer, month: Month) -> dict[int, int]:
    """Return what is due for each person on a payer's bill of a month, in IDR."""
    rows = Due.objects.filter(bill__payer=payer, bill__month=month).values_list("person", "jkk_idr", "jkm_idr")
    return {person: jkk + jkm for person, jkk, jkm in rows}


def test_both_payers_are_billed_and_the_parts_sum_to_the_price(cohort: Cohort) -> None:
    plan = cohort.plan((DECEMBER, 75))
    cohort.move(cohort.apbd, cohort.apbd, cohort.people[:4], plan=plan)
    cohort.bill(cohort.apbd, FIRST)

    public, partner = cohort.bill(cohort.apbd, DECEMBER), cohort.bill(cohort.workers, DECEMBER)

    assert (public.people, public.total_idr) == (6, 4 * 12_600 + 2 * 16_800)
    assert (partner.people, partner.total_idr) == (4, 4 * 4_200)
    of_public, of_partner = dues_of(cohort.apbd, DECEMBER), dues_of(cohort.workers, DECEMBER)
    assert {person: of_public[person] + due for person, due in of_partner.items()} == {
        person.pk: 16_800 for person in cohort.people[:4]
    }
    assert {card.percent for card in public.rates.all()} == {None, 75}
    assert violations() == {}


def test_last_step_leaves_the_person_with_himself_without_a_lost_day(cohort: Cohort) -> None:
    before = {month: cohort.covered(month) for month in (FIRST, DECEMBER)}
    plan = cohort.plan((FIRST, 50), (DECEMBER, 0), payer=cohort.village_fund)
    cohort.move(cohort.apbd, cohort.village_fund, cohort.people[:3], month=FIRST, plan=plan)

    half, other_half = cohort.bill(cohort.village_fund, FIRST), cohort.bill(cohort.workers, FIRST)
    with pytest.raises(NobodyToBillError):  # It pays nothing any more.
        cohort.bill(cohort.village_fund, DECEMBER)
    alone = cohort.bill(cohort.workers, DECEMBER)

    assert half.total_idr + other_half.total_idr == 3 * 16_800
    assert (alone.people, alone.total_idr) == (3, 3 * 8_400)  # His own price: the discount is the worker's.
    assert {month: cohort.covered(month) for month in (FIRST, DECEMBER)} == before
    assert violations() == {}


def test_outlook_costs_each_payer_what_its_bills_come_to(cohort: Cohort) -> None:
    plan = cohort.plan((DECEMBER, 40))
    cohort.move(cohort.apbd, cohort.apbd, cohort.people[:3], plan=plan)
    outlook = Outlook.load(cohort.year)

    expected = {
        (payer.short, month): outlook.cost(payer, month)
        for payer, month in ((cohort.apbd, FIRST), (cohort.apbd, DECEMBER), (cohort.workers, DECEMBER))
    }

    for payer, month in ((cohort.apbd, FIRST), (cohort.apbd, DECEMBER), (cohort.workers, DECEMBER)):
        bill = cohort.bill(payer, month)
        assert expected[payer.short, month] == (bill.people, bill.jkk_idr, bill.jkm_idr)


def test_price_of_a_shared_month_follows_the_reading_that_the_regency_chose(cohort: Cohort) -> None:
    rules.choose_reading(
        "shared_month_at_partner_price",
        regency=cohort.year.regency,
        from_month=DECEMBER,
        reason="Jawaban cabang BPJS",
        reference="Surat cabang Atambua 1/2026",
        actor=cohort.users.head,
        now=trail.NOW,
    )
    cohort.move(cohort.apbd, cohort.apbd, cohort.people[:2], plan=cohort.plan((DECEMBER, 50)))
    cohort.bill(cohort.apbd, FIRST)

    cohort.bill(cohort.apbd, DECEMBER)
    partner = cohort.bill(cohort.workers, DECEMBER)

    assert partner.total_idr == 2 * 4_200
    assert {source["status"] for card in partner.rates.all() for source in card.sources} >= {"assumed"}


def test_nobody_is_put_under_a_plan_in_a_month_billed_to_its_partner(cohort: Cohort) -> None:
    cohort.move(cohort.apbd, cohort.workers, cohort.people[:1], month=FIRST, number="04/KEP")
    plan = cohort.plan((FIRST, 50))
    cohort.bill(cohort.workers, FIRST)
    cohort.bill(cohort.workers, DECEMBER)

    with pytest.raises(MonthBilledError):
        cohort.draft_move(cohort.apbd, cohort.apbd, cohort.people[1:], plan=plan)


def test_plan_is_put_on_people_of_its_own_payer_only(cohort: Cohort) -> None:
    plan = cohort.plan((DECEMBER, 50))

    with pytest.raises(MoveNowhereError):
        cohort.draft_move(cohort.apbd, cohort.donor, cohort.people, plan=plan)


@pytest.mark.parametrize(
    "steps",
    [[], [(FIRST, 101)], [(FIRST, -1)], [(FIRST, 50), (DECEMBER, 75)], [(DECEMBER, 75), (FIRST, 50)]],
    ids=["none", "above", "below", "rising", "disordered"],
)
def test_steps_that_make_no_plan_are_refused(cohort: Cohort, steps: list[tuple[Month, int]]) -> None:
    with pytest.raises(PlanUnusableError, match="JRG-540"):
        cohort.plan(*steps)
    assert not Plan.objects.exists()


def test_partner_is_another_payer_and_no_employer(cohort: Cohort) -> None:
    employer = services.register_payer(
        cohort.year.regency, "EMPLOYER", "Pemerintah desa", actor=cohort.users.officer, now=trail.NOW
    )
    for partner in (cohort.apbd, employer):
        with pytest.raises(PlanUnusableError):
            cohort.plan((FIRST, 50), partner=partner)


def test_plan_is_named_once_made_by_the_office_and_written_down(cohort: Cohort) -> None:
    cohort.plan((FIRST, 50))
    assert AuditEntry.objects.latest("id").event == "programme.plan_made"
    with pytest.raises(PlanNameTakenError):
        cohort.plan((FIRST, 50))
    for user in (cohort.users.operator, cohort.users.auditor, cohort.users.officer_elsewhere):
        with pytest.raises(NotAllowedError):
            services.make_plan("Lain", cohort.apbd, cohort.workers, [(FIRST, 5)], actor=user, now=trail.NOW)


def test_database_itself_keeps_the_steps_of_a_plan(cohort: Cohort) -> None:
    plan = cohort.plan((FIRST, 50))
    refused = [
        lambda: PlanStep.objects.create(plan=plan, from_month=DECEMBER, public_percent=60),
        lambda: PlanStep.objects.create(plan=plan, from_month=FIRST + -1, public_percent=40),
        lambda: PlanStep.objects.create(plan=plan, from_month=DECEMBER, public_percent=101),
        lambda: plan.steps.update(public_percent=10),
        lambda: plan.steps.all().delete(),
    ]
    cohort.move(cohort.apbd, cohort.apbd, cohort.people[:1], plan=plan)
    refused.append(lambda: PlanStep.objects.create(plan=plan, from_month=DECEMBER, public_percent=25))

    for act in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert shares.terms_of(plan).steps == ((FIRST, 50),)


SHARES = st.lists(st.integers(0, 100), min_size=1, max_size=5).map(lambda found: sorted(found, reverse=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(SHARES, st.integers(1, 8))
def test_shares_of_the_two_payers_sum_to_the_whole_in_every_month(percents: list[int], gap: int) -> None:
    steps = tuple((Month(2026, 1) + gap * n, percent) for n, percent in enumerate(percents))
    plan = shares.PlanTerms(1, 10, PayerKind.APBD, 20, PayerKind.SELF, steps)  # type: ignore[arg-type]  # Steps as the parameter gives them.

    for month in (Month(2025, 12) + ahead for ahead in range(gap * len(percents) + 2)):
        assert plan.percent_of(10, month) + plan.percent_of(20, month) == 100
        assert plan.percent_of(10, month) >= plan.percent_of(10, month + 1)


@pytest.mark.django_db(transaction=True)
def test_bill_under_a_plan_takes_no_more_statements_for_more_people(
    cohort: Cohort, villages: Villages, make_person: MakePerson
) -> None:
    plan = cohort.plan((DECEMBER, 50))
    cohort.move(cohort.apbd, cohort.apbd, cohort.people, plan=plan)
    cohort.bill(cohort.apbd, FIRST)
    seen: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # The shape that Django asks for.
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        cohort.bill(cohort.apbd, DECEMBER)

    assert len(seen) < 60
    assert sum("INSERT INTO" in sql and "billing_due" in sql for sql in seen) == 1
