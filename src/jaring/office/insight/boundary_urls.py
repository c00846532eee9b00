"""Boundaries for the map."""

from django.urls import path

from jaring.office.insight import boundary_views as views

app_name = "boundaries"
urlpatterns = [
    path("", views.page, name="page"),
    path("<uuid:public_id>/tarik/", views.withdraw, name="withdraw"),
]
