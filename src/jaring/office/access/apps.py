"""Who may do what, and where."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "jaring.office.access"
    label = "access"
    verbose_name = "Akses"
