"""Whatever shows people shows each role exactly those of its area: pages, counts, choices, files and papers alike.

Every route of the permission table is asked by everybody who may use it, in both regencies. Whom a route speaks of
stands here by hand; a route that is not mentioned must name nobody.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pytest
import time_machine
from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from money_trail import NOW
from openpyxl import load_workbook
from populated import ARGUMENTS, PEOPLE, Side, addresses_of, both_sides
from pypdf import PdfReader
from test_same_set import SEEN

from jaring.office.access.permissions import Permission, permissions
from jaring.office.access.scope import may
from jaring.office.lists.sheets import EMPTY, Kind, Table
from jaring.office.people.models import Correction, Note, Person

if TYPE_CHECKING:
    from conftest import Users

pytestmark = pytest.mark.django_db

BELU = {"domingos", "tomas", "rosa", "elias"}
AREAS: Final = SEEN | {"officer_elsewhere": BELU, "insurer": SEEN["officer"]}
"""Whom each user may meet at most, whatever the action: those who live in his area."""
VILLAGES: Final = {
    "operator": {"53.03.04.1001"},
    "verifier": {"53.03.04.1001", "53.03.04.1002"},
    "operator_elsewhere": {"53.03.15.2001"},
    "officer_elsewhere": {"53.04.12.1001"},
}
OF_REGENCY: Final = {"53.03.04.1001", "53.03.04.1002", "53.03.15.2001"}
EVERYBODY: Final = SEEN["officer"] | BELU
RELEASED, CLAIMED, INACTIVE, DIED = (
    {"yohanes", "domingos"},
    {"maria", "tomas"},
    {"petrus", "rosa"},
    {"agustinus", "elias"},
)

NAMED: Final[dict[str, set[str]]] = {
    "billing:upload": EVERYBODY,
    "decrees:detail": EVERYBODY,
    "decrees:export": EVERYBODY,
    "decrees:print": EVERYBODY,
    "decrees:replace": DIED,
    "guard:people": EVERYBODY,
    "guard:people_export": EVERYBODY,
    "intake:corrections": EVERYBODY,
    "intake:detail": EVERYBODY,
    "intake:difference": EVERYBODY,
    "intake:row": EVERYBODY,
    "lists:take_export": EVERYBODY,
    "payments:dues": EVERYBODY,
    "payments:dues_export": EVERYBODY,
    "payments:refund": CLAIMED,
    "payments:refund_letter": CLAIMED,
    "payments:refund_people_export": CLAIMED,
    "payments:release": RELEASED,
    "payments:release_people_export": RELEASED,
    "people:detail": EVERYBODY,
    "people:export": EVERYBODY,
    "people:list": EVERYBODY,
    "people:waiting": EVERYBODY,
    "proposals:export": EVERYBODY,
    "proposals:list": EVERYBODY,
    "reconciliation:case": INACTIVE | DIED,
    "reconciliation:cases": INACTIVE | DIED,
    "reconciliation:claims": DIED,
    "reconciliation:export": INACTIVE | DIED,
    "reconciliation:file": EVERYBODY,
    "targeting:detail": EVERYBODY,
    "targeting:difference": EVERYBODY,
    "targeting:export": EVERYBODY,
    "targeting:export_moved": EVERYBODY,
    "targeting:file_objection": EVERYBODY,
    "targeting:objection": EVERYBODY,
    "targeting:objections": EVERYBODY,
    "targeting:try": EVERYBODY,
}
"""Whom each route names to who may see everybody. Every other route names nobody."""
SOME_OF_THEM: Final = {"targeting:difference", "targeting:export_moved", "targeting:try"}
"""Pages that name those of the area who stand at the edge: nobody else, but not everybody."""
DECIDERS: Final = {"verifier", "officer", "head", "officer_elsewhere"}
"""For whom something waits about each person: they decide proposals, and notes are handed to the officer."""
COUNTED: Final = {
    "people:list",
    "decrees:detail",
    "proposals:list",
    "guard:people",
    "payments:dues",
    "targeting:detail",
    "targeting:objections",
}
"""Lists with a row for each of them, whose count is that of the rows."""
WORKBOOK_OF: Final = {
    "decrees:detail": "decrees:export",
    "guard:people": "guard:people_export",
    "payments:dues": "payments:dues_export",
    "payments:refund": "payments:refund_people_export",
    "payments:refunds": "payments:refunds_export",
    "payments:release": "payments:release_people_export",
    "people:list": "people:export",
    "proposals:list": "proposals:export",
    "reconciliation:cases": "reconciliation:export",
    "targeting:detail": "targeting:export",
    "targeting:try": "targeting:export_moved",
}
"""Each list that is a sheet, and the workbook of exactly what it shows."""
OF_MONEY: Final = {
    "guard:people_export",
    "payments:dues_export",
    "payments:refund_people_export",
    "payments:release_people_export",
}
TEXTS: Final = (Kind.TEXT, Kind.CODE, Kind.STATE)
Asked = tuple[str, str]
"""Who asked, and which route."""
WITHOUT_FOLDER: Final = re.compile("JRG-(111|553|804)")
"""Belu has no folder of data and templates; its decrees and papers are refused."""
NO_REGENCY: Final = {
    "access:end_session",
    "access:passkey_remove",
    "books:account",
    "intake:reading",
    "lists:delete",
    "proposals:queue",
}
"""Addresses that name something else than what one regency has."""
GIVEN: Final = {
    "billing:upload": {"reason": "Unggah bulanan ke BPJS", "request_key": "6f1c0000-0000-4000-8000-000000000001"},
    "decrees:print": {"suffix": ".xlsx"},
}
"""What a route asks for before it gives its file."""
CHANNELS: Final[dict[str, set[str]]] = {
    "billing.Due": {"payments:dues", "payments:dues_export", "billing:upload"},
    "intake.ImportRow": {"intake:detail", "intake:difference", "intake:row", "intake:corrections"},
    "lists.ExportDecision": {"lists:take_export"},
    "lists.ExportRequest": {"lists:take_export"},
    "payments.Allocation": {"payments:dues"},
    "payments.FreedAllocation": set(),  # Only counted.
    "payments.RefundLine": {"payments:refund", "payments:refund_letter", "payments:refund_people_export"},
    "payments.Release": {"payments:dues"},
    "payments.ReleaseLine": {"payments:release", "payments:release_people_export"},
    "people.Correction": {"people:waiting", "people:detail"},
    "people.CorrectionDecision": {"people:detail"},
    "people.CoveredElsewhere": {"targeting:detail"},
    "people.DtsenEntry": {"people:list", "people:detail"},
    "people.Exit": {"people:detail", "decrees:replace"},
    "people.Note": {"people:waiting", "people:detail"},
    "people.NoteDone": {"people:detail"},
    "people.Person": {"people:list", "people:detail", "people:export"},
    "people.PersonChange": {"people:detail"},
    "programme.Candidate": {"targeting:detail"},
    "programme.Decision": {"targeting:detail", "targeting:export", "targeting:export_moved", "targeting:try"},
    "programme.Objection": {"targeting:objections", "targeting:file_objection"},
    "programme.ObjectionFinding": {"targeting:objection"},
    "programme.ObjectionRuling": {"targeting:objection"},
    "programme.ScenarioMember": {"targeting:difference"},
    "programme.DecreeLine": {"decrees:detail", "decrees:export", "decrees:print"},
    "programme.Enrolment": {"guard:people", "guard:people_export", "people:list"},
    "programme.EnrolmentEnd": {"people:detail"},
    "proposals.Gathered": {"proposals:list"},
    "proposals.Proposal": {"proposals:list", "proposals:export"},
    "proposals.Returned": {"proposals:list"},
    "reconciliation.Case": {"reconciliation:cases", "reconciliation:case", "reconciliation:export"},
    "reconciliation.CaseEvent": {"reconciliation:case"},
    "reconciliation.CaseMonth": {"reconciliation:case", "reconciliation:claims"},
    "reconciliation.InsurerLine": {"reconciliation:file"},
}
"""Which of these routes show each model about people, so that none is left without a channel that is compared."""


def models_about_people() -> set[str]:
    """Return the models of the office that hold an identifier, or refer to one that does, or to a person."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("jaring.office")]
    found: set[type[Model]] = {Person}
    while True:
        more = {
            model
            for model in ours
            if model not in found and model._meta.app_label != "access" and _is_about(model, found)
        }
        if not more:
            return {f"{model._meta.app_label}.{model.__name__}" for model in found}
        found |= more


