"""The intake finds in the demonstration's lists what was put into them, and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from jaring.core.intake import FileStatus, Record, read_lists
from jaring.demo import LAUNCH_DATE, DemoPerson, Truth, TruthRow, write_unreadable

_ROWS_FOR_A_SHARE = 10


class Graded(NamedTuple):
    """One row of a list: what is true and what the intake said."""

    truth: TruthRow
    record: Record

    @property
    def is_right(self) -> bool:
        codes = {code.value for code in self.record.codes}
        return self.record.verdict.value in self.truth.verdict.split("|") and all(
            set(answers.split("|")) & (codes | {""}) for answers in self.truth.codes.split(";")
        )


@pytest.fixture(scope="module")
def records(truth: Truth, lists_folder: Path) -> dict[tuple[str, str, int], Record]:
    batch = read_lists([lists_folder], regency="53.03", as_of=LAUNCH_DATE)

    assert all(file.status is FileStatus.READ for file in batch.files)
    workbooks = {file.file for file in truth.files if file.kind in ("xlsx", "ods")}
    return {
        (record.file, record.sheet if record.file in workbooks else "", record.row): record for record in batch.records
    }


@pytest.fixture(scope="module")
def graded(truth: Truth, records: dict[tuple[str, str, int], Record]) -> list[Graded]:
    return [Graded(row, records[row.file, row.sheet, row.row]) for row in truth.rows]


def test_every_row_of_a_person_is_found_and_no_other(
    truth: Truth, records: dict[tuple[str, str, int], Record]
) -> None:
    assert set(records) == {(row.file, row.sheet, row.row) for row in truth.rows}


def test_clean_rows_are_accepted(graded: list[Graded]) -> None:
    clean = [row for row in graded if not row.truth.mistakes]

    assert sum(row.is_right for row in clean) >= 0.99 * len(clean)


def test_mistakes_are_seen_for_what_they_are(graded: list[Graded]) -> None:
    by_mistake: defaultdict[str, list[Graded]] = defaultdict(list)
    for row in graded:
        if row.truth.mistakes:
            by_mistake[row.truth.mistakes].append(row)

    poorly_seen = {
        mistake: Counter(row.record.codes for row in rows if not row.is_right)
        for mistake, rows in by_mistake.items()
        if len(rows) >= _ROWS_FOR_A_SHARE and sum(row.is_right for row in rows) < 0.9 * len(rows)
    }

    assert poorly_seen == {}


def test_clean_rows_say_who_the_person_is(people: list[DemoPerson], graded: list[Graded]) -> None:
    by_key = {person.key: person for person in people}
    listed = Counter(row.truth.person for row in graded)
    clean = [row for row in graded if not row.truth.mistakes and listed[row.truth.person] == 1]

    right = 0
    for row in clean:
        person, values = by_key[row.truth.person], row.record.values
        right += (
            values.nik == person.nik
            and values.name.casefold() == person.name.casefold()
            and values.birth_date == person.birth_date
            and values.village_code == row.truth.village_code
        )

    assert right >= 0.99 * len(clean)


def test_the_unreadable_files_are_refused(tmp_path: Path) -> None:
    files = write_unreadable(tmp_path)

    batch = read_lists([tmp_path], regency="53.03", as_of=LAUNCH_DATE)

    assert [file.status for file in batch.files] == [FileStatus.REFUSED] * len(files)
