"""The register as a workbook: exactly what the list shows, number by number masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Final

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.core.month import Month
from jaring.office.people.models import Person
from jaring.office.people.queries import PersonLine, lines

CHUNK = 2000
HEADINGS: Final = (
    (gettext_lazy("Nama"), 32),
    ("NIK", 20),
    (gettext_lazy("Jenis kelamin"), 14),
    (gettext_lazy("Tanggal lahir"), 14),
    (gettext_lazy("Kecamatan"), 22),
    (gettext_lazy("Desa/kelurahan"), 24),
    (gettext_lazy("Pekerjaan"), 24),
    (gettext_lazy("Keputusan terakhir"), 22),
    (gettext_lazy("Kepesertaan"), 20),
)


def write_workbook(
    file: IO[bytes],
    people: QuerySet[Person],
    *,
    runs: Mapping[str, int],
    month: Month,
    words: dict[str, dict[str, str]],
    about: Iterable[tuple[str, str]],
) -> int:
    """Write visible, chosen, ordered people to ``file`` and return their number, in memory that does not grow.

    Args:
        file: Where to write.
        people: The rows, in the order of the list.
        runs: The targeting runs whose decisions count.
        month: The month from which cover is seen.
        words: The word for each outcome and cover, as the page shows it.
        about: Label and value of what the second sheet says about the export.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E3F1F3", "border": 1, "text_wrap": True})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_("Peserta"))
    for column, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(heading), head)
    sheet.freeze_panes(1, 1)
    number = 0
    for number, line in enumerate(_lines(people, runs, month), start=1):
        _write_line(sheet, number, line, words, day, text)
    sheet.autofilter(0, 0, max(number, 1), len(HEADINGS) - 1)
    notes = book.add_worksheet(_("Keterangan"))
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 60)
    for row, (label, value) in enumerate((*about, (_("Jumlah baris"), str(number)))):
        notes.write_string(row, 0, label, head)
        notes.write_string(row, 1, value)
    book.close()
    return number


def _write_line(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    line: PersonLine,
    words: dict[str, dict[str, str]],
    day: xlsxwriter.format.Format,
    text: xlsxwriter.format.Format,
) -> None:
    person = line.person
    sheet.write_string(row, 0, person.name)
    sheet.write_string(row, 1, person.masked_nik, text)
    sheet.write_string(row, 2, str(person.get_sex_display()) if person.sex else "")
    if person.birth_date and person.birth_date.year >= 1900:  # Excel knows no day before 1900.
        sheet.write_datetime(row, 3, person.birth_date, day)
    elif person.birth_date:
        sheet.write_string(row, 3, f"{person.birth_date:%d-%m-%Y}")
    sheet.write_string(row, 4, person.village.district.name)
    sheet.write_string(row, 5, person.village.name)
    sheet.write_string(row, 6, person.occupation)
    sheet.write_string(row, 7, words["outcome"].get(line.outcome, ""))
    sheet.write_string(row, 8, words["cover"][line.cover])


def _lines(people: QuerySet[Person], runs: Mapping[str, int], month: Month) -> Iterator[PersonLine]:
    rows = people.select_related("village__district").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from lines(chunk, runs=runs, month=month)
