"""Judges the rows of a table, column by column, so that a hundred thousand rows take well under a second.

What is the same for many rows is worked out once: every distinct cell is read once, and only rows in which the
NIK, the sex and the birth date do not agree at a glance are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import islice, pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeVar, cast

from jaring.core.identity import IdentityFault, Nik, parse_nik
from jaring.core.intake.aside import can_work_aside, work_aside
from jaring.core.intake.cells import CellValue, cell_text, is_ditto, squeeze
from jaring.core.intake.codes import Code
from jaring.core.intake.dates import (
    OLDEST_AGE_YEARS,
    DateFault,
    DateReader,
    DateReading,
    split_place_and_date,
)
from jaring.core.intake.identifiers import read_kk, read_nik, sex_in
from jaring.core.intake.lines import (
    MOBILE_NUMBERS,
    PLAIN_WORDS,
    SIXTEEN_DIGITS,
    USUAL_DATES,
    USUAL_DATES_END,
    first_words,
    joined,
    odd_lines,
)
from jaring.core.intake.occupations import Occupation, read_occupation
from jaring.core.intake.sample import NAMES, NIK_ENDINGS
from jaring.core.intake.tables import Table
from jaring.core.intake.values import (
    BETWEEN_NAMES,
    NOT_FIRST_IN_NAMES,
    UNREADABLE,
    Name,
    clean_words,
    read_income,
    read_name,
    read_phone,
    read_sex,
)
from jaring.core.intake.villages import Gazetteer, VillageMatch

FIELDS: Final = (
    "nik",
    "kk",
    "name",
    "sex",
    "birth_place",
    "birth_date",
    "village_code",
    "occupation",
    "occupation_group",
    "phone",
    "income_idr",
    "mother_name",
    "heir_name",
    "heir_relation",
)
_DITTO_COLUMNS: Final = frozenset({"village", "district", "address", "birth_place", "occupation", "kk", "sex"})
# So many cells of one kind are remembered; a list of a regency has about as many people.
_MEMORY_CELLS_MAX: Final = 300_000
_SIXTEEN_DIGITS = re.compile(r"[0-9]{16}").fullmatch
_DISTRICT_IN_NIK = itemgetter(slice(0, 6))
_SERIAL_IN_NIK = itemgetter(slice(12, 16))
_ENDING_OF_NIK = itemgetter(slice(6, 16))
# The day in a NIK by sex and day of birth: a woman's has 40 added.
_DAYS_IN_NIK: Final = {
    f"{sex}{day:02d}": f"{day + more:02d}" for day in range(1, 32) for sex, more in (("M", 0), ("F", 40))
}
_YEARS = re.compile(r"([0-9]{1,3})(?: ?(?:th|thn|tahun)\.?)?").fullmatch
# From so many rows on a copy of the process pays.
_ROWS_FOR_TWO: Final = 20_000
# From so many rows on, sixteen digits that all end in 0 are numbers that a spreadsheet has rounded.
_ROUNDED_ROWS_MIN: Final = 6
_NOT_MONTHLY = re.compile(r"hari|minggu|tahun|panen|musim|ribu|juta")


class Rules(NamedTuple):
    """What the judging goes by: the day, the ages at entry (half-open), and every kecamatan of Indonesia."""

    as_of: date
    age_from: int
    age_below: int
    nik_districts: frozenset[str]

    @property
    def born_after(self) -> str:
        """Whoever was born on or before this day has reached ``age_below``."""
        return _years_before(self.as_of, self.age_below).isoformat()

    @property
    def born_until(self) -> str:
        """Whoever was born after this day has not reached ``age_from``."""
        return _years_before(self.as_of, self.age_from).isoformat()


class Judged(NamedTuple):
    """The judged people of one table. ``values`` holds every field as a text of one line a person; ``codes`` and
    ``suggestions`` go by position among them.
    """

    sheet: str
    rows: list[int]
    values: dict[str, str]
    codes: dict[int, set[Code]]
    suggestions: dict[int, str]


_Meaning = TypeVar("_Meaning")
_Said = TypeVar("_Said")


class Memory(dict[CellValue, _Meaning]):
    """What cells mean, each read once. A full memory still answers, but learns nothing more."""

    def __init__(self, read: Callable[[CellValue], _Meaning]) -> None:
        self._read = read

    def __missing__(self, cell: CellValue) -> _Meaning:
        meaning = self._read(cell)
        if len(self) < _MEMORY_CELLS_MAX:
            self[cell] = meaning
        return meaning


class Judge:
    """Judges tables of one regency on one day; keeps what it has read for the next table."""

    def __init__(self, gazetteer: Gazetteer, rules: Rules) -> None:
        self.gazetteer = gazetteer
        self.rules = rules
        self.dates = DateReader(rules.as_of)
        self.texts = Memory(cell_text)
        self.words = Memory(_clean)
        self.names = Memory(_name)
        self.other_names = Memory(_other_name)
        self.sexes = Memory(read_sex)
        self.births = Memory(self.dates.read)
        self.birth_days = Memory(self._birth_day)
        self.places_and_births = Memory(self._place_and_birth)
        self._birth_places = Memory(_clean)
        self.kks = Memory(read_kk)
        self.phones = Memory(read_phone)
        self.incomes = Memory(read_income)
        self.occupations = Memory(_occupation)

    def _birth_day(self, cell: CellValue) -> str:
        plain = self.dates.plain_day(cell) if type(cell) is str else ""
        return plain or self.births[cell].day_first

    def _place_and_birth(self, cell: CellValue) -> tuple[CellValue, str]:
        if not isinstance(cell, str):
            return cell, ""
        place, day = split_place_and_date(cell_text(cell))
        return day, self._birth_places[place]

    def judge(self, table: Table) -> Judged:
        """Return the values and the codes of every person in the table."""
        return _TableJudge(self, table).run()


class _TableJudge:
    def __init__(self, judge: Judge, table: Table) -> None:
        self.judge = judge
        self.rules = judge.rules
        self.table = table
        self.columns = table.cells_by_column()
        self.count = len(table.people)
        self.codes: dict[int, set[Code]] = {}
        self.suggestions: dict[int, str] = {}

    def run(self) -> Judged:
        texts = self._all_aside() if self.count >= _ROWS_FOR_TWO and can_work_aside() else self._all()
        first_row = self.table.sheet.first_row
        rows = [first_row + position for position in self.table.people]
        return Judged(self.table.sheet.name, rows, texts, self.codes, self.suggestions)

    def _all(self) -> dict[str, str]:
        """Return every field as one text, one line a person."""
        return {name: "\n".join([*column, ""]) for name, column in {**self._identity(), **self._rest()}.items()}

    def _all_aside(self) -> dict[str, str]:
        """Do the same with two processors: the fields that depend on each other here, the others in a copy."""
        fetch = work_aside(self._rest_as_message)
        texts = {name: "\n".join([*column, ""]) for name, column in self._identity().items()}
        message = fetch()
        texts.update(zip(message["names"], message["blobs"], strict=True))
        for position, codes in message["codes"].items():
            self.codes.setdefault(int(position), set()).update(map(Code, codes))
        self.suggestions.update({int(position): text for position, text in message["suggestions"].items()})
        return texts

    def _rest_as_message(self) -> dict[str, Any]:
        columns = self._rest()
        return {
            "names": list(columns),
            "blobs": ["\n".join([*column, ""]) for column in columns.values()],
            "codes": {str(position): sorted(codes) for position, codes in self.codes.items()},
            "suggestions": self.suggestions,
        }

    def _identity(self) -> dict[str, list[str]]:
        """Return the fields that are judged by one another."""
        niks = self._niks()
        sexes = self._sexes(niks)
        births, birth_places = self._birth()
        self._agree(niks, sexes, births)
        self._check_ages(births.days)
        return {"nik": niks, "sex": sexes, "birth_place": birth_places, "birth_date": births.days}

    def _rest(self) -> dict[str, list[str]]:
        """Return the fields of which each stands for itself."""
        occupations, groups = self._occupations()
        return {
            "kk": self._kks(),
            "name": self._names(),
            "village_code": self._villages(),
            "occupation": occupations,
            "occupation_group": groups,
            "phone": self._phones(),
            "income_idr": self._incomes(),
            "mother_name": self._other_names("mother_name"),
            "heir_name": self._other_names("heir_name"),
            "heir_relation": self._mapped("heir_relation", self.judge.words),
        }

    # --- columns -----------------------------------------------------------------------------------------

    def _cells(self, name: str) -> Sequence[CellValue] | None:
        """Return a column's cells; a mark for "as above" is replaced where that is certain."""
        column = self.table.column(name)
        if column is None:
            return None
        cells = self.columns[column.index]
        if name in _DITTO_COLUMNS:
            texts = self.judge.texts
            distinct = (cell for cell in set(cells) if isinstance(cell, str) and not cell.isdigit())
            dittos = {cell for cell in distinct if is_ditto(texts[cell])}
            if dittos:
                return _repeat_above(cells, dittos)
        return cells

    def _mapped(self, name: str, meaning: Memory[str]) -> list[str]:
        """Return what a column's cells mean; empty texts where there is no such column."""
        cells = self._cells(name)
        if cells is None:
            return self._nothing
        return [meaning[cell] for cell in cells]

    @cached_property
    def _nothing(self) -> list[str]:
        return [""] * self.count

    def _add(self, position: int, code: Code) -> None:
        self.codes.setdefault(position, set()).add(code)

    def _take_unreadable(self, texts: list[str], code: Code) -> list[str]:
        """Empty the cells that could not be read and note the code."""
        if UNREADABLE in texts:
            for position, text in enumerate(texts):
                if text == UNREADABLE:
                    self._add(position, code)
            return ["" if text == UNREADABLE else text for text in texts]
        return texts

    # --- NIK and KK --------------------------------------------------------------------------------------

    def _niks(self) -> list[str]:
        """Return the digits, or the fault's name (which is no digit) where there is no number."""
        cells = self._cells("nik")
        if cells is None:
            return [Code.NIK_MISSING.value] * self.count
        niks = cast("list[str]", list(cells))
        for position in self._odd("nik", SIXTEEN_DIGITS):
            niks[position] = read_nik(cells[position])
        readable = (nik for nik in niks if nik[0] != "N")
        if sum(1 for _ in islice(readable, _ROUNDED_ROWS_MIN)) == _ROUNDED_ROWS_MIN and all(
            nik[0] == "N" or nik[15] == "0" for nik in niks
        ):
            return [nik if nik[0] == "N" else Code.NIK_NUMERIC_CELL.value for nik in niks]
        self._find_sample(NIK_ENDINGS, list(map(_ENDING_OF_NIK, niks)))
        return niks

    def _find_sample(self, sample: frozenset[str], texts: list[str]) -> None:
        """Note where an invented person of the sample list was sent back."""
        if not sample.isdisjoint(texts):
            for position, text in enumerate(texts):
                if text in sample:
                    self._add(position, Code.SAMPLE_PERSON)

    def _kks(self) -> list[str]:
        cells = self._cells("kk")
        if cells is None:
            return self._nothing
        kks = cast("list[str]", list(cells))
        read = self.judge.kks
        odd: Iterable[int] = range(self.count)
        if cells is self.columns[self._index("kk")]:  # No mark for "as above" was replaced.
            odd = self._odd("kk", SIXTEEN_DIGITS)
        for position in odd:
            kks[position] = read[cells[position]]
        for number in {number for number in map(_SERIAL_IN_NIK, kks) if number == "0000"}:
            kks = [read[kk] if kk.endswith(number) else kk for kk in kks]
        return self._take_unreadable(kks, Code.KK_UNREADABLE)

    def _index(self, name: str) -> int:
        column = self.table.column(name)
        assert column is not None, "asked for"
        return column.index

    def _odd(self, name: str, usual: re.Pattern[str]) -> Sequence[int]:
        """Return the positions of the cells that are not as nearly all in their column are."""
        text = self._joined(name)
        return range(self.count) if text is None else odd_lines(text, usual)

    def _joined(self, name: str) -> str | None:
        """Return the column's cells, one a line, if all are texts of one line."""
        column = self.table.column(name)
        return self.table.joined(column.index) if column else None

    # --- sex ---------------------------------------------------------------------------------------------

    def _sexes(self, niks: list[str]) -> list[str]:
        if self.table.column("sex_male") is not None:
            return self._take_unreadable(self._marked_sexes(), Code.SEX_UNREADABLE)
        cells = self._cells("sex")
        if cells is None:
            return list(self._nothing)
        read = self.judge.sexes
        meaning = {cell: read[cell] for cell in set(cells)}
        letters = {squeeze(cell_text(cell)) for cell in meaning}
        if letters & {"w", "wanita"} and not letters & {"l", "lk", "laki", "lakilaki"}:  # Pria / Wanita.
            meaning = {cell: "M" if squeeze(cell_text(cell)) == "p" else sex for cell, sex in meaning.items()}
        elif letters & {"1", "2"} and letters <= {"1", "2", ""}:
            meaning = self._numbered_sexes(cells, meaning, niks)
        return self._take_unreadable([meaning[cell] for cell in cells], Code.SEX_UNREADABLE)

    def _numbered_sexes(
        self, cells: Sequence[CellValue], meaning: Mapping[CellValue, str], niks: list[str]
    ) -> dict[CellValue, str]:
        """Read 1 and 2 as M and F where the NIKs of the column say so without exception worth the name."""
        agree = disagree = 0
        for cell, nik in zip(cells, niks, strict=True):
            sex = sex_in(nik)
            if sex and cell_text(cell) in ("1", "2"):
                if (cell_text(cell) == "1") == (sex == "M"):
                    agree += 1
                else:
                    disagree += 1
        if agree >= 3 and disagree * 10 <= agree:
            by_number = {"1": "M", "2": "F"}
            return {cell: by_number.get(cell_text(cell), sex) for cell, sex in meaning.items()}
        return dict(meaning)

    def _marked_sexes(self) -> list[str]:
        """Read two columns, one for men and one for women, of which one is marked."""
        male = self.table.column("sex_male")
        female = self.table.column("sex_female")
        assert male is not None, "asked for"
        sexes = []
        female_cells = self.columns[female.index] if female is not None else self._nothing
        for male_cell, female_cell in zip(self.columns[male.index], female_cells, strict=True):
            is_male, is_female = _is_mark(male_cell), _is_mark(female_cell)
            sexes.append(UNREADABLE if is_male and is_female else "M" if is_male else "F" if is_female else "")
        return sexes

    # --- birth -------------------------------------------------------------------------------------------

    def _birth(self) -> tuple[_Births, list[str]]:
        """Return what the date cells mean, and the birth places."""
        places = self._mapped("birth_place", self.judge.words)
        both = self._cells("birth_place_and_date")
        if both is not None:
            meaning = self.judge.places_and_births
            pairs = [meaning[cell] for cell in both]
            if self.table.column("birth_place") is None:
                places = [place for _, place in pairs]
            if self.table.column("birth_date") is None:
                days = [day for day, _ in pairs]
                return _Births(self.judge, days, joined(days)), places
        cells = self._cells("birth_date")
        if cells is not None:
            births = _Births(self.judge, cells, self._joined("birth_date"))
            return births, self._places_with_dates(cells, births, places)
        if self.table.column("birth_year") is not None:
            return self._dates_in_parts(), places
        return _Births(self.judge, self._nothing), places

    def _places_with_dates(self, cells: Sequence[CellValue], births: _Births, places: list[str]) -> list[str]:
        """Read "Kupang, 12-05-1980" under a heading that only promised a date."""
        split = self.judge.places_and_births
        for position in births.without_day():
            reading = births.reading(position)
            if reading.fault is DateFault.INVALID and not reading.month_first:
                day, place = split[cells[position]]
                whole = self.judge.births[day]
                if whole.day_first or whole.month_first:
                    births.replace(position, whole)
                    if place and not places[position]:
                        places = list(places) if places is self._nothing else places
                        places[position] = place
        return places

    def _dates_in_parts(self) -> _Births:
        parts = [self._mapped(f"birth_{name}", self.judge.texts) for name in ("day", "month", "year")]
        combinations = list(zip(*parts, strict=True))
        read = self.judge.dates.read_parts
        meaning = {combination: read(*combination) for combination in set(combinations)}
        births = _Births(self.judge, self._nothing)
        for position, combination in enumerate(combinations):
            births.replace(position, meaning[combination])
        return births

    # --- the three together ------------------------------------------------------------------------------

    def _agree(self, niks: list[str], sexes: list[str], births: _Births) -> None:
        """Compare NIK, sex and birth date; mends ``niks`` and the days of ``births`` in place."""
        days = _DAYS_IN_NIK
        odd = [
            position
            for position, (nik, sex, day) in enumerate(zip(niks, sexes, births.days, strict=True))
            if nik[6:12] != f"{days.get(sex + day[8:], '')}{day[5:7]}{day[2:4]}"
        ]
        faulty = [position for position, nik in enumerate(niks) if nik[0] == "N" or nik[12:] == "0000"]
        odd = sorted({*odd, *faulty}) if faulty else odd
        unknown = set(map(_DISTRICT_IN_NIK, niks)) - self.rules.nik_districts
        if unknown:
            for position, nik in enumerate(niks):
                if nik[:6] in unknown and nik[0] != "N":
                    self._add(position, Code.NIK_REGION_UNKNOWN)
        if not odd:
            return
        numbers = {position: self._number(position, niks) for position in odd}
        order = _DateOrder(births, odd, numbers)
        ages = self._ages()
        for position, number in numbers.items():
            day = births.days[position] = self._date(position, number, births.reading(position), order, ages)
            if number is None:
                continue
            if sexes[position] and sexes[position] != number.sex:
                self._add(position, Code.NIK_SEX_MISMATCH)
            if day and not number.could_be_born_on(date.fromisoformat(day)):
                self._add(position, Code.NIK_BIRTH_DATE_MISMATCH)

    def _number(self, position: int, niks: list[str]) -> Nik | None:
        """Return the NIK of an odd row, or note why there is none."""
        text = niks[position]
        if text[0] == "N":
            self._add(position, Code(text))
            niks[position] = ""
            return None
        nik = parse_nik(text)
        if isinstance(nik, Nik):
            return nik
        self._add(position, Code(nik.value))
        self.codes[position].discard(Code.NIK_REGION_UNKNOWN)
        if nik is not IdentityFault.NIK_DATE_IMPOSSIBLE:
            niks[position] = ""
        return None

    def _date(
        self, position: int, nik: Nik | None, reading: DateReading, order: _DateOrder, ages: Mapping[int, int]
    ) -> str:
        """Return the birth date of an odd row, or note why there is none."""
        if reading.fault is DateFault.MISSING:
            return self._date_from_nik(position, nik, ages.get(position))
        if reading.century_open:
            fitting = [day for day in reading.century_open if _fits_age(day, ages.get(position), self.rules.as_of)]
            if position in ages and len(fitting) == 1:
                return fitting[0]
            self._add(position, Code.BIRTH_DATE_AMBIGUOUS)
            return ""
        chosen, code = order.choose(reading, nik)
        if code is not None:
            self._add(position, code)
        return chosen

    def _date_from_nik(self, position: int, nik: Nik | None, age: int | None) -> str:
        """Take a missing birth date from the NIK, if only one century is possible."""
        days: list[str] = []
        if nik is not None:
            oldest = self.rules.as_of.year - OLDEST_AGE_YEARS
            days = [day.isoformat() for day in nik.possible_birth_dates(self.rules.as_of) if day.year >= oldest]
            if age is not None and len(days) > 1:
                days = [day for day in days if _fits_age(day, age, self.rules.as_of)]
        if len(days) == 1:
            self._add(position, Code.BIRTH_DATE_FROM_NIK)
            return days[0]
        if nik is not None:  # Without a NIK the row is rejected anyway, and its code says what to do first.
            self._add(position, Code.BIRTH_DATE_MISSING)
        return ""

    def _ages(self) -> dict[int, int]:
        """Return the stated ages in years by position."""
        if self.table.column("age") is None:
            return {}
        ages = {}
        for position, text in enumerate(self._mapped("age", self.judge.texts)):
            match = _YEARS(text.casefold())
            if match:
                ages[position] = int(match[1])
        return ages

    def _check_ages(self, dates: list[str]) -> None:
        born_after, born_until = self.rules.born_after, self.rules.born_until
        for day in set(dates):
            if day and not (born_after < day <= born_until):
                break
        else:
            return
        for position, day in enumerate(dates):
            if day and not (born_after < day <= born_until):
                self._add(position, Code.UNDER_AGE if day > born_until else Code.OVER_AGE)

    # --- the rest ----------------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        cells = self._cells("name")
        if cells is None:
            for position in range(self.count):
                self._add(position, Code.NAME_MISSING)
            return list(self._nothing)
        names = cast("list[str]", list(cells))
        read = self.judge.names
        for position in self._odd_names("name"):
            name = read[cells[position]]
            names[position] = name.text
            if name.is_suspect or not name.text:
                self._add(position, Code.NAME_SUSPECT if name.text else Code.NAME_MISSING)
        self._find_sample(NAMES, names)
        return names

    def _odd_names(self, field: str) -> Sequence[int]:
        """Return the positions of the names that are not beyond doubt as they stand."""
        odd = self._odd(field, PLAIN_WORDS)
        text = self._joined(field)
        if text is None:
            return odd
        strange_words = first_words(text) & NOT_FIRST_IN_NAMES
        lower = text.lower()
        if not strange_words and not any(word in lower for word in BETWEEN_NAMES):
            return odd
        looked_at = set(odd)
        for position, name in enumerate(lower.split("\n")[:-1]):
            if name.partition(" ")[0] in strange_words or any(word in name for word in BETWEEN_NAMES):
                looked_at.add(position)
        return sorted(looked_at)

    def _other_names(self, field: str) -> list[str]:
        cells = self._cells(field)
        if cells is None:
            return self._nothing
        names = cast("list[str]", list(cells))
        read = self.judge.other_names
        for position in self._odd_names(field):
            names[position] = read[cells[position]]
        return names

    def _phones(self) -> list[str]:
        column = self.table.column("phone")
        text = self.table.joined(column.index) if column else None
        if column is None or text is None:
            return self._take_unreadable(self._mapped("phone", self.judge.phones), Code.PHONE_UNREADABLE)
        odd = odd_lines(text, MOBILE_NUMBERS)
        phones = f"\n{text}".replace("\n0", "\n+62").split("\n")[1:-1]
        cells, read = self.columns[column.index], self.judge.phones
        for position in odd:
            phones[position] = read[cells[position]]
        return self._take_unreadable(phones, Code.PHONE_UNREADABLE)

    def _incomes(self) -> list[str]:
        column = self.table.column("income_idr")
        incomes = self._mapped("income_idr", self.judge.incomes)
        if column is not None and _NOT_MONTHLY.search(column.heading.casefold()):
            incomes = [UNREADABLE if income else "" for income in incomes]
        return self._take_unreadable(incomes, Code.INCOME_UNREADABLE)

    def _occupations(self) -> tuple[list[str], list[str]]:
        cells = self._cells("occupation")
        if cells is None:
            return self._nothing, self._nothing
        meaning = self.judge.occupations
        excluded = {cell for cell in set(cells) if meaning[cell].is_excluded}
        if excluded:
            for position, cell in enumerate(cells):
                if cell in excluded:
                    self._add(position, Code.EXCLUDED_OCCUPATION)
        return [meaning[cell].text for cell in cells], [meaning[cell].group for cell in cells]

    def _villages(self) -> list[str]:
        villages = _written_once(self._mapped("village", self.judge.texts))
        districts = _written_once(self._mapped("district", self.judge.texts))
        addresses = self._mapped("address", self.judge.texts) if self._needs_addresses(villages) else self._nothing
        resolve = self.judge.gazetteer.resolve
        if self.table.has_one_place and self.count:
            place = self.table.places[0]
            said = list(zip(villages, districts, addresses, strict=True))
            return self._resolved(said, {each: resolve(*each, place) for each in set(said)})
        placed = list(zip(villages, districts, addresses, self.table.places, strict=True))
        return self._resolved(placed, {each: resolve(*each) for each in set(placed)})

    def _resolved(self, combinations: list[_Said], meaning: Mapping[_Said, VillageMatch]) -> list[str]:
        if any(match.finding for match in meaning.values()):
            for position, combination in enumerate(combinations):
                match = meaning[combination]
                if match.finding:
                    self._add(position, match.finding)
                    if match.suggestion:
                        self.suggestions[position] = match.suggestion
        return [meaning[combination].code for combination in combinations]

    def _needs_addresses(self, villages: list[str]) -> bool:
        return any(
            not village and not place.village.code for village, place in zip(villages, self.table.places, strict=True)
        )


