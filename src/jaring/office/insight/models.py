"""Boundaries of villages, and whether a regency shows its figures to everybody. Rows are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jaring.office.places.models import Regency, Village


class PublicPageChoice(models.Model):
    """A regency opens its public page or closes it; the last choice holds. Without any the page is open."""

    regency = models.ForeignKey(Regency, models.PROTECT, related_name="public_page_choices")
    is_open = models.BooleanField(_("terbuka untuk umum"))
    reason = models.CharField(_("alasan"), max_length=240)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(_("dipilih pada"))

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.regency_id} {self.is_open}"


class BoundarySet(models.Model):
    """Boundaries that were imported together. The newest that was not withdrawn is drawn."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="boundary_sets")
    content_hash = models.CharField(_("sidik berkas"), max_length=64)
    source = models.CharField(_("sumber"), max_length=160)
    villages = models.IntegerField(_("desa/kelurahan"))
    points_read = models.IntegerField(_("titik di berkas"))
    points_kept = models.IntegerField(_("titik disimpan"))
    unmatched = models.JSONField(_("tidak dikenali"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("diimpor pada"))

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(villages__gt=0), name="insight_boundaries_not_empty"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.regency_id} {self.imported_at}"


class Boundary(models.Model):
    """The outline of a village: rings of [longitude, latitude] in degrees of WGS 84, closed, holes among them."""

    boundary_set = models.ForeignKey(BoundarySet, models.PROTECT, related_name="boundaries")
    village = models.ForeignKey(Village, models.PROTECT, related_name="+")
    rings = models.JSONField(_("garis batas"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["boundary_set", "village"], name="insight_one_boundary"),)

    def __str__(self) -> str:
        return self.village_id


class BoundaryWithdrawal(models.Model):
    """Boundaries that are no longer drawn; those imported before them are drawn again."""

    boundary_set = models.OneToOneField(BoundarySet, models.PROTECT, primary_key=True, related_name="withdrawal")
    reason = models.CharField(_("alasan"), max_length=240)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("ditarik pada"))

    def __str__(self) -> str:
        return str(self.boundary_set_id)
