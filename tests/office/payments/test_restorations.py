"""What the insurer granted: recorded once, by its letter, and then cover is told as the law tells it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from money_trail import Till

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.payments import errors, services
from jaring.office.payments.guard import PayerGuard, Urgency, guards_visible_to
from jaring.office.payments.models import RestorationGrant
from jaring.office.programme.models import Payer

if TYPE_CHECKING:
    from conftest import Programme, Users

    from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 4, 5, 4, 0, tzinfo=UTC)
TODAY = date(2027, 4, 10)
DECEMBER, APRIL = Month(2026, 12), Month(2027, 4)


@pytest.fixture
def till(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> Till:
    """Four people, paid for in November; then nothing came until their memberships had ended."""
    settings.JARING_DATA = tmp_path
    made = Till(programme, users)
    made.paid()
    return made


def record(till: Till, *, payer: Payer | None = None, actor: User | None = None, **changes: Any) -> RestorationGrant:
    facts: dict[str, Any] = {
        "number": "B/88/2027",
        "granted_on": date(2027, 4, 2),
        "granted_by": "Kepala Kantor Cabang Contoh",
        "from_month": DECEMBER,
        "until_month": APRIL,
    }
    paper = services.GrantPaper(**facts | changes)
    who = actor or till.users.officer
    return services.record_restoration(payer or till.payer, paper, request_key=uuid4(), actor=who, now=NOW)


def seen(till: Till) -> PayerGuard:
    (found,) = guards_visible_to(till.users.treasurer, TODAY)
    return found


def test_restored_months_count_as_paid_in_time(till: Till) -> None:
    assert seen(till).urgency is Urgency.ENDED

    record(till)

    found = seen(till)
    assert not found.cohort.ended
    assert [(stop.on, stop.people) for stop in found.cohort.stops] == [(APRIL.first_day, 4)]
    assert [group.standing.was_covered for group in found.cohort.groups] == [True]
    assert found.missing == ()


def test_months_that_were_not_restored_stay_lost(till: Till) -> None:
    record(till, until_month=DECEMBER + 1)

    assert seen(till).cohort.ended
    assert seen(till).missing[0].month == DECEMBER + 1


def test_restoration_is_written_into_the_audit_log_with_its_letter(till: Till) -> None:
    grant = record(till)

    entry = AuditEntry.objects.get(event="restoration.recorded")
    assert (entry.actor, entry.reason) == (grant.recorded_by, "B/88/2027")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": "B/89/2027", "from_month": DECEMBER + 3}, errors.RestorationOverlapsError),
        ({"from_month": APRIL + -6, "until_month": DECEMBER}, errors.RestorationNumberTakenError),
        ({"number": "B/89/2027", "until_month": DECEMBER}, errors.RestorationUnusableError),
        ({"number": "B/89/2027", "until_month": APRIL + 2}, errors.RestorationUnusableError),
        ({"number": "B/89/2027", "granted_on": date(2027, 4, 6)}, errors.RestorationUnusableError),
        ({"number": "B/89/2027", "granted_by": " "}, errors.RestorationUnusableError),
    ],
)
def test_letter_that_cannot_be_is_refused(till: Till, changes: dict[str, Any], refusal: type[Exception]) -> None:
    record(till)

    with pytest.raises(refusal):
        record(till, **changes)

    assert RestorationGrant.objects.count() == 1


def test_payer_whose_months_are_never_restored_is_refused(till: Till) -> None:
    workers = Payer.objects.create(regency_id="53.03", kind="SELF", name="Mandiri")

    with pytest.raises(errors.RestorationNotOpenError, match="JRG-250"):
        record(till, payer=workers)


def test_auditor_records_nothing(till: Till) -> None:
    with pytest.raises(NotAllowedError):
        record(till, actor=till.users.auditor)


@pytest.mark.tampers
def test_database_refuses_the_same_month_twice(till: Till) -> None:
    grant = record(till)

    with pytest.raises(IntegrityError), transaction.atomic():
        RestorationGrant.objects.create(
            regency_id=grant.regency_id,
            payer=grant.payer,
            from_month=grant.from_month,
            until_month=grant.from_month + 1,
            number="B/90/2027",
            granted_on=grant.granted_on,
            granted_by=grant.granted_by,
            recorded_by=grant.recorded_by,
            recorded_at=NOW,
        )


def test_grant_is_recorded_on_the_page_of_the_payer(
    till: Till, users: Users, client_of: Callable[[User | None], Client]
) -> None:
    address = reverse("guard:restored", args=[till.payer.pk])
    form = {
        "nomor": "B/88/2025",
        "tanggal": "03-03-2025",
        "pejabat": "Kepala Kantor Cabang Contoh",
        "mulai": "2025-01",
        "sampai": "2025-02",
        "request_key": str(uuid4()),
    }

    assert client_of(users.auditor).post(address, form).status_code == 403
    assert client_of(users.officer_elsewhere).post(address, form).status_code == 404
    for _ in range(2):
        assert client_of(users.officer).post(address, form).status_code == 302

    page = client_of(users.treasurer).get(reverse("guard:detail", args=[till.payer.pk])).content.decode()
    assert "B/88/2025" in page
    assert RestorationGrant.objects.count() == 1


def test_refused_grant_keeps_what_was_typed(
    till: Till, users: Users, client_of: Callable[[User | None], Client]
) -> None:
    form = {
        "nomor": "B/88/2025",
        "tanggal": "03-03-2025",
        "pejabat": "Kepala Cabang",
        "mulai": "2025-02",
        "sampai": "2025-01",
        "request_key": str(uuid4()),
    }

    response = client_of(users.officer).post(reverse("guard:restored", args=[till.payer.pk]), form)

    assert response.status_code == 422
    assert "B/88/2025" in response.content.decode()
