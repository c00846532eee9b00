"""Objections to a choice: who may file one and when, review by two, and the decree that waits for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import paper_trail as trail
import pytest
import time_machine
from command_line import command_line
from django.db import IntegrityError, transaction
from django.urls import reverse

from jaring.office.access.scope import NotAllowedError, SamePersonError
from jaring.office.audit.models import AuditEntry
from jaring.office.people.errors import NumberInNoteError
from jaring.office.programme import errors, objections, services
from jaring.office.programme.models import Decision, Decree, Objection, ObjectionRuling, TargetingRun

pytestmark = pytest.mark.django_db
DAY = trail.NOW.date()
WHY = "Sudah pindah ke kabupaten lain"


@pytest.fixture
def run(people: Any, programme: Any, users: Any) -> TargetingRun:
    return trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)


@pytest.fixture
def objection(run: TargetingRun, people: Any, users: Any) -> Objection:
    """The village says that Maria's occupation is written wrongly."""
    return trail.object_to(run, people["maria"], users.operator)


def say(run: TargetingRun, person: Any, actor: Any, text: str = WHY, days_later: int = 0) -> Objection:
    now = trail.NOW + timedelta(days=days_later)
    return services.file_objection(run.decisions.get(person=person), "gone", text, actor=actor, now=now)


def test_an_objection_is_taken_on_the_days_of_the_window_only(
    objection: Any, run: Any, people: Any, users: Any
) -> None:
    assert say(run, people["petrus"], users.officer, days_later=13).filed_date == DAY + timedelta(days=13)

    with pytest.raises(errors.WindowClosedError):
        say(run, people["agustinus"], users.officer, days_later=14)
    with pytest.raises(errors.WindowClosedError):
        say(run, people["agustinus"], users.officer, days_later=-1)
    late = Objection(decision=run.decisions.get(person=people["yohanes"]), ground="gone", text=WHY)
    late.filed_date, late.filed_by, late.filed_at = DAY + timedelta(days=14), users.officer, trail.NOW
    with pytest.raises(IntegrityError, match="no objection is taken"), transaction.atomic():
        late.save()


@pytest.mark.parametrize("lengths", [(0, 0, 5), (0, 14, 13), (-20, -1, 5)])
def test_a_window_has_its_days_in_order_and_is_opened_once(run: Any, users: Any, lengths: tuple[int, ...]) -> None:
    with pytest.raises(errors.WindowDaysError):
        services.open_objections(run, *(DAY + timedelta(n) for n in lengths), actor=users.officer, now=trail.NOW)

    days = (DAY, DAY + timedelta(14), DAY + timedelta(14))
    with pytest.raises(NotAllowedError):
        services.open_objections(run, *days, actor=users.verifier, now=trail.NOW)
    services.open_objections(run, *days, actor=users.head, now=trail.NOW)
    with pytest.raises(errors.WindowOpenedError):
        services.open_objections(run, *days, actor=users.officer, now=trail.NOW)


def test_who_objects_does_so_for_his_area_in_words_without_numbers(
    objection: Any, run: Any, people: Any, users: Any
) -> None:
    with pytest.raises(NotAllowedError):
        say(run, people["petrus"], users.operator)
    with pytest.raises(NotAllowedError):
        say(run, people["petrus"], users.treasurer)
    with pytest.raises(errors.ObjectionTextError):
        say(run, people["maria"], users.operator, "Pindah")
    with pytest.raises(NumberInNoteError):
        say(run, people["maria"], users.operator, "NIK yang benar 5303040101859999")
    assert say(run, people["petrus"], users.verifier).pk
    with pytest.raises(errors.ObjectionRepeatedError):
        say(run, people["petrus"], users.verifier)


