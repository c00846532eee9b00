"""Reads of the register. Every one of them starts from ``visible_to``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from jaring.core.identity import Nik
from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.billing.models import Bill, Due
from jaring.office.people.models import Exit, Person
from jaring.office.people.names import search_form
from jaring.office.places.models import Regency, Village
from jaring.office.programme.models import Decision, Enrolment, TargetingRun
from jaring.office.programme.queries import open_exits


class Cover(StrEnum):
    """Whether somebody is covered, seen from one month."""

    COVERED = "covered"
    COMING = "coming"
    ENDED = "ended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of the register; what is empty is not asked."""

    name: str = ""
    district: str = ""
    village: str = ""
    occupation_group: str = ""
    outcome: str = ""
    cover: str = ""
    leaving: str = ""
    """``open``: an exit was reported that no decree has taken up; ``any``: an exit was reported."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A line of the register: the person, the latest decision and the cover, as lists and exports show them."""

    person: Person
    outcome: str
    cover: Cover


def visible_to(user: User, action: Action = Action.SEE_PEOPLE) -> QuerySet[Person]:
    """Return the people whom the user may meet for ``action``: the start of every read."""
    return scope_for(user, action).within(Person.objects.all())


def villages_visible_to(user: User, action: Action = Action.SEE_PEOPLE) -> QuerySet[Village]:
    """Return the villages in the user's area, with their districts, by code."""
    villages = Village.objects.select_related("district").order_by("code")
    return scope_for(user, action).within(villages, village="code", regency="district__regency")


def latest_runs(user: User) -> list[int]:
    """Return the ids of the latest targeting run of each regency where the user may see targeting."""
    if not may(user, Action.SEE_TARGETING):
        return []
    runs = scope_for(user, Action.SEE_TARGETING).within(
        TargetingRun.objects.all(), village="", regency="programme_year__regency"
    )
    newest = runs.order_by().values("programme_year__regency").annotate(newest=Max("id"))
    return list(newest.values_list("newest", flat=True))


def choose(people: QuerySet[Person], wanted: Wanted, *, runs: Sequence[int], month: Month) -> QuerySet[Person]:
    """Narrow visible people to what is asked.

    Args:
        people: From ``visible_to``.
        wanted: What is asked.
        runs: The targeting runs whose decisions count, from ``latest_runs``.
        month: The month from which cover is seen.
    """
    for word in search_form(wanted.name).split():
        people = people.filter(search_name__contains=word)
    if wanted.district:
        people = people.filter(village__in=Village.objects.filter(district=wanted.district).values("code"))
    if wanted.village:
        people = people.filter(village=wanted.village)
    if wanted.occupation_group:
        people = people.filter(occupation_group=wanted.occupation_group)
    if wanted.outcome:
        decided = Decision.objects.filter(run__in=runs, outcome=wanted.outcome)
        people = people.filter(pk__in=decided.values("person"))
    if wanted.leaving:
        reports = open_exits(month) if wanted.leaving == "open" else Exit.objects.all()
        people = people.filter(pk__in=reports.values("person"))
    if wanted.cover:
        people = _covered_like(people, Cover(wanted.cover), month)
    return people


def _covered_like(people: QuerySet[Person], cover: Cover, month: Month) -> QuerySet[Person]:
    """Narrow by cover: what most people are is asked person by person, what few are is read once as a set."""
    enrolled = Enrolment.objects.annotate(stops=Coalesce("end__until_month", "until_month"))
    mine = enrolled.filter(person=OuterRef("pk"))
    now = Exists(mine.filter(from_month__lte=month, stops__gt=month))
    if cover is Cover.COVERED:
        return people.filter(now)
    if cover is Cover.NONE:
        return people.filter(~Exists(mine))
    later = enrolled.filter(from_month__gt=month, stops__gt=F("from_month")).values("person")
    if cover is Cover.COMING:
        return people.filter(~now, pk__in=later)
    past = enrolled.filter(stops__lte=month).values("person")
    return people.filter(~now, pk__in=past).exclude(pk__in=later)


def lines(people: Iterable[Person], *, runs: Sequence[int], month: Month) -> list[PersonLine]:
    """Put the latest decision and the cover beside each of a page of people, with two statements."""
    people = list(people)
    ids = [person.pk for person in people]
    decisions = Decision.objects.filter(person__in=ids, run__in=runs) if runs else Decision.objects.none()
    outcomes = dict(decisions.values_list("person", "outcome"))
    covers = covers_of(ids, month)
    return [PersonLine(p, outcomes.get(p.pk, ""), covers.get(p.pk, Cover.NONE)) for p in people]


def covers_of(ids: Sequence[int], month: Month) -> dict[int, Cover]:
    """Return the cover of each person who was ever enrolled."""
    strongest = {Cover.ENDED: 0, Cover.COMING: 1, Cover.COVERED: 2}
    covers: dict[int, Cover] = {}
    rows = Enrolment.objects.filter(person__in=ids).annotate(stops=Coalesce("end__until_month", "until_month"))
    for enrolment in rows:
        person, cover = enrolment.person_id, cover_of(enrolment.from_month, enrolment.stops, month)
        if person not in covers or strongest[cover] > strongest[covers[person]]:
            covers[person] = cover
    return covers


def cover_of(start: Month, stops: Month, month: Month) -> Cover:
    """Return what an enrolment from ``start`` up to, not including, ``stops`` means in ``month``."""
    if stops <= month or stops <= start:
        return Cover.ENDED
    return Cover.COVERED if start <= month else Cover.COMING


def find_by_nik(user: User, nik: Nik) -> Person | None:
    """Return the visible person with this NIK, found without decrypting anything; ``None`` when there is none."""
    scope = scope_for(user, Action.SEE_PEOPLE)
    codes = {code[:5] for code in scope.regencies | scope.districts | scope.villages}
    if scope.everywhere:
        codes = set(Regency.objects.values_list("code", flat=True))
    look_ups = [vault.look_up("nik", code, nik.digits) for code in sorted(codes)]
    return visible_to(user).filter(nik_look_up__in=look_ups).first()


def history(person: Person) -> dict[str, Any]:
    """Return what the person's page shows besides the person, one statement for each part."""
    # The key of a due leads with its bill: naming the bills finds them without an index on the person.
    bills = Bill.objects.filter(regency=person.regency_id).values("pk")
    dues = Due.objects.filter(bill__in=bills, person=person).select_related("bill__payer", "enrolment")
    return {
        "exits": list(person.exits.all()),
        "changes": list(person.changes.select_related("row__batch")[:20]),
        "dues": list(dues.order_by("-bill__month")[:24]),
    }
