"""Proposals as they came in, and which delivery took each up."""

from __future__ import annotations

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jaring.office import vault
from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.places.models import Regency, Village


class Conflict(models.TextChoices):
    """What stood in the way of a proposal when it came in."""

    NONE = "", _("tidak ada")
    KNOWN = "known", _("NIK ini sudah ada pada daftar peserta")
    PROPOSED = "proposed", _("NIK ini sudah diusulkan dan masih menunggu")


class State(models.TextChoices):
    """What became of a proposal."""

    WAITING = "waiting", _("menunggu")
    GATHERED = "gathered", _("dikumpulkan")
    RETURNED = "returned", _("dikembalikan")


class Proposal(models.Model):
    """One worker whom a village proposes. What was written is sealed; it is never changed."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    village = models.ForeignKey(Village, models.PROTECT, verbose_name=_("desa/kelurahan"))
    nik_look_up = models.BinaryField(max_length=32, null=True)
    content_sealed = models.BinaryField()
    verdict = models.CharField(_("penilaian"), max_length=10, choices=ImportRow.Verdict)
    conflict = models.CharField(_("pertentangan"), max_length=10, choices=Conflict, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("diterima pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict__in=["accepted", "doubtful", "rejected"]), name="proposals_verdict"
            ),
            models.CheckConstraint(condition=Q(conflict__in=["", "known", "proposed"]), name="proposals_conflict"),
        )
        indexes = (
            models.Index(fields=["village", "id"], name="proposals_by_village"),
            models.Index(fields=["regency", "nik_look_up"], name="proposals_by_nik"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def state(self) -> State:
        """What became of it."""
        if hasattr(self, "returned"):
            return State.RETURNED
        return State.GATHERED if hasattr(self, "gathered") else State.WAITING

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by field of the intake."""
        text = vault.unseal(self.content_sealed, self._meta.db_table, "content", self.public_id)
        texts: dict[str, str] = json.loads(text)
        return texts

    def sealed_texts(self, texts: dict[str, str]) -> bytes:
        text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        return vault.seal(text, self._meta.db_table, "content", self.public_id)


class Gathered(models.Model):
    """A proposal went into a delivery, where it is judged and decided like every other row."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, primary_key=True, related_name="gathered")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="proposals")

    def __str__(self) -> str:
        return str(self.proposal_id)


class Returned(models.Model):
    """A proposal was sent back to who proposed it, by somebody else and with the reason."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, primary_key=True, related_name="returned")
    reason = models.CharField(_("alasan"), max_length=240)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(_("dikembalikan pada"))

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="proposals_returned_reason"),)

    def __str__(self) -> str:
        return str(self.proposal_id)
