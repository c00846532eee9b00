"""Decrees."""

from django.urls import path

from jaring.office.programme import decree_views as views

app_name = "decrees"
urlpatterns = [
    path("", views.decrees, name="list"),
    path("baru/<uuid:run_id>/", views.new, name="new"),
    path("perubahan/", views.replace, name="replace"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/lampiran/unduh/", views.export, name="export"),
    path("<uuid:public_id>/cetak/", views.printed, name="print"),
    path("<uuid:public_id>/buang/", views.discard, name="discard"),
    path("<uuid:public_id>/naskah/", views.sign, name="sign"),
    path("<uuid:public_id>/naskah/<uuid:scan_id>/", views.scan, name="scan"),
    path("<uuid:public_id>/umumkan/", views.publish, name="publish"),
    path("<uuid:public_id>/tetapkan/", views.enact, name="enact"),
]
