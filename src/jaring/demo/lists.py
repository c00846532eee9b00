"""The folder of lists as it reaches the office: one file per village, and the truth about every row."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path
from random import Random

from jaring.demo.clerks import DateForm, FileKind, Oddity, SheetPlan, draw_clerk
from jaring.demo.entries import EntryMaker
from jaring.demo.filenames import FileNamer
from jaring.demo.households import LAUNCH_DATE, DemoPerson
from jaring.demo.layout import Entry, Layout
from jaring.demo.mistakes import CLEAN, EXPECTED
from jaring.demo.places import DemoVillage, demo_villages
from jaring.demo.repetition import VillageList, keep_first_of_each_group, list_people_twice
from jaring.demo.sheets import write_ods, write_text, write_xlsx

_KIND_WEIGHTS = {FileKind.XLSX: 75, FileKind.CSV: 12, FileKind.ODS: 10, FileKind.TSV: 3}
_ODDITY_ROWS_MAX = 60
_SEVERITY = ("accepted", "accepted|doubtful", "doubtful", "rejected")
_TEXT_DATE_FORMATS = {True: "%d/%m/%Y", False: "%d-%m-%Y"}
_SHARE_WITH_OTHER_NAME = 0.4


@dataclass(frozen=True, slots=True)
class TruthRow:
    """What one row of a list holds in truth. ``verdict`` and ``codes`` name every right answer, joined by ``|``.

    Where a row bears several mistakes, their codes are joined by ``;``.
    """

    file: str
    sheet: str
    row: int
    person: str
    village_code: str
    mistakes: str
    verdict: str
    codes: str


@dataclass(frozen=True, slots=True)
class TruthFile:
    """One written file: whose list it is, and which columns it has."""

    file: str
    village_code: str
    kind: str
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that is known about the written lists, in the order of the files' names."""

    files: tuple[TruthFile, ...]
    rows: tuple[TruthRow, ...]

    def write(self, path: Path) -> None:
        """Write the rows as CSV, one line per row of a list."""
        _write_csv(path, [field.name for field in fields(TruthRow)], (astuple(row) for row in self.rows))


