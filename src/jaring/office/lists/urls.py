"""Saved views of lists, bulk exports, and the search by anything."""

from django.urls import path

from jaring.office.lists import export_views, views

app_name = "lists"
urlpatterns = [
    path("cari/", views.find, name="find"),
    path("tampilan/simpan/", views.save, name="save"),
    path("tampilan/<uuid:public_id>/hapus/", views.delete, name="delete"),
    path("unduhan/", export_views.exports, name="exports"),
    path("unduhan/minta/", export_views.ask, name="ask_export"),
    path("unduhan/<uuid:public_id>/", export_views.detail, name="export"),
    path("unduhan/<uuid:public_id>/putuskan/", export_views.decide, name="decide_export"),
    path("unduhan/<uuid:public_id>/ambil/", export_views.take, name="take_export"),
]
