"""A month is billed once, exactly as the decree says, by as many statements for ten people as for two thousand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import paper_trail as trail
import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from jaring.core.contribution import Payer, RateFacts, Sector, contribution_for_base
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry, RequestKey
from jaring.office.audit.services import KeyReusedError
from jaring.office.billing import keys, queries
from jaring.office.billing.errors import (
    AlreadyBilledError,
    BillOverBudgetError,
    MonthsOutOfOrderError,
    NobodyToBillError,
)
from jaring.office.billing.models import Bill, Due, RateCard
from jaring.office.billing.services import issue_bill
from jaring.office.people.models import Person
from jaring.office.programme import services
from jaring.office.programme.errors import YearUnknownError
from jaring.office.programme.models import DecreeLine

if TYPE_CHECKING:
    from conftest import Programme, Users, Villages

KEY = UUID(int=9001)
FIRST = trail.FIRST


class Till:
    """Where bills are issued."""

    def __init__(self, programme: Programme, users: Users) -> None:
        self.programme, self.users = programme, users

    def cover(self) -> None:
        """Bring everybody on the register under a decree in force."""
        year, payer, users = self.programme.year, self.programme.payer, self.users
        run = trail.run_targeting(year, payer, users.officer, with_optimum=False)
        trail.initial_decree(run, users.officer, users.head)

    def bill(self, month: Month = FIRST, key: UUID = KEY, **changed: Any) -> Bill:
        values = {"payer": self.programme.payer, "actor": self.users.officer} | changed
        return issue_bill(month, values.pop("payer"), request_key=key, now=trail.NOW, **values)

    def budget(self, amount_idr: int) -> None:
        services.enter_budget(
            self.programme.year,
            self.programme.payer,
            amount_idr,
            basis="APBD-P",
            despite_commitments=True,
            actor=self.users.officer,
            now=trail.NOW,
        )


@pytest.fixture
def till(programme: Programme, users: Users) -> Till:
    return Till(programme, users)


@pytest.fixture
def covered(till: Till, people: dict[str, Person]) -> Till:
    """Four people of 53.03 under a decree in force, one of them a driver."""
    Person.objects.filter(pk=people["petrus"].pk).update(occupation_group="transport")
    till.cover()
    return till


def test_bill_is_exact_against_the_decree_to_the_rupiah(covered: Till) -> None:
    bill = covered.bill()

    lines = DecreeLine.objects.filter(change="addition")
    dues = [
        contribution_for_base(RateFacts(FIRST, Payer.APBD, Rupiah(line.base_idr), Sector(line.sector)))
        for line in lines
    ]
    assert bill.people == len(dues) == 4
    assert (bill.jkk_idr, bill.jkm_idr) == (sum(d.jkk.idr for d in dues), sum(d.jkm.idr for d in dues))
    assert bill.total_idr == sum(d.total.idr for d in dues) == 4 * 16_800


def test_bill_holds_one_due_for_each_person_of_the_decree(covered: Till) -> None:
    bill = covered.bill()

    named = set(DecreeLine.objects.values_list("person", flat=True))
    assert set(bill.dues.values_list("person", flat=True)) == named
    assert bill.dues.count() == len(named)
    assert bill.dues.aggregate(jkk=Sum("jkk_idr"), jkm=Sum("jkm_idr")) == {"jkk": bill.jkk_idr, "jkm": bill.jkm_idr}
    assert set(RateCard.objects.values_list("sector", flat=True)) == {"other", "transport"}


def test_bill_whose_dues_are_not_what_was_counted_is_not_issued(
    covered: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = queries.distinct_rate_facts

    def one_too_many(*asked: Any) -> list[queries.Met]:
        first, *others = counted(*asked)
        return [first._replace(people=first.people + 1), *others]

    monkeypatch.setattr(queries, "distinct_rate_facts", one_too_many)

    with pytest.raises(AssertionError, match="not what was counted"):
        covered.bill()
    assert not Due.objects.exists()


def test_rate_card_names_the_law(covered: Till) -> None:
    covered.bill()

    for card in RateCard.objects.all():
        assert card.sources
        assert all(source["law"] and source["status"] for source in card.sources)


def test_same_key_gives_the_same_bill_and_no_second_effect(covered: Till) -> None:
    first = covered.bill()

    assert covered.bill() == first
    assert (Bill.objects.count(), Due.objects.count(), RequestKey.objects.count()) == (1, 4, 1)
    assert AuditEntry.objects.filter(event="bill.issued").count() == 1


def test_same_key_for_another_month_or_payer_is_refused(covered: Till) -> None:
    covered.bill()
    other = services.add_payer(covered.programme.year.regency, "CSR", "CSR contoh")

    with pytest.raises(KeyReusedError, match="JRG-301"):
        covered.bill(FIRST + 1)
    with pytest.raises(KeyReusedError):
        covered.bill(payer=other)


def test_month_is_billed_once(covered: Till) -> None:
    covered.bill()

    with pytest.raises(AlreadyBilledError, match="JRG-302"):
        covered.bill(key=uuid4())

    assert (Bill.objects.count(), RequestKey.objects.count()) == (1, 1)


def test_refused_bill_leaves_its_key_free(covered: Till) -> None:
    with pytest.raises(MonthsOutOfOrderError):
        covered.bill(FIRST + 1)
    covered.bill(key=uuid4())

    assert covered.bill(FIRST + 1).month == FIRST + 1


def test_months_are_billed_in_order(covered: Till) -> None:
    with pytest.raises(MonthsOutOfOrderError, match="JRG-304"):
        covered.bill(FIRST + 1)

    assert not Bill.objects.exists()


def test_month_in_which_nobody_is_covered_has_no_bill(covered: Till) -> None:
    with pytest.raises(NobodyToBillError, match="JRG-303"):
        covered.bill(FIRST + -1)


def test_draft_enrols_nobody_whom_a_bill_could_meet(till: Till, people: dict[str, Person]) -> None:
    run = trail.run_targeting(till.programme.year, till.programme.payer, till.users.officer, with_optimum=False)
    trail.initial_decree(run, till.users.officer, None)

    with pytest.raises(NobodyToBillError):
        till.bill()


def test_month_without_a_programme_year_has_no_bill(covered: Till) -> None:
    with pytest.raises(YearUnknownError, match="JRG-501"):
        covered.bill(Month(2027, 1))


@pytest.mark.parametrize(("short_idr", "is_refused"), [(0, False), (1, True)])
def test_bill_stays_within_the_budget_to_the_rupiah(covered: Till, short_idr: int, is_refused: bool) -> None:
    covered.budget(4 * 16_800 - short_idr - 2_999_808_000)

    if is_refused:
        with pytest.raises(BillOverBudgetError, match="JRG-306"):
            covered.bill()
        assert not Bill.objects.exists()
    else:
        assert covered.bill().people == 4


def test_whoever_was_removed_is_not_billed_any_more(covered: Till, people: dict[str, Person]) -> None:
    covered.bill()
    trail.leave(people["yohanes"], covered.users.officer)
    amendment = trail.amendment(covered.programme.year, covered.programme.payer, covered.users.officer)
    services.enact_decree(amendment, actor=covered.users.head, now=trail.NOW)

    second = covered.bill(FIRST + 1, uuid4())

    assert second.people == 3
    assert people["yohanes"].pk not in second.dues.values_list("person", flat=True)


def test_whom_a_bill_counts_is_whom_it_names(covered: Till, people: dict[str, Person]) -> None:
    """Before the year, before an end, from its month on, after the year; of this payer and of another."""
    covered.bill()
    trail.leave(people["petrus"], covered.users.officer)
    amendment = trail.amendment(covered.programme.year, covered.programme.payer, covered.users.officer)
    services.enact_decree(amendment, actor=covered.users.head, now=trail.NOW)
    other = services.add_payer(covered.programme.year.regency, "CSR", "CSR contoh")

    seen = set()
    for payer in (covered.programme.payer, other):
        for month in (FIRST + -1).until(Month(2027, 2)):
            named = Counter(queries.members_to_bill(payer, month).values_list("base_idr", "sector"))
            counted = queries.distinct_rate_facts(payer, month)
            assert counted == sorted((payer.pk, *facts, None, people) for facts, people in named.items())
            seen.add(sum(met.people for met in counted))
    assert seen == {0, 3, 4}


@pytest.mark.parametrize("who", ["operator", "verifier", "treasurer", "auditor", "leadership", "officer_elsewhere"])
def test_bill_is_issued_only_by_the_office(covered: Till, users: Users, who: str) -> None:
    with pytest.raises(NotAllowedError, match="JRG-601"):
        covered.bill(actor=getattr(users, who))


def register(number: int, villages: Villages) -> None:
    """Put many invented people on the register at once."""

    def person(serial: int) -> Person:
        nik = f"5303041203{serial:06d}"
        made = Person(
            regency_id="53.03",
            village=villages.kefa,
            name=f"Orang Rekaan {serial}",
            search_name=f"orang rekaan {serial}",
            nik_look_up=vault.look_up("nik", "53.03", nik),
            birth_date=date(1970 + serial % 30, 1, 1),
            occupation_group=("farmer", "transport")[serial % 2],
            recorded_at=trail.NOW,
        )
        made.nik_sealed = made.sealed("nik", nik)
        return made

    Person.objects.bulk_create(person(900_000 + serial) for serial in range(number))


@pytest.mark.parametrize("number", [10, 2_000])
def test_number_of_statements_is_the_same_for_ten_people_and_for_two_thousand(
    till: Till, villages: Villages, number: int
) -> None:
    register(number, villages)
    till.cover()

    with CaptureQueriesContext(connection) as seen:
        bill = till.bill()

    assert bill.people == number
    assert len(seen) == STATEMENTS[connection.vendor]


STATEMENTS = {"sqlite": 29, "postgresql": 34}
"""Of the eleventh month of a year with two rates of one amount; a change of it is to be weighed, not waved through."""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every bill be a large one."""
    monkeypatch.setattr(keys, "PEOPLE_OF_A_LARGE_BILL", 1)


