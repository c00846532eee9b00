"""The folder of lists as it reaches the office: one file per village, and the truth about every row."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path
from random import Random

from jaring.demo.clerks import ODDITIES, Clerk, Column, DateForm, FileKind, NikForm, SheetPlan, draw_clerk
from jaring.demo.filenames import FileNamer
from jaring.demo.households import AGE_LIMIT_YEARS, AGE_MIN_YEARS, LAUNCH_DATE, DemoPerson
from jaring.demo.layout import Entry, Layout
from jaring.demo.mistakes import (
    CLEAN,
    DUPLICATES_PER_THOUSAND_BETWEEN,
    DUPLICATES_PER_THOUSAND_WITH_OTHER_NIK,
    DUPLICATES_PER_THOUSAND_WITHIN,
    EXPECTED,
    NIK_OF_ANOTHER_PER_THOUSAND,
    RATES_PER_THOUSAND,
    Draft,
    Mistake,
    make,
)
from jaring.demo.names import typed_again
from jaring.demo.places import DemoVillage, demo_villages
from jaring.demo.rows import draft_of
from jaring.demo.sheets import write_ods, write_text, write_xlsx

_KIND_WEIGHTS = {FileKind.XLSX: 75, FileKind.CSV: 12, FileKind.ODS: 10, FileKind.TSV: 3}
_INDEPENDENT = (Mistake.BIRTH_DATE_WRONG, Mistake.SEX_WRONG, Mistake.VILLAGE_MISSPELT, Mistake.NAME_SUSPECT)
_ODDITY_KINDS = {"nik_numbers": FileKind.XLSX, "nik_scientific": FileKind.CSV, "no_birth_date": FileKind.XLSX}
_ODDITY_ROWS_MAX = 60
_SEVERITY = ("accepted", "accepted|doubtful", "doubtful", "rejected")
_TEXT_DATE_FORMATS = {True: "%d/%m/%Y", False: "%d-%m-%Y"}
_SHORT_NAME = 4
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


@dataclass(slots=True)
class VillageList:
    """The list of one village while it is being made."""

    village: DemoVillage
    clerk: Clerk
    rng: Random
    entries: list[Entry]
    file: str = ""


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
    _list_people_twice(lists, Random(f"twice {seed}"))
    for village_list in lists:
        _order(village_list)
        write_list(village_list, folder)
    lists.sort(key=lambda village_list: village_list.file)
    _keep_first_of_each_group(lists)
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
    names = frozenset(village.name.casefold() for village in villages)
    oddities = _oddities(seed, {code: len(members) for code, members in by_village.items()})
    namer = FileNamer(Random(f"file names {seed}"))
    lists = []
    for official in villages:
        village = official
        rng = Random(f"list {seed} {village.code}")
        if village.other_names and rng.random() < _SHARE_WITH_OTHER_NAME:
            village = replace(village, name=rng.choice(village.other_names))
        oddity = oddities.get(village.code, "")
        kind = _ODDITY_KINDS.get(oddity) or rng.choices(tuple(_KIND_WEIGHTS), tuple(_KIND_WEIGHTS.values()))[0]
        clerk = _suited(draw_clerk(rng, village, kind, oddity))
        maker = _EntryMaker(rng, village, clerk, names, as_of)
        entries = [maker.entry(person) for person in by_village[village.code]]
        file = namer.name(village, kind, names_village=clerk.names_in_file)
        lists.append(VillageList(village, clerk, rng, entries, file))
    return lists


def _oddities(seed: int, sizes: dict[str, int]) -> dict[str, str]:
    """Choose the few small villages whose whole list is wrong."""
    small = sorted(code for code, size in sizes.items() if size <= _ODDITY_ROWS_MAX)
    chosen = Random(f"oddities {seed}").sample(small, min(len(small), len(ODDITIES)))
    return dict(zip(chosen, ODDITIES, strict=False))


def _suited(clerk: Clerk) -> Clerk:
    """A NIK that the spreadsheet made a number has no other shape."""
    return replace(clerk, nik_form=NikForm.PLAIN) if clerk.oddity.startswith("nik_") else clerk


class _EntryMaker:
    """Makes the entries of one village's list, each clean or with a mistake at the clerk's rate."""

    def __init__(
        self, rng: Random, village: DemoVillage, clerk: Clerk, village_names: frozenset[str], as_of: date
    ) -> None:
        self._rng, self._village, self._clerk = rng, village, clerk
        self._village_names, self._as_of = village_names, as_of
        self._possible = [mistake for mistake in RATES_PER_THOUSAND if self._can_happen(mistake)]

    def entry(self, person: DemoPerson) -> Entry:
        draft = draft_of(self._rng, person, self._village)
        mistakes = self._facts(person)
        odd = self._oddity_of(draft)
        if odd is not None:
            mistakes.append(odd)
        elif not mistakes:
            mistakes = self._drawn()
        for mistake in mistakes:
            self._make(mistake, draft, person)
        return Entry(person, draft, tuple(mistakes))

    def _facts(self, person: DemoPerson) -> list[Mistake]:
        """Return what keeps the person out however well the row is typed."""
        age_years = person.age_years(self._as_of)
        facts = []
        if age_years < AGE_MIN_YEARS:
            facts.append(Mistake.UNDER_AGE)
        if age_years >= AGE_LIMIT_YEARS:
            facts.append(Mistake.OVER_AGE)
        if person.is_excluded and Column.OCCUPATION in self._clerk.columns:
            facts.append(Mistake.EXCLUDED_OCCUPATION)
        return facts

    def _oddity_of(self, draft: Draft) -> Mistake | None:
        return {
            "nik_numbers": Mistake.NIK_NUMBER,
            "nik_scientific": Mistake.NIK_SCIENTIFIC,
            "no_birth_date": Mistake.BIRTH_DATE_MISSING,
        }.get(self._clerk.oddity)

    def _drawn(self) -> list[Mistake]:
        rng = self._rng
        dice = rng.random() * 1000 / self._clerk.carelessness
        for mistake in self._possible:
            dice -= RATES_PER_THOUSAND[mistake]
            if dice < 0:
                second = rng.choice(self._possible)
                is_double = rng.random() < 0.05 and _go_together(mistake, second)
                return [mistake, second] if is_double else [mistake]
        return []

    def _make(self, mistake: Mistake, draft: Draft, person: DemoPerson) -> None:
        make(mistake, self._rng, draft, person, self._as_of)
        while mistake is Mistake.VILLAGE_MISSPELT and draft.village_name.casefold() in self._village_names:
            draft.village_name = self._village.name
            make(mistake, self._rng, draft, person, self._as_of)

    def _can_happen(self, mistake: Mistake) -> bool:
        columns, kind = self._clerk.columns, self._clerk.kind
        if mistake in (Mistake.VILLAGE_MISSPELT, Mistake.VILLAGE_UNKNOWN):
            return Column.VILLAGE in columns and len(self._village.name) > _SHORT_NAME
        if mistake is Mistake.NIK_NUMBER:
            return kind in (FileKind.XLSX, FileKind.ODS)
        if mistake is Mistake.SEX_WRONG:
            return Column.SEX in columns or Column.SEX_TICK_MALE in columns
        return True


def _go_together(first: Mistake, second: Mistake) -> bool:
    """Say whether an intake can see both: a ruined NIK can no longer contradict the date or the sex."""
    return first in _INDEPENDENT and second in _INDEPENDENT and first is not second


# --- the same people again -------------------------------------------------------------------------------------


def _list_people_twice(lists: list[VillageList], rng: Random) -> None:
    """Add the rows of people listed again, in their own village's list or in a neighbour's."""
    group = 0
    used_niks = {entry.person.nik for village_list in lists for entry in village_list.entries}
    by_district: defaultdict[str, list[VillageList]] = defaultdict(list)
    for village_list in lists:
        by_district[village_list.village.district_code].append(village_list)
    for village_list in lists:
        if village_list.clerk.oddity:
            continue
        neighbours = [
            other
            for other in by_district[village_list.village.district_code]
            if other is not village_list and not other.clerk.oddity
        ]
        clean = [entry for entry in village_list.entries if not entry.mistakes]
        rng.shuffle(clean)
        for kind, target in _repetitions(rng, village_list, neighbours, len(clean)):
            group += 1
            first = clean.pop()
            first.group = group
            if kind is Mistake.NIK_OF_ANOTHER:
                _share_nik(first, clean.pop(), group)
            else:
                _add_again(rng, first, kind, target, group, used_niks)


def _repetitions(
    rng: Random, own: VillageList, neighbours: list[VillageList], count: int
) -> Iterable[tuple[Mistake, VillageList]]:
    rates = (
        (Mistake.DUPLICATE, DUPLICATES_PER_THOUSAND_WITHIN, False),
        (Mistake.DUPLICATE, DUPLICATES_PER_THOUSAND_BETWEEN, True),
        (Mistake.DUPLICATE_WITH_OTHER_NIK, DUPLICATES_PER_THOUSAND_WITH_OTHER_NIK, True),
        (Mistake.NIK_OF_ANOTHER, NIK_OF_ANOTHER_PER_THOUSAND, False),
    )
    for kind, rate, elsewhere in rates:
        for _ in range(_times(rng, count * rate / 1000)):
            yield kind, rng.choice(neighbours) if elsewhere and neighbours else own


def _times(rng: Random, expected: float) -> int:
    whole = int(expected)
    return whole + (rng.random() < expected - whole)


def _share_nik(first: Entry, second: Entry, group: int) -> None:
    """The clerk copied the number of another row."""
    second.draft.nik = first.draft.nik
    second.group = group
    first.mistakes = second.mistakes = (Mistake.NIK_OF_ANOTHER,)


def _add_again(rng: Random, first: Entry, kind: Mistake, target: VillageList, group: int, used_niks: set[str]) -> None:
    person = first.person
    draft = draft_of(rng, person, target.village)
    if kind is Mistake.DUPLICATE or rng.random() < 0.5:
        draft.name = typed_again(rng, person.name)
    if kind is Mistake.DUPLICATE_WITH_OTHER_NIK:
        draft.nik = _other_serial(rng, person.nik, used_niks)
    # The row says that the person lives in the village whose list it is; only one of the two can be right.
    target.entries.append(Entry(person, draft, (kind,), group))
    first.mistakes = (kind,)


def _other_serial(rng: Random, nik: str, used_niks: set[str]) -> str:
    while True:
        spot = rng.randrange(13, 16)
        other = nik[:spot] + rng.choice("0123456789") + nik[spot + 1 :]
        if other not in used_niks:
            used_niks.add(other)
            return other


def _keep_first_of_each_group(lists: list[VillageList]) -> None:
    """Of rows that repeat a person, the one that is read first bears no mistake."""
    seen: set[int] = set()
    for village_list in lists:
        for entry in _as_read(village_list):
            if entry.mistakes[:1] in ((Mistake.DUPLICATE,), (Mistake.DUPLICATE_WITH_OTHER_NIK,)):
                if entry.group not in seen:
                    entry.mistakes = ()
                seen.add(entry.group)


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
