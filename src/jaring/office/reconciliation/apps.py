from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "jaring.office.reconciliation"
    label = "reconciliation"
    verbose_name = "Pencocokan"
