"""Reads lists: from paths to a batch of judged rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Final, Literal, cast, overload

from jaring.core.eligibility import NO_READINGS, entry_age
from jaring.core.errors import JaringError
from jaring.core.intake.codes import Code, FileCode, FileStatus, Verdict, Weight
from jaring.core.intake.data import HEADINGS, OCCUPATIONS, load_table
from jaring.core.intake.duplicates import find_duplicates
from jaring.core.intake.judging import FIELDS, Judge, Rules
from jaring.core.intake.model import (
    Batch,
    Cell,
    Finding,
    JudgedRow,
    ListFile,
    Record,
    RowReference,
    Values,
)
from jaring.core.intake.sandbox import Children
from jaring.core.places import district_codes
from jaring.core.places import regency as find_regency
from jaring.core.text import Text

Progress = Callable[[int, int, str], None]

# Codes whose row carries no NIK that could be somebody else's as well.
_NO_USABLE_NIK: Final = frozenset({Code.NIK_DATE_IMPOSSIBLE})


class NothingToReadError(JaringError):
    """A path that leads to no file."""

    code: ClassVar[str] = "JRG-452"
    sentence = Text("Tidak ada berkas pada {path}.", "There is no file at {path}.")
    hint = Text("Periksa nama berkas atau folder itu.", "Check the name of the file or folder.")


@dataclass(slots=True)
class Table:
    """The people of one table as columns. Positions count the rows of this table from 0."""

    file: int
    sheet: str
    rows: list[int]
    values: dict[str, str]
    codes: dict[int, set[Code]]
    others: dict[tuple[int, Code], RowReference]
    suggestions: dict[int, str]
    headings: list[tuple[str, str]]
    cells: list[str]
    places: list[tuple[str, str]]
    place_numbers: list[int]
    _split: dict[str, list[str]] = field(default_factory=dict)

    def column(self, name: str) -> list[str]:
        """Return the values of a field, one text a row."""
        if name not in self._split:
            self._split[name] = lines_of(self.values[name])
        return self._split[name]

    def context(self, position: int) -> dict[str, str]:
        """Return village and kecamatan that the row inherits."""
        number = self.place_numbers[position] if self.place_numbers else 0
        village, district = self.places[number] if self.places else ("", "")
        return {name: text for name, text in (("village", village), ("district", district)) if text}

    def verdict(self, position: int) -> Verdict:
        return verdict_of(self.codes.get(position, ()))


def lines_of(text: str) -> list[str]:
    """Return the lines of a text in which every line ends in a newline."""
    return text.split("\n")[:-1]


def verdict_of(codes: Iterable[Code]) -> Verdict:
    """Return the verdict that a row's codes add up to."""
    weights = {code.weight for code in codes}
    if Weight.REJECTS in weights:
        return Verdict.REJECTED
    return Verdict.DOUBTFUL if Weight.DOUBTS in weights else Verdict.ACCEPTED


