"""From a bill to its payment. Rows are only ever added; what a row takes back is said by a further row.

Bill, approval by another person, payment order (SPP), transfer, and then the dues that the money reaches. What is paid
and not set against dues yet is the payer's deposit with the insurer.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jaring.office.billing.models import Bill
from jaring.office.columns import MonthField
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer, PayerKind, ProgrammeYear

BY_ORDER = frozenset({PayerKind.APBD, PayerKind.APBD_PROVINSI, PayerKind.APBN, PayerKind.DANA_DESA, PayerKind.APBDES})
"""Public money leaves a treasury by a payment order (SPP) only. Donors, workers and employers pay without one."""
BY_TREASURY = frozenset({PayerKind.APBD, PayerKind.APBD_PROVINSI, PayerKind.APBN})
"""Of these, the payers whose treasury also writes an SPM and an SP2D; a village pays from its own account."""


class NotOwed(models.TextChoices):
    """Why a due is not owed after all."""

    DIED = "died", _("meninggal sebelum bulan iuran")
    ELSEWHERE = "elsewhere", _("sudah dilindungi pihak lain")
    REJECTED = "rejected", _("ditolak BPJS Ketenagakerjaan")
    DOUBLE = "double", _("tertagih ganda")


class BillApproval(models.Model):
    """The consent to pay a bill, given by someone else than who issued it."""

    bill = models.OneToOneField(Bill, models.PROTECT, primary_key=True, related_name="approval")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("disetujui pada"))

    def __str__(self) -> str:
        return str(self.bill_id)


class PaymentOrder(models.Model):
    """The demand on a treasury (SPP) to pay approved bills, and where wanted some months ahead.

    ``prepaid_from`` and ``prepaid_until`` are the months paid ahead, half-open.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="orders")
    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="orders")
    number = models.CharField(_("nomor SPP"), max_length=60)
    order_date = models.DateField(_("tanggal SPP"))
    dues_idr = models.BigIntegerField(_("iuran yang ditagih"))
    prepaid_idr = models.BigIntegerField(_("iuran di muka"))
    amount_idr = models.BigIntegerField(_("jumlah"))
    prepaid_from = MonthField(_("dibayar di muka mulai"), null=True)
    prepaid_until = MonthField(_("dibayar di muka sampai sebelum"), null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("dibuat pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "number"], name="payments_one_order_number"),
            models.CheckConstraint(
                condition=Q(dues_idr__gt=0, prepaid_idr__gte=0, amount_idr=F("dues_idr") + F("prepaid_idr")),
                name="payments_order_amount",
            ),
            models.CheckConstraint(
                condition=Q(prepaid_from__isnull=True, prepaid_until__isnull=True, prepaid_idr=0)
                | Q(
                    prepaid_from__isnull=False,
                    prepaid_until__isnull=False,
                    prepaid_until__gt=F("prepaid_from"),
                    prepaid_idr__gt=0,
                ),
                name="payments_order_months_ahead",
            ),
        )
        ordering = ("-order_date", "-id")

    def __str__(self) -> str:
        return self.number


class OrderedBill(models.Model):
    """A bill that an order pays, with what was open of it then.

    ``attempt`` counts the cancelled orders of the bill before this one, so that no two orders that stand hold a bill.
    """

    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="ordered")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="ordered")
    attempt = models.PositiveSmallIntegerField(_("percobaan"))
    amount_idr = models.BigIntegerField(_("jumlah"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "bill"], name="payments_bill_once_in_order"),
            models.UniqueConstraint(fields=["bill", "attempt"], name="payments_one_order_of_bill"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payments_ordered_amount"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.bill_id}"


class OrderCancellation(models.Model):
    """The end of an order that was not paid: its bills can be ordered again."""

    order = models.OneToOneField(PaymentOrder, models.PROTECT, primary_key=True, related_name="cancellation")
    reason = models.CharField(_("alasan"), max_length=240)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(_("dibatalkan pada"))

    def __str__(self) -> str:
        return str(self.order_id)


class BillingCode(models.Model):
    """The code (kode iuran) under which the insurer takes the money of an order in. A later one replaces it."""

    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="codes")
    code = models.CharField(_("kode iuran"), max_length=32)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "code"], name="payments_code_once"),)
        ordering = ("id",)

    def __str__(self) -> str:
        return self.code


