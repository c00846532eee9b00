"""The cases as a list: what differs, whom it is about, what it comes to, who looks after it; and a whole month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jaring.core.insurer.words import Cause, Kind, causes, kinds, rejections
from jaring.core.text import Text
from jaring.office.access.roles import Action, Role
from jaring.office.lists import sheets
from jaring.office.lists.sheets import Column, Sheet
from jaring.office.reconciliation.models import Case
from jaring.office.ui.templatetags.jaring import number, say

ORDERS: Final = {
    "selesai": ("due_date", "id"),
    "nama": ("person__search_name", "id"),
    "jumlah": ("-amount_idr", "id"),
    "perbedaan": ("kind", "due_date", "id"),
}
CHUNK: Final = 2000
SHOWN: Final = ("person__village", "owner", "line__file")
"""What the columns read besides the case itself."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with the words for its kind, its cause and who looks after it."""

    case: Case
    kind: Kind
    cause: Cause
    remedy: Text
    owner: str
    is_late: bool

    @classmethod
    def of(cls, case: Case) -> CaseLine:
        owner = case.owner.full_name if case.owner else str(Role(case.owner_role).label)
        cause = causes()[case.cause]
        remedy = rejections()[case.rejection].remedy if cause.key == "rejected" and case.rejection else cause.remedy
        is_late = case.state != Case.State.SOLVED and case.due_date < timezone.localdate()
        return cls(case, kinds()[case.kind], cause, remedy, owner, is_late)

    @property
    def masked_nik(self) -> str:
        """The NIK of the person, else of the insurer's line, masked; empty where a case is about several."""
        meant = self.case.person or self.case.line
        return meant.masked_nik if meant else ""

    @property
    def subject(self) -> str:
        """Whom the case is about: a person, several on one bill, or a line that leads to nobody."""
        if self.case.person:
            return self.case.person.name
        if self.case.people > 1:
            return gettext("%(people)s orang pada satu tagihan") % {"people": number(self.case.people)}
        return f"{gettext('Baris BPJS')} {self.masked_nik}"


def lines_of(cases: QuerySet[Case]) -> Iterator[CaseLine]:
    """Read ordered cases with what the columns say of each, in memory that does not grow."""
    return map(CaseLine.of, cases.select_related(*SHOWN).iterator(chunk_size=CHUNK))


def _page(line: CaseLine) -> str:
    return reverse("reconciliation:case", args=[line.case.public_id])


