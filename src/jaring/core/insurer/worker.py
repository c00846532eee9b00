"""The child process in which the insurer's files are opened; see ``core.intake.child``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

from jaring.core.identity import IdentityFault, parse_kpj, parse_nik
from jaring.core.insurer.codes import LINE_FIELDS, LineCode
from jaring.core.insurer.columns import Heading, Vocabulary, find_heading
from jaring.core.insurer.values import UNREADABLE, read_amount, read_month
from jaring.core.intake.cells import CellValue, Row, cell_text, fold, says_nothing
from jaring.core.intake.child import answer_file, serve, sheets_of
from jaring.core.intake.data import take_tables
from jaring.core.intake.dates import DateFault, DateReader
from jaring.core.intake.identifiers import read_nik
from jaring.core.intake.judging import Memory
from jaring.core.intake.reading import Sheet

_NAME_LENGTH_MAX: Final = 160
_REASON_LENGTH_MAX: Final = 240
_CODE_LENGTH_MAX: Final = 24
_NIK_AS_WRITTEN_LENGTH_MAX: Final = 40
_Read: TypeAlias = "tuple[str, LineCode | None]"
_TOTAL = re.compile(r"(?:sub|grand)? ?(?:jumlah|total|jml)\b").match
_NUMBERING = re.compile(r"\(?[0-9]{1,2}\)?").fullmatch
_SIXTEEN_DIGITS = re.compile(r"[0-9]{16}").fullmatch
_DIGIT = re.compile(r"[0-9]").search
_CELLS_OF_A_LINE_MIN: Final = 2


def main() -> None:
    """Answer requests until the caller closes the stream."""
    serve(Reader)


class _List(NamedTuple):
    """What one file holds so far."""

    columns: dict[str, list[str]]
    codes: dict[str, list[str]]


class Reader:
    """Reads one file after the other by one template."""

    def __init__(self, setup: Mapping[str, Any]) -> None:
        take_tables(setup["tables"])
        self.vocabulary = Vocabulary.of(setup["columns"])
        self.states: dict[str, str] = {fold(word): state for state, words in setup["words"].items() for word in words}
        self.dates: DateReader = DateReader(date.fromisoformat(setup["as_of"]))
        self.month: str = setup["month"]
        self.readers: dict[str, Memory[_Read]] = {
            "kpj": Memory(_kpj),
            "name": Memory(_text(_NAME_LENGTH_MAX)),
            "birth_date": Memory(self._birth_date),
            "status": Memory(self._status),
            "month": Memory(self._month),
            "jkk_idr": Memory(_amount),
            "jkm_idr": Memory(_amount),
            "total_idr": Memory(_amount),
            "reject_code": Memory(_text(_CODE_LENGTH_MAX)),
            "reject_reason": Memory(_text(_REASON_LENGTH_MAX)),
        }

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is in one file: its lines as columns, or which of the required columns are missing."""
        return answer_file(request["path"], self._fill)

    def _fill(self, data: bytes, answer: dict[str, Any]) -> None:
        found = [(sheet, find_heading(sheet, self.vocabulary)) for sheet in sheets_of(data)]
        headings = [heading for _, heading in found if heading is not None]
        missing = min((h.missing(self.vocabulary) for h in headings), key=len, default=self.vocabulary.required)
        answer["missing"] = missing
        answer["blobs"] = []
        if missing:
            return
        lines = _List({name: [] for name in LINE_FIELDS}, {})
        answer |= {"skipped": 0, "stated": None, "headings": {}, "ignored": []}
        for sheet, heading in found:
            if heading is not None and not heading.missing(self.vocabulary):
                self._read_sheet(sheet, heading, lines, answer)
        answer["lines"] = len(lines.columns["row"])
        answer["codes"] = lines.codes
        answer["blobs"] = ["\n".join([*lines.columns[name], ""]) for name in LINE_FIELDS]

    def _read_sheet(self, sheet: Sheet, heading: Heading, lines: _List, answer: dict[str, Any]) -> None:
        indices = list(heading.columns.items())
        sheet_name = cell_text(sheet.name)
        answer["headings"] |= {name: heading.texts[index] for name, index in indices}
        answer["ignored"] += [text for text in heading.ignored if text not in answer["ignored"]]
        first_texts = [fold(text) for text in heading.texts]
        for position in range(heading.end, len(sheet.rows)):
            row = sheet.rows[position]
            cells = {name: row[index] for name, index in indices}
            kind = "line" if _is_plain_nik(cells["nik"]) else _kind_of(row, cells, first_texts)
            if kind == "line":
                self._read_line(sheet_name, sheet.first_row + position, cells, lines)
            elif kind == "total":
                stated = read_amount(cells.get("total_idr", ""))
                answer["stated"] = int(stated) if stated not in ("", UNREADABLE) else answer["stated"]
            elif kind == "other":
                answer["skipped"] += 1

    def _read_line(self, sheet: str, row: int, cells: Mapping[str, CellValue], lines: _List) -> None:
        codes: list[LineCode] = []
        nik, written_nik = _nik(cells["nik"], codes)
        values = {"sheet": sheet, "row": str(row), "nik": nik, "written_nik": written_nik}
        for name, read in self.readers.items():
            value, code = read[cells.get(name, "")]
            values[name] = value
            if code is not None:
                codes.append(code)
        values["total_idr"] = _total(values, codes)
        if codes:
            lines.codes[str(len(lines.columns["row"]))] = [code.value for code in codes]
        for name in LINE_FIELDS:
            lines.columns[name].append(values[name])

    def _birth_date(self, cell: CellValue) -> _Read:
        reading = self.dates.read(cell)
        is_wrong = not reading.day_first and reading.fault is not DateFault.MISSING
        return reading.day_first, LineCode.BIRTH_DATE_UNREADABLE if is_wrong else None

    def _status(self, cell: CellValue) -> _Read:
        text = cell_text(cell)
        if not text or not self.states:
            return "", None
        state = self.states.get(fold(text), "")
        return state, None if state else LineCode.STATUS_UNREADABLE

    def _month(self, cell: CellValue) -> _Read:
        month = read_month(cell)
        if month == UNREADABLE:
            return "", LineCode.MONTH_UNREADABLE
        return month, LineCode.MONTH_OTHER if month and month != self.month else None


