"""The register of people."""

from django.urls import path

from jaring.office.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("cari/", views.find, name="find"),
    path("unduh/", views.export, name="export"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/nomor/", views.reveal, name="reveal"),
    path("<uuid:public_id>/keluar/", views.report_exit, name="report_exit"),
]
