"""The columns by which lists name people and places, so that every list heads, links and measures them alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jaring.office.lists.sheets import Column, Kind
from jaring.office.people.models import Person
from jaring.office.places.models import Village


def who(person: Callable[[Any], Person], *, order: str = "") -> tuple[Column, Column]:
    """Return a person's name, which leads to the page of the person, and the masked NIK."""

    def page(line: Any) -> str:
        return reverse("people:detail", args=[person(line).public_id])

    return (
        Column(name="nama", label=_("Nama"), of=lambda line: person(line).name, order=order, width=32, link=page),
        Column(name="nik", label="NIK", of=lambda line: person(line).masked_nik, kind=Kind.CODE),
    )


def where(village: Callable[[Any], Village], *, order: str = "", shows_district: bool = True) -> tuple[Column, Column]:
    """Return the district of a village, and its name."""
    return (
        Column(
            name="kec",
            label=_("Kecamatan"),
            of=lambda line: village(line).district.name,
            width=22,
            is_usual=shows_district,
        ),
        Column(name="desa", label=_("Desa/kelurahan"), of=lambda line: village(line).name, order=order, width=24),
    )
