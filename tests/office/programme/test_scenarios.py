"""Scenarios: tried, compared by figures and by name, discarded, and one that becomes the choice."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import paper_trail as trail
import pytest
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from jaring.office.audit.models import AuditEntry
from jaring.office.programme import errors, services
from jaring.office.programme.models import Decision, Scenario, ScenarioMember, TargetingRun

pytestmark = pytest.mark.django_db(transaction=True)
MONTHS = 2
PRICE = 16_800 * MONTHS


@pytest.fixture
def run(people: Any, programme: Any, users: Any, make_person: Any, villages: Any) -> TargetingRun:
    for letter in "ABCDEFGH":
        make_person(f"Warga {letter}", villages.kefa)
    return trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)


@pytest.fixture
def keep(run: TargetingRun, users: Any) -> Any:
    def kept(name: str, places: int, variant: str = "own") -> Scenario:
        return services.keep_scenario(run, name, places * PRICE, variant, actor=users.officer, now=trail.NOW)

    return kept


def test_two_scenarios_stand_side_by_side_and_who_differs_has_a_name(
    users: Any, client_of: Any, keep: Any, django_assert_max_num_queries: Any
) -> None:
    small, large, other = keep("Hemat", 4), keep("Lengkap", 7), keep("Lain", 5, Scenario.Variant.NO_QUOTA)
    officer, before = client_of(users.officer), Decision.objects.count()

    with django_assert_max_num_queries(12):
        text = officer.get(
            f"{reverse('targeting:scenarios')}?banding={small.public_id}&banding={large.public_id}&banding=x"
            f"&banding={other.public_id}"
        ).content.decode()

    assert "3 orang dalam “Lengkap”, tidak dalam “Hemat”" in text
    assert "0 orang dalam “Hemat”, tidak dalam “Lengkap”" in text
    names = officer.get(reverse("targeting:difference", args=[large.public_id, small.public_id])).content.decode()
    of_small = set(small.members.values_list("person", flat=True))
    more = [member.person for member in large.members.select_related("person") if member.person_id not in of_small]
    assert len(more) == 3
    assert all(escape(person.name) in names for person in more)
    assert Decision.objects.count() == before
    address = reverse("targeting:difference", args=[large.public_id, small.public_id])
    assert client_of(users.officer_elsewhere).get(address).status_code == 404
    with django_assert_max_num_queries(12):
        narrow = officer.get(f"{address}?cari={more[0].name.split()[0]}&kolom=desa")
    assert more[0] in [line.person for line in narrow.context["table"].lines]
    book = load_workbook(BytesIO(b"".join(officer.post(f"{address}unduh/").streaming_content))).worksheets[0]
    assert {person.name for person in more} <= {row[0] for row in book.values}
    assert {row[1] for row in book.values} >= {"Lengkap", "Hemat"}
    assert AuditEntry.objects.get(event="targeting.exported").detail["rows"] == 3


def test_without_quota_the_order_alone_decides(keep: Any, people: Any, users: Any, villages: Any) -> None:
    with_quota, without = keep("Kuota", 3), keep("Tanpa kuota", 3, Scenario.Variant.NO_QUOTA)

    assert with_quota.covered == without.covered == 3
    assert "levels: []" in without.rules["text"]
    assert len(set(with_quota.members.values_list("village", flat=True))) == 3


def test_the_chosen_scenario_becomes_the_run_and_covers_the_same_people(users: Any, client_of: Any, keep: Any) -> None:
    scenario = keep("Hemat", 4, Scenario.Variant.DISTRICTS)

    response = client_of(users.officer).post(reverse("targeting:choose_scenario", args=[scenario.public_id]))

    scenario.refresh_from_db()
    assert scenario.run is not None
    assert str(scenario.run.public_id) in response["Location"]
    covered = scenario.run.decisions.filter(outcome__in=["kept", "selected"]).values_list("person", flat=True)
    assert set(covered) == set(scenario.members.values_list("person", flat=True))
    assert (scenario.run.budget_idr, scenario.run.rules) == (scenario.budget_idr, scenario.rules)


def test_more_money_than_there_is_is_not_chosen(users: Any, run: TargetingRun) -> None:
    dream = services.keep_scenario(run, "Impian", run.budget_idr + 1, "own", actor=users.officer, now=trail.NOW)

    with pytest.raises(errors.ScenarioOverBudgetError):
        services.choose_scenario(dream, spent_idr=0, actor=users.officer, now=trail.NOW)
    with pytest.raises(errors.ScenarioNameTakenError):
        services.keep_scenario(run, "Impian", 10**9, "own", actor=users.officer, now=trail.NOW)


def test_a_form_keeps_a_scenario_and_a_discarded_one_leaves_its_trace(
    users: Any, client_of: Any, run: TargetingRun
) -> None:
    officer = client_of(users.officer)
    form = {"name": "Hemat", "budget": "168.000", "variant": "own"}

    officer.post(reverse("targeting:new_scenario", args=[run.public_id]), form)
    scenario = Scenario.objects.get()
    assert (scenario.covered, ScenarioMember.objects.count()) == (5, 5)
    officer.post(reverse("targeting:discard_scenario", args=[scenario.public_id]))

    assert not ScenarioMember.objects.exists()
    assert AuditEntry.objects.filter(event="targeting.scenario_discarded").exists()
    assert client_of(users.verifier).get(reverse("targeting:new_scenario", args=[run.public_id])).status_code == 403
