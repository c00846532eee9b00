"""What a choice means for groups, and what moves between two choices, adds up."""

from __future__ import annotations

from hypothesis import given
from targeting_cases import TTU, Case, cases, person, rules_with, terms_for

from jaring.core.targeting import Outcome, compare, fairness, select


def test_groups_are_counted_covered_against_eligible() -> None:
    people = [person(n, sex="M" if n < 4 else "F", decile=1 if n == 4 else 2) for n in range(1, 7)]

    shares = {(one.dimension, one.group): one for one in fairness(select(people, TTU, terms_for(1)))}

    assert (shares["sex", "F"].eligible, shares["sex", "F"].covered) == (3, 1)
    assert shares["sex", "F"].covered_per_mille == 333
    assert shares["decile", "01"].covered_per_mille == 1000
    assert shares["age_band", "40"].eligible == 6


@given(cases())
def test_every_dimension_counts_everybody_once(case: Case) -> None:
    selection = select(case.people, case.rules, case.terms, **case.sides)

    for dimension in ("sex", "occupation_group", "decile", "age_band", "district"):
        groups = [one for one in fairness(selection) if one.dimension == dimension]
        assert sum(one.eligible for one in groups) == int(selection.eligible.sum())
        assert sum(one.covered for one in groups) == len(selection.covered_ids)


def test_a_larger_budget_only_brings_people_in() -> None:
    people = [person(n) for n in range(1, 11)]
    before = select(people, TTU, terms_for(4))

    movement = compare(before, before.at_budget(terms_for(7).budget_idr))

    assert (len(movement.came_in), movement.fell_out) == (3, ())
    assert movement.by_district == {"53.03.04": 3}
    assert movement.by_outcome[Outcome.RESERVE, Outcome.SELECTED] == 3
    assert movement.cost_change_idr == terms_for(3).budget_idr


def test_another_rule_set_moves_people_both_ways() -> None:
    fisher, farmer = person(1, decile=3, occupation_group="fisher"), person(2, decile=3, household_key="B")
    oldest_first = rules_with()

    by_risk, by_lot = (select([fisher, farmer], rules, terms_for(1)) for rules in (TTU, oldest_first))
    movement = compare(by_risk, by_lot)

    assert len(movement.came_in) == len(movement.fell_out)
    assert movement.by_district == {}


@given(cases())
def test_a_choice_compared_with_itself_moves_nobody(case: Case) -> None:
    selection = select(case.people, case.rules, case.terms, **case.sides)

    movement = compare(selection, selection)

    assert (movement.came_in, movement.fell_out, movement.by_district) == ((), (), {})
    assert sum(movement.by_outcome.values()) == len(case.people)


def test_people_new_to_the_list_come_from_nowhere() -> None:
    before, after = (select([person(n) for n in range(1, size)], TTU, terms_for(1)) for size in (2, 3))

    assert compare(before, after).by_outcome[None, after.decision(2).outcome] == 1
