"""People to be paid for as lists: those of a bill with their dues, and those whose month nobody has paid."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.payments.queries import DueState
from jaring.office.programme.models import Enrolment

ORDERS: Final = {"nama": ("search_name", "id")}
"""Fields of a person: the asked page is cut out of the people of a bill."""
ORDERS_OF_DUES: Final = {"nama": ("person__search_name", "person_id")}
"""The same as fields of a due, for who takes all of them."""


UNPAID_ORDERS: Final = {"nama": ("search_name", "id"), "desa": ("village_id", "search_name", "id")}
ORDERS_OF_UNPAID: Final = {
    "nama": ("person__search_name", "person_id"),
    "desa": ("person__village_id", "person__search_name", "person_id"),
}


def _page(line: DueState) -> str:
    return reverse("people:detail", args=[line.due.person.public_id])


def _page_of(line: Enrolment) -> str:
    return reverse("people:detail", args=[line.person.public_id])


DUES: Final = Sheet(
    name="dues",
    title=_("Peserta tagihan"),
    action=Action.SEE_MONEY,
    filters=("keadaan",),
    columns=(
        Column(name="nama", label=_("Nama"), of=lambda line: line.due.person.name, order="nama", width=32, link=_page),
        Column(name="nik", label="NIK", of=lambda line: line.due.person.masked_nik, kind=Kind.CODE),
        Column(name="kec", label=_("Kecamatan"), of=lambda line: line.due.person.village.district.name, width=22),
        Column(name="desa", label=_("Desa/kelurahan"), of=lambda line: line.due.person.village.name, width=24),
        Column(name="jkk", label="JKK", of=lambda line: line.due.jkk_idr, kind=Kind.RUPIAH, width=14, is_usual=False),
        Column(name="jkm", label="JKM", of=lambda line: line.due.jkm_idr, kind=Kind.RUPIAH, width=14, is_usual=False),
        Column(name="jumlah", label=_("Jumlah"), of=lambda line: line.amount_idr, kind=Kind.RUPIAH, width=14),
        Column(
            name="keadaan",
            label=_("Keadaan"),
            of=lambda line: line.state,
            kind=Kind.STATE,
            words="due",
            width=18,
        ),
    ),
)
UNPAID: Final = Sheet(
    name="unpaid",
    title=_("Peserta yang iurannya belum dibayar"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        Column(name="nama", label=_("Nama"), of=lambda line: line.person.name, order="nama", width=32, link=_page_of),
        Column(name="nik", label="NIK", of=lambda line: line.line.masked_nik, kind=Kind.CODE),
        Column(name="kec", label=_("Kecamatan"), of=lambda line: line.person.village.district.name, width=22),
        Column(
            name="desa", label=_("Desa/kelurahan"), of=lambda line: line.person.village.name, order="desa", width=24
        ),
        Column(name="mulai", label=_("Mulai"), of=lambda line: line.from_month, kind=Kind.MONTH, width=12),
    ),
)