class Transfer(models.Model):
    """Money that reached the insurer, with its papers: SPM and SP2D of a treasury, and the bank's proof.

    ``proof_hash`` is the SHA-256 of the proof, under which its file is kept. ``is_further`` says that the clerk
    knew of an earlier transfer for the same order. ``attempt`` counts the transfers of the same reference that were
    reversed before this one, so that no two that stand have it.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="transfers")
    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="transfers")
    amount_idr = models.BigIntegerField(_("jumlah"))
    value_date = models.DateField(_("tanggal valuta"))
    spm_number = models.CharField(_("nomor SPM"), max_length=60, blank=True)
    spm_date = models.DateField(_("tanggal SPM"), null=True)
    sp2d_number = models.CharField(_("nomor SP2D"), max_length=60, blank=True)
    sp2d_date = models.DateField(_("tanggal SP2D"), null=True)
    bank_reference = models.CharField(_("nomor referensi bank"), max_length=60)
    proof_hash = models.CharField(_("sidik bukti"), max_length=64)
    proof_suffix = models.CharField(_("jenis bukti"), max_length=5)
    is_further = models.BooleanField(_("pembayaran lanjutan"), default=False)
    attempt = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["regency", "payer", "bank_reference", "attempt"], name="payments_one_reference"
            ),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payments_transfer_amount"),
            models.CheckConstraint(
                condition=~Q(bank_reference="") & ~Q(proof_hash=""), name="payments_transfer_proven"
            ),
            models.CheckConstraint(
                condition=(Q(spm_number="", spm_date__isnull=True) | (~Q(spm_number="") & Q(spm_date__isnull=False)))
                & (Q(sp2d_number="", sp2d_date__isnull=True) | (~Q(sp2d_number="") & Q(sp2d_date__isnull=False))),
                name="payments_papers_dated",
            ),
        )
        ordering = ("-value_date", "-id")

    def __str__(self) -> str:
        return self.bank_reference


class TransferReversal(models.Model):
    """The end of a transfer that was entered in error, by someone else than who entered it.

    What it had paid is open again; ``reversed_on`` is the day on which the ledger says so.
    """

    transfer = models.OneToOneField(Transfer, models.PROTECT, primary_key=True, related_name="reversal")
    reason = models.CharField(_("alasan"), max_length=240)
    reversed_on = models.DateField(_("berlaku pada"))
    reversed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reversed_at = models.DateTimeField(_("dibatalkan pada"))

    def __str__(self) -> str:
        return str(self.transfer_id)


class AllocationRun(models.Model):
    """One act of setting a payer's deposit against what it owes, oldest bill first."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="allocation_runs")
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    allocated_at = models.DateTimeField(_("dialokasikan pada"))

    def __str__(self) -> str:
        return f"{self.payer_id} {self.allocated_at}"


