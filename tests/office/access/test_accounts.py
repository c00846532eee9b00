"""Accounts come by invitation, get roles by two people, and end by one act."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from jaring.office.access import queries, services
from jaring.office.access.errors import LinkInvalidError
from jaring.office.access.models import AccessProposal, Invitation, OfficeSession, RoleGrant, User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import may, system_operator
from jaring.office.access.services.accounts import open_link
from jaring.office.audit.models import AuditEntry
from jaring.office.audit.services import verify
from jaring.office.places.models import Regency

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 30)
PASSWORD = "sandi-untuk-uji-2026"
WHY = "Surat tugas 800/12/2026"

pytestmark = pytest.mark.django_db


def fresh_copy(user: User) -> User:
    """Return the user as the next request meets him."""
    return User.objects.get(pk=user.pk)


def propose(account, users, role=Role.VILLAGE_OPERATOR, area="53.03.04.1001", **more) -> AccessProposal:
    facts = {"from_date": TODAY, "reason": WHY, "actor": users.administrator, "now": NOW} | more
    return services.propose_role(account, role, area, **facts)


# --- Invitations -----------------------------------------------------------------------------------------------


def test_an_invited_person_chooses_a_password_and_logs_in(users) -> None:
    account, token = services.invite("martha", "Martha Bano", "53.03", actor=users.administrator, now=NOW)

    services.accept_link(token, PASSWORD, now=NOW + timedelta(hours=71))

    assert fresh_copy(account).check_password(PASSWORD)
    assert [e.event for e in AuditEntry.objects.order_by("position")] == ["access.invited", "access.password_chosen"]


def test_a_link_works_once_and_three_days_long(users) -> None:
    _, token = services.invite("martha", "Martha Bano", "53.03", actor=users.administrator, now=NOW)

    with pytest.raises(LinkInvalidError):
        services.accept_link(token, PASSWORD, now=NOW + timedelta(days=3))
    services.accept_link(token, PASSWORD, now=NOW)
    with pytest.raises(LinkInvalidError):
        services.accept_link(token, "lain-lagi-sandinya-9", now=NOW)


def test_a_new_link_withdraws_the_old_one(users) -> None:
    account, old = services.invite("martha", "Martha Bano", "53.03", actor=users.administrator, now=NOW)

    new = services.make_link(account, "53.03", actor=users.administrator, now=NOW)

    with pytest.raises(LinkInvalidError):
        open_link(old, NOW)
    assert open_link(new, NOW).user == account


def test_only_the_hash_of_a_link_is_kept(users) -> None:
    _, token = services.invite("martha", "Martha Bano", "53.03", actor=users.administrator, now=NOW)

    kept = Invitation.objects.values().get()
    assert token not in str(kept)
    assert len(token) >= 43
    assert token not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("token", ["x", "a" * 43])
def test_a_link_that_never_was_is_refused_like_a_used_one(token, users) -> None:
    page = Client().get(f"/tautan/{token}/")

    assert page.status_code == 410
    assert "JRG-605" in page.content.decode()


def test_the_page_of_a_link_takes_no_weak_password(users) -> None:
    _, token = services.invite("martha", "Martha Bano", "53.03", actor=users.administrator, now=datetime.now(UTC))
    client = Client()

    weak = client.post(f"/tautan/{token}/", {"new_password1": "martha1234", "new_password2": "martha1234"})
    good = client.post(f"/tautan/{token}/", {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert weak.status_code == 422
    assert good["Location"] == "/masuk/"
    login = client.post("/masuk/", {"username": "martha", "password": PASSWORD})
    assert login["Location"] == "/"
    assert client.get("/").status_code == 403  # No role yet.


def test_a_password_by_link_ends_open_sessions(users, client_of) -> None:
    session = client_of(users.officer)
    token = services.make_link(users.officer, "53.03", actor=users.administrator, now=NOW)

    services.accept_link(token, PASSWORD, now=NOW)

    assert session.get("/")["Location"].startswith("/masuk/")


def test_a_user_name_is_given_once(users) -> None:
    with pytest.raises(Exception, match="JRG-608"):
        services.invite("petugas", "Orang lain", "53.03", actor=users.administrator, now=NOW)


# --- Roles by two people ---------------------------------------------------------------------------------------


def test_a_role_holds_once_another_person_has_confirmed_it(users, make_user) -> None:
    account = make_user("baru")
    proposal = propose(account, users)
    assert not may(fresh_copy(account), Action.SEE_HOME)

    services.decide(proposal, confirms=True, actor=users.head, now=NOW)

    grant = account.grants.get()
    assert (grant.role, grant.area_code, grant.from_date) == ("village_operator", "53.03.04.1001", TODAY)
    entries = AuditEntry.objects.order_by("position")
    assert [(e.event, e.actor, e.reason) for e in entries] == [
        ("access.role_proposed", users.administrator, WHY),
        ("access.role_confirmed", users.head, WHY),
    ]


def test_a_declined_role_never_holds(users, make_user) -> None:
    account = make_user("baru")
    proposal = propose(account, users)

    services.decide(proposal, confirms=False, actor=users.head, now=NOW)

    assert not account.grants.exists()
    with pytest.raises(Exception, match="JRG-611"):
        services.decide(proposal, confirms=True, actor=users.head, now=NOW)


def test_whoever_proposed_a_role_does_not_decide_it(users, make_user) -> None:
    proposal = propose(make_user("baru"), users)

    for confirms in (True, False):
        with pytest.raises(Exception, match="JRG-602"):
            services.decide(proposal, confirms=confirms, actor=users.administrator, now=NOW)


def test_nobody_confirms_a_role_for_himself(users) -> None:
    proposal = propose(users.head, users, Role.TREASURER, "53.03")

    with pytest.raises(Exception, match="JRG-612"):
        services.decide(proposal, confirms=True, actor=users.head, now=NOW)


@pytest.mark.parametrize("who", ["officer", "operator", "treasurer", "auditor", "leadership", "officer_elsewhere"])
def test_nobody_else_decides(who, users, make_user) -> None:
    proposal = propose(make_user("baru"), users)

    with pytest.raises(Exception, match="JRG-601"):
        services.decide(proposal, confirms=True, actor=getattr(users, who), now=NOW)


@pytest.mark.parametrize(
    ("role", "area"),
    [
        (Role.VILLAGE_OPERATOR, "53.03"),
        (Role.OFFICER, "53.03.04"),
        (Role.DISTRICT_VERIFIER, "53.03.04.1001"),
        (Role.VILLAGE_OPERATOR, "53.03.99.9999"),
    ],
)
def test_a_role_fits_its_area(role, area, users, make_user) -> None:
    with pytest.raises(Exception, match="JRG-609"):
        propose(make_user("baru"), users, role, area)


def test_an_administrator_gives_roles_in_his_regency_only(users, make_user) -> None:
    with pytest.raises(Exception, match="JRG-601"):
        propose(make_user("baru"), users, Role.OFFICER, "53.04")


def test_a_role_is_proposed_once(users, make_user) -> None:
    account = make_user("baru")
    services.decide(propose(account, users), confirms=True, actor=users.head, now=NOW)
    propose(account, users, area="53.03.04.1002")

    for area in ("53.03.04.1001", "53.03.04.1002"):
        with pytest.raises(Exception, match="JRG-610"):
            propose(account, users, area=area)


@pytest.mark.tampers
@pytest.mark.parametrize("who", ["administrator", "head"])
def test_the_database_itself_wants_two_people(who, users) -> None:
    """``administrator`` proposed it, ``head`` is the one who would get the role."""
    proposal = propose(users.head, users, Role.TREASURER, "53.03")

    with pytest.raises(IntegrityError), transaction.atomic():
        AccessProposal.objects.filter(pk=proposal.pk).update(
            outcome="confirmed", decided_by=getattr(users, who), decided_at=NOW
        )


def test_the_person_at_the_machine_may_be_the_second_one(users, make_user) -> None:
    """The first head of a new regency has nobody else to confirm him."""
    account = make_user("kepala_baru")

    services.decide(propose(account, users, Role.HEAD, "53.03"), confirms=True, actor=system_operator(), now=NOW)

    assert account.grants.get().role == Role.HEAD


# --- Leaving ---------------------------------------------------------------------------------------------------


def test_one_act_ends_everything_of_who_leaves(users, make_user, client_of) -> None:
    leaver = make_user("pergi", Role.OFFICER)
    session = client_of(leaver)
    token = services.make_link(leaver, "53.03", actor=users.administrator, now=NOW)
    proposal = propose(leaver, users, Role.TREASURER, "53.03")
    RoleGrant.objects.create(user=leaver, role=Role.HEAD, area_code="53.03", from_date=TODAY + timedelta(days=9))

    ended = services.end_account(leaver, reason=WHY, actor=users.administrator, now=NOW, today=TODAY)

    assert ended == 1
    assert not fresh_copy(leaver).is_active
    assert session.get("/")["Location"].startswith("/masuk/")
    with pytest.raises(LinkInvalidError):
        open_link(token, NOW)
    assert not AccessProposal.objects.filter(pk=proposal.pk, outcome="").exists()
    assert [(g.role, g.until_date) for g in leaver.grants.all()] == [("officer", TODAY)]
    assert not OfficeSession.objects.filter(user=leaver).exists()
    entry = AuditEntry.objects.latest("position")
    assert (entry.event, entry.subject, entry.detail["active"]) == ("access.account_ended", "pergi", 0)
    assert not list(verify("53.03"))


def test_who_works_for_another_regency_too_keeps_what_he_has_there(users, make_user) -> None:
    leaver = make_user("berdua", Role.OFFICER)
    RoleGrant.objects.create(user=leaver, role=Role.OFFICER, area_code="53.04", from_date=date(2026, 1, 1))

    services.end_account(leaver, reason=WHY, actor=users.administrator, now=NOW, today=TODAY)

    assert fresh_copy(leaver).is_active
    assert {g.area_code for g in leaver.grants.all() if g.until_date is None} == {"53.04"}


def test_an_administrator_does_not_close_the_own_account_or_one_elsewhere(users) -> None:
    with pytest.raises(Exception, match="JRG-612"):
        services.end_account(users.administrator, reason=WHY, actor=users.administrator, now=NOW, today=TODAY)
    with pytest.raises(Exception, match="JRG-601"):
        services.end_account(users.officer_elsewhere, reason=WHY, actor=users.administrator, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("area", "last_instant"),
    [("53.03", "2026-11-30T15:59:59Z"), ("91.05", "2026-11-30T14:59:59Z")],
)
def test_a_role_begins_and_ends_at_midnight_in_its_regency(area, last_instant, users, make_user, time_machine) -> None:
    Regency.objects.update_or_create(code="91.05", defaults={"name": "Kabupaten Uji", "time_zone": "Asia/Jayapura"})
    last = datetime.fromisoformat(last_instant)
    ending, coming = make_user("ada"), make_user("nanti")
    tomorrow = TODAY + timedelta(days=1)
    role = {"role": Role.AUDITOR, "area_code": area}
    RoleGrant.objects.create(user=ending, from_date=TODAY, until_date=tomorrow, **role)
    RoleGrant.objects.create(user=coming, from_date=tomorrow, **role)

    def holds() -> list[bool]:
        return [may(fresh_copy(user), Action.SEE_AUDIT) for user in (ending, coming)]

    time_machine.move_to(last, tick=False)
    assert holds() == [True, False]
    time_machine.move_to(last + timedelta(seconds=1), tick=False)
    assert holds() == [False, True]


def test_a_role_that_ends_acts_on_the_next_request(users, client_of) -> None:
    client = client_of(users.officer)
    assert client.get("/peserta/").status_code == 200

    grant = users.officer.grants.get()
    services.end_grant(grant, reason=WHY, actor=users.administrator, now=NOW, today=date(2026, 1, 2))

    assert client.get("/peserta/").status_code == 403


# --- Pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("head", 200),
        ("auditor", 200),
        ("officer", 403),
        ("operator", 403),
        ("leadership", 403),
    ],
)
def test_who_sees_the_accounts(who, status, users, client_of) -> None:
    client = client_of(getattr(users, who))

    for path in ("/pengguna/", "/pengguna/usulan/", f"/pengguna/{users.officer.pk}/"):
        assert client.get(path).status_code == status


@pytest.mark.parametrize("who", ["head", "auditor", "officer"])
def test_only_the_administrator_changes_accounts(who, users, client_of) -> None:
    client, pk = client_of(getattr(users, who)), users.operator.pk

    for path in ("baru/", f"{pk}/peran/", f"{pk}/tautan/", f"{pk}/pengaman/", f"{pk}/tutup/"):
        assert client.post(f"/pengguna/{path}", {"reason": WHY}).status_code == 403
    assert fresh_copy(users.operator).is_active


def test_accounts_of_another_regency_do_not_exist(users, client_of) -> None:
    client, pk = client_of(users.administrator), users.officer_elsewhere.pk

    assert client.get(f"/pengguna/{pk}/").status_code == 404
    assert client.post(f"/pengguna/{pk}/tutup/", {"reason": WHY}).status_code == 404
    assert "petugas_belu" not in client.get("/pengguna/").content.decode()
    assert users.officer_elsewhere not in queries.accounts_visible_to(users.administrator)


def test_strangers_meet_the_log_in(users) -> None:
    assert Client().get("/pengguna/")["Location"] == "/masuk/?next=/pengguna/"
    assert Client().get("/akun/")["Location"] == "/masuk/?next=/akun/"


def test_the_pages_of_accounts_take_few_statements(users, client_of, django_assert_max_num_queries) -> None:
    propose(users.officer, users, Role.TREASURER, "53.03")
    client = client_of(users.administrator)

    for path in ("/pengguna/", "/pengguna/usulan/", f"/pengguna/{users.officer.pk}/", "/akun/", "/pengguna/baru/"):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200, path


def test_from_invitation_to_work_in_the_pages(users, client_of) -> None:
    administrator, head = client_of(users.administrator), client_of(users.head)

    page = administrator.post(
        "/pengguna/baru/", {"full_name": "Martha Bano", "username": "martha", "regency_code": "53.03"}
    ).content.decode()
    link = re.search(r"http://testserver(/tautan/[\w-]+/)", page)[1]
    account = User.objects.get(username="martha")
    administrator.post(
        f"/pengguna/{account.pk}/peran/",
        {"role": "village_operator", "area_code": "53.03.04.1001", "from_date": "01-01-2026", "reason": WHY},
    )
    proposal = account.proposals.get()
    assert str(proposal.public_id) not in administrator.get("/pengguna/usulan/").content.decode()
    assert str(proposal.public_id) in head.get("/pengguna/usulan/").content.decode()
    head.post(f"/pengguna/usulan/{proposal.public_id}/putuskan/", {"decision": "confirm"})
    martha = Client()
    martha.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    martha.post("/masuk/", {"username": "martha", "password": PASSWORD})

    assert martha.get("/peserta/").status_code == 200
    assert link not in administrator.get(f"/pengguna/{account.pk}/").content.decode()


def test_what_waits_for_two_people_stands_on_the_heads_home(users, make_user, client_of) -> None:
    propose(make_user("baru"), users)

    assert "/pengguna/usulan/" in client_of(users.head).get("/").content.decode()
    assert 'href="/pengguna/usulan/"' not in client_of(users.administrator).get("/").content.decode()
