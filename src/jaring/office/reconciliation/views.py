"""The reconciliation workbench: months with their four sides, the insurer's files, cases, money to claim back."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.core.insurer.answer import AnswerKind
from jaring.core.insurer.codes import LineCode
from jaring.core.insurer.templates import template_of
from jaring.core.insurer.words import causes
from jaring.core.month import Month
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.intake.uploads import kept_for_a_while
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.results import ticked
from jaring.office.lists.sheets import Table
from jaring.office.papers import download, file_name, hand_out, kept
from jaring.office.payments.errors import ClaimNumberTakenError
from jaring.office.programme import queries as programme
from jaring.office.programme.models import Payer
from jaring.office.reconciliation import papers, queries, services
from jaring.office.reconciliation.exports import export_of, filter_form, month_of, regency_of
from jaring.office.reconciliation.forms import (
    AnswerForm,
    CauseForm,
    ClaimForm,
    OwnerForm,
    ReasonForm,
    RunForm,
    SeveralForm,
    StateForm,
)
from jaring.office.reconciliation.models import Case, CaseMonth, InsurerFile
from jaring.office.reconciliation.months import RUNS_READ, MonthLine, month_for
from jaring.office.reconciliation.sheet import CASES, ORDERS, SHOWN, CaseLine
from jaring.office.ui.listing import Listing
from jaring.office.ui.templatetags.jaring import moment, number

MONTHS_BACK: Final = 24
LINES_SHOWN: Final = 20


# --- months ----------------------------------------------------------------------------------------------


@needs(Action.SEE_RECONCILIATION)
@require_GET
def months(request: HttpRequest) -> HttpResponse:
    """The months with their four figures, the last match of each, and whether the sides agree."""
    user = _user(request)
    runs = list(queries.runs_visible_to(user).select_related("payer").order_by("-id")[:RUNS_READ])
    known = sorted({*(run.month for run in runs), *queries.months_billed(user)}, reverse=True)[:MONTHS_BACK]
    visible = queries.cases_visible_to(user).exclude(state=Case.State.SOLVED)
    content = {
        "lines": [MonthLine.of(month, runs) for month in known],
        "open_cases": visible.exclude(state=Case.State.ACCEPTED).count(),
        "late_cases": visible.exclude(state=Case.State.ACCEPTED).filter(due_date__lt=timezone.localdate()).count(),
        "claim_idr": queries.claimable_idr(visible),
        "may_reconcile": may(user, Action.RECONCILE),
        "may_deliver": may(user, Action.DELIVER_ANSWER),
    }
    return render(request, "reconciliation/list.html", content)


@needs(Action.SEE_RECONCILIATION)
@require_GET
def month_page(request: HttpRequest, month: Month) -> HttpResponse:
    """A month: its four sides, the insurer's files, the cases by kind and cause."""
    user = _user(request)
    found = month_for(user, month)
    content = {
        "month": month,
        "run": found.line.run,
        "of_payers": found.line.of_payers,
        "files": found.files,
        "kinds": found.kinds,
        "causes": found.causes,
        "run_form": RunForm.fresh() if may(user, Action.RECONCILE) else None,
        "may_deliver": may(user, Action.DELIVER_ANSWER),
    }
    return render(request, "reconciliation/month.html", content)


@needs(Action.SEE_RECONCILIATION)
@require_POST
def month_export(request: HttpRequest, month: Month) -> FileResponse | HttpResponse:
    """Give what the page of a month shows as a workbook, and write that down."""
    return give(request, month_of(_user(request), month))


@needs(Action.RECONCILE)
@require_POST
def run(request: HttpRequest, month: Month) -> HttpResponse:
    """Match a month; the same key again leads to the same match."""
    user = _user(request)
    form = RunForm(request.POST)
    if form.is_valid():
        matched = services.reconcile(
            month,
            regency_code=regency_of(user, Action.RECONCILE),
            request_key=form.cleaned_data["request_key"],
            actor=user,
            now=timezone.now(),
        )
        events = queries.events_of(matched)
        messages.success(
            request,
            _("Bulan dicocokkan: %(opened)s kasus baru, %(carried)s berlanjut, %(closed)s selesai.") % events,
        )
    return redirect("reconciliation:month", month)


