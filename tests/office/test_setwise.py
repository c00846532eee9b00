"""Whole sets in one statement: the values go to the columns that bear their names, whatever the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import paper_trail as trail
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, IntegerField, Value
from django.test.utils import CaptureQueriesContext

from jaring.office.people.models import Person
from jaring.office.programme.models import Candidate
from jaring.office.setwise import insert_from

if TYPE_CHECKING:
    from conftest import Programme


def propose(programme: Programme, *names: str) -> int:
    rows = Person.objects.annotate(
        programme_year=Value(programme.year.pk, output_field=IntegerField()), proposed_at=Value(trail.NOW)
    ).annotate(person=F("pk"))
    return insert_from(Candidate, rows.values(*names))


@pytest.mark.parametrize(
    "names", [("programme_year", "person", "proposed_at"), ("proposed_at", "person", "programme_year")]
)
def test_rows_are_inserted_by_name_in_one_statement(
    programme: Programme, people: dict[str, Person], names: tuple[str, ...]
) -> None:
    with CaptureQueriesContext(connection) as queries:
        written = propose(programme, *names)

    assert (written, len(queries)) == (len(people), 1)
    assert set(Candidate.objects.values_list("person", "programme_year", "proposed_at")) == {
        (person.pk, programme.year.pk, trail.NOW) for person in people.values()
    }


def test_nobody_is_a_count_of_nothing(programme: Programme) -> None:
    assert propose(programme, "programme_year", "person", "proposed_at") == 0


def test_one_bad_row_inserts_none(programme: Programme, people: dict[str, Person]) -> None:
    Candidate.objects.create(programme_year=programme.year, person=people["maria"], proposed_at=trail.NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        propose(programme, "programme_year", "person", "proposed_at")

    assert Candidate.objects.count() == 1
