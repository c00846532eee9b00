"""Scholarships: amounts by level, limits of years, of age and of number, and why a child gets nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from family_cases import DIED_ON, accident, child, cover, death
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.benefit.answer import Scheme, Scholarship
from jaring.core.benefit.case import Case, Child, Level, Outcome
from jaring.core.benefit.scholarship import scholarship
from jaring.core.coverage.cover import Protection
from jaring.core.law import AlternativeUnknownError, Status

FOUR_IN_JULY = "2022-07-01"
WHOLE_WAY_IDR = 87_000_000


def of_death(case: Case, months: int = 36, **options: Any) -> Scholarship:
    return scholarship(case, Scheme.JKM, cover(months), **options)


def of_one(one: Child, as_of: date = DIED_ON, **options: Any) -> tuple[int, int]:
    """What is due now and the most of one child, IDR."""
    answer = of_death(death(children=(one,), as_of=as_of), **options)
    return answer.due_now.idr, answer.max_total.idr


def codes(reasons: Any) -> list[str]:
    return [reason.code for reason in reasons]


def grades(answer: Scholarship, index: int = 0) -> list[tuple[int, str]]:
    return [(y.starts_on.year, f"{y.level} {y.year_of_level}") for y in answer.per_child[index].years]


@pytest.mark.parametrize(
    ("level", "year", "due", "most"),
    [
        (Level.TK, 1, 1_500_000, WHOLE_WAY_IDR),
        (Level.TK, 2, 1_500_000, WHOLE_WAY_IDR - 1_500_000),
        (Level.SD, 1, 1_500_000, WHOLE_WAY_IDR - 3_000_000),
        (Level.SD, 6, 1_500_000, 76_500_000),
        (Level.SMP, 1, 2_000_000, 75_000_000),
        (Level.SMP, 3, 2_000_000, 71_000_000),
        (Level.SMA, 1, 3_000_000, 69_000_000),
        (Level.SMA, 3, 3_000_000, 63_000_000),
        (Level.PT, 1, 12_000_000, 60_000_000),
        (Level.PT, 4, 12_000_000, 24_000_000),
        (Level.PT, 5, 12_000_000, 12_000_000),
    ],
)
def test_each_level_pays_its_amount_up_to_the_end_of_study(level: Level, year: int, due: int, most: int) -> None:
    assert of_one(child(FOUR_IN_JULY, level, year)) == (due, most)


def test_from_kindergarten_to_university_it_is_the_published_maximum() -> None:
    answer = of_death(death(children=(child(FOUR_IN_JULY, Level.TK), child(FOUR_IN_JULY, Level.TK))))

    assert answer.max_total.idr == 174_000_000
    assert answer.due_now.idr == 3_000_000
    assert grades(answer) == [
        *((2026 + i, f"TK {i + 1}") for i in range(2)),
        *((2028 + i, f"SD {i + 1}") for i in range(6)),
        *((2034 + i, f"SMP {i + 1}") for i in range(3)),
        *((2037 + i, f"SMA {i + 1}") for i in range(3)),
        *((2040 + i, f"PT {i + 1}") for i in range(5)),
    ]
    assert [year.is_due for year in answer.per_child[1].years] == [True] + [False] * 18
    assert answer.per_child[0].years[0].starts_on == date(2026, 7, 1)
    assert codes(answer.reasons) == ["scholarship_of_jkm", "scholarship_total"]
    assert codes(answer.per_child[0].reasons) == ["child_years", "child_due_now", "child_right_ends"]


@pytest.mark.parametrize(
    ("born", "most"),
    [
        ("2022-07-02", WHOLE_WAY_IDR),  # 22 on the first day of the last year
        ("2021-07-02", WHOLE_WAY_IDR),  # 22 still, on the day before the birthday
        ("2021-07-01", WHOLE_WAY_IDR - 12_000_000),  # 23 on that very day
        ("2021-06-30", WHOLE_WAY_IDR - 12_000_000),
        ("2020-07-01", WHOLE_WAY_IDR - 24_000_000),
    ],
)
def test_the_maximum_is_reached_only_if_the_age_allows(born: str, most: int) -> None:
    assert of_one(child(born, Level.TK))[1] == most


@pytest.mark.parametrize(
    ("as_of", "due", "code"),
    [
        (date(2026, 8, 9), 12_000_000, "child_years"),
        (date(2026, 8, 10), 0, "child_too_old"),
        (date(2026, 8, 11), 0, "child_too_old"),
    ],
)
def test_the_twenty_third_birthday_ends_the_right(as_of: date, due: int, code: str) -> None:
    answer = of_death(death(date(2026, 8, 1), children=(child("2003-08-10", Level.PT, 4),), as_of=as_of))

    assert answer.due_now.idr == answer.max_total.idr == due
    assert codes(answer.per_child[0].reasons)[0] == code


@pytest.mark.parametrize(("as_of", "due"), [(date(2027, 2, 28), 12_000_000), (date(2027, 3, 1), 0)])
def test_who_is_born_on_29_february_turns_23_on_1_march(as_of: date, due: int) -> None:
    answer = of_death(death(date(2026, 8, 1), children=(child("2004-02-29", Level.PT, 4),), as_of=as_of))

    assert answer.due_now.idr == due


def test_the_birthday_that_ends_the_right_is_named() -> None:
    leap = of_death(death(children=(child("2004-02-29", Level.PT, 4),)))
    plain = of_death(death(children=(child("2003-08-10", Level.PT, 4),)))

    assert leap.per_child[0].reasons[-1].text.id == (
        "Hak berakhir saat anak genap 23 tahun (1 Maret 2027), menikah, atau bekerja. Beasiswa diminta setiap tahun"
        " ajaran."
    )
    assert plain.per_child[0].reasons[0].text.en == (
        "Turned 23 on 10 August 2026; a scholarship is for children below 23 only."
    )


def test_a_year_in_which_the_child_turns_23_is_lost_under_the_other_reading() -> None:
    student = child("2004-06-30", Level.PT, 3)  # turns 23 on the last day of the current school year

    assert of_one(student) == (12_000_000, 12_000_000)
    assert of_one(student, readings=frozenset({"scholarship_age_at_school_year_end"})) == (0, 0)
    assert of_one(child("2004-07-01", Level.PT, 3), readings=frozenset({"scholarship_age_at_school_year_end"})) == (
        12_000_000,
        12_000_000,
    )


def test_a_child_without_a_year_left_is_told_so() -> None:
    answer = of_death(
        death(children=(child("2004-06-30", Level.PT, 3),)), readings=frozenset({"scholarship_age_at_school_year_end"})
    )

    assert codes(answer.per_child[0].reasons) == ["child_no_year_left"]
    assert codes(answer.reasons) == ["scholarship_of_jkm"]


@pytest.mark.parametrize(
    ("as_of", "first"), [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026), (date(2027, 6, 30), 2026)]
)
def test_a_school_year_begins_in_july(as_of: date, first: int) -> None:
    answer = of_death(death(date(2026, 1, 5), as_of=as_of, children=(child("2014-01-01", Level.SMP),)))

    assert grades(answer)[0] == (first, "SMP 1")
    assert answer.due_now.idr == 2_000_000


@pytest.mark.parametrize(
    ("months", "most", "code"),
    [
        (35, 0, "scholarship_too_few_months"),
        (36, 75_000_000, "scholarship_of_jkm"),
        (37, 75_000_000, "scholarship_of_jkm"),
    ],
)
def test_death_insurance_asks_for_36_months(months: int, most: int, code: str) -> None:
    answer = of_death(death(children=(child("2014-01-01", Level.SMP),)), months)

    assert answer.max_total.idr == most
    assert answer.reasons[0].code == code
    assert str(months) in answer.reasons[0].text.id
    assert "36" in answer.reasons[0].text.en


def test_only_months_without_a_gap_count_under_the_other_reading() -> None:
    case = death(children=(child("2014-01-01", Level.SMP),))
    reading = frozenset({"scholarship_consecutive_months"})

    def most(since: date | None) -> int:
        return scholarship(case, Scheme.JKM, replace(cover(90), since=since), readings=reading).max_total.idr

    assert most(date(2023, 9, 1)) == 75_000_000  # September 2023 to August 2026: 36 months
    assert most(date(2023, 10, 1)) == 0  # 35 months
    assert most(None) == 75_000_000  # unknown: all months count


def test_a_work_accident_asks_for_no_months() -> None:
    for outcome in (Outcome.DEATH, Outcome.TOTAL_DISABILITY):
        answer = scholarship(accident(outcome, children=(child("2014-01-01", Level.SMP),)), Scheme.JKK, cover(0))

        assert answer.max_total.idr == 75_000_000
        assert codes(answer.reasons) == ["scholarship_of_jkk", "scholarship_total"]


@pytest.mark.parametrize("outcome", [Outcome.PARTIAL_DISABILITY, Outcome.TEMPORARY])
def test_other_outcomes_give_none(outcome: Outcome) -> None:
    answer = scholarship(accident(outcome, children=(child("2014-01-01", Level.SMP),)), Scheme.JKK, cover(90))

    assert answer.per_child == ()
    assert codes(answer.reasons) == ["scholarship_not_for_outcome"]


def test_the_waiting_period_gives_none_whatever_the_months() -> None:
    case = death(children=(child("2014-01-01", Level.SMP),))

    answer = scholarship(case, Scheme.JKM, cover(90, jkm=Protection.FUNERAL_ONLY))

    assert (answer.per_child, codes(answer.reasons)) == ((), ["scholarship_funeral_only"])


def test_without_cover_there_is_none() -> None:
    answer = scholarship(death(children=(child("2014-01-01"),)), Scheme.NONE, cover(90))

    assert (answer.per_child, codes(answer.reasons)) == ((), ["scholarship_not_insured"])


def test_without_children_nothing_is_computed_and_said_so() -> None:
    answer = of_death(death())

    assert (answer.max_total.idr, codes(answer.reasons)) == (0, ["scholarship_of_jkm", "scholarship_no_children"])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_married": True}, "child_married"),
        ({"is_working": True}, "child_working"),
        ({"is_studying": False}, "child_not_studying"),
        ({"is_married": True, "is_working": True, "is_studying": False}, "child_married"),
    ],
)
def test_marriage_work_and_leaving_school_end_the_right(facts: dict[str, bool], code: str) -> None:
    answer = of_death(death(children=(child("2010-01-01", Level.SMA, 1, **facts),)))

    assert answer.max_total.idr == 0
    assert codes(answer.per_child[0].reasons) == [code]


def test_work_that_the_law_of_2025_excepts_is_named_from_then_on() -> None:
    working = child("2010-01-01", Level.SMA, 1, is_working=True)

    def said(died_on: date) -> str:
        return of_death(death(died_on, children=(working,))).per_child[0].reasons[0].text.id

    assert "paling lama 6 bulan berturut-turut" in said(date(2025, 2, 1))
    assert said(date(2025, 1, 31)) == "Sudah bekerja; beasiswa hanya untuk anak yang belum bekerja."


@pytest.mark.parametrize(
    ("born", "starts", "first", "most"),
    [
        ("2026-08-01", 2031, "TK 1", WHOLE_WAY_IDR),  # an infant waits until it is four on 1 July
        ("2023-07-01", 2027, "TK 1", WHOLE_WAY_IDR),
        ("2023-07-02", 2028, "TK 1", WHOLE_WAY_IDR),
        ("2022-07-01", 2027, "TK 2", 85_500_000),  # five in July: the second year of kindergarten
        ("2021-07-01", 2027, "SD 1", 84_000_000),  # six: primary school
        ("2020-07-01", 2027, "SD 1", 72_000_000),  # seven: 23 before the last year
        ("2014-08-11", 2027, "SD 1", 21_000_000),  # late, but below twelve on the day
    ],
)
def test_a_child_not_yet_at_school_waits_until_it_enters(born: str, starts: int, first: str, most: int) -> None:
    answer = of_death(death(children=(child(born, Level.NONE),)))

    assert grades(answer)[0] == (starts, first)
    assert (answer.due_now.idr, answer.max_total.idr) == (0, most)
    assert codes(answer.per_child[0].reasons) == ["child_years", "child_waits_for_school", "child_right_ends"]
    assert f"1 July {starts}" in answer.per_child[0].reasons[1].text.en


def test_who_has_no_level_at_twelve_is_not_expected_at_school() -> None:
    answer = of_death(death(children=(child("2014-08-10", Level.NONE),)))

    assert (answer.max_total.idr, codes(answer.per_child[0].reasons)) == (0, ["child_not_studying"])


def test_of_three_children_the_two_with_the_most_left_are_counted() -> None:
    children = (child("2009-01-01", Level.SMA, 3), child("2014-01-01", Level.SMP), child("2018-01-01", Level.SD, 3))

    answer = of_death(death(children=children))

    assert [each.max_total.idr for each in answer.per_child] == [0, 75_000_000, 81_000_000]
    assert [each.child for each in answer.per_child] == [0, 1, 2]
    assert codes(answer.reasons) == ["scholarship_of_jkm", "scholarship_children_limit", "scholarship_total"]
    assert codes(answer.per_child[0].reasons) == ["child_beyond_limit"]
    assert "Rp63.000.000" in answer.per_child[0].reasons[0].text.id
    assert "3 anak memenuhi syarat" in answer.reasons[1].text.id
    assert "2 anak" in answer.reasons[2].text.id


def test_the_eldest_two_are_counted_under_the_other_reading() -> None:
    children = (child("2018-01-01", Level.SD, 3), child("2014-01-01", Level.SMP), child("2009-01-01", Level.SMA, 3))

    answer = of_death(death(children=children), readings=frozenset({"scholarship_for_the_eldest"}))

    assert [each.max_total.idr for each in answer.per_child] == [0, 75_000_000, 63_000_000]


def test_of_equal_children_the_first_named_are_counted() -> None:
    answer = of_death(death(children=(child("2014-01-01", Level.SMP),) * 3))

    assert [bool(each.years) for each in answer.per_child] == [True, True, False]


def test_children_without_a_right_take_no_place() -> None:
    children = (child("2000-01-01", Level.PT), child("2014-01-01", Level.SMP), child("2018-01-01", Level.SD, 3))

    answer = of_death(death(children=children))

    assert [each.max_total.idr for each in answer.per_child] == [0, 75_000_000, 81_000_000]
    assert "scholarship_children_limit" not in codes(answer.reasons)


def test_years_since_the_event_are_paid_later_only_under_the_other_reading() -> None:
    case = death(date(2024, 3, 1), as_of=DIED_ON, children=(child("2013-01-01", Level.SMP, 2),))

    usual, back = of_death(case), of_death(case, readings=frozenset({"scholarship_back_payment"}))

    assert (usual.due_now.idr, usual.max_total.idr) == (2_000_000, 73_000_000)
    assert grades(back)[:4] == [(2023, "SD 5"), (2024, "SD 6"), (2025, "SMP 1"), (2026, "SMP 2")]
    assert back.due_now.idr == 1_500_000 + 1_500_000 + 2_000_000 + 2_000_000
    assert back.max_total.idr - usual.max_total.idr == 5_000_000
    assert back.per_child[0].reasons[1].text.en.count("; ") == 3


def test_years_before_the_event_are_never_paid() -> None:
    answer = of_death(
        death(children=(child("2012-01-01", Level.SMP, 2),)), readings=frozenset({"scholarship_back_payment"})
    )

    assert grades(answer)[0] == (2026, "SMP 2")


def test_years_before_kindergarten_do_not_exist() -> None:
    case = death(date(2020, 3, 1), as_of=DIED_ON, children=(child("2020-01-01", Level.SD, 1),))

    back = of_death(case, readings=frozenset({"scholarship_back_payment"}))

    assert grades(back)[:3] == [(2024, "TK 1"), (2025, "TK 2"), (2026, "SD 1")]


def test_a_fourth_year_of_a_level_is_not_paid_and_the_next_level_is() -> None:
    repeater = child("2008-01-01", Level.SMA, 4)

    answer = of_death(death(date(2023, 9, 1), as_of=DIED_ON, children=(repeater,)))

    assert answer.due_now.idr == 0
    assert grades(answer) == [(2027 + i, f"PT {i + 1}") for i in range(4)]  # 23 in January 2031
    assert codes(answer.per_child[0].reasons) == ["child_years", "child_level_exhausted", "child_right_ends"]
    assert "1 Juli 2027" in answer.per_child[0].reasons[1].text.id


def test_a_fourth_year_is_paid_where_earlier_ones_lie_before_the_event() -> None:
    answer = of_death(death(children=(child("2008-01-01", Level.SMA, 4),)))

    assert answer.due_now.idr == 3_000_000
    assert grades(answer)[:2] == [(2026, "SMA 4"), (2027, "PT 1")]


def test_kindergarten_and_primary_school_share_eight_years() -> None:
    """A third year of kindergarten leaves five of primary school, unless the eight are split."""
    case = death(date(2024, 9, 1), as_of=DIED_ON, children=(child("2020-07-02", Level.TK, 3),))

    shared = of_death(case)
    split = of_death(case, readings=frozenset({"scholarship_tk_2_sd_6"}))

    assert grades(shared)[:7] == [(2026, "TK 3"), *((2027 + i, f"SD {i + 1}") for i in range(5)), (2033, "SMP 1")]
    assert shared.due_now.idr == 1_500_000
    assert grades(split)[:7] == [*((2027 + i, f"SD {i + 1}") for i in range(6)), (2033, "SMP 1")]
    assert split.due_now.idr == 0


@pytest.mark.parametrize(
    ("died_on", "due", "most"),
    [
        (date(2019, 12, 1), 12_000_000, 12_000_000),
        (date(2019, 12, 2), 4_000_000, 150_000_000),
        (date(2019, 12, 3), 4_000_000, 150_000_000),
    ],
)
def test_before_2_december_2019_one_child_got_one_amount(died_on: date, due: int, most: int) -> None:
    children = (child("2007-01-01", Level.SMP), child("2007-01-01", Level.SMP))

    answer = of_death(death(died_on, children=children), 60)

    assert (answer.due_now.idr, answer.max_total.idr) == (due, most)


def test_the_old_law_asked_for_sixty_months() -> None:
    case = death(date(2019, 12, 1), children=(child("2007-01-01", Level.SMP),))

    assert of_death(case, 59).max_total.idr == 0
    assert of_death(case, 60).max_total.idr == 12_000_000


def test_the_old_law_leaves_out_the_second_child_and_who_is_too_old() -> None:
    children = (child("1990-01-01", Level.PT), child("2007-01-01", Level.SMP, 2), child("2010-01-01", Level.SD, 3))

    answer = of_death(death(date(2018, 5, 1), children=children), 60)

    assert [codes(each.reasons) for each in answer.per_child] == [
        ["child_too_old"],
        ["child_once"],
        ["child_beyond_limit"],
    ]
    (year,) = answer.per_child[1].years
    assert (year.level, year.year_of_level, year.is_due, year.starts_on) == (Level.SMP, 2, True, date(2018, 7, 1))
    assert answer.per_child[1].reasons[0].text.en.endswith("Rp12.000.000.")


def test_an_accident_is_judged_by_the_law_of_its_day_even_when_death_came_later() -> None:
    case = accident(on=date(2019, 11, 30), died_on=date(2019, 12, 5), children=(child("2007-01-01", Level.SMP),))

    assert scholarship(case, Scheme.JKK, cover()).max_total.idr == 12_000_000
    later = scholarship(case, Scheme.JKK, cover(), readings=frozenset({"decisive_day_of_death"}))
    assert later.max_total.idr == 75_000_000


def test_a_death_that_death_insurance_pays_is_judged_by_its_own_day() -> None:
    case = accident(on=date(2019, 11, 30), died_on=date(2019, 12, 5), children=(child("2007-01-01", Level.SMP),))

    assert scholarship(case, Scheme.JKM, cover()).max_total.idr == 75_000_000


def test_the_sum_is_written_out() -> None:
    (only,) = of_death(death(children=(child("2014-01-01", Level.SMA, 2),))).per_child

    assert only.reasons[0].text.id == (
        "2 tahun SMA/SMK x Rp3.000.000 + 5 tahun perguruan tinggi atau pelatihan x Rp12.000.000 = Rp66.000.000"
    )
    assert only.reasons[0].text.en == (
        "2 years of senior secondary school (SMA/SMK) x Rp3.000.000 + 5 years of university or training"
        " x Rp12.000.000 = Rp66.000.000"
    )
    assert only.reasons[1].text.id == (
        "Dapat diminta sekarang: Rp3.000.000 (SMA/SMK tahun ke-2, tahun ajaran 2026/2027)."
    )
    assert only.reasons[0].status is Status.REPORTED
    assert only.reasons[1].status is Status.ASSUMED


def test_a_reading_that_nobody_offers_is_refused() -> None:
    with pytest.raises(AlternativeUnknownError):
        of_death(death(), readings=frozenset({"scholarship_for_all"}))


CHILDREN = st.builds(
    Child,
    birth_date=st.dates(date(2000, 1, 1), DIED_ON),
    level=st.sampled_from(Level),
    year_of_level=st.integers(1, 5),
    is_studying=st.booleans(),
    is_married=st.booleans(),
    is_working=st.booleans(),
)
READINGS = st.frozensets(
    st.sampled_from(
        [
            "scholarship_back_payment",
            "scholarship_tk_2_sd_6",
            "scholarship_for_the_eldest",
            "scholarship_age_at_school_year_end",
        ]
    )
)


@given(st.lists(CHILDREN, max_size=4), READINGS, st.integers(0, 4000))
def test_no_facts_lead_above_the_published_limits(children: list[Child], readings: frozenset[str], since: int) -> None:
    case = death(DIED_ON - timedelta(days=since), as_of=DIED_ON, children=tuple(children))
    if case.event.on < date(2019, 12, 2):
        case = replace(case, event=replace(case.event, on=date(2019, 12, 2)))

    answer = of_death(case, readings=readings)

    assert answer.max_total.idr <= 174_000_000
    assert sum(bool(each.years) for each in answer.per_child) <= 2
    for each in answer.per_child:
        assert each.max_total.idr <= WHOLE_WAY_IDR
        assert 0 <= each.due_now.idr <= each.max_total.idr
        assert each.reasons
        assert [year.starts_on for year in each.years] == sorted({year.starts_on for year in each.years})


@given(CHILDREN, st.integers(0, 100), st.integers(0, 100))
def test_more_contribution_months_never_give_less(one: Child, fewer: int, more: int) -> None:
    fewer, more = sorted((fewer, more))
    case = death(children=(one,))

    assert of_death(case, fewer).max_total.idr <= of_death(case, more).max_total.idr


@given(st.lists(CHILDREN, max_size=3), CHILDREN)
def test_another_child_never_gives_less(children: list[Child], another: Child) -> None:
    before = of_death(death(children=tuple(children)))
    after = of_death(death(children=(*children, another)))

    assert after.max_total.idr >= before.max_total.idr


@given(st.lists(CHILDREN, min_size=1, max_size=3))
def test_every_sentence_is_whole_in_both_languages(children: list[Child]) -> None:
    answer = of_death(death(children=tuple(children)))

    for reason in (*answer.reasons, *(r for each in answer.per_child for r in each.reasons)):
        for sentence in reason.text:
            assert sentence
            assert not set(sentence) & set("{}")
