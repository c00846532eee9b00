"""What is typed into the lapse guard: a day of payment, and what the office writes into a request."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jaring.office.payments.forms import KeyedForm
from jaring.office.payments.services import GrantPaper
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


class GrantForm(KeyedForm):
    """The insurer's letter that restores months."""

    nomor = forms.CharField(label=_("Nomor surat BPJS"), max_length=60)
    tanggal = DayField(label=_("Tanggal surat"))
    pejabat = forms.CharField(
        label=_("Dikabulkan oleh"), max_length=120, help_text=_("Pejabat BPJS yang menandatangani surat.")
    )
    mulai = TypedMonthField(label=_("Bulan pertama yang dipulihkan"))
    sampai = TypedMonthField(label=_("Bulan terakhir yang dipulihkan"))

    def paper(self) -> GrantPaper:
        """Return the letter as it was typed."""
        given = self.cleaned_data
        return GrantPaper(
            number=given["nomor"],
            granted_on=given["tanggal"],
            granted_by=given["pejabat"],
            from_month=given["mulai"],
            until_month=given["sampai"] + 1,
        )
