"""Moves between payers, chosen, weighed and drafted; and plans of co-funding."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.years import year_asked
from jaring.office.budgets import queries
from jaring.office.budgets.forms import MoveForm, PlanForm
from jaring.office.budgets.views import said, user_of
from jaring.office.people.models import Person
from jaring.office.programme import services
from jaring.office.programme.forms import DecreeForm
from jaring.office.programme.models import Decree, ProgrammeYear
from jaring.office.programme.movers import Weighed, chosen_people, weigh_move
from jaring.office.programme.queries import movable
from jaring.regencies import profile

PEOPLE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a move is about, and what it would cost or save."""

    people: QuerySet[Person]
    number: int
    weighed: Weighed


@needs(Action.DRAFT_DECREE)
def move(request: HttpRequest) -> HttpResponse:
    """Choose whom to move, see what it costs each payer until the year ends, and draft the decree."""
    user = user_of(request)
    year = year_asked(list(queries.years_visible_to(user)), request.GET.get("tahun", ""))
    if year is None:
        return render(request, "budgets/move.html", {"year": None})
    form = _move_form(request, user, year)
    if "dari" not in request.GET or not form.is_valid():
        return render(request, "budgets/move.html", {"year": year, "form": form}, status=422 if form.errors else 200)
    chosen = _chosen(form, year)
    decree_form = _decree_form(request, form, year)
    if request.method == "POST" and decree_form.is_valid():
        try:
            decree = _draft(request, form, decree_form, chosen, year)
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            decree_form.add_error(None, said(error))
        else:
            messages.success(request, _("Rancangan SK tersusun. Periksa lampirannya sebelum dicetak."))
            return redirect("decrees:detail", decree.public_id)
    content = {
        "year": year,
        "form": form,
        "chosen": chosen,
        "people": chosen.people.select_related("village__district").order_by("village", "search_name")[:PEOPLE_SHOWN],
        "decree_form": decree_form,
    }
    return render(request, "budgets/move.html", content, status=422 if decree_form.errors else 200)


@needs(Action.SEE_MONEY)
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """All plans with their steps, and the form to make one."""
    return _plans_page(request, None)


@needs(Action.MANAGE_BUDGET)
@require_POST
def make_plan(request: HttpRequest) -> HttpResponse:
    """Make a plan; a decree puts people under it."""
    user = user_of(request)
    form = PlanForm(request.POST, queries.payers_visible_to(user, Action.MANAGE_BUDGET))
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.make_plan(
                given["name"], given["payer"], given["partner"], form.steps(), actor=user, now=timezone.now()
            )
        except JaringError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Rencana dicatat. Terapkan pada peserta melalui SK pindah sumber dana."))
            return redirect("budgets:plans")
    return _plans_page(request, form, status=422)


def _plans_page(request: HttpRequest, form: PlanForm | None, status: int = 200) -> HttpResponse:
    user = user_of(request)
    may_manage = bool(scope_for(user, Action.MANAGE_BUDGET))
    payers = queries.payers_visible_to(user, Action.MANAGE_BUDGET)
    content = {
        "plans": queries.plans_visible_to(user),
        "form": (form or PlanForm(None, payers)) if may_manage else None,
    }
    return render(request, "budgets/plans.html", content, status=status)


def _move_form(request: HttpRequest, user: User, year: ProgrammeYear) -> MoveForm:
    payers = (
        queries.payers_visible_to(user, Action.DRAFT_DECREE).filter(regency=year.regency_id).order_by("kind", "id")
    )
    months = list(year.from_month.until(year.until_month))
    plans_here = queries.plans_visible_to(user).filter(regency=year.regency_id)
    return MoveForm(
        request.GET if "dari" in request.GET else None, payers, months, year, plans_here, queries.runs_for_moves(year)
    )


def _chosen(form: MoveForm, year: ProgrammeYear) -> Chosen:
    given = form.cleaned_data
    people = movable(
        chosen_people(
            year.regency_id,
            districts=[given["kec"].code] if given["kec"] else (),
            villages=[given["desa"].code] if given["desa"] else (),
            run=given["penetapan"],
            name=given["cari"],
        ),
        given["dari"],
        given["bulan"],
    )
    weighed = weigh_move(year, given["dari"], given["ke"], people, given["bulan"], given["rencana"])
    return Chosen(people, people.count(), weighed)


def _decree_form(request: HttpRequest, form: MoveForm, year: ProgrammeYear) -> DecreeForm:
    month: Month = form.cleaned_data["bulan"]
    title = profile(year.regency_id).regent_title.id
    first = {"decree_date": timezone.localdate(), "effective_month": str(month), "signatory_title": title}
    return DecreeForm(request.POST or None, [month], first)


def _draft(
    request: HttpRequest, form: MoveForm, decree_form: DecreeForm, chosen: Chosen, year: ProgrammeYear
) -> Decree:
    """Draft the decree for everybody chosen, or for those only whose boxes are ticked."""
    given, ticked = form.cleaned_data, request.POST.getlist("orang")
    people = chosen.people.filter(public_id__in=ticked) if request.POST.get("hanya") else chosen.people
    bases = services.legal_bases(year.regency_id, decree_form.cleaned_data["decree_date"])
    return services.draft_move(
        year,
        given["dari"],
        given["ke"],
        people,
        decree_form.paper(bases),
        plan=given["rencana"],
        actor=user_of(request),
        now=timezone.now(),
    )
