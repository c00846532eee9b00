from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jaring.office.ui"
    label = "ui"
    verbose_name = "Halaman"
