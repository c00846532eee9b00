"""The audit chain, and the keys that make every effect safe to repeat."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jaring.office.places.models import Regency


class AuditEntry(models.Model):
    """One thing that was done. Never changed; each entry carries the hash of the one before it."""

    regency = models.ForeignKey(Regency, models.PROTECT)
    position = models.PositiveBigIntegerField(_("nomor urut"))
    at = models.DateTimeField(_("waktu"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    event = models.CharField(_("peristiwa"), max_length=48)
    subject = models.CharField(_("objek"), max_length=80, blank=True)
    reason = models.CharField(_("alasan"), max_length=240, blank=True)
    detail = models.JSONField(_("rincian"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["regency", "position"], name="audit_one_position"),)
        indexes = (models.Index(fields=["regency", "subject"], condition=~Q(subject=""), name="audit_by_subject"),)
        ordering = ("-position",)

    def __str__(self) -> str:
        return f"{self.position} {self.event}"


class RequestKey(models.Model):
    """A request that had its effect. The same key again gives the same answer, never a second effect.

    Never changed; forgotten after ``services.KEY_KEPT_DAYS``, and the database lets none go before that.
    """

    key = models.UUIDField(primary_key=True)
    purpose = models.CharField(max_length=48)
    content_hash = models.CharField(max_length=64)
    answer_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(purpose=""), name="audit_key_purpose"),)
        indexes = (models.Index(fields=["at"], name="audit_key_age"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"
