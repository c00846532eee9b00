"""What comes from other offices, and what happens to people later, is as regular as in life."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from jaring.core.month import Month
from jaring.demo import (
    DemoMember,
    DemoPerson,
    ExitReason,
    exits,
    exits_in_month,
    write_covered_elsewhere,
    write_dtsen,
    write_unreadable,
)

_FIRST, _UNTIL = Month(2025, 7), Month(2026, 12)


@pytest.fixture(scope="module")
def members(people: list[DemoPerson]) -> list[DemoMember]:
    return [DemoMember(person.key, person.birth_date, person.sex) for person in people[:14_880]]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_decile_list_covers_nearly_everybody(people: list[DemoPerson], tmp_path: Path) -> None:
    path = tmp_path / "dtsen.csv"

    count = write_dtsen(people, path)

    lines = _lines(path)
    assert len(lines) == count
    assert 0.945 <= count / len(people) <= 0.975
    assert list(lines[0]) == ["nik", "kk", "desil", "jumlah_anggota"]
    assert {line["desil"] for line in lines} == {str(decile) for decile in range(1, 11)}


def test_one_family_has_one_decile(people: list[DemoPerson], tmp_path: Path) -> None:
    write_dtsen(people, tmp_path / "dtsen.csv")

    deciles = {(line["kk"], line["desil"]) for line in _lines(tmp_path / "dtsen.csv")}

    assert len(deciles) == len({kk for kk, _ in deciles})


def test_about_one_in_eighty_is_insured_elsewhere(people: list[DemoPerson], tmp_path: Path) -> None:
    count = write_covered_elsewhere(people, tmp_path / "active.csv")

    niks = {line["nik"] for line in _lines(tmp_path / "active.csv")}
    assert 0.009 <= count / len(people) <= 0.016
    assert niks < {person.nik for person in people}


def test_about_three_in_a_thousand_die_in_a_year(members: list[DemoMember], seed: int) -> None:
    died = sum(leaver.reason is ExitReason.DIED for leaver in exits(members, _FIRST, _UNTIL, seed))

    years = (_UNTIL - _FIRST) / 12
    assert 2.3 <= 1000 * died / len(members) / years <= 4.0


def test_people_leave_for_every_reason_and_only_once(members: list[DemoMember], seed: int) -> None:
    leavers = list(exits(members, _FIRST, _UNTIL, seed))

    assert {leaver.reason for leaver in leavers} == set(ExitReason)
    assert len({leaver.key for leaver in leavers}) == len(leavers)
    assert all(leaver.reported_date > leaver.happened_date for leaver in leavers)


def test_exits_do_not_depend_on_who_else_is_enrolled(members: list[DemoMember], seed: int) -> None:
    month = Month(2026, 3)
    half = members[::2]

    among_half = exits_in_month(half, month, seed)

    keys = {member.key for member in half}
    assert among_half == [leaver for leaver in exits_in_month(members, month, seed) if leaver.key in keys]


def test_a_longer_history_begins_as_the_shorter_one(members: list[DemoMember], seed: int) -> None:
    short = list(exits(members, _FIRST, Month(2025, 10), seed))

    assert list(exits(members, _FIRST, _UNTIL, seed))[: len(short)] == short


def test_unreadable_files_are_the_same_every_time(tmp_path: Path) -> None:
    first, second = write_unreadable(tmp_path / "a"), write_unreadable(tmp_path / "b")

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert len(first) == 3
