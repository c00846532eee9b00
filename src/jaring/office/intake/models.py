"""Lists as they came in: batch, files, rows. Rows are kept sealed until a batch is taken over."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jaring.office import vault
from jaring.office.places.models import Regency, Village

OUT_OF_AREA = "VILLAGE_OUT_OF_AREA"
"""The code of a row whose village lies outside the sender's own area: it is not his to propose."""


class ImportBatch(models.Model):
    """One delivery: files of one kind from one sender, read together and judged together."""

    class Kind(models.TextChoices):
        LISTS = "lists", _("daftar desa")
        DTSEN = "dtsen", _("data DTSEN")
        ELSEWHERE = "elsewhere", _("peserta aktif lain")

    class State(models.TextChoices):
        PREVIEW = "preview", _("menunggu keputusan")
        ACCEPTED = "accepted", _("diterima")
        UNDONE = "undone", _("dibatalkan")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    village = models.ForeignKey(Village, models.PROTECT, null=True, verbose_name=_("desa/kelurahan pengirim"))
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    state = models.CharField(_("keadaan"), max_length=10, choices=State)
    source = models.CharField(_("sumber"), max_length=160)
    sender = models.CharField(_("pengirim"), max_length=120)
    received_date = models.DateField(_("tanggal terima"))
    as_of = models.DateField(_("umur dihitung pada"))
    content_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("dibaca pada"))
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["preview", "accepted", "undone"]), name="intake_state"),
            models.UniqueConstraint(
                fields=["regency", "kind", "content_hash"],
                condition=~Q(state="undone"),
                name="intake_same_content_once",
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.source


class ImportFile(models.Model):
    """One file of a batch and what became of it."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    name = models.CharField(_("nama berkas"), max_length=240)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField(_("ukuran"))
    code = models.CharField(_("kode penolakan"), max_length=32, blank=True)
    accepted = models.IntegerField(_("baik"), default=0)
    doubtful = models.IntegerField(_("meragukan"), default=0)
    rejected = models.IntegerField(_("ditolak"), default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "name"], name="intake_one_name"),)
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One row that holds a person, with its verdict. ``content_sealed`` is JSON: values, cells, details."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("baik")
        DOUBTFUL = "doubtful", _("meragukan")
        REJECTED = "rejected", _("ditolak")

    class Judgement(models.TextChoices):
        NONE = "", _("belum diputuskan")
        TAKE = "take", _("diterima petugas")
        LEAVE = "leave", _("tidak diterima")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="rows")
    sheet = models.CharField(_("lembar"), max_length=120, blank=True)
    row_number = models.IntegerField(_("baris"))
    verdict = models.CharField(_("penilaian"), max_length=10, choices=Verdict)
    codes = models.CharField(_("kode"), max_length=240, blank=True)
    village = models.ForeignKey(Village, models.PROTECT, null=True, db_index=False)
    nik_look_up = models.BinaryField(max_length=32, null=True)
    content_sealed = models.BinaryField()
    taken_at = models.DateTimeField(_("diambil alih pada"), null=True)
    judgement = models.CharField(_("keputusan"), max_length=5, choices=Judgement, default=Judgement.NONE, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict__in=["accepted", "doubtful", "rejected"]), name="intake_verdict"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="rejected", judgement="take"), name="intake_rejected_never_taken"
            ),
        )
        indexes = (
            models.Index(fields=["batch", "verdict", "id"], name="intake_by_verdict"),
            models.Index(fields=["batch", "nik_look_up"], name="intake_by_nik"),
            # Rows are wide: which deliveries speak of a village, and how many rows of each verdict they have of it, is
            # read from here alone.
            models.Index(fields=["village", "batch", "verdict", "id"], name="intake_by_village"),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.row_number} {self.verdict}"

    @property
    def content(self) -> dict[str, Any]:
        """The row in clear: ``values``, ``cells``, ``context``, ``findings``, as ``intake.services`` wrote them."""
        text = vault.unseal(self.content_sealed, self._meta.db_table, "content", self.public_id)
        content: dict[str, Any] = json.loads(text)
        return content

    def sealed_content(self, content: dict[str, Any]) -> bytes:
        """Seal what ``content`` gives back, for this very row."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return vault.seal(text, self._meta.db_table, "content", self.public_id)
