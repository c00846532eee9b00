from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "jaring.office.payments"
    label = "payments"
    verbose_name = "Pembayaran"
