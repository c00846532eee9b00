"""Decrees."""

from django.urls import path

from jaring.office.programme import decree_views as views

app_name = "decrees"
urlpatterns = [
    path("", views.decrees, name="list"),
    path("baru/<uuid:run_id>/", views.new, name="new"),
    path("perubahan/", views.replace, name="replace"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/cetak/", views.printed, name="print"),
    path("<uuid:public_id>/tetapkan/", views.enact, name="enact"),
]