CASES: Final = Sheet(
    name="cases",
    title=_("Kasus"),
    action=Action.SEE_RECONCILIATION,
    filters=("jenis", "sebab", "keadaan", "milik", "desa", "bulan"),
    columns=(
        Column(name="nama", label=_("Orang"), of=lambda line: line.subject, order="nama", width=30, link=_page),
        Column(name="nik", label="NIK", of=lambda line: line.masked_nik, kind=sheets.Kind.CODE, is_usual=False),
        Column(
            name="desa",
            label=_("Desa/kelurahan"),
            of=lambda line: line.case.person and line.case.person.village.name,
            width=24,
        ),
        Column(
            name="perbedaan", label=_("Perbedaan"), of=lambda line: say(line.kind.label), order="perbedaan", width=26
        ),
        Column(name="sebab", label=_("Sebab"), of=lambda line: say(line.cause.label), width=26),
        Column(
            name="sejak", label=_("Sejak"), of=lambda line: line.case.first_month, kind=sheets.Kind.MONTH, width=10
        ),
        Column(
            name="terakhir",
            label=_("Terakhir"),
            of=lambda line: line.case.last_month,
            kind=sheets.Kind.MONTH,
            width=10,
            is_usual=False,
        ),
        Column(
            name="orang",
            label=_("Jumlah orang"),
            of=lambda line: line.case.people,
            kind=sheets.Kind.NUMBER,
            width=10,
            is_usual=False,
        ),
        Column(
            name="jumlah",
            label=_("Jumlah"),
            of=lambda line: line.case.amount_idr,
            kind=sheets.Kind.RUPIAH,
            order="jumlah",
            width=14,
        ),
        Column(
            name="keadaan",
            label=_("Keadaan"),
            of=lambda line: line.case.state,
            kind=sheets.Kind.STATE,
            words="case",
            width=18,
        ),
        Column(name="milik", label=_("Penanggung jawab"), of=lambda line: line.owner, width=24),
        Column(
            name="batas",
            label=_("Batas"),
            of=lambda line: line.case.due_date,
            kind=sheets.Kind.DAY,
            order="selesai",
            width=14,
            alarms=lambda line: line.is_late,
        ),
    ),
)
MATCHES: Final = Sheet(
    name="matches",
    title=_("Hasil pencocokan"),
    action=Action.SEE_RECONCILIATION,
    filters=(),
    columns=(
        Column(
            name="sumber",
            label=_("Sumber dana"),
            of=lambda line: line.payer.name if line.payer else gettext("semua sumber dana"),
            width=36,
        ),
        Column(name="sk", label=_("Pada SK"), of=lambda line: line.enrolled, kind=sheets.Kind.NUMBER, width=12),
        Column(name="ditagih", label=_("Ditagih"), of=lambda line: line.billed, kind=sheets.Kind.NUMBER, width=12),
        Column(
            name="tagihan",
            label=_("Jumlah tagihan"),
            of=lambda line: line.billed_idr,
            kind=sheets.Kind.RUPIAH,
            width=18,
        ),
        Column(name="disetor", label=_("Disetor"), of=lambda line: line.paid, kind=sheets.Kind.NUMBER, width=12),
        Column(
            name="setoran", label=_("Jumlah setoran"), of=lambda line: line.paid_idr, kind=sheets.Kind.RUPIAH, width=18
        ),
        Column(name="aktif", label=_("Aktif di BPJS"), of=lambda line: line.active, kind=sheets.Kind.NUMBER, width=12),
        Column(name="sama", label=_("Sama"), of=lambda line: line.agreed, kind=sheets.Kind.NUMBER, width=12),
        Column(name="beda", label=_("Berbeda"), of=lambda line: line.differing, kind=sheets.Kind.NUMBER, width=12),
        Column(name="pada", label=_("Dicocokkan"), of=lambda line: line.run_at, kind=sheets.Kind.MOMENT, width=18),
        Column(name="oleh", label=_("Oleh"), of=lambda line: str(line.run_by), width=24),
    ),
)
BY_KIND: Final = Sheet(
    name="cases-by-kind",
    title=_("Kasus menurut perbedaan"),
    action=Action.SEE_RECONCILIATION,
    filters=(),
    columns=(
        Column(name="nama", label=_("Nama"), of=lambda line: say(line.label), width=40),
        Column(name="kasus", label=_("Kasus"), of=lambda line: line.cases, kind=sheets.Kind.NUMBER, width=12),
        Column(name="jumlah", label=_("Jumlah"), of=lambda line: line.amount_idr, kind=sheets.Kind.RUPIAH, width=18),
    ),
)
BY_CAUSE: Final = replace(BY_KIND, name="cases-by-cause", title=_("Kasus menurut sebab"))
FILES: Final = Sheet(
    name="insurer-files",
    title=_("Daftar dari BPJS"),
    action=Action.SEE_RECONCILIATION,
    filters=(),
    columns=(
        Column(name="daftar", label=_("Daftar"), of=lambda line: str(line.get_kind_display()), width=26),
        Column(
            name="sumber",
            label=_("Sumber dana"),
            of=lambda line: line.payer.name if line.payer else gettext("semua"),
            width=36,
        ),
        Column(name="baris", label=_("Baris"), of=lambda line: line.lines, kind=sheets.Kind.NUMBER, width=12),
        Column(
            name="rusak",
            label=_("Tidak terbaca"),
            of=lambda line: line.unreadable,
            kind=sheets.Kind.NUMBER,
            width=12,
        ),
        Column(
            name="jumlah",
            label=_("Jumlah"),
            of=lambda line: line.total_idr or None,
            kind=sheets.Kind.RUPIAH,
            width=18,
        ),
        Column(
            name="diterima",
            label=_("Diterima"),
            of=lambda line: line.uploaded_at,
            kind=sheets.Kind.MOMENT,
            width=18,
        ),
        Column(name="oleh", label=_("Oleh"), of=lambda line: str(line.uploaded_by), width=24),
    ),
)
