"""The register of people."""

from django.urls import path

from jaring.office.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("cari/", views.find, name="find"),
    path("unduh/", views.export, name="export"),
    path("menunggu/", views.waiting, name="waiting"),
    path("menunggu/putuskan/", views.decide_many, name="decide_many"),
    path("menunggu/selesai/", views.finish_many, name="finish_many"),
    path("usulan/<uuid:public_id>/", views.decide, name="decide"),
    path("catatan/<uuid:public_id>/selesai/", views.finish, name="finish"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/nomor/", views.reveal, name="reveal"),
    path("<uuid:public_id>/keluar/", views.report_exit, name="report_exit"),
    path("<uuid:public_id>/usulan/", views.propose, name="propose"),
    path("<uuid:public_id>/catatan/", views.write_note, name="note"),
]
