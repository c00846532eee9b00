"""Forms of the room of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PublicPageForm(forms.Form):
    """Open the public page or close it, with the reason."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Yang terbuka bagi umum harus dapat dipertanggungjawabkan; pemeriksa membaca alasannya."),
    }

    reason = forms.CharField(label=_("Alasan"), max_length=240)


class BoundaryForm(forms.Form):
    """A file of boundaries, and where it comes from."""

    file = forms.FileField(
        label=_("Berkas GeoJSON"),
        help_text=_("Koordinat WGS 84, paling besar 20 MB; dikenali dari kode Kemendagri, kode BPS, atau nama."),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )
    source = forms.CharField(
        label=_("Sumber"), max_length=160, help_text=_("Misalnya: Bappeda, peta RTRW 2024. Tertulis di bawah peta.")
    )
    allows_unmatched = forms.BooleanField(
        label=_("Izinkan area yang tidak dikenali; area itu tidak digambar"), required=False
    )


class WithdrawalForm(forms.Form):
    """Why boundaries are no longer drawn."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Peta yang berubah harus dapat dijelaskan; pemeriksa membaca alasannya."),
    }

    reason = forms.CharField(label=_("Alasan"), max_length=240)
