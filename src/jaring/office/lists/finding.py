"""Search by anything the user may see: people by name however it is spelt, places, decrees, months, deliveries.

Nothing here takes a NIK or KK: those come by POST and go through their look-up values, see ``people_by_number``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from rapidfuzz import fuzz

from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may, scope_for
from jaring.office.billing.models import Bill
from jaring.office.billing.queries import bills_visible_to
from jaring.office.intake.models import ImportBatch
from jaring.office.intake.queries import visible_to as batches_visible_to
from jaring.office.people.models import Person
from jaring.office.people.names import search_form, sound_form
from jaring.office.people.queries import villages_visible_to
from jaring.office.people.queries import visible_to as people_visible_to
from jaring.office.places.models import District, Regency, Village
from jaring.office.programme.models import Decree
from jaring.office.programme.queries import decrees_visible_to

LETTERS_MIN: Final = 2
SHOWN_MAX: Final = 20
SOUNDING_MAX: Final = 400
"""So many people of the same sound are compared; more means that the word is too common to be worth it."""
ALIKE_MIN: Final = 62
"""From what likeness in percent a name that sounds the same is shown."""
_MONTHS: Final = (
    *("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus"),
    *("september", "oktober", "november", "desember"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search met, the nearest first; ``people_like`` are those whose names are spelt otherwise."""

    people: Sequence[Person] = ()
    people_like: Sequence[Person] = ()
    villages: Sequence[Village] = ()
    districts: Sequence[District] = ()
    decrees: Sequence[Decree] = ()
    bills: Sequence[Bill] = ()
    batches: Sequence[ImportBatch] = ()

    @property
    def is_empty(self) -> bool:
        kinds = (self.people, self.people_like, self.villages, self.districts, self.decrees, self.bills, self.batches)
        return not any(kinds)


def find(user: User, text: str) -> Found:
    """Look for a text in everything that the user may see; at most ``SHOWN_MAX`` of each kind, eight statements."""
    text = " ".join(text.split())
    if len(text.replace(" ", "")) < LETTERS_MIN:
        return Found()
    name = text if any(letter.isalpha() for letter in text) else ""
    people = _people_called(user, name)
    villages, districts = _places(user, name)
    return Found(
        people=people,
        people_like=_people_like(user, name, people) if len(people) < SHOWN_MAX else (),
        villages=villages,
        districts=districts,
        decrees=_decrees(user, text),
        bills=_bills(user, text),
        batches=_batches(user, text),
    )


def people_by_number(user: User, number: str) -> list[Person]:
    """Return the people with this NIK or KK whom the user may see, found without decrypting anything."""
    scope = scope_for(user, Action.SEE_PEOPLE)
    codes = {code[:5] for code in scope.regencies | scope.districts | scope.villages}
    if scope.everywhere:
        codes = set(Regency.objects.values_list("code", flat=True))
    either = Q(nik_look_up__in=[vault.look_up("nik", code, number) for code in sorted(codes)])
    either |= Q(kk_look_up__in=[vault.look_up("kk", code, number) for code in sorted(codes)])
    people = people_visible_to(user).filter(either).select_related("village__district")
    return list(people.order_by("birth_date", "pk")[:SHOWN_MAX])


def _people_called(user: User, text: str) -> list[Person]:
    """Return people in whose names every word stands, in order of name: keys first, then their rows."""
    words = search_form(text).split()
    if not words or not may(user, Action.SEE_PEOPLE):
        return []
    rows = people_visible_to(user)
    for word in words:
        rows = rows.filter(search_name__contains=word)
    return _fetched(rows.order_by("search_name", "pk").values_list("pk", flat=True)[:SHOWN_MAX])


def _people_like(user: User, text: str, known: Iterable[Person]) -> list[Person]:
    """Return people whose names sound like the words, the most alike first."""
    sounds = sound_form(text).split()
    if not sounds or not may(user, Action.SEE_PEOPLE):
        return []
    rows = people_visible_to(user)
    for sound in sounds:
        rows = rows.filter(sound_name__contains=f" {sound}")
    seen = {person.pk for person in known}
    names = rows.order_by().values_list("pk", "search_name")[:SOUNDING_MAX]
    wanted = search_form(text).split()
    scored = [(-_likeness(wanted, name.split()), name, key) for key, name in names if key not in seen]
    near = sorted(each for each in scored if -each[0] >= ALIKE_MIN)[: SHOWN_MAX - len(seen)]
    return _fetched([key for _score, _name, key in near])


def _likeness(wanted: Sequence[str], name: Sequence[str]) -> float:
    """Return in percent how near the words of a name come to those that were typed, on average."""
    return sum(max(fuzz.ratio(word, other[: len(word) + 2]) for other in name) for word in wanted) / len(wanted)


def _fetched(keys: Iterable[int]) -> list[Person]:
    keys = list(keys)
    by_key = Person.objects.select_related("village__district").in_bulk(keys) if keys else {}
    return [by_key[key] for key in keys]


def _places(user: User, text: str) -> tuple[list[Village], list[District]]:
    """Return villages and kecamatan that are called so or sound so, in the user's area."""
    if not text or not may(user, Action.SEE_PEOPLE):
        return [], []
    called, sound = search_form(text), sound_form(text)
    villages = list(villages_visible_to(user))
    districts = list({village.district_id: village.district for village in villages}.values())
    return _named(villages, called, sound), _named(districts, called, sound)


def _named(places: Iterable[Any], called: str, sound: str) -> list[Any]:
    """Return the places called so, then those that only sound so; not both, where the name is met."""
    places = list(places)
    exact = [place for place in places if called and called in search_form(place.name)]
    return (exact or [place for place in places if sound_form(place.name) == sound])[:SHOWN_MAX]


def _decrees(user: User, text: str) -> list[Decree]:
    if not may(user, Action.SEE_DECREES):
        return []
    decrees = decrees_visible_to(user).filter(number__icontains=text).select_related("payer")
    return list(decrees.order_by("-decree_date", "-pk")[:SHOWN_MAX])


def _bills(user: User, text: str) -> list[Bill]:
    if not may(user, Action.SEE_BILLS) or not (months := list(_months_in(text))):
        return []
    bills = bills_visible_to(user).filter(month__in=months).select_related("payer")
    return list(bills.order_by("-month", "-pk")[:SHOWN_MAX])


def _batches(user: User, text: str) -> list[ImportBatch]:
    if not may(user, Action.SEE_IMPORTS):
        return []
    named = Q(sender__icontains=text) | Q(source__icontains=text)
    return list(batches_visible_to(user).filter(named).order_by("-pk")[:SHOWN_MAX])


def _months_in(text: str) -> Iterator[Month]:
    """Read ``2026-12``, ``12/2026`` and ``Desember 2026``."""
    if match := re.fullmatch(r"(20\d\d)[-/ ](\d\d?)", text):
        year, number = int(match[1]), int(match[2])
    elif match := re.fullmatch(r"(\d\d?)[-/ ](20\d\d)", text):
        year, number = int(match[2]), int(match[1])
    elif match := re.fullmatch(r"([a-z]{3,}) (20\d\d)", text.lower()):
        numbers = [n for n, name in enumerate(_MONTHS, start=1) if name.startswith(match[1])]
        year, number = int(match[2]), numbers[0] if len(numbers) == 1 else 0
    else:
        return
    if 1 <= number <= 12:
        yield Month(year, number)
