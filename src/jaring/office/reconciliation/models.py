"""What the insurer answers, what the match of four sides found, and its cases. Answers and events are history."""

from __future__ import annotations

import json
import uuid
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jaring.core.identity import mask
from jaring.core.insurer.answer import AnswerKind
from jaring.core.insurer.codes import LineCode
from jaring.office import vault
from jaring.office.columns import MonthField
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer


class InsurerFile(models.Model):
    """One list of the insurer for one month, perhaps delivered in parts.

    The newest list of a kind, month and payer counts; one without a payer is about all of them.
    """

    class Kind(models.TextChoices):
        ACTIVE = AnswerKind.ACTIVE.value, _("daftar peserta aktif")
        REJECTED = AnswerKind.REJECTED.value, _("daftar tolakan")
        BILLING = AnswerKind.BILLING.value, _("rincian iuran")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="+")
    month = MonthField(_("bulan iuran"))
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    content_hash = models.CharField(_("sidik berkas"), max_length=64)
    template_version = models.PositiveSmallIntegerField(_("versi templat"))
    parts = models.JSONField(_("berkas"))
    columns = models.JSONField(_("kolom"))
    ignored = models.JSONField(_("kolom yang tidak dipakai"))
    codes = models.JSONField(_("temuan"))
    lines = models.IntegerField(_("baris"))
    unreadable = models.IntegerField(_("tidak terbaca"))
    set_aside = models.IntegerField(_("dikesampingkan"))
    total_idr = models.BigIntegerField(_("jumlah"))
    stated_total_idr = models.BigIntegerField(_("jumlah menurut berkas"), null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("diterima pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["regency", "month", "kind", "content_hash"], name="reconciliation_one_file"
            ),
            models.CheckConstraint(condition=Q(lines__gt=0), name="reconciliation_file_not_empty"),
        )
        ordering = ("-month", "kind", "-id")

    def __str__(self) -> str:
        return f"{self.kind} {self.month}"


class InsurerLine(models.Model):
    """One line of such a list. ``key`` finds the person: the look-up of the NIK, or of the whole line without one."""

    file = models.ForeignKey(InsurerFile, models.PROTECT, db_index=False, related_name="all_lines")
    number = models.IntegerField(_("nomor urut"))
    part = models.PositiveSmallIntegerField(_("berkas"))
    sheet = models.CharField(_("lembar"), max_length=80, blank=True)
    row = models.IntegerField(_("baris"))
    key = models.BinaryField(max_length=32)
    is_readable = models.BooleanField(_("NIK terbaca"))
    is_matched = models.BooleanField(_("ikut dicocokkan"))
    is_active = models.BooleanField(_("aktif"))
    total_idr = models.BigIntegerField(_("jumlah"), null=True)
    rejection = models.CharField(_("alasan"), max_length=24, blank=True)
    reject_code = models.CharField(_("kode BPJS"), max_length=24, blank=True)
    reject_reason = models.CharField(_("alasan menurut BPJS"), max_length=240, blank=True)
    codes = models.CharField(_("temuan"), max_length=240, blank=True)
    content_sealed = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "number"], name="reconciliation_one_line"),)
        indexes = (models.Index(fields=["key", "file"], name="reconciliation_by_key"),)

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"

    @staticmethod
    def cell(file_id: UUID, number: int) -> UUID:
        """Return what binds the sealed content to its own line."""
        return UUID(int=file_id.int ^ number)

    @property
    def content(self) -> dict[str, str]:
        """What the insurer wrote: ``nik``, ``name``, ``birth_date`` and ``kpj``, opened."""
        cell = self.cell(self.file.public_id, self.number)
        opened: dict[str, str] = json.loads(vault.unseal(self.content_sealed, self._meta.db_table, "content", cell))
        return opened

    @property
    def masked_nik(self) -> str:
        return mask(self.content["nik"])

    @property
    def findings(self) -> list[LineCode]:
        return [LineCode(code) for code in self.codes.split(";") if code]


