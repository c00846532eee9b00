from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "jaring.office.budgets"
    label = "budgets"
    verbose_name = "Anggaran"