class Settlement(models.Model):
    """What one act set against one bill out of one transfer: the sum of its allocations."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(AllocationRun, models.PROTECT, related_name="settlements")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="settlements")
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="settlements")
    people = models.IntegerField(_("peserta"))
    amount_idr = models.BigIntegerField(_("jumlah"))
    settled_on = models.DateField(_("berlaku pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "bill", "transfer"], name="payments_one_settlement"),
            models.UniqueConstraint(fields=["id", "transfer", "bill"], name="payments_settlement_key"),
            models.CheckConstraint(condition=Q(people__gt=0, amount_idr__gte=0), name="payments_settlement_amount"),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.bill_id} {self.transfer_id}"


class Allocation(models.Model):
    """A due that is paid, whole and once, and the transfer whose money completed it.

    It leaves the table only when that transfer is reversed, and stands as a ``FreedAllocation`` from then on.

    Written by hand in the migration: (bill, person) is the key, and composite foreign keys tie the row to its due and
    to its settlement.
    """

    pk = models.CompositePrimaryKey("bill_id", "person_id")
    bill = models.ForeignKey(Bill, models.PROTECT, db_index=False, related_name="allocations")
    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False, db_index=False, related_name="allocations")
    transfer = models.ForeignKey(Transfer, models.PROTECT, db_index=False, related_name="allocations")
    settlement = models.ForeignKey(Settlement, models.PROTECT, db_index=False, related_name="allocations")
    amount_idr = models.BigIntegerField(_("jumlah"))

    class Meta:
        managed = False
        db_table = "payments_allocation"

    def __str__(self) -> str:
        return f"{self.bill_id} {self.person_id}"


class FreedAllocation(models.Model):
    """A due that was paid until its transfer was reversed. Written by hand in the migration.

    The database lets an allocation go only once this row says what it was.
    """

    pk = models.CompositePrimaryKey("settlement_id", "person_id")
    settlement = models.ForeignKey(Settlement, models.PROTECT, db_index=False, related_name="freed")
    bill = models.ForeignKey(Bill, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    transfer = models.ForeignKey(Transfer, models.PROTECT, db_index=False, related_name="freed")
    amount_idr = models.BigIntegerField(_("jumlah"))

    class Meta:
        managed = False
        db_table = "payments_freedallocation"

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.person_id}"


class ReleaseRequest(models.Model):
    """The request to strike dues that will never be paid; somebody else decides on it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="release_requests")
    reason = models.CharField(_("alasan"), max_length=10, choices=NotOwed)
    reference = models.CharField(_("rujukan"), max_length=120)
    people = models.IntegerField(_("iuran"))
    jkk_idr = models.BigIntegerField("JKK")
    jkm_idr = models.BigIntegerField("JKM")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("diajukan pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(people__gt=0, jkk_idr__gte=0, jkm_idr__gte=0), name="payments_release_not_empty"
            ),
            models.CheckConstraint(condition=Q(reason__in=NotOwed.values), name="payments_release_reason"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.reference

    @property
    def amount_idr(self) -> int:
        return self.jkk_idr + self.jkm_idr

    @property
    def state(self) -> str:
        """``waiting`` for the decision, then ``granted`` or ``declined``."""
        decision: ReleaseDecision | None = getattr(self, "decision", None)
        return "waiting" if decision is None else "granted" if decision.is_granted else "declined"


class ReleaseLine(models.Model):
    """A due that a request names."""

    request = models.ForeignKey(ReleaseRequest, models.PROTECT, related_name="lines")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request", "bill", "person"], name="payments_one_release_line"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.bill_id} {self.person_id}"


class ReleaseDecision(models.Model):
    """The decision on a request, by someone else than who made it."""

    request = models.OneToOneField(ReleaseRequest, models.PROTECT, primary_key=True, related_name="decision")
    is_granted = models.BooleanField(_("dikabulkan"))
    note = models.CharField(_("catatan"), max_length=240, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("diputuskan pada"))

    def __str__(self) -> str:
        return str(self.request_id)


class Release(models.Model):
    """A due that will never be paid. Written by hand in the migration; a due is paid or released, never both."""

    pk = models.CompositePrimaryKey("bill_id", "person_id")
    bill = models.ForeignKey(Bill, models.PROTECT, db_index=False, related_name="releases")
    person = models.ForeignKey(Person, models.PROTECT, db_constraint=False, db_index=False, related_name="releases")
    request = models.ForeignKey(ReleaseRequest, models.PROTECT, db_index=False, related_name="releases")
    jkk_idr = models.BigIntegerField("JKK")
    jkm_idr = models.BigIntegerField("JKM")

    class Meta:
        managed = False
        db_table = "payments_release"

    def __str__(self) -> str:
        return f"{self.bill_id} {self.person_id}"


class RefundClaim(models.Model):
    """What the insurer is asked to give back: paid dues of people, or money on deposit."""

    class Kind(models.TextChoices):
        DUES = "dues", _("iuran peserta")
        DEPOSIT = "deposit", _("kelebihan setoran")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="refund_claims")
    kind = models.CharField(_("jenis"), max_length=7, choices=Kind)
    number = models.CharField(_("nomor surat"), max_length=60)
    claim_date = models.DateField(_("tanggal surat"))
    people = models.IntegerField(_("iuran"))
    jkk_idr = models.BigIntegerField("JKK")
    jkm_idr = models.BigIntegerField("JKM")
    amount_idr = models.BigIntegerField(_("jumlah"))
    basis = models.CharField(_("dasar"), max_length=240)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(_("diajukan pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "number"], name="payments_one_claim_number"),
            models.CheckConstraint(
                condition=Q(kind="dues", people__gt=0, amount_idr=F("jkk_idr") + F("jkm_idr"))
                | Q(kind="deposit", people=0, jkk_idr=0, jkm_idr=0),
                name="payments_claim_kind",
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, jkk_idr__gte=0, jkm_idr__gte=0), name="payments_claim_amount"
            ),
        )
        ordering = ("-claim_date", "-id")

    def __str__(self) -> str:
        return self.number


