"""Forms of the reconciliation: the insurer's files, filters of the cases, decisions with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, ClassVar, Final
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jaring.core.insurer.words import causes, kinds
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Role
from jaring.office.intake.forms import ManyFilesField
from jaring.office.places.models import Village
from jaring.office.programme.models import Payer
from jaring.office.reconciliation.models import Case
from jaring.office.ui.fields import DayField, MonthField

ALL: Final = ("", _("semua"))
LIVE: Final = "live"
REASON_LENGTH_MAX: Final = 400


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of differences in the reader's language."""
    return [(key, kind.label.say(get_language() or "id")) for key, kind in kinds().items()]


def cause_choices() -> list[tuple[str, str]]:
    """Return the causes in the reader's language."""
    return [(key, cause.label.say(get_language() or "id")) for key, cause in causes().items()]


class AnswerForm(forms.Form):
    """The insurer's lists of a month: at least one, each perhaps in several files."""

    month = MonthField(label=_("Bulan iuran"))
    payer = forms.ModelChoiceField(
        Payer.objects.none(),
        label=_("Sumber dana"),
        required=False,
        empty_label=_("semua sumber dana"),
        help_text=_("Pilih satu bila daftar BPJS hanya memuat pesertanya."),
    )
    active = ManyFilesField(label=_("Daftar peserta aktif"), required=False)
    rejected = ManyFilesField(label=_("Daftar tolakan"), required=False)
    billing = ManyFilesField(label=_("Rincian iuran"), required=False)

    def __init__(self, *given: Any, months: tuple[Month, Month], payers: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        month = self.fields["month"]
        assert isinstance(month, MonthField)
        month.offer(*months)
        self.fields["payer"].queryset = payers  # type: ignore[attr-defined]  # A ModelChoiceField.
        for name in ("active", "rejected", "billing"):
            self.fields[name].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.tsv"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(self.files.getlist(name) for name in ("active", "rejected", "billing")):
            raise forms.ValidationError(_("Pilih sedikitnya satu berkas."))
        return cleaned


class RunForm(forms.Form):
    """The request to match a month; the key makes a second click the same request."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def fresh(cls) -> RunForm:
        return cls(initial={"request_key": uuid4()}, auto_id=False)


class CaseFilterForm(forms.Form):
    """What the cases can be narrowed by. A value that is not on offer counts as not given."""

    marks_optional = False

    cari = forms.CharField(label=_("Nama"), required=False, max_length=80)
    jenis = forms.ChoiceField(label=_("Perbedaan"), required=False)
    sebab = forms.ChoiceField(label=_("Sebab"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False)
    milik = forms.ChoiceField(label=_("Penanggung jawab"), required=False)
    desa = forms.ChoiceField(label=_("Desa/kelurahan"), required=False)
    bulan = forms.RegexField(r"^[0-9]{4}-(0[1-9]|1[0-2])\Z", required=False, widget=forms.HiddenInput)

    def __init__(self, given: object, villages: Iterable[Village], owners: Iterable[User]) -> None:
        super().__init__(given, auto_id="saring_%s")  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        groups = [
            (district.name, [(village.code, village.name) for village in group])
            for district, group in groupby(villages, key=lambda village: village.district)
        ]
        roles = [(role.value, role.label) for role in (Role.OFFICER, Role.TREASURER)]
        self._offer("jenis", [ALL, *kind_choices()])
        self._offer("sebab", [ALL, *cause_choices()])
        self._offer("keadaan", [("", _("belum selesai")), ("all", _("semua")), *Case.State.choices])
        self._offer("milik", [ALL, *roles, *((str(owner.pk), owner.full_name) for owner in owners)])
        self._offer("desa", [ALL, *groups])
        self.full_clean()

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # A ChoiceField.

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """Label and value of every filter in force, in words."""
        said = []
        for name, value in self.cleaned_data.items():
            if value:
                words = dict(_flat(getattr(self.fields[name], "choices", ())))
                said.append((str(self.fields[name].label or _("Bulan")), str(words.get(value, value))))
        return said


class ReasonForm(forms.Form):
    """A note, or why something is done."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Siapa pun yang membuka kasus ini kemudian harus dapat memahami apa yang terjadi."),
    }

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Paling sedikit 10 huruf, tanpa NIK."),
        max_length=REASON_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StateForm(ReasonForm):
    """The state that cases are put into, and why."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Kasus yang selesai tidak muncul lagi di daftar kerja; pemeriksa membaca alasannya."),
    }

    state = forms.ChoiceField(label=_("Keadaan baru"), choices=Case.State.choices)

    field_order = ("state", "reason")


class SeveralForm(forms.Form):
    """What is done with several cases: a new state, for a reason, or a new owner."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Alasan ini dicatat pada setiap kasus yang dipilih dan dibaca pemeriksa."),
    }

    act = forms.ChoiceField(label=_("Tindakan"))
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Untuk keadaan baru; paling sedikit 10 huruf, tanpa NIK."),
        required=False,
        max_length=REASON_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *given: Any, owners: Iterable[User], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["act"].choices = [  # type: ignore[attr-defined]  # A ChoiceField.
            (_("Keadaan baru"), Case.State.choices),
            (_("Serahkan kepada"), [(str(owner.pk), owner.full_name) for owner in owners]),
        ]

    @property
    def state(self) -> Case.State | None:
        """The state asked for; None for a hand-over."""
        act = self.cleaned_data["act"]
        return Case.State(act) if act in Case.State.values else None


class CauseForm(ReasonForm):
    """Why a case came about."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Sebab yang tercatat menunjukkan apa yang harus dibenahi agar tidak terulang."),
    }

    cause = forms.ChoiceField(label=_("Sebab"))

    field_order = ("cause", "reason")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["cause"].choices = cause_choices()  # type: ignore[attr-defined]  # A ChoiceField.


class OwnerForm(forms.Form):
    """Who looks after a case."""

    owner = forms.ModelChoiceField(User.objects.none(), label=_("Penanggung jawab"), empty_label="–")

    def __init__(self, *given: Any, owners: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # A ModelChoiceField.


class ClaimForm(forms.Form):
    """The letter with which contributions are claimed back."""

    why: ClassVar[Mapping[str, Promise]] = {
        "number": _("Surat menjadi dasar piutang kepada BPJS dan dicari pemeriksa menurut nomornya."),
    }

    payer = forms.IntegerField(widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.CharField(label=_("Nomor surat"), max_length=60)
    claim_date = DayField(label=_("Tanggal surat"))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label
