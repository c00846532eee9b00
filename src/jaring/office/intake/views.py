"""The import room: deliveries, their rows with every finding in words, decisions, mending, taking over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from jaring.core import places
from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.audit import services as audit
from jaring.office.insight.ahead import count_ahead
from jaring.office.intake import codes, comparison, progress, queries, schedule, services
from jaring.office.intake.corrections import write_workbook
from jaring.office.intake.errors import NothingReadError
from jaring.office.intake.forms import (
    NUMBERS,
    CalendarForm,
    MendForm,
    RegisterForm,
    RowFilterForm,
    StateForm,
    UploadForm,
)
from jaring.office.intake.lines import line_of, notes_of
from jaring.office.intake.masking import hide_numbers, masked
from jaring.office.intake.models import ImportBatch, ImportFile, ImportRow
from jaring.office.intake.sample import sample_list
from jaring.office.intake.uploads import kept_for_a_while
from jaring.office.papers import hand_out
from jaring.office.people import queries as people
from jaring.office.people import services as register
from jaring.office.places.models import District, Regency, Village
from jaring.office.ui.listing import PAGE, Listing
from jaring.office.ui.templatetags.jaring import number

ORDERS: Final = {"baru": ("-received_date", "-id")}
ROW_ORDERS: Final = {"asal": ("id",)}
FILE_ORDERS: Final = {"nama": ("name", "id")}
TABS: Final = {
    "baik": ImportRow.Verdict.ACCEPTED,
    "meragukan": ImportRow.Verdict.DOUBTFUL,
    "ditolak": ImportRow.Verdict.REJECTED,
}
PAGE_OF_LIST: Final = {"odd": "hal-ganjil", "added": "hal-baru", "gone": "hal-hilang", "changed": "hal-berubah"}
"""Under which names the address of a comparison keeps the pages of its lists."""
FILES_SHOWN: Final = 6
ASKED_MAX: Final = 900
"""How many times a page asks, second after second, how far its reading is."""
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --- deliveries ------------------------------------------------------------------------------------------


@needs(Action.SEE_IMPORTS)
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """The deliveries of the user's area, the latest first."""
    user = _user(request)
    form = StateForm(request.GET, this=_round_now(user))
    batches = queries.visible_to(user).select_related("village")
    if state := form.cleaned_data.get("keadaan"):
        batches = batches.filter(state=state)
    if kind := form.cleaned_data.get("jenis"):
        batches = batches.filter(kind=kind)
    if village := form.cleaned_data.get("desa"):
        batches = schedule.narrowed(batches, queries.rows_visible_to(user), village.pk)
    if month := form.cleaned_data.get("bulan"):
        found = schedule.round_of(_regency_code(user), month)
        batches = batches.filter(pk__in=schedule.deliveries_of(found).values("pk")) if found else batches.none()
    listing = Listing.of(request, batches, ORDERS)
    counts = queries.counts_of(listing.rows, user)
    content = {
        "form": form,
        "listing": listing,
        "lines": [(batch, counts.get(batch.pk, queries.Counts())) for batch in listing.rows],
        "may_import": may(user, Action.IMPORT_LISTS),
        "may_import_registers": may(user, Action.IMPORT_REGISTERS),
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "intake/list.html", content)


@needs(Action.SEE_IMPORTS)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Which villages of the user's area sent their lists for a month, in time or late, and which did not."""
    user = _user(request)
    this = _round_now(user)
    if this is None:
        return render(request, "intake/calendar.html", {"round": None})
    form = CalendarForm(request.GET, this=this, districts=_districts(user))
    asked = form.cleaned_data
    found = schedule.round_of(this.regency_code, asked.get("bulan") or this.month) or this
    sent = schedule.sent_visible_to(user, found)
    shown = [
        each
        for each in sent
        if asked.get("kecamatan") in (None, "", each.village.district_id)
        and asked.get("kiriman") in (None, "", each.standing)
    ]
    content = {
        "round": found,
        "is_open": timezone.localdate() <= found.closes,
        "form": form,
        "total": schedule.Tally.of(sent),
        "districts": schedule.by_district(sent),
        "listing": Listing.of_found(request, shown),
        "links": {each.value: f"?bulan={found.month}&kiriman={each.value}#desa" for each in schedule.Standing},
        "may_import": may(user, Action.IMPORT_LISTS),
    }
    return render(request, "intake/calendar.html", content)


