"""One person becomes one row of cells, in the shapes that a clerk's hand gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from jaring.demo.clerks import SEX_WORDS, Clerk, Column, DateForm, NikForm, Oddity
from jaring.demo.households import LAUNCH_DATE, DemoPerson
from jaring.demo.mistakes import MONTH_NAMES, Draft, scientific
from jaring.demo.places import DemoVillage
from jaring.demo.sheets import Value
from jaring.demo.work import SPELLINGS

_NOTES = ("", "", "", "-", "Belum punya BPJS", "PKH", "BLT", "Baru", "aktif bekerja", "ok")
_SCHOOLS = ("SD", "SD", "SMP", "SMA", "Tidak sekolah", "Tidak tamat SD", "S1")
_TICKS = ("v", "√", "1", "x")


def draft_of(rng: Random, person: DemoPerson, village: DemoVillage) -> Draft:
    """Return what an attentive clerk would write down."""
    return Draft(
        nik=person.nik,
        name=person.name,
        sex=person.sex,
        birth_place=person.birth_place,
        birth_date=person.birth_date,
        village_name=village.name,
        occupation=rng.choice(SPELLINGS[person.occupation]),
    )


@dataclass(slots=True)
class Typist:
    """Types drafts in one clerk's hand, row by row from the top."""

    clerk: Clerk
    village: DemoVillage
    rng: Random
    _is_upper: bool = False
    _village_above: str = ""

    def type_row(self, draft: Draft, person: DemoPerson, number: int) -> tuple[Value, ...]:
        """Return the cells of one row, from the table's first column on."""
        cells = self._cells(draft, person, number)
        if draft.is_nik_swapped_with_name:
            cells[Column.NIK], cells[Column.NAME] = cells[Column.NAME], cells[Column.NIK]
        return tuple(cells[column] for column in self.clerk.columns)

    def _cells(self, draft: Draft, person: DemoPerson, number: int) -> dict[Column, Value]:
        clerk, rng = self.clerk, self.rng
        self._is_upper = clerk.letter_case == "upper" or (clerk.letter_case == "mixed" and rng.random() < 0.4)
        tick = _TICKS[len(clerk.columns) % len(_TICKS)]
        return {
            Column.NUMBER: number,
            Column.NIK: self._nik(draft),
            Column.KK: self._kk(person.kk_number),
            Column.NAME: self._case(draft.name),
            Column.BIRTH_PLACE: self._case(draft.birth_place),
            Column.BIRTH_DATE: self._date(draft.birth_date),
            Column.BIRTH_PLACE_AND_DATE: self._place_and_date(draft),
            Column.SEX: SEX_WORDS[clerk.sex_words][draft.sex == "F"],
            Column.SEX_TICK_MALE: tick if draft.sex == "M" else None,
            Column.SEX_TICK_FEMALE: tick if draft.sex == "F" else None,
            Column.AGE: person.age_years(LAUNCH_DATE),
            Column.EDUCATION: rng.choice(_SCHOOLS),
            Column.HOUSEHOLD_HEAD: self._case(person.household_head),
            Column.RELIGION: self._case(person.religion),
            Column.ADDRESS: self._address(person),
            Column.RT: f"{person.rt:03d}",
            Column.RW: f"{person.rw:03d}",
            Column.HAMLET: self.village.hamlet(person.hamlet),
            Column.VILLAGE: self._filled_village(draft.village_name),
            Column.DISTRICT: self._case(self.village.district_name),
            Column.OCCUPATION: self._case(draft.occupation),
            Column.PHONE: self._phone(person.phone),
            Column.INCOME: self._income(person.income_idr),
            Column.MOTHER: self._case(person.mother_name),
            Column.HEIR: self._case(person.heir_name),
            Column.HEIR_RELATION: self._case(person.heir_relation),
            Column.NOTE: rng.choice(_NOTES) or None,
        }

    def _case(self, text: str) -> str:
        if self._is_upper:
            text = text.upper()
        if self.rng.random() < 0.012:
            text = f" {text}" if self.rng.random() < 0.3 else text.replace(" ", "  ", 1) + " "
        return text

    def _nik(self, draft: Draft) -> Value:
        nik = draft.nik
        if draft.is_nik_number:
            # Spreadsheets keep fifteen digits of a number and put a zero for the sixteenth.
            return float(int(nik) // 10 * 10)
        if not nik.isdigit() or len(nik) < 15:
            return nik or None
        return _shape_nik(self.clerk.nik_form, nik)

    def _kk(self, number: str) -> Value:
        # What the spreadsheet did to the NIK it did to the card number too.
        if self.clerk.oddity is Oddity.NIK_NUMBERS:
            return float(int(number) // 10 * 10)
        return scientific(number) if self.clerk.oddity is Oddity.NIK_SCIENTIFIC else number

    def _place_and_date(self, draft: Draft) -> str:
        place, day = self._case(draft.birth_place), self._date_text(draft.birth_date)
        return f"{place}{self.clerk.joint}{day}" if day else place

    def _date(self, day: date | str | None) -> Value:
        if isinstance(day, date) and self.clerk.date_form is DateForm.CELL:
            return day
        return self._date_text(day) or None

    def _date_text(self, day: date | str | None) -> str:
        if not isinstance(day, date):
            return day or ""
        form = self.clerk.date_form
        if form is DateForm.MONTH_WORD:
            return self._month_case(f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}")
        if form is DateForm.MONTH_ABBREVIATED:
            return self._month_case(f"{day:%d} {MONTH_NAMES[day.month - 1][:3]} {day.year}")
        if form is DateForm.SHORT:
            return f"{day.day}/{day.month}/{day.year}"
        return day.strftime(DateForm.DASHES if form is DateForm.CELL else form)

    def _month_case(self, text: str) -> str:
        return text.upper() if self._is_upper else text

    def _filled_village(self, name: str) -> Value:
        """Return the village as the column shows it: some clerks write it once and leave the rows below empty."""
        text = self._village_name(name)
        if self.clerk.village_fill == "every" or name != self._village_above:
            self._village_above = name
            return text
        return '"' if self.clerk.village_fill == "ditto" else None

    def _village_name(self, name: str) -> str:
        form = self.clerk.village_form
        word = "Kelurahan" if self.village.is_kelurahan else "Desa"
        if form == "label":
            return self._case(f"{word} {name}")
        if form == "short":
            return f"{'Kel.' if self.village.is_kelurahan else 'Ds.'} {name}"
        return name.upper() if form == "upper" else self._case(name)

    def _address(self, person: DemoPerson) -> str:
        rt, rw, hamlet = f"{person.rt:03d}", f"{person.rw:03d}", self.village.hamlet(person.hamlet)
        place = {
            "rt_rw": f"RT {rt}/RW {rw}",
            "rt_rw_hamlet": f"RT {rt}/RW {rw} {hamlet}",
            "hamlet": f"{hamlet} RT {person.rt:02d}",
            "slash": f"{rt}/{rw}",
            "rt_rw_village": f"RT.{rt} RW.{rw} {self.village.label}",
        }[self.clerk.address_form]
        return self._case(place)

    def _phone(self, phone: str) -> Value:
        if not phone:
            return self.rng.choice((None, None, "-")) if self.clerk.phone_form != "number" else None
        head, middle, tail = phone[:4], phone[4:8], phone[8:]
        shapes: dict[str, Value] = {
            "plain": phone,
            "spaces": f"{head} {middle} {tail}",
            "dashes": f"{head}-{middle}-{tail}",
            "dots": f"{head}.{middle}.{tail}",
            "plus62": f"+62{phone[1:]}",
            "number": int(phone),
        }
        return shapes[self.clerk.phone_form]

    def _income(self, income_idr: int) -> Value:
        if income_idr == 0:
            return self.rng.choice((None, "-", "0"))
        dotted = f"{income_idr:,}".replace(",", ".")
        shapes: dict[str, Value] = {
            "number": income_idr,
            "dots": dotted,
            "rp": f"Rp {dotted}",
            "rp_dash": f"Rp. {dotted},-",
            "rp_sen": f"Rp{dotted},00",
            "thousands": f"{income_idr // 1000} ribu",
        }
        return shapes[self.clerk.income_form]


def _shape_nik(form: NikForm, nik: str) -> str:
    shapes = {
        NikForm.PLAIN: nik,
        NikForm.APOSTROPHE: f"'{nik}",
        NikForm.GROUPS_OF_SIX: f"{nik[:6]} {nik[6:12]} {nik[12:]}",
        NikForm.GROUPS_OF_FOUR: f"{nik[:4]} {nik[4:8]} {nik[8:12]} {nik[12:]}",
        NikForm.DOTS: f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}.{nik[6:12]}.{nik[12:]}",
        NikForm.DASHES: f"{nik[:6]}-{nik[6:12]}-{nik[12:]}",
        NikForm.STRAY_SPACES: f"\u00a0{nik} ",
    }
    return shapes[form]
