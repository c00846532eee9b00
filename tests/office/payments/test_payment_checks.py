"""The examination of payments finds each violation that is planted past the walls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import money_trail
import pytest
from django.db import connection
from emptying import without_walls
from planted_payments import PLANTED

from jaring.office.doctor import CHECKS
from jaring.office.people.models import Person

if TYPE_CHECKING:
    from conftest import Programme, Users

pytestmark = pytest.mark.tampers


@pytest.fixture
def paid(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> None:
    """A month in which everything happened that can."""
    settings.JARING_DATA = tmp_path
    till = money_trail.Till(programme, users)
    money_trail.live_through(till, till.bill(), is_paid_wrong_first=True)
    connection.check_constraints()


def violated() -> set[str]:
    return {check.name for check in CHECKS if not check.warns and check.count()}


def test_payments_made_by_the_services_are_well(paid: None) -> None:
    assert violated() == set()


@pytest.mark.parametrize("what", PLANTED)
def test_examination_finds(paid: None, what: str) -> None:
    def plant() -> None:
        with connection.cursor() as cursor:
            for statement in PLANTED[what].statements:
                cursor.execute(statement)

    without_walls(plant)

    assert PLANTED[what].found_by <= violated()
