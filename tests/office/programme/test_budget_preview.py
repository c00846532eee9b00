"""Another budget on a stored run: what the page says is what a choice would do, and it decides nothing."""

from __future__ import annotations

from typing import Any

import paper_trail as trail
import pytest
from django.urls import reverse
from django.utils.html import escape

from jaring.core import targeting
from jaring.core.targeting import Representation
from jaring.office.audit.models import AuditEntry
from jaring.office.places.models import Village
from jaring.office.programme import run_summary
from jaring.office.programme.models import Decision, TargetingRun
from jaring.office.programme.preview import preview
from jaring.office.programme.services.pool import Pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(people: Any, programme: Any, users: Any, make_person: Any, villages: Any) -> TargetingRun:
    """A choice of sixteen for whom there is money, twelve of them in one village."""
    for number in range(12):
        make_person(f"Warga {'ABCDEFGHIJKL'[number]}", villages.kefa)
    return trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)


@pytest.fixture
def page(run: TargetingRun) -> str:
    return reverse("targeting:try", args=[run.public_id])


def test_a_tried_budget_covers_exactly_whom_a_choice_would(run: TargetingRun) -> None:
    pool = Pool.load(run.programme_year, run.payer, run.from_month, run.as_of)
    terms = targeting.Terms(
        as_of=run.as_of, budget_idr=run.budget_idr, months=run.until_month - run.from_month, seed=run.seed
    )
    chosen = targeting.select(
        pool.candidates,
        targeting.load_rule_set(run.rules["text"]),
        terms,
        enrolled=pool.enrolled,
        ineligible=pool.ineligible,
    )
    price = 16_800 * terms.months
    for budget_idr in (0, price - 1, price, 5 * price, 9 * price + 1, 16 * price, run.budget_idr):
        there, here = chosen.at_budget(budget_idr), preview(run, budget_idr)
        falls = set(run.decisions.filter(here.moving).values_list("person", flat=True))

        assert (here.covered, here.after_idr) == (len(there.covered_ids), there.cost_idr)
        assert falls == chosen.covered_ids - there.covered_ids
        assert here.change == -len(falls)


def test_the_page_names_who_would_fall_out_and_why_and_writes_nothing(
    users: Any, client_of: Any, page: str, run: TargetingRun, django_assert_max_num_queries: Any
) -> None:
    entries, decisions = AuditEntry.objects.count(), Decision.objects.count()
    last = run.decisions.order_by("-budget_needed_idr").select_related("person").first()
    officer = client_of(users.officer)

    with django_assert_max_num_queries(12):
        text = officer.get(f"{page}?plafon=168.000&kec=53.03.04").content.decode()
    text += officer.get(f"{page}?plafon=168.000").content.decode()

    assert last is not None
    assert "Yang akan keluar dari pilihan" in text
    assert escape(last.person.name) in text
    assert escape(last.reasons[0]["id"]) in text
    assert "Terakhir masuk" in text
    assert "Maubeli" in text
    assert (AuditEntry.objects.count(), Decision.objects.count()) == (entries, decisions)


def test_a_budget_below_those_who_stay_is_shown_as_refused(
    users: Any, client_of: Any, page: str, run: TargetingRun, programme: Any
) -> None:
    trail.initial_decree(run, users.officer, users.head)
    later = trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)
    tried = preview(later, 1)

    assert tried.kept_idr == later.cost_idr
    assert tried.is_below_kept
    text = client_of(users.officer).get(reverse("targeting:try", args=[later.public_id]), {"plafon": "1"})
    assert "akan ditolak" in text.content.decode()


def test_a_verifier_sees_the_people_of_the_own_district_only(users: Any, client_of: Any, page: str) -> None:
    text = client_of(users.verifier).get(f"{page}?plafon=0").content.decode()

    assert "Yohanes Naisoko" in text
    assert "Agustinus Ua" not in text
    assert client_of(users.officer_elsewhere).get(page).status_code == 404


def test_a_decision_keeps_the_decile_that_was_known(
    run: TargetingRun, programme: Any, users: Any, people: Any
) -> None:
    person = run.decisions.first().person
    trail.make_poor(person, users.officer)

    later = trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)

    assert later.decisions.get(person=person).decile == 1


def test_fairness_speaks_of_sex_and_of_remote_villages(run: TargetingRun, villages: Any) -> None:
    Village.objects.filter(pk=villages.kefa.pk).update(code="53.03.04.1001", latitude=-9.45, longitude=124.48)
    run.summary["places"].append(
        {"level": "village", "code": "53.03.05.1001", "eligible": 0, "kept": 0, "selected": 0, "reserve": 0}
    )
    seat = Village(code="53.03.05.1001", name="Seat", kind="kelurahan", latitude=-9.45, longitude=124.48)
    seat.district_id = villages.kefa.district_id
    seat.save()
    Village.objects.filter(pk=villages.manamas.pk).update(latitude=-9.20, longitude=124.30)

    groups = dict(run_summary.shares(run))

    far, near = groups["Desa terpencil"]
    assert (far.eligible, near.eligible) == (
        run.decisions.filter(village=villages.manamas).exclude(outcome="ineligible").count(),
        run.decisions.filter(village=villages.kefa).exclude(outcome="ineligible").count(),
    )
    assert {share.representation for share in groups["Jenis kelamin"]} == {Representation.TOO_FEW}
