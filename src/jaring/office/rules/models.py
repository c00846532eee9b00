"""Which reading of unsettled law a regency follows, and from when. Rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jaring.core.law.choice import Choice
from jaring.office.columns import MonthField
from jaring.office.places.models import Regency


class ReadingChoice(models.Model):
    """A regency follows an alternative reading from a month on, or no longer follows it.

    Of the alternatives that one value of the law offers, the latest choice decides: by the month from which it holds,
    then by the order of writing.
    """

    regency = models.ForeignKey(Regency, models.PROTECT, related_name="reading_choices")
    name = models.CharField(_("tafsir"), max_length=80)
    is_followed = models.BooleanField(_("diikuti"))
    from_month = MonthField(_("berlaku mulai"))
    reason = models.CharField(_("alasan"), max_length=240)
    reference = models.CharField(_("rujukan"), max_length=240)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(_("dipilih pada"))

    class Meta:
        ordering = ("from_month", "id")

    def __str__(self) -> str:
        return f"{self.name} {self.from_month}"

    @property
    def as_choice(self) -> Choice:
        """The choice as the core reads it."""
        return Choice(self.name, self.from_month.first_day, self.is_followed)
