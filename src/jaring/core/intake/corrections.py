"""Workbooks that go back to the sender: the doubtful and rejected rows as sent, with what is to be mended.

A mended workbook is read like any list. So everything that the table around a row said (the village in a title, a
mark for "as above") is written into the row itself, and every cell is text, or a date where a date was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final

import xlsxwriter

from jaring.core.intake.batch import Records, Table, findings_of, lines_of
from jaring.core.intake.cells import cell_text, is_ditto, says_nothing
from jaring.core.intake.codes import Code, Verdict
from jaring.core.intake.headings import heading_field
from jaring.core.intake.judging import FIELDS
from jaring.core.intake.model import Batch, Finding
from jaring.core.places import regency as find_regency

EXPLANATION: Final = "Yang harus diperbaiki"
SOURCE_ROW: Final = "Baris asal"
INSTRUCTION: Final = (
    "Perbaiki sel yang berwarna, simpan, lalu kirim kembali berkas ini. Jangan mengubah judul kolom; "
    f"kolom “{EXPLANATION}” tidak perlu diisi."
)
_CHOICES_SHEET: Final = "Pilihan"
_HEADING_ROW: Final = 2
_SHEET_NAME_MAX: Final = 31
_WIDTH_MIN, _WIDTH_MAX = 6, 32
_ISO_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}").fullmatch
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")

# How a column is headed where its own heading does not say by itself what it holds.
_LABELS: Final = {
    "row_number": "No",
    "nik": "NIK",
    "kk": "No. KK",
    "name": "Nama Lengkap",
    "sex": "Jenis Kelamin (L/P)",
    "birth_place": "Tempat Lahir",
    "birth_date": "Tanggal Lahir",
    "birth_place_and_date": "Tempat, Tanggal Lahir",
    "birth_day": "Hari Lahir",
    "birth_month": "Bulan Lahir",
    "birth_year": "Tahun Lahir",
    "age": "Umur",
    "village": "Desa/Kelurahan",
    "district": "Kecamatan",
    "address": "Alamat",
    "occupation": "Pekerjaan",
    "phone": "No. HP",
    "income_idr": "Penghasilan per Bulan",
    "mother_name": "Nama Ibu Kandung",
    "heir_name": "Nama Ahli Waris",
    "heir_relation": "Hubungan Ahli Waris",
}
# Columns in which a finding about a field is coloured: the first of these that the table has, or a new one.
_COLUMNS_TO_MEND: Final[Mapping[str, tuple[str, ...]]] = {
    "village_code": ("village",),
    "birth_date": ("birth_date", "birth_place_and_date", "birth_year"),
    "sex": ("sex", "sex_male"),
}
_NIK_AS_WELL: Final = frozenset({Code.NIK_BIRTH_DATE_MISMATCH, Code.NIK_SEX_MISMATCH})
_DATE_STAYS_AS_SENT: Final = frozenset(
    {Code.BIRTH_DATE_FROM_NIK, Code.BIRTH_DATE_INVALID, Code.BIRTH_DATE_AMBIGUOUS, Code.BIRTH_DATE_MISSING}
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row to mend: its cells by column, and the columns to colour."""

    cells: Mapping[str, str]
    coloured: frozenset[str]
    explanation: str
    source_row: int


@dataclass(frozen=True, slots=True)
class _Page:
    """One worksheet: columns as (key, heading) and the lines under them."""

    name: str
    columns: list[tuple[str, str]]
    lines: list[_Line]


def write_corrections(batch: Batch, folder: Path) -> None:
    """Write one workbook for every file that has something to mend, named after the file."""
    records = batch.records
    assert isinstance(records, Records), "read_lists made the batch"
    villages = {village.code: village.name for village in find_regency(batch.regency).villages}
    districts = {district.code: district.name for district in find_regency(batch.regency).districts}
    folder.mkdir(parents=True, exist_ok=True)
    names = workbook_names([file.file for file in batch.files])
    for index, file in enumerate(batch.files):
        tables = [table for table in records.tables if table.file == index]
        pages = list(_pages(tables, villages, districts, records.details))
        if pages:
            path = folder / names[file.file]
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, pages, sorted(set(villages.values())))


def workbook_names(files: Sequence[str]) -> dict[str, str]:
    """Return the name of each file's workbook: its own with the suffix .xlsx, in full where two would clash."""
    short = {file: str(PurePosixPath(file).with_suffix(".xlsx")) for file in files}
    taken = [name.casefold() for name in short.values()]
    return {
        file: name if taken.count(name.casefold()) == 1 or file == name else f"{file}.xlsx"
        for file, name in short.items()
    }


