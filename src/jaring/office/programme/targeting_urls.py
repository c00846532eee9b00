"""The choice under a budget."""

from django.urls import path

from jaring.office.programme import targeting_views as views

app_name = "targeting"
urlpatterns = [
    path("", views.runs, name="list"),
    path("baru/", views.new, name="new"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/desa/", views.villages, name="villages"),
    path("<uuid:public_id>/plafon/", views.try_budget, name="try"),
    path("<uuid:public_id>/unduh/", views.export, name="export"),
]
