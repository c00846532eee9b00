"""The day on which something happens where it happens."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from jaring.office.places.models import Regency


def day_there(regency: Regency, instant: datetime) -> date:
    """Return the day of an instant in a regency's own zone."""
    return instant.astimezone(ZoneInfo(regency.time_zone)).date()
