"""A delivery beside the register: who is new, who is gone, what changed, what is odd. Village by village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from jaring.core.difference import FieldChange, ListedPerson, Suspicion, difference
from jaring.core.text import Text
from jaring.office.intake.masking import hide_numbers, masked
from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.people.models import Person
from jaring.office.places.models import Village

EXTRA: Final = ("birth_place", "mother_name", "heir_name", "heir_relation")
COMPARED: Final = (
    "pk",
    "public_id",
    "nik_sealed",
    "name",
    "birth_date",
    "sex",
    "village",
    "occupation",
    "phone_sealed",
    *EXTRA,
)
NAMED_IN_ODDITY: Final = 8
FEW_VILLAGES: Final = 20
"""So many villages are counted by name; beyond them counting everybody takes half as long."""

_IS_USABLE: Final = (
    ~Q(verdict=ImportRow.Verdict.REJECTED) & ~Q(judgement=ImportRow.Judgement.LEAVE) & Q(village__isnull=False)
)
_MET: Final = """
WITH met (village, nik, here, counts) AS MATERIALIZED ({looked_up})
SELECT village, CASE WHEN here IS NULL THEN 'new' ELSE 'known' END AS part, COUNT(*) FROM met
WHERE counts GROUP BY village, part
UNION ALL
SELECT here, 'missing', -COUNT(DISTINCT nik) FROM met WHERE here IS NOT NULL GROUP BY here
"""


@dataclass(slots=True)
class VillageCount:
    """How a village's part of a delivery lies beside the register, by NIK alone."""

    village: Village
    known: int = 0
    new: int = 0
    missing: int = 0
    """On the register, and not in the delivery."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody on one of the two lists."""

    name: str
    nik: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody who is on both lists, and what the delivery says otherwise."""

    who: Who
    fields: list[FieldChange]


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something to look at before the delivery is used, and whom it is about."""

    text: Text
    people: list[Who]
    """The first of them, at most ``NAMED_IN_ODDITY``."""
    others: int


@dataclass(frozen=True, slots=True)
class VillageDifference:
    """Everything that a village's part of a delivery would change."""

    added: list[Who]
    gone: list[Who]
    changed: list[Change]
    odd: list[Oddity]
    unchanged: int


def usable(rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    """Narrow visible rows to those that speak of somebody in a known village and were not turned down."""
    return rows.filter(_IS_USABLE)


def village_of(rows: QuerySet[ImportRow], code: str) -> Village | None:
    """Return the village with this code if a delivery speaks of it."""
    named = Village.objects.filter(code=code).select_related("district")
    return named.filter(Exists(usable(rows).filter(village=code))).first() if code else None


def by_village(batch: ImportBatch, rows: QuerySet[ImportRow], people: QuerySet[Person]) -> list[VillageCount]:
    """Count each village of a delivery beside the register, with four statements.

    Who is missing is who is on the register and not named: the delivery is looked up there, not the register in it.

    Args:
        batch: The delivery.
        rows: Its visible rows.
        people: The visible people.
    """
    villages = set(usable(rows).order_by().values_list("village", flat=True).distinct())
    on_lists = people.filter(regency=batch.regency_id)
    if len(villages) <= FEW_VILLAGES:
        on_lists = on_lists.filter(village__in=villages)
    numbers: Counter[tuple[str, str]] = Counter()
    for code, number in on_lists.order_by().values_list("village").annotate(Count("pk")):
        numbers[code, "missing"] = number
    for code, part, number in _met(batch):
        numbers[code, part] += number
    named = Village.objects.filter(code__in=villages).select_related("district")
    return [
        VillageCount(village, *(numbers[village.code, part] for part in ("known", "new", "missing")))
        for village in named.order_by("district__name", "name")
    ]


def _met(batch: ImportBatch) -> list[tuple[str, str, int]]:
    """Count all rows of a delivery by their village, and take the people whose NIK it names off those missing there.

    Each NIK is looked up once, by a subquery of its own: asked for the set, both databases read the whole register.
    A person is named once however many rows do, and whatever is thought of them.
    """
    person = Person.objects.filter(regency=batch.regency_id, nik_look_up=OuterRef("nik_look_up")).order_by()
    rows = ImportRow.objects.filter(batch=batch).order_by().annotate(here=Subquery(person.values("village")[:1]))
    rows = rows.annotate(counts=ExpressionWrapper(_IS_USABLE, BooleanField()))
    looked_up, values = rows.values("village", "nik_look_up", "here", "counts").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_MET.format(looked_up=looked_up), values)
        met: list[tuple[str, str, int]] = cursor.fetchall()
    return met


