"""The mistakes that clerks make in lists, how often, and what an intake should say about each."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from jaring.demo.households import DemoPerson

MONTH_NAMES = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


@dataclass(slots=True)
class Draft:
    """What the clerk has in mind for one row before typing it; mistakes change it.

    ``birth_date`` is a text where the clerk types something that is no date.
    """

    nik: str
    name: str
    sex: str
    birth_place: str
    birth_date: date | str | None
    village_name: str
    occupation: str
    is_nik_number: bool = False
    is_nik_swapped_with_name: bool = False


class Mistake(StrEnum):
    """A kind of mistake, or a fact about the person, that keeps a row from being accepted as it is."""

    NIK_MISSING = "nik_missing"
    NIK_PLACEHOLDER = "nik_placeholder"
    NIK_SHORT = "nik_short"
    NIK_LONG = "nik_long"
    NIK_LETTERS = "nik_letters"
    NIK_NUMBER = "nik_number"
    NIK_SCIENTIFIC = "nik_scientific"
    NIK_DATE_IMPOSSIBLE = "nik_date_impossible"
    NIK_REGION_UNKNOWN = "nik_region_unknown"
    NIK_OF_ANOTHER = "nik_of_another"
    NAME_MISSING = "name_missing"
    NAME_SUSPECT = "name_suspect"
    NAME_AND_NIK_SWAPPED = "name_and_nik_swapped"
    SEX_WRONG = "sex_wrong"
    BIRTH_DATE_WRONG = "birth_date_wrong"
    BIRTH_DATE_INVALID = "birth_date_invalid"
    BIRTH_DATE_MISSING = "birth_date_missing"
    BIRTH_DATE_TWO_DIGIT_YEAR = "birth_date_two_digit_year"
    VILLAGE_MISSPELT = "village_misspelt"
    VILLAGE_UNKNOWN = "village_unknown"
    UNDER_AGE = "under_age"
    OVER_AGE = "over_age"
    EXCLUDED_OCCUPATION = "excluded_occupation"
    DUPLICATE = "duplicate"
    DUPLICATE_WITH_OTHER_NIK = "duplicate_with_other_nik"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an intake should say: right answers joined by ``|``."""

    verdict: str
    codes: str


EXPECTED = {
    Mistake.NIK_MISSING: Verdict("rejected", "NIK_MISSING"),
    Mistake.NIK_PLACEHOLDER: Verdict("rejected", "NIK_PLACEHOLDER|NIK_MISSING|NIK_CHARACTERS"),
    Mistake.NIK_SHORT: Verdict("rejected", "NIK_LENGTH"),
    Mistake.NIK_LONG: Verdict("rejected", "NIK_LENGTH"),
    Mistake.NIK_LETTERS: Verdict("rejected", "NIK_CHARACTERS"),
    Mistake.NIK_NUMBER: Verdict("rejected", "NIK_NUMERIC_CELL"),
    Mistake.NIK_SCIENTIFIC: Verdict("rejected", "NIK_NUMERIC_CELL|NIK_CHARACTERS"),
    Mistake.NIK_DATE_IMPOSSIBLE: Verdict("rejected", "NIK_DATE_IMPOSSIBLE"),
    Mistake.NIK_REGION_UNKNOWN: Verdict("doubtful", "NIK_REGION_UNKNOWN"),
    Mistake.NIK_OF_ANOTHER: Verdict("doubtful", "DUPLICATE_NIK_OTHER_PERSON"),
    Mistake.NAME_MISSING: Verdict("rejected", "NAME_MISSING"),
    Mistake.NAME_SUSPECT: Verdict("doubtful", "NAME_SUSPECT"),
    Mistake.NAME_AND_NIK_SWAPPED: Verdict("rejected", "NIK_CHARACTERS|NIK_MISSING|NAME_MISSING|NAME_SUSPECT"),
    Mistake.SEX_WRONG: Verdict("doubtful", "NIK_SEX_MISMATCH"),
    Mistake.BIRTH_DATE_WRONG: Verdict("doubtful", "NIK_BIRTH_DATE_MISMATCH"),
    Mistake.BIRTH_DATE_INVALID: Verdict("rejected", "BIRTH_DATE_INVALID"),
    Mistake.BIRTH_DATE_MISSING: Verdict("doubtful", "BIRTH_DATE_FROM_NIK"),
    Mistake.BIRTH_DATE_TWO_DIGIT_YEAR: Verdict("accepted|doubtful", "BIRTH_DATE_AMBIGUOUS|"),
    Mistake.VILLAGE_MISSPELT: Verdict("doubtful", "VILLAGE_FUZZY"),
    Mistake.VILLAGE_UNKNOWN: Verdict("rejected", "VILLAGE_UNKNOWN"),
    Mistake.UNDER_AGE: Verdict("rejected", "UNDER_AGE"),
    Mistake.OVER_AGE: Verdict("rejected", "OVER_AGE"),
    Mistake.EXCLUDED_OCCUPATION: Verdict("rejected", "EXCLUDED_OCCUPATION"),
    Mistake.DUPLICATE: Verdict("rejected", "DUPLICATE_NIK"),
    Mistake.DUPLICATE_WITH_OTHER_NIK: Verdict("doubtful", "POSSIBLE_DUPLICATE"),
}
CLEAN = Verdict("accepted", "")

