"""The register as a list: what its columns say of a person."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.people.columns import where, who
from jaring.office.people.models import Person
from jaring.office.people.queries import PersonLine
from jaring.office.places.models import Village

ORDERS: Final = {
    "nama": ("search_name", "id"),
    "desa": ("village_id", "search_name", "id"),
    "baru": ("-id",),
}


def _person(line: PersonLine) -> Person:
    return line.person


def _village(line: PersonLine) -> Village:
    return line.person.village


REGISTER: Final = Sheet(
    name="people",
    title=_("Peserta dan calon peserta"),
    action=Action.SEE_PEOPLE,
    filters=("kec", "desa", "kerja", "keputusan", "peserta", "keluar"),
    columns=(
        *who(_person, order="nama"),
        Column(
            name="jk",
            label=_("Jenis kelamin"),
            of=lambda line: line.person.sex and line.person.get_sex_display(),
            width=14,
            is_usual=False,
        ),
        Column(
            name="lahir", label=_("Tanggal lahir"), of=lambda line: line.person.birth_date, kind=Kind.DAY, width=14
        ),
        Column(
            name="tempat",
            label=_("Tempat lahir"),
            of=lambda line: line.person.birth_place,
            is_usual=False,
        ),
        *where(_village, order="desa"),
        Column(name="kerja", label=_("Pekerjaan"), of=lambda line: line.person.occupation, width=24),
        Column(
            name="penghasilan",
            label=_("Penghasilan sebulan"),
            of=lambda line: line.person.income_idr,
            kind=Kind.RUPIAH,
            is_usual=False,
        ),
        Column(
            name="keputusan",
            label=_("Keputusan terakhir"),
            of=lambda line: line.outcome,
            kind=Kind.STATE,
            words="outcome",
            width=22,
            needs=Action.SEE_TARGETING,
        ),
        Column(name="peserta", label=_("Kepesertaan"), of=lambda line: line.cover, kind=Kind.STATE, words="cover"),
        Column(
            name="mulai",
            label=_("Terlindungi mulai"),
            of=lambda line: line.person.cover_from,
            kind=Kind.MONTH,
            is_usual=False,
        ),
        Column(
            name="dicatat",
            label=_("Dicatat pada"),
            of=lambda line: line.person.recorded_at,
            kind=Kind.MOMENT,
            is_usual=False,
        ),
    ),
)