# --- what goes into it -----------------------------------------------------------------------------------


def _pages(
    tables: Iterable[Table], villages: Mapping[str, str], districts: Mapping[str, str], details: Mapping[str, str]
) -> Iterator[_Page]:
    used: set[str] = {_CHOICES_SHEET.casefold()}
    for table in tables:
        wrong = [position for position in sorted(table.codes) if table.verdict(position) is not Verdict.ACCEPTED]
        if not wrong:
            continue
        columns = _columns(table, wrong)
        texts = {key: column for (key, _), column in zip(_keys(table), table.cells, strict=True)}
        split = {key: lines_of(text) for key, text in texts.items()}
        lines = [_line(table, position, split, villages, districts, details) for position in wrong]
        said = {key for line in lines for key, text in line.cells.items() if text} | {
            key for line in lines for key in line.coloured
        }
        kept = [(key, heading) for key, heading in columns if heading or key in said]
        yield _Page(_sheet_name(table.sheet, used), _headed(kept), lines)


def _keys(table: Table) -> list[tuple[str, str]]:
    """Return a key for every column of the table: its field, or its position where it has none."""
    return [(name or f"#{index}", heading) for index, (heading, name) in enumerate(table.headings)]


def _columns(table: Table, wrong: Sequence[int]) -> list[tuple[str, str]]:
    """Return keys and headings of the columns, with those added that something is to be written into."""
    columns = [(key, _heading(key, heading)) for key, heading in _keys(table)]
    present = {key for key, _ in columns}
    needed = [_column_of(code.field, present) for position in wrong for code in table.codes[position]]
    for key in dict.fromkeys([*needed, "village", "district"]):
        if key not in present:
            columns.append((key, _LABELS[key]))
            present.add(key)
    return columns


def _heading(key: str, heading: str) -> str:
    """Return a heading that is read by itself as what the column was taken for."""
    if key == "sex":
        return _LABELS[key]
    if key.startswith("#"):
        return heading if not heading or heading_field(heading) == "" else f"{heading} (catatan)"
    if key in ("sex_male", "sex_female"):
        return "L" if key == "sex_male" else "P"
    return heading if heading_field(heading) == key else _LABELS[key]


def _headed(columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(key, heading or "Catatan") for key, heading in columns]


def _column_of(field: str, present: set[str]) -> str:
    candidates = _COLUMNS_TO_MEND.get(field, (field,))
    return next((candidate for candidate in candidates if candidate in present), candidates[0])


def _line(
    table: Table,
    position: int,
    split: Mapping[str, Sequence[str]],
    villages: Mapping[str, str],
    districts: Mapping[str, str],
    details: Mapping[str, str],
) -> _Line:
    codes = table.codes[position]
    values = {name: table.column(name)[position] for name in FIELDS}
    cells = {key: column[position] for key, column in split.items()}
    for key in ("birth_place", "occupation", "kk"):
        if key in cells and is_ditto(cell_text(cells[key])):
            cells[key] = values[key]
    if "sex" in cells and values["sex"]:
        cells["sex"] = "L" if values["sex"] == "M" else "P"
    if cells.get("birth_date") and values["birth_date"] and not codes & _DATE_STAYS_AS_SENT:
        cells["birth_date"] = values["birth_date"]
    _write_out_place(cells, values["village_code"], table.context(position), villages, districts)
    findings = findings_of(table, position, details)
    present = {key for key, _ in _keys(table)} | {"village", "district"}
    coloured = {_column_of(finding.field, present) for finding in findings}
    if codes & _NIK_AS_WELL:
        coloured.add("nik")
    return _Line(cells, frozenset(coloured), _explanation(findings), table.rows[position])


def _write_out_place(
    cells: dict[str, str],
    village_code: str,
    context: Mapping[str, str],
    villages: Mapping[str, str],
    districts: Mapping[str, str],
) -> None:
    """Write the village and kecamatan into the row where only something above it named them."""
    if says_nothing(cell_text(cells.get("village", ""))) or is_ditto(cell_text(cells.get("village", ""))):
        cells["village"] = context.get("village", "") or villages.get(village_code, "")
    if says_nothing(cell_text(cells.get("district", ""))) or is_ditto(cell_text(cells.get("district", ""))):
        cells["district"] = districts.get(village_code[:8], "") or context.get("district", "")


def _explanation(findings: Iterable[Finding]) -> str:
    return "\n".join(f"• {finding.problem.id} {finding.remedy.id}" for finding in findings)


