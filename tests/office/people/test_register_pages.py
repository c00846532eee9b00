"""Page by page the register shows exactly who is asked for, in order: beside a plain look at everybody in Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from paper_trail import today_there

from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.people import queries
from jaring.office.people.models import Exit, Person
from jaring.office.people.names import search_form
from jaring.office.people.queries import Cover, Wanted, cover_of
from jaring.office.people.views import ORDERS
from jaring.office.programme.models import (
    Decision,
    Decree,
    DecreeEnactment,
    DecreeLine,
    Enrolment,
    EnrolmentEnd,
    Payer,
    ProgrammeYear,
    TargetingRun,
)
from jaring.office.programme.services import standing
from jaring.office.ui.listing import ordering

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]  # Decrees are made by hand here.

LIST = "/peserta/"
NUMBER = 150
GROUPS = ("farmer", "fisher", "transport", "")
NAMES = ("Maria Naibobe", "Maria Sa'u", "Yohanes Tasi", "Petrus Kefi", "Ana", "Ana Maria", "Dominggus Usboko")


@dataclass
class Truth:
    """Where one person stands, as the test laid it down."""

    person: Person
    outcome: str = ""
    spans: list[tuple[Month, Month]] = field(default_factory=list)
    has_left: bool = False

    def cover_in(self, month: Month) -> Cover:
        """Return the strongest cover of all spans, one by one."""
        covers = [cover_of(start, stops, month) for start, stops in self.spans]
        return min(covers, key=list(Cover).index, default=Cover.NONE)

    def fits(self, wanted: Wanted, month: Month) -> bool:
        """Say whether this person is asked for."""
        person = self.person
        return (
            all(word in person.search_name for word in search_form(wanted.name).split())
            and person.village_id.startswith(wanted.district)
            and person.village_id.startswith(wanted.village)
            and wanted.occupation_group in ("", person.occupation_group)
            and wanted.outcome in ("", self.outcome)
            and wanted.cover in ("", self.cover_in(month))
            and (not wanted.leaving or self._is_leaving(wanted.leaving, month))
        )

    def _is_leaving(self, leaving: str, month: Month) -> bool:
        return self.has_left and (leaving == "any" or self.cover_in(month) is Cover.COVERED)


class World:
    """Some hundred people in four villages and two regencies, decided on twice, enrolled in every way."""

    def __init__(self, villages, users, programme) -> None:
        self.chance = random.Random(53)
        self.users, self.programme = users, programme
        self.month = Month.of(today_there())
        places = [villages.kefa, villages.kefa, villages.maubeli, villages.manamas, villages.atambua]
        people = Person.objects.bulk_create(self._person(n, self.chance.choice(places)) for n in range(NUMBER))
        self.truth = {person.pk: Truth(person) for person in people}
        self._enrol()
        self._report_exits()
        year = ProgrammeYear.objects.create(
            regency_id="53.04", year=2026, from_month=Month(2026, 1), until_month=Month(2027, 1), base_idr=1_000_000
        )
        payer = Payer.objects.create(regency_id="53.04", kind="APBD", name="APBD Kabupaten Belu")
        for _ in range(2):  # The second run is the one that counts.
            self._decide(programme.year, programme.payer)
            self._decide(year, payer)
        standing.note_cover(Person.objects.all())

    def _person(self, number: int, village) -> Person:
        name = self.chance.choice(NAMES)
        person = Person(
            regency_id=village.code[:5],
            village=village,
            name=name,
            search_name=search_form(name),
            nik_look_up=vault.look_up("nik", village.code[:5], f"530304010190{9000 + number}"),
            occupation_group=self.chance.choice(GROUPS),
            sex="F",
            recorded_at=timezone.now(),
        )
        person.nik_sealed = person.sealed("nik", f"530304010190{9000 + number}")
        return person

    def _enrol(self) -> None:
        """Enrol people up to three times: with gaps and without, past and to come, some for no month at all."""
        members = [one for one in self.truth.values() if self.chance.random() < 0.8]
        starts = {one.person.pk: self.month + self.chance.randint(-9, 3) for one in members}
        for number in range(3):
            chosen = [one for one in members if self.chance.random() < 0.8]
            spans = []
            for one in chosen:
                start = starts[one.person.pk]
                until = start + self.chance.randint(1, 5)
                stops = start + self.chance.randint(0, until - start)
                one.spans.append((start, stops))
                spans.append((start, until, stops))
                starts[one.person.pk] = max(stops, start + 1) + self.chance.choice((0, 0, 1, 2))
            self._enrol_at_once(self._decree(number), [one.person for one in chosen], spans)

    def _enrol_at_once(
        self, decree: Decree, people: Sequence[Person], spans: Sequence[tuple[Month, Month, Month]]
    ) -> None:
        added, removed = (self._lines(decree, people, change) for change in ("addition", "removal"))
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(
                person=person,
                payer=self.programme.payer,
                programme_year=self.programme.year,
                line=line,
                base_idr=1_000_000,
                sector="other",
                from_month=start,
                until_month=until,
            )
            for person, line, (start, until, _stops) in zip(people, added, spans, strict=True)
        )
        EnrolmentEnd.objects.bulk_create(
            EnrolmentEnd(enrolment=enrolment, line=line, until_month=stops)
            for enrolment, line, (_start, until, stops) in zip(enrolments, removed, spans, strict=True)
            if stops != until
        )

    def _decree(self, number: int) -> Decree:
        decree = Decree.objects.create(
            programme_year=self.programme.year,
            payer=self.programme.payer,
            kind="initial",
            regency_id="53.03",
            number=f"{number}/2026",
            decree_date=date(2026, 1, 5),
            effective_month=self.month,
            legal_bases=[],
            additions=1,
            removals=0,
            monthly_idr=16_800,
            annex_hash="a" * 64,
            drafted_by=self.users.officer,
            drafted_at=timezone.now(),
        )
        DecreeEnactment.objects.create(decree=decree, enacted_by=self.users.head, enacted_at=timezone.now())
        return decree

    def _lines(self, decree: Decree, people: Sequence[Person], change: str) -> list[DecreeLine]:
        first = 1 + decree.lines.count()
        return DecreeLine.objects.bulk_create(
            DecreeLine(
                decree=decree,
                person=person,
                number=number,
                change=change,
                name=person.name,
                masked_nik="",
                village=person.village,
                base_idr=1_000_000,
                sector="other",
            )
            for number, person in enumerate(people, first)
        )

    def _report_exits(self) -> None:
        for one in self.chance.sample(list(self.truth.values()), 40):
            one.has_left = True
            Exit.objects.create(
                person=one.person,
                reason="moved",
                happened_on=date(2026, 5, 1),
                reported_by=self.users.officer,
                reported_at=timezone.now(),
            )

    def _decide(self, year: ProgrammeYear, payer: Payer) -> None:
        """Decide on most people of a regency; who is left out has no outcome any more."""
        mine = [one for one in self.truth.values() if one.person.regency_id == year.regency_id]
        for one in mine:
            one.outcome = self.chance.choice([*Decision.Outcome.values, ""])
        met = [one for one in mine if one.outcome]
        run = TargetingRun.objects.create(
            programme_year=year,
            payer=payer,
            as_of=date(2026, 1, 1),
            from_month=year.from_month,
            until_month=year.until_month,
            budget_idr=1,
            cost_idr=0,
            seed="-",
            rules={},
            summary={},
            candidates=len(met),
            kept=len(met),
            selected=0,
            reserve=0,
            ineligible=0,
            run_by=self.users.officer,
            run_at=timezone.now(),
        )
        Decision.objects.bulk_create(
            Decision(
                run=run,
                person=one.person,
                village=one.person.village,
                outcome=one.outcome,
                monthly_idr=16_800,
                reasons=[],
                changes=[],
            )
            for one in met
        )
        standing.note_outcomes(year.regency_id)

    def expected(self, area: str, wanted: Wanted, order: str) -> list[int]:
        """Return whom a list must show, in order: everybody in the area, sorted plainly, then looked at one by one."""
        everybody = Person.objects.filter(village__code__startswith=area).order_by(*ordering(ORDERS, order))
        keys = everybody.values_list("pk", flat=True)
        return [key for key in keys if self.truth[key].fits(wanted, self.month)]


@pytest.fixture
def world(villages, users, programme) -> World:
    return World(villages, users, programme)


FIELDS = {
    "name": "cari",
    "district": "kec",
    "village": "desa",
    "occupation_group": "kerja",
    "outcome": "keputusan",
    "cover": "peserta",
    "leaving": "keluar",
}
VALUES = {
    "name": ["maria", "ana ma", "zzz"],
    "district": ["53.03.04", "53.03.15"],
    "village": ["53.03.04.1001", "53.03.15.2001"],
    "occupation_group": ["farmer", "transport"],
    "outcome": list(Decision.Outcome.values),
    "cover": [cover.value for cover in Cover],
    "leaving": ["open", "any"],
}
EVERY_ORDER = [turned + order for order in ORDERS for turned in ("", "-")]


def asked_for() -> Iterator[Wanted]:
    """Yield nothing at all, every filter alone, and a seeded choice of filters together."""
    yield Wanted()
    for name, values in VALUES.items():
        yield from (Wanted(**{name: value}) for value in values)
    chance = random.Random(5303)
    for _ in range(20):
        names = chance.sample(sorted(VALUES), chance.randint(2, 4))
        yield Wanted(**{name: chance.choice(VALUES[name]) for name in names})


def shown(client: Client, wanted: Wanted, order: str) -> tuple[list[int], int]:
    """Return the keys on all pages of a list, one page after the other, and the number that it names."""
    query = {FIELDS[name]: getattr(wanted, name) for name in FIELDS if getattr(wanted, name)}
    keys: list[int] = []
    page, pages = 1, 1
    while page <= pages:
        listing = client.get(LIST, query | {"urut": order, "hal": page}).context["listing"]
        keys += [person.pk for person in listing.rows]
        page, pages = page + 1, listing.pages
    return keys, listing.total


@pytest.mark.parametrize("order", EVERY_ORDER)
def test_the_pages_of_a_list_are_everybody_asked_for_in_order(order, world, users, client_of) -> None:
    client = client_of(users.officer)

    for wanted in asked_for():
        expected = world.expected("53.03", wanted, order)
        assert shown(client, wanted, order) == (expected, len(expected)), wanted


@pytest.mark.parametrize(
    ("who", "area"),
    [
        ("operator", "53.03.04.1001"),
        ("verifier", "53.03.04"),
        ("treasurer", "53.03"),
        ("auditor", "53.03"),
        ("officer_elsewhere", "53.04"),
    ],
)
def test_each_area_sees_the_pages_of_its_own_people(who, area, world, users, client_of) -> None:
    user = getattr(users, who)
    client, sees_outcomes = client_of(user), bool(queries.latest_runs(user))

    for wanted in asked_for():
        if wanted.district or wanted.village or (wanted.outcome and not sees_outcomes):
            continue  # Such a filter is not on offer here, or not everywhere.
        expected = world.expected(area, wanted, "desa")
        assert shown(client, wanted, "desa") == (expected, len(expected)), wanted


def test_an_outcome_is_found_only_where_targeting_may_be_seen(world, make_user) -> None:
    user: User = make_user("dua_kabupaten", "officer", "53.03")
    user.grants.create(role="treasurer", area_code="53.04", from_date=date(2025, 1, 1))
    people, runs = queries.visible_to(user), queries.latest_runs(user)

    found = queries.choose(people, Wanted(outcome="kept"), runs=runs, month=world.month)

    assert set(found.values_list("pk", flat=True)) == set(world.expected("53.03", Wanted(outcome="kept"), "nama"))
    assert people.filter(regency="53.04").exists()


def test_cover_seen_from_any_month_is_that_of_the_enrolments(world) -> None:
    for distance, cover in product(range(-9, 12), Cover):
        month = world.month + distance
        found = queries.choose(Person.objects.all(), Wanted(cover=cover.value), runs={}, month=month)
        expected = {key for key, one in world.truth.items() if one.cover_in(month) is cover}
        assert set(found.values_list("pk", flat=True)) == expected, (distance, cover)


def test_what_stands_beside_the_names_is_what_it_repeats(world) -> None:
    assert not standing.with_wrong_outcome().exists()
    assert not standing.with_wrong_cover().exists()


def test_an_export_holds_what_the_pages_show(world, users, client_of) -> None:
    client, wanted = client_of(users.officer), Wanted(cover="covered", outcome="kept")

    response = client.post(f"{LIST}unduh/?peserta=covered&keputusan=kept&urut=-desa")

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)), read_only=True).worksheets[0]
    names = [row[0] for row in sheet.iter_rows(values_only=True)]
    names = names[names.index("Nama") + 1 :]
    assert names == names_of(world, world.expected("53.03", wanted, "-desa"))
    assert len(names) > 3


def names_of(world: World, keys: Sequence[int]) -> list[str]:
    return [world.truth[key].person.name for key in keys]


def test_pages_take_as_many_statements_whatever_is_asked(
    world, users, client_of: Callable[[User], Client], django_assert_max_num_queries
) -> None:
    client = client_of(users.verifier)

    for wanted in asked_for():
        query = {FIELDS[name]: getattr(wanted, name) for name in FIELDS if getattr(wanted, name)}
        with django_assert_max_num_queries(12):
            client.get(LIST, query)
