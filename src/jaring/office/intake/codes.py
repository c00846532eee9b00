"""The codes of rows as pages name them: a short label beside the core's own sentences."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.core.intake import Code, Weight
from jaring.core.text import Text
from jaring.office.intake.models import OUT_OF_AREA

LABELS: Final[dict[str, Promise | str]] = {
    Code.NIK_MISSING: _("NIK kosong"),
    Code.NIK_LENGTH: _("NIK bukan 16 angka"),
    Code.NIK_CHARACTERS: _("NIK memuat huruf"),
    Code.NIK_NUMERIC_CELL: _("NIK tersimpan sebagai bilangan"),
    Code.NIK_PLACEHOLDER: _("NIK bukan nomor sebenarnya"),
    Code.NIK_DATE_IMPOSSIBLE: _("tanggal dalam NIK tidak mungkin"),
    Code.NAME_MISSING: _("nama kosong"),
    Code.BIRTH_DATE_INVALID: _("tanggal lahir tidak terbaca"),
    Code.VILLAGE_UNKNOWN: _("desa/kelurahan tidak dikenal"),
    Code.UNDER_AGE: _("belum cukup umur"),
    Code.OVER_AGE: _("melewati batas umur"),
    Code.EXCLUDED_OCCUPATION: _("ASN, TNI, atau Polri"),
    Code.SAMPLE_PERSON: _("orang dari daftar contoh"),
    Code.DUPLICATE_NIK: _("NIK ganda"),
    Code.NIK_BIRTH_DATE_MISMATCH: _("tanggal lahir berbeda dengan NIK"),
    Code.NIK_SEX_MISMATCH: _("jenis kelamin berbeda dengan NIK"),
    Code.NIK_REGION_UNKNOWN: _("kode wilayah NIK tidak dikenal"),
    Code.BIRTH_DATE_FROM_NIK: _("tanggal lahir diambil dari NIK"),
    Code.BIRTH_DATE_MISSING: _("tanggal lahir kosong"),
    Code.BIRTH_DATE_AMBIGUOUS: _("tanggal lahir bermakna ganda"),
    Code.SEX_UNREADABLE: _("jenis kelamin tidak terbaca"),
    Code.VILLAGE_FUZZY: _("nama desa/kelurahan salah eja"),
    Code.VILLAGE_AMBIGUOUS: _("nama desa/kelurahan lebih dari satu"),
    Code.NAME_SUSPECT: _("nama tidak wajar"),
    Code.DUPLICATE_NIK_OTHER_PERSON: _("NIK dipakai orang lain"),
    Code.POSSIBLE_DUPLICATE: _("mungkin orang yang sama"),
    Code.KK_UNREADABLE: _("nomor KK tidak terbaca"),
    Code.PHONE_UNREADABLE: _("nomor telepon tidak terbaca"),
    Code.INCOME_UNREADABLE: _("penghasilan tidak terbaca"),
    OUT_OF_AREA: _("di luar wilayah pengirim"),
}
"""Short enough for a badge and a choice. A test finds a code that is missing here."""

OUT_OF_AREA_PROBLEM: Final = Text(
    "Desa/kelurahan pada baris ini berada di luar wilayah pengirim.",
    "The village of this row lies outside the sender's area.",
)
OUT_OF_AREA_REMEDY: Final = Text(
    "Perbaiki desa/kelurahan bila salah tulis; bila benar, desa itu sendiri yang mengusulkannya.",
    "Correct the village if it is wrong; if it is right, that village proposes the person itself.",
)
_TONES: Final = {Weight.REJECTS: "bad", Weight.DOUBTS: "doubt", Weight.REMARK: "calm"}


def label(code: str) -> str:
    """Return the short label of a code."""
    return str(LABELS.get(code, code))


def tone(code: str) -> str:
    """Return the colour of a code's badge."""
    return "bad" if code == OUT_OF_AREA else _TONES[Code(code).weight]
