"""The brief for the regent."""

from django.urls import path

from jaring.office.insight import brief_views as views

app_name = "brief"
urlpatterns = [
    path("", views.page, name="page"),
    path("peserta.png", views.chart, {"name": "people"}, name="people_png"),
    path("iuran.png", views.chart, {"name": "money"}, name="money_png"),
    path("ringkasan.pdf", views.printed, name="pdf"),
]
