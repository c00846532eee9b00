from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "jaring.office.audit"
    label = "audit"
    verbose_name = "Jejak"
