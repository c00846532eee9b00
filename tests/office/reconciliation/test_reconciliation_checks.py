"""The examination of the reconciliation finds each violation that is planted past the walls."""

from __future__ import annotations

import pytest
from django.db import connection
from emptying import without_walls
from planted_reconciliation import PLANTED

from jaring.office.doctor import BOOKS
from jaring.office.reconciliation.models import CaseMonth, MatchRun

pytestmark = pytest.mark.tampers


def violated() -> set[str]:
    return {check.name for check in BOOKS if check.count()}


def test_cases_kept_by_the_services_are_well(matched: MatchRun) -> None:
    assert violated() == set()
    assert CaseMonth.objects.filter(claim_idr__gt=0).exists()


@pytest.mark.parametrize("what", PLANTED)
def test_examination_finds(matched: MatchRun, what: str) -> None:
    def plant() -> None:
        with connection.cursor() as cursor:
            for statement in PLANTED[what].statements:
                cursor.execute(statement)

    without_walls(plant)

    assert PLANTED[what].found_by <= violated()
