"""How one village clerk makes a list: which columns, which words, which shapes, which tidiness.

Every clerk is drawn once per village; the whole file then follows that hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TypeVar

from jaring.demo.places import DemoVillage
from jaring.demo.sheets import Dress


class Column(StrEnum):
    """What a column of a list holds."""

    NUMBER = "number"
    NIK = "nik"
    KK = "kk"
    NAME = "name"
    BIRTH_PLACE = "birth_place"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE_AND_DATE = "birth_place_and_date"
    SEX = "sex"
    SEX_TICK_MALE = "sex_tick_male"
    SEX_TICK_FEMALE = "sex_tick_female"
    AGE = "age"
    EDUCATION = "education"
    HOUSEHOLD_HEAD = "household_head"
    RELIGION = "religion"
    ADDRESS = "address"
    RT = "rt"
    RW = "rw"
    HAMLET = "hamlet"
    VILLAGE = "village"
    DISTRICT = "district"
    OCCUPATION = "occupation"
    PHONE = "phone"
    INCOME = "income"
    MOTHER = "mother"
    HEIR = "heir"
    HEIR_RELATION = "heir_relation"
    NOTE = "note"


HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("No", "NO", "No.", "NO URUT", "Nmr"),
    Column.NIK: (
        "NIK", "NIK", "NIK", "N I K", "No. KTP", "NO KTP", "NIK (16 digit)", "Nomor Induk Kependudukan",
        "No NIK", "No. KTP/NIK",
        "NIK KTP", "Nomor KTP", "NIK / No. KTP", "Nomor Induk Kependudukan (NIK)",
    ),
    Column.KK: ("No. KK", "NO KK", "Nomor KK", "No Kartu Keluarga", "NKK", "Nomor Kartu Keluarga", "KK"),
    Column.NAME: (
        "Nama", "NAMA", "Nama Lengkap", "NAMA LENGKAP", "Nama Pekerja Rentan", "Nama Pekerja", "Nama Peserta",
        "Nama Lengkap (sesuai KTP)", "NAMA CALON PESERTA", "N A M A", "Nama sesuai KTP",
    ),
    Column.BIRTH_PLACE: ("Tempat Lahir", "TEMPAT LAHIR", "Tmpt Lahir", "Tpt. Lahir", "Tempat lahir"),
    Column.BIRTH_DATE: ("Tanggal Lahir", "TGL LAHIR", "Tgl. Lahir", "TANGGAL LAHIR", "Tgl Lahir (tgl-bln-thn)",
        "Tgl lhr"),
    Column.BIRTH_PLACE_AND_DATE: (
        "TTL", "Tempat, Tanggal Lahir", "TEMPAT/TGL LAHIR", "Tempat & Tgl Lahir", "Tempat Tanggal Lahir", "T T L",
        "Tempat dan Tanggal Lahir",
    ),
    Column.SEX: (
        "L/P", "JK", "Jenis Kelamin", "JENIS KELAMIN", "Jns Kelamin", "Jenis Kelamin (L/P)", "Sex",
        "Kelamin", "J. Kel",
    ),
    Column.AGE: ("Umur", "Usia", "Umur (Thn)", "USIA"),
    Column.EDUCATION: ("Pendidikan", "Pendidikan Terakhir", "Pddk"),
    Column.HOUSEHOLD_HEAD: ("Nama Kepala Keluarga", "Kepala Keluarga", "Nama KK"),
    Column.RELIGION: ("Agama", "AGAMA"),
    Column.ADDRESS: ("Alamat", "ALAMAT", "Alamat (RT/RW)", "Alamat Lengkap", "Alamat Rumah", "Tempat Tinggal"),
    Column.RT: ("RT", "Rt"),
    Column.RW: ("RW", "Rw"),
    Column.HAMLET: ("Dusun", "DUSUN", "Dsn"),
    Column.VILLAGE: ("Desa", "DESA", "Desa/Kelurahan", "Desa/Kel", "DESA / KEL.", "Kelurahan/Desa", "Nama Desa"),
    Column.DISTRICT: ("Kecamatan", "Kec.", "KECAMATAN"),
    Column.OCCUPATION: (
        "Pekerjaan", "PEKERJAAN", "Jenis Pekerjaan", "Mata Pencaharian", "Pekerjaan Utama",
        "Profesi", "Pekerjaan/Usaha",
    ),
    Column.PHONE: ("No HP", "No. HP", "HP", "Nomor HP/WA", "No. Telp/HP", "No Telepon", "Kontak", "NO. HP"),
    Column.INCOME: ("Penghasilan", "Penghasilan per Bulan", "Pendapatan/Bulan", "Penghasilan (Rp)",
        "Penghasilan/bln"),
    Column.MOTHER: ("Nama Ibu Kandung", "Ibu Kandung", "NAMA IBU", "Nama Gadis Ibu Kandung", "Nama Ibu",
        "Nama Ibu (Kandung)"),
    Column.HEIR: ("Ahli Waris", "Nama Ahli Waris", "NAMA AHLI WARIS"),
    Column.HEIR_RELATION: ("Hubungan", "Hubungan Ahli Waris", "Hub. Keluarga", "Hub. dgn Peserta", "Hub. Ahli Waris"),
    Column.NOTE: ("Ket", "Keterangan", "KET."),
}  # fmt: skip


class FileKind(StrEnum):
    """The format in which the list is sent."""

    XLSX = "xlsx"
    CSV = "csv"
    ODS = "ods"
    TSV = "tsv"


class Oddity(StrEnum):
    """What makes a whole list wrong, from the first row to the last, as every office knows it."""

    NIK_NUMBERS = "nik_numbers"
    NIK_SCIENTIFIC = "nik_scientific"
    NO_BIRTH_DATE = "no_birth_date"

    @property
    def kind(self) -> FileKind:
        """The format in which this happens."""
        return FileKind.CSV if self is Oddity.NIK_SCIENTIFIC else FileKind.XLSX

    @property
    def spoils_numbers(self) -> bool:
        """Whether the spreadsheet took long numbers for quantities; then they have no other shape."""
        return self is not Oddity.NO_BIRTH_DATE


class DateForm(StrEnum):
    """How dates are written: a real date cell, or one of the texts that people type."""

    CELL = "cell"
    DASHES = "%d-%m-%Y"
    SLASHES = "%d/%m/%Y"
    DOTS = "%d.%m.%Y"
    SPACED = "%d - %m - %Y"
    ISO = "%Y-%m-%d"
    SHORT = "short"
    MONTH_WORD = "month_word"
    MONTH_ABBREVIATED = "month_abbreviated"


class NikForm(StrEnum):
    """How a NIK is typed."""

    PLAIN = "plain"
    APOSTROPHE = "apostrophe"
    GROUPS_OF_SIX = "groups_of_six"
    GROUPS_OF_FOUR = "groups_of_four"
    DOTS = "dots"
    DASHES = "dashes"
    STRAY_SPACES = "stray_spaces"


class SheetPlan(StrEnum):
    """How the rows are spread over the workbook."""

    ONE = "one"
    PER_HAMLET = "per_hamlet"
    STACKED_TABLES = "stacked_tables"


SEX_WORDS = {
    "L/P": ("L", "P"), "l/p": ("l", "p"), "LK/PR": ("LK", "PR"), "Lk/Pr": ("Lk", "Pr"),
    "words": ("Laki-laki", "Perempuan"), "WORDS": ("LAKI-LAKI", "PEREMPUAN"), "other": ("Pria", "Wanita"),
}  # fmt: skip


_Choice = TypeVar("_Choice")


@dataclass(frozen=True, slots=True)
class Clerk:
    """One clerk's hand."""

    kind: FileKind
    columns: tuple[Column, ...]
    headings: dict[Column, str]
    dress: Dress
    is_two_row_header: bool
    names_in_title: bool
    names_in_file: bool
    names_in_sheet: bool
    has_letterhead: bool
    has_title: bool
    has_header: bool
    has_column_numbers: bool
    has_hamlet_rows: bool
    has_total: bool
    has_signature: bool
    has_footnote: bool
    has_summary_sheet: bool
    empty_sheets: int
    left: int
    blank_row_share: float
    sheets: SheetPlan
    order: str
    letter_case: str
    sex_words: str
    date_form: DateForm
    nik_form: NikForm
    phone_form: str
    income_form: str
    address_form: str
    village_form: str
    village_fill: str
    header_every: int
    joint: str
    delimiter: str
    encoding: str
    carelessness: float
    oddity: Oddity | None = None