def write_lists(
    people: Sequence[DemoPerson],
    folder: Path,
    seed: int,
    *,
    regency_code: str = "53.03",
    as_of: date = LAUNCH_DATE,
) -> Truth:
    """Write one messy list per village into ``folder`` and return the truth about every row.

    Args:
        people: the population made with the same seed.
        folder: where the files go; it is made if missing.
        seed: any integer; the same seed gives the same bytes.
        regency_code: Kemendagri code of the regency, with dots.
        as_of: the day on which ages count.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lists = draw_lists(people, seed, regency_code, as_of)
    list_people_twice(lists, Random(f"twice {seed}"))
    for village_list in lists:
        _order(village_list)
        write_list(village_list, folder)
    lists.sort(key=lambda village_list: village_list.file)
    keep_first_of_each_group(entry for village_list in lists for entry in _as_read(village_list))
    return Truth(
        files=tuple(_truth_file(village_list) for village_list in lists),
        rows=tuple(_truth_row(village_list, entry) for village_list in lists for entry in _as_read(village_list)),
    )


# --- drawing ---------------------------------------------------------------------------------------------------


def draw_lists(people: Sequence[DemoPerson], seed: int, regency_code: str, as_of: date) -> list[VillageList]:
    """Return the list of every village before anybody is repeated, with the clerk who makes it."""
    by_village: defaultdict[str, list[DemoPerson]] = defaultdict(list)
    for person in people:
        by_village[person.village_code].append(person)
    villages = [village for village in demo_villages(seed, regency_code) if by_village[village.code]]
    names = frozenset(name.casefold() for village in villages for name in (village.name, *village.other_names))
    oddities = _oddities(seed, {code: len(members) for code, members in by_village.items()})
    namer = FileNamer(Random(f"file names {seed}"))
    lists = []
    for official in villages:
        rng = Random(f"list {seed} {official.code}")
        village = _as_called(rng, official)
        oddity = oddities.get(village.code)
        kind = rng.choices(tuple(_KIND_WEIGHTS), tuple(_KIND_WEIGHTS.values()))[0] if oddity is None else oddity.kind
        clerk = draw_clerk(rng, village, kind, oddity)
        maker = EntryMaker(rng, village, clerk, names, as_of)
        entries = [maker.entry(person) for person in by_village[village.code]]
        file = namer.name(village, kind, names_village=clerk.names_in_file)
        lists.append(VillageList(village, clerk, rng, entries, file))
    return lists


def _as_called(rng: Random, village: DemoVillage) -> DemoVillage:
    """Return the village under the name by which its clerk calls it: the official one or another that is in use."""
    if village.other_names and rng.random() < _SHARE_WITH_OTHER_NAME:
        return replace(village, name=rng.choice(village.other_names))
    return village


def _oddities(seed: int, sizes: dict[str, int]) -> dict[str, Oddity]:
    """Choose the few small villages whose whole list is wrong."""
    small = sorted(code for code, size in sizes.items() if size <= _ODDITY_ROWS_MAX)
    chosen = Random(f"oddities {seed}").sample(small, min(len(small), len(Oddity)))
    return dict(zip(chosen, Oddity, strict=False))


# --- writing ---------------------------------------------------------------------------------------------------


def _order(village_list: VillageList) -> None:
    rng, entries, order = village_list.rng, village_list.entries, village_list.clerk.order
    if order == "name":
        entries.sort(key=lambda entry: (entry.draft.name, entry.person.key))
    elif order == "any":
        rng.shuffle(entries)
    elif order == "hamlet":
        entries.sort(key=lambda entry: (entry.person.hamlet, entry.person.rt))


def write_list(village_list: VillageList, folder: Path) -> None:
    """Write the file of one village, and note in every entry where it stands."""
    clerk = village_list.clerk
    sheets = Layout(clerk, village_list.village, village_list.rng).sheets(village_list.entries)
    path = folder / village_list.file
    if clerk.kind is FileKind.XLSX:
        write_xlsx(path, sheets, clerk.dress)
    elif clerk.kind is FileKind.ODS:
        write_ods(path, sheets)
    else:
        day_format = _TEXT_DATE_FORMATS[clerk.date_form is DateForm.SLASHES]
        write_text(path, sheets[0], clerk.delimiter, clerk.encoding, day_format)


def _as_read(village_list: VillageList) -> list[Entry]:
    """Return the entries in the order of sheets and rows."""
    if village_list.clerk.sheets is not SheetPlan.PER_HAMLET:
        return sorted(village_list.entries, key=lambda entry: entry.row)
    return sorted(village_list.entries, key=lambda entry: (entry.person.hamlet, entry.row))


def _truth_file(village_list: VillageList) -> TruthFile:
    return TruthFile(
        file=village_list.file,
        village_code=village_list.village.code,
        kind=village_list.clerk.kind.value,
        rows=len(village_list.entries),
        columns=tuple(column.value for column in village_list.clerk.columns),
    )


def _truth_row(village_list: VillageList, entry: Entry) -> TruthRow:
    expected = [EXPECTED[mistake] for mistake in entry.mistakes] or [CLEAN]
    is_text = village_list.clerk.kind in (FileKind.CSV, FileKind.TSV)
    return TruthRow(
        file=village_list.file,
        sheet="" if is_text else entry.sheet,
        row=entry.row,
        person=entry.person.key,
        village_code=village_list.village.code,
        mistakes=";".join(entry.mistakes),
        verdict=max((answer.verdict for answer in expected), key=_SEVERITY.index),
        codes=";".join(answer.codes for answer in expected),
    )


def _write_csv(path: Path, header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
