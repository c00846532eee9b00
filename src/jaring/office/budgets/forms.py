"""Forms of the budget room: a document with its lines, a year, payers, whom to move, a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jaring.core.budget import Programme
from jaring.core.membership_groups import group_codes
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.places.models import District, Village
from jaring.office.programme.forms import MonthChoice
from jaring.office.programme.models import (
    OF_VILLAGES,
    BudgetEntry,
    Payer,
    PayerKind,
    Plan,
    ProgrammeYear,
    TargetingRun,
)
from jaring.office.programme.services import BudgetDocument, LineAmount
from jaring.office.ui.fields import DayField, RupiahField, TypedMonthField
from jaring.regencies.budget_lines import BudgetLine

NAME_LENGTH_MAX = 120
STEPS_MAX = 6
ANY: Final = ("", _("semua"))


class BudgetForm(forms.Form):
    """One budget document: which paper it is, and an amount for each line that it changes."""

    why: ClassVar[Mapping[str, Promise]] = {"basis": _("Pemeriksa mencocokkan plafon dengan dokumen ini.")}

    kind = forms.ChoiceField(label=_("Dokumen"), choices=BudgetEntry.Kind.choices)
    basis = forms.CharField(label=_("Dasar"), max_length=160, help_text=_("Misalnya DPA Dinas Tenaga Kerja 2027."))
    number = forms.CharField(label=_("Nomor dokumen"), max_length=80, required=False)
    day = DayField(label=_("Tanggal dokumen"), required=False)
    despite_commitments = forms.BooleanField(
        label=_("Catat juga bila di bawah kebutuhan SK yang berlaku"),
        required=False,
        help_text=_("Sesudah itu peserta harus dikeluarkan melalui SK perubahan."),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, given: object, lines: Sequence[BudgetLine]) -> None:
        super().__init__(given, initial={"request_key": uuid4()})  # type: ignore[arg-type]  # A QueryDict.
        self.lines = lines
        self.amounts = [f"jumlah_{line.key}" for line in lines] or ["jumlah"]
        for name, line in zip(self.amounts, lines or (None,), strict=True):
            label = f"{line.code} {line.name.say(get_language())}" if line else _("Jumlah")
            self.fields[name] = RupiahField(label=label, required=False)
        order = ["kind", "basis", "number", "day", *self.amounts, "despite_commitments", "request_key"]
        self.order_fields(order)

    def line_amounts(self) -> list[LineAmount]:
        """Return the lines that have an amount."""
        given = [self.cleaned_data[name] for name in self.amounts]
        lines: Sequence[BudgetLine | None] = self.lines or (None,)
        return [_line_amount(line, amount) for line, amount in zip(lines, given, strict=True) if amount is not None]

    def document(self) -> BudgetDocument:
        """Return the paper behind the entries."""
        given = self.cleaned_data
        kind = BudgetEntry.Kind(given["kind"])
        return BudgetDocument(basis=given["basis"], kind=kind, number=given["number"], day=given["day"])


def _line_amount(line: BudgetLine | None, amount: Rupiah) -> LineAmount:
    if line is None:
        return LineAmount(amount.idr, Programme.BOTH)
    return LineAmount(amount.idr, line.programme, line.code, line.name.id)


class YearForm(forms.Form):
    """A programme year to open."""

    year = forms.IntegerField(label=_("Tahun anggaran"), min_value=2015, max_value=2199)
    from_month = TypedMonthField(label=_("Bulan pertama"), required=False, help_text=_("Bila kosong, Januari."))
    base = RupiahField(label=_("Dasar penghasilan"), help_text=_("Salah satu dasar dari tabel iuran."))


class PayerForm(forms.Form):
    """A payer to register."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=PayerKind.choices)
    name = forms.CharField(label=_("Nama"), max_length=NAME_LENGTH_MAX)
    village = forms.ModelChoiceField(
        Village.objects.none(),
        label=_("Desa pemilik"),
        required=False,
        help_text=_("Hanya untuk Dana Desa, APBDes, dan pemberi kerja."),
    )
    group_code = forms.ChoiceField(label=_("Kode wadah BPJS"), required=False)

    def __init__(self, given: object, villages: QuerySet[Village], known: Iterable[str]) -> None:
        super().__init__(given)  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]  # A ModelChoiceField.
        choices = [("", _("menurut jenis")), *((code, code) for code in known)]
        self.fields["group_code"].choices = choices  # type: ignore[attr-defined]  # A ChoiceField.


class VillagePayersForm(forms.Form):
    """Payers of one kind for every village."""

    kind = forms.ChoiceField(
        label=_("Jenis"), choices=[choice for choice in PayerKind.choices if choice[0] in OF_VILLAGES]
    )


