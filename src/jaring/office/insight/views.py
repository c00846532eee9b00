"""The map room: villages in shades, the same numbers as a table, and both as a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jaring.documents import map_sheet
from jaring.office import papers
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may
from jaring.office.insight import figures as found
from jaring.office.insight import queries
from jaring.office.insight.maps import METRICS, ORDERS, Map
from jaring.office.insight.models import BoundarySet
from jaring.office.insight.templatetags.insight import percent, tenth
from jaring.office.places.models import Regency
from jaring.office.ui.listing import ORDER, Listing
from jaring.office.ui.templatetags.jaring import day, month, number, rupiah

METRIC, REGENCY = "angka", "wilayah"


@needs(Action.SEE_TOTALS)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The map of the reader's villages, and its table."""
    drawn, outlines = _map_asked(request)
    picture = drawn.picture
    legend = [(mark_safe(each.swatch), each.words) for each in drawn.legend]  # noqa: S308  # Drawn by us.
    content = {
        "map": drawn,
        "picture": mark_safe(picture),  # noqa: S308  # Drawn by us; its words are escaped.
        "legend": legend,
        "outlines": outlines,
        "listing": _listing(request, drawn),
        "metrics": METRICS.values(),
        "total": drawn.figures.total,
        "total_paid_idr": drawn.figures.total.of_year(drawn.figures.today.year).paid_idr,
        "regencies": Regency.objects.filter(code__in=_regencies(request)) if len(_regencies(request)) > 1 else [],
        "leads_to_people": may(request.user, Action.SEE_PEOPLE),
        "leads_to_money": may(request.user, Action.SEE_MONEY),
        "state": f"?{urlencode({METRIC: drawn.metric.key, REGENCY: drawn.figures.regency.code})}",
    }
    return render(request, "insight/map.html", content)


@needs(Action.SEE_TOTALS)
@require_GET
def download(request: HttpRequest, kind: str) -> FileResponse:
    """The map as a picture, or with its table as PDF."""
    drawn, outlines = _map_asked(request)
    sheet = _sheet(drawn, outlines)
    name = papers.file_name(
        "peta", drawn.metric.key, drawn.figures.regency.code, drawn.figures.today, suffix=f".{kind}"
    )
    if kind == "png":
        return papers.hand_out(BytesIO(map_sheet.map_png(sheet)), name)
    return papers.hand_out(BytesIO(map_sheet.map_pdf(sheet, made_at=timezone.now())), name)


def _map_asked(request: HttpRequest) -> tuple[Map, BoundarySet | None]:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    codes = _regencies(request)
    code = request.GET.get(REGENCY, "") or (codes[0] if codes else "")
    if code not in codes:
        raise Http404
    metric = METRICS.get(request.GET.get(METRIC, ""), METRICS["cakupan"])
    outlines = queries.set_in_force(code)
    rings = queries.rings_of(outlines) if outlines else {}
    return Map(found.figures_visible_to(request.user, code, timezone.localdate()), metric, rings), outlines


def _regencies(request: HttpRequest) -> list[str]:
    kept: list[str] | None = getattr(request, "_regencies_of_map", None)
    if kept is None:
        assert isinstance(request.user, User)  # The permission middleware let nobody else in.
        kept = found.regencies_visible_to(request.user)
        request._regencies_of_map = kept  # type: ignore[attr-defined]  # noqa: SLF001  # Read once for each request.
    return kept


def _listing(request: HttpRequest, drawn: Map) -> Listing:
    order = request.GET.get(ORDER, "")
    if order.removeprefix("-") not in ORDERS:
        order = next(iter(ORDERS))
    rows = sorted(drawn.rows, key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))
    return Listing(rows, len(rows), 1, order, request.GET, per_page=max(1, len(rows)))


def _sheet(drawn: Map, outlines: BoundarySet | None) -> map_sheet.MapSheet:
    figures = drawn.figures
    return map_sheet.MapSheet(
        title=_("Peta perlindungan pekerja rentan: %(metric)s") % {"metric": drawn.metric.label},
        area=figures.regency.name,
        meaning=str(drawn.metric.meaning),
        as_of=_("Keadaan %(day)s, bulan iuran %(month)s") % {"day": day(figures.today), "month": month(figures.month)},
        source=_source_of(outlines),
        picture=drawn.picture,
        legend=[(each.swatch, each.words) for each in drawn.legend],
        headings=[
            _("Desa/kelurahan"),
            _("Kecamatan"),
            _("Terlindungi"),
            _("Belum terlindungi"),
            _("Cakupan"),
            _("Kebutuhan"),
            _("Bulan kosong"),
            _("Iuran dibayar tahun ini"),
        ],
        rows=[_cells(row) for row in drawn.rows],
        page_words=(_("Halaman"), _("dari")),
    )


def _cells(row: Any) -> list[str]:
    area = row.area
    return [
        row.name,
        row.district,
        number(area.covered),
        number(area.waiting),
        percent(area.coverage),
        percent(area.need),
        tenth(area.gap_months),
        rupiah(row.paid_idr),
    ]


def _source_of(outlines: BoundarySet | None) -> str:
    if outlines is None:
        return _("Titik desa/kelurahan dari gazeter; letaknya perkiraan. Batas wilayah belum diimpor.")
    return _("Batas wilayah: %(source)s.") % {"source": outlines.source}
