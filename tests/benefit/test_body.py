"""One body is paid for once: what is lost with another part, or more often than it is there, is found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jaring.core import law
from jaring.core.benefit.body import LOST_WITH, SEVERAL, lost_too_often
from jaring.core.benefit.case import Disability

TABLE = law.at(date(2026, 5, 4)).value("benefit/disability/table").disabilities


def lost(*parts: str) -> list[Disability]:
    return [Disability(part) for part in parts]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (["big_toe", "big_toe"], []),
        (["big_toe", "big_toe", "big_toe"], [(2, (0, 1))]),
        (["thumb_left", "thumb_right"], []),
        (["thumb_left", "thumb_left"], [(1, (0,))]),
        (["one_other_finger_left"] * 3, []),
        (["one_other_finger_left"] * 4, [(3, (0, 1, 2))]),
        (["one_other_finger_left", *["first_phalanx_other_finger_left"] * 2], []),
        (["one_other_finger_left", *["first_phalanx_other_finger_left"] * 3], [(3, (0, 1, 2))]),
        (["hand_from_wrist_left", "first_phalanx_other_finger_left"], [(1, (0,))]),
        (["other_toe"] * 6, []),
        (["other_toe"] * 7, [(6, (0, 1, 2, 3, 4, 5))]),
        (["arm_from_shoulder_right", "hand_from_wrist_left"], []),
        (["arm_from_shoulder_right", "hand_from_wrist_right"], [(1, (0,))]),
        (["first_phalanx_index_left", "arm_from_elbow_left"], [(0, (1,))]),
        (["one_leg_from_hip", "one_foot_from_ankle"], []),
        (["one_leg_from_hip", "one_foot_from_ankle", "big_toe"], [(2, (0, 1))]),
        (["one_leg_from_hip", "both_feet_from_ankle"], [(1, (0,))]),
        (["both_legs_from_hip", "one_foot_from_ankle"], [(1, (0,))]),
        (["one_foot_from_ankle", "other_toe", "other_toe", "other_toe"], []),
        (["one_foot_from_ankle", *["other_toe"] * 4], [(4, (0, 1, 2, 3))]),
        (["both_eyes", "one_eye"], [(1, (0,))]),
        (["one_eye", "loss_of_visual_acuity_per_10_percent"], []),
        (["hearing_one", "hearing_loss_one_ear_per_10_db"], []),
        (["hearing_both", "hearing_loss_one_ear_per_10_db"], [(1, (0,))]),
        (["one_ear_lobe", "both_ear_lobes"], [(0, (1,))]),
        (["leg_shortening_below_5_cm", "leg_shortening_from_7_5_cm"], [(0, (1,))]),
        (["leg_shortening_5_to_below_7_5_cm", "leg_shortening_from_7_5_cm"], [(0, (1,))]),
        (["work_capacity_loss_51_to_70_percent", "work_capacity_loss_10_to_25_percent"], [(1, (0,))]),
        (["impotence", "smell"], []),
    ],
)
def test_what_a_body_cannot_have_lost_besides_is_found(
    parts: list[str], found: list[tuple[int, tuple[int, ...]]]
) -> None:
    assert lost_too_often(lost(*parts)) == found


def test_a_stiff_arm_may_lack_a_finger_besides_but_is_one_arm() -> None:
    stiff = Disability("arm_from_shoulder_right", loss_of_function=Decimal("0.5"))

    assert lost_too_often([stiff, Disability("index_right")]) == []
    assert lost_too_often([stiff, stiff]) == [(1, (0,))]


def test_only_parts_of_the_table_are_counted_and_none_holds_itself() -> None:
    named = {*LOST_WITH, *SEVERAL, *(part for held in LOST_WITH.values() for part in held)}

    assert named <= set(TABLE)
    assert all(part not in held for part, held in LOST_WITH.items())


def test_left_and_right_hold_the_same() -> None:
    for part, held in LOST_WITH.items():
        other = TABLE[part].other_side
        assert other is None or LOST_WITH[other] == {TABLE[each].other_side: count for each, count in held.items()}
