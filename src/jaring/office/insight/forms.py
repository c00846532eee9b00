"""Forms of the room of figures."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PublicPageForm(forms.Form):
    """Open the public page or close it, with the reason."""

    reason = forms.CharField(label=_("Alasan"), max_length=240, help_text=_("Tercatat dalam jejak audit."))
