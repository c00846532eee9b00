"""Decrees: the list, drafts from a run or from exits, a decree with its annex, its papers, its enactment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.insight.ahead import count_ahead
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.sheets import Table
from jaring.office.papers import download, file_name
from jaring.office.programme import objections, papers, queries, services
from jaring.office.programme.errors import MonthBilledError
from jaring.office.programme.exports import annex_of, line_filter
from jaring.office.programme.forms import DecreeForm, ReasonForm, ScanForm
from jaring.office.programme.models import Decree, Payer, TargetingRun
from jaring.office.programme.sheet import ANNEX, ANNEX_ORDERS
from jaring.office.programme.targeting_views import open_months, open_months_of
from jaring.office.proofs import Proof
from jaring.office.ui.listing import Listing
from jaring.regencies import profile

NEWEST_FIRST: Final = {"baru": ("-id",)}
SUFFIXES: Final = (".pdf", ".xlsx", ".docx")
LEAVERS_SHOWN = 200
DRAFTS_SHOWN = 3


@needs(Action.SEE_DECREES)
@require_GET
def decrees(request: HttpRequest) -> HttpResponse:
    """All decrees, the newest first."""
    user = _user(request)
    rows = queries.decrees_visible_to(user).select_related("payer", "programme_year", "enactment", "discard", "amends")
    content = {
        "listing": Listing.of(request, rows, NEWEST_FIRST),
        "may_draft": may(user, Action.DRAFT_DECREE),
    }
    return render(request, "programme/decrees.html", content)


@needs(Action.DRAFT_DECREE)
def new(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The draft of a decree from a targeting run."""
    user = _user(request)
    scope = scope_for(user, Action.DRAFT_DECREE)
    runs = scope.within(TargetingRun.objects.all(), village="", regency="programme_year__regency")
    run = get_object_or_404(runs.select_related("programme_year", "payer"), public_id=run_id)
    months = open_months_of(run)
    if not months:
        raise MonthBilledError(month=run.until_month + -1)
    form = DecreeForm(request.POST or None, months, _first_words(run.payer, months[0]))

    def draft(paper: services.DecreePaper) -> Decree:
        return services.draft_decree(run, paper, actor=user, now=timezone.now())

    content = {
        "form": form,
        "run": run,
        "is_amendment": queries.decree_to_amend(run.programme_year, run.payer) is not None,
        "bases": _proposed_bases(run.payer),
    }
    return _drafting(request, "programme/decree_form.html", content, run.payer, draft)


@needs(Action.DRAFT_DECREE)
def replace(request: HttpRequest) -> HttpResponse:
    """The draft of the amendment that removes who has left and fills the places from the reserve."""
    user = _user(request)
    payers = list(queries.payers_for(user, Action.DRAFT_DECREE))
    payer = _chosen(payers, request.GET.get("sumber", ""))
    months = _months_to_amend(payer) if payer else []
    if payer is None or not months:
        return render(request, "programme/replacement_form.html", {"months": months})
    first = next((month for month in months if month >= Month.of(timezone.localdate())), months[0])
    form = DecreeForm(request.POST or None, months, _first_words(payer, first))
    leaving = queries.leaving(first, payer).select_related("person__village__district")

    def draft(paper: services.DecreePaper) -> Decree:
        year = queries.year_of(payer.regency_id, paper.effective_month)
        return services.draft_replacements(year, payer, paper, actor=user, now=timezone.now())

    content = {
        "form": form,
        "payer": payer,
        "others": [other for other in payers if other != payer],
        "months": months,
        "leaver_count": leaving.count(),
        "leavers": leaving[:LEAVERS_SHOWN],
        "drafts": queries.drafted_amendments(payer, months[0])[:DRAFTS_SHOWN],
        "bases": _proposed_bases(payer),
    }
    return _drafting(request, "programme/replacement_form.html", content, payer, draft)


