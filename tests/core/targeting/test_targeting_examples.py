"""The rule of the reference regency in cases that a village head can follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from targeting_cases import (
    AS_OF,
    COVERED_ELSEWHERE,
    MONTHS,
    PRICE_IDR,
    TTU,
    VILLAGES,
    person,
    rules_with,
    terms_for,
)

from jaring.core.targeting import (
    BadCandidateError,
    BadTermsError,
    BudgetBelowKeptError,
    Decision,
    Outcome,
    PlaceLimit,
    Reason,
    Selection,
    Terms,
    select,
)
from jaring.core.text import Text

HOME, NEXT_DOOR, FAR, FARTHER = VILLAGES


def sentences(decision: Decision) -> str:
    return " ".join(reason.text.id for reason in (*decision.reasons, *decision.changes))


def codes(decision: Decision) -> set[str]:
    return {reason.code for reason in (*decision.reasons, *decision.changes)}


def first_of(*people: object) -> int:
    """Return the number of the one person whom one place goes to."""
    (only,) = select(people, TTU, terms_for(1)).selected_ids
    return only


def test_the_poorer_comes_first_whatever_the_work_and_the_age() -> None:
    fisher = person(1, decile=2, occupation_group="fisher", household_size=9, birth_date=date(1963, 1, 1))

    assert first_of(fisher, person(2, decile=1, occupation_group="trader", household_size=1)) == 2


def test_among_equally_poor_people_the_more_dangerous_work_and_the_larger_family_come_first() -> None:
    assert first_of(person(1, occupation_group="trader"), person(2, occupation_group="fisher")) == 2
    assert first_of(person(1, household_size=4), person(2, household_size=8)) == 2


def test_among_equal_risks_the_older_comes_first() -> None:
    assert first_of(person(1, birth_date=date(1986, 3, 1)), person(2, birth_date=date(1966, 3, 1))) == 2


def test_the_first_of_every_family_comes_before_the_second_of_any() -> None:
    older_couple = [person(n, household_key="A", birth_date=date(1964, 1, n)) for n in (1, 2)]
    younger = person(3, household_key="B", birth_date=date(1999, 1, 1))

    chosen = select([*older_couple, younger], TTU, terms_for(2)).selected_ids

    assert 3 in chosen


def test_a_family_of_which_somebody_is_enrolled_already_waits_for_its_second_turn() -> None:
    enrolled, spouse = (person(n, household_key="A", birth_date=date(1964, 1, n)) for n in (1, 2))
    younger = person(3, household_key="B", birth_date=date(1999, 1, 1))

    selection = select([enrolled, spouse, younger], TTU, terms_for(2), enrolled={1})

    assert selection.selected_ids == (3,)


def test_an_unrecorded_decile_comes_last_and_is_asked_for() -> None:
    people = [person(1, decile=None), person(2, decile=10)]

    decision = select(people, TTU, terms_for(1)).decision(1)

    assert decision.outcome is Outcome.RESERVE
    assert "Desil DTSEN belum tercatat" in sentences(decision)
    assert {"RECORD_DECILE", "DECILE_ENOUGH"} <= codes(decision)


def test_equals_are_drawn_by_the_published_seed_and_told_so() -> None:
    people = [person(number) for number in range(1, 41)]

    winners = {seed: set(select(people, TTU, terms_for(20, seed=seed)).selected_ids) for seed in ("satu", "dua")}
    loser = select(people, TTU, terms_for(20, seed="satu")).decision(min({*range(1, 41)} - winners["satu"]))

    assert winners["satu"] != winners["dua"]
    assert "DECIDED_BY_LOT" in codes(loser)
    assert "benih terumum “satu”" in sentences(loser)


def test_a_full_village_says_how_many_places_it_has_and_where_you_stand() -> None:
    people = [person(number, birth_date=date(1960 + number, 1, 1)) for number in range(1, 13)]

    decision = select(people, TTU, terms_for(9)).decision(11)

    assert decision.rank_in_village == 11
    assert decision.reserve_rank == decision.reserve_rank_in_village == 2
    assert "Kuota desa/kelurahan ini 9 tempat dan sudah terisi; peringkat Anda 11." in sentences(decision)
    assert "Yang terakhir masuk dari desa/kelurahan ini: 57; Anda: 55." in sentences(decision)
    assert "Anda terpilih bila anggaran seluruhnya menjadi Rp1.108.800, yaitu tambah Rp201.600." in sentences(decision)
    assert "Anda masuk bila 2 peserta dari desa/kelurahan ini keluar" in sentences(decision)


def test_a_selected_person_reads_the_facts_that_counted() -> None:
    decision = select([person(1, occupation_group="fisher", household_size=6)], TTU, terms_for(1)).decision(1)

    assert decision.outcome is Outcome.SELECTED
    assert "Terpilih: peringkat 1 dari 1 tempat di desa/kelurahan ini." in sentences(decision)
    assert "keluarga 6 orang (2); pekerjaan nelayan (5)" in sentences(decision)
    assert "Usia 40 tahun." in sentences(decision)
    assert decision.changes == ()


def test_an_ineligible_person_keeps_the_reason_given_and_no_rank() -> None:
    decision = select([person(1)], TTU, terms_for(5), ineligible={1: [COVERED_ELSEWHERE]}).decision(1)

    assert decision.outcome is Outcome.INELIGIBLE
    assert decision.reasons == (COVERED_ELSEWHERE,)
    assert (decision.rank, decision.queue_number, decision.budget_needed_idr) == (None, None, None)
    assert "dinilai kembali" in sentences(decision)


def test_what_would_have_to_change_comes_with_the_reason_that_knows_it() -> None:
    remedy = Text("Lengkapi tanggal lahir.", "Add the birth date.")
    reason = Reason("AGE_UNKNOWN", Text("Usia belum diketahui.", "The age is not known."), remedy)

    (change,) = select([person(1)], TTU, terms_for(5), ineligible={1: [reason]}).decision(1).changes

    assert (change.code, change.text) == ("AGE_UNKNOWN_CHANGE", remedy)


def test_passing_the_age_limit_or_being_covered_elsewhere_does_not_end_an_enrolment_by_itself() -> None:
    elder = person(1, birth_date=date(1958, 1, 1))

    decision = select([elder], TTU, terms_for(1), enrolled={1}, ineligible={1: [COVERED_ELSEWHERE]}).decision(1)

    assert decision.outcome is Outcome.KEPT
    assert "Perlu diperiksa petugas: Sudah dilindungi pihak lain." in sentences(decision)


def test_who_is_enrolled_counts_for_the_share_of_the_own_village() -> None:
    home = [person(number) for number in range(1, 7)]
    far = [person(number, NEXT_DOOR) for number in range(11, 17)]

    selection = select([*home, *far], rules_with(), terms_for(6), enrolled={1, 2, 3, 4})

    places = {unit.code: unit.places for unit in selection.places()}
    assert (places[HOME], places[NEXT_DOOR]) == (4, 2)


def test_places_that_a_village_cannot_fill_go_to_the_same_district_first() -> None:
    people = [
        person(1, HOME),
        *(person(number, NEXT_DOOR) for number in range(10, 20)),
        *(person(number, FAR) for number in range(20, 31)),
    ]
    even = rules_with(basis="eligible")

    places = {unit.code: unit.places for unit in select(people, even, terms_for(14)).places()}

    assert places["53.03.04"] == places["53.03.08"] == 7
    assert (places[HOME], places[NEXT_DOOR]) == (1, 6)


def test_every_village_with_candidates_gets_the_place_that_the_rule_secures() -> None:
    people = [person(1, NEXT_DOOR), *(person(number) for number in range(10, 60))]

    assert 1 in select(people, rules_with(least=1), terms_for(2)).selected_ids
    assert 1 not in select(people, rules_with(least=0), terms_for(2)).selected_ids


def test_a_fixed_number_of_places_is_named_and_money_alone_does_not_lift_it() -> None:
    people = [person(number, birth_date=date(1960 + number, 1, 1)) for number in range(1, 6)]

    selection = select(people, TTU, terms_for(5, limits={HOME: PlaceLimit(at_most=3)}))
    decision = selection.decision(5)

    assert len(selection.selected_ids) == 3
    assert decision.outcome is Outcome.RESERVE
    assert decision.budget_needed_idr is None
    assert "ditetapkan paling banyak 3 tempat" in sentences(decision)
    assert "bila batas tempat desa/kelurahan ini dinaikkan" in sentences(decision)


def test_a_limit_that_reaches_nobody_is_reported() -> None:
    selection = select([person(1)], TTU, terms_for(1, limits={FARTHER: PlaceLimit(at_least=4)}))

    assert selection.unused_limits == (FARTHER,)


def test_a_district_may_be_limited_and_only_a_village_secured() -> None:
    people = [person(number, [HOME, NEXT_DOOR][number % 2]) for number in range(1, 9)]

    limited = select(people, TTU, terms_for(8, limits={"53.03.04": PlaceLimit(at_most=5)}))

    assert len(limited.selected_ids) == 5
    assert "Kuota kecamatan ini ditetapkan paling banyak 5 tempat" in sentences(
        limited.decision(limited.reserve_ids[0])
    )
    with pytest.raises(BadTermsError):
        select(people, TTU, terms_for(8, limits={"53.03.04": PlaceLimit(at_least=5)}))


def test_a_village_without_any_place_is_told_so() -> None:
    people = [person(1, NEXT_DOOR), *(person(number) for number in range(10, 60))]

    decision = select(people, rules_with(), terms_for(2)).decision(1)

    assert "Desa/kelurahan ini belum mendapat tempat dengan anggaran yang ada" in sentences(decision)


def test_a_village_whose_places_are_all_held_says_so() -> None:
    decision = select([person(1), person(2)], TTU, terms_for(1), enrolled={2}).decision(1)

    assert "Semua tempat di desa/kelurahan ini dipegang peserta yang sudah terdaftar." in sentences(decision)


def test_nobody_is_passed_over_for_being_dearer() -> None:
    """The queue stops at the first person whom the money does not reach, though a cheaper one follows."""
    dear = person(1, decile=1, monthly_idr=2 * PRICE_IDR)
    cheap = person(2, decile=3)

    selection = select([dear, cheap], TTU, terms_for(1))

    assert selection.selected_ids == ()
    assert selection.remaining_idr == PRICE_IDR * MONTHS


def test_the_same_run_under_another_budget_equals_a_fresh_run() -> None:
    people = [person(number, birth_date=date(1960 + number, 1, 1)) for number in range(1, 10)]

    again = select(people, TTU, terms_for(3)).at_budget(terms_for(7).budget_idr)

    assert list(again.decisions()) == list(select(people, TTU, terms_for(7)).decisions())


def test_a_budget_below_the_cost_of_the_enrolled_is_refused_with_the_amount_missing() -> None:
    with pytest.raises(BudgetBelowKeptError) as refusal:
        select([person(1), person(2)], TTU, terms_for(1), enrolled={1, 2})

    assert "2 peserta" in refusal.value.title.id
    assert "kurang Rp100.800" in refusal.value.title.id


def test_no_candidates_make_an_empty_choice() -> None:
    selection = select([], TTU, terms_for(3))

    assert list(selection.decisions()) == []
    assert selection.places() == ()


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"monthly_idr": 0}, "harga"),
        ({"monthly_idr": 16_800.0}, "harga"),
        ({"decile": 11}, "desil"),
        ({"stable_key": ""}, "kunci tetap"),
        ({"id": 2}, "dua kali"),
        ({"stable_key": "key-2"}, "dua kali"),
        ({"district_code": "53.03.08"}, "dua kecamatan"),
    ],
)
def test_contradicting_facts_are_refused(wrong: dict[str, object], rule: str) -> None:
    with pytest.raises(BadCandidateError) as refusal:
        select([replace(person(1), **wrong), person(2)], TTU, terms_for(1))

    assert rule in refusal.value.title.id


@pytest.mark.parametrize(
    "terms",
    [
        Terms(AS_OF, -1, 6, "benih"),
        Terms(AS_OF, 1.5, 6, "benih"),
        Terms(AS_OF, 10**16, 6, "benih"),
        Terms(AS_OF, 1, 0, "benih"),
        Terms(AS_OF, 1, 6, "  "),
        Terms(AS_OF, 1, 6, "benih", {HOME: PlaceLimit(at_least=3, at_most=2)}),
        Terms(AS_OF, 1, 6, "benih", {HOME: PlaceLimit(at_least=-1)}),
    ],
)
def test_terms_that_cannot_be_meant_are_refused(terms: Terms) -> None:
    with pytest.raises(BadTermsError):
        select([person(1)], TTU, terms)


def test_unknown_people_cannot_be_enrolled_or_refused_and_a_refusal_needs_a_reason() -> None:
    for sides in ({"enrolled": {9}}, {"ineligible": {9: [COVERED_ELSEWHERE]}}, {"ineligible": {1: []}}):
        with pytest.raises(BadCandidateError):
            select([person(1)], TTU, terms_for(1), **sides)


def test_every_sentence_is_filled_in_both_languages() -> None:
    people = [
        person(
            n, list(VILLAGES)[n % 4], decile=[None, 1, 2][n % 3], household_key="A", household_size=[None, 6][n % 2]
        )
        for n in range(1, 30)
    ]
    selection: Selection = select(people, TTU, terms_for(12), enrolled={1, 2}, ineligible={3: [COVERED_ELSEWHERE]})

    for decision in selection.decisions():
        assert decision.reasons
        for reason in (*decision.reasons, *decision.changes):
            for sentence in reason.text:
                assert sentence.endswith(".")
                assert not {"{", "}"} & set(sentence)
