"""Lists of the programme: the decisions of a run, with rank and reasons, and the annex of a decree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.people.columns import where, who
from jaring.office.people.models import Person
from jaring.office.places.models import Village
from jaring.office.programme.models import Decision, DecreeLine, ScenarioMember

CHUNK: Final = 2000
BY_NAME: Final = "nama"
BY_AREA: Final = {
    "desa": ("village_id", "rank", "id"),
    BY_NAME: ("person__search_name", "person_id"),
}
BY_RANK: Final = {"peringkat": ("rank", "id")} | BY_AREA
"""Only the people of one outcome stand in one row of ranks; an index keeps them in that order."""
ANNEX_ORDERS: Final = {"nomor": ("number",)}
Row = TypeVar("Row", Decision, DecreeLine, ScenarioMember)


BY_QUEUE: Final[dict[str, tuple[str, ...]]] = {"giliran": ("budget_needed_idr",)}
BACK_ALONG_QUEUE: Final[dict[str, tuple[str, ...]]] = {"giliran": ("-budget_needed_idr",)}
"""Who stands nearest to the border of the run's own budget comes first, whichever way the budget goes."""
MEMBER_ORDERS: Final = {
    "desa": ("id",),
    BY_NAME: ("person__search_name", "person_id"),
}
"""Members were kept by village and name: a page of a difference need not put everybody in order."""


def decision_orders(outcome: str) -> dict[str, tuple[str, ...]]:
    """Return the orders in which the decisions of one outcome, or of all for empty text, are offered."""
    return BY_RANK if outcome else BY_AREA


def lines_of(rows: QuerySet[Row]) -> Iterator[Row]:
    """Read ordered rows with what the columns say of each, in memory that does not grow."""
    return rows.select_related("person", "village__district").iterator(chunk_size=CHUNK)


def _person(row: Decision | DecreeLine | ScenarioMember) -> Person:
    return row.person


def _village(row: Decision | DecreeLine | ScenarioMember) -> Village:
    return row.village


def _page(row: DecreeLine) -> str:
    return reverse("people:detail", args=[row.person.public_id])


DECISIONS: Final = Sheet(
    name="decisions",
    title=_("Keputusan dan alasannya"),
    action=Action.SEE_TARGETING,
    filters=("kec", "desa", "jenis"),
    columns=(
        *who(_person, order="nama"),
        *where(_village, order="desa", shows_district=False),
        Column(
            name="keputusan",
            label=_("Keputusan"),
            of=lambda line: line.outcome,
            kind=Kind.STATE,
            words="outcome",
            width=22,
        ),
        Column(
            name="peringkat",
            label=_("Peringkat"),
            of=lambda line: line.rank,
            kind=Kind.NUMBER,
            order="peringkat",
            width=11,
        ),
        Column(
            name="di-desa",
            label=_("Peringkat di desa/kelurahan"),
            of=lambda line: line.rank_in_village,
            kind=Kind.NUMBER,
            width=14,
            is_usual=False,
        ),
        Column(
            name="cadangan",
            label=_("Urutan cadangan"),
            of=lambda line: line.reserve_rank,
            kind=Kind.NUMBER,
            width=11,
            is_usual=False,
        ),
        Column(name="alasan", label=_("Alasan"), of=lambda line: line.reasons, kind=Kind.SENTENCES, width=70),
        Column(
            name="perubahan",
            label=_("Yang harus berubah"),
            of=lambda line: line.changes,
            kind=Kind.SENTENCES,
            width=70,
        ),
    ),
)
MOVED: Final = Sheet(
    name="moved",
    title=_("Yang masuk atau keluar dengan plafon lain"),
    action=Action.SEE_TARGETING,
    filters=("plafon", "kec", "desa"),
    columns=(
        *who(_person),
        *where(_village),
        Column(
            name="perlu",
            label=_("Plafon yang diperlukan"),
            of=lambda line: line.budget_needed_idr,
            kind=Kind.RUPIAH,
            order="giliran",
            width=18,
        ),
        Column(
            name="alasan",
            label=_("Alasan dalam penetapan ini"),
            of=lambda line: line.reasons,
            kind=Kind.SENTENCES,
            width=70,
        ),
    ),
)
DIFFERENCE: Final = Sheet(
    name="difference",
    title=_("Siapa yang berbeda"),
    action=Action.SEE_TARGETING,
    filters=("kec", "desa"),
    columns=(
        *who(_person, order="nama"),
        *where(_village, order="desa"),
        Column(name="kerja", label=_("Pekerjaan"), of=lambda line: line.person.occupation, width=24),
    ),
)
ANNEX: Final = Sheet(
    name="annex",
    title=_("Lampiran"),
    action=Action.SEE_DECREES,
    filters=("kec", "desa", "jenis"),
    columns=(
        Column(name="nama", label=_("Nama"), of=lambda line: line.name, width=32, link=_page),
        Column(name="nomor", label=_("No."), of=lambda line: line.number, kind=Kind.NUMBER, order="nomor", width=8),
        Column(name="nik", label="NIK", of=lambda line: line.masked_nik, kind=Kind.CODE),
        Column(
            name="lahir",
            label=_("Tahun lahir"),
            of=lambda line: line.birth_year and str(line.birth_year),
            kind=Kind.CODE,
            width=12,
            is_usual=False,
        ),
        *where(_village, shows_district=False),
        Column(name="alamat", label=_("Alamat"), of=lambda line: line.address, width=32, is_usual=False),
        Column(name="kerja", label=_("Pekerjaan"), of=lambda line: line.occupation, width=24),
        Column(
            name="perubahan",
            label=_("Perubahan"),
            of=lambda line: line.change,
            kind=Kind.STATE,
            words="change",
            width=16,
        ),
        Column(name="alasan", label=_("Alasan"), of=lambda line: line.reason, width=40),
    ),
)
