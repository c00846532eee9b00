"""The home page, and the help beside it."""

from django.urls import path

from jaring.office.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.home, name="home"),
    path("bantuan/", views.help_page, name="help"),
    path("bantuan/istilah/", views.glossary, name="glossary"),
]
