"""Forms of targeting and of decrees: terms of a run, filters, what a decree needs besides its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.core.month import Month
from jaring.office.places.models import Village
from jaring.office.programme.models import Decision, DecreeLine, Ground, Payer, Remedy, Scenario
from jaring.office.programme.services import HASH_LETTERS_MIN, DecreePaper
from jaring.office.ui.fields import DayField, RupiahField
from jaring.office.ui.templatetags.jaring import month as month_name

ALL: Final = (("", _("semua")),)
SEED_LENGTH_MAX = 120


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader asks of a list of people; what is empty is not asked.

    ``villages`` is None for a whole regency: who works in a district asks about its villages even without saying so.
    """

    name: str = ""
    villages: tuple[str, ...] | None = None
    kind: str = ""


class AreaFilter(forms.Form):
    """Name, district and village. A value that is not on offer counts as not given."""

    cari = forms.CharField(label=_("Nama"), required=False, max_length=80)
    kec = forms.ChoiceField(label=_("Kecamatan"), required=False)
    desa = forms.ChoiceField(label=_("Desa/kelurahan"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)

    kinds: Sequence[tuple[str, Any]] = ()
    kinds_label: Any = ""

    def __init__(self, given: object, villages: Iterable[Village]) -> None:
        super().__init__(given, auto_id="saring_%s")  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        groups = [
            (district.name, [(village.code, village.name) for village in group])
            for district, group in groupby(villages, key=lambda village: village.district)
        ]
        districts = [(found[0][0][:8], name) for name, found in groups]
        self._offer("desa", [*ALL, *groups])
        self._offer("kec", [*ALL, *districts])
        self._offer("jenis", [*ALL, *self.kinds])
        self.fields["jenis"].label = self.kinds_label
        if len(districts) < 2:
            del self.fields["kec"]
        if sum(len(found) for _name, found in groups) < 2:
            del self.fields["desa"]
        # The address of a page is logged, so a number must not get into it.
        self.fields["cari"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "pattern": r"[^0-9]*"}
        self._villages = [code for _name, found in groups for code, _village in found]
        self._is_whole_regency = len(districts) > 1
        self.full_clean()

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_one_district(self) -> bool:
        """Whether the reader works in one district only."""
        return not self._is_whole_regency

    @property
    def wanted(self) -> Narrowing:
        """What is asked, without what cannot be."""
        good = self.cleaned_data
        district, village = good.get("kec", ""), good.get("desa", "")
        villages = None
        if district or village or not self._is_whole_regency:
            inside = (code for code in self._villages if not district or code.startswith(f"{district}."))
            villages = tuple(code for code in inside if village in ("", code))
        return Narrowing(good.get("cari", ""), villages, good.get("jenis", ""))

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """What is asked, in words: label and value of each filter in use."""
        words = []
        for name, field in self.fields.items():
            if value := self.cleaned_data.get(name):
                chosen = dict(_flat(getattr(field, "choices", ()))).get(value, value)
                words.append((str(field.label), str(chosen)))
        return words


def _flat(choices: Any) -> Iterable[tuple[object, object]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


class DecisionFilter(AreaFilter):
    """What the decisions of a run can be narrowed by."""

    kinds = Decision.Outcome.choices
    kinds_label = _("Keputusan")


class MemberFilter(AreaFilter):
    """What those who tell two scenarios apart can be narrowed by."""

    def __init__(self, given: object, villages: Iterable[Village]) -> None:
        super().__init__(given, villages)
        del self.fields["jenis"]


class PreviewForm(AreaFilter):
    """The budget to try on a run, and what the people whom it moves can be narrowed by."""

    plafon = RupiahField(label=_("Plafon yang dicoba"), required=False)
    field_order = ("plafon", "cari", "kec", "desa")

    def __init__(self, given: QueryDict, villages: Iterable[Village], budget_idr: int) -> None:
        filled = given.copy()
        filled.setdefault("plafon", f"{budget_idr:,}".replace(",", "."))
        super().__init__(filled, villages)
        del self.fields["jenis"]
        self._own_idr = budget_idr

    @property
    def budget_idr(self) -> int:
        """The budget to try: the run's own for what is no amount."""
        typed = self.cleaned_data.get("plafon")
        return max(0, typed.idr) if typed else self._own_idr


class ScenarioForm(forms.Form):
    """Name, budget and quotas of a scenario."""

    name = forms.CharField(label=_("Nama skenario"), max_length=80)
    budget = RupiahField(label=_("Plafon"))
    variant = forms.ChoiceField(label=_("Pembagian tempat"), choices=Scenario.Variant.choices)


class LineFilter(AreaFilter):
    """What the annex of a decree can be narrowed by."""

    kinds = DecreeLine.Change.choices
    kinds_label = _("Perubahan")


class MonthChoice(forms.ChoiceField):
    """A month out of some; its value is a ``Month``."""

    def offer(self, months: Iterable[Month]) -> None:
        self.choices = [(str(month), month_name(month)) for month in months]

    def clean(self, value: Any) -> Month:
        return Month.parse(super().clean(value))


class RunForm(forms.Form):
    """The terms of a targeting run."""

    payer = forms.ModelChoiceField(Payer.objects.none(), label=_("Sumber dana"), empty_label=None)
    from_month = MonthChoice(
        label=_("Bulan pertama"),
        help_text=_("Perlindungan dihitung dari bulan ini sampai akhir tahun program."),
    )
    as_of = DayField(
        label=_("Umur dihitung pada"),
        help_text=_("Syarat umur masuk dinilai pada tanggal ini; biasanya hari pertama perlindungan."),
    )
    seed = forms.CharField(
        label=_("Benih undian"),
        max_length=SEED_LENGTH_MAX,
        help_text=_("Urutan di antara yang sama diundi dengan teks ini. Umumkan sebelum menghitung."),
    )
    with_optimum = forms.BooleanField(
        label=_("Hitung juga pilihan terbaik sebagai pembanding"),
        required=False,
        help_text=_("Memerlukan beberapa detik lebih lama. Tidak mengubah keputusan."),
    )

    def __init__(
        self, given: object, payers: QuerySet[Payer], months: Sequence[Month], initial: dict[str, Any]
    ) -> None:
        super().__init__(given, initial=initial)  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        self.fields["payer"].queryset = payers  # type: ignore[attr-defined]  # A ModelChoiceField.
        self.fields["from_month"].offer(months)  # type: ignore[attr-defined]  # A MonthChoice.


class ScanForm(forms.Form):
    """The scan of a signed decree, and what is read from the paper."""

    number = forms.CharField(label=_("Nomor pada naskah"), max_length=60)
    signed_date = DayField(label=_("Tanggal ditandatangani"))
    annex_hash = forms.CharField(
        label=_("Sidik lampiran pada naskah"),
        min_length=HASH_LETTERS_MIN,
        max_length=80,
        help_text=_("Tercetak di kaki setiap halaman sesudah kata lampiran. Ketik paling sedikit 8 huruf pertama."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    scan = forms.FileField(
        label=_("Naskah bertanda tangan"),
        help_text=_("Hasil pindai sebagai satu PDF."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Keputusan ini menyangkut banyak orang; pemeriksa membaca alasannya."),
    }

    reason = forms.CharField(label=_("Alasan"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class WindowForm(forms.Form):
    """The days of objections, as officials say them: the last day is one of them."""

    from_date = DayField(label=_("Hari mulai"))
    last_day = DayField(label=_("Hari terakhir"), help_text=_("Sanggahan masih diterima pada hari ini."))
    due_date = DayField(label=_("Dijawab paling lambat"))


class ObjectionForm(forms.Form):
    """Why a decision is wrong."""

    why: ClassVar[Mapping[str, Promise]] = {
        "text": _("Penelaah memeriksa tepat hal yang disanggah, dan orang yang menyanggah berhak atas jawaban."),
    }

    ground = forms.ChoiceField(label=_("Alasan sanggahan"), choices=Ground.choices)
    text = forms.CharField(
        label=_("Isi sanggahan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang keliru dan dari mana diketahui. Jangan menulis NIK atau nomor KK."),
    )


class FindingForm(forms.Form):
    """What was found of an objection; accepting one means naming what has to be put right."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Orang kedua memutus menurut alasan ini, dan yang menyanggah menerima jawabannya."),
    }

    remedy = forms.ChoiceField(
        label=_("Hasil telaah"),
        required=False,
        choices=[
            ("", _("ditolak: keputusan sudah sesuai data")),
            (_("diterima, dan dibetulkan lebih dahulu:"), Remedy.choices),
        ],
    )
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class RulingForm(forms.Form):
    """Whether a finding holds."""

    outcome = forms.ChoiceField(
        label=_("Keputusan"), choices=[("approved", _("setujui")), ("returned", _("kembalikan untuk ditelaah lagi"))]
    )
    note = forms.CharField(
        label=_("Alasan bila dikembalikan"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecreeForm(forms.Form):
    """What a decree needs besides its people."""

    number = forms.CharField(
        label=_("Nomor SK"), max_length=60, help_text=_("Seperti pada buku register, misalnya 188.45/123/KEP/2026.")
    )
    decree_date = DayField(label=_("Tanggal SK"))
    effective_month = MonthChoice(label=_("Mulai berlaku"), help_text=_("Bulan pertama perlindungan."))
    signatory_title = forms.CharField(label=_("Jabatan penanda tangan"), max_length=120)
    signatory_name = forms.CharField(
        label=_("Nama penanda tangan"),
        max_length=120,
        required=False,
        help_text=_("Bila kosong, tempatnya dicetak titik-titik."),
    )
    more_bases = forms.CharField(
        label=_("Dasar hukum tambahan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu per baris: undang-undang pembentukan kabupaten, Perda APBD, Perbup, perjanjian kerja sama."),
    )

    def __init__(self, given: object, months: Sequence[Month], initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial)  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        self.fields["effective_month"].offer(months)  # type: ignore[attr-defined]  # A MonthChoice.

    def paper(self, legal_bases: Iterable[str]) -> DecreePaper:
        """Return the paper side of the decree; the template's legal bases stand before the office's own."""
        given = self.cleaned_data
        own = [line.strip() for line in given["more_bases"].splitlines() if line.strip()]
        return DecreePaper(
            number=given["number"],
            decree_date=given["decree_date"],
            effective_month=given["effective_month"],
            legal_bases=[*legal_bases, *own],
            signatory_name=given["signatory_name"],
            signatory_title=given["signatory_title"],
        )
