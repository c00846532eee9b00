"""Little lists, each laid out or spelt as some clerk once did; read in one batch and looked at one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from people import Person, Rows, people, person, write_ods, write_text, write_xls, write_xlsx

from jaring.core.intake import Batch, Record, Verdict, read_lists

AS_OF = date(2026, 11, 1)
BIJELI, NAOB, HAEKTO, NOEMUTI = "53.03.04.2001", "53.03.10.2001", "53.03.10.2002", "53.03.04.2013"
SASI, NAEKAKE_A = "53.03.05.1009", "53.03.13.2002"

# What a row is expected to say: fields of Values, and "codes" (none unless given).
Row = dict[str, Any]
Expected = dict[tuple[str, int], Row]
Case = Callable[[Path], Expected]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    CASES[function.__name__] = function
    return function


@pytest.fixture(scope="module")
def expected_and_batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Expected], Batch]:
    folder = tmp_path_factory.mktemp("layouts")
    expected = {}
    for name, write in CASES.items():
        (folder / name).mkdir()
        expected[name] = write(folder / name)
    return expected, read_lists([folder], regency="53.03", as_of=AS_OF)


def _said(record: Record, row: Row) -> Row:
    said: Row = {field: getattr(record.values, field) for field in row if field not in ("codes", "verdict")}
    said["codes"] = {code.value for code in record.codes}
    if "verdict" in row:
        said["verdict"] = record.verdict
    return said


def who(person: Person, **more: Any) -> Row:
    """Return what every list says about a person who is listed without a mistake."""
    sex = "M" if person.sex == "L" else "F"
    return {"nik": person.nik, "name": person.name, "sex": sex, "birth_date": person.born, **more}


HEAD = ["No", "NIK", "Nama", "L/P", "Tempat Lahir", "Tanggal Lahir", "Desa", "Pekerjaan"]


def line(number: int, person: Person, village: str = "Bijeli", work: str = "Petani") -> list[Any]:
    return [number, person.nik, person.name, person.sex, person.place, person.day, village, work]


def full(listed: list[Person], first_row: int, sheet: str = "Sheet1", **more: Any) -> Expected:
    """Return what is expected of people who stand one below the other."""
    more = {"village_code": BIJELI, **more}
    return {(sheet, first_row + index): who(person, **more) for index, person in enumerate(listed)}


# --- where the table stands ------------------------------------------------------------------------------


@case
def leading_empty_rows_and_columns(folder: Path) -> Expected:
    listed = people(3)
    rows: Rows = [[None] * 9] * 6 + [[None, *HEAD]] + [[None, *line(n, p)] for n, p in enumerate(listed, 1)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 8)


@case
def numbers_under_the_heading(folder: Path) -> Expected:
    listed = people(2)
    rows = [HEAD, [1, 2, 3, 4, 5, 6, 7, 8], *[line(n, p) for n, p in enumerate(listed, 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 3)


@case
def numbers_in_brackets_under_the_heading(folder: Path) -> Expected:
    listed = people(2)
    rows = [HEAD, [f"({n})" for n in range(1, 9)], *[line(n, p) for n, p in enumerate(listed, 1)]]
    write_text(folder / "a.csv", rows, ";")
    return full(listed, 3, "")


@case
def heading_repeated_on_each_page(folder: Path) -> Expected:
    first, second = people(2), people(2)
    rows = [HEAD, *[line(n, p) for n, p in enumerate(first, 1)], ["Halaman 1"], HEAD]
    rows += [line(n, p) for n, p in enumerate(second, 3)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {**full(first, 2), **full(second, 6)}


@case
def two_tables_with_other_columns(folder: Path) -> Expected:
    first, second = people(2), people(2)
    rows: list[list[Any]] = [["DESA BIJELI"], HEAD, *[line(n, p) for n, p in enumerate(first, 1)], [], ["DESA NAOB"]]
    rows += [["Nama Lengkap", "No KTP", "TTL", "JK"]]
    rows += [[p.name, p.nik, f"{p.place}, {p.day}", p.sex] for p in second]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {**full(first, 3), **full(second, 8, village_code=NAOB)}


@case
def two_tables_side_by_side(folder: Path) -> Expected:
    left, right = people(2), people(2)
    head = ["No", "NIK", "Nama", "JK", "Tgl Lahir"]
    rows: list[list[Any]] = [["DESA BIJELI"], [*head, None, *head]]
    rows += [
        [n, a.nik, a.name, a.sex, a.day, None, n + 2, b.nik, b.name, b.sex, b.day]
        for n, (a, b) in enumerate(zip(left, right, strict=True), 1)
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {("Sheet1", 3): {}, ("Sheet1", 4): {}}


@case
def heading_of_two_rows_without_merged_cells(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [
        ["No", "N I K", "Nama", "Kelahiran", None, "JK", "Alamat", None, None],
        [None, None, None, "Tempat", "Tanggal", None, "RT", "Desa", "Kec"],
    ]
    rows += [[n, p.nik, p.name, p.place, p.day, p.sex, "01", "Bijeli", "Noemuti"] for n, p in enumerate(listed, 1)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 3, birth_place="Kupang")


@case
def heading_whose_upper_row_only_groups(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [
        ["No", "Identitas", None, None, None, "Alamat", None, "Ket"],
        [None, "NIK", "Nama", "L/P", "Tgl Lahir", "Dusun", "Desa", None],
    ]
    rows += [[n, p.nik, p.name, p.sex, p.day, "I", "Bijeli", None] for n, p in enumerate(listed, 1)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows}, merges={"Sheet1": [(0, 1, 0, 4), (0, 5, 0, 6)]})
    return full(listed, 3)


@case
def signature_and_total_below(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [["DESA BIJELI"], HEAD, *[line(n, p, None) for n, p in enumerate(listed, 1)]]
    rows += [["Jumlah", 2], [], [None, None, None, None, "Bijeli, 12 Oktober 2026"], [None, None, "Mengetahui,"]]
    rows += [
        [None, None, "Kepala Desa Bijeli"],
        [],
        [],
        [None, None, "WILHELMUS KOLMELO"],
        [None, None, "NIP. 19700101"],
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 3)


@case
def list_without_any_heading(folder: Path) -> Expected:
    listed = people(6)
    rows = [[n, p.name, p.nik, p.sex, p.day, "Bijeli"] for n, p in enumerate(listed, 1)]
    write_text(folder / "a.csv", rows)
    return full(listed, 1, "")


@case
def columns_without_heading_known_by_content(folder: Path) -> Expected:
    listed = people(5)
    rows: list[list[Any]] = [["No", "Nama", None, "JK", None, None]]
    rows += [[n, p.name, p.nik, p.sex, p.day, "Bijeli"] for n, p in enumerate(listed, 1)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2)


@case
def hidden_rows_hold_people_too(folder: Path) -> Expected:
    listed = people(3)
    write_xlsx(folder / "a.xlsx", {"Sheet1": [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]]}, hidden_rows=[2])
    return full(listed, 2)


@case
def rows_numbered_in_advance_are_nobody(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]]
    rows += [[3, None, None, None, None, None, "Bijeli"], [4]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2)


@case
def summary_sheet_beside_the_list(folder: Path) -> Expected:
    listed = people(2)
    summary = [["Rekapitulasi"], ["No", "Desa", "Jumlah", "L", "P"], [1, "Bijeli", 2, 1, 1], ["Total", None, 2, 1, 1]]
    write_xlsx(folder / "a.xlsx", {"Rekap": summary, "Data": [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]]})
    return full(listed, 2, "Data")


# --- where the village stands ----------------------------------------------------------------------------


@case
def sections_per_village(folder: Path) -> Expected:
    first, second = people(2), people(2)
    head = ["No", "NIK", "Nama", "L/P", "Tanggal Lahir"]
    rows: list[list[Any]] = [["KECAMATAN NOEMUTI TIMUR"], head, ["A. DESA NAOB"]]
    rows += [[n, p.nik, p.name, p.sex, p.day] for n, p in enumerate(first, 1)]
    rows += [["B. DESA HAEKTO"], *[[n, p.nik, p.name, p.sex, p.day] for n, p in enumerate(second, 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {**full(first, 4, village_code=NAOB), **full(second, 7, village_code=HAEKTO)}


@case
def village_and_name_of_section_in_two_cells(folder: Path) -> Expected:
    first, second = people(1), people(1)
    head = ["No", "NIK", "Nama", "L/P", "Tanggal Lahir"]
    rows: list[list[Any]] = [["Kecamatan", ": Noemuti Timur"], head, ["Desa", ": Naob"]]
    rows += [[1, p.nik, p.name, p.sex, p.day] for p in first]
    rows += [["Desa", ": Haekto"], *[[1, p.nik, p.name, p.sex, p.day] for p in second]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {**full(first, 4, village_code=NAOB), **full(second, 6, village_code=HAEKTO)}


@case
def sections_per_group_of_farmers(folder: Path) -> Expected:
    first, second = people(1), people(1)
    rows: list[list[Any]] = [["DESA BIJELI"], HEAD, ["KELOMPOK TANI: ANUGERAH"], line(1, first[0], None)]
    rows += [["DUSUN II"], line(2, second[0], None)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {**full(first, 4), **full(second, 6)}


@case
def village_merged_over_its_people(folder: Path) -> Expected:
    first, second = people(3), people(2)
    rows = [HEAD]
    rows += [line(n, p, "Naob" if n == 1 else None) for n, p in enumerate(first, 1)]
    rows += [line(n, p, "Haekto" if n == 4 else None) for n, p in enumerate(second, 4)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows}, merges={"Sheet1": [(1, 6, 3, 6), (4, 6, 5, 6)]})
    return {**full(first, 2, village_code=NAOB), **full(second, 5, village_code=HAEKTO)}


@case
def village_written_once_for_its_people(folder: Path) -> Expected:
    first, second = people(3), people(3)
    rows = [HEAD, *[line(n, p, "Naob" if n == 1 else "") for n, p in enumerate(first, 1)]]
    rows += [line(n, p, "Haekto" if n == 4 else "") for n, p in enumerate(second, 4)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {**full(first, 2, village_code=NAOB), **full(second, 5, village_code=HAEKTO)}


@case
def ditto_marks_for_the_village(folder: Path) -> Expected:
    listed = people(5)
    marks = ["Naob", '"', "idem", "sda", '-"-']
    rows = [HEAD, *[line(n, p, mark) for n, (p, mark) in enumerate(zip(listed, marks, strict=True), 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2, village_code=NAOB)


@case
def village_only_in_the_files_name(folder: Path) -> Expected:
    listed = people(2)
    rows = [["NIK", "Nama", "JK", "Tgl Lahir"], *[[p.nik, p.name, p.sex, p.day] for p in listed]]
    write_text(folder / "data_pekerja_ds_naekake_a_fix(1).csv", rows)
    return full(listed, 2, "", village_code=NAEKAKE_A)


@case
def village_before_its_kecamatan_in_the_files_name(folder: Path) -> Expected:
    listed = people(2)
    rows = [["NIK", "Nama", "JK", "Tgl Lahir"], *[[p.nik, p.name, p.sex, p.day] for p in listed]]
    write_text(folder / "HAEKTO KEC NOEMUTI TIMUR terbaru.csv", rows)
    return full(listed, 2, "", village_code=HAEKTO)


@case
def a_word_for_no_nik_that_sounds_like_a_heading(folder: Path) -> Expected:
    listed = people(3)
    rows: list[list[Any]] = [["No", "NIK", "Nama", "TTL", "JK", "Alamat", "Desa"]]
    rows += [[n, p.nik, p.name, f"Eban, {p.day}", p.sex, "Dusun I RT 02", "Bijeli"] for n, p in enumerate(listed, 1)]
    rows[2][1] = "KTP hilang"
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {**full(listed, 2), ("Sheet1", 3): {"name": listed[1].name, "codes": {"NIK_PLACEHOLDER"}}}


@case
def village_that_bears_the_name_of_its_kecamatan(folder: Path) -> Expected:
    listed = people(2)
    rows = [["DESA NOEMUTI"], ["KECAMATAN NOEMUTI"], HEAD, *[line(n, p, None) for n, p in enumerate(listed, 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 4, village_code=NOEMUTI)


@case
def village_in_the_address(folder: Path) -> Expected:
    listed = people(3)
    rows: list[list[Any]] = [["NIK", "Nama", "JK", "Tgl Lahir", "Alamat"]]
    addresses = ["RT 01/RW 02 Desa Bijeli", "Ds. Bijeli, Kec. Noemuti", "Bijeli"]
    rows += [[p.nik, p.name, p.sex, p.day, address] for p, address in zip(listed, addresses, strict=True)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2)


@case
def village_with_every_prefix(folder: Path) -> Expected:
    listed = people(6)
    names = ["Kel. Sasi", "Kelurahan Sasi", "SASI", "kel sasi", "Desa/Kel. Sasi", "53.03.05.1009"]
    rows = [HEAD, *[line(n, p, name) for n, (p, name) in enumerate(zip(listed, names, strict=True), 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2, village_code=SASI)


@case
def village_of_another_regency_in_the_title(folder: Path) -> Expected:
    listed = people(1)
    rows = [["DESA OEBOLA"], HEAD, *[line(n, p, None) for n, p in enumerate(listed, 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 3, village_code="", codes={"VILLAGE_UNKNOWN"})


@case
def village_that_the_named_kecamatan_does_not_have(folder: Path) -> Expected:
    listed = people(1)
    rows = [["NIK", "Nama", "JK", "Tgl Lahir", "Desa", "Kecamatan"]]
    rows += [[p.nik, p.name, p.sex, p.day, "Maubesi", "Noemuti"] for p in listed]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "", village_code="53.03.21.2004", codes={"VILLAGE_FUZZY"})


# --- how the columns are headed --------------------------------------------------------------------------


@case
def headings_in_english(folder: Path) -> Expected:
    listed = people(2)
    rows = [["ID Number", "Full Name", "Gender", "Place of Birth", "Date of Birth", "Village", "Occupation", "Phone"]]
    rows += [
        [p.nik, p.name, "Male" if p.sex == "L" else "Female", p.place, p.born.isoformat(), "Bijeli", "Farmer", p.phone]
        for p in listed
    ]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "", birth_place="Kupang")


@case
def headings_with_slips_and_abbreviations(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [
        ["Nmr", "Naman Lengkp", "No. KTP", "Jns Klmin", "Tmpt/Tgl Lhr", "Ds.", "Pekerjan", "No HP/WA"]
    ]
    rows += [
        [n, p.name, p.nik, p.sex, f"{p.place}/{p.day}", "Bijeli", "Tani", p.phone] for n, p in enumerate(listed, 1)
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2, birth_place="Kupang", occupation="Tani")


@case
def heirs_mothers_and_cards(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [
        [
            "NO. KK",
            "NIK",
            "Nama KK",
            "Nama",
            "L/P",
            "Tgl Lahir",
            "Nama Ibu Kandung",
            "Nama Ahli Waris",
            "NIK Ahli Waris",
            "Hub.",
            "Penghasilan/bln",
            "Desa",
        ]
    ]
    rows += [
        [
            p.kk,
            p.nik,
            "Kepala Keluarga",
            p.name,
            p.sex,
            p.day,
            "Agnes Kolo",
            "Yosef Kolo",
            "5303040101909009",
            "Suami",
            "Rp 900.000,-",
            "Bijeli",
        ]
        for p in listed
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    more = {"mother_name": "Agnes Kolo", "heir_name": "Yosef Kolo", "heir_relation": "Suami", "income_idr": 900_000}
    return {key: {**row, **more} for key, row in full(listed, 2).items()}


@case
def sex_ticked_in_two_columns(folder: Path) -> Expected:
    listed = people(4)
    rows: list[list[Any]] = [["NIK", "Nama", "L", "P", "Tgl Lahir", "Desa"]]
    rows += [
        [p.nik, p.name, "v" if p.sex == "L" else "", "√" if p.sex == "P" else "", p.day, "Bijeli"] for p in listed
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2)


@case
def sex_ticked_under_a_common_heading(folder: Path) -> Expected:
    listed = people(4)
    rows: list[list[Any]] = [
        ["NIK", "Nama", "Jenis Kelamin", None, "Tgl Lahir", "Desa"],
        [None, None, "L", "P", None, None],
    ]
    rows += [
        [p.nik, p.name, 1 if p.sex == "L" else None, 1 if p.sex == "P" else None, p.day, "Bijeli"] for p in listed
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows}, merges={"Sheet1": [(0, 2, 0, 3)]})
    return full(listed, 3)


@case
def sex_as_pria_and_wanita(folder: Path) -> Expected:
    listed = people(4)
    rows = [["NIK", "Nama", "P/W", "Tgl Lahir", "Desa"]]
    rows += [[p.nik, p.name, "P" if p.sex == "L" else "W", p.day, "Bijeli"] for p in listed]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "")


@case
def sex_as_numbers_that_the_niks_explain(folder: Path) -> Expected:
    listed = people(6)
    rows: list[list[Any]] = [["NIK", "Nama", "JK", "Tgl Lahir", "Desa"]]
    rows += [[p.nik, p.name, 1 if p.sex == "L" else 2, p.day, "Bijeli"] for p in listed]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2)


@case
def birth_date_in_three_columns(folder: Path) -> Expected:
    listed = people(3)
    rows: list[list[Any]] = [
        ["NIK", "Nama", "JK", "Tanggal Lahir", None, None, "Desa"],
        [None, None, None, "Tgl", "Bln", "Thn", None],
    ]
    rows += [[p.nik, p.name, p.sex, p.born.day, p.born.month, p.born.year, "Bijeli"] for p in listed]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows}, merges={"Sheet1": [(0, 3, 0, 5)]})
    return full(listed, 3)


@case
def age_instead_of_birth_date(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [["NIK", "Nama", "JK", "Umur", "Desa"]]
    rows += [[p.nik, p.name, p.sex, f"{2026 - p.born.year} th", "Bijeli"] for p in listed]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2, codes={"BIRTH_DATE_FROM_NIK"})


@case
def place_and_date_headed_by_one_word_each(folder: Path) -> Expected:
    listed = people(2)
    rows = [["NIK", "Nama", "JK", "Tempat", "Tanggal", "Desa"]]
    rows += [[p.nik, p.name, p.sex, "Eban", p.day, "Bijeli"] for p in listed]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "", birth_place="Eban")


@case
def the_date_before_the_place(folder: Path) -> Expected:
    listed = people(2)
    rows = [["NIK", "Nama", "JK", "Tgl/Tempat Lahir", "Desa"]]
    rows += [[p.nik, p.name, p.sex, f'"{p.day}, Eban"', "Bijeli"] for p in listed]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "", birth_place="Eban")


@case
def days_that_are_no_birth_dates(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [["NIK", "Nama", "JK", "Tanggal daftar", "Nama Ayah/Ibu", "Desa"]]
    rows += [[p.nik, p.name, p.sex, date(2026, 3, 4), "Yosef Kolo", "Bijeli"] for p in listed]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2, codes={"BIRTH_DATE_FROM_NIK"})


# --- how the values are written --------------------------------------------------------------------------


@case
def niks_in_every_dress(folder: Path) -> Expected:
    listed = people(6)
    n = [p.nik for p in listed]
    dressed = [f"'{n[0]}", f"{n[1][:6]} {n[1][6:12]} {n[1][12:]}", f"{n[2][:6]}.{n[2][6:12]}.{n[2][12:]}"]
    dressed += [f"{n[3][:6]}-{n[3][6:]}", f"\u00a0{n[4]}\u00a0", f"{n[5]}\t"]
    rows = [HEAD, *[[i, d, *line(i, p)[2:]] for i, (p, d) in enumerate(zip(listed, dressed, strict=True), 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2)


@case
def niks_that_are_none(folder: Path) -> Expected:
    listed = people(9)
    wrong: list[Any] = [
        None,
        "-",
        "belum ada",
        "53O3040101909001",
        listed[4].nik[:15],
        float(listed[5].nik),
        "5,30304E+15",
        "1111111111111111",
        "5303043102909001",
    ]
    codes = [
        "MISSING",
        "MISSING",
        "PLACEHOLDER",
        "CHARACTERS",
        "LENGTH",
        "NUMERIC_CELL",
        "NUMERIC_CELL",
        "PLACEHOLDER",
        "DATE_IMPOSSIBLE",
    ]
    rows = [HEAD, *[[i, d, *line(i, p)[2:]] for i, (p, d) in enumerate(zip(listed, wrong, strict=True), 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {
        ("Sheet1", row): {"name": p.name, "codes": {f"NIK_{code}"}, "verdict": Verdict.REJECTED}
        for row, (p, code) in enumerate(zip(listed, codes, strict=True), 2)
    }


@case
def dates_in_every_dress(folder: Path) -> Expected:
    listed = [person(born=date(1980, 5, 23), sex="L") for _ in range(14)]
    written: list[Any] = [
        "23/05/1980",
        "23-5-1980",
        "23.05.1980",
        "23 Mei 1980",
        "23-Mei-80",
        "1980-05-23",
        "1980/05/23",
        "23 May 1980",
        29364,
        "29364",
        date(1980, 5, 23),
        "Jumat, 23 Mei 1980",
        "23051980",
        "23-05-80",
    ]
    rows = [
        HEAD,
        *[[*line(i, p)[:5], d, *line(i, p)[6:]] for i, (p, d) in enumerate(zip(listed, written, strict=True), 1)],
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return full(listed, 2)


@case
def dates_that_begin_with_the_month(folder: Path) -> Expected:
    listed = [person(born=day) for day in (date(1980, 5, 23), date(1971, 12, 30), date(1990, 4, 3), date(1992, 11, 5))]
    rows = [HEAD, *[[*line(i, p)[:5], f"{p.born:%m/%d/%Y}", *line(i, p)[6:]] for i, p in enumerate(listed, 1)]]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "")


@case
def a_date_that_could_be_two_days(folder: Path) -> Expected:
    listed = [person(born=date(1990, 4, 3))]
    rows = [HEAD, *[[*line(i, p)[:5], f"{p.born:%m/%d/%Y}", *line(i, p)[6:]] for i, p in enumerate(listed, 1)]]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "", birth_date=None, codes={"BIRTH_DATE_AMBIGUOUS"})


@case
def a_two_digit_year_of_an_open_century(folder: Path) -> Expected:
    listed = [person(born=date(2020, 4, 13))]
    rows = [HEAD, *[[*line(i, p)[:5], f"{p.born:%d-%m-%y}", *line(i, p)[6:]] for i, p in enumerate(listed, 1)]]
    write_text(folder / "a.csv", rows)
    return full(listed, 2, "", birth_date=None, codes={"BIRTH_DATE_AMBIGUOUS"})


@case
def dates_of_a_workbook_that_counts_from_1904(folder: Path) -> Expected:
    listed = people(2)
    rows = [HEAD, *[[*line(i, p)[:5], p.born, *line(i, p)[6:]] for i, p in enumerate(listed, 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows}, is_1904=True)
    return full(listed, 2)


@case
def names_with_forms_of_address_and_aliases(folder: Path) -> Expected:
    listed = people(6)
    names = ["Bpk. {}", "Ny. {}", "{} (Dus)", "{} alias Ama", "{}, S.Pd", "  {}  "]
    rows: list[list[Any]] = [HEAD]
    for number, (listed_person, form) in enumerate(zip(listed, names, strict=True), 1):
        rows.append(
            [*line(number, listed_person)[:2], form.format(listed_person.name), *line(number, listed_person)[3:]]
        )
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    expected = full(listed, 2)
    expected["Sheet1", 6]["name"] += ", S.Pd"
    return expected


@case
def names_that_somebody_should_look_at(folder: Path) -> Expected:
    listed = people(5)
    names = ["Mar1a Kolo", "Alm. Petrus Kolo", "Maria Kolo 2", "Petrus dan Maria", "-"]
    rows = [
        HEAD,
        *[[*line(i, p)[:2], name, *line(i, p)[3:]] for i, (p, name) in enumerate(zip(listed, names, strict=True), 1)],
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    codes = [{"NAME_SUSPECT"}] * 4 + [{"NAME_MISSING"}]
    return {
        ("Sheet1", row): {"nik": p.nik, "codes": code}
        for row, (p, code) in enumerate(zip(listed, codes, strict=True), 2)
    }


@case
def civil_servants_and_who_only_sounds_so(folder: Path) -> Expected:
    listed = people(8)
    work = [
        "PNS",
        "Guru PPPK",
        "Anggota TNI",
        "Polri",
        "Guru honorer non PNS",
        "Perangkat Desa",
        "Pensiunan PNS",
        "Istri TNI",
    ]
    rows = [HEAD, *[line(i, p, "Bijeli", job) for i, (p, job) in enumerate(zip(listed, work, strict=True), 1)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    excluded: list[set[str]] = [{"EXCLUDED_OCCUPATION"}] * 4 + [set()] * 4
    return {
        ("Sheet1", row): {"nik": p.nik, "occupation": job, "codes": code}
        for row, (p, job, code) in enumerate(zip(listed, work, excluded, strict=True), 2)
    }


@case
def ages_at_the_limits(folder: Path) -> Expected:
    days = [date(2009, 11, 1), date(2009, 11, 2), date(1961, 11, 2), date(1961, 11, 1)]
    listed = [person(born=day) for day in days]
    write_xlsx(folder / "a.xlsx", {"Sheet1": [HEAD, *[line(i, p) for i, p in enumerate(listed, 1)]]})
    codes: list[set[str]] = [set(), {"UNDER_AGE"}, set(), {"OVER_AGE"}]
    return {
        ("Sheet1", row): {**who(p), "codes": code} for row, (p, code) in enumerate(zip(listed, codes, strict=True), 2)
    }


# --- other kinds of file ---------------------------------------------------------------------------------


@case
def utf_16_with_tabs(folder: Path) -> Expected:
    listed = people(2)
    write_text(folder / "a.tsv", [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]], "\t", "utf-16")
    return full(listed, 2, "")


@case
def windows_1252_with_semicolons_and_carriage_returns(folder: Path) -> Expected:
    listed = people(2)
    write_text(
        folder / "a.csv", [HEAD, *[line(n, p, "Fatu’ana") for n, p in enumerate(listed, 1)]], ";", "cp1252", "\r\n"
    )
    return full(listed, 2, "", village_code="53.03.08.2026")


@case
def bars_and_a_byte_order_mark(folder: Path) -> Expected:
    listed = people(2)
    write_text(folder / "a.csv", [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]], "|", "utf-8-sig")
    return full(listed, 2, "")


@case
def a_line_that_names_the_delimiter(folder: Path) -> Expected:
    listed = people(2)
    write_text(folder / "a.csv", [["sep=;"], HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]], ";")
    return full(listed, 2, "")


@case
def quoted_line_breaks_and_ragged_rows(folder: Path) -> Expected:
    listed = people(3)
    rows = [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]]
    rows[0][2] = '"Nama\nLengkap"'
    rows[2] += ["", "", "catatan"]
    write_text(folder / "a.csv", rows)
    HEAD[2] = "Nama"
    return full(listed, 2, "")


@case
def an_opening_quote_that_is_never_closed(folder: Path) -> Expected:
    listed = people(3)
    rows = [[*HEAD], *[line(n, p) for n, p in enumerate(listed, 1)]]
    rows[1][7] = '"Petani'
    write_text(folder / "a.csv", rows, ";")
    return full(listed, 2, "", occupation="Petani")


@case
def an_old_workbook(folder: Path) -> Expected:
    listed = people(2)
    rows = [HEAD, *[[*line(n, p)[:5], p.born, *line(n, p)[6:]] for n, p in enumerate(listed, 1)]]
    write_xls(folder / "a.xls", rows)
    return full(listed, 2)


@case
def an_open_document(folder: Path) -> Expected:
    listed = people(2)
    rows = [[None], HEAD, *[[*line(n, p)[:5], p.born, *line(n, p)[6:]] for n, p in enumerate(listed, 1)]]
    write_ods(folder / "a.ods", rows)
    return full(listed, 3, "Lembar1")


@case
def a_workbook_under_another_suffix(folder: Path) -> Expected:
    listed = people(2)
    write_xlsx(folder / "a.xlsx", {"Sheet1": [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]]})
    (folder / "a.xlsx").rename(folder / "a.csv")
    return full(listed, 2)


@case
def text_under_the_suffix_of_a_workbook(folder: Path) -> Expected:
    listed = people(2)
    write_text(folder / "a.xls", [HEAD, *[line(n, p) for n, p in enumerate(listed, 1)]], "\t")
    return full(listed, 2, "")


# --- all of them -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_list_is_read_as_a_person_would(name: str, expected_and_batch: tuple[dict[str, Expected], Batch]) -> None:
    expected, batch = expected_and_batch
    records = {(record.sheet, record.row): record for record in batch.records if record.file.startswith(f"{name}/")}

    assert sorted(records) == sorted(expected[name])
    for key, row in expected[name].items():
        assert _said(records[key], row) == {"codes": set(), **row}, key
