"""The reconciliation workbench."""

from __future__ import annotations

from django.urls import path

from jaring.office.billing import urls as _billing  # noqa: F401  # Registers the converter of months.
from jaring.office.reconciliation import views

app_name = "reconciliation"
urlpatterns = [
    path("", views.months, name="list"),
    path("berkas/", views.upload, name="upload"),
    path("berkas/<uuid:public_id>/", views.file_page, name="file"),
    path("kasus/", views.cases, name="cases"),
    path("kasus/unduh/", views.export, name="export"),
    path("kasus/ubah/", views.move_many, name="move"),
    path("kasus/<uuid:public_id>/", views.case_page, name="case"),
    path("kasus/<uuid:public_id>/<slug:act>/", views.decide, name="decide"),
    path("minta-kembali/", views.claims, name="claims"),
    path("minta-kembali/cetak/", views.claims_printed, name="claims_print"),
    path("minta-kembali/ajukan/", views.claim, name="claim"),
    path("<month:month>/", views.month_page, name="month"),
    path("<month:month>/unduh/", views.month_export, name="month_export"),
    path("<month:month>/cocokkan/", views.run, name="run"),
    path("<month:month>/berita-acara/", views.minutes, name="minutes"),
]