def test_large_bill_is_the_same_bill(large: None, covered: Till) -> None:
    first, second = covered.bill(), covered.bill(FIRST + 1, uuid4())

    assert keys.has_own_table(first.pk)
    assert {bill: bill.dues.count() for bill in (first, second)} == {first: 4, second: 4}
    assert first.dues.aggregate(jkk=Sum("jkk_idr"), jkm=Sum("jkm_idr")) == {
        "jkk": first.jkk_idr,
        "jkm": first.jkm_idr,
    }


@pytest.mark.postgresql
def test_small_bills_of_a_year_share_one_table_below_that_of_the_year(covered: Till) -> None:
    only_on_postgresql()
    bills = {covered.bill().pk, covered.bill(FIRST + 1, uuid4()).pk}

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text, bill_id FROM billing_due")
        assert set(cursor.fetchall()) == {("billing_due_2026_small", bill) for bill in bills}
    assert parent("billing_due_2026_small") == "billing_due_2026"
    assert parent("billing_due_2026") == "billing_due"
    assert constraints("billing_due_2026_small") == constraints("billing_due")


@pytest.mark.postgresql
def test_table_of_a_large_bill_has_every_constraint_of_the_dues(large: None, covered: Till) -> None:
    only_on_postgresql()
    table = f"billing_due_{covered.bill().pk}"

    assert constraints(table) == constraints("billing_due")
    assert parent(table) == "billing_due_2026"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = %s::regclass AND NOT convalidated", [table]
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.postgresql
def test_year_is_opened_once_and_questions_about_a_bill_meet_its_own_table_only(large: None, covered: Till) -> None:
    only_on_postgresql()
    first, second = covered.bill(), covered.bill(FIRST + 1, uuid4())

    plan = Due.objects.filter(bill=second).explain()

    assert f"billing_due_{second.pk}" in plan
    assert f"billing_due_{first.pk}" not in plan
    assert "billing_due_2026_small" not in plan


def only_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lays dues into several tables")


def parent(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = %s::regclass", [table])
        return str(cursor.fetchone()[0])


def constraints(table: str) -> set[str]:
    """Return what a table's constraints say, apart from the one that says which bill it is of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass", [table])
        found = {definition for (definition,) in cursor.fetchall()}
    kinds = ("PRIMARY KEY", "FOREIGN KEY (bill_id)", "FOREIGN KEY (enrolment_id, person_id)", "CHECK (((jkk_idr")
    assert all(any(definition.startswith(kind) for definition in found) for kind in kinds)
    return {definition for definition in found if not definition.startswith("CHECK ((bill_id")}