_SHARE_WITHOUT_HEADER = 0.01

#: How many of a hundred clerks do it one way or the other.
_ORDERS = {"hamlet": 40, "card": 25, "name": 20, "any": 15}
_LETTER_CASES = {"upper": 45, "title": 42, "mixed": 13}
_PHONE_FORMS = {"plain": 56, "spaces": 10, "dashes": 10, "plus62": 6, "number": 14, "dots": 4}
_INCOME_FORMS = {"number": 40, "dots": 20, "rp": 14, "rp_dash": 12, "rp_sen": 6, "thousands": 8}
_ADDRESS_FORMS = {"rt_rw": 34, "rt_rw_hamlet": 26, "hamlet": 16, "slash": 12, "rt_rw_village": 12}
_VILLAGE_FORMS = {"plain": 58, "label": 12, "short": 14, "upper": 16}
_VILLAGE_FILLS = {"every": 88, "first": 7, "ditto": 5}
_JOINTS = {", ": 70, "/ ": 6, " ": 12, ",": 8, "/": 4}
_ENCODINGS = {"utf-8": 40, "utf-8-sig": 35, "cp1252": 25}
_TSV_ENCODINGS = {"utf-8": 50, "cp1252": 20, "utf-16": 30}
_DELIMITERS = {";": 65, ",": 35}
_SEX_WORDS = {"L/P": 68, "l/p": 4, "LK/PR": 6, "Lk/Pr": 3, "words": 10, "WORDS": 5, "other": 4}
_SHEET_PLANS = {SheetPlan.ONE: 86, SheetPlan.PER_HAMLET: 9, SheetPlan.STACKED_TABLES: 5}
_NIK_FORMS = {
    NikForm.PLAIN: 79, NikForm.APOSTROPHE: 5, NikForm.GROUPS_OF_SIX: 4, NikForm.GROUPS_OF_FOUR: 4, NikForm.DOTS: 2,
    NikForm.DASHES: 2, NikForm.STRAY_SPACES: 4,
}  # fmt: skip
_DATE_FORMS_IN_TEXT = {
    DateForm.DASHES: 36, DateForm.SLASHES: 26, DateForm.DOTS: 5, DateForm.SPACED: 4, DateForm.ISO: 5,
    DateForm.SHORT: 8, DateForm.MONTH_WORD: 11, DateForm.MONTH_ABBREVIATED: 5,
}  # fmt: skip
_DATE_FORMS = {DateForm.CELL: 32, **_DATE_FORMS_IN_TEXT}
_FONTS = {"Calibri": 50, "Arial": 18, "Times New Roman": 20, "Bookman Old Style": 8, "Tahoma": 4}


