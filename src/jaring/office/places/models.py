"""Areas by Kemendagri code, with the BPS code beside it: the two differ."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _


class Regency(models.Model):
    """A regency or city (kabupaten/kota), for example 53.03."""

    code = models.CharField(_("kode"), primary_key=True, max_length=5)
    name = models.CharField(_("nama"), max_length=80)
    bps_code = models.CharField(_("kode BPS"), max_length=4, blank=True)
    time_zone = models.CharField(_("zona waktu"), max_length=32, default="Asia/Makassar")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def day_of(self, instant: datetime) -> date:
        """Return the day of an instant in the regency's own zone."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()

    def end_of(self, day: date) -> datetime:
        """Return the instant at which a day is over in the regency."""
        return datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZoneInfo(self.time_zone))


class District(models.Model):
    """A district (kecamatan), for example 53.03.05."""

    code = models.CharField(_("kode"), primary_key=True, max_length=8)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="districts")
    name = models.CharField(_("nama"), max_length=80)
    bps_code = models.CharField(_("kode BPS"), max_length=7, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A village (desa or kelurahan), for example 53.03.05.1001. Its point is schematic until imported."""

    class Kind(models.TextChoices):
        DESA = "desa", _("Desa")
        KELURAHAN = "kelurahan", _("Kelurahan")

    code = models.CharField(_("kode"), primary_key=True, max_length=13)
    district = models.ForeignKey(District, models.PROTECT, related_name="villages")
    name = models.CharField(_("nama"), max_length=80)
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind)
    bps_code = models.CharField(_("kode BPS"), max_length=10, blank=True)
    latitude = models.FloatField(_("lintang"), null=True)
    longitude = models.FloatField(_("bujur"), null=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name
