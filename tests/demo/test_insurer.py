"""What the invented branch answers can be read by the office, and its faults are few, lasting and from the seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jaring.core.insurer.answer import AnswerKind
from jaring.core.insurer.reading import read_answer
from jaring.core.month import Month
from jaring.demo import DemoInsured, write_insurer_answers

MONTH = Month(2026, 10)
SEED = 5303


def insured(first: int, number: int) -> list[DemoInsured]:
    return [
        DemoInsured(
            f"530304{1 + n % 28:02d}{1 + n % 12:02d}{70 + n // 999:02d}{9001 + n % 999}",
            f"Contoh {n}",
            "1980-01-02",
            16_800,
        )
        for n in range(first, first + number)
    ]


def niks(path: Path, kind: AnswerKind, month: Month = MONTH) -> set[str]:
    return {line.nik for line in read_answer([path], kind, month, as_of=date(2026, 11, 5))}


def test_answers_are_read_and_nearly_everybody_is_active(tmp_path: Path) -> None:
    people, gone = insured(0, 4_000), insured(4_000, 100)

    active, rejected = write_insurer_answers(people, gone, tmp_path, MONTH, SEED)

    ours = {person.nik for person in people}
    found = niks(active, AnswerKind.ACTIVE)
    assert 0.98 * len(ours) < len(found & ours) < len(ours)
    assert found & {person.nik for person in gone}, "nobody who left is still active"
    assert 0 < len(found - ours - {person.nik for person in gone}) < 20, "typed differently"
    assert 0 < len(niks(rejected, AnswerKind.REJECTED)) < 30
    answer = read_answer([active], AnswerKind.ACTIVE, MONTH, as_of=date(2026, 11, 5))
    assert answer.stated_total_idr == answer.total_idr == len(answer) * 16_800


def test_fault_lasts_until_it_is_corrected_and_comes_from_the_seed(tmp_path: Path) -> None:
    people = insured(0, 3_000)
    first = [path.read_bytes() for path in write_insurer_answers(people, [], tmp_path / "a", MONTH, SEED)]
    again = [path.read_bytes() for path in write_insurer_answers(people, [], tmp_path / "b", MONTH, SEED)]
    _, later = write_insurer_answers(people, [], tmp_path / "c", MONTH + 1, SEED)

    assert first == again
    assert later.read_bytes() == first[1]
