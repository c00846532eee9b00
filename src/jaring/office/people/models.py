"""The register of people. Identifiers are sealed; everything else is in clear, guarded by the access rule."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jaring.core.identity import mask
from jaring.office import vault
from jaring.office.columns import MonthField
from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.people.names import search_form, sound_form
from jaring.office.places.models import Regency, Village

STANDING = ("occupation_group", "outcome", "cover_from", "cover_until")
"""What the register is narrowed by besides area and name."""


class Sex(models.TextChoices):
    MALE = "M", _("Laki-laki")
    FEMALE = "F", _("Perempuan")


class Person(models.Model):
    """Somebody on the register, as known today. Earlier states stand in ``PersonChange``."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT)
    village = models.ForeignKey(Village, models.PROTECT, verbose_name=_("desa/kelurahan"))
    nik_sealed = models.BinaryField()
    nik_look_up = models.BinaryField(max_length=32)
    kk_sealed = models.BinaryField(null=True)
    kk_look_up = models.BinaryField(max_length=32, null=True)
    phone_sealed = models.BinaryField(null=True)
    name = models.CharField(_("nama"), max_length=160)
    search_name = models.CharField(max_length=160, editable=False)
    sound_name = models.CharField(max_length=170, null=True, editable=False)
    """What the name sounds like; written whenever the name is. See ``names.sound_form``."""
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex, blank=True)
    birth_place = models.CharField(_("tempat lahir"), max_length=80, blank=True)
    birth_date = models.DateField(_("tanggal lahir"), null=True)
    mother_name = models.CharField(_("nama ibu kandung"), max_length=160, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=120, blank=True)
    occupation_group = models.CharField(_("kelompok pekerjaan"), max_length=20, blank=True)
    income_idr = models.BigIntegerField(_("penghasilan sebulan"), null=True)
    heir_name = models.CharField(_("nama ahli waris"), max_length=160, blank=True)
    heir_relation = models.CharField(_("hubungan ahli waris"), max_length=60, blank=True)
    first_row = models.ForeignKey(ImportRow, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))
    outcome = models.CharField(_("keputusan terakhir"), max_length=10, null=True, editable=False)
    """What the latest targeting run decided; empty where it did not. See ``programme.services.standing``."""
    cover_from = MonthField(_("terlindungi mulai"), null=True, editable=False)
    cover_until = MonthField(_("terlindungi sebelum"), null=True, editable=False)
    """The last unbroken span of months covered, half-open; empty for who was never enrolled."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "nik_look_up"], name="people_one_nik"),
            models.CheckConstraint(condition=Q(sex__in=["M", "F", ""]), name="people_sex"),
            models.CheckConstraint(condition=Q(income_idr__isnull=True) | Q(income_idr__gte=0), name="people_income"),
        )
        indexes = (
            # One for each order of the register. Everything by which it is narrowed stands in them too, so that a
            # page is found and counted, whatever is asked, by running along one of them and reading nobody's row.
            models.Index(
                fields=["regency", "search_name", "id", "village", *STANDING], name="people_in_order_of_name"
            ),
            models.Index(
                fields=["regency", "village", "search_name", "id", *STANDING], name="people_in_order_of_village"
            ),
            models.Index(
                fields=["regency", "id", "village", "search_name", *STANDING], name="people_in_order_of_entry"
            ),
            models.Index(fields=["regency", "sound_name", "id", "village", "search_name"], name="people_by_sound"),
            models.Index(
                fields=["regency", "cover_from"], condition=Q(cover_from__isnull=False), name="people_by_cover"
            ),
            models.Index(fields=["kk_look_up"], name="people_by_kk"),
        )

    def __str__(self) -> str:
        return self.name

    def note_name(self) -> None:
        """Derive from the name what it is searched by; to be called whenever the name was set."""
        self.search_name = search_form(self.name)
        self.sound_name = sound_form(self.name)

    def sealed(self, field: str, value: str) -> bytes:
        """Seal an identifier for this person's own cell."""
        return vault.seal(value, self._meta.db_table, field, self.public_id)

    def identifier(self, field: str) -> str:
        """Open an identifier: ``nik``, ``kk`` or ``phone``; empty where none is recorded.

        Showing it unmasked to a person is an audited act: see ``people.services.reveal``.
        """
        return self.opened(field, getattr(self, f"{field}_sealed"), self.public_id)

    @classmethod
    def opened(cls, field: str, sealed: bytes | None, public_id: uuid.UUID) -> str:
        """Open an identifier that was read beside its person's ``public_id``: as ``identifier`` does, for many."""
        return vault.unseal(sealed, cls._meta.db_table, field, public_id) if sealed else ""

    @property
    def masked_nik(self) -> str:
        """The NIK as lists show it: ``530301********01``."""
        return mask(self.identifier("nik"))


