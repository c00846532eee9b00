from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "jaring.office.programme"
    label = "programme"
    verbose_name = "Program"
