"""Saved views of lists, and the search by anything."""

from django.urls import path

from jaring.office.lists import views

app_name = "lists"
urlpatterns = [
    path("cari/", views.find, name="find"),
    path("tampilan/simpan/", views.save, name="save"),
    path("tampilan/<uuid:public_id>/hapus/", views.delete, name="delete"),
]
