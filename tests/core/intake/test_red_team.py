"""Mistakes that somebody looked for and found: each list once made the intake say something wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from people import Person, people, person, write_ods, write_text, write_xlsx

from jaring.core.intake import Batch, Record, read_lists

AS_OF = date(2026, 11, 1)
BIJELI, SASI, OELAMI, NAOB, HAEKTO = (
    "53.03.04.2001",
    "53.03.05.1009",
    "53.03.14.2001",
    "53.03.10.2001",
    "53.03.10.2002",
)
HEAD = ["No", "NIK", "Nama", "L/P", "Tgl Lahir", "Desa"]

Said = dict[str, Any]
Expected = dict[int, Said]
CASES: dict[str, Callable[[Path], Expected]] = {}


def case(function: Callable[[Path], Expected]) -> Callable[[Path], Expected]:
    CASES[function.__name__] = function
    return function


@pytest.fixture(scope="module")
def expected_and_batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Expected], Batch]:
    folder = tmp_path_factory.mktemp("found")
    expected = {}
    for name, write in CASES.items():
        (folder / name).mkdir()
        expected[name] = write(folder / name)
    return expected, read_lists([folder], regency="53.03", as_of=AS_OF)


def line(number: int, listed: Person, **instead: Any) -> list[Any]:
    said = {
        "nik": listed.nik,
        "name": listed.name,
        "sex": listed.sex,
        "day": listed.day,
        "village": "Bijeli",
        **instead,
    }
    return [number, *said.values()]


def born_on_23_may_1980(number: int) -> list[Person]:
    return [person(born=date(1980, 5, 23)) for _ in range(number)]


# --- rows that are nobody --------------------------------------------------------------------------------


@case
def names_under_a_signature_are_nobody(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [["DESA BIJELI"], ["Nama", "NIK", "L/P", "Tempat Lahir", "Tgl Lahir"]]
    rows += [[p.name, p.nik, p.sex, p.place, p.day] for p in listed]
    rows += [["Mengetahui", None, None, "Yang membuat"], ["Kepala Desa Bijeli", None, None, "Sekretaris"], [], []]
    rows += [["YOHANES TEFA", None, None, "Maria Olla"], ["Camat Noemuti"], ["MARIA OLLA, S.STP"]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {3: {"nik": listed[0].nik}, 4: {"nik": listed[1].nik}}


@case
def people_follow_a_subtotal(folder: Path) -> Expected:
    listed = people(3)
    rows: list[list[Any]] = [["DESA BIJELI"], HEAD[:5], line(1, listed[0])[:5], ["Jumlah", 1], line(2, listed[1])[:5]]
    rows += [[3, None, listed[2].name]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {3: {"nik": listed[0].nik}, 5: {"nik": listed[1].nik}, 6: {"codes": {"NIK_MISSING"}, "nik": ""}}


@case
def a_row_that_says_how_to_fill_the_columns_is_nobody(folder: Path) -> Expected:
    listed = people(1)
    rows: list[list[Any]] = [HEAD, [None, "(16 angka)", None, "(L/P)", "(hh-bb-tttt)"], list("abcdef")]
    write_xlsx(folder / "a.xlsx", {"Sheet1": [*rows, *[line(1, p) for p in listed]]})
    return {4: {"nik": listed[0].nik}}


@case
def a_heading_of_two_rows_is_repeated_on_each_page(folder: Path) -> Expected:
    listed = people(4)
    listed[1] = person(sex="P")
    upper = ["No", "NIK", "Nama", "Tempat dan Tanggal Lahir", None, "Jenis Kelamin", None, "Desa", "Ahli Waris", None]
    lower = [None, None, None, "Tempat", "Tanggal", "L", "P", None, "Nama", "Hubungan"]

    def row(number: int, p: Person, nik: str | None) -> list[Any]:
        sexes = ["v", None] if p.sex == "L" else [None, "v"]
        return [number, nik, p.name, p.place, p.day, *sexes, "Desa Bijeli", "Klara Kolo", "Istri"]

    first = [row(1, listed[0], listed[0].nik), row(2, listed[1], None)]
    second = [row(number, p, p.nik) for number, p in enumerate(listed[2:], 3)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": [upper, lower, *first, upper, lower, *second]})
    said = [{"name": p.name, "birth_date": p.born, "birth_place": "Kupang", "heir_name": "Klara Kolo"} for p in listed]
    return {3: said[0], 4: {**said[1], "codes": {"NIK_MISSING"}}, 7: said[2], 8: said[3]}


@case
def a_person_whose_cells_sound_like_headings(folder: Path) -> Expected:
    listed = [person(sex="P") for _ in range(2)]
    upper = ["No", "NIK", "Nama", "Kelahiran", None, "JK", "Alamat", None]
    lower = [None, None, None, "Tempat", "Tanggal", None, "Dusun", "Desa"]
    rows: list[list[Any]] = [
        [number, nik, p.name, p.place, p.day, "Perempuan", "RT 1 Desa Bijeli", "Bijeli"]
        for number, p, nik in [(1, listed[0], None), (2, listed[1], listed[1].nik)]
    ]
    write_ods(folder / "a.ods", [upper, lower, rows[0], upper, lower, rows[1]])
    return {3: {"name": listed[0].name, "codes": {"NIK_MISSING"}}, 6: {"birth_date": listed[1].born}}


@case
def cells_merged_in_an_open_document(folder: Path) -> Expected:
    listed = people(5)
    rows: list[list[Any]] = [[], ["No KK", "Desa", "NIK", "Nama", "L/P", "Tgl Lahir"]]
    rows += [[p.kk, "Naob" if n < 2 else "Haekto", p.nik, p.name, p.sex, p.day] for n, p in enumerate(listed)]
    rows[3][:2] = rows[5][:2] = rows[6][:2] = [None, None]
    write_ods(folder / "a.ods", rows, merges=[(2, 0, 3, 0), (2, 1, 3, 1), (4, 0, 6, 0), (4, 1, 6, 1)])
    heads = [listed[0], listed[0], listed[2], listed[2], listed[2]]
    villages = [NAOB, NAOB, HAEKTO, HAEKTO, HAEKTO]
    return {
        row: {"nik": p.nik, "kk": head.kk, "village_code": village}
        for row, (p, head, village) in enumerate(zip(listed, heads, villages, strict=True), 3)
    }


@case
def two_merged_headings_side_by_side_in_an_open_document(folder: Path) -> Expected:
    listed = [person(sex="P"), person(sex="L")]
    upper = ["No", "NIK", "Nama", "Jenis Kelamin", None, "Tempat dan Tanggal Lahir", None, "Desa"]
    lower = [None, None, None, "L", "P", "Tempat", "Tanggal", None]
    rows: list[list[Any]] = [upper, lower]
    rows += [
        [n, p.nik, p.name, "v" if p.sex == "L" else "", "v" if p.sex == "P" else "", "Kupang", p.day, "Bijeli"]
        for n, p in enumerate(listed, 1)
    ]
    below = [(0, column, 1, column) for column in (0, 1, 2, 7)]
    write_ods(folder / "a.ods", rows, merges=[*below, (0, 3, 0, 4), (0, 5, 0, 6)])
    return {
        row: {"nik": p.nik, "sex": {"L": "M", "P": "F"}[p.sex], "birth_date": p.born, "codes": set()}
        for row, p in enumerate(listed, 3)
    }


@case
def a_million_empty_lines_below_the_list(folder: Path) -> Expected:
    listed = people(2)
    lines = [";".join(HEAD), *[";".join(map(str, line(n, p))) for n, p in enumerate(listed, 1)]]
    (folder / "a.csv").write_text("\n".join(lines) + "\n;;;;;" * 1_000_000, encoding="utf-8")
    return {row: {"nik": p.nik, "village_code": BIJELI} for row, p in enumerate(listed, 2)}


# --- headings ------------------------------------------------------------------------------------------------


@case
def headings_whose_words_go_on_in_the_next_row(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [["Desa Bijeli"], ["No", "Nama", "Nomor", "Jenis", "Tempat", "Tanggal"]]
    rows += [["Urut", "Lengkap", "NIK", "Kelamin", "Lahir", "Lahir"]]
    rows += [[n, p.name, p.nik, p.sex, p.place, p.day] for n, p in enumerate(listed, 1)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {
        row: {"nik": p.nik, "birth_place": "Kupang", "birth_date": p.born, "village_code": BIJELI}
        for row, p in enumerate(listed, 4)
    }


@case
def a_heading_that_goes_on_alone_above_its_three_parts(folder: Path) -> Expected:
    listed = people(2)
    rows: list[list[Any]] = [["Nama", "NIK", "L/P", "Tanggal", None, None, "Desa"], [None, None, None, "Lahir"]]
    rows += [[None, None, None, "Tgl", "Bln", "Thn"]]
    rows += [[p.name, p.nik, p.sex, p.born.day, p.born.month, p.born.year, "Bijeli"] for p in listed]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows}, merges={"Sheet1": [(0, 3, 0, 5), (1, 3, 1, 5)]})
    return {row: {"birth_date": p.born, "village_code": BIJELI} for row, p in enumerate(listed, 4)}


@case
def day_month_and_year_of_birth_under_full_headings(folder: Path) -> Expected:
    listed = [person(born=date(1980, 5, 23)), person(born=date(1990, 4, 3))]
    rows: list[list[Any]] = [["Nama", "NIK", "Tanggal Lahir", "Bulan Lahir", "Tahun Lahir", "Desa"]]
    months = ["Mei", "April"]
    rows += [[p.name, p.nik, p.born.day, m, p.born.year, "Bijeli"] for p, m in zip(listed, months, strict=True)]
    write_text(folder / "a.csv", rows, ";")
    return {row: {"birth_date": p.born} for row, p in enumerate(listed, 2)}


@case
def a_family_card_with_points(folder: Path) -> Expected:
    listed = people(2)
    rows = [[*HEAD, "No. K.K", "Ahli Waris", "Relation"]]
    rows += [[*line(n, p), p.kk, "Klara Kolo", "Istri"] for n, p in enumerate(listed, 1)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {row: {"kk": p.kk, "heir_relation": "Istri"} for row, p in enumerate(listed, 2)}


@case
def villages_beside_birth_places_without_any_heading(folder: Path) -> Expected:
    listed = people(6)
    rows = [[n, p.name, p.nik, "Bijeli", p.day, p.sex, "Bijeli"] for n, p in enumerate(listed, 1)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": [["DUSUN II"], *rows]})
    return {row: {"nik": p.nik, "birth_date": p.born, "village_code": BIJELI} for row, p in enumerate(listed, 2)}


# --- values ----------------------------------------------------------------------------------------------


@case
def a_name_alone_has_no_nik(folder: Path) -> Expected:
    listed = people(3)
    niks = [None, "-", listed[2].nik[:15]]
    rows = [
        HEAD,
        *[line(n, p, nik=nik, sex="", day="") for n, (p, nik) in enumerate(zip(listed, niks, strict=True), 1)],
    ]
    write_text(folder / "a.csv", rows)
    codes = [{"NIK_MISSING"}, {"NIK_MISSING"}, {"NIK_LENGTH"}]
    return {row: {"nik": "", "birth_date": None, "codes": code} for row, code in enumerate(codes, 2)}


@case
def a_nik_framed_as_a_formula(folder: Path) -> Expected:
    listed = people(3)
    forms = ['="{}"', '=("{}")', '"=""{}"""']
    rows = [HEAD, *[line(n, p, nik=f.format(p.nik)) for n, (p, f) in enumerate(zip(listed, forms, strict=True), 1)]]
    write_text(folder / "a.csv", rows, ";")
    return {row: {"nik": p.nik} for row, p in enumerate(listed, 2)}


