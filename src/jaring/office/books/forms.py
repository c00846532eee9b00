"""Forms of the ledger: what a statement is asked for, how the journal is narrowed, which month is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jaring.office.books.models import Entry
from jaring.office.programme.models import Payer
from jaring.office.ui.fields import DayField


class PayerForm(forms.Form):
    """One payer of those that the reader may see, or all."""

    marks_optional = False

    sumber = forms.ModelChoiceField(
        Payer.objects.none(), label=_("Sumber dana"), required=False, empty_label=_("semua")
    )

    def __init__(self, *args: Any, payers: QuerySet[Payer], **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["sumber"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = payers.order_by("name", "id")


class StatementForm(PayerForm):
    """The day of a statement, and the day up to which what was known counts."""

    tanggal = DayField(label=_("Keadaan pada tanggal"), required=False)
    diketahui = DayField(
        label=_("Menurut yang sudah dibukukan sampai"),
        required=False,
        help_text=_("Kosongkan untuk menghitung semua yang diketahui sekarang."),
    )


class JournalForm(PayerForm):
    """What the journal can be narrowed by."""

    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", _("semua")), *Entry.Kind.choices])
    sejak = DayField(label=_("Sejak tanggal"), required=False)
    sampai = DayField(label=_("Sampai tanggal"), required=False)
