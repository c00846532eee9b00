"""The ledger."""

from __future__ import annotations

from django.urls import path

from jaring.office.books import views
from jaring.office.ui import addresses  # noqa: F401  # Makes ``month`` known to the paths below.

app_name = "books"
urlpatterns = [
    path("", views.statement, name="statement"),
    path("akun/<slug:key>/", views.account, name="account"),
    path("jurnal/", views.journal, name="journal"),
    path("entri/<uuid:key>/", views.entry, name="entry"),
    path("asal/<uuid:source>/", views.of_source, name="source"),
    path("beancount/", views.beancount, name="beancount"),
    path("tutup/<str:regency_code>/<month:month>/", views.close, name="close"),
]
