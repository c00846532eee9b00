"""Form fields that every room uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY_FORMS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d")
"""How a day may be typed: day before month, as in Indonesia; or as machines write it."""


class DayField(forms.DateField):
    """A day, typed as 31-12-2026.

    Not the browser's own date box: on a machine that speaks English it shows the month before the day.
    """

    default_error_messages = {"invalid": _("Tulis tanggal-bulan-tahun, misalnya 31-12-2026.")}

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": "31-12-2026", "autocomplete": "off", "inputmode": "numeric"}
        widget = forms.DateInput(attrs=attrs, format="%d-%m-%Y")
        super().__init__(input_formats=list(DAY_FORMS), widget=widget, **options)