class _Births:
    """The birth dates of a table: ``days`` in Indonesian order for all, and what else an odd cell can mean."""

    def __init__(self, judge: Judge, cells: Sequence[CellValue], text: str | None = None) -> None:
        """Take the cells and, where it is known, their text as ``Table.joined`` returns it."""
        self.days = judge.dates.plain_days(cells) or _usual_days(judge, cells, text)
        self._read = judge.births
        self._cells = cells
        self._replaced: dict[int, DateReading] = {}

    def without_day(self) -> list[int]:
        """Return the positions of the cells that are no date in Indonesian order."""
        return [position for position, day in enumerate(self.days) if not day] if "" in self.days else []

    def reading(self, position: int) -> DateReading:
        """Return all that the cell can mean."""
        return self._replaced.get(position) or self._read[self._cells[position]]

    def readings(self) -> list[DateReading]:
        return [self.reading(position) for position in range(len(self._cells))]

    def replace(self, position: int, reading: DateReading) -> None:
        """Take another reading than the cell's own."""
        self._replaced[position] = reading
        self.days[position] = reading.day_first


def _usual_days(judge: Judge, cells: Sequence[CellValue], text: str | None) -> list[str]:
    """Return the days of a column; where most cells are such as ``12/05/1980``, these are cut without being read."""
    meaning = judge.birth_days
    if text is not None and judge.rules.as_of.year >= USUAL_DATES_END:
        odd = odd_lines(text, USUAL_DATES)
        if len(odd) * 2 < len(cells):
            days = [f"{cell[6:]}-{cell[3:5]}-{cell[:2]}" for cell in cast("Sequence[str]", cells)]
            for position in odd:
                days[position] = meaning[cells[position]]
            return days
    if text is not None:
        return [day or meaning[cell] for day, cell in zip(judge.dates.plain_days_of_lines(text), cells, strict=True)]
    return [meaning[cell] for cell in cells]


