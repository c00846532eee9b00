"""A freed place goes to the reserve, nearest first, and never beyond the money."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from targeting_cases import MONTHS, PRICE_IDR, TTU, VILLAGES, Case, cases, person, terms_for

from jaring.core.targeting import (
    BadCandidateError,
    BadTermsError,
    BudgetBelowKeptError,
    Candidate,
    Exit,
    ExitKind,
    Level,
    NotAnExitError,
    PlaceLimit,
    Replacements,
    Selection,
    replace_exits,
    select,
)

HOME, NEXT_DOOR, FAR, _ = VILLAGES


def ranked(number: int, village: str = HOME, **facts: object) -> Candidate:
    """Return somebody whose number is also the order by age."""
    return person(number, village, birth_date=date(1960 + number, 1, 1), **facts)


def leave(number: int, day: int = 1) -> Exit:
    return Exit(number, ExitKind.DIED, date(2026, 8, day))


def fill(selection: Selection, *exits: Exit, people: int | None = None) -> Replacements:
    budget_idr = selection.terms.budget_idr if people is None else people * PRICE_IDR * MONTHS
    return replace_exits(selection, exits, budget_idr=budget_idr, months=MONTHS)


def test_the_first_of_the_same_village_takes_the_place() -> None:
    selection = select([ranked(n) for n in range(1, 6)], TTU, terms_for(3))

    (replacement,) = fill(selection, leave(2)).replacements

    assert (replacement.filled_by, replacement.level) == (4, Level.VILLAGE)
    assert "meninggal dunia: cadangan pertama dari desa/kelurahan yang sama" in replacement.reason.text.id


def test_a_village_without_reserve_is_helped_by_its_district_and_then_by_the_regency() -> None:
    people = [ranked(1), ranked(2), *(ranked(n, NEXT_DOOR) for n in (3, 4)), *(ranked(n, FAR) for n in (5, 6, 7, 8))]
    selection = select(people, TTU, terms_for(6, limits={HOME: PlaceLimit(at_least=2)}))
    assert selection.covered_ids >= {1, 2}

    outcome = fill(selection, leave(1), leave(2, day=2))

    assert [one.level for one in outcome.replacements] == [Level.DISTRICT, Level.REGENCY]
    assert "se-kabupaten, karena cadangan yang lebih dekat sudah habis" in outcome.replacements[1].reason.text.id


def test_when_the_reserve_is_used_up_the_place_stays_open() -> None:
    selection = select([ranked(1), ranked(2)], TTU, terms_for(2))

    outcome = fill(selection, leave(1))

    assert outcome.replacements[0].filled_by is None
    assert outcome.replacements[0].reason.code == "NO_RESERVE"
    assert outcome.remaining_idr == PRICE_IDR * MONTHS


def test_when_the_money_does_not_reach_the_next_in_line_nobody_is_passed_over() -> None:
    people = [ranked(1), ranked(2), ranked(3, monthly_idr=3 * PRICE_IDR), ranked(4)]
    selection = select(people, TTU, terms_for(2))

    outcome = fill(selection, leave(1), leave(2, day=2), people=2)

    assert [one.filled_by for one in outcome.replacements] == [None, None]
    assert "sisa anggaran Rp201.600 tidak cukup" in outcome.replacements[0].reason.text.id


def test_who_leaves_the_reserve_frees_no_place() -> None:
    selection = select([ranked(n) for n in range(1, 6)], TTU, terms_for(3))

    outcome = fill(selection, leave(4), leave(1))

    assert [one.candidate_id for one in outcome.left_reserve] == [4]
    assert [one.filled_by for one in outcome.replacements] == [5]
    assert outcome.reserve_ids == ()


def test_somebody_above_a_fixed_limit_takes_a_place_of_the_own_village_only() -> None:
    people = [ranked(1), ranked(2), ranked(3, NEXT_DOOR)]
    selection = select(people, TTU, terms_for(2, limits={HOME: PlaceLimit(at_most=1)}))
    assert selection.covered_ids == {1, 3}

    assert fill(selection, leave(3)).replacements[0].filled_by is None
    assert fill(selection, leave(1)).replacements[0].filled_by == 2


def test_a_later_round_goes_on_with_the_same_reserve_list() -> None:
    selection = select([ranked(n) for n in range(1, 7)], TTU, terms_for(3))
    first = fill(selection, leave(1))

    second = replace_exits(
        selection,
        [leave(2)],
        budget_idr=selection.terms.budget_idr,
        months=MONTHS,
        covered_ids=first.covered_ids,
        unavailable_ids=[1],
    )

    assert second.replacements[0].filled_by == 5
    assert second.covered_ids == {3, 4, 5}


def test_passing_the_age_limit_is_not_an_exit() -> None:
    with pytest.raises(NotAnExitError) as refusal:
        ExitKind.parse("age_limit")

    assert "Melewati batas usia bukan sebab keluar" in refusal.value.advice.id
    assert ExitKind.parse("civil_servant") is ExitKind.CIVIL_SERVANT


def test_unknown_leavers_double_exits_and_too_little_money_are_refused() -> None:
    selection = select([ranked(n) for n in range(1, 4)], TTU, terms_for(3))

    with pytest.raises(BadCandidateError):
        fill(selection, leave(99))
    with pytest.raises(BadTermsError):
        fill(selection, leave(1), leave(1, day=2))
    with pytest.raises(BadTermsError):
        replace_exits(selection, [], budget_idr=1, months=0)
    with pytest.raises(BudgetBelowKeptError):
        fill(selection, leave(1), people=1)


@given(cases(prices=(PRICE_IDR,)))
def test_as_many_exits_from_the_village_as_were_named_bring_a_person_in(case: Case) -> None:
    selection = select(case.people, case.rules, case.terms, **case.sides)

    for decision in selection.decisions():
        named = [change for change in decision.changes if change.code == "EXITS_NEEDED"]
        if not named:
            continue
        count = int("".join(letter for letter in named[0].text.en if letter.isdigit()))
        neighbours = [
            who
            for who in sorted(selection.covered_ids)
            if selection.candidate(who).village_code == decision.village_code
        ]
        enough = fill(selection, *(leave(who) for who in neighbours[:count]))
        short = fill(selection, *(leave(who) for who in neighbours[: count - 1]))
        assert decision.candidate_id in enough.covered_ids
        assert decision.candidate_id not in short.covered_ids


@given(cases(), st.randoms(use_true_random=False), st.data())
def test_replacement_keeps_the_ceiling_the_stayers_and_the_order(
    case: Case, chance: random.Random, data: st.DataObject
) -> None:
    selection = select(case.people, case.rules, case.terms, **case.sides)
    leavers = data.draw(st.lists(st.sampled_from(case.people), unique=True)) if case.people else []
    exits = [leave(one.id, day=1 + one.id % 3) for one in leavers]
    shuffled = chance.sample(exits, len(exits))

    outcome = fill(selection, *exits)

    assert outcome == fill(selection, *shuffled)
    gone = {one.id for one in leavers}
    cost_idr = MONTHS * sum(selection.candidate(who).monthly_idr for who in outcome.covered_ids)
    assert cost_idr + outcome.remaining_idr == case.terms.budget_idr
    assert outcome.remaining_idr >= 0
    assert outcome.covered_ids >= selection.covered_ids - gone
    assert not outcome.covered_ids & gone
    assert len(outcome.covered_ids) <= len(selection.covered_ids)
    assert outcome.covered_ids | set(outcome.reserve_ids) <= selection.covered_ids | set(selection.reserve_ids)


@given(cases(), st.data())
def test_more_money_never_takes_a_replacement_away(case: Case, data: st.DataObject) -> None:
    selection = select(case.people, case.rules, case.terms, **case.sides)
    leavers = data.draw(st.lists(st.sampled_from(case.people), unique=True)) if case.people else []
    exits = [leave(one.id) for one in leavers]

    richer = replace_exits(selection, exits, budget_idr=case.terms.budget_idr + case.more_idr, months=MONTHS)

    assert fill(selection, *exits).covered_ids <= richer.covered_ids
