"""Forms of billing: the request to issue a bill, and the reason for a list with full identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.core.month import Month
from jaring.office.billing.exports import REASON_LENGTH_MIN
from jaring.office.programme.models import Payer


class IssueForm(forms.Form):
    """Which month of which payer; the key makes a second click the same request."""

    payer = forms.IntegerField(widget=forms.HiddenInput)
    month = forms.RegexField(r"^[0-9]{4}-(0[1-9]|1[0-2])\Z", widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def for_month(cls, payer: Payer, month: Month) -> IssueForm:
        """Return the form as a page shows it, under a fresh key."""
        initial = {"payer": payer.pk, "month": str(month), "request_key": uuid4()}
        return cls(initial=initial, auto_id=False)


class UploadForm(forms.Form):
    """What the insurer's list is needed for; the key makes a second click the same request."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Berkas ini memuat NIK lengkap, maka hanya dibuat untuk keperluan yang jelas."),
    }

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Untuk keperluan apa?"),
        help_text=_("Paling sedikit 10 huruf, tanpa NIK. Tercatat di jejak bersama nama Anda."),
        min_length=REASON_LENGTH_MIN,
        max_length=240,
    )

    @classmethod
    def fresh(cls) -> UploadForm:
        """Return the form as a page shows it, under a fresh key."""
        return cls(initial={"request_key": uuid4()})