def _is_about(model: type[Model], people: set[type[Model]]) -> bool:
    return any(
        field.name.endswith(("_sealed", "_look_up")) or field.related_model in people
        for field in model._meta.get_fields()
        if field.concrete
    )


def test_every_model_about_people_has_channels_that_are_compared() -> None:
    assert models_about_people() == set(CHANNELS)
    assert set().union(*CHANNELS.values()) == set(NAMED)


def words_of(body: bytes) -> str:
    """Return what can be read in a page, a paper, a workbook or an archive of them."""
    if body.startswith(b"PK"):
        archive = zipfile.ZipFile(BytesIO(body))
        return "\n".join(words_of(archive.read(name)) for name in archive.namelist())
    if body.startswith(b"%PDF") and b"/Page" in body:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return html.unescape(body.decode("utf-8", "replace"))


@pytest.fixture
def sides(
    settings, tmp_path, users, people, programme, villages, make_user, make_person
) -> Iterator[tuple[Side, Side]]:
    settings.JARING_DATA = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield both_sides(programme, users, people, villages, make_user, make_person)


def test_everybody_meets_exactly_the_people_of_his_area_and_acts_upon_no_others(sides, users, client_of) -> None:
    everybody = sides[0].people | sides[1].people
    clients = {who: client_of(getattr(users, who)) for who in AREAS}
    wrong: list[str] = []
    pages: dict[Asked, list[Table]] = defaultdict(list)
    workbooks: dict[Asked, list[bytes]] = defaultdict(list)

    for route in permissions():
        if route.action is None:
            continue
        asked = [who for who in AREAS if may(getattr(users, who), route.action)]
        for who in asked if route.name in NAMED and not route.gives_file else one_of_each_area(asked):
            shown: set[str] = set()
            is_refused = False
            for address in addresses_for(route, who, sides):
                response, body = asked_by(clients[who], address, route)
                words = words_of(body)
                met = {name for name, each in everybody.items() if each.name in words or str(each.public_id) in words}
                shown |= met
                if response.status_code == 200 and route.name in WORKBOOK_OF:
                    pages[who, route.name].append(response.context["table"])
                elif response.status_code == 200 and route.name in WORKBOOK_OF.values():
                    workbooks[who, route.name].append(body)
                is_refused |= bool(WITHOUT_FOLDER.search(words))
                offered = set(re.findall(r'value="(53(?:\.\d{2}){2}\.\d{4})"', words))
                if not offered <= VILLAGES.get(who, OF_REGENCY):
                    wrong.append(f"{who} may choose villages elsewhere at {route.name}")
                if route.name in COUNTED and met and response.context["listing"].total != len(met):
                    wrong.append(f"{who} is told of others by the count of {route.name}")
            meant = set() if is_refused else expected(route, who)
            if not shown <= meant or (shown != meant and route.name not in SOME_OF_THEM):
                wrong.append(f"{who} meets {sorted(shown)} at {route.name}")
    assert {name for _who, name in workbooks} == set(WORKBOOK_OF.values())
    wrong += differing(pages, workbooks)
    wrong += acts_beyond(sides, users, clients)
    assert not wrong, "\n".join(wrong)