def test_a_finding_holds_once_another_approves_it_and_changes_no_decision(
    objection: Any, users: Any, make_user: Any
) -> None:
    before = list(Decision.objects.order_by("pk").values())
    second = make_user("petugas_dua", "officer")

    def found(reason: str, remedy: str = "") -> Any:
        return services.review_objection(objection, reason, remedy=remedy, actor=users.officer, now=trail.NOW)

    first = found("Datanya sudah benar menurut desa")
    with pytest.raises(errors.ObjectionStateError):
        found("Sekali lagi ditelaah")
    with pytest.raises(SamePersonError):
        services.rule_on_finding(first, is_approved=True, actor=users.officer, now=trail.NOW)
    with pytest.raises(IntegrityError, match="neither who objected"), transaction.atomic():
        ObjectionRuling.objects.create(finding=first, is_approved=True, ruled_by=users.operator, ruled_at=trail.NOW)
    with pytest.raises(errors.ObjectionTextError):
        services.rule_on_finding(first, is_approved=False, actor=second, now=trail.NOW)
    services.rule_on_finding(first, is_approved=False, note="KTP-el belum dilihat", actor=second, now=trail.NOW)
    assert objections.visible_to(users.operator).get().state == "filed"

    again = found("KTP-el menunjukkan yang lain", "correction")
    assert objections.visible_to(users.operator).get().state == "reviewed"
    services.rule_on_finding(again, is_approved=True, actor=users.head, now=trail.NOW)

    assert objections.visible_to(users.operator).get().state == "accepted"
    assert not objections.unsettled_of(objection.decision.run).exists()
    assert list(Decision.objects.order_by("pk").values()) == before
    with pytest.raises(errors.ObjectionStateError):
        services.rule_on_finding(again, is_approved=True, actor=users.head, now=trail.NOW)
    with pytest.raises(errors.ObjectionStateError):
        found("Ditelaah ketiga kali")
    again.pk, again.public_id = None, uuid4()
    with pytest.raises(IntegrityError, match="waits or holds"), transaction.atomic():
        again.save(force_insert=True)


