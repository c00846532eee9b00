"""The insurer's lists as branches send them: every layout is read alike, and what cannot be read is not guessed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from jaring.core.insurer.answer import Answer, AnswerKind
from jaring.core.insurer.codes import LineCode
from jaring.core.insurer.errors import (
    AnswerEmptyError,
    AnswerOfOtherMonthError,
    AnswerTemplateError,
    AnswerUnmatchedError,
)
from jaring.core.insurer.reading import read_answer
from jaring.core.insurer.templates import all_templates, template_of
from jaring.core.insurer.values import read_amount, read_month
from jaring.core.insurer.words import causes, kinds, rejection_of, rejections
from jaring.core.intake.guard import FileRefusedError
from jaring.core.money import Rupiah
from jaring.core.month import Month

MONTH = Month(2026, 11)
AS_OF = date(2026, 12, 5)
YOHANES, MARIA = "5303041203859001", "5303044207909002"
Rows = Sequence[Sequence[Any]]


def read(path: Path | Sequence[Path], kind: AnswerKind = AnswerKind.ACTIVE, month: Month = MONTH) -> Answer:
    return read_answer([path] if isinstance(path, Path) else path, kind, month, as_of=AS_OF)


def write_csv(path: Path, rows: Rows, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Rows, merges: Sequence[str] = ()) -> Path:
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, book.add_format({"num_format": "dd/mm/yyyy"}))
                elif value != "":
                    sheet.write(number, column, value)
        for area in merges:
            first = area.split(":")[0]
            column, number = ord(first[0]) - 65, int(first[1:]) - 1
            sheet.merge_range(area, rows[number][column])
    return path


PLAIN: Rows = [
    ["NIK", "KPJ", "Nama Peserta", "Tanggal Lahir", "Status", "Bulan Iuran", "JKK", "JKM", "Total"],
    [YOHANES, "24031234567", "Yohanes Naisoko", "12-03-1985", "Aktif", "2026-11", 10000, 6800, 16800],
    [MARIA, "24031234575", "Maria Sa'u", "02-07-1990", "Aktif", "2026-11", 10000, 6800, 16800],
]

LAYOUTS: dict[str, Rows] = {
    "plain": PLAIN,
    "other order, fewer columns": [["Nama", "NIK"], ["Yohanes Naisoko", YOHANES], ["Maria Sa'u", MARIA]],
    "title rows, numbering, totals and signature": [
        ["BPJS KETENAGAKERJAAN KANTOR CABANG CONTOH"],
        ["DAFTAR PESERTA AKTIF BULAN NOVEMBER 2026"],
        [],
        ["No", "No. KTP", "NAMA TENAGA KERJA", "Jumlah Iuran (Rp)"],
        ["(1)", "(2)", "(3)", "(4)"],
        [1, YOHANES, "YOHANES NAISOKO", "16.800,00"],
        [2, MARIA, "MARIA SA'U", "16.800,00"],
        ["Jumlah", "", "", "33.600,00"],
        [],
        ["", "", "Kepala Kantor Cabang"],
        ["", "", "(nama contoh)"],
    ],
    "more columns than known": [
        ["Kode Wadah", "Cabang", "nik", "nama_lengkap", "Segmen", "periode"],
        ["SG01", "Contoh", f"'{YOHANES}", "Yohanes Naisoko", "BPU", "Nov 2026"],
        ["SG01", "Contoh", f"'{MARIA}", "Maria Sa'u", "BPU", "11/2026"],
    ],
    "headings misspelt by a letter": [
        ["NIK", "Nama Pesrta", "Total Iurna"],
        [YOHANES, "Yohanes Naisoko", "Rp16.800"],
        [MARIA, "Maria Sa'u", "Rp16.800"],
    ],
    "headings repeated on every page": [
        ["NIK", "Nama"],
        [YOHANES, "Yohanes Naisoko"],
        ["NIK", "Nama"],
        [MARIA, "Maria Sa'u"],
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", ["csv", "semicolon", "xlsx"])
def test_every_layout_gives_the_same_people(layout: str, form: str, tmp_path: Path) -> None:
    rows = LAYOUTS[layout]
    path = tmp_path / f"aktif.{'xlsx' if form == 'xlsx' else 'csv'}"
    path = write_xlsx(path, rows) if form == "xlsx" else write_csv(path, rows, ";" if form == "semicolon" else ",")

    answer = read(path)

    assert [line.nik for line in answer] == [YOHANES, MARIA]
    assert [line.name.title() for line in answer] == ["Yohanes Naisoko", "Maria Sa'U"]
    assert not answer.codes
    assert all(line.is_active and line.is_matched for line in answer)


def test_amounts_totals_and_columns_are_told(tmp_path: Path) -> None:
    answer = read(write_xlsx(tmp_path / "a.xlsx", LAYOUTS["title rows, numbering, totals and signature"]))

    assert answer.total_idr == answer.stated_total_idr == 33_600
    (part,) = answer.parts
    assert part.columns == {"nik": "No. KTP", "name": "NAMA TENAGA KERJA", "total_idr": "Jumlah Iuran (Rp)"}
    assert part.ignored == ("No",)
    assert (part.lines, part.skipped_rows) == (2, 2)


def test_headings_in_two_rows_are_read_together(tmp_path: Path) -> None:
    rows = [
        ["NIK", "Nama", "Iuran", "", ""],
        ["", "", "JKK", "JKM", "Jumlah"],
        [YOHANES, "Yohanes Naisoko", 10000, 6800, 16800],
    ]

    (line,) = read(write_xlsx(tmp_path / "a.xlsx", rows, merges=["C1:E1"]))

    assert (line.nik, line.total_idr) == (YOHANES, 16_800)


def test_dates_are_read_as_cells_and_as_texts(tmp_path: Path) -> None:
    rows = [
        ["NIK", "Nama", "Tgl Lahir"],
        [YOHANES, "Yohanes Naisoko", date(1985, 3, 12)],
        [MARIA, "Maria Sa'u", "2 Juli 1990"],
    ]

    assert [line.birth_date for line in read(write_xlsx(tmp_path / "a.xlsx", rows))] == ["1985-03-12", "1990-07-02"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("NIK", "", LineCode.NIK_MISSING),
        ("NIK", "530304120385900", LineCode.NIK_LENGTH),
        ("NIK", "53O3041203859001", LineCode.NIK_CHARACTERS),
        ("NIK", 5303041203859001.0, LineCode.NIK_NUMERIC_CELL),
        ("NIK", "0000000000000000", LineCode.NIK_PLACEHOLDER),
        ("KPJ", "123", LineCode.KPJ_UNREADABLE),
        ("Tanggal Lahir", "31-02-1985", LineCode.BIRTH_DATE_UNREADABLE),
        ("Status", "mungkin", LineCode.STATUS_UNREADABLE),
        ("Bulan Iuran", "kemarin", LineCode.MONTH_UNREADABLE),
        ("Bulan Iuran", "2026-10", LineCode.MONTH_OTHER),
        ("Total", "enam belas ribu", LineCode.AMOUNT_UNREADABLE),
        ("Total", 17000, LineCode.TOTAL_DIFFERS),
    ],
)
def test_value_that_cannot_be_read_keeps_its_line_with_a_code(
    column: str, cell: object, code: LineCode, tmp_path: Path
) -> None:
    rows = [list(row) for row in PLAIN]
    rows[1][rows[0].index(column)] = cell

    first, second = read(write_xlsx(tmp_path / "a.xlsx", rows))

    assert first.codes == (code,)
    assert first.name == "Yohanes Naisoko"
    assert second.codes == ()
    if code.hides_person:
        assert first.nik == ""


def test_inactive_people_are_told_apart(tmp_path: Path) -> None:
    rows = [["NIK", "Nama", "Status"], [YOHANES, "Yohanes", "AKTIF"], [MARIA, "Maria", "Non-Aktif"]]

    assert [line.is_active for line in read(write_csv(tmp_path / "a.csv", rows))] == [True, False]


def test_second_line_of_a_person_is_marked(tmp_path: Path) -> None:
    first, second = read(write_csv(tmp_path / "a.csv", [["NIK", "Nama"], [MARIA, "Maria"], [MARIA, "Maria S"]]))

    assert (first.codes, second.codes) == ((), (LineCode.DUPLICATE_LINE,))


def test_list_may_come_in_parts(tmp_path: Path) -> None:
    parts = [write_csv(tmp_path / f"{n}.csv", [["NIK", "Nama"], [n, "x"]]) for n in (YOHANES, MARIA)]

    answer = read(parts)

    assert [(line.part, line.nik) for line in answer] == [(0, YOHANES), (1, MARIA)]
    assert answer.sha256 == read(parts[::-1]).sha256 != read(parts[:1]).sha256


@pytest.mark.parametrize(
    ("kind", "heading", "missing"),
    [
        (AnswerKind.ACTIVE, ["NIK", "Alamat"], "Nama"),
        (AnswerKind.ACTIVE, ["Kota", "Alamat"], "NIK, Nama"),
        (AnswerKind.REJECTED, ["NIK", "Nama"], "Alasan penolakan"),
        (AnswerKind.BILLING, ["NIK", "Nama"], "Jumlah iuran"),
    ],
)
def test_file_without_a_needed_column_is_refused_by_the_name_of_the_column(
    kind: AnswerKind, heading: list[str], missing: str, tmp_path: Path
) -> None:
    with pytest.raises(AnswerUnmatchedError) as refusal:
        read(write_csv(tmp_path / "a.csv", [heading, [YOHANES, "x"]]), kind)

    assert missing in refusal.value.title.id
    assert kind.label.id in refusal.value.title.id


def test_file_about_another_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerOfOtherMonthError):
        read(write_csv(tmp_path / "a.csv", PLAIN), month=Month(2026, 12))


def test_list_without_a_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerEmptyError):
        read(write_csv(tmp_path / "a.csv", PLAIN[:1]))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return out.getvalue()


@pytest.mark.parametrize("make", [lambda: b"%PDF-1.7\n%x", bomb, lambda: b"PK\x03\x04broken", lambda: b""])
def test_hostile_file_is_refused_as_by_the_intake(make: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())

    with pytest.raises((FileRefusedError, AnswerUnmatchedError)):
        read(path)


@pytest.mark.parametrize(
    ("reason", "code", "key"),
    [
        ("NIK tidak ditemukan di Dukcapil", "", "nik_invalid"),
        ("Peserta sudah terdaftar aktif pada NPP lain", "", "already_active"),
        ("Usia lebih dari batas", "", "over_age"),
        ("Yang bersangkutan meninggal dunia", "", "died"),
        ("Nama tidak sesuai", "R01", "data_differs"),
        ("-", "R03", "over_age"),
        ("entah", "X99", "other"),
    ],
)
def test_rejection_is_known_by_its_words_and_then_by_its_code(reason: str, code: str, key: str) -> None:
    assert rejection_of(code, reason) == key


def test_reject_list_keeps_the_words_of_the_insurer(tmp_path: Path) -> None:
    rows = [["NIK", "Kode Error", "Keterangan"], [MARIA, "R01", "NIK tidak valid"]]

    (line,) = read(write_csv(tmp_path / "a.csv", rows), AnswerKind.REJECTED)

    assert (line.nik, line.reject_code, line.reject_reason) == (MARIA, "R01", "NIK tidak valid")


def test_every_word_exists_in_both_languages() -> None:
    texts = [text for entry in (*rejections().values(), *causes().values()) for text in (entry.label, entry.remedy)]
    texts += [text for kind in kinds().values() for text in (kind.label, kind.meaning)]
    texts += [code.problem for code in LineCode]
    texts += [column.label for template in all_templates() for column in template.columns]

    assert all(text.id and text.en for text in texts)


def test_what_is_not_public_is_marked_as_assumed() -> None:
    assert {template.status for template in all_templates()} == {"assumed"}
    assert {template_of(kind, MONTH.first_day).kind for kind in AnswerKind} == set(AnswerKind)


def test_two_versions_on_one_day_are_refused(tmp_path: Path) -> None:
    written = (Path(all_templates.__wrapped__.__code__.co_filename).parent / "templates" / "active-1.yaml").read_text()
    for number in (1, 2):
        (tmp_path / f"active-{number}.yaml").write_text(written.replace("version: 1", f"version: {number}"))

    with pytest.raises(AnswerTemplateError):
        template_of(AnswerKind.ACTIVE, MONTH.first_day, folder=tmp_path)


@pytest.mark.parametrize("line", ["kind: aktif", "status: maybe", "colour: red"])
def test_template_that_says_something_else_is_refused(line: str, tmp_path: Path) -> None:
    written = (Path(all_templates.__wrapped__.__code__.co_filename).parent / "templates" / "active-1.yaml").read_text()
    key = line.split(":")[0]
    kept = "\n".join(text for text in written.split("\n") if not text.startswith(f"{key}:"))
    (tmp_path / "active-1.yaml").write_text(f"{line}\n{kept}")

    with pytest.raises(AnswerTemplateError):
        all_templates(tmp_path)


@given(st.integers(0, 10**12))
def test_amount_is_read_however_it_is_printed(amount_idr: int) -> None:
    printed = str(Rupiah(amount_idr))

    assert read_amount(printed) == read_amount(f"{amount_idr:,}.00") == read_amount(amount_idr) == str(amount_idr)


@given(st.integers(1950, 2199), st.integers(1, 12))
def test_month_is_read_however_it_is_written(year: int, number: int) -> None:
    month = Month(year, number)
    written = (str(month), f"{number:02d}/{year}", f"{year}{number:02d}", month.first_day, f"{month.first_day:%B %Y}")

    assert {read_month(text) for text in written} == {str(month)}


@given(st.text(max_size=30) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_no_cell_breaks_a_reader(cell: str | float) -> None:
    assert read_amount(cell) is not None
    assert read_month(cell) is not None