def differing(pages: dict[Asked, list[Table]], workbooks: dict[Asked, list[bytes]]) -> Iterator[str]:
    """Yield which workbook holds other lines, or other texts in them, than the page of the same list shows."""
    for (who, page), tables in pages.items():
        for table, body in zip(tables, workbooks.get((who, WORKBOOK_OF[page]), tables), strict=True):
            if isinstance(body, bytes) and texts_of(body, table) != list(texts_of_page(table)):
                yield f"{who} takes away something else than what {page} shows"


def texts_of_page(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the texts of each line; figures and days are something else in a workbook."""
    for _tick, cells in table.rows:
        yield tuple(cell.text for cell in cells if cell.column.kind in TEXTS)


def texts_of(body: bytes, table: Table) -> list[tuple[str, ...]]:
    rows = list(load_workbook(BytesIO(body)).worksheets[0].values)
    top = rows.index(tuple(str(column.label) for column in table.columns))
    kept = [place for place, column in enumerate(table.columns) if column.kind in TEXTS]
    return [tuple(str(row[place] or EMPTY) for place in kept) for row in rows[top + 1 :]]


def expected(route: Permission, who: str) -> set[str]:
    named = NAMED.get(route.name, set()) & AREAS[who]
    if route.name == "people:waiting" and who not in DECIDERS:
        return set()
    if route.name in OF_MONEY and who == "verifier":
        return set()  # Bills and payers are seen by whoever sees money.
    if route.name == "lists:take_export" and not who.startswith("officer"):
        return set()  # Only who asked for a bulk export takes it.
    if route.name == "intake:difference" and len(VILLAGES.get(who, OF_REGENCY)) > 1:
        return set()  # Villages with counts; the names follow once one is chosen.
    return named


def one_of_each_area(asked: list[str]) -> list[str]:
    return list({frozenset(AREAS[who]): who for who in reversed(asked)}.values())


def addresses_for(route: Permission, who: str, sides: tuple[Side, Side]) -> list[str]:
    """Return what to ask of a route: every address of the own regency, and one of the other's."""
    own, other = sides if who != "officer_elsewhere" else reversed(sides)
    return [*addresses_of(route, own), *(addresses_of(route, other)[:1] if "<" in route.address else [])]


def asked_by(client: Client, address: str, route: Permission) -> tuple[HttpResponse, bytes]:
    """Open a page; a file that is given upon an act only is asked for so. Return the answer and what it holds."""
    response = client.get(address)
    if response.status_code == 405 and route.gives_file:
        response = client.post(address, GIVEN.get(route.name, {}))
    return response, b"".join(response) if response.streaming else response.content


def acts_beyond(sides: tuple[Side, Side], users: Users, clients: dict[str, Client]) -> Iterator[str]:
    """Try every act upon the other regency and upon people of other villages; yield the ones that were not 404."""
    routes = [route for route in permissions() if is_of_a_regency(route)]
    of_side = [[(route, each) for route in routes for each in addresses_of(route, side)[:1]] for side in sides]
    of_person = {name: list(acts_upon(person)) for name, person in sides[0].people.items()}
    for who, client in clients.items():
        targets = of_side[who != "officer_elsewhere"] + [
            act for name, acts in of_person.items() if name not in AREAS[who] for act in acts
        ]
        for route, address in targets:
            if may(getattr(users, who), route.action) and client.post(address, {}).status_code not in {404, 405}:
                yield f"{who} acts at {route.name}"


def is_of_a_regency(route: Permission) -> bool:
    """Say whether the address names something that one regency has: no month, no law, nothing of one's own."""
    names = set(re.findall(r"<\w+:(\w+)>", route.address))
    return route.action is not None and bool(names - {"month"}) and route.name not in NO_REGENCY


def acts_upon(person: Person) -> Iterator[tuple[Permission, str]]:
    """Yield every act upon one person: on his page, on a proposal, on a note."""
    keys = {"people:decide": Correction.objects.get(person=person), "people:finish": Note.objects.get(person=person)}
    keys |= {name: person for name, arguments in ARGUMENTS.items() if arguments is PEOPLE and name != "people:detail"}
    routes = {route.name: route for route in permissions()}
    return ((routes[name], reverse(name, args=[found.public_id])) for name, found in keys.items())
