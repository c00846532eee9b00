"""Forms of bulk exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.office.lists.services import REASON_LENGTH_MAX, REASON_LENGTH_MIN


class AskForm(forms.Form):
    """Which list somebody wants to take away, and what for."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Daftar yang sudah diunduh tidak dapat ditarik, maka hanya dilepas untuk keperluan yang jelas."),
    }

    sheet = forms.CharField(widget=forms.HiddenInput, max_length=24)
    subject = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    state = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Untuk apa daftar ini?"),
        help_text=_("Paling sedikit 10 huruf, tanpa NIK. Orang kedua membacanya sebelum melepas."),
        min_length=REASON_LENGTH_MIN,
        max_length=REASON_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReleaseForm(forms.Form):
    """Release or decline, and a remark."""

    outcome = forms.ChoiceField(
        label=_("Keputusan"), choices=[("release", _("lepaskan")), ("decline", _("tolak"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Keterangan"), required=False, max_length=REASON_LENGTH_MAX)
