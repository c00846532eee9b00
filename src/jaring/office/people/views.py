"""The register: list, search, export; a person's page with the acts that belong to it."""

from __future__ import annotations

import tempfile
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.core.identity import Nik, parse_nik
from jaring.core.month import Month
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.audit import services as audit
from jaring.office.people import queries, services
from jaring.office.people.exports import write_workbook
from jaring.office.people.forms import COVERS, ExitForm, FilterForm, RevealForm
from jaring.office.people.models import DtsenEntry, Person
from jaring.office.programme.models import Decision
from jaring.office.programme.queries import months_enrolled
from jaring.office.ui.areas import areas_of
from jaring.office.ui.listing import ORDER, Listing, ordering
from jaring.office.ui.templatetags.jaring import moment

ORDERS: Final = {
    "nama": ("search_name", "id"),
    "desa": ("village_id", "search_name", "id"),
    "baru": ("-id",),
}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _this_month() -> Month:
    return Month.of(timezone.localdate())


def _filter_form(request: HttpRequest, user: User) -> FilterForm:
    villages = queries.villages_visible_to(user)
    return FilterForm(request.GET, villages, with_decisions=may(user, Action.SEE_TARGETING))


@needs(Action.SEE_PEOPLE)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The register of the user's area, searched and filtered."""
    user = _user(request)
    form, runs, month = _filter_form(request, user), queries.latest_runs(user), _this_month()
    rows = queries.choose(queries.visible_to(user), form.wanted, runs=runs, month=month)
    visible = queries.visible_to(user).select_related("village__district")
    listing = Listing.of(request, rows, ORDERS, fetch=visible)
    content = {
        "form": form,
        "listing": listing,
        "lines": queries.lines(listing.rows, runs=runs, month=month),
        "shows_outcome": may(user, Action.SEE_TARGETING),
        "may_export": may(user, Action.EXPORT_PEOPLE),
        "export_query": listing.address(hal=None),
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
def export(request: HttpRequest) -> FileResponse:
    """Give the list with its filters and order as a workbook, and write that down."""
    user, now = _user(request), timezone.now()
    form, runs, month = _filter_form(request, user), queries.latest_runs(user), _this_month()
    chosen = queries.choose(queries.visible_to(user, Action.EXPORT_PEOPLE), form.wanted, runs=runs, month=month)
    rows = _ordered(chosen, request.GET.get(ORDER, ""))
    about = [
        (_("Isi"), _("Daftar peserta, NIK disamarkan")),
        (_("Wilayah"), ", ".join(area.name for area in areas_of(user))),
        *form.spoken,
        (_("Diunduh oleh"), str(user)),
        (_("Diunduh pada"), moment(now)),
    ]
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # FileResponse closes it, which removes it.
    number = write_workbook(file, rows, runs=runs, month=month, words=_words(), about=about)
    for regency_code in sorted({area.code[:5] for area in areas_of(user)}):
        audit.record(
            user,
            "people.exported",
            regency_code,
            now=now,
            detail={"rows": number, "filters": [label for label, _value in form.spoken]},
        )
    file.seek(0)
    name = f"{_('peserta')}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


def _ordered(people: QuerySet[Person], order: str) -> QuerySet[Person]:
    name = order if order.removeprefix("-") in ORDERS else "nama"
    return people.order_by(*ordering(ORDERS, name))


def _words() -> dict[str, dict[str, str]]:
    outcomes = {str(value): str(label) for value, label in Decision.Outcome.choices}
    return {"outcome": outcomes, "cover": {str(cover): str(label) for cover, label in COVERS}}


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
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        else:
            messages.success(request, _("Laporan keluar telah dicatat. Tempatnya diisi pada perubahan SK berikutnya."))
            return redirect("people:detail", person.public_id)
    return _person_page(request, person, exit_form=form, status=422)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user


def _person(request: HttpRequest, public_id: UUID, action: Action = Action.SEE_PEOPLE) -> Person:
    visible = queries.visible_to(_user(request), action).select_related("village__district", "first_row__batch")
    return get_object_or_404(visible, public_id=public_id)


def _person_page(
    request: HttpRequest,
    person: Person,
    *,
    shown: dict[str, Any] | None = None,
    reveal_form: RevealForm | None = None,
    exit_form: ExitForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, month = _user(request), _this_month()
    enrolments = list(months_enrolled(person))
    covers = [queries.cover_of(e.from_month, e.stops, month) for e in enrolments]  # type: ignore[attr-defined]  # Annotated.
    content = {
        "person": person,
        "age": _age(person),
        "cover": min(covers, key=list(queries.Cover).index, default=queries.Cover.NONE),
        "enrolments": list(zip(enrolments, covers, strict=True)),
        "decile": _latest_decile(person),
        "decisions": _decisions(person, user),
        "may_see_bills": may(user, Action.SEE_BILLS),
        "shown": shown,
        "reveal_form": _reveal_form(person, user, reveal_form),
        "exit_form": (exit_form or ExitForm()) if _reaches(user, Action.REPORT_EXIT, person) else None,
        **queries.history(person),
    }
    return render(request, "people/detail.html", content, status=status)


def _reaches(user: User, action: Action, person: Person) -> bool:
    return scope_for(user, action).covers(person.village_id)


def _reveal_form(person: Person, user: User, given: RevealForm | None) -> RevealForm | None:
    if not _reaches(user, Action.REVEAL_IDENTIFIER, person):
        return None
    form = given or RevealForm()
    field = form.fields["field"]
    recorded = [n for n in RevealForm.NUMBERS if getattr(person, f"{n[0]}_sealed")]
    field.choices = recorded  # type: ignore[attr-defined]  # A ChoiceField.
    return form


def _decisions(person: Person, user: User) -> list[Decision]:
    if not _reaches(user, Action.SEE_TARGETING, person):
        return []
    return list(person.decisions.select_related("run__programme_year", "run__payer").order_by("-run_id")[:6])


def _latest_decile(person: Person) -> DtsenEntry | None:
    entries = DtsenEntry.objects.filter(regency=person.regency_id, nik_look_up=person.nik_look_up)
    return entries.select_related("batch").order_by("-batch_id").first()


def _age(person: Person) -> int | None:
    born, today = person.birth_date, timezone.localdate()
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
