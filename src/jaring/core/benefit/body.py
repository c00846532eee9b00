"""What one body has: how often a part of the disability table can be lost, and which parts are lost with another.

This is no law: it keeps a loss from being paid twice because a file names the arm and the hand of the same side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jaring.core.benefit.case import Disability

_FOOT: Final = {"big_toe": 1, "second_toe": 1, "other_toe": 3}
_LEG: Final = {"one_foot_from_ankle": 1, **_FOOT}
_SIGHT: Final = ("loss_of_visual_acuity_per_10_percent", "colour_vision", "visual_field_per_10_percent")


def _twice(parts: Mapping[str, int]) -> dict[str, int]:
    return {part: 2 * count for part, count in parts.items()}


def _one_of(*degrees: str) -> dict[str, dict[str, int]]:
    """Let each degree of a loss leave no room for the lesser ones."""
    return {degree: dict.fromkeys(degrees[place + 1 :], 1) for place, degree in enumerate(degrees)}


def _side(side: str) -> dict[str, dict[str, int]]:
    """Return what goes with an arm, from the shoulder to the fingers."""
    index, other = {f"first_phalanx_index_{side}": 1}, {f"first_phalanx_other_finger_{side}": 1}
    fingers = {f"index_{side}": index, f"one_other_finger_{side}": other}
    hand = {f"thumb_{side}": 1, f"index_{side}": 1, f"one_other_finger_{side}": 3} | index
    hand[f"first_phalanx_other_finger_{side}"] = 3
    elbow = {f"hand_from_wrist_{side}": 1, **hand}
    return {
        f"arm_from_shoulder_{side}": {f"arm_from_elbow_{side}": 1, **elbow},
        f"arm_from_elbow_{side}": elbow,
        f"hand_from_wrist_{side}": hand,
        **fingers,
    }


LOST_WITH: Final[Mapping[str, Mapping[str, int]]] = {
    **_side("right"),
    **_side("left"),
    "both_legs_from_hip": {"one_leg_from_hip": 2, "both_feet_from_ankle": 1, **_twice(_LEG)},
    "one_leg_from_hip": {"both_feet_from_ankle": 1, **_LEG},
    "both_feet_from_ankle": _twice(_LEG),
    "one_foot_from_ankle": _FOOT,
    "both_eyes": {"one_eye": 2, **dict.fromkeys(_SIGHT, 1)},
    "hearing_both": {"hearing_one": 2, "hearing_loss_both_ears_per_10_db": 1, "hearing_loss_one_ear_per_10_db": 2},
    "hearing_one": {"hearing_loss_one_ear_per_10_db": 1},
    "both_ear_lobes": {"one_ear_lobe": 2},
    **_one_of("leg_shortening_from_7_5_cm", "leg_shortening_5_to_below_7_5_cm", "leg_shortening_below_5_cm"),
    **_one_of(*(f"work_capacity_loss_{degree}_percent" for degree in ("51_to_70", "26_to_50", "10_to_25"))),
}
"""For each part, what is gone when all of it is, and the lesser degrees of the same loss."""
SEVERAL: Final[Mapping[str, int]] = {
    **{
        f"{part}_{side}": 3
        for part in ("one_other_finger", "first_phalanx_other_finger")
        for side in ("right", "left")
    },
    **_twice({"one_leg_from_hip": 1, **_LEG}),
    **dict.fromkeys(("one_eye", "hearing_one", "hearing_loss_one_ear_per_10_db", "one_ear_lobe"), 2),
}
"""Parts that a body has more than once; of every other row of the table there is one."""


def lost_too_often(disabilities: Sequence[Disability]) -> list[tuple[int, tuple[int, ...]]]:
    """Return the losses that a body cannot have beside the others, each with those that leave it no room.

    Only what is lost altogether takes other parts with it: a stiff arm may lack a finger besides.

    Returns:
        Pairs of places in ``disabilities``: the loss, and the other losses of the same part or of what holds it.
    """
    named = [loss.part for loss in disabilities]
    return [
        (place, others)
        for place, part in enumerate(named)
        if (others := _beside(disabilities, place)) and _taken(named, others, part) >= SEVERAL.get(part, 1)
    ]


def _beside(disabilities: Sequence[Disability], place: int) -> tuple[int, ...]:
    """Return the losses named before one of the same part, and those anywhere that take it with them."""
    part = disabilities[place].part
    return tuple(
        other
        for other, loss in enumerate(disabilities)
        if (loss.part == part and other < place)
        or (part in LOST_WITH.get(loss.part, ()) and loss.loss_of_function == 1)
    )


def _taken(named: Sequence[str], others: Sequence[int], part: str) -> int:
    return sum(1 if named[other] == part else LOST_WITH[named[other]][part] for other in others)
