"""Proposals: the list, the form, the queue that a device empties when it has a signal, and the paper twin."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.documents.proposal import proposal_form_pdf
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.results import Result, one_by_one, results_page, ticked
from jaring.office.lists.sheets import Table
from jaring.office.people.queries import villages_visible_to
from jaring.office.places.models import Regency
from jaring.office.proposals import queries, services
from jaring.office.proposals.errors import ProposalUnreadableError
from jaring.office.proposals.exports import export_of, filter_form
from jaring.office.proposals.forms import LABELS, ProposalForm, SettleForm
from jaring.office.proposals.models import Proposal, State
from jaring.office.proposals.sheet import ORDERS, PROPOSALS
from jaring.office.ui.listing import Listing

BODY_BYTES_MAX: Final = 16 * 1024
SHELL: Final = (
    "ui/jaring.css",
    "ui/jaring.js",
    "ui/logo.svg",
    "ui/vendor/htmx/htmx.min.js",
    "ui/vendor/public-sans/public-sans-latin-wght-normal.woff2",
    "ui/vendor/tabler-icons/icons.svg",
    "proposals/queue.js",
)
"""What the form needs when there is no signal."""


@needs(Action.SEE_IMPORTS)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """The proposals of the user's area, filtered, in the columns that were chosen, and how many wait."""
    user = _user(request)
    form = filter_form(request.GET, user)
    if (led := led_by_view(request, PROPOSALS, user, form.fields, ORDERS)) is not None:
        return led
    visible = queries.visible_to(user)
    rows = queries.choose(visible, form.wanted, form.state)
    listing = Listing.of(request, rows, ORDERS, fetch=queries.with_what_is_shown(visible))
    lines = [queries.line_of(each) for each in listing.rows]
    may_settle = may(user, Action.ACCEPT_BATCH)
    content = {
        "form": form,
        "listing": listing,
        "table": Table.of(PROPOSALS, user, listing, lines, orders=ORDERS, tick=_ticked if may_settle else None),
        "settle_form": SettleForm(auto_id="putus_%s") if may_settle else None,
        "may_export": may(user, Action.EXPORT_PEOPLE),
        "waiting": queries.to_gather(user).count() if may_settle else 0,
        "may_propose": may(user, Action.IMPORT_LISTS),
    }
    return render(request, "proposals/list.html", content)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """Give the proposals with their filters, order and columns as a workbook, and write that down."""
    return give(request, export_of(_user(request), request.GET))


