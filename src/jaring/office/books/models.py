"""The ledger: double entry in whole rupiah. Rows are only ever added; the database refuses what does not balance."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jaring.office.columns import MonthField
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer


class Entry(models.Model):
    """One journal entry: what one act did to one payer's money.

    Its postings are written before it, and it seals them: a trigger refuses an entry whose postings do not sum to
    zero, and a posting for an entry that stands already. Numbers run without a gap in each regency.
    """

    class Kind(models.TextChoices):
        BILL = "bill", _("tagihan")
        TRANSFER = "transfer", _("penyetoran")
        ALLOCATION = "allocation", _("alokasi")
        RELEASE = "release", _("pelepasan iuran")
        REFUND_CLAIM = "refund_claim", _("permintaan pengembalian")
        REFUND_RECEIPT = "refund_receipt", _("penerimaan pengembalian")
        WRITE_OFF = "write_off", _("penghapusan piutang")
        REVERSAL = "reversal", _("pembalikan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    number = models.PositiveBigIntegerField(_("nomor"))
    date = models.DateField(_("tanggal"))
    kind = models.CharField(_("jenis"), max_length=16, choices=Kind)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="+")
    month = MonthField(_("bulan iuran"), null=True)
    document = models.CharField(_("dokumen"), max_length=80)
    source = models.UUIDField(_("asal"))
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField(_("alasan"), max_length=240, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "number"], name="books_one_number"),
            models.UniqueConstraint(fields=["kind", "source"], name="books_one_effect"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="books_reversal_reverses",
            ),
        )
        indexes = (models.Index(fields=["regency", "payer", "date"], name="books_by_day"),)
        ordering = ("regency", "number")

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class Posting(models.Model):
    """One line of an entry: an amount on an account, above zero for a debit and below for a credit."""

    pk = models.CompositePrimaryKey("entry_id", "line")
    entry = models.ForeignKey(Entry, models.PROTECT, db_index=False, related_name="postings")
    line = models.PositiveSmallIntegerField(_("baris"))
    account = models.CharField(_("akun"), max_length=24)
    amount_idr = models.BigIntegerField(_("jumlah"))

    class Meta:
        managed = False  # The migration lays its rows out by key.
        db_table = "books_posting"
        constraints = (models.CheckConstraint(condition=~Q(amount_idr=0), name="books_posting_amount"),)

    def __str__(self) -> str:
        return f"{self.account} {self.amount_idr}"


class Closing(models.Model):
    """The books of a regency are closed for every day before ``until_date``."""

    regency = models.ForeignKey(Regency, models.PROTECT)
    until_date = models.DateField(_("ditutup sebelum"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("ditutup pada"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["regency", "until_date"], name="books_one_closing"),)
        ordering = ("-until_date",)

    def __str__(self) -> str:
        return str(self.until_date)
