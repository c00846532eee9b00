"""Addresses of the law: parameters, changes, explanations, the choice of readings."""

from django.urls import path

from jaring.office.rules import calculators, views

app_name = "rules"
urlpatterns = [
    path("", views.parameters, name="list"),
    path("perubahan/", views.changes, name="changes"),
    path("periksa-ulang/", views.stale, name="stale"),
    path("penjelasan/iuran/", calculators.contribution_explained, name="contribution_explained"),
    path("tafsir/", views.choose, name="choose"),
    path("parameter/<path:path>/", views.parameter, name="parameter"),
]