def draw_clerk(rng: Random, village: DemoVillage, kind: FileKind, oddity: Oddity | None = None) -> Clerk:
    """Draw the hand of one village's clerk."""
    is_text = kind in (FileKind.CSV, FileKind.TSV)
    columns = _columns(rng, village, oddity, has_ticks=not is_text and rng.random() < 0.05)
    has_village = Column.VILLAGE in columns
    # Where village and district share a name, nothing but a title or a column can say which is meant.
    shares_name = village.name == village.district_name
    has_title = shares_name or rng.random() < (0.35 if is_text else 0.88)
    names_in_title = shares_name or (has_title and rng.random() < (0.75 if has_village else 0.92))
    names_in_file = rng.random() < 0.86
    sheets = SheetPlan.ONE if is_text else _pick(rng, _SHEET_PLANS)
    names_in_sheet = not is_text and sheets is not SheetPlan.PER_HAMLET and rng.random() < 0.22
    if not (has_village or names_in_title or names_in_file or names_in_sheet):
        names_in_file = True
    headings = _headings(rng, columns)
    return Clerk(
        kind=kind,
        columns=columns,
        headings=headings,
        dress=_dress(rng),
        is_two_row_header=Column.SEX_TICK_MALE in columns or (not is_text and rng.random() < 0.34),
        names_in_title=names_in_title,
        names_in_file=names_in_file,
        names_in_sheet=names_in_sheet,
        has_letterhead=has_title and names_in_title and rng.random() < 0.42,
        has_title=has_title,
        has_header=rng.random() >= _SHARE_WITHOUT_HEADER,
        has_column_numbers=not is_text and rng.random() < 0.2,
        has_hamlet_rows=rng.random() < (0.06 if is_text else 0.18),
        has_total=rng.random() < (0.1 if is_text else 0.35),
        has_signature=rng.random() < (0.05 if is_text else 0.52),
        has_footnote=rng.random() < 0.12,
        has_summary_sheet=not is_text and rng.random() < 0.07,
        empty_sheets=0 if is_text else rng.choice((0, 0, 0, 0, 1, 2)),
        left=0 if is_text or rng.random() < 0.92 else 1,
        blank_row_share=rng.choice((0, 0, 0, 0, 0.01, 0.03)),
        sheets=sheets,
        order=_pick(rng, _ORDERS),
        letter_case=_pick(rng, _LETTER_CASES),
        sex_words=_pick(rng, _SEX_WORDS),
        date_form=_pick(rng, _DATE_FORMS_IN_TEXT if is_text else _DATE_FORMS),
        nik_form=NikForm.PLAIN if oddity is not None and oddity.spoils_numbers else _pick(rng, _NIK_FORMS),
        phone_form=_pick(rng, _PHONE_FORMS),
        income_form=_pick(rng, _INCOME_FORMS),
        address_form=_pick(rng, _ADDRESS_FORMS),
        village_form=_pick(rng, _VILLAGE_FORMS),
        village_fill=_pick(rng, _VILLAGE_FILLS) if names_in_title else "every",
        header_every=rng.choice((25, 30, 40)) if rng.random() < 0.04 else 0,
        joint=_pick(rng, _JOINTS if is_text else _JOINTS | {",\n": 4}),
        delimiter=_pick(rng, _DELIMITERS) if kind is FileKind.CSV else "\t",
        encoding=_pick(rng, _ENCODINGS if kind is FileKind.CSV else _TSV_ENCODINGS),
        carelessness=rng.choice((0.35, 0.6, 0.8, 1.0, 1.0, 1.3, 2.2)),
        oddity=oddity,
    )  # fmt: skip


