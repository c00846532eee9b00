"""Accounts and their roles, as the administrator keeps them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jaring.office.access.models import SYSTEM_USERNAME, RoleGrant, User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.audit import services as audit

admin.site.unregister(Group)  # Roles take the place of groups.


class ByRole:
    """Asks the table of roles instead of Django's own permissions. Nothing is deleted: the chain names it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.MANAGE_USERS)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return may(request.user, Action.MANAGE_USERS)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return may(request.user, Action.MANAGE_USERS)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return may(request.user, Action.MANAGE_USERS)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class RoleGrantInline(ByRole, admin.TabularInline):  # type: ignore[type-arg]  # Not generic at run time.
    """The roles of an account. A role ends by its date; it is not removed."""

    model = RoleGrant
    extra = 0


@admin.register(User)
class OfficeUserAdmin(ByRole, UserAdmin):  # type: ignore[type-arg]  # Not generic at run time.
    """Accounts: who, which language, which roles. Django's groups and flags are not used."""

    list_display = ("username", "full_name", "is_active", "last_login")
    list_filter = ("is_active", "grants__role")
    search_fields = ("username", "full_name")
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (RoleGrantInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Orang"), {"fields": ("full_name", "email", "language", "is_active")}),
    )
    add_fieldsets = (
        (
            None,
            {"classes": ("wide",), "fields": ("username", "full_name", "usable_password", "password1", "password2")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Leave out the system operator: it has no password and gets none."""
        return super().get_queryset(request).exclude(username=SYSTEM_USERNAME)

    def get_urls(self) -> list[URLPattern]:
        """Leave out the redirect from addresses of old Django versions: it declares no action."""
        return [route for route in super().get_urls() if route.name]

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> LogEntry:
        """Write the new account into the audit chain as well, in the same transaction."""
        _record(request, "access.account_added", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> LogEntry:
        """Write what the account may do from now on into the audit chain as well."""
        _record(request, "access.account_changed", obj)
        return super().log_change(request, obj, message)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()


def _record(request: HttpRequest, event: str, account: User) -> None:
    """Record what became of an account in the chain of each regency that the administrator looks after."""
    assert isinstance(request.user, User)  # The site let nobody else in.
    grants = account.grants.order_by("area_code", "role", "from_date")
    roles = [f"{grant.role} {grant.area_code} {grant.from_date}/{grant.until_date or ''}" for grant in grants]
    for regency_code in sorted(scope_for(request.user, Action.MANAGE_USERS).regencies):
        audit.record(
            request.user,
            event,
            regency_code,
            now=timezone.now(),
            subject=account.username,
            detail={"active": int(account.is_active), "roles": roles},
        )
