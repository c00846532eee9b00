"""Search, filters and figures of the register meet the same people as its list: those of a role's area, nobody else.

Lists, counts, choices, files and papers of everything about people are compared in ``test_every_channel.py``.

The set that counts is written down here by hand from the areas of the roles, not asked of the code under test.
"""

from __future__ import annotations

import re

import pytest

from jaring.office.access.roles import MAY, Action, Role
from jaring.office.people import queries

pytestmark = pytest.mark.django_db

SEEN = {
    "operator": {"yohanes", "maria"},
    "verifier": {"yohanes", "maria", "petrus"},
    "officer": {"yohanes", "maria", "petrus", "agustinus"},
    "head": {"yohanes", "maria", "petrus", "agustinus"},
    "treasurer": {"yohanes", "maria", "petrus", "agustinus"},
    "auditor": {"yohanes", "maria", "petrus", "agustinus"},
    "leadership": set(),
    "administrator": set(),
    "insurer": set(),
    "operator_elsewhere": {"agustinus"},
    "officer_elsewhere": {"domingos"},
}
"""Whom each user of the small office may meet."""
PERSON = re.compile(r"/peserta/([0-9a-f-]{36})/")


@pytest.fixture(params=SEEN)
def who(request) -> str:
    return request.param


def names(ids: set[str], people) -> set[str]:
    return {name for name, person in people.items() if str(person.public_id) in ids}


def test_the_query_shows_whom_the_area_holds(who, users, people) -> None:
    shown = {person.pk for person in queries.visible_to(getattr(users, who))}

    assert {name for name, person in people.items() if person.pk in shown} == SEEN[who]


def test_search_by_name_and_by_number(who, users, people, client_of) -> None:
    client = client_of(getattr(users, who))

    for name, person in people.items():
        page = client.get("/peserta/", {"cari": person.name})
        by_name = names(set(PERSON.findall(page.content.decode())), people)
        found = client.post("/peserta/cari/", {"nik": person.identifier("nik")})
        assert by_name == ({name} & SEEN[who])
        assert (str(person.public_id) in found.headers.get("Location", "")) is (name in SEEN[who])


def test_a_filter_for_a_village_elsewhere_shows_nobody_more(who, users, people, client_of) -> None:
    if not SEEN[who]:
        return
    client = client_of(getattr(users, who))

    for village in {person.village_id for person in people.values()}:
        page = client.get("/peserta/", {"desa": village}).content.decode()
        assert names(set(PERSON.findall(page)), people) <= SEEN[who]


def test_the_figure_on_the_home_page(who, users, people, client_of) -> None:
    figures = client_of(getattr(users, who)).get("/").context["figures"]
    counted = [figure.value for figure in figures if figure.label == "Orang tercatat"]

    assert counted in ([], [str(len(SEEN[who]))])


def test_nobody_may_export_whom_he_may_not_see() -> None:
    for action in (Action.EXPORT_PEOPLE, Action.REVEAL_IDENTIFIER, Action.REPORT_EXIT):
        assert MAY[action] <= MAY[Action.SEE_PEOPLE]
    assert not MAY[Action.SEE_PEOPLE] & {Role.LEADERSHIP, Role.ADMINISTRATOR, Role.INSURER}
