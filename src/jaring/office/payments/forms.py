"""Forms of payments. Each carries the key of its request, so that a second click is the same request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.office.payments.models import BY_TREASURY, NotOwed, PaymentOrder
from jaring.office.payments.queries import BillMoney, State
from jaring.office.programme.models import Payer
from jaring.office.ui.fields import DayField, RupiahField
from jaring.office.ui.templatetags.jaring import month, rupiah

MONTHS_AHEAD_MAX = 12


class KeyedForm(forms.Form):
    """A form under a fresh key when it is shown, and under the same key when it comes back."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        initial = {"request_key": uuid4()} | options.pop("initial", {})
        super().__init__(data, files, initial=initial, **options)


class ReasonForm(KeyedForm):
    """Why something is done that cannot be undone."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Tindakan ini tidak dapat ditarik kembali; pemeriksa membaca alasannya."),
    }

    reason = forms.CharField(label=_("Alasan"), max_length=240)


class ReversalForm(ReasonForm):
    """Why a transfer is taken back, and on which day the ledger says so."""

    reversed_on = DayField(label=_("Tanggal pembatalan"))


class CodeForm(KeyedForm):
    """The code under which the insurer takes money in."""

    code = forms.RegexField(r"^[0-9A-Za-z./-]{4,32}\Z", label=_("Kode iuran"), max_length=32)


class OrderForm(KeyedForm):
    """Which approved bills are ordered, under which number, and how many months ahead."""

    bills = forms.MultipleChoiceField(label=_("Tagihan"), widget=forms.CheckboxSelectMultiple)
    number = forms.CharField(label=_("Nomor SPP"), max_length=60)
    order_date = DayField(label=_("Tanggal SPP"))
    billing_code = forms.RegexField(
        r"^[0-9A-Za-z./-]{4,32}\Z",
        label=_("Kode iuran"),
        required=False,
        help_text=_("Dari BPJS Ketenagakerjaan; dapat dicatat kemudian."),
    )
    months_ahead = forms.IntegerField(
        label=_("Bulan dibayar di muka"),
        required=False,
        min_value=0,
        max_value=MONTHS_AHEAD_MAX,
        help_text=_("0 sampai 12 bulan sesudah tagihan terakhir, dalam tahun anggaran yang sama."),
    )

    def __init__(self, data: Any, offered: list[BillMoney], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["bills"].choices = [  # type: ignore[attr-defined]  # A field of choices.
            (str(each.bill.public_id), f"{month(each.bill.month)}, {rupiah(each.open_idr)}") for each in offered
        ]
        if data is None:
            self.initial["bills"] = [str(each.bill.public_id) for each in offered]


class TransferForm(KeyedForm):
    """What the bank and the treasury wrote, and the proof as a file."""

    amount = RupiahField(label=_("Jumlah"))
    value_date = DayField(label=_("Tanggal valuta"), help_text=_("Hari uang sampai menurut bukti bank."))
    bank_reference = forms.CharField(label=_("Nomor referensi bank"), max_length=60)
    spm_number = forms.CharField(label=_("Nomor SPM"), max_length=60)
    spm_date = DayField(label=_("Tanggal SPM"))
    sp2d_number = forms.CharField(label=_("Nomor SP2D"), max_length=60)
    sp2d_date = DayField(label=_("Tanggal SP2D"))
    proof = forms.FileField(
        label=_("Bukti setoran"),
        help_text=_("PDF, JPG, atau PNG."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    is_further = forms.BooleanField(label=_("Ini setoran lanjutan untuk perintah bayar yang sama"), required=False)

    def __init__(self, payer: Payer, order: PaymentOrder | None, is_paid: bool, *given: Any) -> None:
        initial = {"amount": rupiah(order.amount_idr)} if order and not is_paid else {}
        super().__init__(*given, initial=initial)
        if payer.kind not in BY_TREASURY:
            for name in ("spm_number", "spm_date", "sp2d_number", "sp2d_date"):
                del self.fields[name]
        if not is_paid:
            del self.fields["is_further"]


class DepositClaimForm(KeyedForm):
    """How much of a deposit is claimed back, by which letter."""

    why: ClassVar[Mapping[str, Promise]] = {
        "basis": _("BPJS mengembalikan uang menurut surat dan dasar yang tertulis di dalamnya."),
    }

    amount = RupiahField(label=_("Jumlah yang diminta kembali"))
    number = forms.CharField(label=_("Nomor surat"), max_length=60)
    claim_date = DayField(label=_("Tanggal surat"))
    basis = forms.CharField(label=_("Dasar"), max_length=240, help_text=_("Misalnya: setoran ganda bulan Oktober."))


class ReceiptForm(KeyedForm):
    """Money that came back."""

    amount = RupiahField(label=_("Jumlah"))
    received_on = DayField(label=_("Diterima pada"))
    bank_reference = forms.CharField(label=_("Nomor referensi bank"), max_length=60)


class DecisionForm(KeyedForm):
    """What is said about a request for release."""

    note = forms.CharField(label=_("Catatan"), max_length=240, required=False)


class ChosenDuesForm(KeyedForm):
    """Dues that were ticked, and what is asked for them."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Alasan menentukan apakah iuran boleh dihapus dari tagihan atau diminta kembali."),
        "reference": _("Orang kedua memutus menurut dokumen ini."),
    }

    act = forms.ChoiceField(
        label=_("Yang diminta"),
        choices=[("release", _("Lepaskan iuran yang belum lunas")), ("refund", _("Minta kembali iuran yang lunas"))],
    )
    reason = forms.ChoiceField(label=_("Alasan"), choices=NotOwed)
    reference = forms.CharField(
        label=_("Rujukan"), max_length=120, help_text=_("Dokumen yang menunjukkannya, misalnya daftar tolak BPJS.")
    )
    number = forms.CharField(
        label=_("Nomor surat"), max_length=60, required=False, help_text=_("Hanya untuk permintaan kembali.")
    )