@needs(Action.SEE_DECREES)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A decree: its facts, law and annex, what amended it, and what can be done with it."""
    user = _user(request)
    decree = _visible_decree(request, public_id)
    form = line_filter(request.GET, user, decree)
    if (led := led_by_view(request, ANNEX, user, form.fields, ANNEX_ORDERS)) is not None:
        return led
    wanted, lines, called = form.wanted, queries.lines_visible_to(user, decree), None
    if wanted.name and wanted.villages is None:
        called = queries.people_called(decree.regency_id, wanted.name)
        lines = queries.narrowed(lines, person__in=called, change=wanted.kind)
    else:
        lines = queries.narrowed(lines, name=wanted.name, villages=wanted.villages, change=wanted.kind)
    listing = Listing.of(request, lines.select_related("person", "village__district"), ANNEX_ORDERS)
    may_enact = scope_for(user, Action.ENACT_DECREE).covers(decree.regency_id) and decree.state == "draft"
    may_draft = scope_for(user, Action.DRAFT_DECREE).covers(decree.regency_id)
    unsettled = objections.unsettled_of(decree.run).count() if may_enact and decree.run else 0
    content = {
        "decree": decree,
        "form": form,
        "listing": listing,
        "table": Table.of(ANNEX, user, listing, listing.rows, orders=ANNEX_ORDERS),
        "may_export": may(user, Action.EXPORT_PEOPLE),
        "is_cut": called is not None and len(called) == queries.CALLED_MAX,
        "bases": papers.legal_bases(decree),
        "family": queries.amendments_of(decree),
        "by_wage": queries.by_wage(decree),
        "may_enact": may_enact,
        "unsettled": unsettled,
        "despite_form": ReasonForm(auto_id="despite_%s") if unsettled else None,
        "is_drafter": decree.drafted_by_id == user.pk,
        "scans": decree.scans.select_related("uploaded_by"),
        "may_sign": may_draft and not decree.is_discarded,
        "may_discard": may_draft and decree.state == "draft",
        "discard_form": ReasonForm(),
        "may_publish": scope_for(user, Action.OPEN_PUBLIC_PAGE).covers(decree.regency_id)
        and decree.is_in_force
        and not hasattr(decree, "publication"),
        "may_see_run": may(user, Action.SEE_TARGETING),
        "may_print": scope_for(user, Action.PRINT_DECREE).covers(decree.regency_id),
    }
    return render(request, "programme/decree.html", content)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def export(request: HttpRequest, public_id: UUID) -> FileResponse | HttpResponse:
    """Give the annex with its filters, order and columns as a workbook, and write that down."""
    return give(request, annex_of(_user(request), request.GET, str(public_id)))


@needs(Action.PRINT_DECREE)
@require_POST
def printed(request: HttpRequest, public_id: UUID) -> HttpResponse | FileResponse:
    """Give the decree as PDF, its annex as workbook or its text for Word, and write down who took it."""
    decree = _visible_decree(request, public_id)
    suffix = request.POST.get("suffix", "")
    if suffix not in SUFFIXES:
        suffix = SUFFIXES[0]
    paper = papers.print_decree(decree, suffix, actor=_user(request), now=timezone.now())
    return download(paper, papers.paper_name(decree, suffix))


@needs(Action.ENACT_DECREE)
@require_POST
def enact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a signed decree in force."""
    decree = _visible_decree(request, public_id)
    reason = request.POST.get("reason", "")
    services.enact_decree(decree, reason=reason, actor=_user(request), now=timezone.now())
    count_ahead(decree.regency_id)
    messages.success(request, _("SK ini sekarang berlaku. Peserta di dalamnya sudah terdaftar."))
    return redirect("decrees:detail", decree.public_id)


