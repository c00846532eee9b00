"""Saved views: how somebody likes to look at a list. They hold filters, order and columns, never rows."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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
