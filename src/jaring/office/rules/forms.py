"""Forms of the law's room. None of them asks for a name or a number of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jaring.core.contribution import (
    BaseUnknownError,
    Contribution,
    IncomeNegativeError,
    Payer,
    RateFacts,
    RiskGroup,
    SavingsOfWageEarnerError,
    Sector,
    contribution,
    contribution_for_base,
)
from jaring.core.errors import JaringError, ParameterNotInForceError
from jaring.core.law import Status
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office.rules.services import GROUNDS_LENGTH_MIN
from jaring.office.ui.fields import DayField, MonthField, RupiahField

LAW_BEGINS: Final = Month(2015, 7)
"""The first month about which the files of the law speak."""


class WordedChoiceField(forms.ChoiceField):
    """A choice among values of the core, in the reader's language; the clean value is of the core."""

    def __init__(self, kind: Any, *, empty: Any = None, **options: Any) -> None:
        self.kind = kind
        self.empty = empty
        super().__init__(choices=self._offered, required=empty is None, **options)

    def _offered(self) -> list[tuple[str, Any]]:
        first = [] if self.empty is None else [("", self.empty)]
        return [*first, *((member.value, say(member.label)) for member in self.kind)]

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return self.kind(chosen) if chosen else None


def say(text: Text) -> str:
    """Return a sentence of the core in the reader's language."""
    return text.say(get_language() or "id")


class ContributionForm(forms.Form):
    """What a contribution depends on."""

    marks_optional = False
    fields_of_refusals: Final = {
        IncomeNegativeError: "penghasilan",
        BaseUnknownError: "dasar",
        ParameterNotInForceError: "bulan",
        SavingsOfWageEarnerError: "jht",
    }

    bulan = MonthField(label=_("Bulan iuran"), help_text=_("Bulan yang dilindungi, bukan bulan pembayaran."))
    sumber = WordedChoiceField(Payer, label=_("Siapa yang membayar"))
    penghasilan = RupiahField(
        label=_("Penghasilan sebulan"),
        help_text=_("Untuk yang dibayar pemberi kerja: upah sebulan."),
    )
    bidang = WordedChoiceField(
        Sector,
        label=_("Bidang pekerjaan"),
        help_text=_("Transportasi: ojek, sopir, kurir, angkutan barang atau orang."),
    )
    kelompok = WordedChoiceField(
        RiskGroup,
        empty=_("seperti perangkat desa"),
        label=_("Kelompok risiko"),
        help_text=_("Hanya untuk yang dibayar pemberi kerja."),
    )
    jht = forms.BooleanField(label=_("Tambahkan JHT (pilihan)"), required=False)

    def __init__(self, given: Any = None, **options: Any) -> None:
        super().__init__(given, **options)
        this_month = Month.of(timezone.localdate())
        self.initial = {"bulan": str(this_month), "sumber": Payer.SELF.value, "bidang": Sector.OTHER.value}
        _month(self, "bulan").offer(LAW_BEGINS, Month(this_month.year + 2, 1))

    def compute(self, readings_in: Any) -> Contribution | None:
        """Return the contribution; None with the refusal at its field where the law has no answer."""
        good = self.cleaned_data
        try:
            return contribution(
                good["bulan"],
                good["sumber"],
                good["penghasilan"],
                good["bidang"],
                risk_group=good["kelompok"],
                with_jht=good["jht"],
                readings=readings_in(good["bulan"]),
            )
        except tuple(self.fields_of_refusals) as error:
            add_refusal(self, self.fields_of_refusals[type(error)], error)
            return None


class RateForm(ContributionForm):
    """The facts in the address of an explanation: a base in place of an income."""

    penghasilan = None  # type: ignore[assignment]  # Takes the field away, as Django documents.
    dasar = RupiahField()

    def compute(self, readings_in: Any) -> Contribution | None:
        good = self.cleaned_data
        facts = RateFacts(good["bulan"], good["sumber"], good["dasar"], good["bidang"], good["kelompok"])
        return contribution_for_base(facts, with_jht=good["jht"], readings=readings_in(good["bulan"]))


def add_refusal(form: forms.Form, field: str | None, error: JaringError) -> None:
    """Show a refusal at a field, with what to do."""
    form.add_error(field, f"{say(error.title)} {say(error.advice)}")


class LawFilter(forms.Form):
    """What the list of parameters can be narrowed by."""

    marks_optional = False

    cari = forms.CharField(label=_("Cari"), required=False, max_length=80)
    hari = DayField(label=_("Berlaku pada tanggal"), required=False)
    status = forms.ChoiceField(
        label=_("Seberapa pasti"),
        required=False,
        choices=lambda: [("", _("semua")), *((status.value, say(status.label)) for status in Status)],
    )
    topik = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class PeriodForm(forms.Form):
    """Two days whose law is compared."""

    marks_optional = False

    dari = DayField(label=_("Dari tanggal"))
    sampai = DayField(label=_("Sampai tanggal"))


class ChooseForm(forms.Form):
    """The choice of a reading: from when, why, and on what paper it rests."""

    why: ClassVar[Mapping[str, Promise]] = {
        "alasan": _("Tafsir mengubah jumlah iuran atau santunan, maka siapa pun boleh tahu dasarnya."),
    }

    tafsir = forms.CharField(widget=forms.HiddenInput)
    batal = forms.BooleanField(widget=forms.HiddenInput, required=False)
    mulai = MonthField(
        label=_("Berlaku mulai bulan"), help_text=_("Bulan yang sudah ditagih tidak dapat dipilih untuk aturan iuran.")
    )
    alasan = forms.CharField(
        label=_("Alasan"),
        min_length=GROUNDS_LENGTH_MIN,
        max_length=240,
        help_text=_("Tampil untuk umum. Jangan menulis nama atau nomor siapa pun."),
    )
    rujukan = forms.CharField(
        label=_("Rujukan"),
        min_length=GROUNDS_LENGTH_MIN,
        max_length=240,
        help_text=_("Surat atau keterangan resmi, misalnya surat cabang BPJS Ketenagakerjaan beserta nomornya."),
    )

    def __init__(self, given: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(given, **options)
        this_month = Month.of(today)
        _month(self, "mulai").offer(Month(this_month.year - 1, 1), Month(this_month.year + 3, 1))


def _month(form: forms.Form, name: str) -> MonthField:
    field = form.fields[name]
    assert isinstance(field, MonthField)
    return field