#: How many rows of a thousand bear each mistake in the list of an average clerk.
RATES_PER_THOUSAND = {
    Mistake.NIK_MISSING: 3.2,
    Mistake.NIK_PLACEHOLDER: 3.0,
    Mistake.NIK_SHORT: 6.5,
    Mistake.NIK_LONG: 2.2,
    Mistake.NIK_LETTERS: 2.4,
    Mistake.NIK_NUMBER: 1.2,
    Mistake.NIK_DATE_IMPOSSIBLE: 1.8,
    Mistake.NIK_REGION_UNKNOWN: 1.2,
    Mistake.NAME_MISSING: 0.4,
    Mistake.NAME_SUSPECT: 2.6,
    Mistake.NAME_AND_NIK_SWAPPED: 0.8,
    Mistake.SEX_WRONG: 5.5,
    Mistake.BIRTH_DATE_WRONG: 8.5,
    Mistake.BIRTH_DATE_INVALID: 2.6,
    Mistake.BIRTH_DATE_MISSING: 3.2,
    Mistake.BIRTH_DATE_TWO_DIGIT_YEAR: 0.8,
    Mistake.VILLAGE_MISSPELT: 8.0,
    Mistake.VILLAGE_UNKNOWN: 1.6,
}
DUPLICATES_PER_THOUSAND_WITHIN = 4.0
DUPLICATES_PER_THOUSAND_BETWEEN = 5.0
DUPLICATES_PER_THOUSAND_WITH_OTHER_NIK = 2.5
NIK_OF_ANOTHER_PER_THOUSAND = 1.2

_PLACEHOLDERS = (
    "0", "-", "belum ada", "dalam proses", "9999999999999999", "0000000000000000", "1234567890123456", "tidak ada",
    "KTP hilang", "belum rekam", "xxxxxxxxxxxxxxxx",
)  # fmt: skip
_LETTER_FOR_DIGIT = {"0": "O", "1": "l", "5": "S", "8": "B"}
_UNKNOWN_REGIONS = ("530399", "539903", "530388", "003303", "983303")
_STRANGE_VILLAGES = ("Tanah Merah", "Sukamaju", "Oelbanu", "Nunleu Baru", "Lamahora", "Wailolong")
_INVALID_DATES = (
    "31-02-{y}",
    "30/02/{y}",
    "31-04-{y}",
    "00-00-{y}",
    "32-05-{y}",
    "15-13-{y}",
    "{y}",
    "31 Juni {y}",
)


def make(mistake: Mistake, rng: Random, draft: Draft, person: DemoPerson, as_of: date) -> None:
    """Change what a clerk is about to type so that the row bears the mistake."""
    if mistake is Mistake.BIRTH_DATE_WRONG:
        draft.birth_date = _wrong_date(rng, person, as_of)
    elif mistake in _CHANGES:
        _CHANGES[mistake](rng, draft)


def _placeholder(rng: Random, draft: Draft) -> None:
    draft.nik = rng.choice(_PLACEHOLDERS)


def _no_nik(_rng: Random, draft: Draft) -> None:
    draft.nik = ""


def _short_nik(rng: Random, draft: Draft) -> None:
    spot = rng.randrange(6, 16)
    draft.nik = draft.nik[:spot] + draft.nik[spot + 1 :]


def _long_nik(rng: Random, draft: Draft) -> None:
    spot = rng.randrange(6, 16)
    draft.nik = draft.nik[:spot] + draft.nik[spot] + draft.nik[spot:]


def _letters_in_nik(rng: Random, draft: Draft) -> None:
    spots = [spot for spot, digit in enumerate(draft.nik) if digit in _LETTER_FOR_DIGIT]
    spot = rng.choice(spots)
    draft.nik = draft.nik[:spot] + _LETTER_FOR_DIGIT[draft.nik[spot]] + draft.nik[spot + 1 :]


def _number_nik(_rng: Random, draft: Draft) -> None:
    draft.is_nik_number = True


def _scientific_nik(_rng: Random, draft: Draft) -> None:
    draft.nik = scientific(draft.nik)


def scientific(number: str) -> str:
    """Return sixteen digits as a spreadsheet shows them in a narrow column: ``5,30312E+15``."""
    return f"{number[0]},{number[1:6]}E+15"


