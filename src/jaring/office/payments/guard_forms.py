"""What is typed into the lapse guard: a day of payment, and what the office writes into a request."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jaring.office.ui.fields import DayField, TypedMonthField


class WhatIfForm(forms.Form):
    """A day on which the payer pays."""

    bayar = DayField(label=_("Bila dibayar pada"))


class RequestForm(forms.Form):
    """What Jaring does not know of a request for restoration."""

    nomor = forms.CharField(label=_("Nomor surat"), max_length=60, required=False)
    pks = forms.CharField(
        label=_("Perjanjian Kerja Sama"),
        max_length=160,
        required=False,
        help_text=_("Nomor dan tanggalnya, misalnya: Nomor 12/PKS/2026 tanggal 5 Januari 2026."),
    )
    sebab = forms.CharField(
        label=_("Sebab terlambat"),
        max_length=200,
        required=False,
        help_text=_("Bagian kalimat sesudah “karena”, misalnya: keterlambatan pencairan dana."),
    )
    sampai = TypedMonthField(label=_("Sampai dengan bulan"), required=False)
