"""A month that two payers share: each is told what the other one has not paid yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cohorts import FIRST, Cohort, cohort_of
from django.test import Client
from django.urls import reverse
from money_trail import Till

from jaring.office.access.models import User
from jaring.office.billing.models import Bill
from jaring.office.payments.partners import open_parts

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

DECEMBER = FIRST + 1
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def cohort(
    programme: Programme, users: Users, villages: Villages, make_person: MakePerson, settings: Any, tmp_path: Path
) -> Cohort:
    """Four people for whom the workers pay a quarter from December on; both parts of December are billed."""
    settings.JARING_DATA = tmp_path
    made = cohort_of(programme, users, villages, make_person)
    made.move(made.apbd, made.apbd, made.people[:4], plan=made.plan((DECEMBER, 75)))
    for payer, month in ((made.apbd, FIRST), (made.apbd, DECEMBER), (made.workers, DECEMBER)):
        made.bill(payer, month)
    return made


def told(payer_id: int) -> list[tuple[int, str, int, int]]:
    parts = open_parts({payer_id})[payer_id]
    return [(part.payer_id, str(part.month), part.people, part.amount_idr) for part in parts]


def test_each_payer_is_told_what_the_other_owes(cohort: Cohort) -> None:
    assert told(cohort.apbd.pk) == [(cohort.workers.pk, str(DECEMBER), 4, 4 * 4_200)]
    assert told(cohort.workers.pk) == [(cohort.apbd.pk, str(DECEMBER), 4, 4 * 12_600)]


def test_part_that_is_paid_is_told_no_more(cohort: Cohort, programme: Programme, users: Users) -> None:
    till = Till(programme, users)
    till.approve(Bill.objects.get(payer=cohort.workers))

    till.transfer(None, 4 * 4_200, payer=cohort.workers, spm_number="", spm_date=None, sp2d_number="", sp2d_date=None)

    assert told(cohort.apbd.pk) == []


def test_pages_say_whose_part_is_missing(cohort: Cohort, users: Users, client_of: ClientOf) -> None:
    client = client_of(users.treasurer)
    addresses = (
        reverse("guard:list"),
        reverse("guard:detail", args=[cohort.apbd.pk]),
        f"{reverse('billing:detail', args=[DECEMBER])}?sumber={cohort.apbd.pk}",
    )

    for address in addresses:
        page = " ".join(client.get(address).content.decode().split())
        assert f"{cohort.workers.name} untuk Desember 2026</a> belum disetor: 4 peserta, Rp16.800" in page, address