class RefundLine(models.Model):
    """A paid due that a claim asks back, once. Written by hand in the migration."""

    pk = models.CompositePrimaryKey("bill_id", "person_id")
    bill = models.ForeignKey(Bill, models.PROTECT, db_index=False, related_name="refund_lines")
    person = models.ForeignKey(
        Person, models.PROTECT, db_constraint=False, db_index=False, related_name="refund_lines"
    )
    claim = models.ForeignKey(RefundClaim, models.PROTECT, db_index=False, related_name="lines")
    reason = models.CharField(_("alasan"), max_length=10, choices=NotOwed)
    jkk_idr = models.BigIntegerField("JKK")
    jkm_idr = models.BigIntegerField("JKM")

    class Meta:
        managed = False
        db_table = "payments_refundline"

    def __str__(self) -> str:
        return f"{self.bill_id} {self.person_id}"


class RefundReceipt(models.Model):
    """Money that the insurer gave back on a claim, the whole or a part."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(RefundClaim, models.PROTECT, related_name="receipts")
    amount_idr = models.BigIntegerField(_("jumlah"))
    received_on = models.DateField(_("diterima pada"))
    bank_reference = models.CharField(_("nomor referensi bank"), max_length=60)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["claim", "bank_reference"], name="payments_one_receipt"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payments_receipt_amount"),
        )
        ordering = ("received_on", "id")

    def __str__(self) -> str:
        return self.bank_reference


class RefundWriteOff(models.Model):
    """The rest of a claim that the insurer refused, given up by someone else than who claimed it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    claim = models.OneToOneField(RefundClaim, models.PROTECT, related_name="write_off")
    amount_idr = models.BigIntegerField(_("jumlah"))
    reason = models.CharField(_("alasan"), max_length=240)
    written_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_off_at = models.DateTimeField(_("dihapus pada"))

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payments_write_off_amount"),)

    def __str__(self) -> str:
        return str(self.claim_id)


class RestorationGrant(models.Model):
    """The insurer's consent to restore months of a payer's people: they count as paid in time.

    ``from_month`` and ``until_month`` are half-open; ``granted_by`` is who signed the insurer's letter.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="restorations")
    from_month = MonthField(_("dipulihkan mulai"))
    until_month = MonthField(_("dipulihkan sampai sebelum"))
    number = models.CharField(_("nomor surat"), max_length=60)
    granted_on = models.DateField(_("tanggal surat"))
    granted_by = models.CharField(_("dikabulkan oleh"), max_length=120)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "number"], name="payments_one_grant_number"),
            models.CheckConstraint(condition=Q(until_month__gt=F("from_month")), name="payments_grant_months"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(granted_by=""), name="payments_grant_named"),
        )
        ordering = ("from_month", "id")

    def __str__(self) -> str:
        return self.number
