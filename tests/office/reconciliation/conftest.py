"""A month that was matched, with a difference of every usual kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from insurer_answers import line_of, match, stranger, take_in
from money_trail import Till

from jaring.core.insurer.answer import AnswerKind
from jaring.office.people.models import Exit, Person
from jaring.office.reconciliation.models import MatchRun

if TYPE_CHECKING:
    from conftest import Programme, Users


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def matched(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> MatchRun:
    """Petrus died before November and is paid for, Maria is not active, and a stranger is."""
    till = Till(programme, users)
    till.paid()
    Exit.objects.create(
        person=people["petrus"],
        reason=Exit.Reason.DIED,
        happened_on="2026-10-03",
        reported_by=users.officer,
        reported_at=till.programme.year.budget.get().entered_at,
    )
    take_in(users.officer, [*(line_of(people[name]) for name in ("yohanes", "petrus", "agustinus")), stranger()])
    take_in(users.officer, [line_of(people["maria"], reject_reason="NIK tidak valid")], AnswerKind.REJECTED)
    return match(users.officer)