class Records(Sequence[Record]):
    """The rows of a batch, built one by one as they are asked for; ``tables`` is what they are built from."""

    def __init__(self, tables: list[Table], names: Sequence[str], rules: Rules) -> None:
        self.tables = tables
        self._names = names
        self.details = details_of(rules)

    def __len__(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        position = index + len(self) if index < 0 else index
        if position >= 0:
            for table in self.tables:
                if position < len(table.rows):
                    return self._record(table, position, [lines_of(column) for column in table.cells])
                position -= len(table.rows)
        raise IndexError(index)

    def __iter__(self) -> Iterator[Record]:
        for table in self.tables:
            columns = [lines_of(column) for column in table.cells]
            for position in range(len(table.rows)):
                yield self._record(table, position, columns)

    def _record(self, table: Table, position: int, columns: list[list[str]]) -> Record:
        return Record(
            file=self._names[table.file],
            sheet=table.sheet,
            row=table.rows[position],
            verdict=table.verdict(position),
            findings=findings_of(table, position, self.details),
            values=typed_values({name: table.column(name)[position] for name in FIELDS}),
            cells=tuple(
                Cell(heading, column[position], name)
                for (heading, name), column in zip(table.headings, columns, strict=True)
            ),
            context=table.context(position),
        )


def read_lists(
    paths: Iterable[Path | str],
    *,
    regency: str,
    as_of: date,
    readings: frozenset[str] = NO_READINGS,
    leave_out: Path | None = None,
    progress: Progress | None = None,
) -> Batch:
    """See ``jaring.core.intake.read_lists``."""
    with Children() as children:
        found = find_files(paths, leave_out)
        names = list(found)
        rules = rules_on(as_of, readings)
        # The large ones first, so that the children end together.
        order = sorted(range(len(names)), key=lambda index: -_size(found[names[index]]))
        requests = [{"path": os.fspath(found[names[index]]), "name": names[index]} for index in order]
        answers: list[dict[str, Any]] = [{} for _ in names]
        tables_of: list[list[Table]] = [[] for _ in names]
        done = 0

        def take(position: int, answer: dict[str, Any]) -> None:
            nonlocal done
            index = order[position]
            blobs = answer.pop("blobs", ())
            tables_of[index] = [_table(index, data, blobs) for data in answer.pop("tables", ())]
            answers[index] = answer
            done += 1
            if progress is not None:
                progress(done, len(names), names[index])

        children.answer_all(lambda: _setup(regency, rules), requests, take)
    tables = [table for of_file in tables_of for table in of_file]
    _mark_duplicates(tables, names)
    files = _files(names, answers, tables)
    return Batch(regency, as_of, files, Records(tables, names, rules))


def judge_row(
    typed: Mapping[str, str], *, regency: str, as_of: date, readings: frozenset[str] = NO_READINGS
) -> JudgedRow:
    """See ``jaring.core.intake.judge_row``."""
    from jaring.core.intake.columns import Column
    from jaring.core.intake.reading import Sheet
    from jaring.core.intake.tables import Table as PeopleTable
    from jaring.core.intake.villages import NOWHERE

    judge = _judge(regency, rules_on(as_of, readings))
    columns = [Column(index, name, name) for index, name in enumerate(typed)]
    sheet = Sheet("", 1, [list(typed.values())], [])
    judged = judge.judge(PeopleTable(sheet, columns, [0], [NOWHERE]))
    codes = judged.codes.get(0, set())
    details = details_of(judge.rules)
    findings = tuple(
        Finding(code, details=_details(code, details, judged.suggestions.get(0, ""))) for code in sorted(codes)
    )
    return JudgedRow(verdict_of(codes), findings, typed_values({name: judged.values[name][:-1] for name in FIELDS}))


# --- files -----------------------------------------------------------------------------------------------


def find_files(paths: Iterable[Path | str], leave_out: Path | None = None) -> dict[str, Path]:
    """Return the files to read by the name that the results give them, in the order of their paths.

    A file of a folder is named by its path inside that folder, any other by its own name; where two names
    would be the same, the folder's name goes before them. Hidden files and the lock files of office programs
    are left out.
    """
    given = list(map(Path, paths))
    found: dict[Path, tuple[str, Path]] = {}
    apart = None if leave_out is None else leave_out.resolve()
    for path in given:
        if path.is_dir():
            for file, place in _files_below(path):
                if apart is None or apart not in place.parents:
                    found.setdefault(place, (file.relative_to(path).as_posix(), file))
        elif path.is_file():
            found.setdefault(path.resolve(), (path.name, path))
        else:
            raise NothingToReadError(path=path.name)
    ordered = sorted(found.values(), key=lambda item: item[1].as_posix())
    named: dict[str, Path] = {}
    for name, path in ordered:
        named[_unused(name, path, named)] = path
    if not named:
        raise NothingToReadError(path=", ".join(path.name for path in given) or ".")
    return named


def _files_below(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the files of a folder, each with the place where it really is."""
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        files = [Path(root) / name for name in sorted(names) if not _is_hidden(name)]
        place = Path(root).resolve()
        real = list(filter(Path.is_file, files))
        yield from ((file, place / file.name) for file in real if not file.is_symlink())
        yield from ((file, file.resolve()) for file in real if file.is_symlink())  # A file before its other names.


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in ("thumbs.db", "desktop.ini", "__macosx")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # Gone since the folder was read; its child says so.
        return 0


def _unused(name: str, path: Path, named: Mapping[str, Path]) -> str:
    if name not in named:
        return name
    for parent in path.resolve().parents:
        if name not in named:
            return name
        name = f"{parent.name}/{name}"
    return name


# --- what the children are told --------------------------------------------------------------------------


def rules_on(as_of: date, readings: frozenset[str] = NO_READINGS) -> Rules:
    """Return what the law says about entry on that day, under the readings followed."""
    entry = entry_age(as_of, readings)
    return Rules(
        as_of,
        entry.age_from.count,
        entry.age_below.count,
        frozenset(code.replace(".", "") for code in district_codes()),
    )


def _setup(regency: str, rules: Rules) -> dict[str, Any]:
    place = find_regency(regency)
    return {
        "villages": {village.code: [village.name, *village.other_names] for village in place.villages},
        "districts": {district.code: district.name for district in place.districts},
        "regency_name": place.name,
        "as_of": rules.as_of.isoformat(),
        "age_from": rules.age_from,
        "age_below": rules.age_below,
        "nik_districts": sorted(rules.nik_districts),
        "tables": {name: load_table(name) for name in (HEADINGS, OCCUPATIONS)},
    }


def _judge(regency: str, rules: Rules) -> Judge:
    from jaring.core.intake.villages import Gazetteer

    setup = _setup(regency, rules)
    gazetteer = Gazetteer(
        {code: tuple(names) for code, names in setup["villages"].items()}, setup["districts"], setup["regency_name"]
    )
    return Judge(gazetteer, rules)


# --- what they answer ------------------------------------------------------------------------------------


def _table(file: int, data: Mapping[str, Any], blobs: Sequence[str]) -> Table:
    places, numbers = data["places"]
    return Table(
        file=file,
        sheet=data["sheet"],
        rows=data["rows"],
        values={name: blobs[number] for name, number in data["values"].items()},
        codes={int(position): {Code(code) for code in codes} for position, codes in data["codes"].items()},
        others={},
        suggestions={int(position): text for position, text in data["suggestions"].items()},
        headings=[(heading, name) for heading, name in data["headings"]],
        cells=[blobs[number] for number in data["cells"]],
        places=[(village, district) for village, district in places],
        place_numbers=numbers,
    )


def _mark_duplicates(tables: list[Table], names: Sequence[str]) -> None:
    """Add what only the whole batch shows: people who stand in it twice."""

    def whole(name: str) -> list[str]:
        if len(tables) == 1:
            return tables[0].column(name)
        return [text for table in tables for text in table.column(name)]

    niks = whole("nik")
    starts = [0]
    for table in tables:
        starts.append(starts[-1] + len(table.rows))
    for start, table in zip(starts, tables, strict=False):
        for position, codes in table.codes.items():
            if not _NO_USABLE_NIK.isdisjoint(codes):
                niks = list(niks) if niks is table.column("nik") else niks
                niks[start + position] = ""

    def locate(position: int) -> tuple[Table, int]:
        from bisect import bisect_right

        number = bisect_right(starts, position) - 1
        return tables[number], position - starts[number]

    for position, other, code in find_duplicates(niks, whole("name"), whole("birth_date")):
        table, row = locate(position)
        other_table, other_row = locate(other)
        table.codes.setdefault(row, set()).add(code)
        table.others[row, code] = RowReference(names[other_table.file], other_table.sheet, other_table.rows[other_row])


def _files(
    names: Sequence[str], answers: Sequence[Mapping[str, Any]], tables: Sequence[Table]
) -> tuple[ListFile, ...]:
    counts = [dict.fromkeys(Verdict, 0) for _ in names]
    for table in tables:
        flagged = dict.fromkeys(Verdict, 0)
        for position in table.codes:
            flagged[table.verdict(position)] += 1
        flagged[Verdict.ACCEPTED] = len(table.rows) - flagged[Verdict.DOUBTFUL] - flagged[Verdict.REJECTED]
        for verdict, count in flagged.items():
            counts[table.file][verdict] += count
    return tuple(
        ListFile(
            file=name,
            sha256=answer.get("sha256", ""),
            size_bytes=answer.get("size", 0),
            status=FileStatus.REFUSED if "refused" in answer else FileStatus.READ,
            code=FileCode(answer["refused"]) if "refused" in answer else None,
            accepted=count[Verdict.ACCEPTED],
            doubtful=count[Verdict.DOUBTFUL],
            rejected=count[Verdict.REJECTED],
        )
        for name, answer, count in zip(names, answers, counts, strict=True)
    )


# --- records ---------------------------------------------------------------------------------------------


def details_of(rules: Rules) -> dict[str, str]:
    """Return what the sentences of the codes fill in."""
    return {
        "as_of": rules.as_of.isoformat(),
        "minimum": str(rules.age_from),
        "maximum": str(rules.age_below),
    }


def findings_of(table: Table, position: int, details: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the findings of one row in the order of their codes."""
    return tuple(
        Finding(code, table.others.get((position, code)), _details(code, details, table.suggestions.get(position, "")))
        for code in sorted(table.codes.get(position, ()))
    )


def _details(code: Code, details: Mapping[str, str], suggestion: str) -> Mapping[str, str]:
    if code in (Code.UNDER_AGE, Code.OVER_AGE):
        return details
    return {"suggestion": suggestion} if code is Code.VILLAGE_FUZZY else {}


def typed_values(texts: Mapping[str, str]) -> Values:
    """Return the values of one row with their types."""
    return Values(
        nik=texts["nik"],
        kk=texts["kk"],
        name=texts["name"],
        sex=cast("Literal['M', 'F', '']", texts["sex"]),
        birth_place=texts["birth_place"],
        birth_date=date.fromisoformat(texts["birth_date"]) if texts["birth_date"] else None,
        village_code=texts["village_code"],
        occupation=texts["occupation"],
        occupation_group=texts["occupation_group"],
        phone=texts["phone"],
        income_idr=int(texts["income_idr"]) if texts["income_idr"] else None,
        mother_name=texts["mother_name"],
        heir_name=texts["heir_name"],
        heir_relation=texts["heir_relation"],
    )
