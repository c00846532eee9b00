"""The form of a proposed worker. It asks nothing that cannot be judged later; only name and village are needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.office.intake.models import ImportRow
from jaring.office.people.forms import WHY_OF_PERSON
from jaring.office.people.services import REASON_LENGTH_MIN
from jaring.office.places.models import Village
from jaring.office.programme.forms import AreaFilter
from jaring.office.proposals.models import State
from jaring.office.proposals.services import COLUMNS, REASON_LENGTH_MAX, TEXT_LENGTH_MAX

HELP: Final[Mapping[str, Any]] = {
    "nik": _("16 angka, menurut KTP-el."),
    "kk": _("16 angka, menurut kartu keluarga."),
    "sex": _("L atau P"),
    "birth_date": _("Bentuk 31-12-1980"),
    "occupation": _("Pekerjaan sehari-hari, misalnya petani, nelayan, ojek."),
}
LABELS: Final[Mapping[str, Any]] = {
    "nik": "NIK",
    "kk": _("Nomor KK"),
    "name": _("Nama lengkap"),
    "sex": _("Jenis kelamin"),
    "birth_place": _("Tempat lahir"),
    "birth_date": _("Tanggal lahir"),
    "occupation": _("Pekerjaan"),
    "phone": _("Nomor telepon"),
    "mother_name": _("Nama ibu kandung"),
    "heir_name": _("Nama ahli waris"),
    "heir_relation": _("Hubungan ahli waris"),
}
NUMERIC: Final = frozenset({"nik", "kk", "phone", "birth_date"})


class ProposalForm(forms.Form):
    """One worker. ``village`` is filled in where there is only one to choose."""

    why = WHY_OF_PERSON
    village = forms.ChoiceField(label=_("Desa/kelurahan"))

    def __init__(self, villages: Iterable[Village], typed: object = None) -> None:
        super().__init__(typed, auto_id="usul_%s")  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        groups = [
            (district.name, [(village.code, village.name) for village in group])
            for district, group in groupby(villages, key=lambda village: village.district)
        ]
        choices = groups[0][1] if len(groups) == 1 and len(groups[0][1]) == 1 else [("", "–"), *groups]
        self.fields["village"].choices = choices  # type: ignore[attr-defined]  # A ChoiceField.
        for name in COLUMNS:
            made = forms.CharField(
                label=str(LABELS[name]),
                required=name == "name",
                max_length=TEXT_LENGTH_MAX,
                help_text=HELP.get(name, ""),
            )
            made.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
            if name in NUMERIC:
                made.widget.attrs["inputmode"] = "numeric"
            self.fields[name] = made


class ProposalFilter(AreaFilter):
    """What the proposals can be narrowed by: not by name, which is sealed."""

    marks_optional = False
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", _("semua")), *State.choices])

    kinds = ImportRow.Verdict.choices
    kinds_label = _("Penilaian")

    def __init__(self, given: object, villages: Iterable[Village]) -> None:
        super().__init__(given, villages)
        del self.fields["cari"]

    @property
    def state(self) -> str:
        """What became of the proposals asked for; empty for all."""
        return str(self.cleaned_data.get("keadaan", ""))


class SettleForm(forms.Form):
    """What becomes of the ticked proposals."""

    why: ClassVar[Mapping[str, Promise]] = {"reason": _("Pengusul membetulkan usulannya menurut alasan ini.")}
    GATHER, RETURN = "gather", "return"

    act = forms.ChoiceField(
        label=_("Tindakan"),
        choices=[(GATHER, _("kumpulkan menjadi kiriman")), (RETURN, _("kembalikan kepada pengusul"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Alasan pengembalian"),
        help_text=_("Apa yang keliru dan harus dibetulkan; paling sedikit 10 huruf, tanpa NIK."),
        required=False,
        max_length=REASON_LENGTH_MAX,
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("act") == self.RETURN and len(given.get("reason", "")) < REASON_LENGTH_MIN:
            self.add_error("reason", _("Tuliskan alasannya."))
        return given
