"""The demonstration matches its months through the services: believable cases wait for whoever logs in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from insurer_answers import MONTH
from money_trail import Till

from jaring.demo import insurer
from jaring.office.demonstration_reconciliation import Reconciling
from jaring.office.people.models import Person
from jaring.office.reconciliation.models import Case, MatchRun

if TYPE_CHECKING:
    from conftest import Programme, Users


def test_months_answered_are_matched_and_leave_work(
    programme: Programme,
    users: Users,
    people: dict[str, Person],
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.JARING_DATA = tmp_path
    monkeypatch.setattr(insurer, "_dice", lambda text: 0 if people["maria"].identifier("nik") in text else 9_999)
    till = Till(programme, users)
    till.cover()
    till.paid()
    story = Reconciling("53.03", date(2026, 12, 8), _at, tmp_path / "bpjs", 5303)

    for month in (MONTH, MONTH + 1):
        story.match(month)

    assert [run.month for run in MatchRun.objects.all()] == [MONTH]
    assert list(Case.objects.values_list("person", "cause", "state")) == [(people["maria"].pk, "rejected", "waiting")]


def _at(day: date) -> datetime:
    return datetime.combine(day, time(1, 0), tzinfo=UTC)
