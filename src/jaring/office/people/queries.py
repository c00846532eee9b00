"""Reads of the register. Every one of them starts from ``visible_to``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Final

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jaring.core.identity import Nik, mask
from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, roles_of, scope_for
from jaring.office.columns import Following
from jaring.office.people.models import Correction, DtsenEntry, Exit, Note, Person, Sex
from jaring.office.people.names import search_form
from jaring.office.places.models import Regency, Village
from jaring.office.programme.models import Enrolment, TargetingRun
from jaring.office.programme.queries import exits_not_taken_up
from jaring.office.ui.templatetags.jaring import day, rupiah

HOUSEHOLD_MAX: Final = 20
CHUNK: Final = 2000


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


def latest_runs(user: User) -> dict[str, int]:
    """Return the id of the latest targeting run of each regency, by code, where the user may see targeting."""
    if not may(user, Action.SEE_TARGETING):
        return {}
    runs = scope_for(user, Action.SEE_TARGETING).within(
        TargetingRun.objects.all(), village="", regency="programme_year__regency"
    )
    newest = runs.order_by().values("programme_year__regency").annotate(newest=Max("id"))
    return dict(newest.values_list("programme_year__regency", "newest"))


def choose(people: QuerySet[Person], wanted: Wanted, *, runs: Mapping[str, int], month: Month) -> QuerySet[Person]:
    """Narrow visible people to what is asked.

    Args:
        people: From ``visible_to``.
        wanted: What is asked.
        runs: The targeting runs whose decisions count, from ``latest_runs``.
        month: The month from which cover is seen.
    """
    if wanted.district:
        people = people.filter(village__in=Village.objects.filter(district=wanted.district).values("code"))
    if wanted.village:
        people = people.filter(village=wanted.village)
    if wanted.occupation_group:
        people = people.filter(occupation_group=wanted.occupation_group)
    if wanted.outcome:
        people = people.filter(outcome=wanted.outcome, regency__in=list(runs))
    if wanted.leaving:
        reports = exits_not_taken_up() if wanted.leaving == "open" else Exit.objects.all()
        people = people.filter(pk__in=reports.order_by().values("person"))
    if wanted.leaving == "open":
        people = _covered_like(people, Cover.COVERED, month)
    if wanted.cover and (wanted.leaving, wanted.cover) != ("open", Cover.COVERED):
        people = _covered_like(people, Cover(wanted.cover), month)
    for word in search_form(wanted.name).split():  # Last: to look into a name costs most.
        people = people.filter(search_name__contains=word)
    return people


def _covered_like(people: QuerySet[Person], cover: Cover, month: Month) -> QuerySet[Person]:
    """Narrow by cover.

    The last unbroken span stands beside the name. Only where it lies ahead may an earlier one hold now: these few
    are looked for first, so that everybody else is found along an index alone. Each is looked at by a value rather
    than ``EXISTS``: for that PostgreSQL would gather everybody enrolled.
    """
    if cover is Cover.NONE:
        return people.filter(cover_from=None)
    if cover is Cover.ENDED:
        return people.filter(Q(cover_until__lte=month) | Q(cover_until__lte=F("cover_from")))
    enrolled = Enrolment.objects.annotate(stops=Coalesce("end__until_month", "until_month"))
    now = enrolled.order_by().filter(person=OuterRef("pk"), from_month__lte=month, stops__gt=month)
    bare, people = people, people.alias(now=Subquery(now.values("pk")[:1]))
    if cover is Cover.COVERED:
        returning = people.filter(cover_from__gt=month, now__isnull=False).order_by().values_list("pk", flat=True)
        bare = bare.alias(since=Following(F("cover_from")))
        return bare.filter(Q(since__lte=month, cover_until__gt=month) | Q(pk__in=list(returning)))
    return people.filter(cover_from__gt=month, cover_until__gt=F("cover_from"), now=None)


def lines(people: Iterable[Person], *, runs: Mapping[str, int], month: Month) -> list[PersonLine]:
    """Put the latest decision and the cover beside each of a page of people, with one statement."""
    people = list(people)
    covers = covers_of([person.pk for person in people], month)
    return [
        PersonLine(
            person, (person.outcome or "") if person.regency_id in runs else "", covers.get(person.pk, Cover.NONE)
        )
        for person in people
    ]


def all_lines(people: QuerySet[Person], *, runs: Mapping[str, int], month: Month) -> Iterator[PersonLine]:
    """Give the line of every one of many people, some thousands at a time, in memory that does not grow."""
    rows = people.select_related("village__district").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from lines(chunk, runs=runs, month=month)


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


def with_decile(people: QuerySet[Person]) -> QuerySet[Person]:
    """Annotate people with their latest DTSEN ``decile`` and the day it came, ``decile_on``."""
    said = DtsenEntry.objects.filter(regency=OuterRef("regency"), nik_look_up=OuterRef("nik_look_up"))
    said = said.order_by("-batch")
    return people.annotate(
        decile=Subquery(said.values("decile")[:1]), decile_on=Subquery(said.values("batch__received_date")[:1])
    )


def age_on(born: date | None, day: date) -> int | None:
    """Return the age in whole years; ``None`` where the birth date is not known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def household(person: Person, user: User) -> list[Person]:
    """Return the others with the same KK whom the user may see, by age."""
    if person.kk_look_up is None:
        return []
    # A look-up value belongs to one regency. Found by it first: SQLite would rather go through everybody there.
    same_card = Person.objects.filter(kk_look_up=bytes(person.kk_look_up))
    family = visible_to(user).filter(pk__in=same_card.values("pk"))
    return list(family.exclude(pk=person.pk).select_related("village").order_by("birth_date", "id")[:HOUSEHOLD_MAX])


def corrections_visible_to(user: User, action: Action = Action.DECIDE_CORRECTION) -> QuerySet[Correction]:
    """Return the proposals about people whom the user may meet for ``action``."""
    scope = scope_for(user, action)
    return scope.within(Correction.objects.all(), village="person__village", regency="person__regency")


def open_corrections(user: User) -> QuerySet[Correction]:
    """Return the proposals that wait for somebody like the user, the oldest first; not his own."""
    waiting = corrections_visible_to(user).filter(decision=None).exclude(proposed_by=user)
    return waiting.select_related("person__village__district", "proposed_by").order_by("id")


def notes_visible_to(user: User) -> QuerySet[Note]:
    """Return the notes on people in the user's area."""
    scope = scope_for(user, Action.WRITE_NOTE)
    return scope.within(Note.objects.all(), village="person__village", regency="person__regency")


def open_notes(user: User) -> QuerySet[Note]:
    """Return what was handed over to the user's roles and is not done, the oldest first."""
    handed = notes_visible_to(user).filter(handed_to__in=[str(role) for role in roles_of(user)], done=None)
    return handed.select_related("person__village__district", "written_by").order_by("id")


def shown_value(correction: Correction) -> str:
    """Return what was proposed as pages show it: numbers masked, the rest as written."""
    value = vault.unseal(correction.value_sealed, correction._meta.db_table, "value", correction.public_id)
    field = Correction.Field(correction.field)
    if field in (Correction.Field.NIK, Correction.Field.KK, Correction.Field.PHONE):
        return mask(value.removeprefix("+"))
    if field is Correction.Field.SEX:
        return str(Sex(value).label)
    if field is Correction.Field.BIRTH_DATE:
        return day(date.fromisoformat(value))
    return rupiah(int(value)) if field is Correction.Field.INCOME else value
