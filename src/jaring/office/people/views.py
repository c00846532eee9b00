"""The register: list, search, export; a person's page with the acts that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.core.identity import Nik, parse_nik
from jaring.core.month import Month
from jaring.office.access.middleware import ask_again, needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, roles_of, scope_for
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.results import Result, one_by_one, results_page, ticked
from jaring.office.lists.sheets import Table
from jaring.office.people import corrections, history, notes, queries, services
from jaring.office.people.exports import export_of, filter_form
from jaring.office.people.forms import (
    CorrectionForm,
    DecisionForm,
    ExitForm,
    NoteForm,
    RevealForm,
)
from jaring.office.people.history import Act
from jaring.office.people.models import Person
from jaring.office.people.months import dues_of, strip_of
from jaring.office.people.queries import age_on
from jaring.office.people.sheet import ORDERS, REGISTER
from jaring.office.programme import objections
from jaring.office.programme.models import Decision
from jaring.office.programme.queries import months_enrolled
from jaring.office.programme.shares import payers_in, plans_under
from jaring.office.rules.queries import choices_of
from jaring.office.ui.listing import Listing

CHANGES_MAX, DUES_MAX, WAITING_MAX = 20, 24, 100
REVEALS_BEFORE_ASKING: Final = 20
"""So many numbers in a day are opened without showing the second factor anew."""


def _this_month() -> Month:
    return Month.of(timezone.localdate())


@needs(Action.SEE_PEOPLE)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The register of the user's area, searched and filtered, in the columns that were chosen."""
    user = _user(request)
    form, runs, month = filter_form(request.GET, user), queries.latest_runs(user), _this_month()
    if (led := led_by_view(request, REGISTER, user, form.fields, ORDERS)) is not None:
        return led
    rows = queries.choose(queries.visible_to(user), form.wanted, runs=runs, month=month)
    visible = queries.visible_to(user).select_related("village__district")
    listing = Listing.of(request, rows, ORDERS, fetch=visible)
    content = {
        "form": form,
        "table": Table.of(REGISTER, user, listing, queries.lines(listing.rows, runs=runs, month=month), orders=ORDERS),
        "listing": listing,
        "may_export": may(user, Action.EXPORT_PEOPLE),
    }
    return render(request, "people/list.html", content)


@needs(Action.SEE_PEOPLE)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Find a person by NIK. The number comes by POST and goes nowhere."""
    nik = parse_nik(request.POST.get("nik", ""))
    if not isinstance(nik, Nik):
        messages.warning(request, _("NIK harus 16 angka. Periksa kembali nomor yang Anda ketik."))
        return redirect("people:list")
    person = queries.find_by_nik(_user(request), nik)
    if person is None:
        messages.warning(request, _("NIK itu tidak ada pada daftar di wilayah kerja Anda."))
        return redirect("people:list")
    return redirect("people:detail", person.public_id)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """Give the list with its filters, order and columns as a workbook, and write that down."""
    return give(request, export_of(_user(request), request.GET))


@needs(Action.SEE_PEOPLE)
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A person: facts, decisions with reasons, cover, dues and history."""
    return _person_page(request, _person(request, public_id))


@needs(Action.REVEAL_IDENTIFIER)
@require_POST
def reveal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a number unmasked, once, in the answer to this very request."""
    person = _person(request, public_id, Action.REVEAL_IDENTIFIER)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _person_page(request, person, reveal_form=form, status=422)
    if services.reveals_lately(_user(request), timezone.now()) >= REVEALS_BEFORE_ASKING:
        led = ask_again(request)
        if led is not None:
            return led
    field, reason = form.cleaned_data["field"], form.cleaned_data["reason"]
    number = services.reveal(person, field, actor=_user(request), reason=reason, now=timezone.now())
    shown = {"label": dict(RevealForm.NUMBERS)[field], "number": number}
    return _person_page(request, person, shown=shown)


@needs(Action.REPORT_EXIT)
@require_POST
def report_exit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down that somebody left, and why."""
    person = _person(request, public_id, Action.REPORT_EXIT)
    form = ExitForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.report_exit(
                person,
                given["reason"],
                given["happened_on"],
                note=given["note"],
                actor=_user(request),
                now=timezone.now(),
            )
        except JaringError as error:
            _say_at(form, error)
        else:
            messages.success(request, _("Laporan keluar telah dicatat. Tempatnya diisi pada perubahan SK berikutnya."))
            return redirect("people:detail", person.public_id)
    return _person_page(request, person, exit_form=form, status=422)


