"""Addresses of the calculators: open to everybody, and they keep nothing."""

from django.urls import path

from jaring.office.rules import calculators

app_name = "calculators"
urlpatterns = [
    path("", calculators.index, name="index"),
    path("iuran/", calculators.contribution, name="contribution"),
    path("manfaat/", calculators.benefit, name="benefit"),
]
