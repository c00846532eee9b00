"""The brief for the regent."""

from django.urls import path

from jaring.office.insight import brief_views as views

app_name = "brief"
urlpatterns = [
    path("", views.page, name="page"),
    path("ringkasan.pdf", views.printed, name="pdf"),
]