@needs(Action.SEE_RECONCILIATION)
@require_GET
def minutes(request: HttpRequest, month: Month) -> FileResponse:
    """Give the minutes of the month's last match as PDF: of all payers, or of the one that the address names."""
    payer = request.GET.get("sumber", "")
    runs = queries.runs_visible_to(_user(request)).filter(month=month)
    runs = runs.filter(payer=int(payer)) if payer.isascii() and payer.isdigit() else runs.filter(payer=None)
    found = runs.order_by("-id").first()
    if found is None:
        raise Http404
    now = timezone.now()
    paper = kept(
        f"berita-acara-{found.public_id}",
        f"{found.pk}-{queries.state_of_cases(found)}",
        ".pdf",
        lambda target: papers.write_minutes(found, target, now=now),
    )
    return download(paper, papers.minutes_name(found))


# --- the insurer's files ---------------------------------------------------------------------------------


@needs(Action.DELIVER_ANSWER)
def upload(request: HttpRequest) -> HttpResponse:
    """Take the insurer's lists in; what was read is shown before anything is matched."""
    user = _user(request)
    this_month = Month.of(timezone.localdate())
    options: dict[str, Any] = {
        "months": (this_month + -MONTHS_BACK, this_month + 2),
        "payers": programme.payers_for(user, Action.DELIVER_ANSWER),
    }
    if request.method != "POST":
        asked = request.GET.get("bulan") or str(this_month + -1)
        return render(request, "reconciliation/upload.html", {"form": AnswerForm(initial={"month": asked}, **options)})
    form = AnswerForm(request.POST, request.FILES, **options)
    if form.is_valid():
        try:
            files = _take_in(request, form, user)
        except JaringError as error:  # Shown at the form, which keeps what was chosen.
            form.add_error(None, f"{papers.say(error.title)} {papers.say(error.advice)}")
        else:
            lines = sum(file.lines for file in files)
            messages.success(request, _("%(n)s baris terbaca.") % {"n": number(lines)})
            return redirect("reconciliation:month", form.cleaned_data["month"])
    return render(request, "reconciliation/upload.html", {"form": form}, status=422)


def _take_in(request: HttpRequest, form: AnswerForm, user: User) -> list[InsurerFile]:
    given = form.cleaned_data
    payer: Payer | None = given["payer"]
    taken = []
    for kind in AnswerKind:
        uploads = request.FILES.getlist(kind.value)
        if uploads:
            with kept_for_a_while(uploads) as paths:
                taken.append(
                    services.take_in(
                        paths,
                        kind,
                        given["month"],
                        regency_code=payer.regency_id if payer else regency_of(user, Action.DELIVER_ANSWER),
                        payer=payer,
                        actor=user,
                        now=timezone.now(),
                    )
                )
    return taken


@needs(Action.SEE_RECONCILIATION)
@require_GET
def file_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was read from a list: columns, findings, totals, and its first lines, masked."""
    visible = queries.files_visible_to(_user(request)).select_related("payer", "uploaded_by")
    file = get_object_or_404(visible, public_id=public_id)
    template = template_of(AnswerKind(file.kind), file.month.first_day)
    lines = list(file.all_lines.order_by("number")[:LINES_SHOWN])
    for line in lines:
        line.file = file  # Each knows its file by the cell that it is sealed for.
    content = {
        "file": file,
        "template": template,
        "columns": [(column.label, file.columns.get(column.field, "")) for column in template.columns],
        "findings": [(LineCode(code).problem, count) for code, count in file.codes.items()],
        "lines": lines,
    }
    return render(request, "reconciliation/file.html", content)


# --- cases -----------------------------------------------------------------------------------------------


@needs(Action.SEE_RECONCILIATION)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The cases, narrowed and ordered as the address says; several can be changed at once."""
    user = _user(request)
    form = filter_form(request.GET, user)
    if (led := led_by_view(request, CASES, user, form.fields, ORDERS)) is not None:
        return led
    fetch = Case.objects.select_related(*SHOWN)
    listing = Listing.of(request, queries.narrowed(queries.cases_visible_to(user), form), ORDERS, fetch=fetch)
    may_move = may(user, Action.RECONCILE)
    lines = [CaseLine.of(case) for case in listing.rows]
    content = {
        "form": form,
        "listing": listing,
        "table": Table.of(CASES, user, listing, lines, orders=ORDERS, tick=_ticked if may_move else None),
        "several_form": SeveralForm(owners=_owners(user), prefix="ubah") if may_move else None,
    }
    return render(request, "reconciliation/cases.html", content)


@needs(Action.SEE_RECONCILIATION)
@require_POST
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """Give the cases with their filters, order and columns as a workbook, and write that down."""
    return give(request, export_of(_user(request), request.GET))


