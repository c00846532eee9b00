"""Moves between payers: nobody loses a month, nobody is covered twice, and each payer owes the price of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail
import pytest
from cohorts import FIRST, Cohort, cohort_of, violations
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.scope import NotAllowedError
from jaring.office.billing.errors import NobodyToBillError
from jaring.office.payments.services import approve_bill
from jaring.office.people.models import Person
from jaring.office.places.models import Village
from jaring.office.programme import movers, queries, services
from jaring.office.programme.errors import (
    DecreeOverBudgetError,
    DraftStaleError,
    MonthBilledError,
    MoveNowhereError,
    NoInitialDecreeError,
    NothingToDecreeError,
    StartsTwiceError,
)
from jaring.office.programme.models import Decree, Enrolment

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

DECEMBER = FIRST + 1
MONTHS = [FIRST + ahead for ahead in range(-1, 4)]


@pytest.fixture
def cohort(programme: Programme, users: Users, villages: Villages, make_person: MakePerson) -> Cohort:
    return cohort_of(programme, users, villages, make_person)


def keys(people: list) -> set[int]:  # type: ignore[type-arg]  # People or their keys.
    return {person.pk for person in people}


def test_move_changes_who_pays_and_never_who_is_covered(cohort: Cohort) -> None:
    before = {month: cohort.covered(month) for month in MONTHS}

    cohort.move(cohort.apbd, cohort.donor, cohort.people[:4])

    assert {month: cohort.covered(month) for month in MONTHS} == before
    assert cohort.covered(DECEMBER, cohort.donor) == keys(cohort.people[:4])
    assert cohort.covered(DECEMBER, cohort.apbd) == keys(cohort.people[4:])
    assert cohort.covered(FIRST, cohort.apbd) == keys(cohort.people)
    assert violations() == {}


def test_each_payer_is_billed_its_own_people_at_its_own_price(cohort: Cohort) -> None:
    cohort.move(cohort.apbd, cohort.donor, cohort.people[:4])
    november = cohort.bill(cohort.apbd, FIRST)

    december, donated = cohort.bill(cohort.apbd, DECEMBER), cohort.bill(cohort.donor, DECEMBER)

    assert (november.people, november.total_idr) == (6, 6 * 16_800)
    assert (december.people, december.total_idr) == (2, 2 * 16_800)
    assert (donated.people, donated.total_idr) == (4, 4 * 8_400)  # The discount of 2026 follows the payer.
    assert violations() == {}


def test_staff_of_a_village_are_insured_on_their_wage_and_no_less_than_the_law_gives_them(cohort: Cohort) -> None:
    year, some = cohort.year, cohort.people[:2]
    village = services.register_payer(
        year.regency, "EMPLOYER", "Pemerintah desa", actor=cohort.users.officer, now=trail.NOW
    )
    Person.objects.filter(pk=some[0].pk).update(income_idr=3_000_000)
    told = movers.weigh_move(year, cohort.apbd, village, Person.objects.filter(pk__in=keys(some)), DECEMBER)

    decree = cohort.move(cohort.apbd, village, some)

    due_idr = 7_200 + 9_000 + 4_853 + 6_067  # 0.24 and 0.30 per cent of 3,000,000 and of 2,022,200.
    assert told.months[0].after.total_idr == decree.monthly_idr == due_idr
    assert cohort.bill(village, DECEMBER).total_idr == due_idr
    assert violations() == {}


def test_every_wage_of_a_decree_and_of_the_next_bill_leads_to_how_its_contribution_came_about(
    cohort: Cohort, client_of: Callable[[User], Client]
) -> None:
    year, some = cohort.year, cohort.people[:3]
    village = services.register_payer(
        year.regency, "EMPLOYER", "Pemerintah desa", actor=cohort.users.officer, now=trail.NOW
    )
    Person.objects.filter(pk=some[0].pk).update(income_idr=3_000_000)
    decree = cohort.move(cohort.apbd, village, some)

    client = client_of(cohort.users.officer)
    for address in (f"/sk/{decree.public_id}/", f"/iuran/?tahun={year.public_id}"):
        text = client.get(address).content.decode()
        links = set(re.findall(r"/aturan/penjelasan/iuran/\?[^\"]*sumber=EMPLOYER[^\"]*", text))
        explained = [client.get(unescape(link)).content.decode() for link in sorted(links)]

        assert ["Rp10.920" in page for page in explained] == [True, False]  # 0.54 per cent of 2,022,200 each,
        assert ["Rp16.200" in page for page in explained] == [False, True]  # and of 3,000,000.
        assert "Rp21.840" in text  # Two people on the lower wage.


def test_people_may_move_on_and_back(cohort: Cohort) -> None:
    some = cohort.people[:3]
    cohort.move(cohort.apbd, cohort.donor, some, month=FIRST)

    cohort.move(cohort.donor, cohort.apbd, some, number="06/KEP")

    assert cohort.covered(FIRST, cohort.donor) == cohort.covered(DECEMBER, cohort.apbd) & keys(some) == keys(some)
    assert cohort.covered(DECEMBER, cohort.donor) == set()
    cohort.bill(cohort.donor, FIRST)
    with pytest.raises(NobodyToBillError):
        cohort.bill(cohort.donor, DECEMBER)
    assert violations() == {}


def test_nobody_begins_twice_with_a_payer_in_one_month(cohort: Cohort) -> None:
    cohort.move(cohort.apbd, cohort.donor, cohort.people[:1], month=FIRST)

    with pytest.raises(StartsTwiceError, match="JRG-530"):
        cohort.draft_move(cohort.donor, cohort.apbd, cohort.people[:1], "06/KEP", FIRST)


def test_only_who_is_enrolled_with_the_payer_and_has_not_left_moves(cohort: Cohort) -> None:
    trail.leave(cohort.people[0], cohort.users.officer)

    decree = cohort.draft_move(cohort.apbd, cohort.donor, cohort.people[:2])

    assert (decree.additions, decree.removals) == (1, 1)
    with pytest.raises(NothingToDecreeError):
        cohort.draft_move(cohort.apbd, cohort.donor, cohort.people[:1], "06/KEP")
    with pytest.raises(NoInitialDecreeError):
        cohort.draft_move(cohort.donor, cohort.village_fund, cohort.people, "06/KEP")


def test_who_moved_and_then_leaves_is_removed_from_the_new_payer(cohort: Cohort) -> None:
    cohort.move(cohort.apbd, cohort.donor, cohort.people[:2], month=FIRST)
    trail.leave(cohort.people[0], cohort.users.officer)

    amendment = services.draft_replacements(
        cohort.year, cohort.donor, cohort.paper("07/KEP"), actor=cohort.users.officer, now=trail.NOW
    )
    cohort.enact(amendment)

    assert (amendment.additions, amendment.removals) == (0, 1)
    assert amendment.amends == Decree.objects.get(number="01/KEP/CONTOH/2026")
    assert cohort.covered(DECEMBER, cohort.donor) == keys(cohort.people[1:2])
    assert violations() == {}


@pytest.mark.parametrize("billed", ["source", "target"])
def test_month_that_was_billed_to_either_payer_is_closed(cohort: Cohort, billed: str) -> None:
    if billed == "target":
        cohort.move(cohort.apbd, cohort.donor, cohort.people[:1], month=FIRST, number="04/KEP")
    cohort.bill(cohort.apbd if billed == "source" else cohort.donor, FIRST)

    with pytest.raises(MonthBilledError):
        cohort.draft_move(cohort.apbd, cohort.donor, cohort.people[1:], month=FIRST)


def test_draft_goes_stale_where_somebody_moved_meanwhile(cohort: Cohort) -> None:
    late = cohort.draft_move(cohort.apbd, cohort.village_fund, cohort.people[:2])
    cohort.move(cohort.apbd, cohort.donor, cohort.people[:1], number="06/KEP")

    with pytest.raises(DraftStaleError):
        cohort.enact(late)
    assert violations() == {}


def test_new_payer_must_be_able_to_pay(cohort: Cohort) -> None:
    poor = services.register_payer(cohort.year.regency, "CSR", "Dua", actor=cohort.users.officer, now=trail.NOW)
    services.enter_budget(cohort.year, poor, 8_400, basis="x", actor=cohort.users.officer, now=trail.NOW)

    with pytest.raises(DecreeOverBudgetError):
        cohort.draft_move(cohort.apbd, poor, cohort.people[:2])
    assert cohort.draft_move(cohort.apbd, poor, cohort.people[:1]).additions == 1


def test_move_to_the_workers_themselves_needs_no_budget(cohort: Cohort) -> None:
    cohort.move(cohort.apbd, cohort.workers, cohort.people)

    bill = cohort.bill(cohort.workers, DECEMBER)

    assert (bill.people, bill.total_idr) == (6, 6 * 8_400)
    assert violations() == {}


def test_move_leads_to_another_payer_of_the_same_regency(cohort: Cohort) -> None:
    with pytest.raises(MoveNowhereError):
        cohort.draft_move(cohort.apbd, cohort.apbd, cohort.people)


def test_reserve_goes_to_a_further_payer_village_by_village(
    cohort: Cohort, villages: Villages, make_person: MakePerson
) -> None:
    fresh = [make_person(f"Cadangan {n}", home) for n in range(2) for home in (villages.kefa, villages.manamas)]
    used = queries.budget_idr(cohort.year, cohort.apbd)
    services.enter_budget(
        cohort.year, cohort.apbd, 6 * 2 * 16_800 - used, basis="APBD-P", actor=cohort.users.officer, now=trail.NOW
    )
    run = trail.run_targeting(cohort.year, cohort.apbd, cohort.users.officer, with_optimum=False)
    assert set(run.decisions.filter(outcome="reserve").values_list("person", flat=True)) == keys(fresh)

    def take(payer, places: int, number: str):  # type: ignore[no-untyped-def]  # A step of this test alone.
        return services.draft_from_reserve(
            run, payer, cohort.paper(number, FIRST), places=places, actor=cohort.users.officer, now=trail.NOW
        )

    two = cohort.enact(take(cohort.donor, 2, "08/KEP"))
    rest = cohort.enact(take(cohort.village_fund, 9, "09/KEP"))

    assert {line.village for line in two.lines.all()} == {villages.kefa, villages.manamas}
    assert {line.village for line in rest.lines.all()} == {villages.kefa}  # A village pays for its own people.
    assert (two.additions, rest.additions) == (2, 1)
    assert violations() == {}


@pytest.mark.parametrize("who", ["operator", "verifier", "treasurer", "auditor", "officer_elsewhere"])
def test_moves_are_drafted_by_the_office_and_enacted_by_the_head(cohort: Cohort, who: str) -> None:
    decree = cohort.draft_move(cohort.apbd, cohort.donor, cohort.people[:1])
    user = getattr(cohort.users, who)

    with pytest.raises(NotAllowedError):
        services.enact_decree(decree, actor=user, now=trail.NOW)
    with pytest.raises(NotAllowedError):
        services.draft_move(
            cohort.year,
            cohort.apbd,
            cohort.donor,
            queries.Person.objects.all(),
            cohort.paper("06/KEP"),
            actor=user,
            now=trail.NOW,
        )


def test_database_itself_refuses_to_cover_somebody_twice(cohort: Cohort) -> None:
    decree = cohort.draft_move(cohort.apbd, cohort.donor, cohort.people[:1])
    services.enact_decree(decree, actor=cohort.users.head, now=trail.NOW)
    line = decree.lines.get(change="addition")

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            person=line.person,
            payer=cohort.village_fund,
            programme_year=cohort.year,
            line=line,
            base_idr=1_000_000,
            sector="other",
            from_month=DECEMBER,
            until_month=Month(2027, 1),
        )


def test_pages_about_money_cost_as_many_statements_for_many_payers_as_for_one(
    cohort: Cohort, villages: Villages, client_of: Callable[[User | None], Client]
) -> None:
    year, users = cohort.year, cohort.users
    client = client_of(users.treasurer)

    def pays_for(person: Person, village: Village) -> None:
        actor = users.officer
        payer = services.register_payer(
            year.regency, "APBDES", village.code, village=village, actor=actor, now=trail.NOW
        )
        services.enter_budget(year, payer, 10_000_000, basis="contoh", actor=actor, now=trail.NOW)
        cohort.move(cohort.apbd, payer, [person], number=f"{village.code}/KEP", month=FIRST)
        bill = cohort.bill(payer, FIRST)
        approve_bill(bill, request_key=uuid4(), actor=users.head, now=trail.NOW)

    def statements() -> dict[str, int]:
        counts = {}
        for address in (
            "/",
            "/iuran/",
            "/anggaran/",
            "/penjaga/",
            "/buku/",
            "/pembayaran/",
            "/pembayaran/perintah/baru/",
        ):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            counts[address] = len(seen)
        return counts

    pays_for(cohort.people[0], villages.kefa)
    for_one = statements()
    pays_for(cohort.people[1], villages.maubeli)
    pays_for(cohort.people[2], villages.manamas)

    assert statements() == for_one