class ChangePayerForm(forms.Form):
    """Another name or group code of a payer."""

    name = forms.CharField(label=_("Nama"), max_length=NAME_LENGTH_MAX)
    group_code = forms.ChoiceField(label=_("Kode wadah BPJS"), required=False)

    def __init__(self, given: object, payer: Payer, known: Iterable[str]) -> None:
        initial = {"name": payer.name, "group_code": payer.group_code}
        super().__init__(given, initial=initial)  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        choices = [("", _("tanpa wadah")), *((code, code) for code in known)]
        self.fields["group_code"].choices = choices  # type: ignore[attr-defined]  # A ChoiceField.


class MoveForm(forms.Form):
    """Whom to move, from whom, to whom and from which month on; what is not given narrows nothing."""

    why: ClassVar[Mapping[str, Promise]] = {
        "bulan": _(
            "Iuran sumber lama berhenti dan sumber baru mulai pada bulan yang sama, agar perlindungan tidak terputus."
        ),
    }

    marks_optional = False
    dari = forms.ModelChoiceField(Payer.objects.none(), label=_("Dari sumber dana"), empty_label=None)
    ke = forms.ModelChoiceField(Payer.objects.none(), label=_("Ke sumber dana"), empty_label=None)
    bulan = MonthChoice(label=_("Mulai bulan"))
    rencana = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Dengan rencana bersama"), required=False, empty_label=_("tanpa rencana")
    )
    kec = forms.ModelChoiceField(District.objects.none(), label=_("Kecamatan"), required=False, empty_label=ANY[1])
    desa = forms.ModelChoiceField(
        Village.objects.none(), label=_("Desa/kelurahan"), required=False, empty_label=ANY[1]
    )
    penetapan = forms.ModelChoiceField(
        TargetingRun.objects.none(), label=_("Daftar penetapan"), required=False, empty_label=ANY[1]
    )
    cari = forms.CharField(label=_("Nama"), required=False, max_length=80)

    def __init__(
        self,
        given: object,
        payers: QuerySet[Payer],
        months: Sequence[Month],
        year: ProgrammeYear,
        plans: QuerySet[Plan],
        runs: QuerySet[TargetingRun],
    ) -> None:
        super().__init__(given, auto_id="pindah_%s")  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        sets: dict[str, QuerySet[Any]] = {
            "dari": payers,
            "ke": payers,
            "rencana": plans,
            "penetapan": runs,
            "kec": District.objects.filter(regency=year.regency_id),
            "desa": Village.objects.filter(district__regency=year.regency_id),
        }
        for name, rows in sets.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # A ModelChoiceField.
        self.fields["bulan"].offer(months)  # type: ignore[attr-defined]  # A MonthChoice.
        # The address of a page is logged, so a number must not get into it.
        self.fields["cari"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "pattern": r"[^0-9]*"}


class PlanForm(forms.Form):
    """A plan of co-funding: two payers and up to six steps."""

    name = forms.CharField(label=_("Nama rencana"), max_length=NAME_LENGTH_MAX)
    payer = forms.ModelChoiceField(Payer.objects.none(), label=_("Sumber dana publik"), empty_label=None)
    partner = forms.ModelChoiceField(
        Payer.objects.none(),
        label=_("Pembayar sisanya"),
        empty_label=None,
        help_text=_("Biasanya peserta sendiri (mandiri)."),
    )

    def __init__(self, given: object, payers: QuerySet[Payer]) -> None:
        super().__init__(given)  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        for name in ("payer", "partner"):
            self.fields[name].queryset = payers  # type: ignore[attr-defined]  # A ModelChoiceField.
        self.initial["partner"] = payers.filter(kind=PayerKind.SELF).values_list("pk", flat=True).first()
        for step in range(1, STEPS_MAX + 1):
            self.fields[f"bulan_{step}"] = TypedMonthField(
                label=_("Tahap %(number)d mulai") % {"number": step}, required=step == 1
            )
            self.fields[f"persen_{step}"] = forms.IntegerField(
                label=_("Bagian publik (persen)"), min_value=0, max_value=100, required=step == 1
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each step: its month and its share."""
        return [(self[f"bulan_{step}"], self[f"persen_{step}"]) for step in range(1, STEPS_MAX + 1)]

    def steps(self) -> list[tuple[Month, int]]:
        """Return the steps that are filled in."""
        given = self.cleaned_data
        pairs = ((given[f"bulan_{step}"], given[f"persen_{step}"]) for step in range(1, STEPS_MAX + 1))
        return [(month, percent) for month, percent in pairs if month is not None and percent is not None]


def known_groups(day: date) -> list[str]:
    """Return the insurer's group codes in use on a day."""
    return list(group_codes(day))
