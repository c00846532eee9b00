"""The monthly bill: one due per enrolled person, payer and month. Rows are only ever added."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jaring.office.billing.keys import next_key
from jaring.office.columns import MonthField
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.programme.models import Enrolment, Payer, Plan, ProgrammeYear


class Bill(models.Model):
    """What a payer owes for a month. At most one per payer and month. Its key says its year: see ``keys``."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="bills")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="bills")
    month = MonthField(_("bulan iuran"))
    due_date = models.DateField(_("batas bayar"))
    people = models.IntegerField(_("peserta"))
    jkk_idr = models.BigIntegerField("JKK")
    jkm_idr = models.BigIntegerField("JKM")
    total_idr = models.BigIntegerField(_("jumlah"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("diterbitkan pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["payer", "month"], name="billing_one_bill"),
            models.CheckConstraint(condition=Q(total_idr=F("jkk_idr") + F("jkm_idr")), name="billing_bill_total"),
            models.CheckConstraint(condition=Q(people__gt=0, total_idr__gt=0), name="billing_bill_not_empty"),
        )
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month} {self.payer_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is None:
            self.pk = next_key(self.month, self.people)
        super().save(*args, **kwargs)


class RateCard(models.Model):
    """The law, worked out once for each combination of facts that a bill meets.

    Under a plan the amounts are this payer's part of the month, and ``percent`` is the share they come from.
    """

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="rates")
    base_idr = models.BigIntegerField(_("dasar penghasilan"))
    sector = models.CharField(_("sektor"), max_length=12)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+")
    percent = models.PositiveSmallIntegerField(_("bagian"), null=True)
    jkk_idr = models.BigIntegerField("JKK")
    jkm_idr = models.BigIntegerField("JKM")
    discount_rate = models.CharField(_("potongan"), max_length=12)
    sources = models.JSONField(_("dasar hukum"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["bill", "base_idr", "sector"], condition=Q(plan__isnull=True), name="billing_one_rate"
            ),
            models.UniqueConstraint(
                fields=["bill", "base_idr", "sector", "plan"],
                condition=Q(plan__isnull=False),
                name="billing_one_shared_rate",
            ),
            models.CheckConstraint(condition=Q(jkk_idr__gte=0, jkm_idr__gte=0), name="billing_rate_amounts"),
        )

    def __str__(self) -> str:
        return f"{self.base_idr} {self.sector}"


class Due(models.Model):
    """What is owed for one person in one bill, and so for one payer and month.

    The key is (bill, person), and a reference to a due names these two. A composite foreign key, written in the
    migration, ties the due to an enrolment of this very person; the month and the payer are the bill's.
    """

    pk = models.CompositePrimaryKey("bill_id", "person_id")
    bill = models.ForeignKey(Bill, models.PROTECT, db_index=False, related_name="dues")
    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False, db_index=False, related_name="dues")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, db_index=False, related_name="dues")
    jkk_idr = models.BigIntegerField("JKK")
    jkm_idr = models.BigIntegerField("JKM")

    class Meta:
        managed = False
        db_table = "billing_due"

    def __str__(self) -> str:
        return f"{self.bill_id} {self.person_id}"
