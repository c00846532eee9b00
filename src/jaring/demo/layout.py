"""A village's entries become sheets: letterhead, title, header, groups, people, total, signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from random import Random

from jaring.demo.clerks import Clerk, Column, SheetPlan
from jaring.demo.households import LAUNCH_DATE, DemoPerson
from jaring.demo.mistakes import MONTH_NAMES, Draft, Mistake
from jaring.demo.names import clans_of, full_name
from jaring.demo.places import DemoVillage
from jaring.demo.rows import Typist
from jaring.demo.sheets import Look, Merge, Sheet, Value

_TITLES = (
    "DAFTAR NAMA PEKERJA RENTAN",
    "DATA PEKERJA RENTAN CALON PESERTA BPJS KETENAGAKERJAAN",
    "USULAN PENERIMA BANTUAN IURAN JKK DAN JKM",
    "DATA CALON PENERIMA PERLINDUNGAN JAMINAN SOSIAL KETENAGAKERJAAN",
    "DAFTAR USULAN PEKERJA RENTAN",
    "REKAPAN DATA PEKERJA RENTAN",
)
_FOOTNOTES = (
    "Catatan : data masih bersifat sementara",
    "*) L = Laki-laki, P = Perempuan",
    "Ket : mohon diisi sesuai KTP dan KK",
)
_GROUPS: tuple[tuple[str, tuple[tuple[Column, str], ...]], ...] = (
    ("Tempat dan Tanggal Lahir", ((Column.BIRTH_PLACE, "Tempat"), (Column.BIRTH_DATE, "Tanggal"))),
    ("Jenis Kelamin", ((Column.SEX_TICK_MALE, "L"), (Column.SEX_TICK_FEMALE, "P"))),
    (
        "Alamat",
        ((Column.RT, "RT"), (Column.RW, "RW"), (Column.HAMLET, "Dusun"), (Column.VILLAGE, "Desa/Kel"),
         (Column.DISTRICT, "Kecamatan")),
    ),
    ("Ahli Waris", ((Column.HEIR, "Nama"), (Column.HEIR_RELATION, "Hubungan"))),
)  # fmt: skip
_WIDTHS = {
    Column.NUMBER: 5.0, Column.NIK: 21.0, Column.KK: 21.0, Column.NAME: 32.0, Column.BIRTH_PLACE: 16.0,
    Column.BIRTH_DATE: 14.0, Column.BIRTH_PLACE_AND_DATE: 27.0, Column.SEX: 8.0, Column.SEX_TICK_MALE: 4.0,
    Column.SEX_TICK_FEMALE: 4.0, Column.RELIGION: 10.0, Column.ADDRESS: 24.0, Column.RT: 6.0, Column.RW: 6.0,
    Column.HAMLET: 11.0, Column.VILLAGE: 20.0, Column.DISTRICT: 18.0, Column.OCCUPATION: 20.0, Column.PHONE: 16.0,
    Column.INCOME: 15.0, Column.MOTHER: 28.0, Column.HEIR: 28.0, Column.HEIR_RELATION: 14.0, Column.NOTE: 16.0,
    Column.AGE: 7.0, Column.EDUCATION: 14.0, Column.HOUSEHOLD_HEAD: 30.0,
}  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One row to be: who, as typed, and what is wrong with it. ``row`` is filled when it is laid out."""

    person: DemoPerson
    draft: Draft
    mistakes: tuple[Mistake, ...] = ()
    group: int = 0
    sheet: str = ""
    row: int = 0