@needs(Action.IMPORT_LISTS)
def new(request: HttpRequest) -> HttpResponse:
    """Send in lists: they are read and judged at once, and nobody is on the register yet."""
    user = _user(request)
    regencies = _regencies(user, Action.IMPORT_LISTS)
    if request.method != "POST":
        is_sender = not scope_for(user, Action.IMPORT_LISTS).regencies  # An officer passes on what others sent.
        form = UploadForm(regencies=regencies, initial={"sender": str(user) if is_sender else ""})
        return render(request, "intake/new.html", {"form": form, "key": uuid4()})
    form = UploadForm(request.POST, request.FILES, regencies=regencies)
    refused: tuple[Any, ...] = ()
    if form.is_valid():
        try:
            batch = _read(form, user, request.POST.get("key", ""))
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            refused = error.parts.get("files", ()) if isinstance(error, NothingReadError) else ()  # type: ignore[assignment]  # Put there by the service.
            form.add_error(None, _said(error))
        else:
            messages.success(request, _("Kiriman telah dibaca dan dinilai. Belum ada yang masuk ke daftar peserta."))
            delivery = reverse("intake:detail", args=[batch.public_id])
            return HttpResponseClientRedirect(delivery) if getattr(request, "htmx", False) else redirect(delivery)
    return render(request, "intake/new.html", {"form": form, "key": uuid4(), "refused": refused}, status=422)