@needs(Action.IMPORT_LISTS)
def new(request: HttpRequest) -> HttpResponse:
    """The form. With a script it goes by the queue; without one it is an ordinary form."""
    user = _user(request)
    villages = villages_visible_to(user, Action.IMPORT_LISTS)
    form = ProposalForm(villages, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        village = get_object_or_404(villages, code=form.cleaned_data["village"])
        key = _key(request.POST.get("key", ""))
        proposal = services.submit(village, form.cleaned_data, request_key=key, actor=user, now=timezone.now())
        messages.success(request, _answer(proposal)["message"])
        return redirect("proposals:list")
    content = {"form": form, "key": uuid4(), "owner": user.pk, "words": _words()}
    return render(request, "proposals/new.html", content, status=422 if request.method == "POST" else 200)


@needs(Action.IMPORT_LISTS)
@require_POST
def queue(request: HttpRequest, kind: str) -> JsonResponse:
    """Take in what a device kept while it had no signal: one record, with the key made when it was written."""
    try:
        submit = KINDS[kind]
    except KeyError:
        raise Http404 from None
    try:
        key = _key(request.headers.get("Idempotency-Key", ""))
        proposal = submit(_user(request), _body(request), key)
    except JaringError as error:
        said = f"{error.title.say(get_language())} {error.advice.say(get_language())}"
        return JsonResponse({"code": error.code, "message": said}, status=422)
    return JsonResponse(_answer(proposal))


@needs(Action.IMPORT_LISTS)
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows the form without a signal; served here because a browser gives it this folder only."""
    content = {"page": reverse("proposals:new"), "shell": [static(path) for path in SHELL]}
    return render(request, "proposals/worker.js", content, content_type="text/javascript")


@needs(Action.IMPORT_LISTS)
@require_GET
def paper(request: HttpRequest) -> FileResponse:
    """The form on paper, with a code that leads to the page."""
    address = request.build_absolute_uri(reverse("proposals:new"))
    content = proposal_form_pdf(address, made_at=timezone.now())
    return FileResponse(content, as_attachment=True, filename="formulir-usulan.pdf", content_type="application/pdf")


@needs(Action.ACCEPT_BATCH)
@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """Make a delivery of what waits."""
    user = _user(request)
    codes = sorted(scope_for(user, Action.ACCEPT_BATCH).regencies)
    regency = get_object_or_404(Regency, code__in=codes[:1])
    batch = services.gather(regency, actor=user, now=timezone.now())
    messages.success(request, _("Usulan terkumpul menjadi satu kiriman. Periksa, lalu terima."))
    return redirect("intake:detail", batch.public_id)


@needs(Action.ACCEPT_BATCH)
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Gather the ticked proposals into a delivery, or send them back, and say of each what became of it."""
    user, now = _user(request), timezone.now()
    back = f"{reverse('proposals:list')}?{request.GET.urlencode()}"
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Tidak ada yang diubah: pilih tindakannya, dan tuliskan alasan pengembalian."))
        return redirect(back)
    visible = queries.with_what_is_shown(queries.visible_to(user, Action.ACCEPT_BATCH))
    chosen = visible.filter(public_id__in=ticked(request)).order_by("id")
    given = form.cleaned_data
    if given["act"] == SettleForm.RETURN:
        title = _("Usulan dikembalikan")
        came = one_by_one(chosen, lambda each: services.send_back(each, given["reason"], actor=user, now=now))
    else:
        title = _("Usulan dikumpulkan")
        came = one_by_one(chosen, lambda each: services.check_may_settle(each, user))
        good = [each for each, refusal in came if refusal is None]
        if good:
            regency, keys = good[0].regency, [each.public_id for each in good]
            batch = services.gather(regency, chosen=keys, actor=user, now=now)
            back = reverse("intake:detail", args=[batch.public_id])
    results = [Result(queries.line_of(each).name, each.village.name, "", refusal) for each, refusal in came]
    return results_page(request, title, results, back)


def _ticked(line: queries.Line) -> str:
    return str(line.proposal.public_id) if line.proposal.state is State.WAITING else ""


def _submit_worker(user: User, fields: Mapping[str, str], key: UUID) -> Proposal:
    villages = villages_visible_to(user, Action.IMPORT_LISTS).select_related("district__regency")
    village = villages.filter(code=fields.get("village", "")).first()
    if village is None:
        raise ProposalUnreadableError
    return services.submit(village, fields, request_key=key, actor=user, now=timezone.now())


KINDS: Final[Mapping[str, Callable[[User, Mapping[str, str], UUID], Proposal]]] = {"pekerja": _submit_worker}
"""What a device may keep and send later, by the last part of the queue's address."""


def _answer(proposal: Proposal) -> dict[str, Any]:
    """Say what became of a proposal, without anything that was written in it."""
    texts, village = proposal.texts, proposal.village
    place = {"village": village.name, "district": village.district.name}
    outcome = queries.judged(texts | place, proposal.regency_id, timezone.localdate(proposal.received_at))
    language = get_language()
    remarks = [each.say(language) for each in queries.remarks(outcome)]
    if proposal.conflict:
        remarks.insert(0, f"{proposal.get_conflict_display()}.")
    said = {
        "accepted": _("Usulan diterima dan menunggu petugas."),
        "doubtful": _("Usulan diterima, tetapi ada yang perlu diperiksa."),
        "rejected": _("Usulan diterima, tetapi belum memenuhi syarat."),
    }
    return {
        "id": str(proposal.public_id),
        "verdict": proposal.verdict,
        "conflict": proposal.conflict,
        "message": said[proposal.verdict],
        "remarks": remarks,
    }


def _words() -> dict[str, str]:
    """Return what the queue says on the device."""
    return {
        "waiting": _("Tersimpan di perangkat ini, menunggu sinyal."),
        "offline": _("Belum ada sinyal. Usulan tetap tersimpan dan dikirim sendiri nanti."),
        "login": _("Masuklah kembali selagi ada sinyal, lalu buka halaman ini; usulan tetap tersimpan."),
        "later": _("Server sedang sibuk; pengiriman diulang sebentar lagi."),
        "full": _("Perangkat ini tidak dapat menyimpan usulan. Pakailah formulir kertas."),
        "mend": _("Perbaiki"),
        "clear": _("Hapus dari daftar ini"),
    }


def _body(request: HttpRequest) -> dict[str, str]:
    """Return the record in a request: an object of short texts.

    Raises:
        ProposalUnreadableError: (JRG-432)
    """
    if len(request.body) > BODY_BYTES_MAX:
        raise ProposalUnreadableError
    try:
        body = json.loads(request.body)
    except ValueError:
        raise ProposalUnreadableError from None
    known = {"village", *LABELS}
    if not isinstance(body, dict) or not all(isinstance(text, str) for text in body.values()):
        raise ProposalUnreadableError
    return {name: text for name, text in body.items() if name in known}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ProposalUnreadableError from None


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