@needs(Action.DRAFT_DECREE)
@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Discard a draft that will not be signed."""
    decree = _visible_decree(request, public_id)
    services.discard_draft(decree, request.POST.get("reason", ""), actor=_user(request), now=timezone.now())
    messages.success(request, _("Rancangan dibuang. Nomornya dapat dipakai lagi."))
    return redirect("decrees:detail", decree.public_id)


@needs(Action.DRAFT_DECREE)
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Upload the signed paper, with number and hash as they stand on it."""
    decree = _visible_decree(request, public_id)
    form = ScanForm(request.POST or None, request.FILES or None, initial={"signed_date": decree.decree_date})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.keep_scan(
                decree,
                given["scan"].read(),
                number=given["number"],
                annex_hash=given["annex_hash"],
                signed_date=given["signed_date"],
                actor=_user(request),
                now=timezone.now(),
            )
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        else:
            messages.success(request, _("Naskah bertanda tangan tersimpan."))
            return redirect("decrees:detail", decree.public_id)
    content = {"decree": decree, "form": form}
    return render(request, "programme/decree_scan.html", content, status=422 if form.is_bound else 200)


@needs(Action.PRINT_DECREE)
@require_GET
def scan(request: HttpRequest, public_id: UUID, scan_id: UUID) -> FileResponse:
    """The signed paper as it was uploaded: to be saved, never to be shown inside the page."""
    decree = _visible_decree(request, public_id)
    found = get_object_or_404(decree.scans, public_id=scan_id)
    path = Proof(found.sha256, ".pdf").path
    if not path.is_file():
        raise Http404
    papers.note_scan_taken(decree, found, actor=_user(request), now=timezone.now())
    return download(path, file_name("sk", decree.number, "bertanda-tangan", suffix=".pdf"))


@needs(Action.OPEN_PUBLIC_PAGE)
@require_POST
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a decree in force known on the public page."""
    decree = _visible_decree(request, public_id)
    services.publish_decree(decree, actor=_user(request), now=timezone.now())
    messages.success(request, _("SK ini diumumkan di halaman publik, tanpa nama."))
    return redirect("decrees:detail", decree.public_id)


def _drafting(
    request: HttpRequest,
    template: str,
    content: dict[str, Any],
    payer: Payer,
    draft: Callable[[services.DecreePaper], Decree],
) -> HttpResponse:
    """Show the form of a draft, or draw the draft up and lead to it."""
    form: DecreeForm = content["form"]
    if request.method == "POST" and form.is_valid():
        try:
            bases = services.legal_bases(payer.regency_id, form.cleaned_data["decree_date"])
            decree = draft(form.paper(bases))
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        else:
            messages.success(request, _("Rancangan SK tersusun. Periksa lampirannya sebelum dicetak."))
            return redirect("decrees:detail", decree.public_id)
    return render(request, template, content, status=422 if form.is_bound else 200)


def _first_words(payer: Payer, month: Month) -> dict[str, Any]:
    """Propose today as the day of the decree and the regent as who signs it."""
    title = profile(payer.regency_id).regent_title.id
    return {"decree_date": timezone.localdate(), "effective_month": str(month), "signatory_title": title}


def _months_to_amend(payer: Payer) -> list[Month]:
    """Return the open months that a decree in force covers."""
    begins = queries.first_month_in_force(payer)
    months = open_months(Payer.objects.filter(pk=payer.pk))
    return [month for month in months if begins is not None and month >= begins]


def _proposed_bases(payer: Payer) -> Sequence[papers.LegalBasis]:
    return papers.proposed_legal_bases(payer.regency_id, timezone.localdate())


def _chosen(payers: Sequence[Payer], asked: str) -> Payer | None:
    """Return the payer that the address asks for, or the first."""
    return next((payer for payer in payers if str(payer.pk) == asked), payers[0] if payers else None)


def _visible_decree(request: HttpRequest, public_id: UUID) -> Decree:
    visible = queries.decrees_visible_to(_user(request))
    acts = ("enactment__enacted_by", "discard__discarded_by", "publication__published_by", "drafted_by")
    whole = visible.select_related("payer", "programme_year", "amends", "run", *acts)
    return get_object_or_404(whole, public_id=public_id)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
