"""The log-in form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jaring.office.access import throttle
from jaring.office.access.models import SYSTEM_USERNAME, User


class LoginForm(AuthenticationForm):
    """Name and password. The system operator is turned away like a wrong password."""

    error_messages = {
        "invalid_login": _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil."),
        "rests": _("Terlalu banyak percobaan yang gagal. Tunggu 15 menit, lalu coba kembali."),
        "inactive": _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil."),
    }

    password = forms.CharField(
        label=_("Kata sandi"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Check name and password, unless too many log-ins failed lately."""
        username, address = self.cleaned_data.get("username", ""), self._address
        if throttle.rests(username, address):
            raise ValidationError(self.error_messages["rests"], code="rests")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            throttle.count_failure(username, address)
            raise
        throttle.forget(username, address)
        return cleaned

    @property
    def _address(self) -> str:
        return str(self.request.META.get("REMOTE_ADDR", "")) if self.request else ""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.username == SYSTEM_USERNAME:
            raise ValidationError(self.error_messages["invalid_login"], code="invalid_login")
