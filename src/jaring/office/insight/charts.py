"""The months of a regency as bars: people and money, for pages and papers alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jaring.core.month import Month
from jaring.documents.drawing import Bar, bars_svg, ticks_up_to
from jaring.office.ui.templatetags.jaring import month as month_name
from jaring.office.ui.templatetags.jaring import number, rupiah

MILLION = 1_000_000


class Column(NamedTuple):
    """A month: the whole and the part of it that is paid; None where it is not told."""

    month: Month
    whole: int | None
    part: int | None


def people_chart(columns: Sequence[Column]) -> str:
    """Draw people covered by decree, and filled for how many the contribution is paid."""
    words = _("%(month)s: %(whole)s peserta, %(part)s sudah dibayar")
    bars = [
        Bar(
            _short(each.month),
            _year_below(each.month, columns),
            each.whole or 0,
            each.part or 0,
            words % {"month": month_name(each.month), "whole": number(each.whole), "part": number(each.part)},
        )
        for each in columns
    ]
    ticks = [(value, number(value)) for value in ticks_up_to(max((bar.whole for bar in bars), default=0))]
    return bars_svg(bars, _("Peserta per bulan, dan berapa yang iurannya sudah dibayar"), ticks=ticks)


def money_chart(columns: Sequence[Column]) -> str:
    """Draw contributions billed, and filled how much of them is paid; IDR."""
    words = _("%(month)s: ditagihkan %(whole)s, dibayar %(part)s")
    bars = [
        Bar(
            _short(each.month),
            _year_below(each.month, columns),
            each.whole or 0,
            each.part or 0,
            words % {"month": month_name(each.month), "whole": rupiah(each.whole), "part": rupiah(each.part)},
        )
        for each in columns
    ]
    ticks = [(value, _in_millions(value)) for value in ticks_up_to(max((bar.whole for bar in bars), default=0))]
    return bars_svg(bars, _("Iuran per bulan, dan berapa yang sudah dibayar"), ticks=ticks)


def _short(month: Month) -> str:
    return format_date(month.first_day, "LLL", locale="en" if get_language() == "en" else "id")


def _year_below(month: Month, columns: Sequence[Column]) -> str:
    """Return the year below the first month and each January."""
    return str(month.year) if month.month == 1 or month == columns[0].month else ""


def _in_millions(value_idr: int) -> str:
    if value_idr < MILLION:
        return rupiah(value_idr)
    return _("Rp%(n)s jt") % {"n": number(value_idr // MILLION)}
