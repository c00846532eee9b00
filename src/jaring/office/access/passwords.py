"""What a password must be, and what it costs to guess one whose hash was stolen.

Long, not on a list of common ones, not made of what everybody here would try. No mixture of signs and no date on which
it ends: both make people write passwords down and count them up. A regency that is held to BSSN Regulation 4/2021 asks
for both all the same, by the setting ``JARING_PASSWORDS``.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jaring.core.places import regency
from jaring.office.access import second_factor
from jaring.office.access.models import User
from jaring.office.audit.models import AuditEntry
from jaring.regencies import known_regencies

BSSN: Final = "bssn"
OVERDUE: Final = "password_overdue"
"""Where a session keeps that nothing opens before the password is changed."""
_KINDS: Final = (r"[A-Z]", r"[a-z]", r"\d", r"[^\w\s]|_")
LENGTH_ALONE: Final = 15
LENGTH_WITH_FACTOR: Final = 12
"""Characters, where a second factor is asked for as well."""
OWN_LETTERS_MIN: Final = 6
DISTINCT_MIN: Final = 5
_WORDS_OF_ALL: Final = (
    "jaring bpjs tk jamsostek ketenagakerjaan tenaga kerja pekerja rentan dinas kabupaten kecamatan desa "
    "kelurahan bupati camat lurah petugas kepala bendahara admin administrator operator sandi kata "
    "katasandi password rahasia masuk selamat datang pagi indonesia merdeka bismillah sayang cinta "
    "keluarga januari februari maret april mei juni juli agustus september oktober november desember "
    "senin selasa rabu kamis jumat sabtu minggu qwerty asdf zxcvbn abc iloveyou welcome login user test"
)


class OfficeArgon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB, two passes, one lane. A hash of other parameters is made anew at the next log-in."""

    time_cost = 2
    memory_cost = 46 * 1024
    parallelism = 1


class LengthValidator:
    """Ask for 15 characters, or 12 where a second factor is asked for too. Every character counts, blanks included."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is too short.

        Raises:
            ValidationError: shown at the form.
        """
        needed = _length_for(user)
        if len(password) < needed:
            message = ngettext(
                "Kata sandi terlalu pendek: paling sedikit %(n)d karakter.",
                "Kata sandi terlalu pendek: paling sedikit %(n)d karakter.",
                needed,
            )
            raise ValidationError(message, code="password_too_short", params={"n": needed})

    def get_help_text(self) -> str:
        needed = _length_for(None)
        return _(
            "Paling sedikit %(n)d karakter, misalnya empat kata yang tidak berkaitan. "
            "Spasi boleh; angka dan tanda tidak wajib."
        ) % {"n": needed}


class OwnWordsValidator:
    """Refuse passwords made of words that everybody here would try, of years and of repetition."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse where little is left without such words and numbers.

        Raises:
            ValidationError: shown at the form.
        """
        if len(set(password.casefold())) < DISTINCT_MIN:
            raise ValidationError(_("Kata sandi ini hanya mengulang beberapa huruf."), code="password_repeats")
        words = re.findall(r"[^\W\d_]+", password.casefold())
        own = "".join(word for word in words if word not in _local_words())
        if len(own) < OWN_LETTERS_MIN:
            raise ValidationError(
                _("Kata sandi ini mudah ditebak: hanya angka dan kata yang lazim di kantor atau di daerah ini."),
                code="password_of_local_words",
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai nama aplikasi, nama daerah, jabatan, bulan, atau tahun saja.")


class MixtureValidator:
    """Under the rules of BSSN, ask for four kinds of characters, and for another password than the last."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what lacks a kind, or is the password that the user has.

        Raises:
            ValidationError: shown at the form.
        """
        if not all(re.search(kind, password) for kind in _KINDS):
            raise ValidationError(self.get_help_text(), code="password_not_mixed")
        if user is not None and user.has_usable_password() and check_password(password, user.password):
            raise ValidationError(_("Kata sandi ini sama dengan yang sekarang."), code="password_is_the_last")

    def get_help_text(self) -> str:
        return _("Memuat huruf besar, huruf kecil, angka, dan tanda.")


def is_overdue(user: User, now: datetime) -> bool:
    """Say whether a password has outlived the days that the regency entered; never where it entered none."""
    if settings.PASSWORDS != BSSN:
        return False
    own = AuditEntry.objects.filter(actor=user, event__in=("access.password_changed", "access.password_chosen"))
    chosen_at = own.order_by("-at").values_list("at", flat=True).first() or user.date_joined
    return bool(chosen_at + timedelta(days=settings.PASSWORD_DAYS) <= now)


def note_age(session: SessionBase, user: User, now: datetime) -> None:
    """Keep in the session of somebody who just gave his password whether it must be changed first."""
    if is_overdue(user, now):
        session[OVERDUE] = True


def _length_for(user: User | None) -> int:
    """Return the length that is asked of somebody; who has a second factor is always asked for it."""
    has_factor = user is not None and user.pk is not None and user.authenticators.exclude(confirmed_at=None).exists()
    return LENGTH_WITH_FACTOR if has_factor or second_factor.is_required() else LENGTH_ALONE


@cache
def _local_words() -> frozenset[str]:
    """Return the words that a stranger would try first: of the office, of the calendar, names of places served."""
    names: list[str] = []
    for code in known_regencies():
        served = regency(code)
        names.append(served.name)
        for district in served.districts:
            names += [district.name, *(village.name for village in district.villages)]
    return frozenset(_WORDS_OF_ALL.split()) | {
        word for name in names for word in re.findall(r"[^\W\d_]+", name.casefold())
    }
