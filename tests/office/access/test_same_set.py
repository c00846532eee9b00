"""Every channel of the register shows the same people: what is in a role's area for its action, and nobody else.

The set that counts is written down here by hand from the areas of the roles, not asked of the code under test.
"""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from jaring.office.access.roles import MAY, Action, Role
from jaring.office.people import queries
from jaring.office.places.models import Village

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
EXPORTED_BY = {"verifier", "officer", "head", "auditor", "officer_elsewhere"}
PERSON = re.compile(r"/peserta/([0-9a-f-]{36})/")


@pytest.fixture(params=SEEN)
def who(request) -> str:
    return request.param


def names(ids: set[str], people) -> set[str]:
    return {name for name, person in people.items() if str(person.public_id) in ids}


def test_the_query_shows_whom_the_area_holds(who, users, people) -> None:
    shown = {person.pk for person in queries.visible_to(getattr(users, who))}

    assert {name for name, person in people.items() if person.pk in shown} == SEEN[who]


def test_the_list_and_its_count(who, users, people, client_of) -> None:
    page = client_of(getattr(users, who)).get("/peserta/")

    if not SEEN[who]:
        assert page.status_code == 403
        return
    assert names(set(PERSON.findall(page.content.decode())), people) == SEEN[who]
    assert page.context["listing"].total == len(SEEN[who])


def test_search_by_name_and_by_number(who, users, people, client_of) -> None:
    client = client_of(getattr(users, who))

    for name, person in people.items():
        page = client.get("/peserta/", {"cari": person.name})
        by_name = names(set(PERSON.findall(page.content.decode())), people)
        found = client.post("/peserta/cari/", {"nik": person.identifier("nik")})
        assert by_name == ({name} & SEEN[who])
        assert (str(person.public_id) in found.headers.get("Location", "")) is (name in SEEN[who])


def test_the_page_of_a_person(who, users, people, client_of) -> None:
    client = client_of(getattr(users, who))
    answers = {name: client.get(f"/peserta/{person.public_id}/").status_code for name, person in people.items()}

    refused = 404 if SEEN[who] else 403
    assert answers == {name: 200 if name in SEEN[who] else refused for name in people}


def test_the_choice_of_villages(who, users, people, client_of) -> None:
    page = client_of(getattr(users, who)).get("/peserta/")
    offered = {
        code for code in Village.objects.values_list("code", flat=True) if f'value="{code}"' in page.content.decode()
    }

    chosen = {name for name, person in people.items() if person.village_id in offered}
    villages_seen = {people[name].village_id for name in SEEN[who]}
    assert chosen == (SEEN[who] if len(villages_seen) > 1 else set())  # One village is no choice.


def test_a_filter_for_a_village_elsewhere_shows_nobody_more(who, users, people, client_of) -> None:
    if not SEEN[who]:
        return
    client = client_of(getattr(users, who))

    for village in {person.village_id for person in people.values()}:
        page = client.get("/peserta/", {"desa": village}).content.decode()
        assert names(set(PERSON.findall(page)), people) <= SEEN[who]


def test_the_export(who, users, people, client_of) -> None:
    answer = client_of(getattr(users, who)).post("/peserta/unduh/")

    if who not in EXPORTED_BY:
        assert answer.status_code == 403
        return
    sheets = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True).worksheets
    text = "\n".join(
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    assert {name for name, person in people.items() if person.name in text} == SEEN[who]


def test_the_figure_on_the_home_page(who, users, people, client_of) -> None:
    figures = client_of(getattr(users, who)).get("/").context["figures"]
    counted = [figure.value for figure in figures if figure.label == "Orang tercatat"]

    assert counted in ([], [str(len(SEEN[who]))])


def test_acts_upon_somebody_out_of_sight_meet_nobody(who, users, people, client_of) -> None:
    client = client_of(getattr(users, who))

    for name, person in people.items():
        for act in ("nomor", "keluar"):
            answer = client.post(f"/peserta/{person.public_id}/{act}/", {})
            if name not in SEEN[who]:
                assert answer.status_code in {403, 404}


def test_nobody_may_export_whom_he_may_not_see() -> None:
    for action in (Action.EXPORT_PEOPLE, Action.REVEAL_IDENTIFIER, Action.REPORT_EXIT):
        assert MAY[action] <= MAY[Action.SEE_PEOPLE]
    assert not MAY[Action.SEE_PEOPLE] & {Role.LEADERSHIP, Role.ADMINISTRATOR, Role.INSURER}
