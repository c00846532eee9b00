"""A village's second list differs from its first in ways that are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaring.core.places import PlaceUnknownError
from jaring.demo import DemoPerson, Truth, write_updated_list

VILLAGE = "53.03.04.2001"


def test_the_second_list_says_who_went_and_who_came(people: list[DemoPerson], tmp_path: Path, seed: int) -> None:
    members = {person.key for person in people if person.village_code == VILLAGE}

    update = write_updated_list(people, tmp_path, seed, VILLAGE)

    assert update.path.exists()
    assert set(update.gone) < members
    assert set(update.changed) <= members - set(update.gone)
    assert len(update.suspicious) == 2
    assert not {person.nik for person in update.new} & {person.nik for person in people}
    assert not {person.key for person in update.new} & members


def test_the_second_list_has_a_name_of_its_own_and_the_same_bytes_every_time(
    people: list[DemoPerson], truth: Truth, tmp_path: Path, seed: int
) -> None:
    first = write_updated_list(people, tmp_path / "a", seed, VILLAGE)
    again = write_updated_list(people, tmp_path / "b", seed, VILLAGE)

    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.path.name not in {file.file for file in truth.files}


def test_a_village_that_does_not_exist_sends_nothing(people: list[DemoPerson], tmp_path: Path, seed: int) -> None:
    with pytest.raises(PlaceUnknownError):
        write_updated_list(people, tmp_path, seed, "53.03.99.2001")
