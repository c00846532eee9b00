"""The map room."""

from django.urls import path

from jaring.office.insight import views

app_name = "map"
urlpatterns = [
    path("", views.page, name="page"),
    path("peta.png", views.download, {"kind": "png"}, name="png"),
    path("peta.pdf", views.download, {"kind": "pdf"}, name="pdf"),
]
