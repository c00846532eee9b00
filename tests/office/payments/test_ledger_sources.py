"""From every entry of the ledger a reader comes to the act behind it, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import money_trail
import pytest
from django.test import Client

from jaring.office.access.models import User
from jaring.office.books.models import Entry
from jaring.office.books.sources import source_address

if TYPE_CHECKING:
    from conftest import Programme, Users

    from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def entries(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> list[Entry]:
    """The entries of a month in which everything happened that can."""
    settings.JARING_DATA = tmp_path
    till = money_trail.Till(programme, users)
    money_trail.live_through(till, till.bill())
    return list(Entry.objects.all())


def test_every_kind_of_entry_leads_to_a_page(entries: list[Entry], users: Users, client_of: ClientOf) -> None:
    client = client_of(users.treasurer)

    assert {entry.kind for entry in entries} == set(Entry.Kind) - {Entry.Kind.REVERSAL}
    for entry in entries:
        answer = client.get(source_address(entry), follow=True)
        assert answer.status_code == 200, entry.kind


def test_the_way_is_closed_to_another_regency(entries: list[Entry], users: Users, client_of: ClientOf) -> None:
    client = client_of(users.officer_elsewhere)

    assert {client.get(source_address(entry)).status_code for entry in entries} == {404}
