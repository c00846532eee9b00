"""The map: what it can show of villages, in which shades, and the picture itself."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.core.boundaries import Point
from jaring.documents.drawing import Place, Shape, map_svg, swatch_svg, ticks_up_to
from jaring.office.insight.figures import Area, Figures
from jaring.office.insight.templatetags.insight import percent, tenth
from jaring.office.ui.templatetags.jaring import rupiah

Value = Decimal | int | None


@dataclass(frozen=True, slots=True)
class Metric:
    """Something that villages can be coloured by.

    Attributes:
        breaks: Four values at which the next darker shade begins; None where they follow from the villages shown.
    """

    key: str
    label: Promise | str
    meaning: Promise | str
    value: Callable[[Area, int], Value]
    say: Callable[[Value], str]
    breaks: tuple[int | Decimal, ...] | None

    def breaks_for(self, values: Sequence[Value]) -> Sequence[int | Decimal]:
        """Return where the shades begin: fixed for shares, even steps up to the largest for money."""
        if self.breaks is not None:
            return self.breaks
        top = ticks_up_to(int(max((value for value in values if value is not None), default=0)))[-1]
        return [max(1, top * step // 5) for step in range(1, 5)]


METRICS: Final = {
    metric.key: metric
    for metric in (
        Metric(
            "cakupan",
            gettext_lazy("Cakupan"),
            gettext_lazy("bagian yang terlindungi di antara yang memenuhi syarat"),
            lambda area, year: area.coverage,
            percent,
            (50, 70, 85, 95),
        ),
        Metric(
            "kebutuhan",
            gettext_lazy("Kebutuhan"),
            gettext_lazy("bagian warga miskin dan rentan (desil 1–4) yang memenuhi syarat tetapi belum terlindungi"),
            lambda area, year: area.need,
            percent,
            (1, 5, 10, 25),
        ),
        Metric(
            "kosong",
            gettext_lazy("Bulan kosong"),
            gettext_lazy("bulan tanpa iuran lunas per peserta, dari 12 bulan terakhir yang sudah jatuh tempo"),
            lambda area, year: area.gap_months,
            tenth,
            (Decimal("0.1"), Decimal("0.5"), 1, 3),
        ),
        Metric(
            "uang",
            gettext_lazy("Uang"),
            gettext_lazy("iuran yang sudah dibayar untuk bulan-bulan tahun ini"),
            lambda area, year: area.of_year(year).paid_idr,
            lambda value: rupiah(int(value)) if value is not None else "–",
            None,
        ),
    )
}


class Legend(NamedTuple):
    """One shade and what it stands for."""

    swatch: str
    words: str


class VillageRow(NamedTuple):
    """A village of the map, as the table beside it shows it."""

    code: str
    name: str
    district: str
    area: Area
    paid_idr: int


@dataclass(frozen=True)
class Map:
    """The villages of a reader, one metric of them, and the outlines that are known.

    ``rings`` holds the outlines by village code; villages without one are drawn as points.
    """

    figures: Figures
    metric: Metric
    rings: Mapping[str, Sequence[Sequence[Point]]]

    @property
    def values(self) -> dict[str, Value]:
        return {code: self.metric.value(area, self.figures.today.year) for code, area in self.figures.villages.items()}

    @property
    def picture(self) -> str:
        """The map as SVG."""
        values = self.values
        breaks = self.metric.breaks_for(list(values.values()))
        shapes = [self._shape(code, value, breaks) for code, value in values.items()]
        label = _("Peta desa/kelurahan menurut %(metric)s; angkanya ada dalam tabel") % {"metric": self.metric.label}
        return map_svg(shapes, self._names(), label)

    @property
    def legend(self) -> list[Legend]:
        """The shades from little to much, and the hatching where it is used."""
        values = list(self.values.values())
        breaks, say = self.metric.breaks_for(values), self.metric.say
        words = [_("di bawah %(next)s") % {"next": say(_as_value(breaks[0]))}]
        words += [
            _("%(from)s sampai di bawah %(next)s") % {"from": say(_as_value(low)), "next": say(_as_value(high))}
            for low, high in pairwise(breaks)
        ]
        words.append(_("%(from)s atau lebih") % {"from": say(_as_value(breaks[-1]))})
        found = [Legend(swatch_svg(shade), text) for shade, text in enumerate(words)]
        return found + ([Legend(swatch_svg(None), _("tidak ada datanya"))] if None in values else [])

    @property
    def rows(self) -> list[VillageRow]:
        """The villages by code."""
        places, year = self.figures.places, self.figures.today.year
        return [
            VillageRow(code, area.name, places[code].district.name, area, area.of_year(year).paid_idr)
            for code, area in self.figures.villages.items()
        ]

    def _shape(self, code: str, value: Value, breaks: Sequence[int | Decimal]) -> Shape:
        village = self.figures.places[code]
        shade = None if value is None else bisect_right(breaks, value)
        words = f"{village.name}, {village.district.name}: {self.metric.say(value)}"
        return Shape(self.rings.get(code, ()), self._middle(code), shade, words)

    def _middle(self, code: str) -> Point | None:
        """Return the middle of a village's outline, or its point."""
        if rings := self.rings.get(code, ()):
            outline = max(rings, key=len)
            return sum(x for x, _y in outline) / len(outline), sum(y for _x, y in outline) / len(outline)
        x, y = self.figures.places[code].longitude, self.figures.places[code].latitude
        return None if x is None or y is None else (x, y)

    def _names(self) -> list[Place]:
        """Return the names written on the map: of the districts, or where there is one only, of its villages."""
        points: dict[str, list[Point]] = defaultdict(list)
        names: dict[str, str] = {}
        is_one = len({code[:8] for code in self.figures.places}) == 1
        for code, village in self.figures.places.items():
            key = code if is_one else code[:8]
            names[key] = village.name if is_one else village.district.name
            if (point := self._middle(code)) is not None:
                points[key].append(point)
        return [
            Place((sum(x for x, _y in mine) / len(mine), sum(y for _x, y in mine) / len(mine)), names[key])
            for key, mine in points.items()
        ]


ORDERS: Final[dict[str, Callable[[VillageRow], tuple[object, ...]]]] = {
    "desa": lambda row: (row.code,),
    "nama": lambda row: (row.name, row.code),
    "peserta": lambda row: (row.area.covered, row.code),
    "menunggu": lambda row: (row.area.waiting, row.code),
    "cakupan": lambda row: (_or_least(row.area.coverage), row.code),
    "kebutuhan": lambda row: (_or_least(row.area.need), row.code),
    "kosong": lambda row: (_or_least(row.area.gap_months), row.code),
    "uang": lambda row: (row.paid_idr, row.code),
}
"""By which the table beside the map can be ordered, the default first."""


def _or_least(value: Decimal | None) -> Decimal:
    return Decimal(-1) if value is None else value


def _as_value(number: int | Decimal) -> Value:
    return number
