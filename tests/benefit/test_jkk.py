"""Work accident insurance pays what the law of the day says, to the rupiah."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from benefit_cases import WAGE_EARNER, accident, amounts, answer, codes, death, formulas, member

from jaring.core.benefit import Entitlement
from jaring.core.benefit.answer import Scheme
from jaring.core.benefit.award import rounded
from jaring.core.explanation import verdict_of
from jaring.core.law import Status
from jaring.core.money import ZERO, Rounding


def partial(*disabilities: dict[str, Any], **changes: Any) -> Entitlement:
    return answer(accident("partial_disability", disabilities=list(disabilities)), **changes)


def test_death_gives_the_share_of_eighty_months_the_periodic_and_the_funeral_grant() -> None:
    result = answer(death())

    assert result.scheme is Scheme.JKK
    assert amounts(result) == {"death_grant": 48_000_000, "periodic_grant": 12_000_000, "funeral_grant": 10_000_000}
    assert result.cash_total.idr == 70_000_000
    assert formulas(result) == {
        "death_grant": "60\u00a0% x 80 x Rp1.000.000 = Rp48.000.000",
        "periodic_grant": "24 bulan x Rp500.000 = Rp12.000.000",
        "funeral_grant": "Rp10.000.000",
    }
    assert [item.status for item in result.items] == [Status.REPORTED] * 3
    assert result.items[1].formula.en == "24 months x Rp500.000 = Rp12.000.000"


def test_death_grant_is_at_least_that_of_death_insurance() -> None:
    low = {**WAGE_EARNER, "base_idr": 400_000}

    result = answer(death(), member=low)

    assert amounts(result)["death_grant"] == 20_000_000
    assert formulas(result)["death_grant"] == (
        "60\u00a0% x 80 x Rp400.000, paling sedikit Rp20.000.000 = Rp20.000.000"
    )
    assert result.items[0].status is Status.ASSUMED


def test_floor_is_not_cited_where_the_share_reaches_it() -> None:
    exact = {**WAGE_EARNER, "base_idr": 416_667}  # 48 x 416,667 = 20,000,016

    result = answer(death(), member=exact)

    assert amounts(result)["death_grant"] == 20_000_016
    assert result.items[0].status is Status.REPORTED


def test_without_the_floor_the_computation_alone_decides() -> None:
    low = {**WAGE_EARNER, "base_idr": 400_000}

    result = answer(death(), "jkk_death_grant_without_floor", member=low)

    assert amounts(result)["death_grant"] == 19_200_000


def test_total_disability_gives_fifty_six_months_and_the_periodic_grant() -> None:
    result = answer(accident("total_disability"))

    assert amounts(result) == {"total_disability_grant": 56_000_000, "periodic_grant": 12_000_000}
    assert formulas(result)["total_disability_grant"] == "70\u00a0% x 80 x Rp1.000.000 = Rp56.000.000"
    assert result.cash_total.idr == 68_000_000


def test_disabilities_named_beside_a_total_one_are_not_paid_twice() -> None:
    result = answer(accident("total_disability", disabilities=[{"part": "both_eyes"}]))

    assert "partial_disability_grant" not in amounts(result)
    assert "disability_replaced" in codes(result.notes)


def test_disabilities_named_beside_a_death_are_not_paid_twice() -> None:
    result = answer(death(disabilities=[{"part": "both_eyes"}]))

    assert amounts(result) == {"death_grant": 48_000_000, "periodic_grant": 12_000_000, "funeral_grant": 10_000_000}
    assert "disability_replaced" in codes(result.notes)


@pytest.mark.parametrize(
    ("part", "amount"),
    [("big_toe", 4_000_000), ("both_legs_from_hip", 56_000_000), ("one_foot_from_ankle", 20_000_000)],
)
def test_anatomical_loss_gives_its_percentage_of_eighty_months(part: str, amount: int) -> None:
    result = partial({"part": part, "loss_of_function": "1"})

    assert amounts(result) == {"partial_disability_grant": amount}


def test_functional_loss_gives_its_share_of_the_percentage() -> None:
    result = partial({"part": "one_eye", "loss_of_function": "0.5"})

    assert amounts(result) == {"partial_disability_grant": 14_000_000}
    assert formulas(result)["partial_disability_grant"] == "50\u00a0% x 35\u00a0% x 80 x Rp1.000.000 = Rp14.000.000"


def test_functional_loss_may_be_read_without_the_table() -> None:
    event = accident("partial_disability", disabilities=[{"part": "one_eye", "loss_of_function": "0.5"}])

    result = answer(event, "functional_loss_instead_of_table")

    assert amounts(result) == {"partial_disability_grant": 40_000_000}
    assert formulas(result)["partial_disability_grant"] == "50\u00a0% x 80 x Rp1.000.000 = Rp40.000.000"


def grounds(result: Entitlement) -> list[str]:
    """Return the rules that the first amount rests on."""
    return [value.path for value in result.items[0].values]


def test_several_losses_add_up() -> None:
    result = partial({"part": "big_toe"}, {"part": "one_foot_from_ankle"})

    assert amounts(result) == {"partial_disability_grant": 24_000_000}
    assert formulas(result)["partial_disability_grant"] == "(5\u00a0% + 25\u00a0%) x 80 x Rp1.000.000 = Rp24.000.000"


def test_several_losses_never_exceed_the_limit() -> None:
    result = partial({"part": "both_eyes"}, {"part": "big_toe"})

    assert amounts(result) == {"partial_disability_grant": 56_000_000}
    assert formulas(result)["partial_disability_grant"] == (
        "(70\u00a0% + 5\u00a0%, paling banyak 70\u00a0%) x 80 x Rp1.000.000 = Rp56.000.000"
    )


def test_several_losses_at_the_very_limit_are_not_cut_and_rest_on_it() -> None:
    result = partial({"part": "one_leg_from_hip"}, {"part": "arm_from_shoulder_left"})

    assert formulas(result)["partial_disability_grant"] == "(35\u00a0% + 35\u00a0%) x 80 x Rp1.000.000 = Rp56.000.000"
    assert result.items[0].formula.en == "(35\u00a0% + 35\u00a0%) x 80 x Rp1.000.000 = Rp56.000.000"
    assert grounds(result) == [
        "benefit/disability/table",
        "benefit/jkk/base_months",
        "benefit/jkk/partial_disability_cap",
    ]


def test_each_rule_that_decided_over_a_loss_is_cited_and_no_other() -> None:
    whole, half = partial({"part": "big_toe"}), partial({"part": "big_toe", "loss_of_function": "0.5"})
    capped = partial({"part": "both_eyes"}, {"part": "big_toe"})

    assert grounds(whole) == ["benefit/disability/table", "benefit/jkk/base_months"]
    assert grounds(half) == [*grounds(whole), "benefit/jkk/functional_multiplies"]
    assert grounds(capped) == [*grounds(whole), "benefit/jkk/partial_disability_cap"]
    assert "at most 70\u00a0%" in capped.items[0].formula.en


def test_a_loss_that_does_not_come_out_even_cites_the_rounding() -> None:
    event = accident("partial_disability", disabilities=[{"part": "big_toe", "loss_of_function": "0.333333"}])

    result = answer(event, member=member(base_idr=1_000_001))

    assert grounds(result)[-1] == "benefit/common/rounding"
    assert amounts(result) == {"partial_disability_grant": 1_333_333}  # 0.333333 x 5 % x 80 x 1,000,001 = 1,333,333.3


def test_limit_may_be_read_as_the_full_eighty_months() -> None:
    event = accident("partial_disability", disabilities=[{"part": "both_eyes"}, {"part": "big_toe"}])

    result = answer(event, "partial_disability_up_to_full_base")

    assert amounts(result) == {"partial_disability_grant": 60_000_000}


def test_left_handed_persons_sides_change_places() -> None:
    right = partial({"part": "hand_from_wrist_right"}, hand="left")
    left = partial({"part": "hand_from_wrist_left"}, hand="left")

    assert amounts(right) == {"partial_disability_grant": 22_400_000}
    assert amounts(left) == {"partial_disability_grant": 25_600_000}
    assert "left_handed" in codes(left.notes)


def test_hands_alike_are_not_swapped() -> None:
    result = partial({"part": "big_toe"}, hand="left")

    assert amounts(result) == {"partial_disability_grant": 4_000_000}
    assert "left_handed" not in codes(result.notes)


def test_range_takes_the_physicians_figure() -> None:
    result = partial({"part": "scalp_avulsion", "degree": "0.25"})

    assert amounts(result) == {"partial_disability_grant": 20_000_000}
    assert codes(result.missing) == []


def test_range_without_a_figure_takes_the_lowest_and_says_what_is_missing() -> None:
    result = partial({"part": "scalp_avulsion"})

    assert amounts(result) == {"partial_disability_grant": 8_000_000}
    assert codes(result.missing) == ["degree_unknown"]
    assert "10\u00a0%" in result.missing[0].text.id
    assert "30\u00a0%" in result.missing[0].text.id


def test_steps_multiply_up_to_the_most_of_the_row() -> None:
    one = partial({"part": "hearing_loss_both_ears_per_10_db"})
    three = partial({"part": "hearing_loss_both_ears_per_10_db", "units": 3})
    ten = partial({"part": "hearing_loss_both_ears_per_10_db", "units": 10})

    assert amounts(one) == {"partial_disability_grant": 4_800_000}
    assert amounts(three) == {"partial_disability_grant": 14_400_000}
    assert amounts(ten) == {"partial_disability_grant": 32_000_000}
    assert formulas(three)["partial_disability_grant"] == "3 x 6\u00a0% x 80 x Rp1.000.000 = Rp14.400.000"


def test_percentages_with_a_half_are_exact() -> None:
    result = partial({"part": "first_phalanx_index_right"})

    assert amounts(result) == {"partial_disability_grant": 3_600_000}
    assert formulas(result)["partial_disability_grant"].startswith("4,5\u00a0% x 80")


@pytest.mark.parametrize(
    ("days", "amount"),
    [
        (1, 33_333),
        (15, 500_000),
        (30, 1_000_000),
        (31, 1_033_333),
        (180, 6_000_000),
        (360, 12_000_000),
        (361, 12_016_667),
        (390, 12_500_000),
        (400, 12_666_667),
    ],
)
def test_pay_for_days_unable_to_work_is_whole_for_twelve_months_and_half_after(days: int, amount: int) -> None:
    result = answer(accident(days_unable=days))

    assert amounts(result) == {"temporary_disability_pay": amount}


@pytest.mark.parametrize(
    ("days", "terms"),
    [
        (1, ["1 hari 100\u00a0%"]),
        (180, ["180 hari 100\u00a0%"]),
        (181, ["181 hari 100\u00a0%"]),
        (360, ["360 hari 100\u00a0%"]),
        (361, ["360 hari 100\u00a0%", "1 hari 50\u00a0%"]),
        (2000, ["360 hari 100\u00a0%", "1640 hari 50\u00a0%"]),
    ],
)
def test_days_under_one_rate_are_one_term_and_rates_without_days_none(days: int, terms: list[str]) -> None:
    formula = formulas(answer(accident(days_unable=days)))["temporary_disability_pay"]

    assert [part.replace(" x Rp1.000.000 / 30 x", "") for part in formula.partition(" = ")[0].split(" + ")] == terms


@pytest.mark.parametrize(
    ("days", "spans"),
    [(180, "180 100"), (200, "180 100 20 75"), (361, "180 100 180 75 1 50")],
)
def test_days_before_december_2019_fall_under_three_rates(days: int, spans: str) -> None:
    formula = formulas(answer(accident(days_unable=days, date="2019-12-01")))["temporary_disability_pay"]

    terms = [part.split(" x ") for part in formula.partition(" = ")[0].split(" + ")]
    assert " ".join(f"{term[0].split()[0]} {term[-1].split()[0]}" for term in terms) == spans


@pytest.mark.parametrize(
    ("days", "amount"), [(180, 6_000_000), (210, 6_750_000), (360, 10_500_000), (390, 11_000_000)]
)
def test_pay_before_december_2019_falls_after_six_months(days: int, amount: int) -> None:
    result = answer(accident(days_unable=days, date="2019-12-01"))

    assert amounts(result) == {"temporary_disability_pay": amount}


def test_formula_of_pay_has_a_term_for_each_rate() -> None:
    result = answer(accident(days_unable=400))

    assert formulas(result)["temporary_disability_pay"] == (
        "360 hari x Rp1.000.000 / 30 x 100\u00a0% + 40 hari x Rp1.000.000 / 30 x 50\u00a0% = Rp12.666.667"
    )


def test_rounding_is_cited_only_where_it_decided() -> None:
    whole, rounded = answer(accident(days_unable=30)), answer(accident(days_unable=31))

    assert "benefit/common/rounding" not in {value.path for value in whole.items[0].values}
    assert "benefit/common/rounding" in {value.path for value in rounded.items[0].values}


def test_day_of_pay_may_be_read_as_a_twenty_fifth() -> None:
    result = answer(accident(days_unable=1), "day_divisor_25")

    assert amounts(result) == {"temporary_disability_pay": 40_000}


def test_no_days_give_no_pay() -> None:
    result = answer(accident())

    assert result.items == ()
    assert result.scheme is Scheme.JKK


@pytest.mark.parametrize(("mode", "limit"), [("land", 5_000_000), ("sea", 2_000_000), ("air", 10_000_000)])
def test_transport_is_refunded_up_to_the_limit_of_its_mode(mode: str, limit: int) -> None:
    at_limit = answer(accident(transport=[{"mode": mode, "cost_idr": limit}]))
    above = answer(accident(transport=[{"mode": mode, "cost_idr": limit + 1}]))

    assert amounts(at_limit) == {"transport_refund": limit}
    assert "batas" not in formulas(at_limit)["transport_refund"]
    assert codes(at_limit.notes) == []
    assert amounts(above) == {"transport_refund": limit}
    assert codes(above.notes) == ["transport_refund_rest"]
    assert "Rp1 " in above.notes[0].text.id


def test_appliances_of_one_kind_add_up_and_are_limited_as_a_whole() -> None:
    result = answer(accident(appliances=[{"kind": "prosthesis", "cost_idr": cost} for cost in (4_000_000, 6_000_000)]))

    assert amounts(result) == {"appliance_refund": 14_000_000}


def test_half_a_rupiah_is_rounded_as_the_law_says() -> None:
    half = Decimal("2.5")

    assert [rounded(half, mode).idr for mode in (Rounding.HALF_UP, Rounding.UP, Rounding.DOWN)] == [3, 3, 2]


def test_modes_of_transport_add_up_and_one_mode_is_limited_as_a_whole() -> None:
    trips = [
        {"mode": "land", "cost_idr": 3_000_000},
        {"mode": "sea", "cost_idr": 1_500_000},
        {"mode": "land", "cost_idr": 3_000_000},
    ]

    result = answer(accident(transport=trips))

    assert amounts(result) == {"transport_refund": 6_500_000}
    assert formulas(result)["transport_refund"] == (
        "darat, sungai, atau danau Rp5.000.000 (batas; biayanya Rp6.000.000) + laut Rp1.500.000 = Rp6.500.000"
    )
    assert "Rp1.000.000 dari biayanya tidak diganti" in " ".join(note.text.id for note in result.notes)


def test_only_the_highest_mode_may_be_read() -> None:
    trips = [{"mode": "land", "cost_idr": 3_000_000}, {"mode": "sea", "cost_idr": 1_500_000}]

    result = answer(accident(transport=trips), "transport_highest_mode_only")

    assert amounts(result) == {"transport_refund": 3_000_000}
    assert "Rp1.500.000 dari biayanya tidak diganti" in " ".join(note.text.id for note in result.notes)


@pytest.mark.parametrize(("mode", "limit"), [("land", 1_000_000), ("sea", 1_500_000), ("air", 2_500_000)])
def test_transport_before_december_2019_had_lower_limits(mode: str, limit: int) -> None:
    result = answer(accident(transport=[{"mode": mode, "cost_idr": 20_000_000}], date="2019-12-01"))

    assert amounts(result) == {"transport_refund": limit}
    assert result.items[0].status is Status.ASSUMED


def test_free_transport_gives_no_item() -> None:
    result = answer(accident(transport=[{"mode": "land", "cost_idr": 0}]))

    assert result.items == ()


@pytest.mark.parametrize("kind", ["prosthesis", "orthosis"])
def test_prosthesis_is_refunded_at_the_centres_price_and_forty_per_cent(kind: str) -> None:
    result = answer(accident(appliances=[{"kind": kind, "cost_idr": 10_000_000}]))

    assert amounts(result) == {"appliance_refund": 14_000_000}
    assert formulas(result)["appliance_refund"].endswith("140\u00a0% x Rp10.000.000 = Rp14.000.000")


@pytest.mark.parametrize(
    ("kind", "limit"), [("denture", 5_000_000), ("hearing_aid", 2_500_000), ("glasses", 1_000_000)]
)
def test_other_appliances_are_refunded_up_to_their_limit(kind: str, limit: int) -> None:
    below = answer(accident(appliances=[{"kind": kind, "cost_idr": limit - 1}]))
    above = answer(accident(appliances=[{"kind": kind, "cost_idr": limit + 500_000}]))

    assert amounts(below) == {"appliance_refund": limit - 1}
    assert amounts(above) == {"appliance_refund": limit}
    assert "appliance_refund_rest" in codes(above.notes)


def test_glasses_before_december_2019_were_not_refunded() -> None:
    result = answer(accident(appliances=[{"kind": "glasses", "cost_idr": 800_000}], date="2019-12-01"))

    assert result.items == ()
    assert "Rp800.000 dari biayanya tidak diganti" in " ".join(note.text.id for note in result.notes)


def test_home_care_is_refunded_up_to_its_limit_for_a_year() -> None:
    below = answer(accident(home_care_cost_idr=7_000_000))
    above = answer(accident(home_care_cost_idr=25_000_000))

    assert amounts(below) == {"home_care_refund": 7_000_000}
    assert amounts(above) == {"home_care_refund": 20_000_000}
    assert {"home_care_months", "home_care_refund_rest"} <= set(codes(above.notes))
    assert "12 bulan" in " ".join(note.text.id for note in below.notes)


def test_home_care_did_not_exist_before_december_2019() -> None:
    result = answer(accident(home_care_cost_idr=7_000_000, date="2019-12-01"))

    assert result.items == ()
    assert "home_care_refund_rest" in codes(result.notes)
    assert "home_care" not in codes(result.services)


def test_treatment_is_a_service_and_never_part_of_the_cash() -> None:
    result = answer(accident(medical_cost_idr=30_000_000))

    assert result.cash_total.idr == 0
    assert codes(result.services) == ["treatment", "home_care", "rehabilitation", "return_to_work"]
    assert "medical_cost" in codes(result.notes)
    assert "Rp30.000.000" in result.notes[-1].text.id


def test_the_dead_need_treatment_alone() -> None:
    result = answer(death())

    assert codes(result.services) == ["treatment"]
    assert result.services[0].text.id.startswith("Pengobatan dan perawatan sebelum meninggal")
    assert answer(death("missing_at_sea")).services == ()


def test_pay_transport_and_grant_come_together() -> None:
    event = accident("total_disability", days_unable=60, transport=[{"mode": "air", "cost_idr": 4_000_000}])

    result = answer(event)

    assert amounts(result) == {
        "transport_refund": 4_000_000,
        "temporary_disability_pay": 2_000_000,
        "total_disability_grant": 56_000_000,
        "periodic_grant": 12_000_000,
    }
    assert result.cash_total.idr == 74_000_000


def test_death_later_from_the_accident_follows_the_law_of_the_accident() -> None:
    event = accident("death", date="2019-12-01", died_on="2019-12-20", days_unable=20)

    result = answer(event)

    assert amounts(result) == {
        "temporary_disability_pay": 666_667,
        "death_grant": 48_000_000,
        "periodic_grant": 4_800_000,
        "funeral_grant": 3_000_000,
    }
    assert "later_death" in codes(result.notes)


def test_death_later_may_be_read_by_the_law_of_its_own_day() -> None:
    event = accident("death", date="2019-12-01", died_on="2019-12-20")

    result = answer(event, "decisive_day_of_death")

    assert amounts(result) == {"death_grant": 48_000_000, "periodic_grant": 12_000_000, "funeral_grant": 10_000_000}


def test_death_on_the_day_of_the_accident_is_no_later_death() -> None:
    result = answer(accident("death", died_on="2026-05-04"))

    assert "later_death" not in codes(result.notes)
    assert result.cash_total.idr == 70_000_000


def test_days_unable_before_a_death_ask_for_the_day_of_the_accident() -> None:
    result = answer(death(days_unable=10))

    assert amounts(result)["temporary_disability_pay"] == 333_333
    assert codes(result.missing) == ["accident_day_unknown"]


def test_wage_earner_is_paid_by_the_wage() -> None:
    result = answer(death(), member=WAGE_EARNER)

    assert amounts(result)["death_grant"] == 116_478_720
    assert result.cash_total.idr == 138_478_720


@pytest.mark.parametrize(
    ("day", "total"), [("2019-12-01", 55_800_000), ("2019-12-02", 70_000_000), ("2019-12-03", 70_000_000)]
)
def test_death_before_december_2019_gave_less(day: str, total: int) -> None:
    assert answer(death(date=day)).cash_total.idr == total


def test_higher_base_gives_more() -> None:
    result = answer(death(), member=member(base_idr=2_950_000))

    assert amounts(result)["death_grant"] == 141_600_000


def test_assumptions_that_decided_come_first_among_the_notes() -> None:
    result = answer(accident(days_unable=400, transport=[{"mode": "land", "cost_idr": 6_000_000}]))

    found = codes(result.notes)
    assert found.count("assumption") == 4
    assert found[:4] == ["assumption"] * 4
    assert all(note.values[0].source.status is Status.ASSUMED for note in result.notes[:4])
    assert any("30 hari" in note.text.id for note in result.notes)


def test_days_that_have_not_passed_are_named_with_what_is_due_and_in_the_verdict() -> None:
    result = answer(accident(days_unable=183))

    (note,) = [each for each in result.notes if each.code == "temporary_pay_ahead"]
    assert "182 dari 183 hari" in note.text.id
    assert [value.path for value in note.values] == ["benefit/jkk/temporary_rates", "benefit/jkk/temporary_first_day"]
    assert "Rp33.333 di antaranya untuk hari yang belum lewat" in verdict_of(result).id
    assert "belum lewat" not in verdict_of(answer(accident(days_unable=182))).id


def test_days_before_a_death_whose_accident_has_no_day_have_all_passed() -> None:
    result = answer(death(cause="work_accident", days_unable=400))

    assert [item.not_yet_due for item in result.items] == [ZERO] * len(result.items)
    assert "temporary_pay_ahead" not in codes(result.notes)


def test_an_accident_rests_on_the_membership_at_work_alone_and_the_answer_says_so() -> None:
    alone, beside = answer(death()), answer(death(), other_memberships=[member(base_idr=2_950_000)])

    assert amounts(alone) == amounts(beside)
    assert set(codes(beside.notes)) - set(codes(alone.notes)) == {"accident_of_one_membership"}


def test_assumption_is_told_once() -> None:
    result = partial({"part": "big_toe"}, {"part": "hand_from_wrist_left"}, hand="left")

    paths = [note.values[0].path for note in result.notes if note.code == "assumption"]
    assert sorted(paths) == sorted(set(paths))
    assert "benefit/disability/table" in paths


def test_a_base_that_no_income_gives_is_named_for_non_wage_participants() -> None:
    odd, usual = (answer(accident(), member=member(base_idr=base)) for base in (1_050_000, 1_200_000))
    wage = answer(accident(), member=WAGE_EARNER)

    assert codes(odd.missing) == ["base_not_in_table"]
    assert [value.path for value in odd.missing[0].values] == ["contribution/bpu/income_table"]
    assert odd.missing[0].text.id.startswith("Dasar Rp1.050.000 tidak ada")
    assert usual.missing == wage.missing == ()
