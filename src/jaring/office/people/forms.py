"""Forms of the register: filters, the reason for showing a number, the report of an exit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import MAY, Action, Role
from jaring.office.people.models import Correction, Exit
from jaring.office.people.queries import Cover, Wanted
from jaring.office.places.models import Village
from jaring.office.programme.models import Decision
from jaring.office.ui.fields import DayField

OCCUPATIONS: Final = (
    ("farmer", _("petani/pekebun")),
    ("fisher", _("nelayan")),
    ("labour", _("buruh lepas")),
    ("construction", _("buruh bangunan")),
    ("transport", _("pengemudi/ojek")),
    ("trader", _("pedagang kecil")),
    ("craft", _("perajin/tukang")),
    ("service", _("jasa")),
    ("village_apparatus", _("perangkat desa")),
    ("other", _("lainnya")),
)
COVERS: Final = (
    (Cover.COVERED, _("terlindungi")),
    (Cover.COMING, _("akan terlindungi")),
    (Cover.ENDED, _("berakhir")),
    (Cover.NONE, _("belum peserta")),
)
LEAVING: Final = (("open", _("dilaporkan, belum masuk SK")), ("any", _("pernah dilaporkan")))
ALL: Final = (("", _("semua")),)
WHY_OF_PERSON: Final[Mapping[str, Promise]] = {
    "nik": _("Agar setiap orang dikenali dan tidak ada yang terlindungi dua kali (UU 23/2006)."),
    "kk": _("Untuk mengenali warga yang satu keluarga."),
    "sex": _("Agar terlihat apakah perempuan dan laki-laki terlindungi secara seimbang."),
    "birth_date": _("Umur menentukan apakah seseorang dapat didaftarkan."),
    "occupation": _("Program ini untuk pekerja; jenis pekerjaan ikut menentukan tarif iuran."),
    "phone": _("Agar keluarga dapat dihubungi bila terjadi kecelakaan kerja atau kematian."),
    "mother_name": _("Diminta pada daftar pendaftaran BPJS Ketenagakerjaan."),
    "heir_name": _("Agar santunan kematian sampai kepada yang berhak (PP 44/2015)."),
    "heir_relation": _("Hubungan keluarga menentukan siapa yang lebih dahulu berhak (PP 44/2015)."),
}
"""What each fact about a person is asked for, by the name of its field."""


class FilterForm(forms.Form):
    """What the register can be narrowed by. A value that is not on offer counts as not given."""

    marks_optional = False

    cari = forms.CharField(label=_("Nama atau NIK"), required=False, max_length=80)
    kec = forms.ChoiceField(label=_("Kecamatan"), required=False)
    desa = forms.ChoiceField(label=_("Desa/kelurahan"), required=False)
    kerja = forms.ChoiceField(label=_("Pekerjaan"), required=False, choices=(*ALL, *OCCUPATIONS))
    keputusan = forms.ChoiceField(label=_("Keputusan terakhir"), required=False)
    peserta = forms.ChoiceField(label=_("Kepesertaan"), required=False, choices=(*ALL, *COVERS))
    keluar = forms.ChoiceField(label=_("Laporan keluar"), required=False, choices=(*ALL, *LEAVING))

    def __init__(self, given: object, villages: Iterable[Village], *, with_decisions: bool) -> None:
        super().__init__(given, auto_id="saring_%s")  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        groups = [
            (district.name, [(village.code, village.name) for village in group])
            for district, group in groupby(villages, key=lambda village: village.district)
        ]
        districts = [(code[:8], name) for name, found in groups for code, _name in found[:1]]
        self.set_choices("desa", [*ALL, *groups])
        self.set_choices("kec", [*ALL, *districts])
        self.set_choices("keputusan", [*ALL, *Decision.Outcome.choices])
        if not with_decisions:
            del self.fields["keputusan"]
        if len(districts) < 2:
            del self.fields["kec"]
        if sum(len(found) for _name, found in groups) < 2:
            del self.fields["desa"]
        self.fields["cari"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.full_clean()

    def set_choices(self, name: str, choices: list[object]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices  # type: ignore[assignment]  # Groups of choices are choices too.

    @property
    def wanted(self) -> Wanted:
        """What is asked, without what cannot be."""
        good = self.cleaned_data
        return Wanted(
            name=good.get("cari", ""),
            district=good.get("kec", ""),
            village=good.get("desa", ""),
            occupation_group=good.get("kerja", ""),
            outcome=good.get("keputusan", ""),
            cover=good.get("peserta", ""),
            leaving=good.get("keluar", ""),
        )

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """What is asked, in words: label and value of each filter in use."""
        words = []
        for name, field in self.fields.items():
            if value := self.cleaned_data.get(name):
                chosen = value
                if isinstance(field, forms.ChoiceField):
                    chosen = dict(_flat(field.choices)).get(value, value)
                words.append((str(field.label), str(chosen)))
        return words


def _flat(choices: Any) -> Iterable[tuple[object, object]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


class RevealForm(forms.Form):
    """Which number, and what for."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Nomor identitas hanya boleh dibaca untuk keperluan tugas; pemeriksa membaca alasan ini."),
    }

    NUMBERS = (("nik", "NIK"), ("kk", _("Nomor KK")), ("phone", _("Nomor telepon")))

    field = forms.ChoiceField(label=_("Nomor"), choices=NUMBERS)
    reason = forms.CharField(
        label=_("Untuk keperluan apa?"),
        help_text=_("Paling sedikit 10 huruf. Tercatat di jejak bersama nama Anda."),
        min_length=10,
        max_length=240,
    )


