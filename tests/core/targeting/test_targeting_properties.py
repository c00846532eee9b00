"""What the choice promises for every list, every budget and every rule set."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from targeting_cases import Case, cases, crowds, rule_sets, rules_with, terms_for

from jaring.core.targeting import BudgetBelowKeptError, Candidate, Outcome, RuleSet, Selection, select


def choose(case: Case) -> Selection:
    return select(case.people, case.rules, case.terms, **case.sides)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(case: Case, chance: random.Random) -> None:
    shuffled = list(case.people)
    chance.shuffle(shuffled)

    again = select(shuffled, case.rules, case.terms, **case.sides)

    assert list(again.decisions()) == list(choose(case).decisions())
    assert again.reserve_ids == choose(case).reserve_ids


@given(cases(), st.integers(1, 10_000))
def test_the_callers_numbers_decide_nothing(case: Case, offset: int) -> None:
    """An id often follows the order of arrival, so it must not break a tie."""
    turned = {one.id: 20_000 - one.id + offset for one in case.people}
    renumbered = [replace(one, id=turned[one.id]) for one in case.people]

    again = select(
        renumbered,
        case.rules,
        case.terms,
        enrolled={turned[who] for who in case.enrolled},
        ineligible={turned[who]: why for who, why in case.ineligible.items()},
    )

    assert again.selected_ids == tuple(turned[who] for who in choose(case).selected_ids)
    assert again.reserve_ids == tuple(turned[who] for who in choose(case).reserve_ids)


@given(cases())
def test_more_budget_never_removes_a_person(case: Case) -> None:
    richer = replace(case.terms, budget_idr=case.terms.budget_idr + case.more_idr)

    after = select(case.people, case.rules, richer, **case.sides)

    assert choose(case).covered_ids <= after.covered_ids


@given(cases())
def test_more_budget_never_takes_a_place_from_a_district_or_a_village(case: Case) -> None:
    richer = replace(case.terms, budget_idr=case.terms.budget_idr + case.more_idr)

    after = {unit.code: unit.places for unit in select(case.people, case.rules, richer, **case.sides).places()}

    assert all(unit.places <= after[unit.code] for unit in choose(case).places())


@given(cases())
def test_the_ceiling_holds_for_all_months_and_the_next_in_line_would_break_it(case: Case) -> None:
    selection = choose(case)

    by_hand_idr = sum(selection.candidate(who).monthly_idr for who in selection.covered_ids) * case.terms.months
    waiting = [one for one in selection.decisions() if one.outcome is Outcome.RESERVE and one.queue_number]
    following = min(waiting, key=lambda one: one.queue_number or 0, default=None)

    assert selection.cost_idr == by_hand_idr <= case.terms.budget_idr
    assert following is None or by_hand_idr + following.cost_idr > case.terms.budget_idr


@given(cases())
def test_the_budget_named_is_the_smallest_that_brings_a_person_in(case: Case) -> None:
    for decision in choose(case).decisions():
        if decision.budget_needed_idr is None:
            continue
        enough = replace(case.terms, budget_idr=decision.budget_needed_idr)
        short = replace(case.terms, budget_idr=decision.budget_needed_idr - 1)

        assert decision.candidate_id in select(case.people, case.rules, enough, **case.sides).selected_ids
        assert decision.candidate_id not in select(case.people, case.rules, short, **case.sides).selected_ids


@given(cases())
def test_who_is_enrolled_keeps_the_place_or_the_run_is_refused(case: Case) -> None:
    kept_idr = sum(one.monthly_idr for one in case.people if one.id in case.enrolled) * case.terms.months

    assert choose(case).covered_ids >= case.enrolled
    if kept_idr:
        poorer = replace(case.terms, budget_idr=kept_idr - 1)
        try:
            select(case.people, case.rules, poorer, **case.sides)
        except BudgetBelowKeptError:
            return
        raise AssertionError("a budget below the cost of the enrolled was accepted")


@given(cases())
def test_a_later_run_for_more_money_goes_on_where_the_first_one_stopped(case: Case) -> None:
    """Enrolling the first choice and running again gives what one run with all the money gives.

    Families that live in several villages are left out: whoever is enrolled has had the family's first turn.
    """
    strangers = tuple(replace(one, household_key=None) for one in case.people)
    richer = replace(case.terms, budget_idr=case.terms.budget_idr + case.more_idr)
    first = select(strangers, case.rules, case.terms, **case.sides)

    second = select(strangers, case.rules, richer, enrolled=first.covered_ids, ineligible=case.ineligible)
    at_once = select(strangers, case.rules, richer, **case.sides)

    assert second.covered_ids == at_once.covered_ids
    assert second.reserve_ids == at_once.reserve_ids


@given(cases())
def test_nobody_ineligible_comes_in_and_everybody_gets_one_verdict(case: Case) -> None:
    selection = choose(case)
    verdicts = {one.candidate_id: one.outcome for one in selection.decisions()}

    assert verdicts.keys() == {one.id for one in case.people}
    for who, outcome in verdicts.items():
        expected = who in case.ineligible and who not in case.enrolled
        assert (outcome is Outcome.INELIGIBLE) == expected
        assert (outcome is Outcome.KEPT) == (who in case.enrolled)
    assert set(selection.reserve_ids) == {who for who, one in verdicts.items() if one is Outcome.RESERVE}


@given(cases())
def test_fixed_limits_hold_for_everyone_who_is_new(case: Case) -> None:
    levels = set(case.rules.quota.levels)

    for unit in choose(case).places():
        limit = case.terms.limits.get(unit.code)
        if limit is not None and limit.at_most is not None and unit.level in levels:
            assert unit.places <= max(limit.at_most, unit.kept)


@given(cases(prices=(16_800,)), st.integers(0, 2))
def test_secured_places_come_before_all_others(case: Case, common: int) -> None:
    selection = select(case.people, rules_with(levels="village", least=common), case.terms, **case.sides)

    def secured(code: str) -> int:
        limit = case.terms.limits.get(code)
        return max(common, limit.at_least if limit else 0)

    villages = [unit for unit in selection.places() if unit.level.value == "village"]
    short = [
        unit for unit in villages if unit.places < min(secured(unit.code), unit.places + unit.reserve - unit.shut_out)
    ]
    beyond = [unit for unit in villages if unit.selected and unit.places > secured(unit.code)]

    assert not (short and beyond)


@given(cases())
def test_ranks_are_numbered_without_gaps(case: Case) -> None:
    decisions = list(choose(case).decisions())

    for numbers in (
        [one.rank for one in decisions if one.rank],
        [one.queue_number for one in decisions if one.queue_number],
        [one.reserve_rank for one in decisions if one.reserve_rank],
    ):
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


@given(cases())
def test_within_a_village_nobody_is_passed_over(case: Case) -> None:
    decisions = list(choose(case).decisions())

    for village in {one.village_code for one in decisions}:
        here = [one for one in decisions if one.village_code == village]
        last_in = max((one.rank_in_village for one in here if one.outcome is Outcome.SELECTED), default=0)
        first_out = min((one.rank_in_village for one in here if one.outcome is Outcome.RESERVE), default=10**9)
        assert last_in < first_out


@given(crowds(), rule_sets)
def test_the_seed_orders_equals_and_nobody_else(people: tuple[Candidate, ...], rules: RuleSet) -> None:
    one, other = (select(people, rules, terms_for(5, seed=seed)) for seed in ("satu", "dua"))
    differ = [
        key for key, criterion in zip(one.queue.keys, rules.criteria, strict=True) if criterion.key != "household_turn"
    ]
    poverty, age = (key.tolist() for key in differ)

    for selection in (one, other):
        by_rank = sorted(range(len(people)), key=lambda row: selection.queue.rank[row])
        turn = selection.queue.household_turn.tolist()
        standing = [(poverty[row], turn[row], age[row]) for row in by_rank]
        assert standing == sorted(standing)
    assert sorted(zip(poverty, age, strict=True)) == sorted(
        zip(*(key.tolist() for key in (other.queue.keys[0], other.queue.keys[2])), strict=True)
    )


@given(crowds(), st.integers(0, 24), st.sampled_from(["district, village", "village", "district", ""]))
def test_no_extremely_poor_person_waits_while_somebody_else_comes_in(
    people: tuple[Candidate, ...], places: int, levels: str
) -> None:
    selection = select(people, rules_with(levels=levels, first="1"), terms_for(places))
    deciles_in = {selection.candidate(who).decile for who in selection.selected_ids}
    deciles_out = {selection.candidate(who).decile for who in selection.reserve_ids}

    assert not (deciles_in - {1} and 1 in deciles_out)


@given(crowds(prices=(16_800,)), st.integers(0, 24), rule_sets, st.data())
def test_becoming_poorer_never_costs_the_place(
    people: tuple[Candidate, ...], places: int, rules: RuleSet, data: st.DataObject
) -> None:
    assume(people)
    who = data.draw(st.sampled_from(people))
    poorer = [replace(one, decile=1) if one.id == who.id else one for one in people]

    before = select(people, rules, terms_for(places))
    after = select(poorer, rules, terms_for(places))

    assert who.id not in before.covered_ids or who.id in after.covered_ids


@given(crowds(prices=(16_800,)), st.integers(0, 24), rule_sets)
def test_the_decile_that_is_said_to_suffice_does(people: tuple[Candidate, ...], places: int, rules: RuleSet) -> None:
    selection = select(people, rules, terms_for(places))

    for decision in selection.decisions():
        for change in decision.changes:
            if change.code == "DECILE_ENOUGH":
                decile = int("".join(letter for letter in change.text.en if letter.isdigit()))
                recorded = [replace(one, decile=decile) if one.id == decision.candidate_id else one for one in people]
                after = select(recorded, rules, terms_for(places))
                assert decision.candidate_id in after.selected_ids
