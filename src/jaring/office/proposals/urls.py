"""Workers proposed one by one."""

from django.urls import path

from jaring.office.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.proposals, name="list"),
    path("unduh/", views.export, name="export"),
    path("baru/", views.new, name="new"),
    path("antrean/<str:kind>/", views.queue, name="queue"),
    path("pekerja-luring.js", views.worker, name="worker"),
    path("formulir.pdf", views.paper, name="paper"),
    path("putuskan/", views.settle, name="settle"),
    path("kumpulkan/", views.gather, name="gather"),
]
