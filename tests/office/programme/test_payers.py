"""Payers: many of a kind, each with a code of its own; of a village, by name, or the only one of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.places.models import Regency, Village
from jaring.office.programme import queries, services
from jaring.office.programme.errors import (
    GroupCodeUnknownError,
    PayerExistsError,
    PayerUnclearError,
    PayerUnknownError,
    PayerVillageError,
)
from jaring.office.programme.models import Payer

if TYPE_CHECKING:
    from conftest import Users, Villages

from paper_trail import NOW


@pytest.fixture
def regency(villages: Villages) -> Regency:
    return Regency.objects.get(code="53.03")


def test_first_of_its_kind_is_named_by_the_kind_alone(regency: Regency, users: Users) -> None:
    first = services.register_payer(regency, "APBD", "APBD Kabupaten", actor=users.treasurer, now=NOW)
    second = services.register_payer(regency, "APBD", "APBD dinas lain", actor=users.treasurer, now=NOW)

    assert (first.code, second.code) == ("APBD", "APBD-2")
    assert queries.payer_of("53.03", "APBD") == first
    assert queries.payer_of("53.03", "APBD-2") == second


def test_donors_are_told_apart_and_none_is_taken_for_the_only_one(regency: Regency, users: Users) -> None:
    donors = [
        services.register_payer(regency, "CSR", name, actor=users.officer, now=NOW) for name in ("PT Satu", "PT Dua")
    ]

    assert [donor.code for donor in donors] == ["CSR-1", "CSR-2"]
    assert queries.payer_of("53.03", "CSR-2") == donors[1]
    with pytest.raises(PayerUnclearError):
        queries.payer_of("53.03", "CSR")


def test_every_village_gets_its_payer_by_one_act_and_only_once(regency: Regency, users: Users) -> None:
    made = services.register_village_payers(regency, "DANA_DESA", actor=users.officer, now=NOW)
    again = services.register_village_payers(regency, "DANA_DESA", actor=users.officer, now=NOW)

    assert (made, again) == (Village.objects.filter(district__regency=regency).count(), 0)
    found = queries.payer_of("53.03", "DANA_DESA", "53.03.15.2001")
    assert (found.code, found.group_code) == ("DANA_DESA-53.03.15.2001", "SL")
    assert queries.payer_of("53.03", "DANA_DESA-53.03.15.2001") == found


@pytest.mark.parametrize(
    ("kind", "group"),
    [("APBD", "SG"), ("APBD_PROVINSI", "SG"), ("APBN", "SG"), ("APBDES", "SD"), ("CSR", "SC"), ("SELF", "")],
)
def test_group_code_follows_from_the_kind(regency: Regency, users: Users, kind: str, group: str) -> None:
    assert services.register_payer(regency, kind, "X", actor=users.officer, now=NOW).group_code == group


def test_name_and_group_code_can_be_changed_and_the_change_is_written_down(regency: Regency, users: Users) -> None:
    bank = services.register_payer(regency, "CSR", "Bank", actor=users.officer, now=NOW)

    services.change_payer(bank, name="Bank NTT", group_code="SB", actor=users.officer, now=NOW)

    bank.refresh_from_db()
    assert (bank.name, bank.group_code) == ("Bank NTT", "SB")
    assert AuditEntry.objects.latest("id").event == "programme.payer_changed"


def test_what_the_insurer_does_not_know_is_refused(regency: Regency, users: Users) -> None:
    with pytest.raises(GroupCodeUnknownError):
        services.register_payer(regency, "CSR", "PT Satu", group_code="XX", actor=users.officer, now=NOW)


def test_same_name_or_village_is_refused(regency: Regency, users: Users, villages: Villages) -> None:
    services.register_payer(regency, "APBDES", "Satu", village=villages.kefa, actor=users.officer, now=NOW)

    for name, village in (("Satu", None), ("Dua", villages.kefa)):
        with pytest.raises(PayerExistsError):
            services.register_payer(regency, "APBDES", name, village=village, actor=users.officer, now=NOW)


def test_village_belongs_to_the_kind_and_to_the_regency(regency: Regency, users: Users, villages: Villages) -> None:
    for kind, village in (("CSR", villages.kefa), ("APBDES", villages.atambua)):
        with pytest.raises(PayerVillageError):
            services.register_payer(regency, kind, "X", village=village, actor=users.officer, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():  # Nor by another way than the service.
            Payer.objects.create(regency=regency, kind=kind, name="X", village=village)
    with pytest.raises(PayerVillageError):
        services.register_village_payers(regency, "CSR", actor=users.officer, now=NOW)


def test_unknown_payer_is_refused(regency: Regency) -> None:
    for named, village in (("CSR", ""), ("CSR-7", ""), ("DANA_DESA", "53.03.15.2001")):
        with pytest.raises(PayerUnknownError):
            queries.payer_of("53.03", named, village)


def test_payers_are_registered_by_whoever_manages_the_budget(regency: Regency, users: Users) -> None:
    for user in (users.operator, users.verifier, users.auditor, users.leadership, users.officer_elsewhere):
        with pytest.raises(NotAllowedError):
            services.register_payer(regency, "CSR", "X", actor=user, now=NOW)
        with pytest.raises(NotAllowedError):
            services.register_village_payers(regency, "APBDES", actor=user, now=NOW)
    assert not Payer.objects.exists()