@needs(Action.RECONCILE)
@require_POST
def move_many(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases, or all that the filters find, one state or one owner, after one question."""
    user = _user(request)
    form = SeveralForm(request.POST, owners=_owners(user), prefix="ubah")
    back = f"{reverse('reconciliation:cases')}?{request.GET.urlencode()}"
    if not form.is_valid():
        messages.warning(request, _("Tidak ada yang diubah: pilih tindakannya, dan tuliskan alasan keadaan baru."))
        return HttpResponseRedirect(back)
    chosen = queries.cases_visible_to(user, Action.RECONCILE)
    if request.POST.get("which") == "all":
        chosen = queries.narrowed(chosen, filter_form(request.GET, user))
    else:
        chosen = chosen.filter(public_id__in=ticked(request))
    given, cases, now = form.cleaned_data, list(chosen), timezone.now()
    if form.state is not None:
        _say_moved(request, services.move_cases(cases, form.state, given["reason"], actor=user, now=now))
    else:
        owner = get_object_or_404(User, pk=given["act"])
        _say_handed_over(request, services.assign_cases(cases, owner, actor=user, now=now), len(cases), owner)
    return HttpResponseRedirect(back)


def _ticked(line: CaseLine) -> str:
    return str(line.case.public_id)


def _say_handed_over(request: HttpRequest, new: int, chosen: int, owner: User) -> None:
    """Say how many cases somebody looks after from now on, and how many were his before."""
    messages.success(request, _("%(n)s kasus diserahkan kepada %(owner)s.") % {"n": number(new), "owner": owner})
    if chosen > new:
        messages.info(request, _("%(n)s kasus memang sudah miliknya.") % {"n": number(chosen - new)})


def _say_moved(request: HttpRequest, came: services.Moved) -> None:
    """Say how many cases changed, and for each reason how many did not."""
    say = messages.success if came.moved else messages.warning
    say(request, _("%(n)s kasus diubah.") % {"n": number(came.moved)})
    if came.same:
        messages.info(request, _("%(n)s kasus tidak diubah: keadaannya memang sudah itu.") % {"n": number(came.same)})
    if came.superseded:
        why = _("%(n)s kasus tetap selesai: untuk orang dan perbedaan yang sama ada kasus lain yang masih berjalan.")
        messages.warning(request, why % {"n": number(came.superseded)})


@needs(Action.SEE_RECONCILIATION)
@require_GET
def case_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A case: both records side by side, month by month, what happened, and what can be done."""
    return _case_page(request, _case(request, public_id))


@needs(Action.ANSWER_CASE)
@require_POST
def decide(request: HttpRequest, public_id: UUID, act: str) -> HttpResponse:
    """Do one thing to a case: its state, its owner, its cause, or a note, which the insurer's branch may write too."""
    user, now = _user(request), timezone.now()
    case = _case(request, public_id, Action.ANSWER_CASE if act == "catatan" else Action.RECONCILE)
    forms = _forms_of(case, request)
    form = forms.get(act)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _case_page(request, case, {act: form}, status=422)
    given = form.cleaned_data
    if act == "keadaan":
        came = services.move_cases([case], Case.State(given["state"]), given["reason"], actor=user, now=now)
        if not came.moved:
            _say_moved(request, came)
            return redirect("reconciliation:case", public_id)
    elif act == "tugas":
        services.assign_cases([case], given["owner"], actor=user, now=now)
    elif act == "sebab":
        services.settle_cause(case, given["cause"], given["reason"], actor=user, now=now)
    else:
        services.comment(case, given["reason"], actor=user, now=now)
    messages.success(request, _("Tercatat pada kasus ini."))
    return redirect("reconciliation:case", public_id)


def _forms_of(case: Case, request: HttpRequest | None = None) -> dict[str, Any]:
    given = request.POST if request else None
    return {
        "keadaan": StateForm(given, initial={"state": case.state}, auto_id="keadaan_%s"),
        "tugas": OwnerForm(
            given,
            owners=queries.possible_owners(case.regency_id),
            initial={"owner": case.owner_id},
            auto_id="tugas_%s",
        ),
        "sebab": CauseForm(given, initial={"cause": case.cause}, auto_id="sebab_%s"),
        "catatan": ReasonForm(given, auto_id="catatan_%s"),
    }


def _case_page(
    request: HttpRequest, case: Case, shown: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    user = _user(request)
    may_decide = scope_for(user, Action.RECONCILE).covers(case.regency_id)
    may_answer = scope_for(user, Action.ANSWER_CASE).covers(case.regency_id)
    insurer = case.line.content if case.line else None
    content = {
        "line": CaseLine.of(case),
        "case": case,
        "months": list(case.months.all()),
        "insurer": insurer,
        "insurer_birth_date": date.fromisoformat(insurer["birth_date"]) if insurer and insurer["birth_date"] else None,
        "events": list(case.events.select_related("actor")),
        "evidence": papers.evidence_of(case),
        "forms": {**_forms_of(case), **(shown or {})} if may_answer else {},
        "may_decide": may_decide,
        "may_see_person": may(user, Action.SEE_PEOPLE),
        "causes": causes(),
    }
    return render(request, "reconciliation/case.html", content, status=status)


# --- money to claim back ---------------------------------------------------------------------------------


@needs(Action.SEE_RECONCILIATION)
@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """The contributions that were paid in vain, payer by payer, a page at a time, ready to be claimed back."""
    user = _user(request)
    cases = queries.cases_visible_to(user).filter(payer__isnull=False)
    sums = queries.claimable_by_payer(cases)
    rows = queries.claimable(cases)
    wide = CaseMonth.objects.select_related("case__person__village", "case__payer")
    total = sum(number for number, _idr in sums.values())
    listing = Listing.of(request, rows, {"sumber": queries.CLAIM_ORDER}, total=total, fetch=wide)
    groups = [
        (payer, list(shown), *sums[payer.pk], _claim_form(user, payer))
        for payer, shown in groupby(listing.rows, key=lambda row: row.case.payer)
    ]
    return render(request, "reconciliation/claims.html", {"groups": groups, "listing": listing, "causes": causes()})


@needs(Action.SEE_RECONCILIATION)
@require_GET
def claims_printed(request: HttpRequest) -> FileResponse:
    """Give the claim-back list of a payer as PDF or workbook."""
    payer, rows = _claims_of(request, request.GET.get("sumber", ""), Action.SEE_RECONCILIATION)
    now, day = timezone.now(), timezone.localdate()
    suffix = ".xlsx" if request.GET.get("bentuk") == "xlsx" else ".pdf"
    name = file_name("minta-kembali", payer.code or payer.kind, day.isoformat(), suffix=suffix)
    file = tempfile.TemporaryFile(suffix=suffix)  # noqa: SIM115  # FileResponse closes it, which removes it.
    if suffix == ".xlsx":
        papers.write_claims(file, rows, [(_("Sumber dana"), payer.name), (_("Dibuat pada"), moment(now))])
    else:
        papers.write_claim_pdf(file, rows, payer, day=day, now=now)
    file.seek(0)
    return hand_out(file, name)


@needs(Action.CLAIM_REFUND)
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Turn a payer's list into a claim on the insurer."""
    form = ClaimForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Permintaan tidak dibuat: isi nomor dan tanggal surat."))
        return redirect("reconciliation:claims")
    payer, rows = _claims_of(request, str(form.cleaned_data["payer"]), Action.CLAIM_REFUND)
    given = form.cleaned_data
    try:
        services.claim_back(
            payer,
            rows,
            number=given["number"],
            claim_date=given["claim_date"],
            request_key=given["request_key"],
            actor=_user(request),
            now=timezone.now(),
        )
    except ClaimNumberTakenError as error:
        messages.warning(request, papers.say(error.title))
    else:
        messages.success(request, _("Permintaan pengembalian tercatat. Cetak daftarnya dan kirim bersama suratnya."))
    return redirect("reconciliation:claims")


def _claims_of(request: HttpRequest, payer: str, action: Action) -> tuple[Payer, list[CaseMonth]]:
    user = _user(request)
    if not (payer.isascii() and payer.isdigit()):
        raise Http404
    found = get_object_or_404(programme.payers_for(user, action), pk=int(payer))
    rows = papers.claim_rows(queries.cases_visible_to(user).filter(payer=found))
    if not rows:
        raise Http404
    return found, rows


def _claim_form(user: User, payer: Payer) -> ClaimForm | None:
    if not scope_for(user, Action.CLAIM_REFUND).covers(payer.regency_id):
        return None
    initial = {"payer": payer.pk, "request_key": uuid4(), "claim_date": timezone.localdate()}
    return ClaimForm(initial=initial, auto_id=f"minta{payer.pk}_%s")


# --- shared ----------------------------------------------------------------------------------------------


def _owners(user: User) -> QuerySet[User]:
    return queries.possible_owners(regency_of(user, Action.RECONCILE))


def _case(request: HttpRequest, public_id: UUID, action: Action = Action.SEE_RECONCILIATION) -> Case:
    visible = queries.cases_visible_to(_user(request), action)
    wide = visible.select_related("person__village__district", "payer", "owner", "line__file")
    return get_object_or_404(wide, public_id=public_id)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
