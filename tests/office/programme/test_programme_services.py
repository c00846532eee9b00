"""Choice, decree, enrolment: everyone gets one verdict, the budget holds, and two people are needed to bind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail
import pytest
from django.db import connection

from jaring.core.month import Month
from jaring.documents.annex import annex_hash
from jaring.office.access.scope import NotAllowedError, SamePersonError
from jaring.office.audit.models import AuditEntry
from jaring.office.billing.services import issue_bill
from jaring.office.people.models import Exit, Person
from jaring.office.programme import queries, services
from jaring.office.programme.errors import (
    AlreadyInForceError,
    BudgetBelowBilledError,
    BudgetUnchangedError,
    DecreeOverBudgetError,
    DraftStaleError,
    MonthBilledError,
    NoBudgetError,
    NoInitialDecreeError,
    NothingToDecreeError,
    NumberTakenError,
    YearExistsError,
    YearMonthsError,
)
from jaring.office.programme.models import (
    BudgetEntry,
    Decision,
    Decree,
    DecreeLine,
    Enrolment,
    EnrolmentEnd,
    ProgrammeYear,
    TargetingRun,
)
from jaring.office.programme.services import enact_decree

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

PRICE_IDR = 16_800
FIRST, UNTIL = trail.FIRST, Month(2027, 1)
MONTHS = UNTIL - FIRST


class Room:
    """The room in which the programme is run, with as many places as the budget is told to allow."""

    def __init__(self, programme: Programme, users: Users) -> None:
        self.year, self.payer, self.users = programme.year, programme.payer, users

    def allow(self, places: int) -> None:
        """Bring the budget to this number of places for the months that remain, by a revision."""
        self.revise(places * PRICE_IDR * MONTHS - queries.budget_idr(self.year, self.payer))

    def revise(self, amount_idr: int) -> None:
        services.enter_budget(
            self.year,
            self.payer,
            amount_idr,
            basis="APBD-P contoh",
            despite_commitments=True,
            actor=self.users.officer,
            now=trail.NOW,
        )

    def run(self, from_month: Month = FIRST) -> TargetingRun:
        return trail.run_targeting(
            self.year, self.payer, self.users.officer, from_month=from_month, with_optimum=False
        )

    def draft(self, run: TargetingRun, number: str = "01/KEP", month: Month = FIRST) -> Decree:
        return services.draft_decree(run, trail.paper(number, month), actor=self.users.officer, now=trail.NOW)

    def enact(self, decree: Decree) -> Decree:
        enact_decree(decree, actor=self.users.head, now=trail.NOW)
        return Decree.objects.get(pk=decree.pk)

    def replace(self, number: str = "02/KEP", month: Month = FIRST + 1) -> Decree:
        return services.draft_replacements(
            self.year, self.payer, trail.paper(number, month), actor=self.users.officer, now=trail.NOW
        )

    def covered(self, month: Month = FIRST) -> set[int]:
        return set(queries.enrolled_in(month, self.payer).values_list("person", flat=True))


@pytest.fixture
def room(programme: Programme, users: Users) -> Room:
    return Room(programme, users)


@pytest.fixture
def nine(villages: Villages, make_person: MakePerson) -> list[Person]:
    """Nine people in three villages, of different occupations."""
    groups = ("farmer", "fisher", "trader")
    homes = (villages.kefa, villages.maubeli, villages.manamas)
    return [
        make_person(f"Orang Rekaan {chr(65 + n)}", homes[n % 3], occupation_group=groups[n // 3]) for n in range(9)
    ]


def chosen(run: TargetingRun) -> set[int]:
    """Return whom a run covers."""
    covering = (Decision.Outcome.SELECTED, Decision.Outcome.KEPT)
    return set(run.decisions.filter(outcome__in=covering).values_list("person", flat=True))


# Choice -----------------------------------------------------------------------------------------------


def test_every_candidate_gets_one_decision_with_reasons(room: Room, nine: list[Person]) -> None:
    room.allow(4)

    run = room.run()

    assert sorted(run.decisions.values_list("person", flat=True)) == sorted(p.pk for p in nine)
    assert (run.candidates, run.kept, run.selected, run.reserve, run.ineligible) == (9, 0, 4, 5, 0)
    assert all(decision.reasons for decision in run.decisions.all())
    assert sorted(run.decisions.filter(outcome="reserve").values_list("reserve_rank", flat=True)) == [1, 2, 3, 4, 5]


def test_whoever_left_is_no_candidate_any_more(room: Room, nine: list[Person]) -> None:
    trail.leave(nine[0], room.users.officer)

    run = room.run()

    assert nine[0].pk not in run.decisions.values_list("person", flat=True)
    assert run.candidates == 8


def test_whoever_left_between_two_choices_is_not_eligible(room: Room, nine: list[Person]) -> None:
    room.run()
    trail.leave(nine[0], room.users.officer)

    decision = room.run().decisions.get(person=nine[0])

    assert decision.outcome == Decision.Outcome.INELIGIBLE
    assert [reason["code"] for reason in decision.reasons][:1] == ["HAS_LEFT"]


def test_choice_stays_within_the_budget(room: Room, nine: list[Person]) -> None:
    for places in (1, 2, 5, 8):
        room.allow(places)
        run = room.run()
        assert run.cost_idr == places * PRICE_IDR * MONTHS <= run.budget_idr
        assert len(chosen(run)) == places


def test_budget_a_rupiah_short_gives_a_place_less(room: Room, nine: list[Person]) -> None:
    room.allow(3)
    services.enter_budget(room.year, room.payer, -1, basis="x", actor=room.users.officer, now=trail.NOW)

    assert len(chosen(room.run())) == 2


def test_more_budget_never_removes_a_person(room: Room, nine: list[Person]) -> None:
    covered: set[int] = set()
    for places in range(1, 11):
        room.allow(places)
        now_covered = chosen(room.run())
        assert covered <= now_covered
        covered = now_covered

    assert covered == {person.pk for person in nine}


def test_same_terms_give_the_same_choice_whatever_the_order_of_arrival(
    room: Room, nine: list[Person], villages: Villages, make_person: MakePerson
) -> None:
    room.allow(4)
    first = room.run()

    second = room.run()

    def order(run: TargetingRun) -> list[int]:
        return list(run.decisions.order_by("rank").values_list("person", flat=True))

    assert order(first) == order(second)


def test_whoever_is_enrolled_keeps_the_place(
    room: Room, nine: list[Person], villages: Villages, make_person: MakePerson
) -> None:
    room.allow(4)
    room.enact(room.draft(room.run()))
    held = room.covered()
    for number in range(3):
        newcomer = make_person(f"Lebih Layak {number}", villages.kefa, occupation_group="fisher")
        trail.make_poor(newcomer, room.users.officer)

    run = room.run(FIRST + 1)

    assert set(run.decisions.filter(outcome="kept").values_list("person", flat=True)) == held
    assert held <= chosen(run)


def test_who_is_covered_elsewhere_is_not_eligible(room: Room, nine: list[Person]) -> None:
    from jaring.office.people.models import CoveredElsewhere

    trail.make_poor(nine[0], room.users.officer)
    batch = nine[0].regency.importbatch_set.get()
    CoveredElsewhere.objects.create(regency_id="53.03", nik_look_up=nine[0].nik_look_up, batch=batch)

    decision = room.run().decisions.get(person=nine[0])

    assert decision.outcome == Decision.Outcome.INELIGIBLE


def test_whom_another_payer_covers_is_not_chosen_again(room: Room, nine: list[Person]) -> None:
    room.allow(4)
    held = chosen(room.enact(room.draft(room.run())).run)
    other = services.add_payer(room.year.regency, "CSR", "CSR contoh")
    services.enter_budget(room.year, other, 10**9, basis="x", actor=room.users.officer, now=trail.NOW)

    run = trail.run_targeting(room.year, other, room.users.officer, from_month=FIRST, with_optimum=False)

    assert chosen(run) == {person.pk for person in nine} - held
    assert set(run.decisions.filter(outcome="ineligible").values_list("person", flat=True)) == held


def test_nothing_is_chosen_without_a_budget(room: Room, nine: list[Person]) -> None:
    room.allow(0)

    with pytest.raises(NoBudgetError, match="JRG-503"):
        room.run()


def test_nothing_is_chosen_after_the_end_of_the_year(room: Room, nine: list[Person]) -> None:
    with pytest.raises(NoBudgetError):
        room.run(UNTIL)


def test_year_is_opened_once(room: Room) -> None:
    with pytest.raises(YearExistsError, match="JRG-512"):
        services.open_year(
            room.year.regency,
            2026,
            from_month=Month(2026, 1),
            until_month=UNTIL,
            base_idr=1_000_000,
            actor=room.users.officer,
            now=trail.NOW,
        )


@pytest.mark.parametrize(
    ("first", "until"),
    [
        (Month(2026, 12), Month(2028, 1)),
        (Month(2027, 1), Month(2028, 2)),
        (Month(2028, 1), Month(2028, 1)),
        (Month(2027, 6), Month(2027, 6)),
    ],
)
def test_months_of_a_year_lie_within_it(room: Room, first: Month, until: Month) -> None:
    with pytest.raises(YearMonthsError, match="JRG-516"):
        open_2027(room, first, until)

    assert not ProgrammeYear.objects.filter(year=2027).exists()


@pytest.mark.parametrize("first", [Month(2027, 1), Month(2027, 12)])
def test_year_may_begin_with_any_of_its_months(room: Room, first: Month) -> None:
    assert open_2027(room, first, Month(2028, 1)).from_month == first


def open_2027(room: Room, first: Month, until: Month) -> ProgrammeYear:
    return services.open_year(
        room.year.regency,
        2027,
        from_month=first,
        until_month=until,
        base_idr=1_000_000,
        actor=room.users.officer,
        now=trail.NOW,
    )


def test_budget_entry_of_nothing_is_refused(room: Room) -> None:
    entries = BudgetEntry.objects.count()

    with pytest.raises(BudgetUnchangedError, match="JRG-514"):
        room.revise(0)

    assert BudgetEntry.objects.count() == entries
    assert not AuditEntry.objects.filter(event="programme.budget_entered").exists()


def test_budget_is_cut_down_to_what_was_billed_and_not_a_rupiah_further(room: Room, nine: list[Person]) -> None:
    room.allow(9)
    room.enact(room.draft(room.run()))
    billed = issue_bill(FIRST, room.payer, request_key=uuid4(), actor=room.users.officer, now=trail.NOW).total_idr
    unbilled = queries.budget_idr(room.year, room.payer) - billed

    with pytest.raises(BudgetBelowBilledError, match="JRG-515"):
        room.revise(-unbilled - 1)
    assert queries.budget_idr(room.year, room.payer) == billed + unbilled

    room.revise(-unbilled)
    assert queries.budget_idr(room.year, room.payer) == billed > 0


def test_budget_of_a_payer_never_falls_below_nothing(room: Room) -> None:
    new = services.add_payer(room.year.regency, "CSR", "CSR contoh")

    with pytest.raises(BudgetBelowBilledError):
        services.enter_budget(room.year, new, -1, basis="x", actor=room.users.officer, now=trail.NOW)


@pytest.mark.parametrize("who", ["operator", "verifier", "auditor", "leadership", "officer_elsewhere"])
def test_budget_is_entered_by_the_office_and_its_treasurer(room: Room, users: Users, who: str) -> None:
    with pytest.raises(NotAllowedError, match="JRG-601"):
        services.enter_budget(room.year, room.payer, 1, basis="x", actor=getattr(users, who), now=trail.NOW)
    services.enter_budget(room.year, room.payer, 1, basis="x", actor=users.treasurer, now=trail.NOW)


@pytest.mark.parametrize("who", ["operator", "verifier", "treasurer", "auditor", "leadership", "officer_elsewhere"])
def test_choice_and_decree_are_the_offices(room: Room, nine: list[Person], users: Users, who: str) -> None:
    run, other = room.run(), getattr(users, who)
    decree = room.draft(run)

    acts: list[Callable[[], object]] = [
        lambda: trail.run_targeting(room.year, room.payer, other, with_optimum=False),
        lambda: services.draft_decree(run, trail.paper("09/KEP"), actor=other, now=trail.NOW),
        lambda: services.draft_replacements(room.year, room.payer, trail.paper("09/KEP"), actor=other, now=trail.NOW),
        lambda: enact_decree(decree, actor=other, now=trail.NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowedError, match="JRG-601"):
            act()


# Decree -----------------------------------------------------------------------------------------------


def test_decree_names_whom_the_run_chose_and_nobody_is_enrolled_by_a_draft(room: Room, nine: list[Person]) -> None:
    room.allow(4)
    run = room.run()

    decree = room.draft(run)

    assert set(decree.lines.values_list("person", flat=True)) == chosen(run)
    assert (decree.additions, decree.removals, decree.monthly_idr) == (4, 0, 4 * PRICE_IDR)
    assert not Enrolment.objects.exists()


def test_decree_in_force_enrols_exactly_its_people(room: Room, nine: list[Person]) -> None:
    room.allow(4)
    decree = room.enact(room.draft(room.run()))

    assert room.covered() == set(decree.lines.values_list("person", flat=True))
    assert set(Enrolment.objects.values_list("from_month", "until_month", "base_idr")) == {(FIRST, UNTIL, 1_000_000)}
    entry = AuditEntry.objects.get(event="decree.enacted")
    assert entry.detail == {"additions": 4, "removals": 0, "annex_hash": decree.annex_hash}


def test_hash_fits_the_annex_and_notices_any_other_name(room: Room, nine: list[Person]) -> None:
    decree = room.draft(room.run())
    lines = list(decree.lines.select_related("village__district").order_by("number"))

    assert annex_hash(services.annex_rows(lines, decree.effective_month)) == decree.annex_hash
    lines[0].name += "x"
    assert annex_hash(services.annex_rows(lines, decree.effective_month)) != decree.annex_hash


def test_annex_keeps_what_it_said_when_a_person_moves_later(room: Room, nine: list[Person]) -> None:
    decree = room.draft(room.run())
    before = list(decree.lines.values_list("name", "village", "occupation").order_by("number"))

    Person.objects.update(name="Nama Lain", occupation="Lain")

    assert list(DecreeLine.objects.values_list("name", "village", "occupation").order_by("number")) == before


def test_drafter_does_not_enact(room: Room, nine: list[Person]) -> None:
    decree = services.draft_decree(room.run(), trail.paper("01/KEP"), actor=room.users.head, now=trail.NOW)

    with pytest.raises(SamePersonError, match="JRG-602"):
        enact_decree(decree, actor=room.users.head, now=trail.NOW)


def test_decree_comes_into_force_once(room: Room, nine: list[Person]) -> None:
    decree = room.enact(room.draft(room.run()))

    with pytest.raises(AlreadyInForceError, match="JRG-507"):
        room.enact(decree)


def test_number_is_taken_once(room: Room, nine: list[Person]) -> None:
    run = room.run()
    room.draft(run)

    with pytest.raises(NumberTakenError, match="JRG-504"):
        room.draft(run)


def test_draft_whose_people_were_enrolled_since_is_stale(room: Room, nine: list[Person]) -> None:
    run = room.run()
    first, second = room.draft(run), room.draft(run, "02/KEP")
    room.enact(first)

    with pytest.raises(DraftStaleError, match="JRG-508"):
        room.enact(second)

    assert Enrolment.objects.count() == len(nine)


def test_draft_whose_people_another_payer_enrols_from_later_on_is_stale(room: Room, nine: list[Person]) -> None:
    first = room.draft(room.run())
    other = services.add_payer(room.year.regency, "CSR", "CSR contoh")
    services.enter_budget(room.year, other, 10**9, basis="x", actor=room.users.officer, now=trail.NOW)
    run = trail.run_targeting(room.year, other, room.users.officer, from_month=FIRST + 1, with_optimum=False)
    room.enact(room.draft(run, "02/KEP", FIRST + 1))

    with pytest.raises(DraftStaleError):
        room.enact(first)


def test_draft_whose_removals_happened_since_is_stale(room: Room, nine: list[Person]) -> None:
    room.enact(room.draft(room.run()))
    trail.leave(nine[0], room.users.officer)
    first, second = room.replace("02/KEP"), room.replace("03/KEP")
    room.enact(first)

    with pytest.raises(DraftStaleError):
        room.enact(second)

    assert EnrolmentEnd.objects.count() == 1


def test_draft_is_stale_whose_people_another_removes_from_a_later_month(room: Room, nine: list[Person]) -> None:
    room.enact(room.draft(room.run()))
    trail.leave(nine[0], room.users.officer)
    soon, later = room.replace("02/KEP", FIRST), room.replace("03/KEP", FIRST + 1)
    room.enact(later)

    with pytest.raises(DraftStaleError):
        room.enact(soon)

    assert EnrolmentEnd.objects.get().until_month == FIRST + 1


def test_decree_over_the_budget_is_refused(room: Room, nine: list[Person]) -> None:
    run = room.run()
    room.allow(8)

    with pytest.raises(DecreeOverBudgetError, match="JRG-506"):
        room.draft(run)


def test_draft_that_a_budget_cut_overtook_is_not_enacted(room: Room, nine: list[Person]) -> None:
    decree = room.draft(room.run())
    room.allow(8)

    with pytest.raises(DecreeOverBudgetError):
        room.enact(decree)

    assert not Enrolment.objects.exists()


def test_decree_that_only_removes_is_the_way_out_of_a_budget_cut(room: Room, nine: list[Person]) -> None:
    room.enact(room.draft(room.run()))
    room.allow(7)
    trail.leave(nine[0], room.users.officer)

    room.enact(room.replace())

    assert len(room.covered(FIRST + 1)) == 8


def test_two_drafts_that_fit_the_budget_only_one_by_one_are_not_both_enacted(
    room: Room, nine: list[Person], villages: Villages, make_person: MakePerson
) -> None:
    room.allow(9)
    room.enact(room.draft(room.run()))
    for _ in range(2):
        make_person("Pendatang Baru", villages.kefa)
    room.allow(10)
    drafts = []
    for number in ("02/KEP", "03/KEP"):
        run = room.run()
        drafts.append(room.draft(run, number))
        Exit.objects.create(
            person_id=(chosen(run) - room.covered()).pop(),
            reason="moved",
            happened_on=trail.NOW.date(),
            reported_by=room.users.officer,
            reported_at=trail.NOW,
        )
    room.enact(drafts[0])

    with pytest.raises(DecreeOverBudgetError):
        room.enact(drafts[1])


def test_decree_does_not_reach_back_into_a_billed_month(room: Room, nine: list[Person]) -> None:
    room.enact(room.draft(room.run()))
    trail.bill(room.payer, room.users.officer)
    trail.leave(nine[0], room.users.officer)

    with pytest.raises(MonthBilledError, match="JRG-510"):
        room.replace(month=FIRST)


def test_draft_whose_month_was_billed_since_is_refused(room: Room, nine: list[Person]) -> None:
    room.enact(room.draft(room.run()))
    trail.leave(nine[0], room.users.officer)
    amendment = room.replace(month=FIRST)
    trail.bill(room.payer, room.users.officer)

    with pytest.raises(MonthBilledError):
        room.enact(amendment)


def test_second_decree_of_a_year_amends_the_first_and_names_only_who_is_new(room: Room, nine: list[Person]) -> None:
    room.allow(4)
    first = room.enact(room.draft(room.run()))
    room.allow(6)

    second = room.draft(room.run(), "02/KEP")

    assert (second.kind, second.amends, second.additions) == ("amendment", first, 2)
    assert not set(second.lines.values_list("person", flat=True)) & room.covered()
    room.enact(second)
    assert len(room.covered()) == 6


def test_decree_that_says_nothing_is_refused(room: Room, nine: list[Person]) -> None:
    room.enact(room.draft(room.run()))

    with pytest.raises(NothingToDecreeError, match="JRG-505"):
        room.draft(room.run(), "02/KEP")
    with pytest.raises(NothingToDecreeError):
        room.replace()


# Replacement ------------------------------------------------------------------------------------------


def test_freed_places_are_filled_from_the_reserve_in_its_order(room: Room, nine: list[Person]) -> None:
    room.allow(4)
    run = room.run()
    room.enact(room.draft(run))
    leavers = Person.objects.filter(pk__in=sorted(room.covered())[:2])
    for person in leavers:
        trail.leave(person, room.users.officer)

    decree = room.replace()
    added = set(decree.lines.filter(change="addition").values_list("person", flat=True))
    removed = set(decree.lines.filter(change="removal").values_list("person", flat=True))

    assert removed == {person.pk for person in leavers}
    assert len(added) == 2
    reserve = set(run.decisions.filter(outcome="reserve").values_list("person", flat=True))
    assert added <= reserve
    before = room.covered(FIRST + 1)
    room.enact(decree)
    assert room.covered(FIRST) == before
    assert room.covered(FIRST + 1) == before - removed | added


def test_replacements_never_make_more_people_than_before(room: Room, nine: list[Person]) -> None:
    room.allow(7)
    room.enact(room.draft(room.run()))
    for person in Person.objects.filter(pk__in=sorted(room.covered())[:4]):
        trail.leave(person, room.users.officer)

    room.enact(room.replace())

    assert len(room.covered(FIRST)) == 7
    assert len(room.covered(FIRST + 1)) == 3 + 2
    assert not Exit.objects.filter(person__in=room.covered(FIRST + 1)).exists()


def test_replacement_who_has_left_as_well_is_passed_over(room: Room, nine: list[Person]) -> None:
    room.allow(8)
    run = room.run()
    room.enact(room.draft(run))
    trail.leave(run.decisions.get(outcome="reserve").person, room.users.officer)
    trail.leave(Person.objects.get(pk=min(room.covered())), room.users.officer)

    decree = room.replace()

    assert (decree.additions, decree.removals) == (0, 1)


def test_nothing_is_replaced_before_the_decree_of_the_year(room: Room, nine: list[Person]) -> None:
    room.draft(room.run())

    with pytest.raises(NoInitialDecreeError, match="JRG-511"):
        room.replace()


def test_number_of_statements_of_an_enactment_does_not_depend_on_the_people(
    room: Room, villages: Villages, make_person: MakePerson, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(60):
        make_person("Orang Rekaan", villages.kefa, birth_date=trail.date(1970 + number % 30, 1, 1))
    decree = room.draft(room.run())

    locks = 2 if connection.vendor == "postgresql" else 0  # On SQLite the transaction is the lock.
    with django_assert_max_num_queries(27 + locks):  # type: ignore[attr-defined]  # A fixture of pytest-django, which is a function.
        room.enact(decree)

    assert len(room.covered()) == 60
    assert connection.in_atomic_block
