"""Who may do what, and where."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccessConfig(AppConfig):
    name = "jaring.office.access"
    label = "access"
    verbose_name = "Akses"
    default = True


class OfficeAdminConfig(admin.AdminConfig):
    """Django's admin with the rule of this office about who may enter."""

    default = False
    default_site = "jaring.office.access.admin_site.OfficeAdminSite"
