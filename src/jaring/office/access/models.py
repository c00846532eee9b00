"""Accounts, their roles in an area, their second factors, invitations and sessions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Role

SYSTEM_USERNAME = "sistem"
"""The account under which the command line acts when no user is named."""


class User(AbstractUser):
    """A person with an account, or the system operator. What he may do stands in his grants."""

    full_name = models.CharField(_("nama lengkap"), max_length=120)
    language = models.CharField(_("bahasa"), max_length=2, default="id")

    def __str__(self) -> str:
        return self.full_name or self.username


class RoleGrant(models.Model):
    """A role in an area, from a day until a day (half-open). ``area_code`` is a Kemendagri code with dots."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(_("peran"), max_length=24, choices=Role)
    area_code = models.CharField(_("kode wilayah"), max_length=13)
    from_date = models.DateField(_("berlaku sejak"))
    until_date = models.DateField(_("berakhir sebelum"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "role", "area_code", "from_date"], name="access_one_grant"),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")),
                name="access_grant_range",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="access_grant_role"),
        )
        verbose_name = _("pemberian peran")

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.area_code}"

    def is_in_force(self, day: date) -> bool:
        """Say whether the role holds on a day, as it is counted in the grant's regency."""
        return self.from_date <= day and (self.until_date is None or day < self.until_date)


class AccessProposal(models.Model):
    """What takes two people: a role for somebody, or a new start for who has lost the second factor."""

    class Kind(models.TextChoices):
        ROLE = "role", _("Peran")
        RESET = "reset", _("Pasang ulang pengaman kedua")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Disetujui")
        DECLINED = "declined", _("Ditolak")

    public_id = models.UUIDField(default=uuid4, unique=True)
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    user = models.ForeignKey(User, models.CASCADE, related_name="proposals")
    role = models.CharField(_("peran"), max_length=24, choices=Role, blank=True)
    area_code = models.CharField(_("kode wilayah"), max_length=13)
    """The area of the role; of a reset the regency whose people may decide."""
    from_date = models.DateField(_("berlaku sejak"), null=True)
    until_date = models.DateField(_("berakhir sebelum"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=240)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("diusulkan pada"))
    outcome = models.CharField(_("keputusan"), max_length=12, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="role", role__in=Role.values, from_date__isnull=False) | Q(kind="reset", role=""),
                name="access_proposal_kind",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | Q(outcome__in=["confirmed", "declined"], decided_by__isnull=False, decided_at__isnull=False),
                name="access_proposal_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="access_proposal_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed") | ~Q(decided_by=F("user")), name="access_proposal_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")), name="access_proposal_range"
            ),
        )
        verbose_name = _("usulan akses")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.area_code}"


class Invitation(models.Model):
    """A link that works once: with it somebody chooses a password. Only the hash of its secret is kept."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("Undangan")
        PASSWORD = "password", _("Kata sandi baru")  # The kind of a link.

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    regency_code = models.CharField(_("kode kabupaten"), max_length=5)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("dibuat pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"))
    used_at = models.DateTimeField(_("dipakai pada"), null=True)
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="access_invitation_expires"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="access_invitation_ends_once"
            ),
        )
        verbose_name = _("undangan")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.expires_at:%Y-%m-%d}"


class Authenticator(models.Model):
    """A telephone that shows codes. ``confirmed_at`` is empty until its first code was right."""

    public_id = models.UUIDField(default=uuid4, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="authenticators")
    secret_sealed = models.BinaryField()
    made_at = models.DateTimeField(_("dibuat pada"))
    confirmed_at = models.DateTimeField(_("dipasang pada"), null=True)
    last_step = models.BigIntegerField(default=0)
    """The half minute of the last code that was taken: no code is taken twice."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=False), name="access_one_authenticator"
            ),
        )
        verbose_name = _("aplikasi kode")

    def __str__(self) -> str:
        return str(self.public_id)


class Passkey(models.Model):
    """A device that signs for its owner once it has made sure of him. Only its public key is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("nama"), max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(_("dibuat pada"))
    used_at = models.DateTimeField(_("terakhir dipakai"), null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(sign_count__gte=0), name="access_passkey_counts"),)
        verbose_name = _("kunci sandi")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day on which the telephone is lost. It works once; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(_("dipakai pada"), null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "code_hash"], name="access_one_recovery_code"),)
        verbose_name = _("kode cadangan")

    def __str__(self) -> str:
        return f"{self.pk}"


class FailedAttempt(models.Model):
    """An attempt at a password or a code that did not succeed. Keyed hashes say at what and from where."""

    subject_hash = models.BinaryField(max_length=32)
    address_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        indexes = (
            models.Index(fields=["subject_hash", "at"], name="access_by_subject"),
            models.Index(fields=["address_hash", "at"], name="access_by_address"),
            models.Index(fields=["at"], name="access_by_time"),
        )
        verbose_name = _("percobaan gagal")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class SessionsWithUsers(BaseSessionManager["OfficeSession"]):
    """Sessions, each read together with its user."""

    def get_queryset(self) -> models.QuerySet[OfficeSession]:
        return super().get_queryset().select_related("user")


class OfficeSession(AbstractBaseSession):
    """A session, with whose it is and since when, so that it can be listed, ended, and ends by itself."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    public_id = models.UUIDField(default=uuid4, unique=True)
    started_at = models.DateTimeField(_("masuk pada"))
    seen_at = models.DateTimeField(_("terakhir dipakai"))

    objects: ClassVar[SessionsWithUsers] = SessionsWithUsers()

    class Meta:
        verbose_name = _("sesi")

    def __str__(self) -> str:
        return str(self.public_id)


class KeyCheck(models.Model):
    """One row: what the keys in use gave when the database was made. A lost key shows at start."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=1), name="access_one_key_check"),)
