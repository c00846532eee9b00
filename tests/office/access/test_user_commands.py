"""``jaring user``: accounts and roles at the command line, by the same rules as in the pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from command_line import Done, Jaring, command_line
from django.contrib.auth import authenticate
from django.test import Client
from test_second_factor import set_up

from jaring.office.access.models import RoleGrant, User
from jaring.office.audit.models import AuditEntry

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
PASSWORD = "sandi-untuk-uji-2026"
WHY = "Surat tugas 800/12/2026"

pytestmark = pytest.mark.django_db


@pytest.fixture
def jaring(users, monkeypatch, capsys) -> Jaring:
    """Run ``jaring user``; commands that ask for the regency are told, since the small office has two."""
    run = command_line(monkeypatch, capsys, NOW)

    def jaring(act: str, *arguments: str) -> Done:
        regency = ("--regency", "53.03") if act in {"invite", "link", "reset"} else ()
        return run("user", act, *arguments, *regency)

    return jaring


def test_an_invited_person_gets_a_role_by_two_and_loses_it_when_leaving(jaring: Jaring, users) -> None:
    link = jaring("invite", "martha", "Martha Bano", "--as", "administrator", "--json").document
    newer = jaring("link", "martha", "--as", "administrator", "--json").document["path"]
    given = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "JRG-605" in Client().post(link["path"], given).content.decode()
    assert Client().post(newer, given).status_code == 302
    assert authenticate(username="martha", password=PASSWORD)

    role = ("martha", "verifier", "53.03.04", "--reason", WHY)
    assert jaring("propose", *role, "--as", "administrator").status == 2  # No such role.
    role = ("martha", "district_verifier", *role[2:])
    proposed = jaring("propose", *role, "--as", "administrator", "--json").document
    assert proposed | {"reason": WHY} == proposed
    assert jaring("confirm", "martha", "--as", "administrator").code == "JRG-602"
    assert not RoleGrant.objects.filter(user__username="martha").exists()
    assert jaring("confirm", "martha", "--as", "kepala").status == 0
    assert jaring("confirm", "martha", "--as", "kepala").code == "JRG-615"

    listed = jaring("list", "--as", "pemeriksa", "--json").document
    martha = next(each for each in listed["accounts"] if each["username"] == "martha")
    assert (martha["roles"], martha["is_active"]) == (["district_verifier 53.03.04"], True)
    assert listed["proposals"] == []

    ended = jaring("end", "martha", "--reason", "Pindah tugas", "--as", "administrator", "--json").document
    assert ended == {"username": "martha", "sessions_ended": 0}
    assert not User.objects.get(username="martha").is_active
    events = AuditEntry.objects.filter(event__startswith="access.").values_list("event", flat=True)
    assert {"access.invited", "access.role_proposed", "access.account_ended"} <= set(events)


def test_a_lost_telephone_and_a_locked_log_in_are_mended_by_those_who_may(jaring: Jaring, users) -> None:
    set_up(users.officer)
    assert jaring("reset", "petugas", "--reason", "Telepon hilang", "--as", "administrator").status == 0
    assert "untuk petugas, diusulkan administrator" in jaring("list", "--as", "administrator").out
    assert jaring("decline", "petugas", "--as", "kepala").status == 0
    assert jaring("unlock", "petugas", "--as", "administrator", "--json").document == {
        "username": "petugas",
        "failures_forgotten": 0,
    }


@pytest.mark.parametrize("act", ["link", "unlock", "end", "reset"])
@pytest.mark.parametrize("who", ["petugas", "petugas_belu"])
def test_nobody_else_changes_accounts(act: str, who: str, jaring: Jaring, users) -> None:
    reason = ("--reason", WHY) if act in {"end", "reset"} else ()

    refused = jaring(act, "bendahara", *reason, "--as", who)

    assert refused.code in {"JRG-601", "JRG-604"}
    assert User.objects.get(username="bendahara").is_active


def test_a_link_is_shown_once_and_stands_in_no_list(jaring: Jaring, users) -> None:
    shown = jaring("invite", "martha", "Martha Bano", "--as", "administrator").out
    secret = re.search(r"/tautan/([^/]+)/", shown)

    assert secret
    assert secret[1] not in jaring("list", "--as", "administrator", "--json").out
    assert not AuditEntry.objects.filter(detail__icontains=secret[1]).exists()