def of_village(rows: QuerySet[ImportRow], people: QuerySet[Person], village: Village) -> VillageDifference:
    """Compare one village's people on the register with its rows in a delivery.

    What a row leaves empty changes nothing on the register, so it is no difference here; nor are capitals.
    """
    older = {person.row: person for person in _people(people.filter(village=village))}
    newer = {row.pk: _row(row) for row in usable(rows).filter(village=village)}
    found = difference(older.values(), newer.values())
    changed, unchanged = [], len(found.unchanged)
    for one in found.changed:
        fields = [_shown(change) for change in one.changes if _says_something(change)]
        if fields:
            changed.append(Change(_who(newer[one.after_row]), fields))
        else:
            unchanged += 1
    return VillageDifference(
        added=_sorted(_who(newer[row]) for row in found.added),
        gone=_sorted(_who(older[row]) for row in found.gone),
        changed=sorted(changed, key=lambda change: change.who.name),
        odd=[_oddity(odd, older, newer) for odd in found.suspicions],
        unchanged=unchanged,
    )


def _oddity(odd: Suspicion, older: Mapping[int, ListedPerson], newer: Mapping[int, ListedPerson]) -> Oddity:
    people = [older[row] for row in odd.before_rows] + [newer[row] for row in odd.after_rows]
    named = people[:NAMED_IN_ODDITY]
    return Oddity(odd.text, [_who(one) for one in named], len(people) - len(named))


def _people(people: QuerySet[Person]) -> Iterator[ListedPerson]:
    """Read people as rows of a list; as plain values, because a village has thousands."""
    found = people.values_list(*COMPARED)
    for key, public_id, nik, name, birth_date, sex, village, occupation, phone, *extra in found:
        yield ListedPerson(
            row=key,
            nik=Person.opened("nik", nik, public_id),
            name=name,
            birth_date=birth_date,
            sex=sex,
            village_code=village,
            occupation=occupation,
            phone=Person.opened("phone", phone, public_id),
            extra=dict(zip(EXTRA, extra, strict=True)),
        )


def _row(row: ImportRow) -> ListedPerson:
    values: dict[str, Any] = row.content["values"]
    return ListedPerson(
        row=row.pk,
        nik=values["nik"],
        name=values["name"],
        birth_date=date.fromisoformat(values["birth_date"]) if values["birth_date"] else None,
        sex=values["sex"],
        village_code=values["village_code"],
        occupation=values["occupation"],
        phone=values["phone"],
        extra={name: values[name] for name in EXTRA},
    )


def _who(person: ListedPerson) -> Who:
    return Who(hide_numbers(person.name), masked(person.nik), person.birth_date)


def _says_something(change: FieldChange) -> bool:
    """Whether a change is one: not an empty cell, and not the same words in capitals."""
    return bool(change.after) and change.before.casefold().split() != change.after.casefold().split()


def _shown(change: FieldChange) -> FieldChange:
    show = masked if change.field == "phone" else hide_numbers
    return FieldChange(change.field, show(change.before), show(change.after))


def _sorted(people: Iterable[Who]) -> list[Who]:
    return sorted(people, key=lambda one: (one.name, one.nik))
