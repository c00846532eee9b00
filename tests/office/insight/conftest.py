"""A regency whose figures are worth drawing: villages of many and of few, under a decree, one month paid."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from money_trail import Till

from jaring.office.places.models import District, Village

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import MakePerson, Programme, Users, Villages

ZONE = ZoneInfo("Asia/Makassar")
LATE_DECEMBER = datetime(2026, 12, 28, 12, tzinfo=ZONE)
NAMES = ("Yohanes", "Maria", "Petrus", "Agustinus", "Lusia", "Domingos", "Theresia", "Blasius", "Yustina", "Paulus")
PEOPLE = {"kefa": 9, "maubeli": 7, "manamas": 2, "tunbaun": 8}
"""How many are enrolled in each village; Manamas alone makes up its district."""


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Let the pages be read in December 2026, when the contribution of November has fallen due."""
    with time_machine.travel(LATE_DECEMBER, tick=False) as machine:
        yield machine


@pytest.fixture
def tunbaun(villages: Villages) -> Village:
    """A village of a third district, so that something is left to show."""
    District.objects.create(code="53.03.01", regency_id="53.03", name="Miomaffo Timur")
    return Village.objects.create(code="53.03.01.2001", district_id="53.03.01", name="Tunbaun", kind="desa")


@pytest.fixture
def till(programme: Programme, users: Users, villages: Villages, tunbaun: Village, make_person: MakePerson) -> Till:
    """Enrol ``PEOPLE``, bill November and December, and pay November."""
    for short, count in PEOPLE.items():
        village = tunbaun if short == "tunbaun" else getattr(villages, short)
        for number in range(count):
            make_person(f"{NAMES[number]} Naiobe{short}", village)
    made = Till(programme, users)
    made.cover()
    made.paid()
    return made
