"""What the form of a case asks about one membership: its facts, its payments, exits and what was restored."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.membership import Carrier
from jaring.office.rules.case_rows import (
    ExitForm,
    PaymentForm,
    PeriodForm,
    RestorationForm,
    SparseForm,
    filled,
    offer,
    rows_of,
)
from jaring.office.rules.case_words import CARRIERS
from jaring.office.rules.forms import WordedChoiceField
from jaring.office.ui.fields import DayField, RupiahField

PERIODS_MAX, PAYMENTS_MAX, RESTORATIONS_MAX, EXITS_MAX = 3, 4, 2, 2


class MemberForm(SparseForm):
    """Who is insured where, and since when."""

    segmen = WordedChoiceField(Segment, label=_("Jenis kepesertaan"))
    penanggung = forms.ChoiceField(label=_("Terdaftar pada"), choices=lambda: offer(CARRIERS))
    sumber = WordedChoiceField(Payer, label=_("Siapa yang membayar iuran"))
    dasar = RupiahField(
        label=_("Dasar penghasilan"),
        help_text=_(
            "Penghasilan yang terdaftar; penerima upah: upah sebulan. Bila iuran Rp16.800, dasarnya Rp1.000.000."
        ),
    )
    terdaftar = DayField(label=_("Terdaftar sejak"))
    belum = forms.BooleanField(label=_("Belum ada bulan yang dibayar"), required=False)


class MembershipPart:
    """One membership in the form of a case.

    Attributes:
        place: Where the membership stands in the document of the case.
        facts: The form of its facts. One that may be missing asks for them as soon as anything of it is filled in.
    """

    def __init__(self, given: Any, place: str, prefix: str = "", *, is_needed: bool) -> None:
        self.place = place
        start = f"{prefix}-" if prefix else ""
        self.periods = rows_of(PeriodForm, f"{start}bayar", PERIODS_MAX, given)
        self.payments = rows_of(PaymentForm, f"{start}bayaran", PAYMENTS_MAX, given)
        self.restorations = rows_of(RestorationForm, f"{start}pulih", RESTORATIONS_MAX, given)
        self.exits = rows_of(ExitForm, f"{start}keluar", EXITS_MAX, given)
        self.facts = MemberForm(
            given,
            prefix=prefix or None,
            initial=_USUAL,
            empty_permitted=not is_needed,
            use_required_attribute=is_needed,
        )
        if self.is_filled:
            self.facts.empty_permitted = False

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.facts if bound.name != "belum"]

    @property
    def unpaid_field(self) -> forms.BoundField:
        return self.facts["belum"]

    @property
    def is_filled(self) -> bool:
        return bool(filled([self.facts, *self._rows]))

    @property
    def has_payments(self) -> bool:
        return bool(filled([*self.payments, *self.restorations]))

    @property
    def has_exits(self) -> bool:
        return bool(filled(self.exits))

    def is_valid(self) -> bool:
        """Say whether all of it can be read. That nothing was paid has to be said: silence would cost the cover."""
        looked_at = [each.is_valid() for each in (self.facts, *self._rows)]
        if self.facts.empty_permitted:
            return all(looked_at)
        has_months = bool(filled([*self.periods, *self.payments]))
        is_unpaid = bool(self.facts.cleaned_data.get("belum"))
        if has_months and is_unpaid:
            self.facts.add_error("belum", _("Ada bulan yang diisi sebagai sudah dibayar."))
        elif not has_months and not is_unpaid:
            self.periods[0].add_error("dari", _("Isi bulan yang dibayar, atau tandai bahwa belum ada."))
        return all(looked_at) and has_months != is_unpaid

    @property
    def _rows(self) -> list[forms.Form]:
        return [*self.periods, *self.payments, *self.restorations, *self.exits]


_USUAL: Final = {
    "segmen": Segment.BPU.value,
    "penanggung": Carrier.BPJS_TK.value,
    "sumber": Payer.APBD.value,
    "dasar": "1.000.000",
}
