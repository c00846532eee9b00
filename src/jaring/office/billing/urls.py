"""The monthly bills."""

from __future__ import annotations

from django.urls import path

from jaring.office.billing import views
from jaring.office.ui import addresses  # noqa: F401  # Makes ``month`` known to the paths below.

app_name = "billing"
urlpatterns = [
    path("", views.bills, name="list"),
    path("unduh/", views.export, name="export"),
    path("terbitkan/", views.issue, name="issue"),
    path("<month:month>/", views.detail, name="detail"),
    path("<month:month>/cetak/", views.printed, name="print"),
    path("<month:month>/unggah/", views.upload_list, name="upload"),
]
