"""A list as a spreadsheet: ``{% load lists %}``. Described in ``docs/developer/pages.md``."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import MAY, Role
from jaring.office.lists.markup import lines_of
from jaring.office.lists.models import OFFICE
from jaring.office.lists.queries import views_visible_to
from jaring.office.lists.sheets import VIEW, Table

register = template.Library()


@register.inclusion_tag("lists/parts/sheet.html")
def sheet(table: Table) -> dict[str, Any]:
    """The table itself: chosen columns, heads that order, the first column and the heads standing still."""
    return {"table": table, "listing": table.listing, "lines": lines_of(table)}


@register.inclusion_tag("lists/parts/tools.html", takes_context=True)
def sheet_tools(context: RequestContext, table: Table, export_url: str = "") -> dict[str, Any]:
    """Columns, saved views, copying, and the workbook where ``export_url`` leads to it."""
    request = context["request"]
    return {
        "table": table,
        "listing": table.listing,
        "export_url": export_url,
        "path": request.path,
        "user": request.user,
        "views": list(views_visible_to(request.user, table.sheet).select_related("owner")),
        "view_part": VIEW,
        "sharers": _sharers(table),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("lists/parts/kept.html")
def kept_by(form: str, table: Table) -> dict[str, Any]:
    """Order and columns for the form of filters whose ``id`` is given; stands inside the list, so it stays fresh."""
    return {"form": form, "pairs": table.kept_by_filters}


def _sharers(table: Table) -> list[tuple[str, Promise | str]]:
    """Return with whom a view of the list can be shared."""
    roles = [(str(role), role.label) for role in Role if role in MAY[table.sheet.action]]
    return [("", _("saya sendiri")), (OFFICE, _("semua yang dapat membuka daftar ini")), *roles]
