"""Figures on pages: ``{% load insight %}``."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language

from jaring.core.wording import NO_BREAK
from jaring.office.rules.templatetags.rules import amount_leading_to
from jaring.office.ui.templatetags.jaring import WRITTEN_MAX, number, rupiah

register = template.Library()
HIDDEN = "*"
"""Stands for a number that is not published; the page says why."""


@register.filter
def or_hidden(value: int | None) -> str:
    """``14880`` as ``14.880``; what is not published as a star."""
    return HIDDEN if value is None else number(value)


@register.filter
def rupiah_or_hidden(value_idr: int | None) -> str:
    """An amount; what is not published as a star."""
    return HIDDEN if value_idr is None else rupiah(value_idr)


@register.simple_tag
def paid_or_hidden(value_idr: int | None) -> str:
    """An amount that leads to how it came about; what is not published as a star."""
    return HIDDEN if value_idr is None else amount_leading_to(value_idr, "#asal-iuran")


@register.filter
def percent_or_hidden(value: Decimal | None) -> str:
    """A share; what would tell a number that is not published as a star."""
    return HIDDEN if value is None else percent(value)


@register.filter
def percent(value: Decimal | int | None) -> str:
    """``85.3`` as ``85,3 %`` that no line breaks; a dash where there is nothing to share."""
    return "–" if value is None else f"{tenth(value)}{NO_BREAK}%"


@register.filter
def tenth(value: Decimal | int | None) -> str:
    """``1.5`` as ``1,5``."""
    if value is None:
        return "–"
    return _written_tenth(value, "en" if get_language() == "en" else "id")


@lru_cache(WRITTEN_MAX)
def _written_tenth(value: Decimal | int, locale: str) -> str:
    return format_decimal(value, format="#,##0.0", locale=locale)
