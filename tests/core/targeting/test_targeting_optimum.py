"""The optimum is the best there is, under the same money and quota, and it decides nothing."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targeting_cases import TTU, VILLAGES, Case, cases, person, rules_with, terms_for

from jaring.core.targeting import Selection, best_possible, select
from jaring.core.targeting.queue import points


def best_by_trying_everything(selection: Selection, *, with_quota: bool) -> int:
    """Try every set of people who have no place yet."""
    weight = points(selection.rules.optimum.weight, selection.roster, selection.terms.as_of).tolist()
    free = [row for row in selection.eligible.nonzero()[0].tolist() if not selection.kept[row]]
    if with_quota:
        free = [row for row in free if row not in selection.queue.shut_by]
    kept_idr = sum(selection.candidate(who).monthly_idr for who in selection.kept_ids) * selection.terms.months
    best = 0
    for size in range(len(free) + 1):
        for rows in combinations(free, size):
            cost_idr = sum(selection.roster.candidates[row].monthly_idr for row in rows) * selection.terms.months
            total = sum(weight[row] for row in rows)
            if total > best and kept_idr + cost_idr <= selection.terms.budget_idr:
                best = total if not with_quota or keeps_quota(selection, rows) else best
    return best


def keeps_quota(selection: Selection, rows: tuple[int, ...]) -> bool:
    slack = selection.rules.optimum.quota_slack_places
    people = [selection.roster.candidates[row] for row in rows]
    for unit in selection.places():
        if unit.level in selection.rules.quota.levels:
            here = sum(unit.code in (one.village_code, one.district_code) for one in people)
            if abs(here - unit.selected) > slack:
                return False
    return True


@settings(max_examples=40)
@given(cases(most=9), st.booleans())
def test_nothing_is_better_than_the_optimum(case: Case, with_quota: bool) -> None:
    selection = select(case.people, case.rules, case.terms, **case.sides)

    optimum = best_possible(selection, with_quota=with_quota)

    assert optimum.is_proved
    assert optimum.best_weight == optimum.weight_bound == best_by_trying_everything(selection, with_quota=with_quota)
    assert optimum.rule_weight <= optimum.best_weight


def test_the_people_who_differ_are_named_and_the_gap_is_said_in_words() -> None:
    """The rule takes a dear and very poor person; for the same money two poor ones weigh more."""
    dear = person(1, decile=1, monthly_idr=33_600)
    pair = [person(number, decile=2) for number in (2, 3)]
    selection = select([dear, *pair], rules_with(levels=""), terms_for(2))

    optimum = best_possible(selection)

    assert (optimum.rule_weight, optimum.best_weight) == (9, 10)
    assert (optimum.would_come_in, optimum.would_fall_out) == ((2, 3), (1,))
    assert optimum.sentence.id == "Aturan mencapai 90,0\u00a0% dari bobot terbaik yang mungkin; 2 orang berbeda."
    assert optimum.sentence.en == "The rule reaches 90.0\u00a0% of the best possible weight; 2 people differ."


def test_no_village_loses_more_places_to_the_optimum_than_the_slack() -> None:
    """Dear people of the first village could be swapped for cheaper and poorer ones of the others."""
    first, *others = VILLAGES
    dear = [person(number, first, decile=3, monthly_idr=33_600) for number in range(1, 5)]
    poor = [person(10 * which + number, village) for which, village in enumerate(others, 1) for number in (0, 1)]
    selection = select([*dear, *poor], rules_with(levels="village"), terms_for(7))
    assert [unit.selected for unit in selection.places() if unit.level == "village"] == [2, 1, 1, 1]

    assert best_possible(selection).best_weight == 2 + 5 * 5
    assert best_possible(selection, with_quota=False).best_weight == 6 * 5


def test_equal_people_are_counted_together_and_the_rules_choice_is_kept_among_them() -> None:
    selection = select([person(number) for number in range(1, 101)], TTU, terms_for(40))

    optimum = best_possible(selection)

    assert optimum.columns == 1
    assert optimum.would_come_in == optimum.would_fall_out == ()
    assert optimum.reached_per_mille == 1000


def test_without_anybody_to_choose_the_rule_is_the_optimum() -> None:
    optimum = best_possible(select([person(1)], TTU, terms_for(1), enrolled={1}))

    assert (optimum.reached_per_mille, optimum.is_proved) == (1000, True)


def test_a_search_cut_short_never_claims_more_than_it_proved() -> None:
    people = [person(n, decile=[1, 2, 3][n % 3], monthly_idr=16_801 + 37 * n) for n in range(1, 400)]
    selection = select(people, rules_with(levels=""), terms_for(180))

    optimum = best_possible(selection, time_limit_s=0.0)

    assert optimum.rule_weight <= optimum.best_weight <= optimum.weight_bound
    if not optimum.is_proved:
        assert "paling sedikit" in optimum.sentence.id


@pytest.mark.parametrize("with_quota", [True, False])
def test_asking_for_the_optimum_changes_no_decision(with_quota: bool) -> None:
    selection = select([person(n, decile=1 + n % 4) for n in range(1, 30)], TTU, terms_for(10))
    before = list(selection.decisions())

    best_possible(selection, with_quota=with_quota)

    assert list(selection.decisions()) == before