def _impossible_date_in_nik(rng: Random, draft: Draft) -> None:
    day, month = draft.nik[6:8], draft.nik[8:10]
    if rng.random() < 0.5:
        day = str(rng.choice((0, 32, 35, 39, 72, 75, 79, 85))).zfill(2)
    else:
        month = str(rng.choice((0, 13, 14, 17, 19, 21, 31))).zfill(2)
    draft.nik = draft.nik[:6] + day + month + draft.nik[10:]


def _unknown_region_in_nik(rng: Random, draft: Draft) -> None:
    draft.nik = rng.choice(_UNKNOWN_REGIONS) + draft.nik[6:]


def _no_name(_rng: Random, draft: Draft) -> None:
    draft.name = ""


def _suspect_name(rng: Random, draft: Draft) -> None:
    first, _, rest = draft.name.partition(" ")
    draft.name = rng.choice(
        (
            f"{draft.name} 2",
            f"{first[:-1]}4 {rest}",
            f"{first} {rest} (081200001{rng.randrange(100):03d})",
            f"{first} 0{rest}",
        )
    )


def _swap_nik_and_name(_rng: Random, draft: Draft) -> None:
    draft.is_nik_swapped_with_name = True


def _wrong_sex(_rng: Random, draft: Draft) -> None:
    draft.sex = "F" if draft.sex == "M" else "M"


def _invalid_date(rng: Random, draft: Draft) -> None:
    assert isinstance(draft.birth_date, date)
    draft.birth_date = rng.choice(_INVALID_DATES).format(y=draft.birth_date.year)


def _no_date(_rng: Random, draft: Draft) -> None:
    draft.birth_date = None


def _two_digit_year(_rng: Random, draft: Draft) -> None:
    assert isinstance(draft.birth_date, date)
    draft.birth_date = draft.birth_date.strftime("%d-%m-%y")


def _misspelt_village(rng: Random, draft: Draft) -> None:
    draft.village_name = misspelt(rng, draft.village_name)


def _unknown_village(rng: Random, draft: Draft) -> None:
    draft.village_name = rng.choice(_STRANGE_VILLAGES)


_CHANGES: dict[Mistake, Callable[[Random, Draft], None]] = {
    Mistake.NIK_MISSING: _no_nik,
    Mistake.NIK_PLACEHOLDER: _placeholder,
    Mistake.NIK_SHORT: _short_nik,
    Mistake.NIK_LONG: _long_nik,
    Mistake.NIK_LETTERS: _letters_in_nik,
    Mistake.NIK_NUMBER: _number_nik,
    Mistake.NIK_SCIENTIFIC: _scientific_nik,
    Mistake.NIK_DATE_IMPOSSIBLE: _impossible_date_in_nik,
    Mistake.NIK_REGION_UNKNOWN: _unknown_region_in_nik,
    Mistake.NAME_MISSING: _no_name,
    Mistake.NAME_SUSPECT: _suspect_name,
    Mistake.NAME_AND_NIK_SWAPPED: _swap_nik_and_name,
    Mistake.SEX_WRONG: _wrong_sex,
    Mistake.BIRTH_DATE_INVALID: _invalid_date,
    Mistake.BIRTH_DATE_MISSING: _no_date,
    Mistake.BIRTH_DATE_TWO_DIGIT_YEAR: _two_digit_year,
    Mistake.VILLAGE_MISSPELT: _misspelt_village,
    Mistake.VILLAGE_UNKNOWN: _unknown_village,
}


def _wrong_date(rng: Random, person: DemoPerson, as_of: date) -> date:
    """Return another date that still makes the person of an age to be listed."""
    born = person.birth_date
    wrong = [_moved(born, years) for years in (-10, -1, 1, 10)]
    if born.day <= 12 and born.day != born.month:
        wrong += [date(born.year, born.day, born.month)] * 4
    other_day = born.day % calendar.monthrange(born.year, born.month)[1] + 1
    wrong.append(born.replace(day=other_day))
    listable = [day for day in wrong if 18 <= as_of.year - day.year <= 62]
    return rng.choice(listable or wrong[-1:])


def _moved(day: date, years: int) -> date:
    # 28 February instead of a 29th that the other year may not have.
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def misspelt(rng: Random, name: str) -> str:
    """Return a village's name with one letter doubled, dropped, exchanged or replaced by another vowel."""
    spots = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i - 1].isalpha()]
    while True:
        spot, dice = rng.choice(spots), rng.random()
        if dice < 0.35:
            wrong = name[:spot] + name[spot] + name[spot:]
        elif dice < 0.6:
            wrong = name[:spot] + name[spot + 1 :]
        elif dice < 0.8:
            wrong = name[: spot - 1] + name[spot] + name[spot - 1].lower() + name[spot + 1 :]
        else:
            wrong = name[:spot] + rng.choice("aeiou") + name[spot + 1 :]
        if wrong.casefold() != name.casefold():
            return wrong[0].upper() + wrong[1:]