@needs(Action.PROPOSE_CORRECTION)
@require_POST
def propose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose what a fact of a person should be; somebody else decides."""
    person = _person(request, public_id, Action.PROPOSE_CORRECTION)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            corrections.propose(person, given["field"], given["value"], given["reason"], actor=_user(request), now=now)
        except JaringError as error:
            _say_at(form, error)
        else:
            messages.success(request, _("Usulan perbaikan telah dicatat dan menunggu keputusan orang lain."))
            return redirect("people:detail", person.public_id)
    return _person_page(request, person, correction_form=form, status=422)


@needs(Action.DECIDE_CORRECTION)
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept or decline a proposal."""
    user = _user(request)
    proposals = queries.corrections_visible_to(user).select_related("person__regency")
    correction = get_object_or_404(proposals, public_id=public_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        is_accepted = form.cleaned_data["outcome"] == "accept"
        note, now = form.cleaned_data["note"], timezone.now()
        corrections.decide(correction, is_accepted=is_accepted, note=note, actor=user, now=now)
        said = _("Perbaikan diterima; data peserta sudah berubah.") if is_accepted else _("Usulan ditolak.")
        messages.success(request, said)
    else:
        messages.warning(request, _("Pilih terima atau tolak."))
    return redirect("people:detail", correction.person.public_id)


@needs(Action.WRITE_NOTE)
@require_POST
def write_note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write a note on a person, or hand him over to another role."""
    person = _person(request, public_id, Action.WRITE_NOTE)
    form = NoteForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            notes.write(person, given["text"], handed_to=given["handed_to"], actor=_user(request), now=timezone.now())
        except JaringError as error:
            _say_at(form, error)
        else:
            messages.success(request, _("Catatan tersimpan."))
            return redirect("people:detail", person.public_id)
    return _person_page(request, person, note_form=form, status=422)


@needs(Action.WRITE_NOTE)
@require_POST
def finish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that what was handed over is done."""
    user = _user(request)
    note = get_object_or_404(queries.notes_visible_to(user).select_related("person"), public_id=public_id)
    notes.finish(note, actor=user, now=timezone.now())
    messages.success(request, _("Serah terima selesai."))
    return redirect("people:detail", note.person.public_id)


@needs(Action.WRITE_NOTE)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Proposals and hand-overs that wait for the user."""
    user = _user(request)
    content = {
        "corrections": [(each, queries.shown_value(each)) for each in queries.open_corrections(user)[:WAITING_MAX]],
        "notes": list(queries.open_notes(user)[:WAITING_MAX]),
        "most": WAITING_MAX,
        "decision_form": DecisionForm(auto_id="putus_%s") if may(user, Action.DECIDE_CORRECTION) else None,
    }
    return render(request, "people/waiting.html", content)


@needs(Action.DECIDE_CORRECTION)
@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """Accept or decline the ticked proposals after one question, and say of each what became of it."""
    user, now = _user(request), timezone.now()
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Pilih terima atau tolak."))
        return redirect("people:waiting")
    is_accepted, note = form.cleaned_data["outcome"] == "accept", form.cleaned_data["note"]
    waiting = queries.corrections_visible_to(user).select_related("person__regency")
    came = one_by_one(
        waiting.filter(public_id__in=ticked(request)).order_by("id"),
        lambda each: corrections.decide(each, is_accepted=is_accepted, note=note, actor=user, now=now),
    )
    title = _("Usulan perbaikan diterima") if is_accepted else _("Usulan perbaikan ditolak")
    results = [_result_of(each.person, str(each.get_field_display()), refusal) for each, refusal in came]
    return results_page(request, title, results, reverse("people:waiting"))


@needs(Action.WRITE_NOTE)
@require_POST
def finish_many(request: HttpRequest) -> HttpResponse:
    """Say that the ticked hand-overs are done, and of each what became of it."""
    user, now = _user(request), timezone.now()
    handed = queries.notes_visible_to(user).select_related("person").filter(public_id__in=ticked(request))
    came = one_by_one(handed.order_by("id"), lambda each: notes.finish(each, actor=user, now=now))
    results = [_result_of(each.person, each.text, refusal) for each, refusal in came]
    return results_page(request, _("Serah terima selesai"), results, reverse("people:waiting"))


def _result_of(person: Person, detail: str, refusal: JaringError | None) -> Result:
    return Result(person.name, detail, reverse("people:detail", args=[person.public_id]), refusal)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user


def _say_at(form: Form, error: JaringError) -> None:
    """Show a refusal at the form, which keeps what was typed."""
    form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")


def _person(request: HttpRequest, public_id: UUID, action: Action = Action.SEE_PEOPLE) -> Person:
    visible = queries.visible_to(_user(request), action).select_related("village__district", "first_row__batch")
    return get_object_or_404(queries.with_decile(visible), public_id=public_id)


def _person_page(
    request: HttpRequest,
    person: Person,
    *,
    shown: dict[str, Any] | None = None,
    status: int = 200,
    **typed: Form,
) -> HttpResponse:
    """Show a person; ``typed`` holds the form that was refused, by its name on the page."""
    user, month, today = _user(request), _this_month(), timezone.localdate()
    enrolments, dues, acts = list(months_enrolled(person)), dues_of(person), history.acts_on(person)
    plans, decisions = plans_under(enrolments), _decisions(person, user)
    covers = [queries.cover_of(e.from_month, e.stops, month) for e in enrolments]  # type: ignore[attr-defined]  # Annotated.
    changes = person.changes.select_related("row__batch", "actor")[:CHANGES_MAX]
    content = {
        "person": person,
        "age": age_on(person.birth_date, today),
        "cover": min(covers, key=list(queries.Cover).index, default=queries.Cover.NONE),
        "strip": strip_of(enrolments, dues, today, choices_of(person.regency_id), plans),
        "month_names": [Month(today.year, number) for number in range(1, 13)],
        "enrolments": list(zip(enrolments, covers, payers_in(enrolments, month, plans), strict=True)),
        "dues": dues[:DUES_MAX],
        "decisions": decisions if _reaches(user, Action.SEE_TARGETING, person) else [],
        "objectionable": objections.open_decision(decisions, user, today),
        "household": [(each, age_on(each.birth_date, today)) for each in queries.household(person, user)],
        "exits": [act for act in acts if act.kind is history.Kind.EXIT],
        "proposals": _proposals(person, user, acts),
        "hand_overs": _hand_overs(user, acts),
        "events": history.timeline(person, enrolments, changes, acts),
        "may_see_bills": may(user, Action.SEE_BILLS),
        "shown": shown,
        **_forms(person, user, typed),
    }
    return render(request, "people/detail.html", content, status=status)


def _forms(person: Person, user: User, typed: dict[str, Form]) -> dict[str, Form | None]:
    """Return the forms of the acts that the user may do here, as they were typed where one was refused."""
    made: dict[str, tuple[Action, Callable[[], Form]]] = {
        "reveal_form": (Action.REVEAL_IDENTIFIER, RevealForm),
        "exit_form": (Action.REPORT_EXIT, ExitForm),
        "correction_form": (Action.PROPOSE_CORRECTION, CorrectionForm),
        "note_form": (Action.WRITE_NOTE, NoteForm),
    }
    forms = {
        name: (typed.get(name) or make()) if _reaches(user, action, person) else None
        for name, (action, make) in made.items()
    }
    if (reveal_form := forms["reveal_form"]) is not None:
        recorded = [n for n in RevealForm.NUMBERS if getattr(person, f"{n[0]}_sealed")]
        reveal_form.fields["field"].choices = recorded  # type: ignore[attr-defined]  # A ChoiceField.
    return forms


def _proposals(person: Person, user: User, acts: Iterable[Act]) -> list[dict[str, Any]]:
    """Return what waits for a decision; with a form where the user may decide, which is not his own."""
    waiting = {act.public_id: act for act in acts if act.kind is history.Kind.CORRECTION and act.is_accepted is None}
    if not waiting:
        return []
    may_decide = _reaches(user, Action.DECIDE_CORRECTION, person)
    return [
        {
            "act": waiting[each.public_id],
            "value": queries.shown_value(each),
            "id": each.public_id,
            "form": DecisionForm() if may_decide and each.proposed_by_id != user.pk else None,
        }
        for each in person.corrections.filter(public_id__in=list(waiting))
    ]


def _hand_overs(user: User, acts: Iterable[Act]) -> list[tuple[Act, bool]]:
    """Return what was handed over and is not done, and whether it is for the user."""
    held = roles_of(user)
    handed = [act for act in acts if act.kind is history.Kind.NOTE and act.word and not act.settled_by]
    return [(act, act.word in held) for act in handed]


def _reaches(user: User, action: Action, person: Person) -> bool:
    return scope_for(user, action).covers(person.village_id)


def _decisions(person: Person, user: User) -> list[Decision]:
    """Return the newest decisions on a person where the user may see them, or may object."""
    if not any(_reaches(user, action, person) for action in (Action.SEE_TARGETING, Action.FILE_OBJECTION)):
        return []
    beside = ("run__programme_year", "run__payer", "run__objection_window")
    return list(person.decisions.select_related(*beside).order_by("-run_id")[:6])
