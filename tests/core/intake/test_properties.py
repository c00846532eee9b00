"""Whatever a cell, a row, a text or a file holds, the readers answer; only the named refusal is ever raised."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jaring.core.intake import judge_row
from jaring.core.intake.batch import _setup, rules_on
from jaring.core.intake.cells import cell_text, is_ditto, says_nothing
from jaring.core.intake.dates import DateReader, split_place_and_date
from jaring.core.intake.guard import FileRefusedError, inspect
from jaring.core.intake.headings import heading_field
from jaring.core.intake.judging import _Births
from jaring.core.intake.lines import PLAIN_WORDS, SIXTEEN_DIGITS, odd_lines
from jaring.core.intake.occupations import read_occupation
from jaring.core.intake.reading import Sheet, read_sheets
from jaring.core.intake.tables import find_tables
from jaring.core.intake.values import read_income, read_name, read_phone, read_sex
from jaring.core.intake.villages import NOWHERE, Gazetteer
from jaring.core.intake.worker import Reader

AS_OF = date(2026, 11, 1)
_WORDS = (
    'NIK|Nama|L/P|Tgl Lahir|Desa|Bijeli|5303040101909001|Maria Kolo|12-05-1980|P|JUMLAH|DESA BIJELI|"|-||1|'
    "Mengetahui,|Petani|TTL|Kupang, 12 Mei 1980|Kec. Noemuti|900rb|KTP hilang|Dusun I"
)
WORDS = st.sampled_from(_WORDS.split("|"))
CELLS = st.one_of(
    WORDS,
    st.text(max_size=30),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
MODEST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(_setup("53.03", rules_on(AS_OF)))


@pytest.fixture(scope="module")
def gazetteer(reader: Reader) -> Gazetteer:
    return reader.gazetteer


@MODEST
@given(CELLS)
def test_no_cell_makes_a_reader_fail(value: Any) -> None:
    text = cell_text(value)

    assert says_nothing(text) in (True, False)
    assert is_ditto(text) in (True, False)
    assert read_sex(value) in ("M", "F", "", "?")
    assert read_phone(value)[:3] in ("+62", "", "?")
    assert read_income(value) in ("", "?") or int(read_income(value)) >= 0
    assert read_name(text).is_suspect in (True, False)
    assert read_occupation(text).is_excluded in (True, False)
    assert heading_field(text) is None or isinstance(heading_field(text), str)
    assert isinstance(split_place_and_date(text), tuple)


@MODEST
@given(CELLS)
def test_a_date_that_is_read_lies_in_the_past_and_in_the_calendar(value: Any) -> None:
    reading = DateReader(AS_OF).read(value)

    for day in filter(None, [reading.day_first, reading.month_first, *reading.century_open]):
        assert date(1900, 1, 1) <= date.fromisoformat(day) <= AS_OF
    assert reading.day_first or reading.fault is not None


@MODEST
@given(
    st.dates(date(1900, 1, 1), AS_OF), st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y"])
)
def test_every_day_is_read_back_from_the_forms_that_clerks_use(day: date, form: str) -> None:
    assert DateReader(AS_OF).read(day.strftime(form)).day_first == day.isoformat()


@MODEST
@given(
    st.integers(0, 40),
    st.one_of(st.integers(0, 14), st.sampled_from(["Mei", "PEBRUARI", "sept", "agustus", "xx", "jam"])),
    st.integers(1895, 2030),
    st.sampled_from(["-", "/", ".", " ", " - ", ", "]),
    st.booleans(),
)
def test_a_plain_date_is_read_at_a_glance_as_it_is_read_with_care(
    day: int, month: int | str, year: int, between: str, is_padded: bool
) -> None:
    parts = [f"{day:02d}", f"{month:02d}"] if is_padded and isinstance(month, int) else [f"{day}", f"{month}"]
    text = between.join([*parts, f"{year}"])
    dates = DateReader(AS_OF)

    assert dates.plain_day(text) in ("", dates.read(text).day_first)


@MODEST
@given(
    st.one_of(
        st.lists(st.dates(date(1890, 1, 1), date(2030, 1, 1)), max_size=6),
        st.lists(
            st.one_of(
                st.dates(date(1895, 1, 1), date(2029, 1, 1)).map(lambda day: day.strftime("%d/%m/%Y")),
                st.sampled_from(["29/02/1980", "29/02/1981", "31.04.1980", "12-13-1980", "12/05-1980", "", "?"]),
            ),
            max_size=6,
        ),
    )
)
def test_a_column_of_dates_means_what_its_cells_mean(reader: Reader, cells: list[Any]) -> None:
    text = "".join(f"{cell}\n" for cell in cells) if all(isinstance(cell, str) for cell in cells) else None

    assert _Births(reader.judge, cells, text).days == [reader.judge.dates.read(cell).day_first for cell in cells]


@MODEST
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=25))
def test_no_sheet_makes_the_tables_fail(reader: Reader, rows: list[list[Any]]) -> None:
    sheet = Sheet("Data", 1, rows, [])

    for table in find_tables(sheet, reader.gazetteer, NOWHERE):
        judged = reader.judge.judge(table)
        assert len(judged.rows) == len(table.people)
        assert {text.count("\n") for text in judged.values.values()} == {len(table.people)}


@MODEST
@given(
    st.dictionaries(
        st.sampled_from(["nik", "name", "sex", "birth_date", "village", "kk", "phone"]), st.text(max_size=25)
    )
)
def test_no_typed_row_makes_the_judge_fail(typed: dict[str, str]) -> None:
    assert judge_row(typed, regency="53.03", as_of=AS_OF).verdict


@MODEST
@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_no_village_name_makes_the_gazetteer_fail(
    gazetteer: Gazetteer, village: str, district: str, address: str
) -> None:
    match = gazetteer.resolve(cell_text(village), cell_text(district), cell_text(address), NOWHERE)

    assert (match.code == "") == (match.finding is not None and match.code == "")
    assert gazetteer.is_certain(cell_text(village)) == _names_without_doubt(gazetteer, cell_text(village))
    gazetteer.place_in_title([cell_text(village)])
    gazetteer.place_in_name(cell_text(village))
    gazetteer.place_in_section(cell_text(village))


@MODEST
@given(
    st.lists(
        st.sampled_from(["Desa", "Bijeli", "Kec.", "Noemuti", "Timur", "Maubesi", "Insana", "53.03.04.2001", "x"])
    )
)
def test_a_village_is_certain_when_resolving_it_leaves_no_doubt(gazetteer: Gazetteer, words: list[str]) -> None:
    village = " ".join(words)

    assert gazetteer.is_certain(village) == _names_without_doubt(gazetteer, village)


def _names_without_doubt(gazetteer: Gazetteer, village: str) -> bool:
    match = gazetteer.resolve(village, "", "", NOWHERE)
    return bool(match.code) and match.finding is None


@MODEST
@given(st.from_regex(r"08[1-9][0-9]{7,10}", fullmatch=True), st.sampled_from(" .-"), st.integers(1, 9))
def test_a_telephone_number_is_the_same_however_it_is_parted(number: str, between: str, place: int) -> None:
    expected = f"+62{number[1:]}"

    assert read_phone(number) == expected
    assert read_phone(f"{number[:place]}{between}{number[place:]}") == expected
    assert read_phone(f"+62{between}{number[1:]}") == expected


@MODEST
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"NIK;Nama\n"])
)
def test_no_bytes_make_the_guard_or_the_reader_fail(body: bytes, start: bytes) -> None:
    sheets: list[Sheet] = []
    with contextlib.suppress(FileRefusedError):
        sheets = read_sheets(start + body, inspect(start + body).kind)

    assert all(len(set(map(len, sheet.rows))) <= 1 for sheet in sheets)


@MODEST
@given(st.lists(st.sampled_from(["5303040101909001", "Maria Kolo", "", "-", "Sa'u T. Kolo", "12", "ß", " x"])))
def test_a_glance_at_a_column_finds_what_looking_at_each_cell_finds(cells: list[str]) -> None:
    text = "".join(f"{cell}\n" for cell in cells)

    for usual in (SIXTEEN_DIGITS, PLAIN_WORDS):
        alone = [position for position, cell in enumerate(cells) if usual.fullmatch(f"{cell}\n") is None]
        assert odd_lines(text, usual) == alone