class Layout:
    """Lays out one village's list."""

    def __init__(self, clerk: Clerk, village: DemoVillage, rng: Random) -> None:
        self._clerk, self._village, self._rng = clerk, village, rng
        self._typist = Typist(clerk, village, rng)
        self._left = (None,) * clerk.left

    def sheets(self, entries: Sequence[Entry]) -> list[Sheet]:
        """Return the sheets of the workbook, and note in every entry where it stands."""
        clerk = self._clerk
        if clerk.sheets is SheetPlan.PER_HAMLET:
            sheets = [self._hamlet_sheet(number, rows) for number, rows in _by_hamlet(entries)]
        else:
            sheets = [self._whole_list(entries)]
        if clerk.has_summary_sheet:
            sheets.append(self._summary(entries))
        names = (f"Sheet{number}" for number in range(2, 9))
        sheets += [Sheet(name) for name, _ in zip(names, range(clerk.empty_sheets), strict=False)]
        return sheets

    def _hamlet_sheet(self, number: int, entries: list[Entry]) -> Sheet:
        sheet = Sheet(self._village.hamlet(number), widths=self._widths())
        self._head(sheet, self._village.hamlet(number).upper())
        self._header(sheet)
        self._people(sheet, entries)
        return sheet

    def _whole_list(self, entries: Sequence[Entry]) -> Sheet:
        clerk = self._clerk
        sheet = Sheet(self._sheet_name(), widths=self._widths())
        self._head(sheet)
        if clerk.sheets is SheetPlan.STACKED_TABLES:
            for number, rows in _by_hamlet(entries):
                sheet.add(Look.PLAIN)
                sheet.add(Look.TOTAL, *self._left, self._village.hamlet(number).upper())
                self._header(sheet)
                self._people(sheet, rows)
        else:
            self._header(sheet)
            self._rows(sheet, entries)
        self._foot(sheet, len(entries))
        return sheet

    def _rows(self, sheet: Sheet, entries: Sequence[Entry]) -> None:
        if not self._clerk.has_hamlet_rows:
            self._people(sheet, entries)
            return
        start = 1
        for number, rows in _by_hamlet(entries):
            sheet.add(Look.GROUP, *self._left, self._village.hamlet(number).upper(), *self._blank(1))
            self._people(sheet, rows, start)
            start += len(rows)

    def _people(self, sheet: Sheet, entries: Sequence[Entry], start: int = 1) -> None:
        clerk, rng = self._clerk, self._rng
        for number, entry in enumerate(entries, start):
            if clerk.blank_row_share and rng.random() < clerk.blank_row_share:
                sheet.add(Look.BODY, *self._left, *self._blank())
            if clerk.header_every and number > start and (number - start) % clerk.header_every == 0:
                self._header(sheet)
            cells = self._typist.type_row(entry.draft, entry.person, number)
            entry.sheet, entry.row = sheet.name, sheet.add(Look.BODY, *self._left, *cells)

    def _sheet_name(self) -> str:
        if self._clerk.names_in_sheet:
            return self._rng.choice((self._village.name, self._village.label))[:31]
        return self._rng.choice(("Sheet1", "Sheet1", "Sheet1", "Data", "Lembar1", "DATA PEKERJA"))

    # --- what stands over the people ---------------------------------------------------------------------------

    def _head(self, sheet: Sheet, part: str = "") -> None:
        clerk = self._clerk
        if clerk.has_letterhead:
            kind = "KELURAHAN" if self._village.is_kelurahan else "DESA"
            self._wide(sheet, Look.LETTERHEAD, "PEMERINTAH KABUPATEN TIMOR TENGAH UTARA")
            self._wide(sheet, Look.LETTERHEAD, f"KECAMATAN {self._village.district_name.upper()}")
            self._wide(sheet, Look.LETTERHEAD, f"{kind} {self._village.name.upper()}")
            sheet.add(Look.PLAIN)
        if clerk.has_title:
            for line in self._title_lines(part):
                self._wide(sheet, Look.TITLE, line)
            for _ in range(self._rng.choice((0, 1, 1, 2))):
                sheet.add(Look.PLAIN)

    def _title_lines(self, part: str) -> list[str]:
        rng, village = self._rng, self._village
        title = rng.choice(_TITLES)
        lines = [f"{title} {part}".strip()]
        if self._clerk.names_in_title:
            where = village.label.upper()
            if rng.random() < 0.5:
                where += f" KECAMATAN {village.district_name.upper()}"
            if rng.random() < 0.35:
                lines[0] = f"{lines[0]} {where}"
            elif rng.random() < 0.3:
                lines += [
                    f"{where.split(' ')[0]} : {village.name.upper()}",
                    f"KECAMATAN : {village.district_name.upper()}",
                ]
            else:
                lines.append(where)
        if rng.random() < 0.6:
            lines.append(rng.choice((f"TAHUN {LAUNCH_DATE.year}", f"TAHUN ANGGARAN {LAUNCH_DATE.year}")))
        return lines

    def _wide(self, sheet: Sheet, look: Look, text: str) -> None:
        """Write a line over the table, joined across it where the clerk does so."""
        row = sheet.add(look, *self._left, text, *self._blank(1)) - 1
        if self._clerk.dress.is_title_centred and len(self._clerk.columns) > 1:
            left = len(self._left)
            sheet.merges.append(Merge(row, left, row, left + len(self._clerk.columns) - 1))

    def _header(self, sheet: Sheet) -> None:
        clerk = self._clerk
        if not clerk.has_header:
            return
        groups = self._header_groups()
        if clerk.is_two_row_header and groups:
            self._two_row_header(sheet, groups)
        else:
            sheet.add(Look.HEADER, *self._left, *(clerk.headings.get(column, "") for column in clerk.columns))
        if clerk.has_column_numbers:
            sheet.add(Look.NUMBERS, *self._left, *range(1, len(clerk.columns) + 1))

    def _header_groups(self) -> list[tuple[int, str, list[str]]]:
        """Return where neighbouring columns share an upper heading: position, upper and lower headings."""
        found: list[tuple[int, str, list[str]]] = []
        for upper, members in _GROUPS:
            lower = dict(members)
            places = [index for index, column in enumerate(self._clerk.columns) if column in lower]
            if len(places) > 1 and places[-1] - places[0] == len(places) - 1:
                found.append((places[0], upper, [lower[self._clerk.columns[place]] for place in places]))
        return found

    def _two_row_header(self, sheet: Sheet, groups: list[tuple[int, str, list[str]]]) -> None:
        clerk, left = self._clerk, len(self._left)
        upper: list[Value] = [clerk.headings.get(column, "") for column in clerk.columns]
        lower: list[Value] = [None] * len(upper)
        is_upper_case = clerk.headings[Column.NAME].isupper()
        grouped: set[int] = set()
        for place, heading, names in groups:
            upper[place : place + len(names)] = [
                heading.upper() if is_upper_case else heading,
                *[None] * (len(names) - 1),
            ]
            lower[place : place + len(names)] = names
            grouped |= set(range(place, place + len(names)))
        top = sheet.add(Look.HEADER, *self._left, *upper) - 1
        sheet.add(Look.HEADER, *self._left, *lower)
        for place, _, names in groups:
            sheet.merges.append(Merge(top, left + place, top, left + place + len(names) - 1))
        for column in set(range(len(upper))) - grouped:
            sheet.merges.append(Merge(top, left + column, top + 1, left + column))

    # --- what stands under them --------------------------------------------------------------------------------

    def _foot(self, sheet: Sheet, count: int) -> None:
        clerk, rng = self._clerk, self._rng
        if clerk.has_total:
            label = rng.choice(("JUMLAH", "TOTAL", "Jumlah"))
            sheet.add(Look.TOTAL, *self._left, label, rng.choice((count, f"{count} orang")), *self._blank(2))
        if clerk.has_footnote:
            sheet.add(Look.PLAIN, *self._left, rng.choice(_FOOTNOTES))
        if clerk.has_signature:
            self._signature(sheet)

    def _signature(self, sheet: Sheet) -> None:
        rng, village = self._rng, self._village
        day = LAUNCH_DATE - timedelta(days=rng.randint(8, 40))
        office = "Lurah" if village.is_kelurahan else rng.choice(("Kepala Desa", "Pj. Kepala Desa", "KEPALA DESA"))
        indent = (None,) * (len(self._left) + max(1, len(self._clerk.columns) - 3))
        sex = "F" if rng.random() < 0.15 else "M"
        clan = clans_of(rng, village.tetun_share, 1)[0]
        sheet.add(Look.PLAIN)
        sheet.add(Look.PLAIN, *indent, f"{village.name}, {_spoken(day)}")
        sheet.add(Look.PLAIN, *indent, f"{office} {village.name}" + rng.choice((",", "")))
        for _ in range(3):
            sheet.add(Look.PLAIN)
        sheet.add(Look.PLAIN, *indent, full_name(rng, sex, 1975, clan).upper())
        if village.is_kelurahan:
            sheet.add(Look.PLAIN, *indent, "NIP. .............................")

    def _summary(self, entries: Sequence[Entry]) -> Sheet:
        sheet = Sheet("REKAP", widths={0: 5.0, 1: 30.0, 2: 10.0})
        sheet.add(Look.TITLE, "REKAPITULASI MENURUT PEKERJAAN")
        sheet.add(Look.PLAIN)
        sheet.add(Look.HEADER, "No", "Jenis Pekerjaan", "Jumlah")
        counts = Counter(entry.person.occupation for entry in entries)
        for number, (occupation, count) in enumerate(sorted(counts.items()), 1):
            sheet.add(Look.BODY, number, occupation, count)
        sheet.add(Look.TOTAL, None, "JUMLAH", len(entries))
        return sheet

    def _blank(self, after: int = 0) -> tuple[None, ...]:
        return (None,) * (len(self._clerk.columns) - after)

    def _widths(self) -> dict[int, float]:
        left = len(self._left)
        widths = {left + index: _WIDTHS[column] for index, column in enumerate(self._clerk.columns)}
        return widths | dict.fromkeys(range(left), 3.0)


def _by_hamlet(entries: Sequence[Entry]) -> list[tuple[int, list[Entry]]]:
    ordered = sorted(entries, key=lambda entry: entry.person.hamlet)
    return [(number, list(rows)) for number, rows in groupby(ordered, key=lambda entry: entry.person.hamlet)]


def _spoken(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