def _kind_of(row: Row, cells: Mapping[str, CellValue], headings: Sequence[str]) -> str:
    """Say what a row below the headings is: a line, a total, the headings once more, blank, or something else."""
    texts = [text for text in map(cell_text, row) if text]
    if not texts:
        return "blank"
    nik = cell_text(cells["nik"])
    if len(nik) >= 8 and _DIGIT(nik):
        return "line"
    if _TOTAL(fold(texts[0])):
        return "total"
    if [fold(text) for text in texts] == [text for text in headings if text] or all(map(_NUMBERING, texts)):
        return "blank"
    said = [name for name, cell in cells.items() if not says_nothing(cell_text(cell))]
    is_line = len(said) >= _CELLS_OF_A_LINE_MIN and ("nik" in said or "name" in said)
    return "line" if is_line else "other"


def _nik(cell: CellValue, codes: list[LineCode]) -> tuple[str, str]:
    """Return the sixteen digits, or nothing and what the cell holds."""
    nik = str(cell) if _is_plain_nik(cell) else read_nik(cell)
    if parse_nik(nik) is IdentityFault.NIK_PLACEHOLDER:
        nik = LineCode.NIK_PLACEHOLDER.value
    if not nik.startswith("N"):
        return nik, ""
    codes.append(LineCode(nik))
    return "", cell_text(cell)[:_NIK_AS_WRITTEN_LENGTH_MAX]


def _is_plain_nik(cell: CellValue) -> bool:
    return type(cell) is str and _SIXTEEN_DIGITS(cell) is not None


def _kpj(cell: CellValue) -> _Read:
    text = cell_text(cell)
    if says_nothing(text):
        return "", None
    number = parse_kpj(text)
    return ("", LineCode.KPJ_UNREADABLE) if isinstance(number, IdentityFault) else (number.digits, None)


def _text(length_max: int) -> Callable[[CellValue], _Read]:
    return lambda cell: (cell_text(cell)[:length_max], None)


def _amount(cell: CellValue) -> _Read:
    return read_amount(cell), None


def _total(values: Mapping[str, str], codes: list[LineCode]) -> str:
    """Return what a line comes to: as stated, else JKK plus JKM; nothing where an amount cannot be read."""
    jkk, jkm, total = values["jkk_idr"], values["jkm_idr"], values["total_idr"]
    if UNREADABLE in (jkk, jkm, total):
        codes.append(LineCode.AMOUNT_UNREADABLE)
        return "" if total == UNREADABLE else total
    if jkk and jkm:
        parts = str(int(jkk) + int(jkm))
        if total and total != parts:
            codes.append(LineCode.TOTAL_DIFFERS)
        return total or parts
    return total


if __name__ == "__main__":
    main()
