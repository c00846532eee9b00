"""The form of a case: what happened, whose cover, who is left. It asks for no name and no number of anybody.

The form speaks the words of a village office and builds the document that ``read_case`` reads, so that a case is
judged by one set of rules wherever it comes from. What the rules refuse is shown at the field that it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jaring.core.benefit.case import Case
from jaring.office.rules.case_document import APPLIANCES, MODES, Document
from jaring.office.rules.case_rows import ChildForm, DisabilityRowForm, SurvivorForm, filled, offer, rows_of
from jaring.office.rules.case_words import CAUSES, HANDS, OUTCOMES, SPOUSES, Occurrence
from jaring.office.rules.membership_form import MembershipPart
from jaring.office.ui.fields import DayField, RupiahField

DISABILITIES_MAX, CHILDREN_MAX, SURVIVORS_MAX, OTHER_MEMBERSHIPS_MAX = 4, 8, 6, 2


class CaseForm(forms.Form):
    """The facts that every case has, and those of the kind at hand."""

    penyebab = forms.ChoiceField(label=_("Penyebab"), choices=lambda: offer(CAUSES))
    tanggal = DayField(label=_("Tanggal kejadian"))
    meninggal = DayField(
        label=_("Tanggal meninggal"), required=False, help_text=_("Kosong bila meninggal pada hari kecelakaan.")
    )
    jam = forms.IntegerField(
        label=_("Jam dari gejala sampai meninggal"),
        min_value=0,
        max_value=8760,
        required=False,
        help_text=_("Kosong bila belum diketahui."),
    )
    akibat = forms.ChoiceField(label=_("Akibatnya"), choices=lambda: offer(OUTCOMES))
    hari = forms.IntegerField(label=_("Berapa hari tidak mampu bekerja"), min_value=0, max_value=36500, required=False)
    tangan = forms.ChoiceField(label=_("Tangan yang dipakai bekerja"), choices=lambda: offer(HANDS))
    darat = RupiahField(label=_("Biaya angkutan darat, sungai, danau"), required=False)
    laut = RupiahField(label=_("Biaya angkutan laut"), required=False)
    udara = RupiahField(label=_("Biaya angkutan udara"), required=False)
    obat = RupiahField(
        label=_("Biaya pengobatan"),
        required=False,
        help_text=_("Yang sudah dibayar sendiri; dijelaskan, tidak dijumlahkan."),
    )
    rumah = RupiahField(label=_("Biaya perawatan di rumah"), required=False)
    tiruan = RupiahField(label=_("Harga anggota badan tiruan (prostesis)"), required=False)
    penopang = RupiahField(label=_("Harga alat penopang (ortosis)"), required=False)
    gigi = RupiahField(label=_("Harga gigi tiruan"), required=False)
    dengar = RupiahField(label=_("Harga alat bantu dengar"), required=False)
    kacamata = RupiahField(label=_("Harga kacamata"), required=False)

    lahir = DayField(
        label=_("Tanggal lahir peserta"), required=False, help_text=_("Hanya untuk memeriksa urutan tanggal.")
    )
    pasangan = forms.ChoiceField(label=_("Suami atau istri"), required=False, choices=lambda: offer(SPOUSES))

    per_tanggal = DayField(label=_("Dihitung menurut keadaan pada"))
    dilaporkan = DayField(
        label=_("Tanggal dilaporkan"), required=False, help_text=_("Laporan pertama kepada BPJS Ketenagakerjaan.")
    )
    berkas = DayField(
        label=_("Berkas lengkap pada"), required=False, help_text=_("Hari semua surat diterima BPJS Ketenagakerjaan.")
    )
    dibayar = DayField(label=_("Manfaat dibayar pada"), required=False)

    def __init__(self, given: Any, occurrence: Occurrence) -> None:
        super().__init__(given, initial={"per_tanggal": timezone.localdate()})
        self.occurrence = occurrence
        for name in _NOT_ASKED[occurrence]:
            del self.fields[name]
        self.disabilities = rows_of(DisabilityRowForm, "cacat", DISABILITIES_MAX, given)
        self.membership = MembershipPart(given, "member", is_needed=True)
        self.others: list[MembershipPart] = []
        for i in range(OTHER_MEMBERSHIPS_MAX if occurrence.is_death else 0):
            place = f"other_memberships[{len(self.filled_others)}]"
            self.others.append(MembershipPart(given, place, f"lain-{i}", is_needed=False))
        self.children = rows_of(ChildForm, "anak", CHILDREN_MAX, given)
        self.survivors = rows_of(SurvivorForm, "waris", SURVIVORS_MAX, given)

    @property
    def asks_for_disabilities(self) -> bool:
        return self.occurrence is Occurrence.ACCIDENT

    @property
    def event_fields(self) -> list[forms.BoundField]:
        return self._group("penyebab", "tanggal", "meninggal", "jam", "akibat", "hari")

    @property
    def hand_fields(self) -> list[forms.BoundField]:
        return self._group("tangan")

    @property
    def cost_fields(self) -> list[forms.BoundField]:
        return self._group("darat", "laut", "udara", "obat", "rumah", *APPLIANCES)

    @property
    def has_costs(self) -> bool:
        return _is_touched(self.cost_fields)

    @property
    def family_fields(self) -> list[forms.BoundField]:
        return self._group("pasangan", "lahir")

    @property
    def has_survivors(self) -> bool:
        return bool(filled(self.survivors))

    @property
    def filled_others(self) -> list[MembershipPart]:
        """The further memberships that were filled in; the document names these alone."""
        return [each for each in self.others if each.is_filled]

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return self._group("per_tanggal")

    @property
    def claim_fields(self) -> list[forms.BoundField]:
        return self._group("dilaporkan", "berkas", "dibayar")

    @property
    def has_claim(self) -> bool:
        return _is_touched(self.claim_fields)

    def _group(self, *names: str) -> list[forms.BoundField]:
        """Return the fields of these names that this kind of case asks for."""
        return [self[name] for name in names if name in self.fields]

    def everything_is_valid(self) -> bool:
        """Say whether the form and all its rows can be read; every one is looked at, so that all faults are told."""
        rows = [*self.children, *self.survivors, *(self.disabilities if self.asks_for_disabilities else [])]
        looked_at = [self.is_valid(), *(row.is_valid() for row in rows)]
        looked_at += [each.is_valid() for each in (self.membership, *self.others)]
        return all(looked_at)

    def read(self) -> Case | None:
        """Return the case; None with each refusal at its field where the facts cannot be."""
        return Document.of(self).read(self)


def _is_touched(fields: Sequence[forms.BoundField]) -> bool:
    return any(bound.value() or bound.errors for bound in fields)


_CARE: Final = ("hari", *MODES, "obat", "rumah", *APPLIANCES)
_NOT_ASKED: Final[Mapping[Occurrence, tuple[str, ...]]] = {
    Occurrence.ILLNESS: ("penyebab", "meninggal", "jam", "akibat", "tangan", *_CARE),
    Occurrence.FATAL_ACCIDENT: ("jam", "akibat", "tangan", *APPLIANCES),
    Occurrence.ACCIDENT: ("meninggal", "jam", "pasangan"),
    Occurrence.SUDDEN: ("penyebab", "meninggal", "akibat", "tangan", "hari", "rumah", *APPLIANCES),
    Occurrence.AT_SEA: ("penyebab", "meninggal", "jam", "akibat", "tangan", *_CARE),
}
