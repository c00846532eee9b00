"""The monthly bills."""

from __future__ import annotations

from django.urls import path, register_converter

from jaring.core.month import Month
from jaring.office.billing import views


class MonthConverter:
    """A month in an address: ``2026-12``."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        return str(value)


register_converter(MonthConverter, "month")

app_name = "billing"
urlpatterns = [
    path("", views.bills, name="list"),
    path("terbitkan/", views.issue, name="issue"),
    path("<month:month>/", views.detail, name="detail"),
    path("<month:month>/cetak/", views.printed, name="print"),
    path("<month:month>/unggah/", views.upload_list, name="upload"),
]
