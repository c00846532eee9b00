"""The home page."""

from django.urls import path

from jaring.office.ui import views

app_name = "ui"
urlpatterns = [path("", views.home, name="home")]