def test_a_decree_waits_for_its_objections_unless_the_head_says_why(
    objection: Any, run: Any, users: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    decree = trail.initial_decree(run, users.officer, None)
    head = client_of(users.head)
    address = reverse("decrees:enact", args=[decree.public_id])

    assert "JRG-563" in head.post(address).content.decode()
    assert not Decree.objects.get().is_in_force
    with django_assert_max_num_queries(12):
        page = head.get(reverse("decrees:detail", args=[decree.public_id])).content.decode()
    assert "1 sanggahan atas penetapan" in page
    assert head.post(address, {"reason": "Iuran bulan ini tidak dapat menunggu"}).status_code == 302

    entry = AuditEntry.objects.get(event="decree.enacted")
    assert Decree.objects.get().is_in_force
    assert entry.reason == "Iuran bulan ini tidak dapat menunggu"
    assert entry.detail["unsettled_objections"] == 1


def test_the_way_of_an_objection_through_its_pages(
    run: Any, people: Any, users: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    key, maria = run.public_id, people["maria"].public_id
    listed, filing = (
        reverse("targeting:objections", args=[key]),
        reverse("targeting:file_objection", args=[key, maria]),
    )
    with time_machine.travel(trail.NOW, tick=False):
        operator, officer, head = client_of(users.operator), client_of(users.officer), client_of(users.head)
        opening = reverse("targeting:open_objections", args=[key])
        assert 'value="06-12-2026"' in officer.get(opening).content.decode()  # 14 days by the profile, today included.
        days = {"from_date": "23-11-2026", "last_day": "06-12-2026", "due_date": "13-12-2026"}
        assert officer.post(opening, days | {"last_day": "01-11-2026"}).status_code == 422
        assert officer.post(opening, days).status_code == 302
        with django_assert_max_num_queries(12):
            assert filing in operator.get(reverse("people:detail", args=[maria])).content.decode()
        assert filing in officer.get(reverse("people:detail", args=[maria])).content.decode()
        assert operator.post(filing, {"ground": "gone", "text": "Pindah"}).status_code == 422
        made = operator.post(filing, {"ground": "gone", "text": WHY})
        page = made.headers["Location"]
        for client, address in ((officer, listed), (head, page), (officer, reverse("targeting:detail", args=[key]))):
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200
        assert "1 sanggahan, 1 belum selesai" in officer.get(reverse("targeting:detail", args=[key])).content.decode()
        finding = {"remedy": "exit", "reason": "Surat pindahnya ada"}
        assert head.post(f"{page}telaah/", finding).status_code == 403
        assert officer.post(f"{page}telaah/", {"remedy": "", "reason": "Ya"}).status_code == 422
        assert officer.post(f"{page}telaah/", finding).status_code == 302
        assert officer.post(f"{page}putusan/", {"outcome": "approved"}).status_code == 422
        assert head.post(f"{page}putusan/", {"outcome": "approved"}).status_code == 302
        said = operator.get(page).content.decode()
        assert "Lakukan dahulu: laporan keluar. Sesudah itu penetapan dihitung ulang" in said
        assert WHY in said
        assert "Maria" not in officer.get(f"{listed}?keadaan=filed").content.decode()
        for stranger in (users.operator_elsewhere, users.officer_elsewhere):
            assert client_of(stranger).get(page).status_code == 404
        assert client_of(users.treasurer).get(page).status_code == 403
        assert client_of(None).get(page).status_code == 302


@pytest.mark.parametrize(("day", "is_late"), [(date(2026, 12, 13), False), (date(2026, 12, 14), True)])
def test_the_desks_of_officer_and_head_say_by_when_to_answer(
    objection: Any, users: Any, client_of: Any, django_assert_max_num_queries: Any, day: date, is_late: bool
) -> None:
    with time_machine.travel(f"{day}T04:00:00Z", tick=False):
        for who in (users.officer, users.head):
            client = client_of(who)
            with django_assert_max_num_queries(12):
                todos = client.get("/").context["todos"]
            [todo] = [todo for todo in todos if todo.title == "1 sanggahan menunggu"]
            assert "13 Desember 2026" in todo.note
            assert todo.is_urgent is is_late
        others = client_of(users.verifier).get("/").context["todos"]
        assert not [todo for todo in others if "sanggahan" in todo.title]


def test_the_commands_file_review_and_approve_as_the_pages_do(
    objection: Any, people: Any, users: Any, monkeypatch: Any, capsys: Any
) -> None:
    jaring = command_line(monkeypatch, capsys, trail.NOW)
    acting = {who: ("--as", getattr(users, who).username, "--json") for who in ("operator", "officer", "head")}
    file = ("objection", "file", people["maria"].public_id, "--ground", "gone", "--text", WHY)

    filed = jaring(*file, *acting["operator"]).document
    review = ("objection", "review", filed["objection"], "--reason", "Surat pindah dilihat", "--remedy", "exit")

    assert (filed["name"], filed["state"]) == (people["maria"].name, "filed")
    assert jaring(*file, *acting["operator"]).code == "JRG-567"
    assert jaring("objection", "file", people["petrus"].public_id, *file[3:], *acting["operator"]).code == "JRG-585"
    assert jaring(*review, *acting["operator"]).code == "JRG-601"
    assert jaring(*review, *acting["officer"]).document["state"] == "reviewed"
    assert jaring("objection", "approve", filed["objection"], *acting["officer"]).code == "JRG-602"
    back = ("objection", "return", filed["objection"], "--note", "Tanyakan lagi kepada lurah")
    assert jaring(*back, *acting["head"]).document["state"] == "filed"
    assert jaring("objection", "approve", filed["objection"], *acting["head"]).code == "JRG-568"
    jaring(*review, *acting["officer"])
    assert jaring("objection", "approve", filed["objection"], *acting["head"]).document["state"] == "accepted"
    assert len(jaring("objection", "list", "--state", "accepted", *acting["head"]).document["objections"]) == 1
    assert jaring("objection", "list", "--state", "lost").status == 2


def test_the_menu_leads_the_village_to_the_objections_that_are_open(
    objection: Any, run: Any, users: Any, client_of: Any
) -> None:
    operator = client_of(users.operator)

    assert reverse("targeting:newest_objections") in operator.get("/").content.decode()
    led = operator.get(reverse("targeting:newest_objections"))
    assert led["Location"] == reverse("targeting:objections", args=[run.public_id])
    assert client_of(users.officer_elsewhere).get(reverse("targeting:newest_objections"))["Location"] == "/"
