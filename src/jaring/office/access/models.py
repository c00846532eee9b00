"""Accounts and their roles in an area."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
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


class KeyCheck(models.Model):
    """One row: what the keys in use gave when the database was made. A lost key shows at start."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=1), name="access_one_key_check"),)