class PersonChange(models.Model):
    """What a later list changed about a person: the state before, sealed, and the names of the fields."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="changes")
    row = models.ForeignKey(ImportRow, models.PROTECT, null=True, related_name="+")
    fields = models.JSONField(_("isian yang berubah"))
    before_sealed = models.BinaryField()
    at = models.DateTimeField(_("waktu"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return ", ".join(self.fields)


class DtsenEntry(models.Model):
    """What DTSEN says of a NIK: the decile. Kept by look-up value only, for people known or not yet known."""

    regency = models.ForeignKey(Regency, models.PROTECT)
    nik_look_up = models.BinaryField(max_length=32)
    decile = models.PositiveSmallIntegerField(_("desil"))
    household_size = models.PositiveSmallIntegerField(_("jumlah anggota keluarga"), null=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "nik_look_up", "batch"], name="people_one_dtsen"),
            models.CheckConstraint(condition=Q(decile__gte=1, decile__lte=10), name="people_decile"),
        )

    def __str__(self) -> str:
        return str(self.decile)


class CoveredElsewhere(models.Model):
    """A NIK that the insurer reports as covered by another payer already."""

    regency = models.ForeignKey(Regency, models.PROTECT)
    nik_look_up = models.BinaryField(max_length=32)
    segment = models.CharField(_("segmen"), max_length=8, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "nik_look_up", "batch"], name="people_one_elsewhere"),
        )

    def __str__(self) -> str:
        return self.segment


class Exit(models.Model):
    """Why somebody leaves the programme. Passing the age limit is not an exit."""

    class Reason(models.TextChoices):
        DIED = "died", _("meninggal dunia")
        MOVED = "moved", _("pindah ke luar daerah")
        EMPLOYED = "employed", _("menjadi pekerja penerima upah")
        CIVIL_SERVANT = "civil_servant", _("menjadi ASN, TNI, atau Polri")
        OWN_WISH = "own_wish", _("permintaan sendiri")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="exits")
    reason = models.CharField(_("alasan"), max_length=16, choices=Reason)
    happened_on = models.DateField(_("tanggal kejadian"))
    note = models.CharField(_("keterangan"), max_length=240, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("dilaporkan pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "reason", "happened_on"], name="people_one_exit"),
            models.CheckConstraint(
                condition=Q(reason__in=["died", "moved", "employed", "civil_servant", "own_wish"]),
                name="people_exit_reason",
            ),
        )
        ordering = ("-happened_on", "-id")

    def __str__(self) -> str:
        return str(self.get_reason_display())


class Correction(models.Model):
    """A proposal to put one fact of a person right. The value is sealed: it may be a number. Somebody else decides."""

    class Field(models.TextChoices):
        NAME = "name", _("nama")
        NIK = "nik", "NIK"
        KK = "kk", _("nomor KK")
        SEX = "sex", _("jenis kelamin")
        BIRTH_PLACE = "birth_place", _("tempat lahir")
        BIRTH_DATE = "birth_date", _("tanggal lahir")
        MOTHER_NAME = "mother_name", _("nama ibu kandung")
        OCCUPATION = "occupation", _("pekerjaan")
        INCOME = "income_idr", _("penghasilan sebulan")
        PHONE = "phone", _("nomor telepon")
        HEIR_NAME = "heir_name", _("nama ahli waris")
        HEIR_RELATION = "heir_relation", _("hubungan ahli waris")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections")
    field = models.CharField(_("data yang salah"), max_length=16, choices=Field)
    value_sealed = models.BinaryField()
    reason = models.CharField(_("alasan"), max_length=240)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("diusulkan pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    field__in=[
                        "name",
                        "nik",
                        "kk",
                        "sex",
                        "birth_place",
                        "birth_date",
                        "mother_name",
                        "occupation",
                        "income_idr",
                        "phone",
                        "heir_name",
                        "heir_relation",
                    ]
                ),
                name="people_correction_field",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="people_correction_reason"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.get_field_display())


class CorrectionDecision(models.Model):
    """What became of a proposal, by somebody else than who made it; a trigger says so too."""

    correction = models.OneToOneField(Correction, models.PROTECT, primary_key=True, related_name="decision")
    is_accepted = models.BooleanField(_("diterima"))
    note = models.CharField(_("keterangan"), max_length=240, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("diputuskan pada"))

    def __str__(self) -> str:
        return str(self.correction_id)


class Note(models.Model):
    """What somebody tells whoever works on this person next; ``handed_to`` names the role that should act."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="notes")
    text = models.CharField(_("catatan"), max_length=500)
    handed_to = models.CharField(_("diserahkan kepada"), max_length=24, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("ditulis pada"))

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="people_note_text"),)
        indexes = (models.Index(fields=["handed_to"], condition=~Q(handed_to=""), name="people_handed_notes"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class NoteDone(models.Model):
    """What was handed over has been dealt with."""

    note = models.OneToOneField(Note, models.PROTECT, primary_key=True, related_name="done")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(_("selesai pada"))

    def __str__(self) -> str:
        return str(self.note_id)
