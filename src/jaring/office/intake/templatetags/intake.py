"""What only the import room's templates need: ``{% load intake %}``."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.core.intake import FileCode
from jaring.core.text import Text
from jaring.office.intake import codes
from jaring.office.intake.masking import hide_numbers
from jaring.office.intake.models import ImportBatch
from jaring.office.intake.schedule import Belonging, belonging

register = template.Library()

FIELD_LABELS: Final[dict[str, Promise | str]] = {
    "nik": "NIK",
    "kk": _("Nomor KK"),
    "name": _("Nama"),
    "sex": _("Jenis kelamin"),
    "birth_place": _("Tempat lahir"),
    "birth_date": _("Tanggal lahir"),
    "birth_place_and_date": _("Tempat, tanggal lahir"),
    "village": _("Desa/kelurahan"),
    "village_code": _("Desa/kelurahan"),
    "district": _("Kecamatan"),
    "address": _("Alamat"),
    "occupation": _("Pekerjaan"),
    "phone": _("Nomor telepon"),
    "income_idr": _("Penghasilan sebulan"),
    "mother_name": _("Nama ibu kandung"),
    "heir_name": _("Nama ahli waris"),
    "heir_relation": _("Hubungan ahli waris"),
}


@register.filter
def quiet(text: object) -> str:
    """A text that people typed, with every long number in it masked."""
    return hide_numbers(str(text))


@register.filter
def counts_for(batch: ImportBatch) -> Belonging | None:
    """The month of the sending rhythm that a delivery counts for, and whether it came late."""
    return belonging(batch)


@register.filter
def code_label(code: str) -> str:
    """The short label of a row's code."""
    return codes.label(code)


@register.filter
def row_field(name: str) -> str:
    """What a field of a row is called."""
    return str(FIELD_LABELS.get(name, name))


@register.filter
def file_problem(code: str) -> Text:
    """Why a file was refused."""
    return FileCode(code).problem


@register.filter
def file_remedy(code: str) -> Text:
    """What to do about a refused file."""
    return FileCode(code).remedy
