"""What everybody may see."""

from django.urls import path

from jaring.office.insight import public_views as views

app_name = "public"
urlpatterns = [
    path("", views.page, name="page"),
    path("unduh/data.csv", views.download, {"kind": "csv"}, name="csv"),
    path("unduh/data.xlsx", views.download, {"kind": "xlsx"}, name="xlsx"),
    path("unduh/peserta.png", views.chart, name="png"),
    path("atur/", views.switch, name="switch"),
]
