from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "jaring.office.intake"
    label = "intake"
    verbose_name = "Daftar masuk"
