"""Birth dates as clerks write them. A date is read, or it is said why not; the century is never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Final, NamedTuple, cast

from jaring.core.intake.cells import CellValue, cell_text, fold, is_ditto, says_nothing

# Nobody older than this is alive: a birth year that would make somebody older is no possible reading.
OLDEST_AGE_YEARS: Final = 110
_FIRST_YEAR: Final = 1900
_FIRST_DAY: Final = "1900-01-01"


class DateFault(Enum):
    """Why a cell gives no birth date."""

    MISSING = "missing"
    INVALID = "invalid"
    AMBIGUOUS = "ambiguous"


class DateReading(NamedTuple):
    """What one cell can mean.

    ``day_first`` is the reading in Indonesian order, ``month_first`` the American one where the cell allows
    both or only that; each is an ISO date or empty. ``fault`` says why ``day_first`` is empty. ``from_1904`` is
    what a bare day count means in a workbook that counts from 1904. ``century_open`` holds the dates between
    which a two-digit year leaves the choice.
    """

    day_first: str = ""
    month_first: str = ""
    fault: DateFault | None = None
    from_1904: str = ""
    century_open: tuple[str, ...] = ()


def _only_day_first(reading: DateReading) -> DateReading:
    """Drop the American reading: the month was written as such."""
    return DateReading(reading.day_first, fault=reading.fault, century_open=reading.century_open)


MISSING: Final = DateReading(fault=DateFault.MISSING)
INVALID: Final = DateReading(fault=DateFault.INVALID)

_MONTH_WORDS: Final = {
    1: "januari jan january januar janu",
    2: "februari feb pebruari peb february febr pebr febuari pebuari",
    3: "maret mar march mrt maart",
    4: "april apr aprl apl",
    5: "mei may mai me",
    6: "juni jun june jn",
    7: "juli jul july jl",
    8: "agustus agt agu aug august ags agst agus agts agustu",
    9: "september sep sept sepetember spt septmber",
    10: "oktober okt oct october oktobr okto",
    11: "november nov nop nopember nove",
    12: "desember des dec december dese desem",
}
MONTHS: Final = {word: month for month, words in _MONTH_WORDS.items() for word in words.split()}
_NUMERALS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTHS: Final = {numeral: month for month, numeral in enumerate(_NUMERALS, 1)}

_USUAL = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})").fullmatch
# Nearly all dates, in lists of any length, have a day that every year has and a year of four digits.
_PLAIN_FORM: Final = r"([0-9]{1,2})( - |[-/. ])([0-9]{1,2}|[A-Za-z]{3,9})\2((?:19|20)[0-9]{2})"
_PLAIN = re.compile(_PLAIN_FORM).fullmatch
_PLAIN_LINES = re.compile(rf"^(?:{_PLAIN_FORM}$|.*)", re.MULTILINE).findall
_PLAIN_DAYS: Final = {text: f"{day:02d}" for day in range(1, 32) for text in (f"{day}", f"{day:02d}")}
_PLAIN_MONTHS: Final = {
    **{text: f"{month:02d}" for month in range(1, 13) for text in (f"{month}", f"{month:02d}")},
    **{word: f"{month:02d}" for word, month in MONTHS.items()},
}
_NOT_EVERY_YEAR: Final = frozenset({"02-29", "02-30", "02-31", "04-31", "06-31", "09-31", "11-31"})
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?").fullmatch
_CLOCK = re.compile(r"[T ]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?$")
# A month's name is recognised cut short from so many letters on, and with one slip from so many.
_CUT_LENGTH_MIN: Final = 3
_SLIP_LENGTH_MIN: Final = 5
_PLACE_THEN_DATE = re.compile(r"([A-Za-z]+)[ ,/]+([0-9].*[0-9])").fullmatch
_DATE_THEN_PLACE = re.compile(r"([0-9].*[0-9])[ ,;/.()-]+([A-Za-z][A-Za-z' .]*)\)?").fullmatch
_PIECES = re.compile(r"[0-9]+|[a-z]+")
_WEEKDAYS = re.compile(r"\b(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|tanggal|tgl|tahun|thn|bulan|bln|lahir)\b")
_MONTHS_IN_YEAR: Final = 12
_FROM_1904: Final = 1462  # Days between the two counts of Excel.


class DateReader:
    """Reads cells as birth dates, as seen on one day."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self._latest = as_of.isoformat()
        self._latest_year = self._latest[:4]
        self._earliest_year = as_of.year - OLDEST_AGE_YEARS

    def read(self, value: CellValue) -> DateReading:
        """Return what the cell can mean."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, date):
            iso = value.isoformat()[:10]
            return DateReading(iso) if _FIRST_DAY <= iso <= self._latest else INVALID
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._number(value)
        return INVALID

    def plain_day(self, text: str) -> str:
        """Return the ISO date that a plain text such as ``12/05/1980`` or ``12 Mei 1980`` means in Indonesian order.

        Nearly all texts are plain, and this takes a fraction of the time of ``read``. Nothing for any other text.
        """
        plain = _PLAIN(text)
        return self._plain_day(*plain.groups()) if plain else ""

    def plain_days_of_lines(self, text: str) -> list[str]:
        """Do the same with every line of a text; each of them ends in a newline."""
        return [self._plain_day(*parts) if parts[0] else "" for parts in _PLAIN_LINES(text[:-1])] if text else []

    def _plain_day(self, day: str, _: str, month: str, year: str) -> str:
        day = _PLAIN_DAYS.get(day, "")
        month = _PLAIN_MONTHS.get(month) or _PLAIN_MONTHS.get(month.lower(), "")
        if not (day and month and year < self._latest_year) or f"{month}-{day}" in _NOT_EVERY_YEAR:
            return ""
        return f"{year}-{month}-{day}"

    def plain_days(self, cells: Sequence[CellValue]) -> list[str]:
        """Return the ISO dates of a column of which every cell is a possible date, else an empty list."""
        if set(map(type, cells)) != {date}:
            return []
        days = [cell.isoformat() for cell in cast("Sequence[date]", cells)]
        return days if min(days) >= _FIRST_DAY and max(days) <= self._latest else []

    def read_parts(self, day: str, month: str, year: str) -> DateReading:
        """Read a date whose day, month and year stand in cells of their own."""
        if says_nothing(day) and says_nothing(month) and says_nothing(year):
            return MISSING
        month_number = _month(fold(month))
        return _only_day_first(self.read(f"{day}-{month_number or month}-{year}"))

    def _text(self, text: str) -> DateReading:
        usual = _USUAL(text)
        if usual:
            return self._day_month_year(int(usual[1]), int(usual[3]), int(usual[4]))
        text = cell_text(text)
        if says_nothing(text) or is_ditto(text):
            return MISSING
        text = _CLOCK.sub("", text.strip("'\" ,.;:()"))
        usual = _USUAL(text)
        if usual:
            return self._day_month_year(int(usual[1]), int(usual[3]), int(usual[4]))
        iso = _ISO(text)
        if iso:
            return self._known(int(iso[1]), int(iso[3]), int(iso[4]))
        return self._pieces(text)

    def _pieces(self, text: str) -> DateReading:
        folded = _WEEKDAYS.sub(" ", fold(text))
        pieces = _PIECES.findall(folded)
        if len(pieces) == 1 and pieces[0].isdigit():
            return self._digits(pieces[0])
        if len(pieces) != 3:
            return INVALID
        first, second, third = pieces
        if second.isalpha():
            return self._with_month_word(first, second, third)
        if first.isalpha():  # "Mei 12, 1980"
            return self._with_month_word(second, first, third)
        if not (first.isdigit() and third.isdigit()):
            return INVALID
        if len(first) == 4:
            return self._known(int(first), int(second), int(third))
        return self._day_month_year(int(first), int(second), self._year(third))

    def _with_month_word(self, day: str, word: str, year: str) -> DateReading:
        month = _month(word)
        if month is None or not (day.isdigit() and year.isdigit()):
            return INVALID
        if len(day) == 4:  # "1980 Mei 12"
            day, year = year, day
        return _only_day_first(self._day_month_year(int(day), month, self._year(year)))

    def _year(self, digits: str) -> int:
        """Return a full year, or a two-digit one as a negative number (``-100`` stands for 00)."""
        if len(digits) == 4:
            return int(digits)
        if len(digits) == 2:
            return -(int(digits) or 100)
        return 0

    def _day_month_year(self, day: int, month: int, year: int) -> DateReading:
        if year < 0:
            return self._two_digit_year(day, month, -year % 100)
        day_first = self._iso(year, month, day)
        month_first = self._iso(year, day, month) if day <= _MONTHS_IN_YEAR and day != month else ""
        return DateReading(day_first, month_first, None if day_first else DateFault.INVALID)

    def _two_digit_year(self, day: int, month: int, year: int) -> DateReading:
        century = self.as_of.year // 100 * 100
        readings = [self._iso(base + year, month, day) for base in (century - 100, century)]
        possible = tuple(reading for reading in readings if reading and self._is_alive(reading))
        if len(possible) == 1:
            return DateReading(possible[0])
        if possible:
            return DateReading(fault=DateFault.AMBIGUOUS, century_open=possible)
        return INVALID

    def _digits(self, digits: str) -> DateReading:
        """Read digits without separators: 31121980, 19801231, or a day count that lost its format."""
        if len(digits) == 8:
            if "1900" <= digits[:4] <= self._latest_year and digits[4:6] <= "12":
                return self._known(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            return self._day_month_year(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        if len(digits) == 7:  # A number cell lost the leading zero: 5121980.
            return self._day_month_year(int(digits[0]), int(digits[1:3]), int(digits[3:]))
        if len(digits) == 6:
            return self._day_month_year(int(digits[:2]), int(digits[2:4]), self._year(digits[4:]))
        if len(digits) == 5:
            return self._serial(int(digits))
        return INVALID

    def _number(self, number: float) -> DateReading:
        if number == 0:
            return MISSING
        if number != number or number < 0 or number > 99_999_999:
            return INVALID
        if not float(number).is_integer():
            number = int(number)
        return self._digits(str(int(number)))

    def _serial(self, days: int) -> DateReading:
        """Read a day count; a workbook of the 1904 count shows as the second reading."""
        first = date(1899, 12, 30) + timedelta(days=days)
        later = first + timedelta(days=_FROM_1904)
        iso = self._iso(first.year, first.month, first.day)
        if not iso:
            return INVALID
        return DateReading(iso, from_1904=self._iso(later.year, later.month, later.day))

    def _known(self, year: int, month: int, day: int) -> DateReading:
        iso = self._iso(year, month, day)
        return DateReading(iso) if iso else INVALID

    def _iso(self, year: int, month: int, day: int) -> str:
        """Return the ISO date, or nothing where the calendar or the present day forbids it."""
        try:
            iso = date(year, month, day).isoformat()
        except ValueError:
            return ""
        return iso if year >= _FIRST_YEAR and iso <= self._latest else ""

    def _is_alive(self, iso: str) -> bool:
        return int(iso[:4]) >= self._earliest_year


def _month(word: str) -> int | None:
    """Return the month that a word names, cut short ("agust") or with one slip ("septemer"), if it is but one."""
    month = MONTHS.get(word) or _ROMAN_MONTHS.get(word)
    if month is not None or len(word) < _CUT_LENGTH_MIN:
        return month
    near = {month for known, month in MONTHS.items() if known.startswith(word)}
    if not near and len(word) >= _SLIP_LENGTH_MIN:
        from rapidfuzz.distance import OSA  # Takes 40 ms to import: only lists with misspelt months pay.

        near = {
            month
            for known, month in MONTHS.items()
            if len(known) >= _SLIP_LENGTH_MIN and OSA.distance(word, known, score_cutoff=1) <= 1
        }
    return near.pop() if len(near) == 1 else None


def split_place_and_date(text: str) -> tuple[str, str]:
    """Cut "Kupang, 12 Mei 1980" into place and date; either may be empty.

    >>> split_place_and_date("Kefamenanu/12-05-1980")
    ('Kefamenanu', '12-05-1980')
    >>> split_place_and_date("Eban")
    ('Eban', '')
    >>> split_place_and_date("12-05-1980, Eban")
    ('Eban', '12-05-1980')
    """
    usual = _PLACE_THEN_DATE(text)
    if usual:
        return usual[1], usual[2]
    reversed_order = _DATE_THEN_PLACE(text)
    if reversed_order:
        return reversed_order[2].strip(), reversed_order[1]
    for position, letter in enumerate(text):
        if letter.isdigit():
            return _place_before(text[:position], text[position:])
    return text.strip(" ,;/-.:"), ""


def _place_before(place: str, rest: str) -> tuple[str, str]:
    """Give back a month word that stands before the first digit ("Eban, Mei 12 1980") to the date."""
    words = place.rstrip(" ,;/-.:'\"(").split()
    if len(words) > 1 and words[-1].strip(",.").casefold() in MONTHS and words[-2].endswith((",", "/", ";")):
        rest = f"{words.pop()} {rest}"
    place = " ".join(words)
    lower = place.casefold()
    for word in (" tanggal", " tgl.", " tgl", " pada"):
        if lower.endswith(word):
            place = place[: -len(word)]
            lower = place.casefold()
    return place.strip(" ,;/-.:'\"("), rest.strip(" )'\"")
