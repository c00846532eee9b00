"""Forms of log-in, of the own account, and of the accounts of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jaring.office.access import devices, queries, throttle
from jaring.office.access.errors import AccountRestsError
from jaring.office.access.models import SYSTEM_USERNAME, User
from jaring.office.access.roles import Role
from jaring.office.places.models import Regency, Village
from jaring.office.ui.fields import DayField

REASON_LENGTH_MIN: Final = 10


class LoginForm(AuthenticationForm):
    """Name and password. The system operator is turned away like a wrong password."""

    error_messages = {
        "invalid_login": _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil."),
        "rests": _("Terlalu banyak percobaan yang gagal. Tunggu 15 menit, atau mintalah administrator membukanya."),
        "inactive": _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil."),
    }

    password = forms.CharField(
        label=_("Kata sandi"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Check name and password, unless too many log-ins failed lately."""
        username, address = self.cleaned_data.get("username", ""), self._address
        is_known = self.request is not None and devices.knows(self.request, username)
        if not throttle.may_try(username, address, now=timezone.now(), is_known=is_known):
            raise ValidationError(self.error_messages["rests"], code="rests")
        cleaned: dict[str, Any] = super().clean()
        throttle.forget(username, address)
        return cleaned

    @property
    def _address(self) -> str:
        return str(self.request.META.get("REMOTE_ADDR", "")) if self.request else ""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.username == SYSTEM_USERNAME:
            raise ValidationError(self.error_messages["invalid_login"], code="invalid_login")
        if queries.is_unused(user, timezone.now()):
            language = get_language() or "id"
            told = f"{AccountRestsError.sentence.say(language)} {AccountRestsError.hint.say(language)}"
            raise ValidationError(told, code="unused")


class CodeForm(forms.Form):
    """A code of the telephone, or one of those on paper."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        help_text=_("Enam angka dari aplikasi di telepon, atau satu kode cadangan."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )


class ReasonForm(forms.Form):
    """Why something is done to an account."""

    why: ClassVar[Mapping[str, Promise]] = {
        "reason": _("Hak akses membuka data pribadi; orang kedua dan pemeriksa membaca alasannya."),
    }

    reason = forms.CharField(
        label=_("Alasan"),
        min_length=REASON_LENGTH_MIN,
        max_length=240,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RoleForm(ReasonForm):
    """A role in an area, for a time, and why."""

    role = forms.ChoiceField(label=_("Peran"), choices=Role)
    area_code = forms.ChoiceField(label=_("Wilayah"))
    from_date = DayField(label=_("Berlaku sejak"))
    until_date = DayField(label=_("Berakhir sebelum"), required=False)

    field_order = ("role", "area_code", "from_date", "until_date", "reason")

    def __init__(self, data: Any, regencies: Iterable[str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["area_code"].choices = _areas_in(regencies)  # type: ignore[attr-defined]  # A ChoiceField.

    def clean(self) -> dict[str, Any]:
        """Refuse a role that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("from_date"), given.get("until_date")
        if start and end and end <= start:
            self.add_error("until_date", _("Harus sesudah tanggal mulai."))
        return given


class InvitationForm(forms.Form):
    """Who is invited, and where."""

    why: ClassVar[Mapping[str, Promise]] = {
        "full_name": _(
            "Setiap tindakan tercatat dengan nama ini. NIK dan nomor telepon tidak diperlukan untuk sebuah akun."
        ),
    }

    full_name = forms.CharField(
        label=_("Nama lengkap"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=64,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Huruf, angka, titik, dan garis; dipakai untuk masuk."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )
    regency_code = forms.ChoiceField(label=_("Kabupaten"))

    def __init__(self, data: Any, regencies: Iterable[str]) -> None:
        super().__init__(data)
        offered = [(each.code, each.name) for each in Regency.objects.filter(code__in=regencies).order_by("code")]
        field = self.fields["regency_code"]
        field.choices = offered  # type: ignore[attr-defined]  # A ChoiceField.
        if len(offered) == 1:
            field.initial, field.widget = offered[0][0], forms.HiddenInput()


def _areas_in(regencies: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the areas of regencies for a choice: each regency, its districts, then the villages of each district."""
    codes = list(regencies)
    found = Regency.objects.filter(code__in=codes).order_by("code").values_list("code", "name")
    districts: dict[str, str] = {}
    villages: dict[str, list[tuple[str, str]]] = {}
    in_regencies = Village.objects.filter(district__regency__in=codes).order_by("district", "name")
    for district, district_name, code, name in in_regencies.values_list("district", "district__name", "code", "name"):
        districts[district] = district_name
        villages.setdefault(district, []).append((code, name))
    groups = [(str(_("Kabupaten")), list(found)), (str(_("Kecamatan")), list(districts.items()))]
    return groups + [(districts[code], villages[code]) for code in districts]
