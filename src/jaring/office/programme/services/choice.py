"""Choosing who is covered, and keeping every verdict with its reasons."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, IntegerField, Value

from jaring.core import targeting
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.locks import lock_year
from jaring.office.people.models import Exit, Person
from jaring.office.programme import queries
from jaring.office.programme.errors import (
    NoBudgetError,
)
from jaring.office.programme.models import (
    Candidate,
    Decision,
    Payer,
    ProgrammeYear,
    Scenario,
    TargetingRun,
)
from jaring.office.programme.services.pool import Pool
from jaring.office.programme.services.standing import note_outcomes
from jaring.office.setwise import insert_from

CHUNK = 2000


def run_targeting(
    year: ProgrammeYear,
    payer: Payer,
    *,
    from_month: Month,
    as_of: date,
    seed: str,
    spent_idr: int,
    rules: targeting.RuleSet,
    rules_text: str,
    actor: User,
    now: datetime,
    with_optimum: bool = False,
    scenario: Scenario | None = None,
) -> TargetingRun:
    """Choose who is covered from ``from_month`` to the end of the year, and keep every verdict with its reasons.

    Everyone on the register who was not reported as having left is a candidate. Who is enrolled keeps the place.

    Args:
        year: Programme year.
        payer: Whose budget.
        from_month: First month that is still to be paid.
        as_of: Day on which ages are taken.
        seed: Published text for the draw between equals.
        spent_idr: What was billed to this budget before ``from_month``, in IDR.
        rules: The regency's rule set.
        rules_text: Its source, kept with the run.
        actor: Who runs it.
        now: Aware instant.
        with_optimum: Also compute the best choice the budget allows, to show the gap; takes some seconds.
        scenario: Which scenario becomes this run; its budget is then the ceiling.

    Raises:
        NotAllowedError: (JRG-601)
        NoBudgetError: (JRG-503)
        BudgetBelowKeptError: (JRG-552) the budget does not cover those who keep their place.
    """
    require(actor, Action.RUN_TARGETING, year.regency_id)
    months = year.until_month - from_month
    budget = _ceiling_idr(queries.budget_idr(year, payer) - spent_idr, months, scenario)
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        _propose_everyone(year, now)
        pool = Pool.load(year, payer, from_month, as_of)
        terms = targeting.Terms(as_of=as_of, budget_idr=budget, months=months, seed=seed)
        outcome = targeting.select(pool.candidates, rules, terms, enrolled=pool.enrolled, ineligible=pool.ineligible)
        run = TargetingRun.objects.create(
            programme_year=year,
            payer=payer,
            as_of=as_of,
            from_month=from_month,
            until_month=year.until_month,
            budget_idr=budget,
            cost_idr=outcome.cost_idr,
            seed=seed,
            rules={"text": rules_text},
            summary=summary_of(outcome, with_optimum=with_optimum),
            candidates=len(pool.candidates),
            kept=len(outcome.kept_ids),
            selected=len(outcome.selected_ids),
            reserve=len(outcome.reserve_ids),
            ineligible=len(pool.candidates) - len(outcome.covered_ids) - len(outcome.reserve_ids),
            run_by=actor,
            run_at=now,
        )
        Decision.objects.bulk_create(
            (_decision_row(run, outcome, decision) for decision in outcome.decisions()), batch_size=CHUNK
        )
        audit.record(
            actor,
            "targeting.run",
            year.regency_id,
            now=now,
            subject=str(run.public_id),
            detail={"budget_idr": budget, "kept": run.kept, "selected": run.selected, "reserve": run.reserve},
        )
        note_outcomes(year.regency_id)
        Scenario.objects.filter(pk__in=[scenario.pk] if scenario else []).update(run=run)
    return run


def _ceiling_idr(left_idr: int, months: int, scenario: Scenario | None) -> int:
    """Return the ceiling of a run in IDR: what is left, or the budget of a scenario below that (JRG-503)."""
    ceiling_idr = min(left_idr, scenario.budget_idr) if scenario else left_idr
    if months <= 0 or ceiling_idr <= 0:
        raise NoBudgetError
    return ceiling_idr


def _propose_everyone(year: ProgrammeYear, now: datetime) -> None:
    """Make everyone on the register a candidate of the year, except who was reported as having left."""
    people = (
        Person.objects.filter(regency=year.regency_id)
        .exclude(candidacies__programme_year=year)
        .exclude(pk__in=Exit.objects.values("person"))
    )
    rows = people.annotate(
        programme_year=Value(year.pk, output_field=IntegerField()), proposed_at=Value(now)
    ).annotate(person=F("pk"))
    insert_from(Candidate, rows.values("programme_year", "person", "proposed_at"))


def summary_of(outcome: targeting.Selection, *, with_optimum: bool) -> dict[str, Any]:
    """Return what a page shows of a run besides its verdicts: places by unit, shares by group, the optimum."""
    summary: dict[str, Any] = {
        "places": [_plain_places(unit) for unit in outcome.places()],
        "fairness": [asdict(share) for share in targeting.fairness(outcome)],
    }
    if with_optimum:
        best = targeting.best_possible(outcome)
        summary["optimum"] = {
            "reached_per_mille": best.reached_per_mille,
            "id": best.sentence.id,
            "en": best.sentence.en,
        }
    return summary


def _plain_places(unit: targeting.UnitPlaces) -> dict[str, Any]:
    return {
        "level": unit.level.value,
        "code": unit.code,
        "eligible": unit.eligible,
        "kept": unit.kept,
        "selected": unit.selected,
        "reserve": unit.reserve,
    }


def _decision_row(run: TargetingRun, outcome: targeting.Selection, decision: targeting.Decision) -> Decision:
    return Decision(
        run=run,
        person_id=decision.candidate_id,
        village_id=decision.village_code,
        outcome=decision.outcome.value,
        rank=decision.rank,
        rank_in_village=decision.rank_in_village,
        reserve_rank=decision.reserve_rank,
        monthly_idr=decision.cost_idr // (run.until_month - run.from_month),
        budget_needed_idr=decision.budget_needed_idr,
        decile=outcome.candidate(decision.candidate_id).decile,
        reasons=[_plain_reason(reason) for reason in decision.reasons],
        changes=[_plain_reason(reason) for reason in decision.changes],
    )


def _plain_reason(reason: targeting.Reason) -> dict[str, str]:
    return {"code": reason.code, "id": reason.text.id, "en": reason.text.en}
