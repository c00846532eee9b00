"""Two lists of the same village: every row is accounted for once, and what is odd is said."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.difference import (
    DifferencePolicy,
    ListDifference,
    ListedPerson,
    difference,
)

VILLAGE = "53.03.04.2001"
FAMILY_NAMES = (
    "Naihati",
    "Usboko",
    "Kefi",
    "Tnesi",
    "Banusu",
    "Sonbay",
    "Taek",
    "Lake",
    "Abi",
    "Funan",
    "Oki",
    "Bana",
)


def listed(row: int, **facts: object) -> ListedPerson:
    """Return an invented farmer, different for every row."""
    born = date(1980 + row % 20, 1 + row % 12, 1 + row % 28)
    common = ListedPerson(
        row=row,
        nik=f"530304{born:%d%m%y}{9000 + row:04d}",
        name=f"Yosef {FAMILY_NAMES[row % 12]} {'Bau' * (1 + row // 12)}",
        birth_date=born,
        sex="M",
        village_code=VILLAGE,
        occupation="petani",
        phone="+6281200001111",
    )
    return replace(common, **facts)


def village(size: int) -> list[ListedPerson]:
    return [listed(row) for row in range(1, size + 1)]


def codes(result: ListDifference) -> list[str]:
    return [one.code for one in result.suspicions]


def test_the_same_list_again_changes_nothing() -> None:
    result = difference(village(12), village(12))

    assert (result.added, result.gone, result.changed, result.suspicions) == ((), (), (), ())
    assert len(result.unchanged) == 12


def test_new_and_missing_people_are_named_by_their_rows() -> None:
    result = difference(village(12), [*village(12)[1:], listed(40)])

    assert (result.added, result.gone) == ((40,), (1,))


def test_a_change_names_the_field_and_both_values() -> None:
    moved = listed(3, phone="+6282200002222", occupation="nelayan", village_code="53.03.04.2002")

    (changed,) = difference([listed(3)], [moved]).changed

    assert {one.field: (one.before, one.after) for one in changed.changes} == {
        "occupation": ("petani", "nelayan"),
        "phone": ("+6281200001111", "+6282200002222"),
        "village_code": (VILLAGE, "53.03.04.2002"),
    }


def test_capitals_marks_and_spaces_are_no_change() -> None:
    typed_twice = listed(1, name="Yosef Sa'u"), listed(1, name="YOSEF  SAU", occupation="Petani ")

    assert difference(typed_twice[:1], typed_twice[1:]).unchanged == ((1, 1),)


def test_further_columns_are_compared_too() -> None:
    (changed,) = difference([listed(1)], [listed(1, extra={"mother_name": "Maria Abi"})]).changed

    assert [(one.field, one.before, one.after) for one in changed.changes] == [("mother_name", "", "Maria Abi")]


def test_a_number_that_was_missing_is_filled_in_without_suspicion() -> None:
    result = difference([listed(1, nik="")], [listed(1)])

    assert [one.field for one in result.changed[0].changes] == ["nik"]
    assert result.suspicions == ()


def test_who_has_neither_number_nor_birth_date_is_matched_by_the_same_name_only() -> None:
    bare = listed(1, nik="", birth_date=None)

    assert difference([bare], [replace(bare, phone="+6282200002222")]).gone == ()
    assert difference([bare], [replace(bare, name="Yosef Lake")]).gone == (1,)


def test_another_person_under_the_same_number_is_suspicious() -> None:
    other = listed(1, name="Kristina Fallo", birth_date=date(1999, 9, 9))

    result = difference([listed(1)], [other])

    assert codes(result) == ["SAME_NIK_OTHER_PERSON"]
    assert (result.suspicions[0].before_rows, result.suspicions[0].after_rows) == ((1,), (1,))


def test_a_name_spelt_otherwise_or_a_corrected_birth_date_is_a_change_and_no_suspicion() -> None:
    assert difference([listed(1, name="Yosep Naihati")], [listed(1, name="Yosef Naihati")]).suspicions == ()
    assert difference([listed(1)], [listed(1, birth_date=date(1999, 9, 9))]).suspicions == ()


def test_another_name_alone_is_no_other_person() -> None:
    """People go by a second name; birth date and sex still agree."""
    assert difference([listed(1)], [listed(1, name="Nando")]).suspicions == ()


def test_the_same_name_and_birth_date_under_another_number_is_suspicious() -> None:
    result = difference([listed(1)], [listed(1, nik="5303080101809999")])

    assert codes(result) == ["SAME_PERSON_OTHER_NIK"]
    assert (result.added, result.gone) == ((), ())


def test_a_number_changed_by_one_digit_is_called_a_typing_error_even_if_the_name_is_spelt_otherwise() -> None:
    was = listed(1, name="Yosep Naihati Bau")
    now = listed(1, name="Yosef Naihati Bau", nik=was.nik[:7] + "9" + was.nik[8:])

    result = difference([was], [now])

    assert codes(result) == ["NIK_ONE_DIGIT"]
    assert (result.added, result.gone) == ((), ())


def test_neighbouring_numbers_of_two_people_are_not_a_typing_error() -> None:
    """Two people born on one day in one district have neighbouring serials."""
    was, now = listed(1), listed(1, name="Kristina Fallo", sex="F")
    now = replace(now, nik=was.nik[:-1] + "9")

    result = difference([was], [now])

    assert (result.added, result.gone, result.suspicions) == ((1,), (1,), ())


def test_a_number_that_several_people_share_says_nothing_about_one_digit() -> None:
    sharing = [listed(1, name="Yosep Naihati Bau"), listed(2, name="Maria Abi", nik=listed(1).nik)]
    now = listed(3, name="Yosef Naihati Bau", nik=listed(1).nik[:-1] + "9")

    result = difference(sharing, [now])

    assert (result.gone, result.added) == ((1, 2), (3,))


def test_one_number_or_one_person_written_twice_is_suspicious() -> None:
    same_number = difference([listed(1)], [listed(1), listed(2, nik=listed(1).nik)])
    same_person = difference([listed(1)], [listed(1), listed(2, name=listed(1).name, birth_date=listed(1).birth_date)])

    assert codes(same_number) == ["NIK_TWICE"]
    assert codes(same_person) == ["PERSON_TWICE"]


def test_many_gone_at_once_are_suspicious_above_the_stated_share_only() -> None:
    at_the_share = difference(village(20), village(20)[4:])
    above = difference(village(20), village(20)[5:])

    assert codes(at_the_share) == []
    assert codes(above) == ["MANY_GONE"]
    assert "5 dari 20 orang" in above.suspicions[0].text.id


def test_sudden_growth_is_suspicious_above_the_stated_share_only() -> None:
    assert codes(difference(village(20), village(24))) == []
    assert codes(difference(village(20), village(25))) == ["SUDDEN_GROWTH"]


def test_short_lists_are_not_judged_by_shares_and_a_regency_sets_its_own() -> None:
    assert codes(difference(village(3), village(1))) == []
    assert codes(difference(village(3), village(1), DifferencePolicy(rows_min=1))) == ["MANY_GONE"]


def test_no_number_of_a_person_is_shown_whole() -> None:
    was, now = listed(1), listed(1, nik="5303080101809999")

    result = difference([was], [now])

    assert result.changed[0].changes[0].after == "530308********99"
    for number in (was.nik, now.nik):
        assert number not in repr(result)
        assert number not in repr((was, now))


def test_a_row_number_used_twice_is_a_defect_of_the_caller() -> None:
    with pytest.raises(ValueError, match="row number"):
        difference([listed(1), listed(1)], [])


people = st.builds(
    lambda row, number, name, born: listed(row, nik=number, name=name, birth_date=born),
    st.integers(1, 1000),
    st.sampled_from(["", "5303040101809001", "5303040101809002", "5303040101809003", "5303080101809001"]),
    st.sampled_from(["Yosef Taek", "Yosep Taek", "Maria Abi"]),
    st.sampled_from([None, date(1980, 1, 1), date(1990, 2, 2)]),
)
lists = st.lists(people, max_size=10, unique_by=lambda one: one.row)


@given(lists, lists)
def test_every_row_is_counted_exactly_once(before: list[ListedPerson], after: list[ListedPerson]) -> None:
    result = difference(before, after)

    pairs = [*result.unchanged, *((one.before_row, one.after_row) for one in result.changed)]
    assert sorted([*result.gone, *(left for left, _ in pairs)]) == sorted(one.row for one in before)
    assert sorted([*result.added, *(right for _, right in pairs)]) == sorted(one.row for one in after)


@given(lists, lists, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    before: list[ListedPerson], after: list[ListedPerson], chance: random.Random
) -> None:
    shuffled = chance.sample(before, len(before)), chance.sample(after, len(after))

    assert difference(*shuffled) == difference(before, after)


@given(lists)
def test_a_list_does_not_differ_from_itself(rows: list[ListedPerson]) -> None:
    result = difference(rows, rows)

    assert (result.added, result.gone, result.changed) == ((), (), ())


@given(lists, lists)
def test_going_back_swaps_what_was_added_and_what_is_gone(
    before: list[ListedPerson], after: list[ListedPerson]
) -> None:
    there, back = difference(before, after), difference(after, before)

    assert len(there.added) == len(back.gone)
    assert len(there.gone) == len(back.added)
    assert len(there.unchanged) == len(back.unchanged)