class _DateOrder:
    """Whether a column's dates begin with the day or with the month, by its own values and by the NIKs."""

    def __init__(self, births: _Births, odd: list[int], numbers: Mapping[int, Nik | None]) -> None:
        month_first = day_first = 0
        for position in odd:
            reading, nik = births.reading(position), numbers[position]
            if not reading.month_first:
                continue
            fits = nik is not None and nik.could_be_born_on(date.fromisoformat(reading.month_first))
            if fits or (nik is None and not reading.day_first):
                month_first += 1
        self.is_mixed = self.is_month_first = False
        self.is_proven = False
        if month_first:
            readings = births.readings()
            odd_set = {position for position in odd if readings[position].month_first}
            day_first = sum(
                bool(reading.day_first) and position not in odd_set and not reading.from_1904
                for position, reading in enumerate(readings)
            )
            only_day_first = sum(bool(reading.day_first) and not reading.month_first for reading in readings)
            self.is_month_first = day_first == 0 and month_first > 1
            self.is_mixed = not self.is_month_first and month_first > 1 and month_first * 10 >= day_first
            self.is_proven = only_day_first > 0

    def choose(self, reading: DateReading, nik: Nik | None) -> tuple[str, Code | None]:
        """Return the date that a cell means in this column, and a code where it stays in doubt."""
        day_first, month_first = reading.day_first, reading.month_first
        if reading.from_1904 and _fits(nik, reading.from_1904) and not _fits(nik, day_first):
            return reading.from_1904, None
        if not (day_first and month_first):
            only = day_first or month_first
            if day_first or (only and (_fits(nik, only) or (self.is_month_first and nik is None))):
                return only, None
            return "", Code.BIRTH_DATE_INVALID
        if self.is_month_first:
            return month_first, None
        if _fits(nik, day_first):
            return day_first, None
        if not _fits(nik, month_first):
            return (day_first, None) if not (self.is_mixed and nik is None) else ("", Code.BIRTH_DATE_AMBIGUOUS)
        if self.is_mixed:
            return month_first, None
        return (day_first, None) if self.is_proven else ("", Code.BIRTH_DATE_AMBIGUOUS)