@case
def a_date_before_the_place(folder: Path) -> Expected:
    forms = ["23-05-1980, Eban", "23 Mei 1980 / Noemuti Timur", "23.05.1980 (Eban)"]
    rows: list[list[Any]] = [["NIK", "Nama", "L/P", "TTL", "Desa"]]
    rows += [[p.nik, p.name, p.sex, form, "Bijeli"] for p, form in zip(born_on_23_may_1980(3), forms, strict=True)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {
        row: {"birth_place": place, "birth_date": date(1980, 5, 23)}
        for row, place in enumerate(["Eban", "Noemuti Timur", "Eban"], 2)
    }


@case
def months_cut_short_or_misspelt(folder: Path) -> Expected:
    days = {
        "17 Agust 1977": (8, 17),
        "22 Septemer 1990": (9, 22),
        "22 Agustsu 1990": (8, 22),
        "3 Desmber 1990": (12, 3),
    }
    listed = [person(born=date(int(said[-4:]), *day)) for said, day in days.items()]
    write_xlsx(
        folder / "a.xlsx", {"Sheet1": [HEAD, *[line(1, p, day=said) for p, said in zip(listed, days, strict=True)]]}
    )
    return {row: {"birth_date": p.born} for row, p in enumerate(listed, 2)}


@case
def a_word_that_could_be_two_months_is_none(folder: Path) -> Expected:
    rows = [
        HEAD,
        *[
            line(1, p, day=f"23 {word} 1980")
            for p, word in zip(born_on_23_may_1980(3), ["Ju", "Jumi", "Ma"], strict=True)
        ],
    ]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {row: {"birth_date": None, "codes": {"BIRTH_DATE_INVALID"}} for row in (2, 3, 4)}


@case
def sexes_in_two_ways_at_once(folder: Path) -> Expected:
    listed = [person(sex="P"), person(sex="L"), person(sex="P")]
    said = ["Peremp.", "Laki-laki (L)", "P (Perempuan)"]
    rows = [HEAD, *[line(1, p, sex=sex) for p, sex in zip(listed, said, strict=True)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {2: {"sex": "F"}, 3: {"sex": "M"}, 4: {"sex": "F"}}


@case
def civil_servants_in_spaced_letters(folder: Path) -> Expected:
    listed = people(5)
    work = ["P.N.S", "P N S", "A.S.N", "PNSD", "Pegawai Neg. Sipil"]
    rows = [[*HEAD, "Pekerjaan"], *[[*line(1, p), job] for p, job in zip(listed, work, strict=True)]]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {row: {"codes": {"EXCLUDED_OCCUPATION"}} for row in range(2, 7)}


@case
def a_village_behind_the_house_in_an_address(folder: Path) -> Expected:
    addresses = ["RT 02/RW 01 Oelami", "RT.003 RW.002, Oelami", "Dusun II, RT 4, Oelami", "RT02/RW01 Oelami"]
    rows: list[list[Any]] = [["NIK", "Nama", "L/P", "Tgl Lahir", "Alamat"]]
    rows += [[p.nik, p.name, p.sex, p.day, address] for p, address in zip(people(4), addresses, strict=True)]
    write_xlsx(folder / "a.xlsx", {"Sheet1": rows})
    return {row: {"village_code": OELAMI} for row in range(2, 6)}


# --- all of them -----------------------------------------------------------------------------------------


def _said(record: Record, row: Said) -> Said:
    said: Said = {field: getattr(record.values, field) for field in row if field != "codes"}
    return {**said, "codes": {code.value for code in record.codes}}


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_list_is_read_rightly(name: str, expected_and_batch: tuple[dict[str, Expected], Batch]) -> None:
    expected, batch = expected_and_batch
    records = {record.row: record for record in batch.records if record.file.startswith(f"{name}/")}

    assert sorted(records) == sorted(expected[name])
    for key, row in expected[name].items():
        assert _said(records[key], row) == {"codes": set(), **row}, key


# --- files that ask for too much ---------------------------------------------------------------------------


def codes_and_memory(path: Path) -> tuple[set[str], int]:
    """Return the codes of the files read, and the memory in kB of the largest child that read them.

    In a process of its own: a child counts the memory of the process that started it as its own.
    """
    script = (
        "import resource, sys; from datetime import date; from jaring.core.intake import read_lists; "
        f"batch = read_lists(sys.argv[1:], regency='53.03', as_of=date.fromisoformat('{AS_OF}')); "
        "print(*{str(file.code) for file in batch.files}, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    *codes, memory = done.stdout.split()
    return set(codes), int(memory)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts memory differently")
def test_no_text_file_fills_the_memory_before_its_rows_are_counted(tmp_path: Path) -> None:
    endless = {"lines.csv": b"a,b\n" * 2_000_000, "line.csv": b"a," * 4_000_000, "quotes.csv": b'"' * 8_000_000}
    for name, data in endless.items():
        (tmp_path / name).write_bytes(data)

    codes, memory = codes_and_memory(tmp_path)

    assert codes == {"FILE_TOO_LARGE"}
    assert memory <= 200 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process uses")
def test_a_small_file_that_asks_for_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    long = "".join(chr(97 + n * n % 26) for n in range(30_000))
    write_xlsx(path, {"Sheet1": [HEAD, *[[long] * 10 for _ in range(2_000)]]})

    codes, memory = codes_and_memory(path)

    assert codes == {"FILE_UNREADABLE"}
    assert memory <= 256 * 1024


# --- paths -------------------------------------------------------------------------------------------------


def test_a_file_that_has_two_names_is_read_under_its_own(tmp_path: Path) -> None:
    write_text(tmp_path / "z.csv", [HEAD, *[line(n, p) for n, p in enumerate(people(2), 1)]])
    (tmp_path / "a.csv").symlink_to("z.csv")

    batch = read_lists([tmp_path, tmp_path / "z.csv"], regency="53.03", as_of=AS_OF)

    assert [file.file for file in batch.files] == ["z.csv"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_path_that_does_not_exist_is_wrong_usage(tmp_path: Path, language: str) -> None:
    arguments = [
        str(tmp_path / "none.csv"),
        "--regency",
        "53.03",
        "--as-of",
        "2026-11-01",
        "--out",
        str(tmp_path / "o"),
    ]
    command = [
        sys.executable,
        "-c",
        "from jaring.cli.main import main; main()",
        "intake",
        *arguments,
        "--lang",
        language,
    ]

    finished = subprocess.run(command, capture_output=True, text=True, check=False)

    assert finished.returncode == 2
    assert "none.csv" in finished.stderr
    assert not (tmp_path / "o").exists()


def test_a_sheet_of_thousands_of_tables_is_refused(tmp_path: Path) -> None:
    pair = "NIK,Nama,Tgl Lahir\n5303140101809001,Maria Kolo,01-01-1980\nNama,NIK,Tgl Lahir\n"
    pair += "Maria Kolo,5303140101809001,01-01-1980\n"
    (tmp_path / "a.csv").write_text(pair * 1_500, encoding="utf-8")

    batch = read_lists([tmp_path], regency="53.03", as_of=AS_OF)

    assert [str(file.code) for file in batch.files] == ["FILE_TOO_LARGE"]