class DueFilter(forms.Form):
    """What the people of a bill can be narrowed by. A value that is not on offer counts as not given."""

    marks_optional = False

    cari = forms.CharField(label=_("Nama"), required=False, max_length=80)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", _("semua")), *State.choices])

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="saring_%s")
        # The address of a page is logged, so a number must not get into it.
        self.fields["cari"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "pattern": r"[^0-9]*"}
        self.full_clean()

    @property
    def name(self) -> str:
        return str(self.cleaned_data.get("cari", ""))

    @property
    def state(self) -> str:
        """The state asked for; empty for all."""
        return str(self.cleaned_data.get("keadaan", ""))

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """What is asked, in words: label and value of each filter in use."""
        asked = (("cari", self.name), ("keadaan", self.state and str(State(self.state).label)))
        return [(str(self.fields[name].label), value) for name, value in asked if value]


class TransferFilter(forms.Form):
    """Narrow the list of transfers."""

    marks_optional = False
    sumber = forms.ChoiceField(label=_("Sumber dana"), required=False)
    tahun = forms.ChoiceField(label=_("Tahun"), required=False)

    def __init__(self, data: Any, payers: list[Payer], years: list[int]) -> None:
        super().__init__(data)
        everything = ("", _("Semua"))
        self.fields["sumber"].choices = [everything, *((str(p.pk), p.name) for p in payers)]  # type: ignore[attr-defined]  # A field of choices.
        self.fields["tahun"].choices = [everything, *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]  # A field of choices.

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """What is asked, in words: label and value of each filter in use; nothing where one is not on offer."""
        asked = self.cleaned_data if self.is_valid() else {}
        named = [(self.fields[name], value) for name, value in asked.items() if value]
        return [(str(field.label), str(dict(field.choices)[value])) for field, value in named]  # type: ignore[attr-defined]  # Fields of choices.
