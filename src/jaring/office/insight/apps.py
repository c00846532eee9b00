"""The room of figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "jaring.office.insight"
    verbose_name = "Angka dan peta"
