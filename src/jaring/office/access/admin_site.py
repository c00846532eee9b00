"""Django's admin, for the system administrator: accounts and roles, no personal data."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.access.scope import may


class OfficeAdminSite(AdminSite):
    """Opens to whoever may manage users, by role and not by Django's staff flag."""

    site_title = _("Jaring")
    site_header = _("Jaring: pengguna dan peran")
    index_title = _("Pengguna dan peran")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.MANAGE_USERS)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Leave out "view on site": no account has a public page."""
        return [route for route in super().get_urls() if getattr(route, "name", None) != "view_on_site"]
