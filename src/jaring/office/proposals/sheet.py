"""The proposals as a list: whom a village proposed, how it was judged and what became of it."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.people.columns import where
from jaring.office.places.models import Village
from jaring.office.proposals.queries import Line

ORDERS: Final = {"baru": ("-id",), "desa": ("village_id", "-id"), "penilaian": ("verdict", "-id")}


def _village(line: Line) -> Village:
    return line.proposal.village


def _delivery(line: Line) -> str:
    gathered = line.gathered
    return reverse("intake:detail", args=[gathered.batch.public_id]) if gathered else ""


PROPOSALS: Final = Sheet(
    name="proposals",
    title=_("Usulan"),
    action=Action.SEE_IMPORTS,
    filters=("kec", "desa", "jenis", "keadaan"),
    columns=(
        Column(name="nama", label=_("Nama"), of=lambda line: line.name, width=32),
        Column(name="nik", label="NIK", of=lambda line: line.nik, kind=Kind.CODE),
        *where(_village, order="desa", shows_district=False),
        Column(name="oleh", label=_("Diusulkan oleh"), of=lambda line: str(line.proposal.proposed_by), width=24),
        Column(
            name="pada",
            label=_("Diterima pada"),
            of=lambda line: line.proposal.received_at,
            kind=Kind.MOMENT,
            order="baru",
        ),
        Column(
            name="penilaian",
            label=_("Penilaian"),
            of=lambda line: line.proposal.verdict,
            kind=Kind.STATE,
            words="verdict",
            order="penilaian",
            width=16,
        ),
        Column(name="catatan", label=_("Catatan"), of=lambda line: line.remark, width=40),
        Column(
            name="keadaan",
            label=_("Keadaan"),
            of=lambda line: line.proposal.state,
            kind=Kind.STATE,
            words="proposed",
            width=18,
            link=_delivery,
        ),
        Column(
            name="kiriman",
            label=_("Kiriman"),
            of=lambda line: line.gathered and line.gathered.batch.get_state_display(),
            width=18,
            link=_delivery,
            is_usual=False,
        ),
    ),
)
