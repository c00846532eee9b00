"""Each person of a village becomes an entry of its list, clean or with a mistake at the clerk's rate."""

from __future__ import annotations

from datetime import date
from random import Random

from jaring.demo.clerks import Clerk, Column, FileKind, Oddity
from jaring.demo.households import AGE_LIMIT_YEARS, AGE_MIN_YEARS, DemoPerson
from jaring.demo.layout import Entry
from jaring.demo.mistakes import RATES_PER_THOUSAND, Draft, Mistake, make
from jaring.demo.places import DemoVillage
from jaring.demo.rows import draft_of

_SHORT_NAME = 4
_SHARE_WITH_SECOND_MISTAKE = 0.05
#: Mistakes that an intake can see beside each other: a ruined NIK can no longer contradict the date or the sex.
_INDEPENDENT = (Mistake.BIRTH_DATE_WRONG, Mistake.SEX_WRONG, Mistake.VILLAGE_MISSPELT, Mistake.NAME_SUSPECT)
_MISTAKE_OF_ODDITY = {
    Oddity.NIK_NUMBERS: Mistake.NIK_NUMBER,
    Oddity.NIK_SCIENTIFIC: Mistake.NIK_SCIENTIFIC,
    Oddity.NO_BIRTH_DATE: Mistake.BIRTH_DATE_MISSING,
}


class EntryMaker:
    """Makes the entries of one village's list, each clean or with a mistake at the clerk's rate."""

    def __init__(
        self, rng: Random, village: DemoVillage, clerk: Clerk, village_names: frozenset[str], as_of: date
    ) -> None:
        self._rng, self._village, self._clerk = rng, village, clerk
        self._village_names, self._as_of = village_names, as_of
        self._possible = [mistake for mistake in RATES_PER_THOUSAND if self._can_happen(mistake)]

    def entry(self, person: DemoPerson) -> Entry:
        """Return one person's row to be, clean or not."""
        draft = draft_of(self._rng, person, self._village)
        mistakes = self._facts(person)
        if self._clerk.oddity is not None:
            mistakes.append(_MISTAKE_OF_ODDITY[self._clerk.oddity])
        elif not mistakes:
            mistakes = self._drawn()
        for mistake in mistakes:
            self._make(mistake, draft, person)
        return Entry(person, draft, tuple(mistakes))

    def _facts(self, person: DemoPerson) -> list[Mistake]:
        """Return what keeps the person out however well the row is typed."""
        age_years = person.age_years(self._as_of)
        facts = []
        if age_years < AGE_MIN_YEARS:
            facts.append(Mistake.UNDER_AGE)
        if age_years >= AGE_LIMIT_YEARS:
            facts.append(Mistake.OVER_AGE)
        if person.is_excluded and Column.OCCUPATION in self._clerk.columns:
            facts.append(Mistake.EXCLUDED_OCCUPATION)
        return facts

    def _drawn(self) -> list[Mistake]:
        rng = self._rng
        dice = rng.random() * 1000 / self._clerk.carelessness
        for mistake in self._possible:
            dice -= RATES_PER_THOUSAND[mistake]
            if dice < 0:
                second = rng.choice(self._possible)
                is_double = rng.random() < _SHARE_WITH_SECOND_MISTAKE and _go_together(mistake, second)
                return [mistake, second] if is_double else [mistake]
        return []

    def _make(self, mistake: Mistake, draft: Draft, person: DemoPerson) -> None:
        make(mistake, self._rng, draft, person, self._as_of)
        while mistake is Mistake.VILLAGE_MISSPELT and draft.village_name.casefold() in self._village_names:
            draft.village_name = self._village.name
            make(mistake, self._rng, draft, person, self._as_of)

    def _can_happen(self, mistake: Mistake) -> bool:
        columns, kind = self._clerk.columns, self._clerk.kind
        if mistake in (Mistake.VILLAGE_MISSPELT, Mistake.VILLAGE_UNKNOWN):
            return Column.VILLAGE in columns and len(self._village.name) > _SHORT_NAME
        if mistake is Mistake.NIK_NUMBER:
            return kind in (FileKind.XLSX, FileKind.ODS)
        if mistake is Mistake.SEX_WRONG:
            return Column.SEX in columns or Column.SEX_TICK_MALE in columns
        return True


def _go_together(first: Mistake, second: Mistake) -> bool:
    return first in _INDEPENDENT and second in _INDEPENDENT and first is not second
