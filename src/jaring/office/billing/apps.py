from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "jaring.office.billing"
    label = "billing"
    verbose_name = "Iuran"
