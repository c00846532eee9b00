from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "jaring.office.rules"
    label = "rules"
    verbose_name = "Aturan"
