"""The workbook that goes back to the sender: it can be mended, and is read again like any list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from people import people, write_text, write_xlsx

from jaring.core.intake import Batch, Record, Verdict, read_lists
from jaring.core.intake.corrections import EXPLANATION, workbook_names
from jaring.core.intake.outputs import write_outputs

AS_OF = date(2026, 11, 1)
LISTS = Path(__file__).parents[2] / "data" / "lists" / "files"
# These depend on rows that a workbook sent back does not hold.
OF_THE_BATCH = {"DUPLICATE_NIK", "DUPLICATE_NIK_OTHER_PERSON", "POSSIBLE_DUPLICATE"}


def read(*paths: Path) -> Batch:
    return read_lists(paths, regency="53.03", as_of=AS_OF)


def own_codes(record: Record) -> set[str]:
    return {code.value for code in record.codes} - OF_THE_BATCH


@pytest.fixture(scope="module")
def sent_back(tmp_path_factory: pytest.TempPathFactory) -> tuple[Batch, Path]:
    out = tmp_path_factory.mktemp("corrections") / "out"
    batch = read(LISTS)
    write_outputs(batch, out)
    return batch, out / "corrections"


def test_unmended_rows_get_the_same_codes_and_values_again(sent_back: tuple[Batch, Path]) -> None:
    batch, folder = sent_back
    wrong = [record for record in batch.records if record.verdict is not Verdict.ACCEPTED]

    again = list(read(folder).records)

    assert len(again) == len(wrong) > 80
    for before, after in zip(wrong, again, strict=True):
        assert own_codes(after) == own_codes(before), before.reference
        assert after.values == before.values, before.reference


def test_a_file_without_anything_to_mend_gets_no_workbook(sent_back: tuple[Batch, Path]) -> None:
    batch, folder = sent_back

    expected = {Path(file.file).stem for file in batch.files if file.doubtful or file.rejected}

    assert {path.stem for path in folder.iterdir()} == expected


def test_mended_rows_are_accepted(tmp_path: Path) -> None:
    listed = people(4)
    rows = [["NIK", "Nama", "JK", "Tgl Lahir"]]
    rows += [["", listed[0].name, listed[0].sex, listed[0].day]]
    rows += [[listed[1].nik, "Mar1a", listed[1].sex, listed[1].day]]
    rows += [[listed[2].nik, listed[2].name, listed[2].sex, "31-02-1980"]]
    rows += [[listed[3].nik, listed[3].name, "x?", listed[3].day]]
    write_text(tmp_path / "Desa Bijeli.csv", rows)
    write_outputs(read(tmp_path / "Desa Bijeli.csv"), tmp_path / "out")
    path = tmp_path / "out" / "corrections" / "Desa Bijeli.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heading = [cell.value for cell in sheet[3]]
    for row, column, value in [
        (4, "NIK", listed[0].nik),
        (5, "Nama", listed[1].name),
        (6, "Tgl Lahir", listed[2].day),
        (7, "Jenis Kelamin (L/P)", listed[3].sex),
    ]:
        sheet.cell(row, heading.index(column) + 1).value = value
    book.save(tmp_path / "mended.xlsx")

    batch = read(tmp_path / "mended.xlsx")

    assert [record.codes for record in batch.records] == [()] * 4
    assert {record.values.village_code for record in batch.records} == {"53.03.04.2001"}


def test_every_cell_as_sent_is_text_and_no_formula(tmp_path: Path) -> None:
    listed = people(1)
    rows = [["NIK", "Nama", "JK", "Tgl Lahir", "Ket"], [listed[0].nik, "=1+1", "L", listed[0].day, "@SUM(A1)"]]
    write_xlsx(tmp_path / "Desa Bijeli.xlsx", {"Sheet1": rows})
    write_outputs(read(tmp_path / "Desa Bijeli.xlsx"), tmp_path / "out")

    book = openpyxl.load_workbook(tmp_path / "out" / "corrections" / "Desa Bijeli.xlsx")
    cells = {cell.value: cell for row in book.worksheets[0].iter_rows(min_row=4) for cell in row if cell.value}

    assert cells["=1+1"].data_type == "s"
    assert cells["@SUM(A1)"].data_type == "s"
    assert cells[listed[0].nik].data_type == "s"
    assert cells[listed[0].nik].number_format == "@"
    assert "'=1+1" in (tmp_path / "out" / "records.csv").read_text(encoding="utf-8")


def test_a_nik_that_was_a_number_cannot_be_sent_back_as_a_valid_one(tmp_path: Path) -> None:
    listed = people(1)
    write_xlsx(
        tmp_path / "a.xlsx",
        {"Sheet1": [["NIK", "Nama", "JK", "Desa"], [float(listed[0].nik), "Agnes Kolo", "P", "Bijeli"]]},
    )
    write_outputs(read(tmp_path / "a.xlsx"), tmp_path / "out")

    [again] = read(tmp_path / "out" / "corrections").records

    assert "NIK_NUMERIC_CELL" in own_codes(again)


def test_the_workbook_is_pleasant_to_mend(sent_back: tuple[Batch, Path]) -> None:
    _, folder = sent_back

    book = openpyxl.load_workbook(folder / "02 Kecamatan Noemuti Timur.xlsx")
    sheet = book["Usulan"]

    assert sheet["A3"].value == EXPLANATION
    assert sheet.freeze_panes == "A4"
    assert book["Pilihan"].sheet_state == "veryHidden"
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} >= {'"L,P"', "Pilihan!$A$1:$A$193"}
    assert all(sheet.cell(row, 1).value.startswith("•") for row in range(4, sheet.max_row + 1))
    coloured = [cell.column for cell in sheet[4] if cell.fill.fgColor.rgb == "FFFFE3A8"]
    assert [sheet.cell(3, column).value for column in coloured] == ["Tanggal Lahir"]


def test_workbooks_of_two_files_never_share_a_name() -> None:
    names = workbook_names(["a.csv", "a.xlsx", "b/a.ods", "c.ods"])

    assert names == {"a.csv": "a.csv.xlsx", "a.xlsx": "a.xlsx", "b/a.ods": "b/a.xlsx", "c.ods": "c.xlsx"}