class ExitForm(forms.Form):
    """Why and when somebody left."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Alasan menentukan langkah berikutnya: bila peserta meninggal, ahli waris berhak atas santunan."),
        "happened_on": _("Iuran berhenti sesudah tanggal ini, dan santunan dihitung menurut tanggal ini."),
    }

    reason = forms.ChoiceField(label=_("Alasan keluar"), choices=[("", "–"), *Exit.Reason.choices])
    happened_on = DayField(label=_("Tanggal kejadian"))
    note = forms.CharField(
        label=_("Keterangan"),
        help_text=_("Jangan menulis NIK atau nomor KK di sini."),
        required=False,
        max_length=240,
    )


class CorrectionForm(forms.Form):
    """Which fact is wrong, what is right, and which paper says so."""

    why: ClassVar[Mapping[str, Promise]] = {
        "value": _("Data yang berbeda dari KTP atau KK ditolak BPJS dan menghambat pembayaran santunan."),
        "reason": _("Orang kedua memeriksa dokumen yang sama sebelum data diubah."),
    }

    field = forms.ChoiceField(label=_("Data yang salah"), choices=[("", "–"), *Correction.Field.choices])
    value = forms.CharField(
        label=_("Isi yang benar"),
        help_text=_("Seperti pada KTP atau KK; tanggal seperti 31-12-1980, jenis kelamin L atau P."),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Menurut dokumen apa?"),
        help_text=_("Paling sedikit 10 huruf, misalnya: KTP-el asli diperlihatkan di kantor desa."),
        min_length=10,
        max_length=240,
    )


class DecisionForm(forms.Form):
    """Accept or decline, and why."""

    outcome = forms.ChoiceField(
        label=_("Keputusan"), choices=[("accept", _("terima")), ("decline", _("tolak"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Keterangan"), required=False, max_length=240)


class NoteForm(forms.Form):
    """What to tell, and who should act."""

    text = forms.CharField(
        label=_("Catatan"),
        help_text=_("Jangan menulis NIK atau nomor KK di sini."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    handed_to = forms.ChoiceField(
        label=_("Serahkan kepada"),
        required=False,
        choices=[
            ("", _("tidak diserahkan")),
            *((role.value, role.label) for role in sorted(MAY[Action.WRITE_NOTE], key=list(Role).index)),
        ],
    )
