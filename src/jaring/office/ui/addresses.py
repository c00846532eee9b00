"""Parts of addresses that every room uses. Importing the module makes them known to Django."""

from __future__ import annotations

from django.urls import register_converter

from jaring.core.month import Month


class MonthConverter:
    """A month in an address: ``2026-12``."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        return str(value)


register_converter(MonthConverter, "month")
