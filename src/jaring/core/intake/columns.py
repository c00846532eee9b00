"""Columns that no heading explains, recognised by what they hold, and tables that have no heading at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from jaring.core.intake.cells import CellValue, Row, cell_text, fold, says_nothing
from jaring.core.intake.occupations import OTHER, read_occupation
from jaring.core.intake.reading import Sheet
from jaring.core.intake.values import PLAIN_NAME, UNREADABLE, read_phone, read_sex
from jaring.core.intake.villages import Gazetteer

_SAMPLE_ROWS: Final = 60
_NIK_SHAPE = re.compile(r"['`\u2019]?[0-9](?:[ .\u00a0-]{0,2}[0-9]){15}").fullmatch
_DATE_SHAPE = re.compile(
    r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3,9})[-/. ](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}"
).fullmatch
_PLACE_AND_DATE_SHAPE = re.compile(
    r"[A-Za-z' .]{3,30}[,/ ] *[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2,4}"
).fullmatch


class Column:
    """A column of a table. ``field`` is empty for a known one that is not used, ``None`` for an unknown one."""

    __slots__ = ("field", "heading", "index")

    def __init__(self, index: int, heading: str, field: str | None) -> None:
        self.index = index
        self.heading = heading
        self.field = field


def is_sixteen_digits(value: CellValue) -> bool:
    """Return whether a cell holds sixteen digits, separators apart."""
    return isinstance(value, str) and _NIK_SHAPE(value.strip()) is not None


def by_content(columns: list[Column], body: list[Row], gazetteer: Gazetteer) -> list[Column]:
    """Name the columns without a known heading by their content, where it leaves no doubt."""
    claimed = {column.field for column in columns if column.field}
    open_columns = [column for column in columns if column.field is None]
    if not open_columns:
        return columns
    found: dict[int, str] = {}
    samples: dict[int, list[CellValue]] = {}
    for name, test, share_min in _TESTS:
        if name in claimed or _is_covered(name, claimed):
            continue
        matching = [
            column
            for column in open_columns
            if column.index not in found
            and (not column.heading or name in _KNOWN_UNDER_ANY_HEADING)
            and _passes(_sample(column.index, body, samples), test, gazetteer, share_min)
        ]
        if len(matching) > 1 and name == "nik":
            matching = _niks_not_kks(matching, body)
        if len(matching) > 1 and name == "village":
            birth = {index for index, field in found.items() if field == "birth_date"}
            birth |= {column.index for column in columns if column.field == "birth_date"}
            matching = [column for column in matching if column.index + 1 not in birth]  # The birth place.
        if len(matching) > 1 and name == "name":
            matching = matching[:1]
        if len(matching) == 1:
            found[matching[0].index] = name
            claimed.add(name)
    return [Column(column.index, column.heading, found.get(column.index, column.field)) for column in columns]


def without_heading(sheet: Sheet, gazetteer: Gazetteer) -> tuple[list[Column], int]:
    """Return the columns of a list that has no heading, and its first row; no columns where there is none."""
    rows = sheet.rows
    first = next(
        (position for position, row in enumerate(rows) if any(map(_could_be_nik, row)) and _words_beside(row)), None
    )
    if first is None:
        return [], 0
    blank = [Column(index, "", None) for index in range(len(rows[first]))]
    columns = by_content(blank, rows[first:], gazetteer)
    fields = {column.field for column in columns}
    if "nik" in fields and "name" in fields:
        return columns, first
    return [], 0


def _could_be_nik(value: CellValue) -> bool:
    return is_sixteen_digits(value) or (isinstance(value, int | float) and 1e15 <= value < 1e16)


def _words_beside(row: Row) -> bool:
    return any(isinstance(value, str) and PLAIN_NAME(value.strip()) for value in row)


def _niks_not_kks(columns: list[Column], body: list[Row]) -> list[Column]:
    """Of several columns of sixteen digits keep the one where women's days stand: a family card has none."""
    with_women = []
    for column in columns:
        digits = ["".join(filter(str.isdigit, cell_text(row[column.index]))) for row in body[:500]]
        if any(len(text) == 16 and 41 <= int(text[6:8]) <= 71 for text in digits):
            with_women.append(column)
    return with_women if len(with_women) == 1 else []


def _is_covered(name: str, claimed: set[str]) -> bool:
    if name == "birth_date":
        return bool(claimed & {"birth_place_and_date", "birth_day", "birth_year"})
    if name == "birth_place_and_date":
        return bool(claimed & {"birth_date", "birth_place", "birth_day"})
    if name == "sex":
        return "sex_male" in claimed
    return False


def _sample(index: int, body: list[Row], samples: dict[int, list[CellValue]]) -> list[CellValue]:
    """Return what the first rows say in a column; empty cells left out."""
    if index not in samples:
        samples[index] = [row[index] for row in body[:_SAMPLE_ROWS] if not says_nothing(cell_text(row[index]))]
    return samples[index]


def _passes(
    said: list[CellValue], test: Callable[[CellValue, Gazetteer], bool], gazetteer: Gazetteer, share_min: float
) -> bool:
    """Return whether so large a share of the cells passes a test; one that clearly fails is left early."""
    passing = len(said)
    for value in said:
        if not test(value, gazetteer):
            passing -= 1
            if passing / len(said) < share_min:
                return False
    return bool(said)


def _is_date(value: CellValue, _: Gazetteer) -> bool:
    return (not isinstance(value, str | int | float)) or _DATE_SHAPE(cell_text(value)) is not None


def _is_village(value: CellValue, gazetteer: Gazetteer) -> bool:
    return isinstance(value, str) and gazetteer.is_certain(cell_text(value))


def _is_name(value: CellValue, gazetteer: Gazetteer) -> bool:
    text = cell_text(value)
    return (
        isinstance(value, str)
        and PLAIN_NAME(text) is not None
        and " " in text
        and read_occupation(text).group == OTHER
        and not _is_village(value, gazetteer)
        and not gazetteer.district(text)
    )


def _is_phone(value: CellValue, _: Gazetteer) -> bool:
    return not is_sixteen_digits(value) and read_phone(value) not in ("", UNREADABLE)


def _is_sex(value: CellValue, _: Gazetteer) -> bool:
    return isinstance(value, str) and read_sex(value) in ("M", "F")


def _is_occupation(value: CellValue, _: Gazetteer) -> bool:
    text = cell_text(value)
    return read_occupation(text).group not in ("", OTHER) and len(fold(text).split()) <= 4


# Under a heading that nobody understands, a date may be any day and a place any place; these are never mistaken.
_KNOWN_UNDER_ANY_HEADING: Final = frozenset({"nik", "name", "sex"})
# The order matters: what is certain first. Each field with its test and the share of cells that must pass.
_TESTS: Final[tuple[tuple[str, Callable[[CellValue, Gazetteer], bool], float], ...]] = (
    ("nik", lambda value, _: _could_be_nik(value), 0.6),
    ("birth_place_and_date", lambda value, _: _PLACE_AND_DATE_SHAPE(cell_text(value)) is not None, 0.6),
    ("birth_date", _is_date, 0.7),
    ("phone", _is_phone, 0.7),
    ("sex", _is_sex, 0.9),
    ("village", _is_village, 0.7),
    ("occupation", _is_occupation, 0.6),
    ("name", _is_name, 0.7),
)
