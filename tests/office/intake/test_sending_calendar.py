"""When the lists of a month are due: what is in time, late or missing, and who is told of which villages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from import_rows import GOOD, IN_MANAMAS, KEFA, MANAMAS, MAUBELI

from jaring.core.month import Month
from jaring.office.intake import schedule
from jaring.office.intake.models import ImportBatch
from jaring.office.intake.schedule import Belonging, Standing
from jaring.regencies import SendingWindow

pytestmark = pytest.mark.django_db

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
IN_MAUBELI = GOOD | {"nik": "5303041203859109", "village": "Maubeli"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def dated(batch: ImportBatch, **days: object) -> ImportBatch:
    """Let a delivery have come at another time."""
    ImportBatch.objects.filter(pk=batch.pk).update(**days)
    batch.refresh_from_db()
    return batch


def standings(user, month: Month = NOVEMBER) -> dict[str, Standing]:
    found = schedule.round_of("53.03", month)
    assert found
    return {each.village.pk: each.standing for each in schedule.sent_visible_to(user, found)}


def titles(client) -> dict[str, bool]:
    """Return what waits on the desk, each with whether it is pressing."""
    return {todo.title: todo.is_urgent for todo in client.get(reverse("ui:home")).context["todos"]}


@pytest.mark.parametrize(
    ("sent_at", "month", "standing"),
    [
        ("2026-11-15T15:59", NOVEMBER, Standing.IN_TIME),  # 23.59 in Kefamenanu
        ("2026-11-15T16:00", NOVEMBER, Standing.LATE),
        ("2026-11-30T15:59", NOVEMBER, Standing.LATE),
        ("2026-11-30T16:00", DECEMBER, Standing.IN_TIME),
    ],
)
def test_what_a_village_sends_counts_by_the_clock_of_the_regency_whatever_day_was_typed(
    sent_at, month, standing, make_delivery, users, villages
) -> None:
    batch = make_delivery(users.operator, [GOOD], village=villages.kefa)
    dated(batch, created_at=at(sent_at), received_date=date(2026, 10, 3))

    assert schedule.belonging(batch) == Belonging(month, standing is Standing.LATE)
    for each in (NOVEMBER + -1, NOVEMBER, DECEMBER):
        assert standings(users.operator, each) == {KEFA: standing if each == month else Standing.MISSING}


def test_a_list_passed_on_counts_by_its_day_of_receipt_and_for_every_village_it_speaks_of(
    make_delivery, users, villages
) -> None:
    passed_on = make_delivery(users.officer, [GOOD, IN_MANAMAS])
    dated(passed_on, received_date=date(2026, 11, 15), created_at=at("2026-12-02T04:00"))
    beyond = make_delivery(users.operator, [IN_MAUBELI], village=villages.kefa)  # Rejected: Maubeli is not his.
    undone = make_delivery(users.officer, [IN_MAUBELI])
    dated(undone, state=ImportBatch.State.UNDONE)

    found = standings(users.officer)

    assert (found[KEFA], found[MANAMAS], found[MAUBELI]) == (Standing.IN_TIME, Standing.IN_TIME, Standing.MISSING)
    assert schedule.belonging(beyond) == Belonging(NOVEMBER, is_late=True)
    assert schedule.belonging(undone) is None
    round_ = schedule.round_of("53.03", NOVEMBER)
    owed = {code for code, standing in found.items() if standing is Standing.MISSING}
    assert set(schedule.missing(round_).values_list("pk", flat=True)) == owed


def test_a_new_rhythm_holds_from_its_month_on(monkeypatch) -> None:
    windows = (SendingWindow(Month(2026, 1), 1, 15, "assumed"), SendingWindow(DECEMBER, 5, 20, "assumed"))
    monkeypatch.setattr(schedule, "_windows", lambda code: windows)

    assert schedule.round_on("53.03", date(2026, 12, 4)).closes == date(2026, 11, 15)
    assert schedule.round_on("53.03", date(2026, 12, 5)).closes == date(2026, 12, 20)
    assert schedule.round_on("53.03", date(2027, 1, 4)).month == DECEMBER
    assert schedule.round_on("53.03", date(2025, 12, 31)) is None


def test_the_calendar_names_the_villages_of_the_area_and_leads_to_their_deliveries(
    make_delivery, users, villages, client_of, django_assert_max_num_queries
) -> None:
    late = make_delivery(users.officer, [GOOD, IN_MANAMAS])
    calendar, deliveries = reverse("intake:calendar"), reverse("intake:list")

    def shown(user, **query: str) -> set[str]:
        with time_machine.travel(at("2026-11-23T04:00"), tick=False):
            client = client_of(user)
            with django_assert_max_num_queries(12):
                response = client.get(calendar, query)
        return {each.village.pk for each in response.context["listing"].rows}

    assert shown(users.operator) == {KEFA}
    assert {code[:8] for code in shown(users.verifier)} == {KEFA[:8]}
    assert shown(users.verifier, kiriman="lambat") == {KEFA}
    assert shown(users.officer, kiriman="lambat", bulan="2026-11") == {KEFA, MANAMAS}
    assert shown(users.officer, kiriman="lambat", kecamatan=MANAMAS[:8]) == {MANAMAS}
    assert shown(users.officer, kiriman="lambat", bulan="2026-10") == set()
    with time_machine.travel(at("2026-11-23T04:00"), tick=False):
        client = client_of(users.officer)
        for code, found in ((KEFA, [late]), (MAUBELI, [])):
            with django_assert_max_num_queries(12):
                page = client.get(deliveries, {"bulan": "2026-11", "desa": code})
            assert page.context["listing"].rows == found
        assert "untuk November 2026, terlambat" in client_of(users.officer).get(deliveries).content.decode()
        # The operator meets the delivery for his own village, and is not told whom else it speaks of.
        assert not client_of(users.operator).get(deliveries, {"desa": MANAMAS}).context["listing"].rows
        assert "Belum ada jadwal" in client_of(users.officer_elsewhere).get(calendar).content.decode()


def test_the_desk_reminds_until_the_village_has_sent(make_delivery, users, villages, client_of) -> None:
    reminder, missed = "Kiriman daftar November 2026 ditutup 15 November 2026", "Kiriman daftar November 2026 sudah"
    for day, title, is_urgent in (("12", reminder, False), ("13", reminder, True), ("16", missed, True)):
        with time_machine.travel(at(f"2026-11-{day}T04:00"), tick=False):
            told = titles(client_of(users.operator))
            assert [urgent for said, urgent in told.items() if said.startswith(title)] == [is_urgent]
            owed = villages.kefa.district.villages.count()
            assert titles(client_of(users.verifier))[f"{owed} desa belum mengirim"] is is_urgent
            assert not any(
                "Kiriman daftar" in said or "belum mengirim" in said for said in titles(client_of(users.officer))
            )

    make_delivery(users.operator, [GOOD], village=villages.kefa)

    with time_machine.travel(at("2026-11-23T05:00"), tick=False):
        assert not any("Kiriman daftar" in said for said in titles(client_of(users.operator)))
        assert f"{owed - 1} desa belum mengirim" in titles(client_of(users.verifier))
