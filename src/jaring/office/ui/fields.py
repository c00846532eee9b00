"""Form fields that every room uses."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.wording import month_text

DAY_FORMS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d")
"""How a day may be typed: day before month, as in Indonesia; or as machines write it."""
AMOUNT: Final = re.compile(
    r"\s*(?:[Rr][Pp]\.?)?\s*(?P<sign>-?)(?P<digits>[0-9]{1,15}|[0-9]{1,3}(?:([., ])[0-9]{3})(?:\3[0-9]{3}){0,4})\s*"
).fullmatch
"""Whole rupiah, with one kind of separator at every third digit or with none."""
AMOUNT_END_IDR: Final = 10**13
MONTH: Final = re.compile(
    r"\s*(?:(?P<month>0?[1-9]|1[0-2])[-/. ](?P<year>20[0-9]{2})"
    r"|(?P<year_first>20[0-9]{2})-(?P<month_last>0[1-9]|1[0-2]))\s*"
).fullmatch


class DayField(forms.DateField):
    """A day, typed as 31-12-2026.

    Not the browser's own date box: on a machine that speaks English it shows the month before the day.
    """

    default_error_messages = {"invalid": _("Tulis tanggal-bulan-tahun, misalnya 31-12-2026.")}

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": "31-12-2026", "autocomplete": "off", "inputmode": "numeric"}
        widget = forms.DateInput(attrs=attrs, format="%d-%m-%Y")
        super().__init__(input_formats=list(DAY_FORMS), widget=widget, **options)


class RupiahField(forms.CharField):
    """An amount in whole rupiah, typed as 900000, 900.000 or Rp 900.000."""

    default_error_messages = {
        "invalid": _("Tulis rupiah penuh dengan angka, misalnya 900.000."),
        "too_much": _("Jumlah ini terlalu besar. Periksa banyaknya angka."),
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "900.000"}
        super().__init__(max_length=24, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> Any:
        """Return the amount as ``Rupiah``, None where nothing is typed and nothing has to be."""
        typed = super().clean(value)
        if not typed:
            return None
        found = AMOUNT(typed.replace("\u00a0", " "))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        amount_idr = int(found["sign"] + re.sub(r"[., ]", "", found["digits"]))
        if amount_idr >= AMOUNT_END_IDR:
            raise forms.ValidationError(self.error_messages["too_much"], code="too_much")
        return Rupiah(amount_idr)


class MonthField(forms.ChoiceField):
    """A month out of a half-open range, grouped by year; its value is a ``Month``."""

    def offer(self, start: Month, end: Month, *, empty: Any = None) -> None:
        """Offer the months of a range, and with ``empty`` to choose none of them."""
        years = groupby(start.until(end), key=lambda each: each.year)
        first = [] if empty is None else [("", empty)]
        self.choices = [
            *first,
            *((str(year), [(str(each), month_label(each)) for each in months]) for year, months in years),
        ]

    def clean(self, value: Any) -> Any:
        """Return the chosen ``Month``, None where nothing is chosen and nothing has to be."""
        chosen = super().clean(value)
        return Month.parse(chosen) if chosen else None


class TypedMonthField(forms.CharField):
    """A month typed as 07-2025, or as machines write it; its value is a ``Month``. Light where many are asked."""

    default_error_messages = {"invalid": _("Tulis bulan-tahun, misalnya 07-2025.")}

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": "07-2025", "autocomplete": "off", "inputmode": "numeric"}
        super().__init__(max_length=10, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> Any:
        """Return the typed ``Month``, None where nothing is typed and nothing has to be."""
        typed = super().clean(value)
        if not typed:
            return None
        found = MONTH(typed)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return Month(int(found["year"] or found["year_first"]), int(found["month"] or found["month_last"]))


def month_label(month: Month) -> str:
    """Return a month as the reader writes it."""
    return month_text(month).say(get_language() or "id")
