"""Numbers of people are read as they are or refused with a reason; they are never mended and never shown."""

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.identity import (
    IdentityFault,
    KkNumber,
    Kpj,
    Nik,
    clean,
    mask,
    parse_kk_number,
    parse_kpj,
    parse_nik,
)

birth_dates = st.dates(date(1930, 1, 1), date(2026, 1, 1))
serials = st.integers(9000, 9999).map(str)
separators = st.text(" .-\u00a0\u2013\t\u200b", max_size=3)


def nik_of(born: date, sex: str, serial: str, district: str = "530304") -> str:
    day = born.day + (40 if sex == "F" else 0)
    return f"{district}{day:02d}{born:%m%y}{serial}"


@given(birth_dates, st.sampled_from("MF"), serials)
def test_a_nik_says_sex_day_month_and_two_digits_of_the_year(born: date, sex: str, serial: str) -> None:
    nik = parse_nik(nik_of(born, sex, serial))

    assert isinstance(nik, Nik)
    assert (nik.sex, nik.birth_day, nik.birth_month) == (sex, born.day, born.month)
    assert (nik.birth_year_in_century, nik.serial) == (born.year % 100, serial)
    assert nik.could_be_born_on(born)
    assert born in nik.possible_birth_dates(date(2026, 11, 1))


@given(birth_dates, serials, st.lists(separators, min_size=16, max_size=16), st.sampled_from(["", "'", "\u2019"]))
def test_separators_and_a_leading_apostrophe_do_not_change_the_number(
    born: date, serial: str, between: list[str], apostrophe: str
) -> None:
    digits = nik_of(born, "F", serial)
    typed = apostrophe + "".join(digit + gap for digit, gap in zip(digits, between, strict=True))

    assert parse_nik(typed) == parse_nik(digits)
    assert clean(typed) == digits


@given(st.text(max_size=24))
def test_whatever_is_typed_gives_a_number_or_a_fault(typed: str) -> None:
    assert isinstance(parse_nik(typed), Nik | IdentityFault)
    assert isinstance(parse_kk_number(typed), KkNumber | IdentityFault)
    assert isinstance(parse_kpj(typed), Kpj | IdentityFault)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "NIK_MISSING"),
        ("  \u00a0 ", "NIK_MISSING"),
        ("'", "NIK_MISSING"),
        ("-", "NIK_PLACEHOLDER"),
        ("...", "NIK_PLACEHOLDER"),
        ("0", "NIK_PLACEHOLDER"),
        ("belum ada", "NIK_PLACEHOLDER"),
        ("5555555555555555", "NIK_PLACEHOLDER"),
        ("1234567890123456", "NIK_PLACEHOLDER"),
        ("0123456789012345", "NIK_PLACEHOLDER"),
        ("5303000000000000", "NIK_PLACEHOLDER"),
        ("5303041109900000", "NIK_PLACEHOLDER"),
        ("530304110990901", "NIK_LENGTH"),
        ("53030411099090011", "NIK_LENGTH"),
        ("53O3041109909001", "NIK_CHARACTERS"),
        ("530304110990900l", "NIK_CHARACTERS"),
        ("\uff15303041109909001", "NIK_CHARACTERS"),
        ("\u0665303041109909001", "NIK_CHARACTERS"),
        ("5303'041109909001", "NIK_CHARACTERS"),
        ("NIK 5303041109909001", "NIK_CHARACTERS"),
        ("5,30304E+15", "NIK_NUMERIC_CELL"),
        ("5.303041109909E15", "NIK_NUMERIC_CELL"),
        ("5303041109909000.0", "NIK_NUMERIC_CELL"),
        ("5303040013909001", "NIK_DATE_IMPOSSIBLE"),
        ("5303043002909001", "NIK_DATE_IMPOSSIBLE"),
        ("5303047202909001", "NIK_DATE_IMPOSSIBLE"),
        ("5303043209909001", "NIK_DATE_IMPOSSIBLE"),
        ("5303044009909001", "NIK_DATE_IMPOSSIBLE"),
        ("5303042902919001", "NIK_DATE_IMPOSSIBLE"),
    ],
)
def test_a_cell_that_holds_no_nik_gets_the_fault_that_describes_it(typed: str, fault: str) -> None:
    assert parse_nik(typed) == IdentityFault(fault)


@pytest.mark.parametrize("year", ["00", "96", "04"])
def test_29_february_is_possible_in_leap_years(year: str) -> None:
    nik = parse_nik(f"5303046902{year}9001")

    assert isinstance(nik, Nik)
    assert all(day.month == 2 and day.day == 29 for day in nik.possible_birth_dates(date(2026, 11, 1)))


def test_the_century_is_left_open() -> None:
    nik = parse_nik("5303041109059001")

    assert isinstance(nik, Nik)
    assert nik.possible_birth_dates(date(2026, 11, 1)) == (date(1905, 9, 11), date(2005, 9, 11))
    assert nik.possible_birth_dates(date(2005, 9, 10)) == (date(1905, 9, 11),)


def test_a_nik_names_where_it_was_registered() -> None:
    nik = parse_nik("5303041109909001")

    assert isinstance(nik, Nik)
    assert nik.district_code == "53.03.04"


@pytest.mark.parametrize(
    "number", [parse_nik("5303041109909001"), parse_kk_number("5303041109909001"), parse_kpj("19023456789")]
)
def test_no_way_of_printing_shows_the_whole_number(number: Nik | KkNumber | Kpj) -> None:
    # Each way of formatting goes through another method, so str.format stays beside the f-string.
    shown = [repr(number), str(number), f"{number}", f"{number!r:>40}", "{}".format(number), repr([number])]  # noqa: UP032  # Each way of writing a number is tried on purpose.

    assert not any(number.digits in text for text in shown)
    assert number.masked.endswith(number.digits[-2:])


def test_masking_keeps_the_region_and_the_last_two_digits() -> None:
    assert mask("5303011109909001") == "530301********01"
    assert mask("19023456789") == "*********89"
    assert mask("12") == "12"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "KK_MISSING"),
        ("-", "KK_PLACEHOLDER"),
        ("5303041234", "KK_LENGTH"),
        ("53O3041234567890", "KK_CHARACTERS"),
        ("5303041109900000", "KK_PLACEHOLDER"),
        ("5,30304E+15", "KK_NUMERIC_CELL"),
    ],
)
def test_a_cell_that_holds_no_family_card_number_gets_its_fault(typed: str, fault: str) -> None:
    assert parse_kk_number(typed) == IdentityFault(fault)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "KPJ_MISSING"),
        ("00000000000", "KPJ_PLACEHOLDER"),
        ("1902345678", "KPJ_LENGTH"),
        ("1902345678A", "KPJ_CHARACTERS"),
    ],
)
def test_a_cell_that_holds_no_participant_number_gets_its_fault(typed: str, fault: str) -> None:
    assert parse_kpj(typed) == IdentityFault(fault)


def test_numbers_survive_the_way_between_processes() -> None:
    nik = parse_nik("5303041109909001")

    assert pickle.loads(pickle.dumps(nik)) == nik
