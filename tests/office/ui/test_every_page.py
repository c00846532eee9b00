"""Every page of the permission table in a browser: readable by everyone, fit for 360 px, and quiet.

A route that is new is met here without being named; one that must be told more to show its page stands in ``told``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import paper_trail as trail
import pytest
import time_machine
from browsing import Show, looks_well_wide_and_narrow
from django.urls import reverse
from money_trail import NOW
from populated import Side, addresses_of, both_sides

from jaring.core.month import Month
from jaring.office.access import services as access
from jaring.office.access.permissions import permissions
from jaring.office.access.roles import Role
from jaring.office.access.scope import may
from jaring.office.programme.services import keep_scenario
from jaring.office.rules.services import choose_reading

if TYPE_CHECKING:
    from conftest import MakePerson, MakeUser, Programme, Users, Villages

    from jaring.office.access.models import User
    from jaring.office.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PARTS: Final = 2
"""Into how many tests the routes are dealt, so that the workers of a run share them."""
READERS: Final = ("officer", "head", "treasurer", "administrator", "auditor", "verifier", "operator")
"""By whom a page is read: the first who may. The officer comes first, because he has most to press."""
NO_PAGES: Final = {
    "access:code": "has something to show only between a password and a code",
    "access:confirm": "asks whoever has a second factor, as the question after a password does",
    "access:passkey_add": "is open after a fresh confirmation alone",
    "boundaries:withdraw": "acts",
    "payments:transfer_new": "needs an order that is not paid, and stands below",
    "intake:reading": "answers with a part of a page",
    "proposals:worker": "is a script",
}
"""Routes that one can open and that show no page of their own here, and why."""
MET: Final = (HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
"""What a route answers: with a page, with another's, or only to an act."""


@pytest.fixture
def side(
    settings: Any,
    tmp_path: Any,
    users: Users,
    people: dict[str, Person],
    programme: Programme,
    villages: Villages,
    make_user: MakeUser,
    make_person: MakePerson,
) -> Iterator[Side]:
    """A regency in which everything has happened, and a role and a reading of the law wait."""
    settings.JARING_DATA = tmp_path
    with time_machine.travel(NOW):
        side, _other = both_sides(programme, users, people, villages, make_user, make_person)
        access.propose_role(
            users.officer,
            Role.TREASURER,
            "53.03",
            from_date=date(2027, 1, 1),
            reason="Surat tugas",
            actor=users.administrator,
            now=NOW,
        )
        access.begin_authenticator(users.officer, NOW)
        choose_reading(
            "dana_desa_discounted",
            regency=villages.kefa.district.regency,
            from_month=Month(2027, 1),
            reason="Jawaban tertulis cabang",
            reference="Surat cabang nomor B/12/042026",
            actor=users.head,
            now=NOW,
        )
        yield side


def told(side: Side) -> dict[str, list[str]]:
    """Return the addresses of routes that must be told more, and of other faces that a page has."""
    payer = f"?sumber={side.payer.pk}"
    few, many = (
        keep_scenario(side.run, name, places * 33_600, "own", actor=side.run.run_by, now=trail.NOW).public_id
        for name, places in (("Hemat", 3), ("Lengkap", 4))
    )
    price = "bulan=2026-05&bidang=other"
    return {
        "calculators:benefit": ["/hitung/manfaat/", "/hitung/manfaat/?kejadian=kecelakaan"],
        "calculators:contribution": [f"/hitung/iuran/?{price}&sumber=DANA_DESA&penghasilan=900000"],
        "payments:claim_deposit": [f"/pembayaran/pengembalian/titipan/{payer}"],
        "payments:order_new": [f"/pembayaran/perintah/baru/{payer}"],
        "people:list": ["/peserta/", "/peserta/?cari=zzz"],
        "rules:contribution_explained": [f"/aturan/penjelasan/iuran/?{price}&sumber=EMPLOYER&dasar=2426640"],
        "rules:list": ["/aturan/?topik=contribution/bpu", "/aturan/?cari=beasiswa&hari=1-1-2019"],
        "rules:changes": ["/aturan/perubahan/?dari=1-12-2019&sampai=2-12-2019"],
        "rules:parameter": [
            "/aturan/parameter/contribution/bpu/discount_eligible_by_payer/?wilayah=53.03",
            "/aturan/parameter/contribution/bpu/income_table/",
            "/aturan/parameter/benefit/disability/table/",
        ],
        "targeting:difference": [reverse("targeting:difference", args=[many, few])],
        "targeting:scenarios": [f"/penetapan/skenario/?banding={few}&banding={many}"],
    }


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_readable_by_everyone_and_fits(part: int, side: Side, users: Users, show: Show) -> None:
    routes = [route for route in permissions() if not (route.gives_file or route.name in NO_PAGES)]
    more = told(side)
    unseen: list[str] = []

    for route in routes[part::PARTS]:
        reader = None
        if route.action is not None:
            reader = next(user for name in READERS if may(user := getattr(users, name), route.action))
        if route.name in more:
            met = [is_shown(show, reader, address, route.name, HTTPStatus.OK) for address in more[route.name]]
        else:
            met = [any(is_shown(show, reader, address, route.name, *MET) for address in addresses_of(route, side))]
        if not all(met):
            unseen.append(route.name)
    assert unseen == []


def is_shown(show: Show, reader: User | None, address: str, name: str, *met: HTTPStatus) -> bool:
    """Look at a page if the address has one, and say whether the answer is among what may be met."""
    response, page = show(reader, address)
    if response.status_code == HTTPStatus.OK:
        looks_well_wide_and_narrow(page, f"{name}-{address.strip('/')}".replace("/", "-"))
    return response.status_code in met


def test_home_a_draft_and_what_is_refused_are_readable_by_everyone_and_fit(
    side: Side, users: Users, show: Show
) -> None:
    draft = trail.amendment(side.till.programme.year, side.payer, users.officer)
    order = side.till.ordered(side.till.bill(Month(2026, 12)))
    pages: list[tuple[User | None, str, int]] = [
        (users.head, f"/sk/{draft.public_id}/", 200),
        (users.treasurer, f"/pembayaran/setoran/baru/?perintah={order.public_id}", 200),
        (None, "/tidak-ada/", 404),
        (users.leadership, "/peserta/", 403),
        *((user, "/", 200) for user in users if user != users.operator_elsewhere),
    ]

    for user, address, status in pages:
        response, page = show(user, address, status)
        assert response.status_code == status
        looks_well_wide_and_narrow(page, f"{user}-{status}-{address.split('/')[1]}")
