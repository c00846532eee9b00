"""The decisions of a run as a list: who is covered, at which rank, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.programme.models import Decision

CHUNK: Final = 2000


def lines_of(decisions: QuerySet[Decision]) -> Iterator[Decision]:
    """Read ordered decisions with what the columns say of each, in memory that does not grow."""
    return decisions.select_related("person", "village__district").iterator(chunk_size=CHUNK)


def _page(decision: Decision) -> str:
    return reverse("people:detail", args=[decision.person.public_id])


DECISIONS: Final = Sheet(
    name="decisions",
    title=_("Keputusan dan alasannya"),
    action=Action.SEE_TARGETING,
    filters=("kec", "desa", "jenis"),
    columns=(
        Column(name="nama", label=_("Nama"), of=lambda line: line.person.name, order="nama", width=32, link=_page),
        Column(name="nik", label="NIK", of=lambda line: line.person.masked_nik, kind=Kind.CODE),
        Column(name="kec", label=_("Kecamatan"), of=lambda line: line.village.district.name, width=22, is_usual=False),
        Column(name="desa", label=_("Desa/kelurahan"), of=lambda line: line.village.name, order="desa", width=24),
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
