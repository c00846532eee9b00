"""A rule set is read exactly or refused, with the place that is wrong."""

from __future__ import annotations

import pytest
from targeting_cases import RULES, person, terms_for

from jaring.core.targeting import BadCandidateError, RuleSetError, load_rule_set, rule_set_of, select


def refused(text: str) -> str:
    with pytest.raises(RuleSetError) as refusal:
        load_rule_set(text)
    return f"{refusal.value.title.id} {refusal.value.title.en}"


def test_the_reference_regency_serves_the_extreme_poor_then_risk_then_age() -> None:
    rules = rule_set_of("53.03")

    assert [criterion.key for criterion in rules.criteria] == ["poverty", "risk", "household_turn", "age"]
    assert rules.quota.regency_first_deciles == {1}
    assert [level.value for level in rules.quota.levels] == ["district", "village"]
    assert [level.value for level in rules.replacement] == ["village", "district", "regency"]


def test_a_regency_without_rules_is_refused() -> None:
    for code in ("99.99", "..", "", "53.03/targeting.yaml"):
        with pytest.raises(RuleSetError):
            rule_set_of(code)


@pytest.mark.parametrize(
    ("good", "bad", "where"),
    [
        ("schema: 1", "schema: 2", "targeting.schema"),
        ("status: assumed", "status: guessed", "targeting.status"),
        ("    fact: decile\n    first", "    fact: desil\n    first", "targeting.criteria[1].fact"),
        ("    first: lowest", "    first: lowest\n    frist: highest", "frist"),
        ("Usia {value}.", "Usia {nilai}.", "targeting.criteria[3].says"),
        ("Usia {value}.", "Usia {value!r}.", "targeting.criteria[3].says"),
        ("Usia {value}.", "Usia {value.", "targeting.criteria[3].says"),
        ("key: age", "key: poverty", "targeting.criteria"),
        ("levels: [district, village]", "levels: [village, district]", "targeting.quota.levels"),
        ("levels: [district, village]", "levels: [village, village]", "targeting.quota.levels"),
        ("levels: [district, village]", "levels: [[village]]", "targeting.quota.levels"),
        ("basis: eligible", "basis: population", "targeting.quota.basis"),
        ("regency_first_deciles: []", "regency_first_deciles: [2]", "regency_first_deciles"),
        ("regency_first_deciles: []", "regency_first_deciles: [0]", "regency_first_deciles"),
        ("village_at_least: 0", "village_at_least: yes", "targeting.quota.village_at_least"),
        ("village_at_least: 0", "village_at_least: 1.0", "targeting.quota.village_at_least"),
        ("replacement: [village, district, regency]", "replacement: []", "targeting.replacement"),
        ("{at_least: 2, points: 5}", "{at_least: 1, points: 5}", "targeting.optimum.weight[1].steps"),
        ("{at_least: 2, points: 5}", "{at_least: 2, points: -5}", "points"),
        ("      missing: 1\n", "", "targeting.optimum.weight[1].missing"),
        ("status: assumed", "status: assumed\nstatus: confirmed", "dua kali"),
        ("status: assumed", "status: !!python/name:os.system x", "YAML"),
    ],
)
def test_a_rule_set_with_a_mistake_is_refused_and_the_place_is_named(good: str, bad: str, where: str) -> None:
    assert RULES.count(good) >= 1

    assert where in refused(RULES.replace(good, bad, 1))


def test_a_file_that_is_no_mapping_is_refused() -> None:
    for text in ("", "- a", "1: 2", "{", "a: &a [*a]"):
        refused(text)


def test_a_regency_may_rank_by_a_fact_of_its_own() -> None:
    text = RULES.replace(
        "    fact: age_years\n    first: highest", "    fact: extra.years_waiting\n    first: highest"
    )
    people = [person(1, extra={"years_waiting": 1}), person(2, extra={"years_waiting": 4}), person(3)]

    assert select(people, load_rule_set(text), terms_for(2)).selected_ids == (2, 1)


def test_a_word_cannot_be_ranked_as_a_number() -> None:
    text = RULES.replace("    fact: age_years\n", "    fact: extra.years_waiting\n")

    with pytest.raises(BadCandidateError):
        select([person(1, extra={"years_waiting": "lama"})], load_rule_set(text), terms_for(1))