class MatchRun(models.Model):
    """One four-way match of a month: the four sides as they were, and what became of the cases."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="+")
    month = MonthField(_("bulan iuran"))
    files = models.JSONField(_("berkas BPJS"))
    enrolled = models.IntegerField(_("tercantum pada SK"))
    billed = models.IntegerField(_("ditagih"))
    billed_idr = models.BigIntegerField(_("tagihan"))
    paid = models.IntegerField(_("dibayar"))
    paid_idr = models.BigIntegerField(_("setoran"))
    active = models.IntegerField(_("aktif di BPJS"), null=True)
    insurer_idr = models.BigIntegerField(_("rincian iuran BPJS"), null=True)
    rejected = models.IntegerField(_("ditolak BPJS"), null=True)
    agreed = models.IntegerField(_("keempatnya sama"))
    differing = models.IntegerField(_("berbeda"))
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    run_at = models.DateTimeField(_("dicocokkan pada"))

    class Meta:
        ordering = ("-month", "-id")
        indexes = (models.Index(fields=["regency", "month", "id"], name="reconciliation_runs"),)

    def __str__(self) -> str:
        return f"{self.month} {self.run_at}"

    @property
    def is_agreed(self) -> bool:
        """Whether nothing differs, and all four sides were there to be compared."""
        return self.differing == 0 and self.active is not None


class Case(models.Model):
    """A difference that somebody has to look after, as it stands; how it came there is in its events.

    Of a person (or a line of the insurer, where nobody is found) and a kind there is at most one that is not solved.
    ``people`` is above one where a whole bill differs in the same way.
    """

    class State(models.TextChoices):
        OPEN = "open", _("terbuka")
        IN_WORK = "in_work", _("dikerjakan")
        WAITING = "waiting", _("menunggu BPJS")
        SOLVED = "solved", _("selesai")
        ACCEPTED = "accepted", _("diterima apa adanya")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    key = models.BinaryField(max_length=32)
    kind = models.CharField(_("perbedaan"), max_length=24)
    cause = models.CharField(_("sebab"), max_length=24)
    is_cause_settled = models.BooleanField(_("sebab ditetapkan petugas"), default=False)
    rejection = models.CharField(_("alasan tolakan"), max_length=24, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="reconciliation_cases")
    line = models.ForeignKey(InsurerLine, models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="+")
    people = models.IntegerField(_("orang"), default=1)
    likeness = models.PositiveSmallIntegerField(_("kemiripan"), null=True)
    first_month = MonthField(_("sejak"))
    last_month = MonthField(_("terakhir"))
    amount_idr = models.BigIntegerField(_("jumlah"))
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.OPEN)
    owner_role = models.CharField(_("penanggung jawab"), max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_date = models.DateField(_("selesaikan sebelum"))
    opened_by_run = models.ForeignKey(MatchRun, models.PROTECT, related_name="+")
    closed_by_run = models.ForeignKey(MatchRun, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("dibuka pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["regency", "key", "kind"], condition=~Q(state="solved"), name="reconciliation_one_live_case"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "in_work", "waiting", "solved", "accepted"]),
                name="reconciliation_case_state",
            ),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="reconciliation_case_months"),
            models.CheckConstraint(condition=Q(people__gt=0), name="reconciliation_case_people"),
        )
        indexes = (
            models.Index(fields=["regency", "state", "due_date", "id"], name="reconciliation_by_state"),
            models.Index(fields=["regency", "kind", "key"], name="reconciliation_by_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.first_month}"


class CaseMonth(models.Model):
    """What a case comes to in one month, as last seen; ``is_gone`` once a match no longer meets the difference.

    ``is_active`` and ``insurer_idr`` are empty where the insurer has not answered.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="months")
    month = MonthField(_("bulan iuran"))
    is_enrolled = models.BooleanField(_("pada SK"))
    billed_idr = models.BigIntegerField(_("ditagih"))
    paid_idr = models.BigIntegerField(_("dibayar"))
    is_active = models.BooleanField(_("aktif"), null=True)
    insurer_idr = models.BigIntegerField(_("menurut BPJS"), null=True)
    amount_idr = models.BigIntegerField(_("jumlah"))
    claim_idr = models.BigIntegerField(_("dapat diminta kembali"))
    is_gone = models.BooleanField(_("sudah sama"), default=False)
    first_run = models.ForeignKey(MatchRun, models.PROTECT, related_name="+")
    last_run = models.ForeignKey(MatchRun, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "month"], name="reconciliation_one_month"),
            models.CheckConstraint(
                condition=Q(claim_idr__gte=0, claim_idr__lte=F("paid_idr")), name="reconciliation_claim_was_paid"
            ),
        )
        indexes = (models.Index(fields=["month", "case"], name="reconciliation_month_cases"),)
        ordering = ("month",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.month}"


class CaseEvent(models.Model):
    """What happened to a case, who did it and why. Never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Dibuka oleh pencocokan")
        CARRIED = "carried", _("Masih ada pada bulan berikutnya")
        REOPENED = "reopened", _("Dibuka kembali")
        CLOSED = "closed", _("Ditutup oleh pencocokan: sudah sama")
        MOVED = "moved", _("Keadaan diubah")
        ASSIGNED = "assigned", _("Penanggung jawab ditetapkan")
        CAUSE = "cause", _("Sebab ditetapkan")
        COMMENT = "comment", _("Catatan")

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField(_("waktu"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    run = models.ForeignKey(MatchRun, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("peristiwa"), max_length=10, choices=Kind)
    state = models.CharField(_("keadaan"), max_length=10, choices=Case.State)
    subject = models.CharField(_("isi"), max_length=80, blank=True)
    text = models.CharField(_("alasan"), max_length=400, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
