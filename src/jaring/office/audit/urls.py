"""The audit chain."""

from django.urls import path

from jaring.office.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="list"),
    path("periksa/", views.verification, name="verification"),
]
