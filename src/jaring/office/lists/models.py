"""Saved views, which hold filters, order and columns, never rows; and bulk exports, which take two people."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jaring.office import vault
from jaring.office.places.models import Regency

NAME_LENGTH_MAX = 60
OFFICE = "office"
"""Shared with everybody of the regency who may meet the list."""


class SavedView(models.Model):
    """Filters, order and columns of a list under a name; the user's own, or shared with a role or the office."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    sheet = models.CharField(_("daftar"), max_length=24)
    name = models.CharField(_("nama tampilan"), max_length=NAME_LENGTH_MAX)
    state = models.JSONField(_("saringan dan kolom"))
    """The kept parts of the address, each with its values."""
    shared_with = models.CharField(_("dibagikan kepada"), max_length=24, blank=True)
    """Empty for the user's own, ``office``, or a role."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("disimpan pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "sheet", "name"], name="lists_one_view_of_a_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="lists_view_name"),
        )
        indexes = (models.Index(fields=["regency", "sheet"], name="lists_views_of_a_list"),)
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class ExportRequest(models.Model):
    """Somebody asks for a list too long for one person to take away. Its address is sealed: it may hold names."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    sheet = models.CharField(_("daftar"), max_length=24)
    subject = models.CharField(_("perihal"), max_length=40, blank=True)
    """Of which run, decree, bill or payer the list is; empty where it is of no single one."""
    address_sealed = models.BinaryField()
    filters = models.JSONField(_("saringan"))
    """What the list is of and which filters narrow it, in words; nothing of the words searched for."""
    rows = models.IntegerField(_("jumlah baris"))
    reason = models.CharField(_("alasan"), max_length=240)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("diminta pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="lists_export_reason"),
            models.CheckConstraint(condition=Q(rows__gte=1), name="lists_export_rows"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def address(self) -> str:
        """The filters, order and columns that were asked for, as the query of the list."""
        return vault.unseal(self.address_sealed, self._meta.db_table, "address", self.public_id)

    def sealed_address(self, address: str) -> bytes:
        return vault.seal(address, self._meta.db_table, "address", self.public_id)


class ExportDecision(models.Model):
    """Somebody else released an export until some moment, or declined it."""

    request = models.OneToOneField(ExportRequest, models.PROTECT, primary_key=True, related_name="decision")
    is_released = models.BooleanField(_("dilepas"))
    note = models.CharField(_("keterangan"), max_length=240, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("diputuskan pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"), null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_released=True, expires_at__isnull=False, expires_at__gt=models.F("decided_at"))
                | Q(is_released=False, expires_at__isnull=True),
                name="lists_release_expires",
            ),
        )

    def __str__(self) -> str:
        return str(self.request_id)
