"""Rows of the form of a case: each is a small form of its own, and what nobody has filled in is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jaring.core import law
from jaring.core.benefit.case import Level
from jaring.core.contribution import Payer
from jaring.core.law import DisabilityRow
from jaring.core.text import Text
from jaring.office.rules.case_words import EXIT_REASONS, LEVELS, RELATION_LABELS
from jaring.office.rules.forms import WordedChoiceField, say
from jaring.office.ui.fields import DayField, TypedMonthField

Row = TypeVar("Row", bound=forms.Form)


class SparseForm(forms.Form):
    """A row in which a choice that was left out changes nothing, as one that stands at its first value."""

    def has_changed(self) -> bool:
        """Say whether anything was entered."""
        return any(self[name].value() not in _NOTHING for name in self.changed_data)


class DisabilityRowForm(forms.Form):
    """A lasting loss."""

    bagian = forms.CharField(
        label=_("Bagian tubuh"),
        max_length=160,
        help_text=_("Ketik beberapa huruf, lalu pilih dari daftar."),
        widget=forms.TextInput(attrs={"list": "bagian-tubuh", "autocomplete": "off"}),
    )
    hilang = forms.IntegerField(
        label=_("Fungsi yang hilang (%)"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Kosong berarti 100."),
    )
    ukuran = forms.DecimalField(
        label=_("Persentase dokter"),
        min_value=1,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Hanya untuk bagian yang tabelnya berupa rentang."),
    )
    langkah = forms.IntegerField(
        label=_("Banyaknya langkah"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=_("Hanya untuk bagian yang dihitung bertahap, misalnya tiap 10 desibel."),
    )

    def clean_bagian(self) -> str:
        """Return the part that the text names, or say between which ones it does not decide."""
        typed = " ".join(self.cleaned_data["bagian"].casefold().split())
        rows = disability_rows()
        exact = [row.part for row in rows if typed in (row.label.id.casefold(), row.label.en.casefold(), row.part)]
        found = exact or [row.part for row in rows if all(word in say(row.label).casefold() for word in typed.split())]
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_now("Bagian tubuh ini tidak ada dalam tabel cacat."))
        labels = "; ".join(say(row.label) for row in rows if row.part in found[:6])
        raise forms.ValidationError(_now("Pilih salah satu: %(parts)s.") % {"parts": labels})


class PeriodForm(forms.Form):
    """Months without a gap; people name the first and the last."""

    dari = TypedMonthField(label=_("Dari bulan"))
    sampai = TypedMonthField(label=_("Sampai dengan bulan"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, last = cleaned.get("dari"), cleaned.get("sampai")
        if start and last and last < start:
            self.add_error("sampai", _("Bulan terakhir tidak boleh sebelum bulan pertama."))
        return cleaned


class PaymentForm(PeriodForm):
    """Months of which more is known than that they were paid: when, or by whom."""

    marks_optional = False
    pada = DayField(label=_("Dibayar pada tanggal"), required=False, help_text=_("Kosong bila tepat waktu."))
    pembayar = WordedChoiceField(Payer, empty=_("sumber yang biasa"), label=_("Dibayar oleh"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "pada" in cleaned and not cleaned["pada"] and not cleaned.get("pembayar"):
            self.add_error("pada", _("Isi tanggal pembayarannya, atau siapa yang membayar."))
        return cleaned


class RestorationForm(PeriodForm):
    """Months that the insurer restored."""

    marks_optional = False
    diterima = DayField(label=_("Disetujui pada"), required=False, help_text=_("Kosong bila belum diketahui."))


class ExitForm(SparseForm):
    """Leaving, and coming back."""

    marks_optional = False
    pada = DayField(
        label=_("Keluar pada tanggal"),
        help_text=_("Hari pertama tanpa perlindungan; bila meninggal, hari meninggalnya."),
    )
    alasan = forms.ChoiceField(label=_("Alasan"), required=False, choices=lambda: offer(EXIT_REASONS), initial="other")
    kembali = DayField(label=_("Kembali pada tanggal"), required=False, help_text=_("Kosong bila belum kembali."))


class ChildForm(SparseForm):
    """A child of the participant."""

    lahir = DayField(label=_("Tanggal lahir anak"))
    jenjang = forms.ChoiceField(label=_("Sekolah sekarang"), choices=lambda: offer(LEVELS), initial=Level.NONE.value)
    tahun = forms.IntegerField(
        label=_("Kelas atau tahun ke-"), min_value=1, max_value=10, required=False, help_text=_("Kosong berarti 1.")
    )
    menikah = forms.BooleanField(label=_("Sudah menikah"), required=False)
    bekerja = forms.BooleanField(label=_("Sudah bekerja"), required=False)


class SurvivorForm(forms.Form):
    """Somebody else who is left, or who would be."""

    hubungan = forms.ChoiceField(
        label=_("Hubungan dengan peserta"), choices=lambda: [("", _("pilih")), *offer(RELATION_LABELS)]
    )
    lahir = DayField(label=_("Tanggal lahir"), required=False, help_text=_("Untuk mengetahui perlu tidaknya wali."))
    wafat = forms.BooleanField(label=_("Sudah meninggal lebih dahulu"), required=False)


def rows_of(kind: type[Row], prefix: str, number: int, given: Any) -> list[Row]:
    """Return the rows of a table, each of which may stay empty."""
    return [
        kind(given, prefix=f"{prefix}-{i}", empty_permitted=True, use_required_attribute=False) for i in range(number)
    ]


def filled(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in which something was entered."""
    return [row for row in rows if row.is_bound and row.has_changed()]


def offer(labels: Mapping[Any, Text]) -> list[tuple[str, str]]:
    """Return the choices of a field in the reader's language."""
    return [(str(value), say(label)) for value, label in labels.items()]


def disability_rows() -> Sequence[DisabilityRow]:
    """Return the rows of the disability table in force today."""
    value = law.at(timezone.localdate()).value("benefit/disability/table")
    return list(value.disabilities.values())


_NOTHING: Final = (None, "", False)