def _sheet_name(name: str, used: set[str]) -> str:
    base = _FORBIDDEN_IN_SHEET_NAME.sub(" ", name).strip("' ")[:_SHEET_NAME_MAX] or "Perbaikan"
    chosen, number = base, 1
    while chosen.casefold() in used:
        number += 1
        chosen = f"{base[: _SHEET_NAME_MAX - 5]} ({number})"
    used.add(chosen.casefold())
    return chosen


# --- how it is written -----------------------------------------------------------------------------------


def _write(path: Path, pages: Sequence[_Page], villages: Sequence[str]) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        looks = _Looks(book)
        is_village_wrong = any("village" in line.coloured for page in pages for line in page.lines)
        for page in pages:
            _write_page(book.add_worksheet(page.name), page, looks, len(villages) if is_village_wrong else 0)
        if not is_village_wrong:
            return
        choices = book.add_worksheet(_CHOICES_SHEET)
        choices.write_column(0, 0, villages)
        choices.very_hidden()


class _Looks:
    """The few looks of a workbook."""

    def __init__(self, book: Any) -> None:
        edge = {"border": 1, "border_color": "#BFC7CF", "valign": "top"}
        wrong = {"bg_color": "#FFE3A8"}
        self.instruction = book.add_format({"bold": True, "font_color": "#7A4A00"})
        self.heading = book.add_format(
            {
                **edge,
                "bold": True,
                "bg_color": "#1F4E79",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self.text = book.add_format({**edge, "num_format": "@"})
        self.wrong_text = book.add_format({**edge, **wrong, "num_format": "@"})
        self.day = book.add_format({**edge, "num_format": "dd-mm-yyyy", "align": "left"})
        self.wrong_day = book.add_format({**edge, **wrong, "num_format": "dd-mm-yyyy", "align": "left"})
        self.explanation = book.add_format({**edge, "text_wrap": True, "font_color": "#7A4A00", "bg_color": "#FFF8E8"})
        self.number = book.add_format({**edge, "font_color": "#808080"})


def _write_page(sheet: Any, page: _Page, looks: _Looks, village_count: int) -> None:
    sheet.write_string(0, 0, INSTRUCTION, looks.instruction)
    headings = [EXPLANATION, SOURCE_ROW, *(heading for _, heading in page.columns)]
    for column, heading in enumerate(headings):
        sheet.write_string(_HEADING_ROW, column, heading, looks.heading)
    for row, line in enumerate(page.lines, _HEADING_ROW + 1):
        sheet.write_string(row, 0, line.explanation, looks.explanation)
        sheet.write_number(row, 1, line.source_row, looks.number)
        sheet.set_row(row, 15.5 * (1 + sum(len(part) // 52 + 1 for part in line.explanation.split("\n")) - 1))
        for column, (key, _) in enumerate(page.columns, 2):
            _write_cell(sheet, row, column, key, line, looks)
    _arrange(sheet, page, village_count)


def _write_cell(sheet: Any, row: int, column: int, key: str, line: _Line, looks: _Looks) -> None:
    text = line.cells.get(key, "")
    is_wrong = key in line.coloured
    if key == "birth_date" and _ISO_DAY(text):
        sheet.write_datetime(row, column, date.fromisoformat(text), looks.wrong_day if is_wrong else looks.day)
    elif text:
        sheet.write_string(row, column, text, looks.wrong_text if is_wrong else looks.text)
    else:
        sheet.write_blank(row, column, None, looks.wrong_text if is_wrong else looks.text)


def _arrange(sheet: Any, page: _Page, village_count: int) -> None:
    """Set widths, the frozen heading, the filter and the choices."""
    last_row = _HEADING_ROW + len(page.lines)
    sheet.set_column(0, 0, 54)
    sheet.set_column(1, 1, 8)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    sheet.autofilter(_HEADING_ROW, 0, last_row, len(page.columns) + 1)
    sheet.set_row(_HEADING_ROW, 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    for column, (key, heading) in enumerate(page.columns, 2):
        longest = max((len(line.cells.get(key, "")) for line in page.lines), default=0)
        sheet.set_column(column, column, min(max(longest + 2, len(heading) // 2 + 3, _WIDTH_MIN), _WIDTH_MAX))
        if key == "sex":
            _offer(sheet, column, last_row, ["L", "P"])
        elif key == "village" and village_count:
            _offer(sheet, column, last_row, f"={_CHOICES_SHEET}!$A$1:$A${village_count}")


def _offer(sheet: Any, column: int, last_row: int, source: object) -> None:
    sheet.data_validation(
        _HEADING_ROW + 1,
        column,
        last_row,
        column,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "Tidak ada dalam daftar",
            "error_message": "Pilih dari daftar pada sel ini.",
        },
    )
