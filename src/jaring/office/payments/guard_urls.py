"""The lapse guard: every payer, one payer with what follows if it pays on a day, the people behind each number."""

from __future__ import annotations

from django.urls import path

from jaring.office.payments import guard_views as views

app_name = "guard"
urlpatterns = [
    path("", views.payers, name="list"),
    path("unduh/", views.export, name="export"),
    path("nota/", views.note, name="note"),
    path("<int:payer>/", views.detail, name="detail"),
    path("<int:payer>/peserta/", views.people, name="people"),
    path("<int:payer>/peserta/unduh/", views.people_export, name="people_export"),
    path("<int:payer>/pemulihan/", views.restored, name="restored"),
    path("<int:payer>/permohonan/", views.request_letter, name="request"),
]
