"""The lists are as messy as real ones, the same every time, and nothing about them is unknown."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

from python_calamine import CalamineWorkbook

from jaring.core.places import regency
from jaring.demo import LAUNCH_DATE, DemoPerson, Truth, TruthRow, write_lists
from jaring.demo.mistakes import EXPECTED, Mistake

_WORKBOOKS = (".xlsx", ".ods")


def _cells(path: Path, row: TruthRow) -> list[object]:
    """Return the cells of one row of a workbook, read by another library than the one that wrote it."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(row.sheet)
    return list(sheet.to_python(skip_empty_area=False)[row.row - 1])


def test_the_same_seed_gives_the_same_bytes(
    people: list[DemoPerson], truth: Truth, lists_folder: Path, tmp_path: Path, seed: int
) -> None:
    again = write_lists(people, tmp_path, seed)

    assert again == truth
    for file in truth.files:
        assert (tmp_path / file.file).read_bytes() == (lists_folder / file.file).read_bytes()


def test_every_village_sends_one_file(truth: Truth, lists_folder: Path) -> None:
    assert len(truth.files) == 193
    assert {file.village_code for file in truth.files} == {village.code for village in regency("53.03").villages}
    assert sorted(path.name for path in lists_folder.iterdir()) == [file.file for file in truth.files]


def test_file_names_differ_where_case_does_not_count_and_suit_every_system(truth: Truth) -> None:
    names = [file.file for file in truth.files]

    assert len({name.casefold() for name in names}) == len(names)
    assert not any(re.search(r'[<>:"/\\|?*]', name) or name != name.strip() for name in names)


def test_formats_are_mixed_as_offices_receive_them(truth: Truth) -> None:
    kinds = Counter(file.kind for file in truth.files)

    assert 0.65 <= kinds["xlsx"] / 193 <= 0.85
    assert min(kinds["csv"], kinds["ods"], kinds["tsv"]) >= 2


def test_every_person_is_on_a_list(people: list[DemoPerson], truth: Truth) -> None:
    assert {row.person for row in truth.rows} == {person.key for person in people}


def test_nine_rows_of_ten_are_clean_and_enough_for_the_budget(truth: Truth) -> None:
    verdicts = Counter(row.verdict for row in truth.rows)

    assert 0.90 <= verdicts["accepted"] / len(truth.rows) <= 0.935
    assert verdicts["accepted"] >= 16_800
    assert 0.02 <= verdicts["doubtful"] / len(truth.rows) <= 0.05
    assert 0.03 <= verdicts["rejected"] / len(truth.rows) <= 0.07


def test_every_kind_of_mistake_occurs(truth: Truth) -> None:
    made = {mistake for row in truth.rows for mistake in row.mistakes.split(";") if mistake}

    assert made == set(Mistake) == set(EXPECTED)


def test_the_truth_points_at_the_row_of_the_person(people: list[DemoPerson], truth: Truth, lists_folder: Path) -> None:
    names = {person.key: person.name.casefold() for person in people}
    listed = Counter(row.person for row in truth.rows)
    checked = 0
    for file in [file for file in truth.files if file.file.endswith(_WORKBOOKS)][::9]:
        rows = [row for row in truth.rows if row.file == file.file and not row.mistakes and listed[row.person] == 1]
        for row in rows[:: max(1, len(rows) // 4)]:
            cells = {" ".join(str(cell).casefold().split()) for cell in _cells(lists_folder / file.file, row)}
            assert names[row.person] in cells
            checked += 1

    assert checked > 50


def test_a_nik_in_a_number_cell_has_lost_its_last_digit(truth: Truth, lists_folder: Path) -> None:
    rows = [row for row in truth.rows if row.mistakes == Mistake.NIK_NUMBER]

    for row in rows[:5]:
        numbers = [cell for cell in _cells(lists_folder / row.file, row) if isinstance(cell, float)]
        assert any(number > 10**15 and number % 10 == 0 for number in numbers)


def test_of_repeated_people_the_row_that_is_read_first_is_clean(truth: Truth) -> None:
    first_seen: set[str] = set()
    for row in truth.rows:
        if row.mistakes in (Mistake.DUPLICATE, Mistake.DUPLICATE_WITH_OTHER_NIK):
            assert row.person in first_seen
        first_seen.add(row.person)


def test_ages_count_on_the_day_that_is_asked_for(people: list[DemoPerson], tmp_path: Path, seed: int) -> None:
    some = people[:400]
    later = LAUNCH_DATE.replace(year=LAUNCH_DATE.year + 10)

    def too_old(truth: Truth) -> int:
        return sum(Mistake.OVER_AGE in row.mistakes for row in truth.rows)

    at_launch = too_old(write_lists(some, tmp_path / "launch", seed))
    assert too_old(write_lists(some, tmp_path / "later", seed, as_of=later)) > at_launch


def test_the_lists_hold_no_number_that_could_be_somebodys(truth: Truth, lists_folder: Path) -> None:
    placeholders = {"9999999999999999", "0000000000000000", "1234567890123456"}
    for file in truth.files:
        text = _text(lists_folder / file.file)
        niks = set(re.findall(r"(?<![0-9])[0-9]{16}(?![0-9])", text)) - placeholders
        assert all(nik[12] == "9" for nik in niks)
        assert all("0000" in phone for phone in re.findall(r"(?<![0-9])08[0-9]{10}(?![0-9])", text))


def _text(path: Path) -> str:
    if path.suffix not in _WORKBOOKS:
        raw = path.read_bytes()
        encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        return raw.decode(encoding, errors="replace")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_the_truth_is_written_as_a_table(truth: Truth, tmp_path: Path) -> None:
    truth.write(tmp_path / "truth.csv")

    lines = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "file,sheet,row,person,village_code,mistakes,verdict,codes"
    assert len(lines) == len(truth.rows) + 1
