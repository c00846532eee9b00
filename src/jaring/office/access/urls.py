"""Log-in, log-out, password and language."""

from django.urls import path

from jaring.office.access import views

app_name = "access"
urlpatterns = [
    path("masuk/", views.login, name="login"),
    path("keluar/", views.logout, name="logout"),
    path("kata-sandi/", views.password, name="password"),
    path("bahasa/", views.language, name="language"),
]