def _fits(nik: Nik | None, day: str) -> bool:
    return nik is not None and bool(day) and nik.could_be_born_on(date.fromisoformat(day))


def _fits_age(day: str, age: int | None, as_of: date) -> bool:
    if age is None:
        return False
    return abs(as_of.year - int(day[:4]) - age) <= 2


def _name(cell: CellValue) -> Name:
    return read_name(cell_text(cell))


def _occupation(cell: CellValue) -> Occupation:
    return read_occupation(cell_text(cell))


def _clean(cell: CellValue) -> str:
    return clean_words(cell_text(cell))


def _other_name(cell: CellValue) -> str:
    text = cell_text(cell)
    return "" if text.isdigit() else read_name(text).text


def _is_mark(cell: CellValue) -> bool:
    """Return whether a cell is ticked, by whatever letter or sign."""
    if isinstance(cell, bool):
        return cell
    return cell_text(cell) not in ("", "-", "0", "--", ".", "FALSE")


def _repeat_above(cells: Sequence[CellValue], dittos: set[str]) -> list[CellValue]:
    repeated: list[CellValue] = []
    above: CellValue = ""
    for cell in cells:
        if cell not in dittos:
            above = cell
        repeated.append(above)
    return repeated


def _written_once(texts: list[str]) -> list[str]:
    """Carry a name down that is written only on the first row of each village's people.

    That is certain only if the first row says one, most rows are empty, and no name is repeated right after
    itself.
    """
    said = [text for text in texts if text]
    if not said or not texts[0] or len(said) * 2 > len(texts):
        return texts
    if any(one == other for one, other in pairwise(said)):
        return texts
    carried = []
    above = ""
    for text in texts:
        above = text or above
        carried.append(above)
    return carried


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February.
        return day.replace(year=day.year - years, day=28)