@needs(Action.IMPORT_LISTS)
@require_GET
def reading(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far a reading of the user's own is, as a part of the page that waits for it and asks again."""
    asked = int(request.GET.get("ke", "0")) if request.GET.get("ke", "").isdecimal() else 0
    standing = progress.standing_of(_user(request).pk, str(key))
    content = {"key": key, "standing": standing, "next": asked + 1 if asked < ASKED_MAX else None}
    return render(request, "intake/parts/reading.html", content)


def _read(form: UploadForm, user: User, key: str) -> ImportBatch:
    given = form.cleaned_data
    with kept_for_a_while(given["lists"]) as paths, progress.told(user.pk, key) as tell:
        return services.read_delivery(
            paths,
            regency_code=form.regency_code,
            as_of=given["as_of"],
            source=form.source_for([path.name for path in paths]),
            sender=given["sender"],
            received_date=given["received_date"],
            actor=user,
            now=timezone.now(),
            progress=lambda done, total, _name: tell(progress.Step.READ, done, total),
            kept=lambda done, total: tell(progress.Step.KEEP, done, total),
        )


@needs(Action.IMPORT_REGISTERS)
def new_dtsen(request: HttpRequest) -> HttpResponse:
    """Send in the DTSEN deciles."""
    return _new_register(request, ImportBatch.Kind.DTSEN)


@needs(Action.IMPORT_REGISTERS)
def new_elsewhere(request: HttpRequest) -> HttpResponse:
    """Send in whom the insurer reports as covered by another payer."""
    return _new_register(request, ImportBatch.Kind.ELSEWHERE)


def _new_register(request: HttpRequest, kind: ImportBatch.Kind) -> HttpResponse:
    user = _user(request)
    regencies = _regencies(user, Action.IMPORT_REGISTERS)
    read = register.import_dtsen if kind == ImportBatch.Kind.DTSEN else register.import_elsewhere
    form = RegisterForm(regencies=regencies)
    if request.method == "POST":
        form = RegisterForm(request.POST, request.FILES, regencies=regencies)
        if form.is_valid():
            given = form.cleaned_data
            file: UploadedFile[Any] = given["file"]
            try:
                with kept_for_a_while([file]) as (path,):
                    batch = read(
                        path,
                        regency_code=form.regency_code,
                        received_date=given["received_date"],
                        actor=user,
                        now=timezone.now(),
                    )
            except JaringError as error:  # Shown at the form, which keeps what was typed.
                form.add_error(None, _said(error))
            else:
                count_ahead(batch.regency_id)
                messages.success(request, _("Data telah dibaca dan dipakai pada penetapan berikutnya."))
                return redirect("intake:detail", batch.public_id)
    status = 422 if form.errors else 200
    return render(request, "intake/new_register.html", {"form": form, "kind": kind}, status=status)


@needs(Action.IMPORT_LISTS)
@require_GET
def sample(request: HttpRequest) -> FileResponse:
    """Give a list to be filled in, with invented workers of the user's first village."""
    village = people.villages_visible_to(_user(request), Action.IMPORT_LISTS).first()
    if village is None:
        raise Http404
    return hand_out(BytesIO(sample_list(village, timezone.now())), _("contoh-daftar.xlsx"))


# --- one delivery ----------------------------------------------------------------------------------------


@needs(Action.SEE_IMPORTS)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A delivery: its files, and its good, doubtful and bad rows, one page at a time."""
    user, batch = _user(request), _batch(request, public_id)
    if batch.kind != ImportBatch.Kind.LISTS:
        return render(request, "intake/register.html", _acts(user, batch, None) | {"batch": batch})
    rows = queries.rows_visible_to(user).filter(batch=batch)
    overview = queries.overview(rows)
    numbers = overview.verdicts
    verdict = _tab(request, numbers)
    files = _files(batch, user, overview)
    villages = _villages(overview, verdict)
    filters = _row_form(request, verdict, overview, files, villages)
    wanted = filters.wanted
    listing = Listing.of(
        request,
        queries.choose(rows, wanted).select_related("file", "village"),
        ROW_ORDERS,
        total=overview.matching(wanted),
    )
    refused = [file for file in files if file.code]
    content = {
        "batch": batch,
        "overview": overview,
        "tabs": [
            {"name": name, "verdict": tab.value, "count": getattr(numbers, tab.value), "is_current": tab == verdict}
            for name, tab in TABS.items()
        ],
        "verdict": verdict,
        "filters": filters,
        "listing": listing,
        "query": listing.address(),
        "lines": [line_of(row) for row in listing.rows],
        "file_number": len(files),
        "refused": refused,
        "files": [file for file in files if not file.code][:FILES_SHOWN] if len(files) <= FILES_SHOWN else [],
        "shown_file": next((file for file in files if str(file.pk) == wanted.file), None),
        "by_code": _by_code(overview) if verdict == ImportRow.Verdict.DOUBTFUL else [],
    }
    return render(request, "intake/detail.html", content | _acts(user, batch, overview))


@needs(Action.SEE_IMPORTS)
@require_GET
def files(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The files of a delivery with what became of each."""
    user, batch = _user(request), _batch(request, public_id)
    rows = queries.rows_visible_to(user).filter(batch=batch)
    overview = queries.overview(rows)
    shown = ImportFile.objects.filter(batch=batch)
    if not queries.is_whole(batch, user):
        shown = shown.filter(pk__in=overview.by("file"))
    listing = Listing.of(request, shown, FILE_ORDERS)
    content = {
        "batch": batch,
        "listing": listing,
        "files": _with_counts(listing.rows, overview),
        "may_mend": may(user, Action.IMPORT_LISTS),
    }
    return render(request, "intake/files.html", content)


@needs(Action.IMPORT_LISTS)
@require_POST
def corrections(request: HttpRequest, public_id: UUID, file_id: int) -> FileResponse | HttpResponse:
    """Give the rows of a file that have to be mended as a workbook, with the numbers as sent, and write that down."""
    user, batch = _user(request), _batch(request, public_id, Action.IMPORT_LISTS)
    file = get_object_or_404(ImportFile, batch=batch, pk=file_id)
    rows = queries.rows_visible_to(user, Action.IMPORT_LISTS).filter(batch=batch, file=file)
    if not rows.exists():
        raise Http404
    wrong = rows.exclude(verdict=ImportRow.Verdict.ACCEPTED).order_by("id")
    with tempfile.TemporaryDirectory(prefix="jaring-") as folder:
        path = write_workbook(batch, file, wrong.iterator(chunk_size=1000), Path(folder))
        if path is None:
            messages.info(request, _("Tidak ada baris yang perlu diperbaiki pada berkas itu."))
            return redirect("intake:detail", batch.public_id)
        kept = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # FileResponse closes it, which removes it.
        kept.write(path.read_bytes())
    with transaction.atomic():
        audit.record(
            user,
            "intake.corrections_exported",
            batch.regency_id,
            now=timezone.now(),
            subject=str(batch.public_id),
            detail={"rows": wrong.count(), "files": 1},
        )
    kept.seek(0)
    name = f"{_('perbaikan')}-{hide_numbers(Path(file.name).stem)}.xlsx"
    return FileResponse(kept, as_attachment=True, filename=name, content_type=WORKBOOK)


@needs(Action.SEE_IMPORTS)
@require_GET
def difference(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a delivery would change on the register, village by village."""
    user, batch = _user(request), _batch(request, public_id)
    if batch.kind != ImportBatch.Kind.LISTS or not may(user, Action.SEE_PEOPLE):
        raise Http404
    rows = queries.rows_visible_to(user).filter(batch=batch)
    known = people.visible_to(user)
    # One village by itself costs a page of rows; the count of all is asked only where none is chosen.
    own = _own_village(user)
    chosen = comparison.village_of(rows, request.GET.get("desa", "") or own)
    villages = [] if chosen else comparison.by_village(batch, rows, known)
    is_only = len(villages) == 1
    if is_only:
        chosen = villages[0].village
    content = {
        "batch": batch,
        "villages": villages,
        "village": chosen,
        "has_more": chosen is not None and not is_only and not own,
    }
    if chosen:
        content |= _village_difference(request, comparison.of_village(rows, known, chosen))
    return render(request, "intake/difference.html", content)


def _own_village(user: User) -> str:
    """Return the code of the one village that a user answers for; empty for whoever answers for more."""
    scope = scope_for(user, Action.SEE_IMPORTS)
    is_one = len(scope.villages) == 1 and not (scope.everywhere or scope.regencies or scope.districts)
    return next(iter(scope.villages)) if is_one else ""


def _village_difference(request: HttpRequest, found: comparison.VillageDifference) -> dict[str, Any]:
    """Return the lists of a comparison, each cut to a page of its own."""
    pages = {name: Listing.of_found(request, getattr(found, name), page=page) for name, page in PAGE_OF_LIST.items()}
    return {"found": found, "lists": pages}


# --- acts on a delivery ----------------------------------------------------------------------------------


@needs(Action.ACCEPT_BATCH)
@require_POST
def take_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Bring the good rows, and those judged good, onto the register."""
    batch = _batch(request, public_id, Action.ACCEPT_BATCH)
    counts = register.take_over(batch, actor=_user(request), now=timezone.now())
    said = _("Diambil alih ke daftar peserta: %(new)s orang baru, %(changed)s berubah, %(unchanged)s tetap.")
    messages.success(request, said % {name: number(value) for name, value in counts.items()})
    return redirect("intake:detail", batch.public_id)


@needs(Action.UNDO_BATCH)
@require_POST
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a delivery back as if it had not come."""
    batch = _batch(request, public_id, Action.UNDO_BATCH)
    register.undo(batch, actor=_user(request), now=timezone.now())
    count_ahead(batch.regency_id)
    messages.success(request, _("Penerimaan dibatalkan. Daftar peserta kembali seperti sebelum kiriman ini."))
    return redirect("intake:detail", batch.public_id)


@needs(Action.JUDGE_ROWS)
@require_POST
def judge_by_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Decide at once on all undecided rows whose only doubt is one code."""
    batch = _batch(request, public_id, Action.JUDGE_ROWS)
    code = request.POST.get("kode", "")
    if code not in codes.LABELS:
        raise Http404
    take = _decision(request)
    decided = services.judge_by_code(batch, code, take=take, actor=_user(request), now=timezone.now())
    if take:
        said = ngettext("%(n)s baris diterima.", "%(n)s baris diterima.", decided)
    else:
        said = ngettext("%(n)s baris tidak diterima.", "%(n)s baris tidak diterima.", decided)
    messages.success(request, said % {"n": number(decided)})
    return _back(request, batch)


# --- rows ------------------------------------------------------------------------------------------------


@needs(Action.JUDGE_ROWS)
@require_POST
def judge(request: HttpRequest, public_id: UUID, row_id: UUID) -> HttpResponse:
    """Decide on one row; a partial update gets the row and the counts back."""
    user = _user(request)
    row = _row(request, public_id, row_id, Action.JUDGE_ROWS)
    row.judgement = services.judge(row, take=_decision(request), actor=user, now=timezone.now()).judgement
    if not request.htmx:  # type: ignore[attr-defined]  # Set by django-htmx.
        return _back(request, row.batch)
    overview = queries.overview(queries.rows_visible_to(user).filter(batch=row.batch))
    content = {
        "batch": row.batch,
        "overview": overview,
        "line": line_of(row),
        "query": request.POST.get("kembali", ""),
    }
    return render(request, "intake/parts/judged.html", content | _acts(user, row.batch, overview))


@needs(Action.SEE_IMPORTS)
def row(request: HttpRequest, public_id: UUID, row_id: UUID) -> HttpResponse:
    """One row: as sent, what was found, and a form to mend it."""
    user = _user(request)
    posts = request.method == "POST"
    row = _row(request, public_id, row_id, Action.IMPORT_LISTS if posts else Action.SEE_IMPORTS)
    content = row.content
    texts, notes = services.current_texts(content), notes_of(row, content)
    state = request.POST.get("kembali", "") if posts else request.META.get("QUERY_STRING", "")
    if posts:
        sent = MendForm(texts, [], request.POST)
        if sent.is_valid():
            row = services.mend(row, sent.typed, actor=user, now=timezone.now())
            said = _("Baris telah diperbaiki dan dinilai ulang: %(verdict)s.")
            messages.success(request, said % {"verdict": row.get_verdict_display()})
            return _after_mending(request, row, state)
    form = sent if posts else MendForm(texts, notes).say(get_language() or "id")
    acts = _acts(user, row.batch, None)
    shown = {
        "batch": row.batch,
        "row": row,
        "line": line_of(row),
        "form": form if acts["may_mend"] and row.taken_at is None else None,
        "cells": [(hide_numbers(c["heading"]), _cell(c)) for c in content["cells"]],
        "mended": sorted(content.get("mended", {})),
        "query": _clean_query(state),
        "villages": sorted({v.name for v in places.regency(row.batch.regency_id).villages}),
        "districts": [d.name for d in places.regency(row.batch.regency_id).districts],
    }
    return render(request, "intake/row.html", acts | shown, status=422 if posts else 200)


def _cell(cell: dict[str, str]) -> str:
    return masked(cell["text"]) if cell["field"] in NUMBERS else hide_numbers(cell["text"])


def _after_mending(request: HttpRequest, row: ImportRow, state: str) -> HttpResponse:
    """Lead on: to the same row while it is bad, to the next of the list where that was asked, else to the list."""
    batch = row.batch
    here = reverse("intake:row", args=[batch.public_id, row.public_id])
    if row.verdict == ImportRow.Verdict.REJECTED:
        return redirect(here + _clean_query(state))
    if "lanjut" in request.POST:
        rows = queries.rows_visible_to(_user(request), Action.IMPORT_LISTS).filter(batch=batch)
        following = queries.next_to_mend(queries.choose(rows, _wanted(state)), row.pk)
        if following:
            return redirect(reverse("intake:row", args=[batch.public_id, following.public_id]) + _clean_query(state))
    return _back(request, batch)


# --- parts -----------------------------------------------------------------------------------------------


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user


def _batch(request: HttpRequest, public_id: UUID, action: Action = Action.SEE_IMPORTS) -> ImportBatch:
    visible = queries.visible_to(_user(request), action).select_related("village", "created_by", "settled_by")
    return get_object_or_404(visible, public_id=public_id)


def _row(request: HttpRequest, public_id: UUID, row_id: UUID, action: Action) -> ImportRow:
    visible = queries.rows_visible_to(_user(request), action).select_related("batch", "file", "village")
    return get_object_or_404(visible, public_id=row_id, batch__public_id=public_id)


def _regency_code(user: User) -> str:
    """Return the regency whose rhythm the user follows: the first in scope."""
    scope = scope_for(user, Action.SEE_IMPORTS)
    return min(code[:5] for code in scope.regencies | scope.districts | scope.villages)


def _round_now(user: User) -> schedule.Round | None:
    return schedule.round_on(_regency_code(user), timezone.localdate())


def _districts(user: User) -> list[District]:
    """Return the districts of the regency in which the user sees deliveries."""
    villages = scope_for(user, Action.SEE_IMPORTS).within(
        Village.objects.filter(district__regency=_regency_code(user)), village="pk", regency="district__regency"
    )
    return list(District.objects.filter(pk__in=villages.values("district")))


def _regencies(user: User, action: Action) -> QuerySet[Regency]:
    return scope_for(user, action).within(Regency.objects.all(), village="", regency="code")


def _acts(user: User, batch: ImportBatch, overview: queries.Overview | None) -> dict[str, Any]:
    """Return what this user may do with this delivery now."""
    is_undone = batch.state == ImportBatch.State.UNDONE
    is_list = batch.kind == ImportBatch.Kind.LISTS
    return {
        "is_undone": is_undone,
        "may_judge": is_list and not is_undone and may(user, Action.JUDGE_ROWS),
        "may_mend": is_list and not is_undone and may(user, Action.IMPORT_LISTS),
        "may_take": is_list
        and not is_undone
        and bool(overview and overview.ready)
        and scope_for(user, Action.ACCEPT_BATCH).covers(batch.regency_id),
        "may_undo": not is_undone and scope_for(user, Action.UNDO_BATCH).covers(batch.regency_id),
        "may_compare": is_list and not is_undone and may(user, Action.SEE_PEOPLE),
    }


def _tab(request: HttpRequest, numbers: queries.Counts) -> ImportRow.Verdict:
    """Return the asked tab, else the first that needs somebody: doubtful, bad, good."""
    asked = TABS.get(request.GET.get("nilai", ""))
    if asked is not None:
        return asked
    waiting = (ImportRow.Verdict.DOUBTFUL, ImportRow.Verdict.REJECTED)
    return next((v for v in waiting if getattr(numbers, v.value)), ImportRow.Verdict.ACCEPTED)


def _files(batch: ImportBatch, user: User, overview: queries.Overview) -> list[ImportFile]:
    """Return the files that the user may know of: all of his own delivery, else those with rows of his."""
    listed = batch.files.all()
    if not queries.is_whole(batch, user):
        listed = listed.filter(pk__in=overview.by("file"))
    return _with_counts(listed, overview)


def _with_counts(listed: Iterable[ImportFile], overview: queries.Overview) -> list[ImportFile]:
    """Let files count only the rows that the user may see."""
    numbers = {verdict: overview.by("file", verdict) for verdict in ImportRow.Verdict.values}
    counted = list(listed)
    for file in counted:
        for verdict, by_file in numbers.items():
            setattr(file, verdict, by_file.get(file.pk, 0))
    return counted


def _villages(overview: queries.Overview, verdict: ImportRow.Verdict) -> list[tuple[str, str]]:
    codes_met = [code for code in overview.by("village", verdict) if code]
    if len(codes_met) < 2:
        return []
    return list(Village.objects.filter(code__in=codes_met).order_by("name").values_list("code", "name"))


def _row_form(
    request: HttpRequest,
    verdict: ImportRow.Verdict,
    overview: queries.Overview,
    listed: list[ImportFile],
    villages: list[tuple[str, str]],
) -> RowFilterForm:
    return RowFilterForm(
        request.GET,
        verdict=verdict.value,
        codes=[(c, f"{codes.label(c)} ({number(n)})") for c, n in overview.by_code(verdict).items()],
        files=[(str(f.pk), hide_numbers(f.name)) for f in listed if getattr(f, verdict)],
        villages=villages,
    )


def _by_code(overview: queries.Overview) -> list[dict[str, Any]]:
    return [{"code": code, "number": met} for code, met in overview.open_by_code().items()]


def _decision(request: HttpRequest) -> bool:
    decision = request.POST.get("putusan")
    if decision not in ("terima", "tidak"):
        raise Http404
    return decision == "terima"


def _back(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Lead back to the list of rows as it was narrowed before."""
    return redirect(reverse("intake:detail", args=[batch.public_id]) + _clean_query(request.POST.get("kembali", "")))


def _clean_query(state: str) -> str:
    """Return the part of a query that a delivery's list understands, and nothing else."""
    given = QueryDict(state.removeprefix("?"))
    kept = {name: given[name] for name in ("nilai", "kode", "putusan", "berkas", "desa", PAGE) if given.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _wanted(state: str) -> queries.Wanted:
    """Read back what the list of rows was narrowed by; whether a row was decided does not count here."""
    given = QueryDict(_clean_query(state).removeprefix("?"))
    tab = TABS.get(given.get("nilai", ""))
    file = given.get("berkas", "")
    return queries.Wanted(
        verdict=tab.value if tab else "",
        code=given.get("kode", ""),
        file=file if file.isascii() and file.isdigit() and len(file) < 18 else "",
        village=given.get("desa", ""),
    )


def _said(error: JaringError) -> str:
    language = get_language() or "id"
    return f"{error.title.say(language)} {error.advice.say(language)}".strip()