def _columns(rng: Random, village: DemoVillage, oddity: Oddity | None, *, has_ticks: bool) -> tuple[Column, ...]:
    """Draw which columns the list has and in which order they stand."""
    identity = [Column.NIK, Column.NAME] if rng.random() < 0.5 else [Column.NAME, Column.NIK]
    if rng.random() < 0.34:
        identity.insert(identity.index(Column.NIK) + rng.choice((0, 1)), Column.KK)
    blocks = [_birth(rng, oddity), _sex(rng, has_ticks=has_ticks), _address(rng, village)]
    for column, share in (
        (Column.OCCUPATION, 0.97), (Column.PHONE, 0.58), (Column.INCOME, 0.26), (Column.MOTHER, 0.42),
        (Column.RELIGION, 0.1), (Column.AGE, 0.1), (Column.EDUCATION, 0.06), (Column.HOUSEHOLD_HEAD, 0.07),
    ):  # fmt: skip
        if rng.random() < share:
            blocks.append([column])
    if rng.random() < 0.46:
        blocks.append([Column.HEIR, Column.HEIR_RELATION])
    if rng.random() < 0.3:
        rng.shuffle(blocks)
    elif rng.random() < 0.3:
        blocks[0], blocks[1] = blocks[1], blocks[0]
    number = [Column.NUMBER] if rng.random() < 0.93 else []
    note = [Column.NOTE] if rng.random() < 0.26 else []
    return tuple(number + identity + [column for block in blocks for column in block] + note)


def _birth(rng: Random, oddity: Oddity | None) -> list[Column]:
    if oddity is Oddity.NO_BIRTH_DATE:
        return [Column.BIRTH_PLACE]
    if rng.random() < 0.27:
        return [Column.BIRTH_PLACE_AND_DATE]
    return [Column.BIRTH_PLACE, Column.BIRTH_DATE] if rng.random() < 0.85 else [Column.BIRTH_DATE]


def _sex(rng: Random, *, has_ticks: bool) -> list[Column]:
    if has_ticks:
        return [Column.SEX_TICK_MALE, Column.SEX_TICK_FEMALE]
    return [Column.SEX] if rng.random() < 0.97 else []


def _address(rng: Random, village: DemoVillage) -> list[Column]:
    dice = rng.random()
    columns: list[Column] = []
    if dice < 0.5:
        columns = [Column.ADDRESS]
    elif dice < 0.75:
        columns = [Column.RT, Column.RW]
        if not village.is_kelurahan and rng.random() < 0.5:
            columns.append(Column.HAMLET)
    if rng.random() < 0.46:
        columns.append(Column.VILLAGE)
        if rng.random() < 0.5:
            columns.append(Column.DISTRICT)
    return columns


def _headings(rng: Random, columns: tuple[Column, ...]) -> dict[Column, str]:
    headings = {column: rng.choice(HEADINGS[column]) for column in columns if column in HEADINGS}
    dice = rng.random()
    if dice < 0.4:
        return {column: heading.upper() for column, heading in headings.items()}
    return headings


def _dress(rng: Random) -> Dress:
    return Dress(
        font=_pick(rng, _FONTS),
        size=rng.choice((9, 10, 11, 11, 12)),
        date_format=rng.choice(("dd-mm-yyyy", "dd/mm/yyyy", "d-mmm-yy", "dd mmmm yyyy")),
        header_colour=rng.choice(("", "", "", "#D9D9D9", "#BDD7EE", "#FFE699", "#C6E0B4")),
        has_borders=rng.random() < 0.82,
        is_title_centred=rng.random() < 0.66,
    )  # fmt: skip


def _pick(rng: Random, weights: dict[_Choice, int]) -> _Choice:
    return rng.choices(tuple(weights), tuple(weights.values()))[0]
