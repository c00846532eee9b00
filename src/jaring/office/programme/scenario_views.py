"""Scenarios as pages: side by side, who differs, and the one that becomes the choice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may
from jaring.office.billing import queries as billing
from jaring.office.insight.ahead import count_ahead
from jaring.office.lists.giving import give
from jaring.office.lists.opening import led_by_view
from jaring.office.lists.sheets import Table
from jaring.office.places.models import District
from jaring.office.programme import queries, services
from jaring.office.programme.exports import difference_of, member_filter, members_asked, pair_of
from jaring.office.programme.forms import ScenarioForm
from jaring.office.programme.models import Scenario, ScenarioMember
from jaring.office.programme.sheet import DIFFERENCE, MEMBER_ORDERS
from jaring.office.ui.listing import Listing

COMPARED_MAX: Final = 3
COMPARED: Final = "banding"
NEWEST_FIRST: Final = {"baru": ("-id",)}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the scenarios that are compared, in their order; money is in IDR."""

    label: str
    values: list[int]


@dataclass(frozen=True, slots=True)
class Difference:
    """How many people one scenario covers and another does not."""

    scenario: Scenario
    without: Scenario
    people: int


@needs(Action.SEE_TARGETING)
@require_GET
def scenarios(request: HttpRequest) -> HttpResponse:
    """All scenarios, and two or three of them side by side."""
    user = _user(request)
    visible = queries.scenarios_visible_to(user).select_related(
        "base__payer", "base__programme_year", "run", "made_by"
    )
    asked = [key for key in request.GET.getlist(COMPARED) if _is_key(key)][:COMPARED_MAX]
    compared = sorted(visible.filter(public_id__in=asked), key=lambda each: asked.index(str(each.public_id)))
    content = {
        "listing": Listing.of(request, visible, NEWEST_FIRST),
        "compared": compared,
        "groups": _groups(compared),
        "districts": _districts(compared),
        "differences": _differences(user, compared),
        "may_run": may(user, Action.RUN_TARGETING),
    }
    return render(request, "programme/scenarios.html", content)


@needs(Action.SEE_TARGETING)
@require_GET
def difference(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """The people whom one scenario covers and another does not, by name."""
    user = _user(request)
    visible = queries.scenarios_visible_to(user).select_related("base__programme_year")
    scenario, without = (get_object_or_404(visible, public_id=key) for key in (public_id, other_id))
    form = member_filter(request.GET, user)
    if (led := led_by_view(request, DIFFERENCE, user, form.fields, MEMBER_ORDERS)) is not None:
        return led
    rows = members_asked(queries.members_visible_to(user, scenario, without), form)
    rows = queries.with_people_of(rows, scenario.base.programme_year.regency_id)
    shown = ScenarioMember.objects.select_related("person", "village__district")
    listing = Listing.of(request, rows, MEMBER_ORDERS, fetch=shown)
    content = {
        "scenario": scenario,
        "without": without,
        "form": form,
        "listing": listing,
        "table": Table.of(DIFFERENCE, user, listing, listing.rows, orders=MEMBER_ORDERS),
        "may_export": may(user, Action.EXPORT_PEOPLE),
    }
    return render(request, "programme/scenario_difference.html", content)


@needs(Action.EXPORT_PEOPLE)
@require_POST
def export_difference(request: HttpRequest, public_id: UUID, other_id: UUID) -> FileResponse | HttpResponse:
    """Give those who tell two scenarios apart as a workbook, and write that down."""
    user = _user(request)
    visible = queries.scenarios_visible_to(user)
    scenario, without = (get_object_or_404(visible, public_id=key) for key in (public_id, other_id))
    return give(request, difference_of(user, request.GET, pair_of(scenario, without)))


@needs(Action.RUN_TARGETING)
def new(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Try a choice with another budget or other quotas, and keep it as a scenario."""
    user = _user(request)
    runs = queries.runs_visible_to(user).select_related("programme_year", "payer")
    run = get_object_or_404(runs, public_id=run_id)
    proposed = {"budget": request.GET.get("plafon", "") or f"{run.budget_idr:,}".replace(",", ".")}
    form = ScenarioForm(request.POST or None, initial=proposed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.keep_scenario(
                run, given["name"], given["budget"].idr, given["variant"], actor=user, now=timezone.now()
            )
        except JaringError as error:  # Shown at the form, which keeps what was typed.
            form.add_error(None, f"{error.title.say(get_language())} {error.advice.say(get_language())}")
        else:
            messages.success(request, _("Skenario tersimpan. Belum ada yang diputuskan."))
            return redirect("targeting:scenarios")
    content = {"run": run, "form": form}
    return render(request, "programme/scenario_form.html", content, status=422 if form.is_bound else 200)


@needs(Action.RUN_TARGETING)
@require_POST
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make the choice that a scenario tried."""
    user = _user(request)
    scenario = _own_scenario(user, public_id)
    base = scenario.base
    spent_idr = billing.spoken_for_idr(base.programme_year, base.payer, base.from_month)
    run = services.choose_scenario(scenario, spent_idr=spent_idr, actor=user, now=timezone.now())
    count_ahead(run.programme_year.regency_id)
    messages.success(request, _("Skenario ini menjadi penetapan. Rancangan SK disusun dari sini."))
    return redirect("targeting:detail", run.public_id)


@needs(Action.RUN_TARGETING)
@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a scenario away."""
    user = _user(request)
    services.discard_scenario(_own_scenario(user, public_id), actor=user, now=timezone.now())
    messages.success(request, _("Skenario dibuang."))
    return redirect("targeting:scenarios")


def _groups(compared: list[Scenario]) -> list[Figure]:
    """Return the women and the deciles among the covered of each scenario."""
    covered = [
        {(share["dimension"], share["group"]): share["covered"] for share in scenario.summary["fairness"]}
        for scenario in compared
    ]
    deciles = sorted({group for each in covered for dimension, group in each if dimension == "decile"})
    named = [(_("Perempuan"), ("sex", "F"))]
    named += [
        (_("Desil %(decile)s") % {"decile": int(group)} if group else _("Desil belum tercatat"), ("decile", group))
        for group in deciles
    ]
    return [Figure(label, [each.get(key, 0) for each in covered]) for label, key in named] if compared else []


def _districts(compared: list[Scenario]) -> list[Figure]:
    """Return the covered people of each district."""
    places = [
        {
            unit["code"]: unit["kept"] + unit["selected"]
            for unit in each.summary["places"]
            if unit["level"] == "district"
        }
        for each in compared
    ]
    names = District.objects.filter(code__in={code for each in places for code in each}).values_list("code", "name")
    return [Figure(name, [each.get(code, 0) for each in places]) for code, name in names.order_by("code")]


def _differences(user: User, compared: list[Scenario]) -> list[Difference]:
    """Count who differs between each two scenarios, both ways, in the user's area."""
    pairs = list(permutations(compared, 2))
    counts = queries.count_differences(user, compared, pairs) if pairs else []
    return [Difference(one, other, people) for (one, other), people in zip(pairs, counts, strict=True)]


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _own_scenario(user: User, public_id: UUID) -> Scenario:
    visible = queries.scenarios_visible_to(user, Action.RUN_TARGETING)
    found = visible.select_related("base__programme_year", "base__payer").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
