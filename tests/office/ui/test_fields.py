"""Fields that every room uses."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.people.forms import WHY_OF_PERSON, RevealForm
from jaring.office.proposals.services import COLUMNS
from jaring.office.ui.fields import DayField, RupiahField, TypedMonthField


@pytest.mark.parametrize(
    "typed", ["05-01-2026", "5-1-2026", "05/01/2026", "05.01.2026", "05 01 2026", "05012026", "2026-01-05"]
)
def test_a_day_is_read_with_the_day_before_the_month(typed) -> None:
    assert DayField().clean(typed) == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["31-02-2026", "2026", "13-31-2026", "kemarin", "05-01-26x"])
def test_what_is_no_day_is_refused(typed) -> None:
    with pytest.raises(ValidationError, match="misalnya 31-12-2026"):
        DayField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "amount_idr"),
    [("900000", 900_000), ("900.000", 900_000), ("Rp 1.000.000", 1_000_000), ("1,000,000", 1_000_000), ("-5", -5)],
)
def test_rupiah_are_read_as_people_type_them(typed: str, amount_idr: int) -> None:
    assert RupiahField().clean(typed) == Rupiah(amount_idr)


@pytest.mark.parametrize(
    "typed", ["9,5", "1.00", "1.000,000", "sejuta", "1.000.000.000.000.000.000", "99999999999999"]
)
def test_what_is_no_whole_rupiah_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        RupiahField().clean(typed)


@pytest.mark.parametrize("typed", ["07-2025", "7/2025", "07.2025", "2025-07"])
def test_a_month_is_read_as_people_type_it(typed: str) -> None:
    assert TypedMonthField().clean(typed) == Month(2025, 7)


@pytest.mark.parametrize("typed", ["13-2025", "2025-13", "7", "07-25", "Juli 2025"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypedMonthField().clean(typed)


REASONS_AND_FACTS: Final = frozenset({"reason", "alasan", "basis", "full_name", *WHY_OF_PERSON})
"""Fields that say why something weighty is done, or a fact about a person. Their forms owe the reader a reason too."""


def test_every_form_that_asks_for_a_reason_or_a_fact_about_a_person_says_why() -> None:
    for module in (each for each in apps.get_app_configs() if each.name.startswith("jaring.office.")):
        if find_spec(f"{module.name}.forms"):
            import_module(f"{module.name}.forms")
    asked = {(form, name) for form in _forms(forms.Form) for name in REASONS_AND_FACTS & set(form.base_fields)}
    asked = {(form, name) for form, name in asked if form.__module__.endswith(".forms")}
    assert len(asked) > 15
    assert [f"{form.__qualname__}.{name}" for form, name in asked if not getattr(form, "why", {}).get(name)] == []
    assert set(WHY_OF_PERSON) == set(COLUMNS) - {"name", "birth_place"}


def test_why_a_field_is_asked_stands_beside_it_and_is_read_out_with_it() -> None:
    page = render_to_string("ui/parts/form.html", {"form": RevealForm()})
    assert "Nomor identitas hanya boleh dibaca untuk keperluan tugas" in page
    assert 'aria-describedby="id_reason_helptext id_reason_why"' in page
    assert page.count("Mengapa ditanyakan") == 1  # Which number it is explains itself.


def _forms(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    return {each for below in form.__subclasses__() for each in (below, *_forms(below))}
