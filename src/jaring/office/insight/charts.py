"""The months of a regency as bars: people and money, for pages and papers alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from babel.dates import format_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jaring.core.month import Month
from jaring.documents.chart_sheet import ChartSheet, chart_png
from jaring.documents.drawing import Bar, bars_svg, ticks_up_to
from jaring.documents.files import replacing
from jaring.office import papers
from jaring.office.places.models import Regency
from jaring.office.ui.templatetags.jaring import day, number, rupiah
from jaring.office.ui.templatetags.jaring import month as month_name

MILLION = 1_000_000
PEOPLE_MEANING: Final = gettext_lazy(
    "Tinggi batang: peserta menurut Surat Keputusan. Bagian gelap: peserta yang iurannya sudah dibayar."
)
MONEY_MEANING: Final = gettext_lazy("Tinggi batang: iuran yang ditagihkan. Bagian gelap: yang sudah dibayar.")


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


def kept_picture(name: str, title: str, meaning: str, picture: str, regency: Regency, today: date) -> Path:
    """Return a chart as PNG in the reader's language; the same chart is drawn once.

    Args:
        name: Tells the charts of a regency apart on the shelf.
        title: What the chart shows.
        meaning: How its bars are read.
        picture: The chart as SVG.
        regency: Of where.
        today: As of when.
    """
    as_of = _("Keadaan %(day)s") % {"day": day(today)}
    sheet = ChartSheet(title=title, area=regency.name, as_of=as_of, meaning=meaning, picture=picture)

    def write(target: Path) -> None:
        with replacing(target) as folder:
            (folder / target.name).write_bytes(chart_png(sheet))

    subject = f"bagan-{name}-{regency.code}-{get_language()}"
    return papers.kept(subject, papers.content_hash(sheet)[:32], ".png", write)


def _short(month: Month) -> str:
    return format_date(month.first_day, "LLL", locale="en" if get_language() == "en" else "id")


def _year_below(month: Month, columns: Sequence[Column]) -> str:
    """Return the year below the first month and each January."""
    return str(month.year) if month.month == 1 or month == columns[0].month else ""


def _in_millions(value_idr: int) -> str:
    if value_idr < MILLION:
        return rupiah(value_idr)
    return _("Rp%(n)s jt") % {"n": number(value_idr // MILLION)}
