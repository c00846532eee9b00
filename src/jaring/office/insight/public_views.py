"""The public page: what a regency shows to everybody, its files, and the switch of the head of the office."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.documents.open_data import OpenData, csv_bytes, write_workbook
from jaring.office import papers
from jaring.office.access.middleware import OPEN, needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.insight import charts, services
from jaring.office.insight.forms import PublicPageForm
from jaring.office.insight.public import PublicFigures, PublicRow, open_regencies, public_figures
from jaring.office.places.models import Regency
from jaring.office.ui.templatetags.jaring import day, month

REGENCY: Final = "wilayah"
COLUMNS: Final = (
    "as_of",
    "month",
    "regency_code",
    "district_code",
    "district",
    "people_covered",
    "people_waiting",
    "paid_this_year_idr",
)


@needs(OPEN)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What a regency shows to everybody; where several do, the choice between them."""
    offered = open_regencies()
    own = _own_regency(request)
    regency = _asked(request, offered)
    if regency is None and len(offered) > 1:
        return render(request, "insight/public_choice.html", {"regencies": offered})
    if regency is None:
        closed = {"own": own, "form": PublicPageForm()}
        return render(request, "insight/public_closed.html", closed, status=404)
    figures = public_figures(regency, regency.day_of(timezone.now()))
    content = {
        "figures": figures,
        "chart": mark_safe(_chart_of(figures)),  # noqa: S308  # Drawn by us; its words are escaped.
        "meaning": charts.PEOPLE_MEANING,
        "particulars": particulars(figures),
        "own": own if own == regency else None,
        "form": PublicPageForm(),
    }
    return render(request, "insight/public.html", content)


@needs(OPEN)
@require_GET
def download(request: HttpRequest, kind: str) -> FileResponse:
    """The same table as a file: CSV for programs, a workbook for people."""
    regency = _asked(request, open_regencies())
    if regency is None:
        raise Http404
    figures = public_figures(regency, regency.day_of(timezone.now()))
    table = open_data(figures)
    name = papers.file_name("perlindungan-pekerja-rentan", regency.code, figures.today, suffix=f".{kind}")
    if kind == "csv":
        return papers.hand_out(BytesIO(csv_bytes(table)), name)
    content = papers.content_hash(table)[:32]
    now = timezone.now()
    subject = f"data-terbuka-{regency.code}"
    return papers.download(
        papers.kept(subject, content, ".xlsx", lambda target: write_workbook(table, target, made_at=now)), name
    )


@needs(OPEN)
@require_GET
def chart(request: HttpRequest) -> FileResponse:
    """The chart of the months as a picture."""
    regency = _asked(request, open_regencies())
    if regency is None:
        raise Http404
    figures = public_figures(regency, regency.day_of(timezone.now()))
    title, meaning = _("Peserta per bulan"), str(charts.PEOPLE_MEANING)
    png = charts.kept_picture("publik", title, meaning, _chart_of(figures), regency, figures.today)
    return papers.download(png, papers.file_name(title, regency.code, figures.today, suffix=".png"))


@needs(Action.OPEN_PUBLIC_PAGE)
@require_POST
def switch(request: HttpRequest) -> HttpResponseRedirect:
    """Open the public page of the head's regency, or close it."""
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    regency = _own_regency(request)
    if regency is None:
        raise Http404
    services.choose_public_page(
        regency,
        is_open=request.POST.get("buka") == "1",
        reason=request.POST.get("reason", ""),
        actor=request.user,
        now=timezone.now(),
    )
    return redirect(f"{reverse('public:page')}?{REGENCY}={regency.code}")


def _chart_of(figures: PublicFigures) -> str:
    return charts.people_chart([charts.Column(each.month, each.people, each.paid) for each in figures.months])


def particulars(figures: PublicFigures) -> list[tuple[str, str]]:
    """Return what a reader must know: day, sources, meaning, what is hidden."""
    run = _("belum ada penetapan")
    if figures.run_at:
        run = _("penetapan terakhir, %(day)s") % {"day": day(figures.regency.day_of(figures.run_at))}
    return [
        (_("Keadaan"), f"{day(figures.today)}, {month(figures.month)}"),
        (_("Terlindungi"), _("peserta menurut Surat Keputusan yang berlaku, apa pun sumber dananya")),
        (_("Belum terlindungi"), _("orang yang memenuhi syarat, belum menjadi peserta: %(run)s") % {"run": run}),
        (
            _("Iuran dibayar"),
            _("iuran JKK dan JKM bulan-bulan tahun ini yang sudah disetor dan dialokasikan, dalam rupiah"),
        ),
        (_("Sumber"), _("register program, Surat Keputusan, dan pembukuan %(name)s") % {"name": figures.regency.name}),
        (
            _("Yang disembunyikan"),
            _(
                "angka di bawah 5, dan angka lain yang dapat membukanya melalui penjumlahan, "
                "agar tidak seorang pun dapat dikenali"
            ),
        ),
    ]


def open_data(figures: PublicFigures) -> OpenData:
    """Return the table of the districts, with its total, as open data."""
    head = (figures.today.isoformat(), str(figures.month), figures.regency.code)

    def line(row: PublicRow) -> tuple[str | int | None, ...]:
        is_total = row is figures.total
        return (*head, "" if is_total else row.code, "TOTAL" if is_total else row.name, *row[2:])

    return OpenData(
        title=_("Perlindungan pekerja rentan %(name)s") % {"name": figures.regency.name},
        sheet=figures.regency.code,
        particulars=particulars(figures),
        names=COLUMNS,
        headings=(
            (_("Keadaan"), 16),
            (_("Bulan"), 10),
            (_("Kode kabupaten"), 12),
            (_("Kode kecamatan"), 12),
            (_("Kecamatan"), 26),
            (_("Terlindungi"), 14),
            (_("Belum terlindungi"), 14),
            (_("Iuran dibayar tahun ini (Rp)"), 20),
        ),
        rows=[line(row) for row in (*figures.rows, figures.total)],
        hidden=_("disembunyikan"),
    )


def _asked(request: HttpRequest, offered: list[Regency]) -> Regency | None:
    """Return the regency that the address names, or the only one; None where that leaves a doubt."""
    code = request.GET.get(REGENCY, "")
    if not code:
        return offered[0] if len(offered) == 1 else None
    return next((regency for regency in offered if regency.code == code), None)


def _own_regency(request: HttpRequest) -> Regency | None:
    """Return the regency whose public page the reader may open and close."""
    if not isinstance(request.user, User):
        return None
    scope = scope_for(request.user, Action.OPEN_PUBLIC_PAGE)
    return scope.within(Regency.objects.order_by("code"), village="", regency="code").first()
